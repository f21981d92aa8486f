"""What workflows share: titles in words, and the statuses of a record."""

import pytest
from pydantic import ValidationError

from engine.catalogue import RecordType
from tests.engine.builders import catalogue


@pytest.mark.parametrize(
    ("roles", "nl", "en"),
    [
        (("regisseur",), "regisseur", "regisseur"),
        (("regisseur", "cjg_worker"), "regisseur of CJG-werker", "regisseur or CJG worker"),
        (
            ("scientist", "regisseur", "cjg_worker"),
            "gedragswetenschapper, regisseur of CJG-werker",
            "scientist, regisseur or CJG worker",
        ),
        ((), "", ""),
    ],
)
def test_roles_are_listed_in_words(roles: tuple[str, ...], nl: str, en: str) -> None:
    titles = catalogue().role_titles(roles)

    assert (titles.nl, titles.en) == (nl, en)


def test_a_record_knows_where_it_begins_and_when_it_is_settled() -> None:
    analysis, conference = (catalogue().records[key] for key in ("analysis", "conference"))

    assert (conference.initial, conference.settled) == ("offered", ("held", "declined"))
    assert (analysis.initial, analysis.settled) == ("started", ("confirmed",))


def test_a_record_has_a_title() -> None:
    assert catalogue().record_title("network_map").nl == "Netwerkkaart"


def a_record(record: str, field: str) -> RecordType:
    where = {"type": "text", "class": field, "title": {"nl": "Waar", "en": "Where"}}
    return RecordType.model_validate(
        {
            "title": {"nl": "Plek", "en": "Place"},
            "about": "youth",
            "class": record,
            "statuses": {"known": {"initial": True}},
            "written_by": ["regisseur"],
            "fields": {"where": where},
            "source": "DEFAULT",
        }
    )


def test_a_field_may_be_stricter_than_its_record() -> None:
    assert a_record("confidential", "shielded").class_of("where") == "shielded"


def test_a_field_is_never_laxer_than_its_record() -> None:
    with pytest.raises(ValidationError, match=r"never laxer than its record \(confidential\)"):
        a_record("confidential", "open")
