"""A backup is put back whole or not at all; people can work with it, and its mail waits.

Source: SAFETY P7.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from engine.clock import ManualClock
from engine.errors import ConfigurationError
from engine.ports import Message, NotSent, Sent
from engine.service.backup import Backup
from engine.service.case_file import case_file
from engine.service.mail_hold import compare, is_held, release
from engine.service.my_cases import my_cases
from engine.service.restore import Asked, restore
from engine.service.sessions import sign_in, signed_in
from engine.service.tick import tick
from engine.store import copies
from engine.store.mail_holds import SentLine
from engine.store.unit_of_work import reading, unit_of_work
from notifications.journal import Journal, JournalledChannel
from notifications.letter import Letterhead
from tests.notifications.letters import BASE_URL, SENDER, SITE
from tests.office import MORNING, World, a_professional
from tests.runner.outbox import add_notice
from tests.service.audits import HOUR, KEY, Hours
from tests.service.copies import a_live_world, at, backed_up, put_back, tmp_path

__all__ = ["tmp_path"]

MAILS = 200


@pytest.fixture
def world() -> Iterator[World]:
    """Lend a small system with a case in it."""
    with a_live_world(ManualClock(MORNING)) as world:
        yield world


@pytest.fixture
def made(world: World, tmp_path: Path) -> Backup:
    """Lend a backup of it."""
    return backed_up(world, tmp_path / "backup.sqlite")


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Lend a place with nothing in it."""
    (tmp_path / "new").mkdir()
    return tmp_path / "new" / "cases.sqlite"


