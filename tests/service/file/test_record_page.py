"""One record with all that its page shows: what it lacks, who did what, what comes next."""

import pytest

from engine.errors import NotFound
from engine.fields import InvalidInput
from engine.service import orders
from engine.service.file.record_page import new_record_of, next_open, record_page_of
from tests.service.builders import CaseAtDesk, Desk
from tests.service.file.hands import in_hand
from tests.service.roads import a_placement


@pytest.fixture
def case(desk: Desk) -> CaseAtDesk:
    """Lend a placement that waits for what its gate asks."""
    return a_placement(desk, "counter_checked")


def test_it_names_what_must_be_there_before_it_can_be_settled(case: CaseAtDesk) -> None:
    fields = {"question": "Waarom?"}
    made = case.done("anna", orders.WriteRecord, type="explanatory_analysis", fields=fields).made

    with in_hand(case, "dora") as work:
        page = record_page_of(work, str(made))

    assert [problem.field for problem in page.lacking] == ["own_words"]
    assert page.targets["confirmed"].settled
    assert list(page.targets["confirmed"].form) == ["judgement"]


def test_a_settled_record_lacks_nothing(case: CaseAtDesk) -> None:
    record = case.settled("family_group_conference", "declined")

    with in_hand(case) as work:
        assert record_page_of(work, record).lacking == ()


def test_its_history_is_its_own(case: CaseAtDesk) -> None:
    record = case.write("explanatory_analysis", by="anna")
    case.write("look")
    case.move(record, "shared_with_family", by="anna")
    case.move(record, "confirmed", by="dora")

    with in_hand(case) as work:
        history = record_page_of(work, record).history

    assert [(event.kind, event.actor) for event in history] == [
        ("record_written", "anna"),
        ("record_moved", "anna"),
        ("record_moved", "dora"),
    ]
    assert [detail.name for detail in history[-1].details] == ["judgement"]


def test_what_is_withheld_is_named_by_its_title(case: CaseAtDesk) -> None:
    stay = {"kind": "respite", "began_on": "2026-03-02", "where": "bij tante Jo"}
    made = case.done("bram", orders.WriteRecord, type="stay_elsewhere", fields=stay).made

    with in_hand(case, "anna") as work:
        withheld = record_page_of(work, str(made)).withheld
    with in_hand(case, "bram") as work:
        told = record_page_of(work, str(made)).withheld

    assert len(withheld) == 1
    assert told == ()


def test_one_that_is_not_for_the_viewer_is_not_there(case: CaseAtDesk) -> None:
    record = case.write("explanatory_analysis", by="anna")

    with pytest.raises(NotFound), in_hand(case, "cora") as work:
        record_page_of(work, record)


def test_a_new_one_names_those_that_are_unfinished(case: CaseAtDesk) -> None:
    draft = case.write("alternatives_weighed")
    with in_hand(case) as work:
        page = new_record_of(work, "alternatives_weighed")
    case.move(draft, "confirmed")
    with in_hand(case) as work:
        after = new_record_of(work, "alternatives_weighed")

    assert [row.id for row in page.unfinished] == [draft]
    assert not page.settles
    assert page.status_title.nl == "Concept"
    assert after.unfinished == ()


def test_there_is_no_new_one_of_a_type_that_does_not_exist(case: CaseAtDesk) -> None:
    with pytest.raises(InvalidInput), in_hand(case) as work:
        new_record_of(work, "nothing")


def test_what_comes_next_is_what_the_main_step_still_asks(case: CaseAtDesk) -> None:
    with in_hand(case) as work:
        first = next_open(work, but="nothing")
    assert first
    assert first.reason.fix
    record = case.write(first.reason.fix.target[1])
    with in_hand(case) as work:
        other = next_open(work, but=record)

    assert first.reason.met is False
    assert other
    assert other.reason.key != first.reason.key
