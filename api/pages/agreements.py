"""The agreements of a case: made, given to somebody, what the family says, what came of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from api.auth.posted import Form, Posted
from api.auth.who import Reader
from api.pages.outcomes import Again, attempted, go, show, typed, version_after
from api.pages.questions import happened
from api.policy import policy
from api.requests import PublicId
from api.site import site_of
from api.views.agreements import AGREEING, NEW, AgreementsView
from engine.fields import InputProblem, InvalidInput, read_answers
from engine.service.agreement_words import HOW, WHO, hear_agreement
from engine.service.agreements import agree, name_owner, settle_agreement
from engine.service.command import CaseInHand, Outcome
from engine.service.file.agreements import agreements_of
from engine.service.file.heading import case_with, heading_of
from engine.service.file.members import members_of
from engine.service.involved import involved_in
from engine.service.office import Office
from engine.service.orders import Agree, HearAgreement, NameOwner, SettleAgreement
from engine.service.roles_asked import records_here
from engine.service.sessions import SignedIn
from engine.text import Text

router = APIRouter(include_in_schema=False)

_AT = "/cases/{case_id}/agreements"
_ONE = f"{_AT}/{{agreement_id}}"
_WHEN = ("occurred_at", "late_reason")
"""The questions of every form when it happened; each form of an agreement asks them apart."""

_RESULT = Text(nl="Kies wat ervan is gekomen.", en="Choose what came of it.")


@router.get(_AT)
@policy("read_agreements", finds="case")
def list_agreements(request: Request, case_id: PublicId, me: Reader) -> Response:
    """Every agreement, those that run in front."""
    view = _view(me, site_of(request).office, case_id)
    return show(request, "agreements/list.html", view, None, me=me)


@router.post(_AT)
@policy("agree", finds="case")
def make(request: Request, case_id: PublicId, form: Form, me: Reader) -> Response:
    """Make an agreement: who does what, by when."""
    office = site_of(request).office
    return _sent(
        request,
        me,
        case_id,
        form,
        NEW,
        lambda: agree(me.viewer, office, _new(form, case_id, office)),
    )


@router.post(f"{_ONE}/words")
@policy("hear_agreement", finds="case")
def hear(
    request: Request, case_id: PublicId, agreement_id: PublicId, form: Form, me: Reader
) -> Response:
    """Record what somebody of the family says of it."""
    office, block = site_of(request).office, f"words-{agreement_id}"

    def do() -> Outcome:
        unsaid = _unsaid(form, agreement_id, person=WHO, how=HOW)
        at, reason = _when(form, block, office, unsaid)
        order = HearAgreement(
            case=case_id,
            key=form.key,
            agreement=agreement_id,
            person=form.text(f"person-{agreement_id}"),
            how=form.text(f"how-{agreement_id}"),
            words=form.text(f"words-{agreement_id}"),
            seen_version=form.seen_version,
            occurred_at=at,
            late_reason=reason,
        )
        return hear_agreement(me.viewer, office, order)

    return _sent(request, me, case_id, form, block, do)


@router.post(f"{_ONE}/owner")
@policy("name_owner", finds="case")
def own(
    request: Request, case_id: PublicId, agreement_id: PublicId, form: Form, me: Reader
) -> Response:
    """Say whose it is."""
    office, block = site_of(request).office, f"owner-{agreement_id}"

    def do() -> Outcome:
        at, reason = _when(form, block, office)
        order = NameOwner(
            case=case_id,
            key=form.key,
            agreement=agreement_id,
            owner=form.text(f"owner-{agreement_id}") or None,
            owner_words=form.text(f"owner_words-{agreement_id}"),
            seen_version=form.seen_version,
            occurred_at=at,
            late_reason=reason,
        )
        return name_owner(me.viewer, office, order)

    return _sent(request, me, case_id, form, block, do)


@router.post(f"{_ONE}/result")
@policy("settle_agreement", finds="case")
def settle(
    request: Request, case_id: PublicId, agreement_id: PublicId, form: Form, me: Reader
) -> Response:
    """Record what came of it."""
    office, block = site_of(request).office, f"result-{agreement_id}"

    def do() -> Outcome:
        unsaid = _unsaid(form, agreement_id, result=_RESULT)
        at, reason = _when(form, block, office, unsaid)
        if unsaid:
            raise InvalidInput(*unsaid)
        order = SettleAgreement(
            case=case_id,
            key=form.key,
            agreement=agreement_id,
            result=form.text(f"result-{agreement_id}"),
            words=form.text(f"said-{agreement_id}"),
            seen_version=form.seen_version,
            occurred_at=at,
            late_reason=reason,
        )
        return settle_agreement(me.viewer, office, order)

    return _sent(request, me, case_id, form, block, do)


def _sent(
    request: Request,
    me: SignedIn,
    case: str,
    form: Posted,
    block: str,
    do: Callable[[], Outcome],
) -> Response:
    """Carry it out; else the same page, with that form as it was filled in and why not."""
    office = site_of(request).office
    done = attempted(me.viewer, office, do)
    kind, _, public_id = block.partition("-")
    if not isinstance(done, Again):
        return go(request, f"/cases/{case}/agreements#agreement-{public_id or done.made}", "saved")
    view = _view(me, office, case)
    seen = view.version if form.version is None else form.version
    view = replace(
        view,
        block=block,
        values=typed(form),
        again=_named(done, kind, public_id),
        version=version_after(done, seen),
        readers=form.all("readers"),
    )
    return show(request, "agreements/list.html", view, done, me=me)


def _named(again: Again, kind: str, public_id: str) -> Again:
    """The same problems, under the names that the fields of this form have."""
    if not public_id:
        return again
    called = {name: f"{name}-{kind}" for name in _WHEN}
    if kind == "result":
        called["words"] = "said"
    problems = tuple(
        replace(each, field=f"{called.get(each.field, each.field)}-{public_id}")
        for each in again.problems
    )
    return replace(again, problems=problems)


def _view(me: SignedIn, office: Office, case: str) -> AgreementsView:
    return case_with(me.viewer, office, case, "read_agreements", _shown)[1]


def _shown(work: CaseInHand) -> AgreementsView:
    heading, reason = heading_of(work), records_here(work)
    return AgreementsView(
        case=heading,
        rows=agreements_of(work),
        people=involved_in(work),
        members=members_of(work),
        refused=None if reason.met else reason,
        form=AGREEING,
        version=heading.version,
    )


def _when(
    form: Posted, block: str, office: Office, unsaid: Sequence[InputProblem] = ()
) -> tuple[datetime | None, str]:
    """When it happened and why it comes late, as a form of one agreement has it.

    Raises:
        InvalidInput: it did not happen then; what is ``unsaid`` is named with it.
    """
    end = f"-{block}"
    pairs = ((name.removesuffix(end), text) for name, text in form.fields if name.endswith(end))
    below = Posted(tuple(pairs))
    at, wrong = happened(below, office)
    if wrong:
        raise InvalidInput(*unsaid, *wrong)
    return at, below.text("late_reason")


def _unsaid(form: Posted, agreement: str, **asked: Text) -> list[InputProblem]:
    """The questions of a form of one agreement that were not answered."""
    return [
        InputProblem(name, "missing", says)
        for name, says in asked.items()
        if not form.text(f"{name}-{agreement}")
    ]


def _new(form: Posted, case: str, office: Office) -> Agree:
    """What was filled in.

    Raises:
        InvalidInput: something is missing or malformed.
    """
    given = {name: form.text(name) for name in AGREEING if form.text(name)}
    said, problems = read_answers(AGREEING, given)
    due_on, (at, wrong) = said.get("due_on"), happened(form, office)
    if problems or wrong or not isinstance(due_on, date):
        raise InvalidInput(*problems, *wrong)
    return Agree(
        case=case,
        key=form.key,
        text=str(said["text"]),
        due_on=due_on,
        owner=form.text("owner") or None,
        owner_words=form.text("owner_words"),
        child=form.text("child") or None,
        visible_to=form.all("readers"),
        occurred_at=at,
        late_reason=form.text("late_reason"),
    )
