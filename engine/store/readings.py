"""Which children somebody of a family may read about, and how far, as one statement.

Written apart from ``engine.reader``, so that the two can be compared. Of an age only the last
birth date counts with which it is reached on that day: it is computed beside the statement.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, TypeAlias

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Integer,
    and_,
    bindparam,
    case,
    cast,
    exists,
    extract,
    or_,
    select,
    union,
)

from engine.reader import ALONE_FROM, OF_AGE, READS_FROM, Bond, Scope
from engine.span import add_months
from engine.store.cases import HEADS, CaseHead
from engine.store.tables.cases import CASE_CHILD, CASES
from engine.store.tables.people import AUTHORITY, FAMILY, PARTICIPATION, PERSON, PersonKind
from engine.store.tables.publication import PUBLICATION


@dataclass(frozen=True, slots=True)
class ChildRead:
    """A child about whom somebody may read something, and how far."""

    id: int
    public_id: str
    scope: Scope


Pairs: TypeAlias = frozenset[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Bonds:
    """Who has authority over whom, takes part as whose parent, and is kept out of whose file."""

    authority: Pairs
    parents: Pairs
    excluded: Pairs

    def of(self, reader: int, child: int) -> Bond:
        """What somebody is of a child."""
        pair = (reader, child)
        return Bond(
            itself=reader == child,
            authority=pair in self.authority,
            parent=pair in self.parents,
            excluded=pair in self.excluded,
        )


_READER: BindParameter[int] = bindparam("reader")
_ON: BindParameter[date] = bindparam("on")
_CHILD = PERSON.alias("child")
_WORD = PUBLICATION.alias("word")


def _held(table: Any) -> ColumnElement[bool]:
    return and_(table.c.from_on <= _ON, or_(table.c.until_on.is_(None), table.c.until_on > _ON))


_AUTHORITY = exists().where(
    AUTHORITY.c.child_id == _CHILD.c.id, AUTHORITY.c.parent_id == _READER, _held(AUTHORITY)
)
_PARENT = exists().where(
    PARTICIPATION.c.person_id == _READER,
    PARTICIPATION.c.access == "parent_without_authority",
    PARTICIPATION.c.child_id == _CHILD.c.id,
    _held(PARTICIPATION),
)
_THERE = select(CASES.c.id).where(CASES.c.family_id == _CHILD.c.family_id).correlate(_CHILD)
_REGION = select(FAMILY.c.region).where(FAMILY.c.id == _CHILD.c.family_id).correlate(_CHILD)
_EXCLUDED = exists().where(
    PARTICIPATION.c.person_id == _READER,
    PARTICIPATION.c.access == "excluded",
    _held(PARTICIPATION),
    or_(
        PARTICIPATION.c.family_id == _CHILD.c.family_id,
        PARTICIPATION.c.case_id.in_(_THERE),
        PARTICIPATION.c.region.in_(_REGION),
    ),
)
_NEWEST = (
    select(PUBLICATION.c.id)
    .where(
        PUBLICATION.c.item_kind == "child",
        PUBLICATION.c.item == _CHILD.c.public_id,
        PUBLICATION.c.reader_id == _READER,
    )
    .order_by(PUBLICATION.c.id.desc())
    .limit(1)
    .correlate(_CHILD)
    .scalar_subquery()
)


def _number(day: ColumnElement[Any]) -> ColumnElement[int]:
    """A day as one number, so that the years between two are the difference divided by 10,000."""
    year, month, of_month = (cast(extract(each, day), Integer) for each in ("year", "month", "day"))
    return year * 10_000 + month * 100 + of_month


_born = _CHILD.c.born
_YES = and_(
    _WORD.c.state == "allowed",
    _WORD.c.on_date <= _ON,
    _number(_WORD.c.on_date) - _number(_born) >= ALONE_FROM * 10_000,
)
_OBJECTED = and_(_WORD.c.id.is_not(None), _WORD.c.state.in_(("objected", "upheld")))
_UNDER_16 = _born > bindparam("alone_by")
_OPEN = or_(_UNDER_16, and_(_WORD.c.id.is_not(None), _YES))
_NEAR = union(
    select(PERSON.c.id).where(PERSON.c.id == _READER),
    select(AUTHORITY.c.child_id).where(AUTHORITY.c.parent_id == _READER),
    select(PARTICIPATION.c.child_id).where(
        PARTICIPATION.c.person_id == _READER, PARTICIPATION.c.child_id.is_not(None)
    ),
)
"""Whom the index finds: of no other child is there anything to be asked."""

_SCOPE = case(
    (or_(_EXCLUDED, _born.is_(None)), "nothing"),
    (_CHILD.c.id == _READER, case((_born <= bindparam("reads_by"), "everything"), else_="nothing")),
    (or_(_born <= bindparam("of_age_by"), _OBJECTED), "nothing"),
    (and_(_AUTHORITY, _OPEN), "everything"),
    (_AUTHORITY, "own_authority"),
    (and_(_PARENT, _OPEN), "asked"),
    else_="nothing",
).label("scope")
_READS = (
    select(_CHILD.c.id, _CHILD.c.public_id, _SCOPE)
    .select_from(_CHILD)
    .outerjoin(_WORD, _WORD.c.id == _NEWEST)
    .where(_CHILD.c.kind == "youth", _CHILD.c.id.in_(_NEAR))
    .order_by(_born.is_(None), _born, _CHILD.c.id)
)
_CASES = HEADS.where(
    CASES.c.id.in_(
        select(CASE_CHILD.c.case_id).where(
            CASE_CHILD.c.person_id.in_(bindparam("ids_children", expanding=True))
        )
    )
).order_by(CASES.c.id.desc())
_IDS_READERS: BindParameter[Any] = bindparam("ids_readers", expanding=True)
_IDS_CHILDREN: BindParameter[Any] = bindparam("ids_children", expanding=True)
_AUTHORITIES = select(AUTHORITY.c.parent_id, AUTHORITY.c.child_id).where(
    AUTHORITY.c.parent_id.in_(_IDS_READERS),
    AUTHORITY.c.child_id.in_(_IDS_CHILDREN),
    _held(AUTHORITY),
)
_TAKING = select(PARTICIPATION.c.person_id, PARTICIPATION.c.child_id).where(
    PARTICIPATION.c.person_id.in_(_IDS_READERS), _held(PARTICIPATION)
)
_PARENTS = _TAKING.where(
    PARTICIPATION.c.access == "parent_without_authority",
    PARTICIPATION.c.child_id.in_(_IDS_CHILDREN),
)
_KEPT_OUT = PERSON.alias("kept_out_of")
_EXCLUSIONS = (
    select(PARTICIPATION.c.person_id, _KEPT_OUT.c.id)
    .join(FAMILY, FAMILY.c.id == _KEPT_OUT.c.family_id)
    .outerjoin(CASES, CASES.c.family_id == FAMILY.c.id)
    .join(
        PARTICIPATION,
        or_(
            PARTICIPATION.c.case_id == CASES.c.id,
            PARTICIPATION.c.family_id == FAMILY.c.id,
            PARTICIPATION.c.region == FAMILY.c.region,
        ),
    )
    .where(
        _KEPT_OUT.c.id.in_(_IDS_CHILDREN),
        PARTICIPATION.c.person_id.in_(_IDS_READERS),
        PARTICIPATION.c.access == "excluded",
        _held(PARTICIPATION),
    )
)
_KIND = select(PERSON.c.kind).where(PERSON.c.id == _READER)


def children_read(connection: Connection, reader: int, *, on: date) -> tuple[ChildRead, ...]:
    """The children about whom this person reads anything on this day, the oldest first."""
    wanted = {
        "reader": reader,
        "on": on,
        "reads_by": add_months(on, -12 * READS_FROM),
        "alone_by": _at_earliest(on, ALONE_FROM),
        "of_age_by": _at_earliest(on, OF_AGE),
    }
    found = (ChildRead(*row) for row in connection.execute(_READS, wanted))
    return tuple(each for each in found if each.scope != "nothing")


def cases_about(connection: Connection, children: Collection[ChildRead]) -> tuple[CaseHead, ...]:
    """The cases of these children, the newest first: for whoever was found to read about them."""
    rows = connection.execute(_CASES, {"ids_children": [each.id for each in children]})
    return tuple(CaseHead(*row) for row in rows)


def bonds_of(
    connection: Connection, readers: Collection[int], children: Collection[int], *, on: date
) -> Bonds:
    """What these persons are of these children on this day, for the rule that decides by it."""
    wanted = {"ids_readers": sorted(readers), "ids_children": sorted(children), "on": on}
    authority, parents, excluded = (
        frozenset((row[0], row[1]) for row in connection.execute(each, wanted))
        for each in (_AUTHORITIES, _PARENTS, _EXCLUSIONS)
    )
    return Bonds(authority, parents, excluded)


def kind_of(connection: Connection, person: int) -> PersonKind:
    """What somebody is: of a family, or a professional."""
    found: PersonKind = connection.execute(_KIND, {"reader": person}).scalar_one()
    return found


def _at_earliest(on: date, years: int) -> date:
    """The last birth date with which this age is reached by the earliest reading: 28 February."""
    return add_months(on + timedelta(days=1), -12 * years) - timedelta(days=1)
