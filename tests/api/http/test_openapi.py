"""The description follows the NLGov API Design Rules, whatever routes there are."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from api.headers import API_VERSION
from api.openapi import openapi_of
from api.site import Site
from tests.api.http.conftest import As
from tests.api.http.probes import app_with

PROBLEM = {"$ref": "#/components/schemas/Problem"}


@pytest.fixture
def document(client: As) -> dict[str, Any]:
    """Fetch the description as anybody can."""
    response = client().get("/api/v1/openapi.json")
    assert response.headers["content-type"] == "application/json"
    found: dict[str, Any] = response.json()
    return found


def operations(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """List every operation."""
    for item in document["paths"].values():
        yield from item.values()


def test_it_says_what_it_is_and_whom_to_ask(document: dict[str, Any], site: Site) -> None:
    assert document["openapi"].startswith("3.")
    assert document["info"]["version"] == API_VERSION
    assert document["info"]["contact"] == {
        "name": "Regietafel",
        "url": site.settings.base_url,
        "email": site.settings.mail_from,
    }
    assert document["servers"] == [{"url": "/api/v1"}]


def test_paths_are_below_the_server_in_kebab_case_and_query_keys_in_camel_case(
    document: dict[str, Any],
) -> None:
    assert document["paths"]
    for path in document["paths"]:
        assert re.fullmatch(r"(/([a-z0-9]+(-[a-z0-9]+)*|{[a-z_]+}))+", path)
    for operation in operations(document):
        for each in operation.get("parameters", ()):
            assert each["in"] != "query" or re.fullmatch(r"[a-z]+([A-Z][a-z]+)*", each["name"])


def test_every_problem_has_one_shape(document: dict[str, Any]) -> None:
    for operation in operations(document):
        assert "422" not in operation["responses"]
        assert {"400", "404", "500", "503"} <= set(operation["responses"])
        for status, response in operation["responses"].items():
            if status[0] in "45":
                assert response["content"] == {"application/problem+json": {"schema": PROBLEM}}
    assert not {"HTTPValidationError", "ValidationError"} & set(document["components"]["schemas"])


def test_every_answer_has_the_version(document: dict[str, Any]) -> None:
    for operation in operations(document):
        for response in operation["responses"].values():
            assert response["headers"]["API-Version"]["example"] == API_VERSION


def test_every_operation_has_a_name_of_its_own(document: dict[str, Any]) -> None:
    names = [operation["operationId"] for operation in operations(document)]

    assert len(names) == len(set(names))
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", name) for name in names)


def test_it_says_which_operations_need_a_token(document: dict[str, Any]) -> None:
    paths = document["paths"]

    assert paths["/me"]["get"]["security"] == [{"bearer": []}]
    assert "401" in paths["/me"]["get"]["responses"]
    assert "security" not in paths["/sessions"]["post"]


def test_every_reference_leads_somewhere(document: dict[str, Any]) -> None:
    names = set(re.findall(r"#/components/schemas/(\w+)", repr(document)))

    assert names <= set(document["components"]["schemas"])


def test_nothing_that_comes_in_takes_more_than_it_lists(document: dict[str, Any]) -> None:
    bodies = [
        operation["requestBody"]["content"]["application/json"]["schema"]["$ref"].split("/")[-1]
        for operation in operations(document)
        if "requestBody" in operation
    ]

    assert bodies
    for name in bodies:
        assert document["components"]["schemas"][name]["additionalProperties"] is False


def test_a_version_in_a_request_brings_its_statuses(site: Site) -> None:
    app = app_with(site)
    change = openapi_of(app.routes, site.settings)["paths"]["/cases/{case_id}/change"]["post"]

    assert {"401", "409", "412", "428"} <= set(change["responses"])
    names = {each["name"]: each["required"] for each in change["parameters"]}
    assert names["Idempotency-Key"]


def test_a_version_that_stands_in_the_body_may_be_stale_too(document: dict[str, Any]) -> None:
    planned = document["paths"]["/meetings/{meeting_id}/items"]["post"]["responses"]

    assert planned["412"]["content"].keys() == {"application/problem+json"}
