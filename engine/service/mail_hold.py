"""Mail waits after a restore, until a person compared it with the journal of what was sent."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from engine.anchor import Anchor
from engine.errors import ConfigurationError
from engine.gap import Gap
from engine.service.gaps import note_gap
from engine.service.office import Office
from engine.store import Connection, access_log, mail_holds
from engine.store.access_log import LogEntry
from engine.store.mail_holds import SentLine
from engine.store.tables.clock import NoticeState
from engine.store.unit_of_work import reading, unit_of_work

BY_HAND = "by hand"
"""What was restored, when nobody can say."""

WAITING: frozenset[NoticeState] = frozenset({"open", "sending", "failed", "uncertain"})


@dataclass(frozen=True, slots=True)
class Left:
    """A message that waits here, and that stands in the journal as sent."""

    id: str
    line: SentLine


@dataclass(frozen=True, slots=True)
class Compared:
    """What waits beside what was sent.

    ``left`` left before and waits here once more; ``waiting`` is how many others wait;
    ``unknown`` are in the journal and not in the database: these were made after the backup.
    """

    held_since: datetime
    in_journal: int
    left: tuple[Left, ...]
    waiting: int
    unknown: tuple[SentLine, ...]

    @property
    def lines(self) -> tuple[SentLine, ...]:
        """What the journal says of those that left."""
        return tuple(each.line for each in self.left)


def compare(office: Office, journal: Iterable[SentLine]) -> Compared:
    """Put what waits beside the journal; it is noted that somebody looked, and nothing leaves.

    Raises:
        ConfigurationError: mail is not held, so there is nothing to compare.
    """
    lines = tuple(journal)
    with unit_of_work(office.store) as connection:
        found = _compared(connection, lines)
        mail_holds.note_compared(connection, now=office.clock.now())
    return found


def hold(
    office: Office, *, by: str, why: str, key: bytes | None = None, outside: Anchor | None = None
) -> Gap:
    """Let nothing go out from now on: the database was put back by other means than ours.

    What its trails lack is noted as by a restore of ours.

    Args:
        key: what signs that; None where it is not at hand.
        outside: the newest anchor that was kept outside, where somebody could look.
    """
    now = office.clock.now()
    entry = LogEntry(
        at=now, action="hold_mail", outcome="done", ground=f"{by}: {why}", access_point="machine"
    )
    with unit_of_work(office.store) as connection:
        gap = note_gap(connection, backup=BY_HAND, now=now, key=key, outside=outside)
        mail_holds.hold_mail(connection, backup=BY_HAND, now=now, despite=why)
        access_log.log(connection, None, entry)
    return gap


def is_held(office: Office) -> bool:
    """Whether mail waits because this was restored."""
    with reading(office.store) as connection:
        return mail_holds.hold_of(connection) is not None


def release(office: Office, journal: Iterable[SentLine], *, by: str, why: str) -> Compared:
    """Mark what stands in the journal as sent, and let the rest go out from the next sweep on.

    What the journal names and the database does not know is remembered: a reminder that is made
    again after this leaves no second time.

    Raises:
        ConfigurationError: mail is not held, or nobody compared it yet; nothing was changed.
    """
    lines, now = tuple(journal), office.clock.now()
    entry = LogEntry(at=now, action="release_mail", outcome="done", access_point="machine")
    with unit_of_work(office.store) as connection:
        found = _compared(connection, lines)
        hold = mail_holds.hold_of(connection)
        if hold is None or hold.compared_at is None:
            raise ConfigurationError(
                "Nobody compared what waits with the journal of what was sent. Run `regietafel "
                "mail compare` first and read what it says; nothing was changed."
            )
        mail_holds.mark_left(connection, found.lines)
        mail_holds.keep_lines(connection, found.unknown)
        mail_holds.release(connection, by=by, why=why, now=now)
        access_log.log(connection, None, entry)
    return found


def _compared(connection: Connection, lines: Sequence[SentLine]) -> Compared:
    hold = mail_holds.hold_of(connection)
    if hold is None:
        raise ConfigurationError("Mail is not held here; there is nothing to compare or release.")
    by_key = {line.key: line for line in lines}
    known = mail_holds.known_of(connection, list(by_key))
    left = tuple(
        Left(each.public_id, by_key[key]) for key, each in known.items() if each.state in WAITING
    )
    return Compared(
        held_since=hold.began_at,
        in_journal=len(by_key),
        left=left,
        waiting=mail_holds.count_waiting(connection) - len(left),
        unknown=tuple(line for key, line in by_key.items() if key not in known),
    )
