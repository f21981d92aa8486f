"""What the README tells a program to send is answered as it says: refused, with every reason."""

from __future__ import annotations

import json
import re
import secrets
from typing import Any

from starlette.testclient import TestClient

from api.app import create_app
from api.seals import Seals
from api.site import Site
from engine.settings import Settings
from tests.caseload.conftest import made
from tests.docs.test_readme import block

BODY = re.compile(r"-d '(\{.*\})'")


def bodies() -> list[dict[str, Any]]:
    """The bodies of the requests, in their order."""
    return [json.loads(found) for found in BODY.findall(block("sh", "curl"))]


def test_the_requests_of_the_readme_are_answered_with_every_reason() -> None:
    sign_in, decide = bodies()
    settings = Settings.model_validate({"demo": True})
    site = Site(made().office, settings, Seals([secrets.token_bytes(32)]))
    client = TestClient(create_app(site), base_url="http://127.0.0.1/api/v1/")
    token = client.post("sessions", json=sign_in).json()["token"]
    client.headers["Authorization"] = f"Bearer {token}"
    rows = client.get("cases", params={"pageSize": 50}).json()["items"]
    story = next(row["id"] for row in rows if row["number"] == made().caseload.story)

    answer = client.post(f"cases/{story}/transitions", json=decide)

    assert answer.status_code == 200
    unmet = [one["key"] for one in answer.json()["reasons"] if one["met"] is False]
    assert unmet == ["alternatives_weighed", "explanatory_analysis", "legal_title"]
    made().office.store.close()
