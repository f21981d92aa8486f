"""All tables, declared; importing this makes ``METADATA`` whole."""

from engine.store.tables import cases, clock, meetings, people, rules, sessions, trail
from engine.store.tables.base import METADATA

__all__ = ["METADATA", "cases", "clock", "meetings", "people", "rules", "sessions", "trail"]
