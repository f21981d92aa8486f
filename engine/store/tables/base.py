"""What all tables share: names for constraints, and closed sets as a CHECK."""

from typing import Any, TypeAlias, get_args

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

# Set before any table is declared: a migration can drop only what has a name.
SQLModel.metadata.naming_convention = {
    "pk": "pk_%(table_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
}

METADATA = SQLModel.metadata

Json: TypeAlias = dict[str, Any]
"""A JSON object as it is stored; the driver knows nothing more precise."""


def one_of(column: str, literal: object) -> sa.CheckConstraint:
    """The column holds one of the values of a Literal."""
    values = ", ".join(f"'{value}'" for value in get_args(literal))
    return sa.CheckConstraint(f"{column} in ({values})", name=column)


def key() -> Any:
    """An integer key, known inside only."""
    return Field(default=None, primary_key=True)


def public() -> Any:
    """The random id that the outside knows."""
    return Field(max_length=32, unique=True)


def ref(column: str, *, index: bool = False, primary: bool = False) -> Any:
    """A reference to another table; None may stand only where the annotation says so."""
    return Field(foreign_key=column, index=index, primary_key=primary)
