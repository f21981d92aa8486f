"""Which cases and families somebody may see, as a condition that every read joins.

Written apart from ``engine.access.may``, so that the two can be compared; which rows of
the access table read names is said there once. A case is visible by any part in it; what is
about a child of it only by a part that names this child, or none: a list of what hangs on a
child joins ``part_visible`` of its column besides ``VISIBLE``. A part that ended by what became
of the case, by a birthday or with an organisation is none: ``engine.store.lasting``.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    FromClause,
    Select,
    and_,
    bindparam,
    exists,
    or_,
    select,
    true,
)

from engine.access import READS_NAMES, SEES, Viewer
from engine.store.destroyed import is_destroyed
from engine.store.lasting import before_birthday, lasts, of_this_organisation, on_rows
from engine.store.tables.cases import CASES
from engine.store.tables.meetings import AGENDA_ITEM, MEETING, MEETING_TABLE, TABLE_MEMBER
from engine.store.tables.people import FAMILY, PARTICIPATION, REGISTRATION

_TODAY: BindParameter[date] = bindparam("today")
_WHO: BindParameter[int] = bindparam("viewer")


_STANDS = and_(of_this_organisation(PARTICIPATION), before_birthday(PARTICIPATION, _TODAY))
_SEES = and_(on_rows(PARTICIPATION, SEES), _STANDS)
_READS_NAMES = and_(on_rows(PARTICIPATION, READS_NAMES), _STANDS)
_LASTS = lasts(PARTICIPATION, _TODAY)
_EXCLUDED = PARTICIPATION.c.access == "excluded"


def _held(who: ColumnElement[int], access: ColumnElement[bool]) -> ColumnElement[bool]:
    """They take part like this today."""
    return and_(
        PARTICIPATION.c.person_id == who,
        PARTICIPATION.c.from_on <= _TODAY,
        or_(PARTICIPATION.c.until_on.is_(None), PARTICIPATION.c.until_on > _TODAY),
        access,
    )


def _reached(who: ColumnElement[int], access: ColumnElement[bool]) -> ColumnElement[bool]:
    """The case, its family or its region is where they take part like this today."""
    held = _held(who, access)
    return or_(
        CASES.c.id.in_(_places("case_id", held)),
        CASES.c.family_id.in_(_places("family_id", held)),
        CASES.c.region.in_(_places("region", held)),
    )


def _places(column: str, held: ColumnElement[bool]) -> Select[Any]:
    place = PARTICIPATION.c[column]
    return select(place).where(held, place.is_not(None))  # NULL would make NOT IN answer NULL


def visible_to(who: ColumnElement[int]) -> ColumnElement[bool]:
    """Whether a row of ``cases`` is for this person, who may be the column of an outer query."""
    still = or_(CASES.c.state_class == "open", _taking_part(_held(who, _SEES), _LASTS))
    return and_(_reached(who, _SEES), still, ~_reached(who, _EXCLUDED), ~is_destroyed())


def _taking_part(*that: ColumnElement[bool]) -> ColumnElement[bool]:
    """A row of participation like this counts in the case of the statement around it."""
    here = or_(
        PARTICIPATION.c.case_id == CASES.c.id,
        PARTICIPATION.c.family_id == CASES.c.family_id,
        PARTICIPATION.c.region == CASES.c.region,
    )
    return exists().where(*that, here).correlate_except(PARTICIPATION)


def _in_family(
    who: BindParameter[int], access: ColumnElement[bool], in_case: ColumnElement[bool]
) -> ColumnElement[bool]:
    """The family, or a case of it, is where they take part like this today."""
    held = _held(who, access)
    of_a_case = (
        select(CASES.c.family_id)
        .join(PARTICIPATION, PARTICIPATION.c.case_id == CASES.c.id)
        .where(held, in_case)
    )
    return or_(FAMILY.c.id.in_(_places("family_id", held)), FAMILY.c.id.in_(of_a_case))


def _in_its_region(who: BindParameter[int], access: ColumnElement[bool]) -> ColumnElement[bool]:
    return FAMILY.c.region.in_(_places("region", _held(who, access)))


def _registered(who: BindParameter[int]) -> ColumnElement[bool]:
    return FAMILY.c.id.in_(select(REGISTRATION.c.family_id).where(REGISTRATION.c.person_id == who))


def _not_kept_out(who: BindParameter[int]) -> ColumnElement[bool]:
    """An exclusion from one case, the family or its region keeps somebody from the family."""
    return ~or_(_in_family(who, _EXCLUDED, true()), _in_its_region(who, _EXCLUDED))


def reaches(taking: FromClause, child: ColumnElement[Any]) -> ColumnElement[bool]:
    """This row of participation counts for what the column says it is about; NULL is shared."""
    return or_(taking.c.child_id.is_(None), child.is_(None), taking.c.child_id == child)


def taking_part_now() -> ColumnElement[bool]:
    """The row of participation is the viewer's and counts today, in a case that is open."""
    return _held(_WHO, _STANDS)


