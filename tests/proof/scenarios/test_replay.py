"""A counter-example is gone by the real engine, in a database of its own."""

from collections.abc import Iterator
from pathlib import Path as File

import pytest

from api.check_replay import Replayer
from api.check_scenario import scenario_of
from api.check_table import Unplayable
from api.scenarios.run import blank_database
from engine.definition import Workflow
from engine.proof.dimension import At
from engine.proof.people import ANYBODY, WHO
from engine.proof.prove import NOT_TRIED, How, Played, Proof
from engine.proof.report import Broken
from engine.proof.search import Changed, Made, Path
from engine.proof.words import invariant_in_words
from tests.proof.chain_mutations import CHAIN_MUTATIONS
from tests.proof.mutations import MUTATIONS, Mutation, softer
from tests.shipped import the_library

SHOWN = (
    "the rule on the analysis is gone",
    "the analysis may be set aside",
    "the coach accepts",
    "the contact after six months is forgotten",
    "the parents did not agree that the regie returns",
)
AT_A_TABLE = ("beschermingstafel", "supervision_order_review")
"""Where meetings are planned, opened and attended, and agreements made."""


@pytest.fixture(scope="module")
def blank() -> Iterator[File]:
    """Lend a file with tables, once."""
    with blank_database() as file:
        yield file


@pytest.mark.parametrize(
    "mutation",
    [
        *(one for one in MUTATIONS if "Opnemen" in one.breaks or one.says in SHOWN),
        *(one for one in CHAIN_MUTATIONS if one.workflow in AT_A_TABLE or one.says in SHOWN),
    ],
    ids=lambda one: f"{one.workflow}: {one.says}",
)
def test_the_real_engine_goes_the_same_way(mutation: Mutation, blank: File) -> None:
    library = the_library()
    workflow = mutation.change(library.of(mutation.workflow, mutation.region))
    invariant = next(
        one
        for one in workflow.invariants
        if mutation.breaks in invariant_in_words(workflow, one).nl
    )
    found = Proof(workflow, How(replay=Replayer(library, blank))).verdict(invariant)

    assert isinstance(found, Broken)
    assert found.replayed is True


def placement() -> Workflow:
    """The definition as we ship it."""
    return the_library().of("placement", "default")


def test_what_another_case_records_is_not_tried(blank: File) -> None:
    asked = Path({}, (Made("record_court_placement", {WHO: ANYBODY}),))

    assert Replayer(the_library(), blank)(placement(), asked, None) == NOT_TRIED


def test_what_the_engine_refuses_is_told(blank: File) -> None:
    asked = Path({}, (Made("substantiate", {}), Made("counter_check", {})))
    played = Replayer(the_library(), blank)(placement(), asked, None)

    assert not played.went
    assert played.step == "counter_check"
    assert "record.second_opinion" in played.because


def test_a_guard_that_is_met_after_all_breaks_nothing(blank: File) -> None:
    invariant = placement().invariants[1]
    opinion = Changed("record.second_opinion", None, At("given", 0, (True,)))
    path = Path({}, (Made("substantiate", {}), opinion, Made("counter_check", {})))
    guard = getattr(invariant, "without")  # noqa: B009 - the union has no such attribute
    replay = Replayer(the_library(), blank)

    assert replay(placement(), path, None).went
    assert not replay(placement(), path, guard).went


def test_what_no_scenario_can_say_is_not_tried(blank: File) -> None:
    path = Path({}, (Changed("fact.place_kind", None, "residential"),))

    with pytest.raises(Unplayable, match="place_kind"):
        scenario_of(placement(), path)
    assert Replayer(the_library(), blank)(placement(), path, None) == Played(
        went=False, tried=False
    )


def test_time_passes_and_people_come_and_go(blank: File) -> None:
    held = At("agreed", 0, (True,))
    path = Path(
        {"age": 1},
        (
            Made("substantiate", {"role.qualified_behavioural_scientist": "nobody"}),
            Changed("record.placement_plan", None, held),
            Changed("record.explanatory_analysis", None, At("confirmed", 0)),
            Changed("record.explanatory_analysis", At("confirmed", 0), At("confirmed", 1)),
            Changed("age", 1, 2),
            Made("place_in_emergency", {"consent.placement": True}),
            Made("record_return", {"consent.placement": False}),
        ),
    )
    played = Replayer(the_library(), blank)(placement(), path, None)

    assert played.went, played


def test_a_softer_rule_is_passed_with_a_confirmed_deviation() -> None:
    workflow = softer("second_professional")(placement())
    found = Proof(workflow, How()).verdict(workflow.invariants[1])

    assert isinstance(found, Broken)
