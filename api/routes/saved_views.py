"""Saved views: filters of deadlines under a name, each of one person."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from fastapi import APIRouter

from api.calls import MADE, Call, Calling
from api.errors import StepRefused
from api.openapi import ROOT
from api.policy import policy
from api.requests import IdempotencyKey, PublicId
from api.shapes.saved_views import FilterIn, SavedViewIn, SavedViewOut, SavedViewsOut
from engine.access import Viewer
from engine.decision import Refused
from engine.fields import InvalidInput
from engine.service.at_table import Changed, TableOutcome
from engine.service.date_filter import DeadlineFilter, read_filter
from engine.service.office import Office
from engine.service.saved_views import (
    ChangeView,
    DropView,
    SaveView,
    change_view,
    drop_view,
    filter_of,
    my_views,
    one_view,
    save_view,
)
from engine.service.table_orders import TableOrder
from engine.store.saved_views import ViewSeen

router = APIRouter(prefix=ROOT, tags=["deadlines"])

OrderT = TypeVar("OrderT", bound=TableOrder)


@router.get("/saved-views")
@policy("list_saved_views", finds="viewer")
def list_saved_views(call: Calling) -> SavedViewsOut:
    """The saved views (bewaarde weergaven) of the caller, by name; thirty at most."""
    views = my_views(call.viewer, call.office)
    return SavedViewsOut(items=[_shown(call, view) for view in views])


@router.get("/saved-views/{saved_view_id}")
@policy("read_saved_view", finds="viewer")
def read_saved_view(call: Calling, saved_view_id: PublicId) -> SavedViewOut:
    """One saved view (bewaarde weergave) of the caller."""
    return _shown(call, one_view(call.viewer, call.office, saved_view_id))


@router.post("/saved-views", status_code=201, responses=MADE)
@policy("save_view", finds="viewer")
def save_as_view(call: Calling, key: IdempotencyKey, body: SavedViewIn) -> SavedViewOut:
    """Keep a filter of deadlines under a name (bewaar deze weergave)."""
    asked = _filter(call, body.filter)
    changed = _done(call, save_view, SaveView(key=key, name=body.name, asked=asked))
    call.made(f"/saved-views/{changed.id}")
    return SavedViewOut.of(ViewSeen(changed.id, body.name.strip(), asked.query), asked)


@router.put("/saved-views/{saved_view_id}")
@policy("change_view", finds="viewer")
def write_view_anew(
    call: Calling, saved_view_id: PublicId, key: IdempotencyKey, body: SavedViewIn
) -> SavedViewOut:
    """Give a saved view another name or another filter."""
    asked = _filter(call, body.filter)
    order = ChangeView(key=key, view=saved_view_id, name=body.name, asked=asked)
    changed = _done(call, change_view, order)
    return SavedViewOut.of(ViewSeen(changed.id, body.name.strip(), asked.query), asked)


@router.delete("/saved-views/{saved_view_id}", status_code=204)
@policy("change_view", finds="viewer")
def end_saved_view(call: Calling, saved_view_id: PublicId, key: IdempotencyKey) -> None:
    """Take a saved view away; sent again under its key it is answered the same."""
    _done(call, drop_view, DropView(key=key, view=saved_view_id))


def _filter(call: Call, body: FilterIn) -> DeadlineFilter:
    """The filter of the body; raises InvalidInput, each problem by its place in it."""
    try:
        return read_filter(body.model_dump(), call.office.library)
    except InvalidInput as error:
        problems = (replace(each, field=f"/filter/{each.field}") for each in error.problems)
        raise InvalidInput(*problems) from None


def _done(
    call: Call, do: Callable[[Viewer, Office, OrderT], TableOutcome], order: OrderT
) -> Changed:
    try:
        outcome = do(call.viewer, call.office, order)
    except InvalidInput as error:
        problems = (replace(each, field=f"/{each.field}") for each in error.problems)
        raise InvalidInput(*problems) from None
    if isinstance(outcome, Refused):
        raise StepRefused(outcome)
    return outcome


def _shown(call: Call, view: ViewSeen) -> SavedViewOut:
    """A view; without its filter where the definitions do not know it any more."""
    try:
        asked = filter_of(view, call.office.library)
    except InvalidInput:
        return SavedViewOut.of(view, None)
    return SavedViewOut.of(view, asked)
