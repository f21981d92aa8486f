"""Families: those of the caller, a new one, and what may be opened for one."""

from __future__ import annotations

from fastapi import APIRouter

from api.calls import LISTED, Calling, in_the_body
from api.errors import Malformed, Wrong
from api.openapi import ROOT
from api.paging import Paged
from api.policy import policy
from api.requests import IdempotencyKey, PublicId
from api.shapes.contacts import BestDayOut, BestDaysOut
from api.shapes.families import (
    FamiliesOut,
    FamilyIn,
    FamilyOut,
    FamilyShownOut,
    OpenableOut,
    OpenablesOut,
    RegisteredOut,
)
from engine.fields import InvalidInput
from engine.service.file.best_days import best_days
from engine.service.file.families import families, family
from engine.service.file.openable import openable
from engine.service.registering import Member, NewFamily, register_family
from engine.text import Text

router = APIRouter(prefix=ROOT, tags=["families"])

_NO_SUCH_CHILD = Text(
    nl="Geef namen van kinderen uit dezelfde registratie.",
    en="Give names of children in the same registration.",
)


@router.get("/families", responses=LISTED)
@policy("list_families", finds="viewer")
def list_families(call: Calling, asked: Paged) -> FamiliesOut:
    """The families (gezinnen) in which the caller takes part, or which they registered."""
    rows = call.part(families(call.viewer, call.office), asked, "families")
    return FamiliesOut(items=[FamilyOut.of(row) for row in rows])


@router.post(
    "/families",
    status_code=201,
    responses={201: {"headers": {"Location": {"schema": {"type": "string"}}}}},
)
@policy("register_family", finds="viewer")
def add_family(call: Calling, key: IdempotencyKey, body: FamilyIn) -> RegisteredOut:
    """Register a family (gezin), with who has authority (gezag) over which child."""
    _children_named(body)
    new = NewFamily(
        name=body.name,
        region=body.region,
        municipality=body.municipality,
        members=tuple(
            Member(
                name=each.name,
                born=each.born,
                authority_over=tuple(each.authority_over),
                source=each.source,
                is_child=each.is_child,
            )
            for each in body.members
        ),
        key=key,
    )
    try:
        registered = register_family(call.viewer, call.office, new)
    except InvalidInput as error:
        raise in_the_body(error) from None
    call.made(f"/families/{registered.family}")
    return RegisteredOut.of(registered)


@router.get("/families/{family_id}")
@policy("read_family", finds="family")
def read_family(call: Calling, family_id: PublicId) -> FamilyShownOut:
    """One family (gezin) with the cases that the caller may see."""
    return FamilyShownOut.of(family(call.viewer, call.office, family_id))


@router.get("/families/{family_id}/openable")
@policy("read_openable", finds="family")
def list_openable(call: Calling, family_id: PublicId) -> OpenablesOut:
    """Which cases (zaken) may be opened for the family, by whom, and what the opener must say."""
    found = openable(call.viewer, call.office, family_id)
    return OpenablesOut(items=[OpenableOut.of(row) for row in found])


@router.get("/families/{family_id}/best-days")
@policy("read_best_days", finds="family")
def list_best_days(call: Calling, family_id: PublicId) -> BestDaysOut:
    """The days of the coming eight weeks on which one talk (gesprek) meets most of what is owed."""
    found = best_days(call.viewer, call.office, family_id)
    return BestDaysOut(items=[BestDayOut.of(each) for each in found])


def _children_named(body: FamilyIn) -> None:
    """Authority is over a child of the same registration; anything else is told by its place."""
    children = {each.name for each in body.members if each.is_child}
    wrong = [
        Wrong(f"/members/{index}/authority_over/{place}", "unknown", _NO_SUCH_CHILD)
        for index, each in enumerate(body.members)
        for place, name in enumerate(each.authority_over)
        if name not in children
    ]
    if wrong:
        raise Malformed(*wrong[:100])
