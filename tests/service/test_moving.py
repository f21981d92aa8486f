"""Running cases follow another version: what was shown is what happens, and each is whole."""

from datetime import date
from typing import Any

import pytest

from engine.problems import DefinitionError
from engine.service import orders
from engine.service.case_file import case_file
from engine.service.dates import dates_of
from engine.service.file.timeline import timeline
from engine.service.move_plan import Prepared, read_plan
from engine.service.moving import move_one, touched
from engine.span import Span
from tests.service.builders import CaseAtDesk, Desk
from tests.service.desks import another_family
from tests.service.test_every_command import Cut, Failpoint, let_go
from tests.service.versions import (
    ASKS_MORE,
    CHECK_IN,
    FEWER_REMINDERS,
    NO_ANSWER,
    PROMISE,
    RENAMED,
    SHORTER,
    a_move,
    changed,
    dates,
    follow,
    only,
    publish,
)

OLD_TALK, NEW_TALK = date(2026, 4, 13), date(2026, 3, 30)


@pytest.fixture
def desk(small_desk: Desk) -> Desk:
    return small_desk


@pytest.fixture
def case(desk: Desk) -> CaseAtDesk:
    return desk.opens(workflow="trial")


def cut_short(desk: Desk, ready: Prepared, number: str) -> int:
    """Stop the move of a case at each of its statements; how many there are."""
    failpoint = Failpoint(desk.office.store.engine)
    with failpoint.armed():
        failpoint.at_commit = True
        with pytest.raises(Cut):
            move_one(desk.office, ready, number)
        count, failpoint.at_commit = failpoint.count, False
        for at in range(count, 0, -1):
            failpoint.at, failpoint.count = at, 0
            with pytest.raises(Cut):
                move_one(desk.office, ready, number)
            let_go()
    return count


def planned(case: CaseAtDesk, key: str) -> list[tuple[date, str, str]]:
    return [(r.due_on, r.step, r.state) for r in case.ledger if r.key == key]


def test_what_was_shown_is_what_happens(desk: Desk, case: CaseAtDesk) -> None:
    case.settled("order", "valid", ends_on="2027-01-01")
    follow(desk, changed(SHORTER, NO_ANSWER, CHECK_IN, ASKS_MORE))
    before = case.head

    shown = only(a_move(desk).weighed())
    assert (shown.outcome, case.head) == ("would_move", before)
    done = only(a_move(desk).applied())

    assert (done.outcome, done.impact) == ("moved", shown.impact)
    assert shown.impact
    plan = shown.impact.redating
    assert [(each.running.key, each.due.on) for each in plan.changed] == [("talk", NEW_TALK)]
    assert [each.key for each in plan.void] == ["answer", "order_ends"]
    assert [(new.key, new.due.on) for new in plan.begins] == [("check_in", date(2026, 3, 16))]
    assert dates(case) == {"talk": "2026-03-30", "check_in": "2026-03-16"}
    assert [(each.step, [r.key for r in each.reasons]) for each in shown.impact.blocked] == [
        ("finish", ["participant.scientist"])
    ]


def test_the_move_is_one_event_in_an_unbroken_chain(desk: Desk, case: CaseAtDesk) -> None:
    before, new = case.head, follow(desk, changed(SHORTER, NO_ANSWER, CHECK_IN))

    a_move(desk, reason="CANARY").applied()

    event = case.events[-1]
    assert (case.head.version, event.seq) == (before.version + 1, before.version + 1)
    assert (case.head.workflow_hash, case.head.state) == (new.hash, before.state)
    assert (event.kind, event.actor, event.workflow_hash) == (
        "moved_version", desk.who("cora"), new.hash,
    )  # fmt: skip
    assert event.payload == {
        "from": before.workflow_hash,
        "to": new.hash,
        "from_label": "1",
        "label": "2",
        "states": {},
        "deadlines": {
            "met": [],
            "void": ["answer"],
            "begun": [{"key": "check_in", "due": "2026-03-16"}],
            "moved": [{"key": "talk", "from": "2026-04-13", "to": "2026-03-30"}],
        },
    }
    assert event.details == {"reason": "CANARY", "by": "cora", "second": "bram"}
    assert case.is_chained
    row = desk.log()[-1]
    assert (row.action, row.access_point, row.outcome) == ("moved_version", "machine", "done")


def test_reminders_of_a_moved_deadline_are_superseded_and_planned_anew(
    desk: Desk, case: CaseAtDesk
) -> None:
    follow(desk, changed(SHORTER))

    a_move(desk).applied()

    assert planned(case, "talk") == [
        (NEW_TALK, "before_1_weeks", "planned"),
        (OLD_TALK, "before_1_weeks", "superseded"),
        (NEW_TALK, "after_1_working_days", "planned"),
        (NEW_TALK, "after_1_working_days", "planned"),
        (OLD_TALK, "after_1_working_days", "superseded"),
        (OLD_TALK, "after_1_working_days", "superseded"),
    ]
    assert {state for _, _, state in planned(case, "answer")} == {"planned"}


