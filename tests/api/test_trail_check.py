"""A start on a database that does not fit its newest anchor raises the alarm at once."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.cli import app
from api.serve import listen, serve_at
from api.trail_check import SAYS, trail_fault
from engine.settings import PREFIX, Settings
from tests.api.servers import free_port
from tests.api.test_cli_audit import OTHER, anchored, world
from tests.office import World
from tests.service.audits import does

__all__ = ["anchored", "world"]

PUT_BACK = ("delete from anchor_sent", "delete from anchor", "delete from seal")


def fault(anchored: World) -> tuple[str, str, str] | None:
    """What is found at the start."""
    found = trail_fault(Settings.read(), anchored.office.store)
    return None if found is None else (found.table, found.row, found.what)


def test_where_it_fits_or_nobody_anchors_nothing_is_said(
    anchored: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    fits = fault(anchored)
    for file in (tmp_path / "worm").iterdir():
        file.unlink()
    nothing_outside = fault(anchored)
    (tmp_path / "worm").rmdir()
    gone = trail_fault(_settings(tmp_path), anchored.office.store)
    for name in ("ANCHOR_FOLDER", "ANCHOR_KEY_FILE"):
        monkeypatch.delenv(f"{PREFIX}{name}")

    assert (fits, nothing_outside, gone, fault(anchored)) == (None, None, None, None)


def _settings(folder: Path) -> Settings:
    """Settings of before the folder went."""
    (folder / "worm").mkdir()
    found = Settings.read()
    (folder / "worm").rmdir()
    return found


@pytest.mark.parametrize(
    ("change", "found"),
    [
        pytest.param(PUT_BACK, ("seal", "1", "gone"), id="put back"),
        pytest.param(
            (*PUT_BACK, "delete from case_event_detail", "delete from case_event"),
            ("case_event", "1", "gone"),
            id="cut",
        ),
        pytest.param(
            ["update seal set hash = 'other'"], ("anchor", "1", "changed"), id="a seal changed"
        ),
        pytest.param(
            ["update seal set sealed_at = 'once'"], ("anchor", "", "unreadable"), id="nonsense"
        ),
    ],
)
def test_what_does_not_fit_the_newest_anchor_is_named(
    anchored: World, change: tuple[str, ...], found: tuple[str, str, str]
) -> None:
    does(anchored.office.store, *change)

    assert fault(anchored) == found


def test_an_anchor_that_another_signed_does_not_fit(anchored: World, tmp_path: Path) -> None:
    does(anchored.office.store, *PUT_BACK)
    (tmp_path / "anchor.key").write_text(OTHER, encoding="ascii")

    assert fault(anchored) == ("anchor", "1", "unsigned")


def test_a_restore_that_was_told_and_signed_fits(anchored: World) -> None:
    does(anchored.office.store, *PUT_BACK)
    before = fault(anchored)

    CliRunner().invoke(app, ["mail", "hold", "--by", "beheer", "--reason", "hersteld"])

    assert (before, fault(anchored)) == (("seal", "1", "gone"), None)


def test_the_one_who_starts_it_reads_it(
    anchored: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    said: list[str] = []
    monkeypatch.setattr("uvicorn.Server.run", lambda *_, **__: None)
    for name, value in {
        "DEMO": "true",
        "KEY_FILE": str(tmp_path / "regietafel.key"),
        "PORT": str(free_port()),
    }.items():
        monkeypatch.setenv(f"{PREFIX}{name}", value)
    does(anchored.office.store, *PUT_BACK)
    settings = Settings.read()

    with listen(settings) as sock:
        serve_at(sock, settings, said.append, lambda _: None)

    assert f"{SAYS.nl}\n{SAYS.en}" in said
