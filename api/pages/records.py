"""The records of a case: begun, read, written on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from api.auth.posted import Form, Posted
from api.auth.who import Reader
from api.forms import answers
from api.pages.outcomes import Again, Stale, attempted, go, show, typed, version_after
from api.pages.questions import happened, unchosen
from api.policy import policy
from api.requests import PublicId
from api.site import site_of
from api.views.records import Clash, NewRecord, OneRecord, Person, RecordTypes, one_answer
from engine.errors import NotFound
from engine.fields import Field, InvalidInput, read_answers
from engine.service.file.heading import CaseHeading, case_with
from engine.service.file.people import colleagues
from engine.service.file.record_page import (
    NewRecordPage,
    RecordPage,
    new_record_of,
    record_page_of,
)
from engine.service.file.records import recordable_of
from engine.service.involved import Involved
from engine.service.office import Office
from engine.service.orders import EditRecord, WriteRecord
from engine.service.records import edit_record, write_record
from engine.service.sessions import SignedIn
from engine.text import Text

router = APIRouter(include_in_schema=False)

LONGEST_KEY = 64

Key = Annotated[str, Query(max_length=LONGEST_KEY)]

_CHILD = Text(nl="Kies om welk kind het gaat.", en="Choose which child it is about.")


@router.get("/cases/{case_id}/records/new")
@policy("record_form", finds="case")
def new_record(
    request: Request,
    case_id: PublicId,
    me: Reader,
    kind: Annotated[str, Query(alias="type", max_length=LONGEST_KEY)] = "",
    child: Key = "",
) -> Response:
    """The form of one type; without a type, the types to choose from."""
    office = site_of(request).office
    if not kind:
        case, types = case_with(me.viewer, office, case_id, "list_record_types", recordable_of)
        return show(request, "records/types.html", RecordTypes(case=case, types=types), None, me=me)
    case, page = _new(me, office, case_id, kind)
    view = NewRecord(
        case=case,
        page=page,
        people=people_asked(me, office, page.form.fields, page.form.people),
        values={"child": child},
    )
    return show(request, "records/new.html", view, None, me=me)


@router.post("/cases/{case_id}/records/new")
@policy("write_record", finds="case")
def begin(request: Request, case_id: PublicId, form: Form, me: Reader) -> Response:
    """Begin the record and go to it; one that is settled at once leads to the case."""
    office = site_of(request).office
    case, page = _new(me, office, case_id, form.text("type"))
    done = attempted(
        me.viewer, office, lambda: write_record(me.viewer, office, _order(form, case, page, office))
    )
    if isinstance(done, Again):
        view = NewRecord(
            case=case,
            page=page,
            people=people_asked(me, office, page.form.fields, page.form.people),
            values=typed(form, page.form.fields),
            again=done,
        )
        return show(request, "records/new.html", view, done, me=me)
    if page.settles:
        return go(request, f"/cases/{case_id}#records", "recorded")
    return go(request, f"/cases/{case_id}/records/{done.made}", "saved")


@router.get("/cases/{case_id}/records/{record_id}")
@policy("read_record", finds="case")
def show_record(request: Request, case_id: PublicId, record_id: PublicId, me: Reader) -> Response:
    """What it says; as a form while it is a draft and whoever reads writes such records."""
    office = site_of(request).office
    case, page = one_record(me, office, case_id, record_id)
    view = OneRecord(
        case=case,
        page=page,
        people=people_asked(me, office, page.record.form, page.people)
        if page.record.may_edit
        else (),
        values=page.record.fields,
        version=case.version,
    )
    return show(request, "records/one.html", view, None, me=me)


@router.post("/cases/{case_id}/records/{record_id}")
@policy("edit_record", finds="case")
def save(
    request: Request, case_id: PublicId, record_id: PublicId, form: Form, me: Reader
) -> Response:
    """Save the draft; when the case changed meanwhile, both texts stand side by side."""
    office = site_of(request).office
    case, page = one_record(me, office, case_id, record_id)
    order = EditRecord(
        case=case_id,
        key=form.key,
        record=record_id,
        seen_version=form.seen_version,
        fields=answers(form, page.record.form),
    )
    done = attempted(me.viewer, office, lambda: edit_record(me.viewer, office, order))
    if not isinstance(done, Again):
        return go(request, f"/cases/{case_id}/records/{record_id}", "saved")
    view = OneRecord(
        case=case,
        page=page,
        people=people_asked(me, office, page.record.form, page.people),
        values=typed(form, page.record.form),
        again=done,
        version=version_after(done, form.seen_version),
        clashes=tuple(_clashes(page, order.fields)) if isinstance(done, Stale) else (),
    )
    return show(request, "records/one.html", view, done, me=me)


def one_record(
    me: SignedIn, office: Office, case: str, record: str
) -> tuple[CaseHeading, RecordPage]:
    """The record with all that its pages show.

    Raises:
        NotFound: no such case for the viewer, no such record in it, or none of theirs.
    """
    return case_with(
        me.viewer, office, case, "read_record", lambda work: record_page_of(work, record)
    )


def people_asked(
    me: SignedIn, office: Office, fields: Mapping[str, Field], involved: tuple[Involved, ...]
) -> tuple[Person, ...]:
    """Whom to choose from, where the form asks for somebody: of the case, or any colleague."""
    asked = {field.among for field in fields.values() if field.kind == "person"}
    here = involved if "case" in asked else ()
    return (*here, *(colleagues(me.viewer, office) if None in asked else ()))


def _new(me: SignedIn, office: Office, case: str, kind: str) -> tuple[CaseHeading, NewRecordPage]:
    """What a record of this type asks; an address of none is not found."""
    try:
        return case_with(
            me.viewer, office, case, "record_form", lambda work: new_record_of(work, kind)
        )
    except InvalidInput:
        raise NotFound("record type") from None


def _order(form: Posted, case: CaseHeading, page: NewRecordPage, office: Office) -> WriteRecord:
    """What was filled in.

    Raises:
        InvalidInput: the child or the moment is wrong; all that is wrong is named.
    """
    children, fields = {child.id for child in page.form.children}, answers(form, page.form.fields)
    problems = unchosen(form, "child", children, _CHILD) if len(children) > 1 else []
    at, wrong = happened(form, office)
    if problems or wrong:
        _, others = read_answers(page.form.fields, fields)
        kept = [each for each in others if page.settles or each.code != "missing"]
        raise InvalidInput(*problems, *kept, *wrong)
    return WriteRecord(
        case=case.id,
        key=form.key,
        type=page.form.type,
        child=form.text("child") or None,
        fields=fields,
        occurred_at=at,
        late_reason=form.text("late_reason"),
    )


def _clashes(page: RecordPage, mine: Mapping[str, object]) -> Iterator[Clash]:
    """Where what is kept now is not what was typed."""
    shown = page.record
    for name, field in shown.form.items():
        kept, said = shown.fields.get(name, ""), mine.get(name, "")
        if kept != said:
            yield Clash(one_answer(name, field, kept, shown.names), one_answer(name, field, said))
