"""Shared roles: each names the row of the access table that says what it may see."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.access import ROWS
from engine.catalogue import Role
from engine.problems import Problem, unknown

_GIVEN = ROWS - {"excluded"}
"""An exclusion is laid on a person, never given as a role."""


def role_problems(roles: Mapping[str, Role]) -> Iterator[Problem]:
    """The roles that nobody reviewed what they see of: their row is not in the table."""
    for key, role in roles.items():
        if role.access not in _GIVEN:
            yield Problem(
                where=f"{key}.access",
                says=unknown("row of the access table", role.access, sorted(_GIVEN)),
                at=("roles", key, "access"),
            )
