"""What the definitions say about which deadlines stand out: phases, and the three that are watched.

No rule hangs on these: they only gather what a coordinator looks for. A definition that does not
know such a workflow or deadline has nothing to gather.

Source: PAGES 4.3; SEED 003 (req 80); SEED 001 (the 17½ check).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from engine.definition import Workflow
from engine.library import Library
from engine.text import Text, joined

_UNDER_TWELVE = ("placement", "under_twelve_")
_NEAR_18 = ("transition_18", "decision_after_18")
_NO_OUTCOME = ("crisis", frozenset({"report", "intervene"}))


@dataclass(frozen=True, slots=True)
class Marks:
    """How the deadlines that are watched are known: by their keys, or by ``workflow.state``."""

    under_twelve: tuple[str, ...]
    near_18: tuple[str, ...]
    no_outcome: tuple[str, ...]


def marks_of(library: Library) -> Marks:
    """What the definitions have of each, over all regions."""
    return Marks(
        under_twelve=_keys(library, *_UNDER_TWELVE),
        near_18=_keys(library, *_NEAR_18),
        no_outcome=tuple(sorted(set(_states(library, *_NO_OUTCOME)))),
    )


def phases_of(library: Library, workflow: str | None = None) -> Mapping[str, Text]:
    """Every phase by its key, with what it is called; of one workflow, or of all."""
    titles: dict[str, dict[Text, None]] = defaultdict(dict)
    for each in _versions(library, workflow):
        for key, phase in each.phases.items():
            titles[key][phase.title] = None
    return {key: joined(found, " / ") for key, found in sorted(titles.items())}


def workflows_of(library: Library) -> Mapping[str, Text]:
    """Every workflow by its name, with what it is called."""
    return {each.workflow: each.title for each in _versions(library)}


def states_in(library: Library, phase: str, workflow: str | None = None) -> tuple[str, ...]:
    """The states of this phase, each as ``workflow.state``."""
    found = (
        f"{each.workflow}.{name}"
        for each in _versions(library, workflow)
        for name, state in each.states.items()
        if state.phase == phase
    )
    return tuple(sorted(set(found)))


def _versions(library: Library, workflow: str | None = None) -> Iterator[Workflow]:
    for each in library.workflows.values():
        if workflow in (None, each.workflow):
            yield each


def _keys(library: Library, workflow: str, begins: str) -> tuple[str, ...]:
    found = {key for each in _versions(library, workflow) for key in each.deadlines}
    return tuple(sorted(key for key in found if key.startswith(begins)))


def _states(library: Library, workflow: str, phases: frozenset[str]) -> Iterator[str]:
    for phase in phases:
        yield from states_in(library, phase, workflow)
