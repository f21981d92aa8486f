"""The same request twice: the repeat gets the first answer, and has no effect of its own."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, Protocol, TypeVar

from pydantic import TypeAdapter

from engine.access import Viewer
from engine.store import Connection, answers
from engine.store.answers import AnsweredMeanwhile


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


class Keyed(Protocol):
    """A request that may come twice."""

    @property
    def key(self) -> str | None: ...
    @property
    def body_hash(self) -> str: ...


AnswerT = TypeVar("AnswerT")


@dataclass(frozen=True, slots=True)
class Answers(Generic[AnswerT]):
    """The answers of one sort, each kept under the key of its request."""

    sort: TypeAdapter[AnswerT]

    def find(
        self, connection: Connection, viewer: Viewer, order: Keyed, now: datetime
    ) -> AnswerT | None:
        """What the same request changed before, if it did; KeyReused when it was another."""
        if order.key is None:
            return None
        found = answers.find_answer(
            connection, viewer, order.key, body_hash=order.body_hash, now=now
        )
        return None if found is None else self.sort.validate_python(found)

    def keep(
        self, connection: Connection, viewer: Viewer, order: Keyed, answer: AnswerT, now: datetime
    ) -> None:
        """Keep the answer for a repeat, if the request may come twice.

        Raises:
            AnsweredMeanwhile: another request under this key was first.
        """
        if order.key is not None:
            answers.keep_answer(
                connection,
                viewer,
                order.key,
                body_hash=order.body_hash,
                answer=self.sort.dump_python(answer, mode="json"),
                now=now,
            )


def unless_answered(attempt: Callable[[], AnswerT]) -> AnswerT:
    """What the attempt answers: one transaction, which begins by looking for a stored answer.

    Of two at one moment under one key, on two families, the second is turned back as it keeps
    its answer. It begins anew and then finds the first one's, or hears that the key is taken.
    """
    while True:
        with suppress(AnsweredMeanwhile):
            return attempt()


DONE = Answers(TypeAdapter(Done))


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
    kept = DONE.find(connection, viewer, order, now)
    if kept is not None:
        raise Repeated(kept)
