"""What every statement of a request asks of the files: of which case, and who may see that one.

On SQLite nothing inside the database holds a forgotten condition back. So every statement that
runs during the matrix is looked at: one that reads or writes a row of a file either joins the
condition of who may see it, or is bound to cases that this person sees, after the condition was
asked of them in the same transaction. SAFETY 5.6.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain, count
from typing import Any, TypeAlias

from sqlalchemy import BindParameter, Column, Connection, Table, event, select
from sqlalchemy.sql.elements import BinaryExpression
from sqlalchemy.sql.visitors import iterate

from engine.store.store import Store
from engine.store.tables import METADATA
from engine.store.unit_of_work import reading

Keys: TypeAlias = Mapping[str, Mapping[int | str, frozenset[int]]]
"""Of each table the cases of each row, by its key inside and by its public one."""

_LOOKS = "FROM participation"
_WATCHES = "FROM account_role"
_NOTHING = re.compile(r"1 ?!= ?1")
"""How an empty list of keys is written."""

_TOLD = re.compile(r"WHERE notice\.person_id = \S+ AND (?!.* OR )", re.DOTALL)

LOGS = frozenset({"access_log", "participation", "log_signal"})
"""What names a case and is of no file: who looked, who takes part, what stood out in the log."""

AROUND = frozenset({"family", "person", "meeting", "batch", "destruction"})
"""What holds several cases; whoever may see it may be told of those that they see."""

ALLOWED: Mapping[str, str] = {
    "SELECT DISTINCT workflow_version.hash": "which versions a region uses; no row leaves",
    "SELECT cases.number \nFROM cases JOIN case_child": "the officer who reviews an emergency",
    "UPDATE work SET open_key=": "it ends by a key of its own, once it was found as theirs",
    "UPDATE batch_item SET state=": "who asked for the batch stops it; it was found as theirs",
    "SELECT access_log.at, cases.number, access_log.action": "the officer of the log's region",
    "SELECT log_signal.id": "the same: the number of the case, and nothing of its file",
}
"""Statements about files that ask nobody's part, by how they begin; and why they may."""


def _in_a_file() -> Mapping[str, str]:
    """The tables whose rows belong to a case, each with the column that says to which.

    Either it names the case, or a row of another table that does.
    """
    found = {name: "case_id" for name, table in METADATA.tables.items() if "case_id" in table.c}
    found["cases"] = "id"
    grown = -1
    while grown != len(found):
        grown = len(found)
        for name, table in METADATA.tables.items():
            above = [each.name for each in table.c if _of(each) in found.keys() - LOGS]
            if name not in found and above:
                found[name] = above[0]
    return {name: column for name, column in found.items() if name not in LOGS}


def _of(column: Column[Any]) -> str:
    """The table that the column names a row of; "" when it names none."""
    return next((each.column.table.name for each in column.foreign_keys), "")


IN_A_FILE = _in_a_file()


def keys_of(store: Store) -> Keys:
    """Of which cases each row is that a statement may be bound by."""
    with reading(store) as connection:
        found: dict[str, dict[int | str, frozenset[int]]] = {"cases": _cases(connection)}
        for name in _in_order():
            table = METADATA.tables[name]
            column = table.c[IN_A_FILE[name]]
            names = [table.c[each] for each in ("id", "public_id") if each in table.c]
            above = found[_of(column)]
            found[name] = {
                each: above.get(key, frozenset())
                for key, *ids in connection.execute(select(column, *names))
                for each in ids
            }
        return {**found, **_around(connection)}


def _cases(connection: Connection) -> dict[int | str, frozenset[int]]:
    cases = METADATA.tables["cases"]
    rows = connection.execute(select(cases.c.id, cases.c.public_id))
    return {each: frozenset({key}) for key, name in rows for each in (key, name)}


def _in_order() -> Iterator[str]:
    """The tables of a file, each after the one that its column names."""
    done, waiting = {"cases"}, [name for name in IN_A_FILE if name != "cases"]
    while waiting:
        name = waiting.pop(0)
        if _of(METADATA.tables[name].c[IN_A_FILE[name]]) in done:
            done.add(name)
            yield name
        else:
            waiting.append(name)