def in_family(family: FromClause, taking: FromClause) -> ColumnElement[bool]:
    """The row is of the family, or of a case of it in which it goes on."""
    its_cases = select(CASES.c.id).where(CASES.c.family_id == family.c.id, lasts(taking, _TODAY))
    return or_(taking.c.family_id == family.c.id, taking.c.case_id.in_(its_cases))


def part_visible_to(who: ColumnElement[int], child: ColumnElement[Any]) -> ColumnElement[bool]:
    """The same of what is about a child of that case: it is shared, or this child is open."""
    opens = _taking_part(_held(who, _SEES), reaches(PARTICIPATION, child), _LASTS)
    return or_(child.is_(None), opens)


def part_visible(child: ColumnElement[Any]) -> ColumnElement[bool]:
    """What this column says it is about is shared, or about a child that is open to the viewer.

    For a statement that reads a row of ``cases`` that is ``VISIBLE``; runs with the same
    parameters.
    """
    return part_visible_to(_WHO, child)


VISIBLE = visible_to(_WHO)
"""The viewer takes part today in the case, its family or its region, and is not excluded.

For statements built at import: run them with ``seen_by(viewer, on)`` among the parameters.
"""

FAMILY_VISIBLE = and_(
    or_(_in_family(_WHO, _READS_NAMES, _LASTS), _registered(_WHO)),
    _not_kept_out(_WHO),
)
"""The viewer reads names today in the family or a case of it, or registered it; no exclusion.

A family is its members: whoever reads the titles of its cases only does not see it.
"""

FAMILY_OPENABLE = and_(
    or_(_in_family(_WHO, _READS_NAMES, _LASTS), _registered(_WHO), _in_its_region(_WHO, _SEES)),
    _not_kept_out(_WHO),
)
"""The same, and those who take part in its whole region: they open cases for it too."""

_SITS = select(TABLE_MEMBER.c.table_id).where(
    TABLE_MEMBER.c.person_id == _WHO,
    TABLE_MEMBER.c.from_on <= _TODAY,
    or_(TABLE_MEMBER.c.until_on.is_(None), TABLE_MEMBER.c.until_on > _TODAY),
)

TABLE_VISIBLE = and_(
    or_(
        MEETING_TABLE.c.id.in_(_SITS),
        MEETING_TABLE.c.region.in_(_places("region", _held(_WHO, _SEES))),
    ),
    MEETING_TABLE.c.region.not_in(_places("region", _held(_WHO, _EXCLUDED))),
)
"""The viewer sits at the table today, or takes part in its whole region; no exclusion."""

MEETING_VISIBLE = or_(
    TABLE_VISIBLE,
    MEETING.c.id.in_(
        select(AGENDA_ITEM.c.meeting_id)
        .join(CASES, CASES.c.id == AGENDA_ITEM.c.case_id)
        .where(VISIBLE, AGENDA_ITEM.c.state != "removed")
    ),
)
"""The same, and those who may see a case on its agenda: of that meeting, their own items only."""


def seen_by(viewer: Viewer, on: date) -> dict[str, object]:
    """The parameters of these conditions: who looks, on which day."""
    return {"viewer": viewer.person, "today": on}


def visible(viewer: Viewer) -> ColumnElement[bool]:
    """``VISIBLE`` for this viewer; the day stays the parameter ``today``."""
    return visible_to(bindparam("viewer", viewer.person))
