"""The sheet of one item: what the table needs to know, stripped for whoever looks."""

import pytest

from engine.clock import ManualClock
from engine.errors import NotFound
from engine.service import orders
from engine.service.sheet import sheet
from engine.service.sheet_outcomes import preview_outcomes
from engine.service.sheet_records import INTAKE, QUESTION, VIEW, each_of, last_of
from engine.service.table_orders import MarkAtMeeting
from engine.store.store import Store
from tests.service.sittings import TUESDAY, Sitting, a_sitting


@pytest.fixture
def sitting(store: Store, clock: ManualClock) -> Sitting:
    """Lend a meeting in session, with the case on its agenda."""
    return a_sitting(store, clock)


def test_the_question_the_worries_and_the_words_of_each_child_are_there(sitting: Sitting) -> None:
    found = sitting.sheet("carla")

    question, intake = (last_of(found.records, kind) for kind in (QUESTION, INTAKE))
    assert question
    assert intake
    assert (question.text("concern"), question.text("expected_gi")) == ("Ruzie thuis", "De Brug")
    assert intake.text("biggest_worry") == "School gemist"
    assert [
        (each.child and each.child.name, each.text("own_words"))
        for each in each_of(found.records, VIEW)
    ] == [("sam", "sam wil naar oma"), ("daan", "daan wil naar oma")]
    assert {(each.name, each.child.name) for each in found.authorities} == {
        ("els", "sam"), ("els", "daan"), ("karim", "sam"), ("joost", "daan"),
    }  # fmt: skip


def test_who_is_expected_is_the_family_who_takes_part_and_the_table(sitting: Sitting) -> None:
    rows = sitting.sheet().expected

    assert [(each.name, each.place) for each in rows] == [
        *((name, "item") for name in ("sam", "daan", "els", "karim", "joost", "rik", "bram")),
        *((name, "meeting") for name in ("vera", "sita", "carla")),
    ]
    assert {each.name for each in rows if each.asked} == {"els", "karim"}


def test_whoever_reads_titles_only_gets_no_content(sitting: Sitting) -> None:
    found = sitting.sheet("cora")

    assert found.case.titles_only
    assert (found.records, found.expected, found.authorities) == ((), (), ())
    assert (found.outcomes, found.people, found.case.children) == ((), (), ())
    for name in (*sitting.desk.registered.members, "Ruzie", "Oma"):
        assert f"'{name}" not in repr(found)


def test_a_sheet_is_not_there_for_others_nor_at_another_meeting(sitting: Sitting) -> None:
    other = sitting.room.plans(TUESDAY.replace(day=17))
    office, viewers = sitting.desk.office, sitting.desk.viewers

    for viewer, meeting in (("anna", sitting.meeting), ("vera", other), ("vera", "none")):
        with pytest.raises(NotFound):
            sheet(viewers[viewer], office, meeting, sitting.item)

    row = sitting.desk.log()[-1]
    assert (row.action, row.outcome, row.record) == ("read_sheet", "denied", sitting.item)


def test_a_look_is_one_row_of_the_log_with_the_case(sitting: Sitting) -> None:
    before = len(sitting.desk.log())

    sitting.sheet()

    (row,) = sitting.desk.log()[before:]
    assert (row.action, row.outcome, row.record) == ("read_sheet", "done", sitting.item)
    assert row.case_id == sitting.case.head.id


def test_other_running_cases_are_those_that_the_viewer_may_see(sitting: Sitting) -> None:
    opened = sitting.desk.opens("sita", workflow="regie", role="secretary")

    assert [each.id for each in sitting.sheet("sita").others] == [opened.id]
    assert sitting.sheet("vera").others == ()


