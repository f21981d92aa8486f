"""A counter-example as a scenario: what people do for the real engine to go the same way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TypeAlias

from engine.catalogue import RecordType
from engine.consent import AuthoritySeen, asked_for
from engine.definition import SYSTEM, Transition, Workflow
from engine.fields import Field
from engine.proof.cuts import Cut, passed
from engine.proof.dimension import At, Value, Values
from engine.proof.forms import PeriodDimension
from engine.proof.papers import SinceDimension
from engine.proof.people import NOBODY, OTHER, SAME, WHO, AgeDimension
from engine.proof.records import RecordDimension
from engine.proof.search import Changed, Made, Path
from engine.proof.space import Space
from engine.proof.steps import conditions_of, set_aside
from engine.snapshot import Child
from engine.span import Span, add_months

CASE, CHILD, PARENT, FAMILY = "zaak", "sam", "els", "jansen"
BEGINS = date(2026, 6, 15)
_WORKING = ("regisseur", "professional")
"""The rows of the access table whose people work on a case."""

_GROWN = date(2011, 6, 15)

Json: TypeAlias = "str | int | bool | list[Json] | Mapping[str, Json]"
Line: TypeAlias = dict[str, Json]


class Unplayable(Exception):
    """No scenario can say this."""


@dataclass(frozen=True)
class Played:
    """A scenario, and which of its lines makes which step."""

    data: Mapping[str, Json]
    steps: Mapping[int, str]


def scenario_of(workflow: Workflow, path: Path) -> Played:
    """The path as what people do.

    Raises:
        Unplayable: something on it that a scenario cannot say.
    """
    script = _Script(workflow, path)
    script.open()
    for move in path.moves:
        if isinstance(move, Made):
            script.make(move)
        else:
            script.change(move)
    return Played(script.data(), script.steps)


@dataclass
class _Document:
    """The document of a type that is current, as far as the script knows."""

    name: str
    status: str
    writer: str


@dataclass
class _Script:
    """Writes the lines one after another, and keeps what they make."""

    workflow: Workflow
    path: Path
    lines: list[Line] = field(default_factory=list)
    steps: dict[int, str] = field(default_factory=dict)
    people: dict[str, str] = field(default_factory=dict)
    documents: dict[str, _Document] = field(default_factory=dict)
    consents: set[str] = field(default_factory=set)
    joined: set[str] = field(default_factory=set)
    acted: dict[str, date] = field(default_factory=dict)
    made: dict[str, str] = field(default_factory=dict)
    today: date = BEGINS
    acted_today: bool = False

    def __post_init__(self) -> None:
        self.space = Space.of(self.workflow)
        self.born = self._born()
        self.absent = {
            key.removeprefix("role.")
            for made in self.path.steps
            for key, value in made.values.items()
            if key.startswith("role.") and value == NOBODY
        }

    def data(self) -> Mapping[str, Json]:
        """The scenario file."""
        born: Line = {"born": self.born.isoformat()} if self.born else {}
        people: Line = {}
        for role in self.people:
            later: Line = {"joins": "later"} if role in self.absent else {}
            people[role] = {"role": role, **later}
        family: Line = {"children": {CHILD: born}, "parents": {PARENT: {"authority": [CHILD]}}}
        return {
            "scenario": "counter-example",
            "region": self.workflow.region,
            "starts": f"{BEGINS.isoformat()} 09:00",
            "families": {FAMILY: family},
            "people": people,
            "steps": list(self.lines),
        }

    def open(self) -> None:
        """Open the case."""
        self.opener = self._one_of(self.workflow.opens.by_hand)
        self.joined.add(self.opener)
        asked = self._answers(self.workflow.opens.input)
        self._write(
            {"open": self.workflow.workflow, "case": CASE, "about": CHILD}, self.opener, asked
        )

    def change(self, move: Changed) -> None:
        """Bring about what people and time change."""
        dimension = self.space.dimensions[move.key]
        if isinstance(dimension, RecordDimension) and isinstance(move.after, At):
            self._record(dimension, move.before, move.after)
        elif isinstance(dimension, SinceDimension) and isinstance(move.after, int):
            self._wait_past(dimension.cuts[: move.after])
        elif isinstance(dimension, AgeDimension) and isinstance(move.before, int):
            years = dimension.born(move.before), dimension.born(move.after)
            if years[0] and years[1]:
                self._wait(Span(years=years[0].year - years[1].year))
        else:
            raise Unplayable(move.key)

    def make(self, made: Made) -> None:
        """Make a step, once everything that it needs is there."""
        step = self.workflow.transitions[made.step]
        who = self._who(step, made.values)
        self._gather(made.values)
        self._let_join(who)
        self._consent(made.values)
        for rule in set_aside(self.space, conditions_of(self.workflow, made.step), made.values):
            self._deviate(rule, made.step, who)
        inputs = self._answers(step.input, made.values, who)
        self.steps[len(self.lines)] = made.step
        self._write({"do": made.step, "case": CASE}, who, inputs)
        self.made[made.step] = who
        self.acted_today = True
        if step.act:
            self.acted[step.act] = self.today

    def _born(self) -> date | None:
        dimension = self.space.dimensions.get("age")
        if "age" not in self.path.begins or not isinstance(dimension, AgeDimension):
            return _GROWN
        return dimension.born(self.path.begins["age"])

    def _who(self, step: Transition, values: Values) -> str:
        """In which role it is made: as the path says, else by somebody who is there already."""
        if WHO in values:
            return self._person(str(values[WHO]))
        roles = [role for role in step.by if role not in self.absent]
        for key, value in values.items():
            dimension = self.space.dimensions[key]
            if key.startswith("eyes."):
                allowed = getattr(dimension, "by", ())
                first = self.made.get(getattr(dimension, "step", None) or "")
                record = self.documents.get(getattr(dimension, "record", None) or "")
                first = record.writer if record else first
                if value == OTHER:
                    roles = [role for role in roles if role in allowed and role != first]
                if value == SAME:
                    roles = [role for role in roles if role == first]
        return self._one_of(roles)

    def _gather(self, values: Values) -> None:
        """Whoever must take part does, and whoever must not does not."""
        for key, value in sorted(values.items()):
            role = key.removeprefix("role.")
            if role == key:
                continue
            if value != NOBODY:
                self._let_join(self._person(role))
            elif role in self.joined:
                self._write({"leave": role, "case": CASE}, self._worker())
                self.joined.discard(role)

    def _let_join(self, role: str) -> None:
        """Let somebody join who was not there all along."""
        if role in self.absent - self.joined:
            self.joined.add(role)
            self._write({"join": role, "case": CASE}, self._worker())

    def _consent(self, values: Values) -> None:
        for key, value in values.items():
            purpose = key.removeprefix("consent.")
            if purpose != key and bool(value) != (purpose in self.consents):
                self._answer_consent(purpose, given=bool(value))

    def _answer_consent(self, purpose: str, *, given: bool) -> None:
        child = Child(CHILD, self.born)
        asked: list[Json] = list(asked_for(child, self.today, [AuthoritySeen(CHILD, PARENT)]))
        word: Line = {} if given else {"answer": "withdrawn"}
        self._write(
            {"consent": purpose, "case": CASE, "child": CHILD, "from": asked, **word},
            self._worker(),
        )
        (self.consents.add if given else self.consents.discard)(purpose)

    def _deviate(self, rule: str, step: str, who: str) -> None:
        terms = self.workflow.rules[rule].deviation
        others = [role for role in terms.confirmed_by if role != who] if terms else []
        name = f"{rule}_{len(self.lines)}"[:40]
        self._write(
            {"deviate": rule, "case": CASE, "for": step, "why": "Tekst.", "name": name}, who
        )
        self._write({"confirm": name}, self._one_of(others))

    def _record(self, dimension: RecordDimension, before: Value, after: At) -> None:
        """Write or move the document; or let it grow older."""
        same = isinstance(before, At) and before.status == after.status
        if same and isinstance(before, At) and after.band > before.band:
            self._wait_past(dimension.cuts[: after.band])
        elif same and isinstance(before, At) and before.band == after.band:
            return  # it was younger, and is not any more: the step before it made that so
        else:
            self._bring(dimension.name, dimension.kind, after.status)

    def _bring(self, type_: str, kind: RecordType, status: str) -> None:
        if self.acted_today:  # what is written today is not newer than what was done today
            self._wait(Span(days=1))
        document = self.documents.get(type_)
        way = _way(kind, document.status, status) if document else None
        if document is None or way is None:
            document, way = self._begin(type_, kind), _way(kind, kind.initial, status) or []
        for onward in way:
            self._move(kind, document, onward)

    def _begin(self, type_: str, kind: RecordType) -> _Document:
        writer = self._one_of(kind.written_by)
        name = f"{type_}_{len(self.lines)}"[-40:].lstrip("_0123456789")
        about: Line = {"child": CHILD} if kind.about == "youth" else {}
        self._write(
            {"record": type_, "name": name, "case": CASE, **about},
            writer,
            self._answers(kind.fields),
        )
        self.documents[type_] = _Document(name, kind.initial, writer)
        return self.documents[type_]

    def _move(self, kind: RecordType, document: _Document, status: str) -> None:
        eyes = kind.statuses[status].four_eyes
        by = [role for role in eyes.by if role != document.writer] if eyes else [document.writer]
        asked = self._answers(kind.statuses[status].input)
        self._write({"move": document.name, "to": status}, self._one_of(by), asked)
        document.status = status

    def _wait_past(self, cuts: tuple[Cut, ...]) -> None:
        self._wait(cuts[-1].span)
        self._wait(Span(days=1))

    def _wait(self, span: Span) -> None:
        if span.amount:
            self.lines.append({"wait": {span.unit: span.amount}})
            self.today = _later(self.today, span)
            self.acted_today = False

    def _answers(
        self, asked: Mapping[str, Field], values: Values | None = None, who: str = ""
    ) -> Line:
        """The form filled in: as the path says, else with something of the right kind."""
        dates = self._dates(values or {})
        answers: Line = {}
        for name, question in asked.items():
            said = (values or {}).get(f"input.{name}")
            if said is None and question.optional and name not in dates:
                continue
            answer = dates.get(name) or self._answer(question, said, who)
            answers[name] = {CHILD: answer} if question.per_child else answer
        return answers

    def _answer(self, question: Field, said: Value, who: str) -> Json:
        if question.kind == "yes_no":
            return said != "no"
        if question.kind == "choice":
            return str(said or next(iter(question.values)))
        if question.kind == "date":
            return self.today.isoformat()
        if question.kind == "person":
            return who or self.opener
        if question.kind == "meeting":
            raise Unplayable("a meeting to choose")
        return "Tekst."

    def _dates(self, values: Values) -> dict[str, str]:
        """Dates on the form that lie as far apart as the path says."""
        found: dict[str, str] = {}
        for key, band in values.items():
            dimension = self.space.dimensions[key]
            if isinstance(dimension, PeriodDimension) and isinstance(band, int):
                *first, last = dimension.wanted.fields
                begins = self.acted.get(dimension.wanted.act or "", self.today)
                found |= {name: begins.isoformat() for name in first}
                found[last] = _ending(dimension.cuts, begins, band).isoformat()
        return found

    def _one_of(self, roles: Iterable[str]) -> str:
        """Somebody in one of these roles; whoever is there already comes first."""
        known = self.workflow.catalogue.roles
        may = [
            role for role in roles if role != SYSTEM and role in known and not known[role].family
        ]
        here = [role for role in may if role in self.people]
        always = [role for role in may if role not in self.absent]
        for some in (here, always, may):
            if some:
                return self._person(some[0])
        raise Unplayable("nobody may do this by hand")

    def _worker(self) -> str:
        """Somebody who works on the case, and so may note down what others say."""
        roles = self.workflow.catalogue.roles
        return self._one_of(role for role, kind in roles.items() if kind.access in _WORKING)

    def _person(self, role: str) -> str:
        if role == SYSTEM:
            raise Unplayable("the clock acts")
        self.people.setdefault(role, role)
        return role

    def _write(self, line: Line, who: str, answers: Line | None = None) -> None:
        if "open" not in line:
            self._let_join(who)
        given: Line = {"with": answers} if answers else {}
        self.lines.append({**line, "as": who, **given})


def _way(kind: RecordType, begins: str, ends: str) -> list[str] | None:
    """The moves from one status to another; None when there is no way."""
    if begins == ends and begins == kind.initial:
        return []
    waiting: list[tuple[str, ...]] = [(begins,)]
    seen = set[str]()
    while waiting:
        way = waiting.pop(0)
        for onward in kind.moves.get(way[-1], ()):
            if onward == ends:
                return [*way[1:], onward]
            if onward not in seen:
                seen.add(onward)
                waiting.append((*way, onward))
    return None


def _later(day: date, span: Span) -> date:
    if span.unit in ("months", "years"):
        return add_months(day, span.amount * (12 if span.unit == "years" else 1))
    return day + timedelta(days=span.amount * (7 if span.unit == "weeks" else 1))


def _ending(cuts: tuple[Cut, ...], begins: date, band: int) -> date:
    """A day so long after the first that the time between lies in this band."""
    day = begins
    while passed(cuts, begins, day) < band:
        day += timedelta(days=1)
    return day
