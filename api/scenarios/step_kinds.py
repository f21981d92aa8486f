"""What a scenario may say about one step: a small model for each kind."""

from __future__ import annotations

from typing import Annotated, Literal, Self, TypeAlias

from pydantic import Field as Setting
from pydantic import JsonValue, model_validator

from api.scenarios.expected import Expected
from api.scenarios.moments import Day, Moment
from engine.names import Name
from engine.span import Span
from engine.text import Part

Outcome: TypeAlias = Literal["allowed", "refused", "stale", "denied", "invalid"]
Answers: TypeAlias = dict[str, JsonValue]
Names: TypeAlias = tuple[Name, ...]
Keys: TypeAlias = tuple[str, ...]


class Act(Part):
    """What somebody does, and what is expected to come of it."""

    as_: Annotated[Name, Setting(alias="as")]
    occurred: Moment | None = None
    late_reason: str = ""
    expect: Outcome = "allowed"
    because: Keys | None = None
    because_includes: Keys | None = None
    set_aside: Keys | None = None
    found_without_gate: Keys | None = None


class InCase(Act):
    """An act on one case, whose version may have been remembered."""

    case: Name
    seen: Name | None = None


class Open(Act):
    """Open a case for one child, for several, or for all children of a family."""

    open: Name
    case: Name
    about: Name | Names
    role: Name | None = None
    with_: Annotated[Answers, Setting(alias="with")] = Setting(default_factory=dict)


class Do(InCase):
    """Make a transition.

    ``opens`` gives names to the linked cases that it opens; ``warned`` is what was only shown.
    """

    do: str
    with_: Annotated[Answers, Setting(alias="with")] = Setting(default_factory=dict)
    for_: Annotated[Name | None, Setting(alias="for")] = None
    opens: Names = ()
    warned: Keys | None = None


class Write(InCase):
    """Begin a record."""

    record: str
    name: Name | None = None
    child: Name | None = None
    with_: Annotated[Answers, Setting(alias="with")] = Setting(default_factory=dict)


class Edit(Act):
    """Write the fields of a draft anew."""

    edit: Name
    seen: Name | None = None
    with_: Annotated[Answers, Setting(alias="with")]


class Move(Act):
    """Bring a record to another status."""

    move: Name
    to: str
    seen: Name | None = None
    with_: Annotated[Answers, Setting(alias="with")] = Setting(default_factory=dict)


class Consent(InCase):
    """Record what persons answered when consent was asked, or the ground for all."""

    consent: str
    child: Name | None = None
    from_: Annotated[Names, Setting(alias="from")] = ()
    answer: str = "given"
    ground: str | None = None
    until: Day | None = None


class Authority(InCase):
    """Record the authority of a parent over a child, from a day."""

    authority: Name
    child: Name | None = None
    from_: Annotated[Day | None, Setting(alias="from")] = None
    until: Day | None = None
    source: str = "scenario"


class Join(Act):
    """Let somebody take part, in the role that they have in the file unless it is said."""

    join: Name
    case: Name | None = None
    family: Name | None = None
    role: Name | None = None
    child: Name | None = None
    until: Day | None = None
    ground: str = "scenario"


class Leave(InCase):
    """End somebody's part."""

    leave: Name
    role: Name | None = None
    until: Day | None = None


class Assign(InCase):
    """Hand a role over to somebody."""

    assign: Name
    role: Name | None = None
    ground: str = "scenario"


class AwayDays(Part):
    """Who is away, from which day, and who deputises; ``until`` is the first day back."""

    person: Name
    from_: Annotated[Day, Setting(alias="from")]
    until: Day | None = None
    deputy: Name | None = None


class Away(Act):
    """Report somebody away."""

    absent: AwayDays


class Deviate(InCase):
    """Ask to set a rule aside for one transition."""

    deviate: str
    for_: Annotated[str, Setting(alias="for")]
    why: str
    name: Name | None = None


class Confirm(Act):
    """Confirm a deviation as the second person."""

    confirm: Name
    seen: Name | None = None
    why: str = ""


class Refuse(Act):
    """Refuse a deviation as the second person."""

    refuse: Name
    seen: Name | None = None
    why: str = ""


class CountsFor(Part):
    """A duty that a talk counts for."""

    case: Name
    deadline: str
    child: Name | None = None


class Contact(Act):
    """Record a held talk, in words, with the duties that it counts for."""

    contact: str
    case: Name | None = None
    family: Name | None = None
    on: Day | None = None
    with_: Annotated[Names, Setting(alias="with")] = ()
    counts_for: tuple[CountsFor, ...] = ()


class Extend(InCase):
    """Extend a deadline."""

    extend: str
    by: Span
    reason: str = "scenario"
    child: Name | None = None


class Suspend(InCase):
    """Let a deadline, or ``all`` that may, stand still for so long or until a day."""

    suspend: str
    by: Span | None = None
    until: Day | None = None
    reason: str = "scenario"
    child: Name | None = None

    @model_validator(mode="after")
    def _by_or_until(self) -> Self:
        if (self.by is None) == (self.until is None):
            raise ValueError("give either 'by' or 'until'")
        return self


class Resume(InCase):
    """Let a deadline, or ``all`` that stand still, run on."""

    resume: str
    reason: str = "scenario"
    child: Name | None = None


class Remember(Part):
    """Keep the version at which every case is now."""

    remember: Name
    case: Name | None = None


class Until(Part):
    """A moment to wait for."""

    until: Moment


class Wait(Part):
    """Let time pass; every tick happens at its moment."""

    wait: Span | Until


class Down(Part):
    """Let time pass without a tick until its end: an outage."""

    down: Span | Until


class Mail(Part):
    """What the mail server does from now on: ``up``, ``down``, or ``refuses`` somebody."""

    mail: Annotated[str, Setting(pattern=r"^(up|down|refuses [a-z][a-z0-9_]*)$")]


class Expect(Part):
    """What must hold now."""

    expect: Expected
