"""The NLGov API Design Rules that a machine can check, on the description and on live answers.

Those on the form of the description itself are in tests/api/http/test_openapi.py. PAGES 6.1 says
which rules there are and how we keep to them.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from fastapi.routing import iter_route_contexts

from api.body_limit import MOST_BYTES
from tests.access.asking import Ask, operations
from tests.access.door import Came
from tests.access.shelf import HERE, who_may
from tests.access.trial import Trial

ROOT = "/api/v1"
SEMVER = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z")

ONE = frozenset(
    {
        "calendar",
        "current",
        "feed",
        "me",
        "mine",
        "openable",
        "proposal",
        "queue",
        "rhythm",
        "sheet",
    }
    | {"family-view", "retention", "since-last", "work"}
)
"""Parts of a path that are no plural: there is one of it, or it says which of many."""

OF_ANOTHER_NAME = {"files": "case_id"}
"""A file goes by the id of its case."""

AS_PDF = {
    ("/cases/{case_id}/letters/{letter_id}", "200"),
    ("/cases/{case_id}/packages/{package}", "200"),
}
"""What somebody is given on paper; to whoever accepts PDF only."""

NO_NOUNS = frozenset(
    {
        "add",
        "advance",
        "assign",
        "create",
        "decide",
        "delete",
        "do",
        "edit",
        "extend",
        "find",
        "get",
    }
    | {"join", "leave", "list", "make", "move", "open", "post", "put", "read", "remove", "resume"}
    | {"search", "set", "suspend", "update", "write"}
)
PERSONAL = frozenset({"name", "starts_with", "bsn", "born", "email", "birth", "child", "person"})
"""What never stands in a query."""


@pytest.fixture
def document(trial: Trial) -> dict[str, Any]:
    """Lend the description of the API."""
    found: dict[str, Any] = trial.app.state.describe()
    return found


@pytest.fixture(scope="module")
def reads(trial: Trial, asks: list[Ask]) -> list[tuple[Ask, Came]]:
    """Everything that programs read, each as somebody who may."""
    safe = [ask for ask in asks if ask.is_safe and ask.through == "api"]
    return [(ask, trial.own(_who_reads(ask), ask)) for ask in safe]


def _who_reads(ask: Ask) -> str:
    return "youth" if ask.name == "GET /mine" else who_may(ask.slots)


@pytest.fixture(scope="module")
def refusals(trial: Trial) -> list[Came]:
    """One answer of each sort that is not what was asked for."""
    bram = trial.badges["bram", "api"].headers
    case = f"{ROOT}/cases/{trial.shelf.files['own'].ids['case_id']}"
    keyed = {**bram, "idempotency-key": "r", "content-type": "application/json"}
    return [
        trial.door.ask("GET", case, {}),  # 401
        trial.door.ask("GET", f"{ROOT}/nonsense", bram),  # 404, no route
        trial.door.ask("GET", f"{ROOT}/cases/{'0' * 32}", bram),  # 404, no case
        trial.door.ask("GET", f"{ROOT}/cases?nonsense=1", bram),  # 400
        trial.door.ask("PATCH", case, bram),  # 405
        trial.door.ask("POST", f"{case}/records", keyed, b"{}"),  # 400
        trial.door.ask("POST", f"{case}/records", {**keyed, "content-type": "text/plain"}, b"x"),
        trial.door.ask(
            "POST", f"{case}/suspensions", keyed, b'{"until":"2026-03-01","reason":"x"}'
        ),
        trial.door.ask("POST", f"{case}/records", keyed, b" " * (MOST_BYTES + 1)),  # 413
    ]


def test_a_path_is_made_of_plural_nouns(document: dict[str, Any]) -> None:
    for path in document["paths"]:
        for part in path.strip("/").split("/"):
            if not part.startswith("{"):
                assert part.endswith("s") or part in {*ONE, "people"}, path
                assert part not in NO_NOUNS, path


def test_what_is_in_the_path_says_what_it_is_the_name_of(document: dict[str, Any]) -> None:
    for path in document["paths"]:
        for before, name in re.findall(r"/([\w-]+)/{(\w+)}", path):
            noun = before.replace("-", "_")
            singular = re.sub(r"ies$", "y", noun.replace("batches", "batch")).removesuffix("s")
            known = OF_ANOTHER_NAME.get(noun, f"{singular}_id")
            assert name in {known, singular, "type", "version"}, path


def test_the_description_has_every_route_and_no_other(
    trial: Trial, document: dict[str, Any]
) -> None:
    real = {
        (method, str(context.path_format).removeprefix(ROOT))
        for context in iter_route_contexts(trial.app.routes)
        for method in context.methods or ()
        if str(context.path).startswith("/api/") and not str(context.path).endswith("openapi.json")
    }

    assert {(method, path) for method, path, _ in operations(document)} == real


def test_the_description_is_for_all_and_for_pages_of_others(trial: Trial) -> None:
    came = trial.door.ask("GET", f"{ROOT}/openapi.json", {"origin": "https://elders.test"})

    assert came.status == 200
    assert came.headers["access-control-allow-origin"] == "*"
    assert SEMVER.fullmatch(json.loads(came.text)["info"]["version"])


def test_nothing_else_is_for_pages_of_others(reads: list[tuple[Ask, Came]], trial: Trial) -> None:
    for ask, came in reads:
        assert not [name for name in came.headers if name.startswith("access-control")], ask.name
    case = f"{ROOT}/cases/{trial.shelf.files['own'].ids['case_id']}"
    asked = {"origin": "https://elders.test", "access-control-request-method": "GET"}
    assert "access-control-allow-origin" not in trial.door.ask("OPTIONS", case, asked).headers


def test_every_answer_has_the_version_and_no_cookie(
    reads: list[tuple[Ask, Came]], refusals: list[Came], trial: Trial
) -> None:
    options = trial.door.ask("OPTIONS", f"{ROOT}/cases", {})
    for came in [*(came for _, came in reads), *refusals, options]:
        assert SEMVER.fullmatch(came.headers["api-version"])
        assert "set-cookie" not in came.headers


def test_what_is_read_is_json(reads: list[tuple[Ask, Came]]) -> None:
    for ask, came in reads:
        assert (came.status, came.headers["content-type"]) == (200, "application/json"), ask.name


def test_every_refusal_is_a_problem(refusals: list[Came]) -> None:
    assert [came.status for came in refusals] == [401, 404, 404, 400, 405, 400, 415, 428, 413]
    for came in refusals:
        problem = json.loads(came.text)
        assert came.headers["content-type"] == "application/problem+json"
        assert problem.keys() >= {"type", "title", "status", "detail", "instance"}
        assert problem["status"] == came.status
        assert problem["type"].startswith("/problems/")
        assert problem["instance"] == f"urn:uuid:{came.headers['x-request-id']}"


def test_all_that_is_wrong_is_told_at_once_with_its_place(refusals: list[Came]) -> None:
    wrong = json.loads(refusals[5].text)["errors"]

    assert [each["name"] for each in wrong] == ["/type"]
    assert wrong[0].keys() == {"name", "reason", "code"}


def test_a_slash_at_the_end_is_another_address(trial: Trial, asks: list[Ask]) -> None:
    for ask in asks:
        if ask.through == "api":
            url = ask.filled(trial.ids(ask, ("own",) * len(ask.slots)))[0].partition("?")[0]
            came = trial.door.ask(ask.method, f"{url}/", trial.badges["bram", "api"].headers)
            assert (came.status, "location" in came.headers) == (404, False), ask.name


def test_an_address_tells_the_methods_that_the_description_names(
    trial: Trial, document: dict[str, Any]
) -> None:
    case = trial.shelf.files["own"].ids["case_id"]
    for path, item in document["paths"].items():
        address = ROOT + re.sub(r"{\w+}", case, path)
        known = {method.upper() for method in item} | {"OPTIONS"}
        known |= {"HEAD"} if "get" in item else set()
        wrong = next(iter({"PATCH", "DELETE"} - known))
        for method, status in (("OPTIONS", 204), (wrong, 405)):
            came = trial.door.ask(method, address, {})
            assert came.status == status
            assert set(came.headers["allow"].split(", ")) == known, path


def test_days_and_moments_have_their_format(
    document: dict[str, Any], reads: list[tuple[Ask, Came]]
) -> None:
    for name, member, schema in members(document):
        formats = set(re.findall(r"'format': '([\w-]+)'", repr(schema)))
        if member.endswith("_on"):
            assert formats == {"date"}, (name, member)
        if member.endswith("_at"):
            assert formats == {"date-time"}, (name, member)
    for ask, came in reads:
        for key, value in leaves(json.loads(came.text)):
            if value is not None and key.endswith(("_on", "_at")):
                assert (DAY if key.endswith("_on") else MOMENT).fullmatch(str(value)), ask.name


def test_members_are_in_snake_case_and_say_what_they_are_in_dutch(
    document: dict[str, Any],
) -> None:
    undescribed = []
    for name, member, schema in members(document):
        assert re.fullmatch(r"[a-z]+(_[a-z]+)*", member), (name, member)
        if "description" not in schema:
            undescribed.append(f"{name}.{member}")

    assert undescribed == []


def test_an_id_is_never_a_number(reads: list[tuple[Ask, Came]]) -> None:
    for ask, came in reads:
        for key, value in leaves(json.loads(came.text)):
            if key == "id" or key.endswith(("_id", "_ids")):
                assert value is None or isinstance(value, str), (ask.name, key)


def test_what_is_made_can_be_read_where_the_answer_says(trial: Trial, asks: list[Ask]) -> None:
    led = 0
    for ask in asks:
        if ask.finds and not ask.is_safe and ask.through == "api":
            came = trial.own("bram", ask)
            if came.status == 201:
                read = trial.door.ask(
                    "GET", came.headers["location"], trial.badges["bram", "api"].headers
                )
                assert read.status == 200, (ask.name, came.headers["location"])
                led += 1
            trial.put_back()

    assert led >= 10


def test_no_query_asks_for_a_name(document: dict[str, Any]) -> None:
    for _, path, operation in operations(document):
        for each in operation.get("parameters", ()):
            words = set(re.findall(r"[A-Z]?[a-z_]+", each["name"]))
            assert each["in"] != "query" or not {word.lower() for word in words} & PERSONAL, path


def test_every_operation_says_what_it_is_for(document: dict[str, Any]) -> None:
    for _, path, operation in operations(document):
        assert operation["description"].endswith("."), path
        assert operation["tags"], path
        for status, response in operation["responses"].items():
            kinds = set(response.get("content", ()))
            expected = {"application/json"} if status[0] == "2" else {"application/problem+json"}
            if (path, status) in AS_PDF:
                expected |= {"application/pdf"}
            assert kinds <= expected, (path, status)


def test_a_page_of_a_list_has_fifty_rows_at_most(trial: Trial, document: dict[str, Any]) -> None:
    bram = trial.badges["bram", "api"].headers
    lists = [
        path
        for method, path, operation in operations(document)
        if any(each["name"] == "pageSize" for each in operation.get("parameters", ()))
    ]

    assert len(lists) >= 10
    for path in lists:
        url = ROOT + path.format(region=HERE, **trial.shelf.files["own"].ids)
        assert trial.door.ask("GET", f"{url}?pageSize=50", bram).status == 200
        for size in ("0", "51", "x", "-1", "1e3", "99999999999999999999"):
            assert trial.door.ask("GET", f"{url}?pageSize={size}", bram).status == 400, path


def members(document: Mapping[str, Any]) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """Every member of every shape: whose, its name, and its schema."""
    for name, schema in document["components"]["schemas"].items():
        for member, below in schema.get("properties", {}).items():
            yield name, member, below


def leaves(value: Any, key: str = "") -> Iterator[tuple[str, Any]]:
    """Every value in an answer that holds no others, with the name nearest to it."""
    if isinstance(value, dict):
        for name, below in value.items():
            yield from leaves(below, name)
    elif isinstance(value, list):
        for below in value:
            yield from leaves(below, key)
    else:
        yield key, value
