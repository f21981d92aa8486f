"""Whoever looks after the program asks whether the trails still fit."""

import base64
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from api.cli import app
from api.wiring import anchoring_from
from engine.clock import ManualClock
from engine.errors import ConfigurationError
from engine.service.tick import tick
from engine.settings import PREFIX, Settings, rows
from tests.kept import a_store
from tests.office import MORNING, World, a_world, an_office
from tests.service.audits import does

SECRET = base64.b64encode(bytes(range(32))).decode()


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[World]:
    """Lend an office with a case, and settings that name its database and a folder for anchors."""
    for name, _, _ in rows():
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "worm").mkdir()
    (tmp_path / "anchor.key").write_text(SECRET, encoding="ascii")
    with a_store("sqlite") as store:
        monkeypatch.setenv(f"{PREFIX}DATABASE_URL", f"sqlite:///{store.engine.url.database}")
        clock = ManualClock(MORNING)
        world = a_world(an_office(store, clock), clock)
        world.open_case()
        yield world


@pytest.fixture
def anchored(world: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> World:
    """Lend it after a tick that sealed and anchored."""
    monkeypatch.setenv(f"{PREFIX}ANCHOR_FOLDER", str(tmp_path / "worm"))
    monkeypatch.setenv(f"{PREFIX}ANCHOR_KEY_FILE", str(tmp_path / "anchor.key"))
    anchoring = anchoring_from(Settings.read(), world.clock)
    assert anchoring is not None
    tick(world.office, {}, anchoring=anchoring)
    return world


def verify(*words: str) -> Result:
    """Type the command."""
    return CliRunner().invoke(app, ["audit", "verify", *words])


def test_what_was_never_sealed_or_anchored_is_said_and_no_fault(world: World) -> None:
    result = verify("--lang", "en")

    assert result.exit_code == 0
    assert "Seals: 0, over 0 rows; not yet sealed: 2." in result.stdout
    assert "Never anchored" in result.stdout
    assert result.stdout.endswith("Everything fits.\n")


def test_what_was_anchored_is_compared_with_the_folder_of_the_settings(anchored: World) -> None:
    result = verify()

    assert result.exit_code == 0
    assert "Vergeleken met 1 ankers buiten de database." in result.stdout
    assert "Alles klopt." in result.stdout


def test_a_row_that_does_not_fit_is_named_and_ends_in_1(anchored: World) -> None:
    does(anchored.office.store, "update access_log set action = 'search' where id = 1")

    result, told, data = verify(), verify("--lang", "en"), verify("--json")

    assert (result.exit_code, told.exit_code, data.exit_code) == (1, 1, 1)
    assert "Zegels: de eerste regel die niet klopt is access_log 1: veranderd." in result.stdout
    assert "Seals: the first row that does not fit is access_log 1: changed." in told.stdout
    assert json.loads(data.stdout)["faults"] == [
        {"part": "seals", "table": "access_log", "row": "1", "what": "changed"}
    ]


def test_a_program_reads_what_was_looked_at(anchored: World) -> None:
    data = json.loads(verify("--json").stdout)

    assert data | {"last_anchor": None} == {
        "fits": True,
        "events": 1,
        "seals": 1,
        "sealed": 2,
        "not_yet_sealed": 0,
        "anchors": 1,
        "last_anchor": None,
        "compared_outside": 1,
        "signatures": True,
        "faults": [],
    }
    assert data["last_anchor"]["number"] == 1


def test_without_the_folder_or_the_key_it_says_what_was_not_looked_at(
    anchored: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("ANCHOR_FOLDER", "ANCHOR_KEY_FILE"):
        monkeypatch.delenv(f"{PREFIX}{name}")

    result = verify("--lang", "en")

    assert result.exit_code == 0
    assert "Signatures were not looked at" in result.stdout
    assert "name their folder with --anchors" in result.stdout


def test_a_folder_can_be_named(anchored: World, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()

    result = verify("--lang", "en", "--anchors", str(tmp_path / "empty"))

    assert result.exit_code == 1
    assert "Anchors: the first row that does not fit is anchor 1: gone." in result.stdout


def test_anchors_ask_for_a_key_that_is_there(anchored: World, tmp_path: Path) -> None:
    (tmp_path / "anchor.key").unlink()

    with pytest.raises(ConfigurationError, match=r"anchor\.key \(REGIETAFEL_ANCHOR_KEY_FILE\)"):
        anchoring_from(Settings.read(), anchored.clock)


def test_a_mailbox_is_a_place_too(anchored: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"{PREFIX}ANCHOR_MAIL", "privacy@toezicht.test")
    monkeypatch.setenv(f"{PREFIX}SMTP_URL", "smtp://localhost:25")
    monkeypatch.setenv(f"{PREFIX}MAIL_DOMAINS", "regietafel.invalid")

    anchoring = anchoring_from(Settings.read(), anchored.clock)

    assert anchoring is not None
    assert anchoring.names == Settings.read().anchor_places == ("folder", "mail")
