"""The file of a case: where it stands, what is missing and how far that is, in one look."""

from datetime import date

import pytest

from engine.clock import ManualClock
from engine.errors import NotFound
from engine.service import orders
from engine.service.case_file import CaseFile, case_file, case_file_with
from engine.service.dates import dates_of
from engine.service.missing import Missing
from engine.store.store import Store
from tests.service.builders import CaseAtDesk, Desk
from tests.service.counting import counting
from tests.service.roads import a_placement
from tests.service.sheets import SHEET_ROLES, a_sheet, a_sheet_desk, excluded


@pytest.fixture
def sheet_desk(store: Store, clock: ManualClock) -> Desk:
    return a_sheet_desk(store, clock)


@pytest.fixture
def case(sheet_desk: Desk) -> CaseAtDesk:
    return a_sheet(sheet_desk)


def seen(case: CaseAtDesk, by: str = "bram") -> CaseFile:
    """The file as somebody sees it."""
    return case_file(case.desk.viewers[by], case.desk.office, case.id)


def lacks(case: CaseAtDesk, key: str) -> Missing:
    """What Bram's file says of one thing that the main step asks."""
    return next(each for each in seen(case).missing if each.reason.key == key)


def write(case: CaseAtDesk, kind: str, *to: str, child: str | None = None) -> str:
    """Write a record and bring it along these statuses."""
    about = case.desk.registered.members[child] if child else None
    record = case.done("bram", orders.WriteRecord, type=kind, child=about).made
    assert record
    for status in to:
        case.done("bram", orders.MoveRecord, record=record, to=status)
    return record


def test_the_head_of_a_file_says_where_the_case_stands(case: CaseAtDesk) -> None:
    file = seen(case)

    assert (file.id, file.number, file.version) == (case.id, case.head.number, 1)
    assert (file.workflow, file.workflow_title.en) == ("sheet", "Sheet")
    assert (file.region, file.municipality) == ("default", None)
    assert (file.state, file.state_title.en, file.is_final) == ("begun", "Begun", False)
    assert file.opened_on == date(2026, 3, 2)
    assert [(child.name, child.age) for child in file.children] == [("sam", 13), ("kim", None)]
    assert file.my_roles == ("regisseur",)


def test_a_coordinator_sees_titles_only(case: CaseAtDesk) -> None:
    write(case, "report", "shared", child="sam")

    file = seen(case, "cora")

    assert file.children == ()
    assert [(each.reason.key, each.status, each.record) for each in file.missing] == [
        ("record.note", "not_begun", None),
        ("withheld", "not_begun", None),
    ]
    assert "hideout" not in str(file.steps)
    assert "sam" not in str(file)


# ---- Phases


def phases(case: CaseAtDesk) -> list[tuple[str, str, date | None]]:
    """The phase bar."""
    return [(phase.key, phase.status, phase.since) for phase in seen(case).phases]


def test_a_new_case_is_in_its_first_phase(case: CaseAtDesk) -> None:
    assert phases(case) == [
        ("prepare", "current", date(2026, 3, 2)),
        ("carry_out", "to_come", None),
        ("close", "to_come", None),
    ]


def ready(case: CaseAtDesk) -> None:
    """All that the main step asks is there."""
    write(case, "note", "signed")
    write(case, "hideout", "kept")
    for child in ("sam", "kim"):
        write(case, "report", "shared", "agreed", child=child)


def go(case: CaseAtDesk) -> None:
    """Make the main step."""
    why = {case.desk.registered.members[child]: "omdat" for child in ("sam", "kim")}
    case.step("go", why=why)


def test_a_phase_that_the_case_left_is_done_since_its_first_day(case: CaseAtDesk) -> None:
    ready(case)
    case.desk.after(days=1)
    case.step("weigh")
    case.desk.after(days=1)
    go(case)

    assert phases(case) == [
        ("prepare", "done", date(2026, 3, 2)),
        ("carry_out", "current", date(2026, 3, 4)),
        ("close", "to_come", None),
    ]


def test_a_phase_from_which_the_case_came_back_is_yet_to_come(case: CaseAtDesk) -> None:
    ready(case)
    go(case)
    case.desk.after(days=1)
    case.step("turn_back")

    assert [status for _, status, _ in phases(case)] == ["current", "to_come", "to_come"]


def test_a_closed_case_is_in_its_last_phase_and_lacks_nothing(case: CaseAtDesk) -> None:
    case.step("give_up")

    file = seen(case)

    assert [(each.key, each.status) for each in file.phases] == [
        ("prepare", "done"),
        ("carry_out", "to_come"),
        ("close", "current"),
    ]
    assert (file.is_final, file.main, file.missing, file.next) == (True, None, (), None)
    assert [step.name for step in file.steps] == ["reopen"]


def test_the_phases_of_a_placement_are_those_of_its_workflow(desk: Desk) -> None:
    file = seen(a_placement(desk, "placed"))

    assert [(each.key, each.status) for each in file.phases] == [
        ("prepare", "done"),
        ("decide", "done"),
        ("stay", "current"),
        ("close", "to_come"),
    ]


# ---- What is missing


def test_what_is_missing_is_what_the_main_step_asks_of_the_file(case: CaseAtDesk) -> None:
    file = seen(case)

    assert file.main == "go"
    assert [each.reason.key for each in file.missing] == [
        "record.note",
        "record.report",
        "hideout_first",
    ]
    assert {each.status for each in file.missing} == {"not_begun"}


def test_a_record_is_begun_then_busy_then_done(case: CaseAtDesk) -> None:
    note = write(case, "note")
    assert (lacks(case, "record.note").status, lacks(case, "record.note").record) == ("busy", note)

    case.done("bram", orders.MoveRecord, record=note, to="signed")
    assert (lacks(case, "record.note").status, lacks(case, "record.note").record) == ("done", note)


