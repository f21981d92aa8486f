"""Which addresses hear of events: set by whoever runs the program, at its own machine."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from typing import get_args

from engine.errors import ConfigurationError
from engine.ports import HookCall, HookSender
from engine.service.event_kinds import EventKind
from engine.service.hook_calls import Answer, work_key
from engine.service.office import Office
from engine.store import Connection, access_log, hooks, work
from engine.store.access_log import LogEntry
from engine.store.hooks import HookSeen
from engine.store.rows import new_id
from engine.store.unit_of_work import reading, unit_of_work

KINDS: tuple[str, ...] = get_args(EventKind)
SECRET_BYTES = 32
BY_HAND = "switched off by hand"
TEST = "test"
"""The kind of an event that did not happen."""


@dataclass(frozen=True, slots=True)
class HookRow:
    """An address as whoever runs the program sees it; its secret was shown once."""

    id: str
    url: str
    kinds: tuple[str, ...]
    active: bool
    disabled_why: str | None
    made_at: datetime
    rotating: bool


def list_hooks(office: Office) -> tuple[HookRow, ...]:
    """Every address, the oldest first."""
    with reading(office.store) as connection:
        return tuple(map(_row, hooks.list_hooks(connection)))


def add_hook(office: Office, url: str, *, kinds: Collection[str] = ()) -> tuple[HookRow, str]:
    """Let an address hear of events from now on; its secret, told only now.

    Whether the address is one that may be called is for the way out to say, here and each time.

    Raises:
        ConfigurationError: one of ``kinds`` is no kind of event.
    """
    unknown = sorted(set(kinds) - {*KINDS})
    if unknown:
        raise ConfigurationError("\n".join(map(_no_such_kind, unknown)))
    secret, now = new_secret(), office.clock.now()
    with unit_of_work(office.store) as connection:
        hook = hooks.add_hook(connection, url, kinds=sorted(kinds), secret=secret, now=now)
        _log(connection, hook, "add_hook", now)
    return _row(hook), secret


def enable_hook(office: Office, hook: str) -> None:
    """Let it hear again, also of what waits.

    Raises:
        NotFound: there is none with this id.
    """
    now = office.clock.now()
    with unit_of_work(office.store) as connection:
        found = hooks.get_hook(connection, hook)
        hooks.enable(connection, found.id)
        work.work_gone(connection, work_key(found.public_id), now=now)
        _log(connection, found, "enable_hook", now)


def disable_hook(office: Office, hook: str) -> None:
    """Let it hear of nothing; what waits is sent when it is enabled. Raises as ``enable_hook``."""
    with unit_of_work(office.store) as connection:
        found = hooks.get_hook(connection, hook)
        hooks.disable(connection, found.id, why=BY_HAND)
        _log(connection, found, "disable_hook", office.clock.now())


def rotate_hook(office: Office, hook: str) -> str:
    """Sign with a new secret, told only now, and with the one before it until that is ended.

    Raises:
        NotFound: there is none with this id.
    """
    secret = new_secret()
    with unit_of_work(office.store) as connection:
        found = hooks.get_hook(connection, hook)
        hooks.set_secrets(connection, found, new=secret, old=found.secret)
        _log(connection, found, "rotate_hook", office.clock.now())
    return secret


def end_rotation(office: Office, hook: str) -> None:
    """Sign with the newest secret alone: the receiver knows it. Raises as ``rotate_hook``."""
    with unit_of_work(office.store) as connection:
        found = hooks.get_hook(connection, hook)
        hooks.set_secrets(connection, found, new=found.secret, old=None)
        _log(connection, found, "end_rotation", office.clock.now())


def try_hook(office: Office, sender: HookSender, hook: str) -> Answer:
    """Tell the address of an event that did not happen, now; what it answered.

    Raises:
        NotFound: there is none with this id.
    """
    now = office.clock.now()
    with unit_of_work(office.store) as connection:
        found = hooks.get_hook(connection, hook)
        _log(connection, found, "test_hook", now)
    nothing = "0" * len(found.public_id)
    return sender.call(
        HookCall(
            id=new_id(),
            url=found.url,
            secrets=tuple(filter(None, (found.secret, found.previous_secret))),
            kind=TEST,
            case=nothing,
            seq=0,
            recorded_at=now,
        )
    )


def new_secret() -> str:
    """A secret as Standard Webhooks writes it."""
    return f"whsec_{base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()}"


def _no_such_kind(kind: str) -> str:
    meant = get_close_matches(kind, KINDS, n=1)
    return f"'{kind}' is no kind of event" + (f"; did you mean '{meant[0]}'?" if meant else ".")


def _row(hook: HookSeen) -> HookRow:
    return HookRow(
        id=hook.public_id,
        url=hook.url,
        kinds=tuple(hook.kinds),
        active=hook.active,
        disabled_why=hook.disabled_why,
        made_at=hook.made_at,
        rotating=hook.previous_secret is not None,
    )


def _log(connection: Connection, hook: HookSeen, action: str, now: datetime) -> None:
    entry = LogEntry(at=now, action=action, outcome="done", record=hook.public_id)
    access_log.log(connection, None, entry)
