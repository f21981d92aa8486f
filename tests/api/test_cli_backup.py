"""Whoever looks after the program makes a backup, puts it back and lets its mail go."""

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text
from typer.testing import CliRunner, Result

from api.backup_command import backup_words, compared_words, restored_words
from api.cli import app
from api.wiring import journal_from, lock_file, office_to_publish, publish_all
from engine.clock import SystemClock
from engine.runner.owner import OwnerLock
from engine.service.backup import LARGEST, Backup
from engine.service.mail_hold import Compared, Left
from engine.service.office import Office
from engine.service.restore import Asked, Restored
from engine.service.trial import Trial
from engine.settings import PREFIX, Settings, rows
from engine.store.mail_holds import SentLine
from engine.store.unit_of_work import reading
from notifications.journal import MailSent
from tests.engine.test_gap import GAP
from tests.office import DEFINITIONS, MORNING
from tests.store.databases import sqlite_template

WRONG_USAGE = 2


@pytest.fixture
def office(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Office]:
    """Lend an office with tables and the small definitions, of the settings that are in use."""
    for name, _, _ in rows():
        monkeypatch.delenv(name, raising=False)
    for name, words in DEFINITIONS.items():
        file = tmp_path / "definitions" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(words, encoding="utf-8")
    database = tmp_path / "cases.sqlite"
    shutil.copyfile(sqlite_template(), database)
    monkeypatch.setenv(f"{PREFIX}WORKFLOWS", str(tmp_path / "definitions"))
    monkeypatch.setenv(f"{PREFIX}DATABASE_URL", f"sqlite:///{database}")
    monkeypatch.setenv(f"{PREFIX}SENT_JOURNAL", str(tmp_path / "sent.journal"))
    found = office_to_publish(Settings.read(), SystemClock())
    publish_all(found)
    yield found
    found.store.close()


@pytest.fixture
def restored(office: Office, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Result:
    """Lend what was said of a restore in another place, which is in use from now on."""
    answer("backup", str(tmp_path / "backup.sqlite"))
    monkeypatch.setenv(f"{PREFIX}DATABASE_URL", f"sqlite:///{tmp_path}/new.sqlite")
    return answer("restore", str(tmp_path / "backup.sqlite"))


def answer(*words: str) -> Result:
    """Type a command."""
    return CliRunner().invoke(app, list(words))


def release(*words: str) -> Result:
    """Let mail go."""
    return answer("mail", "release", "--by", "beheer", "--reason", "vergeleken", *words)


def test_a_backup_says_what_is_in_it(office: Office, tmp_path: Path) -> None:
    first = answer("backup", str(tmp_path / "one.sqlite"))
    second = answer("backup", str(tmp_path / "two.sqlite"), "--json")
    again = answer("backup", str(tmp_path / "two.sqlite"))

    said = json.loads(second.stdout)
    assert (first.exit_code, second.exit_code, again.exit_code) == (0, 0, 1)
    assert "0 cases, 0 events, 0 people, 0 messages, 0 rows of the log" in first.stdout
    assert said["bytes"] == (tmp_path / "two.sqlite").stat().st_size
    assert (said["counts"]["access_log"], said["unchecked"]) == (1, None)
    assert "is there already" in again.stderr


def test_a_restore_says_what_it_did_and_what_comes_next(restored: Result) -> None:
    assert restored.exit_code == 0
    assert "Mail waits" in restored.stdout
    assert "nobody has an account yet" in restored.stdout


def test_a_restore_takes_the_number_that_the_backup_gave(office: Office, tmp_path: Path) -> None:
    made = json.loads(answer("backup", str(tmp_path / "b.sqlite"), "--json").stdout)
    for rest in tmp_path.glob("cases.sqlite*"):
        rest.unlink()

    wrong = answer("restore", str(tmp_path / "b.sqlite"), "--sha256", "0" * 64)
    right = answer("restore", str(tmp_path / "b.sqlite"), "--sha256", made["sha256"], "--json")

    assert wrong.exit_code == 1
    assert json.loads(right.stdout)["sha256"] == made["sha256"]


def test_nothing_is_restored_while_another_process_has_the_place(
    office: Office, tmp_path: Path
) -> None:
    file = tmp_path / "backup.sqlite"
    answer("backup", str(file))
    owner = OwnerLock(lock_file(Settings.read()))
    owner.take()

    result = answer("restore", str(file))

    owner.give_back()
    assert result.exit_code == 1
    assert "Another process" in result.stderr


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("postgresql+psycopg://nobody@nowhere/none", "its own tools"),
        ("sqlite:////no/such/folder/cases.sqlite", "The folder /no/such/folder is not there"),
    ],
)
def test_a_place_that_cannot_be_is_a_sentence(
    office: Office, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, url: str, says: str
) -> None:
    monkeypatch.setenv(f"{PREFIX}DATABASE_URL", url)

    result = answer("restore", str(tmp_path / "backup.sqlite"))

    assert result.exit_code == 1
    assert says in result.stderr


