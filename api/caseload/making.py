"""Make the caseload: every life is lived day by day, by real commands, under one clock."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import cycle
from random import Random

from api.caseload import story
from api.caseload.at_work import AtWork
from api.caseload.beside import Beside
from api.caseload.cast import OFFICER, REGISSEURS, Cast, register_cast
from api.caseload.chores import Temper
from api.caseload.company import Company
from api.caseload.days import Days
from api.caseload.deck import shuffled
from api.caseload.families import Household, Invented
from api.caseload.intents import AwaitMeeting, Intent, Wait
from api.caseload.keeping import appoint_archivists, hold_some
from api.caseload.life import Life
from api.caseload.own_files import let_families_in
from api.caseload.roads import AGES, Kind, workflow_of
from api.caseload.sittings import Sittings
from api.caseload.watching import Watching
from api.wiring import publish_all
from engine.access import Viewer
from engine.clock import ManualClock
from engine.definition import Workflow
from engine.service.account_roles import appoint
from engine.service.delivery import Channels
from engine.service.office import Office, local_day
from engine.store import cases as heads
from engine.store.unit_of_work import reading

SEED = 20261123
CASES = 120
REGIONS = ("default", "default", "default", "oldebroek", "default", "default", "foodvalley")
STORY_REGION = "oldebroek"
PLACE = "Voorbeeldstad"
AT_MOST_AWAY = 14
"""In days: a meeting that is chosen lies no further ahead, unless the agenda is full."""

MEANT = 0.8
"""The part of the cases that somebody means to open; steps and the clock open the others."""

SHARED = 9
"""Of so many placements one is of a family that is in Verder Thuis, too."""


@dataclass(frozen=True, slots=True)
class CaseMade:
    """A case of the caseload as it stands at the end."""

    id: str
    number: str
    workflow: str
    region: str
    state: str
    is_final: bool
    version: int
    opened_on: date


@dataclass(frozen=True, slots=True)
class Caseload:
    """What was made: the people by key, every case, and the numbers of those of the story.

    ``family`` are the youths and parents of the story, who have a login of their own.
    """

    people: Mapping[str, Viewer]
    family: Mapping[str, Viewer]
    cases: tuple[CaseMade, ...]
    story: str
    look_back: str

    @property
    def states(self) -> Counter[tuple[str, str]]:
        """How many cases stand where, by workflow and state."""
        return Counter((case.workflow, case.state) for case in self.cases)


def make_caseload(
    office: Office,
    clock: ManualClock,
    *,
    seed: int = SEED,
    cases: int = CASES,
    until: datetime,
    progress: Callable[[int, int], None],
    channels: Channels,
) -> Caseload:
    """Live through the time from now to ``until``, and leave about so many cases behind.

    The same seed, span and definitions give the same cases; only ids and hashes differ.
    ``progress`` hears of every case that is opened. A step that turns out to be forbidden
    whatever its people do stays undone: nothing here raises for what the rules say.
    """
    publish_all(office)
    # Not for secrets: the same demo every time.
    rng = Random(seed)  # noqa: S311
    known = tuple(region for region in REGIONS if region in office.library.regions)
    everywhere = tuple(dict.fromkeys((*known, _story_region(office))))
    cast = register_cast(office, everywhere)
    appoint(office, cast.people[OFFICER], "privacy_officer", *everywhere)
    appoint_archivists(office, cast, everywhere)
    sittings = Sittings(office, cast, everywhere)
    maker = _Maker(office, clock, cast, sittings, rng, local_day(until), known)
    lives = list(maker.lives(max(len(story.KINDS), round(MEANT * cases))))
    watching = Watching(office, cast, local_day(until))
    days = Days(office, clock, channels, progress, sittings, Beside(everywhere), watching)
    days.live(lives, until)
    by_name = {life.is_story: life.work.case for life in lives if life.is_story}
    made = {case.id: case for case in _made(office, [life.work.case for life in lives])}
    hold_some(office, cast, [case.id for case in made.values() if case.is_final])
    return Caseload(
        cast.people,
        let_families_in(office, [life.work.home for life in lives if life.is_story]),
        tuple(sorted(made.values(), key=lambda case: case.number)),
        story=made[by_name[story.PLACEMENT]].number,
        look_back=made[by_name[story.LOOK_BACK]].number,
    )


@dataclass(slots=True)
class _Maker:
    """Thinks up lives: which kind, which family, from which day."""

    office: Office
    clock: ManualClock
    cast: Cast
    sittings: Sittings
    rng: Random
    last_day: date
    regions: tuple[str, ...]

    def lives(self, count: int) -> Iterator[Life]:
        """So many lives, those of the story among them."""
        invented = Invented(self.rng)
        kinds = shuffled(self.rng)
        leads, shares = cycle(REGISSEURS), cycle(range(SHARED))
        lives: list[Life] = []
        for _, kind in zip(range(count - len(story.KINDS)), cycle(kinds), strict=False):
            workflow = workflow_of(kind.plan)
            region = self._region(kind)
            place = _municipality(self.office, region)
            home = invented.family(region, place, next(leads), ages=kind.ages)
            if workflow == "placement" and next(shares) == 0:
                home = self._other_case_of(lives) or home
            lives.append(self._life(kind, home))
        yield from lives
        yield from (self._of_story(name) for name in story.KINDS)

    def _region(self, kind: Kind) -> str:
        """Where the family lives."""
        chosen = self.rng.choice(self.regions)
        return kind.region if kind.region in self.office.library.regions else chosen

    def _other_case_of(self, lives: list[Life]) -> Household | None:
        """The family of the newest Verder Thuis case that shares it with no other yet."""
        homes = Counter(id(life.work.home) for life in lives)
        for life in reversed(lives):
            if life.work.workflow.workflow == "verder_thuis" and homes[id(life.work.home)] == 1:
                return life.work.home
        return None

    def _of_story(self, name: str) -> Life:
        region = _story_region(self.office)
        home = story.household(name, region, _municipality(self.office, region))
        life = self._life(story.KINDS[name], home)
        life.is_story, life.keeps_dates = name, name != story.PLACEMENT
        life.temper = Temper()
        return life

    def _life(self, kind: Kind, home: Household) -> Life:
        """A life that gets where its kind ends some days before the last day."""
        rng = Random(self.rng.random())  # noqa: S311 - as above
        workflow = self.office.library.of(workflow_of(kind.plan), home.region)
        calendar = self.office.library.calendars[home.region]
        room = (self.last_day - self.office.today()).days - 3
        stands = rng.randint(*kind.since)
        plan, takes = _rolled(kind.plan, rng, room)
        begins = self.last_day - timedelta(days=min(room, stands + takes) + 1)
        begins = calendar.working_day_on_or_before(begins)
        temper = Temper(rng.choice((9, 8, 7, 6, 5, 3, 1, -3)), rng.choice((0.0, 0.1, 0.2, 0.5)))
        if kind.careful:
            temper.slips = 0.0
        roles = self.office.library.catalogue.roles
        company = Company(self.cast, self.sittings, home, workflow, rng, roles)
        work = AtWork(self.office, self.clock, company, _about(home, kind, workflow, rng))
        return Life(work, begins, plan, temper)


def _about(home: Household, kind: Kind, workflow: Workflow, rng: Random) -> tuple[str, ...]:
    """The names of the children that the case is about."""
    names = tuple(child.name for child in home.children)
    if workflow.about == "family":
        return names
    if workflow.workflow == "placement" and rng.random() < 0.15:
        return names[:2]
    return names[:1] if kind.ages != AGES or rng.random() < 0.5 else names[-1:]


def _rolled(plan: tuple[Intent, ...], rng: Random, room: int) -> tuple[deque[Intent], int]:
    """The plan with its days chosen, and how many that are; squeezed if there is no room."""
    days = [rng.randint(each.low, each.high) for each in plan if isinstance(each, Wait)]
    meetings = AT_MOST_AWAY * sum(isinstance(each, AwaitMeeting) for each in plan)
    if sum(days) > room - meetings:
        days = [day * max(0, room - meetings) // sum(days) for day in days]
    left = iter(days)
    rolled: list[Intent] = []
    for each in plan:
        if isinstance(each, Wait):
            day = next(left)
            rolled.append(Wait(day, day))
        else:
            rolled.append(each)
    return deque(rolled), sum(days) + meetings


def _story_region(office: Office) -> str:
    return STORY_REGION if STORY_REGION in office.library.regions else "default"


def _municipality(office: Office, region: str) -> str:
    named = office.library.regions[region].municipalities
    return named[0] if named else PLACE


def _made(office: Office, ids: list[str]) -> Iterator[CaseMade]:
    with reading(office.store) as connection:
        for one in ids:
            if one:
                head = heads.case_for_operator(connection, one)
                yield CaseMade(
                    id=head.public_id,
                    number=head.number,
                    workflow=head.workflow,
                    region=head.region,
                    state=head.state,
                    is_final=head.is_final,
                    version=head.version,
                    opened_on=head.opened_on,
                )
