"""The calendar of a region: its days off, and changing it."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import JSONResponse

from api.calls import MADE, SHOWN, Call, Calling, in_the_body
from api.errors import Malformed, StepRefused, Wrong
from api.openapi import ROOT
from api.policy import policy
from api.requests import PublicId, region_match
from api.routes.transitions import KeyOrNot, SeenOrNot
from api.shapes.calendars import (
    CalendarChangeIn,
    CalendarDoneOut,
    CalendarOut,
    CalendarPreviewOut,
)
from api.wrong_texts import WORDS
from engine.decision import Refused
from engine.errors import NotFound
from engine.fields import InvalidInput
from engine.library import UnknownRegion
from engine.service.calendar_orders import ChangeCalendar
from engine.service.calendars import change_calendar, preview_change
from engine.service.calendars_shown import calendar_here

router = APIRouter(prefix=ROOT, tags=["definitions"])

_AT = "/regions/{region}/calendar"
_NOT_SEEN = 0
"""A dry run needs to have seen no edition."""


@router.get(_AT, responses=SHOWN)
@policy("read_calendar", finds="viewer")
def read_calendar(call: Calling, region: PublicId) -> CalendarOut:
    """The days off (vrije dagen) of the region for the coming two years, and who changed them."""
    try:
        here = calendar_here(call.viewer, call.office, region)
    except UnknownRegion:
        raise NotFound("region") from None
    call.seen(region, here.version)
    return CalendarOut.of(here)


@router.post(
    f"{_AT}/changes",
    status_code=201,
    response_model=CalendarDoneOut,
    responses={**MADE, 200: {"model": CalendarPreviewOut, "description": "What would move"}},
)
@policy("change_calendar", finds="viewer")
def make_calendar_change(
    call: Calling,
    region: PublicId,
    body: CalendarChangeIn,
    seen: SeenOrNot = None,
    key: KeyOrNot = None,
) -> CalendarDoneOut | JSONResponse:
    """Change the calendar (kalender); with ``dry_run`` only show which open dates would move."""
    try:
        if body.dry_run:
            shown = _preview(call, _order(region, body, _NOT_SEEN, None))
            return JSONResponse(shown.model_dump(mode="json"))
        version = region_match(call.request, seen)
        if key is None:
            raise Malformed(Wrong("Idempotency-Key", "missing", WORDS["missing"]))
        return _change(call, _order(region, body, version, key))
    except UnknownRegion:
        raise NotFound("region") from None
    except InvalidInput as error:
        raise in_the_body(error) from None


def _order(region: str, body: CalendarChangeIn, seen: int, key: str | None) -> ChangeCalendar:
    return ChangeCalendar(
        key=key,
        region=region,
        add=tuple(each.day() for each in body.add),
        remove=tuple(each.day() for each in body.remove),
        reason=body.reason,
        seen_version=seen,
    )


def _preview(call: Call, order: ChangeCalendar) -> CalendarPreviewOut:
    found = preview_change(call.viewer, call.office, order)
    if isinstance(found, Refused):
        raise StepRefused(found)
    return CalendarPreviewOut.of(found)


def _change(call: Call, order: ChangeCalendar) -> CalendarDoneOut:
    outcome = change_calendar(call.viewer, call.office, order)
    if isinstance(outcome, Refused):
        raise StepRefused(outcome)
    call.seen(outcome.id, outcome.version)
    call.made(f"/regions/{outcome.id}/calendar")
    return CalendarDoneOut.of(outcome)
