"""A posted form as the answers that the engine reads."""

from datetime import UTC, datetime

import pytest

from api.auth.posted import Posted
from api.errors import Malformed
from api.forms import answers, occurred_at
from engine.fields import Field, FieldType, InvalidInput, read_answers
from engine.text import Text

TITLE = Text(nl="Vraag", en="Question")
FIELDS = {
    "why": Field(type="long_text", title=TITLE),
    "sure": Field(type="yes_no", title=TITLE),
    "day": Field(type="date", title=TITLE, optional=True),
    "home": Field(per_child="yes_no", title=TITLE),
}


def a_form(**values: str) -> Posted:
    """Fill a form in; two underscores stand for a dot."""
    return Posted(tuple((name.replace("__", "."), value) for name, value in values.items()))


def test_answers_come_as_the_engine_reads_them() -> None:
    form = a_form(f__why="because", f__sure="no", f__day="", f__home__c1="yes", f__home__c2="no")

    given = answers(form, FIELDS)

    assert given == {"why": "because", "sure": False, "home": {"c1": True, "c2": False}}
    assert read_answers(FIELDS, given, ("c1", "c2")) == (given, ())


@pytest.mark.parametrize("kind", ["text", "date", "person", "long_text"])
def test_what_is_no_yes_or_no_stays_text(kind: FieldType) -> None:
    assert answers(a_form(f__x="yes"), {"x": Field(type=kind, title=TITLE)}) == {"x": "yes"}


def test_what_was_left_empty_is_not_there() -> None:
    assert answers(a_form(f__why="  ", f__sure="", f__home__c1=""), FIELDS) == {}


def test_what_does_not_fit_is_refused_by_name() -> None:
    form = a_form(f__why="x", f__sure="maybe", f__home__c3="yes", f__evil="1", f__day__c1="x")

    _, problems = read_answers(FIELDS, answers(form, FIELDS), ("c1",))

    assert {(each.field, each.code) for each in problems} == {
        ("evil", "unknown"),
        ("sure", "malformed"),
        ("day", "malformed"),
        ("home.c3", "unknown"),
        ("home.c1", "missing"),
    }


def test_the_rest_of_a_form_is_no_answer() -> None:
    assert answers(a_form(csrf="x", nonce="n", version="3", why="because"), FIELDS) == {}


@pytest.mark.parametrize(
    ("filled_in", "moment"),
    [
        pytest.param("2026-03-02T09:30", datetime(2026, 3, 2, 8, 30, tzinfo=UTC), id="winter"),
        pytest.param("2026-07-01T09:30", datetime(2026, 7, 1, 7, 30, tzinfo=UTC), id="summer"),
        pytest.param("2026-10-25T02:30", datetime(2026, 10, 25, 0, 30, tzinfo=UTC), id="twice"),
        pytest.param("2026-03-02T09:30:15", datetime(2026, 3, 2, 8, 30, 15, tzinfo=UTC), id="s"),
        pytest.param("", None, id="not filled in"),
    ],
)
def test_when_it_happened_is_told_by_the_clocks_of_amsterdam(
    filled_in: str, moment: datetime | None
) -> None:
    assert occurred_at(a_form(occurred_at=filled_in)) == moment


@pytest.mark.parametrize(
    "filled_in",
    [
        pytest.param("2026-03-29T02:30", id="an hour that the clocks skip"),
        pytest.param("2026-02-30T10:00", id="no such day"),
        pytest.param("0001-01-01T00:00", id="before time began"),
        pytest.param("2026-03-02T09:30+05:00", id="another zone"),
        pytest.param("yesterday", id="words"),
    ],
)
def test_a_moment_that_never_was_is_refused(filled_in: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        occurred_at(a_form(occurred_at=filled_in))

    assert [each.field for each in refused.value.problems] == ["occurred_at"]


def test_a_form_tells_what_was_ticked_and_for_whom() -> None:
    form = Posted((("who", "a"), ("who", ""), ("who", "b"), ("note.c1", " x "), ("nonce", "n")))

    assert form.all("who") == ("a", "b")
    assert form.by_child("note") == {"c1": " x "}
    assert (form.text("note.c1"), form.text("none"), form.key) == ("x", "", "page:n")


@pytest.mark.parametrize("version", ["x", "-1", "1.5", "٣", "9" * 10])
def test_a_version_is_a_number(version: str) -> None:
    with pytest.raises(Malformed):
        _ = a_form(version=version).version


def test_a_form_that_changes_something_brings_version_and_nonce() -> None:
    with pytest.raises(Malformed):
        _ = a_form().seen_version
    with pytest.raises(Malformed):
        _ = a_form(nonce="n" * 101).key

    assert a_form().version is None
    assert a_form(version="3").seen_version == 3
