"""Who looked, searched, acted or was refused; written in the transaction of the answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert
from sqlalchemy.exc import DBAPIError

from engine.access import Viewer
from engine.errors import LogUnwritable
from engine.store.rows import values_of
from engine.store.sqlite import is_locked
from engine.store.tables.trail import ACCESS_LOG, Outcome

_WRITE = insert(ACCESS_LOG)


@dataclass(frozen=True, slots=True, kw_only=True)
class LogEntry:
    """One look, act or refusal; a refusal of a protected act carries all its reason keys.

    ``access_point`` and ``request_id`` are those of a row without a viewer: a viewer brings
    their own.
    """

    at: datetime
    action: str
    outcome: Outcome
    case_id: int | None = None
    record: str | None = None
    field_class: str | None = None
    ground: str | None = None
    reason_keys: Sequence[str] = ()
    on_behalf_of: int | None = None
    emergency: bool = False
    access_point: str = "service"
    request_id: str = ""


def log(connection: Connection, viewer: Viewer | None, entry: LogEntry) -> None:
    """Write the row; if that fails, nobody gets an answer. Without a viewer: the program.

    Raises:
        LogUnwritable: the database takes no row; whatever was read or done is not to be told.
    """
    row = {
        **values_of(entry),
        "reason_keys": list(entry.reason_keys),
        "person_id": None,
        "organisation_id": None,
        "session": "",
    }
    if viewer is not None:
        row |= {
            "person_id": viewer.person,
            "organisation_id": viewer.organisation,
            "session": viewer.session,
            "access_point": viewer.through,
            "request_id": viewer.request,
        }
    try:
        connection.execute(_WRITE, row)
    except DBAPIError as error:
        if is_locked(error.orig):
            raise
        raise LogUnwritable from error
