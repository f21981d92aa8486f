"""Each kept way to break what we ship is found, by the invariant that promises it."""

from functools import cache

import pytest

from api.wiring import SHIPPED
from engine.definition import Workflow
from engine.library import Library
from engine.loader import load
from engine.proof.prove import How, Proof
from engine.proof.report import Broken, Proved
from engine.proof.words import invariant_in_words
from tests.proof.mutations import MUTATIONS, Mutation


@cache
def the_library() -> Library:
    """Load the definitions that we ship, once per worker."""
    return load(SHIPPED)


def verdict_on(workflow: Workflow, says: str) -> object:
    """What is known of the one invariant whose sentence holds these words."""
    found = [
        invariant
        for invariant in workflow.invariants
        if says in invariant_in_words(workflow, invariant).nl
    ]
    assert len(found) == 1, f"{says!r} is in {len(found)} invariants"
    return Proof(workflow, How()).verdict(found[0])


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda one: f"{one.workflow}: {one.says}")
def test_a_mutation_is_found(mutation: Mutation) -> None:
    workflow = the_library().of(mutation.workflow, mutation.region)

    assert isinstance(verdict_on(workflow, mutation.breaks), Proved)
    assert isinstance(verdict_on(mutation.change(workflow), mutation.breaks), Broken)
