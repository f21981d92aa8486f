"""Messages and channels with everything in order; a test names only what matters to it."""

import ssl
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from engine.clock import ManualClock
from engine.ports import Message
from engine.text import Language
from notifications.email import EmailChannel
from notifications.mailbox import Mailbox, MailboxChannel

BASE_URL = "https://regietafel.voorbeeldstad.test"
SENDER = "regietafel@voorbeeldstad.test"
SITE = "Regietafel"
WORKER = "a.dejong@voorbeeldstad.test"
MORNING = datetime(2026, 3, 23, 6, 0, tzinfo=UTC)


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
