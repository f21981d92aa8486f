"""Cases: where each stands, at which version; every read through what the viewer may see."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime

from sqlalchemy import Connection, bindparam, insert, literal, or_, select, update

from engine.access import Viewer
from engine.errors import NotFound, StaleCase
from engine.lasting import Standing, StateClass, class_of
from engine.store.rows import Values, insert_or_nothing, new_id
from engine.store.tables.cases import (
    CASE_CHILD,
    CASE_LINK,
    CASE_NUMBER,
    CASES,
    WORKFLOW_VERSION,
)
from engine.store.visibility import VISIBLE, seen_by


@dataclass(frozen=True, slots=True)
class CaseHead:
    """Where a case stands."""

    id: int
    public_id: str
    number: str
    family_id: int
    workflow_hash: str
    workflow: str
    region: str
    municipality: str | None
    state: str
    is_final: bool
    state_class: StateClass
    closed_on: date | None
    version: int
    opened_on: date

    @property
    def standing(self) -> Standing:
        """Of which class its state is, for the parts that end by that."""
        return Standing(self.state_class, self.closed_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCase:
    """A case to be opened, with its child parts in their order."""

    family_id: int
    workflow_hash: str
    state: str
    opened_on: date
    children: Sequence[int]
    municipality: str | None = None
    is_final: bool = False
    is_draft: bool = False


@dataclass(frozen=True, slots=True)
class LinkSeen:
    """Another case that a case is linked to, from whichever side the link was made."""

    id: int
    public_id: str
    workflow: str
    link: str
    is_final: bool


_COLUMNS = [
    WORKFLOW_VERSION.c.hash if field.name == "workflow_hash" else CASES.c[field.name]
    for field in fields(CaseHead)
]
HEADS = select(*_COLUMNS).join(WORKFLOW_VERSION, WORKFLOW_VERSION.c.id == CASES.c.version_id)
"""The columns of a ``CaseHead``."""

_ONE = HEADS.where(CASES.c.public_id == bindparam("wanted"), VISIBLE)
_FOR_OPERATOR = HEADS.where(
    or_(CASES.c.number == bindparam("wanted"), CASES.c.public_id == bindparam("wanted"))
)
_FOR_CLOCK = HEADS.where(CASES.c.id == bindparam("case_id"))
_OF_FAMILY = HEADS.where(CASES.c.family_id == bindparam("family_id")).order_by(CASES.c.id)

_VERSION = select(
    WORKFLOW_VERSION.c.id, WORKFLOW_VERSION.c.workflow, WORKFLOW_VERSION.c.region
).where(WORKFLOW_VERSION.c.hash == bindparam("wanted"))
_FIRST_OF_YEAR = insert_or_nothing(CASE_NUMBER, "year")
_NEXT_NUMBER = (
    update(CASE_NUMBER)
    .where(CASE_NUMBER.c.year == bindparam("wanted"))
    .values(last=CASE_NUMBER.c.last + 1)
    .returning(CASE_NUMBER.c.last)
)
_INSERT = insert(CASES).returning(CASES.c.id)
_UNCHANGED = (CASES.c.id == bindparam("case_id"), CASES.c.version == bindparam("seen"))
_MOVE = (
    update(CASES)
    .where(*_UNCHANGED)
    .values(
        state=bindparam("to_state"),
        is_final=bindparam("final"),
        state_class=bindparam("to_class"),
        closed_on=bindparam("closed"),
        version=bindparam("seen") + literal(1),
    )
)
_MOVE_VERSION = (
    update(CASES)
    .where(*_UNCHANGED)
    .values(
        version_id=bindparam("to_version"),
        state=bindparam("to_state"),
        state_class=bindparam("to_class"),
        version=bindparam("seen") + literal(1),
    )
)
_OPEN_OF = HEADS.where(
    CASES.c.workflow == bindparam("wanted"),
    CASES.c.region == bindparam("wanted_region"),
    CASES.c.is_final.is_(False),
).order_by(CASES.c.id)
_CURRENT = select(CASES.c.version).where(CASES.c.id == bindparam("case_id"))

_LINK = insert_or_nothing(CASE_LINK, "case_id", "other_id", "link")
_LINKS = (
    select(
        CASE_LINK.c.case_id,
        CASE_LINK.c.other_id,
        CASES.c.id,
        CASES.c.public_id,
        CASES.c.workflow,
        CASE_LINK.c.link,
        CASES.c.is_final,
    )
    .join(CASES, CASES.c.id.in_((CASE_LINK.c.case_id, CASE_LINK.c.other_id)))
    .where(
        CASE_LINK.c.case_id.in_(bindparam("ids", expanding=True))
        | CASE_LINK.c.other_id.in_(bindparam("ids", expanding=True))
    )
    .order_by(CASE_LINK.c.id)
)


def insert_case(connection: Connection, case: NewCase, *, now: datetime) -> CaseHead:
    """Open a case, numbered in the year in which it is opened.

    It stands at version 0: its first event makes that 1, as every event adds one.

    Raises:
        NotFound: the workflow version is not published.
    """
    published = connection.execute(_VERSION, {"wanted": case.workflow_hash}).one_or_none()
    if published is None:
        raise NotFound("workflow version")
    version_id, workflow, region = published
    row: Values = {
        "public_id": new_id(),
        "number": _draw_number(connection, case.opened_on.year),
        "family_id": case.family_id,
        "workflow": workflow,
        "region": region,
        "municipality": case.municipality,
        "state": case.state,
        "is_final": case.is_final,
        "state_class": class_of(final=case.is_final, draft=case.is_draft),
        "closed_on": case.opened_on if case.is_final else None,
        "version": 0,
        "opened_on": case.opened_on,
    }
    stored = {**row, "version_id": version_id, "opened_at": now}
    case_id: int = connection.execute(_INSERT, stored).scalar_one()
    _insert_children(connection, case_id, case.children)
    return CaseHead(id=case_id, workflow_hash=case.workflow_hash, **row)


def get_case(connection: Connection, viewer: Viewer, public_id: str, *, on: date) -> CaseHead:
    """The case, if the viewer may see it on the day ``on``.

    Raises:
        NotFound: there is none, or the viewer may not see it.
    """
    wanted = {"wanted": public_id, **seen_by(viewer, on)}
    row = connection.execute(_ONE, wanted).one_or_none()
    if row is None:
        raise NotFound("case")
    return CaseHead(*row)


def case_for_clock(connection: Connection, case_id: int) -> CaseHead:
    """The case, for the tick and for effects on a linked case: nobody looks."""
    return CaseHead(*connection.execute(_FOR_CLOCK, {"case_id": case_id}).one())


def case_for_operator(connection: Connection, name: str) -> CaseHead:
    """The case of this number or public id, for whoever runs the program at its own machine.

    Raises:
        NotFound: there is none.
    """
    row = connection.execute(_FOR_OPERATOR, {"wanted": name}).one_or_none()
    if row is None:
        raise NotFound("case")
    return CaseHead(*row)


def open_cases_of(connection: Connection, workflow: str, *, region: str) -> tuple[CaseHead, ...]:
    """Every open case of a workflow in a region, oldest first, for the operator: nobody looks."""
    wanted = {"wanted": workflow, "wanted_region": region}
    return tuple(CaseHead(*row) for row in connection.execute(_OPEN_OF, wanted))


def cases_of_family(connection: Connection, family_id: int) -> tuple[CaseHead, ...]:
    """Every case of the family, for effects: nobody looks."""
    rows = connection.execute(_OF_FAMILY, {"family_id": family_id})
    return tuple(CaseHead(*row) for row in rows)


def record_move(
    connection: Connection,
    case: CaseHead,
    *,
    to_state: str,
    is_final: bool,
    is_draft: bool = False,
    on: date | None = None,
) -> CaseHead:
    """Move ``case``, if nobody changed it meanwhile.

    ``on`` is the day of recording: that on which it is closed, if it was open.

    The version check is one conditional UPDATE, so it behaves the same on SQLite
    and on PostgreSQL and needs no lock held while a person thinks.

    Raises:
        StaleCase: the stored version is no longer ``case.version``; nothing is written.
    """
    kind = class_of(final=is_final, draft=is_draft)
    closed = (case.closed_on or on) if is_final else None
    moved = {"case_id": case.id, "seen": case.version, "to_state": to_state, "to_class": kind}
    moved |= {"final": is_final, "closed": closed}
    if connection.execute(_MOVE, moved).rowcount != 1:
        current: int = connection.execute(_CURRENT, {"case_id": case.id}).scalar_one()
        raise StaleCase(case.public_id, case.version, current)
    return replace(
        case,
        state=to_state,
        is_final=is_final,
        state_class=kind,
        closed_on=closed,
        version=case.version + 1,
    )


def record_version_move(
    connection: Connection, case: CaseHead, *, to_hash: str, to_state: str, is_draft: bool = False
) -> CaseHead:
    """Pin an open case to another version of its workflow; raises as ``record_move``.

    Raises:
        NotFound: that version is not published.
    """
    published = connection.execute(_VERSION, {"wanted": to_hash}).one_or_none()
    if published is None:
        raise NotFound("workflow version")
    kind = class_of(final=case.is_final, draft=is_draft)
    moved = {
        "case_id": case.id,
        "seen": case.version,
        "to_version": published.id,
        "to_state": to_state,
        "to_class": kind,
    }
    if connection.execute(_MOVE_VERSION, moved).rowcount != 1:
        current: int = connection.execute(_CURRENT, {"case_id": case.id}).scalar_one()
        raise StaleCase(case.public_id, case.version, current)
    return replace(
        case,
        workflow_hash=to_hash,
        state=to_state,
        state_class=kind,
        version=case.version + 1,
    )


def bump_version(connection: Connection, case: CaseHead) -> CaseHead:
    """Count a change that leaves the case in its state; raises as ``record_move``."""
    draft = case.state_class == "draft"
    return record_move(
        connection, case, to_state=case.state, is_final=case.is_final, is_draft=draft
    )


def link_cases(
    connection: Connection, case: CaseHead, *, other: CaseHead, link: str, now: datetime
) -> None:
    """Link a case to the one that it opened; once, however often it asks."""
    row = {"case_id": case.id, "other_id": other.id, "link": link, "made_at": now}
    _LINK(connection, row)


def linked_cases(
    connection: Connection, case_ids: Collection[int]
) -> Mapping[int, tuple[LinkSeen, ...]]:
    """The cases that each case is linked to; a link counts from both sides."""
    found: dict[int, list[LinkSeen]] = defaultdict(list)
    for left, right, *other in connection.execute(_LINKS, {"ids": list(case_ids)}):
        seen = LinkSeen(*other)
        found[right if seen.id == left else left].append(seen)
    return {case_id: tuple(found[case_id]) for case_id in case_ids}


def _draw_number(connection: Connection, year: int) -> str:
    """The next number of the year; whoever draws at the same moment waits for this commit."""
    _FIRST_OF_YEAR(connection, {"year": year, "last": 0})
    last: int = connection.execute(_NEXT_NUMBER, {"wanted": year}).scalar_one()
    return f"RT-{year}-{last:04d}"


def _insert_children(connection: Connection, case_id: int, children: Sequence[int]) -> None:
    rows = [
        {"case_id": case_id, "person_id": child, "position": position}
        for position, child in enumerate(children)
    ]
    if rows:
        connection.execute(insert(CASE_CHILD), rows)
