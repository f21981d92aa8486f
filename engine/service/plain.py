"""Values as plain JSON, for details and answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from pydantic import JsonValue

from engine.fields import Value
from engine.reason import Reason


def plain(values: Mapping[str, Value]) -> dict[str, JsonValue]:
    """Answers as plain JSON: dates in ISO form."""
    return {name: _plain(value) for name, value in values.items()}


def keys(reasons: Iterable[Reason]) -> tuple[str, ...]:
    """The keys of these reasons."""
    return tuple(reason.key for reason in reasons)


def _plain(value: Value) -> JsonValue:
    if isinstance(value, Mapping):
        return plain(value)
    return value.isoformat() if isinstance(value, date) else value
