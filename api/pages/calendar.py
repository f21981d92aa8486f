"""The calendar of a region: its days off, what a change would move, and changing it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Annotated, TypeAlias, cast

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from api.auth.posted import Form, Posted
from api.auth.who import Reader
from api.pages.again import Again, tried
from api.pages.outcomes import go, show, typed
from api.pages.questions import said, text_in
from api.pages.workflows import RegionChosen, region_here
from api.policy import policy
from api.problem_texts import KINDS
from api.site import site_of
from api.templating import render
from api.views.calendar import CalendarPage, ChangePage
from engine.calendar import DAY_KINDS, DayKind
from engine.calendar_edition import AddedDay, RemovedDay
from engine.errors import NotFound, StaleMeeting
from engine.fields import Field, InvalidInput
from engine.service.calendar_orders import ChangeCalendar
from engine.service.calendars import Preview, change_calendar, preview_change
from engine.service.calendars_shown import CalendarHere, calendar_here
from engine.service.sessions import SignedIn
from engine.text import Text

router = APIRouter(include_in_schema=False)

_STALE = Text(
    nl="Iemand anders heeft de kalender intussen gewijzigd. Kijk opnieuw wat er verschuift.",
    en="Somebody else changed the calendar meanwhile. Look again what moves.",
)
_DAY = Field(type="date", title=Text(nl="Welke dag?", en="Which day?"))
_KIND = Field(
    type="choice",
    title=Text(nl="Wat voor dag is het?", en="What kind of day is it?"),
    values={str(kind): words for kind, words in DAY_KINDS.items()},
)
_REASON = Field(type="long_text", title=Text(nl="Waarom?", en="Why?"))
ADDING: Mapping[str, Field] = {
    "date": _DAY,
    "kind": _KIND,
    "name_nl": Field(type="text", title=Text(nl="Naam in het Nederlands", en="Name in Dutch")),
    "name_en": Field(type="text", title=Text(nl="Naam in het Engels", en="Name in English")),
    "source": Field(type="text", title=Text(nl="Welk besluit?", en="Which decree?"), optional=True),
    "reason": _REASON,
}
REMOVING: Mapping[str, Field] = {"date": _DAY, "kind": _KIND, "reason": _REASON}
"""What each form asks."""

_PLACES: Mapping[str, str] = {
    "add.0.date": "date",
    "add.0.name": "name_nl",
    "add.0.source": "source",
    "remove.0.date": "date",
}
"""Where a problem of the order stands on the form."""

DayChosen: TypeAlias = Annotated[str, Query(max_length=10, alias="date")]
KindChosen: TypeAlias = Annotated[str, Query(max_length=10, alias="kind")]


@router.get("/calendar")
@policy("read_calendar", finds="viewer")
def show_calendar(request: Request, me: Reader, region: RegionChosen = None) -> Response:
    """The days off of the coming two years, and every change."""
    office = site_of(request).office
    here = calendar_here(me.viewer, office, region_here(request, region))
    return render(request, "calendar/list.html", CalendarPage.of(office.library, here), me=me)


@router.get("/calendar/add")
@policy("read_calendar", finds="viewer")
def show_adding(request: Request, me: Reader, region: RegionChosen = None) -> Response:
    """The form for a day off."""
    view = _page(request, me, region_here(request, region), ADDING)
    return show(request, "calendar/add.html", view, None, me=me)


@router.post("/calendar/add")
@policy("change_calendar", finds="viewer")
def add_day(request: Request, form: Form, me: Reader) -> Response:
    """Show what it would move, or add it."""
    return _answer(request, me, form, "calendar/add.html", _adding)


@router.get("/calendar/remove")
@policy("read_calendar", finds="viewer")
def show_removing(
    request: Request,
    me: Reader,
    region: RegionChosen = None,
    day: DayChosen = "",
    kind: KindChosen = "",
) -> Response:
    """The form to let a day count again."""
    view = _page(request, me, region_here(request, region), REMOVING)
    view = replace(view, values={"date": day, "kind": kind})
    return show(request, "calendar/remove.html", view, None, me=me)


@router.post("/calendar/remove")
@policy("change_calendar", finds="viewer")
def remove_day(request: Request, form: Form, me: Reader) -> Response:
    """Show what it would move, or remove it."""
    return _answer(request, me, form, "calendar/remove.html", _removing)


def _answer(
    request: Request,
    me: SignedIn,
    form: Posted,
    template: str,
    order: Callable[[Posted, str], ChangeCalendar],
) -> Response:
    """What a change would move, when that was asked; else carry it out."""
    region = form.text("region")
    if region not in site_of(request).office.library.regions:
        raise NotFound("region")
    wanted = partial(_asked, request, me, form, partial(order, form, region))
    done = _tried(wanted)
    if not isinstance(done, Again | Preview):
        return go(request, f"/calendar?region={region}", "calendar_changed")
    asks = ADDING if order is _adding else REMOVING
    view = replace(_page(request, me, region, asks), values=typed(form, asks))
    if isinstance(done, Preview):
        return show(request, template, replace(view, preview=done), None, me=me)
    return show(request, template, replace(view, again=done), done, me=me)


def _asked(
    request: Request, me: SignedIn, form: Posted, order: Callable[[], ChangeCalendar]
) -> object:
    """What came of the order, each problem at its place on the form."""
    office = site_of(request).office
    do = preview_change if form.text("intent") == "preview" else change_calendar
    try:
        return do(me.viewer, office, order())
    except InvalidInput as error:
        problems = (
            replace(each, field=_PLACES.get(each.field, each.field)) for each in error.problems
        )
        raise InvalidInput(*problems) from None


def _tried(do: Callable[[], object]) -> object:
    """What it answers, or why the form comes back; also when somebody else was first."""
    try:
        return tried(do)
    except StaleMeeting as stale:
        return Again(KINDS[stale.code].status, says=_STALE)


def _page(request: Request, me: SignedIn, region: str, asks: Mapping[str, Field]) -> ChangePage:
    office = site_of(request).office
    here: CalendarHere = calendar_here(me.viewer, office, region)
    title = office.library.region_title(region)
    return ChangePage(here=here, region_title=title, form=asks, version=here.version)


def _adding(form: Posted, region: str) -> ChangeCalendar:
    """What was filled in; raises InvalidInput when something is missing."""
    found = said(form, ADDING)
    day = AddedDay(
        date=cast(date, found["date"]),  # it is required
        kind=cast(DayKind, found["kind"]),
        name=Text(nl=text_in(found, "name_nl"), en=text_in(found, "name_en")),
        source=text_in(found, "source"),
    )
    return _order(form, region, text_in(found, "reason"), add=(day,))


def _removing(form: Posted, region: str) -> ChangeCalendar:
    """The same for a day that counts again."""
    found = said(form, REMOVING)
    day = RemovedDay(date=cast(date, found["date"]), kind=cast(DayKind, found["kind"]))
    return _order(form, region, text_in(found, "reason"), remove=(day,))


def _order(
    form: Posted,
    region: str,
    reason: str,
    *,
    add: tuple[AddedDay, ...] = (),
    remove: tuple[RemovedDay, ...] = (),
) -> ChangeCalendar:
    return ChangeCalendar(
        key=form.key,
        region=region,
        add=add,
        remove=remove,
        reason=reason,
        seen_version=form.seen_version,
    )
