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
from engine.service.ledger import PAST
from engine.service.office import Office
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

STATES: Mapping[ReminderState, Text] = {
    "planned": Text(nl="Gepland", en="Planned"),
    "fired": Text(nl="Verstuurd", en="Sent"),
    "suppressed": Text(nl="Niet verstuurd", en="Not sent"),
    "superseded": Text(nl="Vervallen", en="Dropped"),
}
_WHY: Mapping[str, Text] = {
    PAST: Text(nl="Dit moment was al voorbij bij het vastleggen.", en="It was past on recording."),
    "suspended": Text(nl="De termijn stond stil.", en="The deadline stood still."),
    "due date moved": Text(nl="De datum is veranderd.", en="The date was moved."),
    "deadline met": Text(nl="Het was al gedaan.", en="It was done already."),
    "deadline void": Text(nl="De termijn geldt niet meer.", en="The deadline no longer holds."),
    "deadline suspended": Text(nl="De termijn stond stil.", en="The deadline stood still."),
    "nobody to tell": Text(
        nl="Er was niemand om het aan te melden.", en="Nobody was there to tell."
    ),
    "a later one of this deadline is due too": Text(
        nl="Een latere herinnering ging in plaats hiervan.", en="A later one went out instead."
    ),
}
_DEPUTY = Text(
    nl="Niemand had deze rol; de coördinator kreeg bericht.",
    en="Nobody held this role; the coordinator was told.",
)


@dataclass(frozen=True, slots=True)
class ReminderRow:
    """One reminder: to whom, when, and what became of it."""

    fire_at: datetime
    to: Text
    state: ReminderState
    state_title: Text
    why: Text | None


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
        rule = duty_rule(work.workflow, row.key)
        calendar = office.library.calendars[work.case.region]
        try:
            return due(row.due_on, by, rule.kind, calendar, on_day_off=rule.day_off).on
        except TermOutOfScope as misfit:
            says = Text(
                nl="Zo wordt deze termijn niet geteld.", en="This term is not counted like that."
            )
            raise InvalidInput(InputProblem("amount", "malformed", says)) from misfit


def _reminder(work: CaseInHand, shown: DeadlineShown, seen: ReminderSeen) -> ReminderRow:
    to = shown.seen.owner if seen.audience == "owner" else roles_known(work)[seen.audience].title
    return ReminderRow(
        seen.fire_at, to, seen.state, STATES[seen.state], _why(seen.why) if seen.why else None
    )


def _why(why: str) -> Text:
    """The ledger's own reason in words; each is told, also one that came later."""
    if why.startswith("nobody holds"):
        return _DEPUTY
    return _WHY.get(why, Text(nl=why, en=why))
