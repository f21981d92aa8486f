"""If the log cannot be written no use case tells or does anything, on either; SAFETY D4."""

from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from engine.errors import LogUnwritable
from engine.service import orders
from engine.service.case_file import case_file
from engine.service.date_filter import DeadlineFilter
from engine.service.file.families import families, family
from engine.service.file.looked import looked, looked_as_file
from engine.service.file.timeline import timeline
from engine.service.my_cases import my_cases
from engine.service.my_dates import all_dates
from engine.store.tables.trail import CASE_EVENT
from engine.store.unit_of_work import reading
from tests.access.unlogged import log_takes_no_row
from tests.service.builders import CaseAtDesk, Desk

WAYS: dict[str, Callable[[Desk, CaseAtDesk], object]] = {
    "the case": lambda desk, case: case_file(desk.viewers["bram"], desk.office, case.id),
    "what happened": lambda desk, case: timeline(desk.viewers["bram"], desk.office, case.id),
    "who looked": lambda desk, case: looked(desk.viewers["bram"], desk.office, case.id),
    "a file": lambda desk, case: looked_as_file(desk.viewers["bram"], desk.office, case.id),
    "the cases": lambda desk, _: my_cases(desk.viewers["bram"], desk.office),
    "an export": lambda desk, _: list(
        all_dates(desk.viewers["bram"], desk.office, DeadlineFilter())
    ),
    "the families": lambda desk, _: families(desk.viewers["bram"], desk.office),
    "a family": lambda desk, _: family(desk.viewers["bram"], desk.office, desk.family),
    "a try that is denied": lambda desk, case: case_file(
        desk.viewers["vera"], desk.office, case.id
    ),
    "a command": lambda desk, case: case.done(
        "bram", orders.Agree, text="bellen", owner_words="tante", due_on=desk.office.today()
    ),
}


def test_nothing_is_told_and_nothing_is_done(desk: Desk) -> None:
    case = desk.opens()
    count = select(func.count()).select_from(CASE_EVENT)
    with reading(desk.office.store) as connection:
        before = connection.execute(count).scalar_one()

    with log_takes_no_row(desk.office.store):
        for way in WAYS.values():
            with pytest.raises(LogUnwritable):
                way(desk, case)

    with reading(desk.office.store) as connection:
        assert connection.execute(count).scalar_one() == before
    assert case_file(desk.viewers["bram"], desk.office, case.id).number
