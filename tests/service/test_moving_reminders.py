"""A new or changed reminder works from the move on, and the dry run says how many would go out."""

from datetime import date, datetime

import pytest

from api.impact_words import counts, data_of, reminder_lines, together
from api.versions_commands import totals
from engine.impact import Impact, RemindersToCome
from engine.service import orders
from engine.service.ledger import PAST
from engine.service.moving import CaseMove
from engine.service.tick import tick
from engine.store import notices
from engine.store.reminders import ReminderSeen
from engine.store.unit_of_work import reading
from engine.text import Text
from tests.runner.outbox import FakeChannel
from tests.service.builders import CaseAtDesk, Desk
from tests.service.versions import (
    CHECK_IN,
    NO_ANSWER,
    SHORTER,
    a_move,
    changed,
    follow,
    only,
)

NEW_STEP = (
    "    owner: regisseur\n    extend:",
    """\
    owner: regisseur
    reminders: [{before: {weeks: 5}, to: [owner]}, {before: {days: 2}, to: [owner]}]
    extend:""",
)
"""The talk of 13 April reminds five weeks and two days before."""


ONE_MORE = (
    "    owner: regisseur\n    extend:",
    """\
    owner: regisseur
    reminders:
      - {before: {weeks: 1}, to: [owner]}
      - {before: {days: 2}, to: [owner]}
      - {after: {working_days: 1}, to: [owner, coordinator]}
    extend:""",
)
"""One beside those that the talk had."""


@pytest.fixture
def desk(small_desk: Desk) -> Desk:
    return small_desk


@pytest.fixture
def case(desk: Desk) -> CaseAtDesk:
    return desk.opens(workflow="trial")


def shown(desk: Desk) -> RemindersToCome:
    impact = only(a_move(desk).weighed()).impact
    assert impact
    return impact.reminders


def of_the_talk(case: CaseAtDesk) -> list[ReminderSeen]:
    return [row for row in case.ledger if row.key == "talk"]


def told(desk: Desk, case: CaseAtDesk) -> set[datetime]:
    """Tick now, and a day later for what waits for the mail of a day; the moments mailed for."""
    channel = FakeChannel()
    for _ in range(2):
        tick(desk.office, {"email": channel})
        desk.after(days=1)
    with reading(desk.office.store) as connection:
        ids = {row.reminder_id for row in notices.notices_of(connection, case.head)}
    return {row.fire_at for row in case.ledger if row.id in ids}


def test_a_new_step_says_how_many_go_out_and_from_which_day(desk: Desk, case: CaseAtDesk) -> None:
    follow(desk, changed(NEW_STEP))

    found = shown(desk)

    assert found == RemindersToCome(planned=2, new=2, first=date(2026, 3, 9))


def test_what_was_shown_is_what_comes_into_the_ledger(desk: Desk, case: CaseAtDesk) -> None:
    desk.after(days=14)
    before = {row.id for row in of_the_talk(case)}
    follow(desk, changed(NEW_STEP))

    found = shown(desk)
    assert {row.id for row in of_the_talk(case)} == before
    applied = only(a_move(desk).applied()).impact

    assert applied
    assert applied.reminders == found
    came = [row for row in of_the_talk(case) if row.id not in before]
    assert (found.planned, found.past) == (
        sum(row.state == "planned" for row in came),
        sum(row.state == "suppressed" for row in came),
    )
    assert found.first == min(row.on_date for row in came if row.state == "planned")


def test_a_step_whose_moment_was_past_is_kept_and_never_mailed(
    desk: Desk, case: CaseAtDesk
) -> None:
    desk.after(days=14)
    follow(desk, changed(NEW_STEP))

    assert shown(desk).past == 1
    a_move(desk).applied()

    (late,) = [row for row in of_the_talk(case) if row.step == "before_5_weeks"]
    assert (late.state, late.why) == ("suppressed", PAST)
    assert late.fire_at not in told(desk, case)


