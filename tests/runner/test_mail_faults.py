"""Whatever a mail server does, each mail ends where the outbox says; no fault keeps others waiting.

Source: SAFETY 2, P13.
"""

from datetime import timedelta

import pytest

from engine.decision import Refused
from engine.errors import NotFound
from engine.ports import Message, Unreached
from engine.runner.manual import ManualRunner
from engine.service.at_table import Changed
from engine.service.delivery import BROKEN_IN_A_ROW, MOST_UNSURE
from engine.service.resending import SendAgain, send_again
from engine.service.tick import TickReport, tick
from engine.store.cases import CaseHead
from engine.store.people import PersonSeen
from engine.store.unit_of_work import unit_of_work
from tests.mail import HANG, HANG_UP, MailServer, Stage
from tests.notifications.letters import an_email_channel, patience_ends
from tests.office import MORNING, World, a_professional
from tests.runner.outbox import (
    BROKEN,
    LATER,
    NEVER,
    FakeChannel,
    a_notice,
    a_reminder,
    open_work,
    outbox,
    states,
)

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
BRAM, CARLA = "bram@voorbeeldstad.test", "carla@voorbeeldstad.test"
AWAY = Unreached("there is nobody")


def people(world: World, how_many: int) -> list[PersonSeen]:
    """Add so many professionals."""
    with unit_of_work(world.office.store) as connection:
        return [a_professional(connection, f"p{number}", now=MORNING) for number in range(how_many)]


def one_each(world: World, case: CaseHead, readers: list[PersonSeen]) -> None:
    """Put a message to each in the outbox."""
    for number, person in enumerate(readers):
        a_notice(world, case, person, key=f"told-{number}")


def test_what_is_refused_for_good_becomes_work_that_names_the_case_and_the_reader(
    world: World,
) -> None:
    case, channel = world.open_case(), FakeChannel()
    channel.answers[BRAM] = [NEVER, NEVER]
    a_notice(world, case, world.bram)
    a_notice(world, case, world.bram, key="told-2")

    report = tick(world.office, {"email": channel})

    assert report == TickReport(failed=2)
    [work] = open_work(world)
    assert (work.kind, work.why) == ("unreachable", "refused")
    assert (work.case, work.person) == (case.public_id, world.bram.public_id)


def test_who_has_no_address_becomes_work(world: World) -> None:
    case, channel = world.open_case(), FakeChannel()
    with unit_of_work(world.office.store) as connection:
        eva = a_professional(connection, "eva", now=MORNING, email=None)
    a_notice(world, case, eva)

    tick(world.office, {"email": channel})

    [notice], [work] = outbox(world.office, case), open_work(world)
    assert (notice.state, notice.why, notice.next_try_at) == ("failed", "no address", None)
    assert (work.kind, work.why, work.person) == ("unreachable", "no_address", eva.public_id)


def test_what_stays_uncertain_is_repeated_a_few_times_and_then_a_person_decides(
    world: World,
) -> None:
    case, channel = world.open_case(), FakeChannel()
    channel.answers[BRAM] = [*[LATER] * 3, *[BROKEN] * 99]
    a_notice(world, case, world.bram)

    ManualRunner(world.office, {"email": channel}).run_until(MORNING + DAY)

    [notice], [work] = outbox(world.office, case), open_work(world)
    assert (notice.state, notice.unsure, notice.next_try_at) == ("uncertain", MOST_UNSURE + 1, None)
    assert channel.keys == ["told-1"] * (3 + 1 + MOST_UNSURE)
    assert (work.kind, work.about) == ("uncertain", notice.public_id)


def test_whoever_decides_may_send_it_again_once_under_the_same_key(world: World) -> None:
    case, channel = world.open_case(), FakeChannel()
    channel.answers[BRAM] = [BROKEN] * (1 + MOST_UNSURE)
    a_notice(world, case, world.bram)
    ManualRunner(world.office, {"email": channel}).run_until(MORNING + DAY)
    [work] = open_work(world)
    carla, bram = world.as_(world.carla), world.as_(world.bram)

    with pytest.raises(NotFound):
        send_again(bram, world.office, SendAgain(work=work.public_id))
    first = send_again(carla, world.office, SendAgain(work=work.public_id))
    second = send_again(carla, world.office, SendAgain(work=work.public_id))
    report = tick(world.office, {"email": channel})

    assert (isinstance(first, Changed), isinstance(second, Refused)) == (True, True)
    assert open_work(world) == []
    assert report.sent == 1
    assert set(channel.keys) == {"told-1"}


def test_a_mail_that_asks_for_nothing_makes_no_work(world: World) -> None:
    case, channel = world.open_case(), FakeChannel()
    channel.answers[BRAM] = [LATER, BROKEN]
    a_notice(world, case, world.bram)

    ManualRunner(world.office, {"email": channel}).run_until(MORNING + DAY)

    assert states(outbox(world.office, case)) == ["sent"]
    assert open_work(world) == []


def test_after_three_connections_that_failed_the_rest_waits_for_the_next_tick(
    world: World,
) -> None:
    case, channel, readers = world.open_case(), FakeChannel(), people(world, 8)
    one_each(world, case, readers)
    for person in readers[:BROKEN_IN_A_ROW]:
        channel.answers[person.email or ""] = [AWAY]

    first = tick(world.office, {"email": channel})
    waiting = states(outbox(world.office, case))
    second = tick(world.office, {"email": channel})

    assert first == TickReport(failed=BROKEN_IN_A_ROW)
    assert waiting == ["failed"] * BROKEN_IN_A_ROW + ["open"] * 5
    assert second == TickReport(sent=5)


