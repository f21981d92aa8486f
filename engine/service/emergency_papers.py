"""Which safety plans count now, and which measures run: by what they are, and how they stand.

A question of the same name on another form (a list for an intake, an estimate) is no plan and no
measure. What is a draft, was followed up or has ended is none either. Pure.

Source: SAFETY 5.4; LAW BW 1:257–1:265c.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from engine.service.emergency_forms import Forms, Step, Told
from engine.service.file.details import Detail
from engine.store.emergency_core import RecordNow
from engine.store.events import EventSeen

PLAN_STEPS: Mapping[Step, tuple[str, ...]] = {("crisis", "stabilise"): ("safety_plan",)}
PLAN_RECORDS: Mapping[str, tuple[str, ...]] = {"safety_conditions": ("agreed",)}
PLAN_SAYS = ("conditions", "if_it_goes_wrong")

_ORDER = ("title", "last_day_in_force")
_RULING = ("ruling", "placement", "last_day_in_force")
MEASURE_STEPS: Mapping[Step, tuple[str, ...]] = {
    ("crisis", "record_escalation"): ("measure", "began_on", "last_day_in_force"),
    ("crisis", "record_placement"): _ORDER,
    ("council_investigation", "record_ruling"): _RULING,
    ("council_investigation", "record_ruling_heard_late"): _RULING,
    ("council_investigation", "record_provisional_order"): (
        *("order", "on_child", "last_day_in_force"),
    ),
    ("placement", "record_court_placement"): _ORDER,
    ("placement", "record_placement_by_others"): _ORDER,
    ("placement", "place_in_emergency"): _ORDER,
    ("verder_thuis", "preselect"): ("measure",),
}
"""Where a measure is recorded as a step, and which answers tell of it."""

NO_MEASURE = frozenset({"police_112", "none", "rejected", "not_about"})
"""Answers to what was called in or ruled that are no measure on this child."""

WHILE_OPEN = frozenset({"placement", "verder_thuis"})
"""In these what has no last day counts as long as the case is open."""

MEASURE_RECORDS: Mapping[str, tuple[str, ...]] = {
    "measure": ("in_force",),
    "placement_authorisation": ("valid", "extended"),
}
MEASURE_SAYS = ("kind", "title", "ruled_on", "ends_on", "last_day_in_force")
RESULT: Mapping[str, tuple[str, ...]] = {"measure_result": ("ended", "extended")}
"""How a measure came out: sooner or later than the last day it was given."""

LAST_DAYS = frozenset({"last_day_in_force", "ends_on", "last_day"})
ORDER = "supervision_order"

TYPES = frozenset({*PLAN_RECORDS, *MEASURE_RECORDS, *RESULT})
"""The types of records that are looked at."""


@dataclass(frozen=True, slots=True)
class Measure(Told):
    """A measure that runs; ``until`` is its last day, None where none is recorded."""

    until: date | None


def plans(forms: Forms) -> tuple[Told, ...]:
    """The safety plans: of each crisis the newest, and every agreed one; the newest first."""
    newest: dict[int, Told] = {}
    for case, _, told in forms.steps(PLAN_STEPS):
        newest.setdefault(case, told)
    agreed = [told for _, told in forms.papers(PLAN_RECORDS, PLAN_SAYS)]
    return tuple(sorted((*newest.values(), *agreed), key=lambda each: each.on, reverse=True))


def measures(forms: Forms, today: date) -> tuple[Measure, ...]:
    """The measures that run on this day, the newest first."""
    found = map(_measure, (*_recorded(forms), *_written(forms)))
    run = [each for each in found if each.until is None or each.until >= today]
    return tuple(sorted(run, key=lambda each: each.on, reverse=True))


def _measure(told: Told) -> Measure:
    return Measure(told.title, told.on, told.number, told.details, _last_day(told))


def _last_day(told: Told) -> date | None:
    last = [each.value for each in told.details if each.name in LAST_DAYS]
    return max((day for day in last if isinstance(day, date)), default=None)


def _recorded(forms: Forms) -> Iterator[Told]:
    """The measures that a step tells of."""
    for case, event, told in forms.steps(MEASURE_STEPS):
        head = forms.heads[case]
        over = head.is_final and head.workflow in WHILE_OPEN and _last_day(told) is None
        if _is_one(told) and not over and not _taken_up(forms, event, told):
            yield replace(told, details=tuple(e for e in told.details if e.name != "on_child"))


def _is_one(told: Told) -> bool:
    """Whether it is a measure, on this child."""
    said = {each.name: each.value for each in told.details}
    return said.get("on_child") is not False and NO_MEASURE.isdisjoint(map(str, said.values()))


def _taken_up(forms: Forms, event: EventSeen, told: Told) -> bool:
    """Whether a record of the measure was written since: that one tells how it stands."""
    order = any(each.value == ORDER for each in told.details)
    at = event.recorded_at
    return order and any(each.type == "measure" and each.created_at >= at for each in forms.records)


def _written(forms: Forms) -> Iterator[Told]:
    """The measures that have a record of their own, with the last day as it came out."""
    results: dict[tuple[int, int | None], Told] = {}
    for record, told in forms.papers(RESULT, LAST_DAYS):
        results.setdefault(_about(record), told)
    for record, told in forms.papers(MEASURE_RECORDS, MEASURE_SAYS):
        result = results.get(_about(record)) if record.type == "measure" else None
        yield replace(told, details=_came_out(told, result)) if result else told


def _about(record: RecordNow) -> tuple[int, int | None]:
    return record.case_id, record.child_id


def _came_out(told: Told, result: Told) -> tuple[Detail, ...]:
    kept = (each for each in told.details if each.name not in LAST_DAYS)
    return (*kept, *result.details)
