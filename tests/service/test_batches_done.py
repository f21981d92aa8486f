"""A batch is done piece by piece by the tick, each piece once and as whoever asked."""

from datetime import date

from engine.service import orders
from engine.service.at_table import Changed
from engine.service.batch_orders import AskBatch, StopBatch
from engine.service.batch_preview import preview_batch
from engine.service.batch_work import do_item
from engine.service.batches import batch, stop_batch
from engine.service.tick import tick
from engine.span import Span
from engine.store import batches
from engine.store.unit_of_work import reading
from tests.service.batching import FIRST, TWO_WEEKS, asked, became, cases, ids, ticks
from tests.service.builders import CaseAtDesk, Desk
from tests.service.desks import professional, takes_part
from tests.service.roads import a_placement
from tests.service.visits import close_account

__all__ = ["cases"]


class TestDoing:
    """One deadline after another, each with its own outcome."""

    def test_what_the_law_or_a_maximum_forbids_is_told_and_the_rest_is_done(
        self, desk: Desk, cases: tuple[CaseAtDesk, CaseAtDesk]
    ) -> None:
        far, near = cases
        far.done(
            "cora",
            orders.Extend,
            deadline=far.owed[FIRST].public_id,
            by=Span(weeks=4),
            reason="ziekte",
        )
        made = asked(desk, AskBatch(deadlines=ids(*cases), **TWO_WEEKS))  # type: ignore[arg-type]  # said by name

        report = ticks(desk)

        shown = batch(desk.viewers["cora"], desk.office, made)
        assert (report.done, report.refused, shown.state) == (1, 1, "done")
        assert became(shown) == ["refused", "done"]
        assert shown.items[0].case == far.id
        assert "langst mogelijke" in shown.items[0].why[0].nl
        assert near.owed[FIRST].due_on == date(2026, 4, 24)
        assert near.events[-1].details == {"reason": "zomer"}
        assert near.events[-1].actor == desk.who("cora")

    def test_the_new_date_is_shown_beforehand(
        self, desk: Desk, cases: tuple[CaseAtDesk, CaseAtDesk]
    ) -> None:
        order = AskBatch(deadlines=ids(*cases), **TWO_WEEKS)  # type: ignore[arg-type]  # said by name

        planned = preview_batch(desk.viewers["cora"], desk.office, order)

        assert {row.would_be for row in planned} == {date(2026, 4, 24)}
        assert {row.due_on for row in planned} == {date(2026, 4, 13)}
        assert cases[0].owed[FIRST].due_on == date(2026, 4, 13)

    def test_a_role_that_one_person_holds_is_handed_over(
        self, desk: Desk, cases: tuple[CaseAtDesk, CaseAtDesk]
    ) -> None:
        ines = professional(desk.office, "ines", "regisseur")
        order = AskBatch(act="assign", deadlines=ids(*cases), person=ines.id, reason="verlof")
        made = asked(desk, order)

        assert ticks(desk).done == 2

        shown = batch(desk.viewers["cora"], desk.office, made)
        assert (shown.ready, shown.total) == (2, 2)
        for case in cases:
            assert case.events[-1].kind == "assigned"
            told = preview_batch(
                desk.viewers["cora"],
                desk.office,
                AskBatch(act="remind", deadlines=ids(case)),
            )
            assert [row.people for row in told] == [("ines",)]

    def test_whoever_lost_the_right_meanwhile_does_nothing_more(
        self, desk: Desk, cases: tuple[CaseAtDesk, CaseAtDesk]
    ) -> None:
        made = asked(desk, AskBatch(deadlines=ids(*cases), **TWO_WEEKS))  # type: ignore[arg-type]  # said by name
        close_account(desk, "cora")

        report = ticks(desk)

        assert (report.done, report.skipped) == (0, 2)
        shown = batch(desk.viewers["cora"], desk.office, made)
        assert became(shown) == ["skipped", "skipped"]
        assert "werkt hier niet meer" in shown.items[0].why[0].nl

    def test_what_a_stopped_tick_left_is_done_by_the_next(
        self, desk: Desk, cases: tuple[CaseAtDesk, CaseAtDesk]
    ) -> None:
        made = asked(desk, AskBatch(deadlines=ids(*cases), **TWO_WEEKS))  # type: ignore[arg-type]  # said by name
        cora, before = desk.viewers["cora"], [case.head.version for case in cases]
        tick(desk.office, {}, halt=lambda: batch(cora, desk.office, made).ready == 1)
        assert batch(cora, desk.office, made).ready == 1

        ticks(desk)

        assert became(batch(cora, desk.office, made)) == ["done", "done"]
        assert [case.head.version for case in cases] == [version + 1 for version in before]

    def test_what_is_stopped_is_not_done_and_what_was_done_stays(
        self, desk: Desk, cases: tuple[CaseAtDesk, CaseAtDesk]
    ) -> None:
        made = asked(desk, AskBatch(deadlines=ids(*cases), **TWO_WEEKS))  # type: ignore[arg-type]  # said by name
        cora = desk.viewers["cora"]
        tick(desk.office, {}, halt=lambda: batch(cora, desk.office, made).ready == 1)

        stop_batch(cora, desk.office, StopBatch(batch=made))
        ticks(desk)

        shown = batch(cora, desk.office, made)
        assert (shown.state, became(shown)) == ("stopped", ["skipped", "done"])

    def test_several_deadlines_of_one_case_are_done_in_one_tick(self, desk: Desk) -> None:
        case, ines = a_placement(desk, "placed"), professional(desk.office, "ines", "regisseur")
        owed = tuple(row.public_id for row in case.owed.values() if row.owner_role == "regisseur")
        assert len(owed) > 1
        before = [event.kind for event in case.events]

        made = asked(desk, AskBatch(act="assign", deadlines=owed, person=ines.id, reason="verlof"))
        ticks(desk)

        assert set(became(batch(desk.viewers["cora"], desk.office, made))) == {"done"}
        assert [event.kind for event in case.events] == [*before, "assigned"]

    def test_what_a_crash_cut_off_is_done_once_however_long_it_takes(
        self, desk: Desk, cases: tuple[CaseAtDesk, CaseAtDesk]
    ) -> None:
        case = cases[0]
        made = asked(desk, AskBatch(deadlines=ids(case), **TWO_WEEKS))  # type: ignore[arg-type]  # said by name
        with reading(desk.office.store) as connection:
            waits = batches.items_due(connection, limit=1)[0]
        assert do_item(desk.office, waits) == "done"

        assert do_item(desk.office, waits) is None  # somebody had read it before
        desk.after(days=40)
        ticks(desk)

        assert case.owed[FIRST].due_on == date(2026, 4, 24)
        assert became(batch(desk.viewers["cora"], desk.office, made)) == ["done"]

    def test_what_ended_is_not_stopped(
        self, desk: Desk, cases: tuple[CaseAtDesk, CaseAtDesk]
    ) -> None:
        made = asked(desk, AskBatch(act="remind", deadlines=ids(*cases)))
        ticks(desk)

        outcome = stop_batch(desk.viewers["cora"], desk.office, StopBatch(batch=made))

        assert isinstance(outcome, Changed)
        assert outcome.state == "done"

    def test_what_would_be_refused_is_told_beforehand(
        self, desk: Desk, cases: tuple[CaseAtDesk, CaseAtDesk]
    ) -> None:
        order = AskBatch(act="extend", deadlines=ids(cases[0]), by=Span(weeks=12))
        told = {}
        for name in ("cora", "bram"):
            planned = preview_batch(desk.viewers[name], desk.office, order)
            told[name] = [each.nl for each in planned[0].hindrances]

        assert any("langst mogelijke" in each for each in told["cora"])
        assert any(each.startswith("Dit doet:") for each in told["bram"])

    def test_whoever_is_kept_out_meanwhile_reads_nothing_of_the_case(
        self, desk: Desk, cases: tuple[CaseAtDesk, CaseAtDesk]
    ) -> None:
        case = cases[0]
        made = asked(desk, AskBatch(act="remind", deadlines=ids(case)))
        takes_part(desk, desk.viewers["cora"], access="excluded", family_id=case.head.family_id)
        ticks(desk)

        item = batch(desk.viewers["cora"], desk.office, made).items[0]

        assert (item.state, item.case, item.deadline, item.due_on) == ("refused", None, None, None)
