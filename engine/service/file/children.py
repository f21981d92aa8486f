"""The child parts of a case in hand, for whoever may know who they are.

Of a sister or brother whose part is not open to the viewer no row is made at all.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from engine.access import Part
from engine.service.command import CaseInHand
from engine.service.my_cases import ChildRow, child_rows, children_named


def children_by_key(work: CaseInHand, parts: Collection[Part]) -> Mapping[int, ChildRow]:
    """The child parts by key that are open; none at all for whoever reads titles only."""
    named = children_named(work.children, parts)
    rows = child_rows(named, on=work.today)
    return {child.id: row for child, row in zip(named, rows, strict=True)}


def children_by_id(work: CaseInHand, parts: Collection[Part]) -> Mapping[str, ChildRow]:
    """The same by public id."""
    return {row.id: row for row in children_by_key(work, parts).values()}
