"""The workflows of a region, each as a page that a policy adviser can sign off."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from api.auth.who import Reader
from api.page import language_for
from api.policy import policy
from api.requests import PublicId
from api.site import site_of
from api.templating import render
from api.views.workflows import WorkflowList, WorkflowPage, page_of
from engine.definition import Workflow
from engine.diagram import mermaid
from engine.errors import NotFound
from engine.library import UnknownRegion, UnknownWorkflow

router = APIRouter(include_in_schema=False)

RegionChosen = Annotated[str | None, Query(max_length=40, pattern=r"^[a-z][a-z0-9_]*$")]


@router.get("/workflows")
@policy("read_definitions", finds="viewer")
def list_workflows(request: Request, me: Reader, region: RegionChosen = None) -> Response:
    """Every workflow of the region."""
    library, here = site_of(request).office.library, region_here(request, region)
    found = sorted(
        (workflow for (_, where), workflow in library.workflows.items() if where == here),
        key=lambda workflow: workflow.title.nl,
    )
    return render(request, "workflows/list.html", WorkflowList.of(library, here, found), me=me)


@router.get("/workflows/{workflow}")
@policy("read_definitions", finds="viewer")
def show_workflow(
    request: Request, me: Reader, workflow: PublicId, region: RegionChosen = None
) -> Response:
    """One workflow: its drawing, steps, terms, rules with sources, and where regions differ."""
    view: WorkflowPage = page_of(site_of(request).office.library, _found(request, workflow, region))
    return render(request, "workflows/one.html", view, me=me)


@router.get("/workflows/{workflow}/mermaid")
@policy("read_definitions", finds="viewer")
def export_mermaid(
    request: Request, me: Reader, workflow: PublicId, region: RegionChosen = None
) -> Response:
    """The states and steps as Mermaid text, to take along."""
    found = _found(request, workflow, region)
    return PlainTextResponse(
        mermaid(found, language_for(request, me)),
        headers={"Content-Disposition": f'attachment; filename="{found.workflow}.mmd"'},
    )


def region_here(request: Request, region: str | None) -> str:
    """The region that was chosen, else the one of this installation.

    Raises:
        NotFound: there is none of that name.
    """
    site = site_of(request)
    wanted = region or site.settings.region
    if wanted not in site.office.library.regions:
        raise NotFound("region")
    return wanted


def _found(request: Request, workflow: str, region: str | None) -> Workflow:
    try:
        return site_of(request).office.library.of(workflow, region_here(request, region))
    except (UnknownRegion, UnknownWorkflow):
        raise NotFound("workflow") from None
