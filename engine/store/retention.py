"""Files as an archivist knows them: how long they are kept, and what holds them longer.

Nothing of a family is read here but the birth dates from which a term counts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Integer,
    Select,
    and_,
    bindparam,
    exists,
    func,
    or_,
    select,
    tuple_,
)

from engine.access import Viewer
from engine.errors import NotFound
from engine.retention import FileFacts
from engine.store.account_roles import ARCHIVES
from engine.store.destroyed import is_destroyed
from engine.store.tables.cases import CASE_CHILD, CASES, RECORD
from engine.store.tables.people import PARTICIPATION, PERSON
from engine.store.tables.retention import DESTRUCTION, DESTRUCTION_ITEM, LEGAL_HOLD
from engine.store.tables.review import ACCOUNT_ROLE
from engine.store.tables.trail import ACCESS_LOG, CASE_EVENT
from engine.store.visibility import VISIBLE


@dataclass(frozen=True, slots=True)
class FileSeen:
    """The file of a case as an archivist knows it; ``destruction`` is its certificate, if any."""

    id: int
    public_id: str
    number: str
    family_id: int
    workflow: str
    region: str
    version: int
    is_final: bool
    opened_on: date
    changed_at: datetime
    destruction: str | None = None
    destroyed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """What a term counts from; moments, for the day depends on where one is."""

    looked_at: datetime | None
    births: tuple[date | None, ...]
    records: frozenset[str]
    held: bool

    def facts(self, file: FileSeen, *, changed_on: date, looked_on: date | None) -> FileFacts:
        """The same for the rules."""
        return FileFacts(
            workflow=file.workflow,
            is_final=file.is_final,
            last_change=changed_on,
            last_look=looked_on,
            births=self.births,
            records=self.records,
            held=self.held,
        )


_BEGINNING = datetime(1900, 1, 1, tzinfo=UTC)
_IDS: BindParameter[Collection[int]] = bindparam("ids", expanding=True)
IN_REACH = exists().where(ACCOUNT_ROLE.c.region == CASES.c.region, ARCHIVES).correlate(CASES)
"""The viewer is archivist of the region of this row of ``cases``."""

_LAST = and_(CASE_EVENT.c.case_id == CASES.c.id, CASE_EVENT.c.seq == CASES.c.version)
_CERTIFICATE = and_(DESTRUCTION_ITEM.c.case_id == CASES.c.id, DESTRUCTION_ITEM.c.state == "done")
_FILES: Select[Any] = (
    select(
        *(CASES.c[name] for name in ("id", "public_id", "number", "family_id", "workflow")),
        *(CASES.c[name] for name in ("region", "version", "is_final", "opened_on")),
        CASE_EVENT.c.recorded_at,
        DESTRUCTION.c.public_id.label("destruction"),
        DESTRUCTION_ITEM.c.ended_at,
    )
    .select_from(CASES)
    .join(CASE_EVENT, _LAST)
    .outerjoin(DESTRUCTION_ITEM, _CERTIFICATE)
    .outerjoin(DESTRUCTION, DESTRUCTION.c.id == DESTRUCTION_ITEM.c.destruction_id)
)
_HOLDS_IT = exists().where(LEGAL_HOLD.c.case_id == CASES.c.id, LEGAL_HOLD.c.lifted_at.is_(None))
_IN_PROPOSAL = (
    exists()
    .where(
        DESTRUCTION_ITEM.c.case_id == CASES.c.id,
        DESTRUCTION_ITEM.c.destruction_id == DESTRUCTION.c.id,
        DESTRUCTION.c.state.in_(("proposed", "confirmed")),
    )
    .correlate(CASES)
)
_PLAIN: Select[Any] = (
    select(
        *(CASES.c[name] for name in ("id", "public_id", "number", "family_id", "workflow")),
        *(CASES.c[name] for name in ("region", "version", "is_final", "opened_on")),
        CASE_EVENT.c.recorded_at,
    )
    .join(CASE_EVENT, _LAST)
    .where(IN_REACH, ~is_destroyed())
    .order_by(CASE_EVENT.c.recorded_at, CASES.c.id)
    .limit(bindparam("most"))
)
_OLD = _PLAIN.where(
    CASES.c.is_final,
    CASE_EVENT.c.recorded_at < bindparam("moment"),
    tuple_(CASE_EVENT.c.recorded_at, CASES.c.id)
    > tuple_(
        bindparam("changed_after", type_=CASE_EVENT.c.recorded_at.type),
        bindparam("id_after", type_=Integer),
    ),
    ~_IN_PROPOSAL,
)
_HELD = _PLAIN.where(_HOLDS_IT)
_ONE = _FILES.where(CASES.c.public_id == bindparam("wanted"), IN_REACH)
_OF_WORKER = _FILES.where(CASES.c.public_id == bindparam("wanted"), VISIBLE)
_CHOSEN = _FILES.where(
    CASES.c.public_id.in_(bindparam("wanted_ids", expanding=True)), IN_REACH, ~is_destroyed()
).order_by(CASES.c.id)
_BY_KEY = _FILES.where(CASES.c.id.in_(_IDS), ~is_destroyed()).order_by(CASES.c.id)
_MARKED = _FILES.where(CASES.c.id.in_(_IDS))
_LOOKS = (
    select(ACCESS_LOG.c.case_id, func.max(ACCESS_LOG.c.at))
    .where(ACCESS_LOG.c.case_id.in_(_IDS), ACCESS_LOG.c.person_id.is_not(None))
    .group_by(ACCESS_LOG.c.case_id)
)
_BIRTHS = (
    select(CASE_CHILD.c.case_id, PERSON.c.born)
    .join(PERSON, PERSON.c.id == CASE_CHILD.c.person_id)
    .where(CASE_CHILD.c.case_id.in_(_IDS))
)
_TYPES = select(RECORD.c.case_id, RECORD.c.type).where(RECORD.c.case_id.in_(_IDS)).distinct()
_KEPT = select(LEGAL_HOLD.c.case_id).where(
    LEGAL_HOLD.c.case_id.in_(_IDS), LEGAL_HOLD.c.lifted_at.is_(None)
)


def _worked_on(who: BindParameter[int]) -> ColumnElement[bool]:
    return or_(
        exists().where(
            PARTICIPATION.c.person_id == who,
            or_(
                PARTICIPATION.c.case_id == CASES.c.id,
                PARTICIPATION.c.family_id == CASES.c.family_id,
            ),
        ),
        exists().where(
            CASE_EVENT.c.case_id == CASES.c.id,
            or_(CASE_EVENT.c.actor_id == who, CASE_EVENT.c.on_behalf_of == who),
        ),
    )


_PROPOSED = select(CASES.c.number).where(CASES.c.id.in_(_IDS), _IN_PROPOSAL)
_WORKED_ON = select(CASES.c.number).where(CASES.c.id.in_(_IDS), _worked_on(bindparam("person_id")))


def old_files(
    connection: Connection,
    viewer: Viewer,
    *,
    on: date,
    before: datetime,
    limit: int,
    after: FileSeen | None = None,
) -> tuple[FileSeen, ...]:
    """The closed files of the viewer's regions that changed before then, the oldest first.

    Not those that are proposed already. ``after``: the last of those that were seen.
    """
    wanted = {
        "viewer": viewer.person,
        "today": on,
        "moment": before,
        "most": limit,
        "changed_after": after.changed_at if after else _BEGINNING,
        "id_after": after.id if after else 0,
    }
    return tuple(FileSeen(*row) for row in connection.execute(_OLD, wanted))


def held_files(
    connection: Connection, viewer: Viewer, *, on: date, limit: int
) -> tuple[FileSeen, ...]:
    """The files of the viewer's regions with a legal hold."""
    wanted = {"viewer": viewer.person, "today": on, "most": limit}
    return tuple(FileSeen(*row) for row in connection.execute(_HELD, wanted))


