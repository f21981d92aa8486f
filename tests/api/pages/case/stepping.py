"""Open the form of a step, fill it in and send it."""

from typing import Any

from httpx2 import Response
from starlette.testclient import TestClient

from tests.api.pages.browsing import Fields, form_to, post
from tests.service.builders import CaseAtDesk

PLACE = {
    "f.place_kind": "foster_family",
    "f.legal_road": "consent",
    "f.within_two_weeks": "yes",
    "f.reasons": "Samen gewogen",
}
HOLD = {"f.still_needed": "Oma spreken", "f.until": "2026-03-16"}
COURT = {"f.place_kind": "not_known"}


def at(case: CaseAtDesk, step: str) -> str:
    """Where the step is."""
    return f"/cases/{case.id}/steps/{step}"


def filled_in(browser: TestClient, path: str, fields: Fields) -> dict[str, Any]:
    """Open the form and fill it in."""
    return {**form_to(browser.get(path).text, path), **fields}


def sends(browser: TestClient, case: CaseAtDesk, step: str, **fields: str) -> Response:
    """Open the form of a step, fill it in and send it."""
    path = at(case, step)
    return post(browser, path, filled_in(browser, path, fields))
