"""The conversation with a mail server, and what is said about the letter when it misbehaves."""

import re
import smtplib
import socket
import traceback
from itertools import count

import pytest

from engine.errors import ConfigurationError
from engine.ports import NotSent, Sent, Uncertain, Unreached
from notifications.email import EmailChannel
from notifications.smtp import Relay
from tests.mail import HANG, HANG_UP, MailServer, Stage, trusting
from tests.notifications.letters import WORKER, a_message, an_email_channel, patience_ends

SAFE = [(security, "regietafel", "geheim") for security in ("starttls", "tls")]


@pytest.fixture
def mail(smtp: MailServer) -> EmailChannel:
    return an_email_channel(smtp.url, timeout_s=60)


def test_an_accepted_letter_ends_with_a_goodbye(smtp: MailServer, mail: EmailChannel) -> None:
    mail.send(a_message())

    assert smtp.ended == 1


@pytest.mark.parametrize(
    ("stage", "answer", "outcome"),
    [
        pytest.param(
            WORKER,
            "550 5.1.1 <a.dejong@voorbeeldstad.test> is not here",
            NotSent("The mail server refuses the recipient (550 5.1.1).", permanent=True),
            id="the recipient is unknown",
        ),
        pytest.param(
            WORKER,
            "450 4.2.0 greylisted, come back later",
            NotSent("The mail server refuses the recipient (450 4.2.0)."),
            id="the recipient must wait",
        ),
        pytest.param(
            "MAIL",
            "451 later",
            NotSent("The mail server refuses our sender (451)."),
            id="nobody may send now",
        ),
        pytest.param(
            "MAIL",
            "550 5.7.1 not from you",
            NotSent("The mail server refuses our sender (550 5.7.1)."),
            id="we may not send, which is repaired sometime",
        ),
        pytest.param(
            "DATA",
            "452 4.3.1 full",
            NotSent("The mail server refuses the message (452 4.3.1)."),
            id="no room before the content",
        ),
        pytest.param(
            "DATA",
            "554 5.5.1 no",
            NotSent("The mail server refuses the message (554 5.5.1).", permanent=True),
            id="a no before the content",
        ),
        pytest.param(
            "content",
            "421 4.3.2 closing",
            NotSent("The mail server refuses the message (421 4.3.2)."),
            id="not now after the content",
        ),
        pytest.param(
            "content",
            "552 5.3.4 too big",
            NotSent("The mail server refuses the message (552 5.3.4).", permanent=True),
            id="a no after the content",
        ),
        pytest.param(
            "content",
            "hello",
            Uncertain("The mail server gave an answer that is none (-1)."),
            id="gibberish after the content",
        ),
        pytest.param(
            "greeting",
            "421 4.3.2 too busy",
            Unreached("The mail server took nothing: it answered 421 4.3.2."),
            id="too busy to greet",
        ),
        pytest.param(
            "greeting",
            "554 no service here",
            Unreached("The mail server took nothing: it answered 554."),
            id="no service, which is repaired sometime",
        ),
    ],
)
def test_what_the_server_answers_decides(
    smtp: MailServer, mail: EmailChannel, stage: Stage, answer: str, outcome: object
) -> None:
    smtp.answers[stage] = answer

    assert mail.send(a_message()) == outcome


@pytest.mark.parametrize("fault", [HANG, HANG_UP])
@pytest.mark.parametrize("stage", ["greeting", "MAIL", "RCPT", "DATA"])
def test_silence_before_the_content_means_not_sent(
    smtp: MailServer,
    mail: EmailChannel,
    monkeypatch: pytest.MonkeyPatch,
    stage: Stage,
    fault: str,
) -> None:
    smtp.answers[stage] = fault
    if fault == HANG:
        patience_ends(monkeypatch, stage)

    outcome = mail.send(a_message())

    assert isinstance(outcome, Unreached)
    assert smtp.inbox == []


