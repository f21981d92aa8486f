"""What a case owes, by when, and who owes it; with the explanation of every date."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import Connection, Update, bindparam, func, insert, select, update

from engine.access import Viewer
from engine.errors import NotFound
from engine.snapshot import DutyState
from engine.store.cases import CaseHead
from engine.store.rows import Values, columns, new_id, values_of
from engine.store.tables.cases import CASES
from engine.store.tables.clock import DEADLINE
from engine.store.visibility import VISIBLE, part_visible, seen_by


@dataclass(frozen=True, slots=True)
class DeadlineSeen:
    """A deadline; ``due_at`` is the moment from which its date is past."""

    id: int
    public_id: str
    case_id: int
    key: str
    child_id: int | None
    slot: str
    occurrence: int
    rule: str | None
    kind: str
    starts_on: date
    due_on: date
    due_at: datetime
    late_after: date
    window_opens: date | None
    owner_role: str
    is_law: bool
    review: bool
    state: DutyState
    explanation: Values
    terms: Values
    suspended_on: date | None
    suspended_until: date | None
    ended_on: date | None
    started_seq: int
    ended_by_seq: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DueDate:
    """When a deadline is due, and how that was computed; ``terms`` computes it again."""

    due_on: date
    due_at: datetime
    late_after: date
    window_opens: date | None
    explanation: Values
    terms: Values


@dataclass(frozen=True, slots=True, kw_only=True)
class Redefined(DueDate):
    """What another version of the definition says of a deadline that runs."""

    kind: str
    owner_role: str
    is_law: bool
    review: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDeadline(DueDate):
    """A deadline that begins; ``occurrence`` is the next one unless it is given."""

    key: str
    kind: str
    starts_on: date
    owner_role: str
    started_seq: int
    child_id: int | None = None
    rule: str | None = None
    is_law: bool = False
    review: bool = False
    occurrence: int | None = None


_COLUMNS = columns(DEADLINE, DeadlineSeen)
_START = insert(DEADLINE).returning(*_COLUMNS)
_LAST = select(func.coalesce(func.max(DEADLINE.c.occurrence), 0)).where(
    DEADLINE.c.case_id == bindparam("wanted_case"),
    DEADLINE.c.key == bindparam("wanted_key"),
    DEADLINE.c.slot == bindparam("wanted_slot"),
)
_ALIVE = DEADLINE.c.state.in_(("open", "suspended"))
_ALL = select(*_COLUMNS)
_OPEN = _ALL.where(DEADLINE.c.case_id.in_(bindparam("ids", expanding=True)), _ALIVE).order_by(
    DEADLINE.c.due_at, DEADLINE.c.id
)
_OPEN_SEEN = _OPEN.join(CASES, CASES.c.id == DEADLINE.c.case_id).where(
    VISIBLE, part_visible(DEADLINE.c.child_id)
)
_OF_CASE = _ALL.where(DEADLINE.c.case_id == bindparam("wanted_case")).order_by(DEADLINE.c.id)
_ONE = _ALL.where(
    DEADLINE.c.case_id == bindparam("wanted_case"), DEADLINE.c.public_id == bindparam("wanted")
)
_FOR_CLOCK = _ALL.where(DEADLINE.c.id == bindparam("deadline_id"))
_SUSPENDED = _ALL.where(
    DEADLINE.c.state == "suspended", DEADLINE.c.suspended_until <= bindparam("today")
).order_by(DEADLINE.c.suspended_until, DEADLINE.c.id)

_MINE = DEADLINE.c.id == bindparam("deadline_id")
_NEW_DATE: Values = {
    "due_on": bindparam("to_on"),
    "due_at": bindparam("to_at"),
    "late_after": bindparam("to_late"),
    "window_opens": bindparam("to_opens"),
    "explanation": bindparam("to_explanation"),
    "terms": bindparam("to_terms"),
}
_END = (
    update(DEADLINE)
    .where(_MINE, _ALIVE)
    .values(
        state=bindparam("to"),
        ended_on=bindparam("ended"),
        ended_by_seq=bindparam("by_seq"),
        suspended_on=None,
        suspended_until=None,
    )
)
_MOVE = update(DEADLINE).where(_MINE, DEADLINE.c.state == "open").values(dict(_NEW_DATE))
_REDEFINE = (
    update(DEADLINE)
    .where(_MINE, _ALIVE)
    .values(
        {
            **_NEW_DATE,
            "kind": bindparam("to_kind"),
            "owner_role": bindparam("to_owner"),
            "is_law": bindparam("to_law"),
            "review": bindparam("to_review"),
        }
    )
)
_HAND_OVER = (
    update(DEADLINE)
    .where(
        DEADLINE.c.case_id == bindparam("wanted_case"),
        DEADLINE.c.key == bindparam("wanted_key"),
        _ALIVE,
    )
    .values(owner_role=bindparam("to_role"))
)
_SUSPEND = (
    update(DEADLINE)
    .where(_MINE, DEADLINE.c.state == "open")
    .values(state="suspended", suspended_on=bindparam("since"), suspended_until=bindparam("until"))
)
_RESUME = (
    update(DEADLINE)
    .where(_MINE, DEADLINE.c.state == "suspended")
    .values({**_NEW_DATE, "state": "open", "suspended_on": None, "suspended_until": None})
)


def start_deadline(connection: Connection, case_id: int, new: NewDeadline) -> DeadlineSeen:
    """Let a deadline begin.

    One (case, key, child part, occurrence) exists once: a database error otherwise.
    """
    slot = "" if new.child_id is None else str(new.child_id)
    wanted = {"wanted_case": case_id, "wanted_key": new.key, "wanted_slot": slot}
    occurrence = new.occurrence or connection.execute(_LAST, wanted).scalar_one() + 1
    row = {
        **values_of(new),
        "public_id": new_id(),
        "case_id": case_id,
        "slot": slot,
        "occurrence": occurrence,
        "state": "open",
    }
    return DeadlineSeen(*connection.execute(_START, row).one())


def open_deadlines(
    connection: Connection, case_ids: Collection[int]
) -> Mapping[int, tuple[DeadlineSeen, ...]]:
    """The open and suspended deadlines of each case, the first due in front."""
    return _by_case(connection.execute(_OPEN, {"ids": list(case_ids)}), case_ids)


def open_deadlines_seen(
    connection: Connection, viewer: Viewer, case_ids: Collection[int], *, on: date
) -> Mapping[int, tuple[DeadlineSeen, ...]]:
    """The same as far as the viewer may see them: shared, or of a child part open to them."""
    wanted = {"ids": list(case_ids), **seen_by(viewer, on)}
    return _by_case(connection.execute(_OPEN_SEEN, wanted), case_ids)


def deadlines_of(connection: Connection, case: CaseHead) -> tuple[DeadlineSeen, ...]:
    """Every deadline that the case ever had, oldest first."""
    rows = connection.execute(_OF_CASE, {"wanted_case": case.id})
    return tuple(DeadlineSeen(*row) for row in rows)


def get_deadline(connection: Connection, case: CaseHead, public_id: str) -> DeadlineSeen:
    """A deadline of this case.

    Raises:
        NotFound: this case has none with this id.
    """
    wanted = {"wanted_case": case.id, "wanted": public_id}
    row = connection.execute(_ONE, wanted).one_or_none()
    if row is None:
        raise NotFound("deadline")
    return DeadlineSeen(*row)


def deadline_for_clock(connection: Connection, deadline_id: int) -> DeadlineSeen:
    """The deadline, for the tick: nobody looks."""
    row = connection.execute(_FOR_CLOCK, {"deadline_id": deadline_id}).one()
    return DeadlineSeen(*row)


def end_deadline(
    connection: Connection,
    deadline_id: int,
    *,
    state: Literal["met", "void"],
    on: date,
    seq: int,
) -> bool:
    """End an open or suspended deadline; False when it had ended. ``seq`` is the event's."""
    return _changed(connection, _END, deadline_id, {"to": state, "ended": on, "by_seq": seq})


