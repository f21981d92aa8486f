"""The mark of retention on a case: its file was destroyed, and only an archivist hears of it."""

from __future__ import annotations

from sqlalchemy import ColumnElement, select

from engine.store.tables.cases import CASES
from engine.store.tables.retention import DESTRUCTION_ITEM

_DONE = DESTRUCTION_ITEM.c.state == "done"
_CASES = select(DESTRUCTION_ITEM.c.case_id).where(_DONE, DESTRUCTION_ITEM.c.case_id.is_not(None))
DESTROYED_FAMILIES = select(DESTRUCTION_ITEM.c.family_id).where(
    _DONE, DESTRUCTION_ITEM.c.family_id.is_not(None)
)


def is_destroyed() -> ColumnElement[bool]:
    """The file of this row of ``cases`` was destroyed: to whoever works on cases it is not there.

    Source: SAFETY 5.3 (archived: nobody but the archivist, and of that only metadata).
    """
    return CASES.c.id.in_(_CASES)
