"""The ledger as people read it: what was planned, what became of it, who was told, and why not."""

from datetime import datetime, timedelta
from typing import get_args

import pytest

from engine.access import Viewer
from engine.errors import NotFound
from engine.ladder import Hindrance
from engine.service.calendar_moves import MOVED
from engine.service.file.reminders import LedgerRow, case_reminders
from engine.service.ledger import PAST
from engine.service.meeting_notices import NO_PART as MEETING_LOST
from engine.service.my_reminders import my_reminders
from engine.service.outgoing import DATE_MOVED, TOLD_ALREADY
from engine.service.reminder_words import STATES, masked, notice_state, notice_why, why_words
from engine.service.tick import tick
from engine.store import participation
from engine.store.cases import CaseHead
from engine.store.ledger_lists import Wanted, Which
from engine.store.lost_notices import NO_PART as LOST
from engine.store.participation import NewTaking
from engine.store.tables.clock import NoticeState, ReminderState
from engine.store.unit_of_work import unit_of_work
from tests.office import MORNING, World
from tests.runner.outbox import BROKEN, LATER, NEVER, FakeChannel, a_reminder
from tests.service.counting import counting

DAY = timedelta(days=1)
BRAM, CARLA = "bram@voorbeeldstad.test", "carla@voorbeeldstad.test"


def run(world: World, channel: FakeChannel) -> None:
    """Tick now and at the next morning: what waits for the mail of a day leaves then."""
    tick(world.office, {"email": channel})
    world.clock.move_to(world.clock.now() + DAY)
    tick(world.office, {"email": channel})


def rows(world: World, which: Which = "past", who: Viewer | None = None) -> tuple[LedgerRow, ...]:
    """What the coordinator sees, or another."""
    viewer = who or world.as_(world.carla)
    return my_reminders(viewer, world.office, Wanted(which), limit=50).rows


def excluded(world: World, case: CaseHead) -> None:
    """Never show the case to Carla."""
    taking = NewTaking(
        role="coordinator",
        access="excluded",
        ground="test",
        from_on=world.office.today(),
        case_id=case.id,
    )
    with unit_of_work(world.office.store) as connection:
        participation.join(connection, world.carla.id, taking, now=world.clock.now())


def test_a_row_says_to_whom_where_to_and_when(world: World) -> None:
    case = world.open_case()
    a_reminder(world.office, case)
    run(world, FakeChannel())

    row = case_reminders(world.as_(world.bram), world.office, case.public_id)[0]

    assert (row.state, row.state_title.nl, row.to.en) == ("fired", "Bericht gemaakt", "Regisseur")
    assert (row.number, row.fired_at, row.why) == (case.number, MORNING, None)
    [told] = row.told
    assert (told.name, told.channel_title.nl, told.state) == ("Bram", "e-mail", "sent")
    assert (told.address, told.next_try_at) == ("b…@voorbeeldstad.test", None)
    assert told.sent_at is not None


def test_what_failed_says_why_and_when_it_is_tried_again(world: World) -> None:
    case, channel = world.open_case(), FakeChannel()
    channel.answers = {BRAM: [LATER] * 9, CARLA: [NEVER]}
    for audience in ("owner", "coordinator"):
        a_reminder(world.office, case, key=audience, audience=audience)
    run(world, channel)

    again, given_up = [each.told[0] for each in rows(world, "failed")[::-1]]

    assert (again.state, given_up.state) == ("failed", "failed")
    assert again.next_try_at is not None
    assert given_up.next_try_at is None
    assert [each.why and each.why.en for each in (again, given_up)] == [LATER.why, NEVER.why]


def test_what_is_uncertain_is_said_to_be(world: World) -> None:
    case, channel = world.open_case(), FakeChannel()
    channel.answers = {BRAM: [BROKEN] * 9}
    a_reminder(world.office, case)
    run(world, channel)

    [row] = rows(world, "uncertain")

    assert row.told[0].state_title.nl == "Onzeker of het aankwam"
    assert [each.id for each in rows(world, "trouble")] == [row.id]


def test_after_an_outage_it_shows_what_was_left_out_and_why(world: World) -> None:
    case = world.open_case()
    world.clock.move_to(MORNING + 60 * DAY)
    run(world, FakeChannel())

    found = case_reminders(world.as_(world.bram), world.office, case.public_id)

    assert [row.state for row in found] == ["superseded", "superseded", "fired", "fired"]
    assert found[0].why
    assert found[0].why.en == "A later one went out instead."


def fits(which: Which, row: LedgerRow, now: datetime) -> bool:
    """Whether a row belongs in this list, said apart from the statements."""
    states = {each.state for each in row.told}
    trouble = {"failed": {"failed"}, "uncertain": {"uncertain"}}
    if which in ("trouble", *trouble):
        return bool(states & trouble.get(which, {"failed", "uncertain"}))
    return row.fire_at <= now if which == "past" else row.state == which


