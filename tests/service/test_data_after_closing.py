"""A request about one's own data is answered in time, also when the case is closed."""

from datetime import timedelta
from typing import Any

from engine.clock import ManualClock
from engine.data_rights import request_key
from engine.service import data_closings, data_requests
from engine.service import rights_orders as rights
from engine.service.command import Outcome
from engine.service.repeats import Done
from engine.service.tick import tick
from tests.service.builders import CaseAtDesk, Desk
from tests.service.roads import a_placement


def asks(case: CaseAtDesk, person: str) -> str:
    """Let an adult ask; the key of the deadline, and then of what was asked."""
    order = rights.AskData(case=case.id, person=person, asker=person, identity="Paspoort gezien")
    return made(data_requests.ask_data(case.desk.viewers["bram"], case.desk.office, order))


def made(outcome: Outcome) -> str:
    """What a command made."""
    assert isinstance(outcome, Done)
    return str(outcome.made)


def told(case: CaseAtDesk, request: str) -> list[Any]:
    """Find what became of the reminders of its deadline, in order."""
    (row,) = (each for each in case.duties if each.key == request_key(request))
    return [each.state for each in case.ledger if each.deadline_id == row.id]


def test_its_term_runs_on_and_is_reminded_in_a_closed_case(desk: Desk, clock: ManualClock) -> None:
    case = a_placement(desk)
    before = asks(case, desk.els)
    case.step("decide_not_to_place")
    after = asks(case, desk.tom)
    assert case.owed.keys() == {request_key(before), request_key(after)}

    clock.move_to(clock.now() + timedelta(days=26))
    tick(desk.office, {})

    assert told(case, before)[0] == told(case, after)[0] == "fired"
    for request in (before, after):
        order = rights.CloseRequest(
            case=case.id, request=request, outcome="withdrawn", words="Niet nodig"
        )
        made(data_closings.close_request(desk.viewers["bram"], desk.office, order))
    assert case.owed == {}
    assert case.is_chained
