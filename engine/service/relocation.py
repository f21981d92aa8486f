"""The whole database moved from SQLite to PostgreSQL, once: every row, held against its copy.

Everything happens in one transaction of the new database. The old one is marked as moved after
everything was compared and before that transaction ends. So whenever it is broken off, either
nothing has happened, or the old one serves nobody and the same command says where the cases are.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field

from engine.anchor import Anchor
from engine.errors import ConfigurationError
from engine.gap import Gap
from engine.ports import Clock
from engine.service.audit import Report
from engine.service.gaps import note_gap
from engine.service.mail_hold import BY_HAND
from engine.service.relocation_checks import Witnesses, in_words, require_ready
from engine.store import Connection, copies, mail_holds, relocations, sessions, table_copies
from engine.store.relocations import MOVED_AWAY, MOVED_HERE, TAKEN_BACK, Mark, name_of
from engine.store.rows import new_id
from engine.store.schema import require_current, schema_problem
from engine.store.store import Store
from engine.store.table_copies import Compared, Watch
from engine.store.unit_of_work import reading, unit_of_work


@dataclass(frozen=True, slots=True)
class Move:
    """From where to where, and what was kept outside both."""

    old: Store
    new: Store
    witnesses: Witnesses = field(default_factory=Witnesses)


@dataclass(frozen=True, slots=True)
class Moved:
    """What arrived, table by table; nothing where it ``had_arrived`` at an earlier run."""

    mark: Mark
    tables: Sequence[Compared] = ()
    report: Report | None = None
    had_arrived: bool = False


def move_database(move: Move, clock: Clock, watch: Watch) -> Moved:
    """Copy every row into the empty database, compare, and let the old one serve nobody any more.

    Mail is not held: nothing was taken away, and what left is marked so in both.

    Raises:
        ConfigurationError: something stands in the way, or something differs; all of it is told,
            and the new database is as it was.
        Busy: another process writes in the old one.
    """
    if not (file := copies.database_file(move.old)).is_file():
        raise ConfigurationError(f"There is no database {file} to move.")
    if mark := _arrived(move):
        return Moved(mark, had_arrived=True)
    require_ready(move.old, move.new, move.witnesses)
    with relocations.arriving(move.new) as there:
        relocations.take_turn(there)
        mark = Mark(clock.now(), MOVED_AWAY, name_of(move.new), new_id())
        # Nobody writes meanwhile, so what is copied is one moment; the mark is on disk first.
        with unit_of_work(move.old) as turn:
            with reading(move.old) as here:
                tables, report = _moved_over(move, here, there, watch)
            relocations.note(turn, mark)
        relocations.note(there, Mark(mark.at, MOVED_HERE, name_of(move.old), mark.id))
    return Moved(mark, tables, report)


def take_back(
    old: Store, clock: Clock, *, by: str, why: str, key: bytes | None, outside: Anchor | None
) -> Gap:
    """Let the database from before the move be used again: as one that was put back by hand.

    What people did in the other one is not in it. So everybody signs in again, its mail waits, and
    what its trails lack is noted.

    Args:
        key: what signs that; None where it is not at hand.
        outside: the newest anchor that was kept outside, where somebody could look.

    Raises:
        ConfigurationError: it was not moved.
    """
    require_current(old)
    now = clock.now()
    with unit_of_work(old) as connection:
        mark = relocations.mark_of(connection)
        if mark is None or not mark.is_away:
            raise ConfigurationError("This database was not moved, so there is nothing to take.")
        gap = note_gap(connection, backup=BY_HAND, now=now, key=key, outside=outside)
        mail_holds.hold_mail(connection, backup=BY_HAND, now=now, despite=why)
        sessions.end_all_sessions(connection, now=now)
        relocations.note(connection, Mark(now, TAKEN_BACK, f"{by}: {why}", mark.id))
    return gap


def _arrived(move: Move) -> Mark | None:
    """The mark of a move that was broken off after everything had arrived."""
    old = _mark_of(move.old)
    if old is None or not old.is_away:
        return None
    new = _mark_of(move.new)
    return old if new is not None and (new.action, new.id) == (MOVED_HERE, old.id) else None


def _mark_of(store: Store) -> Mark | None:
    """None too where the tables are not ours, or nothing answers: that is told elsewhere."""
    try:
        if schema_problem(store):
            return None
    except Exception:  # whatever it is, require_ready meets it too and says so
        return None
    with reading(store) as connection:
        return relocations.mark_of(connection)


def _moved_over(
    move: Move, here: Connection, there: Connection, watch: Watch
) -> tuple[tuple[Compared, ...], Report]:
    """Copy, compare row by row, and recompute what was copied: the trails and what is outside."""
    table_copies.copy_rows(here, there, watch)
    relocations.number_on(there)
    compared = table_copies.compare_rows(here, there, watch)
    report = move.witnesses.verify(lambda: nullcontext(there))
    found = [each.difference for each in compared if each.difference]
    found += [in_words(fault) for fault in report.faults]
    if found:
        lines = [f"move: {len(found)} difference(s), so nothing was moved", *found]
        raise ConfigurationError("\n- ".join(lines))
    return compared, report
