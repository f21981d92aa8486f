"""Guards about the table: who is there while the case is discussed, and what was agreed."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from engine.guards import AllOf, Composed, leaves
from engine.guards.quorum import with_quorum
from engine.snapshot import AgreementState
from engine.text import Text
from tests.engine.builders import a_case, a_guard, answer, catalogue

HERE = frozenset({"scientist"})
AGREED = "agreements: {some: true}"
SETTLED = "agreements: {in: [met, ended, handed_over]}"


@pytest.mark.parametrize(
    ("role", "present", "met"),
    [
        pytest.param("scientist", HERE, True, id="there"),
        pytest.param("cjg_worker", HERE, False, id="somebody else is"),
        pytest.param("scientist", frozenset(), False, id="nobody is"),
    ],
)
def test_somebody_in_a_role_is_present(role: str, present: frozenset[str], met: bool) -> None:
    reason = answer(f"present: {role}", a_case(present=present))

    assert (reason.key, reason.met, reason.needs) == (f"present.{role}", met, ())


def test_whoever_holds_a_role_is_not_present_by_that() -> None:
    assert answer("present: scientist", a_case(scientist=True)).met is False


def test_who_must_be_present_is_said_in_plain_words() -> None:
    reason = answer("present: scientist", a_case())

    assert reason.asks == Text(
        nl="Zorg dat erbij is: gedragswetenschapper", en="Have present: scientist"
    )
    assert reason.says == Text(
        nl="Er is geen gedragswetenschapper bij.", en="No scientist is present."
    )


@pytest.mark.parametrize(
    ("guard", "agreements", "met"),
    [
        pytest.param(AGREED, (), False, id="none yet"),
        pytest.param(AGREED, ("open",), True, id="one"),
        pytest.param(AGREED, ("not_met", "ended"), True, id="whatever became of them"),
        pytest.param(SETTLED, (), True, id="none is none open"),
        pytest.param(SETTLED, ("met", "ended", "handed_over"), True, id="each in another state"),
        pytest.param(SETTLED, ("met", "open"), False, id="one is open"),
        pytest.param(SETTLED, ("not_met",), False, id="one was not met"),
        pytest.param("agreements: {in: [open]}", ("open", "open"), True, id="open may be asked"),
    ],
)
def test_agreements_are_there_or_settled(
    guard: str, agreements: tuple[AgreementState, ...], met: bool
) -> None:
    assert answer(guard, a_case(agreements=agreements)).met is met


@pytest.mark.parametrize(
    ("guard", "key", "asks", "says"),
    [
        (
            AGREED,
            "agreements",
            "Make agreements: who does what, when",
            "No agreements have been made yet.",
        ),
        (
            SETTLED,
            "agreements.settled",
            "Settle the agreements",
            "There are agreements that are not settled yet.",
        ),
    ],
)
def test_both_questions_about_agreements_have_a_key_and_words(
    guard: str, key: str, asks: str, says: str
) -> None:
    reason = answer(guard, a_case())

    assert (reason.key, reason.asks.en, reason.says.en) == (key, asks, says)


@pytest.mark.parametrize("wrong", ["{}", "{in: []}", "{some: true, in: [met]}"])
def test_one_thing_is_asked_of_agreements(wrong: str) -> None:
    with pytest.raises(ValidationError, match="give either 'some: true' or 'in' with states"):
        a_guard(f"agreements: {wrong}")


@pytest.mark.parametrize("wrong", ["{some: false}", "{in: [kept]}"])
def test_an_agreement_has_the_states_that_there_are(wrong: str) -> None:
    with pytest.raises(ValidationError, match="Input should be"):
        a_guard(f"agreements: {wrong}")


QUORUM = ("scientist", "cjg_worker")


def test_the_quorum_is_written_out_as_one_guard_for_each_role() -> None:
    written = with_quorum(a_guard("{present: quorum, source: SEED 001}"), QUORUM)

    assert isinstance(written, AllOf)
    assert (written.key, written.source) == ("quorum", "SEED 001")
    assert list(leaves(written)) == [a_guard(f"present: {role}") for role in QUORUM]


def test_the_quorum_says_itself_what_it_asks_unless_the_definition_does() -> None:
    own = "{present: quorum, asks: {nl: Wacht, en: Wait}, says: {nl: Nee., en: No.}}"

    plain = with_quorum(a_guard("present: quorum"), QUORUM)
    worded = with_quorum(a_guard(own), QUORUM)

    assert plain.says == Text(nl="De tafel is niet compleet.", en="The table is not complete.")
    assert plain.asks == Text(nl="Zorg dat de tafel compleet is", en="Have the table complete")
    assert worded.asks == Text(nl="Wacht", en="Wait")
    assert worded.says == Text(nl="Nee.", en="No.")


@pytest.mark.parametrize("kind", ["all_of", "any_of", "none_of"])
def test_inside_a_composed_guard_the_quorum_is_written_out_too(kind: str) -> None:
    guard = a_guard(f"{kind}: [{{assigned: regisseur}}, {{any_of: [{{present: quorum}}]}}]\nkey: x")

    written = with_quorum(guard, QUORUM)

    assert isinstance(written, Composed)
    assert (written.kind, written.key) == (kind, "x")
    assert list(leaves(written)) == [
        a_guard("assigned: regisseur"),
        *(a_guard(f"present: {role}") for role in QUORUM),
    ]


@pytest.mark.parametrize("guard", ["present: scientist", "assigned: regisseur"])
def test_any_other_guard_stays_as_it_is(guard: str) -> None:
    assert with_quorum(a_guard(guard), QUORUM) == a_guard(guard)


@pytest.mark.parametrize(
    ("quorum", "present", "met"),
    [
        pytest.param(QUORUM, {"scientist", "cjg_worker"}, True, id="everybody"),
        pytest.param(QUORUM, {"scientist"}, False, id="one is missing"),
        pytest.param((), set(), True, id="a region without a quorum asks for nobody"),
    ],
)
def test_a_quorum_is_there_when_each_role_is(
    quorum: tuple[str, ...], present: set[str], met: bool
) -> None:
    guard = with_quorum(a_guard("present: quorum"), quorum)

    reason = guard.check(a_case(present=frozenset(present)), catalogue())

    assert (reason.key, reason.met) == ("quorum", met)
    assert [part.key for part in reason.parts] == [f"present.{role}" for role in quorum]
