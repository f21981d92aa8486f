"""The three looks of a date: of the law, agreed with a person, or a norm of our own. Pure.

Source: DOMAIN 2.0 (three looks of a date, DEFAULT); PAGES 4.3.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

Look: TypeAlias = Literal["law", "agreement", "norm"]

AGREED = "agreement."
"""How the key of a deadline begins that an agreement brought."""


def look_of(key: str, *, is_law: bool) -> Look:
    """How the deadline of this key looks. A norm is never late: past its window it is past it.

    >>> look_of("agreement.4f2a", is_law=False), look_of("preparation", is_law=False)
    ('agreement', 'norm')
    """
    if is_law:
        return "law"
    return "agreement" if key.startswith(AGREED) else "norm"
