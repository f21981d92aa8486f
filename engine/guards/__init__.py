"""The closed vocabulary of guards; each answers with a Reason. Pure.

A definition composes these with ``all_of``, ``any_of`` and ``none_of``; there are no
expressions and no names of Python in it, so the hash of a definition covers what it means.
"""

from engine.guards.composed import KINDS, AllOf, AnyOf, Composed, Guard, NoneOf, leaves
from engine.guards.people import second_pair_of_eyes

VOCABULARY = 2
"""The number of this vocabulary; a new kind or a new meaning raises it."""

__all__ = [
    "KINDS",
    "VOCABULARY",
    "AllOf",
    "AnyOf",
    "Composed",
    "Guard",
    "NoneOf",
    "leaves",
    "second_pair_of_eyes",
]
