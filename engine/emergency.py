"""Break-glass (noodtoegang): who may be let in at all. Pure, and deny by default.

Source: SAFETY 5.1, 5.4.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

LET_IN = frozenset({"crisis_worker", "crisis_supervisor"})
"""In which of these roles somebody works who may be let in. Source: DOMAIN 4.2."""


@dataclass(frozen=True, slots=True)
class Asker:
    """Whoever asks: what they work as now, and for an organisation that works in these regions."""

    works_as: frozenset[str] = frozenset()
    regions: frozenset[str] = frozenset()
    has_account_role: bool = False
    kept_out: bool = False
    """Of any file of a child of this name and birth date: a child may be registered twice."""


def let_in(asker: Asker, regions: Collection[str]) -> frozenset[str]:
    """In which of the regions where the child is registered they may be let in; in none: denied.

    >>> cas = Asker(frozenset({"crisis_worker"}), frozenset({"oldebroek"}))
    >>> sorted(let_in(cas, ["oldebroek", "foodvalley"])), sorted(let_in(Asker(), ["oldebroek"]))
    (['oldebroek'], [])
    """
    if asker.kept_out or asker.has_account_role or not asker.works_as & LET_IN:
        return frozenset()
    return asker.regions.intersection(regions)
