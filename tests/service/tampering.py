"""Somebody with the database in hand, and no key: rows are altered, and what can be is sealed anew.

Everything happens in one transaction of one file, and is taken back by savepoints: a new database
for each of more than a thousand attacks would take minutes.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, Row, Table, delete, func, insert, select, text, update

from engine.anchor import Anchor, AnchorFile, anchored
from engine.seal import GENESIS
from engine.service.audit import Report, verify
from engine.service.audit_anchors import Kept
from engine.store import anchors, events, people, seals
from engine.store.access_log import LogEntry, log
from engine.store.tables.cases import CASES
from engine.store.tables.people import PERSON
from engine.store.tables.seal import ANCHOR, SEAL
from engine.store.tables.trail import ACCESS_LOG, CASE_EVENT, CASE_EVENT_DETAIL
from tests.store.builders import NOW, World, happens, viewer

KEY = b"a key that the database is without"
ROWS = 6
"""So many of each trail in one scene."""

TRAILS = ("access_log", "case_event", "seal", "anchor", "anchor_sent", "gap", "gap_signature")
TABLES: dict[str, Table] = {"access_log": ACCESS_LOG, "case_event": CASE_EVENT}
EDITS: dict[str, list[dict[str, Any]]] = {
    "access_log": [
        {"action": "search"},
        {"person_id": 1},
        {"outcome": "denied"},
        {"at": NOW - timedelta(days=1)},
        {"emergency": True},
        {"reason_keys": ["age"]},
        {"ground": "other"},
    ],
    "case_event": [
        {"payload": {"to": "dropped"}},
        {"occurred_at": NOW - timedelta(days=1)},
        {"actor_id": None},
        {"transition": "drop"},
        {"hash": "0" * 64},
    ],
}


@dataclass
class Scene:
    """A database in which things happened, were sealed and anchored; ``files`` are outside."""

    connection: Connection
    files: list[Kept] = field(default_factory=list)

    def verified(self, *, outside: bool = True) -> Report:
        """Verify as the command does."""
        kept = self.files if outside else None
        return verify(lambda: nullcontext(self.connection), kept, [KEY])

    def ids(self, table: str) -> list[int]:
        """The rows that are sealed, by id."""
        chosen = TABLES[table]
        end = SEAL.c.log_up_to if table == "access_log" else SEAL.c.events_up_to
        last = select(func.max(end)).scalar_subquery()
        wanted = select(chosen.c.id).where(chosen.c.id <= last).order_by(chosen.c.id)
        return list(self.connection.execute(wanted).scalars())

    @contextmanager
    def attacked(self) -> Iterator[None]:
        """Take back whatever is done meanwhile."""
        before = self.connection.begin_nested()
        try:
            yield
        finally:
            before.rollback()

    def anchor(self) -> None:
        """Keep outside what was sealed since the last anchor."""
        last = anchors.last_anchor(self.connection)
        first = 1 if last is None else last.last_sealing + 1
        new = Anchor(
            number=1 if last is None else last.number + 1,
            made_at=NOW,
            first_sealing=first,
            last_sealing=seals.sealed(self.connection).sealing,
            prev=GENESIS if last is None else last.hash,
        )
        found = seals.seals_between(self.connection, first, new.last_sealing)
        made = anchored(new, found, KEY)
        anchors.add_anchor(self.connection, made)
        self.files.append(Kept(str(new.number), AnchorFile(made, found)))

    def edit(self, table: str, row: int, nth: int) -> None:
        """Change one column of a row."""
        change = EDITS[table][nth % len(EDITS[table])]
        chosen = TABLES[table]
        self.connection.execute(update(chosen).where(chosen.c.id == row).values(**change))

    def delete(self, table: str, row: int) -> None:
        """Take a row out."""
        self.connection.execute(
            delete(CASE_EVENT_DETAIL).where(CASE_EVENT_DETAIL.c.event_id == row)
        )
        self.connection.execute(delete(TABLES[table]).where(TABLES[table].c.id == row))

    def swap(self, table: str, row: int, other: int) -> None:
        """Exchange all that two rows hold, but for where they stand."""
        stays = {"id", "case_id", "seq", "prev"} if table == "case_event" else {"id"}
        for to, held in ((row, self._row(table, other)), (other, self._row(table, row))):
            values = {name: value for name, value in held.items() if name not in stays}
            chosen = TABLES[table]
            self.connection.execute(update(chosen).where(chosen.c.id == to).values(**values))

    def insert(self, table: str, row: int) -> int:
        """Slip a row in where this one stands, and move all later ones up; its id."""
        forged = self._row(table, row)
        if table == "access_log":
            self._up(f"update access_log set id = {{}} where id >= {row} or id < 0")
            forged["action"] = "export"
        else:
            case, seq = forged["case_id"], forged["seq"]
            where = f"where case_id = {case} and (seq >= {seq} or seq < 0)"
            self._up(f"update case_event set seq = {{}} {where}", "seq")
            self.connection.execute(
                update(CASES).where(CASES.c.id == case).values(version=CASES.c.version + 1)
            )
            del forged["id"]
            forged["payload"] = {"to": "elsewhere"}
        made = self.connection.execute(insert(TABLES[table]), forged)
        assert made.inserted_primary_key is not None
        return int(made.inserted_primary_key[0])

    def rewrite(self) -> None:
        """Recompute every hash of every event, seal all anew, and forget the anchors."""
        for case in self.connection.execute(select(CASES)).all():
            self._rechain(case)
        self.connection.execute(delete(ANCHOR))
        self.connection.execute(delete(SEAL))
        while seals.seal_next(self.connection, now=NOW, at_most=ROWS):
            pass

    def cut(self, log_row: int, event: int) -> None:
        """Take away all that came from here on, and let nothing tell that it was there."""
        self.connection.execute(delete(ACCESS_LOG).where(ACCESS_LOG.c.id >= log_row))
        self.connection.execute(
            delete(CASE_EVENT_DETAIL).where(CASE_EVENT_DETAIL.c.event_id >= event)
        )
        self.connection.execute(delete(CASE_EVENT).where(CASE_EVENT.c.id >= event))
        left = select(func.count()).where(CASE_EVENT.c.case_id == CASES.c.id).scalar_subquery()
        self.connection.execute(update(CASES).values(version=left))
        self.rewrite()

    def _up(self, statement: str, column: str = "id") -> None:
        for value in (f"-{column} - 1", f"-{column}"):
            self.connection.execute(text(statement.format(value)))

    def _row(self, table: str, row: int) -> dict[str, Any]:
        chosen = TABLES[table]
        return self.connection.execute(select(chosen).where(chosen.c.id == row)).one()._asdict()

    def _rechain(self, case: Row[Any]) -> None:
        prev, names = GENESIS, {person.id: person.public_id for person in self._people()}
        mine = select(CASE_EVENT).where(CASE_EVENT.c.case_id == case.id).order_by(CASE_EVENT.c.seq)
        for event in self.connection.execute(mine).all():
            told = {**event._asdict(), "prev": prev, "actor": names.get(event.actor_id)}
            found = events._hash(case.public_id, told)
            self.connection.execute(
                update(CASE_EVENT).where(CASE_EVENT.c.id == event.id).values(prev=prev, hash=found)
            )
            prev = found

    def _people(self) -> list[Row[Any]]:
        return list(self.connection.execute(select(PERSON)).all())


def disarm(connection: Connection) -> None:
    """Take the triggers away, as whoever has the file does first."""
    for table in TRAILS:
        for act in ("update", "delete"):
            connection.execute(text(f"drop trigger {table}_no_{act}"))


def a_scene(connection: Connection, world: World, seed: int) -> Scene:
    """Let people look and things happen; seal and anchor it in two goes."""
    scene, case = Scene(connection), world.case
    organisation = people.add_organisation(connection, "Gemeente", kind="municipality")
    bram = replace(viewer(world.bram), organisation=organisation)
    for nth in range(ROWS):
        at = NOW + timedelta(minutes=nth)
        look = LogEntry(at=at, action="look", outcome="done", case_id=case.id)
        case = happens(connection, case, actor_id=world.bram.id, occurred_at=at)
        log(connection, bram if (nth + seed) % 3 else None, look)
        if nth in (3, 5):
            assert seals.seal_next(connection, now=at, at_most=100)
            scene.anchor()
    return scene
