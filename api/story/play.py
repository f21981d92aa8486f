"""Play the story: the municipality's YAML, the real engine, a real database, told as it goes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from api.scenarios import step_kinds as kinds
from api.scenarios.finding import workflow_of
from api.scenarios.grammar import ReadScenario, read_scenario
from api.scenarios.moments import later
from api.scenarios.names import World
from api.scenarios.reading import head_of
from api.scenarios.steps import act
from api.scenarios.world import build
from api.story import words
from api.wiring import SITE, definitions_folder
from engine.clock import ManualClock
from engine.decision import Refused
from engine.explanation import moment_words
from engine.loader import load
from engine.runner.manual import ManualRunner
from engine.service.dates import DateSeen, dates_of
from engine.service.office import Office
from engine.service.repeats import Done
from engine.settings import Settings
from engine.store import schema
from engine.store.store import open_store
from engine.text import Language, Part
from notifications.console import ConsoleChannel

STORY = Path("placement") / "scenarios" / "the_story.yaml"
HOME = Path(".demo")

Write = Callable[[str], None]


def play(settings: Settings, language: Language, write: Write, home: Path = HOME) -> Path:
    """Play the story on a new database below ``home`` and say what happens; the database.

    Raises:
        DefinitionError: the definitions hold mistakes; all are listed and nothing was started.
    """
    folder = definitions_folder(settings)
    library = load(folder)
    read = read_scenario((folder / STORY).read_text(encoding="utf-8"), str(STORY))
    home.mkdir(exist_ok=True)
    database = home / "story.sqlite"
    database.unlink(missing_ok=True)
    store = open_store(f"sqlite:///{database}")
    try:
        schema.upgrade(store)
        clock = ManualClock(read.scenario.starts)
        Teller(read, Office(store, clock, library), clock, language, write).tell()
    finally:
        store.close()
    _leave_settings(home, database, language, write)
    return database


def _leave_settings(home: Path, database: Path, language: Language, write: Write) -> None:
    """Say where the database is, and leave the settings that ask it questions."""
    file = home / "story.env"
    file.write_text(
        f"REGIETAFEL_DATABASE_URL=sqlite:///{database.resolve()}\nREGIETAFEL_DEMO=true\n",
        encoding="utf-8",
    )
    write(f"\n{words.LEFT.in_(language).format(database=database)}")
    write(f"  .venv/bin/regietafel explain RT-2026-0001 move --settings {file}")


class Teller:
    """Takes the steps of a scenario one by one and tells what came of each."""

    def __init__(
        self,
        read: ReadScenario,
        office: Office,
        clock: ManualClock,
        language: Language,
        write: Write,
    ) -> None:
        self._read, self._clock, self._language, self._write = read, clock, language, write
        self._world: World = build(office, clock, read.scenario, login=str)
        mail = ConsoleChannel(self._mail, base_url="http://127.0.0.1:8000", site=SITE)
        self._runner = ManualRunner(office, {mail.name: mail})
        self._known: set[str] = set()
        self._letters: set[str] = set()
        self._said = ""

    def tell(self) -> None:
        """Tell the whole story."""
        self._write(words.TITLE.in_(self._language))
        for step in self._read.scenario.steps:
            self._take(step)

    def _take(self, step: Part) -> None:
        if isinstance(step, kinds.Act):
            self._act(step)
        elif isinstance(step, kinds.Wait):
            self._wait(step)

    def _act(self, step: kinds.Act) -> None:
        self._at_this_moment(words.heading(self._world, step, self._language))
        outcome = act(self._world, step)
        if isinstance(outcome, Refused):
            catalogue = self._world.office.library.catalogue
            for line in words.refusal(outcome.missing, catalogue, self._language):
                self._write(f"      {line}")
        elif isinstance(outcome, Done):
            self._dates(step, outcome.case)

    def _at_this_moment(self, line: str) -> None:
        """Say the day and the hour when they have changed, then the line."""
        moment = moment_words(self._clock.now(), self._language)
        if moment != self._said:
            self._write(f"\n{moment}")
            self._said = moment
        self._write(f"  {line}")

    def _dates(self, step: kinds.Act, case: str) -> None:
        """The state entered by a step, and each date that was not there before."""
        if isinstance(step, kinds.Open | kinds.Do):
            state = head_of(self._world, case).state
            workflow = workflow_of(self._world, words.case_of(self._world, step))
            title = workflow.states[state].title.in_(self._language)
            self._write(f"      {words.NOW_AT.in_(self._language).format(what=title)}")
        for seen in self._new(step, case):
            for line in words.due_date(seen, self._language):
                self._write(f"      {line}")

    def _new(self, step: kinds.Act, case: str) -> list[DateSeen]:
        found = dates_of(self._world.viewer(step.as_), self._world.office, case)
        new = [one for one in found if one.id not in self._known and one.state == "open"]
        self._known |= {one.id for one in found}
        return new

    def _wait(self, step: kinds.Wait) -> None:
        region = self._world.scenario.region
        calendar = self._world.office.library.calendars[region]
        until = (
            step.wait.until
            if isinstance(step.wait, kinds.Until)
            else later(self._clock.now(), step.wait, calendar)
        )
        moment = moment_words(until, self._language)
        self._write(f"\n{words.WAITS.in_(self._language).format(moment=moment)}")
        self._runner.run_until(until)

    def _mail(self, letter: str) -> None:
        """A mail that goes out; its words are always the same, so they are shown once."""
        head, _, body = letter.partition("\n")
        to = head.removeprefix("To: ")
        self._at_this_moment(words.MAIL.in_(self._language).format(to=to))
        for line in body.strip().splitlines() if body not in self._letters else ():
            self._write(f"      | {line}".rstrip())
        self._letters.add(body)
