"""Nobody sees or touches what is not theirs, by any request there is; SAFETY 5.7, 4."""

import random
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any

import pytest

from tests.access.asking import BODIES, NO_CASE, Ask, operations
from tests.access.belonging import without_foreign
from tests.access.conftest import a_trial, every_ask, routes_of
from tests.access.matrix import EVERYBODY, FROM, Fault, faults, is_theirs, judged, planned, sample
from tests.access.shelf import SEES, WATCHES
from tests.access.trial import Trial, leaks
from tests.access.walking import FOLLOWED

EACH, SEED = 1, 20260302
"""How many requests are drawn by lot for each form of request, besides two that are not.

Whoever sees nothing asks one half of them: each form is asked by two of these four. Who reviews
the log sees no file either, and asks everything.
"""

OUTSIDE = tuple(name for name in EVERYBODY if not SEES[name] and name not in WATCHES)
"""Who sees no file, and reviews no log."""

NOT_WALKED_TO = frozenset(
    {
        "GET /healthz",
        "GET /readyz",
        "GET /metrics",
        "GET /.well-known/security.txt",
        "GET /robots.txt",
        "GET /favicon.ico",
        "GET /sign-in",
        "GET /here",
        "POST /sign-in",
        "GET /mailbox/{letter_id}",  # the mailbox of the matrix is empty
        "GET /agenda/{token}.ics",  # a calendar, so no page
        "POST /me/calendar/revoke",  # nobody of the matrix has a feed
    }
)
"""Routes that no page of a case leads to; none of them finds a case or a family."""


def test_every_route_and_every_place_of_an_id_is_in_the_matrix(
    trial: Trial, asks: list[Ask]
) -> None:
    names = {ask.name for ask in asks}
    pages = {f"{method} {path}" for method, path, _ in routes_of(trial.app) if method != "HEAD"}
    described = list(operations(trial.app.state.describe()))
    bodies = {each["operationId"] for _, _, each in described if "requestBody" in each}

    assert pages - names == NOT_WALKED_TO
    assert bodies == BODIES.keys() | NO_CASE
    assert {f"GET {path}" for method, path, _ in described if method == "GET"} <= names


def test_every_id_that_a_body_takes_has_a_place_in_the_matrix(trial: Trial) -> None:
    document = trial.app.state.describe()
    for _, path, operation in operations(document):
        name = operation["operationId"]
        if name in BODIES:
            schema = operation["requestBody"]["content"]["application/json"]["schema"]
            asked = set(_ids_of(schema, document["components"]["schemas"]))
            slots = set(re.findall(r'"(\w+)": \[?"«', repr(BODIES[name]).replace("'", '"')))
            assert asked <= slots, path


@pytest.mark.parametrize("who", EVERYBODY)
def test_nobody_sees_or_touches_what_is_not_theirs(who: str, trial: Trial, asks: list[Ask]) -> None:
    found = faults(trial, _share(asks, who), who, each=EACH, seed=SEED)

    assert _new(found) == []


def test_these_are_six_thousand_requests(asks: list[Ask]) -> None:
    plans = {who: planned(_share(asks, who), who, each=EACH, seed=SEED) for who in EVERYBODY}
    asked = {
        (who, ask, without_foreign(ask, choice, who), choice)
        for who, plan in plans.items()
        for ask, choice in plan
    }
    twins = {(who, ask, absent) for who, ask, absent, choice in asked if absent != choice}

    assert sum(map(len, plans.values())) + len(twins) >= 6_000  # SAFETY 2


def test_every_operation_meets_an_id_of_every_sort(asks: list[Ask]) -> None:
    met: dict[str, set[str]] = {ask.name: set() for ask in asks if ask.slots}
    for who in EVERYBODY:
        for ask, choice in planned(_share(asks, who), who, each=EACH, seed=SEED):
            met[ask.name] |= {*choice}

    assert {name: {*FROM} - kinds for name, kinds in met.items() if {*FROM} - kinds} == {}


