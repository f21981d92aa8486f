"""What machines ask: does it live, can it work, how much of it is there."""

from __future__ import annotations

from datetime import timedelta

import structlog
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from api.policy import policy
from api.site import Site, site_of
from engine.errors import NotFound
from engine.service import anchoring
from engine.service.figures import pulse

router = APIRouter(include_in_schema=False)

SWEEPS_MISSED = 5
"""So many sweeps late, and the clock at work has stopped."""

_LONGEST_ITEM_S = 120
"""One mail to a slow server, and then some: before that a sweep may not be able to say a thing."""

_ALARMS = frozenset({"anchors", "trail"})
"""What somebody must look at while the site stays up: a load balancer would take it away."""

_LOOPBACK = frozenset({"127.0.0.1", "::1"})
_PASSED_ON = frozenset({"forwarded", "x-forwarded-for", "x-real-ip", "via"})
_PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8"
_log = structlog.get_logger(__name__)


@router.get("/healthz")
@policy("read_health", finds="public")
def healthz() -> dict[str, str]:
    """The process lives."""
    return {"status": "ok"}


@router.get("/readyz")
@policy("read_health", finds="public")
def readyz(request: Request) -> JSONResponse:
    """The database answers, the clock at work runs and is believed, mail goes out; else 503.

    An alarm is told beside it: it takes nobody's work away.
    """
    checks = _checks(site_of(request))
    well = all(found == "ok" for name, found in checks.items() if name not in _ALARMS)
    return JSONResponse(checks, 200 if well else 503)


@router.get("/metrics")
@policy("read_metrics", finds="public")
def metrics(request: Request) -> Response:
    """Numbers for Prometheus; outside the demo only for this machine itself.

    Raises:
        NotFound: somebody else asks.
    """
    if not (site_of(request).settings.demo or _is_from_this_machine(request)):
        raise NotFound("page")
    return Response(request.app.state.meters.text(), media_type=_PROMETHEUS)


def _checks(site: Site) -> dict[str, str]:
    try:
        found, anchors = pulse(site.office), _anchors(site)
    except Exception as error:
        _log.warning("not_ready", error=type(error).__name__)
        unknown = dict.fromkeys(("runner", "clock", "mail"), "unknown")
        return {"database": "unreachable", **unknown}
    return {
        "database": "ok",
        "runner": _runner(site, found.sweep_age),
        "clock": "jumped" if found.jumped else "ok",
        "mail": "held_after_restore" if found.held else "ok",
        **anchors,
        **({} if site.trail_fits else {"trail": "does_not_fit"}),
    }


def _anchors(site: Site) -> dict[str, str]:
    """Whether the seals are kept outside the database in time, where somebody asked for that."""
    if not site.settings.anchor_places:
        return {}
    return {"anchors": "late" if anchors_late(site) else "ok"}


def anchors_late(site: Site) -> bool:
    """Whether proof of the trails waits for too long to be kept outside, if that was asked for."""
    places = site.settings.anchor_places
    return bool(places) and anchoring.is_late(site.office, places)


def _runner(site: Site, age: timedelta | None) -> str:
    if age is None:
        return "not_started"
    return "late" if is_late(site, age) else "ok"


def is_late(site: Site, age: timedelta) -> bool:
    """Whether the last sweep is so long ago that the clock at work has stopped."""
    patience = max(SWEEPS_MISSED * site.settings.sweep_seconds, _LONGEST_ITEM_S)
    return age.total_seconds() > patience


def _is_from_this_machine(request: Request) -> bool:
    """Whether nobody passed it on: a proxy on this machine speaks for all the world."""
    here = request.client is not None and request.client.host in _LOOPBACK
    return here and _PASSED_ON.isdisjoint(request.headers.keys())
