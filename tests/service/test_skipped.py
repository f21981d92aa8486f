"""What was not destroyed after all is told, can be proposed anew, and poisons nothing."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError

from engine.errors import NotFound
from engine.service.absence_orders import CloseWork
from engine.service.at_table import Changed
from engine.service.destruction_shown import retention_overview
from engine.service.legal_holds import set_hold
from engine.service.my_work import close_work, my_work
from engine.service.retention import files_kept
from engine.service.retention_orders import SetHold
from engine.service.tick import tick
from engine.service.work_words import mended_at, what_to_do
from engine.store import Connection, destructions, families, heartbeat
from engine.store.destructions import NewDestruction, NewItem
from engine.store.tables import METADATA
from engine.store.unit_of_work import reading, unit_of_work
from tests.service.archives import IN_2047, Old, an_archivist, holding, keys, old_files
from tests.service.builders import MORNING, REGION, Desk
from tests.service.desks import professional, takes_part


@pytest.fixture
def old(desk: Desk) -> Old:
    """Lend them."""
    return old_files(desk)


def confirmed(old: Old, *files: str) -> str:
    """Propose and confirm these; the proposal."""
    proposal = old.archive.proposes(*files)
    assert isinstance(old.archive.confirms(proposal), Changed)
    return proposal


def told(old: Old) -> list[tuple[str, str, int | None, str | None, list[str]]]:
    """What the log says of what the clock destroyed."""
    return [
        (row.action, row.outcome, row.case_id, row.record, list(row.reason_keys))
        for row in old.desk.log()
        if row.action in ("destroy_file", "destroy_family")
    ]


def one_more_authority(old: Old) -> None:
    """Let the family have changed since the proposal."""
    persons, authority = METADATA.tables["person"], METADATA.tables["authority"]
    with unit_of_work(old.desk.office.store) as connection:
        ids = dict(connection.execute(select(persons.c.public_id, persons.c.id)).all())
        row = {"child_id": ids[old.desk.sam], "parent_id": ids[old.desk.els], "source": "register"}
        more = {"from_on": MORNING.date(), "recorded_at": MORNING, "recorded_by": 1}
        connection.execute(insert(authority), row | more)


def test_a_family_that_was_skipped_is_proposed_by_itself_and_goes_then(old: Old) -> None:
    confirmed(old, *old.both)
    one_more_authority(old)
    assert old.archive.runs() == ["done", "done", "skipped"]
    assert "Jansen" in names_of_families(old)
    elsewhere = professional(old.desk.office, "fien")

    (left,) = retention_overview(old.archive.noor, old.desk.office).files.families
    assert left.numbers == (old.first.head.number, old.second.head.number)
    with pytest.raises(NotFound):
        old.archive.tries(who=elsewhere, families=(left.id,))
    assert files_kept(elsewhere, old.desk.office).families == ()
    made = old.archive.tries(families=(left.id,))
    assert isinstance(made, Changed)
    assert files_kept(old.archive.noor, old.desk.office).families == ()
    with pytest.raises(NotFound):
        old.archive.tries(families=(left.id,))
    assert isinstance(old.archive.confirms(made.id), Changed)

    assert old.archive.runs() == ["done"]
    assert holding(old.desk.office, "Jansen") == {}
    assert files_kept(old.archive.noor, old.desk.office).families == ()


def names_of_families(old: Old) -> list[str]:
    """What the families are called."""
    with reading(old.desk.office.store) as connection:
        return list(connection.execute(select(METADATA.tables["family"].c.name)).scalars())


def test_whoever_worked_for_a_family_that_was_skipped_does_not_propose_it(old: Old) -> None:
    confirmed(old, *old.both)
    one_more_authority(old)
    old.archive.runs()
    (left,) = files_kept(old.archive.noor, old.desk.office).families
    kai = an_archivist(old.desk.office, "kai", REGION)
    family, ended = old.first.head.family_id, MORNING.date() + timedelta(days=9)
    takes_part(old.desk, kai, family_id=family, until_on=ended)

    assert keys(old.archive.tries(who=kai, families=(left.id,))) == ["not_worked_on"]


def test_the_log_says_what_was_destroyed_and_what_was_skipped(old: Old) -> None:
    first = confirmed(old, *old.both)
    order = SetHold(case=old.second.id, reason="een klacht loopt")
    assert isinstance(set_hold(old.archive.noor, old.desk.office, order), Changed)

    assert old.archive.runs() == ["done", "skipped", "skipped"]

    assert told(old) == [
        ("destroy_file", "done", old.first.head.id, first, []),
        ("destroy_file", "refused", old.second.head.id, first, ["kept"]),
        ("destroy_family", "refused", None, first, ["file_left"]),
    ]


def test_the_log_has_a_row_of_what_a_family_shared(old: Old) -> None:
    proposal = confirmed(old, *old.both)

    old.archive.runs()

    assert told(old)[-1] == ("destroy_family", "done", None, proposal, [])


def test_each_skipped_item_is_work_of_the_archivists_until_it_is_proposed_anew(old: Old) -> None:
    proposal = confirmed(old, *old.both)
    facts = METADATA.tables["fact"]
    row = {"case_id": old.first.head.id, "name": "x", "value": "y", "from_on": MORNING.date()}
    with unit_of_work(old.desk.office.store) as connection:
        connection.execute(insert(facts), {**row, "recorded_at": MORNING, "seq": 1})
    assert old.archive.runs() == ["skipped", "done", "skipped"]

    of_file, of_family = my_work(old.archive.ben, old.desk.office).rows
    assert (of_file.why, set(of_file.owners)) == ("skipped", {"noor", "ben"})
    assert what_to_do(of_file).en.startswith("Look what was not destroyed")
    assert mended_at(of_file) == f"/retention/destructions/{proposal}"
    done = close_work(old.archive.ben, old.desk.office, CloseWork(work=of_family.id, word="ja"))
    assert isinstance(done, Changed)
    old.archive.proposes(old.first.id)
    assert [row.why for row in my_work(old.archive.ben, old.desk.office).rows] == ["second"]


def again_in(connection: Connection, old: Old) -> str:
    """Make a second proposal of the first file, as two at once might have."""
    (seen,) = destructions.list_destructions(
        connection, old.archive.noor, ["proposed"], on=IN_2047.date(), limit=5
    )
    items = destructions.items_of(connection, seen.id)
    new = NewDestruction(
        region=seen.region,
        by=seen.proposed_by,
        digest=seen.digest,
        table_version=seen.table_version,
        table_hash=seen.table_hash,
        backups_kept=seen.backups_kept,
        items=[
            NewItem(
                case_id=item.case_id,
                family_id=item.family_id,
                from_on=item.from_on,
                bases=item.bases,
                counts=item.counts,
            )
            for item in items
        ],
    )
    return destructions.add_destruction(connection, new, now=IN_2047)


def test_what_another_proposal_destroyed_is_skipped_and_the_rest_goes_on(old: Old) -> None:
    first = old.archive.proposes(*old.both)
    with unit_of_work(old.desk.office.store) as connection:
        second = again_in(connection, old)
        heartbeat.stamp(connection, "log_reviews", now=IN_2047)
    for proposal in (first, second):
        assert isinstance(old.archive.confirms(proposal), Changed)

    report = tick(old.desk.office, {})

    assert (report.done, report.skipped, report.broken) == (3, 3, 0)
    shown = old.archive.shown(second)
    assert shown.row.state == "done"
    assert {item.why.en for item in shown.items if item.why} == {
        "Skipped: this was destroyed before."
    }
    assert my_work(old.archive.ben, old.desk.office).rows == ()


def test_the_database_lets_nothing_be_destroyed_twice(old: Old) -> None:
    old.archive.destroys(*old.both)
    items = METADATA.tables["destruction_item"]
    with reading(old.desk.office.store) as connection:
        done: list[dict[str, Any]] = [
            dict(row) for row in connection.execute(select(items)).mappings()
        ]

    for row in done:
        with (
            pytest.raises(IntegrityError),
            unit_of_work(old.desk.office.store) as connection,
        ):
            connection.execute(insert(items), {**row, "id": None, "place": 9 + row["place"]})


def test_whoever_waited_for_another_archivist_sees_what_that_one_proposed(
    old: Old, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = old.archive.proposes(old.first.id)
    with unit_of_work(old.desk.office.store) as connection:
        (seen,) = destructions.list_destructions(
            connection, old.archive.noor, ["proposed"], on=IN_2047.date(), limit=5
        )
        destructions.decide(connection, seen.id, to="withdrawn", by=seen.proposed_by, now=IN_2047)
    table = METADATA.tables["destruction"]

    def others_turn(connection: Connection, locked: list[int]) -> None:
        assert locked
        connection.execute(update(table).where(table.c.public_id == made).values(state="proposed"))

    monkeypatch.setattr(families, "lock_families", others_turn)

    assert keys(old.archive.tries(old.first.id)) == ["not_proposed"]


def test_a_copy_in_another_file_goes_with_a_file_that_it_tells_of(old: Old) -> None:
    first, second = old.first.head.id, old.second.head.id
    asked, words, about = (
        METADATA.tables[f"data_request{each}"] for each in ("", "_text", "_about")
    )
    row = {
        "public_id": "r" * 32,
        "case_id": first,
        "kind": "access",
        "person_id": 1,
        "asker_id": 1,
        "asked_on": MORNING.date(),
        "state": "given",
        "made_at": MORNING,
        "made_by": 1,
    }
    with unit_of_work(old.desk.office.store) as connection:
        made = connection.execute(insert(asked).returning(asked.c.id), row).scalar_one()
        given = {"request_id": made, "said": {}, "given": {"talk": "CANARY-copy"}}
        connection.execute(insert(words), given)
        told_of = [{"request_id": made, "case_id": case} for case in (first, second)]
        connection.execute(insert(about), told_of)

    certificate = old.archive.destroys(old.second.id)

    assert {item.state for item in certificate.items} == {"done"}
    assert holding(old.desk.office, "CANARY-copy") == {}
    with reading(old.desk.office.store) as connection:
        kept = connection.execute(select(asked.c.state)).scalars().all()
        assert connection.execute(select(about.c.case_id)).scalars().all() == [first]
    assert kept == ["given"]
