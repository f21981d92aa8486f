"""What the commands on hooks do and say."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from pydantic import JsonValue

from api.demo_clock import clock_to_look
from api.wiring import office_from
from engine.errors import ConfigurationError
from engine.ports import Gone, Sent, Uncertain
from engine.service.hook_calls import Answer
from engine.service.hooks import HookRow, add_hook, list_hooks
from engine.service.office import Office
from engine.settings import Settings
from notifications.reach import url_problem


@dataclass(frozen=True, slots=True)
class HookLine:
    """An address, as the command line shows it: never its secret."""

    row: HookRow

    @property
    def id(self) -> str:
        """What the other commands call it."""
        return self.row.id

    def as_data(self) -> dict[str, JsonValue]:
        """The same for a program."""
        return {
            "id": self.row.id,
            "url": self.row.url,
            "kinds": list(self.row.kinds),
            "active": self.row.active,
            "disabled_why": self.row.disabled_why,
            "rotating": self.row.rotating,
            "made_at": self.row.made_at.isoformat(),
        }


@contextmanager
def office_at(settings: Settings) -> Iterator[Office]:
    """The office of this installation, for one command.

    Raises:
        ConfigurationError: the tables are not those of this program.
    """
    office = office_from(settings, clock_to_look(settings))
    try:
        yield office
    finally:
        office.store.close()


def rows(office: Office) -> list[HookLine]:
    """Every address, the oldest first."""
    return [HookLine(each) for each in list_hooks(office)]


def add(office: Office, settings: Settings, url: str, kinds: str) -> tuple[HookLine, str]:
    """Let an address hear of events; its secret, told only now.

    Raises:
        ConfigurationError: the address may not be called, or a kind does not exist.
    """
    problem = url_problem(url, settings.webhook_allow)
    if problem:
        raise ConfigurationError(f"{url} cannot be called: {problem}.")
    wanted = [each.strip() for each in kinds.split(",") if each.strip()]
    made, secret = add_hook(office, url, kinds=wanted)
    return HookLine(made), secret


def words(line: HookLine) -> str:
    """One line of the list."""
    row = line.row
    state = "called" if row.active else f"not called: {row.disabled_why}"
    rotating = "; two secrets sign" if row.rotating else ""
    return f"{row.id} {row.url} ({', '.join(row.kinds) or 'all kinds'}; {state}{rotating})"


def outcome(answer: Answer) -> str:
    """What became of a call."""
    if isinstance(answer, Sent):
        return "It was accepted."
    if isinstance(answer, Gone):
        return "It answered 410: it wants to hear nothing any more."
    unsure = "Nobody knows whether it was accepted" if isinstance(answer, Uncertain) else "Not sent"
    return f"{unsure}: {answer.why}."
