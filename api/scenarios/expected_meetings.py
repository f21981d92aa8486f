"""What a scenario expects of agreements and of a meeting, against what they are now."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from api.scenarios.differing import otherwise
from api.scenarios.expected import Expected, ExpectedMeeting
from api.scenarios.names import World, named
from engine.problems import Place
from engine.store import agenda, agreements, meetings
from engine.store.cases import CaseHead
from engine.store.unit_of_work import reading

Found: TypeAlias = tuple[Place, str]


def at_the_table(world: World, expected: Expected, case: CaseHead) -> Iterator[Found]:
    """Where agreements or a meeting differ from what is expected."""
    if expected.agreements is not None:
        found = _agreements(world, case)
        for name, state in expected.agreements.items():
            if state != (is_now := named("agreement of this case", name, found)):
                yield ("agreements", name), otherwise(state, is_now)
    if expected.meeting is not None:
        yield from _meeting(world, expected.meeting)


def _agreements(world: World, case: CaseHead) -> dict[str, str]:
    with reading(world.office.store) as connection:
        listed = agreements.agreements_of(connection, [case.id])[case.id]
    states = {each.head.public_id: each.head.state for each in listed}
    return {
        name: states[made.public_id]
        for name, made in world.agreements.items()
        if made.public_id in states
    }


def _meeting(world: World, expected: ExpectedMeeting) -> Iterator[Found]:
    """How the meeting stands, and the last item of each case on its agenda."""
    public_id = named("meeting", expected.name, world.meetings)
    with reading(world.office.store) as connection:
        head = meetings.meeting_for_operator(connection, public_id)
        items = {each.case.public_id: each.item.state for each in agenda.items_of(connection, head)}
    if expected.state is not None and expected.state != head.state:
        yield ("meeting", "state"), otherwise(expected.state, head.state)
    for name, state in (expected.items or {}).items():
        is_now = items.get(world.case(name).public_id)
        if state != is_now:
            yield ("meeting", "items", name), otherwise(state, is_now)
