"""The way in, put together: every route, and what is around all of them."""

from __future__ import annotations

from functools import cache, partial

from fastapi import APIRouter, Depends, FastAPI
from fastapi.routing import APIRoute
from fastapi.telemetry import TelemetryConfig
from starlette.middleware import Middleware

from api.allow import Methods
from api.body_limit import BodyLimit
from api.errors_to_problems import LastResort, add_handlers
from api.headers import API_VERSION, Headers
from api.kept_forms import add_keepers
from api.meters import Counting, Meters
from api.openapi import openapi_of
from api.pages.routers import ROUTERS as PAGES
from api.policy import policy, require_policies
from api.routes import (
    absences,
    agenda,
    agreements,
    batches,
    calendars,
    cases,
    consents,
    contacts,
    crises,
    data_requests,
    deadlines,
    description,
    deviations,
    emergency,
    events,
    families,
    feeds,
    health,
    invitations,
    letters,
    log_reviews,
    looked,
    meetings,
    notices,
    packages,
    participants,
    people,
    publications,
    records,
    regions,
    reminders,
    retention,
    rhythm,
    rules,
    saved_views,
    sessions,
    sheet,
    since,
    step_ups,
    tables,
    transitions,
    workflows,
)
from api.site import Site
from api.static_files import AT as STATIC_AT
from api.static_files import Static
from api.strict import well_formed

API_ROUTERS: tuple[APIRouter, ...] = (
    description.router,
    sessions.router,
    step_ups.router,
    feeds.router,
    workflows.router,
    regions.router,
    rules.router,
    calendars.router,
    cases.router,
    transitions.router,
    records.router,
    letters.router,
    packages.router,
    invitations.router,
    participants.router,
    consents.router,
    deviations.router,
    deadlines.router,
    batches.router,
    saved_views.router,
    reminders.router,
    contacts.router,
    crises.router,
    emergency.router,
    agreements.router,
    agenda.router,
    meetings.router,
    sheet.router,
    since.router,
    tables.router,
    rhythm.router,
    events.router,
    looked.router,
    publications.router,
    data_requests.router,
    log_reviews.router,
    retention.router,
    families.router,
    people.router,
    notices.router,
    absences.router,
)
PAGE_ROUTERS: tuple[APIRouter, ...] = (health.router, *PAGES)

_NO_TELEMETRY: TelemetryConfig = {  # what is asked here is nobody else's to count
    "tracing": False,
    "metrics": False,
    "logs": False,
    "operation_spans": False,
    "auto_configure": False,
}


def create_app(site: Site) -> FastAPI:
    """Everything that answers; starting and stopping the runner is whoever serves'.

    Raises:
        ConfigurationError: a route has no policy tag, or does less than its tag says.
    """
    app = FastAPI(
        title="Regietafel",
        version=API_VERSION,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        dependencies=[Depends(well_formed)],
        generate_unique_id_function=_operation_id,
        telemetry=_NO_TELEMETRY,
    )
    meters = Meters(site.office, site.settings.anchor_places)
    app.state.site, app.state.meters = site, meters
    for router in (*API_ROUTERS, *PAGE_ROUTERS):
        app.include_router(router)
    app.mount(STATIC_AT, policy("read_static", finds="public")(Static()), name="static")
    app.state.describe = cache(partial(openapi_of, app.routes, site.settings))
    _surround(app, site, meters)
    add_handlers(app)
    add_keepers(app)
    require_policies(app)
    return app


def _surround(app: FastAPI, site: Site, meters: Meters) -> None:
    """What every request passes, the outermost first."""
    app.user_middleware = [
        Middleware(Headers, https=site.settings.base_url.startswith("https://")),
        Middleware(Counting, meters=meters),
        Middleware(LastResort),
        Middleware(Methods, routes=app.routes),
        Middleware(BodyLimit),
    ]


def _operation_id(route: APIRoute) -> str:
    return route.name.replace("_", "-")
