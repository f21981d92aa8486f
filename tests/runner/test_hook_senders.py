"""What a sender may do: raise, hang, be slow, be away; each call is made once, or again."""

from datetime import timedelta

import pytest

from engine.ports import HookCall
from engine.service.delivery import rescue
from engine.service.hook_calls import Answer
from engine.service.tick import TickReport
from engine.store import hook_calls
from engine.store.unit_of_work import unit_of_work
from tests.office import MORNING, World
from tests.runner.hooked import AWAY, UNSURE, A, B, FakeSender, a_hook, calls, more_events, ticks
from tests.runner.outbox import Crash, a_notice


def test_one_of_which_nobody_knows_is_made_again_under_the_same_id(world: World) -> None:
    a_hook(world)
    world.open_case()
    sender = FakeSender(a=[UNSURE])

    ticks(world, sender)
    [unsure] = calls(world)
    world.clock.move_to(MORNING + timedelta(seconds=6))
    ticks(world, sender)

    assert (unsure.state, unsure.why) == ("uncertain", UNSURE.why)
    assert sender.ids[0] == sender.ids[1]
    assert [call.state for call in calls(world)] == ["sent"]


def test_a_crash_while_it_is_made_is_made_good_at_the_next_start(world: World) -> None:
    a_hook(world)
    world.open_case()
    sender = FakeSender()

    def crash(call: HookCall) -> None:
        raise Crash

    sender.during = crash
    with pytest.raises(Crash):
        ticks(world, sender)
    sender.during = None
    [left] = calls(world)
    idle = ticks(world, sender)
    rescued = rescue(world.office)
    report = ticks(world, sender)

    assert (left.state, idle, rescued, report) == (
        "sending",
        TickReport(),
        1,
        TickReport(called=1),
    )
    assert sender.ids[0] == sender.ids[1]


def test_a_sender_that_raises_may_have_sent_it(world: World) -> None:
    a_hook(world)
    world.open_case()
    sender = FakeSender()

    def fail(call: HookCall) -> None:
        raise RuntimeError(call.url)

    sender.during = fail

    assert ticks(world, sender) == TickReport(uncalled=1)
    [call] = calls(world)
    assert (call.state, call.why) == ("uncertain", "the sender raised RuntimeError")


@pytest.mark.parametrize("no_answer", [AWAY, UNSURE])
def test_an_address_without_answer_costs_one_try_of_a_tick_and_no_one_else_any(
    world: World, no_answer: Answer
) -> None:
    a_hook(world)
    a_hook(world, B)
    for _ in range(3):
        world.open_case()
    sender = FakeSender(a=[no_answer] * 3)

    report = ticks(world, sender)

    assert report == TickReport(called=3, uncalled=1)
    assert [call.url for call in sender.made].count(A) == 1
    assert ticks(world, sender) == TickReport(uncalled=1)


def test_a_slow_address_gets_fifteen_seconds_of_a_tick(world: World) -> None:
    a_hook(world)
    a_hook(world, B)
    for _ in range(4):
        world.open_case()
    sender = FakeSender()

    def be_slow(call: HookCall) -> None:
        if call.url == A:
            world.clock.move_to(world.clock.now() + timedelta(seconds=8))

    sender.during = be_slow

    assert ticks(world, sender) == TickReport(called=6)
    assert ticks(world, sender) == TickReport(called=2)


def test_more_waits_than_one_batch_and_a_closed_address_hides_no_other(world: World) -> None:
    a_hook(world)
    a_hook(world, B)
    world.open_case()
    many = 110
    more_events(world, many)
    sender = FakeSender(a=[AWAY])

    assert ticks(world, sender) == TickReport(called=1, uncalled=1)
    assert ticks(world, sender).called == many


def test_no_transaction_is_open_while_an_address_answers(world: World) -> None:
    a_hook(world)
    case = world.open_case()
    sender = FakeSender()

    def write(call: HookCall) -> None:
        a_notice(world, case, world.bram)

    sender.during = write

    assert ticks(world, sender).called == 1  # SQLite has one writer: it would wait for ever


def test_a_call_is_taken_once(world: World) -> None:
    a_hook(world)
    world.open_case()
    [call] = calls(world)
    with unit_of_work(world.office.store) as connection:
        first = hook_calls.claim(connection, call.id, now=MORNING)
    with unit_of_work(world.office.store) as connection:
        second = hook_calls.claim(connection, call.id, now=MORNING)
        late = hook_calls.mark_sent(connection, call.id + 1, now=MORNING)

    assert first is not None
    assert (second, late) == (None, False)
    assert "whsec_" not in repr(first)