@pytest.mark.parametrize("fault", [HANG, HANG_UP])
def test_silence_after_the_content_means_that_nobody_knows(
    smtp: MailServer, mail: EmailChannel, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    smtp.answers["content"] = fault
    if fault == HANG:
        patience_ends(monkeypatch, "content")

    outcome = mail.send(a_message())

    assert isinstance(outcome, Uncertain)
    assert len(smtp.inbox) == 1


def test_a_lost_answer_and_its_repeat_bear_the_same_message_id(
    smtp: MailServer, mail: EmailChannel
) -> None:
    smtp.answers["content"] = HANG_UP
    mail.send(a_message())
    smtp.answers.clear()

    outcome = mail.send(a_message())

    assert outcome == Sent()
    assert len({letter.message["Message-ID"] for letter in smtp.inbox}) == 1


def test_an_answer_stands_when_the_server_forgets_to_say_goodbye(
    smtp: MailServer, mail: EmailChannel, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(_: smtplib.SMTP) -> None:
        raise smtplib.SMTPServerDisconnected

    monkeypatch.setattr(smtplib.SMTP, "quit", gone)

    assert mail.send(a_message()) == Sent()


def test_a_server_that_is_away_is_tried_again_and_then_takes_it(
    smtp: MailServer, mail: EmailChannel
) -> None:
    smtp.down()
    away = mail.send(a_message())
    smtp.up()
    back = mail.send(a_message())

    assert isinstance(away, Unreached)
    assert "refused" in away.why
    assert back == Sent()
    assert len(smtp.inbox) == 1


def test_a_host_without_an_address_is_tried_again() -> None:
    outcome = an_email_channel(f"smtp://{'a' * 70}.invalid").send(a_message())

    assert isinstance(outcome, Unreached)


def test_all_answers_together_have_one_budget_of_time(
    smtp: MailServer, mail: EmailChannel, monkeypatch: pytest.MonkeyPatch
) -> None:
    times = count(step=25.0)
    monkeypatch.setattr("notifications.smtp.monotonic", lambda: next(times))

    outcome = mail.send(a_message())

    assert outcome == Unreached("The mail server took nothing: it took more than 60 seconds.")
    assert smtp.inbox == []


def test_each_answer_gets_what_is_left_of_the_budget(
    smtp: MailServer, mail: EmailChannel, monkeypatch: pytest.MonkeyPatch
) -> None:
    times = count(step=5.0)
    monkeypatch.setattr("notifications.smtp.monotonic", lambda: next(times))
    waits: list[float | None] = []

    class Watched(socket.socket):
        def settimeout(self, value: float | None) -> None:
            waits.append(value)
            super().settimeout(value)

    monkeypatch.setattr(socket, "socket", Watched)

    assert mail.send(a_message()) == Sent()
    # The connection; then greeting, EHLO, sender, recipient, DATA, the letter and the goodbye.
    assert waits == [60, 55, 50, 45, 40, 35, 30, 25]


@pytest.mark.parametrize("smtp", SAFE, indirect=True)
def test_a_safe_line_carries_password_and_letter(smtp: MailServer) -> None:
    outcome = an_email_channel(smtp.url, tls=trusting()).send(a_message())

    assert outcome == Sent()
    assert len(smtp.inbox) == 1


@pytest.mark.parametrize("smtp", SAFE, indirect=True)
def test_a_server_that_nobody_vouches_for_gets_nothing(smtp: MailServer) -> None:
    outcome = an_email_channel(smtp.url).send(a_message())

    assert isinstance(outcome, Unreached)
    assert "CERTIFICATE_VERIFY_FAILED" in outcome.why
    assert smtp.inbox == []


@pytest.mark.parametrize(
    ("scheme", "why"),
    [
        pytest.param("smtp+starttls", "STARTTLS extension not supported", id="starttls"),
        pytest.param("smtps", "SSL", id="tls"),
    ],
)
def test_a_plain_server_gets_nothing_where_a_safe_line_is_asked(
    smtp: MailServer, scheme: str, why: str
) -> None:
    url = smtp.url.replace("smtp://", f"{scheme}://")

    outcome = an_email_channel(url).send(a_message())

    assert isinstance(outcome, Unreached)
    assert why in outcome.why
    assert smtp.inbox == []


@pytest.mark.parametrize("smtp", [("none", "regietafel", "geheim")], indirect=True)
def test_a_wrong_password_is_repaired_sometime(smtp: MailServer) -> None:
    url = smtp.url.replace("geheim", "onjuist")

    outcome = an_email_channel(url).send(a_message())

    assert outcome == Unreached("The mail server took nothing: it answered 535 5.7.8.")
    assert smtp.inbox == []


@pytest.mark.parametrize(
    ("url", "relay"),
    [
        ("smtp://localhost", Relay("localhost", 25, "none")),
        ("smtp://localhost:2525/", Relay("localhost", 2525, "none")),
        ("smtp+starttls://m.test", Relay("m.test", 587, "starttls")),
        ("smtps://u:p@m.test", Relay("m.test", 465, "tls", "u", "p")),
        ("smtps://u%40v:p%2Fq@[::1]:26", Relay("::1", 26, "tls", "u@v", "p/q")),
    ],
)
def test_an_address_of_a_mail_server_is_read(url: str, relay: Relay) -> None:
    assert Relay.at(url) == relay


@pytest.mark.parametrize(
    "url",
    [
        "",
        "canary",
        "mail.test:25",
        "http://u:canary@m.test",
        "smtp://",
        "smtp://u:canary@m.test:port",
        "smtp://u:canary@m.test:99999",
        "smtp://u:canary@m.test/inbox",
        "smtp://u:canary@m.test?tls=1",
        "smtp://u:can#ry@m.test",
        "smtp://u:canary/2@m.test",
        "smtp://canary@m.test",
        "smtp://:canary@m.test",
        "smtp://u:canäry@m.test",
    ],
)
def test_another_address_stops_the_start_without_showing_the_password(url: str) -> None:
    with pytest.raises(ConfigurationError, match="SMTP_URL") as caught:
        Relay.at(url)

    shown = "".join(traceback.format_exception(caught.value))
    assert not re.search("can.?ry", shown)


def test_a_relay_does_not_show_its_password() -> None:
    assert "geheim" not in repr(Relay.at("smtp://u:geheim@m.test"))
