"""Work: what a role must do that is no deadline, and saying that it is done."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import cast

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from api.auth.posted import Form, Posted
from api.auth.who import Reader
from api.pages.again import Again, tried
from api.pages.outcomes import go, show, typed
from api.pages.pager import around
from api.pages.questions import said, text_in
from api.paging import Paged, window
from api.policy import policy
from api.requests import PublicId
from api.site import site_of
from api.templating import render
from api.views.absence import WorkListPage, WorkPage, WorkRow
from engine.fields import Field
from engine.service.absence_orders import CloseWork
from engine.service.at_table import TableOutcome
from engine.service.my_work import close_work, my_work, one_work
from engine.service.sessions import SignedIn
from engine.text import Text

router = APIRouter(include_in_schema=False)

AT = "/work"
_ONE = "/work-endings/{work_id}"

CLOSING: Mapping[str, Field] = {
    "word": Field(type="long_text", title=Text(nl="Wat is er gedaan?", en="What was done?"))
}
"""What the form asks."""


@router.get(AT)
@policy("list_work", finds="viewer")
def list_work(request: Request, me: Reader, asked: Paged) -> Response:
    """What is open for the viewer's roles, the oldest first."""
    page = window(request, me, asked, "work")
    after = cast("tuple[int] | None", page.after)
    found = my_work(
        me.viewer, site_of(request).office, after=after[0] if after else None, limit=page.limit
    )
    following = (found.next,) if found.next is not None else None
    rows = tuple(WorkRow.of(row) for row in found.rows)
    view = WorkListPage(rows, *around(request, me, page, following, of="work"))
    return render(request, "work/list.html", view, me=me)


@router.get(_ONE)
@policy("read_work", finds="viewer")
def show_work(request: Request, work_id: PublicId, me: Reader) -> Response:
    """What is to be done, where, and the form that says it is."""
    return show(request, "work/one.html", _page(request, me, work_id), None, me=me)


@router.post(_ONE)
@policy("close_work", finds="viewer")
def close(request: Request, work_id: PublicId, form: Form, me: Reader) -> Response:
    """Say that it is done."""
    done = tried(partial(_close, request, me, form, work_id))
    if isinstance(done, Again):
        view = _page(request, me, work_id, form, done)
        return show(request, "work/one.html", view, done, me=me)
    return go(request, AT, "work_done")


def _close(request: Request, me: SignedIn, form: Posted, work_id: str) -> TableOutcome:
    word = text_in(said(form, CLOSING), "word")
    order = CloseWork(key=form.key, work=work_id, word=word)
    return close_work(me.viewer, site_of(request).office, order)


def _page(
    request: Request,
    me: SignedIn,
    work_id: str,
    form: Posted | None = None,
    again: Again | None = None,
) -> WorkPage:
    found = one_work(me.viewer, site_of(request).office, work_id)
    return WorkPage(
        row=WorkRow.of(found),
        is_open=found.is_open,
        form=CLOSING,
        values=typed(form, CLOSING) if form else {},
        again=again,
    )
