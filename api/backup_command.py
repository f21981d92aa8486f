"""What the commands on backups do and say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

from pydantic import JsonValue

from api.demo_clock import clock_to_look
from api.gap_command import gap_words, witness_of
from api.wiring import journal_from, library_from, lock_file, office_to_publish
from engine.errors import ConfigurationError
from engine.runner.owner import OwnerLock
from engine.service.backup import LARGEST, Backup, back_up
from engine.service.mail_hold import Compared, compare, hold, release
from engine.service.office import Office
from engine.service.restore import Asked, Restored, restore
from engine.settings import PREFIX, Settings
from engine.store.mail_holds import SentLine
from engine.store.store import open_store

_COUNTED = {
    "cases": "cases",
    "case_event": "events",
    "person": "people",
    "notice": "messages",
    "access_log": "rows of the log",
}
_MAIL_WAITS = "Mail waits, so that nobody is mailed twice. Now run `regietafel mail compare`."
_DESTROYED = (
    "Files that were destroyed after this backup are there again, and this program cannot tell "
    "which: ask the archivists for their certificates, and destroy those files again before "
    "people begin."
)
_SHOWN = 20
_MEGABYTE = 1_000_000


def make(settings: Settings, file: Path) -> Backup:
    """Make a backup.

    Raises:
        ConfigurationError: it cannot be made; nothing is left of it.
    """
    with closing(open_store(settings.database_url)) as store:
        return back_up(store, clock_to_look(settings), file)


def put_back(
    settings: Settings, file: Path, *, sha256: str | None, despite: str | None
) -> Restored:
    """Put a backup back; nobody else may have the place meanwhile.

    Raises:
        ConfigurationError: it cannot be put back; nothing is left of it.
    """
    with closing(open_store(settings.database_url)) as store:
        if not store.is_sqlite:
            raise ConfigurationError(
                "This database is PostgreSQL; restore it with its own tools, as its backup was "
                "made."
            )
        place = Path(str(store.engine.url.database))
        if not place.parent.is_dir():
            raise ConfigurationError(f"The folder {place.parent} is not there; make it first.")
        office = Office(store, clock_to_look(settings), library_from(settings))
        own = OwnerLock(lock_file(settings))
        own.take()
        try:
            witness = witness_of(settings)
            asked = Asked(file, place, sha256, despite, witness.key, witness.outside)
            return restore(office, asked)
        finally:
            own.give_back()


def hold_mail(settings: Settings, *, by: str, why: str) -> str:
    """Let no mail go out; what comes next."""
    with _office(settings) as office:
        witness = witness_of(settings)
        gap = hold(office, by=by, why=why, key=witness.key, outside=witness.outside)
    return f"{gap_words(gap)}\n{_MAIL_WAITS}"


def look_at_mail(settings: Settings) -> tuple[Compared, str | None]:
    """What waits beside the journal, and why that could not be read, if so.

    Raises:
        ConfigurationError: mail is not held.
    """
    try:
        lines, missing = _lines(settings), None
    except ConfigurationError as error:
        lines, missing = [], str(error)
    with _office(settings) as office:
        return compare(office, lines), missing


def let_go(settings: Settings, *, by: str, why: str, without_journal: bool) -> str:
    """Let mail go out again; what that comes to.

    Raises:
        ConfigurationError: mail is not held, nobody compared it, or there is no journal and
            nobody said that it goes without.
    """
    lines = [] if without_journal else _lines(settings)
    with _office(settings) as office:
        found = release(office, lines, by=by, why=why)
    return (
        f"{len(found.left)} message(s) were sent before and are marked so; {found.waiting} may go "
        "now. What was held goes out at the next sweep."
    )


def backup_words(made: Backup) -> str:
    """What was made, for a person."""
    lines = [
        f"{made.file}: {made.size / _MEGABYTE:.1f} MB, SHA-256 {made.sha256}",
        _counted(made.counts),
        "The file, its references and its counts are whole.",
    ]
    if made.unchecked is None:
        lines.append("So is the history of every case.")
    else:
        lines.append(f"The histories were not looked at, and no row was logged: {made.unchecked}")
    if made.size > LARGEST:
        lines.append("It is larger than 2 GB: people wait while it is made. Move to PostgreSQL.")
    return "\n".join(lines)


def backup_data(made: Backup) -> dict[str, JsonValue]:
    """The same for a program."""
    return {
        "file": str(made.file),
        "bytes": made.size,
        "sha256": made.sha256,
        "counts": dict(made.counts),
        "unchecked": made.unchecked,
    }


def restored_words(done: Restored) -> str:
    """What was put back, and what comes next, for a person."""
    lines = [
        f"{done.asked.database} was made from {done.asked.file}, SHA-256 {done.sha256}",
        _counted(done.counts),
        *(f"Taken with this fault: {fault}" for fault in done.faults),
        *(["The tables were brought up to date."] if done.upgraded else []),
        _tried(done),
        f"{done.sessions} session(s) were ended: everybody signs in again.",
        gap_words(done.gap),
        _DESTROYED,
        _MAIL_WAITS,
    ]
    return "\n".join(lines)


def restored_data(done: Restored) -> dict[str, JsonValue]:
    """The same for a program."""
    return {
        "database": str(done.asked.database),
        "sha256": done.sha256,
        "counts": dict(done.counts),
        "faults": list(done.faults),
        "upgraded": done.upgraded,
        "signed_in": done.trial.signed_in,
        "opened_a_case": done.trial.opened,
        "sessions_ended": done.sessions,
        "gap_signed": bool(done.gap.signature),
    }


def compared_words(found: Compared, missing: str | None) -> str:
    """What waits beside what was sent, and what comes next, for a person."""
    lines = [f"Mail is held since {found.held_since.isoformat(timespec='minutes')}."]
    lines += _without_journal(found, missing) if missing else _beside_journal(found)
    without = " --without-journal" if missing else ""
    lines += [
        "Nothing has left. Is this what you expect? Then tell who looked, and why it is right:",
        f"  regietafel mail release --by WHO --reason WHY{without}",
    ]
    return "\n".join(lines)


def compared_data(found: Compared, missing: str | None) -> dict[str, JsonValue]:
    """The same for a program."""
    return {
        "held_since": found.held_since.isoformat(),
        "journal": missing or "read",
        "in_journal": found.in_journal,
        "sent_before": [
            {"id": each.id, "mail": each.line.mail, "sent_at": each.line.sent_at.isoformat()}
            for each in found.left
        ],
        "made_after_backup": len(found.unknown),
        "waiting": found.waiting,
    }


def _without_journal(found: Compared, missing: str) -> list[str]:
    return [
        missing,
        f"So nobody can tell which of the {found.waiting} message(s) that wait were sent before.",
        "Look for the journal first. Without it some people get a mail twice.",
    ]


def _beside_journal(found: Compared) -> list[str]:
    shown = [f"  {each.id} sent {each.line.sent_at.isoformat()}" for each in found.left[:_SHOWN]]
    more = len(found.left) - len(shown)
    return [
        f"The journal names {found.in_journal} message(s) that were sent.",
        f"{len(found.left)} of them wait here too, and are marked as sent when you release mail.",
        *shown,
        *([f"  and {more} more"] if more else []),
        f"{len(found.unknown)} are not in the database; if they are made again they stay here.",
        f"{found.waiting} other message(s) wait, were not sent, and go out.",
    ]


def _counted(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{counts.get(name, 0)} {words}" for name, words in _COUNTED.items())


def _tried(done: Restored) -> str:
    if done.trial.opened:
        return "On a copy somebody could sign in and open a case."
    if done.trial.signed_in:
        return "On a copy somebody could sign in; nobody who may takes part in an open case."
    return "Nobody could be tried: see the faults, or nobody has an account yet."


def _lines(settings: Settings) -> list[SentLine]:
    """What the journal says was sent, message by message."""
    journal = journal_from(settings)
    if journal is None:
        raise ConfigurationError(
            f"{PREFIX}SENT_JOURNAL is not set, so nobody can tell what was sent since the backup. "
            "Set it to the journal of the system that was lost; if that is gone too, add "
            "--without-journal: some people then get a mail twice."
        )
    lines = [SentLine(key, sent.mail, sent.at) for sent in journal.lines() for key in sent.notices]
    if not lines:  # the program makes one where there is none: on a disk that was not mounted too
        raise ConfigurationError(
            f"The journal of what was sent names no mail: {journal.path}. Is its disk there, and "
            "is it the journal of the system that was lost? If no mail ever left, or the journal "
            "is gone, add --without-journal."
        )
    return lines


@contextmanager
def _office(settings: Settings) -> Iterator[Office]:
    office = office_to_publish(settings, clock_to_look(settings))
    with closing(office.store):
        yield office
