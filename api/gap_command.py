"""What a restore took away from the trails: with what it is signed, and what is said of it."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from api.demo_clock import clock_to_look
from api.key import keys_in
from engine.anchor import Anchor, fault_of
from engine.errors import ConfigurationError
from engine.gap import Gap
from engine.service.gaps import sign_gaps
from engine.settings import PREFIX, Settings
from engine.store import schema
from engine.store.store import open_store, require_reachable
from notifications.anchor_folder import newest_in

_SIGN = "regietafel audit sign-gap --by WHO --reason WHY"


@dataclass(frozen=True, slots=True)
class Witness:
    """The key that signs anchors and the newest of them, as far as they are at hand."""

    key: bytes | None = field(default=None, repr=False)
    outside: Anchor | None = None


def witness_of(settings: Settings) -> Witness:
    """What can be had: a restore at night waits for no key and no disk."""
    file = settings.anchor_key_file
    if file is None:
        return Witness()
    try:
        keys = keys_in(file, "ANCHOR_KEY_FILE")
    except ConfigurationError:
        return Witness()
    return Witness(keys[-1], _newest(settings.anchor_folder, keys))


def gap_words(gap: Gap) -> str:
    """What is lost of the trails, and what to do when nobody signed that."""
    since = "all" if gap.since is None else f"what came after {_moment(gap.since)}"
    lost = f"Lost is {since}, up to {_moment(gap.restored_at)}"
    if gap.signature:
        return f"{lost}. That is signed, so `regietafel audit verify` knows it."
    return (
        f"{lost}. Nobody signed that: {PREFIX}ANCHOR_KEY_FILE names no key that is at hand. If "
        "anchors are kept outside, `regietafel audit verify` takes the gap for a forgery until "
        f"the key is back and somebody runs `{_SIGN}`."
    )


def sign(settings: Settings, *, by: str, why: str) -> str:
    """Sign what restores took away while the key was not at hand; what that comes to.

    Raises:
        ConfigurationError: there is no key, or nothing was restored.
    """
    if settings.anchor_key_file is None:
        raise ConfigurationError(
            f"{PREFIX}ANCHOR_KEY_FILE is not set. Put the key that signs anchors back in its "
            "place, name it there, and come again."
        )
    key = keys_in(settings.anchor_key_file, "ANCHOR_KEY_FILE")[-1]
    with closing(open_store(settings.database_url)) as store:
        require_reachable(store)
        schema.require_current(store)
        done = sign_gaps(store, clock_to_look(settings), key, by=by, why=why)
    if not done:
        return "Every gap was signed before."
    return "\n".join(gap_words(gap) for gap in done)


def _newest(folder: Path | None, keys: list[bytes]) -> Anchor | None:
    """One that another signed says nothing: it could send our numbers anywhere."""
    try:
        file = None if folder is None else newest_in(folder)
    except OSError:
        return None
    return None if file is None or fault_of(file, keys) else file.anchor


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