def test_a_rule_with_other_reminders_keeps_its_date(desk: Desk, case: CaseAtDesk) -> None:
    follow(desk, changed(FEWER_REMINDERS))

    impact = only(a_move(desk).applied()).impact

    assert impact
    assert [each.moves for each in impact.redating.changed] == [False]
    assert case.owed["talk"].due_on == OLD_TALK
    going_out = [step for _, step, state in planned(case, "talk") if state == "planned"]
    assert going_out == ["before_0_days"]


def test_one_that_stands_still_goes_on_standing_still_and_runs_on_by_the_new_rule(
    desk: Desk, case: CaseAtDesk
) -> None:
    order = {"deadline": case.owed["talk"].public_id, "until": date(2026, 3, 30), "reason": "x"}
    case.done("bram", orders.Suspend, **order)
    follow(desk, changed(SHORTER))

    a_move(desk).applied()
    row = case.owed["talk"]
    assert (row.state, row.due_on, row.suspended_until) == (
        "suspended", NEW_TALK, date(2026, 3, 30),
    )  # fmt: skip
    assert "planned" not in {state for _, _, state in planned(case, "talk")}

    desk.after(days=7)
    case.done("bram", orders.Resume)
    assert case.owed["talk"].due_on == date(2026, 4, 2)  # a week on is Easter Monday


def test_an_extension_is_not_taken_back(desk: Desk, case: CaseAtDesk) -> None:
    case.done("cora", orders.Extend, deadline=case.owed["talk"].public_id,
              by=Span(weeks=1), reason="ziek")  # fmt: skip
    before = case.owed["talk"].due_on
    follow(desk, changed(SHORTER))

    a_move(desk).applied()

    assert case.owed["talk"].due_on == before


def test_a_deadline_that_would_be_late_tells_so_at_once(desk: Desk, case: CaseAtDesk) -> None:
    desk.after(weeks=5, days=4)
    follow(desk, changed(SHORTER))

    a_move(desk).applied()

    talk = [(step, state) for due, step, state in planned(case, "talk") if due == NEW_TALK]
    assert ("found_late", "planned") in talk
    assert ("before_1_weeks", "suppressed") in talk


def test_one_that_was_late_and_keeps_its_date_tells_nobody_again(
    desk: Desk, case: CaseAtDesk
) -> None:
    desk.after(weeks=9)
    follow(desk, changed(FEWER_REMINDERS))

    a_move(desk).applied()

    assert "found_late" not in {step for _, step, _ in planned(case, "talk")}


def test_a_state_that_the_new_version_lacks_is_mapped(desk: Desk, case: CaseAtDesk) -> None:
    case.settled("order", "valid", ends_on="2027-01-01")
    case.joins("dora", roles={"dora": "scientist"})
    case.step("go")
    new = follow(desk, changed(RENAMED))

    with pytest.raises(DefinitionError, match="say where it comes to stand"):
        a_move(desk).weighed()
    a_move(desk, states="{going: under_way}").applied()

    assert (case.head.state, case.head.workflow_hash) == ("under_way", new.hash)
    assert case.events[-1].payload["states"] == {"going": "under_way"}
    assert case.is_chained
    assert case_file(desk.viewers["bram"], desk.office, case.id).state == "under_way"
    case.step("back")
    assert case.head.state == "waiting"


def test_a_moved_case_can_be_read_and_goes_on(desk: Desk, case: CaseAtDesk) -> None:
    follow(desk, changed(SHORTER, NO_ANSWER, CHECK_IN))
    a_move(desk).applied()
    bram = desk.viewers["bram"]

    told = timeline(bram, desk.office, case.id)[-1]
    titles = [each.title.nl for each in dates_of(bram, desk.office, case.id)]

    assert told.title.nl == (
        "Zaak volgt een andere versie: versie 2; Gesprek uiterlijk ma 30 maart 2026"
    )
    assert [detail.name for detail in told.details] == ["reason", "second"]
    assert "Termijn uit een eerdere versie (answer)" in titles
    assert case_file(bram, desk.office, case.id).state == "waiting"
    case.write("note")
    assert "check_in" not in case.owed


def test_a_past_that_breaks_a_promise_stays_where_it_is(desk: Desk, case: CaseAtDesk) -> None:
    case.joins("dora", roles={"dora": "scientist"})
    case.done("bram", orders.AskDeviation, rule="ask_later", transition="go", why="haast")
    case.step("go")
    kept = another_family(desk).opens(workflow="trial")
    kept.settled("order", "valid", ends_on="2027-01-01")
    kept.joins("dora", roles={"dora": "scientist"})
    kept.step("go")
    follow(desk, changed(PROMISE))

    moves = a_move(desk).applied()

    assert moves[case.head.number].outcome == "refused"
    (why,) = moves[case.head.number].why
    assert why.nl.startswith("wat op 2026-03-02 gebeurde mag daar niet: nooit 'Besluiten'")
    assert moves[kept.head.number].outcome == "moved"


