"""A role that one person holds is handed over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from api.auth.posted import Form, Posted
from api.auth.who import Reader
from api.pages.outcomes import Again, attempted, go, show, typed, version_after
from api.pages.participants import JOINING, nobody_chosen, person_choice, way_back
from api.pages.questions import said, text_in
from api.policy import policy
from api.requests import PublicId
from api.site import site_of
from engine.fields import Field
from engine.service.orders import Assign
from engine.service.participants import assign

router = APIRouter(include_in_schema=False)

ASSIGNING: Mapping[str, Field] = {"ground": JOINING["ground"]}
"""What the form asks beside whom it is about."""


@router.get("/cases/{case_id}/assign/{role}")
@policy("assign_form", finds="case")
def show_assigning(request: Request, case_id: PublicId, role: PublicId, me: Reader) -> Response:
    """Somebody for a role that one person holds, and who holds it now."""
    view = person_choice(me, site_of(request).office, (case_id, role))
    return show(request, "participants/assign.html", view, None, me=me)


@router.post("/cases/{case_id}/assign/{role}")
@policy("assign", finds="case")
def appoint(
    request: Request, case_id: PublicId, role: PublicId, form: Form, me: Reader
) -> Response:
    """Hand the role over; or list those whose name begins so, when that was asked."""
    office = site_of(request).office
    again: Again | None = None
    if form.text("intent") != "search":
        done = attempted(
            me.viewer, office, lambda: assign(me.viewer, office, _assigning(form, case_id, role))
        )
        if not isinstance(done, Again):
            return go(request, way_back(me, office, case_id), "assigned")
        again = done
    view = replace(
        person_choice(me, office, (case_id, role), form.text("starts_with")),
        values=typed(form),
        again=again,
        version=version_after(again, form.seen_version),
    )
    return show(request, "participants/assign.html", view, again, me=me)


def _assigning(form: Posted, case_id: str, role: str) -> Assign:
    """What was filled in; raises InvalidInput with everything that is wrong."""
    found = said(form, ASSIGNING, *nobody_chosen(form))
    return Assign(
        case=case_id,
        key=form.key,
        person=form.text("person"),
        role=role,
        ground=text_in(found, "ground"),
        seen_version=form.seen_version,
    )