def spoil(file: Path, *statements: str) -> None:
    """Change a backup behind everybody's back."""
    with closing(sqlite3.connect(file)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def test_people_work_on_where_the_backup_was_made(world: World, made: Backup, place: Path) -> None:
    Path(f"{place}-journal").touch()  # a clean stop leaves one that is empty

    done = put_back(world, made.file, place)

    assert {each.name for each in place.parent.iterdir()} == {place.name, f"{place.name}-journal"}
    assert (done.trial.signed_in, done.trial.opened, done.faults) == (True, True, ())
    assert done.counts["cases"] == made.counts["cases"]
    with at(world, place) as office:
        token, _ = sign_in(office, world.bram.public_id, through="page")
        bram = signed_in(office, token, through="page")
        assert bram is not None
        [row] = my_cases(bram.viewer, office).rows
        assert case_file(bram.viewer, office, row.id).state == "considered"
    assert copies.faults_in(place) == ()


def test_that_it_was_restored_is_a_row_of_the_log_and_nobody_else_left_one(
    world: World, made: Backup, place: Path
) -> None:
    done = put_back(world, made.file, place)

    rows = text("select action, outcome, record, access_point from access_log order by id desc")
    with at(world, place) as office, reading(office.store) as connection:
        last, *before = connection.execute(rows).all()
    assert tuple(last) == ("restored", "done", made.sha256, "machine")
    assert len(before) == made.counts["access_log"]
    assert done.sha256 == made.sha256


def test_what_its_trails_lack_is_signed_and_explained(
    world: World, tmp_path: Path, place: Path
) -> None:
    [case] = _cases(world)
    hours = Hours(world, world.case(case))
    hours.goes_by(HOUR)
    file = backed_up(world, tmp_path / "backup.sqlite").file
    hours.looks()
    hours.goes_by(HOUR)

    done = restore(world.office, Asked(file, place, key=KEY, outside=hours.shelf.files[-1].anchor))

    with at(world, place) as office:
        again = replace(hours, world=replace(world, office=office))
        again.looks()
        again.goes_by(HOUR)
        report = again.verified()
    assert (report.faults, report.files) == ((), 3)
    assert [(lost.gap, lost.anchors) for lost in report.lost] == [(done.gap, 1)]


def test_what_holds_no_moment_hides_since_when_it_lacks_something(
    world: World, made: Backup, place: Path
) -> None:
    spoil(
        made.file,
        "drop trigger access_log_no_update",
        "update access_log set at = 'yesterday'",
    )

    assert put_back(world, made.file, place).gap.since is None


def test_everybody_signs_in_again(world: World, place: Path, tmp_path: Path) -> None:
    token, _ = sign_in(world.office, world.bram.public_id, through="page")
    file = backed_up(world, tmp_path / "backup.sqlite").file

    done = put_back(world, file, place)

    assert done.sessions == 1
    with at(world, place) as office:
        assert signed_in(office, token, through="page") is None
    assert signed_in(world.office, token, through="page") is not None


def test_where_a_database_is_nothing_is_restored(world: World, made: Backup, place: Path) -> None:
    place.write_text("the cases of today", encoding="utf-8")

    with pytest.raises(ConfigurationError, match="is there already"):
        put_back(world, made.file, place)

    assert place.read_text(encoding="utf-8") == "the cases of today"


@pytest.mark.parametrize("rest", ["-journal", "-wal"])
def test_what_another_database_left_is_not_played_back(
    world: World, made: Backup, place: Path, rest: str
) -> None:
    Path(f"{place}{rest}").write_bytes(b"half of something")

    with pytest.raises(ConfigurationError, match="would be played back"):
        put_back(world, made.file, place)


def test_a_file_that_was_copied_while_in_use_is_refused(
    world: World, made: Backup, place: Path
) -> None:
    Path(f"{made.file}-journal").write_bytes(b"half of something")

    with pytest.raises(ConfigurationError, match="copied while it was in use"):
        put_back(world, made.file, place)


@pytest.mark.parametrize(
    ("says", "statements"),
    [
        pytest.param(
            r"case .*, event 1",
            ("drop trigger case_event_no_update", "update case_event set kind = 'tampered'"),
            id="a history that was changed",
        ),
        pytest.param(
            "a row of case_child refers to",
            ("insert into case_child values (999, 999, 0)",),
            id="a row that refers to nothing",
        ),
        pytest.param(
            "does not know",
            ("update alembic_version set version_num = 'of_tomorrow'",),
            id="a newer program",
        ),
        pytest.param("no tables yet", ("drop table alembic_version",), id="no tables of ours"),
        pytest.param(
            "signing in and opening a case",
            ("update workflow_version set definition = '{}'",),
            id="a case that does not open",
        ),
    ],
)
def test_a_backup_with_faults_is_refused_and_nothing_is_left(
    world: World, made: Backup, place: Path, says: str, statements: tuple[str, ...]
) -> None:
    spoil(made.file, *statements)

    with pytest.raises(ConfigurationError, match=says):
        put_back(world, made.file, place)

    assert list(place.parent.iterdir()) == []


def test_it_is_restored_despite_faults_with_a_reason_that_stays(
    world: World, made: Backup, place: Path
) -> None:
    spoil(made.file, "drop trigger case_event_no_update", "update case_event set kind = 'tampered'")

    done = put_back(world, made.file, place, despite="de enige die er is")

    [fault] = done.faults
    assert fault.endswith("event 1")
    with at(world, place) as office, reading(office.store) as connection:
        ground = text("select ground from access_log where action = 'restored'")
        assert connection.execute(ground).scalar_one() == "de enige die er is"


def test_a_file_that_is_no_database_is_refused_whatever_the_reason(
    world: World, place: Path, tmp_path: Path
) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("Geachte mevrouw, " * 200, encoding="utf-8")

    with pytest.raises(ConfigurationError, match="cannot be read as a database"):
        put_back(world, letter, place, despite="toch")
    with pytest.raises(ConfigurationError, match="There is no file"):
        put_back(world, tmp_path / "nothing", place)

    assert list(place.parent.iterdir()) == []


def test_a_file_that_is_not_the_one_that_was_made_is_refused(
    world: World, made: Backup, place: Path
) -> None:
    sha256 = made.sha256
    spoil(made.file, "update person set name = 'Somebody Else'")

    with pytest.raises(ConfigurationError, match="is not the file that was made"):
        put_back(world, made.file, place, sha256=sha256)


def test_an_empty_system_is_restored_and_says_that_nobody_could_be_tried(
    world: World, place: Path, tmp_path: Path
) -> None:
    with unit_of_work(world.office.store) as connection:
        connection.execute(text("update account set active = false"))
    file = backed_up(world, tmp_path / "empty.sqlite").file

    done = put_back(world, file, place)

    assert (done.trial.signed_in, done.trial.fault) == (False, None)


class Post:
    """A mail server that accepts every letter, and keeps its Message-ID."""

    name = "email"

    def __init__(self, clock: ManualClock) -> None:
        self._clock = clock
        self._head = Letterhead(SENDER, BASE_URL, SITE)
        self.ids: list[str] = []

    def send(self, message: Message) -> Sent:
        """Accept it."""
        letter = self._head.letter(message, self._clock.now())
        assert not isinstance(letter, NotSent)
        self.ids.append(str(letter["Message-ID"]))
        return Sent()


def test_after_a_restore_to_before_the_mail_left_nobody_is_mailed_twice(
    world: World, tmp_path: Path, place: Path
) -> None:
    [case] = _cases(world)
    with unit_of_work(world.office.store) as connection:
        for number in range(MAILS - 1):
            reader = a_professional(connection, f"p{number}", now=MORNING)
            add_notice(connection, world, world.case(case), reader, key=f"told-{number}")
    file = backed_up(world, tmp_path / "backup.sqlite").file
    journal, post = Journal(place.parent / "other disk"), Post(world.clock)
    channels = {"email": JournalledChannel(post, journal, world.clock)}

    world.clock.move_to(MORNING + timedelta(weeks=5))  # the first reminder of the case is due
    tick(world.office, channels)
    sent_once = len(post.ids)
    put_back(world, file, place)
    with at(world, place) as office:
        tick(office, channels)
        lines = [
            SentLine(key, each.mail, each.at) for each in journal.lines() for key in each.notices
        ]
        found = compare(office, lines)
        while_held = len(post.ids)
        release(office, lines, by="beheer", why="alles stond in het journaal")
        tick(office, channels)
        assert not is_held(office)

    assert (sent_once, while_held, len(found.left), found.waiting) == (MAILS, MAILS, MAILS, 0)
    assert len(post.ids) == len(set(post.ids)) == MAILS


def _cases(world: World) -> list[str]:
    with reading(world.office.store) as connection:
        return list(connection.execute(text("select public_id from cases")).scalars())