def _around(connection: Connection) -> Mapping[str, Mapping[int | str, frozenset[int]]]:
    """Of each family, and of each person of one, the cases of that family."""
    tables = METADATA.tables
    cases, family, person = (tables[name] for name in ("cases", "family", "person"))
    ways = {
        "family": select(family.c.id, family.c.public_id, cases.c.id).join(
            cases, cases.c.family_id == family.c.id
        ),
        "person": select(person.c.id, person.c.public_id, cases.c.id).join(
            cases, cases.c.family_id == person.c.family_id
        ),
    }
    found: dict[str, dict[int | str, frozenset[int]]] = {}
    for name, way in ways.items():
        of: dict[int | str, set[int]] = defaultdict(set)
        for key, public, case in connection.execute(way):
            of[key].add(case)
            of[public].add(case)
        found[name] = {key: frozenset(held) for key, held in of.items()}
    return found


@dataclass(frozen=True, slots=True)
class Shape:
    """What a statement is, whatever its parameters: its tables, and which of them bind it."""

    tables: frozenset[str]
    bound: tuple[tuple[str, str], ...]
    """A parameter, and the table of a file that it names a row of."""


@dataclass(frozen=True, slots=True)
class Said:
    """One statement, in its transaction, with its parameters by name."""

    turn: int
    sql: str
    shape: Shape
    values: Sequence[Mapping[str, Any]]

    @property
    def asks_for(self) -> int | None:
        """For whom it asks what may be seen, and who is excluded; None when it does not."""
        values = self.values[0]
        if "reader" in values:
            return int(values["reader"]) if self._of_the_family else None
        ways = (_LOOKS in self.sql and self._keeps_out, _WATCHES in self.sql, self._let_in)
        return int(values["viewer"]) if "viewer" in values and any(ways) else None

    @property
    def _keeps_out(self) -> bool:
        return "excluded" in self.values[0].values()

    @property
    def _let_in(self) -> bool:
        """Whether it holds ``engine.store.emergency.OPENS``: a grant of theirs that opens now."""
        opens = {"grant", "viewer", "now", "soon", "asked_by"} <= self.values[0].keys()
        return opens and "emergency_grant" in self.shape.tables and self._keeps_out

    @property
    def _of_the_family(self) -> bool:
        """Whether it asks as ``engine.store.readings`` does, what somebody of a family may read."""
        asked = {"reads_by", "alone_by", "of_age_by"} <= self.values[0].keys()
        return asked and {"authority", "publication"} <= self.shape.tables and self._keeps_out

    @property
    def is_allowed(self) -> bool:
        """Whether it is bound to whoever was told, or asks nobody's part for a reason."""
        return self.sql.startswith(tuple(ALLOWED)) or bool(_TOLD.search(self.sql))

    def bound_to(self, tables: Collection[str]) -> Iterator[tuple[str, int | str]]:
        """The rows of these tables that it is bound to: the table and the key."""
        for name, table in self.shape.bound:
            if table in tables:
                for values in self.values:
                    listed = (each for key, each in values.items() if _is_of_list(key, name))
                    yield from ((table, each) for each in (values.get(name), *listed) if each)


def _is_of_list(key: str, name: str) -> bool:
    """Whether a parameter is one of a list: those are numbered."""
    return key.startswith(f"{name}_") and key[len(name) + 1 :].isdigit()


