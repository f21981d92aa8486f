"""A log that takes no row, on either database: by a trigger, as a full disk or a lock would."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import text

from engine.store.store import Store
from engine.store.unit_of_work import unit_of_work

_SQLITE = (
    (
        "create trigger takes_no_row before insert on access_log "
        "begin select raise(abort, 'the log takes no row'); end"
    ),
)
_POSTGRES = (
    (
        "create function takes_no_row() returns trigger language plpgsql as "
        "$$ begin raise exception 'the log takes no row'; end $$"
    ),
    (
        "create trigger takes_no_row before insert on access_log "
        "for each row execute function takes_no_row()"
    ),
)


@contextmanager
def log_takes_no_row(store: Store) -> Iterator[None]:
    """Let nothing be written to the log."""
    _run(store, *(_SQLITE if store.is_sqlite else _POSTGRES))
    try:
        yield
    finally:
        if store.is_sqlite:
            _run(store, "drop trigger takes_no_row")
        else:
            _run(store, "drop trigger takes_no_row on access_log", "drop function takes_no_row()")


def _run(store: Store, *statements: str) -> None:
    with unit_of_work(store) as connection:
        for statement in statements:
            connection.execute(text(statement))
