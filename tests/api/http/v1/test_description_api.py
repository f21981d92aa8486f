"""What the description says of cases: every field has its Dutch word, no input is the server's."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.api.http.v1.programs import Program

OF_THE_SERVER = {
    "id", "version", "state", "number", "recorded_at", "made_at", "author", "actor", "by_id",
    "asked_by", "decided_by", "lapses_on", "settled", "status", "opened_on", "is_final",
}  # fmt: skip
LOOKS = {
    *("/people/searches", "/batch-previews", "/involvement-checks"),
    "/tables/{table_id}/rhythm-previews",
}
"""What is asked by POST and changes nothing: no name of a person or list of ids in an address."""

OF_ONE_PERSON = ("/me/", "/notices/", "/saved-views", "/batches")
"""Who made it changes it, and nobody else: there is no version to see."""

ENDS_ONCE = (
    *("/absences", "/work-endings", "/log-reviews/{log_review_id}/closings"),
    *("/emergency-grants", "/emergency-reviews"),
    *("/retention", "/cases/{case_id}/data-requests"),
)
"""A change ends the row, and the same change of a row that has ended is refused.

Of a data request, what is confirmed or given bears the digest of what was seen.
"""

OTHERS = {"sessions", "definitions"}
"""Tags of what is described elsewhere."""


@pytest.fixture
def document(bram: Program) -> Any:
    """The description, as it is served."""
    return bram.get("/openapi.json").json()


def operations(document: Any) -> Iterator[tuple[str, str, Any]]:
    for path, item in document["paths"].items():
        for method, operation in item.items():
            if not OTHERS & set(operation.get("tags", ())):
                yield method, path, operation


def named(document: Any, schema: Any, seen: set[str] | None = None) -> set[str]:
    """Every schema that this one leads to."""
    seen = set() if seen is None else seen
    if isinstance(schema, dict):
        ref = str(schema.get("$ref", "")).rpartition("/")[2]
        if ref and ref not in seen:
            seen.add(ref)
            named(document, document["components"]["schemas"][ref], seen)
        for value in schema.values():
            named(document, value, seen)
    elif isinstance(schema, list):
        for value in schema:
            named(document, value, seen)
    return seen


def test_every_field_of_a_case_is_described(document: Any) -> None:
    found: set[str] = set()
    for _, _, operation in operations(document):
        answers = [each for status, each in operation["responses"].items() if status < "300"]
        found |= named(document, [answers, operation.get("requestBody")])
    shared = {"Words", "FieldOut", "ReasonOut", "JsonValue"}

    bare = [
        f"{name}.{field}"
        for name in sorted(found - shared)
        for field, schema in document["components"]["schemas"][name].get("properties", {}).items()
        if "description" not in schema
    ]

    assert len(found) > 50
    assert bare == []


def test_no_input_holds_what_the_server_decides(document: Any) -> None:
    found: set[str] = set()
    for _, _, operation in operations(document):
        found |= named(document, operation.get("requestBody"))
    schemas = document["components"]["schemas"]

    for name in found - {"JsonValue"}:
        assert schemas[name]["additionalProperties"] is False, name
        assert not OF_THE_SERVER & set(schemas[name]["properties"]), name


def test_every_change_of_what_exists_can_be_stale(document: Any) -> None:
    new = {"records", "participants", "consents", "authorities", "deviations", "contacts"}
    new |= {"agreements", "attendances", "dispatches", "judgements", "meetings", "members"}
    new |= {"tables", "youth-words", "corrections", "statements"}
    for method, path, operation in operations(document):
        headers = {
            each["name"] for each in operation.get("parameters", ()) if each["in"] == "header"
        }
        if method == "get" or path in LOOKS:
            assert not headers, path
            continue
        assert "Idempotency-Key" in headers, path
        seat = "/tables/{table_id}/members/{member_id}/endings"  # has no version of its own
        first = ("post", "/meetings/{meeting_id}/items")  # its order is changed under the same name
        is_new = path in ("/cases", "/families", seat) or path.rpartition("/")[2] in new
        is_new = is_new or (method, path) == first
        is_new = is_new or path.startswith((*OF_ONE_PERSON, *ENDS_ONCE))
        assert ("If-Match" in headers) is not is_new, path
        may_be_stale = not is_new or (method, path) == first  # that body names a version
        assert ("412" in operation["responses"]) is may_be_stale, path
