"""What two regions have of their own is laid side by side."""

import json

import pytest

from engine.region import RegionFile
from engine.region_difference import region_differences
from engine.text import Text
from tests.engine.builders import catalogue, from_yaml

A, B = Text(nl="Hier", en="Here"), Text(nl="Daar", en="There")
LINE = "{{title: {{nl: Hulp, en: Help}}, number: {}, for: [parents, youth]}}"
TABLE = 'table: {weekday: tuesday, starts: "09:00", ends: "12:30"'


def a_region(text: str = "") -> RegionFile:
    """Read a region with these leaves."""
    data = {"region": "somewhere", **(from_yaml(text) if text else {})}
    return RegionFile.model_validate_json(json.dumps(data), strict=True)


def told(before: str, after: str, language: str = "nl") -> list[str]:
    """Say what differs."""
    found = region_differences(a_region(before), a_region(after), catalogue())
    return [getattr(each.says(A, B), language) for each in found]


def test_a_region_does_not_differ_from_itself() -> None:
    assert told(f"{TABLE}}}", f"{TABLE}}}") == []


def test_it_is_said_in_both_languages() -> None:
    words = "words: {cjg: {nl: CJG, en: Centre}}"

    assert told(words, "", "en") == ["Word “cjg”: in Here Centre; in There not named"]


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        pytest.param("", "words: {cjg: {nl: Wijkteam, en: Team}}",
                     ["Woord ‘cjg’: in Hier niet genoemd; in Daar Wijkteam"], id="a word"),
        pytest.param("opens_by: {crisis: [cjg_worker]}",
                     "opens_by: {crisis: [cjg_worker, regisseur]}",
                     ["Wie opent ‘crisis’: in Hier CJG-werker; in Daar CJG-werker of regisseur"],
                     id="who opens"),
        pytest.param("bodies: {board: none}", "bodies: {board: {nl: Adviesraad, en: Board}}",
                     ["Instantie ‘board’: in Hier is er niet; in Daar Adviesraad"], id="a body"),
        pytest.param("", "bodies: {places: [{nl: Gezin, en: Family}, {nl: Netwerk, en: Network}]}",
                     ["Instantie ‘places’: in Hier niet genoemd; in Daar Gezin / Netwerk"],
                     id="alternatives"),
        pytest.param("", f"{TABLE}}}",
                     ["Tafel, dag: in Hier niet genoemd; in Daar dinsdag",
                      "Tafel, begin: in Hier niet genoemd; in Daar 09:00",
                      "Tafel, einde: in Hier niet genoemd; in Daar 12:30"], id="a table"),
        pytest.param(f"{TABLE}}}", f"{TABLE}, slot: {{hours: 1}}, quorum: [scientist]}}",
                     ["Tafel, tijd per zaak: in Hier niet genoemd; in Daar 1 uur",
                      ("Tafel, wie er moet zijn: in Hier niet genoemd; "
                       "in Daar gedragswetenschapper")],
                     id="its slots and quorum"),
        pytest.param("", 'calendar: {closing_days: ["2026-05-15"]}',
                     ["Kalender, sluitingsdagen: in Hier niets; in Daar vr 15 mei 2026"],
                     id="closing days"),
        pytest.param("", "calendar: {skips: []}",
                     [("Kalender, vrije dagen van de organisatie: in Hier Goede Vrijdag, "
                       "Bevrijdingsdag; in Daar niets")], id="days off"),
        pytest.param("", "fallback: {email: wacht@voorbeeldstad.test}",
                     ["Vast adres: in Hier niet genoemd; in Daar wacht@voorbeeldstad.test"],
                     id="the fallback address"),
        pytest.param(f"lines: {{help: {LINE.format('0800-0432')}}}",
                     f"lines: {{help: {LINE.format('0800-0433')}}}",
                     [("Telefoonnummer in brieven ‘help’: in Hier Hulp, 0800-0432 (voor ouders, "
                       "de jeugdige); in Daar Hulp, 0800-0433 (voor ouders, de jeugdige)")],
                     id="a line in letters"),
        pytest.param("", f"crisis_line: {LINE.format('0800-0432')}",
                     [("Crisisdienst in brieven: in Hier niet genoemd; in Daar Hulp, 0800-0432 "
                       "(voor ouders, de jeugdige)")], id="the crisis service"),
    ],
)  # fmt: skip
def test_each_leaf_is_compared(before: str, after: str, says: list[str]) -> None:
    assert told(before, after) == says
