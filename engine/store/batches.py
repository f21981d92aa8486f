"""Acts on many deadlines: the batch, its items, and what became of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    Connection,
    Integer,
    and_,
    bindparam,
    case,
    false,
    func,
    insert,
    select,
    update,
)

from engine.access import Viewer
from engine.errors import NotFound
from engine.store.cases import HEADS, CaseHead
from engine.store.deadlines import DeadlineSeen
from engine.store.rows import Values, columns, new_id
from engine.store.tables.batch import BATCH, BATCH_ITEM, BatchAct, BatchState, ItemState
from engine.store.tables.cases import CASES, WORKFLOW_VERSION
from engine.store.tables.clock import DEADLINE
from engine.store.tables.people import ACCOUNT, PERSON
from engine.store.visibility import VISIBLE, part_visible, seen_by
from engine.text import Language


@dataclass(frozen=True, slots=True)
class BatchSeen:
    """What somebody asked; ``said`` is what came with it: a person, a span, a reason."""

    id: int
    public_id: str
    person_id: int
    act: BatchAct
    said: Values
    state: BatchState
    made_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class Chosen:
    """A deadline that somebody chose, and the case that it is of."""

    deadline: DeadlineSeen
    head: CaseHead


@dataclass(frozen=True, slots=True)
class ItemSeen:
    """One of them with what became of it; of a case that the viewer sees no more nothing else."""

    id: int
    state: ItemState
    why: Values
    deadline: str | None
    key: str | None
    due_on: date | None
    case: str | None
    number: str | None
    workflow_hash: str | None


@dataclass(frozen=True, slots=True)
class ItemDue:
    """An item that waits to be done, with all that it takes to act for whoever asked."""

    id: int
    batch_id: int
    act: BatchAct
    said: Values
    deadline: str
    owner_role: str
    case: str
    asker: Asker = field(repr=False)


@dataclass(frozen=True, slots=True)
class Asker:
    """Whoever asked; ``is_active`` says whether they still work here."""

    id: int
    public_id: str
    language: Language
    organisation_id: int | None
    is_active: bool


_BATCH = select(*columns(BATCH, BatchSeen))
_ONE = _BATCH.where(
    BATCH.c.public_id == bindparam("wanted"), BATCH.c.person_id == bindparam("asked_by")
)
_LATEST = (
    _BATCH.where(BATCH.c.person_id == bindparam("asked_by"))
    .order_by(BATCH.c.id.desc())
    .limit(bindparam("most"))
)
_CHOSEN = (
    HEADS.add_columns(*columns(DEADLINE, DeadlineSeen))
    .join(DEADLINE, DEADLINE.c.case_id == CASES.c.id)
    .where(
        VISIBLE,
        part_visible(DEADLINE.c.child_id),
        DEADLINE.c.public_id.in_(bindparam("wanted", expanding=True)),
    )
    .order_by(DEADLINE.c.due_at, DEADLINE.c.id)
)
_HEAD = len(HEADS.selected_columns)
_WAITS = BATCH_ITEM.c.state == "waiting"
_COUNTS = (
    select(BATCH_ITEM.c.state, func.count())
    .where(BATCH_ITEM.c.batch_id == bindparam("batch_id"))
    .group_by(BATCH_ITEM.c.state)
)
_PLACE = case({"refused": 0, "skipped": 1}, value=BATCH_ITEM.c.state, else_=2)
_SEEN: list[Any] = [
    *(BATCH_ITEM.c[name] for name in ("id", "state", "why")),
    *(case((CASES.c.id.is_not(None), DEADLINE.c[name])) for name in ("public_id", "key", "due_on")),
    *(CASES.c[name].label(f"case_{name}") for name in ("public_id", "number")),
    WORKFLOW_VERSION.c.hash,
]
_ITEMS = (
    select(*_SEEN)
    .select_from(BATCH_ITEM)
    .join(DEADLINE, DEADLINE.c.id == BATCH_ITEM.c.deadline_id)
    .outerjoin(
        CASES,
        and_(CASES.c.id == DEADLINE.c.case_id, VISIBLE, part_visible(DEADLINE.c.child_id)),
    )
    .outerjoin(WORKFLOW_VERSION, WORKFLOW_VERSION.c.id == CASES.c.version_id)
    .where(BATCH_ITEM.c.batch_id == bindparam("batch_id"))
    .order_by(_PLACE, BATCH_ITEM.c.id)
)
_WAITING: list[Any] = [
    *(BATCH_ITEM.c[name] for name in ("id", "batch_id")),
    *(BATCH.c[name] for name in ("act", "said")),
    DEADLINE.c.public_id,
    DEADLINE.c.owner_role,
    CASES.c.public_id.label("case_public_id"),
]
_ASKER: list[Any] = [
    *(PERSON.c[name].label(f"asker_{name}") for name in ("id", "public_id", "language")),
    ACCOUNT.c.organisation_id,
    func.coalesce(ACCOUNT.c.active, false()).label("is_active"),
]
_ROW = [*_WAITING, *_ASKER]
_DUE = (
    select(*_ROW)
    .select_from(BATCH_ITEM)
    .join(BATCH, BATCH.c.id == BATCH_ITEM.c.batch_id)
    .join(DEADLINE, DEADLINE.c.id == BATCH_ITEM.c.deadline_id)
    .join(CASES, CASES.c.id == DEADLINE.c.case_id)
    .join(PERSON, PERSON.c.id == BATCH.c.person_id)
    .outerjoin(ACCOUNT, ACCOUNT.c.person_id == PERSON.c.id)
    .where(_WAITS)
    .order_by(BATCH_ITEM.c.id)
    .limit(bindparam("most", type_=Integer))
)
_VERSION = select(CASES.c.version).where(CASES.c.public_id == bindparam("wanted"))
_LOCK = select(BATCH.c.id).where(BATCH.c.id == bindparam("batch_key")).with_for_update()
"""Whoever ends an item or the batch holds its row: two that end the last two see each other."""

_END = (
    update(BATCH_ITEM)
    .where(BATCH_ITEM.c.id == bindparam("item_id"), _WAITS)
    .values(state=bindparam("to"), why=bindparam("because"), ended_at=bindparam("now"))
)
_LEFT = (
    select(func.count())
    .select_from(BATCH_ITEM)
    .where(BATCH_ITEM.c.batch_id == bindparam("batch_id"), _WAITS)
)
_CLOSE = (
    update(BATCH)
    .where(BATCH.c.id == bindparam("batch_key"), BATCH.c.state == "open")
    .values(state=bindparam("to"), ended_at=bindparam("now"))
)
_SKIP = (
    update(BATCH_ITEM)
    .where(BATCH_ITEM.c.batch_id == bindparam("of_batch"), _WAITS)
    .values(state="skipped", why=bindparam("because"), ended_at=bindparam("now"))
)


def add_batch(
    connection: Connection,
    viewer: Viewer,
    act: BatchAct,
    said: Values,
    deadline_ids: Sequence[int],
    *,
    now: datetime,
) -> str:
    """Keep what was asked, each deadline waiting; its public id."""
    public_id = new_id()
    row = {"public_id": public_id, "person_id": viewer.person, "act": act, "said": dict(said)}
    made = connection.execute(
        insert(BATCH).returning(BATCH.c.id), {**row, "state": "open", "made_at": now}
    ).scalar_one()
    items = [
        {"batch_id": made, "deadline_id": each, "state": "waiting", "why": {}}
        for each in deadline_ids
    ]
    connection.execute(insert(BATCH_ITEM), items)
    return public_id


def chosen(
    connection: Connection, viewer: Viewer, public_ids: Collection[str], *, on: date
) -> tuple[Chosen, ...]:
    """Those of these deadlines that are of cases which the viewer may see, the first due first."""
    rows = connection.execute(_CHOSEN, {"wanted": list(public_ids), **seen_by(viewer, on)})
    return tuple(Chosen(DeadlineSeen(*row[_HEAD:]), CaseHead(*row[:_HEAD])) for row in rows)


def get_batch(connection: Connection, viewer: Viewer, public_id: str) -> BatchSeen:
    """A batch that the viewer asked.

    Raises:
        NotFound: there is none, or somebody else asked it.
    """
    wanted = {"wanted": public_id, "asked_by": viewer.person}
    row = connection.execute(_ONE, wanted).one_or_none()
    if row is None:
        raise NotFound("batch")
    return BatchSeen(*row)


def latest_batches(connection: Connection, viewer: Viewer, *, limit: int) -> tuple[BatchSeen, ...]:
    """The batches that the viewer asked, the newest first."""
    rows = connection.execute(_LATEST, {"asked_by": viewer.person, "most": limit})
    return tuple(BatchSeen(*row) for row in rows)


def count_items(connection: Connection, batch: BatchSeen) -> Mapping[ItemState, int]:
    """How many items of a batch are in each state."""
    counted: Counter[ItemState] = Counter()
    for state, number in connection.execute(_COUNTS, {"batch_id": batch.id}):
        counted[state] = number
    return counted


def items_of(
    connection: Connection, viewer: Viewer, batch: BatchSeen, *, on: date
) -> tuple[ItemSeen, ...]:
    """Its items, what was not done first; a case that the viewer sees no more is not named."""
    rows = connection.execute(_ITEMS, {"batch_id": batch.id, **seen_by(viewer, on)})
    return tuple(ItemSeen(*row) for row in rows)


def items_due(connection: Connection, *, limit: int) -> tuple[ItemDue, ...]:
    """For the tick: the items that wait, the oldest first."""
    rows = connection.execute(_DUE, {"most": limit})
    return tuple(_due(tuple(row)) for row in rows)


def version_of(connection: Connection, item: ItemDue) -> int:
    """The version of its case at this moment."""
    return int(connection.execute(_VERSION, {"wanted": item.case}).scalar_one())


def end_item(
    connection: Connection, item: ItemDue, *, state: ItemState, why: Values, now: datetime
) -> bool:
    """Note what became of an item; False when it waits no more. The last one ends the batch."""
    connection.execute(_LOCK, {"batch_key": item.batch_id})
    ended = {"item_id": item.id, "to": state, "because": dict(why), "now": now}
    changed = connection.execute(_END, ended).rowcount == 1
    if connection.execute(_LEFT, {"batch_id": item.batch_id}).scalar_one() == 0:
        connection.execute(_CLOSE, {"batch_key": item.batch_id, "to": "done", "now": now})
    return changed


def stop_batch(connection: Connection, batch: BatchSeen, *, why: Values, now: datetime) -> bool:
    """Leave what still waits undone; False when it had ended."""
    connection.execute(_LOCK, {"batch_key": batch.id})
    stopped = {"batch_key": batch.id, "to": "stopped", "now": now}
    if connection.execute(_CLOSE, stopped).rowcount == 0:
        return False
    connection.execute(_SKIP, {"of_batch": batch.id, "because": dict(why), "now": now})
    return True


def _due(row: tuple[Any, ...]) -> ItemDue:
    own = len(_WAITING)
    item: tuple[Any, ...] = (*row[:own], Asker(*row[own:]))
    return ItemDue(*item)
