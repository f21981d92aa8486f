"""What every endpoint keeps to, asked of each of them; SAFETY 8, per endpoint."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from fastapi.routing import iter_route_contexts

from api.policy import policy_of
from tests.access.asking import Ask, operations
from tests.access.shelf import who_may
from tests.access.trial import Trial

OF_THE_SERVER = frozenset(
    {"id", "public_id", "version", "seq", "state", "status", "number", "hash", "is_final"}
    | {"actor", "author", "by_id", "access", "session", "organisation", "recorded_at", "made_at"}
    | {"created_at", "due_on", "due_at", "decided_by", "asked_by"}
)
"""What only the program writes."""

SEEN = frozenset(
    {"make-transition", "write-fields-anew", "bring-to-status", "end-participation"}
    | {"hand-role-over", "decide-on-deviation", "extend-deadline", "suspend-deadlines"}
    | {"resume-deadlines", "postpone", "give-agreement", "record-result", "record-word"}
    | {"bring-meeting-on", "put-items-in-order", "write-table-anew", "write-meeting-anew"}
    | {"publish-to-family", "decide-on-withholding", "decide-on-objection"}
    | {"make-calendar-change", "write-rhythm-anew"}
)
"""Operations that change what exists, so they name the version that was seen. PAGES 6.3."""

NO_KEY = frozenset(
    {"ask-involvement", "search-people", "begin-session", "end-session", "look-at-batch"}
    | {"look-at-rhythm", "confirm-with-code"}
)
"""Unsafe methods that change nothing of a case, or nothing at all."""


@pytest.fixture
def document(trial: Trial) -> dict[str, Any]:
    """Lend the description of the API."""
    found: dict[str, Any] = trial.app.state.describe()
    return found


def test_a_tag_says_how_the_address_is_found(trial: Trial) -> None:
    for context in iter_route_contexts(trial.app.routes):
        tagged, path = policy_of(context.endpoint), str(context.path)
        if tagged is not None:
            assert re.fullmatch(r"[a-z]+(_[a-z]+)*", tagged.action)
            assert (tagged.finds == "case") == ("{case_id}" in path), path
            assert "{family_id}" not in path or tagged.finds == "family"
            assert (tagged.finds == "token") == ("{token}" in path), path


def test_everything_that_comes_in_is_bounded(document: dict[str, Any]) -> None:
    loose = [
        f"{operation['operationId']} {place}: {why}"
        for _, _, operation in operations(document)
        for place, schema in inputs_of(operation, document)
        for why in looseness(schema)
    ]

    assert loose == []


def test_nothing_that_only_the_program_writes_comes_in(document: dict[str, Any]) -> None:
    for _, _, operation in operations(document):
        for place, schema in inputs_of(operation, document):
            names = set(schema.get("properties", ()))
            assert not names & OF_THE_SERVER, (operation["operationId"], place)


def test_what_changes_something_takes_a_key_and_what_exists_the_version_seen(
    document: dict[str, Any],
) -> None:
    for method, _, operation in operations(document):
        name = operation["operationId"]
        headers = {
            each["name"] for each in operation.get("parameters", ()) if each["in"] == "header"
        }
        assert ("Idempotency-Key" in headers) == (method != "GET" and name not in NO_KEY), name
        assert ("If-Match" in headers) == (name in SEEN), name


def test_without_a_key_it_is_400_and_without_the_version_428(trial: Trial, asks: list[Ask]) -> None:
    asked = 0
    for ask in _changing(asks, "api"):
        operation = _operation(trial, ask)["operationId"]
        wants_version = operation in SEEN
        if operation in NO_KEY or '"dry_run": true' in (ask.body or ""):
            continue
        keyless = trial.own("bram", ask, idempotency_key=None)
        assert keyless.status == 400, ask.name
        assert "Idempotency-Key" in keyless.text
        if wants_version:
            assert trial.own("bram", ask, if_match=None).status == 428, ask.name
            stale = trial.own("bram", ask, if_match=_another(trial, ask))
            assert (stale.status, '"current_version":' in stale.text) == (412, True), ask.name
        assert not trial.changed()
        asked += 1

    assert asked >= 20


def test_a_dry_run_takes_neither(trial: Trial, asks: list[Ask]) -> None:
    (dry,) = [ask for ask in asks if '"dry_run": true' in (ask.body or "")]

    assert trial.own("bram", dry, idempotency_key=None, if_match=None).status == 200
    assert not trial.changed()


def test_a_repeat_gets_the_first_answer_and_has_no_effect(trial: Trial, asks: list[Ask]) -> None:
    repeated = 0
    for ask in _changing(asks, "api", "page"):
        who = who_may(ask.slots)
        first = trial.own(who, ask)
        if first.status in {201, 303}:
            once = trial.now()
            trial.asked -= 1  # so the key is the same
            again = trial.own(who, ask)
            assert (again.status, again.headers.get("location")) == (
                first.status,
                first.headers.get("location"),
            ), ask.name
            assert ask.through == "page" or again.text == first.text
            assert trial.now() == once, ask.name
            repeated += 1
        trial.put_back()

    assert repeated >= 25


@pytest.mark.parametrize(
    "forged",
    [
        pytest.param({"sec_fetch_site": "cross-site"}, id="from another site"),
        pytest.param({"sec_fetch_site": "same-site"}, id="from a neighbour"),
        pytest.param({"sec_fetch_site": None, "origin": None}, id="from who knows where"),
        pytest.param({"sec_fetch_site": None, "origin": "null"}, id="from a sandbox"),
        pytest.param({"sec_fetch_site": None, "origin": "https://evil.test"}, id="from evil"),
    ],
)
def test_no_form_of_another_site_is_taken(
    forged: dict[str, str | None], trial: Trial, asks: list[Ask]
) -> None:
    for ask in _changing(asks, "page"):
        assert trial.own("bram", ask, **forged).status == 403, ask.name
    assert trial.now() == trial.before


def test_no_form_is_taken_without_the_token_of_this_session(trial: Trial, asks: list[Ask]) -> None:
    stolen = trial.badges["bram", "page"].headers["cookie"]
    for ask in _changing(asks, "page"):
        assert trial.own("nora", ask, cookie=stolen).status == 403, ask.name
    assert trial.now() == trial.before


def test_what_reads_changes_nothing_and_is_kept_by_nobody(trial: Trial, asks: list[Ask]) -> None:
    for ask in asks:
        if ask.is_safe:
            came = trial.own("bram", ask)
            assert came.headers["cache-control"] == "no-store", ask.name
            assert came.headers["x-content-type-options"] == "nosniff"
            assert "default-src 'none'" in came.headers["content-security-policy"]
            assert ask.through == "page" or str(came.status) in _operation(trial, ask)["responses"]
            ids = trial.ids(ask, ("own",) * len(ask.slots))
            for method in ("HEAD", "OPTIONS"):
                other = trial.door.ask(
                    method, ask.filled(ids)[0], trial.badges["bram", "page"].headers
                )
                assert other.text == ""

    assert trial.now() == trial.before


def test_no_address_holds_a_name_or_a_text(trial: Trial, asks: list[Ask]) -> None:
    addresses = [ask.url for ask in asks]
    for ask in _changing(asks, "api", "page"):
        addresses.append(trial.own("bram", ask).headers.get("location", ""))
        trial.put_back()

    assert [url for url in addresses if "CANARY" in url or "tekst" in url] == []
    assert len([url for url in addresses if url]) > len(asks)


def _changing(asks: list[Ask], *through: str) -> list[Ask]:
    """What may change something of a case."""
    return [ask for ask in asks if ask.finds and not ask.is_safe and ask.through in through]


def _operation(trial: Trial, ask: Ask) -> Mapping[str, Any]:
    method, _, path = ask.name.partition(" ")
    found: Mapping[str, Any] = trial.app.state.describe()["paths"][path][method.lower()]
    return found


def _another(trial: Trial, ask: Ask) -> str:
    """Name a version at which the case is not any more, or a meeting or a table not yet."""
    kind = ask.slots[0]
    version = 1 if kind == "case_id" else 99
    return f'"{trial.case_of(ask, "own").ids[kind]}.{version}"'


def inputs_of(
    operation: Mapping[str, Any], document: Mapping[str, Any]
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every schema of what comes in, with its place; parameters too."""
    known = document["components"]["schemas"]
    for each in operation.get("parameters", ()):
        yield from _below(each["schema"], known, each["name"])
    content = operation.get("requestBody", {}).get("content", {})
    for kind in content.values():
        yield from _below(kind["schema"], known, "")


