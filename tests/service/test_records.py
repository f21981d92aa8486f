"""Records: drafted, written, settled with four eyes, and never edited after that."""

from datetime import date, timedelta

import pytest

from engine.errors import NotFound, StaleCase
from engine.fields import InvalidInput
from engine.service import orders
from engine.service.file.records import record as read_record
from engine.service.repeats import Done
from engine.store import records
from engine.store.unit_of_work import reading
from tests.service.builders import CaseAtDesk, Desk
from tests.service.desks import another_family
from tests.service.roads import a_placement
from tests.service.stages import everything

ANALYSIS = "explanatory_analysis"


def text_of(case: CaseAtDesk, record: str) -> object:
    """Read what a record says now."""
    with reading(case.desk.office.store) as connection:
        return records.read_text(connection, records.get_record(connection, case.head, record))


def dated_on(case: CaseAtDesk, record: str) -> date:
    """Read the day from which its age counts."""
    with reading(case.desk.office.store) as connection:
        return records.get_record(connection, case.head, record).dated_on


def test_a_draft_may_lack_what_it_must_say_in_the_end(desk: Desk) -> None:
    case = a_placement(desk)

    done = case.done("anna", orders.WriteRecord, type=ANALYSIS, fields={"question": "Waarom?"})

    assert (done.kind, done.version) == ("record_written", case.head.version)
    assert done.made
    assert case.status(done.made) == "started"
    assert case.events[-1].payload["record"] == done.made
    assert text_of(case, done.made) == {"question": "Waarom?"}


def test_what_is_in_a_draft_must_be_right(desk: Desk) -> None:
    case = a_placement(desk)

    with pytest.raises(InvalidInput) as caught:
        case.does(
            "anna", orders.WriteRecord, type=ANALYSIS, fields={"question": 3, "colour": "blue"}
        )

    assert {(problem.field, problem.code) for problem in caught.value.problems} == {
        ("question", "malformed"),
        ("colour", "unknown"),
    }


def test_a_draft_is_written_anew_and_what_it_said_stays(desk: Desk) -> None:
    case = a_placement(desk)
    record = case.write(ANALYSIS, by="anna", question="Eerst")

    done = case.done(
        "anna", orders.EditRecord, record=record, fields={"question": "Later", "own_words": "Thuis"}
    )

    assert done.kind == "record_edited"
    assert text_of(case, record) == {"question": "Later", "own_words": "Thuis"}
    assert len(everything(desk.office.store)["record_text"]) == 2


def test_an_edit_of_what_somebody_else_changed_is_stale(desk: Desk) -> None:
    case = a_placement(desk)
    record = case.write(ANALYSIS, by="anna")
    seen = case.head.version
    case.done("anna", orders.EditRecord, record=record, fields={"question": "A"})

    with pytest.raises(StaleCase):
        case.does(
            "bram", orders.EditRecord, record=record, fields={"question": "B"}, seen_version=seen
        )

    assert text_of(case, record) == {"question": "A"}


def test_a_record_is_written_by_a_role_of_its_type_only(desk: Desk) -> None:
    case = a_placement(desk)

    assert case.refused("dora", orders.WriteRecord, type=ANALYSIS, fields={}) == ["role"]
    record = case.write(ANALYSIS, by="anna")
    edit = {"record": record, "fields": {"question": "Anders"}}
    assert case.refused("dora", orders.EditRecord, **edit) == ["role"]
    assert case.refused("dora", orders.MoveRecord, record=record, to="hypotheses") == ["role"]
    assert desk.log()[-1].reason_keys == ["role"]


def test_whoever_wrote_a_record_cannot_confirm_it(desk: Desk) -> None:
    case = a_placement(desk)
    case.joins("anna", roles={"anna": "qualified_behavioural_scientist"})
    record = case.write(ANALYSIS, by="anna")
    case.move(record, "shared_with_family", by="anna")
    inputs = {"judgement": "Juist."}

    order = {"record": record, "to": "confirmed", "inputs": inputs}
    assert case.refused("anna", orders.MoveRecord, **order) == ["four_eyes"]
    assert case.refused("bram", orders.MoveRecord, **order) == ["four_eyes"]
    assert isinstance(case.does("dora", orders.MoveRecord, **order), Done)
    assert case.status(record) == "confirmed"


def test_whoever_rewrote_a_record_cannot_confirm_it_either(desk: Desk) -> None:
    case = a_placement(desk)
    case.joins("anna", roles={"anna": "qualified_behavioural_scientist"})
    record = case.write(ANALYSIS, by="bram")
    case.done("anna", orders.EditRecord, record=record, fields={"question": "Van mij"})
    case.move(record, "shared_with_family", by="bram")

    inputs = {"record": record, "to": "confirmed", "inputs": {"judgement": "Juist."}}
    assert case.refused("anna", orders.MoveRecord, **inputs) == ["four_eyes"]


