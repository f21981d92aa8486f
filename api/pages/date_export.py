"""The deadlines of a filter as a file: kinds and dates, no care content, nobody of a family."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from api.asked_dates import Asked
from api.auth.who import Reader
from api.policy import policy
from api.sheets import CSV, XLSX, Cell, Sheet, as_csv, as_xlsx
from api.site import site_of
from api.speech import Speech, speech_in
from api.views.dates import BECAME
from engine.service.date_counts import date_overview
from engine.service.date_filter import LOOKS, WHENS, DeadlineFilter, filter_words
from engine.service.date_rows import DateRow
from engine.service.my_dates import all_dates
from engine.service.office import Office
from engine.service.sessions import SignedIn
from engine.text import Text

router = APIRouter(include_in_schema=False)

_TITLE = Text(nl="Termijnen", en="Deadlines")
_ABOUT = Text(
    nl="{count} termijnen ({filter}). Gemaakt door {who} op {when} met Regietafel.",
    en="{count} deadlines ({filter}). Made by {who} on {when} with Regietafel.",
)
_RUNS = Text(nl="Loopt", en="Runs")
_NOBODY = Text(nl="Niemand", en="Nobody")


@router.get("/deadlines/export.csv")
@policy("export_dates", finds="viewer")
def as_text(request: Request, me: Reader, asked: Asked) -> Response:
    """Every deadline that the filter asks for, as CSV."""
    return _file(request, as_csv(_sheet(request, me, asked)), CSV, "csv")


@router.get("/deadlines/export.xlsx")
@policy("export_dates", finds="viewer")
def as_workbook(request: Request, me: Reader, asked: Asked) -> Response:
    """The same as a workbook of Excel."""
    return _file(request, as_xlsx(_sheet(request, me, asked)), XLSX, "xlsx")


def _file(request: Request, content: bytes, kind: str, ends: str) -> Response:
    name = f"regietafel-{site_of(request).office.today():%Y-%m-%d}.{ends}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=kind, headers=headers)


def _sheet(request: Request, me: SignedIn, asked: DeadlineFilter) -> Sheet:
    office, speech = site_of(request).office, speech_in(me.language)
    cells = _cells(office)
    rows = [
        tuple(cell(row, speech) for cell in cells.values())
        for row in all_dates(me.viewer, office, asked)
    ]
    words = filter_words(asked, office.library, _owner(office, me, asked))
    now = office.clock.now()
    about = speech.say(_ABOUT).format(
        count=len(rows), filter=speech.say(words), who=me.name, when=speech.moment(now)
    )
    heads = tuple(speech.say(head) for head in cells)
    return Sheet(speech.say(_TITLE), heads, rows, about, now)


def _owner(office: Office, me: SignedIn, asked: DeadlineFilter) -> str | None:
    """The name of whoever the filter asks for, if the viewer can choose them."""
    if asked.owner is None:
        return None
    return date_overview(me.viewer, office, asked).choices.owner(asked.owner)


def _cells(office: Office) -> Mapping[Text, Callable[[DateRow, Speech], Cell]]:
    """Every column: its head, and what stands in it."""
    return {
        Text(nl="Termijn", en="Due"): lambda row, _: row.due_on,
        Text(nl="Soort", en="Look"): lambda row, speech: speech.say(LOOKS[row.look]),
        Text(nl="Stand", en="Standing"): _standing,
        Text(nl="Over (werkdagen)", en="Working days left"): lambda row, _: row.over,
        Text(nl="Opgeschort tot", en="Suspended until"): lambda row, _: row.suspended_until,
        Text(nl="Zaak", en="Case"): lambda row, _: row.number,
        Text(nl="Wat", en="What"): lambda row, speech: speech.say(row.title),
        Text(nl="Wie", en="Who"): _who,
        Text(nl="Rol", en="Role"): lambda row, speech: speech.say(row.owner),
        Text(nl="Neemt waar", en="Interim"): lambda row, speech: _yes(speech, said=row.interim),
        Text(nl="Laatste herinnering", en="Last reminder"): lambda row, _: (
            row.last.on if row.last else None
        ),
        Text(nl="Wat daarvan werd", en="What became of it"): _became,
        Text(nl="Regio", en="Region"): lambda row, speech: speech.say(
            office.library.region_title(row.region)
        ),
        Text(nl="Soort zaak", en="Kind of case"): lambda row, speech: speech.say(row.workflow),
        Text(nl="Fase", en="Phase"): lambda row, speech: speech.say(row.phase),
    }


def _standing(row: DateRow, speech: Speech) -> str:
    if row.suspended:
        return speech.say(WHENS["suspended"])
    if row.late or row.past_norm:
        return speech.say(WHENS["late" if row.late else "past_norm"])
    return speech.say(_RUNS)


def _who(row: DateRow, speech: Speech) -> str:
    return ", ".join(row.owners) if row.owners or row.held else speech.say(_NOBODY)


def _became(row: DateRow, speech: Speech) -> str | None:
    return speech.say(BECAME[row.last.became]) if row.last and row.last.became else None


def _yes(speech: Speech, *, said: bool) -> str:
    return speech.say(Text(nl="ja", en="yes") if said else Text(nl="nee", en="no"))
