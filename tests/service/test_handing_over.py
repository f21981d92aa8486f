"""A role that one person holds goes to another now, whatever was planned for later."""

from datetime import timedelta

import pytest

from engine.clock import ManualClock
from engine.service import orders
from engine.store.store import Store
from tests.service.builders import TODAY, Desk
from tests.service.regie import a_regie_desk, holders, regie_of_bram


@pytest.fixture
def desk(store: Store, clock: ManualClock) -> Desk:
    """Let Bram and Ines both work as regisseur."""
    return a_regie_desk(store, clock)


def test_somebody_who_leaves_later_hands_over_now(desk: Desk) -> None:
    case = regie_of_bram(desk)
    leaves_on = TODAY + timedelta(days=30)
    bram = {"person": desk.who("bram"), "role": "regisseur"}
    case.done("bram", orders.Leave, until_on=leaves_on, **bram)

    ines = {"person": desk.who("ines"), "role": "regisseur"}
    case.done("cora", orders.Assign, ground="nieuwe baan", **ines)

    assert holders(case, "regisseur") == ["ines"]
