"""A reminder goes out once, to whoever holds the role at that moment, or says why not."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Literal, TypeAlias

import pytest

from engine.service.cases import advance
from engine.service.delivery import fire_reminder
from engine.service.orders import Advance
from engine.service.repeats import Done
from engine.service.tick import TickReport, tick
from engine.store import Connection, deadlines, people
from engine.store.unit_of_work import reading, unit_of_work
from engine.store.work import list_work
from tests.office import MORNING, World, a_professional
from tests.runner.outbox import Crash, FakeChannel, a_reminder, key_of, ledger, outbox, states
from tests.service.counting import counting

DAY = timedelta(days=1)
Ended: TypeAlias = Literal["met", "void", "suspended"]


def test_a_due_reminder_is_made_and_sent(world: World) -> None:
    case, channel = world.open_case(), FakeChannel()
    world.clock.move_to(MORNING + 31 * DAY)

    report = tick(world.office, {"email": channel})

    assert report == TickReport(fired=1, sent=1)
    [message] = channel.handed
    fired, [notice] = ledger(world.office, case)[0], outbox(world.office, case)
    assert (fired.state, fired.fired_at) == ("fired", world.clock.now())
    assert notice.key == key_of(world, fired, world.bram)
    assert message.key == f"digest-{world.bram.public_id}-2026-04-02-email" == notice.bundle
    assert message.to == "bram@voorbeeldstad.test" == notice.address
    assert (message.template, message.language, message.values) == ("digest", "nl", {"count": 1})
    assert (notice.state, notice.sent_at, notice.tries) == ("sent", world.clock.now(), 1)


def test_of_two_cases_that_are_alike_each_reminds_by_itself(world: World) -> None:
    cases, channel = [world.open_case(), world.open_case()], FakeChannel()
    world.clock.move_to(MORNING + 31 * DAY)

    report = tick(world.office, {"email": channel})

    assert report == TickReport(fired=2, sent=1)
    (one,), (other,) = (outbox(world.office, case) for case in cases)
    assert one.key != other.key
    assert [message.values for message in channel.handed] == [{"count": 2}]


def test_a_reminder_whose_moment_has_not_come_waits(world: World) -> None:
    case, channel = world.open_case(), FakeChannel()

    report = tick(world.office, {"email": channel})

    assert report == TickReport()
    assert set(states(ledger(world.office, case))) == {"planned"}


def test_the_same_tick_a_hundred_times_changes_nothing(world: World) -> None:
    case, channel = world.open_case(), FakeChannel()
    world.clock.move_to(MORNING + 60 * DAY)
    tick(world.office, {"email": channel})
    before = ledger(world.office, case), outbox(world.office, case), channel.keys.copy()

    reports = [tick(world.office, {"email": channel}) for _ in range(100)]

    assert set(reports) == {TickReport()}
    assert (ledger(world.office, case), outbox(world.office, case), channel.keys) == before


def test_a_reminder_that_fired_does_not_fire_again(world: World) -> None:
    case = world.open_case()
    a_reminder(world.office, case)
    [due, *_] = ledger(world.office, case)

    outcomes = [fire_reminder(world.office, due.id)]
    with counting(world.office.store) as said:
        outcomes.append(fire_reminder(world.office, due.id))

    assert outcomes == ["fired", None]
    assert len([each for each in said if "FROM" in each]) == 1  # the rest is for who is first
    assert len(outbox(world.office, case)) == 1


def test_after_forty_days_of_downtime_all_are_made_and_only_the_last_is_mailed(
    world: World,
) -> None:
    case, channel = world.open_case(), FakeChannel()
    world.clock.move_to(MORNING + 29 * DAY)
    tick(world.office, {"email": channel})
    world.clock.move_to(MORNING + 69 * DAY)

    report = tick(world.office, {"email": channel})

    assert report == TickReport(fired=2, superseded=2, sent=2)
    assert [(row.step, row.audience, row.state) for row in ledger(world.office, case)] == [
        ("before_1_weeks", "owner", "superseded"),
        ("before_0_days", "owner", "superseded"),
        ("after_1_working_days", "owner", "fired"),
        ("after_1_working_days", "coordinator", "fired"),
    ]
    assert channel.addresses == ["bram@voorbeeldstad.test", "carla@voorbeeldstad.test"]


def test_what_is_overdue_goes_out_oldest_first(world: World) -> None:
    case, channel = world.open_case(), FakeChannel()
    ages = {f"talk_{days}": days for days in (3, 40, 1, 12)}
    for key, days in ages.items():
        a_reminder(world.office, case, key=key, at=MORNING - days * DAY)

    tick(world.office, {"email": channel})

    fired = sorted(outbox(world.office, case), key=lambda row: row.id)
    names = {row.id: row.key for row in ledger(world.office, case)}
    assert [names[row.reminder_id or 0] for row in fired] == [
        "talk_40",
        "talk_12",
        "talk_3",
        "talk_1",
    ]


def test_who_holds_the_role_now_is_told_not_who_held_it_when_it_was_planned(world: World) -> None:
    channel = FakeChannel()
    world.open_case()
    world.clock.move_to(MORNING + 10 * DAY)
    world.leaves("regisseur")
    world.takes_part(world.anna, "regisseur")
    world.clock.move_to(MORNING + 31 * DAY)

    tick(world.office, {"email": channel})

    assert channel.addresses == ["anna@voorbeeldstad.test"]


def test_everybody_who_holds_the_role_is_told_in_their_language(world: World) -> None:
    case, channel = world.open_case(), FakeChannel()
    with unit_of_work(world.office.store) as connection:
        new = people.NewPerson(
            name="Dawn", kind="professional", language="en", email="dawn@voorbeeldstad.test"
        )
        dawn = people.add_person(connection, new, now=MORNING)
    for person in (world.anna, dawn):
        world.takes_part(person, "scientist")
    a_reminder(world.office, case, owner="scientist")

    tick(world.office, {"email": channel})

    assert [(message.to, message.language) for message in channel.handed] == [
        ("anna@voorbeeldstad.test", "nl"),
        ("dawn@voorbeeldstad.test", "en"),
    ]


def test_with_nobody_in_the_role_the_coordinator_is_told_and_the_ledger_says_so(
    world: World,
) -> None:
    case, channel = world.open_case(), FakeChannel()
    world.clock.move_to(MORNING + DAY)
    world.leaves("regisseur")
    a_reminder(world.office, case)

    report = tick(world.office, {"email": channel})

    assert report == TickReport(fired=1, sent=1)
    assert channel.addresses == ["carla@voorbeeldstad.test"]
    assert ledger(world.office, case)[0].why == (
        "regisseur: nobody; deputy: nobody; team_lead: nobody; coordinator: told"
    )


def test_with_nobody_to_tell_at_all_it_is_suppressed_and_says_why(world: World) -> None:
    case, channel = world.open_case(), FakeChannel()
    world.clock.move_to(MORNING + DAY)
    world.leaves("regisseur")
    world.leaves("coordinator")
    a_reminder(world.office, case)

    report = tick(world.office, {"email": channel})

    assert report == TickReport(suppressed=1)
    [row, *_] = ledger(world.office, case)
    assert (row.state, row.why) == ("suppressed", "nobody to tell")
    assert not channel.handed


def test_a_deadline_that_was_met_sends_nothing(world: World) -> None:
    case, channel = world.open_case(), FakeChannel()
    world.takes_part(world.anna, "scientist")
    order = Advance(case=case.public_id, transition="place", seen_version=1)
    assert isinstance(advance(world.as_(world.bram), world.office, order), Done)
    world.clock.move_to(MORNING + 27 * DAY)

    report = tick(world.office, {"email": channel})

    of_preparation = [row for row in ledger(world.office, case) if row.key == "preparation"]
    assert set(states(of_preparation)) == {"superseded"}
    assert {row.why for row in of_preparation} == {"deadline met"}
    assert report.sent == len(channel.handed) == report.fired


@pytest.mark.parametrize("ended", ["met", "void", "suspended"])
def test_a_reminder_left_behind_by_an_ended_deadline_does_not_go_out(
    world: World, ended: Ended
) -> None:
    case, channel = world.open_case(), FakeChannel()
    deadline = a_reminder(world.office, case)
    end(world, deadline, ended)

    report = tick(world.office, {"email": channel})

    assert report == TickReport(superseded=1)
    assert ledger(world.office, case)[0].why == f"deadline {ended}"


def end(world: World, deadline: int, ended: Ended) -> None:
    """End the deadline behind the back of the ledger."""
    with unit_of_work(world.office.store) as connection:
        if ended == "suspended":
            deadlines.suspend_deadline(
                connection, deadline, on=MORNING.date(), until=MORNING.date() + 30 * DAY
            )
        else:
            deadlines.end_deadline(connection, deadline, state=ended, on=MORNING.date(), seq=1)


def test_the_later_of_two_at_the_same_moment_goes_out(world: World) -> None:
    case, channel = world.open_case(), FakeChannel()
    deadline = a_reminder(world.office, case)
    a_reminder(world.office, case, deadline=deadline, step="before_0_days")

    report = tick(world.office, {"email": channel})

    assert report == TickReport(fired=1, superseded=1, sent=1)


def test_an_older_one_does_not_follow_after_a_later_one_that_went_out(world: World) -> None:
    case = world.open_case()
    deadline = a_reminder(world.office, case, at=MORNING - DAY)
    a_reminder(world.office, case, deadline=deadline, step="before_0_days")
    older, later, *_ = ledger(world.office, case)

    outcomes = [fire_reminder(world.office, each.id) for each in (later, older)]

    assert outcomes == ["fired", "superseded"]
    assert len(outbox(world.office, case)) == 1


def test_one_audience_does_not_silence_another(world: World) -> None:
    case, channel = world.open_case(), FakeChannel()
    deadline = a_reminder(world.office, case, at=MORNING - DAY)
    a_reminder(world.office, case, deadline=deadline, audience="coordinator")

    report = tick(world.office, {"email": channel})

    assert report == TickReport(fired=2, sent=2)


def test_who_has_no_address_is_passed_over_and_becomes_work(world: World) -> None:
    case, channel = world.open_case(), FakeChannel()
    with unit_of_work(world.office.store) as connection:
        eva = a_professional(connection, "eva", now=MORNING, email=None)
    world.takes_part(eva, "scientist")
    a_reminder(world.office, case, owner="scientist")

    tick(world.office, {"email": channel})

    assert [notice.person_id for notice in outbox(world.office, case)] == [world.carla.id]
    with reading(world.office.store) as connection:
        [work] = list_work(connection, world.as_(world.carla), on=MORNING.date(), limit=2)
    assert (work.kind, work.person, work.why) == ("unreachable", eva.public_id, "no_address")


def test_what_is_made_is_announced_in_the_same_transaction(world: World) -> None:
    case, announced = world.open_case(), list[int]()
    a_reminder(world.office, case)
    office = world.office.announcing(lambda connection, ids: announced.extend(ids))
    [due, *_] = ledger(world.office, case)

    fire_reminder(office, due.id)

    assert announced == [notice.id for notice in outbox(world.office, case)]


def test_a_failure_while_firing_leaves_the_reminder_planned(world: World) -> None:
    case = world.open_case()
    a_reminder(world.office, case)
    [due, *_] = ledger(world.office, case)

    def crash(connection: Connection, ids: Sequence[int]) -> None:
        raise Crash

    with pytest.raises(Crash):
        fire_reminder(world.office.announcing(crash), due.id)

    assert ledger(world.office, case)[0] == due
    assert not outbox(world.office, case)