@pytest.mark.parametrize("days", [21, 50])
def test_a_move_mails_for_no_moment_before_it(desk: Desk, case: CaseAtDesk, days: int) -> None:
    desk.after(days=days)
    tick(desk.office, {})
    already = {row.fire_at for row in case.ledger if row.state == "fired"}
    moved_at = desk.clock.now()
    follow(desk, changed(SHORTER, CHECK_IN, NEW_STEP))

    found = shown(desk)
    a_move(desk).applied()

    assert {moment for moment in told(desk, case) - already if moment < moved_at} == set()
    assert found.past > 0


def test_a_deadline_that_is_late_by_the_new_rule_is_told_at_once(
    desk: Desk, case: CaseAtDesk
) -> None:
    desk.after(days=38)
    follow(desk, changed(SHORTER))

    found = shown(desk)
    moved_at = desk.clock.now()
    a_move(desk).applied()

    assert (found.at_once > 0, found.first) == (True, moved_at.date())
    assert moved_at in told(desk, case)


def test_what_was_planned_for_the_same_moment_is_not_new(desk: Desk, case: CaseAtDesk) -> None:
    follow(desk, changed(ONE_MORE))

    found = shown(desk)

    assert (found.planned, found.new) == (4, 1)


def test_a_version_that_changes_no_reminder_brings_none(desk: Desk, case: CaseAtDesk) -> None:
    follow(desk, changed(NO_ANSWER))

    assert shown(desk) == RemindersToCome()


def test_a_deadline_that_stands_still_brings_none_before_it_runs_on(
    desk: Desk, case: CaseAtDesk
) -> None:
    case.done(
        "bram", orders.Suspend, until=date(2026, 3, 30), reason="ziek",
        deadline=case.owed["talk"].public_id,
    )  # fmt: skip
    follow(desk, changed(NEW_STEP))

    assert shown(desk) == RemindersToCome()


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "nl",
            [
                "herinneringen: 3 gepland (2 nieuw), de eerste op ma 9 maart 2026",
                "  waarvan 1 meteen: de termijn is dan al te laat",
                "  4 gaat niet uit: het moment was al voorbij",
            ],
        ),
        (
            "en",
            [
                "reminders: 3 planned (2 new), the first on Mon 9 March 2026",
                "  of which 1 at once: the term is late by then",
                "  4 does not go out: its moment was past",
            ],
        ),
    ],
)
def test_the_numbers_are_told_in_words(language: str, expected: list[str]) -> None:
    found = RemindersToCome(planned=3, new=2, at_once=1, past=4, first=date(2026, 3, 9))

    assert [*reminder_lines(found, "nl" if language == "nl" else "en")] == expected


def test_where_none_goes_out_any_more_that_is_told() -> None:
    assert [*reminder_lines(RemindersToCome(), "nl")] == ["herinneringen: er gaat er geen meer uit"]


def test_every_case_and_all_of_them_together_are_told(desk: Desk, case: CaseAtDesk) -> None:
    desk.after(days=14)
    follow(desk, changed(NEW_STEP))
    made: list[CaseMove] = [*a_move(desk).weighed().values()]

    said = "\n".join([*counts(made[0], "nl"), totals(made, "nl")])

    assert said.count("herinneringen: 1 gepland (1 nieuw)") == 2
    assert "Alle zaken samen:" in said
    assert made[0].impact
    assert data_of(made[0].impact)["reminders"] == {
        "planned": 1, "new": 1, "at_once": 0, "past": 1, "first": "2026-04-10",
    }  # fmt: skip


def test_the_first_day_of_all_is_the_first_of_any() -> None:
    stood = Text(nl="x", en="x")
    days = (None, date(2026, 4, 2), date(2026, 4, 1))
    found = together(
        Impact("1", "a", "a", stood, reminders=RemindersToCome(planned=1, first=day))
        for day in days
    )

    assert found == RemindersToCome(planned=3, first=date(2026, 4, 1))
