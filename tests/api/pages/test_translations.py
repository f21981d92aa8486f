"""The Dutch catalogue has every sentence of the pages, and no other."""

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from api.locale_update import is_translated, merged, sentences, written
from api.speech import DUTCH, speech_in

UPDATE = "run `.venv/bin/python -m api.locale_update`, then write the Dutch"


def dutch() -> Catalog:
    """Read the catalogue as it is committed."""
    with DUTCH.open("rb") as file:
        return read_po(file, locale="nl")


def test_every_sentence_of_the_pages_is_in_the_catalogue_and_no_other() -> None:
    asked = {(each.context, each.id) for each in sentences() if each.id}
    known = {(each.context, each.id) for each in dutch() if each.id}

    assert sorted(map(str, asked - known)) == [], f"not in messages.po: {UPDATE}"
    assert sorted(map(str, known - asked)) == [], f"no page asks for these: {UPDATE}"


def test_every_sentence_has_dutch_words() -> None:
    waiting = [each.id for each in dutch() if each.id and not is_translated(each.string)]
    guessed = [each.id for each in dutch() if each.id and each.fuzzy]

    assert waiting == [], UPDATE
    assert guessed == [], "somebody has to look at a translation that was guessed"


def test_a_translation_has_the_same_places_to_fill_in() -> None:
    catalogue = dutch()
    wrong = [each.id for each in catalogue if each.id and each.check(catalogue)]

    assert wrong == []


def test_bringing_an_up_to_date_catalogue_up_to_date_changes_nothing() -> None:
    assert written(merged(dutch(), sentences())) == DUTCH.read_bytes()


def test_the_pages_speak_dutch() -> None:
    assert speech_in("nl").gettext("My cases") == "Mijn zaken"
    assert speech_in("nl").pgettext("kind of deadline", "law") == "wet"
    assert speech_in("en").gettext("My cases") == "My cases"
