"""The calendar of a region is changed, and every open date that it touches moves with it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from engine.decision import Refused
from engine.errors import StaleMeeting
from engine.fields import InvalidInput
from engine.library import UnknownRegion
from engine.service import orders
from engine.service.calendars import Preview, preview_change
from engine.service.file.timeline import timeline
from engine.service.tick import tick
from engine.span import Span
from tests.service.builders import CaseAtDesk, Desk
from tests.service.calendars import (
    EQUATED,
    a_change,
    a_day,
    changed,
    changes,
    done_at,
    due,
    gone,
)
from tests.service.desks import another_family, takes_part
from tests.service.stages import everything

SOON = date(2026, 4, 13)  # the talk is due: six weeks from 2 March
WORKDAY_BEFORE = date(2026, 4, 10)
CLOSING = a_day(SOON, "closing")


@pytest.fixture
def desk(small_desk: Desk) -> Desk:
    """Lend the small definitions: a talk of ours, and a term of the law."""
    return small_desk


@pytest.fixture
def case(desk: Desk) -> CaseAtDesk:
    """Open a case of them on 2 March."""
    return desk.opens(workflow="trial")


def planned(case: CaseAtDesk, key: str) -> list[date]:
    """List the days of the reminders that are still to go out."""
    return [row.on_date for row in case.ledger if row.key == key and row.state == "planned"]


def previewed(desk: Desk, by: str = "cora", **said: object) -> Preview:
    """Look what a change would move."""
    found = preview_change(desk.viewers[by], desk.office, a_change(desk, **said))
    assert isinstance(found, Preview), found
    return found


def test_an_equated_day_moves_the_term_of_the_law_and_nothing_else(
    desk: Desk, case: CaseAtDesk
) -> None:
    before = due(case)
    assert before == {"talk": SOON, "answer": EQUATED}

    changed(desk)

    assert due(case) == {"talk": SOON, "answer": date(2026, 4, 29)}
    event = case.events[-1]
    assert (event.kind, event.actor) == ("calendar_changed", desk.who("cora"))
    assert {name: event.payload[name] for name in ("region", "edition", "moved")} == {
        "region": desk.region,
        "edition": 2,
        "moved": [{"key": "answer", "from": "2026-04-28", "to": "2026-04-29"}],
    }
    assert case.is_chained
    (told,) = [
        each
        for each in timeline(desk.viewers["bram"], desk.office, case.id)
        if each.kind == "calendar_changed"
    ]
    assert told.title.nl == "Kalender gewijzigd: Antwoord uiterlijk wo 29 april 2026"


def test_a_closing_day_moves_a_date_of_ours_to_the_working_day_before(
    desk: Desk, case: CaseAtDesk
) -> None:
    changed(desk, add=(CLOSING,))

    assert due(case) == {"talk": WORKDAY_BEFORE, "answer": EQUATED}
    assert "Brugdag" in str(case.owed["talk"].explanation)


def test_what_was_shown_is_what_happens_and_showing_changes_nothing(
    desk: Desk, case: CaseAtDesk
) -> None:
    before = everything(desk.office.store, "access_log")
    days = planned(case, "answer")

    found = previewed(desk)

    assert everything(desk.office.store, "access_log") == before
    (move,) = found.moves
    assert (move.number, move.title.nl) == (case.head.number, "Antwoord")
    assert (move.due_on, move.to, found.version) == (EQUATED, date(2026, 4, 29), 1)
    changed(desk)
    assert due(case)["answer"] == move.to
    after = planned(case, "answer")
    assert (
        move.reminders == found.reminders == sum(a != b for a, b in zip(days, after, strict=True))
    )


def test_the_reminders_of_the_old_date_are_dropped_and_those_of_the_new_are_planned(
    desk: Desk, case: CaseAtDesk
) -> None:
    before = planned(case, "talk")

    changed(desk, add=(CLOSING,))

    assert planned(case, "talk") != before
    dropped = {row.why for row in case.ledger if row.key == "talk" and row.state == "superseded"}
    assert dropped == {"calendar changed"}


def test_a_reminder_that_was_ahead_and_is_past_by_the_new_date_goes_out_now(
    desk: Desk, case: CaseAtDesk
) -> None:
    assert planned(case, "talk")[0] == date(2026, 4, 2)
    desk.after(days=30)  # 1 April, ten o'clock: the reminders of today went out at seven

    changed(desk, add=(a_day(date(2026, 4, 2), "closing"),))

    assert (case.owed["talk"].due_on, planned(case, "talk")[0]) == (SOON, date(2026, 4, 1))
    tick(desk.office, {})
    (fired,) = [row for row in case.ledger if row.state == "fired"]
    assert (fired.key, fired.fire_at) == ("talk", desk.clock.now())


def test_a_removed_day_brings_the_date_back(desk: Desk, case: CaseAtDesk) -> None:
    before, days = due(case), planned(case, "answer")
    changed(desk)

    changed(desk, remove=(gone(EQUATED),))

    assert (due(case), planned(case, "answer")) == (before, days)
    assert [event.kind for event in case.events[-2:]] == ["calendar_changed"] * 2


def test_a_new_deadline_counts_by_the_newest_edition(desk: Desk) -> None:
    changed(desk)

    case = desk.opens(workflow="trial")

    assert due(case)["answer"] == date(2026, 4, 29)
    assert (
        case.owed["answer"]
        .explanation["calendar"]
        .endswith(desk.office.known_calendars[max(desk.office.known_calendars, key=len)].edition)
    )


def test_a_case_that_nothing_moves_has_no_event_and_knows_its_edition(
    desk: Desk, case: CaseAtDesk
) -> None:
    version = case.head.version

    changed(desk, add=(a_day(date(2026, 12, 31), "closing"),))

    assert case.head.version == version
    assert {"/default.2+" in row.explanation["calendar"] for row in case.owed.values()} == {True}
    tick(desk.office, {})
    assert done_at(desk) == [True]


def test_one_that_is_late_stays_late_when_its_date_does_not_move(
    desk: Desk, case: CaseAtDesk
) -> None:
    desk.after(weeks=8)
    late, days = case.owed["talk"], [row for row in case.ledger if row.key == "talk"]

    changed(desk, add=(a_day(date(2026, 6, 1), "closing"),))

    row = case.owed["talk"]
    assert replace(row, explanation={}) == replace(late, explanation={})
    assert [row for row in case.ledger if row.key == "talk"] == days


def test_a_late_date_that_moves_by_a_newer_file_is_not_found_late_again(
    desk: Desk, case: CaseAtDesk
) -> None:
    desk.after(weeks=10)
    library = desk.office.library
    closes = replace(library.calendars[desk.region], closing_days=frozenset({SOON}))
    newer = replace(library, calendars={**library.calendars, desk.region: closes})
    desk.office = replace(desk.office, library=newer)

    changed(desk, add=(a_day(date(2026, 6, 1), "closing"),))

    assert case.owed["talk"].due_on == WORKDAY_BEFORE
    assert not [row for row in case.ledger if row.step == "found_late"]


def test_one_that_stands_still_moves_too_and_reminds_nobody_until_it_runs_on(
    desk: Desk, case: CaseAtDesk
) -> None:
    until = desk.office.today() + timedelta(days=14)
    case.done("bram", orders.Suspend, until=until, reason="ziek")

    changed(desk, add=(CLOSING,))

    row = case.owed["talk"]
    assert (row.state, row.due_on, planned(case, "talk")) == ("suspended", WORKDAY_BEFORE, [])
    case.done("bram", orders.Resume)
    assert case.owed["talk"].due_on == WORKDAY_BEFORE


def test_an_extended_date_keeps_what_was_granted(desk: Desk, case: CaseAtDesk) -> None:
    case.done(
        "cora",
        orders.Extend,
        deadline=case.owed["talk"].public_id,
        by=Span(weeks=1),
        reason="ziek",
    )
    granted = case.owed["talk"].terms["first_due"]

    changed(desk, add=(a_day(date(2026, 4, 20), "closing"),))

    row = case.owed["talk"]
    assert (row.due_on, row.terms["first_due"]) == (date(2026, 4, 17), granted)


class TestWho:
    """The coordinator and the team lead of the region."""

    def test_others_are_refused_and_nothing_is_saved(self, desk: Desk, case: CaseAtDesk) -> None:
        outcome = changes(desk, by="bram")

        assert isinstance(outcome, Refused)
        assert [reason.key for reason in outcome.missing] == ["role"]
        assert due(case)["answer"] == EQUATED
        shown = preview_change(desk.viewers["bram"], desk.office, a_change(desk))
        assert isinstance(shown, Refused)

    @pytest.mark.parametrize("region", ["nowhere", "national"])
    def test_what_is_no_region_cannot_be_changed(self, desk: Desk, region: str) -> None:
        with pytest.raises(UnknownRegion):
            changes(desk, region=region)
        with pytest.raises(UnknownRegion):
            previewed(desk, region=region)

    def test_everything_that_is_wrong_is_told_at_once(self, desk: Desk) -> None:
        with pytest.raises(InvalidInput) as caught:
            changes(desk, add=(a_day(date(2026, 3, 2)),), reason=" ")

        assert [each.field for each in caught.value.problems] == ["reason", "add.0.date"]

    def test_a_reason_of_a_book_is_too_long(self, desk: Desk) -> None:
        with pytest.raises(InvalidInput):
            changes(desk, reason="x" * 20_001)

    def test_dates_that_the_viewer_may_not_see_move_and_are_counted_only(
        self, desk: Desk, case: CaseAtDesk
    ) -> None:
        other = another_family(desk)
        hidden = other.opens(workflow="trial")
        takes_part(
            desk,
            desk.viewers["cora"],
            case_id=hidden.head.id,
            role="coordinator",
            access="excluded",
        )

        found = previewed(desk)

        assert [each.number for each in found.moves] == [case.head.number]
        assert (found.dates, found.unseen) == (2, 1)
        changed(desk)
        assert due(hidden)["answer"] == date(2026, 4, 29)


class TestTwoPeople:
    """Who saw an older edition changes nothing."""

    def test_the_second_is_turned_back(self, desk: Desk, case: CaseAtDesk) -> None:
        seen = a_change(desk, add=(CLOSING,)).seen_version
        changed(desk)

        with pytest.raises(StaleMeeting, match="nothing was saved"):
            changes(desk, add=(CLOSING,), seen_version=seen)

        assert due(case)["talk"] == SOON

    def test_a_repeat_under_the_same_key_is_answered_as_the_first_time(
        self, desk: Desk, case: CaseAtDesk
    ) -> None:
        order = a_change(desk, key="k")

        first, again = (
            changed(desk, key="k"),
            changes(desk, key="k", seen_version=order.seen_version),
        )

        assert again == first
        assert len(done_at(desk)) == 1
