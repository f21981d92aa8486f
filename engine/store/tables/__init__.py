"""All tables, declared; importing this makes ``METADATA`` whole."""

from engine.store.tables import (
    absence,
    batch,
    calendar,
    cases,
    clock,
    guard,
    meetings,
    notice_settings,
    people,
    rules,
    sessions,
    trail,
    views,
    ways_out,
    work,
)
from engine.store.tables.base import METADATA

__all__ = [
    "METADATA",
    "absence",
    "batch",
    "calendar",
    "cases",
    "clock",
    "guard",
    "meetings",
    "notice_settings",
    "people",
    "rules",
    "sessions",
    "trail",
    "views",
    "ways_out",
    "work",
]
