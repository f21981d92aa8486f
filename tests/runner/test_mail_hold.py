"""A restored system holds its mail until somebody compared it with the journal of what was sent.

Source: SAFETY P7.
"""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from engine.errors import ConfigurationError
from engine.ports import HookCall, Sent
from engine.runner.health import health_of
from engine.service.figures import pulse
from engine.service.hook_calls import Calls
from engine.service.mail_hold import compare, is_held, release
from engine.service.mail_hold import hold as hold_by_hand
from engine.service.reminder_words import notice_why
from engine.service.tick import tick
from engine.store import mail_holds
from engine.store.cases import CaseHead
from engine.store.events import timeline
from engine.store.mail_holds import SentLine
from engine.store.unit_of_work import reading, unit_of_work
from notifications.journal import Journal, JournalledChannel
from tests.office import MORNING, World
from tests.runner.outbox import (
    SEVEN,
    FakeChannel,
    a_notice,
    a_reminder,
    chooses,
    key_of,
    ledger,
    outbox,
    states,
    told,
)

DAY = timedelta(days=1)


def hold(world: World) -> None:
    """Let it be restored this moment."""
    with unit_of_work(world.office.store) as connection:
        mail_holds.hold_mail(connection, backup="f00d", now=world.clock.now())


def sent(*keys: str, mail: str | None = None) -> list[SentLine]:
    """What the journal says."""
    return [SentLine(key, mail or key, MORNING - DAY) for key in keys]


def let_go(world: World, lines: Sequence[SentLine] = ()) -> None:
    """Compare and release."""
    compare(world.office, lines)
    release(world.office, lines, by="beheer", why="vergeleken")


@pytest.fixture
def held(world: World) -> CaseHead:
    """Lend a case with a message to Bram and one to Carla that wait, in a restored system."""
    case = world.open_case()
    a_notice(world, case, world.bram, key="told-bram")
    a_notice(world, case, world.carla, key="told-carla")
    hold(world)
    return case


def test_what_was_put_back_by_other_means_is_held_by_hand(world: World) -> None:
    case = world.open_case()
    a_notice(world, case, world.bram, key="told-bram")
    channel = FakeChannel()

    hold_by_hand(world.office, by="beheer", why="teruggezet naar maandag")
    tick(world.office, {"email": channel})

    assert is_held(world.office)
    assert channel.handed == []


def test_a_compare_of_an_earlier_restore_does_not_count_for_the_next(
    world: World, held: CaseHead
) -> None:
    compare(world.office, ())
    hold(world)

    with pytest.raises(ConfigurationError, match="Nobody compared"):
        release(world.office, (), by="beheer", why="te haastig")
    let_go(world)

    assert not is_held(world.office)


def test_while_mail_is_held_nothing_leaves_and_the_rest_of_the_work_goes_on(
    world: World, held: CaseHead
) -> None:
    channel = FakeChannel()
    a_reminder(world.office, held, at=SEVEN)

    report = tick(world.office, {"email": channel})

    assert (report.fired, report.sent, channel.handed) == (1, 0, [])
    assert set(states(outbox(world.office, held))) == {"open"}


def test_what_other_systems_are_to_hear_waits_too(world: World, held: CaseHead) -> None:
    class Nobody:
        def call(self, call: HookCall) -> Sent:
            raise AssertionError("it must not be called")

    with reading(world.office.store) as connection:
        due = Calls(world.office, Nobody()).due(connection, world.clock.now(), 10)

    assert due == ()


def test_it_says_that_mail_is_held_and_since_when(world: World, held: CaseHead) -> None:
    tick(world.office, {})
    before = health_of(world.office).held_at, pulse(world.office).held, is_held(world.office)
    let_go(world)

    assert before == (MORNING, True, True)
    assert (health_of(world.office).held_at, is_held(world.office)) == (None, False)


