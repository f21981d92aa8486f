"""What somebody means to do with a case: a life is a row of these."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Literal, TypeAlias


class Somebody(Enum):
    """Who is meant on a form, when that is not the regisseur."""

    COLLEAGUE = "another regisseur"


Says: TypeAlias = Mapping[str, object]
"""Answers by the name of the field.

A span of time stands for the day so long after today, ``Somebody`` for whoever is chosen.
"""


@dataclass(frozen=True, slots=True)
class Wait:
    """Let days pass: at least the one number, at most the other."""

    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Open:
    """Register the family and open the case, as a regisseur unless another role is named."""

    workflow: str
    says: Says = field(default_factory=dict)
    role: str = ""


@dataclass(frozen=True, slots=True)
class Seat:
    """Let the youth and the parents take part in the case, in so many of a hundred cases."""

    percent: int = 25


@dataclass(frozen=True, slots=True)
class Meet:
    """See to it that somebody takes part in this role; ``who`` when it must be one person."""

    role: str
    who: str = ""


@dataclass(frozen=True, slots=True)
class Look:
    """Ask what a step would answer, and see to whatever it misses."""

    step: str
    says: Says = field(default_factory=dict)
    aside: int = 0


@dataclass(frozen=True, slots=True)
class Do:
    """Make a step; refused, see to what it misses and try again.

    Up to ``aside`` reasons are set aside by a deviation instead. ``hours_ago``: it happened
    before it is recorded. Without ``mends`` the refusal stands.
    """

    step: str
    says: Says = field(default_factory=dict)
    aside: int = 0
    hours_ago: int = 0
    mends: bool = True


@dataclass(frozen=True, slots=True)
class Ask:
    """Ask to set a rule aside for a step; nobody has decided yet."""

    rule: str
    step: str


@dataclass(frozen=True, slots=True)
class Begin:
    """Begin a record and leave it at that."""

    record: str
    by: str = ""


@dataclass(frozen=True, slots=True)
class Settle:
    """Bring a record to a status; any settled one when none is named."""

    record: str
    to: str = ""
    says: Says = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AskAll:
    """Ask everybody whose consent the law asks; they say yes."""

    purpose: str


@dataclass(frozen=True, slots=True)
class Say:
    """Somebody of the family answers when consent is asked."""

    purpose: str
    answer: Literal["given", "refused", "withdrawn"]
    whom: Literal["youth", "first_parent", "last_parent"]


@dataclass(frozen=True, slots=True)
class Talk:
    """A talk with the family that counts for no duty."""


@dataclass(frozen=True, slots=True)
class HandOver:
    """A role that one person holds goes to a colleague."""

    role: str


@dataclass(frozen=True, slots=True)
class Pause:
    """Everything that may stand still does so, for so many days."""

    days: int


@dataclass(frozen=True, slots=True)
class Leave:
    """Whoever holds this role stops, and nobody was found to take it over."""

    role: str


@dataclass(frozen=True, slots=True)
class AwaitMeeting:
    """Let days pass until the meeting on whose agenda the case is."""


@dataclass(frozen=True, slots=True)
class Attend:
    """Come to the table: the meeting opens, and who is there is marked."""

    family: Literal["in_room", "by_phone", "absent_with_notice"] = "in_room"


@dataclass(frozen=True, slots=True)
class Invite:
    """Choose for everybody of the family how they are asked to come, or say that it went out."""

    to: Literal["invited", "sent"] = "invited"


@dataclass(frozen=True, slots=True)
class AgreeOn:
    """Make so many agreements, each with an owner and a day."""

    count: int = 2


@dataclass(frozen=True, slots=True)
class Conclude:
    """Record what came of every agreement; the last of them may have come to nothing."""

    last: Literal["met", "not_met", "ended", "handed_over"] = "met"


Pass: TypeAlias = Wait | AwaitMeeting
Usual: TypeAlias = Open | Look | Do | Ask | Meet | Begin | Settle
WithFamily: TypeAlias = Seat | Say | AskAll | Talk | HandOver | Leave | Pause
AtTable: TypeAlias = Invite | Attend | AgreeOn | Conclude
Intent: TypeAlias = Pass | Usual | WithFamily | AtTable
