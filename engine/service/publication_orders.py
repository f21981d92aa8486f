"""What is asked about who of a family reads what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from engine.service.orders import Order

Spoken: TypeAlias = Literal["allowed", "withdrawn", "objected"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Publish(Order):
    """Let somebody of the family read a record or an agreement.

    ``names_seen``: it was looked at that they may know whoever else is named in it.
    """

    item: str
    person: str
    seen_version: int
    names_seen: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Withhold(Order):
    """Keep a record or an agreement from somebody of the family; a second professional confirms."""

    item: str
    person: str
    seen_version: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideWithholding(Order):
    """Confirm or refuse, as the second professional, that something is withheld.

    An empty ``publication``: of what was shown nothing waited any more.
    """

    publication: str
    seen_version: int
    confirmed: bool
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeakAsYouth(Order):
    """Record what a youth says of a parent who reads along: yes, no more, or an objection."""

    child: str
    person: str
    word: Spoken
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideObjection(Order):
    """Decide about the objection of a youth under 16: this person stops reading, or goes on.

    An empty ``publication``: of what was shown no word waited any more.
    """

    publication: str
    seen_version: int
    upheld: bool
    why: str