def test_mail_is_compared_and_then_released_once(restored: Result) -> None:
    journal = journal_from(Settings.read())
    assert journal is not None
    journal.begin()
    one = MailSent(MORNING, "mail", ("notice",))
    journal.note(journal.open(), one)

    hasty, compared = release(), answer("mail", "compare", "--json")
    released, again = release(), release()

    assert [each.exit_code for each in (hasty, compared, released, again)] == [1, 0, 0, 1]
    assert json.loads(compared.stdout)["journal"] == "read"
    assert "may go now" in released.stdout
    assert "not held" in again.stderr


@pytest.mark.parametrize("path", ["", "/no/such/disk/sent.journal", "empty.journal"])
def test_without_a_journal_somebody_says_that_it_goes_without(
    restored: Result, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, path: str
) -> None:
    empty = tmp_path / "empty.journal"
    empty.touch()
    monkeypatch.setenv(f"{PREFIX}SENT_JOURNAL", str(empty) if path == empty.name else path)

    compared, refused = answer("mail", "compare"), release()
    released = release("--without-journal")

    assert (compared.exit_code, refused.exit_code, released.exit_code) == (0, 1, 0)
    assert "--without-journal" in compared.stdout
    assert "journal" in refused.stderr.lower()


@pytest.mark.parametrize(
    "words",
    [
        ("mail", "release", "--by", " ", "--reason", "x"),
        ("mail", "release", "--by", "x", "--reason", ""),
        ("restore", "backup.sqlite", "--despite", " "),
        ("mail", "release"),
        ("mail", "hold", "--by", "x", "--reason", " "),
        ("backup",),
    ],
    ids=" ".join,
)
def test_who_and_why_are_said(words: tuple[str, ...]) -> None:
    assert answer(*words).exit_code == WRONG_USAGE


def test_that_mail_was_released_is_a_row_of_the_log(restored: Result) -> None:
    answer("mail", "compare")
    release("--without-journal")

    with_actions = text("select action from access_log order by id")
    store = office_to_publish(Settings.read(), SystemClock()).store
    with reading(store) as connection:
        actions = list(connection.execute(with_actions).scalars())
    store.close()
    assert actions == ["restored", "release_mail"]


def test_what_is_unusual_is_said() -> None:
    old = Backup(Path("b.sqlite"), LARGEST + 1, "f00d", {"cases": 3}, "The tables are older.")
    line = SentLine("told-1", "told-1", MORNING)
    held = Compared(MORNING, 30, tuple(Left(f"n{n}", line) for n in range(25)), 2, (line,))
    done = Restored(
        Asked(Path("b"), Path("c"), despite="x"),
        "f00d",
        {},
        True,
        Trial(True, True),
        ("bad",),
        4,
        GAP,
    )
    alone = Restored(done.asked, "f00d", {}, False, Trial(True), (), 0, replace(GAP, since=None))

    assert "The histories were not looked at" in backup_words(old)
    assert "Move to PostgreSQL" in backup_words(old)
    assert "and 5 more" in compared_words(held, None)
    assert "Taken with this fault: bad" in restored_words(done)
    assert "The tables were brought up to date." in restored_words(done)
    assert "somebody could sign in and open a case" in restored_words(done)
    assert "nobody who may takes part in an open case" in restored_words(alone)
    assert "Files that were destroyed after this backup are there again" in restored_words(done)
    assert "Lost is what came after 2026-" in restored_words(done)
    assert "Lost is all, up to" in restored_words(alone)
    assert "regietafel audit sign-gap" in restored_words(alone)
