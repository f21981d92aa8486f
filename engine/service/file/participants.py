"""Who takes part in a case today."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from engine.access import Viewer
from engine.catalogue import Role
from engine.service.command import CaseInHand, looking
from engine.service.file.children import children_by_key
from engine.service.my_cases import ChildRow, reads_names
from engine.service.office import Office
from engine.store import participation
from engine.store.participation import ParticipantSeen
from engine.text import Text


@dataclass(frozen=True, slots=True)
class ParticipantRow:
    """Somebody who takes part; ``until_on`` is the first day on which no more.

    Whoever reads titles only sees no name of a family member, and no ground.
    """

    person: str
    name: str | None
    role: str
    role_title: Text
    one: bool  # a role that is handed over, not left
    organisation: str | None
    scope: Literal["case", "family", "region"]
    child: ChildRow | None
    from_on: date
    until_on: date | None
    ground: str | None


def participants(viewer: Viewer, office: Office, case: str) -> tuple[ParticipantRow, ...]:
    """Everybody who takes part today; one look, one row of the log.

    Raises:
        NotFound: there is no such case, or it is not for this viewer.
    """
    with looking(viewer, office, case, "read_participants") as work:
        return participants_of(work)


def participants_of(work: CaseInHand) -> tuple[ParticipantRow, ...]:
    """Everybody who takes part today, through the case, its family or its region.

    Whoever takes part for a child whose part is not open to the viewer is left out.
    """
    parts, opened = work.parts, work.opened
    named, children = reads_names(parts), children_by_key(work, parts)
    found = participation.participants_of(work.connection, work.case, now=work.now, on=work.today)
    known = roles_known(work)
    shown = [seen for seen in found if opened.shows(seen.child_id)]
    return tuple(_row(seen, known[seen.role], children, named=named) for seen in shown)


def roles_known(work: CaseInHand) -> Mapping[str, Role]:
    """Every role by key, as the case's version has it, or as it is today."""
    return {**work.office.library.catalogue.roles, **work.workflow.catalogue.roles}


def _row(
    seen: ParticipantSeen, role: Role, children: Mapping[int, ChildRow], *, named: bool
) -> ParticipantRow:
    scope: Literal["case", "family", "region"] = "region" if seen.region else "family"
    return ParticipantRow(
        person=seen.person,
        name=seen.name if named or seen.kind == "professional" else None,
        role=seen.role,
        role_title=role.title,
        one=role.one,
        organisation=seen.organisation,
        scope="case" if seen.case_id else scope,
        child=children.get(seen.child_id or 0),
        from_on=seen.from_on,
        until_on=seen.until_on,
        ground=seen.ground if named else None,
    )
