"""Every emergency access is reviewed by somebody else, in time, and nobody can forget it."""

from datetime import date, timedelta

import pytest

from engine.access import Viewer
from engine.clock import ManualClock
from engine.decision import Refused
from engine.errors import NotFound
from engine.fields import InvalidInput
from engine.runner.health import health_of
from engine.service.absence_orders import CloseWork
from engine.service.account_roles import appoint
from engine.service.at_table import Changed, TableOutcome
from engine.service.emergency_core import emergency_core, open_shielded
from engine.service.emergency_orders import JudgeEmergency
from engine.service.emergency_reviews import (
    emergency_review,
    emergency_reviews,
    judge_emergency,
    my_open_emergencies,
)
from engine.service.my_work import close_work, my_work
from engine.service.tick import tick
from engine.service.work_words import mended_at
from engine.store.store import Store
from engine.store.unit_of_work import unit_of_work
from tests.service.builders import REGION, Desk
from tests.service.desks import professional
from tests.service.emergencies import (
    PLAN,
    REASON,
    a_night,
    confirms,
    let_in,
    rows_of,
    signed_in,
    the_case,
)


@pytest.fixture
def desk(store: Store, clock: ManualClock) -> Desk:
    """Lend the desk of that night."""
    return a_night(store, clock)


@pytest.fixture
def petra(desk: Desk) -> Viewer:
    """Lend the privacy officer."""
    return desk.viewers["petra"]


@pytest.fixture
def grant(desk: Desk) -> str:
    """Let Wim in on Sam, who reads the core and the shielded place."""
    wim = signed_in(desk)
    made = let_in(desk, wim)
    confirms(desk, wim)
    open_shielded(wim, desk.office, made, sure=True)
    emergency_core(wim, desk.office, made)
    return made


def judges(desk: Desk, officer: Viewer, grant: str, **said: object) -> TableOutcome:
    """Let an officer judge it."""
    order = {"judgement": "explained", "word": "terecht", **said}
    return judge_emergency(
        officer,
        desk.office,
        JudgeEmergency(grant=grant, **order),  # type: ignore[arg-type] # by name
    )


def test_the_officer_sees_who_why_and_what_was_looked_at_and_no_more(
    desk: Desk, petra: Viewer, grant: str
) -> None:
    (row,) = emergency_reviews(petra, desk.office).rows
    review = emergency_review(petra, desk.office, grant)

    assert review.row == row
    assert (row.name, row.organisation, row.reason) == ("wim", "Crisisdienst", REASON)
    assert (row.due_on, row.is_late, row.often, row.mine) == (date(2026, 3, 4), False, False, False)
    assert row.shielded_at is not None
    assert review.numbers == (the_case(desk).head.number,)
    assert [each.did.en for each in review.looks][-1] == "Asked for emergency access"
    assert len(review.looks) == 3
    assert PLAN not in repr(review)
    assert "sam" not in repr(review)


def test_it_is_for_the_officer_of_the_region_alone(desk: Desk, grant: str) -> None:
    far = professional(desk.office, "far")
    appoint(desk.office, far, "privacy_officer", "foodvalley")

    for viewer in (far, desk.viewers["wim"], desk.viewers["bram"], desk.viewers["cora"]):
        assert emergency_reviews(viewer, desk.office).rows == ()
        with pytest.raises(NotFound):
            emergency_review(viewer, desk.office, grant)
        with pytest.raises(NotFound):
            judges(desk, viewer, grant)


def test_one_judgement_closes_it_and_stands(desk: Desk, petra: Viewer, grant: str) -> None:
    assert isinstance(judges(desk, petra, grant), Changed)

    assert my_open_emergencies(petra, desk.office) == ()
    assert my_work(petra, desk.office).rows == ()
    refused = judges(desk, petra, grant, word="toch niet")
    assert isinstance(refused, Refused)
    assert [reason.key for reason in refused.missing] == ["judged_already"]
    (row,) = emergency_reviews(petra, desk.office).rows
    assert (row.judgement, row.word, row.judge) == ("explained", "terecht", "petra")


