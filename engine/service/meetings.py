"""Meetings of a table: planned, fixed, opened, ended, completed or cancelled."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Literal, TypeAlias

from engine.access import Viewer
from engine.errors import StaleMeeting
from engine.explanation import day_words
from engine.fields import LONGEST, InputProblem, InvalidInput
from engine.reason import Reason
from engine.service.at_table import Changed, TableOutcome, TableWork, at_table, meeting_seen
from engine.service.command import refuse
from engine.service.meeting_follow import follow_meeting
from engine.service.meeting_mode import end_at_meeting
from engine.service.meeting_reasons import cancel_reasons, complete_reasons
from engine.service.office import Office
from engine.service.table_orders import ChangeMeeting, MoveMeeting, OrderAgenda, PlanMeeting
from engine.service.table_roles import roles_at, runs_it, sets_it_up
from engine.service.tables import WEEKDAYS
from engine.store import agenda, meeting_tables, meetings
from engine.store.agenda import Place
from engine.store.meeting_tables import TableSeen
from engine.store.meetings import MeetingHead
from engine.store.tables.meetings import MeetingState
from engine.text import Text

LEADS: Mapping[MeetingState, tuple[MeetingState, ...]] = {
    "concept": ("fixed", "in_session", "cancelled"),
    "fixed": ("in_session", "cancelled"),
    "in_session": ("to_complete",),
    "to_complete": ("held",),
    "held": (),
    "cancelled": (),
}
"""How a meeting goes on. An agenda that nobody fixed is fixed by opening the meeting."""

STATES: Mapping[MeetingState, Text] = {
    "concept": Text(nl="Concept", en="Concept"),
    "fixed": Text(nl="Vastgesteld", en="Fixed"),
    "in_session": Text(nl="In zitting", en="In session"),
    "to_complete": Text(nl="Nog af te maken", en="To be completed"),
    "held": Text(nl="Gehouden", en="Held"),
    "cancelled": Text(nl="Gaat niet door", en="Cancelled"),
}

Why: TypeAlias = Literal["urgent", "absent", "not_ready", "room", "mistake"]
WHYS: Mapping[Why, Text] = {
    "urgent": Text(nl="Een zaak met spoed gaat voor", en="An urgent case goes first"),
    "absent": Text(nl="Iemand kan dan niet", en="Somebody cannot come then"),
    "not_ready": Text(nl="Een zaak is nog niet klaar", en="A case is not ready yet"),
    "room": Text(nl="De ruimte of de tolk", en="The room or the interpreter"),
    "mistake": Text(nl="Er stond een fout in", en="There was a mistake in it"),
}
"""Why a fixed agenda changes: keys, for the access log keeps no words about a family."""

_WEEK = timedelta(weeks=1)
_ON = Text(nl="Kies een dag die nog komt.", en="Choose a day that is still to come.")
_NO_RHYTHM = Text(
    nl="Deze tafel heeft geen vaste dag; kies een dag.",
    en="This table has no fixed day; choose a day.",
)
_TOO_LONG = Text(
    nl=f"Geef ten hoogste {LONGEST['text']} tekens.",
    en=f"Give at most {LONGEST['text']} characters.",
)
_ALL_ONCE = Text(
    nl="Noem elk onderdeel dat u ziet precies één keer.",
    en="Name every item that you see exactly once.",
)


def plan_meeting(viewer: Viewer, office: Office, order: PlanMeeting) -> TableOutcome:
    """Plan a meeting of a table: on a day, or on the next one of its rhythm that is no day off.

    Raises:
        InvalidInput: the day is past, or none was given and the table has no rhythm.
    """
    return at_table(viewer, office, order, _plan)


def change_meeting(viewer: Viewer, office: Office, order: ChangeMeeting) -> TableOutcome:
    """Say anew when a meeting begins and where it is; another day is another meeting.

    Raises:
        InvalidInput: the place is too long.
    """
    return at_table(viewer, office, order, _change)


def move_meeting(viewer: Viewer, office: Office, order: MoveMeeting) -> TableOutcome:
    """Bring a meeting on, or refuse it with every reason.

    It opens on its day or later. It always ends when the chair says so, and is held once each
    item has an outcome or was put off, and each case that was discussed a regisseur and an
    owner for every agreement. It is cancelled once each case on it was put off or carried over.

    Raises:
        InvalidInput: there is no such state.
    """
    return at_table(viewer, office, order, _move)


def order_agenda(viewer: Viewer, office: Office, order: OrderAgenda) -> TableOutcome:
    """Put the items that the viewer sees in this order, each at its time.

    Raises:
        InvalidInput: an item is missing, named twice or not there; no such ``why``.
    """
    return at_table(viewer, office, order, _order)


def next_in_rhythm(work: TableWork, table: TableSeen) -> date | None:
    """The next day of the table's rhythm without a meeting; None: it has no fixed day."""
    region = work.office.library.regions[table.region].table
    weekday = table.weekday or (region.weekday if region else None)
    if weekday is None:
        return None
    last = meetings.last_day(work.connection, table.id)
    day = max(work.today, last) if last else work.today
    day += timedelta(days=(WEEKDAYS.index(weekday) - day.weekday()) % 7 or 7)
    calendar = work.office.calendar(work.connection, table.region)
    while calendar.name_of(day):
        day += _WEEK
    return day