def test_a_move_that_happened_before_the_draft_was_begun_counts(desk: Desk) -> None:
    case = a_placement(desk)
    record = case.write("family_group_conference")

    case.done(
        "bram",
        orders.MoveRecord,
        record=record,
        to="declined",
        inputs={"reason": "Nee."},
        occurred_at=desk.office.clock.now() - timedelta(days=4),
    )

    assert "family_group_conference" not in case.missing("decide_to_place")


def test_a_settled_record_says_all_that_it_must(desk: Desk) -> None:
    case = a_placement(desk)
    record = case.write("placement_plan", contact=None, evaluation=None)
    before = everything(desk.office.store)

    with pytest.raises(InvalidInput) as caught:
        case.move(record, "agreed")

    assert {problem.field for problem in caught.value.problems} == {"contact", "evaluation"}
    assert everything(desk.office.store) == before


def test_a_status_asks_its_own_questions_too(desk: Desk) -> None:
    case = a_placement(desk)
    record = case.write("family_group_conference")

    with pytest.raises(InvalidInput) as caught:
        case.does("bram", orders.MoveRecord, record=record, to="declined", inputs={"why": "x"})
    case.move(record, "declined", reason="CANARY Wij redden het zelf.")

    assert {problem.field for problem in caught.value.problems} == {"reason", "why"}
    event = case.events[-1]
    assert event.payload["status"] == "declined"
    assert event.details == {"input": {"reason": "CANARY Wij redden het zelf."}}


def test_a_settled_record_is_not_edited_any_more(desk: Desk) -> None:
    case = a_placement(desk)
    record = case.settled("placement_plan", "agreed")

    order = {"record": record, "fields": {"contact": "Nooit"}}
    assert case.refused("bram", orders.EditRecord, **order) == ["settled"]
    assert case.refused("bram", orders.MoveRecord, record=record, to="draft") == ["status"]


def is_a_draft(case: CaseAtDesk, record: str, by: str = "anna") -> bool:
    """Try to edit a record as one of its writers; the page says beforehand what comes of it."""
    shown = read_record(case.desk.viewers[by], case.desk.office, case.id, record)
    before = text_of(case, record)
    outcome = case.does(by, orders.EditRecord, record=record, fields={**shown.fields})
    assert shown.may_edit == isinstance(outcome, Done)
    assert text_of(case, record) == before
    return shown.may_edit


def test_what_a_newer_record_replaced_is_not_rewritten(desk: Desk) -> None:
    case = a_placement(desk)
    road = ("shared_with_family", "confirmed")
    older = case.settled(ANALYSIS, *road, by="anna", then="dora")
    case.settled(ANALYSIS, *road, by="anna", then="dora")
    assert case.status(older) == "superseded"

    order = {"record": older, "fields": {"question": "Achteraf"}}
    assert case.refused("anna", orders.EditRecord, **order) == ["settled"]
    assert not is_a_draft(case, older)


def test_what_a_second_person_looked_at_is_not_rewritten_behind_their_back(desk: Desk) -> None:
    """The gate accepts a provisional analysis; back among the drafts it counts no more."""
    case = a_placement(desk)
    record = case.settled(ANALYSIS, "provisional", then="dora", by="anna")

    order = {"record": record, "fields": {"question": "Achteraf"}}
    assert case.refused("anna", orders.EditRecord, **order) == ["settled"]
    assert not is_a_draft(case, record)
    case.move(record, "hypotheses", by="anna")
    assert is_a_draft(case, record)
    again = {"record": record, "to": "provisional", "inputs": {}}
    assert case.refused("anna", orders.MoveRecord, **again) == ["four_eyes"]


def test_what_was_stopped_is_not_rewritten(desk: Desk) -> None:
    case = a_placement(desk)
    record = case.write(ANALYSIS, by="anna")
    assert is_a_draft(case, record)

    case.move(record, "stopped", by="anna")

    assert not is_a_draft(case, record)


def test_what_was_ever_settled_is_not_rewritten_when_it_is_doubted(small_desk: Desk) -> None:
    case = small_desk.opens(workflow="trial")
    record = case.write("order")
    assert is_a_draft(case, record, "bram")

    for status in ("valid", "doubted"):
        assert isinstance(case.move(record, status), Done)
        assert not is_a_draft(case, record, "bram")


def test_a_newer_record_supersedes_the_one_before_it(desk: Desk) -> None:
    case = a_placement(desk)
    road = ("shared_with_family", "confirmed")
    older = case.settled(ANALYSIS, *road, by="anna", then="dora")
    draft = case.write(ANALYSIS, by="anna")
    assert case.status(older) == "confirmed"

    newer = case.settled(ANALYSIS, *road, by="anna", then="dora")

    assert (case.status(older), case.status(newer)) == ("superseded", "confirmed")
    assert case.status(draft) == "started"
    assert case.head.version == len(case.events)


