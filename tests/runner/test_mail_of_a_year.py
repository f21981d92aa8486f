"""All the mail of a year of invented cases, through a server that takes none at the first try."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from sqlalchemy import select, text, update

from api.caseload.making import make_caseload
from api.demo import BEGINS
from api.demo_clock import STARTS
from engine.clock import ManualClock
from engine.ports import Message
from engine.service.office import Office
from engine.store import schema
from engine.store.store import open_store
from engine.store.tables.people import PERSON
from engine.store.unit_of_work import reading, unit_of_work
from notifications.email import EmailChannel
from notifications.smtp import Outcome
from tests.conftest import fresh_sqlite
from tests.mail import HANG_UP, Letter, MailServer, mail_server
from tests.notifications.letters import an_email_channel
from tests.shipped import the_library

CASES = 24
ENGLISH = "els@voorbeeldstad.test"
ABOUT_TABLES = ("the table", "de tafel")
"""One of these stands in the subject of each mail that brings a file for a calendar."""


@dataclass(frozen=True)
class Year:
    """What was mailed, and what it was about."""

    inbox: list[Letter]
    mails: dict[str, set[tuple[str, int]]]  # by key: the states of its notices, and the tries
    left_out: set[str]  # the states of the notices that leave in no mail
    secrets: set[str]


class HardWay:
    """A channel to a real server that is away, then says later, then is silent, then accepts."""

    name = "email"

    def __init__(self, channel: EmailChannel, smtp: MailServer) -> None:
        self._channel, self._smtp = channel, smtp
        self._tries = Counter[str]()

    def send(self, message: Message) -> Outcome:
        """Let the server do what it does at this try."""
        self._tries[message.key] += 1
        match self._tries[message.key]:
            case 1:
                self._smtp.down()
            case 2:
                self._smtp.answers["RCPT"] = "450 4.2.0 later"
            case 3:
                self._smtp.answers["content"] = HANG_UP
        outcome = self._channel.send(message)
        self._smtp.answers.clear()
        if self._tries[message.key] == 1:
            self._smtp.up()
        return outcome


@pytest.fixture(scope="module")
def year() -> Iterator[Year]:
    """Live through a year in which each mail has to be tried four times."""
    with fresh_sqlite() as url, mail_server() as smtp:
        clock, store = ManualClock(BEGINS), open_store(url)
        schema.upgrade(store)
        office = Office(store, clock, the_library())
        channel = HardWay(an_email_channel(smtp.url, clock=clock), smtp)
        make_caseload(
            office,
            clock,
            cases=CASES,
            until=STARTS,
            progress=lambda opened, _: _els_reads_english(opened, office),
            channels={channel.name: channel},
        )
        with reading(store) as connection:
            found = connection.execute(text("select bundle, state, tries from notice")).all()
        mails = defaultdict[str, set[tuple[str, int]]](set)
        for row in found:
            if row.bundle:
                mails[row.bundle].add((row.state, row.tries))
        left_out = {row.state for row in found if not row.bundle}
        yield Year(list(smtp.inbox), dict(mails), left_out, secrets_of(office))
        store.close()


def _els_reads_english(opened: int, office: Office) -> None:
    if opened == 1:
        with unit_of_work(office.store) as connection:
            english = update(PERSON).where(PERSON.c.email == ENGLISH).values(language="en")
            connection.execute(english)


def secrets_of(office: Office) -> set[str]:
    """Every name of a person, every case number, and every title of a workflow or a record."""
    with reading(office.store) as connection:
        people = connection.execute(select(PERSON.c.name)).scalars().all()
        numbers = connection.execute(text("select number from cases")).scalars().all()
    titles = [
        *(workflow.title for workflow in office.library.workflows.values()),
        *(kind.title for kind in office.library.catalogue.records.values()),
    ]
    # A name in parts, without the small words in it: "Anna", "Vries".
    parts = {part for name in people for part in name.split() if part[:1].isupper()}
    return {*people, *parts, *numbers, *(words for each in titles for words in (each.nl, each.en))}


def test_every_mail_was_accepted_and_a_silent_server_got_one_copy_more(year: Year) -> None:
    arrived = Counter(
        letter.message["Message-ID"].strip(" <>").partition("@")[0] for letter in year.inbox
    )

    assert len(arrived) >= CASES // 2
    assert arrived == dict.fromkeys(year.mails, 2)
    assert [*year.mails.values()] == [{("sent", 4)}] * len(year.mails)
    assert year.left_out <= {"superseded"}


def test_no_mail_holds_a_name_a_number_or_a_title_of_anything(year: Year) -> None:
    assert len(year.secrets) > 100

    for letter in year.inbox:
        told = "\n".join([*letter.parts.values(), letter.message["Subject"]])
        assert not [each for each in year.secrets if re.search(rf"\b{re.escape(each)}\b", told)]


@pytest.mark.parametrize(
    ("is_english", "words"), [(True, "Log in to"), (False, "Log in om")], ids=["en", "nl"]
)
def test_every_mail_is_text_and_html_in_the_language_of_its_reader(
    year: Year, is_english: bool, words: str
) -> None:
    theirs = [letter for letter in year.inbox if (letter.to == ENGLISH) is is_english]

    assert theirs
    for letter in theirs:
        texts = {kind: part for kind, part in letter.parts.items() if kind != "text/calendar"}
        assert list(texts) == ["text/plain", "text/html"]
        assert all(words in part for part in texts.values())


def test_an_invitation_has_a_file_for_the_calendar_and_no_other_mail_has(year: Year) -> None:
    with_file = [letter for letter in year.inbox if "text/calendar" in letter.parts]

    assert with_file
    for letter in year.inbox:
        is_about_one = any(word in letter.message["Subject"] for word in ABOUT_TABLES)
        assert is_about_one is (letter in with_file)
        assert list(letter.parts)[2:] == (["text/calendar"] if letter in with_file else [])
