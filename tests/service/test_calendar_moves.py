"""Open dates move to the newest edition: after a crash, and in the whole country."""

from datetime import date

import pytest

from engine.calendar_edition import NATIONAL
from engine.fields import InvalidInput
from engine.service.at_table import Changed
from engine.service.by_clock import in_hand
from engine.service.calendars import change_country, preview_country
from engine.service.command import CaseInHand
from engine.service.office import Office
from engine.service.tick import tick
from engine.store import Connection
from tests.service.builders import CaseAtDesk, Desk
from tests.service.calendars import (
    EQUATED,
    a_change,
    changed,
    done_at,
    due,
    gone,
)
from tests.service.desks import another_family
from tests.service.stages import everything


@pytest.fixture
def desk(small_desk: Desk) -> Desk:
    """Lend the small definitions: a talk of ours, and a term of the law."""
    return small_desk


@pytest.fixture
def case(desk: Desk) -> CaseAtDesk:
    """Open a case of them on 2 March."""
    return desk.opens(workflow="trial")


class TestAfterACrash:
    """The tick goes on where it stopped; what was moved is not touched again."""

    @pytest.fixture
    def others(self, desk: Desk, case: CaseAtDesk) -> list[CaseAtDesk]:
        """Open two cases more, each of a family of its own."""
        return [case, *(another_family(desk).opens(workflow="trial") for _ in range(2))]

    def test_the_rest_moves_by_the_tick_each_with_one_event_by_whoever_changed_it(
        self, desk: Desk, others: list[CaseAtDesk], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("engine.service.calendars.AT_ONCE", 1)
        changed(desk)
        assert [due(each)["answer"].day for each in others] == [29, 28, 28]
        assert done_at(desk) == [False]

        report = tick(desk.office, {})

        assert (report.moved, report.broken) == (2, 0)
        assert [due(each)["answer"].day for each in others] == [29, 29, 29]
        for each in others:
            told = [event for event in each.events if event.kind == "calendar_changed"]
            assert [event.actor for event in told] == [desk.who("cora")]
        assert done_at(desk) == [True]

    def test_twenty_ticks_more_change_nothing(self, desk: Desk, others: list[CaseAtDesk]) -> None:
        changed(desk)
        tick(desk.office, {})
        before = everything(desk.office.store, "heartbeat")

        for _ in range(20):
            tick(desk.office, {})

        assert everything(desk.office.store, "heartbeat") == before

    def test_one_case_that_breaks_does_not_stop_the_others_and_is_tried_again(
        self, desk: Desk, others: list[CaseAtDesk], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        broken = others[0].head.id

        def breaks(office: Office, connection: Connection, case_id: int) -> CaseInHand:
            if case_id == broken:
                raise RuntimeError("as a version that nobody can read")
            return in_hand(office, connection, case_id)

        with monkeypatch.context() as patched:
            patched.setattr("engine.service.calendar_moves.in_hand", breaks)
            assert isinstance(changed(desk), Changed)
            assert tick(desk.office, {}).broken == 1
        assert [due(each)["answer"].day for each in others] == [28, 29, 29]
        assert done_at(desk) == [False]

        tick(desk.office, {})

        assert due(others[0])["answer"].day == 29
        assert done_at(desk) == [True]


class TestCountry:
    """A day that a decree equates everywhere, by whoever runs the program."""

    def test_it_moves_the_dates_of_every_region_and_is_no_ones_of_a_region(
        self, desk: Desk, case: CaseAtDesk
    ) -> None:
        cora = desk.viewers["cora"]
        order = a_change(desk, region=NATIONAL)

        (shown,) = preview_country(cora, desk.office, order)
        assert (shown.region, shown.dates) == (desk.region, 1)
        assert due(case)["answer"] == EQUATED
        made = change_country(cora, desk.office, order)

        assert (made.id, made.version) == (NATIONAL, 2)
        assert due(case)["answer"] == date(2026, 4, 29)
        assert case.events[-1].payload["region"] == NATIONAL
        assert done_at(desk) == [True]
        with pytest.raises(InvalidInput):
            change_country(cora, desk.office, order)

    def test_the_region_may_let_it_count_again(self, desk: Desk, case: CaseAtDesk) -> None:
        change_country(desk.viewers["cora"], desk.office, a_change(desk, region=NATIONAL))

        changed(desk, remove=(gone(EQUATED),))

        assert due(case)["answer"] == EQUATED
        found = preview_country(
            desk.viewers["cora"],
            desk.office,
            a_change(desk, region=NATIONAL, remove=(gone(EQUATED),)),
        )
        assert [each.dates for each in found] == [0]
