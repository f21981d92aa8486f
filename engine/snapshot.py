"""All that a guard may look at: one case at one moment, frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal, TypeAlias

from engine.fields import Field, Value
from engine.reason import Shadow

StateClass: TypeAlias = Literal["open", "final"]
DutyState: TypeAlias = Literal["open", "suspended", "met", "void"]
AgreementState: TypeAlias = Literal["open", "met", "ended", "handed_over", "not_met"]


@dataclass(frozen=True, slots=True)
class Child:
    """One child part of the case; an unknown birth date counts as the strictest age."""

    id: str
    born: date | None


@dataclass(frozen=True, slots=True)
class RecordSeen:
    """The current record of one type, without its text."""

    type: str
    status: str
    on: date  # the date that its age is counted from
    author: str
    child: str | None = None


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who holds a role in the case now."""

    person: str
    qualified: bool = False


@dataclass(frozen=True, slots=True)
class LinkedCase:
    """Another case of the family, linked to this one."""

    workflow: str
    link: str
    is_final: bool


@dataclass(frozen=True, slots=True)
class DeviationSeen:
    """A rule set aside for one transition, asked or already confirmed by a second person."""

    id: str
    rule: str
    transition: str
    confirmed: bool = True


@dataclass(frozen=True, slots=True)
class ConsentSeen:
    """Who must consent to something for one child, and who did, at the snapshot's day."""

    to: str
    child: str
    complete: bool
    missing: tuple[str, ...] = ()  # persons asked for and not yet heard, or who refused


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One case, as it is recorded at ``now`` and as it was on the day ``on``.

    ``now`` decides who holds which role; ``on`` decides ages, freshness and terms.
    ``inputs`` is None while only asking what is possible, before a form is filled in.
    """

    case: str
    state: str
    now: datetime
    on: date
    actor: str
    roles: frozenset[str]
    children: tuple[Child, ...]
    holders: Mapping[str, tuple[Holder, ...]] = field(default_factory=dict)
    records: Mapping[tuple[str, str | None], RecordSeen] = field(default_factory=dict)
    facts: Mapping[str, str] = field(default_factory=dict)
    consents: Mapping[tuple[str, str], ConsentSeen] = field(default_factory=dict)
    entered: Mapping[str, date] = field(default_factory=dict)  # state → last entered on
    acted: Mapping[str, date] = field(default_factory=dict)  # act → last performed on
    stepped: Mapping[str, str] = field(default_factory=dict)  # transition → who made it last
    duties: Mapping[str, DutyState] = field(default_factory=dict)  # deadline → its state
    clocks_met: frozenset[tuple[str, str | None]] = frozenset()
    """The deadlines that were met once, each with the child part that it was of."""

    linked: tuple[LinkedCase, ...] = ()
    deviations: Mapping[tuple[str, str], DeviationSeen] = field(default_factory=dict)
    """What is asked or confirmed to be set aside, by rule and transition."""

    present: frozenset[str] = frozenset()  # roles at the meeting that discusses the case now
    agreements: tuple[AgreementState, ...] = ()  # the state of each agreement of the case
    shadows: Mapping[str, Shadow] = field(default_factory=dict)
    """The rules that do not bind in the case's region yet."""

    inputs: Mapping[str, Value] | None = None
    form: Mapping[str, Field] = field(default_factory=dict)  # the questions of the step asked

    def record(self, kind: str, child: str | None) -> RecordSeen | None:
        """The current record of this type for this child part, or for the case."""
        return self.records.get((kind, child))
