"""What the tests of keeping and destroying files share: archivists, old files, the run."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Table, func, select, update

from engine.access import Viewer
from engine.clock import ManualClock
from engine.service.account_roles import appoint
from engine.service.at_table import Changed, TableOutcome
from engine.service.destroying import certify, destroy_item, destructions_ready, items_due
from engine.service.destruction_shown import DestructionShown, destruction
from engine.service.destructions import confirm_destruction, propose_destruction
from engine.service.office import Office
from engine.service.retention_orders import ConfirmDestruction, ProposeDestruction
from engine.service.sessions import sign_in
from engine.store import sessions
from engine.store.tables import METADATA
from engine.store.unit_of_work import reading, unit_of_work
from tests.service.builders import REGION, CaseAtDesk, Desk
from tests.service.desks import professional

IN_2047 = datetime(2047, 1, 7, 8, tzinfo=UTC)
"""Twenty years and more after what these tests do."""


@dataclass
class Archive:
    """Two archivists of a region, and what they do there."""

    office: Office
    clock: ManualClock
    noor: Viewer
    ben: Viewer

    def proposes(self, *files: str) -> str:
        """Let Noor propose these; the proposal."""
        done = self.tries(*files)
        assert isinstance(done, Changed), [reason.key for reason in done.missing]
        return done.id

    def tries(
        self, *files: str, who: Viewer | None = None, families: tuple[str, ...] = ()
    ) -> TableOutcome:
        """Let Noor, or somebody else, try to propose these, with a fresh second factor."""
        order = ProposeDestruction(files=files, families=families)
        fresh(self.office, who or self.noor)
        return propose_destruction(who or self.noor, self.office, order)

    def shown(self, proposal: str) -> DestructionShown:
        """What Ben reads of it."""
        return destruction(self.ben, self.office, proposal)

    def confirms(self, proposal: str, who: Viewer | None = None) -> TableOutcome:
        """Let Ben, or somebody else, confirm it as it is read now."""
        order = ConfirmDestruction(destruction=proposal, digest=self.shown(proposal).digest)
        fresh(self.office, who or self.ben)
        return confirm_destruction(who or self.ben, self.office, order)

    def runs(self, most: int = 100) -> list[str | None]:
        """Let the clock destroy what is confirmed, so many items at most; what became of each."""
        with reading(self.office.store) as connection:
            due = items_due(connection, self.clock.now(), most)
        became: list[str | None] = [destroy_item(self.office, item) for item in due]
        with reading(self.office.store) as connection:
            ready = destructions_ready(connection, self.clock.now(), most)
        for seen in ready:
            certify(self.office, seen)
        return became

    def destroys(self, *files: str) -> DestructionShown:
        """Propose, confirm and destroy these; the certificate."""
        proposal = self.proposes(*files)
        confirmed = self.confirms(proposal)
        assert isinstance(confirmed, Changed), [reason.key for reason in confirmed.missing]
        self.runs()
        return self.shown(proposal)


def an_archive(office: Office, clock: ManualClock, region: str) -> Archive:
    """Appoint two archivists, who are signed in."""
    noor, ben = (an_archivist(office, name, region) for name in ("noor", "ben"))
    return Archive(office, clock, noor, ben)


def an_archivist(office: Office, name: str, region: str) -> Viewer:
    """Appoint somebody, and sign them in."""
    viewer = professional(office, name)
    appoint(office, viewer, "archivist", region)
    _, me = sign_in(office, viewer.id, through="page")
    return me.viewer


def fresh(office: Office, viewer: Viewer) -> None:
    """Let somebody have shown their second factor now: how they do is not what is tested."""
    with unit_of_work(office.store) as connection:
        sessions.step_up(
            connection, viewer.session, token_hash=secrets.token_hex(), now=office.clock.now()
        )


@dataclass
class Old:
    """A family with two closed files, twenty years later; and its archivists."""

    desk: Desk
    archive: Archive
    first: CaseAtDesk
    second: CaseAtDesk

    @property
    def both(self) -> tuple[str, str]:
        """The two files."""
        return self.first.id, self.second.id


def old_files(desk: Desk) -> Old:
    """Let two files of a desk grow old."""
    first, second = desk.opens(), desk.opens()
    closed(desk.office, first.id, second.id)
    archive = an_archive(desk.office, desk.clock, REGION)
    desk.clock.move_to(IN_2047)
    return Old(desk, archive, first, second)


def keys(outcome: TableOutcome) -> list[str]:
    """The reasons why not."""
    assert not isinstance(outcome, Changed), outcome
    return [reason.key for reason in outcome.missing]


def closed(office: Office, *case_ids: str) -> None:
    """Mark cases as closed, and nothing is owed: how one comes there is not what is tested."""
    cases, owed, planned = (METADATA.tables[name] for name in ("cases", "deadline", "reminder"))
    these = select(cases.c.id).where(cases.c.public_id.in_(case_ids))
    deadlines = select(owed.c.id).where(owed.c.case_id.in_(these))
    with unit_of_work(office.store) as connection:
        connection.execute(
            update(planned)
            .where(planned.c.deadline_id.in_(deadlines), planned.c.state == "planned")
            .values(state="suppressed")
        )
        connection.execute(update(owed).where(owed.c.case_id.in_(these)).values(state="void"))
        connection.execute(
            update(cases)
            .where(cases.c.public_id.in_(case_ids))
            .values(is_final=True, state_class="closed", closed_on=office.today())
        )


def counted(office: Office) -> dict[str, int]:
    """How many rows each table has."""
    with reading(office.store) as connection:
        return {
            name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for name, table in METADATA.tables.items()
        }


def holding(office: Office, mark: str) -> dict[str, int]:
    """How many rows of each table hold a text, in whatever column."""
    return _each(office, lambda row: mark in repr(row))


def _each(office: Office, holds: Callable[[Sequence[Any]], bool]) -> dict[str, int]:
    def rows(table: Table) -> int:
        return sum(holds(tuple(row)) for row in connection.execute(select(table)))

    with reading(office.store) as connection:
        found = {name: rows(table) for name, table in METADATA.tables.items()}
    return {name: count for name, count in found.items() if count}
