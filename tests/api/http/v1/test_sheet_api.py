"""The sheet of an item over HTTP: what the page shows, and no more."""

import pytest

from engine.clock import ManualClock
from engine.store.store import Store
from tests.api.http.v1.conftest import As
from tests.service.builders import Desk
from tests.service.sittings import Sitting, a_sitting


@pytest.fixture
def sitting(store: Store, clock: ManualClock) -> Sitting:
    """Lend a meeting in session, with the case on its agenda."""
    return a_sitting(store, clock)


@pytest.fixture
def desk(sitting: Sitting) -> Desk:
    """Lend its desk, to the site as well."""
    return sitting.desk


def test_the_sheet_is_read_by_whoever_may_see_the_case(sitting: Sitting, program: As) -> None:
    path = f"/meetings/{sitting.meeting}/items/{sitting.item}/sheet"

    shown = program("vera").get(path).json()

    assert (shown["case_id"], shown["i_may_run"]) == (sitting.case.id, True)
    assert [child["name"] for child in shown["children"]] == ["sam", "daan"]
    assert "Ruzie thuis" in str(shown["records"])
    plan = next(each for each in shown["records"] if "not_together_with" in each["fields"])
    assert sorted(plan["names"].values()) == ["joost", "karim"]
    assert [(step["transition"], step["outcome"]) for step in shown["steps"]] == [
        ("start_meeting", "refused"), ("decide", "refused"),
        ("adjourn", "allowed"), ("adjourn_for_parents", "allowed"),
    ]  # fmt: skip
    assert program("cora").get(path).json()["records"] == []
    assert program("anna").get(path).status_code == 404
