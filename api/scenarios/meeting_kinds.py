"""What a scenario may say about tables, meetings and agreements: a small model for each kind."""

from __future__ import annotations

from datetime import time
from typing import Annotated, Literal, Self

from pydantic import Field as Setting
from pydantic import model_validator

from api.scenarios.moments import Day
from api.scenarios.step_kinds import Act, InCase, Names
from engine.names import Name
from engine.text import Part

MOVES = {
    "fixes": "fixed",
    "opens": "in_session",
    "ends": "to_complete",
    "completes": "held",
    "cancels": "cancelled",
}
"""What happens to a meeting, and the state that it comes to."""


class Table(Part):
    """A table of the region, with its members in the roles that they have in the file."""

    municipalities: tuple[str, ...] = ()
    members: Annotated[Names, Setting(min_length=1)]


class Meet(Act):
    """Plan a meeting of a table on a day, or bring one on."""

    meet: Name
    on: Day | None = None
    name: Name | None = None
    starts: time | None = None
    place: str = ""
    fixes: Literal[True] | None = None
    opens: Literal[True] | None = None
    ends: Literal[True] | None = None
    completes: Literal[True] | None = None
    cancels: Literal[True] | None = None
    present: Names = ()

    @property
    def to(self) -> str | None:
        """The state to which the meeting comes; None: it is planned."""
        return next((state for key, state in MOVES.items() if getattr(self, key)), None)

    @model_validator(mode="after")
    def _one_thing(self) -> Self:
        moves = [key for key in MOVES if getattr(self, key)]
        if len(moves) + (self.on is not None) != 1:
            raise ValueError(f"give one of 'on', {', '.join(map(repr, MOVES))}")
        if self.on is not None and self.name is None:
            raise ValueError("a meeting that is planned gets a name")
        if self.present and not self.opens:
            raise ValueError("'present' goes with 'opens'")
        return self


class Absent(InCase):
    """Mark somebody who is not there when the case is discussed."""

    absent: Name
    how: Literal["absent", "absent_with_notice", "heard_before", "not_invited"] = "absent"
    role: Name | None = None
    reason: str = "scenario"


class Attends(InCase):
    """Mark somebody who is there when the case is discussed."""

    attends: Name
    how: Literal["in_room", "by_phone", "by_video"] = "in_room"
    role: Name | None = None


class Agree(InCase):
    """Make an agreement; ``owner_is`` says in words whose it is."""

    agree: str
    due: Day
    name: Name | None = None
    owner: Name | None = None
    owner_is: str = ""
    child: Name | None = None
    visible_to: Names = ()


class Owns(Act):
    """Say whose an agreement is."""

    owns: Name
    owner: Name | None = None
    owner_is: str = ""
    seen: Name | None = None


class Settle(Act):
    """Record what came of an agreement."""

    settle: Name
    result: str
    words: str = ""
    seen: Name | None = None