def test_comparing_changes_nothing_and_says_what_would_leave_twice(
    world: World, held: CaseHead
) -> None:
    found = compare(world.office, sent("told-bram", "told-lost"))

    [left] = found.left
    assert left.line.key == "told-bram"
    assert (found.in_journal, found.waiting, len(found.unknown)) == (2, 1, 1)
    assert set(states(outbox(world.office, held))) == {"open"}
    assert is_held(world.office)


def test_what_was_sent_is_marked_and_only_the_rest_leaves(world: World, held: CaseHead) -> None:
    channel = FakeChannel()

    let_go(world, sent("told-bram"))
    tick(world.office, {"email": channel})

    assert channel.keys == ["told-carla"]
    first, second = outbox(world.office, held)
    assert (first.state, first.sent_at, second.state) == ("sent", MORNING - DAY, "sent")
    assert first.why is not None
    assert "reservekopie" in notice_why(first.why).nl


def test_nobody_releases_what_nobody_compared(world: World, held: CaseHead) -> None:
    with pytest.raises(ConfigurationError, match="mail compare"):
        release(world.office, sent("told-bram"), by="beheer", why="haast")

    assert is_held(world.office)
    assert set(states(outbox(world.office, held))) == {"open"}


def test_where_nothing_is_held_there_is_nothing_to_compare(world: World) -> None:
    with pytest.raises(ConfigurationError, match="not held"):
        compare(world.office, [])


def test_a_reminder_that_fires_after_the_release_leaves_no_second_time(world: World) -> None:
    case, channel = world.open_case(), FakeChannel()
    a_reminder(world.office, case, at=SEVEN)
    [planned, *_] = ledger(world.office, case)
    hold(world)
    key = key_of(world, planned, world.bram)

    let_go(world, sent(key))
    tick(world.office, {"email": channel})

    [notice] = outbox(world.office, case)
    assert (notice.key, notice.state, channel.handed) == (key, "sent", [])


def test_a_journal_of_an_older_program_is_understood(world: World) -> None:
    case, channel = world.open_case(), FakeChannel()
    a_reminder(world.office, case, at=SEVEN)
    [planned, *_] = ledger(world.office, case)
    hold(world)

    let_go(world, sent(f"reminder-{planned.public_id}-{world.bram.public_id}-email"))
    tick(world.office, {"email": channel})

    [notice] = outbox(world.office, case)
    assert (notice.key, notice.state) == (key_of(world, planned, world.bram), "sent")
    assert channel.handed == []


def test_a_digest_of_today_that_left_is_not_made_again(world: World) -> None:
    case, channel = world.open_case(), FakeChannel()
    chooses(world, world.bram, told="digest")
    hold(world)
    mail = f"digest-{world.bram.public_id}-{world.office.today()}-email"
    let_go(world, sent("told-lost", mail=mail))

    told(world, case, world.bram, "told-new")
    world.clock.move_to(MORNING + timedelta(hours=1))
    tick(world.office, {"email": channel})
    today = channel.keys.copy()
    world.clock.move_to(MORNING + 2 * DAY)
    tick(world.office, {"email": channel})

    assert mail not in today
    assert len(channel.keys) == 1
    assert mail not in channel.keys


def test_what_is_accepted_is_noted_with_every_message_that_left_in_it(
    world: World, tmp_path: Path
) -> None:
    case, journal = world.open_case(), Journal(tmp_path / "sent.journal")
    a_notice(world, case, world.bram)

    tick(world.office, {"email": JournalledChannel(FakeChannel(), journal, world.clock)})

    [line] = journal.lines()
    assert (line.mail, line.notices) == ("told-1", ("told-1",))
    assert line.at == world.clock.now()


def test_a_mail_that_is_held_says_nothing_in_the_history(world: World, held: CaseHead) -> None:
    with reading(world.office.store) as connection:
        before = timeline(connection, held)
    let_go(world, sent("told-bram"))

    with reading(world.office.store) as connection:
        assert timeline(connection, held) == before
