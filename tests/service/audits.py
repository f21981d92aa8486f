"""An office that seals and anchors: hours go by, and what is kept outside lies in a list."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial

from sqlalchemy import Connection, text

from engine.anchor import AnchorFile, file_stem
from engine.ports import NotSent, Sent
from engine.service.anchoring import Anchoring, anchor_what_is_new
from engine.service.audit import Report, verify
from engine.service.audit_anchors import Kept
from engine.service.sealing import seal_what_is_new
from engine.service.tick import never
from engine.store.access_log import LogEntry, log
from engine.store.cases import CaseHead
from engine.store.store import Store
from engine.store.unit_of_work import reading, unit_of_work
from tests.office import World

KEY = b"a key that the database is without"
TRAILS = (
    *("access_log", "case_event", "seal", "anchor", "anchor_sent"),
    *("gap", "gap_signature"),
)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@dataclass
class Shelf:
    """A place outside the database; while it is ``full`` it takes nothing."""

    name: str = "folder"
    files: list[AnchorFile] = field(default_factory=list)
    full: bool = False

    def keep(self, file: AnchorFile) -> Sent | NotSent:
        """Keep it once."""
        if self.full:
            return NotSent("The shelf is full.")
        if file not in self.files:
            self.files.append(file)
        return Sent()

    @property
    def kept(self) -> list[Kept]:
        """What is found when somebody looks there."""
        return [Kept(file_stem(file.anchor), file) for file in self.files]


@dataclass
class Hours:
    """The hours of an office in which people look, and the program seals and anchors."""

    world: World
    case: CaseHead
    shelf: Shelf = field(default_factory=Shelf)
    second: Shelf = field(default_factory=lambda: Shelf("mail"))

    @property
    def anchoring(self) -> Anchoring:
        """Sign with the one key, and keep on both shelves."""
        return Anchoring((b"an older one", KEY), (self.shelf, self.second))

    def looks(self, times: int = 1) -> None:
        """Let Bram look into the case."""
        entry = LogEntry(
            at=self.world.clock.now(), action="look", outcome="done", case_id=self.case.id
        )
        with unit_of_work(self.world.office.store) as connection:
            for _ in range(times):
                log(connection, self.world.as_(self.world.bram), entry)

    def goes_by(self, time: timedelta) -> None:
        """Let the time pass, and then seal and anchor what is due."""
        self.world.clock.move_to(self.world.clock.now() + time)
        seal_what_is_new(self.world.office, halt=never)
        anchor_what_is_new(self.world.office, self.anchoring, halt=never)

    def verified(self, kept: list[Kept] | None = None, *keys: bytes) -> Report:
        """Verify, against what is on the shelf unless something else is given."""
        found = self.shelf.kept if kept is None else kept
        return verify(partial(reading, self.world.office.store), found, keys or (KEY,))

    def verified_without_keys(self) -> Report:
        """Verify where nobody has the keys at hand."""
        return verify(partial(reading, self.world.office.store), self.shelf.kept)

    def does(self, *statements: str) -> None:
        """Change the database behind the back of the program."""
        does(self.world.office.store, *statements)


def does(store: Store, *statements: str) -> None:
    """Change a database as whoever has it in hand, its triggers taken away."""
    with unit_of_work(store) as connection:
        disarm(connection)
        for statement in statements:
            connection.execute(text(statement))


def disarm(connection: Connection) -> None:
    """Take the triggers away, on PostgreSQL for this transaction: others use the database too."""
    if connection.dialect.name != "sqlite":
        connection.execute(text("set local session_replication_role = replica"))
        return
    for table in TRAILS:
        for act in ("update", "delete"):
            connection.execute(text(f"drop trigger if exists {table}_no_{act}"))


def some_hours(world: World) -> Hours:
    """Open a case; look at it in each of three hours, and once more just now."""
    hours = Hours(world, world.open_case())
    for _ in range(3):
        hours.looks(2)
        hours.goes_by(HOUR)
    hours.looks()
    return hours
