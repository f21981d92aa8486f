"""Register a family once, however often the form is sent."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import event

from engine.errors import KeyReused, NotFound
from engine.fields import InvalidInput
from engine.library import UnknownRegion
from engine.service.registering import (
    Member,
    NewFamily,
    NewProfessional,
    register_family,
    register_professional,
)
from tests.service.builders import TODAY, Desk
from tests.service.stages import everything

MEMBERS = (
    Member(name="Kim", born=date(2015, 4, 1), is_child=True),
    Member(name="Jo", authority_over=("Kim",)),
)


def a_family(desk: Desk, key: str | None = "form-1") -> NewFamily:
    return NewFamily(name="De Wit", region=desk.region, members=MEMBERS, key=key)


def count(desk: Desk) -> int:
    return len(everything(desk.office.store)["family"])


def test_a_form_that_is_sent_twice_registers_one_family(desk: Desk) -> None:
    before = count(desk)

    first = register_family(desk.viewers["anna"], desk.office, a_family(desk))
    again = register_family(desk.viewers["anna"], desk.office, a_family(desk))

    assert again == first
    assert set(first.members) == {"Kim", "Jo"}
    assert count(desk) == before + 1


def test_two_at_one_moment_register_one_family(desk: Desk) -> None:
    before, anna = count(desk), desk.viewers["anna"]

    with ThreadPoolExecutor(2) as both:
        sent = [both.submit(register_family, anna, desk.office, a_family(desk)) for _ in "ab"]
        first, second = (each.result() for each in sent)

    assert first == second
    assert count(desk) == before + 1


def test_nobody_looks_for_the_first_answer_before_it_is_ones_turn(desk: Desk) -> None:
    if desk.office.store.is_sqlite:
        pytest.skip("on SQLite the writer's turn is the lock")
    said: list[str] = []
    engine = desk.office.store.engine

    def hear(*statement: Any) -> None:
        said.append(statement[2])

    event.listen(engine, "before_cursor_execute", hear)
    register_family(desk.viewers["anna"], desk.office, a_family(desk))
    event.remove(engine, "before_cursor_execute", hear)

    locked, looked = ("FOR NO KEY UPDATE", "FROM stored_answer")
    first = {word: next(n for n, each in enumerate(said) if word in each)
             for word in (locked, looked)}  # fmt: skip
    assert first[locked] < first[looked]


def test_without_a_key_each_is_a_family_of_its_own(desk: Desk) -> None:
    before = count(desk)
    for _ in range(2):
        register_family(desk.viewers["anna"], desk.office, a_family(desk, key=None))

    assert count(desk) == before + 2


def test_a_key_belongs_to_one_form(desk: Desk) -> None:
    register_family(desk.viewers["anna"], desk.office, a_family(desk))

    with pytest.raises(KeyReused):
        register_family(desk.viewers["anna"], desk.office, replace(a_family(desk), name="De Vries"))
    register_family(desk.viewers["bram"], desk.office, a_family(desk))


def test_no_name_is_kept_with_the_answer(desk: Desk) -> None:
    register_family(desk.viewers["anna"], desk.office, a_family(desk))

    kept = str(everything(desk.office.store)["stored_answer"])
    assert "form-1" in kept
    assert not [name for name in ("Kim", "Jo", "De Wit") if name in kept]


@pytest.mark.parametrize(
    ("changes", "problems"),
    [
        pytest.param({"name": " "}, [("name", "missing")], id="a family without a name"),
        pytest.param(
            {"members": (Member(name="Kim"), Member(name="Kim "))},
            [("members.0.name", "malformed"), ("members.1.name", "malformed")],
            id="two of one name",
        ),
        pytest.param(
            {
                "name": "",
                "members": (
                    Member(name=""),
                    Member(name="Kim", born=TODAY + timedelta(days=1)),
                ),
            },
            [("name", "missing"), ("members.0.name", "missing"), ("members.1.born", "malformed")],
            id="every problem at once",
        ),
        pytest.param(
            {
                "name": "x" * 201,
                "municipality": "x" * 201,
                "members": (Member(name="x" * 201, born=date(1899, 12, 31)),),
            },
            [
                ("name", "malformed"),
                ("municipality", "malformed"),
                ("members.0.name", "malformed"),
                ("members.0.born", "malformed"),
            ],
            id="too long, and too long ago",
        ),
    ],
)
def test_what_is_wrong_with_the_form_is_told_and_nothing_saved(
    desk: Desk, changes: dict[str, Any], problems: list[tuple[str, str]]
) -> None:
    before = everything(desk.office.store)

    with pytest.raises(InvalidInput) as caught:
        register_family(desk.viewers["anna"], desk.office, replace(a_family(desk), **changes))

    assert [(each.field, each.code) for each in caught.value.problems] == problems
    assert everything(desk.office.store) == before


def test_the_longest_names_and_the_first_day_fit(desk: Desk) -> None:
    kim = Member(name="x" * 200, born=date(1900, 1, 1), is_child=True)
    new = NewFamily(name="x" * 200, region=desk.region, municipality="x" * 200, members=(kim,))

    assert register_family(desk.viewers["anna"], desk.office, new).family


def test_an_unknown_region_and_a_strange_child_are_refused(desk: Desk) -> None:
    anna, office = desk.viewers["anna"], desk.office
    before = everything(office.store)

    with pytest.raises(UnknownRegion):
        register_family(anna, office, replace(a_family(desk), region="nowhere"))
    with pytest.raises(NotFound):
        register_family(anna, office, replace(a_family(desk), members=MEMBERS[1:]))

    assert everything(office.store) == before


def test_who_works_for_the_same_organisation_shares_it(desk: Desk) -> None:
    els, fatima, lotte = (
        register_professional(
            desk.office,
            NewProfessional(name=name, subject=name, works_as=(), organisation=organisation),
        )
        for name, organisation in (("Els", "CJG"), ("Fatima", "CJG"), ("Lotte", "De Zonnehoek"))
    )

    assert els.organisation == fatima.organisation != lotte.organisation
