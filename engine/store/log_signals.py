"""What stands out in the log of one region over a period: each kind one question to the rows.

Nothing of a case is read but its number's key and who takes part in it; of a family its surname.
The answers depend on the rows alone, so the same period always gives the same signals.

There are no addresses in the program, of families nor of those who work with it: "own street"
cannot be asked, only the surname can.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    CTE,
    BindParameter,
    ColumnElement,
    Connection,
    Integer,
    Result,
    Select,
    and_,
    bindparam,
    distinct,
    exists,
    func,
    literal,
    or_,
    select,
    union,
)

from engine.store.local_days import LocalDay, days_given, days_table
from engine.store.tables.cases import CASES
from engine.store.tables.meetings import TABLE_MEMBER
from engine.store.tables.people import FAMILY, PARTICIPATION, PERSON
from engine.store.tables.review import SignalKind
from engine.store.tables.trail import ACCESS_LOG

TURNED_AWAY = ("refused", "denied")

_REGION: BindParameter[Any] = bindparam("region")
_FIRST_DAY: BindParameter[Any] = bindparam("first_day")


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """What is reviewed: the log of one region on these days, and the days before to compare."""

    region: str
    days: Sequence[LocalDay]
    before: Sequence[LocalDay]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """From which numbers on something stands out."""

    tries: int
    cases_a_day: int
    times_usual: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalFound:
    """Something that stands out, with its numbers; about a case or a day where it is of one."""

    kind: SignalKind
    person_id: int
    case_id: int | None = None
    on_date: date | None = None
    first_at: datetime
    last_at: datetime
    numbers: dict[str, int] = field(default_factory=dict)


def signals_in(connection: Connection, period: Period, bounds: Bounds) -> tuple[SignalFound, ...]:
    """Everything that stands out, the gravest kind first, in an order that never changes."""
    days = [*period.before, *period.days]
    given = {
        "days": days_given(connection, days),
        "begins": days[0].begins,
        "ends": days[-1].ends,
        "first_day": period.days[0].day,
        "region": period.region,
        **asdict(bounds),
    }
    return tuple(
        found
        for kind, statement in _questions(is_sqlite=connection.dialect.name == "sqlite")
        for found in _answers(kind, connection.execute(statement, given))
    )


@cache
def _questions(*, is_sqlite: bool) -> Sequence[tuple[SignalKind, Select[Any]]]:
    """Each kind with its question, put together once."""
    return tuple(_asked(_looks(days_table(is_sqlite=is_sqlite))))


def _asked(looks: CTE) -> Iterator[tuple[SignalKind, Select[Any]]]:
    here = and_(looks.c.region == _REGION, looks.c.day >= _FIRST_DAY)
    case_side, region_side = _takes_part(looks, region=False), _takes_part(looks, region=True)
    out, ended = _kept_out(looks), _ended(looks)
    at_table = _sits(looks)
    alone = and_(here, ~case_side)
    yield "kept_out", _per_case(looks, and_(here, out))
    # Who was let in on the very day on which the part ended, looked before it did.
    afterwards = or_(looks.c.outcome == "denied", region_side)
    yield "after_end", _per_case(looks, and_(alone, ~out, ended, afterwards))
    nobodys = and_(~out, ~ended, or_(looks.c.outcome == "denied", and_(~region_side, ~at_table)))
    yield "no_part", _per_case(looks, and_(alone, nobodys))
    yield "surname", _per_case(looks, and_(here, _same_surname(looks)))
    yield "tries", _tries(looks)
    yield "many", _many(looks)
    led = and_(alone, ~ended, region_side, looks.c.outcome == "done")
    yield "by_region", _per_person(looks, led)


def _answers(kind: SignalKind, answer: Result[Any]) -> Iterator[SignalFound]:
    own = {"person_id", "case_id", "on_date", "first_at", "last_at"}
    for row in answer.mappings():
        numbers = {name: int(value) for name, value in row.items() if name not in own}
        known = {name: row[name] for name in own & row.keys()}
        yield SignalFound(kind=kind, numbers=numbers, **known)


def _looks(days: CTE) -> CTE:
    """The rows of the log by the local day, with the case that was looked at or asked for."""
    asked = CASES.alias("asked_case")
    home = FAMILY.alias("asked_family")
    found = func.coalesce(ACCESS_LOG.c.case_id, asked.c.id)
    there = CASES.alias("there")
    return (
        select(
            ACCESS_LOG.c.id,
            ACCESS_LOG.c.at,
            ACCESS_LOG.c.person_id,
            ACCESS_LOG.c.outcome,
            days.c.day,
            days.c.since,
            there.c.id.label("case_id"),
            func.coalesce(there.c.family_id, home.c.id).label("family_id"),
            func.coalesce(there.c.region, home.c.region).label("region"),
        )
        .select_from(ACCESS_LOG)
        .join(days, and_(ACCESS_LOG.c.at >= days.c.begins, ACCESS_LOG.c.at < days.c.ends))
        .outerjoin(asked, and_(ACCESS_LOG.c.case_id.is_(None), asked.c.public_id == _RECORD))
        .outerjoin(home, and_(ACCESS_LOG.c.case_id.is_(None), home.c.public_id == _RECORD))
        .outerjoin(there, there.c.id == found)
        .where(
            ACCESS_LOG.c.person_id.is_not(None),
            ACCESS_LOG.c.action != "read_mine",  # a family that reads its own file
            ACCESS_LOG.c.at >= bindparam("begins"),
            ACCESS_LOG.c.at < bindparam("ends"),
        )
        .cte("looks")
    )


_RECORD = ACCESS_LOG.c.record


def _on(table: Any, looks: CTE) -> ColumnElement[bool]:
    """The row of participation or membership held on the day of the look."""
    return and_(
        table.c.person_id == looks.c.person_id,
        table.c.from_on <= looks.c.day,
        or_(table.c.until_on.is_(None), table.c.until_on > looks.c.day),
    )


def _of_case(taking: Any, looks: CTE) -> ColumnElement[bool]:
    return or_(taking.c.case_id == looks.c.case_id, taking.c.family_id == looks.c.family_id)


def _takes_part(looks: CTE, *, region: bool) -> ColumnElement[bool]:
    taking = PARTICIPATION.alias("region_part" if region else "case_part")
    place = taking.c.region == looks.c.region if region else _of_case(taking, looks)
    sees = taking.c.access.not_in(("none", "excluded"))
    return exists().where(_on(taking, looks), place, sees).correlate(looks)


def _kept_out(looks: CTE) -> ColumnElement[bool]:
    taking = PARTICIPATION.alias("ban")
    place = or_(_of_case(taking, looks), taking.c.region == looks.c.region)
    return exists().where(_on(taking, looks), place, taking.c.access == "excluded").correlate(looks)


def _ended(looks: CTE) -> ColumnElement[bool]:
    taking = PARTICIPATION.alias("ended_part")
    return (
        exists()
        .where(
            taking.c.person_id == looks.c.person_id,
            _of_case(taking, looks),
            taking.c.access.not_in(("none", "excluded")),
            taking.c.until_on <= looks.c.day,
        )
        .correlate(looks)
    )


def _sits(looks: CTE) -> ColumnElement[bool]:
    """They sat at a table that day, which sees the cases on its agenda."""
    seat = TABLE_MEMBER.alias("seat")
    return exists().where(_on(seat, looks)).correlate(looks)


def _same_surname(looks: CTE) -> ColumnElement[bool]:
    """The name of whoever looked ends in the name of the family.

    Compared as written, for the databases fold capitals beyond the English ones differently.
    """
    ending = func.substr(PERSON.c.name, func.length(PERSON.c.name) - func.length(FAMILY.c.name))
    return (
        exists()
        .where(
            PERSON.c.id == looks.c.person_id,
            FAMILY.c.id == looks.c.family_id,
            FAMILY.c.name != "",
            func.length(PERSON.c.name) > func.length(FAMILY.c.name),
            ending == literal(" ") + FAMILY.c.name,
        )
        .correlate(looks)
    )


def _turned_away(looks: CTE) -> Any:
    return func.count().filter(looks.c.outcome.in_(TURNED_AWAY)).label("turned_away")


def _span(looks: CTE) -> tuple[Any, Any]:
    return func.min(looks.c.at).label("first_at"), func.max(looks.c.at).label("last_at")


def _per_case(looks: CTE, that: ColumnElement[bool]) -> Select[Any]:
    return (
        select(
            looks.c.person_id,
            looks.c.case_id,
            *_span(looks),
            func.count().label("looks"),
            _turned_away(looks),
        )
        .where(that, looks.c.case_id.is_not(None))
        .group_by(looks.c.person_id, looks.c.case_id)
        .order_by(func.min(looks.c.at), looks.c.person_id, looks.c.case_id)
    )


def _per_person(looks: CTE, that: ColumnElement[bool]) -> Select[Any]:
    return (
        select(
            looks.c.person_id,
            *_span(looks),
            func.count().label("looks"),
            func.count(distinct(looks.c.case_id)).label("cases"),
        )
        .where(that)
        .group_by(looks.c.person_id)
        .order_by(func.min(looks.c.at), looks.c.person_id)
    )


def _tries(looks: CTE) -> Select[Any]:
    """Who was turned away often, wherever: what does not exist belongs to no region.

    Counted for whoever works in the region: takes part in it, or was seen in it.
    """
    seen = select(looks.c.person_id).where(looks.c.region == _REGION)
    works = select(PARTICIPATION.c.person_id).where(PARTICIPATION.c.region == _REGION)
    of_region = select(union(seen, works).subquery("of_region").c.person_id)
    how_often = func.count()
    return (
        select(
            looks.c.person_id,
            *_span(looks),
            how_often.label("turned_away"),
            func.count().filter(looks.c.outcome == "denied").label("denied"),
            func.count().filter(looks.c.outcome == "refused").label("refused"),
        )
        .where(
            looks.c.day >= _FIRST_DAY,
            looks.c.outcome.in_(TURNED_AWAY),
            looks.c.person_id.in_(of_region),
        )
        .group_by(looks.c.person_id)
        .having(how_often >= bindparam("tries", type_=Integer))
        .order_by(how_often.desc(), looks.c.person_id)
    )


def _many(looks: CTE) -> Select[Any]:
    """Days on which somebody opened far more cases than they usually do.

    Usual is the median of the days in the comparison on which they opened any.
    """
    per_day = (
        select(
            looks.c.person_id,
            looks.c.day,
            looks.c.since,
            *_span(looks),
            func.count(distinct(looks.c.case_id)).label("cases"),
        )
        .where(looks.c.region == _REGION, looks.c.outcome == "done")
        .where(looks.c.case_id.is_not(None))
        .group_by(looks.c.person_id, looks.c.day, looks.c.since)
        .cte("per_day")
    )
    usual = _median(per_day)
    often = func.coalesce(usual.c.usual, 0)
    return (
        select(
            per_day.c.person_id,
            per_day.c.day.label("on_date"),
            per_day.c.first_at,
            per_day.c.last_at,
            per_day.c.cases,
            often.label("usual"),
        )
        .select_from(per_day)
        .outerjoin(
            usual, and_(usual.c.person_id == per_day.c.person_id, usual.c.day == per_day.c.day)
        )
        .where(
            per_day.c.day >= _FIRST_DAY,
            per_day.c.cases > bindparam("cases_a_day", type_=Integer),
            per_day.c.cases > bindparam("times_usual", type_=Integer) * often,
        )
        .order_by(per_day.c.day, per_day.c.person_id)
    )


def _median(per_day: CTE) -> CTE:
    """Per person and day the median of the days before it, as many as are compared."""
    earlier = per_day.alias("earlier")
    of_day = [per_day.c.person_id, per_day.c.day]
    ranked = (
        select(
            *of_day,
            earlier.c.cases,
            func.row_number()
            .over(partition_by=of_day, order_by=[earlier.c.cases, earlier.c.day])
            .label("rank"),
            func.count().over(partition_by=of_day).label("of"),
        )
        .join(
            earlier,
            and_(
                earlier.c.person_id == per_day.c.person_id,
                earlier.c.day < per_day.c.day,
                earlier.c.day >= per_day.c.since,
            ),
        )
        .cte("ranked")
    )
    # Of an even number the lower of the two in the middle: whole cases, and stricter.
    middle = ranked.c.rank == (ranked.c.of + 1) // 2
    return (
        select(ranked.c.person_id, ranked.c.day, ranked.c.cases.label("usual"))
        .where(middle)
        .cte("usual")
    )
