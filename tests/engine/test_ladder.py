"""Who hears of what a role must do, rung by rung: every combination, without a database."""

from datetime import date, timedelta
from itertools import product

import pytest

from engine.ladder import Away, Hindrance, Standing, climb, ladder_of

DAY = date(2026, 3, 9)
YESTERDAY, LONG_AGO = DAY - timedelta(days=1), DAY - timedelta(days=30)
BRAM, ELS, SUB, LEAD, CORA, BOX = range(1, 7)

KINDS: dict[str, Standing | None] = {
    "nobody": None,
    "here": Standing(BRAM),
    "left": Standing(BRAM, has_left=True),
    "no_address": Standing(BRAM, has_address=False),
    "away": Standing(BRAM, away=(Away(LONG_AGO, deputy=ELS),)),
    "away_a_day": Standing(BRAM, away=(Away(YESTERDAY, deputy=ELS),)),
}


def who(standing: Standing | None, person: int) -> tuple[Standing, ...]:
    """Put somebody else in the same position, if anybody is."""
    if standing is None:
        return ()
    return (Standing(person, standing.has_left, standing.has_address, standing.away),)


def expected(kinds: tuple[str, ...], at_once: bool, fallback: bool) -> tuple[int, ...]:
    """Say by hand who hears: the first who is here, a holder also in the first days away."""
    first, deputy, lead, coordinator = kinds
    named = first in ("away", "away_a_day")
    if first == "here" or (first == "away_a_day" and not at_once):
        return (BRAM,)
    if named and deputy == "here":
        return (ELS,)
    if lead == "here":
        return (LEAD,)
    if coordinator == "here":
        return (CORA,)
    return (BOX,) if fallback else ()


@pytest.mark.parametrize("at_once", [True, False])
@pytest.mark.parametrize("fallback", [True, False])
def test_every_combination_of_rungs_is_heard_on_the_first_that_can_be_reached(
    at_once: bool, fallback: bool
) -> None:
    for kinds in product(KINDS, repeat=4):
        first, deputy, lead, coordinator = (KINDS[kind] for kind in kinds)
        holders = {
            "regisseur": who(first, BRAM),
            "team_lead": who(lead, LEAD),
            "coordinator": who(coordinator, CORA),
        }
        deputies = {each.person: each for each in who(deputy, ELS)}
        box = Standing(BOX) if fallback else None

        told = climb(ladder_of("regisseur", holders, deputies, box), DAY, at_once=at_once)

        assert told.people == expected(kinds, at_once, fallback), kinds
        assert (told.why is None) == (told.people == (BRAM,))


def test_the_ledger_says_each_rung_that_was_passed_by_role_and_reason() -> None:
    holders = {
        "regisseur": (*who(KINDS["left"], BRAM), *who(KINDS["away"], SUB)),
        "coordinator": who(KINDS["here"], CORA),
    }
    deputies = {ELS: Standing(ELS, has_address=False)}

    told = climb(ladder_of("regisseur", holders, deputies), DAY, at_once=False)

    assert told.why == (
        "regisseur: away+left; deputy: no_address; team_lead: nobody; coordinator: told"
    )


def test_with_nobody_on_any_rung_the_reason_names_them_all() -> None:
    told = climb(ladder_of("regisseur", {}, {}), DAY, at_once=False)

    assert (told.rung, told.people) == (None, ())
    assert told.why == "regisseur: nobody; deputy: nobody; team_lead: nobody; coordinator: nobody"


def test_everybody_on_a_rung_hears_and_who_is_away_does_not() -> None:
    holders = {"regisseur": (*who(KINDS["here"], BRAM), *who(KINDS["away"], SUB), Standing(LEAD))}

    told = climb(ladder_of("regisseur", holders, {}), DAY, at_once=False)

    assert told.people == (BRAM, LEAD)


def test_the_substitute_of_the_family_stands_beside_the_deputy() -> None:
    holders = {"regisseur": who(KINDS["away"], BRAM), "substitute": (Standing(SUB),)}

    told = climb(ladder_of("regisseur", holders, {ELS: Standing(ELS)}), DAY, at_once=False)

    assert told.people == (ELS, SUB)


@pytest.mark.parametrize(
    ("role", "rungs"),
    [
        pytest.param("regisseur", ["regisseur", "deputy", "team_lead", "coordinator"], id="owner"),
        pytest.param("team_lead", ["team_lead", "deputy", "coordinator"], id="team lead"),
        pytest.param("coordinator", ["coordinator", "deputy", "team_lead"], id="coordinator"),
    ],
)
def test_no_rung_comes_twice(role: str, rungs: list[str]) -> None:
    assert [rung.role for rung in ladder_of(role, {}, {})] == rungs


def test_whoever_stands_on_two_rungs_is_on_the_first() -> None:
    both = Standing(LEAD)
    holders = {"team_lead": (both,), "coordinator": (both, Standing(CORA))}

    ladder = ladder_of("regisseur", holders, {}, Standing(BOX))

    assert [[each.person for each in rung.people] for rung in ladder] == [
        [], [], [LEAD], [CORA], [BOX]
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("since", "until", "at_once", "hindrance"),
    [
        pytest.param(0, None, True, "away", id="from day 1 where something urgent runs"),
        pytest.param(0, None, False, None, id="day 1 elsewhere: told as ever"),
        pytest.param(3, None, False, None, id="day 4 elsewhere"),
        pytest.param(4, None, False, "away", id="day 5 elsewhere"),
        pytest.param(-1, None, True, None, id="not away yet"),
        pytest.param(9, 0, True, None, id="the first day back"),
        pytest.param(9, 1, True, "away", id="the last day away"),
    ],
)
def test_an_absence_counts_from_its_first_or_its_fifth_day(
    since: int, until: int | None, at_once: bool, hindrance: Hindrance | None
) -> None:
    back = None if until is None else DAY + timedelta(days=until)
    standing = Standing(BRAM, away=(Away(DAY - timedelta(days=since), back),))

    assert standing.hindrance(DAY, at_once=at_once) == hindrance


def test_whoever_stands_in_is_passed_over_from_the_first_day_of_an_absence() -> None:
    holders = {"team_lead": who(KINDS["away_a_day"], LEAD), "coordinator": (Standing(CORA),)}

    assert climb(ladder_of("regisseur", holders, {}), DAY, at_once=False).people == (CORA,)


def test_the_absence_of_today_is_known_before_it_counts() -> None:
    ahead, now = Away(DAY + timedelta(days=5)), Away(YESTERDAY)

    assert Standing(BRAM, away=(now, ahead)).away_on(DAY) == now
    assert Standing(BRAM, away=(ahead,)).away_on(DAY) is None