def test_what_the_new_version_does_not_know_of_the_file_stands_in_the_way(
    desk: Desk, case: CaseAtDesk
) -> None:
    case.write("note")
    case.asks("order_first", "ponder")
    follow(desk, changed(("    act: decide_end\n", ""), ("    act: decide\n", ""), NO_ANSWER))

    move = only(a_move(desk).applied())

    assert move.outcome == "refused"
    assert [text.en for text in move.why] == [
        "in the file is a record that the new version does not know: Note",
        "a rule was set aside that the new version does not know so: Ask for an order",
    ]


def test_a_case_that_would_owe_nothing_stays_where_it_is(desk: Desk, case: CaseAtDesk) -> None:
    bare = changed().of("trial", "default").model_copy(update={"deadlines": {}})
    publish(desk, bare)

    move = only(a_move(desk, to=bare.hash[:12]).applied())

    assert [why.en for why in move.why] == ["no deadline would run any more"]
    assert len(case.owed) == 2


def test_it_may_be_stopped_and_begun_again(desk: Desk, case: CaseAtDesk) -> None:
    others = [another_family(desk).opens(workflow="trial") for _ in range(2)]
    follow(desk, changed(SHORTER))

    ready = a_move(desk).prepared
    for number in ready.numbers[:2]:
        move_one(desk.office, ready, number)
    last = cut_short(desk, ready, ready.numbers[2])
    again = a_move(desk).applied()

    assert last > 5
    assert [move.outcome for move in again.values()] == ["already", "already", "moved"]
    assert all(each.is_chained and each.head.version == 2 for each in (case, *others))
    assert {move.outcome for move in a_move(desk).applied().values()} == {"already"}


def test_a_case_that_was_closed_or_follows_another_version_is_skipped(
    desk: Desk, case: CaseAtDesk
) -> None:
    case.settled("order", "valid", ends_on="2027-01-01")
    case.step("finish")
    first = desk.opens(workflow="trial")
    other = follow(desk, changed(SHORTER))
    second = desk.opens(workflow="trial")
    follow(desk, changed(SHORTER, CHECK_IN, label="3"))
    numbers = [each.head.number for each in (case, first, second)]

    found = a_move(desk, **{"from": other.hash[:8]}, cases=numbers).applied()

    assert [found[number].outcome for number in numbers] == ["closed", "elsewhere", "moved"]


def test_a_plan_is_refused_with_all_that_is_wrong(desk: Desk, case: CaseAtDesk) -> None:
    follow(desk, changed(RENAMED))
    said: dict[str, Any] = {
        "by": "nobody",
        "second": "cora",
        "to": "12345678aa",
        "from": "x",
        "cases": "[RT-2020-0001]",
    }

    with pytest.raises(DefinitionError) as caught:
        _ = a_move(desk, **said).prepared

    assert str(caught.value) == (
        "plan.yaml: 4 problem(s)\n"
        "  line 3: to: no version is published whose hash begins with '12345678aa'\n"
        "  line 5: by: no professional has the login 'nobody' of 'demo'\n"
        "  line 8: cases.0: there is no case 'RT-2020-0001'\n"
        "  line 9: from: 'x' is no hash; write at least its first eight digits"
    )


@pytest.mark.parametrize(
    ("said", "says"),
    [
        pytest.param({"second": "cora"}, "another person than 'by'", id="one person"),
        pytest.param({"workflow": "trail"}, "did you mean 'trial'", id="another workflow"),
        pytest.param({"states": "{waiting: going}"}, "has this state itself", id="not needed"),
        pytest.param({"states": "{gone: goin}"}, "did you mean 'going'", id="no such state"),
        pytest.param({"states": "{gone: done}"}, "a move closes no case", id="an end"),
        pytest.param({"second": "sam"}, "no professional has the login 'sam'", id="a child"),
    ],
)
def test_each_mistake_in_a_plan_is_said(
    desk: Desk, case: CaseAtDesk, said: dict[str, Any], says: str
) -> None:
    follow(desk, changed(SHORTER))

    with pytest.raises(DefinitionError, match=says):
        _ = a_move(desk, **said).prepared


def test_a_plan_with_unknown_words_is_no_plan() -> None:
    with pytest.raises(DefinitionError) as caught:
        read_plan("workflow: trial\nregio: x\n", "plan.yaml")

    assert "did you mean 'region'" in str(caught.value)
    assert "second: field required" in str(caught.value)


def test_the_cases_that_a_difference_touches_are_told(desk: Desk, case: CaseAtDesk) -> None:
    old = case.workflow
    new = changed(SHORTER, RENAMED).of("trial", "default")

    (impact,) = touched(desk.office, old, new)

    assert impact.number == case.head.number
    assert [each.due.on for each in impact.redating.changed] == [NEW_TALK]
    assert touched(desk.office, new, old) == ()
