"""What the way in works with: one bundle, made by wiring and handed to ``create_app``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from starlette.requests import Request

from api.seals import Seals
from engine.runner.embedded import EmbeddedRunner
from engine.service.office import Office
from engine.settings import Settings
from notifications.mailbox import Mailbox


@dataclass(frozen=True)
class Site:
    """The office behind the pages and the JSON, and what only they need.

    ``runner`` is whoever serves' to start and to stop.
    """

    office: Office
    settings: Settings
    seals: Seals
    mailbox: Mailbox | None = None
    """Where the demo's letters lie."""

    runner: EmbeddedRunner | None = None
    trail_fits: bool = True
    """Whether the seals fitted the newest anchor when this started."""


def site_of(request: Request) -> Site:
    """The site that this request came in at."""
    return cast(Site, request.app.state.site)


def request_id_of(request: Request) -> str:
    """The name of this request: in its answer, in the log, in the access log."""
    return str(request.state.request_id)
