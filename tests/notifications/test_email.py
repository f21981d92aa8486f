"""The letter: its headers, its two parts, and the Message-ID that never changes."""

import re
from datetime import timedelta
from email.utils import parsedate_to_datetime

import pytest

from engine.clock import ManualClock
from engine.errors import ConfigurationError
from engine.ports import Sent
from tests.mail import MailServer
from tests.notifications.letters import (
    BASE_URL,
    MORNING,
    SENDER,
    WORKER,
    a_message,
    an_email_channel,
)


def test_a_letter_says_who_sends_it_and_that_no_person_does(smtp: MailServer) -> None:
    an_email_channel(smtp.url).send(a_message(key="notice-7f3a"))

    (letter,) = smtp.inbox
    headers = dict(letter.message.items())
    assert letter.sender == SENDER
    assert letter.to == WORKER
    assert headers["To"] == WORKER
    assert headers["From"] == f"Regietafel <{SENDER}>"
    assert headers["Subject"] == "Er staat een bericht voor u klaar in Regietafel"
    assert headers["Message-ID"] == "<notice-7f3a@voorbeeldstad.test>"
    assert headers["Auto-Submitted"] == "auto-generated"
    assert headers["X-Auto-Response-Suppress"] == "All"
    assert parsedate_to_datetime(headers["Date"]) == MORNING


@pytest.mark.parametrize(("language", "words"), [("nl", "Log in om"), ("en", "Log in to")])
def test_a_letter_is_text_and_html_in_the_language_of_the_reader(
    smtp: MailServer, language: str, words: str
) -> None:
    an_email_channel(smtp.url).send(a_message(language="nl" if language == "nl" else "en"))

    (letter,) = smtp.inbox
    assert letter.message.get_content_type() == "multipart/alternative"
    assert list(letter.parts) == ["text/plain", "text/html"]
    assert all(words in part for part in letter.parts.values())
    assert f'<html lang="{language}">' in letter.parts["text/html"]
    assert letter.message["Content-Language"] == language


def test_only_the_mail_of_a_day_says_where_to_get_it_no_more_and_that_is_behind_the_login(
    smtp: MailServer,
) -> None:
    mail = an_email_channel(smtp.url)
    for template in ("digest", "reminder", "told", "test"):
        mail.send(a_message(template, key=template, values={"count": 3}))

    digest, *others = (letter.message for letter in smtp.inbox)
    assert digest["List-Unsubscribe"] == f"<{BASE_URL}/me/notices>"
    assert not [each for each in others if each["List-Unsubscribe"]]
    # RFC 8058 asks for an address that works without signing in; no link in our mail does.
    assert "List-Unsubscribe-Post" not in digest
    assert digest["Subject"] == "Er staan 3 berichten voor u klaar in Regietafel"


def test_a_repeat_bears_the_same_message_id_on_another_day(smtp: MailServer) -> None:
    clock = ManualClock(MORNING)
    mail = an_email_channel(smtp.url, clock=clock)

    mail.send(a_message())
    clock.move_to(MORNING + timedelta(days=1))
    mail.send(a_message())

    first, second = (letter.message for letter in smtp.inbox)
    assert first["Message-ID"] == second["Message-ID"]
    assert first["Date"] != second["Date"]


def test_a_long_key_stays_whole(smtp: MailServer) -> None:
    an_email_channel(smtp.url).send(a_message(key="k" * 200))

    (letter,) = smtp.inbox
    assert letter.message["Message-ID"] == f"<{'k' * 200}@voorbeeldstad.test>"


def test_two_notices_differ_in_nothing_but_address_and_key(smtp: MailServer) -> None:
    mail = an_email_channel(smtp.url)

    mail.send(a_message(key="one", to="een@voorbeeldstad.test"))
    mail.send(a_message(key="two", to="twee@voorbeeldstad.test"))

    one, two = (re.sub(rb"={15}\d+==", b"boundary", letter.raw) for letter in smtp.inbox)
    assert one.replace(b"<one@", b"<two@").replace(b"een@", b"twee@") == two


def test_a_site_with_accents_passes_servers_that_know_only_ascii(smtp: MailServer) -> None:
    an_email_channel(smtp.url, site="Fryslân").send(a_message())

    (letter,) = smtp.inbox
    assert letter.raw.isascii()
    assert "Fryslân" in letter.message["From"]
    assert letter.message["Subject"].endswith("Fryslân")
    assert all("Fryslân" in part for part in letter.parts.values())


def test_a_line_with_only_a_dot_does_not_end_the_letter(smtp: MailServer) -> None:
    outcome = an_email_channel(smtp.url, base_url=".").send(a_message())

    assert outcome == Sent()
    assert "\n.\n" in smtp.inbox[0].parts["text/plain"].replace("\r", "")
    assert "met opzet" in smtp.inbox[0].parts["text/plain"]


@pytest.mark.parametrize(
    ("sender", "site", "base_url"),
    [
        pytest.param(f"Regietafel <{SENDER}>", "Regietafel", "https://a.test", id="sender"),
        pytest.param(SENDER, "Regietafel\nBcc: a@a.test", "https://a.test", id="site"),
        pytest.param(SENDER, "Regietafel", "https://a.test\n", id="page"),
    ],
)
def test_what_would_break_a_header_stops_the_start(sender: str, site: str, base_url: str) -> None:
    with pytest.raises(ConfigurationError):
        an_email_channel("smtp://localhost", sender=sender, site=site, base_url=base_url)