def test_a_draft_does_not_hide_what_was_confirmed(desk: Desk) -> None:
    case = a_placement(desk, "ready")

    case.write(ANALYSIS, by="anna")

    assert isinstance(case.tries("decide_to_place"), Done)


def test_a_record_that_is_settled_at_once_says_all_and_supersedes(small_desk: Desk) -> None:
    case = small_desk.opens(workflow="trial")
    older = case.write("note")

    with pytest.raises(InvalidInput) as caught:
        case.does("bram", orders.WriteRecord, type="note", fields={})
    newer = case.write("note")

    assert [problem.field for problem in caught.value.problems] == ["words"]
    assert (case.status(older), case.status(newer)) == ("superseded", "made")


def test_a_record_counts_from_the_date_that_its_type_names(small_desk: Desk) -> None:
    case = small_desk.opens(workflow="trial")

    record = case.settled("order", "valid", began_on="2025-01-01")

    assert dated_on(case, record) == date(2025, 1, 1)


def test_an_analysis_counts_from_the_day_on_which_it_was_confirmed(desk: Desk) -> None:
    case = a_placement(desk)
    record = case.write(ANALYSIS, by="anna")
    desk.after(days=3)
    case.move(record, "shared_with_family", by="anna")
    assert dated_on(case, record) == date(2026, 3, 2)

    case.move(record, "confirmed", by="dora")

    assert dated_on(case, record) == date(2026, 3, 5)


def test_an_analysis_of_more_than_six_months_does_not_count_any_more(desk: Desk) -> None:
    case = a_placement(desk, "ready")
    desk.after(days=184)  # 2 September
    assert "explanatory_analysis" not in possible_missing(case)

    desk.after(days=1)

    assert "explanatory_analysis" in possible_missing(case)


def possible_missing(case: CaseAtDesk) -> list[str]:
    """Name what the gate misses, without consequences."""
    outcome = case.tries("decide_to_place", by="anna")
    assert not isinstance(outcome, Done)
    return [reason.key for reason in outcome.missing]


def test_a_deadline_on_a_date_of_a_record_moves_with_that_date(small_desk: Desk) -> None:
    case = small_desk.opens(workflow="trial")
    case.settled("order", "valid", ends_on="2026-12-31")
    first = case.owed["order_ends"]
    assert first.due_on == date(2026, 11, 5)

    case.settled("order", "valid", ends_on="2027-06-30")

    rows = [row for row in case.duties if row.key == "order_ends"]
    assert [(row.due_on, row.state) for row in rows] == [
        (date(2026, 11, 5), "void"),
        (date(2027, 5, 5), "open"),
    ]
    assert {row.state for row in case.ledger if row.deadline_id == first.id} == {"superseded"}


def test_a_fact_of_a_record_written_late_counts_from_its_day(desk: Desk) -> None:
    case = a_placement(desk)
    at = desk.clock.now() - timedelta(days=3)

    record = case.write("look", by="anna")
    case.done("anna", orders.MoveRecord, record=record, to="done", occurred_at=at)

    assert dated_on(case, record) == date(2026, 2, 27)
    assert case.events[-1].occurred_on == date(2026, 2, 27)


@pytest.mark.parametrize(
    ("kind", "said", "field"),
    [
        (orders.WriteRecord, {"type": "explanatory_analyses"}, "type"),
        (orders.MoveRecord, {"to": "approved"}, "to"),
    ],
)
def test_an_unknown_type_or_status_lists_the_known_ones(
    desk: Desk, kind: type[orders.Order], said: dict[str, str], field: str
) -> None:
    case = a_placement(desk)
    more = {"record": case.write("look")} if kind is orders.MoveRecord else {}

    with pytest.raises(InvalidInput) as caught:
        case.does("bram", kind, **said, **more)

    assert [problem.field for problem in caught.value.problems] == [field]


def test_a_record_of_another_case_is_no_record_of_this_one(desk: Desk) -> None:
    theirs = another_family(desk).opens()
    record = theirs.write("look")
    case = desk.opens()
    told = set()

    for name in (record, "nothing"):
        for kind, more in (
            (orders.EditRecord, {"fields": {}}),
            (orders.MoveRecord, {"to": "done"}),
        ):
            with pytest.raises(NotFound) as caught:
                case.does("bram", kind, record=name, **more)
            told.add(str(caught.value))

    assert len(told) == 1
    assert theirs.status(record) == "draft"


def test_a_record_about_a_child_of_another_family_is_refused_as_unknown(desk: Desk) -> None:
    case = a_placement(desk)
    strange = another_family(desk)

    for child in (strange.sam, "nobody"):
        with pytest.raises(NotFound, match="no such person"):
            case.does("anna", orders.WriteRecord, type=ANALYSIS, child=child)
