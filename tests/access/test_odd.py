"""What no column and no calendar holds is told to whoever sent it, on either database; P18."""

import json
import random
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest

from tests.access.asking import Ask
from tests.access.conftest import a_trial, every_ask
from tests.access.door import Came
from tests.access.trial import Trial

SEED = 20260302
EACH = 2
"""So many odd values are drawn for each place of a request."""

MOST = 8
"""So many fields of one form are tried, drawn by lot."""

TEXTS = (
    "\0",
    "a\0b",
    "\ud800",
    "a\udfffb",
    "",
    " ",
    "x" * 20_001,
    "\U0010ffff\u202e\u0301",
    "'; drop table person; --",
    "{{ 7 * 7 }}",
    "0001-01-01",
    "9999-12-31",
    "2026-02-30",
    "-0001-01-01",
    "12026-01-01",
    "0001-01-01T00:00:00Z",
    "9999-12-31T23:59:59-23:59",
    "2026-02-02T08:00:00+23:59",
    "2026-02-02T25:61:00Z",
    "2026-02-02",
)
_ODDER: tuple[object, ...] = (10**400, 1.5, [], {}, [[[[]]]], {"": ""})
OTHERS: tuple[object, ...] = (None, True, -1, 0, 2**31, 2**63, -(2**63) - 1, *_ODDER)
QUERIES = (
    "since",
    "pageSize",
    "cursor",
    "closed",
    "when",
    "special",
    "owner",
    "phase",
    "region",
    "all",
    "before",
    "made",
)
BYTES = ("%00", "%ED%A0%80", "%FF%FE", "%", "%zz", "9" * 30, "-1", "x" * 5000, "null")


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_nothing_odd_is_an_error_of_ours(kind: str) -> None:
    drawn = random.Random(SEED)
    fell: list[str] = []
    asked = 0
    with a_trial(kind) as trial:
        for ask in every_ask(trial):
            for place, url, body in _odd(ask, drawn, EACH if kind == "sqlite" else 1):
                status = _status(trial, ask, url, body)
                asked += 1
                if status >= 500:
                    fell.append(f"{status} {ask.name} {place}")

    assert fell == []
    assert asked > 300


def test_a_value_that_cannot_be_kept_is_told_with_its_place(trial: Trial, asks: list[Ask]) -> None:
    record = next(ask for ask in asks if ask.name == "POST /cases/{case_id}/records")
    for odd, code in (("\0", 400), ("\ud800", 400), (10**400, 400), ("0001-01-01", 400)):
        body = {"type": "stay_elsewhere", "fields": {"where": odd}, "occurred_at": "9999-12-31"}
        came = _sent(trial, record, record.url, json.dumps(body))
        assert came.status == code
        assert "/occurred_at" in came.text or "/fields/where" in came.text
        assert not trial.changed()


def _odd(ask: Ask, drawn: random.Random, each: int) -> Iterator[tuple[str, str, str | None]]:
    """The request with one thing odd: where, its address and its body."""
    for name in drawn.sample(QUERIES, each):
        joint = "&" if "?" in ask.url else "?"
        yield name, f"{ask.url}{joint}{name}={drawn.choice(BYTES)}", ask.body
    if ask.slots and ask.is_safe:
        yield "path", re.sub("«\\w+»", drawn.choice(BYTES[:5]), ask.url), None
    if ask.body and ask.through == "api":
        for place, body in _odd_members(json.loads(ask.body), drawn, each):
            yield place, ask.url, json.dumps(body)
    elif ask.body:
        yield from _odd_fields(ask, drawn, each)


def _odd_members(body: Any, drawn: random.Random, each: int) -> Iterator[tuple[str, Any]]:
    for key in body:
        for odd in (*drawn.sample(TEXTS, each), *drawn.sample(OTHERS, each)):
            yield f"{key}={odd!r}"[:80], {**body, key: odd}
        if isinstance(body[key], dict):
            for place, inner in _odd_members(body[key], drawn, each):
                yield f"{key}/{place}", {**body, key: inner}


def _odd_fields(ask: Ask, drawn: random.Random, each: int) -> Iterator[tuple[str, str, str | None]]:
    pairs = parse_qsl(ask.body or "", keep_blank_values=True)
    asked = [at for at, (name, _) in enumerate(pairs) if name not in {"csrf", "nonce"}]
    for index in drawn.sample(asked, min(MOST, len(asked))):
        name = pairs[index][0]
        for odd in drawn.sample(TEXTS, each):
            value = odd.encode("utf-8", "surrogatepass")
            changed: list[tuple[str, str | bytes]] = [*pairs]
            changed[index] = (name, value)
            body = urlencode(changed).replace("%C2%AB", "«").replace("%C2%BB", "»")
            yield f"{name}={odd!r}"[:80], ask.url, body


def _status(trial: Trial, ask: Ask, url: str, body: str | None) -> int:
    came = _sent(trial, ask, url, body)
    if trial.changed():  # a change is no fault: what was odd may have been allowed
        own = trial.case_of(ask, "own")
        own.version = own.head.version
        trial.before = trial.now()
    return came.status


def _sent(trial: Trial, ask: Ask, url: str, body: str | None) -> Came:
    odd = Ask(ask.name, ask.method, url, body, ask.through)
    return trial.own("bram", odd)
