"""Answers kept for a request that is sent again: one effect, however often it comes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, delete, select

from engine.access import Viewer
from engine.errors import KeyReused
from engine.store.rows import insert_or_nothing
from engine.store.tables.trail import STORED_ANSWER

KEPT = timedelta(hours=24)

_OF_KEY = (
    STORED_ANSWER.c.person_id == bindparam("viewer"),
    STORED_ANSWER.c.key == bindparam("wanted"),
)
_FIND = select(STORED_ANSWER.c.body_hash, STORED_ANSWER.c.answer).where(
    *_OF_KEY, STORED_ANSWER.c.made_at > bindparam("since")
)
_ADD = insert_or_nothing(STORED_ANSWER, "person_id", "key")
_FORGET = delete(STORED_ANSWER).where(*_OF_KEY, STORED_ANSWER.c.made_at <= bindparam("since"))
_PURGE = delete(STORED_ANSWER).where(STORED_ANSWER.c.made_at <= bindparam("since"))


class AnsweredMeanwhile(Exception):
    """Another request under this key was first; what was begun is rolled back."""


def find_answer(
    connection: Connection, viewer: Viewer, key: str, *, body_hash: str, now: datetime
) -> Mapping[str, Any] | None:
    """The answer to the same request, if it came in the last 24 hours.

    Raises:
        KeyReused: the key came with another request.
    """
    wanted = {"viewer": viewer.person, "wanted": key, "since": now - KEPT}
    row = connection.execute(_FIND, wanted).one_or_none()
    if row is None:
        return None
    if row.body_hash != body_hash:
        raise KeyReused(key)
    answer: Mapping[str, Any] = row.answer
    return answer


def keep_answer(
    connection: Connection,
    viewer: Viewer,
    key: str,
    *,
    body_hash: str,
    answer: Mapping[str, Any],
    now: datetime,
) -> None:
    """Keep the answer to a request that changed something.

    A key is kept once for each person, whatever the family: on PostgreSQL this waits for
    another transaction that is keeping it.

    Raises:
        AnsweredMeanwhile: that one was first.
    """
    connection.execute(_FORGET, {"viewer": viewer.person, "wanted": key, "since": now - KEPT})
    row = {"person_id": viewer.person, "key": key, "body_hash": body_hash}
    if _ADD(connection, {**row, "answer": dict(answer), "made_at": now}) is None:
        raise AnsweredMeanwhile(key)


def purge_answers(connection: Connection, *, now: datetime) -> int:
    """For the tick: forget what is older than 24 hours; how many that were."""
    return connection.execute(_PURGE, {"since": now - KEPT}).rowcount
