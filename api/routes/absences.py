"""Who is away and who deputises; and the work that a role must do."""

from __future__ import annotations

from typing import cast

from fastapi import APIRouter

from api.calls import LISTED, MADE, Calling
from api.openapi import ROOT
from api.paging import Paged
from api.policy import policy
from api.requests import IdempotencyKey, PublicId
from api.shapes.absences import (
    AbsenceChangeIn,
    AbsenceIn,
    AbsenceOut,
    AbsencesOut,
    WorkDoneIn,
    WorkOut,
    WorksOut,
)
from api.shapes.tables import ChangedOut
from api.table_calls import change
from engine.service.absence_orders import ChangeAbsence, CloseWork, EndAbsence, ReportAbsence
from engine.service.absences import (
    absences_here,
    change_absence,
    end_absence,
    report_absence,
)
from engine.service.my_work import close_work, my_work

router = APIRouter(prefix=ROOT, tags=["notices"])

_CALLED = {"deputy": "deputy_id", "from_on": "from_on", "until_on": "until_on", "word": "word"}


@router.get("/absences", responses=LISTED)
@policy("list_absences", finds="viewer")
def list_absences(call: Calling, asked: Paged) -> AbsencesOut:
    """The absences (afwezigheid) of the caller, and of the people whom the caller leads."""
    here = absences_here(call.viewer, call.office)
    rows = call.part((*here.mine, *here.led), asked, "absences")
    return AbsencesOut(items=[AbsenceOut.of(each) for each in rows])


@router.post("/absences", status_code=201, responses=MADE)
@policy("report_absence", finds="viewer")
def report_an_absence(call: Calling, key: IdempotencyKey, body: AbsenceIn) -> ChangedOut:
    """Say that somebody is away (afwezig melden): oneself, or somebody whom one leads."""
    order = ReportAbsence(
        key=key,
        person=body.person_id,
        from_on=body.from_on,
        until_on=body.until_on,
        deputy=body.deputy_id,
    )
    return change(call, report_absence, order, at=lambda _: "/absences", called=_CALLED)


@router.post("/absences/{absence_id}/changes", status_code=201, responses=MADE)
@policy("change_absence", finds="viewer")
def change_an_absence(
    call: Calling, absence_id: PublicId, key: IdempotencyKey, body: AbsenceChangeIn
) -> ChangedOut:
    """Say anew until when, and who deputises (wijzigen); the absence gets another id."""
    order = ChangeAbsence(
        key=key, absence=absence_id, until_on=body.until_on, deputy=body.deputy_id
    )
    return change(call, change_absence, order, at=lambda _: "/absences", called=_CALLED)


@router.post("/absences/{absence_id}/endings", status_code=201, responses=MADE)
@policy("end_absence", finds="viewer")
def end_an_absence(call: Calling, absence_id: PublicId, key: IdempotencyKey) -> ChangedOut:
    """Say that they are back today (weer terug), or do not go after all."""
    order = EndAbsence(key=key, absence=absence_id)
    return change(call, end_absence, order, at=lambda _: "/absences")


@router.get("/work", responses=LISTED)
@policy("list_work", finds="viewer")
def list_work(call: Calling, asked: Paged) -> WorksOut:
    """What is open for the caller's roles (werk), the oldest first."""
    page = call.window(asked, "work")
    after = cast("tuple[int] | None", page.after)  # sealed by us
    found = my_work(call.viewer, call.office, after=after[0] if after else None, limit=page.limit)
    call.leads_to((found.next,) if found.next is not None else None, page, "work")
    return WorksOut(items=[WorkOut.of(row) for row in found.rows])


@router.post("/work-endings", status_code=201, responses=MADE)
@policy("close_work", finds="viewer")
def say_work_is_done(call: Calling, key: IdempotencyKey, body: WorkDoneIn) -> ChangedOut:
    """Say that it is done, and what was done (gedaan)."""
    order = CloseWork(key=key, work=body.work_id, word=body.word)
    return change(call, close_work, order, at=lambda _: "/work", called=_CALLED)
