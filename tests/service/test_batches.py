"""One act on many deadlines: each decided anew, by the rights that whoever asked has then."""

from datetime import date

import pytest

from engine.decision import Refused
from engine.errors import NotFound
from engine.fields import InvalidInput
from engine.service import orders
from engine.service.at_table import Changed
from engine.service.batch_orders import AskBatch, StopBatch
from engine.service.batch_preview import preview_batch
from engine.service.batch_work import do_item
from engine.service.batches import BatchShown, ask_batch, batch, stop_batch
from engine.service.delivery import Channels
from engine.service.remind_now import RemindNow, remind_now
from engine.service.repeats import Done
from engine.service.tick import TickReport, tick
from engine.span import Span
from engine.store import batches
from engine.store.unit_of_work import reading
from tests.runner.outbox import FakeChannel
from tests.service.builders import CaseAtDesk, Desk
from tests.service.desks import another_family, professional, takes_part
from tests.service.roads import a_placement
from tests.service.visits import close_account

FIRST, SECOND = "preparation", "analysis_afterwards"


@pytest.fixture
def cases(desk: Desk) -> tuple[CaseAtDesk, CaseAtDesk]:
    """Open a placement in two families; Cora coordinates the region of both."""
    other = another_family(desk)
    return a_placement(desk), other.opens()


def ids(*cases: CaseAtDesk) -> tuple[str, ...]:
    """The deadlines on preparing a placement of these cases."""
    return tuple(case.owed[FIRST].public_id for case in cases)


def asked(desk: Desk, order: AskBatch, by: str = "cora") -> str:
    """Ask a batch; its public id."""
    made = ask_batch(desk.viewers[by], desk.office, order)
    assert isinstance(made, Changed)
    return made.id


def ticks(desk: Desk, channel: FakeChannel | None = None) -> TickReport:
    """Let the clock do what waits; nothing may break."""
    channels: Channels = {"email": channel or FakeChannel()}
    report = tick(desk.office, channels)
    assert report.broken == 0
    return report


def became(shown: BatchShown) -> list[str]:
    """List what became of each item, what was not done first."""
    return [item.state for item in shown.items]


TWO_WEEKS = {"act": "extend", "by": Span(weeks=2), "reason": "zomer"}


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