def _below(
    schema: Mapping[str, Any], known: Mapping[str, Any], place: str
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    if "$ref" in schema:
        schema = known[schema["$ref"].rpartition("/")[2]]
    yield place, schema
    for below in schema.get("anyOf", ()):
        yield from _below(below, known, place)
    if "items" in schema:
        yield from _below(schema["items"], known, f"{place}[]")
    for name, below in schema.get("properties", {}).items():
        yield from _below(below, known, f"{place}/{name}")


def looseness(schema: Mapping[str, Any]) -> Iterator[str]:
    """What a schema does not bound."""
    kind = schema.get("type")
    closed = schema.keys() & {"enum", "const", "pattern", "format", "maxLength"}
    if kind == "string" and not closed:
        yield "a string without end"
    if kind == "array" and "maxItems" not in schema:
        yield "a list without end"
    if kind in {"integer", "number"} and not _is_ranged(schema):
        yield "a number without bounds"
    if kind == "object":
        yield from _loose_object(schema)


def _is_ranged(schema: Mapping[str, Any]) -> bool:
    low = schema.keys() & {"minimum", "exclusiveMinimum"}
    return bool(low and schema.keys() & {"maximum", "exclusiveMaximum"})


def _loose_object(schema: Mapping[str, Any]) -> Iterator[str]:
    if schema.get("additionalProperties") is False:
        return
    if "maxProperties" not in schema:
        yield "any number of members"
    if "maxLength" not in schema.get("propertyNames", {}):
        yield "names of members without end"
