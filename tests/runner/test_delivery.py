"""A message goes out at least once, under one key, whatever the way out does."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from engine.ports import Message
from engine.service.delivery import MOST_TRIES, deliver_notice, rescue
from engine.service.tick import TickReport, tick
from engine.store import notices
from engine.store.tables.people import PERSON
from engine.store.unit_of_work import unit_of_work
from tests.mail import HANG_UP, MailServer
from tests.notifications.letters import an_email_channel
from tests.office import MORNING, World
from tests.runner.outbox import (
    BROKEN,
    LATER,
    NEVER,
    Crash,
    FakeChannel,
    a_notice,
    open_work,
    outbox,
    states,
)

MINUTE = timedelta(minutes=1)
BRAM, CARLA = "bram@voorbeeldstad.test", "carla@voorbeeldstad.test"


def test_one_that_is_refused_for_now_is_tried_again_under_the_same_key(world: World) -> None:
    case, channel = world.open_case(), FakeChannel()
    a_notice(world, case, world.bram)
    channel.answers[BRAM] = [LATER]

    first = tick(world.office, {"email": channel})
    [waiting] = outbox(world.office, case)
    too_early = tick(world.office, {"email": channel})
    world.clock.move_to(MORNING + MINUTE)
    second = tick(world.office, {"email": channel})

    assert (first, too_early, second) == (TickReport(failed=1), TickReport(), TickReport(sent=1))
    assert (waiting.state, waiting.why) == ("failed", LATER.why)
    assert waiting.next_try_at == MORNING + MINUTE
    assert channel.keys == ["told-1", "told-1"]
    [notice] = outbox(world.office, case)
    assert (notice.state, notice.why, notice.tries) == ("sent", None, 2)


def test_it_waits_twice_as_long_each_time_and_an_hour_at_most_and_is_then_given_up(
    world: World,
) -> None:
    case, channel = world.open_case(), FakeChannel()
    notice_id = a_notice(world, case, world.bram)
    channel.answers[BRAM] = [LATER] * MOST_TRIES
    waits = list[int]()

    for _ in range(MOST_TRIES - 1):
        assert deliver_notice(world.office, {"email": channel}, notice_id) == "failed"
        [notice] = outbox(world.office, case)
        assert notice.next_try_at is not None
        waits.append(int((notice.next_try_at - world.clock.now()) / MINUTE))
        world.clock.move_to(notice.next_try_at)
    deliver_notice(world.office, {"email": channel}, notice_id)

    assert waits == [1, 2, 4, 8, 16, 32, *[60] * (MOST_TRIES - 7)]
    [given_up] = outbox(world.office, case)
    assert (given_up.state, given_up.tries, given_up.next_try_at) == ("failed", MOST_TRIES, None)
    assert deliver_notice(world.office, {"email": channel}, notice_id) is None
    [work] = open_work(world)
    assert (work.kind, work.why, work.case) == ("given_up", "tries_used_up", case.public_id)


def test_what_will_never_be_accepted_is_given_up_at_once(world: World) -> None:
    case, channel = world.open_case(), FakeChannel()
    a_notice(world, case, world.bram)
    channel.answers[BRAM] = [NEVER]

    tick(world.office, {"email": channel})

    [notice] = outbox(world.office, case)
    assert (notice.state, notice.why, notice.next_try_at) == ("failed", NEVER.why, None)


def test_one_of_which_nobody_knows_is_sent_again_under_the_same_key(world: World) -> None:
    case, channel = world.open_case(), FakeChannel()
    a_notice(world, case, world.bram)
    channel.answers[BRAM] = [BROKEN]

    first = tick(world.office, {"email": channel})
    [unsure] = outbox(world.office, case)
    world.clock.move_to(MORNING + MINUTE)
    second = tick(world.office, {"email": channel})

    assert (first, second) == (TickReport(uncertain=1), TickReport(sent=1))
    assert (unsure.state, unsure.why) == ("uncertain", BROKEN.why)
    assert channel.keys == ["told-1", "told-1"]


def test_a_channel_that_raises_may_have_sent_it(world: World) -> None:
    case, channel = world.open_case(), FakeChannel()
    a_notice(world, case, world.bram)
    a_notice(world, case, world.carla, key="told-2")

    def fail(message: Message) -> None:
        if message.to == BRAM:
            raise RuntimeError(message.to)

    channel.during = fail

    report = tick(world.office, {"email": channel})

    assert report == TickReport(uncertain=1, sent=1)
    [unsure, sent] = outbox(world.office, case)
    assert (unsure.state, unsure.why) == ("uncertain", "the channel raised RuntimeError")
    assert sent.state == "sent"


def test_without_its_channel_a_message_waits(world: World) -> None:
    case = world.open_case()
    a_notice(world, case, world.bram)

    report = tick(world.office, {})

    [notice] = outbox(world.office, case)
    assert report == TickReport(failed=1)
    assert notice.why == "there is no channel email"
    assert notice.next_try_at == MORNING + MINUTE


def test_a_crash_between_claim_and_mark_is_made_good_at_the_next_start(world: World) -> None:
    case, channel = world.open_case(), FakeChannel()
    a_notice(world, case, world.bram)

    def crash(message: Message) -> None:
        raise Crash

    channel.during = crash
    with pytest.raises(Crash):
        tick(world.office, {"email": channel})
    channel.during = None
    left = states(outbox(world.office, case))
    idle = tick(world.office, {"email": channel})
    rescued = rescue(world.office)
    [unsure] = outbox(world.office, case)
    report = tick(world.office, {"email": channel})

    assert (left, idle, rescued) == (["sending"], TickReport(), 1)
    assert (unsure.state, unsure.why) == (
        "uncertain",
        "the program stopped while this was being sent",
    )
    assert report == TickReport(sent=1)
    assert channel.keys == ["told-1"]


def test_nothing_is_rescued_that_is_not_on_its_way(world: World) -> None:
    case, channel = world.open_case(), FakeChannel()
    a_notice(world, case, world.bram)
    tick(world.office, {"email": channel})
    a_notice(world, case, world.bram, key="told-2")

    assert rescue(world.office) == 0
    assert states(outbox(world.office, case)) == ["sent", "open"]


def test_a_mark_that_comes_after_the_rescue_changes_nothing(world: World) -> None:
    case, channel = world.open_case(), FakeChannel()
    a_notice(world, case, world.bram)

    def take_over(message: Message) -> None:
        assert rescue(world.office) == 1

    channel.during = take_over

    report = tick(world.office, {"email": channel})

    assert report == TickReport()
    assert states(outbox(world.office, case)) == ["uncertain"]


def test_one_that_fails_does_not_keep_the_others_waiting(world: World) -> None:
    case, channel = world.open_case(), FakeChannel()
    channel.answers[BRAM] = [LATER, BROKEN, NEVER]
    for number in range(3):
        a_notice(world, case, world.bram, key=f"bram-{number}")
        a_notice(world, case, world.carla, key=f"carla-{number}")

    report = tick(world.office, {"email": channel})

    assert report == TickReport(sent=3, failed=2, uncertain=1)
    assert channel.addresses.count(CARLA) == 3


def test_no_transaction_is_open_while_a_channel_sends(world: World) -> None:
    case, channel = world.open_case(), FakeChannel()
    a_notice(world, case, world.bram)
    seen = list[str]()

    def write(message: Message) -> None:
        with unit_of_work(world.office.store) as connection:
            seen.extend(row.state for row in notices.notices_of(connection, case))

    channel.during = write

    report = tick(world.office, {"email": channel})

    assert report == TickReport(sent=1)
    assert seen == ["sending"]


def test_it_goes_to_the_address_of_the_moment_of_sending(world: World) -> None:
    case, channel = world.open_case(), FakeChannel()
    a_notice(world, case, world.bram)
    channel.answers[BRAM] = [LATER]
    tick(world.office, {"email": channel})
    with unit_of_work(world.office.store) as connection:
        moved = update(PERSON).where(PERSON.c.id == world.bram.id)
        connection.execute(moved.values(email="bram@elders.test"))
    world.clock.move_to(MORNING + MINUTE)

    tick(world.office, {"email": channel})

    assert channel.addresses == [BRAM, "bram@elders.test"]
    assert outbox(world.office, case)[0].address == "bram@elders.test"


def test_a_repeat_has_the_same_message_id(world: World, smtp: MailServer) -> None:
    case, channel = world.open_case(), an_email_channel(smtp.url, clock=world.clock)
    a_notice(world, case, world.bram)
    smtp.answers["content"] = HANG_UP
    tick(world.office, {"email": channel})
    unsure = states(outbox(world.office, case))
    smtp.answers.clear()
    world.clock.move_to(MORNING + MINUTE)

    tick(world.office, {"email": channel})

    assert (unsure, states(outbox(world.office, case))) == (["uncertain"], ["sent"])
    first, second = (letter.message["Message-ID"] for letter in smtp.inbox)
    assert first == second


def test_nothing_is_lost_while_the_mail_server_is_down(world: World, smtp: MailServer) -> None:
    case, channel = world.open_case(), an_email_channel(smtp.url, clock=world.clock)
    down = 200 if world.office.store.is_sqlite else 40  # ticks, and mails. Source: SAFETY 1, P13
    for number in range(down):
        a_notice(world, case, world.bram, key=f"told-{number}")
    smtp.down()
    for minute in range(down):
        world.clock.move_to(MORNING + minute * MINUTE)
        tick(world.office, {"email": channel})
    waiting = set(states(outbox(world.office, case)))
    smtp.up()
    world.clock.move_to(MORNING + (down + 60) * MINUTE)

    report = tick(world.office, {"email": channel})

    assert waiting == {"failed"}
    assert report == TickReport(sent=down)
    assert len({letter.message["Message-ID"] for letter in smtp.inbox}) == len(smtp.inbox) == down
