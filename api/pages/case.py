"""One case: all of its file on one page, gathered in one look."""

from __future__ import annotations

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from api.auth.who import Reader
from api.policy import policy
from api.requests import PublicId
from api.site import site_of
from api.templating import render
from api.views.case import Beside, CasePage
from engine.service.case_file import case_file_with
from engine.service.command import CaseInHand
from engine.service.file.consents import authorities_of, consents_of
from engine.service.file.contacts import contacts_of
from engine.service.file.deviations import deviations_of
from engine.service.file.participants import participants_of, roles_known
from engine.service.file.records import recordable_of, records_of
from engine.service.file.step_made import step_made_of
from engine.service.file.timeline import timeline_of
from engine.service.my_cases import reads_names, roles_in

router = APIRouter(include_in_schema=False)

LAST = 5
"""So many events stand on the page itself."""

MOST_EVENTS = 10**8


@router.get("/cases/{case_id}")
@policy("read_case", finds="case")
def show_case(
    request: Request,
    case_id: PublicId,
    me: Reader,
    made: Annotated[int | None, Query(ge=1, le=MOST_EVENTS)] = None,
) -> Response:
    """The file; with ``made`` also what the step that made this version set going."""
    gather = partial(_beside, made=made)
    view = CasePage(*case_file_with(me.viewer, site_of(request).office, case_id, gather))
    return render(request, "case/show.html", view, me=me)


def _beside(work: CaseInHand, *, made: int | None) -> Beside:
    parts, roles = work.parts, roles_known(work)
    people = participants_of(work)
    return Beside(
        titles_only=not reads_names(parts),
        my_roles=tuple(roles[key].title for key in roles_in(parts)),
        regisseurs=tuple(each for each in people if roles[each.role].access == "regisseur"),
        participants=people,
        records=records_of(work),
        recordable=recordable_of(work),
        consents=consents_of(work),
        authorities=authorities_of(work),
        deviations=deviations_of(work),
        contacts=contacts_of(work)[::-1],
        events=timeline_of(work, since=max(0, work.case.version - LAST))[::-1],
        made=step_made_of(work, made) if made else None,
    )
