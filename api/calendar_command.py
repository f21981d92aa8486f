"""What ``regietafel calendar`` does: change the calendar of the whole country."""

from __future__ import annotations

from contextlib import closing
from datetime import date
from pathlib import Path

from api.demo_clock import clock_to_look
from api.wiring import office_to_publish
from engine.access import Viewer
from engine.calendar_edition import FILE, NATIONAL, AddedDay, RemovedDay
from engine.fields import InvalidInput
from engine.service.calendar_orders import ChangeCalendar
from engine.service.calendars import change_country, preview_country
from engine.service.office import Office
from engine.settings import Settings
from engine.store import people
from engine.store.unit_of_work import reading
from engine.text import Text


def added(day: str, nl: str, en: str, source: str) -> AddedDay:
    """The day as it was typed; raises ValueError when it is no date."""
    name = Text(nl=nl, en=en)
    return AddedDay(date=_day(day), kind="equated", name=name, source=source)


def removed(day: str) -> RemovedDay:
    """The same for a day that counts again."""
    return RemovedDay(date=_day(day), kind="equated")


def changed(
    settings: Path | None,
    login: tuple[str, str],
    reason: str,
    *,
    add: tuple[AddedDay, ...] = (),
    remove: tuple[RemovedDay, ...] = (),
    dry_run: bool = False,
) -> str:
    """Make the change, or look what it would move; what is to be said of it.

    Raises:
        ValueError: the login or the days are not right; the sentence says what is wrong.
    """
    chosen = Settings.read(settings)
    order = ChangeCalendar(
        region=NATIONAL, add=add, remove=remove, reason=reason, seen_version=FILE
    )
    office = office_to_publish(chosen, clock_to_look(chosen))
    with closing(office.store):
        by = _viewer(office, login)
        try:
            if dry_run:
                return _would_move(office, by, order)
            made = change_country(by, office, order)
        except InvalidInput as error:
            raise ValueError(" ".join(each.says.en for each in error.problems)) from None
    return f"Edition {made.version} of the whole country holds; every open date goes by it."


def _would_move(office: Office, by: Viewer, order: ChangeCalendar) -> str:
    found = preview_country(by, office, order)
    return "\n".join(f"{each.region}: {each.dates} open dates would move" for each in found)


def _viewer(office: Office, login: tuple[str, str]) -> Viewer:
    with reading(office.store) as connection:
        found = people.viewer_of(connection, *login)
    if found is None:
        raise ValueError(f"--by: nobody has the login '{login[1]}' of '{login[0]}'.")
    return found


def _day(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise ValueError(f"'{written}' is no date; write it as 2029-05-11.") from None
