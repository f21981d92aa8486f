"""Filters with a name: each of one person, and for nobody else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from engine.access import Viewer
from engine.store.rows import columns, new_id
from engine.store.tables.views import SAVED_VIEW


@dataclass(frozen=True, slots=True)
class ViewSeen:
    """A filter with its name; ``query`` is how an address asks for it."""

    public_id: str
    name: str
    query: str


_MINE = SAVED_VIEW.c.person_id == bindparam("viewer")
_ONE = (_MINE, SAVED_VIEW.c.public_id == bindparam("wanted"))
_ALL = (
    select(*columns(SAVED_VIEW, ViewSeen)).where(_MINE).order_by(SAVED_VIEW.c.name, SAVED_VIEW.c.id)
)
_CHANGE = update(SAVED_VIEW).where(*_ONE).values(name=bindparam("called"), query=bindparam("asks"))
_DROP = delete(SAVED_VIEW).where(*_ONE)


def saved_views(connection: Connection, viewer: Viewer) -> tuple[ViewSeen, ...]:
    """The viewer's own, by name."""
    return tuple(ViewSeen(*row) for row in connection.execute(_ALL, {"viewer": viewer.person}))


def add_view(
    connection: Connection, viewer: Viewer, *, name: str, query: str, now: datetime
) -> str:
    """Save one; its public id. A name is the viewer's once: a database error otherwise."""
    row = {
        "public_id": new_id(),
        "person_id": viewer.person,
        "name": name,
        "query": query,
        "made_at": now,
    }
    connection.execute(insert(SAVED_VIEW), row)
    return str(row["public_id"])


def change_view(
    connection: Connection, viewer: Viewer, public_id: str, *, name: str, query: str
) -> bool:
    """Give one of the viewer's own another name or filter; False: it is not theirs."""
    said = {"called": name, "asks": query}
    return connection.execute(_CHANGE, {**_of(viewer, public_id), **said}).rowcount == 1


def drop_view(connection: Connection, viewer: Viewer, public_id: str) -> bool:
    """Take one of the viewer's own away; False: it is not theirs, or gone."""
    return connection.execute(_DROP, dict(_of(viewer, public_id))).rowcount == 1


def _of(viewer: Viewer, public_id: str) -> Mapping[str, object]:
    return {"viewer": viewer.person, "wanted": public_id}
