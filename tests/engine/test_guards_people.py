"""Guards about people: who takes part, how old, who consents, who looks a second time."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from engine.guards import second_pair_of_eyes
from engine.reason import Fix
from engine.snapshot import Child, ConsentSeen, Holder
from tests.engine.builders import (
    BO,
    KIM,
    MAX,
    TODAY,
    a_case,
    a_guard,
    a_record,
    answer,
    catalogue,
)

SCIENTIST = "participant: {role: scientist}"
QUALIFIED = "participant: {role: scientist, qualified: true}"


@pytest.mark.parametrize(
    ("guard", "holders", "met"),
    [
        pytest.param(SCIENTIST, {"scientist": (Holder("dirk"),)}, True, id="takes part"),
        pytest.param(SCIENTIST, {"regisseur": (Holder("dirk"),)}, False, id="in another role"),
        pytest.param(SCIENTIST, {}, False, id="nobody"),
        pytest.param(QUALIFIED, {"scientist": (Holder("dirk"),)}, False, id="not qualified"),
        pytest.param(
            QUALIFIED,
            {"scientist": (Holder("dirk"), Holder("eva", qualified=True))},
            True,
            id="one of them is qualified",
        ),
        pytest.param("assigned: regisseur", {"regisseur": (Holder("anna"),)}, True, id="assigned"),
        pytest.param("assigned: regisseur", {"regisseur": ()}, False, id="no longer assigned"),
        pytest.param("assigned: regisseur", {}, False, id="never assigned"),
    ],
)
def test_somebody_holds_the_role(guard: str, holders: dict[str, Any], met: bool) -> None:
    assert answer(guard, a_case(holders=holders)).met is met


def born(day: str) -> tuple[Child, ...]:
    """One child born on this day."""
    return (Child("kim", date.fromisoformat(day)),)


@pytest.mark.parametrize(
    ("bounds", "birth", "met"),
    [
        pytest.param("under: {years: 12}", "2014-03-10", True, id="the day before the birthday"),
        pytest.param("under: {years: 12}", "2014-03-09", False, id="on the birthday"),
        pytest.param("at_least: {years: 16}", "2010-03-09", True, id="16 today"),
        pytest.param("at_least: {years: 16}", "2010-03-10", False, id="16 tomorrow"),
        pytest.param("at_least: {years: 12}, under: {years: 16}", "2012-02-29", True, id="between"),
        pytest.param("at_least: {years: 12}, under: {years: 16}", "2010-03-09", False, id="above"),
        pytest.param("at_least: {years: 12}, under: {years: 16}", "2014-03-10", False, id="below"),
        pytest.param("at_least: {years: 0}", "2026-06-01", False, id="not born yet"),
    ],
)
def test_a_child_is_of_an_age_from_its_birthday_on(bounds: str, birth: str, met: bool) -> None:
    assert answer(f"age: {{{bounds}}}", a_case(children=born(birth))).met is met


@pytest.mark.parametrize(
    ("today", "met"),
    [
        pytest.param(date(2028, 2, 28), False, id="28 February"),
        pytest.param(date(2028, 2, 29), True, id="29 February"),
        pytest.param(date(2030, 2, 28), False, id="28 February of a common year"),
        pytest.param(date(2030, 3, 1), True, id="1 March of a common year"),
    ],
)
def test_who_is_born_on_29_february_has_a_birthday_on_1_march_in_a_common_year(
    today: date, met: bool
) -> None:
    years = today.year - 2012
    guard = f"age: {{at_least: {{years: {years}}}}}"

    assert answer(guard, a_case(children=born("2012-02-29"), on=today)).met is met


def test_an_unknown_birth_date_leaves_the_age_open() -> None:
    reason = answer("age: {under: {years: 12}}", a_case(children=(MAX,)))

    assert (reason.met, reason.child, reason.needs) == (None, "max", ("birth_date",))


@pytest.mark.parametrize(
    ("guard", "children", "met", "parts"),
    [
        pytest.param(
            "under: {years: 12}", (KIM, BO), False, [("kim", False), ("bo", True)], id="each"
        ),
        pytest.param(
            "under: {years: 12}, for: any_child",
            (KIM, BO),
            True,
            [("kim", False), ("bo", True)],
            id="any",
        ),
        pytest.param(
            "under: {years: 12}", (BO, MAX), None, [("bo", True), ("max", None)], id="still open"
        ),
        pytest.param(
            "under: {years: 12}", (KIM, MAX), False, [("kim", False), ("max", None)], id="one no"
        ),
        pytest.param("under: {years: 13}", (KIM,), True, [], id="one child has no parts"),
    ],
)
def test_an_age_is_asked_for_each_child(
    guard: str, children: tuple[Child, ...], met: bool | None, parts: list[Any]
) -> None:
    reason = answer(f"age: {{{guard}}}", a_case(children=children))

    assert reason.met is met
    assert [(part.child, part.met) for part in reason.parts] == parts


def test_only_what_is_open_says_what_it_needs() -> None:
    reason = answer("age: {under: {years: 12}}", a_case(children=(KIM, MAX)))

    assert reason.needs == ()
    assert [part.needs for part in reason.parts] == [(), ("birth_date",)]


@pytest.mark.parametrize(
    ("inputs", "met", "child", "needs"),
    [
        pytest.param({"who": "bo"}, True, "bo", (), id="the one named"),
        pytest.param({"who": "kim"}, False, "kim", (), id="the other"),
        pytest.param({"who": "max"}, None, "max", ("birth_date",), id="one without birth date"),
        pytest.param({"who": "eva"}, False, None, (), id="nobody of this case"),
        pytest.param({}, False, None, (), id="nobody named"),
        pytest.param(None, None, None, ("who",), id="no form yet"),
    ],
)
def test_a_child_may_be_named_by_the_form(
    inputs: dict[str, Any] | None, met: bool | None, child: str | None, needs: tuple[str, ...]
) -> None:
    guard = "age: {under: {years: 12}, for: {child: input.who}}"

    reason = answer(guard, a_case(children=(KIM, BO, MAX), inputs=inputs))

    assert (reason.met, reason.child, reason.needs) == (met, child, needs)


def test_without_a_form_the_field_that_names_the_child_is_needed() -> None:
    guard = "consent: {to: placement, for: {child: input.who}}"

    assert answer(guard, a_case(inputs=None)).needs == ("who",)


@pytest.mark.parametrize(
    ("bounds", "words"),
    [
        pytest.param("under: {years: 12}", "jonger dan 12", id="under"),
        pytest.param("at_least: {years: 16}", "16 jaar of ouder", id="at least"),
        pytest.param(
            "under: {years: 16}, at_least: {years: 12}",
            "jonger dan 16 en 12 jaar of ouder",
            id="both",
        ),
    ],
)
def test_an_age_says_its_bounds_in_words(bounds: str, words: str) -> None:
    reason = answer(f"age: {{{bounds}}}", a_case())

    assert reason.asks.nl == f"Controleer de leeftijd: {words}"
    assert reason.says.nl == f"De jeugdige is niet {words}."


def test_an_age_has_some_bound() -> None:
    with pytest.raises(ValidationError, match="give 'under', 'at_least' or both"):
        a_guard("age: {for: any_child}")


OF_RECORD = "four_eyes: {of: {record: analysis}, by: [scientist, regisseur]}"
OF_STEP = "four_eyes: {of: {step: check}, by: [regisseur]}"


@pytest.mark.parametrize(
    ("guard", "changes", "met"),
    [
        pytest.param(OF_RECORD, {"records": a_record(author="bram")}, True, id="another"),
        pytest.param(OF_RECORD, {"records": a_record(author="anna")}, False, id="the author"),
        pytest.param(OF_RECORD, {"records": {}}, True, id="no record yet"),
        pytest.param(
            OF_RECORD,
            {"records": a_record("conference", author="anna") | a_record(author="bram")},
            True,
            id="author of something else",
        ),
        pytest.param(
            OF_RECORD,
            {"records": a_record(author="bram") | a_record(author="anna", child="bo")},
            False,
            id="author of the second child's",
        ),
        pytest.param(
            OF_RECORD,
            {"records": a_record(author="bram"), "role": "cjg_worker"},
            False,
            id="another without the role",
        ),
        pytest.param(OF_STEP, {"stepped": {"check": "bram"}}, True, id="another made the step"),
        pytest.param(OF_STEP, {"stepped": {"check": "anna"}}, False, id="made the step"),
        pytest.param(OF_STEP, {"stepped": {"place": "anna"}}, True, id="made another step"),
    ],
)
def test_a_second_professional_is_another_person_in_one_of_the_roles(
    guard: str, changes: dict[str, Any], met: bool
) -> None:
    assert answer(guard, a_case(**changes)).met is met


@pytest.mark.parametrize("of", ["{}", "{record: analysis, step: check}"])
def test_a_second_professional_looks_at_one_thing(of: str) -> None:
    with pytest.raises(ValidationError, match="a second person looks at one thing"):
        a_guard(f"four_eyes: {{of: {of}, by: [regisseur]}}")


def test_a_second_pair_of_eyes_is_asked_without_a_guard_too() -> None:
    case = a_case()

    assert second_pair_of_eyes(case, {"bram"}, ("regisseur",), catalogue()).met is True
    assert second_pair_of_eyes(case, {"bram", "anna"}, ("regisseur",), catalogue()).met is False
    assert second_pair_of_eyes(case, set(), ("scientist",), catalogue()).met is False


def consent(child: str, *, complete: bool) -> dict[tuple[str, str], ConsentSeen]:
    return {("placement", child): ConsentSeen("placement", child, complete=complete)}


@pytest.mark.parametrize(
    ("consents", "met"),
    [
        pytest.param(consent("kim", complete=True), True, id="complete"),
        pytest.param(consent("kim", complete=False), False, id="somebody is missing"),
        pytest.param({}, False, id="nobody was asked"),
        pytest.param(consent("bo", complete=True), False, id="another child's"),
    ],
)
def test_everybody_whose_consent_is_asked_has_given_it(
    consents: dict[Any, ConsentSeen], met: bool
) -> None:
    assert answer("consent: {to: placement}", a_case(consents=consents)).met is met


def test_consent_is_asked_for_each_child_for_any_or_for_the_one_named() -> None:
    case = a_case(
        children=(KIM, BO),
        consents=consent("kim", complete=True) | consent("bo", complete=False),
        inputs={"who": "kim"},
    )

    assert answer("consent: {to: placement}", case).met is False
    assert answer("consent: {to: placement, for: any_child}", case).met is True
    assert answer("consent: {to: placement, for: {child: input.who}}", case).met is True
    assert answer("consent: {to: sharing}", case).met is False


@pytest.mark.parametrize(
    ("guard", "key", "says", "fix", "source"),
    [
        pytest.param(
            SCIENTIST,
            "participant.scientist",
            "No scientist takes part.",
            Fix(participant="scientist"),
            "",
            id="participant",
        ),
        pytest.param(
            "assigned: regisseur",
            "assigned.regisseur",
            "No regisseur is appointed.",
            Fix(assign="regisseur"),
            "",
            id="assigned",
        ),
        pytest.param(
            "age: {under: {years: 12}}",
            "age",
            "The youth is not younger than 12.",
            None,
            "",
            id="age",
        ),
        pytest.param(
            OF_RECORD,
            "four_eyes",
            "This takes a second professional, another than the author: scientist or regisseur.",
            None,
            "DEFAULT; SEED 000 (req 164)",
            id="four eyes",
        ),
        pytest.param(
            "consent: {to: placement}",
            "consent.placement",
            "Not everybody who must consent has done so.",
            Fix(consent="placement"),
            "LAW Jeugdwet 7.3.4",
            id="consent",
        ),
    ],
)
def test_each_kind_has_a_key_and_words_of_its_own(
    guard: str, key: str, says: str, fix: Fix | None, source: str
) -> None:
    reason = answer(guard, a_case())

    assert (reason.key, reason.says.en, reason.fix, reason.source) == (key, says, fix, source)


def test_ages_go_by_the_day_it_happened_and_not_by_the_day_of_recording() -> None:
    case = replace(a_case(children=born("2014-03-09")), on=TODAY.replace(day=8))

    assert answer("age: {under: {years: 12}}", case).met is True
