"""Proposals to destroy files, what became of each, and the certificates that are left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    Connection,
    Integer,
    Select,
    and_,
    bindparam,
    case,
    exists,
    func,
    insert,
    or_,
    select,
    update,
)

from engine.access import Viewer
from engine.errors import NotFound
from engine.store.account_roles import ARCHIVES
from engine.store.rows import new_id
from engine.store.tables.cases import CASES
from engine.store.tables.people import PERSON
from engine.store.tables.retention import (
    DESTRUCTION,
    DESTRUCTION_ITEM,
    DestroyedState,
    DestructionState,
)
from engine.store.tables.review import ACCOUNT_ROLE
from engine.store.tables.trail import CASE_EVENT, CASE_EVENT_DETAIL


@dataclass(frozen=True, slots=True, kw_only=True)
class NewItem:
    """One file of a proposal, or what a family shares: what the dry run counted."""

    case_id: int | None = None
    family_id: int | None = None
    from_on: date | None = None
    bases: Sequence[Mapping[str, Any]] = ()
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDestruction:
    """What somebody proposes, and by which table of retention."""

    region: str
    by: int
    digest: str
    table_version: str
    table_hash: str
    backups_kept: int
    items: Sequence[NewItem]


@dataclass(frozen=True, slots=True)
class DestructionSeen:
    """A proposal, or the certificate that it became."""

    id: int
    public_id: str
    region: str
    state: DestructionState
    proposed_by: int
    proposer: str
    proposed_at: datetime
    digest: str
    table_version: str
    table_hash: str
    backups_kept: int
    decider: str | None
    decided_at: datetime | None
    done_at: datetime | None
    list_hash: str
    files: int


@dataclass(frozen=True, slots=True)
class ItemSeen:
    """One item; a family has no number, for that would be a name."""

    id: int
    place: int
    case_id: int | None
    family_id: int | None
    case: str | None
    number: str | None
    workflow: str | None
    state: DestroyedState
    from_on: date | None
    bases: Sequence[Mapping[str, Any]]
    counts: Mapping[str, int]
    why: str | None
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class ItemDue:
    """One item that is confirmed and waits for its turn."""

    id: int
    destruction: str
    case_id: int | None
    family_id: int | None
    region: str
    counts: Mapping[str, int]


_PROPOSER, _DECIDER = PERSON.alias("proposer"), PERSON.alias("decider")
_FILES = (
    select(func.count())
    .select_from(DESTRUCTION_ITEM)
    .where(
        DESTRUCTION_ITEM.c.destruction_id == DESTRUCTION.c.id,
        DESTRUCTION_ITEM.c.case_id.is_not(None),
        or_(DESTRUCTION.c.state != "done", DESTRUCTION_ITEM.c.state == "done"),
    )
    .correlate(DESTRUCTION)
    .scalar_subquery()
)
_ELSEWHERE: dict[str, Any] = {
    "proposer": _PROPOSER.c.name.label("proposer_name"),
    "decider": _DECIDER.c.name.label("decider_name"),
    "files": _FILES.label("files"),
}
_MAY = exists().where(ACCOUNT_ROLE.c.region == DESTRUCTION.c.region, ARCHIVES)
_SEEN: Select[Any] = (
    select(
        *(
            _ELSEWHERE[field.name] if field.name in _ELSEWHERE else DESTRUCTION.c[field.name]
            for field in fields(DestructionSeen)
        )
    )
    .select_from(DESTRUCTION)
    .join(_PROPOSER, _PROPOSER.c.id == DESTRUCTION.c.proposed_by)
    .outerjoin(_DECIDER, _DECIDER.c.id == DESTRUCTION.c.decided_by)
)
_LIST = (
    _SEEN.where(
        _MAY.correlate(DESTRUCTION),
        DESTRUCTION.c.state.in_(bindparam("states", expanding=True)),
        DESTRUCTION.c.id < bindparam("before", type_=Integer),
    )
    .order_by(DESTRUCTION.c.id.desc())
    .limit(bindparam("most"))
)
_ONE = _SEEN.where(DESTRUCTION.c.public_id == bindparam("wanted"), _MAY.correlate(DESTRUCTION))
_LOCK = (
    select(DESTRUCTION.c.id)
    .where(DESTRUCTION.c.public_id == bindparam("wanted"), _MAY.correlate(DESTRUCTION))
    .with_for_update(of=DESTRUCTION)
)
_ITEMS: Select[Any] = (
    select(
        *(DESTRUCTION_ITEM.c[name] for name in ("id", "place", "case_id", "family_id")),
        CASES.c.public_id.label("case_public_id"),
        CASES.c.number,
        CASES.c.workflow,
        *(DESTRUCTION_ITEM.c[name] for name in ("state", "from_on", "bases", "counts")),
        *(DESTRUCTION_ITEM.c[name] for name in ("why", "ended_at")),
    )
    .select_from(DESTRUCTION_ITEM)
    .outerjoin(CASES, CASES.c.id == DESTRUCTION_ITEM.c.case_id)
    .where(DESTRUCTION_ITEM.c.destruction_id == bindparam("of"))
    .order_by(DESTRUCTION_ITEM.c.place)
)
_DUE: Select[Any] = (
    select(
        DESTRUCTION_ITEM.c.id,
        DESTRUCTION.c.public_id,
        DESTRUCTION_ITEM.c.case_id,
        DESTRUCTION_ITEM.c.family_id,
        DESTRUCTION.c.region,
        DESTRUCTION_ITEM.c.counts,
    )
    .join(DESTRUCTION, DESTRUCTION.c.id == DESTRUCTION_ITEM.c.destruction_id)
    .where(DESTRUCTION_ITEM.c.state == "waiting", DESTRUCTION.c.state == "confirmed")
    .order_by(DESTRUCTION_ITEM.c.id)
    .limit(bindparam("most"))
)
_READY: Select[Any] = (
    _SEEN.where(
        DESTRUCTION.c.state == "confirmed",
        ~exists().where(
            DESTRUCTION_ITEM.c.destruction_id == DESTRUCTION.c.id,
            DESTRUCTION_ITEM.c.state == "waiting",
        ),
    )
    .order_by(DESTRUCTION.c.id)
    .limit(bindparam("most"))
)
_DECIDE = (
    update(DESTRUCTION)
    .where(DESTRUCTION.c.id == bindparam("of"), DESTRUCTION.c.state == "proposed")
    .values(state=bindparam("to"), decided_by=bindparam("by"), decided_at=bindparam("now"))
)
_CLAIM = (
    update(DESTRUCTION_ITEM)
    .where(DESTRUCTION_ITEM.c.id == bindparam("item"), DESTRUCTION_ITEM.c.state == "waiting")
    .values(ended_at=bindparam("now"))
)
_END = (
    update(DESTRUCTION_ITEM)
    .where(DESTRUCTION_ITEM.c.id == bindparam("item"))
    .values(state=bindparam("became"), why=bindparam("because"))
)
_FINISH = (
    update(DESTRUCTION)
    .where(DESTRUCTION.c.id == bindparam("of"), DESTRUCTION.c.state == "confirmed")
    .values(state="done", done_at=bindparam("now"), list_hash=bindparam("hashed"))
)
_LEFT = (
    select(CASES.c.number)
    .where(
        CASES.c.family_id == bindparam("family"),
        ~exists().where(
            and_(DESTRUCTION_ITEM.c.case_id == CASES.c.id, DESTRUCTION_ITEM.c.state == "done")
        ),
    )
    .order_by(CASES.c.id)
)
_CERTIFIED = exists().where(
    DESTRUCTION_ITEM.c.case_id == CASE_EVENT.c.case_id, DESTRUCTION_ITEM.c.state == "done"
)
_WORDLESS = (
    select(func.count(), func.count(case((~_CERTIFIED, 1))))
    .select_from(CASE_EVENT)
    .outerjoin(CASE_EVENT_DETAIL, CASE_EVENT_DETAIL.c.event_id == CASE_EVENT.c.id)
    .where(CASE_EVENT_DETAIL.c.event_id.is_(None))
)
_DESTROYED = select(func.count()).where(
    DESTRUCTION_ITEM.c.state == "done", DESTRUCTION_ITEM.c.case_id.is_not(None)
)


def add_destruction(connection: Connection, new: NewDestruction, *, now: datetime) -> str:
    """Keep a proposal; its public id."""
    public_id = new_id()
    row = {
        "public_id": public_id,
        "region": new.region,
        "state": "proposed",
        "proposed_by": new.by,
        "proposed_at": now,
        "digest": new.digest,
        "table_version": new.table_version,
        "table_hash": new.table_hash,
        "backups_kept": new.backups_kept,
        "list_hash": "",
    }
    made = connection.execute(insert(DESTRUCTION).returning(DESTRUCTION.c.id), row).scalar_one()
    rows = [
        {
            "destruction_id": made,
            "place": place,
            "case_id": item.case_id,
            "family_id": item.family_id,
            "state": "waiting",
            "from_on": item.from_on,
            "bases": [dict(basis) for basis in item.bases],
            "counts": dict(item.counts),
        }
        for place, item in enumerate(new.items)
    ]
    connection.execute(insert(DESTRUCTION_ITEM), rows)
    return public_id


def list_destructions(
    connection: Connection,
    viewer: Viewer,
    states: Sequence[DestructionState],
    *,
    on: date,
    limit: int,
    before: int | None = None,
) -> tuple[DestructionSeen, ...]:
    """The proposals and certificates of the viewer's regions in these states, newest first."""
    wanted = {"viewer": viewer.person, "today": on, "states": list(states), "most": limit}
    rows = connection.execute(_LIST, {**wanted, "before": before or 2**31 - 1})
    return tuple(DestructionSeen(*row) for row in rows)


