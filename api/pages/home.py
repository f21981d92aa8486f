"""The first page: for each role what cannot wait."""

from __future__ import annotations

from datetime import date, timedelta

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from api.auth.who import Reader
from api.pages.agenda import next_meeting
from api.pages.retention import retention_page
from api.policy import policy
from api.site import Site, site_of
from api.templating import render
from api.views.dates import DatesHome
from api.views.lists import CasesHome
from api.views.log_reviews import ReviewsHome
from engine.access import Viewer
from engine.service.about_me import AboutMe, about_me
from engine.service.account_roles import archives, watches
from engine.service.date_asking import begins
from engine.service.date_counts import date_counts
from engine.service.date_filter import DeadlineFilter
from engine.service.emergency_reviews import my_open_emergencies
from engine.service.log_reviews import my_open_reviews
from engine.service.my_cases import CaseRow, my_cases
from engine.service.my_dates import Place, my_dates
from engine.service.office import Office
from engine.service.table_roles import RUNS

router = APIRouter(include_in_schema=False)

SHOWN = 8
"""Rows of one part of the first page: what fits on it without scrolling far."""

_LOOKED_AT = 24
_LAST = 2**31 - 1
"""After every deadline that is past at one moment; PostgreSQL keeps no larger key."""

_WATCHES = "coordinator"


@router.get("/")
@policy("read_home", finds="viewer")
def home(request: Request, me: Reader) -> Response:
    """Dates for whoever watches a region; else the cases in which one takes part."""
    site = site_of(request)
    who = about_me(me.viewer, site.office)
    if _WATCHES in _accesses(site, who):
        return render(request, "home/dates.html", _dates(me.viewer, site.office), me=me)
    if who.roles == () and watches(me.viewer, site.office):
        reviews = ReviewsHome(
            my_open_reviews(me.viewer, site.office), my_open_emergencies(me.viewer, site.office)
        )
        return render(request, "home/reviews.html", reviews, me=me)
    if who.roles == () and archives(me.viewer, site.office):
        return render(request, "retention/list.html", retention_page(site, me), me=me)
    return render(request, "home/cases.html", _cases(me.viewer, site, who), me=me)


def _dates(viewer: Viewer, office: Office) -> DatesHome:
    counts = date_counts(viewer, office)
    when = counts.when
    late, past = DeadlineFilter(when="late"), DeadlineFilter(when="past_norm")
    return DatesHome(
        counts=counts,
        late=my_dates(viewer, office, late, limit=SHOWN).rows if when["late"] else (),
        past=my_dates(viewer, office, past, limit=SHOWN).rows if when["past_norm"] else (),
        coming=my_dates(viewer, office, after=_before(office.today()), limit=SHOWN).rows,
    )


def _before(day: date) -> Place:
    """Where in the list a day begins: after all that was past when it did."""
    return begins(day), _LAST


def _cases(viewer: Viewer, site: Site, who: AboutMe) -> CasesHome:
    office = site.office
    found = my_cases(viewer, office, limit=_LOOKED_AT)
    today = office.today()
    sunday = today + timedelta(days=6 - today.weekday())

    def is_urgent(row: CaseRow) -> bool:
        return row.next_late or (row.next_due is not None and row.next_due <= sunday)

    urgent = tuple(row for row in found.rows if is_urgent(row))
    later = tuple(row for row in found.rows if not is_urgent(row))
    runs = who.has(*RUNS)
    return CasesHome(
        urgent[:SHOWN],
        later[:SHOWN],
        more=found.next is not None or max(len(urgent), len(later)) > SHOWN,
        opens_cases=who.has(*_openers(office)),
        at_table=runs,
        meeting=next_meeting(viewer, office) if runs else None,
    )


def _accesses(site: Site, who: AboutMe) -> set[str]:
    roles = site.office.library.catalogue.roles
    return {roles[key].access for key in who.roles}


def _openers(office: Office) -> set[str]:
    """The roles that open cases of any kind, somewhere."""
    return {role for each in office.library.workflows.values() for role in each.opens.by}
