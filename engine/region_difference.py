"""What two regions have differently beside their workflows, in words. Pure.

Terms, severities and reviews are no leaves here: they show as differences of the workflows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from engine.calendar import CalendarRules
from engine.catalogue import Catalogue
from engine.explanation import day_words
from engine.region import Body, PhoneLine, Reader, RegionFile, TableTimes
from engine.text import Text, joined

Leaf: TypeAlias = Literal[
    "words", "opens_by", "bodies", "table", "calendar", "fallback", "lines", "crisis_line"
]

_NOUNS: Mapping[Leaf, Text] = {
    "words": Text(nl="Woord", en="Word"),
    "opens_by": Text(nl="Wie opent", en="Who opens"),
    "bodies": Text(nl="Instantie", en="Body"),
    "table": Text(nl="Tafel", en="Table"),
    "calendar": Text(nl="Kalender", en="Calendar"),
    "fallback": Text(nl="Vast adres", en="Fallback address"),
    "lines": Text(nl="Telefoonnummer in brieven", en="Telephone number in letters"),
    "crisis_line": Text(nl="Crisisdienst in brieven", en="Crisis service in letters"),
}
_PARTS = {
    "weekday": Text(nl="dag", en="day"),
    "starts": Text(nl="begin", en="start"),
    "ends": Text(nl="einde", en="end"),
    "slot": Text(nl="tijd per zaak", en="time for a case"),
    "quorum": Text(nl="wie er moet zijn", en="who must be there"),
    "closing_days": Text(nl="sluitingsdagen", en="closing days"),
    "skips": Text(nl="vrije dagen van de organisatie", en="days off of the organisation"),
}
_WEEKDAYS = {
    "monday": Text(nl="maandag", en="Monday"),
    "tuesday": Text(nl="dinsdag", en="Tuesday"),
    "wednesday": Text(nl="woensdag", en="Wednesday"),
    "thursday": Text(nl="donderdag", en="Thursday"),
    "friday": Text(nl="vrijdag", en="Friday"),
}
_SKIPS = {
    "good_friday": Text(nl="Goede Vrijdag", en="Good Friday"),
    "liberation_day": Text(nl="Bevrijdingsdag", en="Liberation Day"),
    "equated": Text(nl="gelijkgestelde dagen", en="equated days"),
}
_READERS: Mapping[Reader, Text] = {
    "parents": Text(nl="ouders", en="parents"),
    "youth": Text(nl="de jeugdige", en="the youth"),
}
_NONE = Text(nl="niets", en="nothing")
_NO_BODY = Text(nl="is er niet", en="does not exist")
_NOT_SAID = Text(nl="niet genoemd", en="not named")


@dataclass(frozen=True, slots=True)
class RegionDifference:
    """One leaf that two regions have differently; ``before`` and ``after`` are each one's own."""

    leaf: Leaf
    key: str
    noun: Text
    before: Text
    after: Text

    def says(self, here: Text, there: Text) -> Text:
        """In words, with what both regions are called."""
        what, a, b = self.noun, self.before, self.after
        return Text(
            nl=f"{what.nl}: in {here.nl} {a.nl}; in {there.nl} {b.nl}",
            en=f"{what.en}: in {here.en} {a.en}; in {there.en} {b.en}",
        )


def region_differences(
    a: RegionFile, b: RegionFile, catalogue: Catalogue
) -> tuple[RegionDifference, ...]:
    """Every leaf that two regions have differently, each with what it inherits."""
    leaves: Mapping[Leaf, Callable[[RegionFile], Mapping[str, Text]]] = {
        "words": lambda region: region.words,
        "opens_by": lambda region: {
            key: catalogue.role_titles(roles) for key, roles in region.opens_by.items()
        },
        "bodies": lambda region: {key: _body(body) for key, body in region.bodies.items()},
        "table": lambda region: dict(_table(region.table, catalogue)) if region.table else {},
        "calendar": lambda region: dict(_calendar(region.calendar or CalendarRules())),
        "fallback": lambda region: (
            {"email": _same(region.fallback.email)} if region.fallback else {}
        ),
        "lines": lambda region: {key: _line(line) for key, line in region.lines.items()},
        "crisis_line": lambda region: (
            {"number": _line(region.crisis_line)} if region.crisis_line else {}
        ),
    }
    return tuple(
        found for leaf, read in leaves.items() for found in _compared(leaf, read(a), read(b))
    )


def _compared(
    leaf: Leaf, before: Mapping[str, Text], after: Mapping[str, Text]
) -> Iterator[RegionDifference]:
    for key in dict.fromkeys([*before, *after]):
        was, becomes = before.get(key, _NOT_SAID), after.get(key, _NOT_SAID)
        if was != becomes:
            yield RegionDifference(leaf, key, _noun(leaf, key), was, becomes)


def _noun(leaf: Leaf, key: str) -> Text:
    noun = _NOUNS[leaf]
    if leaf in ("fallback", "crisis_line"):
        return noun
    if leaf in ("table", "calendar"):
        part = _PARTS[key]
        return Text(nl=f"{noun.nl}, {part.nl}", en=f"{noun.en}, {part.en}")
    return Text(nl=f"{noun.nl} ‘{key}’", en=f"{noun.en} “{key}”")


def _body(body: Body) -> Text:
    if body == "none":
        return _NO_BODY
    return joined([body] if isinstance(body, Text) else list(body), " / ")


def _table(table: TableTimes, catalogue: Catalogue) -> Iterator[tuple[str, Text]]:
    yield "weekday", _WEEKDAYS[table.weekday]
    yield "starts", _same(f"{table.starts:%H:%M}")
    yield "ends", _same(f"{table.ends:%H:%M}")
    if table.slot:
        yield "slot", Text(nl=table.slot.words("nl"), en=table.slot.words("en"))
    if table.quorum:
        yield "quorum", catalogue.role_titles(table.quorum)


def _calendar(rules: CalendarRules) -> Iterator[tuple[str, Text]]:
    days = [Text(nl=day_words(day, "nl"), en=day_words(day, "en")) for day in rules.closing_days]
    yield "closing_days", joined(days) if days else _NONE
    skips = [_SKIPS[skip] for skip in rules.skips]
    yield "skips", joined(skips) if skips else _NONE


def _line(line: PhoneLine) -> Text:
    readers = joined([_READERS[reader] for reader in line.for_])
    return Text(
        nl=f"{line.title.nl}, {line.number} (voor {readers.nl})",
        en=f"{line.title.en}, {line.number} (for {readers.en})",
    )


def _same(words: str) -> Text:
    return Text(nl=words, en=words)
