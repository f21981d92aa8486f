"""A span is an amount of exactly one unit, in files, on the command line and in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from engine.span import UNITS, Span, Unit, Window
from engine.text import Language


@given(st.sampled_from(UNITS), st.integers(0, 10_000))
def test_a_span_is_one_key_in_files_and_comes_back_the_same(unit: Unit, amount: int) -> None:
    span = Span.of(amount, unit)

    assert span.model_dump() == {unit: amount}
    assert Span.model_validate(span.model_dump()) == span
    assert Span.model_validate_json(span.model_dump_json()) == span
    assert (span.unit, span.amount) == (unit, amount)


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        pytest.param({}, "a span has exactly one unit: hours, days, working_days", id="none"),
        pytest.param({"weeks": None}, "a span has exactly one unit", id="an empty one"),
        pytest.param({"weeks": 1, "days": 2}, "a span has exactly one unit", id="two"),
        pytest.param(6, "exactly one unit.* for example {weeks: 6}", id="a bare number"),
        pytest.param({"fortnights": 2}, "fortnights", id="a unit that does not exist"),
        pytest.param({"weeks": -1}, "greater than or equal to 0", id="less than nothing"),
        pytest.param({"weeks": 10_001}, "less than or equal to 10000", id="longer than anyone's"),
        pytest.param({"weeks": "6"}, "valid integer", id="a text"),
        pytest.param({"weeks": True}, "valid integer", id="a yes"),
        pytest.param({"weeks": 1.5}, "valid integer", id="a half"),
    ],
)
def test_what_is_no_span_is_refused_with_a_sentence(written: object, problem: str) -> None:
    with pytest.raises(ValidationError, match=problem):
        Span.model_validate(written)


def test_a_span_inside_another_part_may_be_given_as_made() -> None:
    assert TypeAdapter(list[Span]).validate_python([Span(days=0)]) == [Span(days=0)]


def test_the_schema_knows_the_six_units_and_that_there_is_one() -> None:
    schema = Span.model_json_schema()

    assert list(schema["properties"]) == list(UNITS)
    assert (schema["minProperties"], schema["maxProperties"]) == (1, 1)
    assert schema["additionalProperties"] is False


@pytest.mark.parametrize(
    ("typed", "span"),
    [
        ("5 working_days", Span(working_days=5)),
        ("1 day", Span(days=1)),
        ("1 working day", Span(working_days=1)),
        ("  48   hours ", Span(hours=48)),
        ("0 years", Span(years=0)),
    ],
)
def test_a_span_reads_as_people_type_it(typed: str, span: Span) -> None:
    assert Span.parse(typed) == span


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        pytest.param("5 wekes", "unknown unit 'wekes'; did you mean 'weeks'", id="misspelled"),
        pytest.param("5 moons", r"unknown unit 'moons'", id="something near or not"),
        pytest.param("5 qqq", r"unknown unit 'qqq' \(a span has", id="nothing near"),
        pytest.param("weeks", "write an amount and a unit", id="no amount"),
        pytest.param("5", "write an amount and a unit", id="no unit"),
        pytest.param("-5 days", "write an amount and a unit", id="backwards"),
        pytest.param("² days", "write an amount and a unit", id="a digit that is no number"),
    ],
)
def test_a_span_that_cannot_be_read_says_how_it_should_be(typed: str, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        Span.parse(typed)


@pytest.mark.parametrize(
    ("span", "language", "words"),
    [
        (Span(working_days=5), "nl", "5 werkdagen"),
        (Span(working_days=5), "en", "5 working days"),
        (Span(working_days=1), "nl", "1 werkdag"),
        (Span(days=0), "nl", "0 dagen"),
        (Span(days=1), "en", "1 day"),
        (Span(weeks=1), "nl", "1 week"),
        (Span(weeks=6), "nl", "6 weken"),
        (Span(months=3), "nl", "3 maanden"),
        (Span(hours=48), "nl", "48 uur"),
        (Span(hours=1), "en", "1 hour"),
        (Span(years=2), "nl", "2 jaar"),
        (Span(years=2), "en", "2 years"),
    ],
)
def test_a_span_in_words(span: Span, language: Language, words: str) -> None:
    assert span.words(language) == words


def test_a_window_may_be_open_on_one_side_only() -> None:
    window = Window.model_validate({"after": {"weeks": 2}})

    assert (window.before, window.after) == (None, Span(weeks=2))


@pytest.mark.parametrize("side", ["before", "after"])
def test_a_window_is_not_in_hours(side: str) -> None:
    with pytest.raises(ValidationError, match="never in hours"):
        Window.model_validate({side: {"hours": 2}})
