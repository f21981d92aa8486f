"""One held talk counts for the duties of several cases of the family."""

from datetime import date, timedelta

import pytest

from engine.errors import NotFound
from engine.fields import InvalidInput
from engine.service import orders
from engine.service.repeats import Done
from tests.service.builders import SMALL_ROLES, TODAY, CaseAtDesk, Desk
from tests.service.desks import another_family, takes_part
from tests.service.roads import a_placement
from tests.service.stages import everything


def two_trials(desk: Desk) -> tuple[CaseAtDesk, CaseAtDesk]:
    """Two cases of one family, each with a talk due on 13 April, from 30 March on."""
    return desk.opens(workflow="trial"), desk.opens(workflow="trial")


def talk(case: CaseAtDesk) -> tuple[str, str]:
    """Name the case and its talk."""
    return case.id, case.owed["talk"].public_id


def test_one_talk_meets_the_duties_of_two_cases_with_one_event_each(small_desk: Desk) -> None:
    first, second = two_trials(small_desk)
    small_desk.after(days=30)  # 1 April
    before = len(everything(small_desk.office.store)["case_event"])

    done = first.done(
        "bram", orders.HoldContact, held_on=date(2026, 4, 1), words="CANARY het gaat beter",
        with_persons=(small_desk.sam, small_desk.els), counts_for=(talk(first), talk(second)),
    )  # fmt: skip

    assert len(everything(small_desk.office.store)["case_event"]) == before + 2
    assert (done.case, done.version) == (first.id, 2)
    for case in (first, second):
        event = case.events[-1]
        assert (event.kind, event.seq) == ("contact_held", 2)
        assert event.payload["contact"] == done.made
        assert event.payload["counts_for"] == ["talk"]
        assert "CANARY" not in str(event.payload)
        assert event.details == {"words": "CANARY het gaat beter"}
        assert case.is_chained
        assert case.owed["talk"].due_on == date(2026, 4, 29)  # the next one, four weeks on
    rows = everything(small_desk.office.store)
    assert len(rows["contact"]) == 1
    assert len(rows["contact_person"]) == len(rows["contact_duty"]) == 2


def test_a_talk_recorded_later_was_held_on_its_day(small_desk: Desk) -> None:
    case = small_desk.opens(workflow="trial")
    small_desk.after(days=47)  # 18 April, five days after it was due

    case.done("bram", orders.HoldContact, held_on=date(2026, 4, 10), words="gesproken",
              counts_for=(talk(case),))  # fmt: skip

    (held,) = [row for row in case.duties if row.key == "talk" and row.state == "met"]
    assert held.ended_on == date(2026, 4, 10)
    assert case.events[-1].occurred_on == date(2026, 4, 10)
    assert case.owed["talk"].due_on == date(2026, 5, 8)


def test_a_talk_before_the_window_does_not_count(small_desk: Desk) -> None:
    case = small_desk.opens(workflow="trial")
    small_desk.after(days=28)  # 30 March: the first day of the window
    early = {"words": "gesproken", "counts_for": (talk(case),)}

    keys = case.refused("bram", orders.HoldContact, held_on=date(2026, 3, 29), **early)
    assert keys == ["counts_for.talk"]
    assert everything(small_desk.office.store)["contact"] == []

    case.done("bram", orders.HoldContact, held_on=date(2026, 3, 30), **early)


def test_a_talk_that_does_not_count_names_the_duty_and_the_day_in_words(small_desk: Desk) -> None:
    case, other = two_trials(small_desk)
    small_desk.after(days=28)

    outcome = case.does("bram", orders.HoldContact, held_on=date(2026, 3, 29), words="gesproken",
                        counts_for=(talk(other),))  # fmt: skip

    assert not isinstance(outcome, Done)
    title = other.workflow.deadlines["talk"].title
    (reason,) = outcome.missing
    assert f"'{title.nl}'" in reason.says.nl
    assert reason.says.nl.endswith("begint pas op ma 30 maart 2026.")
    assert f"'{title.en}'" in reason.says.en
    assert reason.says.en.endswith("begins only on Mon 30 March 2026.")


def test_a_talk_counts_for_reviews_that_are_still_open_only(small_desk: Desk) -> None:
    case = small_desk.opens(workflow="trial")
    small_desk.after(days=35)
    day = small_desk.office.today()
    answer, first = case.owed["answer"].public_id, talk(case)
    said = {"held_on": day, "words": "gesproken"}

    assert case.refused("bram", orders.HoldContact, counts_for=((case.id, answer),), **said) == [
        "counts_for.answer"
    ]
    case.done("bram", orders.HoldContact, counts_for=(first,), **said)
    assert case.refused("bram", orders.HoldContact, counts_for=(first,), **said) == [
        "counts_for.talk"
    ]


