"""What was sent to somebody, over HTTP."""

from engine.service.delivery import fire_reminder
from engine.service.my_notices import my_notices
from engine.store import notices
from engine.store.notices import NewNotice
from engine.store.unit_of_work import unit_of_work
from tests.api.http.v1.conftest import As
from tests.api.http.v1.programs import Program
from tests.service.builders import CaseAtDesk, Desk


def sent(desk: Desk, name: str, how_many: int) -> None:
    """Put so many messages to somebody in the outbox; the first was sent."""
    now = desk.clock.now()
    with unit_of_work(desk.office.store) as connection:
        for number in range(how_many):
            new = NewNotice(
                key=f"{name}-{number}",
                person_id=desk.viewers[name].person,
                channel="email",
                template="reminder",
                language="nl",
            )
            made = notices.add_notice(connection, new, now=now)
            assert made is not None
            if number == 0:
                notices.claim(connection, made, now=now)
                notices.mark_sent(connection, made, now=now, address="secret@voorbeeldstad.test")


def test_my_notices_come_newest_first_and_no_one_elses(
    desk: Desk, bram: Program, program: As
) -> None:
    sent(desk, "bram", 3)
    sent(desk, "anna", 1)

    found = bram.get("/notices").json()["items"]

    assert [each["state"] for each in found] == ["open", "open", "sent"]
    assert found[-1] == {
        "id": found[-1]["id"],
        "template": "reminder",
        "channel": "email",
        "state": "sent",
        "made_at": "2026-03-02T08:00:00Z",
        "sent_at": "2026-03-02T08:00:00Z",
    }
    assert "secret" not in bram.get("/notices").text
    assert len(program("anna").get("/notices").json()["items"]) == 1
    assert program("dora").get("/notices").json()["items"] == []


def test_they_come_a_page_at_a_time(desk: Desk, bram: Program) -> None:
    sent(desk, "bram", 5)
    whole = [each["id"] for each in bram.get("/notices").json()["items"]]

    response = bram.get("/notices", pageSize=2)
    seen = [each["id"] for each in response.json()["items"]]
    while "next" in response.links:
        response = bram.client.get(response.links["next"]["url"])
        seen += [each["id"] for each in response.json()["items"]]

    assert seen == whole
    assert len(seen) == 5


def test_a_reminder_that_went_out_is_there_without_its_case(case: CaseAtDesk, program: As) -> None:
    case.step("substantiate")
    case.settled("second_opinion", "given", then="dora")
    case.step("counter_check")
    case.step("hold", until="2026-03-12")
    case.desk.after(days=8)
    reminder = next(
        each for each in case.ledger if each.key == "held_until" and each.state == "planned"
    )
    assert fire_reminder(case.desk.office, reminder.id) == "fired"

    found = program("bram").get("/notices")

    assert [each["template"] for each in found.json()["items"]] == ["reminder"]
    assert case.id not in found.text


def test_to_look_at_them_is_a_row_of_the_log(desk: Desk) -> None:
    my_notices(desk.viewers["bram"], desk.office)

    row = desk.log()[-1]
    assert (row.action, row.person_id) == ("list_notices", desk.viewers["bram"].person)
