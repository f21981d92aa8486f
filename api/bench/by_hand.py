"""The opponent: what ``advance`` writes, by hand on the bare driver.

It is told what to write (``Writes``): it decides nothing, asks nobody's permission and
computes no date. What hangs on the case it works out itself: ids, version, hash chain.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import chain
from typing import Any, Protocol, TypeAlias
from uuid import uuid4

from pydantic import JsonValue

from api.bench import sql
from api.bench.world import Waiting
from engine.definition import canonical

Row: TypeAlias = tuple[Any, ...]
"""Values as the driver gives and takes them."""


class Cursor(Protocol):
    """What a statement answers."""

    @property
    def rowcount(self) -> int: ...
    def fetchone(self) -> Row | None: ...
    def fetchall(self) -> list[Row]: ...


class Driver(Protocol):
    """A connection of sqlite3 or of psycopg, as the store set it up."""

    def execute(self, statement: str, values: Sequence[object] = ..., /) -> Cursor: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Writes:
    """What the command wrote into one case, to be written into another.

    ``ended`` has of each deadline its key, its new state, the day, and why its reminders
    stop; each of ``reminders`` begins with the key of its deadline. ``sealed`` is the event
    as its hash covers it, but for what differs from case to case.
    """

    state: str
    is_final: object
    facts: Sequence[Row]
    ended: Sequence[Row]
    begun: Sequence[Row]
    reminders: Sequence[Row]
    event: Row
    sealed: Mapping[str, JsonValue]
    details: Mapping[str, JsonValue]
    log: Row
    answer: Mapping[str, JsonValue]
    made_at: object


class ByHand:
    """Writes the same into one case after the other, each in a transaction of its own."""

    def __init__(self, driver: Driver, writes: Writes, *, is_sqlite: bool) -> None:
        self._driver, self._writes, self._is_sqlite = driver, writes, is_sqlite
        self._set = sql.insert("fact", (*sql.OWN_FACT, *sql.FACT), len(writes.facts))
        self._begin = sql.insert_deadlines(len(writes.begun))
        reminder = (*sql.OWN_REMINDER, *sql.REMINDER)
        self._plan = sql.insert("reminder", reminder, len(writes.reminders))

    def __call__(self, waiting: Waiting) -> None:
        """The whole command.

        Raises:
            LookupError: there is no such case, or somebody else was first.
        """
        self._run("BEGIN IMMEDIATE" if self._is_sqlite else "BEGIN")
        try:
            self._write(waiting)
        except BaseException:
            self._run("ROLLBACK")
            raise
        self._run("COMMIT")

    def _write(self, waiting: Waiting) -> None:
        writes, seen = self._writes, waiting.order.seen_version
        (case_id,) = self._one(sql.CASE, waiting.order.case)
        (prev,) = self._one(sql.LAST_SEAL, case_id)
        seq = seen + 1
        move = self._run(sql.MOVE, writes.state, writes.is_final, seq, case_id, seen)
        if move.rowcount != 1:
            raise LookupError(waiting.order.case)
        self._run(self._set, *_flat((case_id, seq, *row) for row in writes.facts))
        self._write_deadlines(case_id, seq)
        self._write_event(waiting, case_id, seq, prev)
        self._write_answer(waiting, case_id, seq)

    def _write_deadlines(self, case_id: int, seq: int) -> None:
        writes = self._writes
        for key, state, on, why in writes.ended:
            (ended,) = self._one(sql.END, state, on, seq, case_id, key)
            self._run(sql.SUPERSEDE, why, ended)
        rows = (
            (uuid4().hex, case_id, seq, case_id, key, slot, key, slot, *rest)
            for key, slot, *rest in writes.begun
        )
        ids: dict[str, int] = dict(self._run(self._begin, *_flat(rows)).fetchall())
        planned = ((uuid4().hex, ids[key], *row) for key, *row in writes.reminders)
        self._run(self._plan, *_flat(planned))

    def _write_event(self, waiting: Waiting, case_id: int, seq: int, prev: str) -> None:
        nonce, details = secrets.token_hex(16), canonical(dict(self._writes.details))
        details_hash = _hash(nonce + details)
        own: dict[str, JsonValue] = {
            "case": waiting.order.case,
            "seq": seq,
            "actor": waiting.viewer.id,
            "prev": prev,
            "details_hash": details_hash,
        }
        seal = _hash(canonical({**self._writes.sealed, **own}))
        columns = (case_id, seq, waiting.viewer.person, prev, details_hash, seal)
        (event_id,) = self._one(sql.ADD_EVENT, *columns, *self._writes.event)
        self._run(sql.ADD_DETAIL, event_id, nonce, details)

    def _write_answer(self, waiting: Waiting, case_id: int, seq: int) -> None:
        writes, person, order = self._writes, waiting.viewer.person, waiting.order
        self._run(sql.ADD_LOG, person, case_id, *writes.log)
        answer = json.dumps({**writes.answer, "case": order.case, "version": seq})
        self._run(sql.ADD_ANSWER, person, order.key, order.body_hash, answer, writes.made_at)

    def _one(self, statement: str, *values: object) -> Row:
        row = self._run(statement, *values).fetchone()
        if row is None:
            raise LookupError(statement)
        return row

    def _run(self, statement: str, *values: object) -> Cursor:
        return self._driver.execute(
            statement if self._is_sqlite else sql.on_postgres(statement), values
        )


def _flat(rows: Iterable[Sequence[object]]) -> Iterable[object]:
    return chain.from_iterable(rows)


def _hash(text: str) -> str:
    return sha256(text.encode()).hexdigest()
