"""The logins of youths and parents."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, exists, select

from engine.store.tables.people import ACCOUNT, PERSON, PersonKind


@dataclass(frozen=True, slots=True)
class FamilyAccount:
    """Somebody of a family with an active login."""

    id: str
    name: str
    kind: PersonKind


_ALL = (
    select(PERSON.c.public_id, PERSON.c.name, PERSON.c.kind)
    .join(ACCOUNT, ACCOUNT.c.person_id == PERSON.c.id)
    .where(ACCOUNT.c.active, PERSON.c.kind.in_(("youth", "parent")))
    .order_by(PERSON.c.family_id, PERSON.c.id)
    .limit(bindparam("most"))
)
_HAS_ONE = select(exists().where(ACCOUNT.c.person_id == bindparam("person_id")))


def family_accounts(connection: Connection, *, most: int) -> tuple[FamilyAccount, ...]:
    """Them, family by family."""
    return tuple(FamilyAccount(*row) for row in connection.execute(_ALL, {"most": most}))


def has_account(connection: Connection, person_id: int) -> bool:
    """Whether somebody has a login already."""
    return bool(connection.execute(_HAS_ONE, {"person_id": person_id}).scalar_one())
