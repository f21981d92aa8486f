"""Guards about the file: records, facts, the form, the time that passed, other cases."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated, Self, TypeAlias

from pydantic import AfterValidator, model_validator
from pydantic import Field as Setting

from engine.fields import Field
from engine.guards.shared import ForWhom, GuardPart, of_children
from engine.names import Name
from engine.reason import Fix, Reason
from engine.snapshot import DutyState, Snapshot, StateClass
from engine.span import Span
from engine.terms import add_months
from engine.text import Part, Text

if TYPE_CHECKING:
    from engine.catalogue import Catalogue


def _in_calendar_time(span: Span) -> Span:
    if span.unit in ("hours", "working_days"):
        raise ValueError(f"count this in days, weeks, months or years, not in {span.unit}")
    return span


CalendarSpan: TypeAlias = Annotated[Span, AfterValidator(_in_calendar_time)]
"""A span that does not depend on a clock or on which days are worked."""


class Since(Part):
    """What the time is counted from; exactly one of these."""

    entering: Name | None = None
    record: Name | None = None
    act: Name | None = None

    @model_validator(mode="after")
    def _exactly_one(self) -> Self:
        if len(self.model_fields_set) != 1:
            raise ValueError("count from one thing: entering, record or act")
        return self

    @property
    def name(self) -> str:
        """The state, record type or act that it counts from."""
        return self.entering or self.record or self.act or ""

    def day(self, case: Snapshot) -> date | None:
        """The day to count from, or None when it never came."""
        if self.entering:
            return case.entered.get(self.entering)
        if self.act:
            return case.acted.get(self.act)
        days = [seen.on for (kind, _), seen in case.records.items() if kind == self.record]
        return max(days, default=None)


class RecordWanted(Part):
    """Which record a guard wants to find.

    ``newer_than``: what served that act, state or record before does not serve the next time.
    """

    type: Name
    status: tuple[Name, ...] = ()  # empty: the settled ones
    no_older_than: CalendarSpan | None = None
    newer_than: Since | None = None
    for_: ForWhom = Setting(default="each_child", alias="for")

    @property
    def types(self) -> tuple[str, ...]:
        """The types of record that the answer is read from."""
        after = self.newer_than.record if self.newer_than else None
        return (self.type, after) if after else (self.type,)


class RecordGuard(GuardPart):
    """A record of this type is there, in one of these statuses and recent enough."""

    record: RecordWanted

    def check(self, case: Snapshot, catalogue: Catalogue) -> Reason:
        wanted = self.record
        kind = catalogue.records[wanted.type]
        title = kind.title
        reason = Reason(
            key=f"record.{wanted.type}",
            met=False,
            asks=Text(nl=f"Leg vast: {title.nl}", en=f"Record: {title.en}"),
            says=Text(nl=f"Ontbreekt: {title.nl}.", en=f"Missing: {title.en}."),
            fix=Fix(record=wanted.type),
            records=wanted.types,
        )
        statuses = wanted.status or kind.settled
        if kind.about == "youth":
            return self._worded(
                of_children(
                    reason,
                    case,
                    wanted.for_,
                    lambda child: self._found(case, child.id, statuses),
                )
            )
        return self._worded(replace(reason, met=self._found(case, None, statuses)))

    def _found(self, case: Snapshot, child: str | None, statuses: tuple[str, ...]) -> bool:
        found = case.record(self.record.type, child)
        if found is None or found.status not in statuses:
            return False
        oldest, since = self.record.no_older_than, self.record.newer_than
        passed = since.day(case) if since else None
        recent = oldest is None or found.on >= earlier(case.on, oldest)
        return recent and (passed is None or found.on > passed)


class ElapsedWanted(Part):
    """How long ago something was, in calendar time."""

    since: Since
    at_least: CalendarSpan | None = None
    at_most: CalendarSpan | None = None


class ElapsedGuard(GuardPart):
    """At least or at most so much time has passed since something."""

    elapsed: ElapsedWanted

    def check(self, case: Snapshot, catalogue: Catalogue) -> Reason:
        wanted, began = self.elapsed, self.elapsed.since.day(case)
        enough = wanted.at_least is None or (
            began is not None and began <= earlier(case.on, wanted.at_least)
        )
        recent = wanted.at_most is None or (
            began is not None and began >= earlier(case.on, wanted.at_most)
        )
        return self._worded(
            Reason(
                key=f"elapsed.{wanted.since.name}",
                met=enough and recent,
                asks=Text(nl="Let op de termijn", en="Mind the term"),
                says=Text(nl="De termijn klopt niet.", en="The term does not fit."),
                records=(wanted.since.record,) if wanted.since.record else (),
            )
        )


class InputGuard(GuardPart):
    """A field of the form has one of these values; unknown until the form is filled in."""

    input: dict[Name, tuple[str, ...]]

    @model_validator(mode="after")
    def _one_field(self) -> Self:
        if len(self.input) != 1:
            raise ValueError("an input guard names one field")
        return self

    @property
    def field(self) -> str:
        """The field of the form that it reads."""
        return next(iter(self.input))

    def check(self, case: Snapshot, catalogue: Catalogue) -> Reason:
        values = self.input[self.field]
        given = None if case.inputs is None else case.inputs.get(self.field)
        listed = _labels(case.form.get(self.field), values)
        return self._worded(
            Reason(
                key=f"input.{self.field}",
                met=None if case.inputs is None else _among(_here(given, case), values),
                asks=Text(nl=f"Kies: {listed.nl}", en=f"Choose: {listed.en}"),
                says=Text(nl=f"Niet gekozen: {listed.nl}.", en=f"Not chosen: {listed.en}."),
                needs=(self.field,) if case.inputs is None else (),
            )
        )


class FactGuard(GuardPart):
    """A fact of the case has one of these values."""

    fact: dict[Name, tuple[str, ...]]

    @model_validator(mode="after")
    def _one_fact(self) -> Self:
        if len(self.fact) != 1:
            raise ValueError("a fact guard names one fact")
        return self

    @property
    def name(self) -> str:
        """The fact that it reads."""
        return next(iter(self.fact))

    def check(self, case: Snapshot, catalogue: Catalogue) -> Reason:
        listed = ", ".join(self.fact[self.name])
        return self._worded(
            Reason(
                key=f"fact.{self.name}",
                met=case.facts.get(self.name) in self.fact[self.name],
                asks=Text(nl=f"Nodig: {listed}", en=f"Needed: {listed}"),
                says=Text(nl=f"Niet vastgelegd: {listed}.", en=f"Not recorded: {listed}."),
            )
        )


class LinkedWanted(Part):
    """Which linked case, and whether it is open or final."""

    workflow: Name
    link: Name | None = None
    state: StateClass | None = None


class LinkedCaseGuard(GuardPart):
    """A linked case of this workflow is there."""

    linked_case: LinkedWanted

    def check(self, case: Snapshot, catalogue: Catalogue) -> Reason:
        wanted = self.linked_case
        met = any(
            seen.workflow == wanted.workflow
            and wanted.link in (None, seen.link)
            and wanted.state in (None, "final" if seen.is_final else "open")
            for seen in case.linked
        )
        return self._worded(
            Reason(
                key=f"linked_case.{wanted.workflow}",
                met=met,
                asks=Text(nl="Koppel de andere zaak", en="Link the other case"),
                says=Text(nl="Er is geen gekoppelde zaak.", en="There is no linked case."),
            )
        )


class DutyWanted(Part):
    """Which deadline, in which of its states."""

    key: Name
    state: tuple[DutyState, ...]


class DeadlineGuard(GuardPart):
    """A deadline of the case is in one of these states."""

    deadline: DutyWanted

    def check(self, case: Snapshot, catalogue: Catalogue) -> Reason:
        wanted = self.deadline
        return self._worded(
            Reason(
                key=f"deadline.{wanted.key}",
                met=case.duties.get(wanted.key) in wanted.state,
                asks=Text(nl="Rond de termijn af", en="Settle the deadline"),
                says=Text(nl="De termijn is nog niet afgerond.", en="The deadline is not settled."),
            )
        )


def earlier(on: date, span: Span) -> date:
    """The day that lies ``span`` of calendar time before ``on``.

    >>> earlier(date(2026, 3, 9), Span.parse("6 months"))
    datetime.date(2025, 9, 9)
    """
    if span.unit in ("months", "years"):
        return add_months(on, -span.amount * (12 if span.unit == "years" else 1))
    return on - timedelta(days=span.amount * (7 if span.unit == "weeks" else 1))


def _here(given: object, case: Snapshot) -> object:
    """Of an answer for each child those of the child parts that are asked about."""
    if not isinstance(given, Mapping):
        return given
    return {child.id: given.get(child.id) for child in case.children}


def _labels(asked: Field | None, values: tuple[str, ...]) -> Text:
    """The values as the form words them."""
    if asked is None:
        return Text(nl=", ".join(values), en=", ".join(values))
    known = _YES_NO if asked.kind == "yes_no" else asked.values
    labels = [known.get(value) or Text(nl=value, en=value) for value in values]
    return Text(nl=" / ".join(one.nl for one in labels), en=" / ".join(one.en for one in labels))


_YES_NO = {"yes": Text(nl="ja", en="yes"), "no": Text(nl="nee", en="no")}


def _among(given: object, values: tuple[str, ...]) -> bool:
    """Whether the answer, or every child's answer, is one of the values."""
    if isinstance(given, Mapping):
        return all(_among(answer, values) for answer in given.values())
    if isinstance(given, bool):
        return ("yes" if given else "no") in values
    return given in values
