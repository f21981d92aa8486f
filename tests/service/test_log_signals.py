"""What stands out in the log of a month, and what does not."""

from datetime import date

import pytest
from sqlalchemy import update

from engine.access import Viewer
from engine.errors import NotFound
from engine.service import orders
from engine.service.account_roles import appoint
from engine.service.file.timeline import timeline
from engine.service.log_review_due import BOUNDS
from engine.service.log_reviews import (
    log_review,
    log_signal,
    my_open_reviews,
)
from engine.store.tables.people import PERSON
from engine.store.unit_of_work import unit_of_work
from tests.service.builders import CaseAtDesk, Desk
from tests.service.desks import another_family, professional, takes_part
from tests.service.reviewing import APRIL, april, case, found, officer, pries, reviewed

__all__ = ["case", "officer"]


def test_who_tried_without_a_part_stands_out(desk: Desk, case: CaseAtDesk, officer: Viewer) -> None:
    pries(desk, "vera", case, 2)

    assert found(desk, officer) == [("no_part", "vera")]
    _, (signal,) = reviewed(desk, officer)
    assert (signal.number, signal.numbers.en) == (case.head.number, "2 times, of which 2 refused")


def test_who_looked_after_the_part_ended_stands_out_as_that(
    desk: Desk, case: CaseAtDesk, officer: Viewer
) -> None:
    role = "qualified_behavioural_scientist"
    case.done("bram", orders.Join, person=desk.who("dora"), role=role, ground="asked")
    timeline(desk.viewers["dora"], desk.office, case.id)
    case.done("bram", orders.Leave, person=desk.who("dora"), role=role)
    pries(desk, "dora", case)

    assert found(desk, officer) == [("after_end", "dora")]
    _, (signal,) = reviewed(desk, officer)  # not when the part was still there, the same day
    assert signal.numbers.en == "1 times, of which 1 refused"


def test_who_is_kept_out_stands_out_before_all_others(
    desk: Desk, case: CaseAtDesk, officer: Viewer
) -> None:
    pries(desk, "vera", case)
    takes_part(desk, desk.viewers["gijs"], access="excluded", case_id=case.head.id)
    pries(desk, "gijs", case)

    assert found(desk, officer) == [("kept_out", "gijs"), ("no_part", "vera")]


def test_whoever_leads_the_region_and_looked_is_counted_once(
    desk: Desk, case: CaseAtDesk, officer: Viewer
) -> None:
    for _ in range(3):
        timeline(desk.viewers["cora"], desk.office, case.id)

    assert found(desk, officer) == [("by_region", "cora")]
    _, (signal,) = reviewed(desk, officer)
    assert signal.numbers.en == "3 times; cases: 1"


def test_the_surname_of_the_family_stands_out(
    desk: Desk, case: CaseAtDesk, officer: Viewer
) -> None:
    with unit_of_work(desk.office.store) as connection:
        bram = PERSON.c.public_id == desk.who("bram")
        connection.execute(update(PERSON).where(bram).values(name="Bram Jansen"))
        vera = PERSON.c.public_id == desk.who("vera")
        connection.execute(update(PERSON).where(vera).values(name="Vera Pieter-Jansen"))
    timeline(desk.viewers["bram"], desk.office, case.id)
    pries(desk, "vera", case)

    assert found(desk, officer) == [("no_part", "Vera Pieter-Jansen"), ("surname", "Bram Jansen")]


def test_many_tries_stand_out_from_five_on(desk: Desk, case: CaseAtDesk, officer: Viewer) -> None:
    pries(desk, "vera", case, BOUNDS.tries - 1)
    pries(desk, "gijs", case, BOUNDS.tries)

    assert found(desk, officer) == [("no_part", "gijs"), ("no_part", "vera"), ("tries", "gijs")]


def test_far_more_cases_than_ones_own_usual_day_stand_out(desk: Desk, officer: Viewer) -> None:
    cases = [another_family(desk).opens() for _ in range(BOUNDS.cases_a_day + 1)]
    for each in cases[:7]:  # 7 a day is usual, so 21 is no more than three times that
        timeline(desk.viewers["bram"], desk.office, each.id)
    desk.after(days=1)
    for each in cases[:6]:
        timeline(desk.viewers["bram"], desk.office, each.id)
    desk.after(days=1)
    for each in cases:
        timeline(desk.viewers["bram"], desk.office, each.id)

    april(desk)

    signals = [each for each in reviewed(desk, officer)[1] if each.kind == "many"]
    assert [(each.name, each.on_date, each.numbers.en) for each in signals] == [
        ("bram", date(2026, 3, 2), "21 cases in one day; usually 0"),
        # The median of 21 on the first day and 6 on the second is the lower: 6.
        ("bram", date(2026, 3, 4), "21 cases in one day; usually 6"),
    ]


def test_a_usual_day_does_not_stand_out(desk: Desk, case: CaseAtDesk, officer: Viewer) -> None:
    timeline(desk.viewers["bram"], desk.office, case.id)

    assert found(desk, officer) == []


def test_another_month_and_another_region_are_not_of_this_review(
    desk: Desk, case: CaseAtDesk, officer: Viewer
) -> None:
    desk.clock.move_to(APRIL)
    pries(desk, "vera", case)

    assert found(desk, officer) == []
    elsewhere = professional(desk.office, "quinten")
    appoint(desk.office, elsewhere, "privacy_officer", "foodvalley")
    (row,) = my_open_reviews(officer, desk.office)
    assert my_open_reviews(elsewhere, desk.office) == ()
    with pytest.raises(NotFound):
        log_review(elsewhere, desk.office, row.id)


def test_the_rows_behind_a_signal_tell_the_act_and_never_a_family(
    desk: Desk, case: CaseAtDesk, officer: Viewer
) -> None:
    pries(desk, "vera", case)
    april(desk)
    row, (signal,) = reviewed(desk, officer)

    _, _, behind = log_signal(officer, desk.office, row.id, signal.id)
    (look,) = behind.rows

    assert (look.number, look.did.en, look.outcome) == (
        case.head.number,
        "Read the case",
        "denied",
    )
    with pytest.raises(NotFound):
        log_signal(officer, desk.office, row.id, "nothing")
