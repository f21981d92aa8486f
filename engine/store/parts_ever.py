"""Who ever took part in a family or one of its cases, and on what grounds they looked.

For whoever was found to lead one of these cases: ``engine.service.file.looked_by_family`` asks.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, datetime

from sqlalchemy import Connection, bindparam, or_, select

from engine.store.cases import CaseHead
from engine.store.tables.cases import CASES
from engine.store.tables.people import PARTICIPATION, PERSON
from engine.store.tables.trail import ACCESS_LOG


@dataclass(frozen=True, slots=True)
class PartEver:
    """Somebody takes or took part; ``until_on`` is the first day on which no more."""

    person: str
    role: str
    access: str
    region: str | None
    case_id: int | None
    child_id: int | None
    from_on: date
    until_on: date | None
    recorded_at: datetime
    ended_at: datetime | None

    def held(self, at: datetime, on: date) -> bool:
        """Whether it counted at this moment, which lies on the day ``on``.

        One that was ended later, with an end before that moment, still counted at it.
        """
        ended = self.until_on is not None and self.until_on <= on
        later = self.ended_at is not None and at < self.ended_at
        return self.recorded_at <= at and self.from_on <= on and (not ended or later)


_CASES = select(CASES.c.id).where(CASES.c.family_id == bindparam("family_id"))
_PARTS = (
    select(
        *(
            PERSON.c.public_id if field.name == "person" else PARTICIPATION.c[field.name]
            for field in fields(PartEver)
        )
    )
    .join(PERSON, PERSON.c.id == PARTICIPATION.c.person_id)
    .where(
        or_(
            PARTICIPATION.c.case_id.in_(_CASES),
            PARTICIPATION.c.family_id == bindparam("family_id"),
            PARTICIPATION.c.region == bindparam("region"),
        )
    )
    .order_by(PARTICIPATION.c.id)
)
_GROUNDS = (
    select(PERSON.c.public_id, ACCESS_LOG.c.ground)
    .join(ACCESS_LOG, ACCESS_LOG.c.person_id == PERSON.c.id)
    .where(ACCESS_LOG.c.case_id.in_(_CASES), ACCESS_LOG.c.ground.is_not(None))
    .distinct()
)


def parts_ever(connection: Connection, case: CaseHead) -> tuple[PartEver, ...]:
    """Every row of participation in the family of this case, its cases and its region."""
    wanted = {"family_id": case.family_id, "region": case.region}
    return tuple(PartEver(*row) for row in connection.execute(_PARTS, wanted))


def grounds_ever(connection: Connection, case: CaseHead) -> tuple[tuple[str, str], ...]:
    """On what ground who ever looked or acted in one of the family's cases."""
    rows = connection.execute(_GROUNDS, {"family_id": case.family_id})
    return tuple((person, ground) for person, ground in rows)
