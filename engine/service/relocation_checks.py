"""What stands in the way of moving a database, on both sides; all of it is told at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial

from engine.errors import ConfigurationError
from engine.service.audit import Report, verify
from engine.service.audit_anchors import Kept
from engine.service.audit_rows import Fault, Look
from engine.store import copies, durability, relocations
from engine.store.schema import schema_problem
from engine.store.store import Store, require_reachable
from engine.store.unit_of_work import reading


@dataclass(frozen=True, slots=True)
class Witnesses:
    """What was kept outside both databases: the anchors, read anew each time, and their keys."""

    kept: Callable[[], Iterable[Kept] | None] = lambda: None
    keys: Sequence[bytes] = field(default=(), repr=False)

    def verify(self, look: Look) -> Report:
        """Recompute every event, seal and anchor of a database."""
        return verify(look, self.kept(), self.keys)


def require_ready(old: Store, new: Store, witnesses: Witnesses) -> None:
    """Refuse what cannot be moved, and where nothing can be moved to.

    Raises:
        ConfigurationError: everything that stands in the way.
    """
    found = [f"The old database: {each}" for each in _old_problems(old, witnesses)]
    found += [f"The new database: {each}" for each in _new_problems(new)]
    if found:
        raise ConfigurationError("\n- ".join([f"move: {len(found)} problem(s)", *found]))


def in_words(fault: Fault) -> str:
    """A fault of the trails in a sentence."""
    return f"{fault.part}: the first that does not fit is {fault.table} {fault.row}: {fault.what}."


def _old_problems(old: Store, witnesses: Witnesses) -> list[str]:
    """What is wrong with the old one; its trails are looked at where its tables are ours."""
    try:
        found = list(copies.faults_in(copies.database_file(old)))
        problem = schema_problem(old)
    except ConfigurationError as error:
        return [str(error)]
    if problem:
        return [*found, problem]
    try:
        faults = witnesses.verify(partial(reading, old)).faults
    except Exception as error:
        if not found:  # a file that is broken may break anything
            raise
        return [*found, f"The trails cannot be read ({type(error).__name__})."]
    return [*found, *map(in_words, faults)]


def _new_problems(new: Store) -> list[str]:
    """What is wrong with the new one; if it cannot be reached, that alone."""
    try:
        require_reachable(new)
    except ConfigurationError as error:
        return [str(error)]
    found = list(relocations.target_problems(new))
    problem = None if relocations.is_bare(new) else schema_problem(new)
    if problem:
        found.append(f"{problem} Or give a database without any table.")
    if off := durability.switched_off(new):
        found.append(
            f"{', '.join(off)} is off: a power cut could take what seemed kept. Switch it on in "
            "postgresql.conf, for this database and this role."
        )
    if durability.is_too_strong(new):
        found.append(
            "The role may do anything (SUPERUSER or BYPASSRLS), and what it makes is its own. "
            "Make an ordinary role that owns the database, and use that."
        )
    return found
