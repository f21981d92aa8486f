"""The caseload holds together: what people did, what is owed, and what went out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time
from typing import Any

import pytest
from sqlalchemy import select

from api.caseload.cast import CURIOUS
from api.caseload.chores import AGREEMENT
from api.caseload.making import MEANT
from engine.access import Viewer
from engine.calendar import AMSTERDAM
from engine.errors import NotFound
from engine.service.dates import dates_of
from engine.service.office import Office
from engine.store import cases, events
from engine.store import deadlines as duties
from engine.store.cases import CaseHead
from engine.store.tables import METADATA
from engine.store.unit_of_work import reading
from engine.terms import age_on
from tests.caseload.conftest import CASES, UNTIL, made

DRAWN = (AGREEMENT, "data_request.", "withholding.", "objection.")
"""How the keys of deadlines begin that end in an id that was drawn."""


def rows(office: Office, *columns: str) -> list[Any]:
    """Read columns of one table, given as ``table.column``."""
    table = METADATA.tables[columns[0].partition(".")[0]]
    wanted = [table.c[name.partition(".")[2]] for name in columns]
    with reading(office.store) as connection:
        return list(connection.execute(select(*wanted).order_by(table.c.id)))


def heads(office: Office) -> Iterator[CaseHead]:
    """Every case of the first caseload, also one that a step opened."""
    for (number,) in rows(office, "cases.number"):
        with reading(office.store) as connection:
            yield cases.case_for_operator(connection, number)


def coordinator() -> Viewer:
    """Give the one who sees every case of the region by titles and dates."""
    return made().caseload.people["cora"]


def test_every_life_opens_its_case_and_says_so(office: Office) -> None:
    caseload = made().caseload

    meant = round(MEANT * CASES)
    assert made().progress == [(done, meant) for done in range(1, meant + 1)]
    assert len(caseload.cases) >= meant
    assert len(caseload.cases) == len(list(heads(office)))


def test_every_open_case_has_an_open_deadline_with_an_owner(office: Office) -> None:
    alone = [
        case.number
        for case in made().caseload.cases
        if not case.is_final
        and not any(
            seen.owners
            for seen in dates_of(coordinator(), office, case.id)
            if seen.state in ("open", "suspended")
        )
    ]

    assert alone == []


def test_every_chain_of_events_is_whole(office: Office) -> None:
    for head in heads(office):
        with reading(office.store) as connection:
            assert events.verify_chain(connection, head.id) is None
            assert head.version >= 1


def test_no_letter_names_anybody_or_any_case(office: Office) -> None:
    names = {name for (name,) in rows(office, "person.name")}
    names |= {name for (name,) in rows(office, "family.name")}
    names |= {name.split()[0] for name, kind in rows(office, "person.name", "person.kind")
              if kind == "youth" and len(name.split()[0]) > 3}  # fmt: skip
    letters = made().letters

    assert letters
    told = "\n".join(f"{letter.subject}\n{letter.text}\n{letter.html}" for letter in letters)
    assert [name for name in sorted(names) if name in told] == []
    assert "RT-20" not in told


def test_letters_still_go_out_in_the_last_weeks() -> None:
    late = [letter for letter in made().letters if (UNTIL - letter.at).days <= 21]

    assert late
    assert all(letter.at <= UNTIL for letter in made().letters)


def test_people_act_in_office_hours_and_never_after_the_last_moment(office: Office) -> None:
    calendar = office.library.calendars["default"]
    acts = [
        at.astimezone(AMSTERDAM)
        for at, actor in rows(office, "case_event.recorded_at", "case_event.actor_id")
        if actor is not None
    ]

    assert all(time(8, 30) <= at.time() <= time(17) for at in acts)
    assert all(calendar.name_of(at.date()) is None for at in acts)
    assert max(acts) < UNTIL


def test_children_are_minors_or_have_just_come_of_age(office: Office) -> None:
    ages = [
        age_on(born, UNTIL.date())
        for born, kind in rows(office, "person.born", "person.kind")
        if kind == "youth"
    ]

    assert all(age <= 18 for age in ages)


def test_the_curious_colleague_sees_nothing(office: Office) -> None:
    nosy = made().caseload.people[CURIOUS]

    with reading(office.store) as connection:
        for case in made().caseload.cases:
            with pytest.raises(NotFound):
                cases.get_case(connection, nosy, case.id, on=UNTIL.date())


def test_the_same_seed_makes_the_same_caseload() -> None:
    first, second = made(), made(1)

    assert told(first.office) == told(second.office)
    assert [case.number for case in first.caseload.cases] == [
        case.number for case in second.caseload.cases
    ]
    assert len(first.letters) == len(second.letters)


def told(office: Office) -> list[tuple[object, ...]]:
    """Everything about the cases that does not hang on an id that was drawn."""
    found: list[tuple[object, ...]] = []
    for head in heads(office):
        with reading(office.store) as connection:
            due: list[tuple[str, date, str]] = [
                (without_id(row.key), row.due_on, row.state)
                for row in duties.deadlines_of(connection, head)
            ]
            happened = [
                (event.kind, event.recorded_at, event.transition)
                for event in events.events_since(connection, head, seq=0)
            ]
        found.append((head.number, head.workflow, head.state, head.opened_on, due, happened))
    return found


def without_id(key: str) -> str:
    """Read the key of a deadline without the id of the agreement or request it belongs to."""
    return next((drawn for drawn in DRAWN if key.startswith(drawn)), key)
