"""Tables of a region: which there are, who sits there, making one and changing it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from api.auth.posted import Form, Posted
from api.auth.who import Reader
from api.pages.again import Again
from api.pages.at_table import minutes_in, time_in, tried_at_table
from api.pages.outcomes import go, show, typed
from api.pages.questions import said, text_in
from api.pages.workflows import RegionChosen, region_here
from api.policy import policy
from api.requests import PublicId
from api.site import site_of
from api.templating import render
from api.views.tables import (
    WEEKDAY_WORDS,
    ChangingTable,
    MakingTable,
    TablePage,
    TableShown,
    TablesPage,
)
from api.views.workflows import region_choices
from engine.fields import Field, InputProblem, InvalidInput
from engine.service.about_me import about_me
from engine.service.at_table import TableOutcome
from engine.service.meeting_lists import my_meetings, my_tables, table
from engine.service.office import Office
from engine.service.rhythm import days_ahead
from engine.service.sessions import SignedIn
from engine.service.table_orders import ChangeTable, MakeTable
from engine.service.table_roles import COORDINATES
from engine.service.tables import change_table, make_table
from engine.text import Text

router = APIRouter(include_in_schema=False)

AT = "/tables"
_ONE = "/tables/{table_id}"
_MOST = 50

_TITLE = Field(type="text", title=Text(nl="Hoe heet de tafel?", en="What is the table called?"))
MAKING: Mapping[str, Field] = {
    "title": _TITLE,
    "weekday": Field(
        type="choice",
        title=Text(nl="Vaste dag", en="Fixed day"),
        values=dict(WEEKDAY_WORDS),
        optional=True,
    ),
}
CHANGING: Mapping[str, Field] = {"title": _TITLE}
"""What each form asks, beside the times and the municipalities."""


@router.get(AT)
@policy("list_tables", finds="viewer")
def list_tables(request: Request, me: Reader) -> Response:
    """The tables that the viewer sits at, and those of their region."""
    office = site_of(request).office
    rows = my_tables(me.viewer, office)
    view = TablesPage(
        tables=tuple(TableShown.of(row, office.library) for row in rows),
        makes=about_me(me.viewer, office).has(*COORDINATES),
    )
    return render(request, "tables/list.html", view, me=me)


@router.get(f"{AT}/new")
@policy("list_tables", finds="viewer")
def new_table(request: Request, me: Reader, region: RegionChosen = None) -> Response:
    """The form for a table of a region."""
    view = _making(site_of(request).office, region_here(request, region))
    return show(request, "tables/new.html", view, None, me=me)


@router.post(AT)
@policy("make_table", finds="viewer")
def add_table(request: Request, form: Form, me: Reader) -> Response:
    """Make it, and go to who sits there."""
    office, region = site_of(request).office, region_here(request, form.text("region"))
    made = tried_at_table(partial(_make, me, office, form, region))
    if not isinstance(made, Again):
        return go(request, f"{AT}/{made.id}", "table_made")
    view = replace(
        _making(office, region), values=typed(form, MAKING), chosen=form.all("serves"), again=made
    )
    return show(request, "tables/new.html", view, made, me=me)


@router.get(_ONE)
@policy("read_table", finds="table")
def show_table(request: Request, table_id: PublicId, me: Reader) -> Response:
    """Who sits there, when it meets, and the meetings ahead."""
    view = table_page(me, site_of(request).office, table_id)
    return render(request, "tables/one.html", view, me=me)


@router.get(f"{_ONE}/change")
@policy("read_table", finds="table")
def show_changing(request: Request, table_id: PublicId, me: Reader) -> Response:
    """The name and the municipalities, to be changed."""
    view = _changing(me, site_of(request).office, table_id)
    return show(request, "tables/change.html", view, None, me=me)


@router.post(f"{_ONE}/change")
@policy("change_table", finds="table")
def write_changes(request: Request, table_id: PublicId, form: Form, me: Reader) -> Response:
    """Change them."""
    office = site_of(request).office
    done = tried_at_table(partial(_change, me, office, form, table_id))
    if not isinstance(done, Again):
        return go(request, f"{AT}/{table_id}", "saved")
    view = replace(
        _changing(me, office, table_id),
        values=typed(form, CHANGING),
        chosen=form.all("serves"),
        again=done,
    )
    return show(request, "tables/change.html", view, done, me=me)


def table_shown(me: SignedIn, office: Office, table_id: str, member: str = "") -> TableShown:
    """The table in words; raises NotFound where it, or this member, is not for whoever looks."""
    return TableShown.of(table(me.viewer, office, table_id, member), office.library)


def table_page(me: SignedIn, office: Office, table_id: str) -> TablePage:
    """The page of one table; raises NotFound as ``table_shown``."""
    shown = table_shown(me, office, table_id)
    found = my_meetings(me.viewer, office, limit=_MOST).rows
    return TablePage(
        shown=shown,
        days=days_ahead(me.viewer, office, table_id),
        ahead=tuple(row for row in found if row.table == table_id),
    )


def _making(office: Office, region: str) -> MakingTable:
    library = office.library
    return MakingTable(
        form=MAKING,
        region=region,
        regions=region_choices(library, region),
        municipalities=library.regions[region].municipalities,
    )


def _make(me: SignedIn, office: Office, form: Posted, region: str) -> TableOutcome:
    """What was filled in, carried out; raises InvalidInput with all that is wrong."""
    problems: list[InputProblem] = []
    starts = time_in(form, "starts", problems)
    slot = minutes_in(form, "slot_minutes", problems)
    found = said(form, MAKING, *problems)
    order = MakeTable(
        key=form.key,
        region=region,
        title=text_in(found, "title"),
        municipalities=form.all("serves"),
        weekday=text_in(found, "weekday") or None,
        starts=starts,
        slot_minutes=slot,
    )
    return _named(partial(make_table, me.viewer, office, order))


def _changing(me: SignedIn, office: Office, table_id: str) -> ChangingTable:
    shown = table_shown(me, office, table_id)
    return ChangingTable(
        shown=shown,
        form=CHANGING,
        values={"title": shown.row.title},
        chosen=shown.row.municipalities,
        municipalities=office.library.regions[shown.row.region].municipalities,
        version=shown.row.version,
    )


def _change(me: SignedIn, office: Office, form: Posted, table_id: str) -> TableOutcome:
    order = ChangeTable(
        key=form.key,
        table=table_id,
        title=text_in(said(form, CHANGING), "title"),
        municipalities=form.all("serves"),
        seen_version=form.seen_version,
    )
    return _named(partial(change_table, me.viewer, office, order))


def _named(do: partial[TableOutcome]) -> TableOutcome:
    """What it answers; a problem with the municipalities stands at their boxes."""
    try:
        return do()
    except InvalidInput as error:
        raise InvalidInput(
            *(
                replace(each, field="serves") if each.field == "municipalities" else each
                for each in error.problems
            )
        ) from None
