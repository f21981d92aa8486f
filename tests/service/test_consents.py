"""Authority and consent, asked by the gate on the day itself."""

from datetime import UTC, date, datetime, timedelta

import pytest

from engine.clock import ManualClock
from engine.errors import NotFound
from engine.fields import InvalidInput
from engine.reason import Reason
from engine.service import orders
from engine.service.cases import explain
from engine.service.repeats import Done
from engine.store.store import Store
from tests.service.builders import MORNING, CaseAtDesk, Desk
from tests.service.desks import a_desk, another_family
from tests.service.roads import a_placement
from tests.service.stages import everything


def title(case: CaseAtDesk) -> Reason:
    """Read what the gate says of the legal title, by the road of consent."""
    outcome = case.tries("decide_to_place", by="anna", legal_road="consent")
    assert not isinstance(outcome, Done)
    return next(reason for reason in outcome.reasons if reason.key == "legal_title")


def has_title(case: CaseAtDesk) -> bool:
    """Tell whether everybody consented who must."""
    return title(case).met is True


def test_at_eleven_both_parents_with_authority_consent(store: Store, clock: ManualClock) -> None:
    case = a_placement(a_desk(store, clock, born=date(2014, 3, 3)))

    case.consents("placement", "els", "sam")
    assert not has_title(case)
    case.consents("placement", "tom")

    assert has_title(case)


def test_at_thirteen_the_youth_consents_too(desk: Desk) -> None:
    case = a_placement(desk)

    case.consents("placement", "els", "tom")
    assert not has_title(case)
    case.consents("placement", "sam")

    assert has_title(case)


@pytest.mark.parametrize(
    ("years", "who_said_yes", "before", "after"),
    [
        pytest.param(12, ("els", "tom"), True, False, id="at 12 the youth is asked too"),
        pytest.param(16, ("sam", "tom"), False, True, id="at 16 nobody but the youth is asked"),
    ],
)
def test_who_must_consent_changes_on_the_birthday_itself(
    store: Store,
    clock: ManualClock,
    years: int,
    who_said_yes: tuple[str, ...],
    before: bool,
    after: bool,
) -> None:
    case = a_placement(a_desk(store, clock, born=date(2026 - years, 3, 3)))
    case.consents("placement", *who_said_yes)

    clock.move_to(datetime(2026, 3, 2, 22, 59, 59, tzinfo=UTC))
    assert has_title(case) == before
    clock.move_to(datetime(2026, 3, 2, 23, 0, tzinfo=UTC))  # 00:00 of the 3rd in Amsterdam

    assert has_title(case) == after


def test_from_sixteen_the_youth_consents_alone(store: Store, clock: ManualClock) -> None:
    case = a_placement(a_desk(store, clock, born=date(2010, 3, 2)))  # sixteen today

    case.consents("placement", "sam")

    assert has_title(case)


def test_withdrawn_consent_counts_from_its_day(desk: Desk) -> None:
    case = a_placement(desk, "ready")
    assert has_title(case)

    case.consents("placement", "els", answer="withdrawn")

    assert not has_title(case)
    assert case.events[-1].details
    assert case.events[-1].details["answer"] == "withdrawn"
    assert case.missing("decide_to_place") == ["legal_title"]


def test_a_refusal_is_no_consent_until_the_same_person_says_yes(desk: Desk) -> None:
    case = a_placement(desk)
    case.consents("placement", "sam", "tom")

    case.consents("placement", "els", answer="refused")
    assert not has_title(case)
    case.consents("placement", "els")

    assert has_title(case)


def test_consent_for_a_time_runs_out(desk: Desk) -> None:
    case = a_placement(desk)
    case.consents("placement", "sam", "tom")
    case.done(
        "bram", orders.Answer, child=desk.sam, to="placement", answer="given", person=desk.els,
        until_on=date(2026, 3, 9),
    )  # fmt: skip
    assert has_title(case)

    desk.after(days=6)
    assert has_title(case)
    desk.after(days=1)

    assert not has_title(case)


def test_a_ground_stands_in_for_everybodys_consent(desk: Desk) -> None:
    case = a_placement(desk)

    case.done(
        "bram", orders.Answer, child=desk.sam, to="placement", answer="not_needed",
        ground="court_measure",
    )  # fmt: skip

    assert has_title(case)
    assert case.events[-1].details
    assert case.events[-1].details["ground"] == "court_measure"


def test_the_well_considered_wish_of_a_youth_stands_without_the_parents(desk: Desk) -> None:
    case = a_placement(desk)

    case.done(
        "bram", orders.Answer, child=desk.sam, to="placement", answer="given", person=desk.sam,
        ground="well_considered_wish",
    )  # fmt: skip

    assert has_title(case)


