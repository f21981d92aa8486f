"""What happened to a case: one event for each version, each bound to the one before it."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from typing import Any

from pydantic import JsonValue
from sqlalchemy import (
    BindParameter,
    Connection,
    Integer,
    bindparam,
    exists,
    func,
    insert,
    select,
    tuple_,
)

from engine.definition import canonical
from engine.store.cases import CaseHead
from engine.store.hook_calls import call_hooks
from engine.store.rows import Values
from engine.store.tables.cases import CASES
from engine.store.tables.people import PERSON
from engine.store.tables.trail import CASE_EVENT, CASE_EVENT_DETAIL

GENESIS = "0" * 64
"""What the first event of a case has before it."""


@dataclass(frozen=True, slots=True)
class EventSeen:
    """One thing that happened; ``actor`` is a public id, or None for the clock.

    ``details`` are names and texts: None once they were destroyed, or not read.
    """

    id: int
    seq: int
    kind: str
    recorded_at: datetime
    occurred_on: date
    occurred_at: datetime
    actor: str | None
    on_behalf_of: str | None
    workflow_hash: str
    transition: str | None
    act: str | None
    entered: str | None
    payload: Values
    details_hash: str
    prev: str
    hash: str
    details: Values | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEvent:
    """Something that happened: keys, ids and dates in ``payload``, all else in ``details``."""

    kind: str
    recorded_at: datetime
    occurred_on: date
    occurred_at: datetime
    workflow_hash: str
    actor_id: int | None = None
    on_behalf_of: int | None = None
    transition: str | None = None
    act: str | None = None
    entered: str | None = None
    payload: Mapping[str, JsonValue]
    details: Mapping[str, JsonValue]


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One event in its chain; ``version`` is that of its case, None when there is no such case."""

    id: int
    case_id: int
    seq: int
    version: int | None
    prev: str
    hash: str
    fits: bool


_ACTOR, _BEHALF = PERSON.alias("actor"), PERSON.alias("behalf")
_PERSONS = {
    "actor": _ACTOR.c.public_id.label("actor"),
    "on_behalf_of": _BEHALF.c.public_id.label("on_behalf_of"),
}
_SEEN = [field.name for field in fields(EventSeen) if field.name != "details"]
_COLUMNS = [_PERSONS[name] if name in _PERSONS else CASE_EVENT.c[name] for name in _SEEN]
_FROM = CASE_EVENT.outerjoin(_ACTOR, _ACTOR.c.id == CASE_EVENT.c.actor_id).outerjoin(
    _BEHALF, _BEHALF.c.id == CASE_EVENT.c.on_behalf_of
)
_MINE = CASE_EVENT.c.case_id == bindparam("wanted_case")
_CASE_AT: BindParameter[int] = bindparam("case_at", type_=Integer)
_SEQ_AT: BindParameter[int] = bindparam("seq_at", type_=Integer)
_LATER = tuple_(CASE_EVENT.c.case_id, CASE_EVENT.c.seq) > tuple_(_CASE_AT, _SEQ_AT)
_EVENTS = select(*_COLUMNS).select_from(_FROM).where(_MINE).order_by(CASE_EVENT.c.seq)
_SINCE = _EVENTS.where(CASE_EVENT.c.seq > bindparam("seen"))
_WHOLE = (
    select(*_COLUMNS, CASE_EVENT_DETAIL.c.details, CASE_EVENT_DETAIL.c.nonce)
    .select_from(
        _FROM.outerjoin(CASE_EVENT_DETAIL, CASE_EVENT_DETAIL.c.event_id == CASE_EVENT.c.id)
    )
    .where(_MINE)
    .order_by(CASE_EVENT.c.seq)
)
_WHOLE_SINCE = _WHOLE.where(CASE_EVENT.c.seq > bindparam("seen"))
_WHOLE_OF_KINDS = _WHOLE.where(CASE_EVENT.c.kind.in_(bindparam("kinds", expanding=True)))
_DETAILS_AT = (
    select(CASE_EVENT.c.case_id, CASE_EVENT.c.seq, CASE_EVENT_DETAIL.c.details)
    .join(CASE_EVENT_DETAIL, CASE_EVENT_DETAIL.c.event_id == CASE_EVENT.c.id)
    .where(
        CASE_EVENT.c.case_id.in_(bindparam("ids", expanding=True)),
        CASE_EVENT.c.seq.in_(bindparam("seqs", expanding=True)),
    )
    .order_by(CASE_EVENT.c.case_id, CASE_EVENT.c.seq)
)
_LINKS = (
    select(
        *_COLUMNS,
        CASE_EVENT_DETAIL.c.details,
        CASE_EVENT_DETAIL.c.nonce,
        CASE_EVENT.c.case_id,
        CASES.c.public_id.label("case"),
        CASES.c.version,
    )
    .select_from(
        _FROM.outerjoin(
            CASE_EVENT_DETAIL, CASE_EVENT_DETAIL.c.event_id == CASE_EVENT.c.id
        ).outerjoin(CASES, CASES.c.id == CASE_EVENT.c.case_id)
    )
    .where(_LATER)
    .order_by(CASE_EVENT.c.case_id, CASE_EVENT.c.seq)
    .limit(bindparam("at_most"))
)
_NEXT_ID = (
    select(CASE_EVENT.c.id)
    .where(_LATER)
    .order_by(CASE_EVENT.c.case_id, CASE_EVENT.c.seq)
    .limit(bindparam("at_most"))
)
_WITHOUT = select(func.min(CASES.c.id)).where(
    CASES.c.version > 0, ~exists().where(CASE_EVENT.c.case_id == CASES.c.id)
)
_LAST = (
    select(CASE_EVENT.c.seq, CASE_EVENT.c.hash)
    .where(_MINE)
    .order_by(CASE_EVENT.c.seq.desc())
    .limit(1)
)
_PUBLIC = select(PERSON.c.id, PERSON.c.public_id).where(
    PERSON.c.id.in_(bindparam("ids", expanding=True))
)
_CASE = select(CASES.c.public_id, CASES.c.version).where(CASES.c.id == bindparam("wanted_case"))
_ADD = insert(CASE_EVENT).returning(CASE_EVENT.c.id)

