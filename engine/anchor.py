"""An anchor: the seals of an hour, signed, to be kept where the database does not reach."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Literal, TypeAlias

from pydantic import BaseModel, ConfigDict

from engine.definition import canonical
from engine.seal import Seal, Window

Fault: TypeAlias = Literal["unreadable", "changed", "unsigned"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """Every seal from one sealing up to another; ``prev`` is the anchor before it.

    ``hash`` and ``signature`` are what is written beside it.
    """

    number: int
    made_at: datetime
    first_sealing: int
    last_sealing: int
    prev: str
    hash: str = ""
    signature: str = ""


@dataclass(frozen=True, slots=True)
class AnchorFile:
    """An anchor with its seals and their leaves: enough to look every row up without them."""

    anchor: Anchor
    seals: tuple[Seal, ...]


def anchored(anchor: Anchor, seals: Iterable[Seal], key: bytes) -> Anchor:
    """The anchor over these seals, signed with a key that the database does not know."""
    found = hash_of(anchor, seals)
    return replace(anchor, hash=found, signature=_signature(found, key))


def hash_of(anchor: Anchor, seals: Iterable[Seal]) -> str:
    """What binds the seals, when, and the anchor before it."""
    bound = canonical(
        {
            "number": anchor.number,
            "made_at": anchor.made_at.astimezone(UTC).isoformat(timespec="microseconds"),
            "sealings": [anchor.first_sealing, anchor.last_sealing],
            "prev": anchor.prev,
            "seals": [seal.hash for seal in seals],
        }
    )
    return hashlib.sha256(bound.encode()).hexdigest()


def is_signed(anchor: Anchor, keys: Sequence[bytes]) -> bool:
    """Whether one of our keys signed it; a key that was replaced is still known."""
    wanted = anchor.signature.encode()
    return any(hmac.compare_digest(_signature(anchor.hash, key).encode(), wanted) for key in keys)


def file_stem(anchor: Anchor) -> str:
    """Under which it is kept: in order, and never the name of another."""
    return f"anchor-{anchor.number:08d}-{anchor.hash[:16]}"


def heads(seals: Iterable[Seal]) -> tuple[Seal, ...]:
    """The last seal of each organisation."""
    return tuple({seal.organisation: seal for seal in seals}.values())


def written(file: AnchorFile) -> str:
    """The file as it is kept."""
    return _File.of(file).model_dump_json() + "\n"


def read(text: str) -> AnchorFile | None:
    """The file again; None when it is none."""
    try:
        return _File.model_validate_json(text).as_file()
    except ValueError:
        return None


def fault_of(file: AnchorFile, keys: Sequence[bytes]) -> Fault | None:
    """What is wrong with a file by itself; without keys the signature is not looked at."""
    if not all(seal.is_whole for seal in file.seals):
        return "changed"
    if file.anchor.hash != hash_of(file.anchor, file.seals):
        return "changed"
    return "unsigned" if keys and not is_signed(file.anchor, keys) else None


def _signature(text: str, key: bytes) -> str:
    return hmac.new(key, f"anchor:{text}".encode(), hashlib.sha256).hexdigest()


class _Closed(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Seal(_Closed):
    organisation: str
    sealing: int
    form: int
    sealed_at: datetime
    log: tuple[int, int]
    events: tuple[int, int]
    leaves: str
    prev: str
    hash: str

    def as_seal(self) -> Seal:
        return Seal(
            organisation=self.organisation,
            sealing=self.sealing,
            form=self.form,
            sealed_at=self.sealed_at,
            window=Window(*self.log, *self.events),
            leaves=base64.b64decode(self.leaves, validate=True),
            prev=self.prev,
            hash=self.hash,
        )


class _File(_Closed):
    number: int
    made_at: datetime
    first_sealing: int
    last_sealing: int
    prev: str
    hash: str
    signature: str
    seals: tuple[_Seal, ...]

    @classmethod
    def of(cls, file: AnchorFile) -> _File:
        anchor = file.anchor
        return cls(
            number=anchor.number,
            made_at=anchor.made_at,
            first_sealing=anchor.first_sealing,
            last_sealing=anchor.last_sealing,
            prev=anchor.prev,
            hash=anchor.hash,
            signature=anchor.signature,
            seals=tuple(
                _Seal(
                    organisation=seal.organisation,
                    sealing=seal.sealing,
                    form=seal.form,
                    sealed_at=seal.sealed_at,
                    log=(seal.window.log_after, seal.window.log_up_to),
                    events=(seal.window.events_after, seal.window.events_up_to),
                    leaves=base64.b64encode(seal.leaves).decode(),
                    prev=seal.prev,
                    hash=seal.hash,
                )
                for seal in file.seals
            ),
        )

    def as_file(self) -> AnchorFile:
        anchor = Anchor(
            number=self.number,
            made_at=self.made_at,
            first_sealing=self.first_sealing,
            last_sealing=self.last_sealing,
            prev=self.prev,
            hash=self.hash,
            signature=self.signature,
        )
        return AnchorFile(anchor, tuple(each.as_seal() for each in self.seals))
