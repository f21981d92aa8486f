"""The one place that puts definitions, store, runner and channels together."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TypeAlias

from pydantic import JsonValue

from api.key import keys_in
from engine.clock import BootClock, SystemClock
from engine.definition import Workflow
from engine.errors import ConfigurationError
from engine.library import Library
from engine.loader import load
from engine.ports import AnchorPlace, Channel, Clock
from engine.runner.embedded import EmbeddedRunner
from engine.service.anchoring import Anchoring
from engine.service.fallbacks import keep_fallbacks
from engine.service.office import Office
from engine.settings import Settings
from engine.store import schema, versions
from engine.store.relocations import require_here
from engine.store.store import Store, open_store, require_reachable
from engine.store.unit_of_work import reading, unit_of_work
from engine.store.versions import Ground, VersionSeen
from notifications.anchor_folder import AnchorFolder
from notifications.anchor_mail import AnchorMail
from notifications.console import ConsoleChannel
from notifications.email import EmailChannel
from notifications.journal import Journal, JournalledChannel
from notifications.mailbox import Mailbox, MailboxChannel
from notifications.webhook import WebhookSender

SITE = "Regietafel"
"""What the recipients of mail know us by."""

SHIPPED = Path(__file__).parents[1] / "workflows"
"""The definitions that come with Regietafel."""

_SQLITE = "sqlite:///"


def definitions_folder(settings: Settings) -> Path:
    """Where the definitions are: the municipality's own folder, or those that we ship."""
    return settings.workflows or SHIPPED


def library_from(settings: Settings) -> Library:
    """All definitions, ready for use.

    Raises:
        DefinitionError: they hold mistakes; all are listed.
    """
    return load(definitions_folder(settings))


def office_from(settings: Settings, clock: Clock) -> Office:
    """What the use cases work with, on a database that fits this program.

    In the demo the tables are made and the definitions publish themselves; elsewhere both
    wait for somebody who answers for them.

    Raises:
        DefinitionError: the definitions hold mistakes; nothing was opened.
        ConfigurationError: the tables are not those of this program, or a definition is not
            published; the sentence says what to do.
    """
    office = office_to_publish(settings, clock)
    if settings.demo:
        publish_all(office)
    else:
        require_published(office.store, office.library)
    require_our_fallbacks(settings, office.library)
    keep_fallbacks(office)
    return office


def office_to_publish(settings: Settings, clock: Clock) -> Office:
    """The same, whatever is published; raises as ``office_from`` for mistakes and tables.

    And for a database that was moved to another: nobody works with it any more.
    """
    library = library_from(settings)
    store = open_store(settings.database_url)
    require_reachable(store)
    if settings.demo:
        schema.upgrade(store)
    else:
        schema.require_current(store)
    require_here(store)
    return Office(store, clock, library, settings.reminder_time)


def upgrade_tables(settings: Settings) -> None:
    """Bring the tables of the database to what this program knows; a new file is ours alone."""
    _make_private(settings)
    store = open_store(settings.database_url)
    try:
        require_reachable(store)
        schema.upgrade(store)
    finally:
        store.close()


def _make_private(settings: Settings) -> None:
    """Make the file of a database that is not there, so that nobody else may read it."""
    if settings.database_url.startswith(_SQLITE):
        name = settings.database_url.removeprefix(_SQLITE)
        with suppress(OSError):  # one that is there stays; one that cannot be made is told later
            os.close(os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))


Proofs: TypeAlias = Mapping[str, Mapping[str, JsonValue]]
"""What was proved of each version, by its hash."""


def not_published(office: Office) -> tuple[Workflow, ...]:
    """The definitions that are not published yet."""
    with reading(office.store) as connection:
        return tuple(
            workflow
            for workflow in office.library.workflows.values()
            if versions.find_version(connection, workflow.hash) is None
        )


def publish_all(
    office: Office, ground: Ground | None = None, proofs: Proofs | None = None
) -> tuple[VersionSeen, ...]:
    """Publish every definition in every region; one that is published is found, not made anew.

    Raises:
        PublishedDifferently: a label is taken and no ground is given; nothing was published.
    """
    now = office.clock.now()
    with unit_of_work(office.store) as connection:
        return tuple(
            versions.publish(
                connection,
                workflow,
                now=now,
                ground=ground,
                proof=(proofs or {}).get(workflow.hash),
            )
            for workflow in office.library.workflows.values()
        )


def require_published(store: Store, library: Library) -> None:
    """Refuse to work with definitions that nobody has put their name to.

    Raises:
        ConfigurationError: some are not published; all are named.
    """
    with reading(store) as connection:
        absent = [
            f"{name} ({region})"
            for (name, region), workflow in sorted(library.workflows.items())
            if versions.find_version(connection, workflow.hash) is None
        ]
    if absent:
        raise ConfigurationError(
            f"Not published yet: {', '.join(absent)}. Run `regietafel publish` first; cases "
            "would else go by rules that nobody agreed to."
        )


