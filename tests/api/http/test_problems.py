"""Everything that goes wrong has one shape, one status and words in both languages."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI

import api.app
import api.cli
from api.errors import StaleSeen, StepRefused
from api.page import preferred
from api.problem_texts import KINDS, OF_STATUS, STATUS
from api.problems import BUSY_S, stale
from api.site import Site
from engine.decision import Refused, UnknownTransition
from engine.errors import (
    Busy,
    ConfigurationError,
    KeyReused,
    NotFound,
    RegietafelError,
    StaleCase,
    TooMany,
)
from engine.fields import InputProblem, InvalidInput
from engine.reason import Fix, Reason
from engine.text import Text
from tests.api.http.conftest import As
from tests.api.http.probes import app_with
from tests.office import World

CANARY = "Sam Jansen"
ECHO = "/api/v1/echo"
WORDS = Text(nl="woorden", en="words")
UNMET = Reason(
    key="scientist_first",
    met=False,
    asks=WORDS,
    says=WORDS,
    source="003",
    fix=Fix(participant="scientist"),
    parts=(Reason(key="a_part", met=None, asks=WORDS, says=WORDS),),
)
OURS = (api.app, api.cli)  # imported, so that every error of ours is known
OF_THE_FRAMEWORK = {"wrong_method", "too_large", "wrong_type", "unexpected"}


def kinds(base: type[RegietafelError] = RegietafelError) -> Iterator[type[RegietafelError]]:
    """List every error of ours, however deep; not those of the command line alone."""
    for kind in base.__subclasses__():
        if kind.__module__.startswith(("engine.", "api.errors")):
            yield kind
        yield from kinds(kind)


def ask(client: As, site: Site, error: Exception, *, language: str = "en") -> dict[str, Any]:
    """Ask for this error as a program."""
    response = client(app=app_with(site, error)).get(
        "/api/v1/raise/0", headers={"Accept-Language": language}
    )
    assert response.headers["content-type"] == "application/problem+json"
    problem: dict[str, Any] = response.json()
    assert problem["status"] == response.status_code
    return problem


def test_every_error_of_ours_has_a_status_and_words() -> None:
    assert {kind.code for kind in kinds()} | OF_THE_FRAMEWORK == set(STATUS)
    assert set(OF_STATUS.values()) <= set(STATUS)


@pytest.mark.parametrize("code", KINDS)
def test_every_problem_speaks_both_languages(code: str) -> None:
    kind = KINDS[code]
    words = (kind.title.nl, kind.title.en, kind.says.nl, kind.says.en)

    assert all(words)
    assert kind.says.nl.endswith(".")
    assert kind.says.en.endswith(".")
    assert re.findall(r"{\w+}", kind.says.nl) == re.findall(r"{\w+}", kind.says.en)


@pytest.mark.parametrize(
    ("error", "status", "kind"),
    [
        (NotFound("case"), 404, "not-found"),
        (StaleCase("4f", 3, 5), 412, "stale-case"),
        (KeyReused("k"), 409, "key-reused"),
        (StepRefused(Refused("place", (UNMET,))), 409, "refused"),
        (UnknownTransition("plce", ["place"]), 400, "unknown-transition"),
        (InvalidInput(InputProblem("day", "missing", WORDS)), 400, "invalid-input"),
        (TooMany(7), 429, "too-many"),
        (Busy(5), 503, "busy"),
        (ConfigurationError("no"), 500, "unexpected"),
        (ValueError("no"), 500, "unexpected"),
    ],
)
def test_a_type_says_what_kind_of_problem_it_is(
    client: As, site: Site, error: Exception, status: int, kind: str
) -> None:
    problem = ask(client, site, error)

    assert (problem["status"], problem["type"]) == (status, f"/problems/{kind}")
    assert problem["title"]
    assert problem["detail"]
    assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", str(problem["instance"]))


def test_a_refusal_carries_every_field_of_every_reason(client: As, site: Site) -> None:
    problem = ask(client, site, StepRefused(Refused("place", (UNMET,))))

    [reason] = problem["reasons"]
    words = {"nl": "woorden", "en": "words"}
    assert reason == {
        "key": "scientist_first",
        "met": False,
        "asks": words,
        "says": words,
        "severity": "block",
        "source": "003",
        "fix": {"participant": "scientist"},
        "set_aside": None,
        "shadow": False,
        "shadow_until": None,
        "child": None,
        "needs": [],
        "parts": [{**reason["parts"][0], "key": "a_part", "met": None}],
    }


def test_a_stale_version_says_the_current_one_and_what_came_in(client: As, site: Site) -> None:
    old = StaleCase("4f", 3, 5)

    bare, full = ask(client, site, old), ask(client, site, stale(old, [{"seq": 4}]))

    assert (bare["current_version"], bare.get("events")) == (5, None)
    assert (full["current_version"], full["events"]) == (5, [{"seq": 4}])
    assert "version 3" in str(full["detail"])
    assert isinstance(stale(old, []), StaleSeen)


def test_an_unknown_step_suggests_the_nearest(client: As, site: Site) -> None:
    problem = ask(client, site, UnknownTransition("plce", ["place"]))

    [wrong] = problem["errors"]
    assert (wrong["name"], wrong["code"]) == ("transition", "unknown")
    assert "did you mean 'place'?" in wrong["reason"]


@pytest.mark.parametrize(("error", "wait"), [(TooMany(7), "7"), (Busy(5), str(BUSY_S))])
def test_who_comes_too_soon_is_told_when_to_come_back(
    client: As, site: Site, error: Exception, wait: str
) -> None:
    response = client(app=app_with(site, error)).get("/api/v1/raise/0")

    assert response.headers["retry-after"] == wait


@pytest.mark.parametrize(
    ("accepted", "title"),
    [("", "Niet gevonden"), ("fr", "Niet gevonden"), ("en-GB, nl;q=0.5", "Not found")],
)
def test_a_problem_speaks_the_language_that_is_asked(
    client: As, site: Site, accepted: str, title: str
) -> None:
    assert ask(client, site, NotFound("case"), language=accepted)["title"] == title
    assert preferred(accepted) in {"nl", "en"}


def test_missing_and_unknown_answer_alike(client: As, site: Site) -> None:
    app = app_with(site, NotFound("case"), NotFound("record"))
    answers = [
        client(app=app).get(path)
        for path in ("/api/v1/raise/0", "/api/v1/raise/1", "/api/v1/nowhere", "/api/v1/raise/A!")
    ]

    bodies = {re.sub(r"[0-9a-f-]{36}", "", answer.text) for answer in answers}
    assert len(bodies) == 1
    assert {answer.status_code for answer in answers} == {404}


def echo(
    client: As, site: Site, body: bytes, kind: str = "application/json"
) -> tuple[int, dict[str, str]]:
    """Send a body; the status, and the errors by name."""
    sent = {"Content-Type": kind} if kind else {}
    response = client(app=app_with(site)).post(ECHO, content=body, headers=sent)
    return response.status_code, {
        each["name"]: each["code"] for each in response.json().get("errors", [])
    }


def test_a_good_body_is_answered_with_its_moment_in_utc(client: As, site: Site) -> None:
    body = {"name": "a", "day": "2026-03-02", "at": "2026-03-02T09:00:00+01:00"}

    response = client(app=app_with(site)).post(ECHO, json=body)

    assert response.json() == {"name": "a", "day": "2026-03-02", "at": "2026-03-02T08:00:00Z"}


def test_every_mistake_in_a_body_is_named_at_once(client: As, site: Site) -> None:
    body = {
        "nam": "a",
        "count": "3",
        "sure": 1,
        "day": 0,
        "inner": {"word": "too long"},
        "many": [1],
    }

    status, found = echo(client, site, json.dumps(body).encode())

    assert status == 400
    assert found == {
        "/name": "missing",
        "/nam": "unknown",
        "/count": "malformed",
        "/sure": "malformed",
        "/day": "malformed",
        "/inner/word": "malformed",
        "/many/0": "malformed",
    }


@pytest.mark.parametrize(
    ("body", "name"),
    [
        pytest.param(b"", "body", id="nothing"),
        pytest.param(b"{", "body", id="half an object"),
        pytest.param(b"[]", "body", id="a list"),
        pytest.param(b'"name"', "body", id="text"),
        pytest.param(b"null", "body", id="null"),
        pytest.param(b'{"name": "\xff"}', None, id="no UTF-8"),
        pytest.param('{"name": "a"}'.encode("utf-16"), "body", id="UTF-16"),
        pytest.param(b'{"name": "a", "count": NaN}', "body", id="NaN"),
        pytest.param(b'{"name": "a", "inputs": {"a": 1e999}}', "body", id="infinity"),
        pytest.param(b'{"name": "a", "name": "b"}', "body", id="a key twice"),
        pytest.param(b'{"name": "a\\u0000"}', "/name", id="NUL"),
        pytest.param(b'{"name": "a", "inputs": {"x": ["\\u0000"]}}', "/inputs/x/0", id="NUL below"),
        pytest.param(b'{"name": "a", "inputs": {"\\u0000": 1}}', "/inputs/\0", id="NUL in a key"),
        pytest.param(b'{"name": "\\ud800"}', "/name", id="half a pair"),
        pytest.param(b'{"name": "a", "inputs": {"x": "\\ud800"}}', "/inputs/x", id="half below"),
        pytest.param(b'{"name": "a", "\\ud800": 1}', "/?", id="half a pair in a key"),
        pytest.param(b'{"name": "a", "inputs": {"x": 9007199254740993}}', "/inputs/x", id="huge"),
        pytest.param(b'{"name": "a", "count": ' + b"9" * 5000 + b"}", None, id="5000 digits"),
        pytest.param(b"[" * 100_000, None, id="nested without end"),
        pytest.param(
            b'{"name": "a", "inputs": {"x": ' + b"[" * 90 + b"]" * 90 + b"}}",
            "/inputs/x" + "/0" * 15,
            id="nested deeply",
        ),
        pytest.param(b'{"name": "a", "day": "2026-02-30"}', "/day", id="no such day"),
        pytest.param(b'{"name": "a", "day": "2026-03-02T00:00:00"}', "/day", id="no day"),
        pytest.param(b'{"name": "a", "at": "2026-03-02T09:00:00"}', "/at", id="no zone"),
        pytest.param(b'{"name": "a", "at": "0001-01-01T00:00:00+14:00"}', "/at", id="too early"),
        pytest.param(b'{"name": "a", "at": 1}', "/at", id="a number for a moment"),
        pytest.param(b'{"name": "%s"}' % (b"a" * 20_001), "/name", id="too long"),
    ],
)
def test_what_cannot_be_read_is_400(client: As, site: Site, body: bytes, name: str | None) -> None:
    status, found = echo(client, site, body)

    assert status == 400
    assert name is None or name in found


def test_a_body_of_unknown_keys_gets_no_endless_answer(client: As, site: Site) -> None:
    body = {"name": "a", **{f"key{number}": 1 for number in range(5000)}}

    status, found = echo(client, site, json.dumps(body).encode())

    assert status == 400
    assert len(found) == 100


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/xml", "application/x-www-form-urlencoded", ""]
)
def test_what_is_no_json_is_415(client: As, site: Site, kind: str) -> None:
    assert echo(client, site, b'{"name": "a"}', kind)[0] == 415


def test_a_path_that_nothing_is_called_is_not_found(client: As, world: World) -> None:
    for path in ("/api/v1/workflows/%00", "/api/v1/workflows/A", f"/api/v1/workflows/{'a' * 65}"):
        assert client(world.bram).get(path).status_code == 404


def test_a_page_gets_a_page(client: As, site: Site) -> None:
    app = app_with(site, NotFound("case"), ValueError(CANARY), StepRefused(Refused("p", (UNMET,))))
    for index, status in enumerate((404, 500, 409)):
        for headers in ({}, {"HX-Request": "true"}):
            response = client(app=app).get(f"/raise/{index}", headers=headers)

            assert response.status_code == status
            assert response.headers["content-type"].startswith("text/html")
            assert response.headers["x-request-id"] in response.text
            assert CANARY not in response.text


def test_what_nobody_foresaw_leaves_no_words_behind(
    client: As, site: Site, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    app = app_with(site, ValueError(CANARY))
    for path in ("/api/v1/raise/0", "/raise/0"):
        response = client(app=app).get(path)
        out, err = capfd.readouterr()

        assert response.status_code == 500
        assert CANARY not in response.text + out + err + caplog.text
        assert "ValueError" in out
        assert response.headers["x-request-id"] in out


def test_an_error_page_that_breaks_is_still_an_answer(
    client: As, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    app: FastAPI = app_with(site, NotFound("case"))
    monkeypatch.setattr(app.state, "site", None)

    response = client(app=app).get("/raise/0")

    assert (response.status_code, response.headers["content-type"]) == (
        404,
        "application/problem+json",
    )
