"""How much there is of what, for whoever watches over the machine: numbers, nothing of a case."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, func, select

from engine.store.tables.cases import CASES
from engine.store.tables.clock import NOTICE

_OPEN = select(CASES.c.workflow, func.count()).where(~CASES.c.is_final).group_by(CASES.c.workflow)
_NOTICES = select(NOTICE.c.state, func.count()).group_by(NOTICE.c.state)


def open_cases(connection: Connection) -> Mapping[str, int]:
    """How many cases of each workflow are open."""
    return dict(connection.execute(_OPEN).all())


def notices_by_state(connection: Connection) -> Mapping[str, int]:
    """How many messages are in each state."""
    return dict(connection.execute(_NOTICES).all())
