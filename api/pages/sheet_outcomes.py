"""The outcome of each child, settled at the table: for one child, or the same for all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import NoReturn

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from api.auth.posted import Form, Posted
from api.auth.who import Reader
from api.forms import answers
from api.pages.again import Again, tried
from api.pages.blocks import Block, below, newest, within
from api.pages.outcomes import typed
from api.pages.sheet import AT, page, saved
from api.policy import policy
from api.requests import PublicId
from api.site import site_of
from api.views.sheet import Halfway, SheetPage
from engine.errors import NotFound
from engine.fields import InputProblem, read_answers
from engine.service.command import CaseInHand, Outcome
from engine.service.file.heading import case_with
from engine.service.orders import EditRecord, MoveRecord, WriteRecord
from engine.service.records import edit_record, move_record, write_record
from engine.service.repeats import Done
from engine.service.sent_before import came_before
from engine.service.sheet import Sheet
from engine.service.sheet_outcomes import OutcomeOfChild, OutcomesPreview, preview_outcomes
from engine.text import Text

router = APIRouter(include_in_schema=False)

_CHOOSE = Text(nl="Kies wat de uitkomst is.", en="Choose what the outcome is.")


@dataclass(frozen=True, slots=True)
class _Said:
    """What the form says of an outcome, and what is wrong with that."""

    status: str
    fields: Mapping[str, object]
    inputs: Mapping[str, object]
    problems: tuple[InputProblem, ...]


@router.post(AT + "/outcomes/{child_id}")
@policy("write_record", finds="table")
def settle_outcome(
    request: Request,
    meeting_id: PublicId,
    item_id: PublicId,
    child_id: PublicId,
    form: Form,
    me: Reader,
) -> Response:
    """Settle the outcome, keep it as a draft, or show what it would do."""
    office = site_of(request).office
    block = Block(me, office, meeting_id, item_id, f"outcome-{child_id}", form)
    if form.text("same"):
        block = replace(block, name="outcomes", form=_sealed_for_all(form))
    done = block.run(
        lambda found: _settled(block, found, child_id),
        goes_on=lambda found: _goes_on(block, found, child_id),
    )
    name = f"outcome-{child_id}"
    if isinstance(done, Again):
        found, again = block.now(), replace(done, problems=within(done.problems, child_id))
        _about(block, found, child_id)
        view = SheetPage(sheet=found, block=name, values=typed(form), again=again)
        return page(request, me, view)
    if isinstance(done, OutcomesPreview):
        view = SheetPage(sheet=block.now(), block=name, values=typed(form), look=done)
        return page(request, me, view)
    return (
        _all_shown(saved(request, block, name))
        if form.text("same")
        else saved(request, block, name)
    )


def _all_shown(response: Response) -> Response:
    """For htmx: what was saved of all children is shown of all."""
    response.headers["HX-Retarget"] = response.headers["HX-Reselect"] = "#outcomes"
    return response


def _sealed_for_all(form: Posted) -> Posted:
    """The form with the seal of what it showed of every child."""
    return Posted((*form.fields, ("seal", form.text("seal_all"))))


def _settled(block: Block, found: Sheet, child: str) -> Done | OutcomesPreview | Again:
    """What the form asks, for this child or for all."""
    about = _about(block, found, child)
    targets = _targets(block, found, about)
    said = _said(block.form, found, about)
    intent = block.form.text("intent")
    if intent == "preview" and said.status:
        return _look(block, found, targets, said)
    if intent == "draft":
        return _all(block, found, targets, said, settle=False)
    problems = said.problems
    reasons = _look(block, found, targets, said).reasons if said.status else ()
    if problems or reasons:
        told = tuple(dict.fromkeys(reason for _, reason in reasons))
        return Again(400 if problems else 409, problems, told)
    return _all(block, found, targets, said, settle=True)


def _targets(block: Block, found: Sheet, about: OutcomeOfChild) -> list[OutcomeOfChild]:
    """The children to whom the form applies."""
    return list(found.outcomes) if block.form.text("same") else [about]


def _about(block: Block, found: Sheet, child: str) -> OutcomeOfChild:
    """The child that the address names.

    Raises:
        NotFound: the case has no such child, or nothing is settled about each child.
    """

    def none(_: CaseInHand) -> NoReturn:
        raise NotFound("child")

    for each in found.outcomes:
        if each.child.id == child:
            return each
    return case_with(block.me.viewer, block.office, found.case.id, "write_record", none)[1]


def _said(form: Posted, found: Sheet, about: OutcomeOfChild) -> _Said:
    """What was filled in; all that is wrong is named, at the questions of this child."""
    child, status = about.child.id, form.text("status")
    option = next((each for each in about.options if each.status == status), None)
    own = answers(below(form, child), found.forms.outcome)
    fields = {name: value for name, value in own.items() if "-" not in name}
    _, wrong = read_answers(found.forms.outcome, fields)
    if option is None:
        unchosen = InputProblem("status", "missing", _CHOOSE)
        return _Said("", fields, {}, (unchosen, *wrong))
    inputs = answers(below(form, f"{child}-{status}"), option.form)
    _, more = read_answers(option.form, inputs)
    return _Said(status, fields, inputs, (*within(more, status), *wrong))


def _look(
    block: Block, found: Sheet, targets: list[OutcomeOfChild], said: _Said
) -> OutcomesPreview:
    chosen = {each.child.id: (said.status, said.inputs) for each in targets}
    return preview_outcomes(block.me.viewer, block.office, found.meeting.id, found.id, chosen)


def _all(
    block: Block, found: Sheet, targets: list[OutcomeOfChild], said: _Said, *, settle: bool
) -> Done | Again:
    """Write the outcome of each child, and settle it; what was written first stays."""
    done: Done | Again = Again(400)
    version, before = found.case.version, list[str]()
    for at, each in enumerate(targets, 1):
        last = at == len(targets)
        key = block.form.key if last else f"{block.form.key}:{at}"
        if not last and _came(block, key):  # sent before, and broken off after this child
            before.append(each.child.name)
            continue
        done = _written(block, found, each, said, version, f"{key}:write" if settle else key)
        if settle and not isinstance(done, Again):
            done = _moved(block, found, said, done, key)
        if isinstance(done, Again):
            return _halfway(done, each, before)
        version = done.version
        before.append(each.child.name)
    return done


def _halfway(again: Again, at: OutcomeOfChild, before: list[str]) -> Again:
    """Why it broke off at this child, with what was saved of those before it."""
    draft = at.child.name if isinstance(again, Halfway) else None
    if not (draft or before):
        return again
    return Halfway(
        again.status, again.problems, again.reasons, again.says, tuple(before), draft=draft
    )


def _came(block: Block, key: str) -> bool:
    """Whether the same form, sent before, carried this part out."""
    return came_before(block.me.viewer, block.office, key)


def _goes_on(block: Block, found: Sheet, child: str) -> bool:
    """Whether the form was sent before and broken off, and its draft is as it left it."""
    about, form, key = _about(block, found, child), found.forms.outcome, block.form.key
    if not any(_came(block, each) for each in (f"{key}:write", f"{key}:1:write")):
        return False
    says, _ = read_answers(form, _said(block.form, found, about).fields)
    drafts = [each.draft.fields for each in _targets(block, found, about) if each.draft]
    return all(read_answers(form, draft)[0] == says for draft in drafts)


def _written(
    block: Block, found: Sheet, each: OutcomeOfChild, said: _Said, version: int, key: str
) -> Done | Again:
    """The outcome as a draft: the one that is there, written anew where need be, or a new one."""
    viewer, office, case = block.me.viewer, block.office, found.case.id
    if each.draft is None:
        order = WriteRecord(
            case=case,
            key=key,
            type=str(found.forms.outcome_type),
            child=each.child.id,
            fields=said.fields,
        )
        return tried(lambda: write_record(viewer, office, order))
    draft = each.draft.id
    if _came(block, key):  # by this very form, which broke off then
        return Done(case, version, found.state, "record_written", made=draft)

    def edit(seen: int) -> Outcome:
        order = EditRecord(case=case, key=key, record=draft, seen_version=seen, fields=said.fields)
        return edit_record(viewer, office, order)

    first = version == found.case.version
    done = tried(lambda: edit(version) if first else newest(edit, version))
    return replace(done, made=draft) if isinstance(done, Done) else done


def _moved(block: Block, found: Sheet, said: _Said, written: Done, key: str) -> Done | Again:
    def move(seen: int) -> Outcome:
        order = MoveRecord(
            case=found.case.id,
            key=key,
            record=str(written.made),
            to=said.status,
            seen_version=seen,
            inputs=said.inputs,
        )
        return move_record(block.me.viewer, block.office, order)

    done = tried(lambda: newest(move, written.version))
    if isinstance(done, Again):
        return Halfway(done.status, done.problems, done.reasons, done.says)
    return done
