"""What one run of ``advance`` wrote, read back for the opponent to write again."""

from __future__ import annotations

import json
from collections.abc import Sequence

from pydantic import JsonValue

from api.bench import sql
from api.bench.by_hand import Driver, Row, Writes
from api.bench.world import Waiting

JSON = frozenset({"explanation", "terms", "payload", "reason_keys", "details", "answer"})
MOMENTS = ("recorded_at", "occurred_at")

_CASE = "SELECT id, state, is_final FROM cases WHERE public_id = ?"
_ENDED = (
    "SELECT key, state, ended_on, 'deadline ' || state FROM deadline"
    " WHERE case_id = ? AND ended_by_seq = ?"
)
_OF_CASE = "WHERE case_id = ? AND seq = ?"


def _select(columns: Sequence[str], table: str, rest: str) -> str:
    """The columns; JSON as the text that it is."""
    wanted = ", ".join(f"CAST({name} AS TEXT)" if name in JSON else name for name in columns)
    return f"SELECT {wanted} FROM {table} {rest}"  # noqa: S608 - our words


_FACTS = _select(sql.FACT, "fact", _OF_CASE)
_BEGUN = _select(sql.DEADLINE, "deadline", "WHERE case_id = ? AND started_seq = ? ORDER BY id")
_REMINDERS = _select(
    ("deadline.key", *(f"reminder.{name}" for name in sql.REMINDER)),
    "reminder JOIN deadline ON deadline.id = reminder.deadline_id",
    "WHERE deadline.case_id = ? AND deadline.started_seq = ? ORDER BY reminder.id",
)
_EVENT = _select(sql.EVENT, "case_event", _OF_CASE)
_DETAILS = _select(
    ("details",), "case_event_detail JOIN case_event ON case_event.id = event_id", _OF_CASE
)
_LOG = _select(sql.LOG, "access_log", "WHERE case_id = ? AND person_id = ? ORDER BY id DESC")
_ANSWER = _select(("answer", "made_at"), "stored_answer", "WHERE person_id = ? AND key = ?")


def written_for(driver: Driver, waiting: Waiting, *, is_sqlite: bool) -> Writes:
    """What the step wrote into this case: it was made with the clock standing still."""

    def all_of(statement: str, *values: object) -> list[Row]:
        text = statement if is_sqlite else sql.on_postgres(statement)
        return driver.execute(text, values).fetchall()

    order, person = waiting.order, waiting.viewer.person
    case_id, state, is_final = all_of(_CASE, order.case)[0]
    of_step = (case_id, order.seen_version + 1)
    event = all_of(_EVENT, *of_step)[0]
    answer, made_at = all_of(_ANSWER, person, order.key)[0]
    return Writes(
        state=state,
        is_final=is_final,
        facts=all_of(_FACTS, *of_step),
        ended=all_of(_ENDED, *of_step),
        begun=all_of(_BEGUN, *of_step),
        reminders=all_of(_REMINDERS, *of_step),
        event=event,
        sealed=_sealed(waiting, event),
        details=json.loads(all_of(_DETAILS, *of_step)[0][0]),
        log=all_of(_LOG, case_id, person)[0],
        answer=json.loads(answer),
        made_at=made_at,
    )


def _sealed(waiting: Waiting, event: Row) -> dict[str, JsonValue]:
    """The event as its hash covers it: moments in UTC, dates in ISO form."""
    values = dict(zip(sql.EVENT, event, strict=True))
    moment = waiting.now.isoformat(timespec="microseconds")
    return {
        **values,
        **dict.fromkeys(MOMENTS, moment),
        "occurred_on": str(values["occurred_on"]),
        "payload": json.loads(values["payload"]),
    }
