"""What workflows share: titles in words, and the statuses of a record."""

import pytest

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
