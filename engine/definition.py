"""What a definition file may say: states, transitions, deadlines, invariants."""

from __future__ import annotations

import hashlib
import json
from functools import cached_property
from typing import Annotated, Literal, Self, TypeAlias

from pydantic import Field as Setting
from pydantic import JsonValue, model_validator

from engine.catalogue import Catalogue
from engine.duties import Birthday, DeadlineRule, RecordReached
from engine.fields import Field
from engine.guards import Guard, leaves
from engine.guards.file import InputGuard
from engine.names import Name
from engine.rules import Rule
from engine.span import Span
from engine.text import Part, Text

ANY_OPEN = "any_open"
SAME = "same"
"""The target of an entry: a step that is recorded and leaves the case where it stands."""

SYSTEM = "system"
"""The role of the clock."""


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


class RecordAt(Part):
    """A record of this type stands at one of these statuses."""

    record: RecordReached


class ChildWhere(Part):
    """The children for whom a per-child field has this value, or whose record stands there."""

    child_where: dict[Name, Name] | RecordAt


class RecordedStep(Part):
    """A fact that is recorded in a linked case as it opens, with these answers."""

    step: Name
    with_: dict[Name, str] = Setting(default_factory=dict, alias="with")


class OpenCase(Part):
    """A linked case that a step opens, when its guard holds.

    For the children that ``for`` names: one case for them together when the workflow is about
    a family, else one for each. ``records`` notes at once what has happened already.
    """

    open: Name
    link: Name
    when: Guard | None = None
    for_: Literal["case", "each_child"] | ChildWhere = Setting(default="case", alias="for")
    records: RecordedStep | None = None


class AssignRole(Part):
    """Somebody gets a role: named in the form, who acts, or who holds another role now."""

    assign: Name
    person: Annotated[str, Setting(pattern=r"^(actor|(input|holder)\.[a-z][a-z0-9_]*)$")]

    @property
    def holder(self) -> str | None:
        """The role whose holder it is."""
        role = self.person.removeprefix("holder.")
        return None if role == self.person else role


class EndRole(Part):
    """Whoever holds a role stops taking part."""

    end: Name


class Tell(Part):
    """A notice with fixed text goes to whoever holds a role."""

    tell: Name


class Seat(Part):
    """The members of the municipality's table in these roles take part from now on."""

    seat: Annotated[tuple[Name, ...], Setting(min_length=1)]


Consequence: TypeAlias = OpenCase | AssignRole | EndRole | Tell | Seat


class Transition(Part):
    """A named step to exactly one state: who may make it, what it needs, what it asks.

    An entry goes to ``same``: it is recorded, and the case stays where it stands.
    """

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
    when_vacant: Name | None = None
    """The clock makes this step when nobody holds the role any more."""

    source: str = ""

    @model_validator(mode="after")
    def _the_clock_fills_no_form(self) -> Self:
        by_clock = self.by == (SYSTEM,)
        if (self.when_vacant is not None) != by_clock:
            raise ValueError("'by: [system]' and 'when_vacant' go together")
        if by_clock and any(not field.optional for field in self.input.values()):
            raise ValueError("the clock fills in no form: make each field optional")
        return self

    @property
    def is_entry(self) -> bool:
        """Whether it is recorded without moving the case."""
        return self.to == SAME

    def target(self, state: str) -> str:
        """The state to which it brings a case that stands at ``state``."""
        return state if self.is_entry else self.to


class FactKind(Part):
    """A named value that guards may read."""

    values: Annotated[tuple[Name, ...], Setting(min_length=1)]


class OpenCaseOf(Part):
    """A case of one of these workflows is open for the youth."""

    open_case: Annotated[tuple[Name, ...], Setting(min_length=1)]


class OpensWhen(Part):
    """When the clock opens a case: from an age on, while other help runs."""

    age: Birthday
    while_: OpenCaseOf | None = Setting(default=None, alias="while")


class Opening(Part):
    """Who may open a case of this workflow, and what they must say.

    ``one_open``: never a second one beside an open one, for the same youth or family.
    ``when`` is for the clock alone, which is named ``system`` in ``by``.
    """

    by: Annotated[tuple[Name, ...], Setting(min_length=1)]
    one_open: bool = False
    when: OpensWhen | None = None
    input: dict[Name, Field] = Setting(default_factory=dict)
    source: str = ""

    @model_validator(mode="after")
    def _when_is_for_the_clock(self) -> Self:
        if (self.when is not None) != (SYSTEM in self.by):
            raise ValueError("'when' and the role 'system' in 'by' go together")
        if self.when and not self.one_open:
            raise ValueError("what the clock opens is 'one_open: true'")
        if self.when and any(not field.optional for field in self.input.values()):
            raise ValueError("the clock fills in no form: make each field optional")
        return self

    @property
    def by_hand(self) -> tuple[str, ...]:
        """The roles of people who may open it."""
        return tuple(role for role in self.by if role != SYSTEM)


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

    @cached_property
    def planning(self) -> tuple[str, ...]:
        """The steps whose form asks for a meeting: they put a case on its agenda."""
        return tuple(
            key
            for key, step in self.transitions.items()
            if any(field.kind == "meeting" for field in step.input.values())
        )

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

    def happens_now(self, step: Transition) -> bool:
        """Whether the step is taken when it is recorded: a decision, or one that asks of the file.

        Dated back it would rest on what held then and holds no more; only facts have a past.
        """
        asked = (leaf for guard in step.requires for leaf in leaves(guard))
        return self.binds(step.act) or not all(isinstance(leaf, InputGuard) for leaf in asked)

    def closes(self, step: Transition) -> bool:
        """Whether the step brings a case to its end."""
        return not step.is_entry and self.states[step.to].final

    def main_of(self, state: str) -> str | None:
        """The step whose reasons are "what is missing" in this state; never an entry."""
        steps = self.transitions.items()
        leaving = [key for key, step in steps if state in step.from_ and not step.is_entry]
        main = [key for key in leaving if self.transitions[key].main]
        return next(iter(main or leaving), None)


def canonical(data: JsonValue) -> str:
    """JSON with sorted keys and no spare space: equal data, equal text."""
    return json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
