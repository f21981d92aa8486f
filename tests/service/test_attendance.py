"""Who is there is what the guards of the talk read, and what was marked last counts."""

from datetime import date
from typing import Any

import pytest

from engine.errors import NotFound
from engine.fields import InvalidInput
from engine.service import orders
from engine.service.meeting_page import AttendanceRow
from engine.service.table_orders import MarkAtMeeting
from engine.store import snapshots
from engine.store.unit_of_work import reading
from tests.service.builders import CaseAtDesk
from tests.service.rooms import Room

NEXT = date(2026, 3, 17)
QUORUM = {"chair", "secretary", "council_adviser", "requester"}


def present(case: CaseAtDesk) -> frozenset[str]:
    """List the roles that guards take to be there now."""
    desk, head = case.desk, case.head
    with reading(desk.office.store) as connection:
        taken = snapshots.take(
            connection, [head], viewer=None, on=desk.office.today(), now=desk.clock.now()
        )
    return taken[head.id].present


def told(rows: tuple[AttendanceRow, ...]) -> list[tuple[str | None, str, str]]:
    """List who, in which role, how."""
    return [(row.who, row.role, row.how) for row in rows]


def test_members_count_for_every_case_and_others_for_theirs(room: Room) -> None:
    meeting = room.plans()
    case, other = room.scheduled(meeting), room.scheduled(meeting)
    assert present(case) == frozenset()
    room.opens(meeting)

    case.done("sita", orders.MarkAtItem, person=room.desk.who("rik"), how="by_video")

    assert present(case) == QUORUM
    assert present(other) == QUORUM - {"requester"}
    case.step("start_meeting", by="vera")
    assert case.head.state == "in_meeting"


def test_without_a_quorum_the_talk_does_not_begin(room: Room) -> None:
    meeting = room.plans()
    case = room.scheduled(meeting)
    room.opens(meeting)

    assert case.missing("start_meeting", by="vera") == ["quorum"]


def test_what_was_marked_last_counts(room: Room) -> None:
    meeting = room.plans()
    case = room.scheduled(meeting)
    room.opens(meeting)
    carla = {"meeting": meeting, "person": room.desk.who("carla")}

    room.done("sita", MarkAtMeeting, **carla, how="absent_with_notice", reason="ziek")

    assert "council_adviser" not in present(case)
    assert ("carla", "council_adviser", "absent_with_notice") in told(
        room.shown(meeting).attendance
    )
    room.done("sita", MarkAtMeeting, meeting=meeting, words="M. van de Raad",
              role="council_adviser", how="by_phone")  # fmt: skip
    assert "council_adviser" in present(case)


def test_marks_hold_until_the_meeting_is_held(room: Room) -> None:
    meeting = room.plans()
    case = room.scheduled(meeting)
    room.opens(meeting)
    case.step("adjourn", by="vera")
    assert present(case) == frozenset()  # it has no live item there any more

    room.brings(meeting, "to_complete", "held")

    one = {"meeting": meeting, "person": room.desk.who("vera"), "how": "in_room"}
    assert room.refused("vera", MarkAtMeeting, **one) == ["state"]


def test_who_sat_at_another_meeting_is_no_quorum_of_this_one(room: Room) -> None:
    first, second = room.plans(), room.plans(NEXT)
    case = room.scheduled(first)
    room.opens(first)
    case.done("sita", orders.MarkAtItem, person=room.desk.who("rik"), how="in_room")
    case.step("start_meeting", by="vera")
    case.done("vera", orders.Agree, text="bellen", due_on=NEXT)
    case.step("decide", by="vera")
    assert present(case) == QUORUM  # it was discussed there, and is planned nowhere else

    case.step("return_to_table", by="bram", meeting=second)
    assert present(case) == frozenset()
    room.brings(first, "to_complete")
    room.desk.clock.move_to(room.desk.clock.now().replace(day=NEXT.day))
    room.brings(second, "in_session")

    assert present(case) == frozenset()
    assert case.missing("start_meeting", by="vera") == ["quorum"]
    room.done("vera", MarkAtMeeting, meeting=second, person=room.desk.who("vera"), how="in_room")
    assert present(case) == {"chair"}


def test_the_family_is_marked_by_what_they_are_to_the_child(room: Room) -> None:
    meeting = room.plans()
    case = room.scheduled(meeting)
    case.done("bram", orders.SetAuthority, child=room.desk.sam, parent=room.desk.tom,
              source="register", until_on=room.desk.office.today())  # fmt: skip

    for person in (room.desk.sam, room.desk.els, room.desk.tom):
        case.done("sita", orders.MarkAtItem, person=person, how="heard_before")

    (item,) = room.shown(meeting).items
    assert told(item.attendance) == [
        ("sam", "youth", "heard_before"),
        ("els", "parent_with_authority", "heard_before"),
        ("tom", "parent_without_authority", "heard_before"),
    ]


