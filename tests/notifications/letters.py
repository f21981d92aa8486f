"""Messages and channels with everything in order; a test names only what matters to it."""

import ssl
from collections.abc import Mapping
from datetime import UTC, datetime
from itertools import chain, repeat
from pathlib import Path

import pytest

from engine.clock import ManualClock
from engine.ports import Message
from engine.text import Language
from notifications.email import EmailChannel
from notifications.mailbox import Mailbox, MailboxChannel
from tests.mail import Stage

BASE_URL = "https://regietafel.voorbeeldstad.test"
SENDER = "regietafel@voorbeeldstad.test"
SITE = "Regietafel"
WORKER = "a.dejong@voorbeeldstad.test"
MORNING = datetime(2026, 3, 23, 6, 0, tzinfo=UTC)

# How often the channel has looked at the time when it begins to wait for the answer at a stage:
# twice at the greeting, then once for each answer, of which EHLO's is the first.
LOOKS: dict[Stage, int] = {"greeting": 1, "MAIL": 3, "RCPT": 4, "DATA": 5, "content": 6}


def a_message(
    template: str = "reminder",
    *,
    key: str = "notice-7f3a",
    to: str = WORKER,
    language: Language = "nl",
    values: Mapping[str, str | int] | None = None,
) -> Message:
    return Message(key, to, template, language, values or {})


def an_email_channel(
    url: str,
    *,
    sender: str = SENDER,
    site: str = SITE,
    base_url: str = BASE_URL,
    clock: ManualClock | None = None,
    timeout_s: float = 60.0,
    tls: ssl.SSLContext | None = None,
) -> EmailChannel:
    return EmailChannel(
        url,
        sender=sender,
        base_url=base_url,
        site=site,
        clock=clock or ManualClock(MORNING),
        timeout_s=timeout_s,
        tls=tls,
    )


def a_mailbox_channel(
    box: Mailbox | Path, *, clock: ManualClock | None = None, site: str = SITE
) -> MailboxChannel:
    return MailboxChannel(
        Mailbox(box) if isinstance(box, Path) else box,
        sender=SENDER,
        base_url=BASE_URL,
        site=site,
        clock=clock or ManualClock(MORNING),
    )


def patience_ends(monkeypatch: pytest.MonkeyPatch, stage: Stage, times: int = 1) -> None:
    """Leave a tenth of a second for the answer at one stage, and none of the minute before.

    A short minute would do the same, until a busy machine needs it for the stages before. So it
    goes for the next conversations, ``times`` of them; those after these have all their time.
    """
    one = (*repeat(0.0, LOOKS[stage]), 59.9)
    looks = chain(*repeat(one, times), repeat(59.9))
    monkeypatch.setattr("notifications.smtp.monotonic", lambda: next(looks))
