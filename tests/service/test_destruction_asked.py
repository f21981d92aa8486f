"""Destruction asks for a fresh second factor; every old file is on some page of the list."""

from datetime import timedelta

import pytest

from engine.errors import StepUpNeeded
from engine.service import retention
from engine.service.at_table import Changed
from engine.service.destructions import confirm_destruction, propose_destruction
from engine.service.legal_holds import set_hold
from engine.service.retention import files_kept
from engine.service.retention_orders import ConfirmDestruction, ProposeDestruction, SetHold
from tests.service.archives import IN_2047, Old, fresh, old_files
from tests.service.builders import Desk


@pytest.fixture
def old(desk: Desk) -> Old:
    """Lend them."""
    return old_files(desk)


def test_a_proposal_asks_for_a_second_factor_of_five_minutes_at_most(old: Old) -> None:
    office, noor = old.desk.office, old.archive.noor
    order = ProposeDestruction(files=old.both, key="1")

    with pytest.raises(StepUpNeeded):
        propose_destruction(noor, office, order)
    denied = old.desk.log()[-1]
    assert (denied.action, denied.outcome) == ("ProposeDestruction", "denied")
    assert denied.reason_keys == ["second_factor"]
    fresh(office, noor)
    old.archive.clock.move_to(IN_2047 + timedelta(minutes=5))
    with pytest.raises(StepUpNeeded):
        propose_destruction(noor, office, order)
    fresh(office, noor)
    made = propose_destruction(noor, office, order)
    assert isinstance(made, Changed)
    assert propose_destruction(noor, office, order) == made


def test_a_confirmation_asks_for_a_second_factor_and_for_each_one_anew(old: Old) -> None:
    office, ben = old.desk.office, old.archive.ben
    orders = [
        ConfirmDestruction(destruction=made, digest=old.archive.shown(made).digest)
        for made in (old.archive.proposes(each) for each in old.both)
    ]

    with pytest.raises(StepUpNeeded):
        confirm_destruction(ben, office, orders[0])
    assert old.archive.runs() == []
    fresh(office, ben)
    assert isinstance(confirm_destruction(ben, office, orders[0]), Changed)
    with pytest.raises(StepUpNeeded):
        confirm_destruction(ben, office, orders[1])


def test_what_may_go_is_listed_after_any_number_of_files_that_may_not(
    old: Old, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "_CHUNK", 1)
    monkeypatch.setattr(retention, "_CHUNKS", 1)
    noor, office = old.archive.noor, old.desk.office
    order = SetHold(case=old.first.id, reason="een klacht loopt")
    assert isinstance(set_hold(noor, office, order), Changed)

    page = files_kept(noor, office)
    assert (page.ready, page.next) == ((), old.first.id)
    page = files_kept(noor, office, after=page.next)
    assert [row.id for row in page.ready] == [old.second.id]
    assert files_kept(noor, office, after=page.next).next is None


def test_a_full_page_leads_to_the_next(old: Old, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "SHOWN", 1)
    noor, office = old.archive.noor, old.desk.office

    first = files_kept(noor, office)
    second = files_kept(noor, office, after=first.next)

    assert [row.id for row in (*first.ready, *second.ready)] == [*old.both]
    assert (first.next, second.next) == (old.first.id, None)


def test_a_place_that_is_not_the_archivists_is_the_first_page(old: Old) -> None:
    noor, bram, office = old.archive.noor, old.desk.viewers["bram"], old.desk.office

    for viewer, after in ((noor, "0" * 32), (bram, old.first.id)):
        assert files_kept(viewer, office, after=after) == files_kept(viewer, office)
