"""The calendar of a region is changed: by whom, and what would move; then open dates move.

Source: PAGES 5.4 (an own table per region); Algemene termijnenwet, art. 3(3); who may: DEFAULT.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass

from engine.access import Viewer
from engine.calendar import Calendar
from engine.calendar_edition import (
    NATIONAL,
    CalendarEdition,
    EditionDays,
    next_days,
    problems_with,
    with_editions,
)
from engine.decision import Refused
from engine.duty_plan import Reckoner
from engine.errors import StaleMeeting
from engine.fields import LONGEST, InputProblem, InvalidInput
from engine.library import UnknownRegion
from engine.service.at_table import Changed, TableOutcome, TableWork, at_table, looking_at
from engine.service.calendar_moves import (
    AT_ONCE,
    CaseDated,
    DateMove,
    StillToMove,
    finish,
    move_case,
    weighed_of,
)
from engine.service.calendar_orders import ChangeCalendar
from engine.service.command import refuse
from engine.service.enforcement import may_set, roles_in
from engine.service.office import Office
from engine.store import calendars
from engine.store.calendars import NewEdition
from engine.store.unit_of_work import reading
from engine.text import Text

_PAGE = 200
"""So many cases are weighed in one short read."""

_WHY = Text(nl="Schrijf op waarom.", en="Write down why.")
_TOO_LONG = Text(nl="Deze tekst is te lang.", en="This text is too long.")
_NAMED = Text(nl="de kalender", en="the calendar")


@dataclass(frozen=True, slots=True)
class Preview:
    """What a change would move: the dates that the viewer may see, and how many in all.

    ``unseen`` are dates of cases that the viewer may not see; they move all the same.
    """

    region: str
    version: int
    moves: tuple[DateMove, ...]
    dates: int
    reminders: int
    unseen: int


def preview_change(viewer: Viewer, office: Office, order: ChangeCalendar) -> Preview | Refused:
    """Which open dates the change would move; nothing is saved. Raises as ``change_calendar``."""
    region_known(office, order.region)
    with looking_at(viewer, office, order.region, "preview_calendar") as work:
        role = may_set(roles_in(work, order.region))
        if role.stops:
            return Refused("change_calendar", (role,))
        number = _number(work, order.region)
        edition = CalendarEdition(order.region, number + 1, _days_after(work, order))
        calendar = _would_be(work, edition, order.region)
    return _weighed(viewer, office, order.region, number, calendar)


def change_calendar(viewer: Viewer, office: Office, order: ChangeCalendar) -> TableOutcome:
    """Make the next edition; then the open dates that it touches move, each case apart.

    What cannot be moved at once the tick takes up, also after a crash.

    Raises:
        UnknownRegion: there is no such region.
        StaleMeeting: somebody changed the calendar since.
        InvalidInput: no reason, or days that cannot be added or removed.
    """
    outcome = at_table(viewer, office, order, _change)
    if isinstance(outcome, Changed):
        move_dates(office, most=AT_ONCE)
    return outcome


def change_country(by: Viewer, office: Office, order: ChangeCalendar) -> Changed:
    """The same for the whole country, by whoever runs the program; every open date moves.

    Raises:
        InvalidInput: no reason, or days that cannot be added or removed.
    """
    changed = at_table(by, office, order, _change_country)
    assert isinstance(changed, Changed)  # noqa: S101 - nothing refuses it
    move_dates(office)
    return changed


def preview_country(by: Viewer, office: Office, order: ChangeCalendar) -> tuple[Preview, ...]:
    """What a change for the whole country would move, region by region; nothing is saved."""
    with looking_at(by, office, NATIONAL, "preview_calendar") as work:
        number = _number(work, NATIONAL)
        edition = CalendarEdition(NATIONAL, number + 1, _days_after(work, order))
        found = {each: _would_be(work, edition, each) for each in office.library.regions}
    return tuple(
        _weighed(by, office, region, number, calendar) for region, calendar in found.items()
    )


def move_dates(office: Office, *, most: int | None = None) -> int:
    """Move the open dates of so many cases, or of all, to the newest editions; how many moved."""
    still, moved = StillToMove(office), 0
    with reading(office.store) as connection:
        new = calendars.pending(connection)
    while found := _next(office, still, most or _PAGE):
        for each in found:
            with suppress(Exception):  # the edition is saved; the tick tries again, and logs it
                moved += move_case(office, each) is not None
        if most is not None:
            break
    for edition in new:
        finish(office, edition)
    return moved


def _next(office: Office, still: StillToMove, most: int) -> Sequence[CaseDated]:
    with reading(office.store) as connection:
        return still(connection, office.clock.now(), most)


def region_known(office: Office, region: str) -> None:
    """Nothing; raises UnknownRegion when there is no such region."""
    if region not in office.library.regions:
        raise UnknownRegion(region, office.library.regions)


def make_edition(work: TableWork, order: ChangeCalendar) -> Changed:
    """Write the next edition down; whoever calls has asked whether that may be."""
    days, number = _days_after(work, order), _number(work, order.region)
    new = NewEdition(
        region=order.region,
        number=number + 1,
        days=days,
        reason=order.reason.strip(),
        made_by=work.viewer.person,
    )
    made = calendars.add_edition(work.connection, new, now=work.now)
    return Changed(order.region, new.number, made=made)


def _change(work: TableWork, order: ChangeCalendar) -> Changed:
    region_known(work.office, order.region)
    calendars.take_calendars(work.connection)
    refuse("change_calendar", may_set(roles_in(work, order.region)))
    seen = _number(work, order.region)
    if seen != order.seen_version:
        raise StaleMeeting(_NAMED.nl, order.seen_version, seen)
    return make_edition(work, order)


def _change_country(work: TableWork, order: ChangeCalendar) -> Changed:
    calendars.take_calendars(work.connection)
    return make_edition(work, order)


def _days_after(work: TableWork, order: ChangeCalendar) -> EditionDays:
    """What the next edition says; raises InvalidInput with everything that is wrong."""
    problems = [
        *_wrong_reason(order),
        *problems_with(_calendar(work, order.region), order.add, order.remove, today=work.today),
    ]
    if problems:
        raise InvalidInput(*problems)
    return next_days(_latest(work, order.region), order.add, order.remove)


def _wrong_reason(order: ChangeCalendar) -> Iterator[InputProblem]:
    if not order.reason.strip():
        yield InputProblem("reason", "missing", _WHY)
    if len(order.reason) > LONGEST["long_text"]:
        yield InputProblem("reason", "malformed", _TOO_LONG)


def _calendar(work: TableWork, region: str) -> Calendar:
    """The calendar of the region; of the country what every region has."""
    if region != NATIONAL:
        return work.office.calendar(work.connection, region)
    heads = calendars.newest(work.connection, NATIONAL)
    found = calendars.editions(work.connection, [each.id for each in heads])
    file = next(iter(work.office.library.calendars.values()))
    return with_editions(file, [each.edition for each in found])


def _number(work: TableWork, region: str) -> int:
    return calendars.number_of(calendars.newest(work.connection, region), region)


def _latest(work: TableWork, region: str) -> EditionDays:
    heads = [each for each in calendars.newest(work.connection, region) if each.region == region]
    found = calendars.editions(work.connection, [each.id for each in heads])
    return found[0].edition.days if found else EditionDays()


def _would_be(work: TableWork, edition: CalendarEdition, region: str) -> Calendar:
    """The calendar of a region as it would be with this edition of its own, or of the country."""
    heads = calendars.newest(work.connection, region)
    found = calendars.editions(work.connection, [each.id for each in heads])
    others = [each.edition for each in found if each.region != edition.region]
    made = sorted([*others, edition], key=lambda each: each.region != NATIONAL)
    return with_editions(work.office.library.calendars[region], made)


def _weighed(
    viewer: Viewer, office: Office, region: str, number: int, calendar: Calendar
) -> Preview:
    """Every open date of the region under the calendar; each page is its own short read."""
    reckoner = Reckoner(calendar, office.reminder_time)
    shown: list[DateMove] = []
    dates = reminders = after = 0
    while True:
        with reading(office.store) as connection:
            heads = calendars.heads_after(connection, region, after=after, limit=_PAGE)
            found = weighed_of(office, connection, heads, reckoner)
            touched = {each.case_id for each in found}
            seen = calendars.seen_among(connection, viewer, touched, on=office.today())
        dates += len(found)
        reminders += sum(each.reminders for each in found)
        shown += [each for each in found if each.case_id in seen]
        if len(heads) < _PAGE:
            break
        after = heads[-1].id
    moves = tuple(sorted(shown, key=lambda each: (each.due_on, each.number)))
    return Preview(region, number, moves, dates, reminders, dates - len(moves))
