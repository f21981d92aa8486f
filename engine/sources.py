"""Where a rule or a term comes from, in words that its readers know. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from engine.text import Language, Text

SEEDS = {
    "000": Text(nl="Transformatieplan Noord-Veluwe", en="Transformation plan Noord-Veluwe"),
    "001": Text(nl="Transformatieagenda jeugd Apeldoorn", en="Youth agenda Apeldoorn"),
    "002": Text(
        nl="Regionaal Uitvoeringsplan Jeugd Centraal Gelderland",
        en="Regional youth plan Centraal Gelderland",
    ),
    "003": Text(nl="Transformatieplan FoodValley", en="Transformation plan FoodValley"),
    "004": Text(nl="Visie CJG Oldebroek", en="Vision CJG Oldebroek"),
}
"""The five policy documents that the rules come from, by their number."""

OURS = Text(
    nl="eigen keuze, door de regio te bevestigen", en="our own choice, for the region to confirm"
)
"""What stands for everything that no document says (DEFAULT)."""

_SEED = re.compile(r"SEED (\d{3}(?:, \d{3})*)")
_OWN_NOTES = re.compile(r" ?\((?:facts? [\d, –]+|lawyer)\)")
"""Numbers of our own handbook, and whom we still ask: nothing to a reader."""

_PLAIN = {
    "nl": (("LAW ", ""), ("PRACTICE ", "praktijk: "), ("(req ", "(eis ")),
    "en": (("LAW ", ""), ("PRACTICE ", "practice: ")),
}
_ALONE = {"LAW": Text(nl="wet", en="law")}
_OURS = re.compile(r"(?:DESIGN|DOMAIN|CONTRACTS|SAFETY)\b|.*\bDEFAULT\b")
"""Our own choice: that is what our handbook is to a reader, whatever its chapter."""


def source_words(source: str, language: Language) -> str:
    """The source of a rule, a term or a step as its readers know it.

    What is our own choice is said once, at the end; notes on it are for those who read the
    definition itself.

    >>> source_words("SEED 004 (req 144); LAW Jeugdwet 4.1.2; age DEFAULT", "nl")
    'Visie CJG Oldebroek (eis 144); Jeugdwet 4.1.2; eigen keuze, door de regio te bevestigen'
    """
    parts = [part.strip() for part in source.split(";") if part.strip()]
    ours = [OURS.in_(language) for part in parts if _OURS.match(part)]
    told = [*_told(parts, language), *ours]
    return "; ".join(dict.fromkeys(told))


def _told(parts: list[str], language: Language) -> Iterator[str]:
    for part in parts:
        if _OURS.match(part):
            yield from _documents(part, language)
        elif part in _ALONE:
            yield _ALONE[part].in_(language)
        else:
            yield _worded(part, language)


def _documents(part: str, language: Language) -> Iterator[str]:
    """The documents that are named beside what is our own choice."""
    if found := _SEED.search(part):
        yield _titles(found, language)


def _worded(part: str, language: Language) -> str:
    said = _SEED.sub(lambda found: _titles(found, language), _OWN_NOTES.sub("", part))
    for old, new in _PLAIN[language]:
        said = said.replace(old, new)
    return said


def _titles(found: re.Match[str], language: Language) -> str:
    numbers = found[1].split(", ")
    return ", ".join(SEEDS[number].in_(language) for number in numbers if number in SEEDS)
