"""Sign in at a desk, come back, and look at what was kept of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from sqlalchemy import event, select, update

from engine.clock import ManualClock
from engine.service.sessions import SignedIn, sign_in, signed_in
from engine.store.store import Store
from engine.store.tables.people import ACCOUNT
from engine.store.tables.sessions import SESSION
from engine.store.unit_of_work import reading, unit_of_work
from tests.service.builders import Desk

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


def enter(desk: Desk, name: str = "bram", **how: Any) -> str:
    """Sign in on the pages, unless said otherwise; the token."""
    return sign_in(desk.office, desk.viewers[name].id, **{"through": "page", **how})[0]


def who(desk: Desk, token: str) -> SignedIn | None:
    """Come back with this token to a page."""
    return signed_in(desk.office, token, through="page")


def later(clock: ManualClock, by: timedelta) -> None:
    """Let time pass."""
    clock.move_to(clock.now() + by)


def rows(desk: Desk) -> list[Any]:
    """The sessions, oldest first."""
    with reading(desk.office.store) as connection:
        return list(connection.execute(select(SESSION).order_by(SESSION.c.id)))


def logged(desk: Desk) -> list[Any]:
    """What the log says of sessions."""
    return [row for row in desk.log() if row.action in {"sign_in", "sign_out"}]


def close_account(desk: Desk, name: str) -> None:
    """Make an account inactive."""
    with unit_of_work(desk.office.store) as connection:
        mine = ACCOUNT.c.person_id == desk.viewers[name].person
        connection.execute(update(ACCOUNT).where(mine).values(active=False))


@contextmanager
def written(store: Store) -> Iterator[list[str]]:
    """Note every statement that changes something."""
    noted: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if statement.split(maxsplit=1)[0].upper() in {"INSERT", "UPDATE", "DELETE"}:
            noted.append(statement)

    event.listen(store.engine, "before_cursor_execute", note)
    try:
        yield noted
    finally:
        event.remove(store.engine, "before_cursor_execute", note)
