"""What the commands on a request about one's own data share: how each is written down."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from engine.data_rights import request_key
from engine.happened import Happened
from engine.service.command import CaseInHand
from engine.service.event_kinds import EventKind
from engine.service.repeats import Done
from engine.service.settle import Change, settle
from engine.store import data_requests as kept
from engine.store import deadlines
from engine.store.data_requests import RequestSeen
from engine.store.rows import Values


def not_refused(said: Values) -> Values:
    """What was said, without a reason to refuse the whole."""
    return {name: words for name, words in said.items() if name != "refusal"}


def payload_of(seen: RequestSeen) -> dict[str, str]:
    """What every event of a request tells: which one, what was asked, of whom."""
    return {"request": seen.public_id, "what": seen.kind, "person": seen.person}


def end(work: CaseInHand, seen: RequestSeen, state: str) -> None:
    """End it in this state."""
    kept.move_request(
        work.connection, seen, cast(Any, state), closed_at=work.now, closed_by=work.viewer.person
    )


def answered(
    work: CaseInHand, seen: RequestSeen, payload: dict[str, str], details: dict[str, str]
) -> Done:
    """Settle a command that answers the request: its deadline is met."""
    rows = deadlines.open_deadlines(work.connection, [work.case.id])[work.case.id]
    key = request_key(seen.public_id)
    ticked = tuple(row.id for row in rows if row.key == key)
    return settled(work, "data_answered", payload, details, ticked=ticked)


def settled(
    work: CaseInHand,
    kind: EventKind,
    payload: dict[str, str],
    details: dict[str, str],
    *,
    made: str | None = None,
    extra: Sequence[Any] = (),
    ticked: tuple[int, ...] = (),
) -> Done:
    """Settle a command on a request; what was not said is left out."""
    return settle(
        work,
        Change(
            kind=kind,
            happened=Happened(on=work.on, at=work.at),
            before=work.snapshot(),
            payload=dict(payload),
            details={name: text for name, text in details.items() if text},
            made=made,
            extra=tuple(extra),
            ticked=ticked,
        ),
    )
