"""What an outside party gets: each package looked at, made and printed, and what left."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from api.auth.posted import Form, Posted
from api.auth.who import Reader
from api.forms import PREFIX
from api.pages.outcomes import Again, attempted, go, show, typed
from api.pages.questions import happened
from api.pdf import PDF, PDF_OFF, pdf_of
from api.policy import policy
from api.requests import PublicId
from api.site import site_of
from api.speech import speech_in
from api.templating import templates_in
from api.views.packages import (
    DISPATCH,
    FILE,
    TITLE,
    PackagePaperView,
    PackagesView,
    PackageView,
    at,
    on_paper,
    values_of,
)
from engine.fields import InvalidInput
from engine.service.dispatches import problems_of, record_dispatch
from engine.service.file.dispatches import PARTIES, DispatchRow
from engine.service.file.heading import case_with
from engine.service.office import Office
from engine.service.orders import RecordDispatch
from engine.service.packages import package, package_of, packages_of
from engine.service.sessions import SignedIn

router = APIRouter(include_in_schema=False)

Asked = Annotated[str, Query(max_length=64)]
_AT = "/cases/{case_id}/packages"
_ONE = f"{_AT}/{{party}}"
_OFF = 409
_VERSION = re.compile("[0-9]{1,9}")


@router.get(_AT)
@policy("read_packages", finds="case")
def list_packages(
    request: Request,
    case_id: PublicId,
    me: Reader,
    party: Asked = "",
    client: Asked = "",
    corrects: Asked = "",
) -> Response:
    """The parties with what left to each, and the form of a dispatch."""
    view = _listed(me, site_of(request).office, case_id, corrects)
    begins = values_of(view.corrects, party if party in PARTIES else "", client)
    return show(request, "packages/list.html", replace(view, values=begins), None, me=me)


@router.post("/cases/{case_id}/dispatches")
@policy("record_dispatch", finds="case")
def record(request: Request, case_id: PublicId, form: Form, me: Reader) -> Response:
    """Record that something left."""
    office = site_of(request).office
    done = attempted(
        me.viewer, office, lambda: record_dispatch(me.viewer, office, _order(form, case_id, office))
    )
    if not isinstance(done, Again):
        return go(request, f"/cases/{case_id}/packages#dispatches", "recorded")
    view = _listed(me, office, case_id, form.text("corrects"))
    view = replace(view, values=typed(form), again=done)
    return show(request, "packages/list.html", view, done, me=me)


@router.get(_ONE)
@policy("read_package", finds="case")
def show_package(
    request: Request, case_id: PublicId, party: PublicId, me: Reader, client: Asked = ""
) -> Response:
    """All that this party would get, to be read through first."""
    view = _one(me, site_of(request).office, case_id, party, client)
    return show(request, "packages/one.html", view, None, me=me)


@router.get(f"{_ONE}/print")
@policy("make_package", finds="case")
def print_package(
    request: Request, case_id: PublicId, party: PublicId, me: Reader, client: Asked = ""
) -> Response:
    """The paper alone, in Dutch."""
    found = package(me.viewer, site_of(request).office, case_id, party, client or None)
    template = templates_in(speech_in("nl")).get_template("packages/paper.html")
    back = f"/cases/{case_id}/packages{at(found.party, found.client)}"
    return HTMLResponse(template.render(view=PackagePaperView(on_paper(found), back)))


@router.get(f"{_ONE}/{FILE}")
@policy("make_package", finds="case")
def package_as_pdf(
    request: Request, case_id: PublicId, party: PublicId, me: Reader, client: Asked = ""
) -> Response:
    """The package as a file; where that cannot be made, or is not to be, the page says why."""
    office = site_of(request).office
    found = package(me.viewer, office, case_id, party, client or None)
    made = None if found.refused or found.is_empty else pdf_of(on_paper(found), title=TITLE)
    if made is not None:
        headers = {"Content-Disposition": f'inline; filename="{FILE}"'}
        return Response(made, media_type=PDF, headers=headers)
    again = Again(_OFF, reasons=(found.refused or found.nothing or PDF_OFF,))
    view = _one(me, office, case_id, party, client, again)
    return show(request, "packages/one.html", view, again, me=me)


def _one(
    me: SignedIn, office: Office, case: str, party: str, client: str, again: Again | None = None
) -> PackageView:
    heading, found = case_with(
        me.viewer,
        office,
        case,
        "read_package",
        lambda work: package_of(work, party, client or None),
    )
    return PackageView(case=heading, package=found, again=again)


def _listed(me: SignedIn, office: Office, case: str, corrects: str) -> PackagesView:
    heading, page = case_with(me.viewer, office, case, "read_packages", packages_of)
    fixed = _corrected(page.dispatches, corrects)
    return PackagesView(case=heading, page=page, form=DISPATCH, corrects=fixed)


def _corrected(rows: Iterable[DispatchRow], version: str) -> DispatchRow | None:
    """The dispatch that is to be corrected, if it is there."""
    return next((row for row in rows if str(row.version) == version), None)


def _order(form: Posted, case: str, office: Office) -> RecordDispatch:
    """What was filled in.

    Raises:
        InvalidInput: it cannot have left then; what else is wrong is named in the same go.
    """
    left_at, wrong = happened(form, office)
    said = {name: form.text(f"{PREFIX}{name}") for name in DISPATCH}
    corrects = form.text("corrects")
    order = RecordDispatch(
        case=case,
        key=form.key,
        **said,
        client=form.text("client") or None,
        corrects=int(corrects) if _VERSION.fullmatch(corrects) else None,
        occurred_at=left_at,
        late_reason=form.text("late_reason"),
    )
    if wrong:
        raise InvalidInput(*problems_of(order), *wrong)
    return order
