"""A source is told by names that its readers know."""

import pytest

from engine.sources import source_words


@pytest.mark.parametrize(
    ("source", "nl", "en"),
    [
        pytest.param("SEED 004 (req 144)", "Visie CJG Oldebroek (eis 144)",
                     "Vision CJG Oldebroek (req 144)", id="a document"),
        pytest.param("SEED 000, 003",
                     "Transformatieplan Noord-Veluwe, Transformatieplan FoodValley",
                     "Transformation plan Noord-Veluwe, Transformation plan FoodValley",
                     id="two documents"),
        pytest.param("SEED 999", "", "", id="a number that we do not have"),
        pytest.param("LAW Jeugdwet 4.1.2", "Jeugdwet 4.1.2", "Jeugdwet 4.1.2", id="an article"),
        pytest.param("LAW", "wet", "law", id="only that it is law"),
        pytest.param("PRACTICE tafel", "praktijk: tafel", "practice: tafel", id="practice"),
        pytest.param("DEFAULT", "eigen keuze, door de regio te bevestigen",
                     "our own choice, for the region to confirm", id="our own"),
        pytest.param("DESIGN", "eigen keuze, door de regio te bevestigen",
                     "our own choice, for the region to confirm", id="our design"),
        pytest.param("DEFAULT; DOMAIN 2.0 (deviation); SAFETY 5.2",
                     "eigen keuze, door de regio te bevestigen",
                     "our own choice, for the region to confirm", id="a chapter of our handbook"),
        pytest.param("term DEFAULT; SEED 004; SEED 004 as DEFAULT",
                     "Visie CJG Oldebroek; eigen keuze, door de regio te bevestigen",
                     "Vision CJG Oldebroek; our own choice, for the region to confirm",
                     id="our own is said once, at the end"),
        pytest.param(" ; ", "", "", id="nothing"),
    ],
)  # fmt: skip
def test_it_reads_as_people_know_it(source: str, nl: str, en: str) -> None:
    assert (source_words(source, "nl"), source_words(source, "en")) == (nl, en)


def test_numbers_of_our_own_handbook_are_left_out() -> None:
    assert source_words("LAW Jeugdwet 1.1 (facts 42, 54)", "nl") == "Jeugdwet 1.1"
