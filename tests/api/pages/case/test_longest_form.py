"""The longest form that we ask for, filled to its limits, is taken by page and by program."""

import json
from urllib.parse import urlencode

import pytest

from api.body_limit import MOST_BYTES
from engine.fields import LONGEST, Field
from engine.service.sessions import sign_in
from tests.api.http.conftest import As
from tests.api.pages.browsing import post
from tests.api.pages.case.conftest import Browse
from tests.api.pages.case.sending import at, filled_in
from tests.service.builders import Desk
from tests.service.desks import shipped
from tests.service.roads import a_placement

TEXTS = {kind: "é" * (most - 2) + "\né" for kind, most in LONGEST.items()}
ASKED = shipped().catalogue.records


def length(fields: dict[str, Field]) -> int:
    """Say how much a form may hold."""
    return sum(LONGEST.get(each.kind, 0) for each in fields.values())


LARGEST = max(ASKED, key=lambda key: length(dict(ASKED[key].fields)))
FULL = {
    key: TEXTS["long_text"]
    for key, each in ASKED[LARGEST].fields.items()
    if each.kind == "long_text"
}


def test_the_longest_form_passes_as_a_page(desk: Desk, browse: Browse) -> None:
    case, browser = a_placement(desk), browse("anna")
    path = at(case, f"records/new?type={LARGEST}")
    typed = {f"f.{key}": text.replace("\n", "\r\n") for key, text in FULL.items()}
    sent = filled_in(browser, path, typed)

    answer = post(browser, path.partition("?")[0], sent)

    assert 256 * 1024 < len(urlencode(sent)) <= MOST_BYTES
    assert (answer.status_code, answer.text[:200]) == (303, "")
    page = browser.get(answer.headers["location"]).text
    assert page.count(TEXTS["long_text"]) == len(FULL)


@pytest.mark.parametrize("escaped", [True, False])
def test_the_longest_form_passes_as_json(desk: Desk, client: As, escaped: bool) -> None:
    case, program = a_placement(desk), client()
    token, _ = sign_in(desk.office, desk.who("anna"), through="api")
    body = json.dumps({"type": LARGEST, "fields": FULL}, ensure_ascii=escaped).encode()

    answer = program.post(
        f"/api/v1/cases/{case.id}/records",
        content=body,
        headers={
            "Authorization": f"Bearer {token}",
            "Idempotency-Key": "k1",
            "Content-Type": "application/json",
        },
    )

    assert answer.status_code == 201, answer.text[:500]
