"""The same request twice: the repeat gets the first answer, and has no effect of its own."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Protocol

from pydantic import TypeAdapter

from engine.access import Viewer
from engine.store import Connection, answers


@dataclass(frozen=True, slots=True)
class Done:
    """What a command changed; kept under its key, so that a repeat answers the same."""

    case: str
    version: int
    state: str
    kind: str
    made: str | None = None
    opened: tuple[str, ...] = ()
    found_without_gate: tuple[str, ...] = ()


_DONE = TypeAdapter(Done)


class Keyed(Protocol):
    """A request that may come twice."""

    @property
    def key(self) -> str | None: ...
    @property
    def body_hash(self) -> str: ...


class Repeated(Exception):
    """The same request came before; what was begun is rolled back, its answer stands."""

    def __init__(self, done: Done) -> None:
        super().__init__(done.case)
        self.done = done


def seen_before(connection: Connection, viewer: Viewer, order: Keyed, now: datetime) -> None:
    """Look for the answer again under the family's lock: both may have come at one moment.

    Raises:
        Repeated: the other one was first. KeyReused: it was another request.
    """
    kept = kept_answer(connection, viewer, order, now)
    if kept is not None:
        raise Repeated(kept)


def kept_answer(connection: Connection, viewer: Viewer, order: Keyed, now: datetime) -> Done | None:
    """What the same request changed before, if it did; KeyReused when it was another."""
    if order.key is None:
        return None
    found = answers.find_answer(connection, viewer, order.key, body_hash=order.body_hash, now=now)
    if found is None:
        return None
    return _DONE.validate_python(found)


def keep_answer(
    connection: Connection, viewer: Viewer, order: Keyed, done: Done, now: datetime
) -> None:
    if order.key is not None:
        answers.keep_answer(
            connection,
            viewer,
            order.key,
            body_hash=order.body_hash,
            answer=asdict(done),
            now=now,
        )
