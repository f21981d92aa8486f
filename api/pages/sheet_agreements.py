"""What is agreed at the table: several in one form, and whose each is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain

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
from api.views.sheet import ROWS, Failed, SheetPage
from engine.errors import NotFound
from engine.fields import Field, InputProblem, read_answers
from engine.service.agreements import agree, name_owner
from engine.service.command import Outcome
from engine.service.orders import Agree, NameOwner
from engine.service.sheet import Sheet
from engine.text import Text

router = APIRouter(include_in_schema=False)

_ASKED: Mapping[str, Field] = {
    "text": Field(type="long_text", title=Text(nl="Wat is er afgesproken", en="What was agreed")),
    "due_on": Field(type="date", title=Text(nl="Uiterlijk welke dag", en="By which day")),
}
_WRITTEN = ("text", "owner", "owner_words", "due_on")
_NOTHING = Text(nl="Vul in wat er is afgesproken.", en="Fill in what was agreed.")
_NOBODY = Text(
    nl="Deze persoon hoort niet meer bij deze zaak.", en="This person is no longer of this case."
)
_STRANGER = Text(
    nl="Kies wie het doet uit het gezin, of uit wie meedoet in deze zaak.",
    en="Choose who does it from the family, or from those who take part in this case.",
)
_CHILD = Text(
    nl="Kies een kind van deze zaak, of laat dit open.",
    en="Choose a child of this case, or leave this open.",
)
_READER = Text(
    nl="Kies wie dit thuis leest uit het gezin.",
    en="Choose who reads this at home from the family.",
)


@dataclass(frozen=True, slots=True)
class _Row:
    """One agreement of the form: where it stands, what it says, and what is wrong with it."""

    at: str
    text: str
    order: Agree | None
    problems: tuple[InputProblem, ...] = ()


@router.post(AT + "/agreements")
@policy("agree", finds="table")
def make_agreements(
    request: Request, meeting_id: PublicId, item_id: PublicId, form: Form, me: Reader
) -> Response:
    """Record each agreement that was filled in; what could not be recorded stays in the form."""
    office = site_of(request).office
    block = Block(me, office, meeting_id, item_id, "agreements", form)
    done = block.run(lambda found: _agreed(block, found))
    view = SheetPage(
        sheet=block.now(), block="agreements", values=typed(form), ticked=form.all("readers")
    )
    if isinstance(done, Again):
        return page(request, me, replace(view, again=done))
    if isinstance(done, tuple) and done:
        left = _left(view.values, done)
        return page(request, me, replace(view, values=left, failed=done))
    return saved(request, block)


@router.post(AT + "/agreements/{agreement_id}/owner")
@policy("name_owner", finds="table")
def own(
    request: Request,
    meeting_id: PublicId,
    item_id: PublicId,
    agreement_id: PublicId,
    form: Form,
    me: Reader,
) -> Response:
    """Say whose an agreement is."""
    office = site_of(request).office
    block = Block(me, office, meeting_id, item_id, "agreements", form)
    done = block.run(lambda found: _owned(block, found, agreement_id))
    name = f"owner-{agreement_id}"
    if isinstance(done, Again):
        again = replace(done, problems=_at(done.problems, agreement_id))
        view = SheetPage(sheet=block.now(), block=name, values=typed(form), again=again)
        return page(request, me, view)
    return saved(request, block)


def _agreed(block: Block, found: Sheet) -> Failed | Again:
    """Record each; those that were not, by their words, with why.

    None is recorded as long as a row names somebody who is not of this case.
    """
    rows = [*_rows(block.form, found)]
    if not rows:
        return Again(400, (InputProblem("text-1", "missing", _NOTHING),))
    if named := (*_misnamed(block.form, found, rows), *_misread(block.form, found)):
        wrong = (_at(each.problems, each.at) for each in rows)
        return Again(400, (*chain.from_iterable(wrong), *named))
    failed = []
    for number, row in enumerate(rows, 1):
        below = "" if number == len(rows) else f":{number}"
        done = _recorded(block, row, block.form.key + below)
        if isinstance(done, Again):
            failed.append((row.text[:40] or "–", done))
    return tuple(failed)


def _rows(form: Posted, found: Sheet) -> Iterator[_Row]:
    """The agreements of which something was filled in."""
    for at in map(str, range(1, ROWS + 1)):
        given = {name: form.text(f"{name}-{at}") for name in (*_WRITTEN, "child")}
        if not any(given[name] for name in _WRITTEN):
            continue
        asked = {name: given[name] for name in _ASKED if given[name]}
        said, problems = read_answers(_ASKED, asked)
        if problems:
            yield _Row(at, given["text"], None, problems)
            continue
        order = Agree(
            case=found.case.id,
            text=str(said["text"]),
            due_on=said["due_on"],  # type: ignore[arg-type]  # a date: its field says so
            owner=given["owner"] or None,
            owner_words=given["owner_words"],
            child=given["child"] or None,
            visible_to=form.all("readers"),
        )
        yield _Row(at, given["text"], order)


def _misnamed(form: Posted, found: Sheet, rows: Iterable[_Row]) -> Iterator[InputProblem]:
    """The rows that name an owner or a child who is not of this case."""
    for row in rows:
        yield from _stranger(form, found, row.at)
        if form.text(f"child-{row.at}") not in {"", *(each.id for each in found.case.children)}:
            yield InputProblem(f"child-{row.at}", "malformed", _CHILD)


def _stranger(form: Posted, found: Sheet, at: str) -> Iterator[InputProblem]:
    if form.text(f"owner-{at}") not in {"", *(each.id for each in found.people)}:
        yield InputProblem(f"owner-{at}", "malformed", _STRANGER)


def _misread(form: Posted, found: Sheet) -> Iterator[InputProblem]:
    family = {each.person for each in found.expected if each.of_family}
    if not family.issuperset(form.all("readers")):
        yield InputProblem("readers", "malformed", _READER)


def _recorded(block: Block, row: _Row, key: str) -> Outcome | Again:
    if row.order is None:
        done: Outcome | Again = Again(400, row.problems)
    else:
        order = replace(row.order, key=key)
        try:
            done = tried(lambda: agree(block.me.viewer, block.office, order))
        except NotFound:
            done = Again(409, says=_NOBODY)
    if isinstance(done, Again):
        return replace(done, problems=_at(done.problems, row.at))
    return done


def _at(problems: Iterable[InputProblem], place: str) -> tuple[InputProblem, ...]:
    """The problems, each at the field of its row or agreement."""
    return tuple(replace(each, field=f"{each.field}-{place}") for each in problems)


def _left(values: Mapping[str, str], failed: Failed) -> Mapping[str, str]:
    """What was typed of the rows that were not recorded."""
    rows = {
        problem.field.rpartition("-")[2] for _, again in failed for problem in again.problems
    } or set(map(str, range(1, ROWS + 1)))
    return {name: text for name, text in values.items() if name.rpartition("-")[2] in rows}


def _owned(block: Block, found: Sheet, agreement: str) -> Outcome | Again:
    if any(each.id == agreement for each in found.agreed):
        for _ in _stranger(block.form, found, agreement):
            return Again(400, (InputProblem("owner", "malformed", _STRANGER),))
    order = NameOwner(
        case=found.case.id,
        key=block.form.key,
        agreement=agreement,
        seen_version=found.case.version,
        owner=block.form.text(f"owner-{agreement}") or None,
        owner_words=block.form.text(f"owner_words-{agreement}"),
    )
    return name_owner(block.me.viewer, block.office, order)
