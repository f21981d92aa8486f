"""Other systems hear of every event at least once, under one id, and hold nobody up."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from engine.ports import Gone, HookCall, NotSent, Sent, Uncertain, Unreached
from engine.service import hooks
from engine.service.delivery import rescue
from engine.service.hook_calls import Answer
from engine.service.tick import TickReport, tick
from engine.store import hook_calls
from engine.store.hook_calls import CallSeen
from engine.store.tables import METADATA
from engine.store.tables.ways_out import HOOK_CALL
from engine.store.unit_of_work import reading, unit_of_work
from tests.hooks import a_sender, receiving, verify_at
from tests.office import MORNING, World
from tests.runner.outbox import Crash, a_notice

A, B = "https://a.voorbeeldstad.test/", "https://b.voorbeeldstad.test/"
LATER = NotSent("it answered 500")
UNSURE = Uncertain("no answer: ReadTimeout")
AWAY = Unreached("no connection: ConnectError")


class FakeSender:
    """Answers as it is told, by address, and remembers what it was handed."""

    def __init__(self, **answers: list[Answer]) -> None:
        self.made: list[HookCall] = []
        self.answers = {"a": list[Answer](), "b": list[Answer](), **answers}
        self.during: Callable[[HookCall], None] | None = None

    def call(self, call: HookCall) -> Answer:
        """Do what the test wants done meanwhile, and answer."""
        self.made.append(call)
        if self.during:
            self.during(call)
        left = self.answers["a" if call.url == A else "b"]
        return left.pop(0) if left else Sent()

    @property
    def ids(self) -> list[str]:
        """Under which ids, in order."""
        return [call.id for call in self.made]


def a_hook(world: World, url: str = A, *kinds: str) -> str:
    """Let an address hear of events; its public id."""
    made, _ = hooks.add_hook(world.office, url, kinds=kinds)
    return made.id


def calls(world: World) -> list[CallSeen]:
    """Read every call."""
    with reading(world.office.store) as connection:
        return list(hook_calls.all_calls(connection))


def more_events(world: World, how_many: int) -> None:
    """Let so many more things have happened, of which the first address is to hear."""
    events = METADATA.tables["case_event"]
    with unit_of_work(world.office.store) as connection:
        call = connection.execute(select(HOOK_CALL).order_by(HOOK_CALL.c.id)).first()
        event = connection.execute(select(events)).first()
        assert call is not None
        assert event is not None
        for each in range(1, how_many + 1):
            seq, now = event.seq + each, event.id + each
            connection.execute(events.insert(), {**event._asdict(), "id": now, "seq": seq})
            new = {"id": call.id + 10 + each, "event_id": now, "public_id": f"{each:032x}"}
            connection.execute(HOOK_CALL.insert(), {**call._asdict(), **new})


def work(world: World) -> list[tuple[str, str, str]]:
    """What somebody must do: about what, why, and how far that is."""
    table = METADATA.tables["work"]
    with reading(world.office.store) as connection:
        rows = connection.execute(select(table.c.about, table.c.why, table.c.state))
        return [tuple(row) for row in rows]


def ticks(world: World, sender: FakeSender) -> TickReport:
    """Tick once; other chores have nothing to do."""
    return tick(world.office, {}, hooks=sender)


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
