"""What a counter-example says of meetings, agreements and terms, as lines of a scenario."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TypeAlias

from engine.proof.dimension import Value, Values

Json: TypeAlias = "str | int | bool | list[Json] | Mapping[str, Json]"
Line: TypeAlias = dict[str, Json]

TABLE = "tafel"
RUN_IT = ("secretary", "chair")
_DUE = timedelta(days=30)


class Unplayable(Exception):
    """No scenario can say this."""


@dataclass
class _Meeting:
    """The meeting on whose agenda the case is."""

    name: str
    is_open: bool = False
    there: set[str] = field(default_factory=set)
    """The roles that are in the room."""


@dataclass
class AtTable:
    """Writes what happens at the table: who meets, who is there, and what is agreed."""

    case: str
    write: Callable[[Line, str], None]
    person: Callable[[str], str]
    """Who has a role."""

    one_of: Callable[[Iterable[str]], str]
    wait_a_day: Callable[[], None]
    planned: int = 0
    meeting: _Meeting | None = None
    """The meeting on whose agenda the case stands now."""

    agreed: dict[str, str] = field(default_factory=dict)
    """How each agreement stands, by its name."""

    def plan(self, today: date) -> str:
        """A new meeting, tomorrow; its local name."""
        self.planned += 1
        made = _Meeting(f"m{self.planned}")
        on = (today + timedelta(days=1)).isoformat()
        self.write({"meet": TABLE, "on": on, "name": made.name}, self.one_of(RUN_IT))
        self.meeting = made
        return made.name

    def leave(self) -> None:
        """The case has its outcome, or was put off: it is on no agenda any more."""
        self.meeting = None

    def gather(self, values: Values) -> None:
        """Whoever must be in the room is, and nobody else.

        Raises:
            Unplayable: somebody should be there, and the case is on no agenda.
        """
        wanted = {
            key.removeprefix("present."): value
            for key, value in sorted(values.items())
            if key.startswith("present.")
        }
        meeting = self.meeting
        if meeting is None or not (meeting.is_open or any(wanted.values())):
            if any(wanted.values()):
                raise Unplayable("nobody meets")
            return
        if not meeting.is_open:
            self._open(meeting, [role for role, there in wanted.items() if there])
        for role, there in wanted.items():
            if bool(there) != (role in meeting.there):
                self._mark(meeting, role, there=bool(there))

    def agree(self, wanted: Value, today: date, worker: str) -> None:
        """There are agreements in these states; what is open and should not be is settled."""
        states = wanted if isinstance(wanted, frozenset) else frozenset[str]()
        for name, state in self.agreed.items():
            if state == "open" and "open" not in states:
                self._settle(name, min(states, default="met"), worker)
        for state in sorted(states - set(self.agreed.values())):
            self._make(state, today, worker)

    def _open(self, meeting: _Meeting, roles: list[str]) -> None:
        """Open it on its day, with everybody in these roles."""
        self.wait_a_day()
        names: list[Json] = [self.person(role) for role in roles]
        line: Line = {"meet": meeting.name, "opens": True, "present": names}
        self.write(line, self.one_of(RUN_IT))
        meeting.is_open, meeting.there = True, set(roles)

    def _mark(self, meeting: _Meeting, role: str, *, there: bool) -> None:
        key = "attends" if there else "absent"
        self.write({key: self.person(role), "case": self.case}, self.one_of(RUN_IT))
        (meeting.there.add if there else meeting.there.discard)(role)

    def _make(self, state: str, today: date, worker: str) -> None:
        name = f"a{len(self.agreed) + 1}"
        due = (today + _DUE).isoformat()
        line: Line = {"agree": "Tekst.", "name": name, "case": self.case, "due": due}
        self.write({**line, "owner": worker}, worker)
        self.agreed[name] = "open"
        if state != "open":
            self._settle(name, state, worker)

    def _settle(self, name: str, state: str, worker: str) -> None:
        self.write({"settle": name, "result": state}, worker)
        self.agreed[name] = state