@dataclass
class Ear:
    """Hears every statement of a store."""

    keys: Keys
    heard: list[Said] = field(default_factory=list)
    judged: int = 0  # so many statements about a file were looked at
    _turns: dict[int, int] = field(default_factory=dict)
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))
    _shapes: dict[int, tuple[object, Shape]] = field(default_factory=dict)

    def begins(self, connection: object) -> None:
        """Another transaction: nothing was asked in it yet."""
        self._turns[id(connection)] = next(self._numbers)

    def hears(self, *arguments: Any) -> None:
        """Note a statement."""
        connection, _, sql, _, context, _ = arguments
        compiled = getattr(context, "compiled", None)
        shape = _NO_SHAPE if compiled is None else self._shape(compiled)
        values = getattr(context, "compiled_parameters", None) or [{}]
        self.heard.append(Said(self._turns.get(id(connection), 0), sql, shape, values))

    def unseen(self, person: int | None, sees: Collection[int]) -> Iterator[str]:
        """The statements about a file for which nobody asked whether this person may see it."""
        asked: set[int] = set()
        for said in self.heard:
            if person is not None and said.asks_for == person:
                asked.add(said.turn)
                continue
            files = said.shape.tables & IN_A_FILE.keys()
            self.judged += bool(files)
            why = files and self._why_not(said, {*sees}, is_asked=said.turn in asked)
            if why:
                yield f"{why}: {sorted(files)}: {said.sql[:300]} {said.values[0]}"

    def _why_not(self, said: Said, sees: set[int], *, is_asked: bool) -> str:
        if said.is_allowed:
            return ""
        for tables in ({"cases"}, IN_A_FILE, AROUND):
            if rows := [*said.bound_to(tables)]:
                cases = self._cases(rows)
                is_theirs = not cases or (cases & sees if tables is AROUND else cases <= sees)
                if not is_theirs:
                    return f"of cases {sorted(cases)}, of which they see {sorted(cases & sees)}"
                return "" if is_asked else "before anybody asked"
        return "" if _NOTHING.search(said.sql) else "bound to no case"

    def _cases(self, rows: Iterable[tuple[str, int | str]]) -> set[int]:
        """The cases of these rows; what was made just now is of none yet."""
        known = (self.keys.get(table, {}).get(key, frozenset()) for table, key in rows)
        return set().union(*known)

    def _shape(self, compiled: Any) -> Shape:
        known = self._shapes.get(id(compiled))
        if known is None:
            known = self._shapes[id(compiled)] = (compiled, shape_of(compiled))
        return known[1]


_NO_SHAPE = Shape(frozenset(), ())


def shape_of(compiled: Any) -> Shape:
    """Look at a statement once."""
    parts = [*iterate(compiled.statement)]
    tables = {each.name for each in parts if isinstance(each, Table)}
    compared = (each for each in parts if isinstance(each, BinaryExpression))
    bound = {(compiled.bind_names.get(by, by.key), of) for by, of in chain(*map(_bound, compared))}
    if compiled.isinsert:
        into = compiled.statement.table.c
        bound |= {(each.name, _row_of(each)) for each in into if _of(each) and _row_of(each)}
    return Shape(frozenset(tables), tuple(sorted(bound)))


def _bound(comparison: BinaryExpression[Any]) -> Iterator[tuple[BindParameter[Any], str]]:
    """The parameter that is compared with a column that names a row, and the table of the row."""
    if getattr(comparison.operator, "__name__", "") not in {"eq", "in_op"}:
        return
    sides = (comparison.left, comparison.right)
    for one, other in (sides, sides[::-1]):
        if isinstance(one, Column) and isinstance(other, BindParameter) and _row_of(one):
            yield other, _row_of(one)


def _row_of(column: Column[Any]) -> str:
    """The table of which the column names a row, if that is one of a file or around it."""
    table: Any = column.table
    while not isinstance(table, Table) and hasattr(table, "element"):
        table = table.element  # of a table under another name
    own = _of(column)
    if column.name in {"id", "public_id"} and isinstance(table, Table):
        own = table.name
    return own if own in IN_A_FILE or own in AROUND else ""


@contextmanager
def listening(store: Store) -> Iterator[Ear]:
    """Hear every statement meanwhile."""
    ear = Ear(keys_of(store))
    event.listen(store.engine, "begin", ear.begins)
    event.listen(store.engine, "before_cursor_execute", ear.hears)
    try:
        yield ear
    finally:
        event.remove(store.engine, "begin", ear.begins)
        event.remove(store.engine, "before_cursor_execute", ear.hears)
