"""After a destruction no word of the family is left anywhere, and everything else is whole."""

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import select

from engine.service.audit import verify
from engine.service.destruction_shown import DestructionShown, list_destructions
from engine.service.destructions import withdraw_destruction
from engine.service.legal_holds import ask_lift, lift_hold
from engine.service.retention import retained_file
from engine.service.retention_orders import AskLift, LiftHold, WithdrawDestruction
from engine.service.sealing import seal_what_is_new
from engine.service.tick import never
from engine.store import wiping
from engine.store.tables import METADATA
from engine.store.unit_of_work import reading
from tests.access.shelf import HERE, a_shelf
from tests.kept import a_store
from tests.service.archives import Archive, an_archive, closed, counted, holding
from tests.store.databases import KINDS

IN_2080 = datetime(2080, 1, 8, 8, tzinfo=UTC)
OTHERS = ("CANARY-own", "CANARY-elsewhere")
GONE = "CANARY-other"


class Scene:
    """The shelf of the access matrix, of which one family is destroyed; before and after."""

    def __init__(self, archive: Archive, family: str) -> None:
        families, cases = (METADATA.tables[name] for name in ("family", "cases"))
        with reading(archive.office.store) as connection:
            wanted = (
                select(cases.c.public_id)
                .join(families, families.c.id == cases.c.family_id)
                .where(families.c.public_id == family)
            )
            self.files = tuple(connection.execute(wanted).scalars())
        self.archive, self.family = archive, family
        closed(archive.office, *self.files)
        _released(archive, self.files)
        seal_what_is_new(archive.office, halt=never)
        archive.clock.move_to(IN_2080)
        self.held = {mark: holding(archive.office, mark) for mark in (GONE, *OTHERS)}
        proposal = archive.proposes(*self.files)
        archive.confirms(proposal)
        self.before = counted(archive.office)
        archive.runs()
        self.after = counted(archive.office)
        self.certificate: DestructionShown = archive.shown(proposal)


def _released(archive: Archive, files: tuple[str, ...]) -> None:
    """End the holds of the shelf on these files, and withdraw its proposals."""
    noor, ben, office = archive.noor, archive.ben, archive.office
    for case in files:
        for hold in retained_file(noor, office, case).holds:
            ask_lift(noor, office, AskLift(case=case, hold=hold.id, reason=f"{GONE}-lift"))
            lift_hold(ben, office, LiftHold(case=case, hold=hold.id))
    for row in list_destructions(noor, office).rows:
        withdraw_destruction(noor, office, WithdrawDestruction(destruction=row.id))


@pytest.fixture(scope="module", params=KINDS)
def scene(request: pytest.FixtureRequest) -> Iterator[Scene]:
    """Lend what is left after the destruction of one family of three."""
    with a_store(request.param) as store:
        shelf = a_shelf(store)
        archive = an_archive(shelf.office, shelf.clock, HERE)
        yield Scene(archive, shelf.files["other"].ids["family_id"])


def test_no_word_of_the_family_is_left_in_any_column_of_any_table(scene: Scene) -> None:
    assert sum(scene.held[GONE].values()) > 50
    assert holding(scene.archive.office, GONE) == {}


def test_no_word_of_the_family_is_left_in_the_file_of_the_database(scene: Scene) -> None:
    store = scene.archive.office.store
    if not store.is_sqlite:  # PostgreSQL overwrites what was deleted when it vacuums, by itself
        return
    raw = Path(str(store.engine.url.database)).read_bytes()

    assert GONE.encode() not in raw
    assert OTHERS[0].encode() in raw


def test_the_words_of_other_families_are_all_there(scene: Scene) -> None:
    assert {mark: holding(scene.archive.office, mark) for mark in OTHERS} == {
        mark: scene.held[mark] for mark in OTHERS
    }


def test_the_trails_are_whole_and_say_how_much_was_destroyed(scene: Scene) -> None:
    office = scene.archive.office
    seal_what_is_new(office, halt=never)
    report = verify(partial(reading, office.store))

    assert report.faults == ()
    assert (report.destroyed, report.unexplained) == (len(scene.files), 0)
    assert report.wordless == _rows(scene.certificate, "case_event_detail")


def test_the_dry_run_is_what_was_destroyed_row_for_row(scene: Scene) -> None:
    emptied = {"batch", "cases", "emergency_grant", "family", "given_copy", "log_signal", "person"}
    fewer = {
        table: scene.before[table] - scene.after[table]
        for table in scene.before
        if scene.before[table] > scene.after[table]
    }
    said = {each.table: each.rows for each in scene.certificate.totals}

    assert fewer == {table: rows for table, rows in said.items() if table not in emptied}
    assert {item.state for item in scene.certificate.items} == {"done"}
    assert len(scene.certificate.items) == len(scene.files) + 1


def test_the_certificate_names_nobody_of_the_family_and_can_be_checked(scene: Scene) -> None:
    one = scene.certificate

    assert (one.row.proposer, one.row.decider) == ("noor", "ben")
    assert GONE not in repr(one)
    assert len(one.list_hash) == len(one.digest) == 64
    assert one.gone_after is not None
    assert (one.gone_after - IN_2080.date()).days == one.backups_kept


def _rows(one: DestructionShown, table: str) -> int:
    return next(each.rows for each in one.totals if each.table == table)


def test_of_every_table_it_is_said_what_goes_and_what_stays() -> None:
    goes = {each.table for each in (*wiping.OF_A_CASE, *wiping.OF_A_FAMILY)}
    goes -= {wiping.GIVEN_COPY}

    assert goes | wiping.STAYS.keys() == METADATA.tables.keys(), "say it in engine/store/wiping.py"
