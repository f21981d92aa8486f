"""My cases: what somebody takes part in, whichever is due first in front."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from engine.access import READS_NAMES, Part, Viewer, parts_about
from engine.ages import age_on
from engine.definition import Workflow
from engine.deviation_duties import duty_rule
from engine.lasting import ends_on
from engine.looks import Look, look_of
from engine.service.dates import is_late
from engine.service.listing import Listing, bare, cut, listing, page_size
from engine.service.office import Office
from engine.store import case_lists, deadlines, people
from engine.store.case_lists import CaseListed
from engine.store.cases import CaseHead
from engine.store.deadlines import DeadlineSeen
from engine.store.people import PersonSeen
from engine.text import Text


@dataclass(frozen=True, slots=True)
class ChildRow:
    """A child part as a list shows it; without an age where the birth date is unknown."""

    id: str
    name: str
    age: int | None


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One case in the list; without children for whoever reads titles only.

    ``seen_until`` is the last day on which the viewer sees it, where that ends by itself.
    """

    id: str
    number: str
    workflow: str
    workflow_title: Text
    state: str
    state_title: Text
    phase_title: Text
    is_final: bool
    seen_until: date | None
    next_due: date | None
    next_title: Text | None
    next_late: bool
    next_look: Look | None
    children: tuple[ChildRow, ...]
    my_roles: tuple[str, ...]
    region: str
    opened_on: date
    version: int


@dataclass(frozen=True, slots=True)
class CasePage:
    """A page of the list; ``next`` is where the page after it begins, or None."""

    rows: tuple[CaseRow, ...]
    next: tuple[date | None, int] | None


@dataclass(frozen=True, slots=True)
class _Beside:
    """What belongs to the cases of one page, by key."""

    workflows: Mapping[str, Workflow]
    parts: Mapping[int, tuple[Part, ...]]
    children: Mapping[int, tuple[PersonSeen, ...]]
    owed: Mapping[int, tuple[DeadlineSeen, ...]]
    now: datetime
    today: date


def my_cases(
    viewer: Viewer,
    office: Office,
    *,
    after: tuple[date | None, int] | None = None,
    limit: int = 20,
    closed: bool = False,
) -> CasePage:
    """The open cases in which the viewer takes part today, or the closed ones.

    ``after`` is the ``next`` of the page before. A page takes as many statements as a row.
    """
    with listing(viewer, office, "list_cases") as work:
        size = page_size(limit)
        found = case_lists.list_cases(
            work.connection, viewer, on=work.today, limit=size + 1, after=after, closed=closed
        )
        page, last = cut(found, size)
        beside = _beside(work, [each.head for each in page])
        rows = tuple(_row(each, beside) for each in page)
    return CasePage(rows, (last.next_due, last.head.id) if last else None)


def reads_names(parts: Collection[Part]) -> bool:
    """Whether somebody with these parts may read who the children are, not titles only."""
    rows = {part.access for part in parts}
    return bool(rows & READS_NAMES) and "excluded" not in rows


def roles_in(parts: Iterable[Part]) -> tuple[str, ...]:
    """The roles of these parts, each once."""
    return tuple(dict.fromkeys(part.role for part in parts))


def children_named(
    children: Iterable[PersonSeen], parts: Collection[Part]
) -> tuple[PersonSeen, ...]:
    """Those of the children whose names somebody with these parts may read."""
    return tuple(each for each in children if reads_names(parts_about(parts, each.id)))


def child_rows(children: Iterable[PersonSeen], *, on: date) -> tuple[ChildRow, ...]:
    """The child parts with their age on the day ``on``."""
    return tuple(
        ChildRow(each.public_id, each.name, age_on(each.born, on) if each.born else None)
        for each in children
    )


def _beside(work: Listing, heads: Sequence[CaseHead]) -> _Beside:
    ids = [head.id for head in heads]
    parts = case_lists.parts_by_case(work.connection, work.viewer, ids, now=work.now, on=work.today)
    named = [case_id for case_id in ids if reads_names(parts[case_id])]
    return _Beside(
        workflows=work.workflows(heads),
        parts=parts,
        children=people.children_of(work.connection, named),
        owed=deadlines.open_deadlines_seen(work.connection, work.viewer, ids, on=work.today),
        now=work.now,
        today=work.today,
    )


def _row(listed: CaseListed, beside: _Beside) -> CaseRow:
    head = listed.head
    workflow = beside.workflows.get(head.workflow_hash)
    state = workflow.states[head.state] if workflow else None
    due = _next(beside.owed[head.id])
    return CaseRow(
        id=head.public_id,
        number=head.number,
        workflow=head.workflow,
        workflow_title=workflow.title if workflow else bare(head.workflow),
        state=head.state,
        state_title=state.title if state else bare(head.state),
        phase_title=workflow.phases[state.phase].title if workflow and state else bare(head.state),
        is_final=head.is_final,
        seen_until=ends_on(beside.parts[head.id], head.standing),
        next_due=listed.next_due,
        next_title=title_of(workflow, due.key) if due else None,
        next_late=due is not None and is_late(due, now=beside.now),
        next_look=look_of(due.key, is_law=due.is_law) if due else None,
        children=child_rows(
            children_named(beside.children.get(head.id, ()), beside.parts[head.id]),
            on=beside.today,
        ),
        my_roles=roles_in(beside.parts[head.id]),
        region=head.region,
        opened_on=head.opened_on,
        version=head.version,
    )


def title_of(workflow: Workflow | None, deadline: str) -> Text:
    """What the deadline of this key is called in this version."""
    return duty_rule(workflow, deadline).title if workflow else bare(deadline)


def _next(owed: Iterable[DeadlineSeen]) -> DeadlineSeen | None:
    """The one by which the list is sorted."""
    running = [row for row in owed if row.state == "open"]
    return min(running, key=lambda row: (row.due_on, row.due_at, row.id), default=None)
