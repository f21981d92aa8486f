"""Nobody who runs a meeting is signed off while the family talks, and nobody else stays longer."""

from dataclasses import replace
from datetime import timedelta

import pytest

from engine.access import Viewer
from engine.calendar import AMSTERDAM
from engine.decision import Refused
from engine.errors import NotFound
from engine.service.at_table import Changed, TableOutcome
from engine.service.meeting_lists import table
from engine.service.meeting_mode import stay_at_table
from engine.service.sessions import IDLE, IDLE_AT_TABLE, sign_out
from engine.service.table_orders import EndMember, StayAtTable
from tests.service.rooms import Room
from tests.service.visits import HOUR, MINUTE, SECOND, enter, later, who


def begins(room: Room) -> tuple[str, str]:
    """Let Vera open the meeting and come in; the meeting and her token."""
    meeting = room.plans()
    room.opens(meeting)
    return meeting, enter(room.desk, "vera")


def stays(room: Room, meeting: str, token: str) -> TableOutcome:
    """Let the session of this token rest longer."""
    found = who(room.desk, token)
    assert found
    return stay_at_table(found.viewer, room.desk.office, StayAtTable(meeting=meeting))


def lives(room: Room, token: str, by: timedelta) -> bool:
    """Let time pass; whether the token still opens its session."""
    later(room.desk.clock, by)
    return who(room.desk, token) is not None


def actions(room: Room) -> list[str]:
    """What the log says about meeting mode, in order."""
    wanted = {"StayAtTable", "end_meeting_mode"}
    return [row.action for row in room.desk.log() if row.action in wanted]


@pytest.mark.parametrize(
    ("away", "still_there"),
    [
        pytest.param(IDLE_AT_TABLE - SECOND, True, id="one second less than 120 minutes"),
        pytest.param(IDLE_AT_TABLE, False, id="120 minutes"),
    ],
)
def test_in_meeting_mode_a_session_rests_120_minutes(
    room: Room, away: timedelta, still_there: bool
) -> None:
    meeting, token = begins(room)
    assert isinstance(stays(room, meeting, token), Changed)

    assert lives(room, token, away) is still_there


def test_only_the_session_that_asked_rests_longer(room: Room) -> None:
    meeting, token = begins(room)
    elsewhere = enter(room.desk, "vera")
    stays(room, meeting, token)

    assert not lives(room, elsewhere, IDLE)
    assert who(room.desk, token)


def test_with_the_meeting_the_longer_rest_ends(room: Room) -> None:
    meeting, token = begins(room)
    stays(room, meeting, token)
    assert lives(room, token, IDLE + MINUTE)

    room.brings(meeting, "to_complete")

    assert not lives(room, token, IDLE)
    assert actions(room) == ["StayAtTable", "end_meeting_mode"]


def test_with_the_day_of_the_meeting_the_longer_rest_ends(room: Room) -> None:
    meeting, _ = begins(room)
    clock = room.desk.clock
    clock.move_to(clock.now().astimezone(AMSTERDAM).replace(hour=23, minute=0))
    token = enter(room.desk, "vera")
    stays(room, meeting, token)

    assert lives(room, token, HOUR - MINUTE)
    assert not lives(room, token, IDLE + MINUTE)


def test_a_meeting_of_an_earlier_day_that_nobody_ended_lets_nobody_rest_longer(room: Room) -> None:
    meeting, _ = begins(room)
    later(room.desk.clock, timedelta(days=6))
    token = enter(room.desk, "vera")

    refused = stays(room, meeting, token)

    assert isinstance(refused, Refused)
    assert [reason.key for reason in refused.missing] == ["day"]
    assert not lives(room, token, IDLE)


def test_ten_hours_after_the_sign_in_it_is_over_all_the_same(room: Room) -> None:
    meeting, token = begins(room)
    stays(room, meeting, token)
    for _ in range(9):
        assert lives(room, token, HOUR)

    assert not lives(room, token, HOUR)


def test_the_lock_ends_the_session_at_once(room: Room) -> None:
    meeting, token = begins(room)
    stays(room, meeting, token)

    sign_out(room.desk.office, token)

    assert who(room.desk, token) is None
    assert actions(room) == ["StayAtTable", "end_meeting_mode"]


def test_whoever_no_longer_runs_the_table_rests_as_anybody(room: Room) -> None:
    meeting, token = begins(room)
    stays(room, meeting, token)
    members = table(room.desk.viewers["sita"], room.desk.office, room.table).members
    mine = next(each.id for each in members if each.name == "vera")

    room.done("sita", EndMember, member=mine)

    assert not lives(room, token, IDLE)


def test_asked_twice_it_is_begun_once(room: Room) -> None:
    meeting, token = begins(room)
    stays(room, meeting, token)
    stays(room, meeting, token)

    room.brings(meeting, "to_complete")

    assert actions(room) == ["StayAtTable", "StayAtTable", "end_meeting_mode"]


def test_before_the_meeting_is_opened_and_for_others_it_is_refused(room: Room) -> None:
    meeting = room.plans()
    token, council = enter(room.desk, "vera"), enter(room.desk, "carla")

    refused = stays(room, meeting, token), stays(room, meeting, council)

    told = [each.missing for each in refused if isinstance(each, Refused)]
    assert [[reason.key for reason in reasons] for reasons in told] == [
        ["state"],
        ["role", "state"],
    ]


def test_without_a_session_or_the_meeting_there_is_nothing_to_keep(room: Room) -> None:
    meeting, _ = begins(room)
    vera: Viewer = room.desk.viewers["vera"]

    for viewer, asked in ((vera, meeting), (replace(vera, session="none"), "none")):
        with pytest.raises(NotFound):
            stay_at_table(viewer, room.desk.office, StayAtTable(meeting=asked))
