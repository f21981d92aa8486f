"""The records of a case: what one viewer may read, begin and bring further."""

import pytest

from engine.errors import NotFound
from engine.fields import InvalidInput
from engine.service import orders
from engine.service.file.records import (
    RecordRow,
    RecordShown,
    record,
    record_form,
    recordable_of,
    records,
)
from tests.service.builders import TODAY, CaseAtDesk, Desk
from tests.service.file.hands import in_hand
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
    case.names[made] = "stay_elsewhere"
    return made


def listed(case: CaseAtDesk, by: str = "bram") -> list[RecordRow]:
    return list(records(case.desk.viewers[by], case.desk.office, case.id))


def read(case: CaseAtDesk, name: str, by: str = "bram") -> RecordShown:
    return record(case.desk.viewers[by], case.desk.office, case.id, name)


def test_a_record_is_listed_with_its_status_and_where_it_can_go(case: CaseAtDesk) -> None:
    made = case.write("explanatory_analysis", "anna")

    (row,) = listed(case, "anna")

    assert (row.id, row.type, row.title.nl) == (made, "explanatory_analysis", "Verklarende analyse")
    assert (row.status, row.status_title.nl) == ("started", "Begonnen")
    assert not row.settled
    assert not row.waiting
    assert row.child
    assert row.child.name == "sam"
    assert (row.author, row.dated_on) == ("anna", TODAY)
    assert ("shared_with_family", "Gedeeld met het gezin") in [
        (status, title.nl) for status, title in row.moves
    ]
    assert row.may_write
    assert not listed(case, "dora")[0].may_write


def test_a_change_of_text_or_status_is_the_last_change(case: CaseAtDesk) -> None:
    made = case.write("explanatory_analysis", "anna")
    began = listed(case)[0].changed_at
    case.desk.after(hours=1)
    case.done("anna", orders.EditRecord, record=made, fields={"question": "hoe verder?"})
    edited = listed(case)[0].changed_at
    case.desk.after(hours=1)
    case.move(made, "shared_with_family", "anna")

    assert began < edited < listed(case)[0].changed_at == case.desk.clock.now()


def test_a_superseded_record_stays_in_the_list(case: CaseAtDesk) -> None:
    for _ in range(2):
        case.settled("explanatory_analysis", "shared_with_family", "confirmed", by="anna",
                     then="dora")  # fmt: skip

    assert [row.status for row in listed(case)] == ["superseded", "confirmed"]


def test_records_above_ones_class_are_not_there_at_all(case: CaseAtDesk, stay: str) -> None:
    assert listed(case, "cora") == []
    with pytest.raises(NotFound, match="no such record"):
        read(case, stay, "cora")


def test_whoever_began_a_record_finds_it_back_without_what_it_says(case: CaseAtDesk) -> None:
    made = case.write("look", "cora", found="het gaat goed met Sam")

    shown = read(case, made, "cora")

    assert [row.id for row in listed(case, "cora")] == [made]
    assert (shown.fields, shown.withheld, shown.form) == ({}, ("found",), {})
    assert shown.may_edit
    assert read(case, made).fields == {"found": "het gaat goed met Sam"}


def test_a_shielded_field_is_shown_to_whoever_may_read_it(case: CaseAtDesk, stay: str) -> None:
    shown = read(case, stay)

    assert shown.fields["where"] == "bij tante Jo"
    assert shown.withheld == ()
    assert "where" in shown.form


def test_it_is_taken_out_for_whoever_may_not_and_named(case: CaseAtDesk, stay: str) -> None:
    shown = read(case, stay, "anna")

    assert "bij tante Jo" not in str(shown)
    assert shown.withheld == ("where",)
    assert shown.fields["began_on"] == "2026-03-02"
    assert "where" not in shown.form


def test_each_look_is_logged_with_the_record(case: CaseAtDesk, stay: str) -> None:
    read(case, stay, "anna")

    last = case.desk.log()[-1]
    assert (last.action, last.outcome, last.record) == ("read_record", "done", stay)
    assert (last.person_id, last.case_id) == (case.desk.viewers["anna"].person, case.head.id)


def test_what_a_writer_may_not_read_is_still_there_after_an_edit(
    case: CaseAtDesk, stay: str
) -> None:
    changed = {"kind": "respite", "began_on": "2026-03-01"}
    case.done("anna", orders.EditRecord, record=stay, fields=changed)

    assert read(case, stay).fields == {**changed, "where": "bij tante Jo"}


def test_a_writer_may_write_what_they_may_not_read(case: CaseAtDesk, stay: str) -> None:
    case.done("anna", orders.EditRecord, record=stay, fields={**STAY, "where": "bij opa"})

    assert read(case, stay).fields["where"] == "bij opa"


def test_each_move_says_what_it_asks_and_who_may_do_it(case: CaseAtDesk) -> None:
    made = case.write("explanatory_analysis", "anna")
    case.move(made, "shared_with_family", "anna")

    def confirm(by: str) -> bool | None:
        moves = {move.status: move for move in read(case, made, by).moves}
        assert set(moves["confirmed"].form) == {"judgement"}
        assert moves["confirmed"].settled
        return moves["confirmed"].reason.met

    assert confirm("dora") is True
    assert confirm("anna") is False


def test_a_record_carries_the_version_of_its_case(case: CaseAtDesk, stay: str) -> None:
    shown = read(case, stay)

    assert shown.version == case.head.version
    assert shown.may_edit
    case.move(stay, "running")
    assert not read(case, stay).may_edit


def test_a_form_names_the_questions_the_children_and_who_writes_it(case: CaseAtDesk) -> None:
    form = record_form(case.desk.viewers["anna"], case.desk.office, case.id, "explanatory_analysis")

    assert form.title.nl == "Verklarende analyse"
    assert list(form.fields)[:2] == ["question", "own_words"]
    assert [child.name for child in form.children] == ["sam"]
    assert "CJG-werker" in [title.nl for title in form.written_by]
    assert form.refused is None
    assert form.version == case.head.version


def test_whoever_does_not_write_it_is_told_who_does(case: CaseAtDesk) -> None:
    form = record_form(case.desk.viewers["cora"], case.desk.office, case.id, "second_opinion")

    assert form.refused
    assert form.refused.key == "role"
    assert form.children == ()


def test_an_unknown_type_is_a_mistake_on_the_form(case: CaseAtDesk) -> None:
    with pytest.raises(InvalidInput) as caught:
        record_form(case.desk.viewers["anna"], case.desk.office, case.id, "poem")

    assert [problem.field for problem in caught.value.problems] == ["type"]


def test_what_one_may_begin_is_what_ones_role_writes_the_next_steps_first(
    desk: Desk,
) -> None:
    case = a_placement(desk, "counter_checked")
    with in_hand(case, "anna") as work:
        found = recordable_of(work)
    with in_hand(case, "cora") as work:
        of_cora = recordable_of(work)

    assert {each.type for each in of_cora} == {"look"}
    asked = [each.asked for each in found]
    assert asked == sorted(asked, reverse=True)
    assert {each.type for each in found if each.asked} >= {"explanatory_analysis"}
    assert not next(each.asked for each in found if each.type == "look")
