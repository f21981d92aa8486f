"""A crowd of open deadlines: one case that commands made, copied by the database itself.

Each copy has a family of its own, and its regisseur is one of a few; so whatever the tick looks
up for a deadline costs as much as it would in a municipality.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, text, update

from api.bench.world import World, lay_out
from engine.clock import ManualClock
from engine.library import Library
from engine.service.office import Office
from engine.service.registering import NewProfessional, register_professional
from engine.store.store import Store
from engine.store.tables.clock import REMINDER
from engine.store.unit_of_work import unit_of_work

FIRST = datetime(2026, 3, 9, 6, tzinfo=UTC)
"""When the first reminders are due: at seven in Amsterdam, with the mail of the day."""

DAY = timedelta(days=1)
OWED = 10
"""Open deadlines in each case."""

REGISSEURS = 20
_BASE = 1_000_000
"""Copies have keys from here on, far from those that commands draw."""

_ZEROS = "0" * 32
_KEY = f"({_BASE} + i)"
_PUBLIC = f"substr('{_ZEROS}' || {_KEY}, length(cast({_KEY} as text)) + 1, 32)"
_COUNT = (
    "with recursive n(i) as (select 0 union all select i + 1 from n where i + 1 < :count)"
    " insert into {into} select {values} from {table} as t, n where t.id = :like"
)


@dataclass(frozen=True, slots=True)
class Crowd:
    """How many deadlines are open, how many of them are due on each day, on how many days."""

    open: int
    due: int
    days: int


def crowded(store: Store, library: Library, crowd: Crowd) -> World:
    """Lay a world out on an empty database, and fill it with open deadlines."""
    world = lay_out(store, library, 2)
    first = _regisseurs(world.office)
    with unit_of_work(store) as connection:
        _copy(connection, crowd, first)
        if not store.is_sqlite:
            connection.execute(text("analyze"))  # what the server does by itself after a while
    return replace(world, office=replace(world.office, clock=ManualClock(FIRST - DAY)))


def _regisseurs(office: Office) -> int:
    """People with keys that follow each other; the first of them."""
    made = [
        register_professional(
            office,
            NewProfessional(
                name=f"crowd {nth}",
                subject=f"crowd {nth}",
                works_as=("regisseur",),
                email=f"crowd-{nth}@voorbeeldstad.test",
                issuer="bench",
                regions=("default",),
            ),
        ).person
        for nth in range(REGISSEURS)
    ]
    return made[0]


def _copy(connection: Connection, crowd: Crowd, first: int) -> None:
    """Families, their cases and who works for them; then what they owe, and its reminders."""
    cases = -(-crowd.open // OWED)
    own = {"id": _KEY, "public_id": _PUBLIC}
    place = {"family_id": _KEY}
    _rows(connection, "family", own, cases)
    _rows(connection, "cases", {**own, **place, "number": "'C' || i"}, cases)
    held = {"person_id": f"{first} + i % {REGISSEURS}", **place}
    _rows(connection, "participation", {**own, **held}, cases, like="role = 'regisseur'")
    owed = {**own, "case_id": f"{_BASE} + i / {OWED}", "occurrence": f"{OWED} + i % {OWED}"}
    _rows(connection, "deadline", {**owed, "state": "'open'"}, crowd.open, like="state = 'open'")
    _plan(connection, crowd)


def _rows(
    connection: Connection, table: str, own: dict[str, str], count: int, like: str = "1 = 1"
) -> None:
    """So many copies of the first row of the table that is like this, with values of their own."""
    names = list(connection.execute(text(f"select * from {table} limit 0")).keys())  # noqa: S608
    wanted = text(f"select min(id) from {table} where {like}")  # noqa: S608 - our own words
    values = ", ".join(own.get(name, f"t.{name}") for name in names)
    statement = _COUNT.format(into=f"{table} ({', '.join(names)})", values=values, table=table)
    found = connection.execute(wanted).scalar_one()
    connection.execute(text(statement), {"count": count, "like": found})


def _plan(connection: Connection, crowd: Crowd) -> None:
    """A reminder for each: those of the days to measure lie far apart, the others later."""
    apart = crowd.open // (crowd.due * crowd.days)
    own = {"id": _KEY, "public_id": _PUBLIC}
    _rows(
        connection,
        "reminder",
        {
            **own,
            "deadline_id": _KEY,
            "audience": "'owner'",
            "state": "'planned'",
            "why": "null",
            "fired_at": "null",
        },
        crowd.open,
    )
    place = REMINDER.c.id - _BASE
    for nth in range(crowd.days):
        mine = (place % apart == 0, place >= nth * crowd.due * apart)
        until = place < (nth + 1) * crowd.due * apart
        at = FIRST + nth * DAY
        connection.execute(update(REMINDER).where(*mine, until).values(fire_at=at))
