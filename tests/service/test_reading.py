"""Reading a record: the fields above somebody's class are taken out, and the look is logged."""

import pytest

from engine.errors import NotFound
from engine.service import orders
from engine.service.reading import read_record
from tests.service.builders import CaseAtDesk, Desk
from tests.service.roads import a_placement

STAY = {"kind": "respite", "began_on": "2026-03-02", "where": "bij tante Jo"}


@pytest.fixture
def case(desk: Desk) -> CaseAtDesk:
    return a_placement(desk)


@pytest.fixture
def stay(case: CaseAtDesk) -> str:
    """A record with a shielded field: where the youth stays."""
    made = case.done("bram", orders.WriteRecord, type="stay_elsewhere", fields=STAY).made
    assert made
    return made


def test_a_shielded_field_is_shown_to_whoever_may_read_it(case: CaseAtDesk, stay: str) -> None:
    shown = read_record(case.desk.viewers["bram"], case.desk.office, case.id, stay)

    assert shown.fields["where"] == "bij tante Jo"
    assert shown.withheld == ()


def test_it_is_taken_out_for_whoever_may_not_and_named(case: CaseAtDesk, stay: str) -> None:
    shown = read_record(case.desk.viewers["anna"], case.desk.office, case.id, stay)

    assert "bij tante Jo" not in str(shown)
    assert shown.withheld == ("where",)
    assert shown.fields["began_on"] == "2026-03-02"


def test_a_coordinator_reads_titles_only(case: CaseAtDesk, stay: str) -> None:
    shown = read_record(case.desk.viewers["cora"], case.desk.office, case.id, stay)

    assert shown.fields == {}
    assert set(shown.withheld) == set(STAY)


def test_each_look_is_logged_with_the_record(case: CaseAtDesk, stay: str) -> None:
    anna = case.desk.viewers["anna"]

    read_record(anna, case.desk.office, case.id, stay)

    last = case.desk.log()[-1]
    assert (last.action, last.outcome, last.record) == ("read_record", "done", stay)
    assert (last.person_id, last.case_id) == (anna.person, case.head.id)


def test_a_record_is_read_through_its_own_case_only(desk: Desk, stay: str) -> None:
    other = a_placement(desk)

    with pytest.raises(NotFound):
        read_record(desk.viewers["bram"], desk.office, other.id, stay)
