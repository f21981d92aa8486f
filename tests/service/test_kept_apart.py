"""Who must not meet whom stands on the agenda, with the time at which each of them comes."""

from collections.abc import Mapping
from typing import Any

import pytest

from engine.access import Part
from engine.clock import ManualClock
from engine.definition import Workflow
from engine.service import orders
from engine.service.kept_apart import KeptApart, Reads, kept_apart
from engine.store.store import Store
from engine.store.unit_of_work import reading
from tests.service.sittings import REGION, TUESDAY, Sitting, a_sitting


@pytest.fixture
def sitting(store: Store, clock: ManualClock) -> Sitting:
    """Lend a meeting whose case says that Karim must not meet Joost."""
    return a_sitting(store, clock)


def on_agenda(sitting: Sitting, by: str = "vera") -> tuple[KeptApart, ...]:
    """What the agenda of the meeting says of its one case."""
    (item,) = sitting.room.shown(sitting.meeting, by).items
    return item.apart


def chosen(sitting: Sitting, person: str, to: str = "invited", **said: str) -> None:
    """Choose how somebody is asked to come."""
    who = sitting.who(person)
    said = {"person": who, "safe_contact": "phone", **said}
    sitting.case.settled("invitation_plan", to, by="sita", then="vera", **said)


def test_the_two_stand_there_with_their_times(sitting: Sitting) -> None:
    chosen(sitting, "joost", own_time="10.45")

    assert on_agenda(sitting) == (KeptApart("karim", "", "joost", "10.45", clash=False),)


def test_two_who_come_at_one_time_are_told_so(sitting: Sitting) -> None:
    apart = sitting.who("joost")
    chosen(sitting, "karim", own_time="09.30", not_together_with=apart)
    chosen(sitting, "joost", own_time="09.30", not_together_with=sitting.who("karim"))

    (pair,) = on_agenda(sitting)

    assert pair.clash
    assert {pair.one, pair.other} == {"karim", "joost"}


def test_whoever_is_not_asked_to_come_meets_nobody(sitting: Sitting) -> None:
    assert on_agenda(sitting) == ()

    chosen(sitting, "joost", "heard_apart")

    assert on_agenda(sitting) == ()


def test_who_reads_titles_only_is_not_told(sitting: Sitting) -> None:
    chosen(sitting, "joost", own_time="10.45")

    assert on_agenda(sitting, "cora") == ()


def test_what_was_chosen_for_an_earlier_talk_does_not_serve_the_next(sitting: Sitting) -> None:
    chosen(sitting, "joost", own_time="10.45")
    case = {sitting.case.head.id: Reads(workflow(sitting), (Part("chair", "chair"),))}
    assert apart_of(sitting, case) != {}
    sitting.sits()
    for child in ("sam", "daan"):
        sitting.settles(child, "done_here")
    sitting.case.done("sita", orders.Agree, text="bellen", due_on=TUESDAY)
    sitting.case.step("decide", by="vera", next_date="2026-05-19")

    assert apart_of(sitting, case) == {}


def workflow(sitting: Sitting) -> Workflow:
    """The version that the case follows."""
    return sitting.desk.office.library.of("beschermingstafel", REGION)


def apart_of(sitting: Sitting, cases: Mapping[int, Reads]) -> Mapping[int, Any]:
    """What the agenda would say of these cases now."""
    with reading(sitting.desk.office.store) as connection:
        return kept_apart(connection, cases)
