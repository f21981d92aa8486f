"""Tell other systems of events: claimed, sent and marked, each apart, as messages are.

Every event is one row for each address, written with it. A call is made at least once, and a
repeat has the same id. No transaction is open while another system answers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Literal, TypeAlias

import structlog

from engine.ports import Gone, HookCall, HookSender, NotSent, Sent, Uncertain, Unreached
from engine.service.office import Office
from engine.store import Connection, hook_calls, hooks, mail_holds, work
from engine.store.hook_calls import CallSeen, CallToMake
from engine.store.tables.ways_out import CallState
from engine.store.unit_of_work import unit_of_work
from engine.store.work import NewWork

Called: TypeAlias = Literal["called", "uncalled"]
Answer: TypeAlias = Sent | NotSent | Uncertain | Unreached | Gone

PATIENCE = timedelta(seconds=15)
"""What the answers of one address may take of one tick; then its other calls wait for the next."""

WAITS = tuple(
    timedelta(seconds=seconds)
    for seconds in (
        5,
        5 * 60,
        30 * 60,
        *(hours * 60 * 60 for hours in (2, 5, 10, 14, 20, 24)),
    )
)
"""How long after each try in vain the next one comes. Source: Standard Webhooks, PAGES 6.4."""

SPREAD = 10
"""A wait is up to a tenth longer, so that what failed together does not come back together."""

GONE = "it answered 410: it wants to hear nothing any more"

_CUT_SHORT = "the program stopped while this was being sent"

_log = structlog.get_logger(__name__)


class Calls:
    """The calls of one tick. One address never holds up the others."""

    def __init__(self, office: Office, sender: HookSender) -> None:
        self._office, self._sender = office, sender
        self._took = defaultdict[int, timedelta](timedelta)
        self._closed = set[int]()

    def due(self, connection: Connection, now: datetime, limit: int) -> Sequence[CallSeen]:
        """What waits, except for an address that this tick has given enough; held: nothing."""
        if mail_holds.hold_of(connection):
            return ()
        return hook_calls.due_calls(connection, now=now, limit=limit, but=self._closed)

    def make(self, call: CallSeen) -> Called | None:
        """Make one call; None when it waits for the next tick, or another worker has it."""
        if call.hook_id in self._closed:
            return None
        with unit_of_work(self._office.store) as connection:
            claimed = hook_calls.claim(connection, call.id, now=self._office.clock.now())
        if claimed is None:
            return None
        call, told = claimed
        return self._mark(call, told.hook, self._send(call, told))

    def _send(self, call: CallSeen, told: CallToMake) -> Answer:
        """Hand it to the sender, and count what that took; one that raises may have sent it."""
        began = self._office.clock.now()
        try:
            answer = self._sender.call(_in_full(call, told))
        except Exception as error:
            name = type(error).__name__
            _log.error("hook_sender_raised", hook=told.hook, call=call.public_id, error=name)
            answer = Uncertain(f"the sender raised {name}")
        self._took[call.hook_id] += self._office.clock.now() - began
        no_answer = isinstance(answer, Unreached | Uncertain | Gone)
        if no_answer or self._took[call.hook_id] >= PATIENCE:
            self._closed.add(call.hook_id)
        return answer

    def _mark(self, call: CallSeen, hook: str, answer: Answer) -> Called | None:
        """Note what came of it; None when it was taken from us meanwhile."""
        now = self._office.clock.now()
        with unit_of_work(self._office.store) as connection:
            if isinstance(answer, Sent):
                work.work_gone(connection, work_key(hook), now=now)
                return "called" if hook_calls.mark_sent(connection, call.id, now=now) else None
            again = next_call(call.public_id, call.tries, now)
            if isinstance(answer, Gone):
                hooks.disable(connection, call.hook_id, why=GONE)
                again, answer = None, NotSent(GONE)
            to: CallState = "uncertain" if isinstance(answer, Uncertain) else "failed"
            if not hook_calls.mark(connection, call.id, to, why=answer.why, next_try_at=again):
                return None
            if again is None:
                why = "address_gone" if answer.why == GONE else "tries_used_up"
                asked = NewWork(kind="hook", key=work_key(hook), why=why, about=hook)
                work.add_work(connection, asked, now=now)
            return "uncalled"


def next_call(key: str, tries: int, now: datetime) -> datetime | None:
    """When to try again after so many tries; None after the tenth.

    >>> from datetime import UTC
    >>> noon = datetime(2026, 3, 2, 12, tzinfo=UTC)
    >>> [f"{next_call('k', tries, noon):%d %H:%M:%S}" for tries in (1, 2, 9)]
    ['02 12:00:05', '02 12:05:12', '03 13:41:25']
    >>> next_call("k", 10, noon) is None
    True
    """
    if tries > len(WAITS):
        return None
    wait = WAITS[tries - 1]
    share = int.from_bytes(sha256(f"{key}.{tries}".encode()).digest()[:2]) / 2**16
    return now + wait + wait / SPREAD * share


def work_key(hook: str) -> str:
    """The work that somebody has with this address, of which there is one at a time."""
    return f"hook-{hook}"


def rescue_calls(connection: Connection, *, now: datetime) -> int:
    """Take up what an earlier run left half-way; it is made again, under the same id."""
    return hook_calls.sending_to_uncertain(connection, why=_CUT_SHORT, now=now)


def _in_full(call: CallSeen, told: CallToMake) -> HookCall:
    secrets = (told.secret, *([told.previous_secret] if told.previous_secret else []))
    return HookCall(
        id=call.public_id,
        url=told.url,
        secrets=secrets,
        kind=told.kind,
        case=told.case,
        seq=told.seq,
        recorded_at=told.recorded_at,
    )
