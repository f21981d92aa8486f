"""Who looked at a case: for whoever leads it, as a file, and on paper for the family."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from api.asked_looks import AskedLook
from api.auth.who import Reader
from api.pages.pager import around
from api.paging import Paged, window
from api.policy import policy
from api.requests import PublicId
from api.sheets import CSV, Cell, Sheet, as_csv
from api.site import site_of
from api.speech import Speech, speech_in
from api.templating import render, templates_in
from api.views.looked import FamilyPaperView, LookedView
from engine.calendar import AMSTERDAM
from engine.service.file.looked import LookRow, looked, looked_as_file
from engine.service.file.looked_by_family import paper_for
from engine.text import Text

router = APIRouter(include_in_schema=False)

_AT = "/cases/{case_id}/looked"
_TITLE = Text(nl="Wie keek er", en="Who looked")
_ABOUT = Text(
    nl="{count} regels uit het logboek van {number}. Gemaakt door {who} op {when} met Regietafel.",
    en="{count} rows of the log of {number}. Made by {who} on {when} with Regietafel.",
)
_ASK = Text(
    nl="Alleen de regisseur ziet wie er keek. Vraag het aan: {who}.",
    en="Only the regisseur sees who looked. Ask: {who}.",
)
_NOBODY = Text(nl="de coördinator, want er is geen regisseur", en="the coordinator, none leads it")
_PROGRAM = Text(nl="Het programma", en="The program")


@router.get(_AT)
@policy("read_looked", finds="case")
def show_looked(
    request: Request, case_id: PublicId, me: Reader, asked: AskedLook, paged: Paged
) -> Response:
    """Who looked, newest first; whoever does not lead the case reads whom to ask."""
    of = f"looked {case_id} {asked}"
    page = window(request, me, paged, of)
    before = int(str(page.after[0])) if page.after else None
    office = site_of(request).office
    case, found, relatives = looked(
        me.viewer, office, case_id, asked, before=before, limit=page.limit
    )
    following = (found.next,) if found.next is not None else None
    onward, first = around(request, me, page, following, of=of)
    view = LookedView(
        case=case, page=found, asked=asked, relatives=relatives, next=onward, first=first
    )
    return render(request, "looked/show.html", view, me=me)


@router.get(f"{_AT}/export.csv")
@policy("export_looked", finds="case")
def export(request: Request, case_id: PublicId, me: Reader, asked: AskedLook) -> Response:
    """The same rows as CSV; for whoever does not lead the case only whom to ask."""
    office, speech = site_of(request).office, speech_in(me.language)
    case, found = looked_as_file(me.viewer, office, case_id, asked)
    now = office.clock.now()
    rows = [tuple(cell(row, speech) for cell in _CELLS.values()) for row in found.rows]
    words = (
        speech.say(_ABOUT).format(
            count=len(rows), number=case.number, who=me.name, when=speech.moment(now)
        )
        if found.told
        else speech.say(_ASK).format(who=", ".join(found.ask) or speech.say(_NOBODY))
    )
    heads = tuple(speech.say(head) for head in _CELLS)
    content = as_csv(Sheet(speech.say(_TITLE), heads, rows, words, now))
    name = f"regietafel-{office.today():%Y-%m-%d}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=CSV, headers=headers)


@router.get(f"{_AT}/{{person_id}}/print")
@policy("print_looked", finds="case")
def print_for_family(
    request: Request, case_id: PublicId, person_id: PublicId, me: Reader
) -> Response:
    """The paper for one of the family, in Dutch."""
    case, paper = paper_for(me.viewer, site_of(request).office, case_id, person_id)
    template = templates_in(speech_in("nl")).get_template("looked/paper.html")
    return HTMLResponse(template.render(view=FamilyPaperView(case=case, paper=paper)))


_CELLS: Mapping[Text, Callable[[LookRow, Speech], Cell]] = {
    Text(nl="Wanneer", en="When"): lambda row, _: f"{row.at.astimezone(AMSTERDAM):%Y-%m-%d %H:%M}",
    Text(nl="Wie", en="Who"): lambda row, speech: row.name or speech.say(_PROGRAM),
    Text(nl="Rol toen", en="Role then"): lambda row, speech: ", ".join(map(speech.say, row.roles)),
    Text(nl="Organisatie", en="Organisation"): lambda row, _: row.organisation,
    Text(nl="Wat", en="What"): lambda row, speech: speech.say(row.did),
    Text(nl="Grond", en="Ground"): lambda row, speech: speech.say(row.ground),
    Text(nl="Uitkomst", en="Outcome"): lambda row, speech: speech.say(row.outcome_words),
    Text(nl="Noodtoegang", en="Emergency"): lambda row, speech: (
        speech.say(Text(nl="ja", en="yes")) if row.emergency else None
    ),
}
"""Every column: its head, and what stands in it."""
