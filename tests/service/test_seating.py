"""Who takes part by sitting at a table: members of one table, never of all that may be meant."""

from datetime import date

from sqlalchemy import update

from engine.service import orders
from engine.service.file.participants import participants
from engine.service.meeting_lists import table
from engine.service.table_orders import AddMember, EndMember, MakeTable, PlanMeeting
from engine.store.tables import METADATA
from engine.store.unit_of_work import unit_of_work
from tests.service.builders import CaseAtDesk
from tests.service.desks import professional
from tests.service.rooms import TABLE_ROLES, TUESDAY, Room

NEXT = date(2026, 3, 17)
FIRST = {("vera", "chair"), ("sita", "secretary"), ("carla", "council_adviser")}
SECOND = {("nora", "chair"), ("siem", "secretary"), ("ciska", "council_adviser")}


def seated(case: CaseAtDesk) -> set[tuple[str, str]]:
    """List who takes part in a role of a table, by name."""
    found = participants(case.desk.viewers["bram"], case.desk.office, case.id)
    roles = {"chair", "secretary", "council_adviser"}
    return {(str(row.name), row.role) for row in found if row.role in roles}


def another(room: Room, *municipalities: str) -> str:
    """Make a second table with members of its own."""
    made = room.done(
        "cora", MakeTable, region="default", title="Noord", municipalities=municipalities
    )
    for name, role in SECOND:
        person = professional(room.desk.office, name, role)
        room.desk.viewers = {**room.desk.viewers, name: person}
        room.done("cora", AddMember, table=made.id, person=person.id, role=role)
    return made.id


def accepted(room: Room) -> CaseAtDesk:
    """Open a case and let it be accepted, which seats the members of a table."""
    case = room.desk.opens(workflow="talk")
    case.joins("rik", "anna", roles=TABLE_ROLES)
    case.step("accept")
    return case


def planned(room: Room, table_id: str) -> str:
    """Plan a meeting of a table."""
    return room.done("cora", PlanMeeting, table=table_id, on=TUESDAY).id


def lives_in(room: Room, municipality: str) -> None:
    """Let the family live in a municipality, which the form of the Jansens left out."""
    there = update(METADATA.tables["family"]).values(municipality=municipality)
    with unit_of_work(room.desk.office.store) as connection:
        connection.execute(there)


def test_the_only_table_is_meant(room: Room) -> None:
    another(room, "Heerde")

    assert seated(accepted(room)) == FIRST


def test_of_several_tables_only_the_secretaries_are_seated(room: Room) -> None:
    another(room)

    assert seated(accepted(room)) == {("sita", "secretary"), ("siem", "secretary")}


def test_a_table_that_names_the_municipality_comes_before_one_of_the_region(room: Room) -> None:
    another(room, "Heerde")
    lives_in(room, "Heerde")

    assert seated(accepted(room)) == SECOND


def test_the_meeting_that_is_chosen_says_whose_members_take_part(room: Room) -> None:
    other = another(room)
    case = accepted(room)

    case.step("schedule", by="siem", meeting=planned(room, other))

    assert seated(case) == SECOND | {("sita", "secretary")}


def test_who_left_does_not_come_back_with_the_case(room: Room) -> None:
    case = accepted(room)
    case.step("schedule", by="sita", meeting=room.plans())
    case.done("bram", orders.Leave, person=room.desk.who("carla"), role="council_adviser")

    case.step("adjourn", by="vera")
    case.step("schedule", by="sita", meeting=room.plans(NEXT))

    assert seated(case) == FIRST - {("carla", "council_adviser")}


def test_a_case_on_an_agenda_is_of_that_table_when_a_step_seats(room: Room) -> None:
    case = accepted(room)
    case.step("schedule", by="sita", meeting=room.plans())
    another(room)
    new = professional(room.desk.office, "carl", "council_adviser")
    room.done("cora", AddMember, person=new.id, role="council_adviser")

    case.step("invite_council", by="sita")

    assert seated(case) == FIRST | {("carl", "council_adviser")}


def test_a_case_that_waits_for_another_table_is_there_for_its_members(room: Room) -> None:
    case = accepted(room)
    case.step("schedule", by="sita", meeting=room.plans())
    other = another(room)

    case.done("sita", orders.CarryOver, meeting=planned(room, other), reason="geen zaal")

    assert seated(case) == FIRST | SECOND


def test_without_a_table_nobody_is_seated(room: Room) -> None:
    case = room.desk.opens(workflow="talk")
    shown = table(room.desk.viewers["cora"], room.desk.office, room.table)
    for member in shown.members:
        room.done("cora", EndMember, member=member.id)

    case.step("accept")

    assert seated(case) == set()
