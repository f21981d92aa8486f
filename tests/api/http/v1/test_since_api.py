"""What became of what was agreed last time, and what happened since, over HTTP."""

from datetime import date, timedelta

import pytest

from engine.clock import ManualClock
from engine.service import orders
from engine.store.store import Store
from tests.api.http.v1.conftest import As
from tests.api.http.v1.tables import desk
from tests.service.builders import CaseAtDesk
from tests.service.desks import takes_part
from tests.service.queues import QueueRoom, a_queue_room
from tests.service.rooms import TUESDAY

__all__ = ["desk"]

NEXT = TUESDAY + timedelta(weeks=1)


@pytest.fixture
def room(store: Store, clock: ManualClock) -> QueueRoom:
    """Lend a table with a queue, and the Jansens."""
    return a_queue_room(store, clock)


@pytest.fixture
def meeting(room: QueueRoom) -> str:
    """Plan a meeting to which a case returns; of two agreements one was kept."""
    first, second = room.plans(), room.plans(NEXT)
    case = room.decided(first, back_on=date(2026, 3, 20))
    room.brings(first, "to_complete")
    room.desk.after(days=1)
    kept = case.done("bram", orders.Agree, text="een oom logeert", due_on=date(2026, 4, 2)).made
    case.done("bram", orders.SettleAgreement, agreement=kept, result="met", words="CANARY fijn")
    returns(case, second)
    return second


def returns(case: CaseAtDesk, meeting: str) -> None:
    """Put the case on the agenda again."""
    case.step("return_to_table", meeting=meeting)


def test_what_was_agreed_last_time_and_what_became_of_it_is_read_per_item(
    room: QueueRoom, meeting: str, program: As
) -> None:
    path = f"/meetings/{meeting}/items/{room.item(meeting).id}/last-agreements"

    found = program("vera").get(path, pageSize=1)

    said = found.json()
    assert (said["talked_on"], said["unkept"]) == ("2026-03-10", 1)
    assert [(each["text"], each["state"]) for each in said["items"]] == [("bellen", "open")]
    rest = program("vera").client.get(found.headers["Link"].split(">")[0].removeprefix("<")).json()
    assert [(each["state"], each["result"]) for each in rest["items"]] == [("met", "CANARY fijn")]


def test_who_reads_titles_only_is_told_nothing_of_it_and_strangers_find_no_item(
    room: QueueRoom, meeting: str, program: As
) -> None:
    path = f"/meetings/{meeting}/items/{room.item(meeting).id}/last-agreements"

    titles = program("cora").get(path).json()

    assert titles == {"talked_on": None, "unkept": 0, "items": []}
    case = next(each for each in room.desk.heads() if each.public_id == room.item(meeting).case)
    takes_part(room.desk, room.desk.viewers["carla"], case_id=case.id, access="excluded")
    assert program("carla").get(path).status_code == 404
    elsewhere = f"/meetings/{meeting}/items/{'0' * 32}/last-agreements"
    assert program("vera").get(elsewhere).status_code == 404


def test_what_happened_since_the_table_met_last_is_told_in_numbers(
    room: QueueRoom, meeting: str, program: As
) -> None:
    found = program("vera").get(f"/meetings/{meeting}/since-last").json()

    assert found["last"]["on_date"] == "2026-03-10"
    assert [each["on_date"] for each in found["to_complete"]] == ["2026-03-10"]
    assert (found["closed"], found["opened"]) == (0, 0)
