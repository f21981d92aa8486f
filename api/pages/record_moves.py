"""A record is brought to another status: with what that asks, by whom it takes."""

from __future__ import annotations

from dataclasses import replace

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from api.auth.posted import Form, Posted
from api.auth.who import Reader
from api.forms import answers
from api.pages.outcomes import Again, attempted, go, show, typed, version_after
from api.pages.questions import happened
from api.pages.records import one_record, people_asked
from api.policy import policy
from api.requests import PublicId
from api.site import site_of
from api.views.records import MoveRecordPage
from engine.errors import NotFound
from engine.fields import InvalidInput, read_answers
from engine.service.file.heading import CaseHeading
from engine.service.file.record_page import RecordPage, Target
from engine.service.office import Office
from engine.service.orders import MoveRecord
from engine.service.records import move_record
from engine.service.sessions import SignedIn

router = APIRouter(include_in_schema=False)

_AT = "/cases/{case_id}/records/{record_id}/moves/{status}"
_INVALID = 400


@router.get(_AT)
@policy("read_record", finds="case")
def show_move(
    request: Request, case_id: PublicId, record_id: PublicId, status: PublicId, me: Reader
) -> Response:
    """What the status asks, or why it is not possible."""
    office = site_of(request).office
    case, page, target = _target(me, office, (case_id, record_id), status)
    view = MoveRecordPage(
        case=case,
        page=page,
        target=target,
        people=people_asked(me, office, target.form, page.people),
        version=case.version,
    )
    return show(request, "records/move.html", view, None, me=me)


@router.post(_AT)
@policy("move_record", finds="case")
def move(
    request: Request,
    case_id: PublicId,
    record_id: PublicId,
    status: PublicId,
    form: Form,
    me: Reader,
) -> Response:
    """Bring it there; what is settled leads back to the case, the rest to the record."""
    office = site_of(request).office
    case, page, target = _target(me, office, (case_id, record_id), status)
    done = attempted(
        me.viewer,
        office,
        lambda: move_record(me.viewer, office, _order(form, case, page, target, office)),
    )
    if isinstance(done, Again):
        view = MoveRecordPage(
            case=case,
            page=page,
            target=target,
            people=people_asked(me, office, target.form, page.people),
            values=typed(form, target.form),
            again=_all_wrong(done, form, target, office),
            version=version_after(done, form.seen_version),
        )
        return show(request, "records/move.html", view, done, me=me)
    if target.settled:
        return go(request, f"/cases/{case_id}#records", "settled")
    return go(request, f"/cases/{case_id}/records/{record_id}", "saved")


def _target(
    me: SignedIn, office: Office, where: tuple[str, str], status: str
) -> tuple[CaseHeading, RecordPage, Target]:
    case, page = one_record(me, office, *where)
    if status not in page.targets:
        raise NotFound("status")
    return case, page, page.targets[status]


def _order(
    form: Posted, case: CaseHeading, page: RecordPage, target: Target, office: Office
) -> MoveRecord:
    """What was filled in.

    Raises:
        InvalidInput: it cannot have happened then.
    """
    at, wrong = happened(form, office)
    if wrong:
        raise InvalidInput(*wrong)
    return MoveRecord(
        case=case.id,
        key=form.key,
        record=page.record.row.id,
        to=target.status,
        seen_version=form.seen_version,
        inputs=answers(form, target.form),
        occurred_at=at,
        late_reason=form.text("late_reason"),
    )


def _all_wrong(again: Again, form: Posted, target: Target, office: Office) -> Again:
    """Everything that is wrong with this form; what the record lacks stands beside it."""
    if again.status != _INVALID:
        return again
    _, problems = read_answers(target.form, answers(form, target.form))
    return replace(again, problems=(*problems, *happened(form, office)[1]))
