"""The paper way: blank forms that never differ from the screen, and the list of the morning."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from api.auth.who import Reader
from api.pages.family_form import regions_of
from api.policy import policy
from api.requests import PublicId
from api.site import site_of
from api.templating import render
from api.views.paper import Blank, BlankPage, BlankPart, MorningPage, PaperPage
from engine.definition import Workflow
from engine.errors import NotFound
from engine.service.crisis_desk import CRISIS
from engine.service.crisis_night import NIGHT
from engine.service.date_filter import DeadlineFilter
from engine.service.meeting_lists import my_meetings
from engine.service.my_dates import my_dates
from engine.service.record_reasons import status_title
from engine.text import Text

router = APIRouter(include_in_schema=False)

_TABLE, _MOST = "beschermingstafel", 50

BLANKS = (
    Blank(
        "sheet",
        Text(nl="Bespreekblad", en="Sheet"),
        Text(
            nl="Wat de tafel van een zaak moet weten, en wat ouders en kind vinden.",
            en="What the table must know of a case, and what parents and child think.",
        ),
    ),
    Blank(
        "decision",
        Text(nl="Uitkomst per kind", en="Outcome for each child"),
        Text(
            nl="Neem er een per kind mee naar het gesprek.",
            en="Take one for each child along to the talk.",
        ),
    ),
    Blank(
        "crisis",
        Text(nl="Crisismelding en de nacht daarna", en="Crisis report and the night after it"),
        Text(
            nl="Voor onderweg: schrijf bij elke stap de tijd op, en vul het later in.",
            en="For on the way: write the time down at each step, and enter it later.",
        ),
    ),
    Blank(
        "invitation",
        Text(nl="Hoe iemand wordt uitgenodigd", en="How somebody is invited"),
        Text(nl="Een blad per persoon.", en="One sheet for each person."),
    ),
)
"""The forms that there are."""

_RECORDS: Mapping[str, tuple[str, ...]] = {
    "sheet": ("discussion_request", "parents_informed", "child_view"),
    "decision": ("table_outcome",),
    "invitation": ("invitation_plan",),
}
"""Of which records of the table a form holds the questions."""

_REPORT = Text(nl="Melding", en="Report")


@router.get("/paper")
@policy("list_paper", finds="viewer")
def list_paper(request: Request, me: Reader) -> Response:
    """Which forms can be printed, for each region; and the list of this morning."""
    view = PaperPage(BLANKS, regions_of(site_of(request).office.library))
    return render(request, "paper/list.html", view, me=me)


@router.get("/paper/morning")
@policy("read_morning", finds="viewer")
def show_morning(request: Request, me: Reader) -> Response:
    """Today's meetings and dates of the viewer, and what is late, to print."""
    office = site_of(request).office
    sittings = my_meetings(me.viewer, office, limit=_MOST)
    dates, late, past = (
        my_dates(me.viewer, office, DeadlineFilter(when=when), limit=_MOST)
        for when in ("today", "late", "past_norm")
    )
    view = MorningPage(
        meetings=tuple(each for each in sittings.rows if each.on_date <= office.today()),
        today=dates.rows,
        late=(*late.rows, *past.rows),
        more=any(each.next is not None for each in (sittings, dates, late, past)),
    )
    return render(request, "paper/morning.html", view, me=me)


@router.get("/paper/{name}")
@policy("read_blank", finds="viewer")
def show_blank(
    request: Request,
    name: PublicId,
    me: Reader,
    region: Annotated[str, Query(max_length=40)] = "default",
) -> Response:
    """One form without any data, with the questions of the definition of this region.

    Raises:
        NotFound: there is no such form or region.
    """
    library = site_of(request).office.library
    blank = next((each for each in BLANKS if each.key == name), None)
    workflow = library.workflows.get((CRISIS if name == "crisis" else _TABLE, region))
    if blank is None or workflow is None:
        raise NotFound("form")
    parts = tuple(_parts(name, workflow))
    view = BlankPage(blank, library.region_title(region), workflow.version, parts)
    return render(request, "paper/blank.html", view, me=me)


def _parts(name: str, workflow: Workflow) -> Iterator[BlankPart]:
    if name == "crisis":
        yield BlankPart(_REPORT, workflow.opens.input, "step")
        steps = (workflow.transitions.get(each) for each in NIGHT)
        yield from (BlankPart(step.title, step.input, "step") for step in steps if step)
        return
    for key in _RECORDS[name]:
        kind = workflow.catalogue.records.get(key)
        if kind is not None:
            yield BlankPart(kind.title, kind.fields)
            yield from _of_statuses(key, workflow)


def _of_statuses(key: str, workflow: Workflow) -> Iterator[BlankPart]:
    """What is asked when the record comes further, by the name of what it then is."""
    kind = workflow.catalogue.records[key]
    for name, status in kind.statuses.items():
        if status.input:
            yield BlankPart(status_title(kind, name), status.input, "outcome")
