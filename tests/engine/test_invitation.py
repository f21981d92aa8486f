"""The letter that asks somebody to come: to a parent and to a youth, in both languages."""

from datetime import date
from typing import Any

import pytest

from engine.invitation import Asked, Sits, compose
from engine.letter import Line
from engine.text import Language, Text

VERA = Sits("Vera", "chair", Text(nl="Voorzitter", en="Chair"))
DORA = Sits("Dora", "scientist", Text(nl="Gedragswetenschapper", en="Scientist"))
LINE = Line(Text(nl="Bij gevaar", en="In danger"), "112")


def said(language: Language = "nl", **changes: Any) -> list[str]:
    """Write the letter; its paragraphs and lines."""
    usual: dict[str, Any] = {
        "voice": "parent",
        "receiver": "Els",
        "children": ("Noor",),
        "on": date(2026, 12, 1),
        "at": "10.45",
        "place": "Zaal 1",
        "sits": (VERA,),
        "by_phone": True,
        "lines": (LINE,),
    }
    return [each.words.in_(language) for each in compose(Asked(**{**usual, **changes}))]


def test_it_says_when_and_where() -> None:
    assert {"dinsdag 1 december 2026", "om 10.45 uur", "Zaal 1"} <= set(said())
    assert {"Tuesday 1 December 2026", "at 10.45"} <= set(said("en"))


def test_what_is_not_known_yet_is_said_to_follow() -> None:
    words = said(on=None, at="", place="")

    assert [each for each in words if "hoort u nog" in each] == [
        "De dag hoort u nog van ons.",
        "De tijd hoort u nog van ons.",
        "De plaats hoort u nog van ons.",
    ]


@pytest.mark.parametrize(
    ("children", "names"),
    [(("Noor",), "Noor"), (("Noor", "Mila"), "Noor en Mila"), (("A", "B", "C"), "A, B en C")],
)
def test_a_parent_reads_about_the_children_of_whom_they_have_authority(
    children: tuple[str, ...], names: str
) -> None:
    assert any(f"praten over {names}:" in each for each in said(children=children))


def test_without_authority_no_child_is_named() -> None:
    assert any("praten over uw gezin" in each for each in said(children=()))


@pytest.mark.parametrize("language", ["nl", "en"])
def test_nobody_has_to_come_and_everybody_may_bring_somebody(language: Language) -> None:
    words = " ".join(said(language))

    wanted = {
        "nl": ("U hoeft niet te komen", "Komt u niet", "meenemen", "vertrouwenspersoon", "tolk"),
        "en": ("do not have to come", "If you do not", "bring", "advocate", "interpreter"),
    }
    assert not [each for each in wanted[language] if each not in words]


def test_only_who_may_be_called_is_told_of_a_call() -> None:
    assert any("Wij bellen u" in each for each in said())
    assert not any("bellen" in each for each in said(by_phone=False))


def test_it_says_who_sits_there_and_what_they_do() -> None:
    words = said(sits=(VERA, DORA))

    assert "Vera: leidt het gesprek" in words
    assert "Dora (gedragswetenschapper)" in words
    assert "Wie van ons zitten er?" not in said(sits=())


def test_it_says_what_may_come_of_it_and_whom_to_call() -> None:
    words = said()

    assert "De Raad voor de Kinderbescherming doet onderzoek." in " ".join(words)
    assert "Bij gevaar: 112" in words
    assert "Vragen, of hulp nodig?" not in said(lines=())


def test_a_youth_reads_je_and_a_parent_u() -> None:
    youth = " ".join(said(voice="youth", receiver="Noor", sits=(VERA, DORA))).split()
    parent = " ".join(said()).split()

    assert not {"u", "U", "uw"} & set(youth)
    assert not {"je", "Je", "jou"} & set(parent)
    assert any("hoe het met je gaat" in each for each in said(voice="youth"))


def test_a_professional_reads_nothing_of_a_family_of_their_own_and_no_name() -> None:
    bram = Sits("Bram", "regisseur", Text(nl="Regisseur", en="Regisseur"))
    for by_phone in (True, False):
        told = said(voice="professional", receiver="Rik", sits=(bram,), lines=(), by_phone=by_phone)
        text = "\n".join(told)

        assert "Beste Rik," in told
        assert "om 10.45 uur" in told
        assert "Kunt u niet komen? Zeg het ons, en wie er in uw plaats komt." in told
        assert "Bram: houdt het plan van het gezin bij" in told
        assert not any(words in text for words in ("Noor", "uw gezin", "uw kind", "U hoeft"))
    assert not any("Wie" in each for each in said(voice="professional", sits=()))
