"""Who is expected when a case is discussed, and who is there."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from engine.service.at_item import ItemInHand
from engine.service.attendance import HOWS
from engine.service.child_parts import members_seen
from engine.service.file.participants import participants_of, roles_known
from engine.service.listing import bare
from engine.service.sheet_records import INVITATION, SaidRecord, each_of
from engine.store import attendance, meeting_tables
from engine.store.attendance import PRESENT, AttendanceSeen
from engine.store.tables.meetings import How
from engine.store.tables.people import PersonKind
from engine.text import Text

Place: TypeAlias = Literal["meeting", "item"]

KIN: Mapping[PersonKind, Text] = {
    "youth": Text(nl="Jeugdige", en="Youth"),
    "parent": Text(nl="Ouder", en="Parent"),
    "relative": Text(nl="Familie of netwerk", en="Family or network"),
    "professional": Text(nl="Professional", en="Professional"),
}
"""What somebody of the family is called before they are marked in a role."""


@dataclass(frozen=True, slots=True)
class Expected:
    """Somebody who may be there: a member for the whole ``meeting``, others at this ``item``.

    ``asked`` is what was chosen in inviting them, ``how`` what was marked last. Without ``person``
    they were marked in words.
    """

    person: str | None
    name: str
    place: Place
    role_titles: tuple[Text, ...]
    of_family: bool
    asked: Text | None
    how: How | None
    how_title: Text | None
    reason: str | None

    @property
    def is_there(self) -> bool:
        """Whether they are in the room, on the telephone or on a screen."""
        return self.how in PRESENT


def expected_at(
    found: ItemInHand, records: Sequence[SaidRecord], *, named: bool
) -> tuple[Expected, ...]:
    """The family, whoever takes part, the members of the table; nobody unless names are read."""
    if not named:
        return ()
    connection, item = found.work.connection, found.item
    of_meeting = attendance.marks_of_meeting(connection, found.meeting.head)
    of_item = attendance.marks_of_items(connection, [item.id])
    family = tuple(_family(found, records, of_item))
    members = tuple(_members(found, of_meeting))
    elsewhere = {each.person for each in (*family, *members)}
    return (
        *family,
        *_others(found, of_item, elsewhere),
        *members,
        *_in_words(found, of_item, "item"),
        *_in_words(found, of_meeting, "meeting"),
    )


def _family(
    found: ItemInHand, records: Sequence[SaidRecord], marks: Sequence[AttendanceSeen]
) -> Iterator[Expected]:
    asked = {
        str(each.fields.get("person", "")): each.status_title
        for each in each_of(records, INVITATION)
    }
    for each in members_seen(found.work):
        seen, public = _mark_of(each.public_id, marks), each.public_id
        role = _titles(found, seen.role)[0] if seen else KIN[each.kind]
        yield _expected(public, each.name, "item", (role,), seen, asked.get(public), of_family=True)


def _others(
    found: ItemInHand, marks: Sequence[AttendanceSeen], elsewhere: Collection[str | None]
) -> Iterator[Expected]:
    """Who takes part in this case beside its family and the members of the table."""
    titles: dict[tuple[str, str], list[Text]] = {}
    for each in participants_of(found.work):
        if each.scope != "region" and each.person not in elsewhere:
            titles.setdefault((each.person, str(each.name)), []).append(each.role_title)
    for (person, name), roles in titles.items():
        yield _expected(person, name, "item", tuple(roles), _mark_of(person, marks))


def _members(found: ItemInHand, marks: Sequence[AttendanceSeen]) -> Iterator[Expected]:
    table, work = found.meeting.head.table_id, found.table
    sitting = meeting_tables.members_of(work.connection, [table], now=work.now, on=work.today)
    roles: dict[tuple[str, str], list[str]] = {}
    for each in sitting[table]:
        roles.setdefault((each.person, each.name), []).append(each.role)
    for (person, name), held in roles.items():
        yield _expected(person, name, "meeting", _titles(found, *held), _mark_of(person, marks))


def _in_words(
    found: ItemInHand, marks: Sequence[AttendanceSeen], place: Place
) -> Iterator[Expected]:
    for mark in marks:
        if mark.person is None:
            titles = _titles(found, mark.role)
            yield _expected(None, str(mark.words), place, titles, mark)


def _mark_of(person: str, marks: Sequence[AttendanceSeen]) -> AttendanceSeen | None:
    return next((each for each in reversed(marks) if each.person == person), None)


def _titles(found: ItemInHand, *roles: str) -> tuple[Text, ...]:
    known = roles_known(found.work)
    return tuple(known[role].title if role in known else bare(role) for role in roles)


def _expected(
    person: str | None,
    name: str,
    place: Place,
    titles: tuple[Text, ...],
    mark: AttendanceSeen | None,
    asked: Text | None = None,
    *,
    of_family: bool = False,
) -> Expected:
    return Expected(
        person=person,
        name=name,
        place=place,
        role_titles=titles,
        of_family=of_family,
        asked=asked,
        how=mark.how if mark else None,
        how_title=HOWS[mark.how] if mark else None,
        reason=mark.reason if mark else None,
    )
