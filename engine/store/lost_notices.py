"""Mail that waits about a case that its reader lost: it does not leave any more.

Whoever takes part in it neither now nor before hears of it in another way, as a deputy or as the
fallback address of the region: theirs stays. So does what the step tells them that closed the
case: that is how they hear of it, in the mail of a morning on which they see it no more.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection, and_, bindparam, exists, or_, select, update

from engine.store.participation import HERE
from engine.store.tables.cases import CASES
from engine.store.tables.clock import NOTICE
from engine.store.tables.people import PARTICIPATION
from engine.store.visibility import visible_to

NO_PART = "its reader has no part in the case any more"

_TOOK_PART = (
    exists()
    .where(PARTICIPATION.c.person_id == bindparam("viewer"), HERE)
    .correlate_except(PARTICIPATION)
)
_KEPT_OUT = (
    exists()
    .where(
        PARTICIPATION.c.person_id == bindparam("viewer"),
        PARTICIPATION.c.access == "excluded",
        HERE,
    )
    .correlate_except(PARTICIPATION)
)
_OF_CLOSING = and_(NOTICE.c.template == "told", CASES.c.state_class == "closed")
_LOST = (
    select(NOTICE.c.id)
    .join(CASES, CASES.c.id == NOTICE.c.case_id)
    .where(
        NOTICE.c.person_id == bindparam("viewer"),
        NOTICE.c.state == "open",
        _TOOK_PART,
        ~visible_to(bindparam("viewer")),
        or_(~_OF_CLOSING, _KEPT_OUT),
    )
)
_DROP = (
    update(NOTICE)
    .where(NOTICE.c.id.in_(bindparam("ids", expanding=True)))
    .values(state="superseded", why=NO_PART, next_try_at=None)
)


def drop_lost(connection: Connection, person: int, *, on: date) -> int:
    """Put aside what this person was to hear of cases that are not theirs any more; how much."""
    found = connection.execute(_LOST, {"viewer": person, "today": on}).scalars().all()
    if found:
        connection.execute(_DROP, {"ids": list(found)})
    return len(found)
