"""Machines hear whether the site lives and can work, and how much of what there is."""

from dataclasses import replace
from datetime import timedelta

import pytest

from api.app import create_app
from api.site import Site
from engine.clock import ManualClock
from engine.service.tick import tick
from engine.store.store import open_store
from tests.api.apps import an_app
from tests.api.http.conftest import As
from tests.office import World

LATE = timedelta(minutes=5)


def test_a_process_that_answers_lives(client: As) -> None:
    response = client().get("/healthz")

    assert (response.status_code, response.json()) == (200, {"status": "ok"})


def test_it_is_ready_when_the_clock_at_work_runs(
    client: As, site: Site, clock: ManualClock
) -> None:
    before = client().get("/readyz")
    tick(site.office, {})
    running = client().get("/readyz")
    clock.move_to(clock.now() + LATE)
    late = client().get("/readyz")

    assert (before.status_code, before.json()["runner"]) == (503, "not_started")
    assert (running.status_code, running.json()) == (
        200,
        {"database": "ok", "runner": "ok", "clock": "ok", "mail": "ok"},
    )
    assert (late.status_code, late.json()["runner"]) == (503, "late")


def test_a_sweep_that_sends_one_mail_to_a_slow_server_is_not_late(
    client: As, site: Site, clock: ManualClock
) -> None:
    often = replace(site, settings=site.settings.model_copy(update={"sweep_seconds": 15}))
    tick(site.office, {})
    clock.move_to(clock.now() + timedelta(seconds=90))

    response = client(app=create_app(often)).get("/readyz")

    assert (response.status_code, response.json()["runner"]) == (200, "ok")


def test_it_is_not_ready_without_a_database(
    client: As, site: Site, capfd: pytest.CaptureFixture[str]
) -> None:
    nowhere = open_store("sqlite:////nowhere/at/all.sqlite")
    app = create_app(replace(site, office=replace(site.office, store=nowhere)))

    response = client(app=app).get("/readyz")

    assert response.status_code == 503
    assert response.json() == {
        "database": "unreachable",
        "runner": "unknown",
        "clock": "unknown",
        "mail": "unknown",
    }
    assert "/nowhere" not in capfd.readouterr().out


def test_the_figures_count_and_name_nobody(client: As, site: Site, world: World) -> None:
    world.open_case()
    tick(site.office, {})
    program = client(world.bram)
    program.get("/api/v1/workflows/placement")
    program.get("/api/v1/nowhere")

    text = program.get("/metrics").text

    assert 'regietafel_open_cases{workflow="placement"} 1.0' in text
    assert "regietafel_sweep_age_seconds 0.0" in text
    counted = "regietafel_http_requests_total"
    workflow = 'route="/api/v1/workflows/{workflow}"'
    assert f'{counted}{{method="GET",{workflow},status="200"}} 1.0' in text
    assert f'{counted}{{method="GET",route="none",status="404"}} 1.0' in text
    assert not any(name in text for name in ("Bram", "Sam", "Jansen", "nowhere"))


def test_what_the_client_makes_up_makes_no_new_figure(client: As) -> None:
    for method in ("NONSENSE", "MADEUP"):
        client().request(method, "/healthz")

    assert "MADEUP" not in client().get("/metrics").text


@pytest.mark.parametrize(
    ("host", "headers", "status"),
    [
        pytest.param("127.0.0.1", {}, 200, id="this machine"),
        pytest.param("::1", {}, 200, id="this machine by its newer name"),
        pytest.param("10.0.0.7", {}, 404, id="another machine"),
        pytest.param("127.0.0.1", {"X-Forwarded-For": "10.0.0.7"}, 404, id="through a proxy"),
        pytest.param("127.0.0.1", {"Forwarded": "for=10.0.0.7"}, 404, id="through a newer proxy"),
    ],
)
def test_outside_the_demo_the_figures_are_for_this_machine(
    client: As, production: Site, host: str, headers: dict[str, str], status: int
) -> None:
    program = client(app=an_app(production), host=host)

    assert program.get("/metrics", headers=headers).status_code == status
