"""The ledger of reminders, for people: of one case, and of all my cases."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from fastapi import APIRouter, Query
from pydantic import BeforeValidator
from starlette.requests import Request
from starlette.responses import Response

from api.auth.who import Reader
from api.models import Day
from api.pages.pager import around
from api.paging import Asked, Paged, window
from api.policy import policy
from api.requests import PublicId
from api.routes.reminders import moment_and_id, position
from api.site import site_of
from api.templating import render
from api.views.reminders import CaseReminders, ReminderList
from engine.service.file.heading import case_with
from engine.service.file.reminders import LedgerRow, reminders_of
from engine.service.my_reminders import my_reminders
from engine.service.sessions import SignedIn
from engine.store.ledger_lists import Wanted, Which

router = APIRouter(include_in_schema=False)

AT_MOST = 10
"""So many with a failed message stand above the others."""

AskedDay: TypeAlias = Annotated[Day | None, BeforeValidator(lambda given: given or None), Query()]
"""A day, or a field that was left empty."""


@router.get("/cases/{case_id}/reminders")
@policy("read_reminders", finds="case")
def show_reminders(request: Request, case_id: PublicId, me: Reader, asked: Paged) -> Response:
    """Every reminder that was planned for the case, and what became of it."""
    case, rows = case_with(
        me.viewer, site_of(request).office, case_id, "read_reminders", reminders_of
    )
    page, of = window(request, me, asked, f"reminders of {case_id}"), f"reminders of {case_id}"
    start = int(str(page.after[0])) if page.after else 0
    end = start + page.limit
    following = (end,) if end < len(rows) else None
    onward, first = around(request, me, page, following, of=of)
    view = CaseReminders(case=case, rows=rows[start:end], next=onward, first=first)
    return render(request, "reminders/case.html", view, me=me)


@router.get("/reminders")
@policy("list_reminders", finds="viewer")
def list_my_reminders(
    request: Request,
    me: Reader,
    asked: Paged,
    which: Annotated[Which, Query()] = "past",
    day: AskedDay = None,
) -> Response:
    """What went out and what did not, of all cases; what did not arrive stands in front."""
    office, of = site_of(request).office, f"reminders {which} {day}"
    page = window(request, me, asked, of)
    found = my_reminders(
        me.viewer,
        office,
        Wanted(which, day),
        after=moment_and_id(page.after),
        limit=page.limit,
    )
    onward, first = around(request, me, page, position(found.next), of=of)
    trouble = _trouble(request, me, asked) if which == "past" and day is None else ()
    view = ReminderList(found.rows, trouble, which, day, onward, first)
    return render(request, "reminders/list.html", view, me=me)


def _trouble(request: Request, me: SignedIn, asked: Asked) -> tuple[LedgerRow, ...]:
    """What did not arrive, or perhaps not; on the first page only."""
    if asked.cursor is not None:
        return ()
    office = site_of(request).office
    return my_reminders(me.viewer, office, Wanted("trouble"), limit=AT_MOST).rows