def file_of(
    connection: Connection, viewer: Viewer, public_id: str, *, on: date
) -> tuple[FileSeen, bool]:
    """A file of the viewer's region, destroyed or not, or one that they work on; and which it is.

    Raises:
        NotFound: there is none, or it is neither.
    """
    wanted = {"wanted": public_id, "viewer": viewer.person, "today": on}
    for statement, archivist in ((_ONE, True), (_OF_WORKER, False)):
        row = connection.execute(statement, wanted).one_or_none()
        if row is not None:
            return FileSeen(*row), archivist
    raise NotFound("case")


def files_chosen(
    connection: Connection, viewer: Viewer, public_ids: Collection[str], *, on: date
) -> tuple[FileSeen, ...]:
    """Those of these files that are in the viewer's regions and not destroyed."""
    wanted = {"wanted_ids": list(public_ids), "viewer": viewer.person, "today": on}
    return tuple(FileSeen(*row) for row in connection.execute(_CHOSEN, wanted))


def files_by_key(connection: Connection, case_ids: Collection[int]) -> tuple[FileSeen, ...]:
    """Those of these files that are not destroyed; for whoever carries out what was confirmed."""
    return tuple(FileSeen(*row) for row in connection.execute(_BY_KEY, {"ids": list(case_ids)}))


def files_marked(connection: Connection, case_id: int) -> tuple[FileSeen, ...]:
    """This file, also when it is marked as destroyed: its row at least is there."""
    return tuple(FileSeen(*row) for row in connection.execute(_MARKED, {"ids": [case_id]}))


def known_of(connection: Connection, case_ids: Collection[int]) -> dict[int, Known]:
    """What the terms of these files count from."""
    ids = {"ids": list(case_ids)}
    births: dict[int, list[date | None]] = defaultdict(list)
    records: dict[int, set[str]] = defaultdict(set)
    for case_id, born in connection.execute(_BIRTHS, ids):
        births[case_id].append(born)
    for case_id, kind in connection.execute(_TYPES, ids):
        records[case_id].add(kind)
    looks = {case_id: at for case_id, at in connection.execute(_LOOKS, ids)}  # noqa: C416
    held = set(connection.execute(_KEPT, ids).scalars())
    return {
        each: Known(looks.get(each), tuple(births[each]), frozenset(records[each]), each in held)
        for each in case_ids
    }


def proposed_already(connection: Connection, case_ids: Collection[int]) -> tuple[str, ...]:
    """The numbers of those of these files that wait in a proposal."""
    return tuple(connection.execute(_PROPOSED, {"ids": list(case_ids)}).scalars())


def worked_on(connection: Connection, person_id: int, case_ids: Collection[int]) -> tuple[str, ...]:
    """The numbers of those of these files that somebody ever took part in or acted on."""
    wanted = {"ids": list(case_ids), "person_id": person_id}
    return tuple(connection.execute(_WORKED_ON, wanted).scalars())
