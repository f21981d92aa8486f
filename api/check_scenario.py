"""A counter-example as a scenario: what people do for the real engine to go the same way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from api.check_cast import Cast
from api.check_table import AtTable, Json, Line, Unplayable
from api.check_ways import ending, is_newer, later, way_to
from engine.at_the_table import outcome_of
from engine.catalogue import RecordType
from engine.consent import AuthoritySeen, asked_for
from engine.definition import AssignRole, Transition, Workflow
from engine.fields import Field
from engine.guards import leaves
from engine.guards.people import ConsentGuard
from engine.proof.cuts import Cut
from engine.proof.dimension import At, Value, Values
from engine.proof.forms import PeriodDimension
from engine.proof.papers import SinceDimension
from engine.proof.people import NOBODY, OTHER, SAME, WHO, AgeDimension
from engine.proof.records import RecordDimension
from engine.proof.search import Changed, Made, Path
from engine.proof.space import Space
from engine.proof.steps import conditions_of, set_aside
from engine.snapshot import Child
from engine.span import Span

CASE, CHILD, PARENT, FAMILY = "zaak", "sam", "els", "jansen"
BEGINS = date(2026, 6, 15)
_GROWN = date(2011, 6, 15)


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
    documents: dict[str, _Document] = field(default_factory=dict)
    consents: set[str] = field(default_factory=set)
    joined: set[str] = field(default_factory=set)
    acted: dict[str, date] = field(default_factory=dict)
    made: dict[str, str] = field(default_factory=dict)
    terms_met: set[str] = field(default_factory=set)
    today: date = BEGINS
    acted_today: bool = False

    def __post_init__(self) -> None:
        self.space = Space.of(self.workflow)
        self.born = self._born()
        self.state = self.workflow.initial
        absent = {
            key.removeprefix("role.")
            for made in self.path.steps
            for key, value in made.values.items()
            if key.startswith("role.") and value == NOBODY
        }
        self.cast = Cast(self.workflow, absent)
        self.table = AtTable(
            CASE, self._write, self.cast.person, self.cast.one_of, self._wait_a_day
        )

    def data(self) -> Mapping[str, Json]:
        """The scenario file."""
        born: Line = {"born": self.born.isoformat()} if self.born else {}
        people: Line = {}
        for name, role in self.cast.people.items():
            late: Line = {"joins": "later"} if self.cast.joins_later(name) else {}
            people[name] = {"role": role, **late}
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
        self.opener = self.cast.one_of(self.workflow.opens.by_hand)
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
        if step.when_vacant:
            self._fall_vacant(made.step, step.when_vacant)
            return
        who = self._who(step, made.values)
        self._gather(made.values)
        self._let_join(who)
        self._consent(made.values)
        self._meet_terms(made.values)
        if "agreements" in made.values:
            self.table.agree(made.values["agreements"], self.today, self.cast.worker())
        self.table.gather(made.values)
        for rule in set_aside(self.space, conditions_of(self.workflow, made.step), made.values):
            self._deviate(rule, made.step, who)
        inputs = self._answers(step.input, made.values, who, self.cast.given_to(step))
        self.steps[len(self.lines)] = made.step
        self._write({"do": made.step, "case": CASE}, who, inputs)
        self.made[made.step] = who
        self.state = step.target(self.state)
        if outcome_of(self.workflow, made.step, self.state):
            self.table.leave()
        self.cast.hand_over(step, who)
        self.acted_today = True
        if step.act:
            self.acted[step.act] = self.today

    def _fall_vacant(self, name: str, role: str) -> None:
        """Whoever has the role leaves, and the clock makes its step."""
        step, who = self.workflow.transitions[name], self.cast.person(role)
        for part in step.then:
            if isinstance(part, AssignRole) and part.holder:
                self.cast.person(part.holder)
        self.steps[len(self.lines)] = name
        self._write({"leave": who, "role": role, "case": CASE}, who)
        self.state = step.target(self.state)
        self.cast.hand_over(step, who)
        self.acted_today = True

    def _meet_terms(self, values: Values) -> None:
        """What should not be owed any more is met by its document."""
        for key, value in sorted(values.items()):
            name = key.removeprefix("deadline.")
            if name == key or value in ("open", "suspended"):
                continue
            met_by = self.workflow.deadlines[name].met_by
            for part in met_by.any_of or (met_by,):
                if part.record and name not in self.terms_met:
                    self.terms_met.add(name)
                    kind = self.workflow.catalogue.records[part.record.type]
                    self._bring(part.record.type, kind, part.record.status[0])
                    break

    def _born(self) -> date | None:
        dimension = self.space.dimensions.get("age")
        if "age" not in self.path.begins or not isinstance(dimension, AgeDimension):
            return _GROWN
        return dimension.born(self.path.begins["age"])

    def _who(self, step: Transition, values: Values) -> str:
        """In which role it is made: as the path says, else by somebody who is there already."""
        if WHO in values:
            return self.cast.person(str(values[WHO]))
        roles = [role for role in step.by if role not in self.cast.absent]
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
        return self.cast.one_of(roles)

    def _gather(self, values: Values) -> None:
        """Whoever must take part does, and whoever must not does not."""
        for key, value in sorted(values.items()):
            role = key.removeprefix("role.")
            if role == key:
                continue
            if value != NOBODY:
                self._let_join(self.cast.person(role))
            elif role in self.joined:
                self._write({"leave": role, "case": CASE}, self.cast.worker())
                self.joined.discard(role)

    def _let_join(self, role: str) -> None:
        """Let somebody join who was not there all along."""
        if role in self.cast.absent - self.joined:
            self.joined.add(role)
            self._write({"join": role, "case": CASE}, self.cast.worker())

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
            self.cast.worker(),
        )
        (self.consents.add if given else self.consents.discard)(purpose)

    def _deviate(self, rule: str, step: str, who: str) -> None:
        terms = self.workflow.rules[rule].deviation
        others = [role for role in terms.confirmed_by if role != who] if terms else []
        name = f"{rule}_{len(self.lines)}"[:40]
        self._write(
            {"deviate": rule, "case": CASE, "for": step, "why": "Tekst.", "name": name}, who
        )
        self._write({"confirm": name}, self.cast.one_of(others))

    def _record(self, dimension: RecordDimension, before: Value, after: At) -> None:
        """Write or move the document; or let it grow older."""
        same = isinstance(before, At) and before.status == after.status
        if same and isinstance(before, At) and after.band > before.band:
            self._wait_past(dimension.cuts[: after.band])
        elif same and isinstance(before, At) and not is_newer(before, after):
            return  # it was younger, and is not any more: the step before it made that so
        else:
            self._bring(dimension.name, dimension.kind, after.status)

    def _bring(self, type_: str, kind: RecordType, status: str) -> None:
        if self.acted_today:  # what is written today is not newer than what was done today
            self._wait(Span(days=1))
        document = self.documents.get(type_)
        way = way_to(kind, document.status, status) if document else None
        if document is None or way is None:
            document, way = self._begin(type_, kind), way_to(kind, kind.initial, status) or []
        for onward in way:
            self._move(kind, document, onward)

    def _begin(self, type_: str, kind: RecordType) -> _Document:
        writer = self.cast.one_of(kind.written_by)
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
        for leaf in (leaf for guard in kind.statuses[status].requires for leaf in leaves(guard)):
            if isinstance(leaf, ConsentGuard) and leaf.consent.to not in self.consents:
                self._answer_consent(leaf.consent.to, given=True)
        self._write({"move": document.name, "to": status}, self.cast.one_of(by), asked)
        document.status = status

    def _wait_past(self, cuts: tuple[Cut, ...]) -> None:
        self._wait(cuts[-1].span)
        self._wait(Span(days=1))

    def _wait(self, span: Span) -> None:
        if span.amount:
            self.lines.append({"wait": {span.unit: span.amount}})
            self.today = later(self.today, span)
            self.acted_today = False

    def _wait_a_day(self) -> None:
        self._wait(Span(days=1))

    def _answers(
        self,
        asked: Mapping[str, Field],
        values: Values | None = None,
        who: str = "",
        given: Mapping[str, str] | None = None,
    ) -> Line:
        """The form filled in: as the path says, else with something of the right kind."""
        dates = self._dates(values or {})
        answers: Line = {}
        for name, question in asked.items():
            said = (values or {}).get(f"input.{name}")
            if said is None and question.optional and name not in dates:
                continue
            named = (given or {}).get(name)
            answer = named or dates.get(name) or self._answer(question, said, who)
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
            return who or (PARENT if question.among == "case" else self.opener)
        if question.kind == "meeting":
            return self.table.plan(self.today)
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
                found[last] = ending(dimension.cuts, begins, band).isoformat()
        return found

    def _write(self, line: Line, who: str, answers: Line | None = None) -> None:
        if "open" not in line:
            self._let_join(who)
        given: Line = {"with": answers} if answers else {}
        self.lines.append({**line, "as": who, **given})