def _plan(work: TableWork, order: PlanMeeting) -> Changed:
    table = meeting_tables.get_table(work.connection, work.viewer, order.table, on=work.today)
    held = roles_at(work.connection, work.viewer, table.id, now=work.now, on=work.today)
    in_region = meeting_tables.region_roles(
        work.connection, work.viewer, table.region, now=work.now, on=work.today
    )
    refuse("plan_meeting", sets_it_up(held, in_region))
    day = order.on or next_in_rhythm(work, table)
    if day is None:
        raise InvalidInput(InputProblem("on", "missing", _NO_RHYTHM))
    if day < work.today:
        raise InvalidInput(InputProblem("on", "malformed", _ON))
    region = work.office.library.regions[table.region].table
    made = meetings.add_meeting(
        work.connection,
        table.id,
        on_date=day,
        starts=order.starts or table.starts or (region.starts if region else None),
        place=order.place.strip() or None,
        now=work.now,
    )
    return Changed(made.public_id, made.version, made.state, made=made.public_id)


def _change(work: TableWork, order: ChangeMeeting) -> Changed:
    meeting = _in_hand(work, order.meeting, order.seen_version, "change_meeting")
    refuse("change_meeting", _not_over(meeting))
    _require_known(order.why)
    place = order.place.strip()
    if len(place) > LONGEST["text"]:
        raise InvalidInput(InputProblem("place", "malformed", _TOO_LONG))
    changed = meetings.change_meeting(
        work.connection, meeting, starts=order.starts, place=place or None
    )
    return _moved(work, changed, None)


def _move(work: TableWork, order: MoveMeeting) -> Changed:
    meeting = _in_hand(work, order.meeting, order.seen_version, "move_meeting")
    to = _state(order.to)
    refuse("move_meeting", *_reasons(work, meeting, to))
    if to == "to_complete":
        end_at_meeting(work, meeting)
    return _moved(work, meeting, to)


def _order(work: TableWork, order: OrderAgenda) -> Changed:
    meeting = _in_hand(work, order.meeting, order.seen_version, "order_agenda")
    refuse("order_agenda", _not_over(meeting))
    _require_known(order.why)
    seen = agenda.items_seen(work.connection, work.viewer, meeting, on=work.today)
    live = {each.item.public_id: each.item for each in seen if each.item.state in agenda.LIVE}
    if sorted(each.item for each in order.items) != sorted(live):
        raise InvalidInput(InputProblem("items", "malformed", _ALL_ONCE))
    positions = sorted(item.position for item in live.values())
    places = [
        Place(item_id=live[place.item].id, position=at, starts=place.starts, minutes=place.minutes)
        for at, place in zip(positions, order.items, strict=True)
    ]
    agenda.place_items(work.connection, places)
    return _moved(work, meeting, None)


