"""Another rhythm for a table: first what becomes of the meetings ahead, then it is done."""

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
from api.pages.tables import AT, MAKING, table_shown
from api.policy import policy
from api.problem_texts import KINDS
from api.requests import PublicId
from api.site import site_of
from api.views.rhythm import ChangingRhythm
from engine.fields import Field, InputProblem
from engine.service.at_table import TableOutcome
from engine.service.office import Office
from engine.service.rhythm_change import RhythmPreview, change_rhythm, preview_rhythm
from engine.service.sent_before import came_before
from engine.service.sessions import SignedIn
from engine.service.table_orders import ChangeRhythm
from engine.text import Text

router = APIRouter(include_in_schema=False)

_ONE = "/tables/{table_id}/rhythm"
_TEMPLATE = "tables/rhythm.html"
_ASKED: Mapping[str, Field] = {"weekday": MAKING["weekday"]}
_LOOK = Text(
    nl="Wat er met de bijeenkomsten gebeurt, is niet wat u zag. Er is niets gewijzigd. "
    "Kijk hieronder, en kies dan opnieuw.",
    en="What becomes of the meetings is not what you saw. Nothing was changed. "
    "Look below, and then choose again.",
)


@router.get(_ONE)
@policy("read_table", finds="table")
def show_rhythm(request: Request, table_id: PublicId, me: Reader) -> Response:
    """The day, the time and the length, to be changed."""
    return show(request, _TEMPLATE, _changing(me, site_of(request).office, table_id), None, me=me)


@router.post(_ONE)
@policy("change_rhythm", finds="table")
def write_rhythm(request: Request, table_id: PublicId, form: Form, me: Reader) -> Response:
    """Say what it would do, or do it once that was seen."""
    office = site_of(request).office
    done = tried_at_table(partial(_sent, me, office, form, table_id))
    if not isinstance(done, Again | RhythmPreview):
        return go(request, f"{AT}/{table_id}#meetings", "rhythm_changed")
    again = done if isinstance(done, Again) else None
    view = replace(_changing(me, office, table_id), values=typed(form, _ASKED), again=again)
    if isinstance(done, RhythmPreview):
        unseen = form.text("intent") == "do"
        again = Again(KINDS["stale_meeting"].status, says=_LOOK) if unseen else None
        view = replace(view, preview=done, again=again)
    return show(request, _TEMPLATE, view, again, me=me)


def _sent(
    me: SignedIn, office: Office, form: Posted, table_id: str
) -> TableOutcome | RhythmPreview:
    """What it would do; or, of what was seen, that it is done."""
    order = _order(form, table_id)
    if form.text("intent") == "do" and came_before(me.viewer, office, form.key):
        return change_rhythm(me.viewer, office, order)  # sent twice: answered as the first time
    found = preview_rhythm(me.viewer, office, order)
    if form.text("intent") != "do" or order.seal != found.seal:
        return found
    return change_rhythm(me.viewer, office, order)


def _order(form: Posted, table_id: str) -> ChangeRhythm:
    """What was filled in; raises InvalidInput with all that is wrong."""
    problems: list[InputProblem] = []
    starts = time_in(form, "starts", problems)
    slot = minutes_in(form, "slot_minutes", problems)
    found = said(form, _ASKED, *problems)
    return ChangeRhythm(
        key=form.key,
        table=table_id,
        weekday=text_in(found, "weekday") or None,
        starts=starts,
        slot_minutes=slot,
        seen_version=form.seen_version,
        seal=form.text("seal"),
    )


def _changing(me: SignedIn, office: Office, table_id: str) -> ChangingRhythm:
    shown = table_shown(me, office, table_id)
    row = shown.row
    return ChangingRhythm(
        shown=shown,
        form=_ASKED,
        values={
            "weekday": row.weekday or "",
            "starts": row.starts.strftime("%H:%M") if row.starts else "",
            "slot_minutes": str(row.slot_minutes or ""),
        },
        version=row.version,
    )
