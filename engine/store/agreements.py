"""What was agreed in a case: who does what by when, and what came of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from engine.access import Viewer
from engine.errors import NotFound
from engine.snapshot import AgreementState
from engine.store.cases import CaseHead
from engine.store.rows import Values, columns, new_id
from engine.store.tables.meetings import AGREEMENT, AGREEMENT_READER, AGREEMENT_TEXT


@dataclass(frozen=True, slots=True)
class AgreementHead:
    """An agreement: whose, by when, and how it stands."""

    id: int
    public_id: str
    case_id: int
    child_id: int | None
    owner_id: int | None
    due_on: date
    state: AgreementState
    seq: int
    made_on: date
    made_by: int
    settled_on: date | None


@dataclass(frozen=True, slots=True)
class AgreementListed:
    """An agreement with what it says now; ``readers`` are the keys of persons."""

    head: AgreementHead
    said: Values
    readers: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAgreement:
    """Something that was agreed; ``said`` holds its words."""

    said: Values
    due_on: date
    made_on: date
    child_id: int | None = None
    owner_id: int | None = None
    readers: Collection[int] = ()


_COLUMNS = columns(AGREEMENT, AgreementHead)
_ADD = insert(AGREEMENT).returning(*_COLUMNS)
_ONE = select(*_COLUMNS).where(
    AGREEMENT.c.case_id == bindparam("wanted_case"), AGREEMENT.c.public_id == bindparam("wanted")
)
_OF_CASES = (
    select(*_COLUMNS)
    .where(AGREEMENT.c.case_id.in_(bindparam("ids", expanding=True)))
    .order_by(AGREEMENT.c.id)
)
_UNOWNED = select(AGREEMENT.c.case_id, AGREEMENT.c.id).where(
    AGREEMENT.c.case_id.in_(bindparam("ids", expanding=True)),
    AGREEMENT.c.state == "open",
    AGREEMENT.c.owner_id.is_(None),
)
_TEXTS = (
    select(AGREEMENT_TEXT.c.agreement_id, AGREEMENT_TEXT.c.said)
    .where(AGREEMENT_TEXT.c.agreement_id.in_(bindparam("ids", expanding=True)))
    .order_by(AGREEMENT_TEXT.c.id)
)
_READERS = (
    select(AGREEMENT_READER.c.agreement_id, AGREEMENT_READER.c.person_id)
    .where(AGREEMENT_READER.c.agreement_id.in_(bindparam("ids", expanding=True)))
    .order_by(AGREEMENT_READER.c.person_id)
)
_CHANGE = (
    update(AGREEMENT)
    .where(AGREEMENT.c.id == bindparam("agreement_id"))
    .values(
        owner_id=bindparam("person"),
        state=bindparam("to_state"),
        settled_on=bindparam("day"),
        seq=bindparam("version"),
    )
)


def add_agreement(
    connection: Connection,
    case: CaseHead,
    new: NewAgreement,
    *,
    by: Viewer,
    now: datetime,
    seq: int,
) -> AgreementHead:
    """Record what was agreed."""
    row = {
        "public_id": new_id(),
        "case_id": case.id,
        "child_id": new.child_id,
        "owner_id": new.owner_id,
        "due_on": new.due_on,
        "state": "open",
        "seq": seq,
        "made_on": new.made_on,
        "made_by": by.person,
        "recorded_at": now,
    }
    head = AgreementHead(*connection.execute(_ADD, row).one())
    readers = [{"agreement_id": head.id, "person_id": person} for person in new.readers]
    if readers:
        connection.execute(insert(AGREEMENT_READER), readers)
    _write(connection, head, new.said, by=by, now=now)
    return head


def get_agreement(connection: Connection, case: CaseHead, public_id: str) -> AgreementHead:
    """An agreement of this case.

    Raises:
        NotFound: there is none with this id in the case.
    """
    row = connection.execute(_ONE, {"wanted_case": case.id, "wanted": public_id}).one_or_none()
    if row is None:
        raise NotFound("agreement")
    return AgreementHead(*row)


def agreements_of(
    connection: Connection, case_ids: Collection[int]
) -> Mapping[int, tuple[AgreementListed, ...]]:
    """Every agreement of each case with its words, oldest first."""
    rows = connection.execute(_OF_CASES, {"ids": list(case_ids)})
    heads = [AgreementHead(*row) for row in rows]
    ids = [head.id for head in heads]
    said = _said(connection, ids)
    readers = _grouped(connection.execute(_READERS, {"ids": ids}).all())
    found: dict[int, list[AgreementListed]] = defaultdict(list)
    for head in heads:
        listed = AgreementListed(head, said[head.id], tuple(readers[head.id]))
        found[head.case_id].append(listed)
    return {case_id: tuple(found[case_id]) for case_id in case_ids}


def change_agreement(
    connection: Connection,
    changed: AgreementHead,
    said: Values,
    *,
    by: Viewer,
    now: datetime,
) -> None:
    """Record whose it is now and what came of it; what it said before stays beside ``said``."""
    row = {
        "agreement_id": changed.id,
        "person": changed.owner_id,
        "to_state": changed.state,
        "day": changed.settled_on,
        "version": changed.seq,
    }
    connection.execute(_CHANGE, row)
    if said:
        before = _said(connection, [changed.id])[changed.id]
        _write(connection, changed, {**before, **said}, by=by, now=now)


def without_owner(connection: Connection, case_ids: Collection[int]) -> frozenset[int]:
    """The cases that have an open agreement which nobody owns, in person or in words."""
    rows = connection.execute(_UNOWNED, {"ids": list(case_ids)}).all()
    said = _said(connection, [row.id for row in rows])
    return frozenset(row.case_id for row in rows if not said[row.id].get("owner"))


def _write(
    connection: Connection,
    agreement: AgreementHead,
    said: Values,
    *,
    by: Viewer,
    now: datetime,
) -> None:
    row = {
        "agreement_id": agreement.id,
        "seq": agreement.seq,
        "said": dict(said),
        "recorded_at": now,
        "by_id": by.person,
    }
    connection.execute(insert(AGREEMENT_TEXT), row)


def _said(connection: Connection, ids: Sequence[int]) -> Mapping[int, Values]:
    """What each says now."""
    rows = connection.execute(_TEXTS, {"ids": list(ids)})
    return {**{key: {} for key in ids}, **{row.agreement_id: row.said for row in rows}}


def _grouped(rows: Sequence[Any]) -> Mapping[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    for agreement_id, person in rows:
        found[agreement_id].append(person)
    return found
