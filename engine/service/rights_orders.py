"""What somebody asks about the rights of a family: their data, a correction, their own words."""

from __future__ import annotations

from dataclasses import dataclass, field

from engine.service.orders import Order


@dataclass(frozen=True, slots=True, kw_only=True)
class AskData(Order):
    """Record that ``asker`` asked for the data of ``person``, or for the correction of a record.

    When it happened is when they asked. ``identity`` says how it is known who asked.
    """

    person: str
    asker: str
    kind: str = "access"  # access, correction
    identity: str = ""
    record: str | None = None
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemJudged:
    """What is decided of one thing: without a ground it is given; ``kept`` are names that stay."""

    key: str
    ground: str | None = None
    kept: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgeCopy(Order):
    """Decide of these things; ``others`` are more names that are left out everywhere."""

    request: str
    items: tuple[ItemJudged, ...] = field(default_factory=tuple)
    others: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmCopy(Order):
    """Confirm as a second professional what is withheld, or that the whole is refused.

    ``digest`` is that of the copy as it was seen.
    """

    request: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveCopy(Order):
    """Give the copy as it was judged; ``digest`` is that of the copy as it was seen."""

    request: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseRequest(Order):
    """End a request without a copy: withdrawn by who asked, or a correction made or refused.

    A copy that is refused as a whole waits for a second professional.
    """

    request: str
    outcome: str  # withdrawn, corrected, refused
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectRecord(Order):
    """Begin the corrected version of a record, with all that it says now; and why."""

    record: str
    why: str
    request: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MakeStatement(Order):
    """Record what somebody of the family says themselves, of a record or of a step (version)."""

    person: str
    words: str
    record: str | None = None
    version: int | None = None