_STORED = (
    "kind",
    "recorded_at",
    "occurred_on",
    "occurred_at",
    "on_behalf_of",
    "workflow_hash",
    "transition",
    "act",
    "entered",
)
_HASHED = tuple(name for name in _SEEN if name not in {"id", "hash"})


def append_event(connection: Connection, case: CaseHead, event: NewEvent) -> str:
    """Write the event of the version at which ``case`` is now; its hash.

    Raises:
        ValueError: it would not follow on the event before it.
    """
    last = connection.execute(_LAST, {"wanted_case": case.id}).one_or_none()
    before, prev = (0, GENESIS) if last is None else (last.seq, last.hash)
    if case.version != before + 1:
        raise ValueError(f"Event {case.version} cannot follow event {before} of {case.number}.")
    nonce = secrets.token_hex(16)
    columns = {name: getattr(event, name) for name in _STORED}
    row = {
        **columns,
        "payload": dict(event.payload),
        "seq": case.version,
        "details_hash": _hash_details(nonce, event.details),
        "prev": prev,
    }
    persons = _public_ids(connection, event)
    row["hash"] = _hash(case.public_id, {**row, **persons})
    event_id = connection.execute(
        _ADD, {**row, "actor_id": event.actor_id, "case_id": case.id}
    ).scalar_one()
    detail = {"event_id": event_id, "nonce": nonce, "details": dict(event.details)}
    connection.execute(insert(CASE_EVENT_DETAIL), detail)
    call_hooks(connection, event_id, event.kind, now=event.recorded_at)
    return str(row["hash"])


def events_since(connection: Connection, case: CaseHead, *, seq: int) -> tuple[EventSeen, ...]:
    """What happened after version ``seq``, without names and texts."""
    rows = connection.execute(_SINCE, {"wanted_case": case.id, "seen": seq})
    return tuple(EventSeen(*row) for row in rows)


def timeline(connection: Connection, case: CaseHead, *, seq: int = 0) -> tuple[EventSeen, ...]:
    """What happened after version ``seq``, with names and texts; to be stripped before shown."""
    rows = connection.execute(_WHOLE_SINCE, {"wanted_case": case.id, "seen": seq})
    return tuple(EventSeen(*list(row)[:-1]) for row in rows)


