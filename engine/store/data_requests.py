"""Requests about one's own data: who asked what, what was decided of each thing, what was given."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from engine.errors import NotFound
from engine.store.cases import HEADS, CaseHead
from engine.store.destroyed import is_destroyed
from engine.store.rows import Values, new_id, values_of
from engine.store.tables.cases import CASES, RECORD
from engine.store.tables.people import PERSON
from engine.store.tables.rights import (
    DATA_REQUEST,
    DATA_REQUEST_ABOUT,
    DATA_REQUEST_ITEM,
    DATA_REQUEST_TEXT,
    RequestKind,
    RequestState,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRequest:
    """Somebody asked on a day; ``said`` are the words beside it."""

    kind: RequestKind
    person_id: int
    asker_id: int
    asked_on: date
    record_id: int | None = None


@dataclass(frozen=True, slots=True)
class RequestSeen:
    """A request; persons, and the record that is to be corrected, by their public ids."""

    id: int
    public_id: str
    case_id: int
    kind: RequestKind
    person_id: int
    person: str
    asker: str
    record: str | None
    record_id: int | None
    asked_on: date
    state: RequestState
    judged_by: int | None
    confirmed_by: int | None
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class ItemKept:
    """What was decided of one thing, and by whom; without a ground it is given."""

    key: str
    ground: str | None
    kept: tuple[str, ...]
    judged_by: int

    def says_as(self, other: ItemKept | None) -> bool:
        """Whether the same was decided, by whomever."""
        return other is not None and (self.ground, {*self.kept}) == (other.ground, {*other.kept})


@dataclass(frozen=True, slots=True)
class AboutKept:
    """A case of which a copy tells, by its public id, and the keys of those children in it."""

    case: str
    children: frozenset[int]


_ASKER = PERSON.alias("asker")
_ELSEWHERE: Mapping[str, Any] = {
    "person": PERSON.c.public_id.label("person"),
    "asker": _ASKER.c.public_id.label("asker"),
    "record": RECORD.c.public_id.label("record"),
}
_SEEN = (
    select(
        *(
            _ELSEWHERE[field.name] if field.name in _ELSEWHERE else DATA_REQUEST.c[field.name]
            for field in fields(RequestSeen)
        )
    )
    .join(PERSON, PERSON.c.id == DATA_REQUEST.c.person_id)
    .join(_ASKER, _ASKER.c.id == DATA_REQUEST.c.asker_id)
    .outerjoin(RECORD, RECORD.c.id == DATA_REQUEST.c.record_id)
    .where(DATA_REQUEST.c.case_id == bindparam("wanted_case"))
    .order_by(DATA_REQUEST.c.id)
)
_ONE = _SEEN.where(DATA_REQUEST.c.public_id == bindparam("wanted"))
_ITEMS = select(
    DATA_REQUEST_ITEM.c.key,
    DATA_REQUEST_ITEM.c.ground,
    DATA_REQUEST_ITEM.c.kept,
    DATA_REQUEST_ITEM.c.judged_by,
).where(DATA_REQUEST_ITEM.c.request_id == bindparam("wanted"))
_ABOUT = (
    select(CASES.c.public_id, DATA_REQUEST_ABOUT.c.child_id)
    .join(CASES, CASES.c.id == DATA_REQUEST_ABOUT.c.case_id)
    .where(DATA_REQUEST_ABOUT.c.request_id == bindparam("wanted"))
    .order_by(DATA_REQUEST_ABOUT.c.id)
)
_FILES = HEADS.where(CASES.c.family_id == bindparam("family"), ~is_destroyed()).order_by(CASES.c.id)
_SAID = select(DATA_REQUEST_TEXT.c.said, DATA_REQUEST_TEXT.c.given).where(
    DATA_REQUEST_TEXT.c.request_id == bindparam("wanted")
)
_ADD = insert(DATA_REQUEST).returning(DATA_REQUEST.c.id)


def add_request(
    connection: Connection,
    case: CaseHead,
    new: NewRequest,
    said: Values,
    *,
    by: int,
    now: datetime,
) -> str:
    """Record that somebody asked; the public id of it."""
    public_id = new_id()
    row = {**values_of(new), "public_id": public_id, "case_id": case.id, "state": "open"}
    made = connection.execute(_ADD, {**row, "made_at": now, "made_by": by}).scalar_one()
    text = {"request_id": made, "said": dict(said), "given": None}
    connection.execute(insert(DATA_REQUEST_TEXT), text)
    return public_id


def requests_of(connection: Connection, case: CaseHead) -> tuple[RequestSeen, ...]:
    """The requests that were recorded in the case, oldest first."""
    rows = connection.execute(_SEEN, {"wanted_case": case.id})
    return tuple(RequestSeen(*row) for row in rows)


def get_request(connection: Connection, case: CaseHead, public_id: str) -> RequestSeen:
    """One of them.

    Raises:
        NotFound: this case has none with this id; another case may.
    """
    wanted = {"wanted_case": case.id, "wanted": public_id}
    row = connection.execute(_ONE, wanted).one_or_none()
    if row is None:
        raise NotFound("data_request")
    return RequestSeen(*row)


def said_of(connection: Connection, request: RequestSeen) -> tuple[Values, Values | None]:
    """The words beside a request, and the copy that was given."""
    said, given = connection.execute(_SAID, {"wanted": request.id}).one()
    return said, given


def items_of(connection: Connection, request: RequestSeen) -> tuple[ItemKept, ...]:
    """What was decided of each thing."""
    rows = connection.execute(_ITEMS, {"wanted": request.id})
    return tuple(
        ItemKept(key, ground, tuple(kept["persons"]), by) for key, ground, kept, by in rows
    )


def write_items(
    connection: Connection, request: RequestSeen, items: Collection[ItemKept], said: Values
) -> None:
    """Write anew what was decided, and the words beside it."""
    connection.execute(
        delete(DATA_REQUEST_ITEM).where(DATA_REQUEST_ITEM.c.request_id == request.id)
    )
    rows = [
        {
            "request_id": request.id,
            "key": each.key,
            "ground": each.ground,
            "kept": {"persons": list(each.kept)},
            "judged_by": each.judged_by,
        }
        for each in items
    ]
    if rows:
        connection.execute(insert(DATA_REQUEST_ITEM), rows)
    write_said(connection, request, said)


def write_said(
    connection: Connection, request: RequestSeen, said: Values, given: Values | None = None
) -> None:
    """Write the words beside a request, and once it is given the copy itself."""
    more = {} if given is None else {"given": dict(given)}
    connection.execute(
        update(DATA_REQUEST_TEXT)
        .where(DATA_REQUEST_TEXT.c.request_id == request.id)
        .values(said=dict(said), **more)
    )


def files_of(connection: Connection, family_id: int) -> tuple[CaseHead, ...]:
    """Every case of a family that has a file, whoever may see it: to know what a copy is about.

    What of it somebody may see is asked by whoever calls.
    """
    rows = connection.execute(_FILES, {"family": family_id})
    return tuple(CaseHead(*row) for row in rows)


def write_about(
    connection: Connection, request: RequestSeen, about: Iterable[tuple[int, Collection[int]]]
) -> None:
    """Keep of which cases, and of which children in each, the copy that is given tells."""
    rows = [
        {"request_id": request.id, "case_id": case, "child_id": child}
        for case, children in about
        for child in (None, *sorted(children))
    ]
    connection.execute(insert(DATA_REQUEST_ABOUT), rows)


def about_of(connection: Connection, request: RequestSeen) -> tuple[AboutKept, ...]:
    """Of which cases and children the copy tells that was given; none before that."""
    found: dict[str, set[int]] = defaultdict(set)
    for case, child in connection.execute(_ABOUT, {"wanted": request.id}):
        found[case] |= set() if child is None else {child}
    return tuple(AboutKept(case, frozenset(children)) for case, children in found.items())


def move_request(
    connection: Connection, request: RequestSeen, state: RequestState, **values: object
) -> None:
    """Bring it to another state; ``values`` say who did what and when."""
    connection.execute(
        update(DATA_REQUEST).where(DATA_REQUEST.c.id == request.id).values(state=state, **values)
    )
