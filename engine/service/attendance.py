"""Who is there when cases are discussed: members for the whole meeting, others per case."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import get_args

from engine.access import Viewer
from engine.errors import NotFound
from engine.fields import LONGEST, InputProblem, InvalidInput
from engine.happened import Happened
from engine.reason import Reason
from engine.service.agenda import on_an_agenda
from engine.service.at_table import Changed, TableOutcome, TableWork, at_table, meeting_seen
from engine.service.child_parts import hidden_members
from engine.service.command import CaseInHand, Outcome, carry_out, refuse
from engine.service.office import Office
from engine.service.orders import MarkAtItem
from engine.service.repeats import Done
from engine.service.settle import Change, settle
from engine.service.table_orders import MarkAtMeeting
from engine.service.table_roles import roles_at, runs_it, sits_here
from engine.store import agenda, attendance, consents, meeting_tables, participation, people
from engine.store.attendance import Mark
from engine.store.meeting_tables import MemberSeen
from engine.store.meetings import MeetingHead
from engine.store.people import PersonSeen
from engine.store.tables.meetings import How
from engine.text import Text

HOWS: Mapping[How, Text] = {
    "in_room": Text(nl="Aanwezig", en="Present"),
    "by_phone": Text(nl="Telefonisch", en="By phone"),
    "by_video": Text(nl="Via video", en="By video"),
    "heard_before": Text(nl="Vooraf gehoord", en="Heard beforehand"),
    "absent_with_notice": Text(nl="Afwezig met bericht", en="Absent with notice"),
    "absent": Text(nl="Afwezig zonder bericht", en="Absent without notice"),
    "not_invited": Text(nl="Niet uitgenodigd", en="Not invited"),
}

_WHO = Text(nl="Noem een persoon, of iemand in woorden.", en="Name a person, or say who it is.")
_ROLE = Text(nl="Vul in in welke rol.", en="Fill in in which role.")
_NO_ROLE = Text(nl="Er is geen rol met deze naam.", en="There is no role of this name.")
_WHY = Text(nl="Vul in waarom niet uitgenodigd.", en="Fill in why they are not invited.")
_TOO_LONG = Text(
    nl=f"Geef ten hoogste {LONGEST['text']} tekens.",
    en=f"Give at most {LONGEST['text']} characters.",
)
_NOT_THAT_ROLE = Text(
    nl="Deze persoon is er niet in die rol.", en="This person is not there in that role."
)
_OVER = Text(nl="Deze bijeenkomst is voorbij.", en="This meeting is over.")


def mark_at_meeting(viewer: Viewer, office: Office, order: MarkAtMeeting) -> TableOutcome:
    """Mark a member of the table, or an outside party in words, for every case of the meeting.

    Raises:
        NotFound: no such member of this table. InvalidInput: nobody is named, or not how.
    """
    return at_table(viewer, office, order, _at_meeting)


def mark_at_item(viewer: Viewer, office: Office, order: MarkAtItem) -> Outcome:
    """Mark somebody at the case that is on the agenda: of the family, or who takes part.

    Not to invite somebody asks a reason: a choice of the chair for reasons of safety.

    Raises:
        NotFound: no such person in this case. InvalidInput: nobody is named, or not how.
    """
    return carry_out(viewer, office, order, _at_item)


def _at_meeting(work: TableWork, order: MarkAtMeeting) -> Changed:
    meeting = meeting_seen(work, order.meeting).head
    held = roles_at(work.connection, work.viewer, meeting.table_id, now=work.now, on=work.today)
    refuse("mark_at_meeting", runs_it(held), _runs_still(meeting))
    _check(work.office, order)
    members = meeting_tables.members_of(
        work.connection, [meeting.table_id], now=work.now, on=work.today
    )[meeting.table_id]
    marks = _marks_of_member(order, members) if order.person else [_in_words(order)]
    made = [
        attendance.add_mark(work.connection, meeting, mark, by=work.viewer, now=work.now)
        for mark in marks
    ]
    return Changed(meeting.public_id, meeting.version, meeting.state, made=made[0])


def _marks_of_member(order: MarkAtMeeting, members: Collection[MemberSeen]) -> list[Mark]:
    found = [each for each in members if each.person == order.person]
    if not found:
        raise NotFound("member")
    marks = [
        Mark(role=each.role, how=_how(order), person_id=each.person_id, reason=_reason(order))
        for each in found
        if order.role in (None, each.role)
    ]
    if not marks:
        raise InvalidInput(InputProblem("role", "unknown", _NOT_THAT_ROLE))
    return marks


def _at_item(work: CaseInHand, order: MarkAtItem) -> Done:
    live = agenda.live_items(work.connection, work.case)
    refuse("mark_at_item", on_an_agenda(live))
    found = live[0]
    refuse("mark_at_item", sits_here(work, found.meeting.table_id))
    _check(work.office, order)
    marks = [*_marks_in_case(work, order)] if order.person else [_in_words(order)]
    for mark in marks:
        attendance.add_mark(
            work.connection,
            found.meeting,
            mark,
            item_id=found.item.id,
            by=work.viewer,
            now=work.now,
        )
    return settle(
        work,
        Change(
            kind="attendance_marked",
            happened=Happened(on=work.on, at=work.at),
            before=work.snapshot(),
            payload={
                "meeting": found.meeting.public_id,
                "person": order.person,
                "roles": [mark.role for mark in marks],
                "how": order.how,
            },
            details={"who": order.words, "reason": order.reason},
            made=found.item.public_id,
        ),
    )


def _marks_in_case(work: CaseInHand, order: MarkAtItem) -> Iterator[Mark]:
    """One mark for each role in which the person is there.

    Raises:
        NotFound: they are no member of the family and take no part.
        InvalidInput: they are not there in the role that was named.
    """
    person = people.person_by_public_id(work.connection, str(order.person))
    held = _roles_of(work, person)
    if not held or person.public_id in hidden_members(work):
        raise NotFound("person")
    roles = [role for role in held if order.role in (None, role)]
    if order.role and person.family_id and _is_of_family(work, order.role):
        roles = [order.role]
    if not roles:
        raise InvalidInput(InputProblem("role", "unknown", _NOT_THAT_ROLE))
    for role in roles:
        yield Mark(role=role, how=_how(order), person_id=person.id, reason=_reason(order))


def _is_of_family(work: CaseInHand, key: str) -> bool:
    role = work.office.library.catalogue.roles.get(key)
    return role is not None and role.family


def _roles_of(work: CaseInHand, person: PersonSeen) -> list[str]:
    """In which roles somebody is there: those they have, or what they are to the child."""
    takings = participation.takings_of(work.connection, work.case, now=work.now, on=work.today)
    held = [
        each.role
        for each in takings
        if each.person_id == person.id and each.region is None and each.access != "excluded"
    ]
    if held or person.family_id != work.case.family_id:
        return [*dict.fromkeys(held)]
    if person.kind == "youth":
        return ["youth"]
    children = [child.id for child in work.children]
    with_authority = any(
        each.parent_id == person.id
        and each.from_on <= work.today
        and (each.until_on is None or each.until_on > work.today)
        for each in consents.authorities_of(work.connection, children)
    )
    return ["parent_with_authority" if with_authority else "parent_without_authority"]


def _check(office: Office, order: MarkAtMeeting | MarkAtItem) -> None:
    """Whether it says of whom, and how.

    Raises:
        InvalidInput: with every problem.
    """
    problems = []
    if order.how not in HOWS:
        listed = ", ".join(get_args(How))
        says = Text(nl=f"Kies uit {listed}.", en=f"Choose one of {listed}.")
        problems.append(InputProblem("how", "unknown", says))
    if bool(order.person) == bool(order.words.strip()):
        problems.append(InputProblem("person", "missing", _WHO))
    if order.words.strip() and not order.role:
        problems.append(InputProblem("role", "missing", _ROLE))
    if order.role and order.role not in office.library.catalogue.roles:
        problems.append(InputProblem("role", "unknown", _NO_ROLE))
    if order.how == "not_invited" and not order.reason.strip():
        problems.append(InputProblem("reason", "missing", _WHY))
    problems += [
        InputProblem(name, "malformed", _TOO_LONG)
        for name in ("words", "reason")
        if len(getattr(order, name)) > LONGEST["text"]
    ]
    if problems:
        raise InvalidInput(*problems)


def _in_words(order: MarkAtMeeting | MarkAtItem) -> Mark:
    return Mark(
        role=str(order.role),
        how=_how(order),
        words=order.words.strip(),
        reason=_reason(order),
    )


def _how(order: MarkAtMeeting | MarkAtItem) -> How:
    return next(how for how in HOWS if how == order.how)


def _reason(order: MarkAtMeeting | MarkAtItem) -> str | None:
    return order.reason.strip() or None


def _runs_still(meeting: MeetingHead) -> Reason:
    return Reason(
        key="state",
        met=meeting.state not in {"held", "cancelled"},
        asks=Text(nl="Kies een andere bijeenkomst", en="Choose another meeting"),
        says=_OVER,
        source="DEFAULT",
    )
