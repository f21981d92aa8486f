"""What somebody asks for: one frozen order for each command on a case."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from engine.span import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What every command on a case carries.

    ``key`` makes a repeat answer as the first time. ``occurred_at`` is when it happened, if
    that is not now; more than 14 days back asks for ``late_reason``. ``on_behalf_of`` names
    the outside party whose act is recorded, in words.
    """

    case: str
    key: str | None = None
    occurred_at: datetime | None = None
    late_reason: str = ""
    on_behalf_of: str | None = None

    @property
    def body_hash(self) -> str:
        """What tells this request from another one under the same key."""
        return hashlib.sha256(repr(self).encode()).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCase:
    """Open a case of a workflow for one or more children of a family."""

    workflow: str
    family: str
    children: tuple[str, ...]
    role: str  # the role in which the opener takes part from now on
    inputs: Mapping[str, object] = field(default_factory=dict)
    key: str | None = None
    occurred_at: datetime | None = None
    late_reason: str = ""

    @property
    def body_hash(self) -> str:
        """What tells this request from another one under the same key."""
        return hashlib.sha256(repr(self).encode()).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Advance(Order):
    """Make a step; stale when the case changed after ``seen_version``."""

    transition: str
    seen_version: int
    inputs: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteRecord(Order):
    """Begin a record of this type."""

    type: str
    child: str | None = None
    fields: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class EditRecord(Order):
    """Write the fields of a record that is not settled anew."""

    record: str
    seen_version: int
    fields: Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveRecord(Order):
    """Bring a record to another status."""

    record: str
    to: str
    seen_version: int
    inputs: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Join(Order):
    """Let somebody take part in a role, at the scope that the role has."""

    person: str
    role: str
    ground: str
    child: str | None = None
    until_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Leave(Order):
    """End somebody's part in a role, today or at a later day."""

    person: str
    role: str
    seen_version: int
    until_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Assign(Order):
    """Hand a role that one person holds to somebody."""

    person: str
    role: str
    ground: str
    seen_version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAuthority(Order):
    """Record that a parent or guardian has authority (gezag) over a child, from a day."""

    child: str
    parent: str
    source: str
    from_on: date | None = None
    until_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer(Order):
    """Record what a person answered when consent was asked; no person means a ground for all."""

    child: str
    to: str
    answer: str  # given, refused, withdrawn, not_needed
    person: str | None = None
    ground: str | None = None
    until_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AskDeviation(Order):
    """Ask to set a rule aside for one step, once."""

    rule: str
    transition: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideDeviation(Order):
    """Confirm or refuse a deviation as the second person."""

    deviation: str
    seen_version: int
    confirmed: bool
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldContact(Order):
    """Record a held talk, and the duties that it counts for: (case, deadline) public ids."""

    held_on: date
    words: str
    with_persons: tuple[str, ...] = ()
    counts_for: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Extend(Order):
    """Extend a deadline within its maximum."""

    deadline: str
    by: Span
    reason: str
    seen_version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspend(Order):
    """Let deadlines stand still until a day; without a name all that may stand still."""

    until: date
    reason: str
    seen_version: int
    deadline: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Resume(Order):
    """Let suspended deadlines run on, the real days added."""

    seen_version: int
    reason: str = ""
    deadline: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule(Advance):
    """Make the step that puts the case on the agenda of this meeting."""

    meeting: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CarryOver(Order):
    """Let a case on an agenda wait for another meeting instead."""

    meeting: str
    reason: str
    seen_version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkAtItem(Order):
    """Mark who is there when the case is discussed, by person or in words, or why not.

    Without a ``role`` every role that the person has in the case.
    """

    how: str
    person: str | None = None
    words: str = ""
    role: str | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agree(Order):
    """Record what was agreed: who does it, a person or somebody in words, by which day."""

    text: str
    due_on: date
    owner: str | None = None
    owner_words: str = ""
    child: str | None = None
    visible_to: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NameOwner(Order):
    """Record whose agreement it is."""

    agreement: str
    seen_version: int
    owner: str | None = None
    owner_words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SettleAgreement(Order):
    """Record what came of an agreement: met, ended, handed_over or not_met."""

    agreement: str
    result: str
    seen_version: int
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HearAgreement(Order):
    """Record what somebody of the family says of an agreement: done or hard, in own words."""

    agreement: str
    person: str
    how: str
    seen_version: int
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordDispatch(Order):
    """Record that something left to an outside party: to whom, by which way, what.

    ``ground`` says why it might leave, ``client`` whose lawyer it went to. ``corrects`` is the
    version of the case at which another dispatch was recorded that was wrong; ``words`` then say
    what was.
    """

    party: str
    to_whom: str
    way: str
    what: str
    ground: str = ""
    client: str | None = None
    corrects: int | None = None
    words: str = ""
