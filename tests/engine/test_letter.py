"""A letter says what it may and nothing else, to a parent "u" and to a youth "je"."""

from dataclasses import replace
from datetime import date
from importlib.resources import files
from itertools import product

import pytest

from engine.consent import AuthoritySeen
from engine.letter import (
    Block,
    Facts,
    Line,
    Promise,
    Receiver,
    blocks_in,
    compose,
    receivers,
    written,
)
from engine.letter_words import words_from
from engine.problems import DefinitionError
from engine.snapshot import Child
from engine.text import Text

FILE = (files("workflows") / "letters" / "table_letter.yaml").read_text(encoding="utf-8")
WORDS = words_from(FILE, "table_letter.yaml")
TODAY = date(2026, 12, 1)
BOTH = (AuthoritySeen("noor", "els"), AuthoritySeen("noor", "tom"), AuthoritySeen("daan", "jan"))
PARENTS = (Receiver("els", "parent"), Receiver("tom", "parent"))


def facts(**said: object) -> Facts:
    """Lack nothing."""
    usual = Facts(
        voice="parent",
        receiver="Els",
        child="Noor",
        today=TODAY,
        outcome="voluntary_continues",
        outcome_title=Text(nl="Hulp gaat door", en="Help goes on"),
        reasons="Het gaat goed.",
        promises=(Promise("bellen", date(2026, 12, 8), "professional", "Bram"),),
        next_talk=date(2027, 2, 9),
        regisseur="Bram",
        lines=(Line(Text(nl="Bij gevaar", en="In danger"), "112"),),
    )
    return replace(usual, **said)  # type: ignore[arg-type]  # a builder with defaults


def said(made: Facts, *, plain: bool = False) -> str:
    """Give the Dutch words of a letter."""
    return written(compose(WORDS, made, plain=plain), "nl")


@pytest.mark.parametrize(
    ("born", "found"),
    [
        pytest.param(
            date(2017, 1, 1), (*PARENTS, Receiver("noor", "youth", expected=False)), id="nine"
        ),
        pytest.param(date(2014, 12, 1), (*PARENTS, Receiver("noor", "youth")), id="twelve today"),
        pytest.param(
            date(2014, 12, 2), (*PARENTS, Receiver("noor", "youth", expected=False)), id="eve"
        ),
        pytest.param(date(2010, 1, 1), (*PARENTS, Receiver("noor", "youth")), id="sixteen"),
        pytest.param(date(2008, 12, 1), (Receiver("noor", "youth"),), id="of age today"),
        pytest.param(date(2027, 1, 1), PARENTS, id="unborn"),
        pytest.param(
            None, (*PARENTS, Receiver("noor", "youth", expected=False)), id="age not known"
        ),
    ],
)
def test_who_gets_a_letter(born: date | None, found: tuple[Receiver, ...]) -> None:
    assert receivers(Child("noor", born), TODAY, BOTH) == found


def test_who_has_authority_twice_gets_one_letter() -> None:
    found = receivers(Child("daan", None), TODAY, (*BOTH, *BOTH))

    assert [each.person for each in found] == ["jan", "daan"]


def test_the_whole_letter_of_a_parent() -> None:
    text = said(facts())

    assert text.splitlines()[:7] == [
        "# Afspraken over Noor", "", "di 1 december 2026", "", "Beste Els,", "",
        "Aan tafel is gepraat over Noor. In deze brief leest u wat er is afgesproken.",
    ]  # fmt: skip
    assert "\n# Waarom?\n\nHet gaat goed.\n" in text
    assert "\n- Bram: bellen – uiterlijk di 8 december 2026\n" in text
    assert "Op di 9 februari 2027 kijken we samen hoe het gaat." in text
    assert "\n- Bij gevaar: 112\n" in text
    assert "vrijwillig, niet verplicht" in text


def test_to_a_youth_it_says_je_and_never_u() -> None:
    for outcome, plain in product(WORDS.outcomes, (False, True)):
        everything = facts(voice="youth", receiver="Noor", outcome=outcome, promises=ALL)

        words = said(everything, plain=plain).split()

        assert not {"u", "U", "u.", "uw", "Uw", "U:"} & set(words)


