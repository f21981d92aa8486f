"""Who must be there for the table to meet: each region says so, a definition only "the quorum"."""

from __future__ import annotations

from engine.guards.composed import AllOf, Composed, Guard
from engine.guards.meeting import QUORUM, PresentGuard
from engine.text import Text

_ASKS = Text(nl="Zorg dat de tafel compleet is", en="Have the table complete")
_SAYS = Text(nl="De tafel is niet compleet.", en="The table is not complete.")


def with_quorum(guard: Guard, quorum: tuple[str, ...]) -> Guard:
    """The guard with ``present: quorum`` written out as one guard for each role of it.

    A region without a quorum asks for nobody.
    """
    if isinstance(guard, Composed):
        members = tuple(with_quorum(member, quorum) for member in guard.members)
        return guard.model_copy(update={guard.kind: members})
    if not isinstance(guard, PresentGuard) or guard.present != QUORUM:
        return guard
    return AllOf(
        key=QUORUM,
        all_of=tuple(PresentGuard(present=role) for role in quorum),
        asks=guard.asks or _ASKS,
        says=guard.says or _SAYS,
        source=guard.source,
    )