def test_a_connection_that_works_in_between_starts_the_count_again(world: World) -> None:
    case, channel, readers = world.open_case(), FakeChannel(), people(world, 8)
    one_each(world, case, readers)
    for person in (readers[0], readers[1], readers[3], readers[4], readers[6]):
        channel.answers[person.email or ""] = [AWAY]

    assert tick(world.office, {"email": channel}) == TickReport(failed=5, sent=3)


def test_a_refusal_is_no_connection_that_failed(world: World) -> None:
    case, channel, readers = world.open_case(), FakeChannel(), people(world, 8)
    one_each(world, case, readers)
    for person in readers[:7]:
        channel.answers[person.email or ""] = [LATER]

    assert tick(world.office, {"email": channel}) == TickReport(failed=7, sent=1)


def test_another_channel_goes_on_when_one_cannot_be_reached(world: World) -> None:
    case, away, other = world.open_case(), FakeChannel(), FakeChannel()
    readers = people(world, 5)
    one_each(world, case, readers)
    a_notice(world, case, world.bram, key="by-another-way", channel="other")

    def fail(message: Message) -> None:
        raise OSError

    away.during = fail
    report = tick(world.office, {"email": away, "other": other})

    assert report == TickReport(uncertain=BROKEN_IN_A_ROW, sent=1)
    assert other.keys == ["by-another-way"]


@pytest.mark.parametrize(
    ("stage", "answer", "state", "again"),
    [
        pytest.param("RCPT", "450 4.2.0 later", "failed", True, id="greylisted"),
        pytest.param("RCPT", "550 5.1.1 nobody", "failed", False, id="no such address"),
        pytest.param("content", "451 4.3.0 trouble", "failed", True, id="not now"),
        pytest.param("content", "554 5.7.1 no", "failed", False, id="never"),
        pytest.param("greeting", "421 4.3.2 busy", "failed", True, id="busy"),
        pytest.param("greeting", HANG, "failed", True, id="silent from the start"),
        pytest.param("DATA", HANG, "failed", True, id="silent before the letter"),
        pytest.param("content", HANG, "uncertain", True, id="silent after the letter"),
        pytest.param("content", HANG_UP, "uncertain", True, id="gone after the letter"),
    ],
)
def test_each_fault_ends_where_the_outbox_says_and_the_next_tick_mends_what_can_be(
    world: World,
    smtp: MailServer,
    monkeypatch: pytest.MonkeyPatch,
    stage: Stage,
    answer: str,
    state: str,
    *,
    again: bool,
) -> None:
    case, channel = world.open_case(), an_email_channel(smtp.url, clock=world.clock)
    if answer == HANG:
        patience_ends(monkeypatch, stage)
    a_reminder(world.office, case, key="talk_1")
    a_reminder(world.office, case, key="talk_2")
    smtp.answers[stage] = answer

    tick(world.office, {"email": channel})
    rows = outbox(world.office, case)
    smtp.answers.clear()
    world.clock.move_to(MORNING + MINUTE)
    report = tick(world.office, {"email": channel})

    assert {(row.state, row.next_try_at is not None) for row in rows} == {(state, again)}
    assert report.sent == (1 if again else 0)
    assert len({letter.message["Message-ID"] for letter in smtp.inbox}) == (1 if again else 0)
    assert bool(open_work(world)) is not again


@pytest.mark.parametrize("smtp", [("starttls",)], indirect=True)
def test_a_server_that_nobody_vouches_for_gets_nothing_and_all_waits(
    world: World, smtp: MailServer
) -> None:
    case, channel = world.open_case(), an_email_channel(smtp.url, clock=world.clock)
    one_each(world, case, people(world, 5))

    report = tick(world.office, {"email": channel})

    assert report == TickReport(failed=BROKEN_IN_A_ROW)
    assert smtp.inbox == []


def test_a_recipient_for_whom_the_server_hangs_keeps_no_other_waiting(
    world: World, smtp: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    case, channel = world.open_case(), an_email_channel(smtp.url, clock=world.clock)
    a_notice(world, case, world.bram, key="told-1")
    a_notice(world, case, world.carla, key="told-2")
    smtp.answers[BRAM] = HANG
    patience_ends(monkeypatch, "RCPT")

    report = tick(world.office, {"email": channel})

    assert report == TickReport(failed=1, sent=1)
    assert [letter.to for letter in smtp.inbox] == [CARLA]


def test_a_server_that_hangs_for_everybody_costs_a_tick_three_waits(
    world: World, smtp: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    case, channel = world.open_case(), an_email_channel(smtp.url, clock=world.clock)
    one_each(world, case, people(world, 9))
    smtp.answers["RCPT"] = HANG
    patience_ends(monkeypatch, "RCPT", BROKEN_IN_A_ROW)

    hung = tick(world.office, {"email": channel})
    smtp.answers.clear()
    next_one = tick(world.office, {"email": channel})
    world.clock.move_to(MORNING + MINUTE)
    last = tick(world.office, {"email": channel})

    assert hung == TickReport(failed=BROKEN_IN_A_ROW)
    assert (next_one, last) == (TickReport(sent=6), TickReport(sent=3))
