"""What a definition file may say: states, transitions, deadlines, invariants."""

from __future__ import annotations

import hashlib
import json
from functools import cached_property
from typing import Annotated, Literal, TypeAlias

from pydantic import Field as Setting
from pydantic import JsonValue

from engine.catalogue import Catalogue
from engine.duties import DeadlineRule
from engine.fields import Field
from engine.guards import Guard
from engine.names import Name
from engine.rules import Rule
from engine.span import Span
from engine.text import Part, Text

ANY_OPEN = "any_open"


class Phase(Part):
    """A stretch of the phase bar."""

    title: Text


class State(Part):
    """Where a case stands."""

    title: Text
    phase: Name
    initial: bool = False
    final: bool = False
    draft: bool = False


class ChildWhere(Part):
    """The children for whom a per-child field has this value."""

    child_where: dict[Name, Name]


class OpenCase(Part):
    """A linked case that a step opens, when its guard holds."""

    open: Name
    link: Name
    when: Guard | None = None
    for_: Literal["case", "each_child"] | ChildWhere = Setting(default="case", alias="for")


class AssignRole(Part):
    """Somebody named in the form gets a role."""

    assign: Name
    person: Annotated[str, Setting(pattern=r"^input\.[a-z][a-z0-9_]*$")]


class EndRole(Part):
    """Whoever holds a role stops taking part."""

    end: Name


class Tell(Part):
    """A notice with fixed text goes to whoever holds a role."""

    tell: Name


Consequence: TypeAlias = OpenCase | AssignRole | EndRole | Tell


class Transition(Part):
    """A named step to exactly one state: who may make it, what it needs, what it asks."""

    title: Text
    from_: Annotated[tuple[Name, ...], Setting(alias="from", min_length=1)]
    to: Name
    by: Annotated[tuple[Name, ...], Setting(min_length=1)]
    main: bool = False
    act: Name | None = None
    input: dict[Name, Field] = Setting(default_factory=dict)
    sets: dict[Name, str] = Setting(default_factory=dict)
    requires: tuple[Guard, ...] = ()
    then: tuple[Consequence, ...] = ()
    reopens: bool = False
    source: str = ""


class FactKind(Part):
    """A named value that guards may read."""

    values: Annotated[tuple[Name, ...], Setting(min_length=1)]


class Opening(Part):
    """Who may open a case of this workflow, and what they must say."""

    by: Annotated[tuple[Name, ...], Setting(min_length=1)]
    input: dict[Name, Field] = Setting(default_factory=dict)
    source: str = ""


class NeverWithout(Part):
    """No path performs the act unless the guard, or one of these roles, is there."""

    never: dict[Literal["act"], Name]
    without: dict[Literal["role"], tuple[Name, ...]] | Guard
    source: str


class AfterAlways(Part):
    """After the act a record is owed within a term, and somebody else hears when it is late."""

    after: dict[Literal["act"], Name]
    always: Guard
    within: Span
    or_: Annotated[Literal["escalation"], Setting(alias="or")]
    source: str


class AlwaysHolds(Part):
    """Something that holds in every open state."""

    always: dict[Literal["from_every", "can_reach", "open_state_has"], str]
    source: str


Invariant: TypeAlias = NeverWithout | AfterAlways | AlwaysHolds


class Group(Part):
    """Named states, transitions and deadlines that several workflows include."""

    states: dict[Name, State] = Setting(default_factory=dict)
    transitions: dict[Name, Transition] = Setting(default_factory=dict)
    deadlines: dict[Name, DeadlineRule] = Setting(default_factory=dict)


class WorkflowFile(Group):
    """One ``workflow.yaml``, as it is written."""

    workflow: Name
    version: str
    title: Text
    about: Literal["youth", "family"]
    source: str
    phases: dict[Name, Phase]
    include: tuple[Name, ...] = ()
    opens: Opening
    facts: dict[Name, FactKind] = Setting(default_factory=dict)
    invariants: tuple[Invariant, ...] = ()


class Workflow(WorkflowFile):
    """One immutable version: the effective definition, merged with one region.

    Its identity is the hash of all that can change what it decides: the file with its
    included groups, the rules on its acts, the records and roles that it names, the
    region's leaves and the number of the guard vocabulary.
    """

    region: Name
    vocabulary: int
    rules: dict[Name, Rule] = Setting(default_factory=dict)
    catalogue: Catalogue = Setting(default_factory=Catalogue)
    words: dict[Name, Text] = Setting(default_factory=dict)

    @cached_property
    def hash(self) -> str:
        """The sha256 of the canonical JSON: the identity of this version."""
        return hashlib.sha256(canonical(self.to_data()).encode()).hexdigest()

    def to_data(self) -> JsonValue:
        """The definition as plain JSON, without what stands at its default."""
        data: JsonValue = self.model_dump(mode="json", by_alias=True, exclude_defaults=True)
        return data

    @cached_property
    def initial(self) -> str:
        """The state in which a case begins."""
        return next(key for key, state in self.states.items() if state.initial)

    @cached_property
    def open_states(self) -> tuple[str, ...]:
        """Every state in which something is still to be done."""
        return tuple(key for key, state in self.states.items() if not state.final)

    def rules_on(self, act: str | None) -> dict[str, Rule]:
        """The rules that bind this act, by key."""
        return {key: rule for key, rule in sorted(self.rules.items()) if act in rule.on}

    def decisions_found_as(self, fact: str | None) -> tuple[str, ...]:
        """The decisions whose rules are noted when this fact is recorded."""
        acts = self.catalogue.acts.items()
        return tuple(key for key, act in acts if fact in act.found_as)

    def binds(self, act: str | None) -> bool:
        """Whether rules may stop this act: it is a decision, no fact that happened anyway."""
        return act is not None and self.catalogue.acts[act].kind == "decision"

    def main_of(self, state: str) -> str | None:
        """The step whose reasons are "what is missing" in this state."""
        leaving = [key for key, step in self.transitions.items() if state in step.from_]
        main = [key for key in leaving if self.transitions[key].main]
        return next(iter(main or leaving), None)


def canonical(data: JsonValue) -> str:
    """JSON with sorted keys and no spare space: equal data, equal text."""
    return json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
