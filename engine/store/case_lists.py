"""Many cases at once: what somebody may see, in pages, and their part in each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    BindParameter,
    Connection,
    Date,
    Integer,
    and_,
    bindparam,
    func,
    literal,
    or_,
    select,
    tuple_,
)

from engine.access import Part, Viewer
from engine.lasting import Standing, counting
from engine.store.cases import HEADS, CaseHead
from engine.store.participation import CHILD, HERE, OF_PART, HolderSeen, part_of
from engine.store.rows import columns, holds
from engine.store.tables.cases import CASE_LINK, CASES
from engine.store.tables.clock import DEADLINE
from engine.store.tables.people import PARTICIPATION, PERSON
from engine.store.visibility import VISIBLE, part_visible, seen_by

NEVER = date.max
"""Where a case stands in a list when no deadline of it is open."""


@dataclass(frozen=True, slots=True)
class CaseListed:
    """A case in a list, with the day on which its next deadline is due."""

    head: CaseHead
    next_due: date | None


_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_THIS: BindParameter[int] = bindparam("wanted_case")
_DUE = (
    select(DEADLINE.c.case_id, func.min(DEADLINE.c.due_on).label("due"))
    .join(CASES, CASES.c.id == DEADLINE.c.case_id)
    .where(DEADLINE.c.state == "open", part_visible(DEADLINE.c.child_id))
    .group_by(DEADLINE.c.case_id)
    .subquery()
)
_NEXT_DUE = func.coalesce(_DUE.c.due, literal(NEVER))
_LIST = (
    HEADS.add_columns(_NEXT_DUE)
    .join(_DUE, _DUE.c.case_id == CASES.c.id, isouter=True)
    .where(
        VISIBLE,
        CASES.c.is_final == bindparam("closed"),
        tuple_(_NEXT_DUE, CASES.c.id)
        > tuple_(bindparam("due", type_=Date), bindparam("id", type_=Integer)),
    )
    .order_by(_NEXT_DUE, CASES.c.id)
    .limit(bindparam("most"))
)
_LINKED = (
    HEADS.add_columns(CASE_LINK.c.link)
    .join(
        CASE_LINK,
        or_(
            and_(CASE_LINK.c.case_id == _THIS, CASE_LINK.c.other_id == CASES.c.id),
            and_(CASE_LINK.c.other_id == _THIS, CASE_LINK.c.case_id == CASES.c.id),
        ),
    )
    .where(VISIBLE)
    .order_by(CASE_LINK.c.id)
)
_TAKING_PART = (
    select(CASES.c.id)
    .join(PARTICIPATION, HERE)
    .where(CASES.c.id.in_(_IDS), holds(PARTICIPATION))
    .order_by(PARTICIPATION.c.id)
)
_PARTS = (
    _TAKING_PART.add_columns(CASES.c.state_class, CASES.c.closed_on, *OF_PART)
    .outerjoin(CHILD, CHILD.c.id == PARTICIPATION.c.child_id)
    .where(PARTICIPATION.c.person_id == bindparam("viewer"))
)
_HOLDERS = (
    _TAKING_PART.add_columns(PARTICIPATION.c.role, *columns(PERSON, HolderSeen))
    .join(PERSON, PERSON.c.id == PARTICIPATION.c.person_id)
    .where(PARTICIPATION.c.access != "excluded")
)


def list_cases(
    connection: Connection,
    viewer: Viewer,
    *,
    on: date,
    limit: int,
    after: tuple[date | None, int] | None = None,
    closed: bool = False,
) -> tuple[CaseListed, ...]:
    """The open or the closed cases of this viewer, whichever is due first in front.

    ``after`` is the next due date and the key of the last case of the page before.
    """
    due, case_id = after or (date.min, 0)
    place = {"due": due or NEVER, "id": case_id, "most": limit, "closed": closed}
    rows = connection.execute(_LIST, {**place, **seen_by(viewer, on)})
    return tuple(CaseListed(CaseHead(*head), None if due == NEVER else due) for *head, due in rows)


def cases_linked_to(
    connection: Connection, viewer: Viewer, case: CaseHead, *, on: date
) -> tuple[tuple[CaseHead, str], ...]:
    """The linked cases that the viewer may see, from either side, each with its link."""
    wanted = {"wanted_case": case.id, **seen_by(viewer, on)}
    rows = connection.execute(_LINKED, wanted)
    return tuple((CaseHead(*head), link) for *head, link in rows)


def parts_by_case(
    connection: Connection, viewer: Viewer, case_ids: Collection[int], *, now: datetime, on: date
) -> Mapping[int, tuple[Part, ...]]:
    """Every way in which the viewer takes part in each case on the day ``on``, and that counts."""
    found: dict[int, list[Part]] = defaultdict(list)
    wanted = {"viewer": viewer.person, "ids": list(case_ids), "now": now, "on": on}
    for case_id, state_class, closed_on, *part in connection.execute(_PARTS, wanted):
        standing = Standing(state_class, closed_on)
        found[case_id] += counting(viewer, [part_of(*part)], standing, on)
    return {case_id: tuple(found[case_id]) for case_id in case_ids}


def holders_by_case(
    connection: Connection, case_ids: Collection[int], *, now: datetime, on: date
) -> Mapping[int, Mapping[str, tuple[HolderSeen, ...]]]:
    """Who holds which role in each case on the day ``on``; everybody once per role."""
    found: dict[int, dict[str, dict[int, HolderSeen]]] = defaultdict(lambda: defaultdict(dict))
    wanted = {"ids": list(case_ids), "now": now, "on": on}
    for case_id, role, *person in connection.execute(_HOLDERS, wanted):
        holder = HolderSeen(*person)
        found[case_id][role][holder.id] = holder
    return {
        case_id: {role: tuple(people.values()) for role, people in found[case_id].items()}
        for case_id in case_ids
    }
