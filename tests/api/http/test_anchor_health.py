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
from tests.api.test_cli_audit import SECRET
from tests.office import World

LATE = timedelta(hours=2, minutes=1)


@pytest.fixture
def anchoring(site: Site, world: World, tmp_path: Path) -> Site:
    """Lend a site that keeps its anchors in a folder, with something to keep."""
    (tmp_path / "anchor.key").write_text(SECRET, encoding="ascii")
    told = {"anchor_folder": tmp_path, "anchor_key_file": tmp_path / "anchor.key"}
    world.open_case()
    settings = Settings.model_validate({"demo": True, "base_url": HTTP, **told})
    return replace(site, settings=settings)


def test_anchors_that_are_not_kept_for_two_hours_make_it_not_ready(
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
    assert (late.status_code, late.json()["anchors"]) == (503, "late")
    assert f"regietafel_unanchored_age_seconds {LATE.total_seconds()}" in age
    assert program.get("/readyz").json()["anchors"] == "ok"
    assert "regietafel_unanchored_age_seconds 0.0" in program.get("/metrics").text


def test_where_nobody_asked_for_anchors_none_is_missed(client: As, site: Site) -> None:
    program = client()
    tick(site.office, {})

    assert "anchors" not in program.get("/readyz").json()
    assert "regietafel_unanchored" not in program.get("/metrics").text
