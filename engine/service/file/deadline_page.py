"""One deadline with all that its page shows: how far it may move, and who heard what of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from engine.access import Viewer
from engine.deviation_duties import duty_rule
from engine.errors import TermOutOfScope
from engine.fields import InputProblem, InvalidInput
from engine.service.command import CaseInHand, looking
from engine.service.file.deadline import DeadlineShown, deadline_of
from engine.service.file.participants import roles_known
from engine.service.ladder_shown import RungShown
from engine.service.office import Office
from engine.service.reminder_words import STATES, why_words
from engine.span import Kind, Span, Unit
from engine.store import deadlines as duties
from engine.store.reminders import ReminderSeen
from engine.store.tables.clock import ReminderState
from engine.terms import due
from engine.text import Text

UNITS: Mapping[Kind, Sequence[Unit]] = {
    "statutory": ("days", "weeks", "months"),
    "hard": ("days", "weeks", "months"),
    "countback": ("days", "weeks", "months", "working_days"),
    "working_days": ("working_days",),
    "hours": ("hours",),
}
"""In what a deadline of each kind is extended."""


@dataclass(frozen=True, slots=True)
class ReminderRow:
    """One reminder: to whom, when, and what became of it."""

    fire_at: datetime
    to: Text
    state: ReminderState
    state_title: Text
    why: Text | None
    ladder: tuple[RungShown, ...]


@dataclass(frozen=True, slots=True)
class DeadlinePage:
    """A deadline with its reminders, and the units in which it may be extended."""

    shown: DeadlineShown
    reminders: tuple[ReminderRow, ...]
    units: Sequence[Unit]


def deadline_page_of(work: CaseInHand, public_id: str) -> DeadlinePage:
    """One deadline of a case in hand; raises NotFound when it has none with this id."""
    shown = deadline_of(work, public_id)
    return DeadlinePage(
        shown=shown,
        reminders=tuple(
            _reminder(work, shown, each)
            for each in sorted(shown.seen.reminders, key=lambda row: row.fire_at)
        ),
        units=UNITS[duty_rule(work.workflow, shown.seen.key).kind],
    )


def extended_to(viewer: Viewer, office: Office, case: str, deadline: str, by: Span) -> date:
    """The day to which an extension by this span would bring the deadline; nothing changes.

    Raises:
        NotFound: no such case for this viewer, or no such deadline in it.
        InvalidInput: its term is not counted in that unit.
    """
    with looking(viewer, office, case, "preview_extension", record=deadline) as work:
        row = duties.get_deadline(work.connection, work.case, deadline)
        work.must_be_open(row.child_id, "deadline")
        rule = duty_rule(work.workflow, row.key)
        calendar = work.reckoner.calendar
        try:
            return due(row.due_on, by, rule.kind, calendar, on_day_off=rule.day_off).on
        except TermOutOfScope as misfit:
            says = Text(
                nl="Zo wordt deze termijn niet geteld.", en="This term is not counted like that."
            )
            raise InvalidInput(InputProblem("amount", "malformed", says)) from misfit


def _reminder(work: CaseInHand, shown: DeadlineShown, seen: ReminderSeen) -> ReminderRow:
    roles = roles_known(work)
    to = shown.seen.owner if seen.audience == "owner" else roles[seen.audience].title
    why = why_words(seen.why, roles) if seen.why else None
    ladder = shown.seen.ladders.get(seen.id, ())
    return ReminderRow(seen.fire_at, to, seen.state, STATES[seen.state], why, ladder)
