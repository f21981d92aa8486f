"""The workflows and regions as a program reads them."""

from tests.api.http.conftest import As
from tests.office import World, the_library

WORKFLOWS = "/api/v1/workflows"


def test_every_workflow_of_the_region_is_listed(client: As, world: World) -> None:
    [row] = client(world.anna).get(WORKFLOWS).json()["items"]

    assert row == {
        "workflow": "placement",
        "region": "default",
        "version": "1",
        "title": {"nl": "Uithuisplaatsing", "en": "Placement"},
        "about": "youth",
        "source": "004",
    }


def test_one_workflow_tells_all_that_it_asks(client: As, world: World) -> None:
    found = client(world.anna).get(f"{WORKFLOWS}/placement?region=default").json()
    workflow = the_library().of("placement", "default")

    assert found["hash"] == workflow.hash
    assert [state["name"] for state in found["states"]] == list(workflow.states)
    place = next(step for step in found["transitions"] if step["name"] == "place")
    assert (place["from_states"], place["to_state"]) == (["considered", "delayed"], "placed")
    assert (place["by"], place["main"]) == (["regisseur"], True)
    assert [rule["key"] for rule in found["rules"]] == ["scientist_first"]
    assert {term["name"] for term in found["deadlines"]} == set(workflow.deadlines)


def test_an_unknown_workflow_is_not_found(client: As, world: World) -> None:
    assert client(world.anna).get(f"{WORKFLOWS}/plcement").status_code == 404


def test_an_unknown_region_is_a_mistake(client: As, world: World) -> None:
    response = client(world.anna).get(f"{WORKFLOWS}/placement?region=defalt")

    assert response.status_code == 400
    assert "did you mean 'default'?" in response.json()["errors"][0]["reason"]
    assert client(world.anna).get(f"{WORKFLOWS}?region=defalt").status_code == 400


def test_every_region_is_listed(client: As, world: World) -> None:
    assert client(world.anna).get("/api/v1/regions").json() == {
        "items": [
            {
                "region": "default",
                "title": {"nl": "Default", "en": "Default"},
                "municipalities": [],
            }
        ]
    }
