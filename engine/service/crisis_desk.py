"""The crisis desk: which crises run, what is late in them, and one night entered afterwards.

The desk knows the workflow ``crisis`` by name, as no other screen knows its workflow: its page
has the fields of that night in the order of that night. What a step asks, who makes it and what
stops it is still the definition's.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from engine.access import Part, Viewer
from engine.definition import Workflow
from engine.fields import Field
from engine.looks import Look, look_of
from engine.region import PhoneLine, RegionFile
from engine.service.dates import is_late
from engine.service.listing import Listing, bare, cut, listing, page_size
from engine.service.my_cases import ChildRow, child_rows, children_named, reads_names, title_of
from engine.service.office import Office
from engine.store import case_lists, crises, deadlines, facts, people
from engine.store.cases import CaseHead
from engine.store.crises import CrisisListed, Moment
from engine.store.deadlines import DeadlineSeen
from engine.store.participation import HolderSeen
from engine.text import Text

CRISIS, _ANYWHERE = "crisis", "default"

CALLS_BACK = timedelta(minutes=30)
"""Within this a service that was sent confirms that it comes; else its supervisor is telephoned.

Source: DOMAIN 2.3 (DEFAULT).
"""

_CONFIRMS = "start_intervention"
_ASKS: Mapping[str, tuple[str, str]] = {
    "urgency": ("start_triage", "urgency"),
    "route": ("route", "route"),
    "lead_service": ("route", "lead_service"),
}
"""On which form stand the words of the values of these facts."""


@dataclass(frozen=True, slots=True)
class NextSeen:
    """What is due first; ``is_contact`` where a talk meets it."""

    title: Text
    due_on: date
    due_at: datetime
    in_hours: bool
    late: bool
    past_norm: bool
    look: Look


@dataclass(frozen=True, slots=True, kw_only=True)
class CrisisRow:
    """One running crisis; to whoever reads titles only no child, no urgency and no route.

    ``unconfirmed_since`` is when the service was sent that has not confirmed yet that it comes,
    ``call_now`` says that it had half an hour and that its ``supervisors`` are to be telephoned,
    or the ``line`` of the region where it has one.
    """

    id: str
    number: str
    children: tuple[ChildRow, ...]
    state: str
    state_title: Text
    reported_at: datetime
    minutes: int
    urgency: Text | None
    route: Text | None
    lead: Text | None
    confirmed_at: datetime | None
    unconfirmed_since: datetime | None
    call_now: bool
    supervisors: tuple[str, ...]
    line: PhoneLine | None
    regisseurs: tuple[str, ...]
    next: NextSeen | None
    contact: NextSeen | None


@dataclass(frozen=True, slots=True)
class CrisisPage:
    """A page of the desk; ``next`` is where the page after it begins, or None."""

    rows: tuple[CrisisRow, ...]
    next: tuple[datetime, int] | None


@dataclass(frozen=True, slots=True)
class _Beside:
    """What belongs to the cases of one page, by key."""

    workflows: Mapping[str, Workflow]
    parts: Mapping[int, tuple[Part, ...]]
    children: Mapping[int, tuple[people.PersonSeen, ...]]
    holders: Mapping[int, Mapping[str, tuple[HolderSeen, ...]]]
    owed: Mapping[int, tuple[DeadlineSeen, ...]]
    facts: Mapping[int, Mapping[str, str]]
    moments: Mapping[int, tuple[Moment, ...]]
    regions: Mapping[str, RegionFile]
    now: datetime
    today: date


def running_crises(
    viewer: Viewer,
    office: Office,
    *,
    after: tuple[datetime, int] | None = None,
    limit: int = 20,
) -> CrisisPage:
    """The running crises that the viewer may see, whatever is late first.

    ``after`` is the ``next`` of the page before. A page takes as many statements as a row.
    """
    with listing(viewer, office, "list_crises") as work:
        size = page_size(limit)
        found = crises.running(
            work.connection, viewer, CRISIS, on=work.today, limit=size + 1, after=after
        )
        page, last = cut(found, size)
        beside = _beside(work, [each.head for each in page])
        rows = tuple(_row(each, beside) for each in page)
    return CrisisPage(rows, (last.due_at, last.head.id) if last else None)


def _beside(work: Listing, heads: Sequence[CaseHead]) -> _Beside:
    ids, connection, on, now = [head.id for head in heads], work.connection, work.today, work.now
    parts = case_lists.parts_by_case(connection, work.viewer, ids, now=now, on=on)
    return _Beside(
        workflows=work.workflows(heads),
        parts=parts,
        children=people.children_of(connection, [key for key in ids if reads_names(parts[key])]),
        holders=case_lists.holders_by_case(connection, ids, now=now, on=on),
        owed=deadlines.open_deadlines_seen(connection, work.viewer, ids, on=on),
        facts=facts.facts_of(connection, ids, on=on, now=now),
        moments=crises.moments_of(connection, ids),
        regions=work.office.library.regions,
        now=now,
        today=on,
    )


def _row(listed: CrisisListed, beside: _Beside) -> CrisisRow:
    head, now = listed.head, beside.now
    workflow = beside.workflows.get(head.workflow_hash)
    named = reads_names(beside.parts[head.id])
    moments, holders = beside.moments[head.id], beside.holders[head.id]
    owed = [each for each in beside.owed[head.id] if each.state == "open"]
    reported_at = moments[0].occurred_at
    sent_at, confirmed_at = sent_and_confirmed(moments)
    waits = sent_at if head.state == "routed" else None
    told = _told(workflow, beside.facts[head.id]) if named else {}
    region = beside.regions.get(head.region)
    return CrisisRow(
        id=head.public_id,
        number=head.number,
        children=child_rows(
            children_named(beside.children.get(head.id, ()), beside.parts[head.id]),
            on=beside.today,
        ),
        state=head.state,
        state_title=workflow.states[head.state].title if workflow else bare(head.state),
        reported_at=reported_at,
        minutes=max(0, int((now - reported_at).total_seconds() // 60)),
        urgency=told.get("urgency"),
        route=told.get("route"),
        lead=told.get("lead_service"),
        confirmed_at=confirmed_at,
        unconfirmed_since=waits,
        call_now=waits is not None and now - waits >= CALLS_BACK,
        supervisors=_names(holders.get("crisis_supervisor", ())),
        line=region.crisis_line if region else None,
        regisseurs=_names(holders.get("regisseur", ())),
        next=_next(owed, workflow, now),
        contact=_next([each for each in owed if each.review], workflow, now),
    )


def sent_and_confirmed(moments: Iterable[Moment]) -> tuple[datetime | None, datetime | None]:
    """When the last service was sent, and when that one confirmed; another one begins anew."""
    sent_at: datetime | None = None
    confirmed_at: datetime | None = None
    for each in moments:
        if each.entered == "routed":
            sent_at, confirmed_at = each.occurred_at, None
        elif each.transition == _CONFIRMS:
            confirmed_at = each.occurred_at
    return sent_at, confirmed_at


def _told(workflow: Workflow | None, known: Mapping[str, str]) -> dict[str, Text]:
    """The facts that the desk shows, in the words of the form on which they were chosen."""
    if workflow is None:
        return {}
    found = {}
    for fact, (step, field) in _ASKS.items():
        values = workflow.transitions[step].input[field].values
        if known.get(fact) in values:
            found[fact] = values[known[fact]]
    return found


def _next(
    owed: Collection[DeadlineSeen], workflow: Workflow | None, now: datetime
) -> NextSeen | None:
    first = min(owed, key=lambda each: (each.due_at, each.id), default=None)
    if first is None:
        return None
    late, look = is_late(first, now=now), look_of(first.key, is_law=first.is_law)
    return NextSeen(
        title=title_of(workflow, first.key),
        due_on=first.due_on,
        due_at=first.due_at,
        in_hours=first.kind == "hours",
        late=late and look != "norm",
        past_norm=late and look == "norm",
        look=look,
    )


def _names(holders: Iterable[HolderSeen]) -> tuple[str, ...]:
    return tuple(each.name for each in holders)


@dataclass(frozen=True, slots=True)
class Reporting:
    """Who may report a crisis, in which of these roles the viewer does, and what is asked."""

    roles: tuple[tuple[str, Text], ...]
    by: Text
    form: Mapping[str, Field]


def reporting(viewer: Viewer, office: Office) -> Reporting:
    """What a report asks, before it is known about whom it is."""
    workflow = office.library.of(CRISIS, _ANYWHERE)
    opens, catalogue = workflow.opens, workflow.catalogue
    with listing(viewer, office, "report_crisis_form") as work:
        works_as = people.qualifications_of(
            work.connection, viewer.person, on=work.today, now=work.now
        )
    mine = tuple((role, catalogue.roles[role].title) for role in opens.by if role in works_as)
    return Reporting(mine, catalogue.role_titles(opens.by), opens.input)
