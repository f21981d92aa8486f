"""Whether PostgreSQL keeps what it confirms, and whether our role may do no more than it needs."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, text

from engine.store.store import Store
from engine.store.unit_of_work import reading

MUST_BE_ON = ("fsync", "full_page_writes", "synchronous_commit")
"""With one of these off a power cut may take what was confirmed. Source: SAFETY P2."""

_SETTINGS = text("select name, setting from pg_settings where name = any(:names)")
_ROLE = text("select rolsuper, rolbypassrls from pg_roles where rolname = current_user")


def switched_off(store: Store) -> tuple[str, ...]:
    """The settings that a confirmed write needs and that are off; none on SQLite."""
    if store.is_sqlite:
        return ()
    with reading(store) as connection:
        return off_in(_settings(connection))


def off_in(settings: Mapping[str, str]) -> tuple[str, ...]:
    """Those of them that are off.

    >>> off_in({"fsync": "on", "full_page_writes": "off", "synchronous_commit": "remote_apply"})
    ('full_page_writes',)
    """
    return tuple(name for name in MUST_BE_ON if settings.get(name) == "off")


def is_too_strong(store: Store) -> bool:
    """Whether our role is superuser, or passes row-level security by; never on SQLite."""
    if store.is_sqlite:
        return False
    with reading(store) as connection:
        return any(connection.execute(_ROLE).one())


def _settings(connection: Connection) -> Mapping[str, str]:
    return dict(connection.execute(_SETTINGS, {"names": list(MUST_BE_ON)}).all())
