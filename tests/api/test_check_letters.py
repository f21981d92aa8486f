"""Whoever checks the definitions is told what letters cannot say yet."""

from dataclasses import replace

from api.check_command import no_crisis_line
from engine.region import PhoneLine
from engine.text import Language, Text
from tests.shipped import the_library

OURS = PhoneLine.model_validate(
    {"title": Text(nl="Crisis", en="Crisis"), "number": "055 123 4567", "for": ["youth"]}
)


def told(language: Language, *, ours: str = "") -> list[str]:
    """What is told of two regions, of which one may have a crisis service."""
    library = the_library()
    region = {ours: library.regions[ours].model_copy(update={"crisis_line": OURS})} if ours else {}
    known = replace(library, regions={**library.regions, **region})
    asked = [known.of("crisis", key) for key in ("apeldoorn", "oldebroek")]
    lines: list[str] = []
    no_crisis_line(asked, known, language, lines.append)
    return lines


def test_a_region_without_a_crisis_service_is_named() -> None:
    assert told("nl") == [
        "Geen crisisdienst ('crisis_line') in: apeldoorn, oldebroek. Brieven noemen er daar geen."
    ]
    assert told("en", ours="apeldoorn") == [
        "No crisis service ('crisis_line') in: oldebroek. Letters there name none."
    ]


def test_nothing_is_told_where_each_has_one() -> None:
    library = the_library()
    regions = {
        key: each.model_copy(update={"crisis_line": OURS}) for key, each in library.regions.items()
    }
    lines: list[str] = []

    known = replace(library, regions=regions)
    no_crisis_line([known.of("crisis", "oldebroek")], known, "nl", lines.append)

    assert lines == []
