"""Whoever looks after the program asks whether the trails still fit."""

import base64
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from api.cli import app
from api.gap_command import witness_of
from api.wiring import anchoring_from
from engine.clock import ManualClock
from engine.errors import ConfigurationError
from engine.service.tick import tick
from engine.settings import PREFIX, Settings, rows
from tests.kept import a_store
from tests.office import DEFINITIONS, MORNING, World, a_world, an_office
from tests.service.audits import does

WRONG_USAGE = 2
OTHER = base64.b64encode(bytes(range(1, 33))).decode()
SECRET = base64.b64encode(bytes(range(32))).decode()


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[World]:
    """Lend an office with a case, and settings that name its database and a folder for anchors."""
    for name, _, _ in rows():
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "worm").mkdir()
    (tmp_path / "anchor.key").write_text(SECRET, encoding="ascii")
    for name, words in DEFINITIONS.items():
        file = tmp_path / "definitions" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(words, encoding="utf-8")
    monkeypatch.setenv(f"{PREFIX}WORKFLOWS", str(tmp_path / "definitions"))
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
        "destroyed": {"files": 0, "events_without_words": 0, "without_certificate": 0},
        "lost": [],
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


def holds() -> Result:
    """Say that the database was put back."""
    return CliRunner().invoke(app, ["mail", "hold", "--by", "beheer", "--reason", "hersteld"])


def signs(by: str = "beheer") -> Result:
    """Sign what is lost."""
    return CliRunner().invoke(app, ["audit", "sign-gap", "--by", by, "--reason", "hersteld"])


def test_what_a_restore_took_away_is_told(anchored: World) -> None:
    held = holds()

    told, data = verify("--lang", "en"), verify("--json")

    assert "That is signed" in held.stdout
    assert (told.exit_code, data.exit_code) == (0, 0)
    assert "Lost by the restore of " in told.stdout
    assert "0 anchors outside the database are about that." in told.stdout
    [lost] = json.loads(data.stdout)["lost"]
    assert (lost["since"], lost["anchors"]) == (MORNING.isoformat(), 0)


@pytest.mark.parametrize("away", ["the key", "its setting"])
def test_a_gap_that_nobody_signed_says_what_to_do(
    anchored: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, away: str
) -> None:
    key = tmp_path / "anchor.key"
    if away == "the key":
        key.rename(tmp_path / "away.key")
    else:
        for name in ("ANCHOR_FOLDER", "ANCHOR_KEY_FILE"):
            monkeypatch.delenv(f"{PREFIX}{name}")
    held, refused = holds(), signs()
    if away == "the key":
        (tmp_path / "away.key").rename(key)
    monkeypatch.setenv(f"{PREFIX}ANCHOR_KEY_FILE", str(key))
    taken_for_forged, signed, again = verify("--lang", "en"), signs(), signs()

    assert "Nobody signed that" in held.stdout
    assert (refused.exit_code, taken_for_forged.exit_code, signed.exit_code) == (1, 1, 0)
    assert "key" in refused.stderr
    assert "gap 1: not signed with our key" in taken_for_forged.stdout
    assert "audit sign-gap" in taken_for_forged.stdout
    assert "That is signed" in signed.stdout
    assert "Every gap was signed before." in again.stdout
    assert verify().exit_code == 0


@pytest.mark.parametrize("outside", ["nothing", "torn", "another key", "no folder"])
def test_whatever_lies_outside_a_restore_is_told_and_signed(
    anchored: World, tmp_path: Path, outside: str
) -> None:
    [file] = (tmp_path / "worm").iterdir()
    file.chmod(0o600)
    if outside == "another key":
        (tmp_path / "anchor.key").write_text(OTHER, encoding="ascii")
    elif outside == "torn":
        file.write_text("{", encoding="utf-8")
    else:
        file.unlink()
    if outside == "no folder":
        witness = witness_of(Settings.read().model_copy(update={"anchor_folder": tmp_path / "no"}))
    else:
        witness = witness_of(Settings.read())

    assert witness.key is not None
    assert witness.outside is None


def test_who_signs_says_who_and_why(anchored: World) -> None:
    assert signs(by=" ").exit_code == WRONG_USAGE


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
