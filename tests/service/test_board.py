"""The board of deadlines: a filter shows what it says, counts it alike, and nothing of others."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from itertools import product
from typing import get_args

import pytest

from engine.service import my_dates as listing
from engine.service.date_asking import begins, stretches
from engine.service.date_counts import date_counts, date_overview
from engine.service.date_filter import DeadlineFilter, Special, When
from engine.service.date_rows import DateRow
from engine.service.my_dates import all_dates, my_dates
from engine.span import add_months
from tests.office import MORNING
from tests.service.boards import HERE, NAMES, Board, Owed, a_board, late_of, log_rows
from tests.service.builders import TODAY
from tests.service.counting import counting
from tests.store.databases import KINDS, fresh_store

_DAY = timedelta(days=1)


@pytest.fixture(scope="module", params=KINDS)
def board(request: pytest.FixtureRequest) -> Iterator[Board]:
    """Lend a board that nobody changes, on each database."""
    with fresh_store(request.param) as store:
        yield a_board(store)


def due_in(stretch: str) -> Callable[[Owed], bool]:
    """Whether something is due in a stretch of time, by its moments."""
    first, last = stretches(TODAY)[stretch]  # type: ignore[index]  # a test names a real one
    return lambda owed: begins(first) < owed.row.due_at <= begins(last + _DAY)


WHEN: Mapping[When, Callable[[Owed], bool]] = {
    "late": lambda owed: late_of(owed, MORNING) and owed.look != "norm",
    "past_norm": lambda owed: late_of(owed, MORNING) and owed.look == "norm",
    "today": due_in("today"),
    "week": due_in("week"),
    "next_week": due_in("next_week"),
    "suspended": lambda owed: owed.row.state == "suspended",
    "all": lambda _: True,
}
SPECIAL: Mapping[Special | None, Callable[[Owed], bool]] = {
    None: lambda _: True,
    "no_owner": lambda owed: owed.row.owner_role not in owed.held,
    "failed": lambda owed: owed.failed,
    "found_without_gate": lambda owed: owed.row.started_seq == 2,
    "deviation": lambda owed: owed.deviates,
    "under_twelve_residential": lambda owed: owed.row.key.startswith("under_twelve_"),
    "crisis_without_outcome": lambda owed: (
        owed.case.workflow == "crisis" and owed.case.state != "aftercare"
    ),
    "near_18_without_decision": lambda owed: (
        owed.row.key == "decision_after_18" and add_months(owed.born, 210) <= TODAY
    ),
}


SOME: tuple[When, ...] = ("all", "past_norm", "suspended")
"""The headings under which every other filter is tried too; all are counted under every one."""


def narrowed(board: Board) -> list[tuple[DeadlineFilter, Callable[[Owed], bool]]]:
    """Every way to narrow, with what it should let through."""
    cora, bram = board.staff["cora"].public_id, board.staff["bram"].public_id
    return [
        (DeadlineFilter(), lambda _: True),
        (DeadlineFilter(region=HERE), lambda _: True),
        (DeadlineFilter(region="foodvalley"), lambda _: False),
        (DeadlineFilter(workflow="crisis"), lambda owed: owed.case.workflow == "crisis"),
        (DeadlineFilter(phase="prepare"), lambda owed: owed.phase == "prepare"),
        (
            DeadlineFilter(workflow="crisis", phase="report"),
            lambda owed: (owed.case.workflow, owed.phase) == ("crisis", "report"),
        ),
        (DeadlineFilter(look="law"), lambda owed: owed.look == "law"),
        (DeadlineFilter(look="agreement"), lambda owed: owed.look == "agreement"),
        (DeadlineFilter(look="norm"), lambda owed: owed.look == "norm"),
        (DeadlineFilter(owner=bram), lambda owed: owed.row.owner_role == "regisseur"),
        (
            DeadlineFilter(owner=cora),
            lambda owed: owed.row.owner_role not in owed.held - {"coordinator"},
        ),
        (
            DeadlineFilter(owner=board.els.public_id),
            lambda owed: owed.row.owner_role in owed.held & {"parent_with_authority"},
        ),
        (DeadlineFilter(owner="0" * 32), lambda _: False),
    ]


def asked_in(
    board: Board,
) -> Iterator[tuple[tuple[DeadlineFilter, Callable[[Owed], bool]], Special | None]]:
    """Every way to narrow, and each special both over all and over some of it."""
    ways = narrowed(board)
    yield from ((way, None) for way in ways)
    some = (ways[0], next(way for way in ways if way[0].owner == board.staff["bram"].public_id))
    yield from product(some, get_args(Special))


def told(board: Board, asked: DeadlineFilter, name: str = "cora") -> tuple[DateRow, ...]:
    """Every row that somebody sees, over all pages."""
    rows, after = list[DateRow](), None
    while True:
        page = my_dates(board.as_(name), board.office, asked, after=after, limit=50)
        rows += page.rows
        after = page.next
        if after is None:
            return tuple(rows)


def expected(board: Board, fits: Callable[[Owed], bool], when: When) -> list[str]:
    """What the oracle says is shown, in order."""
    state = "suspended" if when == "suspended" else "open"
    found = [owed for owed in board.owed if owed.row.state == state and fits(owed)]
    return [owed.row.public_id for owed in sorted(found, key=lambda o: (o.row.due_at, o.row.id))]


def test_every_heading_and_filter_shows_what_it_says_and_counts_it_alike(board: Board) -> None:
    hits = set()
    for (narrow, fits), special in asked_in(board):
        counts = date_counts(board.as_("cora"), board.office, narrow)
        for when in get_args(When) if narrow == DeadlineFilter() and special is None else SOME:
            asked = narrow.under(when=when, special=special)
            wanted = expected(
                board,
                lambda owed: fits(owed) and WHEN[when](owed) and SPECIAL[special](owed),  # noqa: B023 - used at once
                when,
            )
            assert [row.id for row in told(board, asked)] == wanted, asked
            if special is None:
                assert counts.when[when] == len(wanted), asked
            elif when == "all":
                assert counts.special[special] == len(wanted), asked
            hits |= {when, special} if wanted else set()

    assert hits == {*WHEN, *SPECIAL}, "every filter has a hit, or it proves nothing"


def test_whoever_has_no_part_sees_and_counts_nothing(board: Board) -> None:
    nobody = board.as_("nora")

    assert told(board, DeadlineFilter(), "nora") == ()
    overview = date_overview(nobody, board.office, DeadlineFilter())
    assert {*overview.counts.when.values(), *overview.counts.special.values()} == {0}
    assert (overview.choices.regions, overview.choices.owners) == ({}, ())


def test_one_can_choose_only_from_what_is_there_and_from_no_family(board: Board) -> None:
    choices = date_overview(board.as_("cora"), board.office, DeadlineFilter()).choices

    assert list(choices.regions) == [HERE]
    assert list(choices.workflows) == ["crisis", "placement", "transition_18"]
    assert {"report", "follow_up", "prepare", "stay", "inform"} == set(choices.phases)
    assert [each.name for each in choices.owners] == ["bram", "cora"]
    assert choices.owner(board.staff["bram"].public_id) == "bram"
    assert choices.owner(board.staff["fien"].public_id) is None


def test_a_row_says_who_owes_it_and_no_name_of_a_family(board: Board) -> None:
    by_id = {owed.row.public_id: owed for owed in board.owed}
    for row in told(board, DeadlineFilter()):
        owed = by_id[row.id]
        role, held = owed.row.owner_role, owed.row.owner_role in owed.held
        names = {"regisseur": ("bram",), "coordinator": ("cora",), "parent_with_authority": ()}
        assert row.owners == (names[role] if held else ("cora",))
        assert (row.held, row.interim, row.vacant is None) == (True, not held, held)
        assert (row.look, row.late or row.past_norm) == (owed.look, late_of(owed, MORNING))
        assert not [name for name in NAMES if name in repr(row)]


def test_how_far_off_a_day_is_goes_by_working_days(board: Board) -> None:
    def working_days(due: date) -> int:  # no holiday falls in these weeks
        first, last = sorted((TODAY, due))
        days = (first + n * _DAY for n in range(1, (last - first).days + 1))
        count = sum(day.weekday() < 5 for day in days)
        return count if due >= TODAY else -count

    rows = told(board, DeadlineFilter())

    assert [row.over for row in rows] == [working_days(row.due_on) for row in rows]
    assert {row.over for row in rows} > {-5, -1, 4, 5, 10}


def test_the_last_reminder_says_what_became_of_it(board: Board) -> None:
    rows = told(board, DeadlineFilter())

    failed = {owed.row.public_id for owed in board.owed if owed.failed}
    known = {row.last.became for row in rows if row.last}
    assert {row.id for row in rows if row.last and row.last.became in ("failed", "uncertain")} == {
        row.id for row in rows if row.id in failed
    }
    assert known == {"delivered", "failed", "uncertain"}
    assert {(row.last.times, row.last.on) for row in rows if row.last} == {(1, TODAY)}
    assert any(row.last is None for row in rows)


def test_an_export_has_every_row_once_read_in_batches_and_stands_in_the_log(
    board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = DeadlineFilter(look="norm")
    whole = [row.id for row in told(board, asked)]
    before = len(log_rows(board.office.store))
    monkeypatch.setattr(listing, "AT_ONCE", 7)

    found = [row.id for row in all_dates(board.as_("cora"), board.office, asked)]

    assert len(whole) > 14
    assert found == whole
    new = log_rows(board.office.store)[before:]
    assert [(row.action, row.record, row.outcome) for row in new] == [
        ("export_dates", "look=norm", "done")
    ]


def test_the_board_takes_as_many_statements_for_many_rows_as_for_few(board: Board) -> None:
    viewer, office = board.as_("cora"), board.office
    sent = []
    for limit in (2, 40):
        with counting(office.store) as said:
            assert len(my_dates(viewer, office, limit=limit).rows) == limit
        sent.append(len(said))
    with counting(office.store) as said:
        date_overview(viewer, office, DeadlineFilter())

    assert sent[0] == sent[1] <= 10
    assert len([each for each in said if "count(" in each.lower()]) == 1
    assert len(said) <= 6  # begin, count, two choices, the log
