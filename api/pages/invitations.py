"""Who is asked to come to the table: chosen for each person, and the letter to each."""

from __future__ import annotations

from dataclasses import replace

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from api.auth.posted import Form, Posted
from api.auth.who import Reader
from api.forms import answers
from api.pages.outcomes import Again, attempted, go, show, typed, version_after
from api.pdf import PDF_OFF, pdf_answer, pdf_of
from api.policy import policy
from api.requests import PublicId
from api.site import site_of
from api.speech import speech_in
from api.templating import templates_in
from api.views.invitations import (
    CHOICE,
    CHOOSING,
    DRAFT,
    FOR_CHAIR,
    INVITE,
    OWN_TIME,
    ChoiceView,
    InvitationLetterView,
    InvitationsView,
    asked_of,
    on_paper,
)
from engine.errors import NotFound
from engine.fields import InputProblem, InvalidInput, read_answers
from engine.invitees import is_no_time
from engine.service.command import CaseInHand, Outcome
from engine.service.file.heading import CaseHeading, case_with
from engine.service.invitation_letter import invitation_paper, invitation_paper_of
from engine.service.invitation_plans import INVITATION, NO_TIME
from engine.service.invitations import BeginChoice, InvitationRow, Invitations, invitations_in
from engine.service.letter_page import Paper
from engine.service.office import Office
from engine.service.orders import EditRecord, MoveRecord
from engine.service.records import edit_record, move_record, write_record
from engine.service.repeats import Done
from engine.service.sessions import SignedIn

router = APIRouter(include_in_schema=False)

_AT = "/cases/{case_id}/invitations"
_ONE = f"{_AT}/{{person_id}}"
_LETTER = f"{_AT}/{{record_id}}/letter"
_OFF = 409


@router.get(_AT)
@policy("read_invitations", finds="case")
def list_invitations(request: Request, case_id: PublicId, me: Reader) -> Response:
    """Everybody who should be asked, with what was chosen and what is still to be done."""
    case, found = _found(me, site_of(request).office, case_id)
    view = InvitationsView(case=case, found=found, version=case.version)
    return show(request, "invitations/list.html", view, None, me=me)


@router.get(_ONE)
@policy("read_invitations", finds="case")
def show_choice(request: Request, case_id: PublicId, person_id: PublicId, me: Reader) -> Response:
    """The form in which it is chosen how one person is asked to come."""
    case, found, row = _row(me, site_of(request).office, case_id, person_id)
    form = asked_of(found, row)
    values = {**row.plan.said} if row.plan else _usual(form)
    view = ChoiceView(
        case=case, found=found, row=row, form=form, values=values, version=case.version
    )
    return show(request, "invitations/choice.html", view, None, me=me)


@router.post(_ONE)
@policy("write_record", finds="case")
def choose(
    request: Request, case_id: PublicId, person_id: PublicId, form: Form, me: Reader
) -> Response:
    """Write down what was chosen; inviting is settled at once, the rest waits for the chair."""
    office = site_of(request).office
    case, found, row = _row(me, office, case_id, person_id)
    asked = asked_of(found, row)
    done = attempted(me.viewer, office, lambda: _chosen(me, office, form, (case, found, row)))
    if not isinstance(done, Again):
        flash = "saved" if _choice(form) == FOR_CHAIR else "settled"
        return go(request, f"/cases/{case_id}/invitations", flash)
    case, found, row = _row(me, office, case_id, person_id)  # as others left it
    view = ChoiceView(
        case=case,
        found=found,
        row=row,
        form=asked,
        values=typed(form, {**CHOOSING, **asked}),
        again=done,
        version=version_after(done, form.seen_version),
    )
    return show(request, "invitations/choice.html", view, done, me=me)


@router.get(_LETTER)
@policy("read_invitation_letter", finds="case")
def show_letter(request: Request, case_id: PublicId, record_id: PublicId, me: Reader) -> Response:
    """What the letter to one person says."""
    view = _letter_view(me, site_of(request).office, case_id, record_id)
    return show(request, "invitations/letter.html", view, None, me=me)


@router.get(f"{_LETTER}/print")
@policy("read_invitation_letter", finds="case")
def print_letter(request: Request, case_id: PublicId, record_id: PublicId, me: Reader) -> Response:
    """The paper alone, in the language of its reader."""
    paper = invitation_paper(me.viewer, site_of(request).office, case_id, record_id)
    template = templates_in(speech_in(paper.language)).get_template("invitations/paper.html")
    return HTMLResponse(template.render(view=on_paper(paper)))


