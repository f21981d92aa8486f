"""Who there is: organisations, families, persons, and in which part they take part."""

from datetime import date, datetime
from typing import Literal, TypeAlias

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from engine.store.tables.base import METADATA, key, one_of, public, ref
from engine.text import Language

PersonKind: TypeAlias = Literal["youth", "parent", "relative", "professional"]
Answer: TypeAlias = Literal["given", "refused", "withdrawn", "not_needed"]


class OrganisationRow(SQLModel, table=True):
    """A municipality, a GI, a provider …"""

    __tablename__ = "organisation"

    id: int | None = key()
    public_id: str = public()
    name: str
    kind: str


class FamilyRow(SQLModel, table=True):
    """A family, in one region."""

    __tablename__ = "family"

    id: int | None = key()
    public_id: str = public()
    name: str
    region: str = Field(index=True)
    municipality: str | None
    created_at: datetime


class RegistrationRow(SQLModel, table=True):
    """Who registered a family; a table, for families and persons refer to each other already."""

    __tablename__ = "registration"

    family_id: int = ref("family.id", primary=True)
    person_id: int = ref("person.id", index=True)


class PersonRow(SQLModel, table=True):
    """Somebody of a family, or a professional."""

    __tablename__ = "person"
    __table_args__ = (one_of("kind", PersonKind), one_of("language", Language))

    id: int | None = key()
    public_id: str = public()
    name: str
    born: date | None = Field(index=True)
    family_id: int | None = ref("family.id", index=True)
    kind: str
    language: str
    email: str | None
    created_at: datetime


class AccountRow(SQLModel, table=True):
    """The login of a professional, and for which organisation it is."""

    __tablename__ = "account"
    __table_args__ = (sa.UniqueConstraint("issuer", "subject"),)

    id: int | None = key()
    public_id: str = public()
    person_id: int = Field(foreign_key="person.id", unique=True)
    organisation_id: int | None = ref("organisation.id")
    issuer: str
    subject: str
    active: bool


class QualificationRow(SQLModel, table=True):
    """What a professional is qualified as, and for how long."""

    __tablename__ = "qualification"

    id: int | None = key()
    person_id: int = ref("person.id", index=True)
    name: str
    from_on: date
    until_on: date | None
    recorded_at: datetime


class AuthorityRow(SQLModel, table=True):
    """A parent or guardian has authority (gezag) over a child."""

    __tablename__ = "authority"

    id: int | None = key()
    child_id: int = ref("person.id", index=True)
    parent_id: int = ref("person.id", index=True)
    from_on: date
    until_on: date | None
    source: str
    recorded_at: datetime
    recorded_by: int = ref("person.id")


class ConsentRow(SQLModel, table=True):
    """What one person said to one purpose for one child; without a person it holds for all."""

    __tablename__ = "consent"
    __table_args__ = (one_of("answer", Answer),)

    id: int | None = key()
    public_id: str = public()
    child_id: int = ref("person.id", index=True)
    person_id: int | None = ref("person.id")
    purpose: str
    answer: str
    ground: str | None
    from_on: date
    until_on: date | None
    recorded_at: datetime
    recorded_by: int = ref("person.id")
    case_id: int | None = ref("cases.id", index=True)


class ParticipationRow(SQLModel, table=True):
    """Somebody takes part in a region, a family or a case, in one role."""

    __tablename__ = "participation"
    __table_args__ = (
        sa.CheckConstraint(
            "(region is not null and family_id is null and case_id is null)"
            " or (region is null and family_id is not null and case_id is null)"
            " or (region is null and family_id is null and case_id is not null)",
            name="one_place",
        ),
        sa.Index(None, "person_id", "access"),
    )

    id: int | None = key()
    public_id: str = public()
    person_id: int = ref("person.id")
    organisation_id: int | None = ref("organisation.id")
    role: str
    access: str
    region: str | None = Field(index=True)
    family_id: int | None = ref("family.id", index=True)
    case_id: int | None = ref("cases.id", index=True)
    child_id: int | None = ref("person.id")
    ground: str
    from_on: date
    until_on: date | None
    recorded_at: datetime
    ended_at: datetime | None


ORGANISATION = METADATA.tables["organisation"]
FAMILY = METADATA.tables["family"]
REGISTRATION = METADATA.tables["registration"]
PERSON = METADATA.tables["person"]
ACCOUNT = METADATA.tables["account"]
QUALIFICATION = METADATA.tables["qualification"]
AUTHORITY = METADATA.tables["authority"]
CONSENT = METADATA.tables["consent"]
PARTICIPATION = METADATA.tables["participation"]
