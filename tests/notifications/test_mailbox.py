"""The folder that stands in for a mail server: what lies in it, and how it is read."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

from engine.clock import ManualClock
from engine.ports import NotSent
from engine.text import Language
from notifications.mailbox import Mailbox
from tests.mail import MailServer
from tests.notifications.letters import (
    MORNING,
    WORKER,
    a_mailbox_channel,
    a_message,
    an_email_channel,
)

HOUR = timedelta(hours=1)


@pytest.fixture
def box(tmp_path: Path) -> Mailbox:
    """Lend a folder without letters."""
    return Mailbox(tmp_path / "mailbox")


def filled(box: Mailbox, *keys: str, to: str = WORKER) -> Mailbox:
    """File a letter an hour under each of these keys."""
    clock = ManualClock(MORNING)
    channel = a_mailbox_channel(box, clock=clock)
    for key in keys:
        channel.send(a_message(key=key, to=to))
        clock.move_to(clock.now() + HOUR)
    return box


def keys(box: Mailbox, *, limit: int = 20, before: str | None = None) -> list[str]:
    """List the keys of its letters in their order."""
    found = box.letters(limit=limit, before=before)
    return [letter.message_id.strip("<>").partition("@")[0] for letter in found]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_letter_in_the_folder_is_the_one_that_a_mail_server_gets(
    tmp_path: Path, smtp: MailServer, language: Language
) -> None:
    message = a_message(language=language, key="k" * 200)

    an_email_channel(smtp.url, site="Fryslân").send(message)
    a_mailbox_channel(tmp_path / "mailbox", site="Fryslân").send(message)

    [file] = (tmp_path / "mailbox" / "new").iterdir()
    filed, sent = (
        re.sub(rb"={15}\d+==", b"boundary", raw) for raw in (file.read_bytes(), smtp.inbox[0].raw)
    )
    assert filed == sent


def test_a_letter_is_read_as_its_recipient_would(box: Mailbox) -> None:
    filled(box, "notice-7f3a")

    [letter] = box.letters()

    assert (letter.to, letter.at) == (WORKER, MORNING)
    assert letter.subject == "Er staat een bericht voor u klaar in Regietafel"
    assert letter.message_id == "<notice-7f3a@voorbeeldstad.test>"
    assert letter.text.startswith("Beste collega,\n")
    assert '<html lang="nl">' in letter.html
    assert box.letter(letter.id) == letter


def test_its_address_on_a_page_says_neither_whom_nor_what_it_is_for(box: Mailbox) -> None:
    [letter] = filled(box, "notice/7f3a?to=#bram").letters()

    assert re.fullmatch("[0-9a-f]{32}", letter.id)


def test_a_letter_that_is_not_there_is_none(box: Mailbox) -> None:
    assert box.letter("0" * 32) is None


def test_a_repeat_leaves_the_letter_that_was_there(box: Mailbox) -> None:
    filled(box, "one", "one")

    assert [letter.at for letter in box.letters()] == [MORNING]


def test_a_repeat_is_known_after_a_restart(box: Mailbox, tmp_path: Path) -> None:
    long = "k" * 200
    filled(box, long)

    again = filled(Mailbox(tmp_path / "mailbox"), long)

    assert keys(again) == [long]
    assert again.letters() == box.letters()


def test_letters_are_listed_from_the_newest_in_parts(box: Mailbox) -> None:
    filled(box, "one", "two", "three", "four", "five")

    first = box.letters(limit=2)

    assert keys(box, limit=2) == ["five", "four"]
    assert keys(box, limit=2, before=first[-1].id) == ["three", "two"]
    assert keys(box, before="gone") == keys(box)


def test_letters_of_one_moment_keep_their_order_over_a_restart(
    box: Mailbox, tmp_path: Path
) -> None:
    channel = a_mailbox_channel(box)
    for number in range(20):
        channel.send(a_message(key=f"notice-{number}"))

    assert keys(Mailbox(tmp_path / "mailbox")) == keys(box)


def test_the_letters_to_one_address_are_found_however_it_is_written(box: Mailbox) -> None:
    filled(box, "one")
    filled(box, "two", "three", to="C.Bakker@voorbeeldstad.test")

    found = box.letters_to("c.bakker@Voorbeeldstad.test", limit=1)

    assert [letter.message_id[:6] for letter in found] == ["<three"]
    assert [
        letter.message_id[:4]
        for letter in box.letters_to("c.bakker@voorbeeldstad.test", before=found[0].id)
    ] == ["<two"]


def test_threads_that_file_the_same_leave_one_each(box: Mailbox) -> None:
    channel = a_mailbox_channel(box)
    messages = [a_message(key=f"notice-{number % 10}") for number in range(80)]

    with ThreadPoolExecutor(max_workers=4) as pool:
        list(pool.map(channel.send, messages))

    assert sorted(keys(box)) == [f"notice-{number}" for number in range(10)]


def test_a_folder_that_takes_nothing_leaves_the_letter_for_later(
    box: Mailbox, tmp_path: Path
) -> None:
    channel = a_mailbox_channel(box)
    (tmp_path / "mailbox" / "tmp").rmdir()

    outcome = channel.send(a_message())

    assert isinstance(outcome, NotSent)
    assert not outcome.permanent
    assert box.letters() == ()
