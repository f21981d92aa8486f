"""What makes a reminder the same one after a restore: its key, and so its Message-ID.

What the clock makes anew gets other random ids than before, so the key is made of what a restore
brings back the same. It is a digest: the journal of what was sent names nobody.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date

from engine.definition import canonical

_LENGTH = 40
"""160 bits in hexadecimal; a Message-ID has to stay short."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminded:
    """Of what somebody is reminded.

    A case is known by its family, its workflow and its first youth, and is the ``nth`` of those;
    its deadline by key, child part and occurrence.
    """

    family: str
    workflow: str
    youth: str
    nth: int
    deadline: str
    child: str
    occurrence: int
    due_on: date
    step: str
    audience: str


def reminder_key(about: Reminded, *, person: str, channel: str) -> str:
    """The key of a message to one person by one channel."""
    bound = canonical(
        [
            *(about.family, about.workflow, about.youth, about.nth),
            *(about.deadline, about.child, about.occurrence),
            *(about.due_on.isoformat(), about.step, about.audience),
            *(person, channel),
        ]
    )
    return f"reminder-{hashlib.sha256(bound.encode()).hexdigest()[:_LENGTH]}"