def get_destruction(
    connection: Connection, viewer: Viewer, public_id: str, *, on: date, lock: bool = False
) -> DestructionSeen:
    """One of them; ``lock``: nobody else decides on it until this ends.

    Raises:
        NotFound: there is none, or it is of a region that the viewer does not look after.
    """
    wanted = {"wanted": public_id, "viewer": viewer.person, "today": on}
    if lock:
        connection.execute(_LOCK, wanted).all()
    row = connection.execute(_ONE, wanted).one_or_none()
    if row is None:
        raise NotFound("destruction")
    return DestructionSeen(*row)


def items_of(connection: Connection, destruction_id: int) -> tuple[ItemSeen, ...]:
    """What is in it, in the order in which it goes."""
    return tuple(ItemSeen(*row) for row in connection.execute(_ITEMS, {"of": destruction_id}))


def decide(
    connection: Connection,
    destruction_id: int,
    *,
    to: DestructionState,
    by: int,
    now: datetime,
) -> bool:
    """Confirm or withdraw it; False when that was done already."""
    said = {"of": destruction_id, "to": to, "by": by, "now": now}
    return connection.execute(_DECIDE, said).rowcount == 1


def items_due(connection: Connection, *, limit: int) -> tuple[ItemDue, ...]:
    """What is confirmed and waits, the oldest first."""
    return tuple(ItemDue(*row) for row in connection.execute(_DUE, {"most": limit}))


