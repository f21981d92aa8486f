"""The file of one case as one viewer may read it: all that its page shows, in one look."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias, TypeVar

from engine.access import Viewer
from engine.definition import Workflow
from engine.lasting import ends_on
from engine.service.command import CaseInHand, looking
from engine.service.dates import DateSeen, dates_in
from engine.service.deviation_use import with_usable
from engine.service.file.children import children_by_key
from engine.service.listing import bare
from engine.service.missing import Missing, missing_in
from engine.service.my_cases import ChildRow, roles_in
from engine.service.office import Office
from engine.service.steps import StepSeen, steps_in
from engine.snapshot import Snapshot
from engine.store import case_lists
from engine.text import Text

PhaseStatus: TypeAlias = Literal["done", "current", "to_come"]
MoreT = TypeVar("MoreT")


@dataclass(frozen=True, slots=True)
class PhaseSeen:
    """A stretch of the phase bar, and the first day in it; None where the case never was."""

    key: str
    title: Text
    status: PhaseStatus
    since: date | None


@dataclass(frozen=True, slots=True)
class LinkRow:
    """A linked case that the viewer may see too."""

    id: str
    number: str
    workflow_title: Text
    link: str
    is_final: bool


@dataclass(frozen=True, slots=True)
class CaseFile:
    """Where the case stands, what is missing, what can be done and by when.

    ``id`` and ``version`` make its ETag. A closed case has no main step: nothing is missing.
    ``seen_until`` is the last day on which the viewer sees it, where that ends by itself.
    """

    id: str
    number: str
    version: int
    workflow: str
    workflow_title: Text
    region: str
    municipality: str | None
    state: str
    state_title: Text
    is_final: bool
    seen_until: date | None
    opened_on: date
    children: tuple[ChildRow, ...]
    my_roles: tuple[str, ...]
    phases: tuple[PhaseSeen, ...]
    main: str | None
    missing: tuple[Missing, ...]
    steps: tuple[StepSeen, ...]
    linked: tuple[LinkRow, ...]
    dates: tuple[DateSeen, ...]
    next: DateSeen | None


def case_file(viewer: Viewer, office: Office, case: str) -> CaseFile:
    """The file of the case; one look, one row of the log.

    Raises:
        NotFound: there is no such case, or it is not for this viewer.
    """
    with looking(viewer, office, case, "read_case") as work:
        return file_in(work)


def case_file_with(
    viewer: Viewer, office: Office, case: str, more: Callable[[CaseInHand], MoreT]
) -> tuple[CaseFile, MoreT]:
    """The file and what ``more`` gathers of the same case, in the same look."""
    with looking(viewer, office, case, "read_case") as work:
        return file_in(work), more(work)


def file_in(work: CaseInHand) -> CaseFile:
    """The file of the case in hand."""
    head, workflow, parts = work.case, work.workflow, work.parts
    case = with_usable(work, work.snapshot())
    steps = steps_in(work, case, parts)
    main = next((step for step in steps if step.main), None)
    dates = dates_in(work)
    return CaseFile(
        id=head.public_id,
        number=head.number,
        version=head.version,
        workflow=head.workflow,
        workflow_title=workflow.title,
        region=head.region,
        municipality=head.municipality,
        state=head.state,
        state_title=workflow.states[head.state].title,
        is_final=head.is_final,
        seen_until=ends_on(parts, head.standing),
        opened_on=head.opened_on,
        children=tuple(children_by_key(work, parts).values()),
        my_roles=roles_in(parts),
        phases=phases_of(workflow, case),
        main=main.name if main else None,
        missing=missing_in(work, main.decision.reasons) if main else (),
        steps=steps,
        linked=_linked(work),
        dates=dates,
        next=next((each for each in dates if each.state == "open"), None),
    )


def phases_of(workflow: Workflow, case: Snapshot) -> tuple[PhaseSeen, ...]:
    """The phases in their order; one that the case left and may enter again is yet to come."""
    since = _entered(workflow, case.entered)
    keys = list(workflow.phases)
    now = keys.index(workflow.states[case.state].phase)

    def seen(place: int, key: str) -> PhaseSeen:
        status: PhaseStatus = "to_come"
        if place == now:
            status = "current"
        elif place < now and key in since:
            status = "done"
        day = None if status == "to_come" else since.get(key)
        return PhaseSeen(key, workflow.phases[key].title, status, day)

    return tuple(seen(place, key) for place, key in enumerate(keys))


def _entered(workflow: Workflow, entered: Mapping[str, date]) -> Mapping[str, date]:
    """The first day of each phase in which the case has been."""
    found: dict[str, date] = {}
    for state, day in entered.items():
        if state not in workflow.states:  # of the version that the case followed before
            continue
        phase = workflow.states[state].phase
        found[phase] = min(day, found.get(phase, day))
    return found


def _linked(work: CaseInHand) -> tuple[LinkRow, ...]:
    found = case_lists.cases_linked_to(work.connection, work.viewer, work.case, on=work.today)
    hashes = {head.workflow_hash for head, _ in found}
    versions = work.office.versions_of(work.connection, hashes)

    def title(workflow_hash: str, key: str) -> Text:
        return versions[workflow_hash].title if workflow_hash in versions else bare(key)

    return tuple(
        LinkRow(
            id=head.public_id,
            number=head.number,
            workflow_title=title(head.workflow_hash, head.workflow),
            link=link,
            is_final=head.is_final,
        )
        for head, link in found
    )