def test_each_request_is_asked_by_all_who_see_something_and_by_two_who_do_not(
    asks: list[Ask],
) -> None:
    shares = {who: Counter(_share(asks, who)) for who in EVERYBODY}
    half = sum((shares[who] for who in OUTSIDE), Counter())

    assert all(shares[who] == Counter(asks) for who in EVERYBODY if who not in OUTSIDE)
    assert half == Counter({ask: 2 * many for ask, many in Counter(asks).items()})


def _share(asks: list[Ask], who: str) -> list[Ask]:
    """What somebody asks: all, or the half that is dealt to them."""
    if who not in OUTSIDE:
        return asks
    first = OUTSIDE.index(who)
    return [ask for at, ask in enumerate(asks) if (at + first) % len(OUTSIDE) < len(OUTSIDE) // 2]


def test_a_tenth_of_it_is_the_same_on_postgresql() -> None:
    drawn = random.Random(SEED)
    with a_trial("postgresql") as trial:
        some, began = every_ask(trial), trial.asked
        found = [
            fault
            for who in EVERYBODY
            for ask in drawn.sample(some, len(some) // 9)
            for choice in drawn.sample(sample(ask, drawn, EACH), 2)
            if ask.slots and (ask.is_safe or not is_theirs(ask, choice, who))
            for fault in judged(trial, ask, choice, who)
        ]
        assert trial.now() == trial.before

    assert _new(found) == []
    assert trial.asked - began >= 600


@pytest.mark.parametrize("who", [name for name, sees in SEES.items() if sees])
def test_what_is_theirs_they_see_up_to_their_class(who: str, trial: Trial, asks: list[Ask]) -> None:
    seen: set[tuple[str, str]] = set()
    for ask in asks:
        for name in SEES[who]:
            if ask.is_safe and ask.slots:
                choice = (name,) * len(ask.slots)
                if not (answer := trial.looks.get((who, ask, choice))):
                    answer = trial.look(who, ask, choice)
                    assert trial.unseen(who) == [], ask.name
                assert not leaks(answer, who), (ask.name, name)
                fine = {200, 404, 409} if ask.name.endswith(".pdf") else {200, 404}  # 409: why not
                assert answer.status in fine, (ask.name, answer.status)
                seen |= set(re.findall(r"CANARY-\w+-(\w+)-(\w+)", answer.all))

    assert {class_ for class_, _ in seen} == {
        each for classes in SEES[who].values() for each in classes if each != "open"
    }
    if who == "bram":  # so the marked texts are where a leak would show them
        assert {what for _, what in seen} >= SHOWN


def test_the_officer_reads_what_stood_out_and_not_a_word_of_a_file(
    trial: Trial, asks: list[Ask]
) -> None:
    looks = [ask for ask in asks if ask.is_safe and "log_review_id" in ask.slots]
    for ask in looks:
        answer = trial.send("petra", ask, ("own",) * len(ask.slots))
        assert answer.status == 200, ask.name
        assert "CANARY" not in answer.all, ask.name
        if "signal_id" in ask.slots:  # so there is something that could be told too much
            assert {"Gijs", trial.shelf.files["closed"].head.number} <= {
                *re.findall(r"[\w-]+", answer.all)
            }

    assert {ask.through for ask in looks if "signal_id" in ask.slots} == {"api", "page"}


def test_the_officer_of_one_region_touches_no_review_of_another(
    trial: Trial, asks: list[Ask]
) -> None:
    of_the_log = [ask for ask in asks if "log_review_id" in ask.slots]
    found = [
        fault
        for ask in of_the_log
        for choice in product(("own", "elsewhere"), repeat=len(ask.slots))
        if "elsewhere" in choice
        for fault in judged(trial, ask, choice, "petra")
    ]

    assert _new(found) == []
    assert {ask.through for ask in of_the_log if not ask.is_safe} == {"api", "page"}


def test_the_form_that_answers_another_form_is_in_the_matrix_too(asks: list[Ask]) -> None:
    for name in FOLLOWED:
        bodies = [ask.body or "" for ask in asks if ask.name == name]
        assert [("intent=do" in body, "seal=" in body) for body in bodies] == [
            (False, False),
            (True, True),
        ]


SHOWN = frozenset(
    {"child", "parent", "family", "source", "ground", "where", "question", "words", "why"}
    | {"decided_why", "reason", "asked_by", "why_now", "tried", "agreed", "owner", "absent"}
    | {"reasons", "dissent", "safety", "heard", "how", "brings", "attended", "stays_away"}
    | {"to_whom", "left", "concern", "danger", "caller", "place", "address"}
)
"""Marked texts of every sort: names, records, steps, talks, deviations, reasons."""


def test_the_requests_of_the_matrix_would_do_something_with_ids_that_fit(
    trial: Trial, asks: list[Ask]
) -> None:
    deaf, unseen = [], list[tuple[str, str, str]]()
    for ask in asks:
        if ask.slots and not ask.is_safe:
            answers = []
            for who in _ACTING:
                answers.append(trial.send(who, ask, ("own",) * len(ask.slots)).status)
                unseen += [(who, ask.name, each) for each in trial.unseen(who)]
            trial.put_back()
            if not {200, 201, 204, 303, 409} & {*answers}:
                deaf.append((ask.name, ask.body))

    assert [name for name, body in deaf if "nonsense" not in (body or "")] == []
    assert unseen == []
    assert trial.now() == trial.before


_ACTING = ("bram", "dora", "cora", "petra", "arda", "wim")


def test_a_cursor_is_worthless_to_anybody_else(trial: Trial) -> None:
    mine = trial.badges["bram", "api"].headers
    came = trial.door.ask("GET", "/api/v1/cases?closed=false&pageSize=1", mine)
    parts = "/api/v1/cases/{}/records?pageSize=1".format(trial.shelf.files["own"].ids["case_id"])
    page = trial.door.ask("GET", parts, mine)
    following = re.search(r"<([^>]+)>; rel=\"next\"", page.headers["link"])

    assert came.status == 200
    assert following
    assert trial.door.ask("GET", following[1], mine).status == 200
    other = trial.door.ask("GET", following[1], trial.badges["dora", "api"].headers)
    assert other.status == 400


def test_a_token_of_the_pages_opens_no_door_of_programs_and_the_reverse(trial: Trial) -> None:
    cookie = trial.badges["bram", "page"].headers["cookie"]
    token = trial.badges["bram", "api"].headers["authorization"]
    case = trial.shelf.files["own"].ids["case_id"]

    swapped = {"authorization": f"Bearer {cookie.partition('=')[2]}"}
    assert trial.door.ask("GET", f"/api/v1/cases/{case}", swapped).status == 401
    assert trial.door.ask("GET", f"/api/v1/cases/{case}", {"cookie": cookie}).status == 401
    for headers in ({"cookie": f"regietafel={token.split()[1]}"}, {"authorization": token}):
        assert trial.door.ask("GET", f"/cases/{case}", headers).status == 303


def _ids_of(schema: Mapping[str, Any], known: Mapping[str, Any], name: str = "") -> Iterator[str]:
    """The members of a body that hold an id."""
    if "$ref" in schema:
        schema = known[schema["$ref"].rpartition("/")[2]]
    if str(schema.get("pattern", "")).startswith("^[0-9a-z-]"):
        yield name
    for below in (*schema.get("anyOf", ()), schema.get("items")):
        if below:
            yield from _ids_of(below, known, name)
    for key, below in schema.get("properties", {}).items():
        yield from _ids_of(below, known, key)


def _new(found: list[Fault]) -> list[str]:
    """Every fault in words."""
    return [str(fault) for fault in found]
