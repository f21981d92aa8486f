"""Let everybody hear of a meeting: the first word when it is fixed, later words to the same people.

Fixed words in a mail of their own, with a file for the calendar that says when, where and how
many: own items only, never whose. In the transaction of whatever changes the meeting.

Source: DOMAIN 2.1 "Inviting safely"; PAGES 5.5.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace

from engine.meeting_entry import AN_HOUR, Said, Sitting, Slot, next_said, said_of, withdrawn
from engine.service.delivery import CHANNEL
from engine.service.office import Office, local_day
from engine.service.outgoing import put
from engine.store import Connection, agenda, meeting_notices, meeting_tables
from engine.store.meeting_notices import Hearer, Told
from engine.store.meetings import MeetingHead
from engine.store.notices import NewNotice

INVITED, MOVED, CALLED_OFF = "invited", "moved", "called_off"
"""The texts: for the first word, for another time or place, and for a meeting without them."""

SAID_LATER = "a later message about the meeting tells it"
"""Why a notice that did not leave yet needs no mail any more."""

NO_PART = "the meeting is not theirs any more"
"""The same, where nothing was heard: then there is nothing to take back either."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """What the calendar of one person is to say; ``case_id`` is the first of their cases.

    ``heard``: some word about the meeting reached them before.
    """

    hearer: Hearer
    said: Said
    case_id: int | None
    heard: bool = False


def invite(office: Office, connection: Connection, meeting: MeetingHead) -> None:
    """Tell everybody who has a part in the meeting, now that its agenda stands.

    Whoever heard before hears again only if something changed for them.
    """
    _tell(office, connection, meeting, newcomers=True)


def tell_again(office: Office, connection: Connection, meeting: MeetingHead) -> None:
    """Tell those who heard of the meeting what changed for them; nobody else hears."""
    _tell(office, connection, meeting, newcomers=False)


def _tell(office: Office, connection: Connection, meeting: MeetingHead, *, newcomers: bool) -> None:
    told = meeting_notices.last_told(connection, meeting)
    if not (told or newcomers):
        return
    made = list[int | None]()
    for entry in _entries(office, connection, meeting, told):
        before = told.get(entry.hearer.id)
        heard = before is not None and before.heard
        if entry.said.withdrawn and not heard:  # their calendar holds nothing to be taken away
            _put_aside(connection, meeting, entry.hearer, why=NO_PART)
            continue
        said = _next(before, entry.said)
        if said is not None and (newcomers or (before is not None and before.stands)):
            made.append(_put(office, connection, meeting, replace(entry, said=said, heard=heard)))
    office.announce(connection, [each for each in made if each is not None])


def _next(before: Told | None, said: Said) -> Said | None:
    """What is to be told now; what was put aside before it left was never told."""
    if before is not None and not before.stands:
        return replace(said, sequence=before.said.sequence + 1)
    return next_said(before.said if before else None, said)


def _put_aside(
    connection: Connection, meeting: MeetingHead, hearer: Hearer, *, why: str = SAID_LATER
) -> None:
    meeting_notices.supersede_waiting(connection, meeting, hearer.id, why=why)


def _entries(
    office: Office, connection: Connection, meeting: MeetingHead, told: Mapping[int, Told]
) -> Iterator[_Entry]:
    """What each calendar is to say now; of whoever has no part any more it is withdrawn."""
    now, seen = office.clock.now(), set[int]()
    if meeting.state != "cancelled":
        here = meeting_notices.hearers(connection, meeting, now=now, on=local_day(now))
        sitting = _sitting(office, connection, meeting)
        live = [each.item for each in agenda.items_of(connection, meeting)]
        for hearer, items in here.items():
            own = [item for item in live if item.id in items]
            slots = [Slot(item.starts, item.minutes) for item in own]
            said = said_of(sitting, hearer.public_id, slots)
            seen.add(hearer.id)
            yield _Entry(hearer, said, own[0].case_id if own else None)
    for person, before in told.items():
        if person not in seen:
            yield _Entry(before.hearer, withdrawn(before.said), None)


def _sitting(office: Office, connection: Connection, meeting: MeetingHead) -> Sitting:
    table = meeting_tables.table_by_key(connection, meeting.table_id)
    region = office.library.regions.get(table.region)
    return Sitting(
        id=meeting.public_id,
        on=meeting.on_date,
        starts=meeting.starts,
        ends=region.table.ends if region and region.table else None,
        place=meeting.place,
        minutes=table.slot_minutes or AN_HOUR,
    )


def _put(office: Office, connection: Connection, meeting: MeetingHead, entry: _Entry) -> int | None:
    hearer, sequence = entry.hearer, entry.said.sequence
    new = NewNotice(
        key=f"invited-{meeting.public_id}-{hearer.public_id}-{sequence}-{CHANNEL}",
        person_id=hearer.id,
        channel=CHANNEL,
        template=_template(entry),
        sort="invited",
        language=hearer.language,
        case_id=entry.case_id,
        address=hearer.email,
        meeting_id=meeting.id,
        said=asdict(entry.said),
    )
    _put_aside(connection, meeting, hearer)
    return put(office, connection, new, now=office.clock.now())


def _template(entry: _Entry) -> str:
    """To whoever heard nothing yet every word is the first one, whatever changed before it."""
    if entry.said.withdrawn:
        return CALLED_OFF
    return MOVED if entry.heard else INVITED
