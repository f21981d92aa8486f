"""The demo: an invented caseload, made at the first start, and served on this machine alone."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from api import demo_words as words
from api.caseload.making import make_caseload
from api.demo_clock import STARTS
from api.demo_hint import ABOUT, hint_of
from api.demo_place import caseload_in, make_in
from api.log import log_as_json
from api.serve import Say, listen, serve_at
from api.wiring import beside_database, channels_from, mailbox_from, office_from
from engine.calendar import AMSTERDAM
from engine.clock import ManualClock
from engine.errors import PublishedDifferently
from engine.explanation import moment_words
from engine.service.office import Office
from engine.service.sessions import Colleague, people_to_sign_in_as
from engine.settings import PREFIX, Settings
from engine.text import Language

HOME = Path(".demo")
SENDER = "regietafel@regietafel.invalid"

BEGINS = datetime(2025, 11, 24, 9, tzinfo=AMSTERDAM)
"""When the first of the invented cases begins."""


def demo(
    settings: Settings, language: Language, say: Say, *, cases: int = 120, home: Path = HOME
) -> None:
    """Serve the demo that is kept in ``home``; the first time it is made there.

    Raises:
        DefinitionError: the definitions hold mistakes; all are listed and nothing was made.
        ConfigurationError: the port is taken, or another process has the demo.
    """
    home.mkdir(exist_ok=True)
    log_as_json(logging.WARNING)
    chosen = settings_of(settings, home, caseload_in(home))
    with closing(listen(chosen)) as sock:
        if not caseload_in(home).exists():
            _make(settings, home, language, say, cases=cases)
        _leave_settings(chosen, home)
        try:
            serve_at(sock, chosen, say, lambda office: _welcome(office, chosen, language, say))
        except PublishedDifferently:
            say(words.OTHER_RULES.in_(language))
            raise
    say(words.STOPPED.in_(language))


def settings_of(settings: Settings, home: Path, place: Path) -> Settings:
    """The demo's own, whatever is set: never the database or the mail server of the real cases."""
    return settings.model_copy(
        update={
            "demo": True,
            "database_url": f"sqlite:///{(place / 'regietafel.sqlite').resolve()}",
            "key_file": (home / "regietafel.key").resolve(),
            "base_url": f"http://127.0.0.1:{settings.port}",
            "smtp_url": None,
            "mail_from": SENDER,
        }
    )


def _make(settings: Settings, home: Path, language: Language, say: Say, *, cases: int) -> None:
    """Make the caseload, and say so when it is cut short."""
    say(words.MAKES.in_(language).format(cases=cases))
    label = words.MADE.in_(language)
    try:
        make_in(home, lambda place: _fill(settings_of(settings, home, place), label, cases=cases))
    except KeyboardInterrupt:
        say(words.CUT_SHORT.in_(language))
        raise


def _fill(settings: Settings, label: str, *, cases: int) -> None:
    """Let the engine make the cases, one command at a time, up to the first morning."""
    clock = ManualClock(BEGINS)
    office = office_from(settings, clock)
    channels = channels_from(settings, clock, _nowhere, mailbox_from(settings))
    with closing(office.store), _bar(label, cases) as progress:
        made = make_caseload(
            office, clock, cases=cases, until=STARTS, progress=progress, channels=channels
        )
    about = {"story": made.story, "look_back": made.look_back}
    (beside_database(settings) / ABOUT).write_text(json.dumps(about), encoding="utf-8")


def _nowhere(_: str) -> None:
    """All mail of the demo goes to its mailbox."""


@contextmanager
def _bar(label: str, cases: int) -> Iterator[Callable[[int, int], None]]:
    """A bar with the time that is left, on a screen; nothing where the answer goes to a file."""
    columns = (TextColumn(label), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, disable=not console.is_terminal) as bar:
        task = bar.add_task(label, total=cases)
        yield lambda done, of: bar.update(task, completed=done, total=of)


def _leave_settings(settings: Settings, home: Path) -> None:
    """Leave what other commands need to look at the demo."""
    lines = (
        f"{PREFIX}DATABASE_URL={settings.database_url}",
        f"{PREFIX}KEY_FILE={settings.key_file}",
        f"{PREFIX}PORT={settings.port}",
        f"{PREFIX}DEMO=true",
    )
    (home / "regietafel.env").write_text("\n".join((*lines, "")), encoding="utf-8")


def _welcome(office: Office, settings: Settings, language: Language, say: Say) -> None:
    """Say where it is, what time it is there, as whom to come in and what to try."""
    now = moment_words(office.clock.now(), language)
    say("\n" + words.SERVES.in_(language).format(address=settings.base_url, moment=now))
    say(words.SIGN_IN.in_(language))
    for line in _one_of_each(people_to_sign_in_as(office), language):
        say(f"  {line}")
    if hint := hint_of(settings):
        say(words.TRY.in_(language).format(name=hint.name, case=hint.case))
    say(words.GOES_ON.in_(language))


def _one_of_each(people: tuple[Colleague, ...], language: Language) -> Iterator[str]:
    """The first by name of each role that somebody has not been named for."""
    shown: set[str] = set()
    for person in people:
        roles = [role.in_(language) for role in person.roles]
        if not shown.issuperset(roles):
            shown.update(roles)
            yield f"{person.name} ({', '.join(roles)})"
