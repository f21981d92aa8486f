"""What a form asks: each answer in its own type, and every problem at once."""

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from engine.fields import Field, InvalidInput, read_answers

CHOICE = {"safe": {"nl": "Veilig", "en": "Safe"}, "unsafe": {"nl": "Onveilig", "en": "Unsafe"}}
TITLE = {"nl": "Vraag", "en": "Question"}
CHILDREN = ("kim", "bo")


def a_field(kind: str, **more: Any) -> Field:
    """One question; a choice has its values."""
    values = {"values": CHOICE} if kind == "choice" else {}
    named = more if "per_child" in more else {"type": kind, **more}
    return Field.model_validate({"title": TITLE, **values, **named})


def read(field: Field, raw: object) -> tuple[object, list[tuple[str, str]]]:
    """The answer to one question, and the problems with it."""
    answers, problems = read_answers({"q": field}, {"q": raw}, CHILDREN)
    return answers.get("q"), [(problem.field, problem.code) for problem in problems]


@pytest.mark.parametrize(
    ("kind", "raw", "value"),
    [
        pytest.param("text", "Anna", "Anna", id="text"),
        pytest.param("text", "a" * 200, "a" * 200, id="as long as may be"),
        pytest.param("text", "a" * 201, None, id="too long"),
        pytest.param("text", "   ", None, id="nothing but spaces"),
        pytest.param("text", 3, None, id="a number is no text"),
        pytest.param("long_text", "a" * 20_000, "a" * 20_000, id="long text"),
        pytest.param("long_text", "a" * 20_001, None, id="too long a text"),
        pytest.param("person", "p" * 40, "p" * 40, id="a person"),
        pytest.param("person", "p" * 41, None, id="no person"),
        pytest.param("date", "2026-03-09", date(2026, 3, 9), id="a date"),
        pytest.param("date", date(2026, 3, 9), date(2026, 3, 9), id="a date already"),
        pytest.param("date", "2026-02-30", None, id="no such day"),
        pytest.param("date", 20260309, None, id="a number is no date"),
        pytest.param("date", "20260309", None, id="a date in another way"),
        pytest.param("date", "2026-W11-1", None, id="a day of a week"),
        pytest.param("date", "1900-01-01", date(1900, 1, 1), id="the first date"),
        pytest.param("date", "1899-12-31", None, id="before it"),
        pytest.param("date", "2199-12-31", date(2199, 12, 31), id="the last date"),
        pytest.param("date", "9999-12-31", None, id="at the end of the calendar"),
        pytest.param("choice", "safe", "safe", id="a choice"),
        pytest.param("choice", "maybe", None, id="no such choice"),
        pytest.param("choice", ["safe"], None, id="a list is no choice"),
        pytest.param("yes_no", True, True, id="yes"),
        pytest.param("yes_no", False, False, id="no"),
        pytest.param("yes_no", "yes", None, id="a word is no yes"),
    ],
)
def test_an_answer_is_read_in_its_own_type(kind: str, raw: object, value: object) -> None:
    problems = [] if value is not None else [("q", "malformed")]

    assert read(a_field(kind), raw) == (value, problems)


@pytest.mark.parametrize("raw", [None, ""])
@pytest.mark.parametrize("kind", ["text", "date", "yes_no"])
def test_a_question_may_only_be_left_blank_when_it_is_optional(kind: str, raw: object) -> None:
    assert read(a_field(kind), raw) == (None, [("q", "missing")])
    assert read(a_field(kind, optional=True), raw) == (None, [])


PER_CHILD = a_field("choice", per_child="choice")
OPTIONAL = a_field("choice", per_child="choice", optional=True)


@pytest.mark.parametrize(
    ("field", "raw", "value", "problems"),
    [
        pytest.param(
            PER_CHILD,
            {"kim": "safe", "bo": "unsafe"},
            {"kim": "safe", "bo": "unsafe"},
            [],
            id="all",
        ),
        pytest.param(
            PER_CHILD, {"kim": "safe"}, {"kim": "safe"}, [("q.bo", "missing")], id="one is missing"
        ),
        pytest.param(
            PER_CHILD,
            {"kim": "safe", "bo": "maybe"},
            {"kim": "safe"},
            [("q.bo", "malformed")],
            id="one is malformed",
        ),
        pytest.param(
            PER_CHILD,
            {"kim": "safe", "bo": "safe", "eva": "safe"},
            {"kim": "safe", "bo": "safe"},
            [("q.eva", "unknown")],
            id="an unknown child",
        ),
        pytest.param(PER_CHILD, "safe", None, [("q", "malformed")], id="one answer for all"),
        pytest.param(PER_CHILD, None, None, [("q", "missing")], id="no answer at all"),
        pytest.param(OPTIONAL, {"kim": "safe"}, {"kim": "safe"}, [], id="optional, for one"),
        pytest.param(OPTIONAL, {"kim": "", "bo": None}, None, [], id="optional, left blank"),
        pytest.param(OPTIONAL, "", None, [], id="optional, no answer at all"),
        pytest.param(OPTIONAL, "safe", None, [("q", "malformed")], id="optional, one for all"),
    ],
)
def test_a_question_may_be_asked_for_each_child(
    field: Field, raw: object, value: object, problems: list[tuple[str, str]]
) -> None:
    assert read(field, raw) == (value, problems)


def test_one_answer_for_all_is_no_map_per_child() -> None:
    assert read(a_field("choice"), {"kim": "safe"}) == (None, [("q", "malformed")])


def test_every_problem_comes_at_once_and_the_right_answers_stay() -> None:
    fields = {"who": a_field("person"), "day": a_field("date"), "note": a_field("text")}
    given = {"day": "tomorrow", "note": "all well", "notes": "?"}

    answers, problems = read_answers(fields, given)

    assert answers == {"note": "all well"}
    assert [(problem.field, problem.code) for problem in problems] == [
        ("notes", "unknown"),
        ("who", "missing"),
        ("day", "malformed"),
    ]


@pytest.mark.parametrize(
    ("kind", "says"),
    [
        ("choice", "Question: choose one of safe, unsafe."),
        ("date", "Question: give a date (yyyy-mm-dd)."),
        ("yes_no", "Question: choose yes or no."),
        ("text", "Question: give text of 1 to 200 characters."),
        ("long_text", "Question: give text of 1 to 20000 characters."),
    ],
)
def test_a_problem_says_what_would_do(kind: str, says: str) -> None:
    _, problems = read_answers({"q": a_field(kind)}, {"q": []})

    assert [problem.says.en for problem in problems] == [says]


def test_a_refused_form_names_each_problem_and_that_nothing_was_saved() -> None:
    _, problems = read_answers({"q": a_field("text")}, {"x": 1})

    error = InvalidInput(*problems)

    assert str(error) == "Unknown field: x. Fill in: Question. Nothing was saved."
    assert (error.problems, error.code) == (problems, "invalid_input")


@pytest.mark.parametrize(
    ("field", "message"),
    [
        pytest.param({}, "give either 'type' or 'per_child'", id="no type"),
        pytest.param({"type": "text", "per_child": "text"}, "give either", id="both"),
        pytest.param({"type": "choice"}, "a choice needs them", id="a choice without values"),
        pytest.param({"type": "text", "values": CHOICE}, "belong to a choice", id="text with"),
    ],
)
def test_a_question_has_one_type_and_values_only_for_a_choice(
    field: dict[str, object], message: str
) -> None:
    with pytest.raises(ValidationError, match=message):
        Field.model_validate({"title": TITLE, **field})
