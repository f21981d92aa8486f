"""The move itself, made by `transitions`; the only module that imports it.

Only names of states and steps reach the library, never a string that it could import and
call. A guard is not asked here: ``engine.decision`` has answered before, with every reason.
"""

from __future__ import annotations

from functools import lru_cache

from transitions import Machine, MachineError

from engine.definition import Workflow


class Token:
    """A throw-away carrier of one state: never registered, never stored."""

    __slots__ = ("_state",)

    def __init__(self, state: str) -> None:
        self._state = state

    @property
    def state(self) -> str:
        """Where the library has put it."""
        return self._state


class WorkflowMachine:
    """The moves of one workflow version; never changed once made, so threads may share it."""

    def __init__(
        self, initial: str, states: tuple[str, ...], moves: tuple[tuple[str, str, str], ...]
    ) -> None:
        self._machine = Machine(
            model=None,
            states=list(states),
            transitions=[list(move) for move in moves],
            initial=initial,
            model_attribute="_state",  # no step can be called that; one may be called "state"
            auto_transitions=False,
            queued=False,
        )

    def next_state(self, state: str, transition: str) -> str | None:
        """The state to which the step leads, or None where it does not leave ``state``."""
        token = Token(state)
        try:
            self._machine.events[transition].trigger(token)
        except MachineError:
            return None
        return token.state


def machine_of(workflow: Workflow) -> WorkflowMachine:
    """The machine of a workflow version, made once for each identity."""
    moves = tuple(
        (name, source, step.target(source))
        for name, step in workflow.transitions.items()
        for source in step.from_
    )
    return _made(workflow.hash, workflow.initial, tuple(workflow.states), moves)


@lru_cache(maxsize=256)
def _made(
    identity: str,  # the key under which the machine is kept
    initial: str,
    states: tuple[str, ...],
    moves: tuple[tuple[str, str, str], ...],
) -> WorkflowMachine:
    return WorkflowMachine(initial, states, moves)
