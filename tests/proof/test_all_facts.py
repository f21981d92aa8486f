"""The cone against everything: on a workflow of 8 states and 6 facts both say the same."""

from itertools import pairwise

import pytest

from engine.definition import Workflow
from engine.proof.budget import Budget
from engine.proof.prove import How
from engine.proof.report import Broken, NotProved, Proved
from tests.proof.small import a_definition, moves, verdict

STATES = tuple(f"s{number}" for number in range(1, 8))
FACTS = ("f1", "f2", "f3", "f4", "f5", "f6")


def eight_states(without: str, *, back: bool = True) -> Workflow:
    """A road on which each step sets a fact, and the last but one asks for two of them."""
    states = "".join(
        f"  {key}: {{title: {{nl: {key}, en: {key}}}, phase: all}}\n" for key in STATES
    )
    facts = "".join(f"  {name}: {{values: [yes_, no_]}}\n" for name in FACTS)
    road = "".join(
        f"""\
  to_{after}:
    title: {{nl: Naar {after}, en: To {after}}}
    from: [{before}]
    to: {after}
    by: [worker]
    input:
      answer:
        type: choice
        title: {{nl: Antwoord, en: Answer}}
        values: {{yes_: {{nl: Ja, en: "Yes"}}, no_: {{nl: Nee, en: "No"}}}}
    sets: {{f{number}: input.answer}}
"""
        for number, (before, after) in enumerate(pairwise(STATES), 1)
    )
    again = "  back: {title: {nl: x, en: x}, from: [s6], to: s1, by: [worker]}\n" if back else ""
    return a_definition(
        f"facts:\n{facts}states:\n  begun: {{initial: false}}\n{states}"
        f"transitions:\n{road}{again}"
        "  decide:\n    from: [s7]\n    to: done\n"
        "    requires: [{fact: {f2: [yes_]}}, {fact: {f4: [yes_]}}]\n"
        f"invariants: [{{never: {{act: decision}}, without: {without}, source: test}}]\n"
        "catalogue: {records: {}}",
        drop=tuple(
            [f"transitions.{name}" for name in ("weigh", "record_event", "finish")]
            + [f"states.{name}" for name in ("begun", "weighed", "decided")]
        ),
    )


def starting(workflow: Workflow) -> Workflow:
    """The same, beginning in the first of its own states."""
    first = workflow.states["s1"].model_copy(update={"initial": True})
    return workflow.model_copy(update={"states": {**workflow.states, "s1": first}})


@pytest.mark.parametrize(
    ("without", "outcome"),
    [
        pytest.param("{fact: {f2: [yes_]}}", Proved, id="asked"),
        pytest.param("{any_of: [{fact: {f4: [yes_]}}, {fact: {f1: [yes_]}}]}", Proved, id="either"),
        pytest.param("{fact: {f3: [yes_, no_]}}", Proved, id="set on the way"),
        pytest.param("{fact: {f3: [yes_]}}", Broken, id="another value"),
        pytest.param("{any_of: [{fact: {f1: [no_]}}, {fact: {f5: [no_]}}]}", Broken, id="two"),
        pytest.param("{assigned: leader}", Broken, id="no fact at all"),
    ],
)
def test_the_cone_and_everything_agree(without: str, outcome: type) -> None:
    workflow = starting(eight_states(without))
    assert len(workflow.states) == 8
    assert len(workflow.facts) == 6 + 1  # the one of the small definition that is not read

    over_cone = verdict(workflow)
    over_all = verdict(workflow, How(all_facts=True))

    assert type(over_cone) is type(over_all) is outcome
    assert 0 < over_cone.searched <= over_all.searched
    if isinstance(over_cone, Broken) and isinstance(over_all, Broken):
        assert moves(over_cone.failing.path) == moves(over_all.failing.path)


def test_everything_is_too_much_for_a_small_budget() -> None:
    workflow = starting(eight_states("{fact: {f2: [yes_]}}"))
    found = verdict(workflow, How(all_facts=True, limits=lambda: Budget(5)))

    assert isinstance(found, NotProved)
