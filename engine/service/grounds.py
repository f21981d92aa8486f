"""On what ground somebody looked or acted, and how deep: as the access log keeps it."""

from __future__ import annotations

from collections.abc import Collection

from engine.access import Part, classes_shown
from engine.fields import CLASSES, FieldClass

OWN_PARTS = "own_parts"
"""A look over all cases in which somebody takes part: the list itself holds no other."""

BY_CLOCK = "clock"
"""Nobody acted: the clock did."""

BETWEEN = ","
_BEATS = "excluded"


def ground_of(parts: Collection[Part]) -> str:
    """The roles in which somebody takes part, each with its row of the access table.

    >>> ground_of([Part("regisseur", "regisseur"), Part("cjg_worker", "professional")])
    'cjg_worker:professional,regisseur:regisseur'
    """
    return BETWEEN.join(sorted({f"{part.role}:{part.access}" for part in parts}))


def roles_in_ground(ground: str | None) -> tuple[str, ...]:
    """The roles that a ground names, in its order; none for a look without one.

    >>> roles_in_ground("cjg_worker:professional,regisseur:regisseur"), roles_in_ground("clock")
    (('cjg_worker', 'regisseur'), ())
    """
    named = (each.partition(":") for each in (ground or "").split(BETWEEN))
    return tuple(role for role, colon, access in named if colon and access != _BEATS)


def class_shown(parts: Collection[Part]) -> FieldClass | None:
    """The deepest class of fields that these parts show; None when they show nothing.

    >>> class_shown([Part("chair", "chair")]), class_shown([])
    ('confidential', None)
    """
    shown = classes_shown(parts)
    return max(shown, key=CLASSES.index) if shown else None
