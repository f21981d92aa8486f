"""One meeting: its agenda, its order and times, bringing it on, and on paper."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from api.auth.posted import Form, Posted
from api.auth.who import Reader
from api.pages.again import Again
from api.pages.at_table import minutes_in, time_in, tried_at_table, why_in
from api.pages.outcomes import go, show, typed
from api.pages.questions import said, text_in
from api.policy import policy
from api.requests import PublicId
from api.site import site_of
from api.templating import render
from api.views.agenda import ChangingMeeting, MeetingPage
from engine.fields import Field, InputProblem, InvalidInput
from engine.service.agenda_plan import proposal, since_last
from engine.service.at_table import TableOutcome
from engine.service.meeting_lists import MemberRow, my_tables
from engine.service.meeting_page import meeting
from engine.service.meetings import change_meeting, move_meeting, order_agenda
from engine.service.office import Office
from engine.service.sessions import SignedIn
from engine.service.table_orders import ChangeMeeting, ItemPlace, MoveMeeting, OrderAgenda
from engine.text import Text

router = APIRouter(include_in_schema=False)

_AT = "/meetings/{meeting_id}"
_PAGE = "agenda/meeting.html"

CHANGING: Mapping[str, Field] = {
    "place": Field(type="text", optional=True, title=Text(nl="Waar?", en="Where?"))
}
"""What the form asks, beside the time."""


@router.get(_AT)
@policy("read_meeting", finds="table")
def show_meeting(request: Request, meeting_id: PublicId, me: Reader) -> Response:
    """The agenda, what waits for a place on it, and what happened since the last one."""
    view = meeting_page(me, site_of(request).office, meeting_id)
    return show(request, _PAGE, view, None, me=me)


@router.post(f"{_AT}/order")
@policy("order_agenda", finds="table")
def put_in_order(request: Request, meeting_id: PublicId, form: Form, me: Reader) -> Response:
    """Save the times and the order; with one item a place up or down where that was asked."""
    office = site_of(request).office
    done = tried_at_table(partial(_order, me, office, form, meeting_id))
    if not isinstance(done, Again):
        moved = form.text("up") or form.text("down")
        place = f"item-{moved}" if moved else "agenda"
        return go(request, f"/meetings/{meeting_id}#{place}", "agenda_ordered")
    view = meeting_page(me, office, meeting_id)
    return show(request, _PAGE, replace(view, values=typed(form), again=done), done, me=me)


@router.post(f"{_AT}/moves")
@policy("move_meeting", finds="table")
def bring_on(request: Request, meeting_id: PublicId, form: Form, me: Reader) -> Response:
    """Fix, open, end, complete or cancel it; or say everything that it still lacks."""
    office = site_of(request).office
    done = tried_at_table(partial(_move, me, office, form, meeting_id))
    if not isinstance(done, Again):
        return go(request, f"/meetings/{meeting_id}", "meeting_moved")
    view = replace(meeting_page(me, office, meeting_id), again=done)
    return show(request, _PAGE, view, done, me=me)


@router.get(f"{_AT}/change")
@policy("read_meeting", finds="table")
def show_changing(request: Request, meeting_id: PublicId, me: Reader) -> Response:
    """The time and the place, to be changed."""
    view = _changing(me, site_of(request).office, meeting_id)
    return show(request, "agenda/change.html", view, None, me=me)


@router.post(f"{_AT}/change")
@policy("change_meeting", finds="table")
def write_changes(request: Request, meeting_id: PublicId, form: Form, me: Reader) -> Response:
    """Change them; another day is another meeting."""
    office = site_of(request).office
    done = tried_at_table(partial(_change, me, office, form, meeting_id))
    if not isinstance(done, Again):
        return go(request, f"/meetings/{meeting_id}", "saved")
    view = replace(_changing(me, office, meeting_id), values=typed(form, CHANGING), again=done)
    return show(request, "agenda/change.html", view, done, me=me)


@router.get(f"{_AT}/print")
@policy("read_meeting", finds="table")
def show_on_paper(
    request: Request,
    meeting_id: PublicId,
    me: Reader,
    item: Annotated[str, Query(max_length=40)] = "",
    *,
    own: bool = False,
) -> Response:
    """The agenda on paper, as far as the viewer may see it; or one item of it.

    Who runs the meeting may ask for their own copy; any other may lie where families sit.
    """
    shown = meeting(me.viewer, site_of(request).office, meeting_id, item)
    if item:
        shown = replace(shown, items=tuple(each for each in shown.items if each.id == item))
    members = _members(me, site_of(request).office, shown.row.table)
    view = MeetingPage(
        shown=shown,
        today=site_of(request).office.today(),
        members=members or (),
        only=bool(item),
        own=own and shown.may_run,
    )
    return render(request, "agenda/print.html", view, me=me)


def meeting_page(me: SignedIn, office: Office, meeting_id: str) -> MeetingPage:
    """The page of one meeting; raises NotFound where it is not for whoever looks."""
    shown = meeting(me.viewer, office, meeting_id)
    members = _members(me, office, shown.row.table)
    view = MeetingPage(shown=shown, today=office.today(), members=members or ())
    if members is None:
        return view
    since = since_last(me.viewer, office, meeting_id)
    proposed = proposal(me.viewer, office, meeting_id) if view.is_ahead else None
    return replace(view, since=since, proposal=proposed)


def _members(me: SignedIn, office: Office, table: str) -> tuple[MemberRow, ...] | None:
    """Who sits at the table, if it is one that the viewer sees: they may see a case of it only."""
    found = next((row for row in my_tables(me.viewer, office) if row.id == table), None)
    return found.members if found else None


def _order(me: SignedIn, office: Office, form: Posted, meeting_id: str) -> TableOutcome:
    """What was filled in, carried out; raises InvalidInput with all that is wrong."""
    problems: list[InputProblem] = []
    why = why_in(form, problems)
    places = tuple(_places(form, problems))
    if problems:
        raise InvalidInput(*problems)
    if form.text("fill"):
        places = _filled(me, office, meeting_id, places)
    order = OrderAgenda(
        key=form.key,
        meeting=meeting_id,
        items=places,
        why=why,
        seen_version=form.seen_version,
    )
    return order_agenda(me.viewer, office, order)


def _places(form: Posted, problems: list[InputProblem]) -> Iterator[ItemPlace]:
    for item in _in_order(form):
        starts = time_in(form, f"starts.{item}", problems)
        minutes = minutes_in(form, f"minutes.{item}", problems)
        yield ItemPlace(item=item, starts=starts, minutes=minutes)


def _filled(
    me: SignedIn, office: Office, meeting_id: str, places: tuple[ItemPlace, ...]
) -> tuple[ItemPlace, ...]:
    """The same, with the proposed time where an item has none."""
    items = meeting(me.viewer, office, meeting_id).items
    proposed = {each.id: each.proposed_starts for each in items}
    return tuple(replace(each, starts=each.starts or proposed.get(each.item)) for each in places)


def _in_order(form: Posted) -> list[str]:
    """The items as they stood in the form, with the one that moves in its new place."""
    items = list(form.all("item"))
    for name, by in (("up", -1), ("down", 1)):
        moved = form.text(name)
        if moved in items:
            at = items.index(moved)
            items.insert(max(0, at + by), items.pop(at))
    return items


def _move(me: SignedIn, office: Office, form: Posted, meeting_id: str) -> TableOutcome:
    order = MoveMeeting(
        key=form.key, meeting=meeting_id, to=form.text("to"), seen_version=form.seen_version
    )
    return move_meeting(me.viewer, office, order)


def _changing(me: SignedIn, office: Office, meeting_id: str) -> ChangingMeeting:
    shown = meeting(me.viewer, office, meeting_id)
    starts = shown.row.starts.strftime("%H:%M") if shown.row.starts else ""
    return ChangingMeeting(
        row=shown.row,
        may_run=shown.may_run,
        form=CHANGING,
        version=shown.row.version,
        values={"starts": starts, "place": shown.row.place or ""},
    )


def _change(me: SignedIn, office: Office, form: Posted, meeting_id: str) -> TableOutcome:
    problems: list[InputProblem] = []
    starts, why = time_in(form, "starts", problems), why_in(form, problems)
    found = said(form, CHANGING, *problems)
    order = ChangeMeeting(
        key=form.key,
        meeting=meeting_id,
        why=why,
        starts=starts,
        place=text_in(found, "place"),
        seen_version=form.seen_version,
    )
    return change_meeting(me.viewer, office, order)
