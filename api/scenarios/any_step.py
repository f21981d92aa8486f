"""Which kind a step is: by the keys that it has."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from pydantic import Discriminator, Tag

from api.scenarios import meeting_kinds
from api.scenarios import step_kinds as kinds
from engine.span import did_you_mean

KINDS = (
    *("open", "do", "record", "edit", "move", "consent", "authority", "join", "leave", "assign"),
    *("deviate", "confirm", "refuse", "contact", "extend", "suspend", "resume", "remember"),
    *("meet", "absent", "attends", "agree", "owns", "settle"),
    *("wait", "down", "mail"),
    "expect",  # last: acts have a key of this name, too
)


def kind_of(step: object) -> str | None:
    """Which kind of step this is, by its keys; what an act expects is a word, not a map.

    Absent from a meeting is a name, away from work a map.
    """
    keys = step if isinstance(step, dict) else {}
    found = next((kind for kind in KINDS if kind in keys), None)
    if found == "absent" and isinstance(keys["absent"], dict):
        return "away"
    return None if found == "expect" and not isinstance(keys["expect"], dict) else found


def no_such_step(step: object) -> str:
    """That there is no such kind of step, and which one was probably meant."""
    keys = step if isinstance(step, dict) else {}
    near = (did_you_mean(str(key), KINDS) for key in keys)
    return "no such step" + next(filter(None, near), f"; the kinds are {', '.join(KINDS)}")


def _tag(step: object) -> str:
    """Never a key of the step itself, so that places in the file stay unambiguous."""
    return f"a step '{kind_of(step)}'"


Step: TypeAlias = Annotated[
    Annotated[kinds.Open, Tag("a step 'open'")]
    | Annotated[kinds.Do, Tag("a step 'do'")]
    | Annotated[kinds.Write, Tag("a step 'record'")]
    | Annotated[kinds.Edit, Tag("a step 'edit'")]
    | Annotated[kinds.Move, Tag("a step 'move'")]
    | Annotated[kinds.Consent, Tag("a step 'consent'")]
    | Annotated[kinds.Authority, Tag("a step 'authority'")]
    | Annotated[kinds.Join, Tag("a step 'join'")]
    | Annotated[kinds.Leave, Tag("a step 'leave'")]
    | Annotated[kinds.Assign, Tag("a step 'assign'")]
    | Annotated[kinds.Away, Tag("a step 'away'")]
    | Annotated[kinds.Deviate, Tag("a step 'deviate'")]
    | Annotated[kinds.Confirm, Tag("a step 'confirm'")]
    | Annotated[kinds.Refuse, Tag("a step 'refuse'")]
    | Annotated[kinds.Contact, Tag("a step 'contact'")]
    | Annotated[kinds.Extend, Tag("a step 'extend'")]
    | Annotated[kinds.Suspend, Tag("a step 'suspend'")]
    | Annotated[kinds.Resume, Tag("a step 'resume'")]
    | Annotated[meeting_kinds.Meet, Tag("a step 'meet'")]
    | Annotated[meeting_kinds.Absent, Tag("a step 'absent'")]
    | Annotated[meeting_kinds.Attends, Tag("a step 'attends'")]
    | Annotated[meeting_kinds.Agree, Tag("a step 'agree'")]
    | Annotated[meeting_kinds.Owns, Tag("a step 'owns'")]
    | Annotated[meeting_kinds.Settle, Tag("a step 'settle'")]
    | Annotated[kinds.Remember, Tag("a step 'remember'")]
    | Annotated[kinds.Wait, Tag("a step 'wait'")]
    | Annotated[kinds.Down, Tag("a step 'down'")]
    | Annotated[kinds.Mail, Tag("a step 'mail'")]
    | Annotated[kinds.Expect, Tag("a step 'expect'")],
    Discriminator(_tag),
]
