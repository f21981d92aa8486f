"""Requests about one's own data in the case of three children with two fathers."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, cast

from engine.data_copy import CopyGiven, Shown
from engine.service import corrections, data_closings, data_requests, statements
from engine.service import rights_orders as rights
from engine.service.command import Outcome, looking
from engine.service.data_copies import Copy, copy_in, request_in
from engine.service.orders import Order
from engine.service.repeats import Done
from engine.store import data_requests as kept
from tests.service.letter_stories import Story

COMMANDS: Mapping[type[Order], Callable[..., Outcome]] = {
    rights.AskData: data_requests.ask_data,
    rights.JudgeCopy: data_requests.judge_copy,
    rights.ConfirmCopy: data_requests.confirm_copy,
    rights.GiveCopy: data_requests.give_copy,
    rights.CloseRequest: data_closings.close_request,
    rights.CorrectRecord: corrections.correct_record,
    rights.MakeStatement: statements.make_statement,
}


def does(story: Story, by: str, kind: type[Order], /, **said: Any) -> Outcome:
    """Give a command as somebody; of a copy as Bram sees it, unless said otherwise."""
    if kind in (rights.ConfirmCopy, rights.GiveCopy) and "digest" not in said:
        said["digest"] = copy(story, said["request"]).digest
    return COMMANDS[kind](story.viewer(by), story.office, kind(case=story.case.id, **said))


def done(story: Story, by: str, kind: type[Order], /, **said: Any) -> str:
    """Give one that changes something; what it made."""
    outcome = does(story, by, kind, **said)
    assert isinstance(outcome, Done), [reason.key for reason in outcome.missing]
    return outcome.made or ""


def refused(story: Story, by: str, kind: type[Order], /, **said: Any) -> list[str]:
    """Give one that is refused; the keys of what stops it."""
    outcome = does(story, by, kind, **said)
    assert not isinstance(outcome, Done)
    return [reason.key for reason in outcome.missing]


def asks(story: Story, person: str, asker: str = "", **said: Any) -> str:
    """Let somebody ask; the public id of the request."""
    who = {"person": story.who(person), "asker": story.who(asker or person)}
    return done(story, "bram", rights.AskData, **who, identity="Paspoort gezien", **said)


def things(story: Story, request: str, by: str = "bram") -> tuple[Shown, ...]:
    """What the copy would hold now."""
    return copy(story, request, by).things


def copy(story: Story, request: str, by: str = "bram") -> Copy:
    """Read it as it is now."""
    with looking(story.viewer(by), story.office, story.case.id, "read_data_request") as work:
        return copy_in(work, request_in(work, request))


def decides(
    story: Story, request: str, withheld: Callable[[Shown], bool] = lambda each: False
) -> None:
    """Let Bram give everything but this."""
    items = tuple(
        rights.ItemJudged(key=each.thing.key, ground="rights_of_others" if withheld(each) else None)
        for each in things(story, request)
    )
    done(story, "bram", rights.JudgeCopy, request=request, items=items)


def given(story: Story, request: str) -> CopyGiven:
    """Give it, and read what was given."""
    done(story, "bram", rights.GiveCopy, request=request)
    with looking(story.viewer("bram"), story.office, story.case.id, "read_data_request") as work:
        _, found = kept.said_of(work.connection, request_in(work, request))
    assert found is not None
    return cast(CopyGiven, found)


def text_of(copy: CopyGiven) -> str:
    """All its words."""
    return json.dumps(copy, ensure_ascii=False)
