"""Other systems hear of every event at least once, under one id, and hold nobody up."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from engine.ports import Gone
from engine.service import hooks
from engine.service.tick import TickReport, tick
from engine.store import hook_calls
from engine.store.tables import METADATA
from engine.store.unit_of_work import reading, unit_of_work
from tests.hooks import a_sender, receiving, verify_at
from tests.office import MORNING, World
from tests.runner.hooked import LATER, A, B, FakeSender, a_hook, calls, ticks, work
from tests.runner.outbox import Crash


def test_an_event_is_one_call_for_each_address_that_wants_its_kind(world: World) -> None:
    a_hook(world)
    a_hook(world, B, "advanced")
    a_hook(world, B, "opened", "advanced")
    hooks.disable_hook(world.office, a_hook(world))
    case = world.open_case()
    sender = FakeSender()

    report = ticks(world, sender)

    assert report == TickReport(called=2)
    assert [call.url for call in sender.made] == [A, B]
    assert {(call.kind, call.case, call.seq) for call in sender.made} == {
        ("opened", case.public_id, 1)
    }
    assert len(set(sender.ids)) == 2
    assert {call.state for call in calls(world)} == {"sent"}
    assert ticks(world, sender) == TickReport()


def test_without_an_address_nothing_is_written(world: World) -> None:
    world.open_case()

    assert calls(world) == []


def test_a_call_comes_and_goes_with_its_event(world: World) -> None:
    world.open_case()
    a_hook(world)

    def begin() -> None:
        with unit_of_work(world.office.store) as connection:
            event = connection.execute(select(METADATA.tables["case_event"].c.id)).scalar_one()
            hook_calls.call_hooks(connection, event, "opened", now=MORNING)
            raise Crash

    with pytest.raises(Crash):
        begin()
    assert calls(world) == []


def test_one_that_fails_is_made_again_under_the_same_id(world: World) -> None:
    a_hook(world)
    world.open_case()
    sender = FakeSender(a=[LATER])

    first = ticks(world, sender)
    [waiting] = calls(world)
    too_early = ticks(world, sender)
    assert waiting.next_try_at is not None
    world.clock.move_to(waiting.next_try_at)
    second = ticks(world, sender)

    assert (first, too_early, second) == (
        TickReport(uncalled=1),
        TickReport(),
        TickReport(called=1),
    )
    assert (waiting.state, waiting.why) == ("failed", LATER.why)
    assert timedelta(seconds=5) <= waiting.next_try_at - MORNING <= timedelta(seconds=5.5)
    assert sender.ids[0] == sender.ids[1]
    [call] = calls(world)
    assert (call.state, call.why, call.tries) == ("sent", None, 2)


def test_after_ten_tries_it_is_given_up_and_somebody_is_asked(world: World) -> None:
    hook = a_hook(world)
    world.open_case()
    sender = FakeSender(a=[LATER] * 10)
    waits = list[timedelta]()

    for _ in range(9):
        before = world.clock.now()
        assert ticks(world, sender).uncalled == 1
        [call] = calls(world)
        assert call.next_try_at is not None
        waits.append(call.next_try_at - before)
        world.clock.move_to(call.next_try_at)
    asked_before = work(world)
    ticks(world, sender)

    hours = [0, 0, 0, 2, 5, 10, 14, 20, 24]
    assert [
        int(wait / timedelta(hours=1.1)) <= hour <= wait / timedelta(hours=1)
        for wait, hour in zip(waits, hours, strict=True)
    ] == [True] * 9
    [call] = calls(world)
    assert (call.state, call.tries, call.next_try_at) == ("failed", 10, None)
    assert asked_before == []
    assert work(world) == [(hook, "tries_used_up", "open")]
    assert len(set(sender.ids)) == 1


def test_the_next_success_ends_what_was_asked_of_somebody(world: World) -> None:
    hook = a_hook(world)
    world.open_case()
    sender = FakeSender(a=[LATER] * 10)
    for _ in range(10):
        ticks(world, sender)
        world.clock.move_to(calls(world)[0].next_try_at or world.clock.now())
    world.open_case()

    ticks(world, sender)

    assert work(world) == [(hook, "tries_used_up", "gone")]


def test_an_address_that_is_gone_hears_no_more_and_somebody_is_asked(world: World) -> None:
    hook = a_hook(world)
    world.open_case()
    sender = FakeSender(a=[Gone()])

    assert ticks(world, sender) == TickReport(uncalled=1)
    world.open_case()

    [row] = hooks.list_hooks(world.office)
    assert not row.active
    assert "410" in (row.disabled_why or "")
    assert len(calls(world)) == 1
    assert work(world) == [(hook, "address_gone", "open")]
    hooks.enable_hook(world.office, hook)
    assert work(world) == [(hook, "address_gone", "gone")]
    [row] = hooks.list_hooks(world.office)
    assert (row.active, row.disabled_why) == (True, None)


def test_what_waits_for_an_address_that_was_switched_off_is_sent_later(world: World) -> None:
    hook = a_hook(world)
    world.open_case()
    hooks.disable_hook(world.office, hook)
    sender = FakeSender()

    assert ticks(world, sender) == TickReport()
    hooks.enable_hook(world.office, hook)
    assert ticks(world, sender) == TickReport(called=1)


def test_a_real_system_hears_of_it_through_a_rotation(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    verify_at(monkeypatch, MORNING + timedelta(seconds=6))
    with receiving(500) as receiver:
        made, old = hooks.add_hook(world.office, receiver.url)
        world.open_case()
        sender = a_sender(world.clock)
        tick(world.office, {}, hooks=sender)
        new = hooks.rotate_hook(world.office, made.id)
        world.clock.move_to(MORNING + timedelta(seconds=6))
        tick(world.office, {}, hooks=sender)
        hooks.end_rotation(world.office, made.id)
        world.open_case()
        tick(world.office, {}, hooks=sender)

    signed = [(each.is_signed_with(old), each.is_signed_with(new)) for each in receiver.heard]
    assert signed == [(True, False), (True, True), (False, True)]
    assert receiver.ids[0] == receiver.ids[1] != receiver.ids[2]
    texts = b"".join(each.body for each in receiver.heard)
    assert not any(name.encode() in texts for name in ("Jansen", "Sam", "Bram", "RT-"))


def test_who_set_an_address_is_in_the_log_without_it(world: World) -> None:
    hook = a_hook(world)
    hooks.rotate_hook(world.office, hook)
    log = METADATA.tables["access_log"]
    with reading(world.office.store) as connection:
        rows = connection.execute(select(log).order_by(log.c.id.desc()).limit(2)).all()
        wrong = func.count().filter(log.c.record.like("%voorbeeldstad%"))
        assert connection.execute(select(wrong).select_from(log)).scalar_one() == 0

    assert [(row.action, row.record) for row in rows] == [("rotate_hook", hook), ("add_hook", hook)]