def require_our_fallbacks(settings: Settings, library: Library) -> None:
    """Refuse to send what nobody else gets to a domain that is not ours.

    Raises:
        ConfigurationError: a region names such an address; all regions are named.
    """
    strange = [
        region
        for region, file in sorted(library.regions.items())
        if file.fallback
        and file.fallback.email.rpartition("@")[2].lower() not in settings.mail_domains
    ]
    if settings.smtp_url is not None and strange:
        raise ConfigurationError(
            f"The fallback address of {', '.join(strange)} is at a mail domain that "
            "REGIETAFEL_MAIL_DOMAINS does not name as one of ours; mail may leave only from there."
        )


def mailbox_from(settings: Settings) -> Mailbox | None:
    """The folder that takes the mail of the demo, beside its database; None elsewhere."""
    return Mailbox(beside_database(settings) / "mailbox") if settings.demo else None


def channels_from(
    settings: Settings, clock: Clock, write: Callable[[str], None], box: Mailbox | None = None
) -> Mapping[str, Channel]:
    """The ways out, by name; without a mail server mail is written where ``write`` goes.

    What is accepted is noted in the journal of what was sent, where one is set.

    Args:
        box: takes all mail instead; an invented address must not be written to.

    Raises:
        ConfigurationError: the mail server or the sender cannot be used.
    """
    channel = _channel_from(settings, clock, write, box)
    if journal := journal_from(settings):
        journal.begin()
        channel = JournalledChannel(channel, journal, clock)
    return {channel.name: channel}


def _channel_from(
    settings: Settings, clock: Clock, write: Callable[[str], None], box: Mailbox | None
) -> Channel:
    url, sender = settings.base_url, settings.mail_from
    if box is not None:
        return MailboxChannel(box, sender=sender, base_url=url, site=SITE, clock=clock)
    if settings.smtp_url is None:
        return ConsoleChannel(write, base_url=url, site=SITE)
    return EmailChannel(settings.smtp_url, sender=sender, base_url=url, site=SITE, clock=clock)


def journal_from(settings: Settings) -> Journal | None:
    """The journal of what was sent; None where none is set."""
    return None if settings.sent_journal is None else Journal(settings.sent_journal)


def hook_sender_from(settings: Settings) -> WebhookSender:
    """The way out to other systems; it signs at the true time, also in a demo."""
    source = settings.base_url
    if settings.oin is not None:
        source = f"urn:nld:oin:{settings.oin}:systeem:{SITE.lower()}"
    return WebhookSender(
        base_url=settings.base_url,
        source=source,
        clock=SystemClock(),
        allow=settings.webhook_allow,
    )


def anchoring_from(settings: Settings, clock: Clock) -> Anchoring | None:
    """Where the anchors of the trails go; None where nobody has said so.

    Raises:
        ConfigurationError: the key that signs them is not there, or is no secret.
    """
    if settings.anchor_key_file is None:
        return None
    places: list[AnchorPlace] = []
    if settings.anchor_folder is not None:
        places.append(AnchorFolder(settings.anchor_folder))
    if settings.anchor_mail is not None and settings.smtp_url is not None:
        places.append(
            AnchorMail(
                settings.smtp_url,
                to=settings.anchor_mail,
                sender=settings.mail_from,
                site=SITE,
                clock=clock,
            )
        )
    return Anchoring(keys_in(settings.anchor_key_file, "ANCHOR_KEY_FILE"), tuple(places))


def runner_from(
    settings: Settings, office: Office, channels: Mapping[str, Channel]
) -> tuple[Office, EmbeddedRunner]:
    """The clock at work, and the office whose commands wake it."""
    runner = EmbeddedRunner(
        office,
        channels,
        sweep_seconds=settings.sweep_seconds,
        lock_file=lock_file(settings),
        uptime=None if settings.demo else BootClock(),  # the demo sets its clock itself
        hooks=hook_sender_from(settings),
        anchoring=anchoring_from(settings, office.clock),
    )
    return office.announcing(runner.announce), runner


def beside_database(settings: Settings) -> Path:
    """The folder of the database when that is a file, else that of the key."""
    if settings.database_url.startswith(_SQLITE):
        return Path(settings.database_url.removeprefix(_SQLITE)).parent
    return settings.key_file.parent


def lock_file(settings: Settings) -> Path:
    """What one process holds: beside the database when that is a file, else beside the key."""
    if settings.database_url.startswith(_SQLITE):
        return Path(f"{settings.database_url.removeprefix(_SQLITE)}.lock")
    return settings.key_file.with_suffix(".lock")
