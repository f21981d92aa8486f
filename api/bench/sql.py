"""The statements of the opponent, written by hand; ``?`` stands for a value."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

FACT = ("name", "value", "from_on", "recorded_at")
DEADLINE = (
    *("key", "slot", "child_id", "rule", "kind", "starts_on", "due_on", "due_at", "late_after"),
    *("window_opens", "owner_role", "is_law", "review", "state", "explanation", "terms"),
)
REMINDER = ("due_on", "step", "audience", "on_date", "fire_at", "state", "why", "made_at")
EVENT = (
    *("kind", "recorded_at", "occurred_on", "occurred_at", "on_behalf_of", "workflow_hash"),
    *("transition", "act", "entered", "payload"),
)
LOG = (
    *("at", "on_behalf_of", "organisation_id", "session", "access_point", "action", "record"),
    *("field_class", "ground", "outcome", "emergency", "request_id", "reason_keys"),
)
"""What the columns of each table hold is the same for every case, but for these of its own."""

OWN_FACT = ("case_id", "seq")
OWN_DEADLINE = ("public_id", "case_id", "started_seq", "occurrence")
OWN_REMINDER = ("public_id", "deadline_id")
OWN_EVENT = ("case_id", "seq", "actor_id", "prev", "details_hash", "hash")
OWN_LOG = ("person_id", "case_id")
ANSWER = ("person_id", "key", "body_hash", "answer", "made_at")

NEXT_OCCURRENCE = (
    "(SELECT coalesce(max(occurrence), 0) + 1 FROM deadline"
    " WHERE case_id = ? AND key = ? AND slot = ?)"
)

CASE = "SELECT id FROM cases WHERE public_id = ?"
LAST_SEAL = "SELECT hash FROM case_event WHERE case_id = ? ORDER BY seq DESC LIMIT 1"
MOVE = "UPDATE cases SET state = ?, is_final = ?, version = ? WHERE id = ? AND version = ?"
END = (
    "UPDATE deadline SET state = ?, ended_on = ?, ended_by_seq = ?, suspended_on = NULL,"
    " suspended_until = NULL WHERE case_id = ? AND key = ? AND state IN ('open', 'suspended')"
    " RETURNING id"
)
# "|| ''" hides the state from SQLite: else it walks through every planned reminder of all cases
# by the index on the state, and not through those of this one deadline.
SUPERSEDE = (
    "UPDATE reminder SET state = 'superseded', why = ?"
    " WHERE deadline_id = ? AND state || '' = 'planned'"
)


def insert(table: str, columns: Sequence[str], rows: int = 1) -> str:
    """An INSERT of some rows at once."""
    return insert_as(table, columns, ", ".join("?" for _ in columns), rows)


def insert_as(table: str, columns: Sequence[str], row: str, rows: int) -> str:
    """An INSERT of which every row is written as ``row``."""
    values = ", ".join(f"({row})" for _ in range(rows))
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES {values}"  # noqa: S608 - our words


def insert_deadlines(rows: int) -> str:
    """All deadlines at once; their keys come back with their ids."""
    row = f"?, ?, ?, {NEXT_OCCURRENCE}, " + ", ".join("?" for _ in DEADLINE)
    return insert_as("deadline", (*OWN_DEADLINE, *DEADLINE), row, rows) + " RETURNING key, id"


ADD_EVENT = insert("case_event", (*OWN_EVENT, *EVENT)) + " RETURNING id"
ADD_DETAIL = insert("case_event_detail", ("event_id", "nonce", "details"))
ADD_LOG = insert("access_log", (*OWN_LOG, *LOG))
ADD_ANSWER = insert("stored_answer", ANSWER)


@cache
def on_postgres(statement: str) -> str:
    """The statement as psycopg wants it."""
    return statement.replace("?", "%s")
