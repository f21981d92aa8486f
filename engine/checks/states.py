"""Where a case begins, how it gets on, and where it ends."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from engine.definition import ANY_OPEN, SAME, Workflow
from engine.duties import DeadlineRule
from engine.problems import Problem


def state_problems(workflow: Workflow) -> Iterator[Problem]:
    """States without a way in, a way out, a main step or a next date."""
    yield from _reserved(workflow)
    yield from _initial(workflow)
    yield from _reach(workflow)
    yield from _finals(workflow)
    yield from _mains(workflow)
    yield from _next_dates(workflow)


def reachable(workflow: Workflow, begin: Iterable[str]) -> set[str]:
    """The states that a case can come to from these, themselves included."""
    seen, waiting = set[str](), list(begin)
    while waiting:
        state = waiting.pop()
        if state not in seen:
            seen.add(state)
            steps = workflow.transitions.values()
            waiting += [step.target(state) for step in steps if state in step.from_]
    return seen


def come_to(workflow: Workflow) -> set[str]:
    """The states that a case can come to; without an initial one, all of them."""
    return reachable(workflow, initials(workflow) or workflow.states)


def initials(workflow: Workflow) -> list[str]:
    """The states that are marked initial; there should be one."""
    return [key for key, state in workflow.states.items() if state.initial]


def _reserved(workflow: Workflow) -> Iterator[Problem]:
    """Words that stand for states, and so are none themselves."""
    for key in (ANY_OPEN, SAME):
        if key in workflow.states:
            yield _of_state(key, f"'{key}' is a word of the language; call the state otherwise")


def _initial(workflow: Workflow) -> Iterator[Problem]:
    found = initials(workflow)
    if len(found) != 1:
        names = f": {', '.join(found)}" if found else ""
        yield Problem(
            where="states",
            says=f"exactly one state is initial, not {len(found)}{names}",
            at=("states",),
        )
    for key in found:
        if workflow.states[key].final:
            yield _of_state(key, "cannot be initial and final at once")


def _reach(workflow: Workflow) -> Iterator[Problem]:
    visited = come_to(workflow)
    for key, state in workflow.states.items():
        if key not in visited:
            yield _of_state(key, "no case ever comes here; add a transition to it or remove it")
        if not state.final:
            yield from _stuck(workflow, key)


def _stuck(workflow: Workflow, key: str) -> Iterator[Problem]:
    beyond = reachable(workflow, [key])
    if beyond == {key}:
        yield _of_state(key, "a case gets stuck here; add a transition or mark it final")
    elif not any(workflow.states[state].final for state in beyond & workflow.states.keys()):
        yield _of_state(key, "no final state can be reached from here")


def _finals(workflow: Workflow) -> Iterator[Problem]:
    for name, step in workflow.transitions.items():
        for key in step.from_:
            final = key in workflow.states and workflow.states[key].final
            if final and not step.reopens:
                yield _of_step(name, f"leaves the final state '{key}'; only 'reopens: true' may")
            if step.reopens and not final:
                yield _of_step(name, f"reopens, but '{key}' is not final")


def _mains(workflow: Workflow) -> Iterator[Problem]:
    for key in workflow.open_states:
        steps = workflow.transitions.items()
        ways = {name: step for name, step in steps if key in step.from_ and not step.is_entry}
        mains = [name for name, step in ways.items() if step.main]
        if len(mains) > 1:
            yield _of_state(key, f"one step is main, not several: {', '.join(mains)}")
        if len(ways) > 1 and not mains:
            yield _of_state(key, f"mark one of its ways out 'main: true': {', '.join(ways)}")


def _next_dates(workflow: Workflow) -> Iterator[Problem]:
    deadlines = workflow.deadlines.values()
    if any(rule.starts.nothing_open for rule in deadlines):
        return
    for key in workflow.open_states:
        if not any(_covers(workflow, rule, key) for rule in deadlines):
            says = "a case here may owe nothing and have no next date; add a deadline"
            yield _of_state(key, says)


def _covers(workflow: Workflow, rule: DeadlineRule, state: str) -> bool:
    """Whether the deadline runs in this state, begun by coming here or before."""
    if not rule.next_date:
        return False
    begins = rule.starts.entering
    if rule.during == "open":
        return state in reachable(workflow, begins)
    return bool(begins) and state in (rule.during or begins)


def _of_state(key: str, says: str) -> Problem:
    return Problem(where=key, says=says, at=("states", key))


def _of_step(name: str, says: str) -> Problem:
    return Problem(where=name, says=says, at=("transitions", name, "from"))
