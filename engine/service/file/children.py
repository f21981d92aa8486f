"""The child parts of a case in hand, for whoever may know who they are."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from engine.access import Part
from engine.service.command import CaseInHand
from engine.service.my_cases import ChildRow, child_rows, reads_names


def children_by_key(work: CaseInHand, parts: Collection[Part]) -> Mapping[int, ChildRow]:
    """The child parts by key; none at all for whoever reads titles only."""
    if not reads_names(parts):
        return {}
    rows = child_rows(work.children, on=work.today)
    return {child.id: row for child, row in zip(work.children, rows, strict=True)}


def children_by_id(work: CaseInHand, parts: Collection[Part]) -> Mapping[str, ChildRow]:
    """The same by public id."""
    return {row.id: row for row in children_by_key(work, parts).values()}
