"""The regions that the definitions know."""

from __future__ import annotations

from fastapi import APIRouter
from pydantic import Field
from starlette.requests import Request

from api.auth.who import Caller
from api.models import Out, Words
from api.openapi import ROOT
from api.policy import policy
from api.site import site_of

router = APIRouter(prefix=ROOT, tags=["definitions"])


class RegionOut(Out):
    """One region; its definitions are asked for with ``region``."""

    region: str = Field(description="regio")
    title: Words = Field(description="hoe de regio heet")
    municipalities: list[str] = Field(description="gemeenten")


class RegionsOut(Out):
    """All regions."""

    items: list[RegionOut] = Field(description="regio's")


@router.get("/regions")
@policy("read_definitions", finds="viewer")
def list_regions(request: Request, me: Caller) -> RegionsOut:
    """Every region (regio) and its municipalities (gemeenten)."""
    library = site_of(request).office.library
    return RegionsOut(
        items=[
            RegionOut(
                region=name,
                title=Words.of(library.region_title(name)),
                municipalities=list(region.municipalities),
            )
            for name, region in sorted(library.regions.items())
        ]
    )
