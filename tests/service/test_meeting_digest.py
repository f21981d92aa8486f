"""Who hears of meetings once a day gets each of them in one file for the calendar."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from icalendar import Calendar

from engine.notice_times import DEFAULTS, NEVER_QUIET
from engine.store import notice_settings
from engine.store.unit_of_work import unit_of_work
from tests.mail import Letter, MailServer
from tests.notifications.letters import an_email_channel
from tests.service.guests import mailed
from tests.service.rooms import TUESDAY, Room
from tests.service.test_meeting_notices import fixed, ordered

MORNING, A_DAY = datetime.fromisoformat("2026-03-03T07:00:00+01:00"), timedelta(days=1)


def chooses_digest(room: Room, *names: str) -> None:
    """Let them hear of meetings in the one mail of the day."""
    with unit_of_work(room.desk.office.store) as connection:
        for name in names:
            notice_settings.choose(
                connection,
                room.desk.viewers[name],
                choices={**DEFAULTS, "invited": "digest"},
                quiet=NEVER_QUIET,
                now=room.desk.clock.now(),
            )


def digest(room: Room, smtp: MailServer, to: str) -> Letter:
    """Let the mail of a morning leave; the one that this reader gets."""
    smtp.inbox.clear()
    mailed(room, an_email_channel(smtp.url, clock=room.desk.clock))
    (found,) = (letter for letter in smtp.inbox if letter.to.startswith(f"{to}@"))
    return found


def files(letter: Letter) -> Iterator[tuple[str, Calendar]]:
    """Read each file for the calendar, with what it is called."""
    for part in letter.message.iter_attachments():
        calendar = Calendar.from_ical(part.get_content())
        assert isinstance(calendar, Calendar)
        assert part.get_param("method") == calendar["METHOD"]
        yield str(part.get_filename()), calendar


def said(calendar: Calendar) -> dict[str, Any]:
    """Give the number and status of each entry, by its UID."""
    return {str(each["UID"]): (each["SEQUENCE"], each["STATUS"]) for each in calendar.events}


def test_one_mail_of_a_day_has_a_file_with_every_meeting_and_the_next_one_changes_it(
    room: Room, smtp: MailServer
) -> None:
    chooses_digest(room, "vera", "sita")
    one, other = room.plans(), room.plans(on=TUESDAY + timedelta(days=7))
    case = room.scheduled(one)
    for meeting in (one, other):
        fixed(room, *([case] if meeting == one else []), meeting=meeting)
    room.desk.clock.move_to(MORNING)

    first = digest(room, smtp, "vera")
    ((name, calendar),) = files(first)
    assert (name, calendar["METHOD"]) == ("tafel.ics", "PUBLISH")
    before = said(calendar)
    assert list(before.values()) == [(0, "CONFIRMED")] * 2
    assert "Het bestand bij deze mail" in first.parts["text/plain"]
    assert first.message["Subject"].startswith("Er staan 2 berichten")

    ordered(room, one, 11, case)
    room.brings(other, "cancelled")
    room.desk.clock.move_to(MORNING + A_DAY)
    changed = dict(files(digest(room, smtp, "vera")))

    assert [calendar["METHOD"] for calendar in changed.values()] == ["PUBLISH", "CANCEL"]
    assert list(changed) == ["tafel.ics", "tafel-vervalt.ics"]
    after = [said(calendar) for calendar in changed.values()]
    assert after[0].keys() | after[1].keys() == before.keys()
    assert [*after[0].values(), *after[1].values()] == [(1, "CONFIRMED"), (1, "CANCELLED")]


def test_a_file_in_the_mail_of_a_day_says_when_and_where_and_nothing_of_whom(
    room: Room, smtp: MailServer
) -> None:
    chooses_digest(room, "rik")
    meeting = room.plans()
    case = room.scheduled(meeting)
    fixed(room, case, meeting=meeting)
    room.desk.clock.move_to(MORNING)

    letter = digest(room, smtp, "rik")

    ((_, calendar),) = files(letter)
    (entry,) = calendar.events
    assert set(entry) <= {
        "UID", "SEQUENCE", "DTSTAMP", "SUMMARY", "CLASS", "STATUS", "DTSTART", "DTEND",
        "LOCATION", "ORGANIZER",
    }  # fmt: skip
    assert str(entry["SUMMARY"]) == "Regietafel – 1 zaak"
    told = letter.raw.decode().lower() + calendar.to_ical().decode().lower()
    hidden = ("jansen", "els@", "tafelzaak", case.id, case.head.number.lower(), room.desk.sam)
    assert not [word for word in hidden if word in told]
