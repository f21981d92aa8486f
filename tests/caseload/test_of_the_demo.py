"""What the demo begins with: every workflow lives, and the tables have work before them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import timedelta
from typing import get_args

import pytest

from api.caseload.cast import ARCHIVISTS, OFFICER, PROFESSIONALS
from api.caseload.making import CaseMade
from engine.service.dates import dates_of
from engine.service.office import Office
from engine.store import agenda, deviations, events, meetings
from engine.store import cases as heads
from engine.store import deadlines as duties
from engine.store.cases import CaseHead
from engine.store.meetings import MeetingHead
from engine.store.tables.cases import DeviationState
from engine.store.unit_of_work import reading
from tests.caseload.conftest import UNTIL, of_the_demo

MOST_STAFF = 20
STATES = get_args(DeviationState)


@pytest.fixture
def demo() -> Iterator[Office]:
    """Lend the office of the demo; nothing may be changed in it."""
    office = of_the_demo().office
    yield office
    office.store.close()


def cases() -> tuple[CaseMade, ...]:
    """Every case of the demo."""
    return of_the_demo().caseload.cases


def head_of(office: Office, case: CaseMade) -> CaseHead:
    """How a case stands."""
    with reading(office.store) as connection:
        return heads.case_for_operator(connection, case.id)


def agendas(office: Office) -> list[tuple[MeetingHead, Counter[str]]]:
    """Every meeting of the tables at which the chair sits, with what came of its items."""
    chair = of_the_demo().caseload.people["anna"]
    with reading(office.store) as connection:
        found = meetings.list_meetings(
            connection, chair, from_on=UNTIL.date() - timedelta(days=365), on=UNTIL.date(), limit=99
        )
        return [
            (
                each.head,
                Counter(one.item.state for one in agenda.items_of(connection, each.head)),
            )
            for each in found
        ]


def test_every_workflow_lives_in_two_states_or_more(demo: Office) -> None:
    states = defaultdict(set)
    for case in cases():
        states[case.workflow].add(case.state)

    assert set(states) == {name for name, _ in demo.library.workflows}
    assert {name: found for name, found in states.items() if len(found) < 2} == {}
    assert 110 <= len(cases()) <= 140


def test_every_workflow_but_the_newest_has_ended_cases() -> None:
    ended = Counter(case.workflow for case in cases() if case.is_final)

    assert {"beschermingstafel", "crisis", "assigned_help", "placement", "regie"} <= set(ended)


def test_every_open_case_has_a_date_with_an_owner(demo: Office) -> None:
    people = of_the_demo().caseload.people
    alone = [
        (case.number, case.workflow, case.state)
        for case in cases()
        if not case.is_final
        and not any(
            seen.owners
            for seen in dates_of(people["cora"], demo, case.id)
            if seen.state in ("open", "suspended")
        )
    ]

    assert alone == []


def test_every_chain_is_whole(demo: Office) -> None:
    for case in cases():
        head = head_of(demo, case)
        with reading(demo.store) as connection:
            assert events.verify_chain(connection, head.id) is None


def test_some_dates_are_late_and_some_rules_were_set_aside(demo: Office) -> None:
    late, aside = 0, 0
    for case in cases():
        head = head_of(demo, case)
        with reading(demo.store) as connection:
            rows = duties.deadlines_of(connection, head)
            late += sum(row.state == "open" and row.due_on < UNTIL.date() for row in rows)
            aside += len(deviations.deviations_of(connection, [head.id], states=STATES))

    assert 5 <= late <= 80
    assert aside >= 3


def test_the_chair_finds_a_meeting_of_today_tomorrow_and_next_week(demo: Office) -> None:
    ahead = {
        head.on_date - UNTIL.date(): items["planned"]
        for head, items in agendas(demo)
        if head.on_date >= UNTIL.date()
    }

    assert ahead[timedelta(days=0)] >= 1
    assert ahead[timedelta(days=1)] >= 2
    assert ahead[timedelta(days=8)] >= 2


def test_past_meetings_were_held_and_every_item_came_to_something(demo: Office) -> None:
    past = [(head, items) for head, items in agendas(demo) if head.on_date < UNTIL.date()]

    assert len(past) >= 8
    assert {head.state for head, _ in past} == {"held"}
    assert all(not items["planned"] for _, items in past)


def test_the_chair_the_secretary_and_the_adviser_see_the_agendas(demo: Office) -> None:
    people = of_the_demo().caseload.people

    today = UNTIL.date()
    with reading(demo.store) as connection:
        for key in ("anna", "joost", "meryem"):
            assert meetings.list_meetings(connection, people[key], from_on=today, on=today, limit=9)


def test_the_clock_opened_cases_of_youths_who_come_of_age(demo: Office) -> None:
    by_the_clock = 0
    for case in cases():
        if case.workflow == "transition_18":
            head = head_of(demo, case)
            with reading(demo.store) as connection:
                first = next(iter(events.events_since(connection, head, seq=0)))
            by_the_clock += first.actor is None

    assert by_the_clock >= 5


def test_what_the_table_asked_of_the_council_has_a_case_of_its_own() -> None:
    opened = Counter(case.workflow for case in cases())

    assert opened["council_investigation"] >= 2
    assert opened["supervision_order_review"] >= 3


def test_the_staff_is_not_too_many_and_works_in_roles_that_exist(demo: Office) -> None:
    known = demo.library.catalogue.roles

    working = {
        key: roles
        for key, (_, _, roles) in PROFESSIONALS.items()
        if key not in {OFFICER, *ARCHIVISTS}
    }

    assert len(working) <= MOST_STAFF
    assert {role for roles in working.values() for role in roles} <= set(known)
