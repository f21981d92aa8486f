"""Machines hear when what proves the trails is not kept outside in time."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from api.app import create_app
from api.site import Site
from api.wiring import anchoring_from
from engine.clock import ManualClock
from engine.service.tick import tick
from engine.settings import Settings
from tests.api.http.conftest import HTTP, As
from tests.api.pages.browsing import words
from tests.api.test_cli_audit import SECRET
from tests.office import World

LATE = timedelta(hours=2, minutes=1)
PROVES = "Niets bewijst wat de laatste uren is vastgelegd"
DOES_NOT_FIT = "De database past niet bij haar bewijs"
RUNS = "It runs: what is due goes out."


@pytest.fixture
def anchoring(site: Site, world: World, tmp_path: Path) -> Site:
    """Lend a site that keeps its anchors in a folder, with something to keep."""
    (tmp_path / "anchor.key").write_text(SECRET, encoding="ascii")
    told = {"anchor_folder": tmp_path, "anchor_key_file": tmp_path / "anchor.key"}
    world.open_case()
    settings = Settings.model_validate({"demo": True, "base_url": HTTP, **told})
    return replace(site, settings=settings)


def test_anchors_that_are_not_kept_for_two_hours_are_an_alarm_and_the_site_stays_up(
    client: As, anchoring: Site, clock: ManualClock
) -> None:
    program = client(app=create_app(anchoring))
    tick(anchoring.office, {})
    on_time = program.get("/readyz").json()["anchors"]
    clock.move_to(clock.now() + LATE)
    tick(anchoring.office, {})
    late = program.get("/readyz")
    age = program.get("/metrics").text
    tick(anchoring.office, {}, anchoring=anchoring_from(anchoring.settings, clock))

    assert on_time == "ok"
    assert (late.status_code, late.json()["anchors"]) == (200, "late")
    assert f"regietafel_unanchored_age_seconds {LATE.total_seconds()}" in age
    assert program.get("/readyz").json()["anchors"] == "ok"
    assert "regietafel_unanchored_age_seconds 0.0" in program.get("/metrics").text


def test_the_page_on_how_it_runs_says_so_too(
    client: As, anchoring: Site, world: World, clock: ManualClock
) -> None:
    app = create_app(anchoring)

    def shown() -> str:
        return words(client(world.carla, through="page", app=app).get("/health").text)

    tick(anchoring.office, {})
    on_time = shown()
    clock.move_to(clock.now() + LATE)
    tick(anchoring.office, {})
    late = shown()

    assert PROVES not in on_time
    assert DOES_NOT_FIT not in late
    assert PROVES in late
    assert RUNS not in late


def test_that_the_database_does_not_fit_its_proof_is_told_from_the_start_on(
    client: As, site: Site, world: World
) -> None:
    tick(site.office, {})
    unlike = create_app(replace(site, trail_fits=False))

    ready = client(app=unlike).get("/readyz")
    page = words(client(world.carla, through="page", app=unlike).get("/health").text)

    assert (ready.status_code, ready.json()["trail"]) == (200, "does_not_fit")
    assert DOES_NOT_FIT in page
    assert RUNS not in page


def test_where_nobody_asked_for_anchors_none_is_missed(client: As, site: Site) -> None:
    program = client()
    tick(site.office, {})

    assert "anchors" not in program.get("/readyz").json()
    assert "regietafel_unanchored" not in program.get("/metrics").text
