"""What was sent to somebody, over HTTP."""

from engine.service.delivery import fire_reminder
from engine.service.my_notices import my_notices
from engine.store import notices
from engine.store.notices import NewNotice
from engine.store.unit_of_work import unit_of_work
from tests.api.http.v1.conftest import As
from tests.api.http.v1.programs import Program, wrong
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
        "sort": "told",
        "channel": "email",
        "state": "sent",
        "made_at": "2026-03-02T08:00:00Z",
        "sent_at": "2026-03-02T08:00:00Z",
        "read_at": None,
        "case": None,
        "case_number": None,
        "meeting": None,
        "meets_on": None,
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


def test_a_reminder_that_went_out_names_its_case_to_whoever_may_see_that(
    case: CaseAtDesk, program: As
) -> None:
    case.step("substantiate")
    case.settled("second_opinion", "given", then="dora")
    case.step("counter_check")
    case.step("hold", until="2026-03-12")
    case.desk.after(days=8)
    reminder = next(
        each for each in case.ledger if each.key == "held_until" and each.state == "planned"
    )
    assert fire_reminder(case.desk.office, reminder.id) == "fired"

    [found] = program("bram").get("/notices").json()["items"]

    assert (found["template"], found["sort"], found["state"]) == ("reminder", "reminder", "open")
    assert (found["case"], found["case_number"]) == (case.id, case.head.number)


def test_to_look_at_them_is_a_row_of_the_log(desk: Desk) -> None:
    my_notices(desk.viewers["bram"], desk.office)

    row = desk.log()[-1]
    assert (row.action, row.person_id) == ("list_notices", desk.viewers["bram"].person)


SETTINGS = "/me/notice-settings"
CHOSEN = {
    "choices": {
        "reminder": "none",
        "late": "digest",
        "told": "at_once",
        "urgent": "digest",
        "invited": "none",
    },
    "quiet_hours": {"from_time": "18:00:00", "until_time": "08:00:00", "weekends": True},
}


def test_everybody_begins_with_one_mail_a_day_and_what_is_urgent_at_once(bram: Program) -> None:
    assert bram.get(SETTINGS).json() == {
        "choices": {
            "reminder": "digest",
            "late": "digest",
            "told": "digest",
            "urgent": "at_once",
            "invited": "at_once",
        },
        "quiet_hours": {"from_time": None, "until_time": None, "weekends": False},
    }


def test_what_somebody_chooses_is_theirs_alone(bram: Program, program: As) -> None:
    answer = bram.put(SETTINGS, CHOSEN)

    assert (answer.status_code, answer.json()) == (200, CHOSEN)
    assert bram.get(SETTINGS).json() == CHOSEN
    assert program("anna").get(SETTINGS).json() != CHOSEN


def test_quiet_hours_with_one_end_are_refused_by_their_place(bram: Program) -> None:
    one_end = {**CHOSEN, "quiet_hours": {"from_time": "18:00"}}

    answer = bram.put(SETTINGS, one_end)

    assert answer.status_code == 400
    assert set(wrong(answer)) == {"/quiet_hours/until_time"}


def test_notices_are_marked_as_read_some_or_all_and_only_ones_own(
    desk: Desk, bram: Program, program: As
) -> None:
    sent(desk, "bram", 3)
    sent(desk, "anna", 1)
    newest = bram.get("/notices").json()["items"][0]["id"]
    of_anna = program("anna").get("/notices").json()["items"][0]["id"]

    bram.post("/notices/marks", {"notices": [newest, of_anna]})
    some = bram.get("/notices").json()
    bram.post("/notices/marks", {})
    everything = bram.get("/notices").json()

    assert [each["read_at"] is not None for each in some["items"]] == [True, False, False]
    assert (some["unread"], everything["unread"]) == (2, 0)
    assert program("anna").get("/notices").json()["unread"] == 1
