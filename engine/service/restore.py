"""A backup put back, on an empty place: looked through, tried, and holding its mail."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from engine.anchor import Anchor
from engine.errors import ConfigurationError
from engine.gap import Gap
from engine.service.copy_checks import trail_faults_of, url_of
from engine.service.gaps import note_gap
from engine.service.office import Office
from engine.service.trial import Trial, tried
from engine.store import access_log, copies, mail_holds, schema, sessions
from engine.store.access_log import LogEntry
from engine.store.store import open_store
from engine.store.unit_of_work import unit_of_work

_FAULTY = (
    "This backup has faults. Take another one; if there is none, restore it with --despite and why:"
)
_LEFT_BEHIND = ("-journal", "-wal", "-shm")


@dataclass(frozen=True, slots=True)
class Asked:
    """What to restore where; ``sha256`` as the backup told it, ``despite`` why faults are taken.

    ``key`` signs what is lost, and ``outside`` is the newest anchor that was kept elsewhere; each
    None where it is not at hand.
    """

    file: Path
    database: Path
    sha256: str | None = None
    despite: str | None = None
    key: bytes | None = field(default=None, repr=False)
    outside: Anchor | None = None


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put back: ``faults`` are those that were taken, ``sessions`` those that ended.

    ``gap`` is what the trails lack now.
    """

    asked: Asked
    sha256: str
    counts: Mapping[str, int]
    upgraded: bool
    trial: Trial
    faults: tuple[str, ...]
    sessions: int
    gap: Gap


def restore(office: Office, asked: Asked) -> Restored:
    """Put a backup in the place of a database that is not there; mail waits from then on.

    It is made beside its place and gets its name when all is well, so half of it is never seen.
    Older tables are brought up to date. Everybody is signed out: who was signed out since the
    backup must not be in again. The store of ``office`` is not used.

    Raises:
        ConfigurationError: the place is taken, the file is no backup of ours, or it has faults
            that nobody gave a reason to take; nothing is left of it.
    """
    _require_alone(asked)
    with copies.beside(asked.database) as made:
        sha256 = _taken_over(asked, made)
        faults = _faults(asked, *copies.faults_in(made))
        upgraded = _bring_up_to_date(made)
        faults += _faults(asked, *trail_faults_of(made))
        ended, gap = _mark(office, asked, made, sha256)
        trial = _tried(office, asked, made)
        faults += _faults(asked, *filter(None, [trial.fault]))
        counts = copies.counts_in(made)
        copies.settle(made, asked.database)
    return Restored(asked, sha256, counts, upgraded, trial, faults, ended, gap)


def _require_alone(asked: Asked) -> None:
    """Refuse what is no backup, and a place where another database left something."""
    if not asked.file.is_file():
        raise ConfigurationError(f"There is no file {asked.file} to restore.")
    for rest in _beside_of(asked.file):
        raise ConfigurationError(
            f"{rest} lies beside the file, so that was copied while it was in use and may be half "
            "of something. Restore a file that `regietafel backup` made."
        )
    for rest in _beside_of(asked.database):
        raise ConfigurationError(
            f"{rest} was left by another database and would be played back into this one. Move it "
            "elsewhere first."
        )


def _beside_of(file: Path) -> Iterator[Path]:
    """What is to be played back into the file; one that is empty stays after every clean stop."""
    names = (Path(f"{file}{ending}") for ending in _LEFT_BEHIND)
    return (each for each in names if each.exists() and each.stat().st_size > 0)


def _taken_over(asked: Asked, made: Path) -> str:
    try:
        sha256 = copies.take_over(asked.file, made)
    except OSError as error:
        raise ConfigurationError(f"{asked.file} cannot be restored: {error.strerror}.") from error
    if asked.sha256 is not None and asked.sha256.lower() != sha256:
        raise ConfigurationError(
            f"{asked.file} is not the file that was made: its SHA-256 is {sha256}."
        )
    return sha256


def _faults(asked: Asked, *faults: str) -> tuple[str, ...]:
    """These, if somebody said why they are taken."""
    if faults and asked.despite is None:
        raise ConfigurationError("\n  ".join([_FAULTY, *faults]))
    return faults


def _bring_up_to_date(made: Path) -> bool:
    with closing(open_store(url_of(made))) as store:
        upgraded = schema.is_older(store)
        if upgraded:
            schema.upgrade(store)
        if problem := schema.schema_problem(store):
            raise ConfigurationError(f"This is no backup that this program can use. {problem}")
        return upgraded


def _mark(office: Office, asked: Asked, made: Path, sha256: str) -> tuple[int, Gap]:
    """Say in the database itself what it is: the gap in its trail is explained, its mail waits."""
    now = office.clock.now()
    entry = LogEntry(
        at=now,
        action="restored",
        outcome="done",
        record=sha256,
        ground=asked.despite,
        access_point="machine",
    )
    with closing(open_store(url_of(made))) as store, unit_of_work(store) as connection:
        gap = note_gap(connection, backup=sha256, now=now, key=asked.key, outside=asked.outside)
        mail_holds.hold_mail(connection, backup=sha256, now=now, despite=asked.despite)
        access_log.log(connection, None, entry)
        return sessions.end_all_sessions(connection, now=now), gap


def _tried(office: Office, asked: Asked, made: Path) -> Trial:
    """Try it on a copy of what was made."""
    with copies.beside(asked.database.with_name(f"{asked.database.name}.trial")) as scratch:
        copies.take_over(made, scratch)
        return tried(office, scratch)