def test_of_two_children_the_one_that_is_least_far_counts(case: CaseAtDesk) -> None:
    write(case, "report", "shared", child="sam")
    assert lacks(case, "record.report").status == "not_begun"

    kim = write(case, "report", child="kim")
    assert (lacks(case, "record.report").status, lacks(case, "record.report").record) == (
        "busy",
        kim,
    )

    case.done("bram", orders.MoveRecord, record=kim, to="shared")
    assert lacks(case, "record.report").status == "waiting"


def test_a_child_whose_record_is_settled_holds_up_nothing(case: CaseAtDesk) -> None:
    write(case, "report", "shared", "agreed", child="sam")
    kim = write(case, "report", "shared", child="kim")

    assert (lacks(case, "record.report").status, lacks(case, "record.report").record) == (
        "waiting",
        kim,
    )


def test_a_record_that_was_stopped_must_begin_anew(case: CaseAtDesk) -> None:
    for child in ("sam", "kim"):
        write(case, "report", "stopped", child=child)

    assert (lacks(case, "record.report").status, lacks(case, "record.report").record) == (
        "not_begun",
        None,
    )


def test_a_record_that_is_settled_and_too_old_must_begin_anew(desk: Desk) -> None:
    placement = a_placement(desk, "ready")
    assert lacks(placement, "explanatory_analysis").status == "done"

    desk.after(days=400)

    missing = lacks(placement, "explanatory_analysis")
    assert (missing.status, missing.record) == ("not_begun", None)


def test_what_a_deviation_sets_aside_is_not_needed(case: CaseAtDesk) -> None:
    case.joins("anna", roles=SHEET_ROLES)
    case.decides(case.asks("hideout_first", "go"), by="anna")

    assert lacks(case, "hideout_first").status == "not_needed"


def test_what_depends_on_the_form_is_not_begun(desk: Desk) -> None:
    placement = a_placement(desk, "counter_checked")

    open_ones = [each for each in seen(placement).missing if each.reason.met is None]

    assert open_ones
    assert {each.status for each in open_ones} == {"not_begun"}


# ---- Steps, links, dates


def test_the_main_step_comes_first_and_the_others_as_in_the_file(case: CaseAtDesk) -> None:
    steps = seen(case).steps

    assert [step.name for step in steps] == ["go", "weigh", "give_up", "leave"]
    assert [step.main for step in steps] == [True, False, False, False]
    assert [step.is_fact for step in steps] == [False, False, False, True]


def test_only_linked_cases_that_the_viewer_may_see_are_named(small_desk: Desk) -> None:
    case = small_desk.opens(workflow="trial")
    case.joins("anna", roles={"anna": "worker"})
    (twin,) = case.step("split").opened

    (link,) = seen(case).linked

    assert (link.id, link.workflow_title.en, link.link) == (twin, "Trial", "twin")
    assert link.number == CaseAtDesk(small_desk, twin).head.number
    assert not link.is_final
    assert seen(CaseAtDesk(small_desk, twin)).linked[0].id == case.id
    assert seen(case, "anna").linked == ()


def test_whoever_is_excluded_from_a_linked_case_does_not_see_it(small_desk: Desk) -> None:
    case = small_desk.opens(workflow="trial")
    (twin,) = case.step("split").opened

    excluded(CaseAtDesk(small_desk, twin), "bram")

    assert seen(case).linked == ()


def test_the_dates_of_the_file_are_those_of_the_case(case: CaseAtDesk) -> None:
    file = seen(case)

    assert file.dates == dates_of(case.desk.viewers["bram"], case.desk.office, case.id)
    assert file.next == file.dates[0]
    assert file.next is not None
    assert file.next.key == "call"


def test_a_term_that_is_met_is_not_the_next_one(case: CaseAtDesk) -> None:
    ready(case)
    go(case)

    file = seen(case)

    assert (file.dates[0].key, file.dates[0].state) == ("call", "met")
    assert file.next is not None
    assert file.next.key == "talk"


# ---- One look


def test_a_look_at_the_file_with_more_is_one_row_of_the_log(case: CaseAtDesk) -> None:
    before = len(case.desk.log())

    file, version = case_file_with(
        case.desk.viewers["cora"], case.desk.office, case.id, lambda work: work.case.version
    )

    assert (file, version) == (seen(case, "cora"), 1)
    assert [(row.action, row.outcome, row.case_id) for row in case.desk.log()[before:-1]] == [
        ("read_case", "done", case.head.id)
    ]


def test_a_foreign_and_a_missing_case_answer_alike_and_are_logged(case: CaseAtDesk) -> None:
    excluded(case, "bram")
    said, before = [], len(case.desk.log())
    for viewer, wanted in (("anna", case.id), ("bram", case.id), ("anna", "0" * 32)):
        with pytest.raises(NotFound) as told:
            case_file(case.desk.viewers[viewer], case.desk.office, wanted)
        said.append(str(told.value))

    assert len(set(said)) == 1
    rows = case.desk.log()[before:]
    assert [(row.action, row.outcome, row.case_id) for row in rows] == [
        ("read_case", "denied", None)
    ] * 3


def test_a_file_takes_as_many_statements_however_much_is_in_it(case: CaseAtDesk) -> None:
    sent = []
    for _ in range(2):
        with counting(case.desk.office.store) as said:
            seen(case)
        sent.append(len(said))
        case.joins("anna", roles=SHEET_ROLES)
        for _ in range(3):
            write(case, "note")
            write(case, "report", child="sam")

    assert sent[0] == sent[1] <= 28
