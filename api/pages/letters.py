"""What goes home after the table: the letters of a case, each looked at, made, printed, given."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from api.auth.posted import Form, Posted
from api.auth.who import Reader
from api.forms import answers
from api.letter_words import letter_words
from api.pages.outcomes import Again, attempted, go, show, typed, version_after
from api.pages.questions import happened
from api.pdf import PDF_OFF, paper_html, pdf_answer, pdf_of
from api.policy import policy
from api.requests import PublicId
from api.site import site_of
from api.views.letters import LettersView, LetterView, PreviewView
from engine.errors import NotFound
from engine.fields import InvalidInput
from engine.service.command import CaseInHand
from engine.service.file.heading import CaseHeading, case_with
from engine.service.letter_orders import (
    MakeLetter,
    give_letter,
    make_letter,
    make_owed,
    write_anew,
)
from engine.service.letter_page import LetterPage, letter_page_of, paper
from engine.service.letter_reach import WITHDRAWN
from engine.service.letters import LetterForm, LettersPage, Preview, letters_of, preview_of
from engine.service.office import Office
from engine.service.orders import EditRecord, MoveRecord
from engine.service.records import SUPERSEDED
from engine.service.sessions import SignedIn

router = APIRouter(include_in_schema=False)

LONGEST_KEY = 64
Key = Annotated[str, Query(max_length=LONGEST_KEY)]
_AT = "/cases/{case_id}/letters"
_ONE = f"{_AT}/{{record_id}}"
_OFF = 409
_SAID = {SUPERSEDED: "letter_put_away", WITHDRAWN: "letter_withdrawn"}


@router.get(_AT)
@policy("read_letters", finds="case")
def list_letters(request: Request, case_id: PublicId, me: Reader) -> Response:
    """Every child with each receiver: is the letter there, and what comes next."""
    case, page = case_with(me.viewer, site_of(request).office, case_id, "read_letters", letters_of)
    view = LettersView(case=case, page=page)
    return show(request, "letters/list.html", view, None, me=me)


@router.post(_AT)
@policy("write_record", finds="case")
def make(request: Request, case_id: PublicId, form: Form, me: Reader) -> Response:
    """Make one letter, or without a receiver every letter that is to be made still."""
    office = site_of(request).office
    if form.text("receiver"):
        order = _order(form, case_id)
        one = attempted(
            me.viewer, office, lambda: make_letter(me.viewer, office, letter_words(), order)
        )
        if not isinstance(one, Again):
            return go(request, f"/cases/{case_id}/letters/{one.made}", "letters_made")
        return _listed(request, me, case_id, one)
    key = form.key
    all_ = attempted(
        me.viewer, office, lambda: make_owed(me.viewer, office, letter_words(), case_id, key=key)
    )
    if isinstance(all_, Again):
        return _listed(request, me, case_id, all_)
    return go(request, f"/cases/{case_id}/letters", "letters_made" if all_.letters else None)


@router.get(f"{_AT}/preview")
@policy("read_letters", finds="case")
def preview(
    request: Request,
    case_id: PublicId,
    me: Reader,
    child: Key = "",
    receiver: Key = "",
    language: Literal["nl", "en", ""] = "",
    plain: Literal["yes", ""] = "",
) -> Response:
    """What a letter would say now; to htmx the letter alone."""
    form = LetterForm(language or "nl", plain=bool(plain))
    case, (page, found) = case_with(
        me.viewer,
        site_of(request).office,
        case_id,
        "read_letters",
        lambda work: _previewed(work, child, receiver, form),
    )
    view = PreviewView(case=case, rows=page.rows, preview=found, refused=page.refused)
    part = "fragment" if "hx-request" in request.headers else "preview"
    return show(request, f"letters/{part}.html", view, None, me=me)


@router.get(_ONE)
@policy("read_letter", finds="case")
def show_letter(request: Request, case_id: PublicId, record_id: PublicId, me: Reader) -> Response:
    """One letter or report, what may be done with it, and how it may reach its receiver."""
    case, page = _letter(me, site_of(request).office, case_id, record_id)
    view = LetterView(case=case, page=page, version=case.version)
    return show(request, "letters/one.html", view, None, me=me)


@router.get(f"{_ONE}/print")
@policy("read_letter", finds="case")
def print_letter(request: Request, case_id: PublicId, record_id: PublicId, me: Reader) -> Response:
    """The paper alone."""
    found = paper(me.viewer, site_of(request).office, case_id, record_id)
    return HTMLResponse(paper_html(found))


@router.get(f"{_ONE}/brief.pdf")
@policy("read_letter", finds="case")
def letter_as_pdf(request: Request, case_id: PublicId, record_id: PublicId, me: Reader) -> Response:
    """The paper as a file; where that cannot be made, or is not to be, the page says why."""
    office = site_of(request).office
    case, page = _letter(me, office, case_id, record_id)
    made = None if page.paper.barred else pdf_of(page.paper)
    if made is not None:
        return pdf_answer(made)
    again = Again(_OFF, reasons=(page.paper.barred or PDF_OFF,))
    view = LetterView(case=case, page=page, version=case.version, again=again)
    return show(request, "letters/one.html", view, again, me=me)


@router.post(f"{_ONE}/anew")
@policy("edit_record", finds="case")
def make_anew(
    request: Request, case_id: PublicId, record_id: PublicId, form: Form, me: Reader
) -> Response:
    """Write the draft anew from what is recorded now."""
    office = site_of(request).office
    order = EditRecord(
        case=case_id,
        key=form.key,
        record=record_id,
        seen_version=form.seen_version,
        fields={},
    )
    done = attempted(
        me.viewer, office, lambda: write_anew(me.viewer, office, letter_words(), order)
    )
    if isinstance(done, Again):
        return _shown_again(request, me, (case_id, record_id), form, done)
    return go(request, f"/cases/{case_id}/letters/{record_id}", "saved")


@router.post(f"{_ONE}/moves/{{status}}")
@policy("move_record", finds="case")
def give(
    request: Request,
    case_id: PublicId,
    record_id: PublicId,
    status: PublicId,
    form: Form,
    me: Reader,
) -> Response:
    """Note that it was given by hand, sent to a safe address, put away, or withdrawn."""
    office = site_of(request).office
    _, page = _letter(me, office, case_id, record_id)
    if status not in page.page.targets or page.paper.kind != "letter":
        raise NotFound("status")
    done = attempted(
        me.viewer,
        office,
        lambda: give_letter(me.viewer, office, _giving(form, page, status, office)),
    )
    if isinstance(done, Again):
        return _shown_again(request, me, (case_id, record_id), form, done)
    return go(request, f"/cases/{case_id}/letters", _SAID.get(status, "letter_given"))


def _previewed(
    work: CaseInHand, child: str, receiver: str, form: LetterForm
) -> tuple[LettersPage, Preview | None]:
    """The letter asked for, or the first one; none where there are none to see."""
    page = letters_of(work)
    if not child and not receiver:
        first = next(iter(page.rows), None)
        child, receiver = (first.child.id, first.receiver) if first else ("", "")
        if not first:
            return page, None
    return page, preview_of(work, letter_words(), child, receiver, form)


def _letter(me: SignedIn, office: Office, case: str, record: str) -> tuple[CaseHeading, LetterPage]:
    return case_with(
        me.viewer, office, case, "read_letter", lambda work: letter_page_of(work, record)
    )


def _order(form: Posted, case: str) -> MakeLetter:
    return MakeLetter(
        case=case,
        child=form.text("child"),
        receiver=form.text("receiver"),
        form=LetterForm(
            "en" if form.text("language") == "en" else "nl", plain=form.text("plain") == "yes"
        ),
        key=form.key,
    )


def _giving(form: Posted, page: LetterPage, status: str, office: Office) -> MoveRecord:
    """What was filled in for this way; the one form asks for all of them.

    Raises:
        InvalidInput: it cannot have happened then.
    """
    at, wrong = happened(form, office)
    if wrong:
        raise InvalidInput(*wrong)
    asked = page.page.targets[status].form
    said = {name: value for name, value in answers(form, asked).items() if name in asked}
    return MoveRecord(
        case=page.paper.case,
        key=form.key,
        record=page.paper.record,
        to=status,
        seen_version=form.seen_version,
        inputs=said,
        occurred_at=at,
        late_reason=form.text("late_reason"),
    )


def _listed(request: Request, me: SignedIn, case_id: str, again: Again) -> Response:
    """The list of letters, with why nothing was made."""
    case, page = case_with(me.viewer, site_of(request).office, case_id, "read_letters", letters_of)
    view = LettersView(case=case, page=page, again=again)
    return show(request, "letters/list.html", view, again, me=me)


def _shown_again(
    request: Request, me: SignedIn, where: tuple[str, str], form: Posted, again: Again
) -> Response:
    """The letter with why it did not pass, and what was typed."""
    case, page = _letter(me, site_of(request).office, *where)
    view = LetterView(
        case=case,
        page=page,
        values=typed(form),
        again=again,
        version=version_after(again, form.seen_version),
    )
    return show(request, "letters/one.html", view, again, me=me)