def claim_item(connection: Connection, item: int, *, now: datetime) -> bool:
    """Take it for this transaction, which ends it; False when another ended it before."""
    return connection.execute(_CLAIM, {"item": item, "now": now}).rowcount == 1


def end_item(connection: Connection, item: int, *, why: str | None) -> None:
    """It is destroyed; with ``why`` it was skipped."""
    became = "done" if why is None else "skipped"
    connection.execute(_END, {"item": item, "became": became, "because": why})


def destructions_ready(connection: Connection, *, limit: int) -> tuple[DestructionSeen, ...]:
    """Those of which every item has ended."""
    return tuple(DestructionSeen(*row) for row in connection.execute(_READY, {"most": limit}))


def finish(connection: Connection, destruction_id: int, *, hashed: str, now: datetime) -> bool:
    """Make it a certificate; False when it is one."""
    said = {"of": destruction_id, "hashed": hashed, "now": now}
    return connection.execute(_FINISH, said).rowcount == 1


def files_left(connection: Connection, family_id: int) -> tuple[str, ...]:
    """The numbers of the family's files that are not destroyed."""
    return tuple(connection.execute(_LEFT, {"family": family_id}).scalars())


def count_destroyed(connection: Connection) -> tuple[int, int, int]:
    """How many files were destroyed, how many events lost their words, and how many of no file."""
    wordless, unexplained = connection.execute(_WORDLESS).one()
    return connection.execute(_DESTROYED).scalar_one(), wordless, unexplained