def events_of_kinds(
    connection: Connection, case: CaseHead, kinds: Collection[str]
) -> tuple[EventSeen, ...]:
    """The events of these kinds, with names and texts; to be stripped before they are shown."""
    rows = connection.execute(_WHOLE_OF_KINDS, {"wanted_case": case.id, "kinds": list(kinds)})
    return tuple(EventSeen(*list(row)[:-1]) for row in rows)


def details_at(
    connection: Connection, wanted: Collection[tuple[int, int]]
) -> Mapping[tuple[int, int], Values]:
    """The names and texts of events, each by the key of its case and its version.

    None where they were destroyed.
    """
    ids, seqs = {case for case, _ in wanted}, {seq for _, seq in wanted}
    rows = connection.execute(_DETAILS_AT, {"ids": sorted(ids), "seqs": sorted(seqs)})
    return {
        (case, seq): details
        for case, seq, details in rows
        if details is not None and (case, seq) in wanted
    }


def verify_chain(connection: Connection, case_id: int) -> int | None:
    """The first version whose event does not fit, or None: the chain is whole.

    Found are events that were changed, removed, added or swapped, also at the end, and
    details that were changed. Details that were destroyed are no fault.
    """
    wanted = {"wanted_case": case_id}
    case, version = connection.execute(_CASE, wanted).one()
    prev, seq = GENESIS, 0
    for row in connection.execute(_WHOLE, wanted):
        seq += 1
        event = row._asdict()
        if event["prev"] != prev or not _fits(case, event):
            return seq
        prev = event["hash"]
    return None if seq == version else seq + 1


def links_after(
    connection: Connection, case_id: int, seq: int, *, at_most: int
) -> tuple[Link, ...]:
    """The events that come after this one, by case and version, each looked at by itself.

    Raises:
        ValueError: an event holds what the program could never have written.
    """
    wanted = {"case_at": case_id, "seq_at": seq, "at_most": at_most}
    return tuple(_link(row._asdict()) for row in connection.execute(_LINKS, wanted))


def next_event(connection: Connection, case_id: int, seq: int) -> int | None:
    """The id of the event that comes after this one, by case and version."""
    wanted = {"case_at": case_id, "seq_at": seq, "at_most": 1}
    found: int | None = connection.execute(_NEXT_ID, wanted).scalar_one_or_none()
    return found


def case_without_events(connection: Connection) -> int | None:
    """The first case of which something happened, and nothing is told any more."""
    found: int | None = connection.execute(_WITHOUT).scalar_one()
    return found


def _link(row: Values) -> Link:
    return Link(
        id=row["id"],
        case_id=row["case_id"],
        seq=row["seq"],
        version=row["version"],
        prev=row["prev"],
        hash=row["hash"],
        fits=row["case"] is not None and _fits(row["case"], row),
    )


def _fits(case: str, event: Values) -> bool:
    """Whether the event, and its details if they are still there, are as they were written."""
    if event["hash"] != _hash(case, event):
        return False
    nonce = event["nonce"]
    return nonce is None or event["details_hash"] == _hash_details(nonce, event["details"])


def _hash(case: str, event: Values) -> str:
    """The seal of one event: what happened, by whom, when, and the seal before it."""
    values = {name: _plain(event[name]) for name in _HASHED}
    return hashlib.sha256(canonical({"case": case, **values}).encode()).hexdigest()


def _plain(value: Any) -> JsonValue:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return value.isoformat() if isinstance(value, date) else value


def _hash_details(nonce: str, details: Mapping[str, JsonValue]) -> str:
    """Salted, so that nobody can find a name by trying names."""
    return hashlib.sha256(f"{nonce}{canonical(dict(details))}".encode()).hexdigest()


def _public_ids(connection: Connection, event: NewEvent) -> dict[str, str | None]:
    ids = [person for person in (event.actor_id, event.on_behalf_of) if person is not None]
    rows = connection.execute(_PUBLIC, {"ids": ids})
    found: dict[int | None, str] = {row.id: row.public_id for row in rows}
    return {
        "actor": found.get(event.actor_id),
        "on_behalf_of": found.get(event.on_behalf_of),
    }
