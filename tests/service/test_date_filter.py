"""The filter of deadlines: what an address may ask, and what it says in words."""

from urllib.parse import parse_qsl

import pytest

from engine.fields import InvalidInput
from engine.service.date_filter import DeadlineFilter, filter_words, read_filter
from engine.service.date_marks import marks_of, phases_of, states_in
from tests.office import the_library
from tests.service.desks import shipped

WHOLE = DeadlineFilter(
    when="late",
    special="no_owner",
    region="oldebroek",
    workflow="crisis",
    phase="report",
    owner="4f2a",
    look="law",
)


def test_what_is_asked_comes_back_from_its_own_address() -> None:
    assert read_filter(dict(parse_qsl(WHOLE.query)), shipped()) == WHOLE
    assert read_filter({"when": "", "region": None}, shipped()) == DeadlineFilter()
    assert (DeadlineFilter().query, DeadlineFilter(when="week").query) == ("", "when=week")


def test_everything_that_is_unknown_is_named_with_what_is_possible() -> None:
    asked = {
        "when": "soon",
        "special": "odd",
        "look": "red",
        "region": "elsewhere",
        "workflow": "nonsense",
        "phase": "begin",
        "owner": "Bram Jansen",
    }

    with pytest.raises(InvalidInput) as refused:
        read_filter(asked, shipped())

    said = {each.field: each.says.en for each in refused.value.problems}
    assert said.keys() == asked.keys()
    assert said["look"] == "Choose one of: law, agreement, norm."
    assert "oldebroek" in said["region"]
    assert "past_norm" in said["when"]
    assert "Bram" not in said["owner"]


def test_another_heading_keeps_what_narrows() -> None:
    other = WHOLE.under(when="today")

    assert (other.when, other.special) == ("today", None)
    assert other.narrows
    assert other.region == WHOLE.region
    assert not DeadlineFilter(when="late", special="failed").narrows


def test_it_says_in_words_what_is_asked() -> None:
    found = filter_words(WHOLE, shipped(), "Bram Jansen")

    assert found.nl.startswith("Te laat; Niemand heeft de rol; wet; Oldebroek; Crisis en nazorg; ")
    assert found.nl.endswith("; Melding; Bram Jansen")
    assert filter_words(WHOLE, shipped()).en.endswith("; one person")
    assert filter_words(DeadlineFilter(), shipped()).nl == "Alle"
    other = DeadlineFilter(workflow="crisis", phase="prepare")  # a phase of other workflows
    assert filter_words(other, shipped()).en.endswith("prepare")


def test_what_is_watched_follows_from_the_definitions() -> None:
    marks = marks_of(shipped())

    assert set(marks.under_twelve) > {"under_twelve_search", "under_twelve_decision"}
    assert marks.near_18 == ("decision_after_18",)
    assert "crisis.reported" in marks.no_outcome
    assert "crisis.aftercare" not in marks.no_outcome
    none = marks_of(the_library())
    assert (none.under_twelve, none.near_18, none.no_outcome) == ((), (), ())


def test_a_phase_is_the_states_that_are_in_it() -> None:
    assert "placement.considered" in states_in(shipped(), "prepare")
    assert states_in(shipped(), "prepare", "crisis") == ()
    assert list(phases_of(shipped(), "crisis")) == ["close", "follow_up", "intervene", "report"]
