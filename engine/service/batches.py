"""One act on many deadlines: asked at once, done one by one, each with its own outcome.

Whoever asks chooses from what they may see, and every item is decided anew when its turn comes,
by the rights that they have then.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from engine.access import Viewer
from engine.errors import NotFound
from engine.fields import LONGEST, InputProblem, InvalidInput
from engine.service.at_table import Changed, TableOutcome, TableWork, at_table, looking_at
from engine.service.batch_orders import MOST, AskBatch, StopBatch
from engine.service.listing import listing
from engine.service.my_cases import title_of
from engine.service.office import Office
from engine.store import batches, sessions
from engine.store.batches import BatchSeen, Chosen, ItemSeen
from engine.store.tables.batch import BatchAct, BatchState, ItemState
from engine.text import Text

UNSEEN = Text(nl="een zaak die u niet meer ziet", en="a case that you do not see any more")
RECENT = 3
"""How many batches stand beside the list of deadlines."""

STOPPED = Text(nl="U heeft deze reeks gestopt.", en="You stopped this batch.")

_NONE = Text(nl="Kies ten minste één termijn.", en="Choose at least one deadline.")
_TOO_MANY = Text(nl=f"Kies ten hoogste {MOST} termijnen.", en=f"Choose {MOST} deadlines at most.")
_WHY = Text(nl="Vul in waarom.", en="Fill in why.")
_TOO_LONG = Text(nl="Deze tekst is te lang.", en="This text is too long.")
_NOBODY = Text(nl="Kies wie het is.", en="Choose who it is.")
_NO_SPAN = Text(nl="Vul in hoeveel langer.", en="Fill in how much longer.")


@dataclass(frozen=True, slots=True)
class BatchItem:
    """One deadline of a batch; of a case that the viewer sees no more only what became of it."""

    deadline: str | None
    title: Text
    due_on: date | None
    case: str | None
    number: str | None
    state: ItemState
    why: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class BatchShown:
    """A batch with what became of it so far, what was not done first."""

    id: str
    act: BatchAct
    state: BatchState
    reason: str
    made_at: datetime
    ended_at: datetime | None
    counts: Mapping[ItemState, int]
    items: tuple[BatchItem, ...]

    @property
    def total(self) -> int:
        """How many deadlines it is about."""
        return sum(self.counts.values())

    @property
    def ready(self) -> int:
        """How many of them are ready, done or not."""
        return self.total - self.counts.get("waiting", 0)


def ask_batch(viewer: Viewer, office: Office, order: AskBatch) -> TableOutcome:
    """Ask it; the clock at work does one deadline after another, as the person who asked.

    Raises:
        NotFound: one of the deadlines is not there, or not for this viewer.
        InvalidInput: nothing is chosen, too much, or what the act needs is missing.
    """
    return at_table(viewer, office, order, _ask)


def stop_batch(viewer: Viewer, office: Office, order: StopBatch) -> TableOutcome:
    """Leave undone what still waits; what was done stays. Of one that ended nothing changes.

    Raises:
        NotFound: the viewer asked no such batch.
    """
    return at_table(viewer, office, order, _stop)


def batch(viewer: Viewer, office: Office, public_id: str) -> BatchShown:
    """A batch of the viewer's own.

    Raises:
        NotFound: they asked no such batch.
    """
    with looking_at(viewer, office, public_id, "read_batch") as work:
        seen = batches.get_batch(work.connection, viewer, public_id)
        items = batches.items_of(work.connection, viewer, seen, on=work.today)
        return _shown(work, seen, items)


def recent_batches(viewer: Viewer, office: Office) -> tuple[BatchSeen, ...]:
    """What the viewer asked last, the newest first."""
    with listing(viewer, office, "list_batches") as work:
        return batches.latest_batches(work.connection, viewer, limit=RECENT)


def chosen_of(work: TableWork, deadlines: tuple[str, ...]) -> tuple[Chosen, ...]:
    """The deadlines that were chosen.

    Raises:
        NotFound: one of them is not there, or not for this viewer.
    """
    found = batches.chosen(work.connection, work.viewer, deadlines, on=work.today)
    if len(found) != len(deadlines):
        raise NotFound("deadline")
    return found


def require_whole(order: AskBatch) -> None:
    """Look whether everything is there that the act needs.

    Raises:
        InvalidInput: something is missing; everything is named.
    """
    if problems := tuple(_problems(order)):
        raise InvalidInput(*problems)


def _ask(work: TableWork, order: AskBatch) -> Changed:
    require_whole(order)
    found = chosen_of(work, tuple(dict.fromkeys(order.deadlines)))
    if order.act == "assign" and not sessions.person_with_account(work.connection, order.person):
        raise NotFound("person")
    made = batches.add_batch(
        work.connection,
        work.viewer,
        order.act,
        order.said,
        [each.deadline.id for each in found],
        now=work.now,
    )
    work.office.announce(work.connection, [each.deadline.id for each in found])
    return Changed(made, 1, "open", made)


def _stop(work: TableWork, order: StopBatch) -> Changed:
    seen = batches.get_batch(work.connection, work.viewer, order.batch)
    why = {"says": [STOPPED.model_dump()]}
    stopped = batches.stop_batch(work.connection, seen, why=why, now=work.now)
    state = (
        "stopped" if stopped else batches.get_batch(work.connection, work.viewer, order.batch).state
    )
    return Changed(seen.public_id, 1, state)


def _problems(order: AskBatch) -> Iterator[InputProblem]:
    if not order.deadlines:
        yield InputProblem("deadlines", "missing", _NONE)
    if len(order.deadlines) > MOST:
        yield InputProblem("deadlines", "malformed", _TOO_MANY)
    if order.act != "remind" and not order.reason.strip():
        yield InputProblem("reason", "missing", _WHY)
    if len(order.reason) > LONGEST["long_text"]:
        yield InputProblem("reason", "malformed", _TOO_LONG)
    if order.act == "assign" and not order.person:
        yield InputProblem("person", "missing", _NOBODY)
    if order.act == "extend" and order.by is None:
        yield InputProblem("by", "missing", _NO_SPAN)


def _shown(work: TableWork, seen: BatchSeen, items: tuple[ItemSeen, ...]) -> BatchShown:
    hashes = {each.workflow_hash for each in items if each.workflow_hash}
    workflows = work.office.versions_of(work.connection, hashes)
    return BatchShown(
        id=seen.public_id,
        act=seen.act,
        state=seen.state,
        reason=str(seen.said.get("reason") or ""),
        made_at=seen.made_at,
        ended_at=seen.ended_at,
        counts=batches.count_items(work.connection, seen),
        items=tuple(
            BatchItem(
                deadline=each.deadline,
                title=title_of(workflows.get(each.workflow_hash or ""), each.key)
                if each.key
                else UNSEEN,
                due_on=each.due_on,
                case=each.case,
                number=each.number,
                state=each.state,
                why=tuple(Text.model_validate(told) for told in each.why.get("says", ())),
            )
            for each in items
        ),
    )
