"""Meetings of a table: one more, or those of the coming weeks in one go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import partial

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from api.auth.posted import Form, Posted
from api.auth.who import Reader
from api.pages.again import Again
from api.pages.at_table import time_in, tried_at_table
from api.pages.outcomes import go, show, typed
from api.pages.questions import day_in, said, text_in
from api.pages.tables import AT, table_page, table_shown
from api.policy import policy
from api.requests import PublicId
from api.site import site_of
from api.views.tables import PlanningMeeting
from engine.fields import Field, InputProblem
from engine.service.at_table import TableOutcome
from engine.service.meetings import plan_meeting
from engine.service.office import Office
from engine.service.rhythm import days_ahead
from engine.service.sessions import SignedIn
from engine.service.table_orders import PlanMeeting
from engine.text import Text

router = APIRouter(include_in_schema=False)

_ONE = "/tables/{table_id}/meetings/new"

PLANNING: Mapping[str, Field] = {
    "on": Field(type="date", title=Text(nl="Op welke dag?", en="On which day?")),
    "place": Field(type="text", optional=True, title=Text(nl="Waar?", en="Where?")),
}
"""What the form asks, beside the time."""


@router.get(_ONE)
@policy("read_table", finds="table")
def show_planning(request: Request, table_id: PublicId, me: Reader) -> Response:
    """The next day of the rhythm is filled in; another day makes an extra table."""
    view = _planning(me, site_of(request).office, table_id)
    return show(request, "tables/meeting_new.html", view, None, me=me)


@router.post(_ONE)
@policy("plan_meeting", finds="table")
def plan(request: Request, table_id: PublicId, form: Form, me: Reader) -> Response:
    """Plan it, and go to its agenda."""
    office = site_of(request).office
    done = tried_at_table(partial(_plan, me, office, form, table_id))
    if not isinstance(done, Again):
        return go(request, f"/meetings/{done.id}", "meeting_planned")
    view = replace(_planning(me, office, table_id), values=typed(form, PLANNING), again=done)
    return show(request, "tables/meeting_new.html", view, done, me=me)


@router.post("/tables/{table_id}/meetings/series")
@policy("plan_meeting", finds="table")
def plan_series(request: Request, table_id: PublicId, form: Form, me: Reader) -> Response:
    """Plan every free day of the coming weeks, each by itself; the table says what became of it."""
    office = site_of(request).office
    for day in days_ahead(me.viewer, office, table_id):
        if not day.is_free:
            continue
        order = PlanMeeting(key=f"{form.key}:{day.on}", table=table_id, on=day.on)
        done = tried_at_table(partial(plan_meeting, me.viewer, office, order))
        if isinstance(done, Again):
            view = replace(table_page(me, office, table_id), again=done)
            return show(request, "tables/one.html", view, done, me=me)
    return go(request, f"{AT}/{table_id}#weeks", "weeks_planned")


def _planning(me: SignedIn, office: Office, table_id: str) -> PlanningMeeting:
    """The form, with the first free day of the rhythm and the time of the table."""
    shown = table_shown(me, office, table_id)
    days = days_ahead(me.viewer, office, table_id)
    first: date | None = next((day.on for day in days if day.is_free), shown.row.next_on)
    starts = shown.starts.strftime("%H:%M") if shown.starts else ""
    return PlanningMeeting(
        shown=shown,
        form=PLANNING,
        days=days,
        values={"on": first.isoformat() if first else "", "starts": starts},
    )


def _plan(me: SignedIn, office: Office, form: Posted, table_id: str) -> TableOutcome:
    """What was filled in, carried out; raises InvalidInput with all that is wrong."""
    problems: list[InputProblem] = []
    starts = time_in(form, "starts", problems)
    found = said(form, PLANNING, *problems)
    order = PlanMeeting(
        key=form.key,
        table=table_id,
        on=day_in(found, "on"),
        starts=starts,
        place=text_in(found, "place"),
    )
    return plan_meeting(me.viewer, office, order)
