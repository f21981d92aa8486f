"""Being away: one's own absence, and that of the people whom one leads."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import cast

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from api.auth.posted import Form, Posted
from api.auth.who import Reader
from api.pages.again import Again, tried
from api.pages.outcomes import go, show, typed
from api.pages.questions import day_in, said
from api.policy import policy
from api.requests import PublicId
from api.site import site_of
from api.views.absence import AbsencePage
from engine.fields import Field
from engine.service.absence_orders import ChangeAbsence, EndAbsence, ReportAbsence
from engine.service.absences import (
    absences_here,
    change_absence,
    end_absence,
    one_absence,
    report_absence,
)
from engine.service.at_table import TableOutcome
from engine.service.sessions import SignedIn
from engine.text import Text

router = APIRouter(include_in_schema=False)

AT = "/me/absence"
_ONE = f"{AT}/{{absence_id}}"

_UNTIL = Field(type="date", optional=True, title=Text(nl="Eerste dag terug", en="First day back"))
REPORTING: Mapping[str, Field] = {
    "from_on": Field(type="date", title=Text(nl="Eerste dag afwezig", en="First day away")),
    "until_on": _UNTIL,
}
CHANGING: Mapping[str, Field] = {"until_on": _UNTIL}
"""What each form asks beside who it is about and who deputises."""


@router.get(AT)
@policy("list_absences", finds="viewer")
def show_absences(request: Request, me: Reader) -> Response:
    """Who is away, and the form to report it."""
    return show(request, "me/absence.html", _page(request, me), None, me=me)


@router.post(AT)
@policy("report_absence", finds="viewer")
def report(request: Request, form: Form, me: Reader) -> Response:
    """Report somebody away."""
    done = tried(partial(_report, request, me, form))
    if isinstance(done, Again):
        return show(request, "me/absence.html", _page(request, me, form, done), done, me=me)
    return go(request, AT, "absence_reported")


@router.get(_ONE)
@policy("read_absence", finds="viewer")
def show_absence(request: Request, absence_id: PublicId, me: Reader) -> Response:
    """The form that changes it."""
    view = _page(request, me, one=absence_id)
    return show(request, "me/absence_one.html", view, None, me=me)


@router.post(_ONE)
@policy("change_absence", finds="viewer")
def change(request: Request, absence_id: PublicId, form: Form, me: Reader) -> Response:
    """Say anew until when, and who deputises."""
    done = tried(partial(_change, request, me, form, absence_id))
    if isinstance(done, Again):
        view = _page(request, me, form, done, one=absence_id)
        return show(request, "me/absence_one.html", view, done, me=me)
    return go(request, AT, "absence_changed")


@router.post(f"{_ONE}/end")
@policy("end_absence", finds="viewer")
def end(request: Request, absence_id: PublicId, form: Form, me: Reader) -> Response:
    """Say that they are back."""
    order = EndAbsence(key=form.key, absence=absence_id)
    office = site_of(request).office
    done = tried(lambda: end_absence(me.viewer, office, order))
    if isinstance(done, Again):
        return show(request, "me/absence.html", _page(request, me, form, done), done, me=me)
    return go(request, AT, "absence_ended")


def _report(request: Request, me: SignedIn, form: Posted) -> TableOutcome:
    found = said(form, REPORTING)
    order = ReportAbsence(
        key=form.key,
        person=form.text("person") or None,
        from_on=cast(date, found["from_on"]),  # a question that must be answered
        until_on=day_in(found, "until_on"),
        deputy=form.text("deputy") or None,
    )
    return report_absence(me.viewer, site_of(request).office, order)


def _change(request: Request, me: SignedIn, form: Posted, absence_id: str) -> TableOutcome:
    order = ChangeAbsence(
        key=form.key,
        absence=absence_id,
        until_on=day_in(said(form, CHANGING), "until_on"),
        deputy=form.text("deputy") or None,
    )
    return change_absence(me.viewer, site_of(request).office, order)


def _page(
    request: Request,
    me: SignedIn,
    form: Posted | None = None,
    again: Again | None = None,
    *,
    one: str | None = None,
) -> AbsencePage:
    """Everything that is shown; raises NotFound when ``one`` is none of it."""
    office = site_of(request).office
    found = one_absence(me.viewer, office, one) if one is not None else None
    here = absences_here(me.viewer, office)
    values = typed(form, REPORTING) if form else {}
    if found and not form:
        until = found.until_on.isoformat() if found.until_on else ""
        values = {"until_on": until, "deputy": found.deputy or ""}
    return AbsencePage(
        here=here,
        form=CHANGING if found else REPORTING,
        one=found,
        values=values,
        again=again,
    )
