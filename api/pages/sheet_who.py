"""The block of a sheet that says who is there: several people in one form, each its own command."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from api.auth.posted import Form, Posted
from api.auth.who import Reader
from api.pages.again import Again, tried
from api.pages.blocks import Block
from api.pages.outcomes import typed
from api.pages.sheet import AT, page, saved
from api.policy import policy
from api.requests import PublicId
from api.site import site_of
from api.views.sheet import Failed, SheetPage
from engine.errors import NotFound
from engine.service.at_table import TableOutcome
from engine.service.attendance import mark_at_item, mark_at_meeting
from engine.service.command import Outcome
from engine.service.orders import MarkAtItem
from engine.service.sheet import Sheet
from engine.service.sheet_people import Expected
from engine.service.table_orders import MarkAtMeeting
from engine.text import Text

router = APIRouter(include_in_schema=False)

_NAMED = {"person": "how", "words": "words", "role": "words_role", "how": "words_how"}
"""The field of the form for somebody in words, by what the command calls it."""

_GONE = Text(
    nl="Deze persoon hoort niet meer bij deze zaak of deze tafel.",
    en="This person is no longer of this case or this table.",
)


@dataclass(frozen=True, slots=True)
class _Mark:
    """One person of the form; ``person`` is None for whoever is named in words."""

    name: str
    person: str | None
    order: MarkAtMeeting | MarkAtItem


@router.post(AT + "/who")
@policy("mark_at_item", finds="table")
def mark(
    request: Request, meeting_id: PublicId, item_id: PublicId, form: Form, me: Reader
) -> Response:
    """Mark everybody of whom something was filled in; who could not be marked is named."""
    office = site_of(request).office
    block = Block(me, office, meeting_id, item_id, "who", form)
    done = block.run(lambda found: _all_marked(block, found))
    if isinstance(done, Again):
        view = SheetPage(sheet=block.now(), block="who", values=typed(form), again=done)
        return page(request, me, view)
    if isinstance(done, tuple) and done:
        view = SheetPage(sheet=block.now(), block="who", values=typed(form), failed=done)
        return page(request, me, view)
    return saved(request, block)


def _all_marked(block: Block, found: Sheet) -> Failed:
    """Mark each; those who could not be marked, with why."""
    marks = [*_of_people(block.form, found), *_in_words(block.form, found)]
    done = [
        (each, _marked(block, each, "" if at == len(marks) else f":{at}"))
        for at, each in enumerate(marks, 1)
    ]
    return tuple(
        (each.name, _at_row(outcome, each)) for each, outcome in done if isinstance(outcome, Again)
    )


def _of_people(form: Posted, found: Sheet) -> Iterator[_Mark]:
    """Whoever is marked otherwise than the sheet says."""
    for each in found.expected:
        how, reason = form.text(f"how.{each.person}"), form.text(f"reason.{each.person}")
        said = (how, reason) != (each.how or "", each.reason or "")
        if each.person and how and said:
            yield _Mark(each.name, each.person, _order(found, each, how, reason))


def _in_words(form: Posted, found: Sheet) -> Iterator[_Mark]:
    words = form.text("words")
    if words:
        role, how = form.text("words_role") or None, form.text("words_how")
        order = MarkAtItem(case=found.case.id, how=how, words=words, role=role)
        yield _Mark(words, None, order)


def _order(found: Sheet, each: Expected, how: str, reason: str) -> MarkAtMeeting | MarkAtItem:
    """Members are marked for the whole meeting, everybody else at this case."""
    if each.place == "meeting":
        return MarkAtMeeting(meeting=found.meeting.id, how=how, person=each.person, reason=reason)
    return MarkAtItem(case=found.case.id, how=how, person=each.person, reason=reason)


def _marked(block: Block, each: _Mark, below: str) -> Outcome | TableOutcome | Again:
    viewer, office, order = block.me.viewer, block.office, each.order
    key = block.form.key + below
    try:
        if isinstance(order, MarkAtMeeting):
            whole = replace(order, key=key)
            return tried(lambda: mark_at_meeting(viewer, office, whole))
        one = replace(order, key=key)
        return tried(lambda: mark_at_item(viewer, office, one))
    except NotFound:
        return Again(409, says=_GONE)


def _at_row(again: Again, each: _Mark) -> Again:
    """The same, each problem at the field of the person it is about."""

    def field(name: str) -> str:
        return f"{name}.{each.person}" if each.person else _NAMED.get(name, name)

    problems = tuple(replace(problem, field=field(problem.field)) for problem in again.problems)
    return replace(again, problems=problems)