@pytest.mark.parametrize("block", ["who", "agreements", "advice", "outcomes"])
def test_the_seal_of_a_block_changes_with_that_block_alone(sitting: Sitting, block: str) -> None:
    others = {"who", "agreements", "advice", "outcomes", "step-adjourn"} - {block}
    before = sitting.sheet()

    if block == "who":
        one = {"meeting": sitting.meeting, "person": sitting.who("vera"), "how": "in_room"}
        sitting.room.done("sita", MarkAtMeeting, **one)
    elif block == "agreements":
        sitting.case.done("sita", orders.Agree, text="bellen", due_on=TUESDAY)
    else:
        kind = {"advice": "improvement_advice", "outcomes": "table_outcome"}[block]
        about = {"child": sitting.who("sam")} if block == "outcomes" else {}
        sitting.case.done("sita", orders.WriteRecord, type=kind, **about)

    after = sitting.sheet("sita")
    assert before.seal(block) != after.seal(block)
    assert [each for each in others if before.seal(each) != after.seal(each)] == []


def test_the_outcome_of_one_child_leaves_the_block_of_the_other(sitting: Sitting) -> None:
    sitting.sits()
    sam, daan = (f"outcome-{sitting.who(name)}" for name in ("sam", "daan"))
    before = sitting.sheet()

    sitting.settles("sam", "done_here")

    after = sitting.sheet()
    assert before.seal(sam) != after.seal(sam)
    assert before.seal(daan) == after.seal(daan)
    assert before.seal("step-decide") != after.seal("step-decide")


def test_a_block_is_done_once_it_holds_what_belongs_there(sitting: Sitting) -> None:
    sitting.sits()
    assert not sitting.sheet().is_done("outcomes")

    sitting.settles("sam", "done_here")
    sitting.settles("daan", "done_here")
    sitting.case.done("sita", orders.Agree, text="bellen", due_on=TUESDAY)
    sitting.case.done("sita", orders.WriteRecord, type="improvement_advice")
    for name in ("sam", "daan", "els", "karim", "joost", "bram"):
        sitting.case.done("sita", orders.MarkAtItem, person=sitting.who(name), how="absent")

    found = sitting.sheet()
    done = [name for name in ("outcomes", "agreements", "advice", "who") if found.is_done(name)]
    assert done == ["outcomes", "agreements", "advice", "who"]
    assert not found.is_done("step-decide")


def test_what_stands_in_the_way_of_an_outcome_is_known_beforehand(sitting: Sitting) -> None:
    sam = sitting.sheet().outcomes[0]

    stopped = {each.status for each in sam.options if each.reasons}

    assert stopped == {"voluntary_continues", "voluntary_intensified", "investigation_runs"}


def test_a_preview_says_what_is_opened_and_which_dates_begin(sitting: Sitting) -> None:
    sitting.sits()
    sam, daan = sitting.who("sam"), sitting.who("daan")
    version = sitting.case.head.version

    found = preview_outcomes(
        sitting.desk.viewers["vera"],
        sitting.desk.office,
        sitting.meeting,
        sitting.item,
        {
            sam: ("council_investigation", {"council_decided": True}),
            daan: ("decision_pending_rvdk", {"who_calls": "Bram"}),
        },
    )

    assert [(title.nl, [one.name for one in whom]) for title, whom in found.opens] == [
        ("Raadsonderzoek", ["sam"])
    ]
    assert {new.key for new in found.begins} == {"investigation_opened", "council_decides"}
    assert found.reasons == ()
    assert sitting.case.head.version == version


def test_a_preview_says_what_would_be_refused(sitting: Sitting) -> None:
    chosen = {
        sitting.who("sam"): ("voluntary_continues", {}),
        sitting.who("daan"): ("council_investigation", {"council_decided": False}),
        "nobody": ("done_here", {}),
    }

    found = preview_outcomes(
        sitting.desk.viewers["vera"], sitting.desk.office, sitting.meeting, sitting.item, chosen
    )

    assert [(who.name, reason.key) for who, reason in found.reasons] == [
        ("sam", "consent.table_help"),
        ("daan", "input.council_decided"),
    ]
    assert "Kies 'voorlopig'" in found.reasons[0][1].says.nl


def test_an_outcome_of_an_earlier_meeting_is_history(sitting: Sitting) -> None:
    sitting.sits()
    sitting.settles("sam", "done_here")
    assert sitting.sheet().outcomes[0].settled

    sitting.settles("sam", "withdrawn", reason="Niet meer nodig")

    sam = sitting.sheet().outcomes[0]
    assert sam.settled
    assert sam.settled.status == "withdrawn"
    assert [each.status for each in sam.earlier] == ["superseded"]
