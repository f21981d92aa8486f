"""The plan to move running cases to another version: read strictly, and weighed as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field as Setting

from engine.access import Viewer
from engine.definition import Workflow
from engine.errors import NotFound
from engine.misfits import fitted
from engine.names import Name
from engine.problems import DefinitionError, Place, Problem, unknown
from engine.service.office import Office
from engine.service.which_version import CURRENT, the_one
from engine.store import Connection, cases, people, versions
from engine.store.cases import CaseHead
from engine.store.people import PersonSeen
from engine.store.unit_of_work import reading
from engine.strict_yaml import Document, read_yaml
from engine.text import Part

Word = Annotated[str, Setting(min_length=1)]


class MovePlan(Part):
    """What a coordinator writes down before running cases follow another version."""

    workflow: Name
    region: Name
    from_: Word | None = Setting(default=None, alias="from")
    """Only cases that follow this version: the first digits of its hash."""

    to: Word
    reason: Word
    by: Word
    second: Word
    issuer: Word = "demo"
    """Who gave both logins."""

    cases: Literal["all"] | Annotated[tuple[Word, ...], Setting(min_length=1)]
    states: dict[Name, Name] = Setting(default_factory=dict)
    """Where a case comes to stand whose state the new version does not have."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A plan in which nothing is wrong: who, to which version, and the cases by number."""

    plan: MovePlan
    by: Viewer
    names: tuple[str, str]
    target: Workflow
    only_from: str | None
    numbers: tuple[str, ...]


def read_plan(text: str, file: str) -> tuple[MovePlan, Document]:
    """The plan as it is written.

    Raises:
        DefinitionError: it is no such plan; every mistake is listed.
    """
    document = read_yaml(text, file)
    return fitted(MovePlan, document), document


def prepared(office: Office, plan: MovePlan, document: Document) -> Prepared:
    """The plan weighed against what is stored.

    Raises:
        DefinitionError: with everything that is wrong with it, by line; nothing was moved.
    """
    with reading(office.store) as connection:
        weighing = _Weighing(office, connection, plan)
        found = weighing.prepared()
    if found is None or weighing.problems:
        raise DefinitionError(
            Problem(
                file=document.file,
                line=document.line(each.at),
                where=each.where,
                says=each.says,
                at=each.at,
            )
            for each in weighing.problems
        )
    return found


class _Weighing:
    """Holds a plan against what is stored, and keeps what is wrong for the end."""

    def __init__(self, office: Office, connection: Connection, plan: MovePlan) -> None:
        self._office, self._connection, self._plan = office, connection, plan
        self.problems: list[Problem] = []

    def prepared(self) -> Prepared | None:
        """What is to be done; None when the plan does not say enough for that."""
        plan = self._plan
        by, second = self._person("by", plan.by), self._person("second", plan.second)
        if by and second and by[1].id == second[1].id:
            self._wrong("second", says="another person than 'by' agrees")
        target, only_from = self._target(), self._from()
        heads = self._heads()
        if target is not None:
            self._check_states(target, only_from, heads)
        if target is None or by is None or second is None:
            return None
        names = (by[1].name, second[1].name)
        numbers = tuple(head.number for head in heads)
        return Prepared(plan, by[0], names, target, only_from, numbers)

    def _wrong(self, *at: str | int, says: str) -> None:
        place: Place = at
        self.problems.append(Problem(where=".".join(map(str, at)), says=says, at=place))

    def _person(self, at: str, login: str) -> tuple[Viewer, PersonSeen] | None:
        viewer = people.viewer_of(self._connection, self._plan.issuer, login)
        person = people.person_by_public_id(self._connection, viewer.id) if viewer else None
        if viewer is None or person is None or person.kind != "professional":
            self._wrong(
                at, says=f"no professional has the login '{login}' of '{self._plan.issuer}'"
            )
            return None
        return viewer, person

    def _target(self) -> Workflow | None:
        """The version to move to, if it is published for this workflow and region."""
        plan, library = self._plan, self._office.library
        place = (plan.workflow, plan.region)
        if place not in library.workflows:
            known = [name for name, region in library.workflows if region == plan.region]
            self._wrong(
                "workflow", says=f"{unknown('workflow', plan.workflow, known)} in {plan.region}"
            )
            return None
        wanted = library.workflows[place].hash if plan.to == CURRENT else plan.to
        identity = self._published("to", wanted)
        return None if identity is None else self._office.version(self._connection, identity)

    def _from(self) -> str | None:
        return self._published("from", self._plan.from_) if self._plan.from_ else None

    def _published(self, at: str, wanted: str) -> str | None:
        """The hash that begins so, of a version of this workflow and region."""
        try:
            found = the_one(versions.versions_like(self._connection, wanted.lower()), wanted)
        except ValueError as error:
            self._wrong(at, says=str(error))
            return None
        if (found.workflow, found.region) != (self._plan.workflow, self._plan.region):
            self._wrong(at, says=f"'{wanted}' is a version of {found.workflow} in {found.region}")
            return None
        return found.hash

    def _heads(self) -> tuple[CaseHead, ...]:
        """The cases of the plan; those that are named are all of this workflow and region."""
        plan = self._plan
        if plan.cases == "all":
            return cases.open_cases_of(self._connection, plan.workflow, region=plan.region)
        return tuple(self._named(plan.cases))

    def _named(self, numbers: tuple[str, ...]) -> Iterator[CaseHead]:
        for place, number in enumerate(numbers):
            try:
                head = cases.case_for_operator(self._connection, number)
            except NotFound:
                self._wrong("cases", place, says=f"there is no case '{number}'")
                continue
            if (head.workflow, head.region) != (self._plan.workflow, self._plan.region):
                says = f"{number} is a case of {head.workflow} in {head.region}"
                self._wrong("cases", place, says=says)
            else:
                yield head

    def _check_states(
        self, target: Workflow, only_from: str | None, heads: tuple[CaseHead, ...]
    ) -> None:
        states = self._plan.states
        for old, new in states.items():
            if old in target.states:
                self._wrong("states", old, says="the new version has this state itself")
            elif new not in target.states:
                self._wrong("states", old, says=unknown("state", new, target.states))
            elif target.states[new].final:
                self._wrong("states", old, says=f"'{new}' is an end; a move closes no case")
        for head in heads:
            moves = nothing_to_do(head, target, only_from) is None
            if moves and head.state not in target.states and head.state not in states:
                says = f"{head.number} stands at '{head.state}'; say where it comes to stand"
                self._wrong("states", says=says)


def nothing_to_do(
    head: CaseHead, target: Workflow, only_from: str | None
) -> Literal["already", "closed", "elsewhere"] | None:
    """Why a case of the plan is left as it is, if it is."""
    if head.workflow_hash == target.hash:
        return "already"
    if head.is_final:
        return "closed"
    return "elsewhere" if only_from is not None and head.workflow_hash != only_from else None
