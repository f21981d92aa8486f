"""What is proved while some rules do not bind yet: the command asks the database of the cases."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from api.check_shadows import ShadowsFound, shadows_found
from api.cli import app
from api.wiring import upgrade_tables
from engine.clock import SystemClock
from engine.reason import Shadow
from engine.service.at_table import Changed
from engine.service.enforcement import ask_enforcement, decide_enforcement
from engine.service.enforcement_orders import AskEnforcement, DecideEnforcement
from engine.service.office import Office
from engine.service.registering import NewProfessional, register_professional
from engine.settings import PREFIX, Settings, rows
from engine.store.store import open_store
from tests.service.desks import shipped

REGION, RULE = "oldebroek", "explanatory_analysis"


@pytest.fixture(autouse=True)
def file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Lend a place for a database, with no other setting made."""
    for name, _, _ in rows():
        monkeypatch.delenv(name, raising=False)
    # Loading is half of what the command takes; that it does is shown where it is tested.
    monkeypatch.setattr("engine.loader.load", lambda _: shipped())
    file = tmp_path / "cases.sqlite"
    monkeypatch.setenv(f"{PREFIX}DATABASE_URL", f"sqlite:///{file}")
    return file


def answer(*words: str) -> Result:
    """Type the command."""
    return CliRunner().invoke(app, ["check", *words])


def in_shadow(rule: str, *, days: int = 0) -> None:
    """Make the database, and let two people put a rule in shadow, for so many days if any."""
    settings = Settings.read()
    upgrade_tables(settings)
    office = Office(open_store(settings.database_url), SystemClock(), shipped())
    cora, tess = (
        register_professional(
            office,
            NewProfessional(name=name, subject=name, works_as=(role,), regions=(REGION,)),
        )
        for name, role in (("cora", "coordinator"), ("tess", "team_lead"))
    )
    today = office.today()
    wanted = [
        AskEnforcement(region=REGION, rule=rule, enforcement="shadow", from_on=today, reason="x")
    ]
    if days:
        later = today + timedelta(days=days)
        wanted.append(
            AskEnforcement(region=REGION, rule=rule, enforcement="on", from_on=later, reason="x")
        )
    for order in wanted:
        asked = ask_enforcement(cora, office, order)
        assert isinstance(asked, Changed)
        decided = DecideEnforcement(setting=asked.id, confirmed=True)
        assert isinstance(decide_enforcement(tess, office, decided), Changed)
    office.store.close()


def marks(result: Result) -> dict[str, str]:
    """How each promise about a placement came out, by its words."""
    lines = (line.split(" · ") for line in result.output.splitlines())
    return {line[3]: line[0] for line in lines if len(line) > 4 and line[1] == "placement"}


def test_what_rests_on_a_rule_in_shadow_is_not_called_proved() -> None:
    in_shadow(RULE)

    result = answer("placement", "--region", REGION, "--lang", "en")

    found = marks(result)
    assert result.exit_code == 0
    resting = "never 'Out-of-home placement' without: Record: Explanatory analysis"
    assert {words for words, mark in found.items() if mark != "proved"} == {resting}
    assert found[resting] == "holds, but does not bind yet"
    asks = shipped().of("placement", REGION).rules[RULE].asks.en
    told = result.output.splitlines()[-1]
    assert told == f"in shadow · placement · {REGION} · {asks}: this is not required here yet"


def test_a_program_reads_it_in_the_verdict_and_another_region_is_as_it_was() -> None:
    in_shadow(RULE)

    here, elsewhere = (
        json.loads(answer("placement", "--region", region, "--json").output)[0]
        for region in (REGION, "default")
    )

    verdicts = [[each["verdict"] for each in found["invariants"]] for found in (here, elsewhere)]
    assert "holds, but does not bind yet" in verdicts[0]
    assert set(verdicts[1]) == {"proved"}


def test_the_day_from_which_it_binds_is_told() -> None:
    in_shadow(RULE, days=30)

    (line,) = shadows_found(Settings.read(), shipped().regions).in_words(
        [shipped().of("placement", REGION)], "en"
    )

    assert "this is required" in line
    assert "from " in line


def test_without_a_database_every_rule_is_on_and_none_is_made(file: Path) -> None:
    result = answer("verder_thuis", "--region", REGION, "--lang", "en")

    assert result.exit_code == 0
    assert result.output.splitlines()[0].startswith("proved · ")
    assert "shadow" not in result.output
    assert not file.exists()


@pytest.mark.parametrize(
    ("url", "why"),
    [
        pytest.param(None, "has no tables yet", id="no tables"),
        pytest.param(
            "postgresql+psycopg://nobody@127.0.0.1:1/none", "cannot be opened", id="no server"
        ),
    ],
)
def test_where_the_database_cannot_be_asked_that_is_told(
    file: Path, monkeypatch: pytest.MonkeyPatch, url: str | None, why: str
) -> None:
    file.touch()
    if url:
        monkeypatch.setenv(f"{PREFIX}DATABASE_URL", url)

    result = answer("verder_thuis", "--region", REGION, "--lang", "en")

    assert result.exit_code == 0
    assert result.output.splitlines()[0].startswith("proved · ")
    assert "every rule counts as on" in result.stderr
    assert why in result.stderr


def test_what_always_binds_is_never_taken_for_a_shadow() -> None:
    workflow = shipped().of("placement", REGION)
    found = ShadowsFound({REGION: {"legal_title": Shadow(), RULE: Shadow()}})

    assert found.unbound([workflow]) == {REGION: frozenset({RULE})}
    assert len(list(found.in_words([workflow], "nl"))) == 1
