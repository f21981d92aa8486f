"""One deadline with its reminders, and the day to which it would be extended."""

from datetime import date

import pytest

from engine.errors import NotFound
from engine.fields import InvalidInput
from engine.service import orders
from engine.service.file.deadline_page import UNITS, deadline_page_of, extended_to
from engine.span import Span
from engine.terms import Term
from tests.service.builders import CaseAtDesk, Desk
from tests.service.file.hands import in_hand
from tests.service.roads import a_placement
from tests.service.stages import everything


@pytest.fixture
def case(desk: Desk) -> CaseAtDesk:
    """Lend a placement in its first state."""
    return a_placement(desk)


def id_of(case: CaseAtDesk, key: str = "preparation") -> str:
    """Give the public id of a deadline."""
    return next(row.public_id for row in case.duties if row.key == key)


def test_its_reminders_say_to_whom_and_when_in_order(case: CaseAtDesk) -> None:
    with in_hand(case) as work:
        page = deadline_page_of(work, id_of(case))

    moments = [each.fire_at for each in page.reminders]
    assert moments == sorted(moments)
    assert {each.to.nl for each in page.reminders} == {"Regisseur", "Coördinator"}
    assert {each.state for each in page.reminders} == {"planned"}
    assert page.units == ("days", "weeks", "months")


def test_one_that_did_not_go_out_says_why(case: CaseAtDesk) -> None:
    deadline = id_of(case)
    case.done(
        "bram", orders.Suspend, deadline=deadline, until=date(2026, 4, 1), reason="ziekenhuis"
    )

    with in_hand(case) as work:
        rows = deadline_page_of(work, deadline).reminders

    assert {each.state for each in rows} == {"superseded"}
    assert {each.why.nl for each in rows if each.why} == {"De termijn stond stil."}


def test_every_reason_that_the_ledger_keeps_has_words(desk: Desk) -> None:
    case = a_placement(desk, "placed")
    told = set()
    for row in case.duties:
        with in_hand(case) as work:
            told |= {each.why for each in deadline_page_of(work, row.public_id).reminders}

    assert all(why is None or why.nl != why.en for why in told)


def test_the_day_of_an_extension_is_what_the_extension_gives(case: CaseAtDesk, desk: Desk) -> None:
    deadline, by = id_of(case), Span(weeks=2)
    before = everything(desk.office.store)

    would_be = extended_to(desk.viewers["cora"], desk.office, case.id, deadline, by)
    after = everything(desk.office.store)
    case.done("cora", orders.Extend, deadline=deadline, by=by, reason="ziek")

    assert {name for name in after if after[name] != before[name]} == {"access_log"}
    assert case.owed["preparation"].due_on == would_be == date(2026, 4, 24)


def test_a_unit_in_which_it_is_not_counted_is_refused(case: CaseAtDesk, desk: Desk) -> None:
    with pytest.raises(InvalidInput):
        extended_to(desk.viewers["cora"], desk.office, case.id, id_of(case), Span(hours=2))


def test_a_foreign_deadline_has_no_other_day(case: CaseAtDesk, desk: Desk) -> None:
    for who, deadline in (("gijs", id_of(case)), ("bram", "nothing")):
        with pytest.raises(NotFound):
            extended_to(desk.viewers[who], desk.office, case.id, deadline, Span(days=1))


@pytest.mark.parametrize("kind", UNITS)
def test_every_unit_that_is_offered_can_be_counted(kind: str) -> None:
    for unit in UNITS[kind]:  # type: ignore[index] # a key of it
        Term(span=Span.of(1, unit), kind=kind)  # type: ignore[arg-type] # a key of it
