"""Blocks of a sheet, each saved by itself: the steps of the talk, and an advice."""

from __future__ import annotations

from dataclasses import replace

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from api.auth.posted import Form
from api.auth.who import Reader
from api.forms import answers
from api.pages.again import Again, tried
from api.pages.blocks import Block, below, newest, within
from api.pages.outcomes import go, typed
from api.pages.sheet import AT, page, path_of, saved
from api.policy import policy
from api.requests import PublicId
from api.site import site_of
from api.views.sheet import SheetPage, StepLook
from engine.decision import Refused
from engine.errors import NotFound
from engine.fields import read_answers
from engine.service.cases import Preview, advance, preview
from engine.service.command import Outcome
from engine.service.meeting_mode import stay_at_table
from engine.service.office import Office
from engine.service.orders import Advance, MoveRecord, WriteRecord
from engine.service.records import move_record, write_record
from engine.service.repeats import Done
from engine.service.sessions import SignedIn
from engine.service.sheet import Sheet
from engine.service.sheet_records import ADVICE
from engine.service.sheet_steps import TalkStep
from engine.service.table_orders import StayAtTable

router = APIRouter(include_in_schema=False)


@router.post(AT + "/steps/{name}")
@policy("advance", finds="table")
def make_step(
    request: Request,
    meeting_id: PublicId,
    item_id: PublicId,
    name: PublicId,
    form: Form,
    me: Reader,
) -> Response:
    """Make a step of the talk, or show what it would do, when that was asked."""
    office = site_of(request).office
    block = Block(me, office, meeting_id, item_id, f"step-{name}", form)
    is_look = form.text("intent") == "preview"
    done = block.run(lambda found: _stepped(block, found, name, is_look=is_look))
    found = block.now()
    if isinstance(done, Again):
        again = replace(done, problems=within(done.problems, name))
        view = SheetPage(sheet=found, block=block.name, values=typed(form), again=again)
        return page(request, me, view)
    if isinstance(done, Preview):
        look = StepLook(found.case, _step(found, name), done)
        view = SheetPage(sheet=found, block=block.name, values=typed(form), look=look)
        return page(request, me, view)
    _stay(me, office, found)
    return go(request, path_of((meeting_id, item_id)), "step_done")


@router.post(AT + "/advice")
@policy("write_record", finds="table")
def advise(
    request: Request, meeting_id: PublicId, item_id: PublicId, form: Form, me: Reader
) -> Response:
    """Write an advice for the improvement agenda, and give it when it is whole."""
    office = site_of(request).office
    block = Block(me, office, meeting_id, item_id, "advice", form)
    done = block.run(lambda found: _advised(block, found))
    if isinstance(done, Again):
        again = replace(done, problems=within(done.problems, "advice"))
        view = SheetPage(sheet=block.now(), block="advice", values=typed(form), again=again)
        return page(request, me, view)
    return saved(request, block)


def _stepped(
    block: Block, found: Sheet, name: str, *, is_look: bool
) -> Done | Preview | Refused | Again:
    """Make the step on the case as it is now."""
    step = _step(found, name)
    inputs = answers(below(block.form, name), step.form)
    order = Advance(
        case=found.case.id,
        transition=name,
        seen_version=found.case.version,
        inputs=inputs,
        key=None if is_look else block.form.key,
    )
    do = preview if is_look else advance
    return do(block.me.viewer, block.office, order)


def _step(found: Sheet, name: str) -> TalkStep:
    """A step of the talk.

    Raises:
        NotFound: this case has none of that name at the table.
    """
    for step in found.steps:
        if step.name == name:
            return step
    raise NotFound("step")


def _stay(me: SignedIn, office: Office, found: Sheet) -> None:
    """Whoever begins the talk runs the meeting on this device: no sign-off from now on."""
    if any(each.is_next for each in found.steps if each.kind != "begin"):
        stay_at_table(me.viewer, office, StayAtTable(meeting=found.meeting.id))


def _advised(block: Block, found: Sheet) -> Done | Refused | Again:
    """Write the advice; whole, it is given at once."""
    fields = answers(below(block.form, "advice"), found.forms.advice)
    order = WriteRecord(
        case=found.case.id, type=ADVICE, fields=fields, key=f"{block.form.key}:write"
    )
    _, problems = read_answers(found.forms.advice, fields)
    if problems:
        return Again(400, problems)
    written = tried(lambda: write_record(block.me.viewer, block.office, order))
    if isinstance(written, Again):
        return written

    def give(version: int) -> Outcome:
        given = MoveRecord(
            case=found.case.id,
            record=str(written.made),
            to="given",
            seen_version=version,
            key=block.form.key,
        )
        return move_record(block.me.viewer, block.office, given)

    return newest(give, written.version)
