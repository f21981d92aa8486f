"""Rules in shadow or on per region, over HTTP."""

from typing import Any

import pytest

from engine.clock import ManualClock
from engine.store.store import Store
from tests.api.http.v1.conftest import As
from tests.api.http.v1.programs import NOWHERE, Program, bare, unmet, wrong
from tests.service.builders import REGION, ROLES, Desk
from tests.service.desks import a_desk

RULE = "explanatory_analysis"
RULES = f"/regions/{REGION}/rules"
ASK = f"{RULES}/{RULE}/settings"
SHADOW = {"enforcement": "shadow", "from_on": "2026-03-02", "reason": "Eerst meekijken."}
AGREED = {"confirmed": True, "why": "Besproken."}


@pytest.fixture
def desk(store: Store, clock: ManualClock) -> Desk:
    """Lend a desk with a team lead beside the coordinator."""
    return a_desk(store, clock, roles={**ROLES, "tess": "team_lead"})


def settled(program: As, **said: Any) -> str:
    """Let the coordinator ask and the team lead confirm it; its id."""
    made: str = program("cora").done(ASK, {**SHADOW, **said})["id"]
    program("tess").done(f"/rule-settings/{made}/decisions", AGREED)
    return made


def seen(by: Program, key: str = RULE) -> dict[str, Any]:
    """Read one rule of the region."""
    page = by.get(RULES, pageSize=50)
    while True:
        rules: list[dict[str, Any]] = [each for each in page.json()["items"] if each["key"] == key]
        if rules:
            return rules[0]
        page = by.client.get(page.links["next"]["url"])


def test_a_rule_tells_what_it_asks_on_which_acts_and_how_binding(desk: Desk, program: As) -> None:
    rule = desk.office.library.of("placement", REGION).rules["legal_title"]

    found = seen(program("bram"), "legal_title")

    assert found == {
        "key": "legal_title",
        "asks": {"nl": rule.asks.nl, "en": rule.asks.en},
        "acts": found["acts"],
        "severity": "block",
        "always_binds": True,
        "shadow": False,
        "shadow_until": None,
        "source": rule.source,
        "settings": [],
    }
    assert {act["name"] for act in found["acts"]} == set(rule.on)


def test_what_one_asks_and_another_confirms_holds_from_its_day(program: As) -> None:
    response = program("cora").post(ASK, SHADOW)
    made = response.json()["id"]
    place = f"/api/v1/rule-settings/{made}"
    assert (response.status_code, response.headers["Location"]) == (201, place)
    assert response.json() == {"id": made, "state": "asked"}
    assert seen(program("bram"))["shadow"] is False

    decided = program("tess").post(f"/rule-settings/{made}/decisions", AGREED)
    settled(program, enforcement="on", from_on="2026-04-01")

    assert (decided.status_code, decided.json()) == (201, {"id": made, "state": "confirmed"})
    assert decided.headers["ETag"] == f'"{made}.2"'
    found = seen(program("bram"))
    assert (found["shadow"], found["shadow_until"]) == (True, "2026-04-01")


def test_who_asked_and_why_is_for_those_with_a_part_in_the_region(program: As) -> None:
    made = settled(program)

    (whole,), (bare_one,) = (seen(program(name))["settings"] for name in ("cora", "bram"))

    names = {key: whole.pop(key) for key in ("asked_by", "reason", "decided_by", "decision")}
    assert names == {
        "asked_by": "cora",
        "reason": "Eerst meekijken.",
        "decided_by": "tess",
        "decision": "Besproken.",
    }
    assert {key: bare_one.pop(key) for key in names} == dict.fromkeys(names)
    assert whole == bare_one
    assert (whole["id"], whole["state"], whole["from_on"]) == (made, "confirmed", "2026-03-02")
    assert whole["asked_at"].endswith("Z")


def test_one_setting_is_read_where_it_was_made(program: As) -> None:
    made = settled(program)

    found = program("tess").get(f"/rule-settings/{made}").json()

    assert (found["region"], found["rule"], found["state"]) == (REGION, RULE, "confirmed")
    assert (found["asked_by"], found["decided_by"]) == ("cora", "tess")