def test_every_list_holds_what_it_says_in_its_order(world: World) -> None:
    case, channel = world.open_case(), FakeChannel()
    channel.answers = {BRAM: [LATER] * 9, CARLA: [BROKEN] * 9}
    for audience in ("owner", "coordinator"):
        a_reminder(world.office, case, key=audience, audience=audience)
    run(world, channel)
    whole = case_reminders(world.as_(world.bram), world.office, case.public_id)

    for which in get_args(Which):
        seen = rows(world, which)
        wanted = {row.id for row in whole if fits(which, row, world.clock.now())}
        moments = [row.fire_at for row in seen]
        assert {row.id for row in seen} == wanted, which
        assert moments == sorted(moments, reverse=which != "planned"), which


def test_pages_follow_each_other_without_a_gap(world: World) -> None:
    case = world.open_case()
    for number in range(7):
        a_reminder(world.office, case, key=f"talk_{number}", at=MORNING - number // 2 * DAY)
    viewer, found, after = world.as_(world.carla), [], None
    while True:
        page = my_reminders(viewer, world.office, after=after, limit=3)
        found += [row.id for row in page.rows]
        after = page.next
        if after is None:
            break

    assert found == [row.id for row in rows(world)]
    assert len({*found}) == 7


def test_of_one_day_only_what_was_planned_for_it(world: World) -> None:
    case = world.open_case()
    for number in range(3):
        a_reminder(world.office, case, key=f"talk_{number}", at=MORNING - number * DAY)
    day = (MORNING - DAY).date()

    found = my_reminders(world.as_(world.carla), world.office, Wanted("past", day)).rows

    assert [row.fire_at.date() for row in found] == [day]


def test_a_foreign_case_shows_nothing(world: World) -> None:
    case = world.open_case()
    a_reminder(world.office, case)
    run(world, FakeChannel())
    shown = rows(world)
    excluded(world, case)

    assert shown
    assert rows(world) == rows(world, who=world.as_(world.anna)) == ()
    for who in (world.carla, world.anna):
        with pytest.raises(NotFound):
            case_reminders(world.as_(who), world.office, case.public_id)


def test_a_page_takes_as_many_statements_as_a_row(world: World) -> None:
    def statements() -> int:
        with counting(world.office.store) as said:
            rows(world)
        return len(said)

    case = world.open_case()
    a_reminder(world.office, case)
    run(world, FakeChannel())
    rows(world)
    few = statements()
    for number in range(9):
        a_reminder(world.office, case, key=f"talk_{number}")
    run(world, FakeChannel())

    assert statements() == few
    assert len(rows(world)) == 10


def test_every_state_and_reason_has_words_in_both_languages(world: World) -> None:
    roles = world.office.library.catalogue.roles
    assert set(STATES) == set(get_args(ReminderState))
    for state in get_args(NoticeState):
        assert notice_state(state).nl != state
    assert why_words("regisseur: away+no_address; deputy: nobody; coordinator: told", roles).nl == (
        "Regisseur: afwezig, geen adres; vervanger: niemand; Coördinator: kreeg bericht."
    )
    assert why_words("nobody holds regisseur: the coordinator was told", roles).nl.startswith("Nie")
    assert why_words("something: new", roles).en == "something: new"
    assert notice_why("The mail server refuses the recipient (550 5.1.1).").nl == (
        "De mailserver weigert dit adres (550 5.1.1)."
    )
    assert notice_why("no address").nl == "Er is geen e-mailadres bekend."
    assert notice_why("something new").nl == "something new"


def test_all_that_the_ledger_may_say_has_words(world: World) -> None:
    roles = world.office.library.catalogue.roles
    rungs = [f"regisseur: {word}; fallback: told" for word in get_args(Hindrance)]
    whys = [PAST, MOVED, DATE_MOVED, TOLD_ALREADY, "moved to another version", *rungs]
    whys += [f"deadline {state}" for state in ("met", "void", "suspended")]

    assert [why for why in whys if why_words(why, roles).nl == why] == []
    dropped = (DATE_MOVED, TOLD_ALREADY, LOST, MEETING_LOST)
    assert [why for why in dropped if notice_why(why).nl == why] == []


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("bram@voorbeeldstad.test", "b…@voorbeeldstad.test"),
        ("@voorbeeldstad.test", "…@voorbeeldstad.test"),
        ("bram", "…"),
        ("", None),
        (None, None),
    ],
)
def test_an_address_shows_its_first_letter_and_its_domain(
    address: str | None, shown: str | None
) -> None:
    assert masked(address) == shown
