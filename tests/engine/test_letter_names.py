"""A name of somebody else is found in a letter, however it was written; a word is left alone."""

from collections.abc import Callable
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.letter import Block, blocks_in
from engine.letter_names import named_in

NAMES = ("Noor", "Daan", "Zoë", "Hans", "Søren", "Anne-Marie", "Jan Pieter Bakker-de Wit", "Roos")
AROUND = st.text('bcdfg .,;:!?()"\n', max_size=12)


def in_line(text: str, *names: str, theirs: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Give the names that are found in one line."""
    return named_in([Block("text", (text,))], names, theirs)


@pytest.mark.parametrize(
    ("names", "found"),
    [
        (["Karim", "Mila", "Karim"], ("Karim",)),
        (["Jan Pieter", "Jan Karel"], ("Jan Pieter", "Jan Karel")),
        (["Karim de Wit", "J. van den Berg"], ("Karim de Wit",)),
        (["El", "kar", ""], ()),
    ],
)
def test_a_name_is_found_as_words_of_its_own(names: list[str], found: tuple[str, ...]) -> None:
    text = blocks_in("# Van KARIM\n- Elske belt jan-pieter")

    assert named_in(text, names) == found


def test_a_part_of_a_name_that_the_receiver_has_too_tells_of_nobody_else() -> None:
    text = blocks_in("Beste Els Jansen,\n\nMevrouw Bakker belt.")

    assert named_in(text, ["Tom Jansen", "Sam Bakker"], ["Els Jansen"]) == ("Sam Bakker",)
    assert named_in(text, ["Els Jansen"], ["Els Jansen"]) == ("Els Jansen",)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        pytest.param("Noor", "Noors moeder belt.", id="possessive s"),
        pytest.param("Noor", "De kamer van noor en noors bed.", id="written small"),
        pytest.param("Daan", "Daan's fiets.", id="apostrophe s"),
        pytest.param("Daan", "Daan’s fiets.", id="curled apostrophe"),
        pytest.param("Daan", "Daan\u02bcs fiets.", id="an apostrophe that counts as a letter"),
        pytest.param("Hans", "Hans' fiets.", id="apostrophe alone"),
        pytest.param("Zoë", "Zoe komt ook.", id="accent left out"),
        pytest.param("Zoe", "ZOË komt ook.", id="accent put in"),
        pytest.param("Zoë", "Zoe\u0308s moeder.", id="accent apart"),
        pytest.param("Søren", "SOREN komt.", id="a letter that is no accent"),
        pytest.param("Noor", "No\u00ador komt.", id="soft hyphen within"),
        pytest.param("Noor", "_Noor_ komt, noor2 niet.", id="marked"),
        pytest.param("Daan", "Voor Daantje is dat fijn.", id="small form"),
        pytest.param("Anne-Marie", "Marie komt.", id="half of a double name"),
        pytest.param("Anne-Marie", "Annemaries tante.", id="hyphen left out"),
        pytest.param("Annemarie", "Anne-Marie komt.", id="hyphen put in"),
        pytest.param("Annemarie", "Anne Marie komt.", id="a space put in"),
        pytest.param("Els Bakker-de Wit", "Mevrouw Wit belt.", id="half of a surname"),
        pytest.param("Sam O’Brien", "De heer OBrien belt.", id="apostrophe left out"),
        pytest.param("Karim de Wit", "Over karim de wits werk.", id="whole and small"),
        pytest.param("Roos", "Met Roos erbij.", id="a word, with its capital"),
        pytest.param("Roos", "roos belt morgen", id="a word, in a line without capitals"),
        pytest.param("Roos", "ROOS BELT", id="a word, in a line of capitals"),
    ],
)
def test_a_name_is_found_however_it_is_written(name: str, text: str) -> None:
    assert in_line(text, name) == (name,)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        pytest.param("Roos", "Moeder koopt een roos en twee roosjes.", id="roos"),
        pytest.param("Ben Bakker", "Ik ben bij de bakker.", id="ben and bakker"),
        pytest.param("Karim de Wit", "De muur is wit.", id="wit"),
        pytest.param("Al", "Het is al laat.", id="al"),
        pytest.param("Kop", "Een kopje thee. Een kop soep.", id="a small form"),
        pytest.param("Meis", "Het meisje van hiernaast.", id="a small form that is a word"),
        pytest.param("Jan", "In januari, met Janneke.", id="begins with it"),
        pytest.param("Sam", "Samen praten.", id="begins with it, with a capital"),
        pytest.param("J. van den Berg", "J. komt van de overkant, den berg over.", id="an initial"),
        pytest.param("Mohan Jan", "Mo en haar zus.", id="nothing of it"),
        pytest.param("", "Niemand.", id="no name"),
        pytest.param("Inge", "Dat gaat in gewone taal.", id="across two words"),
    ],
)
def test_an_ordinary_word_is_no_name(name: str, text: str) -> None:
    assert in_line(text, name) == ()


def test_who_the_letter_may_name_hides_nobody_else() -> None:
    theirs = ("Jans Bakker",)

    assert in_line("Jans Bakker komt.", "Jan de Wit", theirs=theirs) == ()
    assert in_line("Jan komt.", "Jan de Wit", theirs=theirs) == ("Jan de Wit",)
    assert in_line("Bakkers bedrijf.", "Tom Bakker", theirs=theirs) == ()
    assert in_line("Met Tom Bakkers auto.", "Tom Bakker", theirs=theirs) == ("Tom Bakker",)


WAYS: dict[str, Callable[[str], str]] = {
    "as it is": str,
    "capitals": str.upper,
    "titles": str.title,
    "small": str.lower,
    "accents apart": lambda name: normalize("NFD", name),
    "no accents": lambda name: name.replace("ë", "e").replace("ø", "o"),
    "another hyphen": lambda name: name.replace("-", "\u2011"),
    "no hyphen": lambda name: name.replace("-", ""),
}


@given(
    AROUND,
    st.sampled_from([name for name in NAMES if name != "Roos"]),
    st.sampled_from(sorted(WAYS)),
    st.sampled_from(["", "s", "'s", "’s", "'", ")", "-dossier"]),
    AROUND,
)
def test_no_way_of_writing_hides_a_name(
    before: str, name: str, way: str, ending: str, after: str
) -> None:
    text = f"- Het: {before} {WAYS[way](name)}{ending} {after}"

    assert name in named_in(blocks_in(text), NAMES)


@given(st.text("bcdfgBCDFG '’-.\n", max_size=60))
def test_a_text_without_a_name_names_nobody(text: str) -> None:
    assert named_in(blocks_in(text), NAMES) == ()
