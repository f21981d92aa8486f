"""Cases on the agenda of a meeting: put there by a step, taken off by an outcome, carried over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from engine.access import Viewer
from engine.at_the_table import meeting_field, outcome_of
from engine.definition import Transition
from engine.fields import InputProblem, InvalidInput, Value
from engine.happened import Happened
from engine.reason import Reason
from engine.service.command import CaseInHand, Outcome, carry_out, refuse
from engine.service.meeting_follow import follow_case
from engine.service.office import Office
from engine.service.orders import CarryOver
from engine.service.repeats import Done
from engine.service.seating import seat_at_new_table
from engine.service.settle import Change, settle
from engine.service.table_roles import sits_here
from engine.snapshot import Snapshot
from engine.store import agenda, meeting_tables, meetings
from engine.store.agenda import LiveItem, NewItem
from engine.store.meetings import AHEAD, MeetingHead
from engine.store.tables.meetings import ItemState
from engine.text import Text

_NONE_SUCH = Text(
    nl="Kies een bijeenkomst die nog komt, van een tafel voor deze zaak.",
    en="Choose a meeting that is still to come, of a table for this case.",
)


def carry_over(viewer: Viewer, office: Office, order: CarryOver) -> Outcome:
    """Let a planned case wait for another meeting; what counts back from the day moves along.

    When it comes to another table, the members of that one take part as those of the first did.

    Refused with ``item`` when the case is on no agenda, ``role`` when somebody else than the
    chair or the secretary of that table asks.

    Raises:
        InvalidInput: the other meeting is past, has begun, or is none of a table for the case.
    """
    return carry_out(viewer, office, order, _carry_over)


def chosen_meeting(
    work: CaseInHand, step: Transition, inputs: Mapping[str, Value]
) -> MeetingHead | None:
    """The meeting that the form of the step names, if it asks for one.

    Raises:
        InvalidInput: it is past, has begun, or is none of a table for this case.
    """
    field = meeting_field(step)
    wanted = inputs.get(field) if field else None
    if field is None or wanted is None:
        return None
    return _ahead(work, str(wanted), field)


def follow_agenda(work: CaseInHand, case: Snapshot, transition: str, done: Done) -> None:
    """Keep the agenda true to a step that was made: ``case`` is how it stood before."""
    meeting = chosen_meeting(work, work.workflow.transitions[transition], case.inputs or {})
    planned = _planned(work)
    touched = _locked(work, meeting, planned)
    if meeting is not None:
        _put(work, meeting, planned, seq=done.version)
        follow_case(work, touched, to=meeting)
        return
    outcome = outcome_of(work.workflow, transition, done.state) if planned else None
    for each in planned if outcome else ():
        to = "carried_over" if outcome == "carried_over" else _decided(each.meeting)
        agenda.move_items(work.connection, [each.item], to=to)
    if outcome:
        follow_case(work, touched)


def tables_of(work: CaseInHand) -> list[int]:
    """The keys of the tables that the case may come to."""
    case = work.case
    found = meeting_tables.tables_serving(work.connection, case.region, case.municipality)
    return [table.id for table in found]


def on_an_agenda(live: Sequence[LiveItem]) -> Reason:
    """Whether the case is on the agenda of a meeting that is not over."""
    return Reason(
        key="item",
        met=bool(live),
        asks=Text(nl="Zet de zaak op een agenda", en="Put the case on an agenda"),
        says=Text(
            nl="Deze zaak staat niet op de agenda van een bijeenkomst.",
            en="This case is not on the agenda of a meeting.",
        ),
        source="DEFAULT",
    )


def _carry_over(work: CaseInHand, order: CarryOver) -> Done:
    planned = _planned(work)
    refuse("carry_over", on_an_agenda(planned))
    refuse("carry_over", sits_here(work, planned[0].meeting.table_id))
    if not order.reason.strip():
        says = Text(nl="Vul in waarom.", en="Fill in why.")
        raise InvalidInput(InputProblem("reason", "missing", says))
    meeting = _ahead(work, order.meeting, "meeting")
    before = work.snapshot()
    seat_at_new_table(work, before, meeting)
    touched = _locked(work, meeting, planned)
    _put(work, meeting, planned, seq=work.next_seq)
    follow_case(work, touched, to=meeting)
    return settle(
        work,
        Change(
            kind="carried_over",
            happened=Happened(on=work.on, at=work.at, meeting=meeting.on_date),
            before=before,
            payload={"meeting": meeting.public_id, "from": planned[0].meeting.public_id},
            details={"reason": order.reason},
            made=meeting.public_id,
        ),
    )


def _planned(work: CaseInHand) -> list[LiveItem]:
    """Where the case waits to be discussed."""
    live = agenda.live_items(work.connection, work.case)
    return [each for each in live if each.item.state == "planned"]


def _locked(
    work: CaseInHand, meeting: MeetingHead | None, planned: Sequence[LiveItem]
) -> list[MeetingHead]:
    """The meetings that the case comes to or leaves, each locked, always in one order."""
    known = {each.meeting.id: each.meeting for each in planned}
    if meeting is not None:
        known[meeting.id] = meeting
    return [meetings.lock_meeting(work.connection, known[key]) for key in sorted(known)]


def _put(work: CaseInHand, meeting: MeetingHead, planned: Sequence[LiveItem], *, seq: int) -> None:
    """Put the case on this agenda; where it was planned before, it is carried over."""
    if meetings.lock_meeting(work.connection, meeting).state not in AHEAD:
        raise InvalidInput(InputProblem("meeting", "unknown", _NONE_SUCH))
    if any(each.meeting.id == meeting.id for each in planned):
        return
    agenda.move_items(work.connection, [each.item for each in planned], to="carried_over")
    last = agenda.last_item(work.connection, work.case)
    came_from = last.id if last and last.state == "carried_over" else None
    new = NewItem(case_id=work.case.id, seq=seq, carried_from_id=came_from)
    agenda.add_item(work.connection, meeting, new, now=work.now)


def _ahead(work: CaseInHand, public_id: str, field: str) -> MeetingHead:
    found = meetings.meeting_ahead(work.connection, public_id, tables_of(work), from_on=work.today)
    if found is None:
        raise InvalidInput(InputProblem(field, "unknown", _NONE_SUCH))
    return found


def _decided(meeting: MeetingHead) -> ItemState:
    """An outcome before the meeting leaves nothing to discuss there."""
    return "removed" if meeting.state in AHEAD else "discussed"


def with_meeting(work: CaseInHand, transition: str, meeting: str) -> Mapping[str, object]:
    """The answer that names this meeting on the form of a step.

    Raises:
        InvalidInput: the step asks for no meeting.
    """
    step = work.workflow.transitions.get(transition)
    field = meeting_field(step) if step else None
    if step is not None and field is None:
        says = Text(
            nl="Deze stap zet een zaak niet op een agenda.",
            en="This step puts no case on an agenda.",
        )
        raise InvalidInput(InputProblem("transition", "malformed", says))
    return {field: meeting} if field else {}
