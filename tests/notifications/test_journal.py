"""The journal of what was sent: a line for each mail that was accepted, and nothing of anybody."""

import json
import stat
from dataclasses import replace
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from engine.clock import ManualClock
from engine.errors import ConfigurationError
from engine.ports import Message, NotSent, Sent, Uncertain, Unreached
from notifications.journal import Journal, JournalledChannel
from tests.notifications.letters import MORNING, WORKER, a_message

MESSAGE = replace(a_message(), notices=("told-1", "told-2"))


class Answers:
    """A channel that answers so."""

    name = "email"

    def __init__(self, answer: Sent | NotSent | Uncertain | Unreached) -> None:
        self.answer, self.handed = answer, 0

    def send(self, message: Message) -> Sent | NotSent | Uncertain | Unreached:
        """Answer, and count."""
        self.handed += 1
        return self.answer


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    """Lend a journal that is not there yet."""
    return Journal(tmp_path / "sent.journal")


def journalled(channel: Answers, journal: Journal) -> JournalledChannel:
    """Put the journal around a channel."""
    return JournalledChannel(channel, journal, ManualClock(MORNING))


def test_a_mail_that_is_accepted_is_a_line_of_keys_and_a_moment(journal: Journal) -> None:
    answer = journalled(Answers(Sent()), journal).send(MESSAGE)

    text = journal.path.read_text(encoding="utf-8")
    assert answer == Sent()
    assert json.loads(text) == {
        "at": MORNING.isoformat(),
        "mail": MESSAGE.key,
        "notices": ["told-1", "told-2"],
    }
    assert WORKER not in text
    assert stat.S_IMODE(journal.path.stat().st_mode) == 0o600


@pytest.mark.parametrize("answer", [NotSent("no"), Uncertain("who knows"), Unreached("away")])
def test_what_was_not_accepted_is_not_noted(
    journal: Journal, answer: NotSent | Uncertain | Unreached
) -> None:
    assert journalled(Answers(answer), journal).send(MESSAGE) == answer
    assert list(journal.lines()) == []


def test_while_the_journal_cannot_be_written_nothing_is_sent(tmp_path: Path) -> None:
    channel = Answers(Sent())

    answer = journalled(channel, Journal(tmp_path / "no" / "disk")).send(MESSAGE)

    assert isinstance(answer, Unreached)
    assert answer.why.startswith("The journal of what was sent cannot be written")
    assert channel.handed == 0


def test_a_mail_that_left_and_could_not_be_noted_is_sent_and_told_of(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(handle: int, sent: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(journal, "note", full)
    with capture_logs() as log:
        answer = journalled(Answers(Sent()), journal).send(MESSAGE)

    assert answer == Sent()
    assert [line["event"] for line in log] == ["sent_journal_broke"]


def test_a_line_that_a_crash_cut_short_spoils_no_other(journal: Journal) -> None:
    channel = journalled(Answers(Sent()), journal)
    channel.send(MESSAGE)
    with journal.path.open("a", encoding="utf-8") as file:
        file.write('{"at": "2026-03-')
    channel.send(replace(MESSAGE, key="another"))

    assert [line.mail for line in journal.lines()] == [MESSAGE.key, "another"]


def test_a_journal_that_is_not_there_is_a_sentence(journal: Journal) -> None:
    with pytest.raises(ConfigurationError, match="cannot be read"):
        list(journal.lines())
