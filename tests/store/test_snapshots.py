"""A snapshot shows the case as it was on a day, known at a moment; in a fixed number of reads."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, event

from engine.snapshot import Child, Holder, LinkedCase, Snapshot
from engine.store.cases import link_cases
from engine.store.deadlines import end_deadline, start_deadline, suspend_deadline
from engine.store.deviations import NewDeviation, ask, decide
from engine.store.facts import set_facts
from engine.store.people import add_qualification
from engine.store.records import RecordMove, add_record, move_record
from engine.store.snapshots import Asks, take
from engine.store.unit_of_work import reading, unit_of_work
from tests.store.builders import (
    DAY,
    NOW,
    TODAY,
    World,
    a_case,
    a_deadline,
    a_record,
    happens,
    seen,
    takes_part,
    viewer,
)

SETTLED = RecordMove(status="confirmed", settled=True, on=TODAY, dated_on=TODAY)


@contextmanager
def counting(connection: Connection) -> Iterator[list[str]]:
    """List the statements that run meanwhile."""
    said: list[str] = []

    def note(*arguments: Any) -> None:
        said.append(arguments[2])

    event.listen(connection, "before_cursor_execute", note)
    yield said
    event.remove(connection, "before_cursor_execute", note)


def test_twenty_cases_take_as_many_reads_as_one(world: World) -> None:
    with unit_of_work(world.store) as connection:
        cases = [world.case]
        for _ in range(19):
            case = a_case(connection, world.family, children=[world.sam])
            link_cases(connection, world.case, other=case, link="after_return", now=NOW)
            add_record(connection, case, a_record(world.anna), now=NOW, seq=1)
            start_deadline(connection, case.id, a_deadline())
            cases.append(happens(connection, case, transition="place", entered="placed"))
        with counting(connection) as for_one:
            take(connection, cases[:1], viewer=viewer(world.bram), on=TODAY, now=NOW)
        with counting(connection) as for_all:
            found = take(connection, cases, viewer=viewer(world.bram), on=TODAY, now=NOW)

    assert [found[case.id].case for case in cases] == [case.public_id for case in cases]
    assert len(for_one) == len(for_all) == 14


def test_a_case_among_others_is_seen_as_it_is_alone(world: World) -> None:
    with unit_of_work(world.store) as connection:
        other = a_case(connection, world.family, children=[world.sam])
        link_cases(connection, world.case, other=other, link="after_return", now=NOW)
        cases = [
            happens(connection, each, act="place", entered="placed") for each in (world.case, other)
        ]
        for case in cases:
            add_record(connection, case, a_record(world.anna), now=NOW, seq=1)
            set_facts(connection, case, {"title": case.number}, from_on=TODAY, now=NOW, seq=1)
            start_deadline(connection, case.id, a_deadline())
        found = take(connection, cases, viewer=viewer(world.bram), on=TODAY, now=NOW)
        for case in cases:
            alone = take(connection, [case], viewer=viewer(world.bram), on=TODAY, now=NOW)
            assert alone == {case.id: found[case.id]}
            assert alone[case.id].facts == {"title": case.number}
            assert alone[case.id].duties


def test_an_empty_case_has_its_children_and_its_people(world: World) -> None:
    with reading(world.store) as connection:
        found = seen(world, connection)

    assert (found.case, found.state) == (world.case.public_id, "considered")
    assert (found.now, found.on, found.inputs) == (NOW, TODAY, None)
    assert found.actor == world.bram.public_id
    assert found.roles == {"regisseur"}
    assert found.children == (Child(world.sam.public_id, world.sam.born),)
    assert found.holders == {"regisseur": (Holder(world.bram.public_id),)}
    assert not any((found.records, found.facts, found.consents, found.duties))


def test_no_cases_need_no_snapshot(world: World) -> None:
    with reading(world.store) as connection:
        assert take(connection, [], viewer=viewer(world.bram), on=TODAY, now=NOW) == {}


def test_the_clock_acts_as_nobody(world: World) -> None:
    with reading(world.store) as connection:
        found = take(connection, [world.case], viewer=None, on=TODAY, now=NOW)[world.case.id]

    assert found.actor == "system"
    assert found.roles == {"system"}


def test_roles_are_those_of_now_whenever_it_happened(world: World) -> None:
    last_year = TODAY - 365 * DAY
    with unit_of_work(world.store) as connection:
        over = {"from_on": last_year, "until_on": TODAY}
        takes_part(connection, world.anna, role="coordinator", region="oldebroek", **over)

        found = seen(world, connection, on=last_year)

    assert set(found.holders) == {"regisseur"}


def test_an_excluded_person_holds_no_role(world: World) -> None:
    with unit_of_work(world.store) as connection:
        takes_part(connection, world.anna, case_id=world.case.id, access="excluded", role="chair")

        assert set(seen(world, connection).holders) == {"regisseur"}


@pytest.mark.parametrize(
    ("until", "qualified"), [(None, True), (TODAY + DAY, True), (TODAY, False)]
)
def test_a_holder_is_qualified_while_the_qualification_holds(
    world: World, until: date | None, qualified: bool
) -> None:
    with unit_of_work(world.store) as connection:
        add_qualification(
            connection,
            world.bram.id,
            name="skj",
            from_on=TODAY - DAY,
            until_on=until,
            now=NOW,
        )

        found = seen(world, connection, asks=Asks(qualifications={"regisseur": "skj"}))
        other = seen(world, connection, asks=Asks(qualifications={"regisseur": "psychologist"}))

    assert found.holders["regisseur"] == (Holder(world.bram.public_id, qualified=qualified),)
    assert other.holders["regisseur"] == (Holder(world.bram.public_id, qualified=False),)


def records(found: Snapshot) -> dict[tuple[str, str | None], tuple[str, date]]:
    """Tell of each current record its status, and from when its age counts."""
    return {key: (record.status, record.on) for key, record in found.records.items()}


def test_a_record_has_the_status_that_it_had_on_the_day(world: World) -> None:
    key = ("explanatory_analysis", world.sam.public_id)
    draft = a_record(world.anna, child_id=world.sam.id, status="draft", settled=False)
    settled = RecordMove(
        status="confirmed", settled=True, on=TODAY + 5 * DAY, dated_on=TODAY + 4 * DAY
    )
    with unit_of_work(world.store) as connection:
        record = add_record(connection, world.case, draft, now=NOW, seq=1)
        move_record(connection, record, settled, by=world.bram.id, now=NOW + 6 * DAY, seq=2)
        moments = [
            (TODAY - DAY, NOW + 9 * DAY),
            (TODAY + 4 * DAY, NOW + 9 * DAY),
            (TODAY + 5 * DAY, NOW + 9 * DAY),
            (TODAY + 5 * DAY, NOW + 5 * DAY),
        ]

        found = [records(seen(world, connection, on=on, now=now)) for on, now in moments]

    assert found == [
        {},
        {key: ("draft", TODAY)},
        {key: ("confirmed", TODAY + 4 * DAY)},
        {key: ("draft", TODAY)},
    ]


@pytest.mark.parametrize(
    ("made", "current"),
    [
        pytest.param([("confirmed", 1), ("draft", 3)], ("confirmed", 1), id="settled first"),
        pytest.param([("confirmed", 3), ("confirmed", 1)], ("confirmed", 3), id="newest settled"),
        pytest.param([("draft", 1), ("draft", 3)], ("draft", 3), id="newest draft"),
        pytest.param([("draft", 3), ("confirmed", 1)], ("confirmed", 1), id="in any order"),
    ],
)
def test_of_several_records_one_counts(
    world: World, made: list[tuple[str, int]], current: tuple[str, int]
) -> None:
    with unit_of_work(world.store) as connection:
        for status, days in made:
            record = a_record(
                world.anna,
                status=status,
                settled=status == "confirmed",
                dated_on=TODAY + days * DAY,
            )
            add_record(connection, world.case, record, now=NOW, seq=1)

        found = records(seen(world, connection))

    status, days = current
    assert found == {("explanatory_analysis", None): (status, TODAY + days * DAY)}


def test_a_record_of_another_case_does_not_count(world: World) -> None:
    with unit_of_work(world.store) as connection:
        other = a_case(connection, world.family, children=[world.sam])
        record = add_record(connection, other, a_record(world.anna), now=NOW, seq=1)
        move_record(connection, record, SETTLED, by=world.anna.id, now=NOW, seq=2)

        assert records(seen(world, connection)) == {}


def test_a_fact_has_the_value_that_it_had_on_the_day(world: World) -> None:
    with unit_of_work(world.store) as connection:
        for value, from_on, now in (
            ("court", TODAY, NOW),
            ("own_choice", TODAY + 3 * DAY, NOW + 3 * DAY),
            ("corrected", TODAY, NOW + 5 * DAY),
        ):
            facts = {"legal_title": value}
            set_facts(connection, world.case, facts, from_on=from_on, now=now, seq=1)
        days = [
            (TODAY - DAY, NOW + 9 * DAY),
            (TODAY, NOW),
            (TODAY, NOW + 9 * DAY),
            (TODAY + 3 * DAY, NOW + 9 * DAY),
        ]

        found = [dict(seen(world, connection, on=on, now=now).facts) for on, now in days]

    assert found == [
        {},
        {"legal_title": "court"},
        {"legal_title": "corrected"},
        {"legal_title": "own_choice"},
    ]


def test_what_happened_is_found_by_state_act_and_step(world: World) -> None:
    with unit_of_work(world.store) as connection:
        case = happens(connection, world.case, entered="considered")
        step = {"transition": "place", "entered": "placed", "act": "out_of_home_placement"}
        case = happens(connection, case, actor_id=world.anna.id, **step)
        case = happens(
            connection,
            case,
            actor_id=world.bram.id,
            **step,
            occurred_on=TODAY + 3 * DAY,
            recorded_at=NOW + 3 * DAY,
        )
        happens(connection, case, transition="drop")
        now = NOW + 9 * DAY

        early = seen(world, connection, on=TODAY + 2 * DAY, now=now)
        late = seen(world, connection, on=TODAY + 3 * DAY, now=now)

    assert (early.entered, early.acted) == (
        {"considered": TODAY, "placed": TODAY},
        {"out_of_home_placement": TODAY},
    )
    assert early.stepped == {"place": world.anna.public_id, "drop": "system"}
    assert late.entered["placed"] == late.acted["out_of_home_placement"] == TODAY + 3 * DAY
    assert late.stepped["place"] == world.bram.public_id


def test_the_strongest_of_several_deadlines_counts(world: World) -> None:
    wanted: Mapping[str, str] = {"a": "open", "b": "suspended", "c": "met", "d": "void"}
    ends = {"a": ["met", "open"], "b": ["suspended", "void"], "c": ["met", "void"], "d": ["void"]}
    with unit_of_work(world.store) as connection:
        for key, states in ends.items():
            for state in states:
                made = start_deadline(connection, world.case.id, a_deadline(key=key))
                if state == "suspended":
                    suspend_deadline(connection, made.id, on=TODAY, until=None)
                if state in ("met", "void"):
                    end_deadline(connection, made.id, state=state, on=TODAY, seq=1)  # type: ignore[arg-type]  # one of both

        assert seen(world, connection).duties == wanted


def test_linked_cases_are_seen_with_how_they_stand(world: World) -> None:
    with unit_of_work(world.store) as connection:
        other = a_case(connection, world.family, children=[world.sam])
        link_cases(connection, other, other=world.case, link="after_return", now=NOW)

        assert seen(world, connection).linked == (
            LinkedCase("placement", "after_return", is_final=False),
        )


def test_a_confirmed_deviation_comes_before_one_that_is_only_asked(world: World) -> None:
    new = NewDeviation(
        rule="conference", transition="place", asked_by=world.anna.id, lapses_on=TODAY + DAY
    )
    with unit_of_work(world.store) as connection:
        first = ask(connection, world.case, new, now=NOW)
        asked = seen(world, connection).deviations["conference", "place"]
        decide(connection, first, state="confirmed", by=world.bram.id, now=NOW)
        ask(connection, world.case, new, now=NOW)
        confirmed = seen(world, connection).deviations["conference", "place"]
        lapsed = seen(world, connection, now=NOW + DAY).deviations

    assert (asked.id, asked.confirmed) == (first.public_id, False)
    assert (confirmed.id, confirmed.confirmed) == (first.public_id, True)
    assert lapsed == {}


@pytest.mark.parametrize(
    ("now", "roles"),
    [
        pytest.param(datetime.fromisoformat("2026-03-09T22:59:59Z"), set(), id="still the 9th"),
        pytest.param(datetime.fromisoformat("2026-03-09T23:00:00Z"), {"chair"}, id="00:00 local"),
    ],
)
def test_the_day_of_a_role_begins_at_midnight_in_amsterdam(
    world: World, now: datetime, roles: set[str]
) -> None:
    with unit_of_work(world.store) as connection:
        takes_part(connection, world.anna, role="chair", case_id=world.case.id, from_on=TODAY + DAY)

        found = seen(world, connection, now=now)

    assert set(found.holders) - {"regisseur"} == roles
    assert now - NOW < timedelta(days=1)