def test_a_parent_whose_authority_ended_is_not_asked_any_more(desk: Desk) -> None:
    case = a_placement(desk)
    case.consents("placement", "sam", "els")
    assert not has_title(case)

    done = case.done(
        "bram", orders.SetAuthority, child=desk.sam, parent=desk.tom, source="CANARY beschikking",
        until_on=date(2026, 3, 2),
    )  # fmt: skip

    assert done.kind == "authority_set"
    assert has_title(case)
    assert "CANARY" not in str(case.events[-1].payload)


def test_authority_that_begins_later_is_asked_later(desk: Desk) -> None:
    case = a_placement(desk)
    case.consents("placement", "sam", "els")
    tom = {"child": desk.sam, "parent": desk.tom, "source": "gezagsregister"}
    case.done("bram", orders.SetAuthority, until_on=date(2026, 3, 2), **tom)

    case.done("bram", orders.SetAuthority, from_on=date(2026, 3, 5), **tom)
    assert has_title(case)
    desk.after(days=3)

    assert not has_title(case)


def test_consent_is_about_a_case_and_not_inherited_by_the_next_one(desk: Desk) -> None:
    case = a_placement(desk)
    case.consents("placement", "sam", "els", "tom")

    second = desk.opens()

    reason = next(
        found
        for found in explain(
            desk.viewers["bram"], desk.office, second.id, "decide_to_place"
        ).reasons
        if found.key == "legal_title"
    )
    assert reason.met is None
    assert [part.met for part in reason.parts] == [False, False, None]


@pytest.mark.parametrize(
    ("said", "fields"),
    [
        pytest.param({"answer": "perhaps"}, ["answer"], id="no such answer"),
        pytest.param({"ground": "because"}, ["ground"], id="no such ground"),
        pytest.param({"person": None}, ["ground", "answer"], id="nobody and no ground"),
        pytest.param(
            {"person": None, "answer": "not_needed", "ground": "well_considered_wish"},
            ["ground"],
            id="nobody, on a ground of the youth's own",
        ),
        pytest.param({"ground": "averts_serious_harm"}, ["person"], id="a parent on that ground"),
        pytest.param({"answer": "not_needed"}, ["ground"], id="not needed, and no ground"),
        pytest.param({"to": "the moon"}, ["to"], id="nobody asks consent to that"),
        pytest.param({"to": "x", "answer": "x", "ground": "x"}, ["to", "answer", "ground"],
                     id="all at once"),
    ],
)  # fmt: skip
def test_an_answer_that_cannot_be_is_told_as_such(
    desk: Desk, said: dict[str, str | None], fields: list[str]
) -> None:
    case = a_placement(desk)
    before = everything(desk.office.store)
    usual = {"child": desk.sam, "to": "placement", "answer": "given", "person": desk.els}

    with pytest.raises(InvalidInput) as caught:
        case.does("bram", orders.Answer, **{**usual, **said})

    assert [problem.field for problem in caught.value.problems] == fields
    assert everything(desk.office.store) == before


def test_a_person_of_another_family_answers_as_one_that_does_not_exist(desk: Desk) -> None:
    case = a_placement(desk)
    strange, told = another_family(desk), set()
    usual = {"to": "placement", "answer": "given"}

    for child, person in [
        (strange.sam, desk.els),
        (desk.sam, strange.els),
        (desk.sam, "nobody"),
        ("nobody", desk.els),
        (desk.els, desk.els),  # no child
        (desk.sam, desk.who("bram")),
    ]:
        with pytest.raises(NotFound) as caught:
            case.does("bram", orders.Answer, child=child, person=person, **usual)
        told.add(str(caught.value))
        with pytest.raises(NotFound) as caught:
            case.does("bram", orders.SetAuthority, child=child, parent=person, source="x")
        told.add(str(caught.value))

    assert len(told) == 1


def test_what_was_said_later_does_not_change_what_was_so_before(desk: Desk) -> None:
    """A fact of ten days ago is weighed by the consents of that day."""
    case = a_placement(desk, "ready")
    at = MORNING - timedelta(days=10)

    done = case.step("record_court_placement", occurred_at=at)

    assert "legal_title" in done.found_without_gate


@pytest.mark.parametrize("by", ["cora", "gijs"])
def test_whoever_may_not_read_the_case_records_no_consent_and_no_authority(
    desk: Desk, by: str
) -> None:
    """Cora sees titles only; Gijs tells what he knows."""
    case = a_placement(desk)
    desk.qualify("gijs", "informant")
    gijs = {"person": desk.who("gijs"), "role": "informant"}
    case.done("bram", orders.Join, ground="weet iets", **gijs)
    yes = {"child": desk.sam, "to": "placement", "answer": "given", "person": desk.els}
    tom = {"child": desk.sam, "parent": desk.tom, "source": "gezagsregister"}
    before = everything(desk.office.store, "access_log")

    assert case.refused(by, orders.Answer, **yes) == ["role"]
    assert case.refused(by, orders.SetAuthority, **tom) == ["role"]
    assert everything(desk.office.store, "access_log") == before

    case.done("anna", orders.Answer, **yes)
    case.done("anna", orders.SetAuthority, **tom)
