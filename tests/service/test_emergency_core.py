"""What emergency access opens, for how long, and that nothing else opens with it."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import count

import pytest
from sqlalchemy import insert, select

from engine.access import Viewer
from engine.clock import ManualClock
from engine.emergency import LET_IN
from engine.errors import NotFound, StepUpNeeded
from engine.fields import InvalidInput
from engine.service import step_up
from engine.service.case_file import case_file
from engine.service.crisis_desk import running_crises
from engine.service.emergency import my_emergencies
from engine.service.emergency_core import Core, EmergencyOver, emergency_core, open_shielded
from engine.service.file.families import family
from engine.service.file.looked import looked
from engine.service.file.looked_by_family import paper_for
from engine.service.file.timeline import timeline
from engine.service.my_cases import my_cases
from engine.store.emergency import NOT_BARRED, opened_by, opens
from engine.store.store import Store
from engine.store.tables.emergency import EMERGENCY_GRANT
from engine.store.unit_of_work import reading, unit_of_work
from tests.access.loading import fill, key_of
from tests.access.worlds import PERSONS, TODAY, World, world_of
from tests.kept import a_store
from tests.service.builders import Desk
from tests.service.desks import takes_part
from tests.service.emergencies import (
    CALLER,
    PLACE,
    PLAN,
    SERVICE,
    a_night,
    confirms,
    let_in,
    set_clock,
    signed_in,
    the_case,
)

WORLDS = 1_000


@pytest.fixture
def desk(store: Store, clock: ManualClock) -> Desk:
    """Lend the desk of that night."""
    return a_night(store, clock)


@pytest.fixture
def wim(desk: Desk) -> Viewer:
    """Lend Wim, who showed his second factor."""
    return signed_in(desk)


@pytest.fixture
def grant(desk: Desk, wim: Viewer) -> str:
    """Let Wim in on Sam."""
    return let_in(desk, wim)


def reads(desk: Desk, viewer: Viewer, grant: str) -> Core:
    """Read the core now."""
    return emergency_core(viewer, desk.office, grant)


def test_the_core_tells_who_what_runs_the_last_crisis_and_the_plan(
    desk: Desk, wim: Viewer, grant: str
) -> None:
    core = reads(desk, wim, grant)

    assert [(each.name, each.is_child) for each in core.members] == [
        ("sam", True),
        ("els", False),
        ("tom", False),
    ]
    assert core.members[0].born == date(2012, 5, 1)
    assert [(each.role, each.name) for each in core.workers] == [
        ("regisseur", "bram"),
        ("crisis_worker", "cas"),
        ("duty_worker", "willy"),
    ]
    assert core.workers[0].email == "bram@voorbeeldstad.test"
    number = the_case(desk).head.number
    assert [each.number for each in core.open_cases] == [number]
    assert core.crisis == core.open_cases[0]
    (plan,) = core.plans
    assert [each.value for each in plan.details] == [PLAN]
    (measure,) = core.measures
    assert measure.details[0].value == "provisional_supervision_order"
    assert measure.until == date(2026, 5, 28)
    assert PLACE not in repr(core)
    assert CALLER not in repr(core)
    last = desk.log()[-1]
    assert (last.action, last.outcome, last.emergency) == ("read_emergency", "done", True)
    assert (last.record, last.field_class) == (desk.sam, "confidential")


def test_a_measure_whose_last_day_is_past_does_not_run(desk: Desk) -> None:
    set_clock(desk, days=100)
    wim = signed_in(desk)

    core = reads(desk, wim, let_in(desk, wim))

    told = {each.name for row in core.measures for each in row.details}
    assert "last_day_in_force" not in told


def test_what_is_shielded_is_asked_for_apart_and_logged_apart(
    desk: Desk, wim: Viewer, grant: str
) -> None:
    assert reads(desk, wim, grant).has_places
    with pytest.raises(InvalidInput):
        open_shielded(wim, desk.office, grant, sure=False)
    assert reads(desk, wim, grant).places is None

    confirms(desk, wim)
    open_shielded(wim, desk.office, grant, sure=True)
    asked = desk.log()[-1]
    core = reads(desk, wim, grant)

    assert (asked.action, asked.field_class, asked.emergency) == ("open_shielded", "shielded", True)
    assert core.places is not None
    assert [each.value for row in core.places for each in row.details] == [PLACE]
    assert CALLER not in repr(core)
    assert desk.log()[-1].field_class == "shielded"


def test_what_is_shielded_asks_for_the_second_factor_once_more_and_once(
    desk: Desk, wim: Viewer, grant: str
) -> None:
    with pytest.raises(StepUpNeeded):
        open_shielded(wim, desk.office, grant, sure=True)
    last = desk.log()[-1]
    assert (last.action, last.outcome, last.record) == ("open_shielded", "denied", desk.sam)
    assert (last.reason_keys, last.emergency, last.ground) == (["second_factor"], True, None)
    assert reads(desk, wim, grant).places is None

    confirms(desk, wim)
    open_shielded(wim, desk.office, grant, sure=True)
    assert reads(desk, wim, grant).places is not None
    assert step_up.fresh_until(wim, desk.office) is None  # it served for this
    open_shielded(wim, desk.office, grant, sure=True)  # it is open; nothing is asked again


def test_a_second_factor_of_five_minutes_ago_opens_nothing_shielded(
    desk: Desk, wim: Viewer, grant: str
) -> None:
    confirms(desk, wim)
    desk.after(minutes=5)

    with pytest.raises(StepUpNeeded):
        open_shielded(wim, desk.office, grant, sure=True)

    assert reads(desk, wim, grant).places is None


def test_nothing_else_of_the_file_opens(desk: Desk, wim: Viewer, grant: str) -> None:
    case = the_case(desk).id

    for way in (
        lambda: case_file(wim, desk.office, case),
        lambda: timeline(wim, desk.office, case),
        lambda: looked(wim, desk.office, case),
        lambda: family(wim, desk.office, desk.family),
    ):
        with pytest.raises(NotFound):
            way()
    assert my_cases(wim, desk.office).rows == ()
    assert running_crises(wim, desk.office).rows == ()


@pytest.mark.parametrize("who", ["willy", "vic", "petra", "bram"])
def test_it_is_its_holders_alone(desk: Desk, grant: str, who: str) -> None:
    with pytest.raises(NotFound) as caught:
        reads(desk, desk.viewers[who], grant)

    assert not isinstance(caught.value, EmergencyOver)
    last = desk.log()[-1]
    assert (last.action, last.outcome, last.record) == ("read_emergency", "denied", grant)
    with pytest.raises(NotFound):
        reads(desk, desk.viewers[who], "0" * 32)
    now, on = desk.clock.now(), desk.office.today()
    with reading(desk.office.store) as connection:
        for viewer in (desk.viewers["wim"], desk.viewers[who]):
            asked = opened_by(viewer, grant, LET_IN, on=on, now=now)
            assert opens(connection, asked) == (viewer.id == desk.who("wim"))


def test_it_opens_for_sixty_minutes(desk: Desk, wim: Viewer, grant: str) -> None:
    set_clock(desk, minutes=59, seconds=59)
    assert my_emergencies(wim, desk.office)
    reads(desk, wim, grant)

    set_clock(desk, seconds=1)

    with pytest.raises(EmergencyOver):
        reads(desk, wim, grant)
    with pytest.raises(EmergencyOver):
        open_shielded(wim, desk.office, grant, sure=True)
    assert my_emergencies(wim, desk.office) == ()
    last = desk.log()[-1]
    assert (last.outcome, last.emergency, last.record) == ("denied", True, desk.sam)


def _is_seen(desk: Desk) -> None:
    """Let somebody do something, so that the moment is in the log."""
    running_crises(desk.viewers["cas"], desk.office)


@pytest.mark.parametrize(
    ("there", "back"),
    [
        pytest.param(60, -40, id="on to the end and back again"),
        pytest.param(60, -0.5, id="over the end and half a minute back"),
        pytest.param(1440, -1430, id="a day on and back"),
        pytest.param(50, -45, id="back within the hour"),
        pytest.param(0, -5, id="to before it began"),
    ],
)
def test_no_clock_that_is_set_gives_more_than_sixty_minutes(
    desk: Desk, wim: Viewer, grant: str, there: float, back: float
) -> None:
    set_clock(desk, minutes=there)
    _is_seen(desk)
    set_clock(desk, minutes=back)

    with pytest.raises(EmergencyOver):
        reads(desk, wim, grant)


def test_a_clock_that_was_wrong_before_stops_nobody_who_is_let_in_now(desk: Desk) -> None:
    set_clock(desk, days=1)
    _is_seen(desk)
    set_clock(desk, days=-1)
    wim = signed_in(desk)

    assert reads(desk, wim, let_in(desk, wim)).plans


@pytest.mark.parametrize("place", ["case_id", "family_id", "region"])
def test_an_exclusion_ends_it_at_once(desk: Desk, wim: Viewer, grant: str, place: str) -> None:
    head = the_case(desk).head
    where = {"case_id": head.id, "family_id": head.family_id, "region": desk.region}
    takes_part(desk, wim, access="excluded", **{place: where[place]})

    with pytest.raises(EmergencyOver):
        reads(desk, wim, grant)


def test_whoever_is_no_crisis_worker_any_more_reads_no_more(
    desk: Desk, wim: Viewer, grant: str
) -> None:
    with unit_of_work(desk.office.store) as connection:
        connection.exec_driver_sql(f"delete from qualification where person_id = {wim.person}")

    with pytest.raises(EmergencyOver):
        reads(desk, wim, grant)


def test_the_regisseur_and_the_family_are_told_who_looked(
    desk: Desk, wim: Viewer, grant: str
) -> None:
    reads(desk, wim, grant)
    case, bram = the_case(desk).id, desk.viewers["bram"]

    _, page, _ = looked(bram, desk.office, case)
    rows = [row for row in page.rows if row.emergency]
    assert [(row.name, row.did.nl, row.ground.nl) for row in rows] == [
        ("wim", "Las de kern van het dossier met noodtoegang", "Noodtoegang"),
        ("wim", "Vroeg noodtoegang", "Noodtoegang"),
    ]
    for receiver in (desk.sam, desk.els):
        _, paper = paper_for(bram, desk.office, case, receiver)
        told = [look for look in paper.looks if look.emergency]
        assert {(look.name, look.function.nl, look.organisation) for look in told} == {
            (None, "De crisisdienst", SERVICE)
        }


def test_who_works_for_another_child_too_is_still_told(desk: Desk) -> None:
    case = the_case(desk)
    takes_part(
        desk, desk.viewers["wim"], role="requester", access="requester", case_id=case.head.id
    )
    wim = signed_in(desk)
    let_in(desk, wim)

    _, paper = paper_for(desk.viewers["bram"], desk.office, case.id, desk.sam)

    (told,) = [look for look in paper.looks if look.emergency]
    assert (told.name, told.organisation) == (None, None)  # it could tell who asked for help


def _everybody_on_everything(worlds: list[World]) -> Iterator[dict[str, object]]:
    at, number = datetime(2026, 3, 9, 8, tzinfo=UTC), count()
    for world in worlds:
        for person in range(PERSONS):
            for nth, children in enumerate(world.children):
                yield {
                    "public_id": f"grant {next(number)}",
                    "person_id": key_of(world, "person", person),
                    "organisation_id": 1,
                    "child_id": key_of(world, "child", children[0]),
                    "family_id": key_of(world, "family", nth),
                    "region": "x",
                    "category": "other",
                    "reason": "x",
                    "nth": 1,
                    "granted_at": at,
                    "ends_at": at,
                    "after_log": 0,
                    "due_on": TODAY,
                    "judgement": "open",
                    "word": "",
                    "owner": "",
                }


def _is_excluded(world: World, person: int, family: int) -> bool:
    """Whether a row keeps this person from the family, from a case of it or from its region."""
    cases = [nth for nth, case in enumerate(world.cases) if case.family == family]
    here = {("family", family), ("region", world.region_of[family])}
    here |= {("case", case) for case in cases}
    return any(
        row.person == person and row.access == "excluded" and row.counts(0)
        for row in world.rows
        if (row.place, row.at) in here
    )


def test_in_a_thousand_worlds_nothing_opens_to_whoever_is_excluded() -> None:
    worlds = [world_of(index) for index in range(WORLDS)]
    expected = {
        (key_of(world, "person", person), key_of(world, "family", family))
        for world in worlds
        for person in range(PERSONS)
        for family in (0, 1)
        if not _is_excluded(world, person, family)
    }
    opens = select(EMERGENCY_GRANT.c.person_id, EMERGENCY_GRANT.c.family_id).where(NOT_BARRED)
    with a_store("sqlite") as store:
        fill(store, worlds)
        with unit_of_work(store) as connection:
            connection.execute(insert(EMERGENCY_GRANT), [*_everybody_on_everything(worlds)])
        with reading(store) as connection:
            now = datetime(2026, 3, 9, 8, tzinfo=UTC)
            found = connection.execute(opens, {"on": TODAY, "now": now})
            opened = {(row.person_id, row.family_id) for row in found}

    assert opened == expected
    assert len(expected) < WORLDS * PERSONS * 2
