"""Each kept way to break what we ship is found, by the invariant that promises it."""

import pytest

from engine.definition import Workflow
from engine.proof.prove import How, Proof
from engine.proof.report import Broken, Proved
from engine.proof.words import invariant_in_words, path_in_words
from tests.proof.chain_mutations import CHAIN_MUTATIONS, UNMEANT
from tests.proof.mutations import MUTATIONS, Mutation
from tests.shipped import the_library


def verdict_on(workflow: Workflow, says: str) -> object:
    """What is known of the one invariant whose sentence holds these words."""
    found = [
        invariant
        for invariant in workflow.invariants
        if says in invariant_in_words(workflow, invariant).nl
    ]
    assert len(found) == 1, f"{says!r} is in {len(found)} invariants"
    return Proof(workflow, How()).verdict(found[0])


def told(workflow: Workflow, broken: Broken) -> str:
    """The counter-example in words, and what is wrong at its end."""
    lines = path_in_words(workflow, broken.failing.path)
    return "\n".join(line.nl for line in (*lines, broken.failing.says))


def named(mutation: Mutation) -> str:
    """Which one it is."""
    return f"{mutation.workflow}: {mutation.says}"


@pytest.mark.parametrize("mutation", [*MUTATIONS, *CHAIN_MUTATIONS], ids=named)
def test_a_mutation_is_found(mutation: Mutation) -> None:
    workflow = the_library().of(mutation.workflow, mutation.region)
    changed = mutation.change(workflow)

    assert isinstance(verdict_on(workflow, mutation.breaks), Proved)
    found = verdict_on(changed, mutation.breaks)
    assert isinstance(found, Broken)
    assert mutation.shows in told(changed, found)


@pytest.mark.parametrize("mutation", UNMEANT, ids=named)
def test_what_nobody_meant_is_found(mutation: Mutation) -> None:
    workflow = the_library().of(mutation.workflow, mutation.region)

    before, after = (
        {f"{one.key} {one.where}" for one in Proof(each, How()).findings() if one.falls_short}
        for each in (workflow, mutation.change(workflow))
    )

    assert (before, mutation.breaks in after) == (set(), True)