def test_a_mark_at_a_case_is_an_event_without_words_in_the_chain(room: Room) -> None:
    case = room.scheduled(room.plans())

    case.done("sita", orders.MarkAtItem, person=room.desk.els, how="not_invited",
              reason="CANARY veiligheid")  # fmt: skip

    event = case.events[-1]
    assert (event.kind, event.payload["how"]) == ("attendance_marked", "not_invited")
    assert "CANARY" not in str(event.payload)
    assert case.is_chained


def test_somebody_may_be_there_in_words_or_in_a_role_of_the_family(room: Room) -> None:
    meeting = room.plans()
    case = room.scheduled(meeting)

    case.done("sita", orders.MarkAtItem, words="buurvrouw", role="worker", how="in_room")
    case.done("sita", orders.MarkAtItem, person=room.desk.els, role="youth", how="in_room")

    (item,) = room.shown(meeting).items
    assert told(item.attendance) == [
        ("buurvrouw", "worker", "in_room"),
        ("els", "youth", "in_room"),
    ]


@pytest.mark.parametrize(
    ("said", "fields"),
    [
        ({"how": "in_room"}, ["person"]),
        ({"how": "in_room", "words": "x", "person": "vera", "role": "chair"}, ["person"]),
        ({"how": "in_room", "words": "x"}, ["role"]),
        ({"how": "in_room", "words": "x", "role": "nonsense"}, ["role"]),
        ({"how": "nonsense", "person": "vera"}, ["how"]),
        ({"how": "not_invited", "person": "vera"}, ["reason"]),
        ({"how": "in_room", "words": "x" * 201, "role": "chair"}, ["words"]),
        ({"how": "in_room", "person": "vera", "role": "secretary"}, ["role"]),
    ],
)
def test_what_is_wrong_with_a_mark_is_named(
    room: Room, said: dict[str, Any], fields: list[str]
) -> None:
    meeting = room.plans()
    case = room.scheduled(meeting)
    if "person" in said:
        said = {**said, "person": room.desk.who("vera")}

    for give in (
        lambda: room.does("sita", MarkAtMeeting, meeting=meeting, **said),
        lambda: case.does("sita", orders.MarkAtItem, **said),
    ):
        with pytest.raises(InvalidInput) as caught:
            give()
        assert [problem.field for problem in caught.value.problems] == fields


def test_who_is_not_of_the_table_or_the_case_is_not_there(room: Room) -> None:
    meeting = room.plans()
    case = room.scheduled(meeting)

    with pytest.raises(NotFound):
        room.does("sita", MarkAtMeeting, meeting=meeting, person=room.desk.els, how="in_room")
    with pytest.raises(NotFound):
        case.does("sita", orders.MarkAtItem, person=room.desk.who("cora"), how="in_room")


def test_others_mark_nobody_and_a_case_without_an_item_has_nobody(room: Room) -> None:
    meeting = room.plans()
    vera = {"person": room.desk.who("vera"), "how": "in_room"}

    assert room.refused("carla", MarkAtMeeting, meeting=meeting, **vera) == ["role"]
    assert room.scheduled(meeting).refused("rik", orders.MarkAtItem, **vera) == ["role"]
    assert room.case().refused("sita", orders.MarkAtItem, **vera) == ["item"]


def test_why_somebody_is_not_there_is_for_the_table_alone(room: Room) -> None:
    meeting = room.plans()
    room.scheduled(meeting)
    room.done("sita", MarkAtMeeting, meeting=meeting, person=room.desk.who("carla"), how="absent",
              reason="ziek")  # fmt: skip

    reasons = {who: room.shown(meeting, who).attendance[0].reason for who in ("vera", "bram")}

    assert reasons == {"vera": "ziek", "bram": None}


def test_who_is_at_a_meeting_is_for_the_table_and_others_read_the_role(room: Room) -> None:
    meeting = room.plans()
    room.scheduled(meeting)
    one = {"meeting": meeting, "how": "in_room"}
    room.done("sita", MarkAtMeeting, **one, person=room.desk.who("carla"))
    room.done("sita", MarkAtMeeting, **one, words="oma van Sam", role="worker")

    rows = {
        who: [(each.who, each.person, each.role) for each in room.shown(meeting, who).attendance]
        for who in ("carla", "bram", "cora")
    }

    hidden = [(None, None, "council_adviser"), (None, None, "worker")]
    assert rows["carla"] == [
        ("carla", room.desk.who("carla"), "council_adviser"),
        ("oma van Sam", None, "worker"),
    ]
    assert rows["bram"] == rows["cora"] == hidden


def test_who_reads_titles_only_sees_no_names_on_the_agenda(room: Room) -> None:
    meeting = room.plans()
    case = room.scheduled(meeting)
    case.done("sita", orders.MarkAtItem, person=room.desk.els, how="in_room")
    case.done("sita", orders.Agree, text="bellen", due_on=room.desk.office.today())

    (item,) = room.shown(meeting, "cora").items

    assert (item.number, item.children, item.attendance, item.agreements) == (
        case.head.number, (), (), ()
    )  # fmt: skip