def test_to_a_parent_it_says_u_and_never_je() -> None:
    for outcome, plain in product(WORDS.outcomes, (False, True)):
        words = said(facts(outcome=outcome, promises=ALL), plain=plain).split()

        assert not {"je", "Je", "jij", "Jij", "Jij:", "jou", "jouw"} & set(words)


ALL = (
    Promise("een", TODAY, "receiver"),
    Promise("twee", TODAY, "child"),
    Promise("drie", TODAY, "family", "Karim"),
    Promise("vier", TODAY, "professional", "Bram"),
    Promise("vijf.", TODAY, "unknown", "Lars"),
)


def test_of_the_family_only_the_child_and_the_receiver_have_a_name() -> None:
    text = said(facts(promises=ALL))

    assert "- U: een –" in text
    assert "- Noor: twee –" in text
    assert "- Iemand anders van het gezin: drie –" in text
    assert "- Bram: vier –" in text
    assert "- Afgesproken: vijf – uiterlijk di 1 december 2026. Wie dit doet, hoort u" in text
    assert "Karim" not in text
    assert "Lars" not in text


def test_agreements_stand_in_the_order_of_their_days_each_on_one_line() -> None:
    two = (
        Promise("later", date(2026, 12, 9), "receiver"),
        Promise("eerst\n- en dan", date(2026, 12, 2), "receiver"),
    )

    (found,) = [b for b in blocks_in(said(facts(promises=two))) if "eerst" in b.lines[0]]

    assert [line.split(" – ")[0] for line in found.lines] == ["U: eerst - en dan", "U: later"]


@pytest.mark.parametrize("outcome", sorted(WORDS.outcomes))
def test_help_is_called_voluntary_where_it_is_and_the_council_explained_where_it_comes(
    outcome: str,
) -> None:
    for plain in (False, True):
        text = said(facts(outcome=outcome), plain=plain)
        assert ("niet verplicht" in text) == (
            outcome in {"voluntary_continues", "voluntary_intensified", "provisional"}
        )
        assert ("zegt de Raad of" in text) == (
            outcome in {"council_investigation", "investigation_runs"}
        )


def test_what_is_not_there_is_not_mentioned() -> None:
    text = said(facts(reasons=" ", promises=(), next_talk=None, regisseur=None, lines=()))

    assert "Waarom" not in text
    assert "volgende gesprek" not in text
    assert "In deze brief staan geen afspraken" in text
    assert "- Uw regisseur: ....." in text


def test_an_outcome_without_words_of_its_own_is_told_by_its_title() -> None:
    assert "Hulp gaat door\n" in said(facts(outcome="something_new"))


def test_a_name_with_braces_is_a_name() -> None:
    assert "Beste {regisseur},\n" in said(facts(receiver="{regisseur}"))


def test_it_speaks_english_too() -> None:
    text = written(compose(WORDS, facts()), "en")

    assert text.startswith("# Agreements about Noor\n\nTue 1 December 2026\n\nDear Els,\n")
    assert "voluntary, not compulsory" in text


def test_what_was_written_is_read_back_as_the_same_parts() -> None:
    text = "# Kop\n\nEen regel\nen nog een\n\n- a\n- b\n\n- c\n# Nog een\n# En nog een\nslot\n-\n"

    assert blocks_in(text) == (
        Block("heading", ("Kop",)),
        Block("text", ("Een regel", "en nog een")),
        Block("item", ("a", "b")),
        Block("item", ("c",)),
        Block("heading", ("Nog een",)),
        Block("heading", ("En nog een",)),
        Block("text", ("slot", "-")),
    )


def test_a_file_without_a_sentence_or_with_another_place_is_refused() -> None:
    with pytest.raises(DefinitionError, match="absent or not known: closes, closing"):
        words_from(FILE.replace("  closing:\n", "  closes:\n", 1), "f.yaml")
    with pytest.raises(DefinitionError, match="no such place: address"):
        words_from(FILE.replace("{today}", "{address}").replace("{receiver},", "{address}"), "f")