def test_one_that_does_not_count_stops_the_whole_talk_and_is_told_once(small_desk: Desk) -> None:
    first, second = two_trials(small_desk)
    small_desk.after(days=35)
    done = talk(second)
    second.done("bram", orders.HoldContact, held_on=small_desk.office.today(), words="x",
                counts_for=(done,))  # fmt: skip
    before = everything(small_desk.office.store, "access_log")

    outcome = first.does("bram", orders.HoldContact, held_on=small_desk.office.today(), words="x",
                         counts_for=(talk(first), done))  # fmt: skip

    assert not isinstance(outcome, Done)
    assert [(reason.key, reason.met) for reason in outcome.reasons] == [("counts_for.talk", False)]
    assert everything(small_desk.office.store, "access_log") == before


def test_a_talk_meets_the_evaluation_of_a_placement_and_the_next_one_begins(desk: Desk) -> None:
    case = a_placement(desk, "placed")
    due = case.owed["first_evaluation"]
    desk.after(days=37)  # 8 April: within a week of the 13th

    case.done("bram", orders.HoldContact, held_on=date(2026, 4, 8), words="gesproken",
              counts_for=((case.id, due.public_id),))  # fmt: skip

    assert case.owed["first_evaluation"].due_on == date(2026, 7, 8)


def test_a_talk_that_counts_for_nothing_is_still_written_down(desk: Desk) -> None:
    case = a_placement(desk)

    done = case.done("bram", orders.HoldContact, held_on=TODAY, words="kennisgemaakt")

    assert case.events[-1].kind == "contact_held"
    assert done.version == case.head.version


@pytest.mark.parametrize(
    ("said", "fields"),
    [
        pytest.param({"held_on": TODAY + timedelta(days=1)}, ["held_on"], id="in the future"),
        pytest.param({"words": " "}, ["words"], id="nothing was written"),
        pytest.param({"held_on": TODAY - timedelta(days=15)}, ["late_reason"], id="long ago"),
        pytest.param({"held_on": TODAY - timedelta(days=15), "words": ""},
                     ["late_reason", "words"], id="all at once"),
    ],
)  # fmt: skip
def test_a_talk_that_cannot_be_is_told_as_such(
    desk: Desk, said: dict[str, object], fields: list[str]
) -> None:
    case = a_placement(desk)
    usual = {"held_on": TODAY, "words": "gesproken"}

    with pytest.raises(InvalidInput) as caught:
        case.does("bram", orders.HoldContact, **{**usual, **said})

    assert [problem.field for problem in caught.value.problems] == fields


def test_a_talk_of_long_ago_says_why_it_is_told_now(desk: Desk) -> None:
    case = a_placement(desk)

    case.done("bram", orders.HoldContact, held_on=TODAY - timedelta(days=15), words="x",
              late_reason="vakantie")  # fmt: skip

    assert case.events[-1].details == {"words": "x", "late_reason": "vakantie"}


def test_what_is_of_another_family_answers_as_what_does_not_exist(small_desk: Desk) -> None:
    case = small_desk.opens(workflow="trial")
    theirs = another_family(small_desk).opens(workflow="trial")
    small_desk.after(days=35)
    said = {"held_on": small_desk.office.today(), "words": "x"}
    tries: list[tuple[dict[str, object], str]] = [
        ({"counts_for": (talk(theirs),)}, "no such case"),
        ({"counts_for": (("nothing", talk(theirs)[1]),)}, "no such case"),
        ({"counts_for": ((case.id, talk(theirs)[1]),)}, "no such deadline"),
        ({"counts_for": ((case.id, "nothing"),)}, "no such deadline"),
        ({"with_persons": (theirs.desk.els,)}, "no such person"),
        ({"with_persons": ("nobody",)}, "no such person"),
    ]

    for tried, words in tries:
        with pytest.raises(NotFound, match=words):
            case.does("bram", orders.HoldContact, **said, **tried)

    assert (case.head.version, theirs.head.version) == (1, 1)


def test_a_case_that_the_viewer_takes_no_part_in_is_not_counted_for(small_desk: Desk) -> None:
    first, second = two_trials(small_desk)
    first.joins("anna", roles={"anna": "worker"})
    small_desk.after(days=35)

    with pytest.raises(NotFound, match="no such case"):
        first.does("anna", orders.HoldContact, held_on=small_desk.office.today(), words="x",
                   counts_for=(talk(second),))  # fmt: skip

    assert second.head.version == 1


def test_whoever_may_not_read_a_case_holds_no_talk_for_it(small_desk: Desk) -> None:
    first, second = two_trials(small_desk)
    first.joins("anna", roles=SMALL_ROLES)
    small_desk.after(days=35)
    said = {"held_on": small_desk.office.today(), "words": "x"}

    assert first.refused("cora", orders.HoldContact, **said) == ["role"]
    takes_part(small_desk, small_desk.viewers["anna"], case_id=second.head.id, access="informant")
    both = {**said, "counts_for": (talk(first), talk(second))}
    assert first.refused("anna", orders.HoldContact, **both) == ["role"]
    assert everything(small_desk.office.store)["contact"] == []

    first.done("anna", orders.HoldContact, counts_for=(talk(first),), **said)
