"""Which cases somebody may see, as a condition that every read joins.

Written apart from ``engine.access.may``, so that the two can be compared.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Select, and_, bindparam, or_, select

from engine.access import Viewer
from engine.store.tables.cases import CASES
from engine.store.tables.people import PARTICIPATION

_TODAY: BindParameter[date] = bindparam("today")


def _reached(who: BindParameter[int], access: ColumnElement[bool]) -> ColumnElement[bool]:
    """The case, its family or its region is where they take part like this today."""
    held = and_(
        PARTICIPATION.c.person_id == who,
        PARTICIPATION.c.from_on <= _TODAY,
        or_(PARTICIPATION.c.until_on.is_(None), PARTICIPATION.c.until_on > _TODAY),
        access,
    )
    return or_(
        CASES.c.id.in_(_places("case_id", held)),
        CASES.c.family_id.in_(_places("family_id", held)),
        CASES.c.region.in_(_places("region", held)),
    )


def _places(column: str, held: ColumnElement[bool]) -> Select[Any]:
    place = PARTICIPATION.c[column]
    return select(place).where(held, place.is_not(None))  # NULL would make NOT IN answer NULL


def _visible(who: BindParameter[int]) -> ColumnElement[bool]:
    return and_(
        _reached(who, PARTICIPATION.c.access.not_in(("none", "excluded"))),
        ~_reached(who, PARTICIPATION.c.access == "excluded"),
    )


VISIBLE = _visible(bindparam("viewer"))
"""The viewer takes part today in the case, its family or its region, and is not excluded.

For statements built at import: run them with ``seen_by(viewer, on)`` among the parameters.
"""


def seen_by(viewer: Viewer, on: date) -> dict[str, object]:
    """The parameters of ``VISIBLE``: who looks, on which day."""
    return {"viewer": viewer.person, "today": on}


def visible(viewer: Viewer) -> ColumnElement[bool]:
    """``VISIBLE`` for this viewer; the day stays the parameter ``today``."""
    return _visible(bindparam("viewer", viewer.person))
