"""What a guard asks, in words, without a case to ask it of."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from engine.guards.composed import Guard
from engine.snapshot import Child, Snapshot
from engine.text import Text

if TYPE_CHECKING:
    from engine.catalogue import Catalogue

_NOBODY = Snapshot(
    case="",
    state="",
    now=datetime(2000, 1, 1, tzinfo=UTC),
    on=date(2000, 1, 1),
    actor="",
    roles=frozenset(),
    children=(Child("", None),),
)


def asked_by(guard: Guard, catalogue: Catalogue) -> Text:
    """The imperative that the guard puts in a list: "Stel de verklarende analyse vast".

    Asked of a case in which there is nothing: the words do not depend on it.
    """
    return guard.check(_NOBODY, catalogue).asks
