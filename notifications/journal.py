"""The journal of what was sent: a file on another disk, a line for each mail that was accepted.

It holds keys and moments, no address and no content. After a restore it says what left since the
backup, so that nobody is mailed twice.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import Lock

import structlog

from engine.errors import ConfigurationError
from engine.ports import Channel, Clock, Message, NotSent, Sent, Uncertain, Unreached

_APPEND = os.O_WRONLY | os.O_APPEND | os.O_CREAT
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class MailSent:
    """A mail that was accepted, and the notices that left in it."""

    at: datetime
    mail: str
    notices: tuple[str, ...]


class Journal:
    """The file; each line is on the disk before anything else happens."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._guard = Lock()

    def begin(self) -> None:
        """Make it when it is not there: one that is missing later was lost.

        Raises:
            ConfigurationError: it cannot be written.
        """
        try:
            os.close(self.open())
        except OSError as error:
            raise ConfigurationError(
                f"The journal of what was sent cannot be written: {error.strerror}, {self.path}."
            ) from error

    def open(self) -> int:
        """Open it for the next line, and make it when it is not there.

        Raises:
            OSError: it cannot be written.
        """
        return os.open(self.path, _APPEND, 0o600)

    def note(self, handle: int, sent: MailSent) -> None:
        """Write that this mail was accepted; a line that was cut short before stays alone.

        Raises:
            OSError: it could not be written whole.
        """
        line = {"at": sent.at.isoformat(), "mail": sent.mail, "notices": list(sent.notices)}
        # What a crash left of a line ends here, so that it spoils no other.
        with self._guard:
            begin = "" if _ends_whole(self.path) else "\n"
            text = f"{begin}{json.dumps(line)}\n".encode()
            if os.write(handle, text) != len(text):
                raise OSError(f"{self.path} took half a line")
            os.fsync(handle)

    def lines(self) -> Iterator[MailSent]:
        """Every mail that was accepted, the oldest first.

        Raises:
            ConfigurationError: the file cannot be read.
        """
        try:
            with self.path.open(encoding="utf-8", errors="replace") as file:
                yield from filter(None, map(_read, file))
        except OSError as error:
            raise ConfigurationError(
                f"The journal of what was sent cannot be read: {error.strerror}, {self.path}."
            ) from error


class JournalledChannel:
    """A channel whose accepted mails are noted; while that cannot be done it sends nothing."""

    def __init__(self, channel: Channel, journal: Journal, clock: Clock) -> None:
        self.name = channel.name
        self._channel, self._journal, self._clock = channel, journal, clock

    def send(self, message: Message) -> Sent | NotSent | Uncertain | Unreached:
        """Hand the message over, and note it as soon as it was accepted."""
        try:
            handle = self._journal.open()
        except OSError as error:
            why = f"The journal of what was sent cannot be written: {error.strerror or error}."
            return Unreached(why)
        try:
            answer = self._channel.send(message)
            if isinstance(answer, Sent):
                self._note(handle, message)
            return answer
        finally:
            os.close(handle)

    def _note(self, handle: int, message: Message) -> None:
        """It has left, whatever happens: that the line is missing is told to whoever looks."""
        sent = MailSent(self._clock.now(), message.key, message.notices)
        try:
            self._journal.note(handle, sent)
        except OSError as error:
            _log.error("sent_journal_broke", mail=message.key, error=type(error).__name__)


def _ends_whole(path: Path) -> bool:
    with path.open("rb") as file:
        if file.seek(0, os.SEEK_END) == 0:
            return True
        file.seek(-1, os.SEEK_END)
        return file.read(1) == b"\n"


def _read(line: str) -> MailSent | None:
    """What a line says; None for one that a crash cut short."""
    try:
        said = json.loads(line)
        at, notices = datetime.fromisoformat(said["at"]), tuple(map(str, said["notices"]))
        return MailSent(at, str(said["mail"]), notices)
    except (ValueError, KeyError, TypeError):
        return None