def test_refusals_tell_every_reason(program: As) -> None:
    always = f"{RULES}/legal_title/settings"
    made = program("cora").done(ASK, SHADOW)["id"]
    decisions = f"/rule-settings/{made}/decisions"

    assert unmet(program("bram").post(always, SHADOW)) == ["role", "always_binds"]
    assert unmet(program("cora").post(decisions, AGREED)) == ["four_eyes"]
    program("tess").done(decisions, {"confirmed": False, "why": "Nog te vroeg."})
    assert unmet(program("tess").post(decisions, AGREED)) == ["decided"]
    assert seen(program("bram"))["shadow"] is False


def test_a_refused_try_is_a_row_of_the_log(desk: Desk, program: As) -> None:
    bram = program("bram")

    bram.post(ASK, SHADOW)
    bram.get(RULES)

    refused, read = desk.log()[-2:]
    assert (refused.action, refused.outcome, refused.record) == ("AskEnforcement", "refused", RULE)
    assert (read.action, read.outcome, read.record) == ("read_rules", "done", REGION)


def test_foreign_and_missing_answer_alike(desk: Desk, program: As) -> None:
    made, bram = program("cora").done(ASK, SHADOW)["id"], program("bram")

    reads = [bram.get(f"/rule-settings/{each}") for each in (made, NOWHERE)]
    tries = [bram.post(f"/rule-settings/{each}/decisions", AGREED) for each in (made, NOWHERE)]

    for foreign, missing in (reads, tries):
        assert foreign.status_code == 404
        assert bare(foreign) == bare(missing)
    assert [row.outcome for row in desk.log()[-4:]] == ["denied"] * 4


@pytest.mark.parametrize("path", ["/regions/nowhere/rules", "/regions/Nowhere!/rules"])
def test_a_region_that_is_not_there_is_not_found(program: As, path: str) -> None:
    cora = program("cora")

    assert cora.get(path).status_code == 404
    assert cora.post(f"{path}/{RULE}/settings", SHADOW).status_code == 404


def test_a_rule_that_is_not_there_is_not_found(program: As) -> None:
    assert program("cora").post(f"{RULES}/no_such_rule/settings", SHADOW).status_code == 404


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"enforcement": "off"}, {"/enforcement": "malformed"}),
        ({"from_on": "2026-03-01"}, {"/from_on": "malformed"}),
        ({"from_on": "morgen"}, {"/from_on": "malformed"}),
        ({"reason": ""}, {"/reason": "malformed"}),
        ({"reason": " "}, {"/reason": "missing"}),
        ({"colour": "blue"}, {"/colour": "unknown"}),
    ],
)
def test_what_is_wrong_with_a_setting_is_named(
    program: As, changes: dict[str, Any], found: dict[str, str]
) -> None:
    assert wrong(program("cora").post(ASK, {**SHADOW, **changes})) == found


def test_who_refuses_says_why(program: As) -> None:
    made = program("cora").done(ASK, SHADOW)["id"]

    response = program("tess").post(f"/rule-settings/{made}/decisions", {"confirmed": False})

    assert wrong(response) == {"/why": "missing"}


def test_a_repeat_under_its_key_gets_the_first_answer(program: As) -> None:
    cora = program("cora")

    first, again = (cora.post(ASK, SHADOW, key="mine") for _ in range(2))

    assert (again.status_code, again.content) == (201, first.content)
    assert len(seen(cora)["settings"]) == 1
    assert cora.post(ASK, SHADOW, key=None).status_code == 400
    other = cora.post(ASK, {**SHADOW, "reason": "Iets anders."}, key="mine")
    assert other.json()["type"] == "/problems/key-reused"


def test_the_rules_come_in_pages(program: As) -> None:
    first = program("bram").get(RULES, pageSize=2)

    assert [each["key"] for each in first.json()["items"]] == sorted(
        each["key"] for each in first.json()["items"]
    )
    assert len(first.json()["items"]) == 2
    assert 'rel="next"' in first.headers["Link"]
