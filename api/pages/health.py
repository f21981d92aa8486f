"""How it runs, for people: whether reminders go out, and how much waits."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from api.auth.who import Reader
from api.policy import policy
from api.routes.health import anchors_late, is_late
from api.site import site_of
from api.templating import render
from api.views.health import HealthPage
from engine.runner.health import health_of

router = APIRouter(include_in_schema=False)


@router.get("/health")
@policy("read_how_it_runs", finds="viewer")
def show_health(request: Request, me: Reader) -> Response:
    """When the clock at work ran last, what waits, and what did not arrive: only numbers."""
    site = site_of(request)
    health, now = health_of(site.office), site.office.clock.now()
    late = health.last_sweep is not None and is_late(site, now - health.last_sweep)
    return render(
        request,
        "health/show.html",
        HealthPage(health, now, late, anchors_late(site), site.trail_fits),
        me=me,
    )
