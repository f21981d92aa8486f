"""The secret key of this installation: made once in the demo, elsewhere put there by somebody.

One key a line, in base64; the last one signs, the ones above it are still known. So a key is
replaced by adding a line, and the old line goes when what it signed is over (10 hours).
"""

from __future__ import annotations

import base64
import binascii
import os
import secrets
from collections.abc import Callable
from functools import partial
from pathlib import Path

from api.seals import Seals
from engine.errors import ConfigurationError
from engine.settings import PREFIX, Settings

BYTES = 32
"""As long as what it signs with is wide: SHA-256."""

_DIFFERENT = 16  # 32 random bytes hold 30 different ones; a word or a row of zeros does not


def seals_from(settings: Settings) -> Seals:
    """What signs for this installation; the demo makes its key at the first start.

    Raises:
        ConfigurationError: there is no key file, or a key in it is short or no secret.
    """
    file = settings.key_file
    if settings.demo and not file.exists():
        _make(file)
    return Seals(keys_in(file, "KEY_FILE"))


def new_key() -> str:
    """A key as it stands in the file."""
    return base64.b64encode(secrets.token_bytes(BYTES)).decode()


def _make(file: Path) -> None:
    """Write a new key that only we may read; whoever was first stands."""
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(handle, "w", encoding="ascii") as key:
        key.write(f"{new_key()}\n")


def keys_in(file: Path, setting: str) -> list[bytes]:
    """The keys of a file, the oldest first; ``setting`` is the one that names it.

    Raises:
        ConfigurationError: there is no such file, or a key in it is short or no secret.
    """
    wrong = partial(_wrong, file, setting)
    try:
        lines = file.read_text(encoding="ascii").split()
    except FileNotFoundError:
        raise wrong("is not there") from None
    except (OSError, UnicodeDecodeError):
        raise wrong("cannot be read") from None
    if not lines:
        raise wrong("is empty")
    return [_key(line, wrong) for line in lines]


def _key(line: str, wrong: Callable[[str], ConfigurationError]) -> bytes:
    try:
        key = base64.b64decode(line, validate=True)
    except binascii.Error:
        raise wrong("holds something that is not base64") from None
    if len(key) < BYTES:
        raise wrong(f"holds a key of {len(key)} bytes, which is too short")
    if len(set(key)) < _DIFFERENT:
        raise wrong("holds a key that anybody could guess")
    return key


def _wrong(file: Path, setting: str, what: str) -> ConfigurationError:
    return ConfigurationError(
        f"The key file {file} ({PREFIX}{setting}) {what}. It holds one line of {BYTES} random "
        f"bytes in base64: `head -c {BYTES} /dev/urandom | base64 > {file}`."
    )