@router.get(f"{_LETTER}/brief.pdf")
@policy("read_invitation_letter", finds="case")
def letter_as_pdf(request: Request, case_id: PublicId, record_id: PublicId, me: Reader) -> Response:
    """The paper as a file; where that cannot be made, or is not to be, the page says why."""
    view = _letter_view(me, site_of(request).office, case_id, record_id)
    made = None if view.paper.barred else pdf_of(on_paper(view.paper).paper)
    if made is not None:
        return pdf_answer(made)
    again = Again(_OFF, reasons=(view.paper.barred or PDF_OFF,))
    stopped = replace(view, again=again)
    return show(request, "invitations/letter.html", stopped, again, me=me)


def _found(me: SignedIn, office: Office, case: str) -> tuple[CaseHeading, Invitations]:
    return case_with(me.viewer, office, case, "read_invitations", invitations_in)


def _row(
    me: SignedIn, office: Office, case: str, person: str
) -> tuple[CaseHeading, Invitations, InvitationRow]:
    def look(work: CaseInHand) -> tuple[Invitations, InvitationRow]:
        found = invitations_in(work)
        row = found.row(person)
        if row is None:  # in here, so that the log says that it was denied
            raise NotFound("person")
        return found, row

    heading, (found, row) = case_with(me.viewer, office, case, "read_invitations", look)
    return heading, found, row


def _letter_view(me: SignedIn, office: Office, case: str, record: str) -> InvitationLetterView:
    def look(work: CaseInHand) -> tuple[Paper, InvitationRow]:
        paper, row = invitation_paper_of(work, record), invitations_in(work).row_of(record)
        if row is None:
            raise NotFound("invitation")
        return paper, row

    heading, (paper, row) = case_with(me.viewer, office, case, "read_invitation_letter", look)
    return InvitationLetterView(case=heading, paper=paper, row=row)


def _choice(form: Posted) -> str:
    return form.text(f"f.{CHOICE}")


def _usual(form: object) -> dict[str, object]:
    """What a new choice begins with: a youth's letter goes by hand unless asked otherwise."""
    is_youth = isinstance(form, dict) and "asked_youth" in form
    return {"safe_contact": "by_hand"} if is_youth else {}


def _chosen(
    me: SignedIn,
    office: Office,
    form: Posted,
    where: tuple[CaseHeading, Invitations, InvitationRow],
) -> Outcome:
    """Write the plan, or write on its draft; and settle it, unless the chair is to decide.

    Raises:
        InvalidInput: nothing was chosen, or something that inviting asks is missing.
        StaleCase: the case changed since the form was shown.
    """
    case, found, row = where
    said = answers(form, {**CHOOSING, **asked_of(found, row)})
    choice = said.pop(CHOICE, None)
    fields = {**said, "person": row.person}
    _check(found, choice, fields)
    written = _written(me, office, form, case.id, fields)
    if choice != INVITE or not isinstance(written, Done) or written.made is None:
        return written
    order = MoveRecord(
        case=case.id,
        key=f"{form.key}:{INVITE}",
        record=written.made,
        to=INVITE,
        seen_version=written.version,
    )
    return move_record(me.viewer, office, order)


def _check(found: Invitations, choice: object, fields: dict[str, object]) -> None:
    """Everything that is wrong is told at once; what the chair decides may be open still.

    Raises:
        InvalidInput: something is.
    """
    _, wrong = read_answers(CHOOSING, {} if choice is None else {CHOICE: choice})
    _, problems = read_answers(found.form, fields)
    waits = choice == FOR_CHAIR
    told = [*wrong, *(each for each in problems if not (waits and each.code == "missing"))]
    if is_no_time(str(fields.get(OWN_TIME) or "")):
        told.append(InputProblem(OWN_TIME, "malformed", NO_TIME))
    if told:
        raise InvalidInput(*told)


def _written(
    me: SignedIn, office: Office, form: Posted, case: str, fields: dict[str, object]
) -> Outcome:
    """A new plan; or the draft that the form was shown for, written anew.

    The form says which, so that the same form sent twice is the same order.
    """
    key, seen, draft = f"{form.key}:{_choice(form)}:write", form.seen_version, form.text(DRAFT)
    if not draft:
        new = BeginChoice(
            case=case, key=key, type=INVITATION, child=None, fields=fields, seen_version=seen
        )
        return write_record(me.viewer, office, new)
    order = EditRecord(case=case, key=key, record=draft, seen_version=seen, fields=fields)
    return edit_record(me.viewer, office, order)
