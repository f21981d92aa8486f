"""What is wrong with one value of a request: pydantic's findings in our words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypedDict

from api.errors import Wrong, WrongCode
from engine.text import Text

MOST = 100
"""A body of unknown keys could otherwise ask for an answer many times its size."""

_LONGEST_NAME = 100
_FALLBACK = Text(nl="Deze waarde past hier niet.", en="This value does not fit here.")
_NUMBER = Text(nl="Geef een heel getal.", en="Give a whole number.")
_AT_LEAST = Text(nl="Geef ten minste {ge}.", en="Give at least {ge}.")
_AT_MOST = Text(nl="Geef ten hoogste {le}.", en="Give at most {le}.")
_OBJECT = Text(nl="Geef een object.", en="Give an object.")
_LIST = Text(nl="Geef een lijst.", en="Give a list.")
_CHOOSE = Text(nl="Kies uit: {expected}.", en="Choose one of: {expected}.")
NO_JSON = Text(nl="Dit is geen geldige JSON.", en="This is no valid JSON.")

WORDS: Mapping[str, Text] = {
    "missing": Text(nl="Dit ontbreekt.", en="This is missing."),
    "extra_forbidden": Text(nl="Dit is onbekend.", en="This is unknown."),
    "json_invalid": NO_JSON,
    "string_type": Text(nl="Geef tekst.", en="Give text."),
    "string_too_long": Text(
        nl="Geef ten hoogste {max_length} tekens.", en="Give at most {max_length} characters."
    ),
    "string_too_short": Text(
        nl="Geef ten minste {min_length} teken(s).", en="Give at least {min_length} character(s)."
    ),
    "string_pattern_mismatch": Text(
        nl="Dit heeft niet de juiste vorm.", en="This does not have the right form."
    ),
    "int_type": _NUMBER,
    "int_parsing": _NUMBER,
    "int_from_float": _NUMBER,
    "bool_type": Text(nl="Geef true of false.", en="Give true or false."),
    "list_type": _LIST,
    "too_long": Text(nl="Geef er ten hoogste {max_length}.", en="Give no more than {max_length}."),
    "too_short": Text(nl="Geef er ten minste {min_length}.", en="Give no fewer than {min_length}."),
    "dict_type": _OBJECT,
    "model_type": _OBJECT,
    "model_attributes_type": _OBJECT,
    "greater_than_equal": _AT_LEAST,
    "less_than_equal": _AT_MOST,
    "literal_error": _CHOOSE,
    "enum": _CHOOSE,
    "day": Text(nl="Geef een datum (jjjj-mm-dd).", en="Give a date (yyyy-mm-dd)."),
    "moment": Text(
        nl="Geef een moment met tijdzone (jjjj-mm-ddThh:mm:ssZ).",
        en="Give a moment with its time zone (yyyy-mm-ddThh:mm:ssZ).",
    ),
}
_CODES: Mapping[str, WrongCode] = {"missing": "missing", "extra_forbidden": "unknown"}


class Finding(TypedDict):
    """What we read of one of pydantic's findings: never the value."""

    type: str
    loc: tuple[str | int, ...]
    ctx: Mapping[str, object]


def wrongs(findings: Iterable[Finding]) -> tuple[Wrong, ...]:
    """Each finding in our words, up to a hundred."""
    return tuple(_wrong(finding) for finding, _ in zip(findings, range(MOST), strict=False))


def _wrong(finding: Finding) -> Wrong:
    kind = finding["type"]
    words = WORDS.get(kind, _FALLBACK)
    ctx = finding.get("ctx") or {}
    says = Text(nl=words.nl.format(**ctx), en=words.en.format(**ctx))
    return Wrong(_name(finding["loc"]), _CODES.get(kind, "malformed"), says)


def _name(loc: tuple[str | int, ...]) -> str:
    """Where it is: a JSON pointer into the body, else the name of the key or the header."""
    place, *rest = loc
    if place != "body":
        return shown(str(rest[0]) if rest else str(place))
    return pointer(*rest) if rest and isinstance(rest[0], str) else "body"


def pointer(*keys: str | int) -> str:
    """A JSON pointer (RFC 6901), short enough to send back.

    >>> pointer("inputs", "a/b", 0)
    '/inputs/a~1b/0'
    """
    parts = (str(key).replace("~", "~0").replace("/", "~1") for key in keys)
    return shown("".join(f"/{part}" for part in parts))


def shown(name: str) -> str:
    """A name that came from outside, as it may stand in an answer."""
    return name[:_LONGEST_NAME].encode("utf-8", "replace").decode()
