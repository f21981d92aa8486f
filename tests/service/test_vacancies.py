"""A role that one person holds is never nobody's: who leaves, who stands in, and who may not."""

from __future__ import annotations

from datetime import timedelta

import pytest

from engine.clock import ManualClock
from engine.service import orders
from engine.store.store import Store
from tests.service.builders import REGION, TODAY, CaseAtDesk, Desk
from tests.service.desks import takes_part
from tests.service.regie import a_regie_desk, holders, regie_of_bram, ticks
from tests.service.visits import close_account


@pytest.fixture
def desk(store: Store, clock: ManualClock) -> Desk:
    """Lend a desk with a team lead."""
    return a_regie_desk(store, clock)


def bram_leaves(case: CaseAtDesk, **said: object) -> dict[str, object]:
    """Say that Bram holds regie no more."""
    return {"person": case.desk.who("bram"), "role": "regisseur", **said}


def keep_out(case: CaseAtDesk, name: str) -> None:
    """Keep somebody out of the whole family, whatever other rows they have."""
    taking = {"access": "excluded", "family_id": case.head.family_id}
    takes_part(case.desk, case.desk.viewers[name], **taking)


def test_the_team_lead_holds_regie_once_the_account_is_closed(desk: Desk) -> None:
    case = regie_of_bram(desk)
    close_account(desk, "bram")
    assert holders(case, "regisseur") == []

    assert ticks(desk).filled == 1

    assert (case.head.state, holders(case, "regisseur")) == ("interim", ["tess"])
    assert case.events[-1].transition == "start_interim"
    assert case.is_chained
    assert ticks(desk).filled == 0


def test_a_closed_account_counts_in_no_guard_and_whoever_has_none_does(desk: Desk) -> None:
    case = regie_of_bram(desk)
    case.done("bram", orders.Join, person=desk.els, role="parent_with_authority", ground="moeder")
    close_account(desk, "anna")

    assert holders(case, "cjg_worker") == []
    assert holders(case, "parent_with_authority") == [desk.els]


def test_who_leaves_is_told_by_the_step_that_fills_the_place(desk: Desk) -> None:
    case = regie_of_bram(desk)
    version = case.head.version

    done = case.done("bram", orders.Leave, **bram_leaves(case))

    assert (done.version, done.state) == (version + 1, "interim")
    assert (done.version, done.state) == (case.head.version, case.head.state)
    event = case.events[-1]
    assert (event.seq, event.transition) == (done.version, "start_interim")
    bram = desk.who("bram")
    told = {"role": "regisseur", "person": bram, "ended_by": bram}
    assert told.items() <= event.payload.items()
    assert holders(case, "regisseur") == ["tess"]
    case.step("tell_family", "tess")


def test_who_leaves_in_another_case_is_told_there(desk: Desk) -> None:
    case = regie_of_bram(desk)
    other = desk.opens("bram")
    version = other.head.version

    done = other.done("bram", orders.Leave, **bram_leaves(other))

    assert (done.kind, done.version) == ("left", version + 1)
    assert (other.head.version, other.events[-1].kind) == (done.version, "left")
    assert (case.head.state, holders(other, "regisseur")) == ("interim", ["tess"])
    assert "person" not in case.events[-1].payload


def test_who_leaves_later_is_followed_that_day(desk: Desk) -> None:
    case = regie_of_bram(desk)
    done = case.done("bram", orders.Leave, until_on=TODAY + timedelta(days=2), **bram_leaves(case))
    assert (done.kind, ticks(desk).filled) == ("left", 0)

    desk.after(days=2)

    assert ticks(desk).filled == 1
    assert holders(case, "regisseur") == ["tess"]


@pytest.mark.parametrize("by", ["anna", "mees"])
def test_a_colleague_does_not_put_the_regisseur_aside(desk: Desk, by: str) -> None:
    case = regie_of_bram(desk)
    case.step("set_deputy", "bram", person=desk.who("mees"))

    assert case.refused(by, orders.Leave, **bram_leaves(case)) == ["role"]

    assert (case.head.state, holders(case, "regisseur")) == ("active", ["bram"])


@pytest.mark.parametrize("by", ["cora", "tess"])
def test_the_coordinator_and_the_team_lead_end_that_part_for_them(desk: Desk, by: str) -> None:
    case = regie_of_bram(desk)

    case.done(by, orders.Leave, **bram_leaves(case))

    assert case.events[-1].payload["ended_by"] == desk.who(by)
    assert holders(case, "regisseur") == ["tess"]


def test_a_team_lead_who_is_kept_out_does_not_become_the_regisseur(desk: Desk) -> None:
    case = regie_of_bram(desk)
    keep_out(case, "tess")

    assert holders(case, "team_lead") == []
    assert case.refused("bram", orders.Leave, **bram_leaves(case)) == ["one_holder"]
    takes_part(desk, desk.viewers["mees"], role="team_lead", access="coordinator", region=REGION)
    case.done("bram", orders.Leave, **bram_leaves(case))

    assert holders(case, "regisseur") == ["mees"]


def test_a_regisseur_who_is_kept_out_holds_regie_no_more(desk: Desk) -> None:
    case = regie_of_bram(desk)
    keep_out(case, "bram")

    assert holders(case, "regisseur") == []
    assert ticks(desk).filled == 1

    assert (case.head.state, holders(case, "regisseur")) == ("interim", ["tess"])


def test_a_place_that_nobody_can_fill_waits_until_somebody_can(desk: Desk) -> None:
    case = regie_of_bram(desk)
    for name in ("bram", "tess"):
        close_account(desk, name)

    for _ in range(2):
        assert ticks(desk).filled == 0
    assert (case.head.state, holders(case, "regisseur")) == ("active", [])

    takes_part(desk, desk.viewers["mees"], role="team_lead", access="coordinator", region=REGION)
    assert ticks(desk).filled == 1
    assert (case.head.state, holders(case, "regisseur")) == ("interim", ["mees"])