def test_nobody_reviews_their_own(desk: Desk, grant: str) -> None:
    """Who was let in works on no case any more and became privacy officer."""
    wim = desk.viewers["wim"]
    appoint(desk.office, wim, "privacy_officer", REGION)

    assert emergency_review(wim, desk.office, grant).row.mine
    refused = judges(desk, wim, grant)
    assert isinstance(refused, Refused)
    assert [reason.key for reason in refused.missing] == ["not_oneself"]


@pytest.mark.parametrize(
    ("said", "fields"),
    [
        pytest.param({"word": " "}, ["word"], id="no words"),
        pytest.param({"word": "x" * 20_001}, ["word"], id="too many words"),
        pytest.param(
            {"judgement": "follow_up", "word": ""},
            ["word", "owner", "follow_up_on"],
            id="everything at once",
        ),
        pytest.param(
            {"judgement": "follow_up", "owner": "x" * 501, "follow_up_on": date(2026, 3, 1)},
            ["owner", "follow_up_on"],
            id="too long, and a day that is past",
        ),
    ],
)
def test_what_is_to_be_followed_up_has_an_owner_and_a_day(
    desk: Desk, petra: Viewer, grant: str, said: dict[str, object], fields: list[str]
) -> None:
    with pytest.raises(InvalidInput) as wrong:
        judges(desk, petra, grant, **said)

    assert [each.field for each in wrong.value.problems] == fields
    day = date(2026, 3, 10)
    judges(desk, petra, grant, judgement="follow_up", owner="teamleider", follow_up_on=day)
    (row,) = emergency_reviews(petra, desk.office).rows
    assert (row.judgement, row.owner, row.follow_up_on) == ("follow_up", "teamleider", day)


def test_only_the_review_closes_its_work(desk: Desk, petra: Viewer, grant: str) -> None:
    (work,) = my_work(petra, desk.office).rows

    assert (work.owners, mended_at(work)) == (("petra",), f"/emergency-reviews/{grant}")
    refused = close_work(petra, desk.office, CloseWork(work=work.id, word="gedaan"))
    assert isinstance(refused, Refused)


@pytest.mark.parametrize(
    ("watched", "why"),
    [
        pytest.param(True, "emergency_late", id="by somebody"),
        pytest.param(False, "emergency_nobody", id="by nobody any more"),
    ],
)
def test_a_late_review_is_told_to_the_coordinator_once_and_counted(
    desk: Desk, petra: Viewer, grant: str, watched: bool, why: str
) -> None:
    if not watched:
        with unit_of_work(desk.office.store) as connection:
            connection.exec_driver_sql("delete from account_role")
    desk.after(days=2)
    tick(desk.office, {})
    assert [row for row in rows_of(desk, "work") if row["role"] == "coordinator"] == []

    for _ in range(2):
        desk.after(days=1)
        tick(desk.office, {})

    late = [row["why"] for row in rows_of(desk, "work") if row["kind"] == "log_review"]
    assert late == ["emergency", why]
    assert why in [row.why for row in my_work(desk.viewers["cora"], desk.office).rows]
    assert health_of(desk.office).late_reviews == 1
    if watched:
        assert my_open_emergencies(petra, desk.office)[0].is_late
        judges(desk, petra, grant)
        assert health_of(desk.office).late_reviews == 0
        assert {row["state"] for row in rows_of(desk, "work")} == {"gone"}


def test_a_page_ends_where_the_next_begins(desk: Desk, petra: Viewer, grant: str) -> None:
    set_off = timedelta(hours=2)
    desk.clock.move_to(desk.clock.now() + set_off)
    second = let_in(desk, signed_in(desk))

    first_page = emergency_reviews(petra, desk.office, limit=1)
    last_page = emergency_reviews(petra, desk.office, limit=1, before=first_page.next)

    assert [row.id for row in (*first_page.rows, *last_page.rows)] == [second, grant]
    assert last_page.next is None
