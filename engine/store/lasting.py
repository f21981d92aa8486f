"""Which rows of participation count in a case, in SQL; written apart from ``engine.lasting``.

What each row of the access table outlasts is said there once, as data; when a part ends by it, is
said here in the words of the database.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Date,
    FromClause,
    and_,
    exists,
    literal_column,
    or_,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction

from engine.lasting import AFTER_CLOSING, IN_DRAFT, UNTIL_AGE
from engine.store.tables.cases import CASES
from engine.store.tables.clock import DEADLINE
from engine.store.tables.people import ACCOUNT, PERSON

_WORKS_FOR = ACCOUNT.alias("works_for")
_YOUNG = PERSON.alias("young")
_OWED = DEADLINE.alias("owed")
_IS = CASES.c.state_class


class _DaysAfter(GenericFunction[Any]):
    """So many days after a date."""

    type = Date()
    inherit_cache = True


class _YearsAfter(GenericFunction[Any]):
    """So many years after a date; after 29 February the last day of that month."""

    type = Date()
    inherit_cache = True


@compiles(_DaysAfter, "sqlite")
def _days_on_sqlite(element: Any, compiler: Any, **how: Any) -> str:
    day, number = _said(element, compiler, how)
    return f"date({day}, '+' || {number} || ' days')"


@compiles(_DaysAfter, "postgresql")
def _days_on_postgres(element: Any, compiler: Any, **how: Any) -> str:
    day, number = _said(element, compiler, how)
    return f"({day} + CAST({number} AS INTEGER))"


@compiles(_YearsAfter, "sqlite")
def _years_on_sqlite(element: Any, compiler: Any, **how: Any) -> str:
    day, number = _said(element, compiler, how)
    years = f"'+' || {number} || ' years'"
    month = f"date({day}, 'start of month', {years}, '+1 month', '-1 day')"
    return f"min(date({day}, {years}), {month})"


@compiles(_YearsAfter, "postgresql")
def _years_on_postgres(element: Any, compiler: Any, **how: Any) -> str:
    day, number = _said(element, compiler, how)
    return f"CAST({day} + make_interval(years => CAST({number} AS INTEGER)) AS DATE)"


def _said(element: Any, compiler: Any, how: Any) -> Iterator[str]:
    return (compiler.process(each, **how) for each in element.clauses)


def on_rows(taking: FromClause, rows: Iterable[str]) -> ColumnElement[bool]:
    """It stands on one of these rows of the access table, written out: no parameter each time."""
    return taking.c.access.in_([literal_column(f"'{row}'") for row in sorted(rows)])


def of_this_organisation(taking: FromClause) -> ColumnElement[bool]:
    """Whoever the row is of works for the organisation for which it was given, if both are known.

    A comparison with NULL is not true, and so finds nobody who works elsewhere.
    """
    elsewhere = exists().where(
        _WORKS_FOR.c.person_id == taking.c.person_id,
        _WORKS_FOR.c.organisation_id != taking.c.organisation_id,
    )
    return ~elsewhere.correlate_except(_WORKS_FOR)


def before_birthday(taking: FromClause, today: BindParameter[Any]) -> ColumnElement[bool]:
    """It is not of a parent whose part ended by a birthday of the child that it names."""
    young = (
        exists()
        .where(
            _YOUNG.c.id == taking.c.child_id,
            or_(
                *(
                    and_(taking.c.access == row, _YearsAfter(_YOUNG.c.born, years) > today)
                    for row, years in UNTIL_AGE.items()
                )
            ),
        )
        .correlate_except(_YOUNG)
    )
    return or_(~on_rows(taking, UNTIL_AGE), young)


def owes(taking: FromClause) -> ColumnElement[bool]:
    """Its role owns an open deadline of the case, about its child or the shared part."""
    about = or_(
        taking.c.child_id.is_(None),
        _OWED.c.child_id.is_(None),
        _OWED.c.child_id == taking.c.child_id,
    )
    return (
        exists()
        .where(
            _OWED.c.case_id == CASES.c.id,
            or_(_OWED.c.state == "open", _OWED.c.state == "suspended"),
            _OWED.c.owner_role == taking.c.role,
            about,
        )
        .correlate_except(_OWED)
    )


def lasts(taking: FromClause, today: BindParameter[Any]) -> ColumnElement[bool]:
    """The row outlasts what became of the case: it is open, or its row of the table goes on."""
    return or_(
        _IS == "open",
        and_(_IS == "draft", on_rows(taking, IN_DRAFT)),
        and_(_IS == "closed", or_(*_after_closing(taking, today))),
        owes(taking),
    )


def _after_closing(taking: FromClause, today: BindParameter[Any]) -> Iterator[ColumnElement[bool]]:
    by_days = sorted(AFTER_CLOSING, key=lambda row: (_days(row), row))
    for days, rows in groupby(by_days, key=_days):
        these = on_rows(taking, rows)
        yield these if days < 0 else and_(these, _DaysAfter(CASES.c.closed_on, days) >= today)


def _days(row: str) -> int:
    """For how many days it goes on after closing; -1: without an end."""
    days = AFTER_CLOSING[row]
    return -1 if days is None else days
