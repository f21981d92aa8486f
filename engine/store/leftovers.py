"""Families of which every file is destroyed, but not what they share: that was skipped then.

Of them an archivist hears the numbers of their files, never a name.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import BindParameter, Connection, Select, bindparam, exists, select

from engine.access import Viewer
from engine.store.account_roles import ARCHIVES
from engine.store.destroyed import DESTROYED_FAMILIES, is_destroyed
from engine.store.tables.cases import CASES
from engine.store.tables.people import FAMILY
from engine.store.tables.retention import DESTRUCTION, DESTRUCTION_ITEM
from engine.store.tables.review import ACCOUNT_ROLE


@dataclass(frozen=True, slots=True)
class FamilyLeft:
    """What a family shares is still there; ``numbers`` are those of its destroyed files."""

    id: int
    public_id: str
    region: str
    numbers: tuple[str, ...]


_IDS: BindParameter[Collection[int]] = bindparam("ids", expanding=True)
_OF_IT = exists().where(CASES.c.family_id == FAMILY.c.id).correlate(FAMILY)
_IN_PROPOSAL = (
    exists()
    .where(
        DESTRUCTION_ITEM.c.family_id == FAMILY.c.id,
        DESTRUCTION_ITEM.c.destruction_id == DESTRUCTION.c.id,
        DESTRUCTION.c.state.in_(("proposed", "confirmed")),
    )
    .correlate(FAMILY)
)
_LEFT: Select[Any] = select(FAMILY.c.id, FAMILY.c.public_id, FAMILY.c.region).where(
    exists().where(ACCOUNT_ROLE.c.region == FAMILY.c.region, ARCHIVES).correlate(FAMILY),
    _OF_IT.where(is_destroyed()),
    ~_OF_IT.where(~is_destroyed()),
    FAMILY.c.id.not_in(DESTROYED_FAMILIES),
    ~_IN_PROPOSAL,
)
_LIST = _LEFT.order_by(FAMILY.c.id).limit(bindparam("most"))
_CHOSEN = _LEFT.where(FAMILY.c.public_id.in_(bindparam("wanted_ids", expanding=True)))
_FILES = (
    select(CASES.c.family_id, CASES.c.id, CASES.c.number)
    .where(CASES.c.family_id.in_(_IDS))
    .order_by(CASES.c.id)
)
_GONE = DESTROYED_FAMILIES.where(DESTRUCTION_ITEM.c.family_id == bindparam("family"))


def families_left(
    connection: Connection, viewer: Viewer, *, on: date, limit: int
) -> tuple[FamilyLeft, ...]:
    """Those of the viewer's regions that are in no proposal."""
    wanted = {"viewer": viewer.person, "today": on, "most": limit}
    return _with_numbers(connection, connection.execute(_LIST, wanted))


def families_chosen(
    connection: Connection, viewer: Viewer, public_ids: Collection[str], *, on: date
) -> tuple[FamilyLeft, ...]:
    """Those of these that are in the viewer's regions and in no proposal."""
    wanted = {"viewer": viewer.person, "today": on, "wanted_ids": list(public_ids)}
    return _with_numbers(connection, connection.execute(_CHOSEN, wanted))


def files_of(connection: Connection, family_ids: Collection[int]) -> tuple[int, ...]:
    """The keys of every file that these families have or had."""
    return tuple(row.id for row in connection.execute(_FILES, {"ids": list(family_ids)}))


def is_gone(connection: Connection, family_id: int) -> bool:
    """Whether what this family shared is destroyed."""
    return connection.execute(_GONE, {"family": family_id}).first() is not None


def _with_numbers(connection: Connection, rows: Iterable[Any]) -> tuple[FamilyLeft, ...]:
    found = list(rows)
    numbers = defaultdict[int, list[str]](list)
    for family, _, number in connection.execute(_FILES, {"ids": [row.id for row in found]}):
        numbers[family].append(number)
    return tuple(
        FamilyLeft(row.id, row.public_id, row.region, tuple(numbers[row.id])) for row in found
    )
