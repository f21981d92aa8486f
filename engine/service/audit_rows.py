"""The rows of one sealing, held against what the seals say they were."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial
from typing import Literal, TypeAlias

from engine.seal import LOG_FORMS, Leaf, Misfit, Seal, What, first_misfit, log_leaf, unpack
from engine.store import Connection, seals

Look: TypeAlias = Callable[[], AbstractContextManager[Connection]]
"""How to look into the database: each time at one moment, and briefly."""

Part: TypeAlias = Literal["restores", "events", "seals", "anchors"]
Wrong: TypeAlias = What | Literal["unsigned"]


@dataclass(frozen=True, slots=True)
class Fault:
    """The first row that does not fit: of which table, which one, and what became of it."""

    part: Part
    table: str
    row: str
    what: Wrong


def leaves_of(sealing: Iterable[Seal]) -> tuple[Leaf, ...]:
    """Every row of a sealing.

    Raises:
        ValueError: a seal holds something else.
    """
    return tuple(leaf for seal in sealing for leaf in unpack(seal.leaves))


def rows_misfit(look: Look, sealing: Sequence[Seal], leaves: Sequence[Leaf]) -> Misfit | None:
    """The first row of this sealing that is not as it was, was taken out or was slipped in."""
    window = sealing[0].window
    enough = len(leaves) + 1  # more than there were: one of them was slipped in
    log = partial(_log, window.log_after, window.log_up_to, enough, sealing[0].form)
    with look() as connection:
        events = seals.event_rows(
            connection, window.events_after, window.events_up_to, at_most=enough
        )
        return first_misfit(leaves, [*log(connection), *events])


def _log(after: int, up_to: int, enough: int, form: int, connection: Connection) -> Iterator[Leaf]:
    """The leaves of what is there now; an unreadable row is one that fits nothing."""
    bad = None
    try:
        rows = seals.log_rows(connection, after, up_to, at_most=enough)
    except (ValueError, TypeError):  # the driver's word for a number where a moment should be
        bad = seals.unreadable_log_row(connection, after, up_to, at_most=enough)
        rows = [] if bad is None else seals.log_rows(connection, after, bad - 1, at_most=enough)
    yield from (log_leaf(row.values, form) for row in rows)
    if bad is not None:
        yield Leaf("access_log", bad, b"")


def row_fault(part: Part, misfit: Misfit | None) -> Fault | None:
    """The same as a fault of this part."""
    return None if misfit is None else Fault(part, misfit.trail, str(misfit.row), misfit.what)


def is_known(sealing: Iterable[Seal]) -> bool:
    """Whether this program knows in which form the rows were bound."""
    return all(seal.form in LOG_FORMS for seal in sealing)
