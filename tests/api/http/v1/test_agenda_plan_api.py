"""What waits for a place, what is proposed, and how ready each item is, over HTTP."""

import pytest

from engine.clock import ManualClock
from engine.store.store import Store
from tests.api.http.v1.conftest import As
from tests.api.http.v1.tables import desk
from tests.service.queues import QueueRoom, a_queue_room

__all__ = ["desk"]


@pytest.fixture
def room(store: Store, clock: ManualClock) -> QueueRoom:
    """Lend a table with a queue, and the Jansens."""
    return a_queue_room(store, clock)


def test_a_program_reads_what_waits_and_what_is_proposed(room: QueueRoom, program: As) -> None:
    meeting, waits, urgent = room.plans(), room.accepted(), room.accepted("high")
    vera = program("vera")

    listed = vera.get(f"/meetings/{meeting}/queue", pageSize=1)
    rest = vera.client.get(listed.headers["Link"].split(">")[0].removeprefix("<"))
    found = vera.get(f"/meetings/{meeting}/proposal").json()

    (first,), (second,) = listed.json()["items"], rest.json()["items"]
    assert (first["case_id"], first["priority"], first["latest_on"]) == (
        urgent.id,
        "high",
        "2026-03-05",
    )
    assert (second["case_id"], second["transition"], second["meeting"]) == (
        waits.id,
        "schedule",
        None,
    )
    assert [each["case"]["case_id"] for each in found["placed"]] == [urgent.id, waits.id]
    assert [each["ground"] for each in found["placed"]] == ["high", "term"]
    assert (found["left_out"], found["minutes_free"], found["hidden"]) == ([], 90, 0)
    assert (found["needs_extra"], found["too_late"]) == (True, [urgent.id])


def test_what_a_program_plans_is_what_the_queue_named(room: QueueRoom, program: As) -> None:
    meeting, _ = room.plans(), room.accepted()
    sita = program("sita")
    (row,) = sita.get(f"/meetings/{meeting}/queue").json()["items"]

    planned = {name: row[name] for name in ("case_id", "case_version", "transition")}
    sita.done(f"/meetings/{meeting}/items", planned)

    assert sita.get(f"/meetings/{meeting}/queue").json()["items"] == []


def test_a_meeting_tells_its_capacity_and_how_ready_each_item_is(
    room: QueueRoom, program: As
) -> None:
    meeting = room.plans()
    case = room.planned(meeting)
    case.step("set_aside_item", by="vera", item="phoned", reason="Zij komen zelf.")
    path = f"/meetings/{meeting}"

    shown = program("vera").get(path).json()

    (item,) = shown["items"]
    points = {each["key"]: each for each in item["readiness"]["points"]}
    assert shown["capacity"] == {"minutes": 210, "planned": 60, "free": 150, "over": 0}
    assert (item["proposed_starts"], item["last_time"]) == ("09:00:00", [])
    assert (item["readiness"]["transition"], item["readiness"]["is_ready"]) == (
        "start_meeting",
        False,
    )
    assert points["heard"]["fix"] == {"record": "child_view"}
    assert points["heard"]["children"] == [room.desk.sam]
    assert points["phoned"]["set_aside"] == {"item": "phoned", "reason": "Zij komen zelf."}
    assert (points["quorum"]["met"], points["quorum"]["expected"]) == (True, True)
    titles_only = program("cora").get(path).json()["items"][0]
    assert (titles_only["readiness"], titles_only["children"]) == (None, [])


def test_whoever_has_a_case_of_their_own_there_sees_neither_queue_nor_proposal(
    room: QueueRoom, program: As
) -> None:
    meeting = room.plans()
    room.planned(meeting)
    rik = program("rik")

    assert rik.get(f"/meetings/{meeting}").json()["capacity"] is None
    assert rik.get(f"/meetings/{meeting}/queue").status_code == 404
    assert rik.get(f"/meetings/{meeting}/proposal").status_code == 404
