"""A time of the day as JSON: local, without a zone."""

from __future__ import annotations

import re
from datetime import time
from typing import Annotated, TypeAlias

from pydantic import BeforeValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?", re.ASCII)


def _time(value: object) -> object:
    if isinstance(value, time):
        return value
    if isinstance(value, str) and _TIME.fullmatch(value):
        return time.fromisoformat(value)
    raise PydanticCustomError("time", "Give a time (hh:mm).")


LocalTime: TypeAlias = Annotated[
    time,
    BeforeValidator(_time),
    WithJsonSchema({"type": "string", "format": "time-local", "pattern": _TIME.pattern}),
]
"""A time of the day in Amsterdam, ``09:00`` or ``09:00:00``."""
