"""Let in in an emergency: everything in one transaction or nothing, for an hour, never unseen."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from engine.clock import ManualClock
from engine.decision import Refused
from engine.errors import KeyReused, LogUnwritable, StepUpNeeded, TooMany
from engine.fields import InvalidInput
from engine.service import emergency_told, step_up
from engine.service.account_roles import appoint
from engine.service.emergency import MOST_AN_HOUR, LetIn
from engine.service.emergency_told import NotTold
from engine.service.my_work import my_work
from engine.store.store import Store
from engine.store.unit_of_work import unit_of_work
from tests.access.unlogged import log_takes_no_row
from tests.service.builders import Desk
from tests.service.desks import professional, registered, takes_part
from tests.service.emergencies import (
    REASON,
    a_night,
    asks,
    let_in,
    rows_of,
    set_clock,
    signed_in,
    the_case,
    told,
)
from tests.service.nights import BORN
from tests.service.test_every_command import Cut, Failpoint, image, let_go

TOLD = [("bram", "emergency"), ("cora", "emergency"), ("petra", "emergency")]


@pytest.fixture
def desk(store: Store, clock: ManualClock) -> Desk:
    """Lend the desk of that night."""
    return a_night(store, clock)


def nothing_happened(desk: Desk) -> bool:
    """Tell whether nobody was let in, and nobody was told that somebody was."""
    work = [row for row in rows_of(desk, "work") if row["why"] == "emergency"]
    return not (rows_of(desk, "emergency_grant") or told(desk) or work)


def test_grant_log_notices_and_review_come_together(desk: Desk) -> None:
    grant = let_in(desk, signed_in(desk), name="  SAM ")

    (row,) = rows_of(desk, "emergency_grant")
    assert row["ends_at"] - row["granted_at"] == timedelta(minutes=60)
    assert row["due_on"] == date(2026, 3, 4)
    assert (row["category"], row["reason"], row["nth"]) == ("missing_child", REASON, 1)
    last = desk.log()[-1]
    assert (last.action, last.outcome, last.emergency) == ("ask_emergency", "done", True)
    assert (last.record, last.person_id) == (desk.sam, desk.viewers["wim"].person)
    assert told(desk) == TOLD
    (work,) = my_work(desk.viewers["petra"], desk.office).rows
    assert (work.kind, work.why, work.about) == ("log_review", "emergency", grant)


def test_the_two_days_of_the_review_are_working_days(desk: Desk) -> None:
    desk.after(days=4)  # Friday

    let_in(desk, signed_in(desk))

    assert rows_of(desk, "emergency_grant")[0]["due_on"] == date(2026, 3, 10)


def _barred(place: str) -> Callable[[Desk], None]:
    def bar(desk: Desk) -> None:
        head = the_case(desk).head
        where = {"case_id": head.id, "family_id": head.family_id, "region": desk.region}
        who = desk.viewers["wim"]
        takes_part(desk, who, access="excluded", **{place: where[place]})

    return bar


def _ends_its_work(desk: Desk) -> None:
    desk.after(days=1)
    takings = [row for row in rows_of(desk, "participation") if row["role"] == "duty_worker"]
    with unit_of_work(desk.office.store) as connection:
        for row in takings:
            connection.exec_driver_sql(
                f"update participation set until_on = '2026-03-02' where id = {row['id']}"
            )


def _looks_after(desk: Desk) -> None:
    appoint(desk.office, desk.viewers["wim"], "privacy_officer", "foodvalley")


@pytest.mark.parametrize(
    ("who", "said", "before", "outcome"),
    [
        pytest.param("bram", {}, None, "denied", id="another role"),
        pytest.param("vic", {}, None, "denied", id="of no organisation"),
        pytest.param("wim", {}, _ends_its_work, "denied", id="the service works elsewhere"),
        pytest.param("wim", {}, _looks_after, "denied", id="an account role"),
        pytest.param("wim", {}, _barred("case_id"), "denied", id="excluded from the case"),
        pytest.param("wim", {}, _barred("family_id"), "denied", id="excluded from the family"),
        pytest.param("wim", {}, _barred("region"), "denied", id="excluded from the region"),
        pytest.param("wim", {"name": "sam j"}, None, "failed", id="not the whole name"),
        pytest.param("wim", {"born": date(2012, 5, 2)}, None, "failed", id="another day"),
        pytest.param("wim", {"name": "els"}, None, "failed", id="no child"),
    ],
)
def test_not_allowed_and_nothing_found_are_one_answer_and_a_row(
    desk: Desk,
    who: str,
    said: dict[str, object],
    before: Callable[[Desk], None] | None,
    outcome: str,
) -> None:
    if before:
        before(desk)
    viewer = signed_in(desk, who)

    assert asks(desk, viewer, **said) == LetIn()

    last = desk.log()[-1]
    assert (last.action, last.outcome, last.emergency) == ("ask_emergency", outcome, True)
    assert nothing_happened(desk)


def test_everything_that_is_wrong_with_the_question_is_said_at_once(desk: Desk) -> None:
    with pytest.raises(InvalidInput) as wrong:
        asks(desk, signed_in(desk), name=" ", born=date(1899, 12, 31), reason="x " * 14)

    assert [each.field for each in wrong.value.problems] == ["name", "born", "reason"]
    with pytest.raises(InvalidInput):
        asks(desk, signed_in(desk), reason="x" * 20_001)


@pytest.mark.parametrize(
    ("table", "key"),
    [
        pytest.param("account_role", "reviewed", id="no privacy officer"),
        pytest.param("participation", "told", id="nobody leads or coordinates"),
    ],
)
def test_without_anybody_who_hears_of_it_nobody_is_let_in(desk: Desk, table: str, key: str) -> None:
    viewer = signed_in(desk)
    only = " where role in ('regisseur', 'coordinator')" if table == "participation" else ""
    with unit_of_work(desk.office.store) as connection:
        connection.exec_driver_sql(f"delete from {table}{only}")

    refused = asks(desk, viewer)

    assert isinstance(refused, Refused)
    assert [reason.key for reason in refused.missing] == [key]
    last = desk.log()[-1]
    assert (last.outcome, last.reason_keys, last.record) == ("refused", [key], desk.sam)
    assert nothing_happened(desk)


def test_without_a_log_or_without_a_notice_nobody_is_let_in(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    viewer = signed_in(desk)
    with log_takes_no_row(desk.office.store), pytest.raises(LogUnwritable):
        asks(desk, viewer)
    assert nothing_happened(desk)

    monkeypatch.setattr(emergency_told, "put", lambda *_, **__: None)
    with pytest.raises(NotTold):
        asks(desk, viewer)

    assert nothing_happened(desk)
    assert step_up.fresh_until(viewer, desk.office) is not None


def test_a_stop_at_any_statement_leaves_neither_access_nor_half_of_it(desk: Desk) -> None:
    viewer, store = signed_in(desk), desk.office.store
    failpoint, before = Failpoint(store.engine), image(store)
    with failpoint.armed():
        failpoint.at_commit = True
        with pytest.raises(Cut):
            asks(desk, viewer)
        last, failpoint.at_commit = failpoint.count, False
        assert image(store) == before
        for number in range(last, 0, -1 if store.is_sqlite else -3):
            failpoint.at, failpoint.count = number, 0
            with pytest.raises(Cut):
                asks(desk, viewer)
            assert image(store) == before, number
        let_go()
        failpoint.at, failpoint.count = None, 0
        asks(desk, viewer)

    assert last > 20
    assert failpoint.count == last
    assert told(desk) == TOLD


def test_it_asks_for_a_second_factor_of_five_minutes_which_serves_once(desk: Desk) -> None:
    with pytest.raises(StepUpNeeded):
        asks(desk, signed_in(desk, fresh=False))
    viewer = signed_in(desk)
    desk.after(minutes=5)
    with pytest.raises(StepUpNeeded):
        asks(desk, viewer)
    set_clock(desk, minutes=-6)  # a factor that is still to come is none
    with pytest.raises(StepUpNeeded):
        asks(desk, viewer)
    set_clock(desk, minutes=5, seconds=59)
    let_in(desk, viewer)

    with pytest.raises(StepUpNeeded):
        asks(desk, viewer)
    assert len(rows_of(desk, "emergency_grant")) == 1


def test_a_try_without_a_second_factor_is_a_row_of_the_log_and_counts_as_a_try(desk: Desk) -> None:
    viewer = signed_in(desk, fresh=False)
    for _ in range(MOST_AN_HOUR):
        with pytest.raises(StepUpNeeded):
            asks(desk, viewer)
        last = desk.log()[-1]
        assert (last.action, last.outcome, last.emergency) == ("ask_emergency", "denied", True)
        assert (last.record, last.ground) == (None, None)
        assert (last.reason_keys, last.person_id) == (["second_factor"], viewer.person)

    with pytest.raises(TooMany):
        asks(desk, signed_in(desk))
    assert nothing_happened(desk)


def test_a_repeat_gets_the_first_answer_and_no_second_grant(desk: Desk) -> None:
    viewer = signed_in(desk)

    first, again = asks(desk, viewer, key="form"), asks(desk, viewer, key="form")

    assert first == again
    assert len(rows_of(desk, "emergency_grant")) == 1
    with pytest.raises(KeyReused):
        asks(desk, viewer, key="form", reason="y" * 40)


def test_more_than_twice_in_thirty_days_is_told_at_once(desk: Desk) -> None:
    for _ in range(3):
        let_in(desk, signed_in(desk))
        desk.after(hours=2)

    assert [row["nth"] for row in rows_of(desk, "emergency_grant")] == [1, 2, 3]
    assert [each for each in told(desk) if each[1] == "emergency_often"] == [
        ("petra", "emergency_often")
    ]
    desk.after(days=31)
    let_in(desk, signed_in(desk))
    assert rows_of(desk, "emergency_grant")[-1]["nth"] == 1


def test_nobody_goes_on_asking(desk: Desk) -> None:
    viewer = signed_in(desk)
    for _ in range(MOST_AN_HOUR):
        assert asks(desk, viewer, name="noor") == LetIn()

    with pytest.raises(TooMany):
        asks(desk, viewer)
    assert desk.log()[-1].outcome == "denied"
    assert nothing_happened(desk)


def test_a_child_that_is_registered_twice_opens_twice_or_not_at_all(desk: Desk) -> None:
    other = registered(desk.office, desk.viewers["bram"], born=BORN)
    came = asks(desk, signed_in(desk))
    assert isinstance(came, LetIn)
    assert len(came.grants) == 2
    assert {row["nth"] for row in rows_of(desk, "emergency_grant")} == {1}

    _barred("family_id")(desk)
    desk.after(minutes=1)

    assert asks(desk, signed_in(desk)) == LetIn()
    assert {row.record for row in desk.log()[-2:]} == {desk.sam, other.members["sam"]}


def test_whoever_asks_is_not_who_hears_of_it(desk: Desk) -> None:
    zus = professional(desk.office, "zus", "coordinator", "crisis_worker")
    with unit_of_work(desk.office.store) as connection:
        connection.exec_driver_sql(
            "update account set organisation_id = (select id from organisation) "
            f"where person_id = {zus.person}"
        )
    desk.viewers["zus"] = zus  # type: ignore[index]  # a dict

    let_in(desk, signed_in(desk, "zus"))

    assert told(desk) == TOLD


def test_somebody_without_a_session_has_no_second_factor(desk: Desk) -> None:
    with pytest.raises(StepUpNeeded):
        asks(desk, desk.viewers["wim"])