def move_deadline(connection: Connection, deadline_id: int, to: DueDate) -> bool:
    """Give an open deadline another date; False when it is not open."""
    return _changed(connection, _MOVE, deadline_id, _date(to))


def redefine_deadline(connection: Connection, deadline_id: int, to: Redefined) -> bool:
    """Let a deadline go on as another version says; one that stands still goes on doing so.

    False when it had ended.
    """
    said = {
        "to_kind": to.kind,
        "to_owner": to.owner_role,
        "to_law": to.is_law,
        "to_review": to.review,
    }
    return _changed(connection, _REDEFINE, deadline_id, {**_date(to), **said})


def hand_deadline_over(connection: Connection, case: CaseHead, key: str, *, to_role: str) -> None:
    """Let another role own the open deadline of this key from now on."""
    handed = {"wanted_case": case.id, "wanted_key": key, "to_role": to_role}
    connection.execute(_HAND_OVER, handed)


def suspend_deadline(
    connection: Connection, deadline_id: int, *, on: date, until: date | None
) -> bool:
    """Stop an open deadline from running; False when it is not open."""
    return _changed(connection, _SUSPEND, deadline_id, {"since": on, "until": until})


def resume_deadline(connection: Connection, deadline_id: int, to: DueDate) -> bool:
    """Let a suspended deadline run again, to its new date; False when it is not suspended."""
    return _changed(connection, _RESUME, deadline_id, _date(to))


def suspended_until_due(connection: Connection, today: date) -> tuple[DeadlineSeen, ...]:
    """For the tick: the deadlines whose suspension ends today or should have."""
    rows = connection.execute(_SUSPENDED, {"today": today})
    return tuple(DeadlineSeen(*row) for row in rows)


def _by_case(
    rows: Iterable[Sequence[Any]], case_ids: Collection[int]
) -> Mapping[int, tuple[DeadlineSeen, ...]]:
    found: dict[int, list[DeadlineSeen]] = defaultdict(list)
    for row in rows:
        deadline = DeadlineSeen(*row)
        found[deadline.case_id].append(deadline)
    return {case_id: tuple(found[case_id]) for case_id in case_ids}


def _date(to: DueDate) -> Values:
    return {
        "to_on": to.due_on,
        "to_at": to.due_at,
        "to_late": to.late_after,
        "to_opens": to.window_opens,
        "to_explanation": to.explanation,
        "to_terms": to.terms,
    }


def _changed(connection: Connection, statement: Update, deadline_id: int, to: Values) -> bool:
    return connection.execute(statement, {"deadline_id": deadline_id, **to}).rowcount == 1