def _require_known(why: str | None) -> None:
    """Raise InvalidInput where ``why`` is none of ``WHYS``; it may be left out."""
    if why is not None and why not in WHYS:
        listed = ", ".join(WHYS)
        says = Text(nl=f"Kies uit {listed}.", en=f"Choose one of {listed}.")
        raise InvalidInput(InputProblem("why", "unknown", says))


def _in_hand(work: TableWork, public_id: str, seen: int, name: str) -> MeetingHead:
    """The meeting, locked, if the viewer runs it and has seen it last.

    Raises:
        StaleMeeting: it changed since.
    """
    found = meeting_seen(work, public_id)
    meeting = meetings.lock_meeting(work.connection, found.head)
    held = roles_at(work.connection, work.viewer, meeting.table_id, now=work.now, on=work.today)
    refuse(name, runs_it(held))
    if seen != meeting.version:
        raise StaleMeeting(_named(meeting), seen, meeting.version)
    return meeting


def _moved(work: TableWork, meeting: MeetingHead, to: MeetingState | None) -> Changed:
    moved = meetings.move_meeting(work.connection, meeting, to_state=to)
    assert moved is not None  # noqa: S101 - its row is locked
    follow_meeting(work, moved, to)
    return Changed(moved.public_id, moved.version, moved.state)


def _reasons(work: TableWork, meeting: MeetingHead, to: MeetingState) -> Iterator[Reason]:
    yield _leads_there(meeting, to)
    if to == "in_session":
        yield _day_came(work, meeting)
    if to == "held":
        yield from complete_reasons(work, meeting)
    if to == "cancelled":
        yield from cancel_reasons(work, meeting)


def _state(key: str) -> MeetingState:
    found = next((state for state in STATES if state == key), None)
    if found is None:
        listed = ", ".join(STATES)
        says = Text(nl=f"Kies uit {listed}.", en=f"Choose one of {listed}.")
        raise InvalidInput(InputProblem("to", "unknown", says))
    return found


def _leads_there(meeting: MeetingHead, to: MeetingState) -> Reason:
    now, onward = STATES[meeting.state], [STATES[each] for each in LEADS[meeting.state]]
    return Reason(
        key="state",
        met=to in LEADS[meeting.state],
        asks=Text(nl=f"Mogelijk nu: {_or(onward, 'nl')}", en=f"Possible now: {_or(onward, 'en')}"),
        says=Text(
            nl=f"Deze bijeenkomst staat op '{now.nl}'; mogelijk nu: {_or(onward, 'nl')}.",
            en=f"This meeting is at '{now.en}'; possible now: {_or(onward, 'en')}.",
        ),
        source="DEFAULT",
    )


def _or(titles: Sequence[Text], language: str) -> str:
    return ", ".join(getattr(title, language) for title in titles) or "–"


def _not_over(meeting: MeetingHead) -> Reason:
    return Reason(
        key="state",
        met=bool(LEADS[meeting.state]),
        asks=Text(nl="Kies een andere bijeenkomst", en="Choose another meeting"),
        says=Text(nl="Deze bijeenkomst is voorbij.", en="This meeting is over."),
        source="DEFAULT",
    )


def _day_came(work: TableWork, meeting: MeetingHead) -> Reason:
    day = meeting.on_date
    nl, en = day_words(day, "nl"), day_words(day, "en")
    return Reason(
        key="day",
        met=work.today >= day,
        asks=Text(nl=f"Wacht tot {nl}", en=f"Wait until {en}"),
        says=Text(nl=f"Deze bijeenkomst is op {nl}.", en=f"This meeting is on {en}."),
        source="DEFAULT",
    )


def _named(meeting: MeetingHead) -> str:
    return f"The meeting of {day_words(meeting.on_date, 'en')}"
