"""Commands on tables and meetings, as a program gives them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from api.calls import EVERYWHERE, Call, Names, in_the_body
from api.errors import StepRefused
from api.shapes.tables import ChangedOut
from engine.access import Viewer
from engine.decision import Refused
from engine.fields import InvalidInput
from engine.service.at_table import Changed, TableOutcome
from engine.service.office import Office
from engine.service.table_orders import TableOrder

OrderT = TypeVar("OrderT", bound=TableOrder)


def change(
    call: Call,
    do: Callable[[Viewer, Office, OrderT], TableOutcome],
    order: OrderT,
    *,
    at: Callable[[Changed], str] | None = None,
    called: Names = EVERYWHERE,
) -> ChangedOut:
    """Give a command on a table or a meeting, and answer what it changed.

    Args:
        at: the path of what is new.
        called: what a member of the body is called, by its name in the engine.

    Raises:
        StepRefused: it was refused. StaleMeeting: somebody was first.
        InvalidInput: something is wrong with the body; its place is named.
    """
    try:
        outcome = do(call.viewer, call.office, order)
    except InvalidInput as error:
        raise in_the_body(error, None, called) from None
    if isinstance(outcome, Refused):
        raise StepRefused(outcome)
    call.seen(outcome.id, outcome.version)
    if at:
        call.made(at(outcome))
    return ChangedOut.of(outcome)
