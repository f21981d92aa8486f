"""Which cases may be opened for a family, by whom, and what the opener must say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.access import Viewer
from engine.definition import Workflow
from engine.fields import Field
from engine.reason import Reason
from engine.service.file.families import looking_at_family
from engine.service.office import Office
from engine.service.opening import opening_reasons
from engine.store import families as homes
from engine.store import people
from engine.text import Text


@dataclass(frozen=True, slots=True)
class Openable:
    """A workflow, the roles in which the viewer may open it, or why there is none."""

    workflow: str
    title: Text
    roles: tuple[tuple[str, Text], ...]
    form: Mapping[str, Field]
    blocked: Reason | None


def openable(viewer: Viewer, office: Office, family: str) -> tuple[Openable, ...]:
    """Every workflow of the family's region, those that the viewer may open in front.

    Raises:
        NotFound: there is no such family, or it is not for this viewer.
    """
    with looking_at_family(viewer, office, family, "openable") as work:
        found = homes.family_to_open_for(work.connection, viewer, family, on=work.today)
        held = homes.holders_beside_cases(work.connection, found, on=work.today, now=work.now)
        works_as = people.qualifications_of(
            work.connection, viewer.person, on=work.today, now=work.now
        )
    workflows = [each for (_, where), each in office.library.workflows.items()
                 if where == found.region and each.opens.by_hand]  # fmt: skip
    rows = [_openable(workflow, viewer, held, works_as) for workflow in workflows]
    return tuple(sorted(rows, key=lambda row: row.blocked is not None))


def _openable(
    workflow: Workflow,
    viewer: Viewer,
    held: Mapping[str, frozenset[int]],
    works_as: frozenset[str],
) -> Openable:
    reasons = {}
    for role in workflow.opens.by_hand:
        holders = held.get(role, frozenset())
        works = viewer.person in holders or role in works_as
        reasons[role] = opening_reasons(workflow, role, viewer, holders=holders, works=works)
    may = [role for role, found in reasons.items() if all(reason.met for reason in found)]
    stops = [reason for found in reasons.values() for reason in found if not reason.met]
    roles = workflow.catalogue.roles
    return Openable(
        workflow=workflow.workflow,
        title=workflow.title,
        roles=tuple((role, roles[role].title) for role in may),
        form=workflow.opens.input,
        blocked=None if may else _told(reasons, stops),
    )


def _told(reasons: Mapping[str, tuple[Reason, ...]], stops: list[Reason]) -> Reason:
    """Who opens it; of somebody who works in such a role, that another holds it."""
    works = any(found[0].met for found in reasons.values())
    return stops[0] if not works else next(each for each in stops if each.key == "one_holder")
