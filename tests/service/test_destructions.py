"""Files are destroyed by two archivists who did not work on them, if nothing changed since."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import ColumnElement, event, insert, select

from engine.access import Viewer
from engine.errors import NotFound
from engine.fields import InvalidInput
from engine.service import orders
from engine.service.absence_orders import CloseWork
from engine.service.at_table import Changed
from engine.service.case_file import case_file
from engine.service.destroying import destroy_item, items_due
from engine.service.destruction_shown import retention_overview
from engine.service.destructions import confirm_destruction, withdraw_destruction
from engine.service.legal_holds import set_hold
from engine.service.log_review_due import LOOKED
from engine.service.my_cases import my_cases
from engine.service.my_work import close_work, my_work
from engine.service.retention import retained_file
from engine.service.retention_orders import (
    ConfirmDestruction,
    SetHold,
    WithdrawDestruction,
)
from engine.service.tick import tick
from engine.store import heartbeat
from engine.store.tables import METADATA
from engine.store.unit_of_work import reading, unit_of_work
from tests.service.archives import IN_2047, Old, closed, counted, fresh, holding, keys, old_files
from tests.service.builders import MORNING, Desk
from tests.service.desks import another_family, professional, takes_part


@pytest.fixture
def old(desk: Desk) -> Old:
    """Lend them."""
    return old_files(desk)


def test_a_file_is_proposed_on_its_day_and_not_a_day_before(old: Old) -> None:
    eve = MORNING.replace(year=2066)
    with unit_of_work(old.desk.office.store) as connection:
        log = METADATA.tables["access_log"]
        looked = {"at": eve.replace(year=2061), "person_id": 1, "case_id": old.first.head.id}
        more = {"session": "", "access_point": "x", "action": "read_case", "outcome": "done"}
        rest = {"emergency": False, "request_id": "", "reason_keys": []}
        connection.execute(insert(log), looked | more | rest)
    old.archive.clock.move_to(eve)

    assert keys(old.archive.tries(old.first.id)) == ["may_go"]
    old.archive.clock.move_to(eve + timedelta(days=1))
    assert old.archive.proposes(old.first.id)


def test_whoever_proposes_does_not_confirm(old: Old) -> None:
    proposal = old.archive.proposes(old.first.id)

    assert keys(old.archive.confirms(proposal, old.archive.noor)) == ["four_eyes"]
    assert old.archive.shown(proposal).row.state == "proposed"


def test_whoever_worked_on_a_file_neither_proposes_nor_confirms(old: Old) -> None:
    takes_part(
        old.desk,
        old.archive.ben,
        case_id=old.first.head.id,
        until_on=MORNING.date() + timedelta(days=9),
    )

    assert keys(old.archive.tries(old.first.id, who=old.archive.ben)) == ["not_worked_on"]
    proposal = old.archive.proposes(old.first.id)
    assert keys(old.archive.confirms(proposal)) == ["not_worked_on"]
    assert old.archive.shown(proposal).worked_on == (old.first.head.number,)


def test_only_the_archivists_of_the_region_know_of_it(old: Old) -> None:
    proposal = old.archive.proposes(old.first.id)
    elsewhere = professional(old.desk.office, "fien")

    for viewer in (old.desk.viewers["cora"], old.desk.viewers["bram"], elsewhere):
        with pytest.raises(NotFound):
            old.archive.tries(old.second.id, who=viewer)
        with pytest.raises(NotFound):
            old.archive.confirms(proposal, viewer)
        assert retention_overview(viewer, old.desk.office).open == ()


def test_nothing_two_regions_or_too_much_is_no_proposal(old: Old) -> None:
    for files in ((), tuple("x" * 51)):
        with pytest.raises(InvalidInput if not files else NotFound):
            old.archive.tries(*files)
    with pytest.raises(InvalidInput):
        old.archive.tries(*(f"{number}" for number in range(51)))


def test_what_is_proposed_is_not_proposed_again(old: Old) -> None:
    old.archive.proposes(old.first.id)

    assert keys(old.archive.tries(*old.both)) == ["not_proposed"]


def test_it_is_refused_when_anything_changed_since(old: Old) -> None:
    proposal = old.archive.proposes(*old.both)
    facts = METADATA.tables["fact"]
    row = {
        "case_id": old.first.head.id,
        "name": "x",
        "value": "y",
        "from_on": MORNING.date(),
        "recorded_at": MORNING,
        "seq": 1,
    }
    with unit_of_work(old.desk.office.store) as connection:
        connection.execute(insert(facts), row)

    assert keys(old.archive.confirms(proposal)) == ["unchanged"]
    assert old.archive.runs() == []


def test_what_was_read_is_what_is_confirmed(old: Old) -> None:
    proposal = old.archive.proposes(old.first.id)
    order = ConfirmDestruction(destruction=proposal, digest="0" * 64)
    fresh(old.desk.office, old.archive.ben)

    assert keys(confirm_destruction(old.archive.ben, old.desk.office, order)) == ["unchanged"]


def test_a_hold_beats_the_proposal_and_what_is_confirmed(old: Old) -> None:
    proposal = old.archive.proposes(old.first.id)
    another = old.archive.proposes(old.second.id)
    assert isinstance(old.archive.confirms(another), Changed)
    for case in old.both:
        order = SetHold(case=case, reason="een klacht loopt")
        assert isinstance(set_hold(old.archive.noor, old.desk.office, order), Changed)

    assert keys(old.archive.confirms(proposal)) == ["may_go"]
    assert old.archive.runs() == ["skipped"]
    (item,) = old.archive.shown(another).items
    assert item.why is not None
    assert item.why.en.startswith("Skipped: this file was to be kept")
    assert holding(old.desk.office, "een klacht loopt") == {"legal_hold": 2}


def test_a_proposal_is_withdrawn_once_and_nothing_is_gone(old: Old) -> None:
    before = counted(old.desk.office)["case_event_detail"]
    order = WithdrawDestruction(destruction=old.archive.proposes(*old.both))

    assert isinstance(withdraw_destruction(old.archive.ben, old.desk.office, order), Changed)

    assert keys(withdraw_destruction(old.archive.noor, old.desk.office, order)) == ["proposed"]
    assert old.archive.runs() == []
    assert counted(old.desk.office)["case_event_detail"] == before


def test_a_dry_run_takes_everything_back(old: Old) -> None:
    before = counted(old.desk.office)

    old.archive.proposes(*old.both)

    after = counted(old.desk.office)
    new = {"access_log": 1, "destruction": 1, "destruction_item": 3, "work": 1}
    assert {
        name: after[name] - before[name] for name in after if after[name] != before[name]
    } == new


def test_the_second_archivist_has_work_until_it_is_decided(old: Old) -> None:
    proposal = old.archive.proposes(old.first.id)

    (row,) = my_work(old.archive.ben, old.desk.office).rows
    assert (row.kind, row.about, set(row.owners)) == ("destruction", proposal, {"noor", "ben"})
    closes = CloseWork(work=row.id, word="gedaan")
    assert keys(close_work(old.archive.ben, old.desk.office, closes)) == ["destruction_decided"]
    assert my_work(old.desk.viewers["cora"], old.desk.office).rows == ()
    old.archive.confirms(proposal)
    assert my_work(old.archive.ben, old.desk.office).rows == ()


def test_the_family_goes_with_its_last_file_and_not_before(old: Old) -> None:
    old.archive.destroys(old.first.id)
    assert holding(old.desk.office, "Jansen").keys() == {"family"}

    certificate = old.archive.destroys(old.second.id)

    assert [item.number for item in certificate.items] == [old.second.head.number, None]
    assert holding(old.desk.office, "Jansen") == {}


def test_whom_another_family_needs_stays_until_that_is_gone_too(old: Old) -> None:
    other = another_family(old.desk)
    third = other.opens()
    closed(old.desk.office, third.id)
    old.archive.clock.move_to(IN_2047.replace(year=2068))
    persons, authority = METADATA.tables["person"], METADATA.tables["authority"]
    with unit_of_work(old.desk.office.store) as connection:
        ids = dict(connection.execute(select(persons.c.public_id, persons.c.id)).all())
        row = {"child_id": ids[other.sam], "parent_id": ids[old.desk.els], "source": "register"}
        more = {"from_on": MORNING.date(), "recorded_at": MORNING, "recorded_by": 1}
        connection.execute(insert(authority), row | more)

    old.archive.destroys(*old.both)
    assert names(old.desk, persons.c.public_id == old.desk.els) == ["els"]
    assert names(old.desk, persons.c.public_id == old.desk.tom) == [""]
    old.archive.destroys(third.id)
    assert set(names(old.desk, persons.c.family_id.is_not(None))) == {""}


def test_both_families_of_such_a_parent_go_in_one_proposal(old: Old) -> None:
    other = another_family(old.desk)
    third = other.opens()
    closed(old.desk.office, third.id)
    old.archive.clock.move_to(IN_2047.replace(year=2068))
    persons, authority = METADATA.tables["person"], METADATA.tables["authority"]
    with unit_of_work(old.desk.office.store) as connection:
        ids = dict(connection.execute(select(persons.c.public_id, persons.c.id)).all())
        row = {"child_id": ids[other.sam], "parent_id": ids[old.desk.els], "source": "register"}
        more = {"from_on": MORNING.date(), "recorded_at": MORNING, "recorded_by": 1}
        connection.execute(insert(authority), row | more)

    certificate = old.archive.destroys(*old.both, third.id)

    assert {item.state for item in certificate.items} == {"done"}
    assert set(names(old.desk, persons.c.family_id.is_not(None))) == {""}


def names(desk: Desk, condition: ColumnElement[bool]) -> list[str]:
    """What some persons are called."""
    persons = METADATA.tables["person"]
    with reading(desk.office.store) as connection:
        found = select(persons.c.name).where(condition)
        return list(connection.execute(found).scalars())


class Killed(Exception):
    """The program stopped here."""


@contextmanager
def _cut(old: Old) -> Iterator[None]:
    """Let the program stop in the middle of destroying a file."""

    def stop(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if statement.startswith("DELETE FROM deadline"):
            raise Killed

    engine = old.desk.office.store.engine
    event.listen(engine, "before_cursor_execute", stop)
    try:
        yield
    finally:
        event.remove(engine, "before_cursor_execute", stop)


def test_after_a_kill_between_two_files_the_rest_goes_on(old: Old) -> None:
    proposal = old.archive.proposes(*old.both)
    old.archive.confirms(proposal)
    assert old.archive.runs(most=1) == ["done"]
    assert [item.state for item in old.archive.shown(proposal).items] == [
        "done",
        "waiting",
        "waiting",
    ]

    old.desk.office.store.close()
    with unit_of_work(old.desk.office.store) as connection:
        heartbeat.stamp(connection, LOOKED, now=IN_2047)  # twenty years of reviews are not asked
    report = tick(old.desk.office, {})

    assert (report.done, report.broken) == (2, 0)
    one = old.archive.shown(proposal)
    assert (one.row.state, {item.state for item in one.items}) == ("done", {"done"})


def test_a_kill_in_the_middle_of_a_file_leaves_it_whole(old: Old, desk: Desk) -> None:
    proposal = old.archive.proposes(old.first.id)
    old.archive.confirms(proposal)
    before = counted(desk.office)

    with _cut(old), pytest.raises(Killed):
        old.archive.runs()

    assert counted(desk.office) == before
    assert old.archive.runs() == ["done"]
    assert old.archive.shown(proposal).row.state == "done"


def test_two_at_once_destroy_it_once(old: Old) -> None:
    proposal = old.archive.proposes(old.first.id)
    old.archive.confirms(proposal)
    with reading(old.desk.office.store) as connection:
        (item,) = items_due(connection, IN_2047, 5)

    assert [destroy_item(old.desk.office, item) for _ in range(2)] == ["done", None]


def test_a_destroyed_file_is_not_there_but_for_its_archivist(old: Old) -> None:
    certificate = old.archive.destroys(old.first.id)
    viewers = old.desk.viewers

    for name in ("bram", "cora"):
        with pytest.raises(NotFound):
            case_file(viewers[name], old.desk.office, old.first.id)
        listed = my_cases(viewers[name], old.desk.office, closed=True).rows
        assert old.first.id not in {row.id for row in listed}
    found = retained_file(old.archive.ben, old.desk.office, old.first.id)
    assert (found.row.certificate, found.row.number) == (
        certificate.row.id,
        old.first.head.number,
    )
    assert (found.row.from_on, found.row.may_go, found.row.bases) == (None, False, ())
    with pytest.raises(NotFound):
        set_hold(old.archive.ben, old.desk.office, SetHold(case=old.first.id, reason="x"))
    assert keys_of(old, viewers["bram"]) == "gone"


def keys_of(old: Old, viewer: Viewer) -> str:
    """What somebody hears who works on with a destroyed file."""
    try:
        old.first.does("bram", orders.Join, person=viewer.id, role="cjg_worker", ground="x")
    except NotFound:
        return "gone"
    return "there"


def test_every_look_and_act_is_a_row_of_the_log(old: Old) -> None:
    certificate = old.archive.destroys(old.first.id)
    retained_file(old.archive.ben, old.desk.office, old.first.id)
    retention_overview(old.archive.noor, old.desk.office)

    rows = [(row.action, row.outcome, row.record) for row in old.desk.log()][-7:]
    said = [action for action, *_ in rows]
    assert said == [
        "ProposeDestruction",
        "read_destruction",
        "ConfirmDestruction",
        "destroy_file",
        "read_destruction",
        "read_retained",
        "read_retention",
    ]
    assert {record for action, _, record in rows if "Confirm" in action} == {certificate.row.id}
