"""One act on many deadlines: each decided anew, by the rights that whoever asked has then."""

from datetime import date

import pytest

from engine.decision import Refused
from engine.errors import NotFound
from engine.fields import InvalidInput
from engine.service import orders
from engine.service.batch_orders import AskBatch, StopBatch
from engine.service.batch_preview import preview_batch
from engine.service.batches import ask_batch, batch, stop_batch
from engine.service.remind_now import RemindNow, remind_now
from engine.service.repeats import Done
from tests.runner.outbox import FakeChannel
from tests.service.batching import FIRST, asked, became, cases, ids, ticks
from tests.service.builders import CaseAtDesk, Desk
from tests.service.desks import takes_part
from tests.service.visits import close_account

__all__ = ["cases"]


class TestAsking:
    """Whoever asks chooses from what they may see."""

    def test_a_deadline_of_a_case_that_is_not_theirs_is_not_there(
        self, desk: Desk, cases: tuple[CaseAtDesk, CaseAtDesk]
    ) -> None:
        gijs = desk.viewers["gijs"]
        order = AskBatch(act="remind", deadlines=ids(*cases))

        with pytest.raises(NotFound):
            ask_batch(gijs, desk.office, order)
        with pytest.raises(NotFound):
            preview_batch(gijs, desk.office, order)

        assert [row.outcome for row in desk.log()[-2:]] == ["denied", "denied"]
        assert ticks(desk).done == 0

    @pytest.mark.parametrize(
        ("said", "missing"),
        [
            ({"act": "remind", "deadlines": ()}, {"deadlines"}),
            ({"act": "assign"}, {"reason", "person"}),
            ({"act": "extend", "reason": " "}, {"reason", "by"}),
        ],
    )
    def test_everything_that_is_missing_is_told_at_once(
        self,
        desk: Desk,
        cases: tuple[CaseAtDesk, CaseAtDesk],
        said: dict[str, object],
        missing: set[str],
    ) -> None:
        order = AskBatch(**{"deadlines": ids(*cases), **said})  # type: ignore[arg-type]  # said by name

        with pytest.raises(InvalidInput) as caught:
            ask_batch(desk.viewers["cora"], desk.office, order)

        assert {each.field for each in caught.value.problems} == missing

    def test_a_form_that_is_sent_twice_makes_one_batch(
        self, desk: Desk, cases: tuple[CaseAtDesk, CaseAtDesk]
    ) -> None:
        order = AskBatch(key="page:1", act="remind", deadlines=ids(*cases))

        first, second = asked(desk, order), asked(desk, order)

        assert first == second
        assert ticks(desk).done == 2

    def test_a_batch_is_its_askers_only(
        self, desk: Desk, cases: tuple[CaseAtDesk, CaseAtDesk]
    ) -> None:
        made = asked(desk, AskBatch(act="remind", deadlines=ids(*cases)))

        with pytest.raises(NotFound):
            batch(desk.viewers["bram"], desk.office, made)
        with pytest.raises(NotFound):
            stop_batch(desk.viewers["bram"], desk.office, StopBatch(batch=made))


class TestRemindingNow:
    """A row of the ledger like any other, only that somebody asked for it."""

    def test_it_goes_out_at_once_and_once_a_day(
        self, desk: Desk, cases: tuple[CaseAtDesk, CaseAtDesk]
    ) -> None:
        case, channel = cases[0], FakeChannel()
        order = AskBatch(act="remind", deadlines=ids(case))
        asked(desk, order)
        ticks(desk, channel)
        made = asked(desk, order)
        ticks(desk, channel)

        again = batch(desk.viewers["cora"], desk.office, made)
        assert (became(again), "Vandaag" in again.items[0].why[0].nl) == (["refused"], True)
        assert [message.to for message in channel.handed] == ["bram@voorbeeldstad.test"]
        fired = [row for row in case.ledger if row.state == "fired"]
        assert [(row.step, row.audience) for row in fired] == [("now.2026-03-02", "owner")]
        assert case.head.version == len(case.events)

    def test_who_hears_is_told_beforehand(
        self, desk: Desk, cases: tuple[CaseAtDesk, CaseAtDesk]
    ) -> None:
        close_account(desk, "bram")

        order = AskBatch(act="remind", deadlines=ids(cases[0]))
        planned = preview_batch(desk.viewers["cora"], desk.office, order)

        assert [row.people for row in planned] == [("cora",)]
        assert planned[0].why is not None

    def test_a_deadline_that_stands_still_is_not_reminded_of(
        self, desk: Desk, cases: tuple[CaseAtDesk, CaseAtDesk]
    ) -> None:
        case = cases[0]
        name = case.owed[FIRST].public_id
        until = date(2026, 3, 20)
        case.done("cora", orders.Suspend, deadline=name, until=until, reason="vakantie")

        order = RemindNow(case=case.id, deadline=name)
        outcome = remind_now(desk.viewers["cora"], desk.office, order)

        assert isinstance(outcome, Refused)
        assert [reason.key for reason in outcome.missing] == ["open"]

    def test_whoever_reads_nothing_of_the_case_sends_no_mail(
        self, desk: Desk, cases: tuple[CaseAtDesk, CaseAtDesk]
    ) -> None:
        case = cases[0]
        vera = desk.viewers["vera"]
        takes_part(desk, vera, role="informant", access="informant", case_id=case.head.id)

        order = RemindNow(case=case.id, deadline=case.owed[FIRST].public_id)
        outcome = remind_now(vera, desk.office, order)

        assert isinstance(outcome, Refused)
        assert [reason.key for reason in outcome.missing] == ["role"]

    def test_it_is_refused_when_nobody_can_hear_it(
        self, desk: Desk, cases: tuple[CaseAtDesk, CaseAtDesk]
    ) -> None:
        case = cases[0]
        order = RemindNow(case=case.id, deadline=case.owed[FIRST].public_id)
        takes_part(desk, desk.viewers["anna"], role="cjg_worker", case_id=case.head.id)
        for name in ("bram", "cora"):
            close_account(desk, name)

        outcome = remind_now(desk.viewers["anna"], desk.office, order)

        assert isinstance(outcome, Refused)
        assert [reason.key for reason in outcome.missing] == ["somebody"]

    def test_it_is_a_row_of_the_log_and_no_event(
        self, desk: Desk, cases: tuple[CaseAtDesk, CaseAtDesk]
    ) -> None:
        case = cases[0]
        before = case.head.version

        order = RemindNow(case=case.id, deadline=case.owed[FIRST].public_id)
        assert isinstance(remind_now(desk.viewers["cora"], desk.office, order), Done)

        assert case.head.version == before
        assert desk.log()[-1].action == "remind_now"
