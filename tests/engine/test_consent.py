"""Whose consent is asked at which age, and when it is complete."""

from datetime import date, timedelta

import pytest

from engine.consent import AnswerSeen, AuthoritySeen, asked_for, consent_seen
from engine.snapshot import Child, ConsentSeen
from tests.engine.builders import TODAY

MOTHER, FATHER = AuthoritySeen("kim", "ma"), AuthoritySeen("kim", "pa")
BOTH = (MOTHER, FATHER)
PARENTS, ALL, ALONE = ("ma", "pa"), ("kim", "ma", "pa"), ("kim",)
LEAP = date(2012, 2, 29)


def kim(born: date | None) -> Child:
    return Child("kim", born)


def aged(years: int) -> Child:
    """A child that turns this age today."""
    return kim(TODAY.replace(year=TODAY.year - years))


@pytest.mark.parametrize(
    ("years", "before", "from_then_on"),
    [
        pytest.param(12, PARENTS, ALL, id="12"),
        pytest.param(16, ALL, ALONE, id="16"),
        pytest.param(18, ALONE, ALONE, id="18"),
    ],
)
def test_who_is_asked_changes_on_the_birthday(
    years: int, before: tuple[str, ...], from_then_on: tuple[str, ...]
) -> None:
    child = aged(years)

    assert asked_for(child, TODAY - timedelta(days=1), BOTH) == before
    assert asked_for(child, TODAY, BOTH) == from_then_on


@pytest.mark.parametrize(
    ("on", "asked"),
    [
        pytest.param("2024-02-28", PARENTS, id="the eve of 12 in a leap year"),
        pytest.param("2024-02-29", ALL, id="12 in a leap year"),
        pytest.param("2028-02-28", ALL, id="the eve of 16 in a leap year"),
        pytest.param("2028-02-29", ALONE, id="16 in a leap year"),
        pytest.param("2030-02-28", ALONE, id="the eve of 18 in a common year"),
        pytest.param("2030-03-01", ALONE, id="18 in a common year"),
    ],
)
def test_who_is_born_on_29_february_has_birthdays_too(on: str, asked: tuple[str, ...]) -> None:
    assert asked_for(kim(LEAP), date.fromisoformat(on), BOTH) == asked


def test_an_unknown_birth_date_asks_everybody() -> None:
    assert asked_for(kim(None), TODAY, BOTH) == ALL


def test_only_who_has_authority_over_this_child_is_asked() -> None:
    authority = (FATHER, AuthoritySeen("bo", "guardian"), MOTHER)

    assert asked_for(aged(10), TODAY, authority) == PARENTS
    assert asked_for(aged(10), TODAY, ()) == ()


def said(*answers: str) -> list[AnswerSeen]:
    """Answers written as ``person: answer`` or ``person: answer (ground)``; ``all`` is nobody."""
    found = []
    for written in answers:
        person, _, rest = written.partition(": ")
        answer, _, ground = rest.rstrip(")").partition(" (")
        who = None if person == "all" else person
        found.append(AnswerSeen("kim", who, "placement", answer, ground or None))
    return found


def seen(child: Child, *answers: str, authority: tuple[AuthoritySeen, ...] = BOTH) -> ConsentSeen:
    return consent_seen("placement", child, TODAY, authority, said(*answers))


@pytest.mark.parametrize(
    ("years", "answers", "missing"),
    [
        pytest.param(10, ["ma: given", "pa: given"], (), id="both parents"),
        pytest.param(10, ["ma: given"], ("pa",), id="one parent is not heard"),
        pytest.param(10, ["ma: given", "pa: refused"], ("pa",), id="one parent refuses"),
        pytest.param(10, ["kim: given"], PARENTS, id="under 12 the child's own is not enough"),
        pytest.param(14, ["kim: given", "ma: given", "pa: given"], (), id="youth and parents"),
        pytest.param(14, ["ma: given", "pa: given"], ("kim",), id="not without the youth"),
        pytest.param(14, ["kim: given"], PARENTS, id="not without the parents"),
        pytest.param(16, ["kim: given"], (), id="from 16 the youth alone"),
        pytest.param(16, ["ma: given", "pa: given"], ("kim",), id="from 16 not the parents"),
        pytest.param(10, [], PARENTS, id="nobody was asked"),
        pytest.param(
            10, ["ma: given", "pa: given", "ma: withdrawn"], ("ma",), id="withdrawn afterwards"
        ),
        pytest.param(
            10, ["ma: withdrawn", "ma: given", "pa: given"], (), id="the last answer counts"
        ),
        pytest.param(
            10, ["ma: given", "pa: not_needed (not_able_to_judge)"], (), id="one is not needed"
        ),
    ],
)
def test_consent_is_complete_when_everybody_asked_has_given_it(
    years: int, answers: list[str], missing: tuple[str, ...]
) -> None:
    found = seen(aged(years), *answers)

    assert found == ConsentSeen("placement", "kim", complete=not missing, missing=missing)


@pytest.mark.parametrize(
    ("child", "answer", "complete"),
    [
        pytest.param(aged(12), "kim: given (averts_serious_harm)", True, id="serious harm, 12"),
        pytest.param(aged(15), "kim: given (well_considered_wish)", True, id="own wish, 15"),
        pytest.param(aged(14), "kim: given (court_measure)", False, id="another ground"),
        pytest.param(aged(14), "kim: refused (averts_serious_harm)", False, id="the youth refuses"),
        pytest.param(
            aged(14), "kim: not_needed (averts_serious_harm)", False, id="the youth was not asked"
        ),
        pytest.param(aged(14), "ma: given (well_considered_wish)", False, id="a parent's wish"),
        pytest.param(aged(11), "kim: given (well_considered_wish)", False, id="under 12"),
        pytest.param(kim(None), "kim: given (averts_serious_harm)", False, id="unknown age"),
    ],
)
def test_from_12_to_15_a_ground_of_the_law_lets_the_youths_own_yes_stand(
    child: Child, answer: str, complete: bool
) -> None:
    assert seen(child, answer).complete is complete


def test_a_parents_refusal_does_not_undo_a_well_considered_wish() -> None:
    found = seen(aged(14), "kim: given (well_considered_wish)", "ma: refused", "pa: refused")

    assert (found.complete, found.missing) == (True, ())


@pytest.mark.parametrize(
    ("answers", "complete"),
    [
        pytest.param(["all: not_needed (court_measure)"], True, id="a court measure"),
        pytest.param(["ma: refused", "all: not_needed (court_measure)"], True, id="against a no"),
        pytest.param(
            ["all: not_needed (court_measure)", "all: withdrawn (court_measure)"],
            False,
            id="until the measure ends",
        ),
    ],
)
def test_a_ground_may_hold_for_all(answers: list[str], complete: bool) -> None:
    assert seen(aged(10), *answers).complete is complete


def test_nobody_to_ask_is_not_the_same_as_consent() -> None:
    found = seen(aged(10), authority=())

    assert (found.complete, found.missing) == (False, ())


def test_an_answer_counts_for_its_own_child_and_purpose() -> None:
    answers = [
        AnswerSeen("bo", "ma", "placement", "given"),
        AnswerSeen("kim", "ma", "sharing", "given"),
    ]

    assert not consent_seen("placement", aged(10), TODAY, (MOTHER,), answers).complete
    assert consent_seen("sharing", aged(10), TODAY, (MOTHER,), answers).complete
