"""What stands over every form about a case, read in one look with what that form needs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from engine.access import Viewer
from engine.errors import NotFound
from engine.service.command import CaseInHand, looking
from engine.service.file.children import children_by_key
from engine.service.my_cases import ChildRow, reads_names
from engine.service.office import Office
from engine.store import cases
from engine.store.unit_of_work import reading
from engine.text import Text

MoreT = TypeVar("MoreT")


@dataclass(frozen=True, slots=True)
class CaseHeading:
    """Which case it is; without children for whoever reads titles only."""

    id: str
    number: str
    version: int
    workflow_title: Text
    is_final: bool
    titles_only: bool
    children: tuple[ChildRow, ...]


def case_with(
    viewer: Viewer, office: Office, case: str, action: str, more: Callable[[CaseInHand], MoreT]
) -> tuple[CaseHeading, MoreT]:
    """The heading and what ``more`` gathers of the same case; one look, one row of the log.

    Raises:
        NotFound: there is no such case, or it is not for this viewer.
    """
    with looking(viewer, office, case, action) as work:
        return heading_of(work), more(work)


def heading_of(work: CaseInHand) -> CaseHeading:
    """The heading of a case in hand."""
    head, parts = work.case, work.parts
    return CaseHeading(
        id=head.public_id,
        number=head.number,
        version=head.version,
        workflow_title=work.workflow.title,
        is_final=head.is_final,
        titles_only=not reads_names(parts),
        children=tuple(children_by_key(work, parts).values()),
    )


def still_sees(viewer: Viewer, office: Office, case: str) -> bool:
    """Whether the viewer sees the case: who gives up a role may be outside after it.

    Nothing of the case is shown, so nothing is logged.
    """
    try:
        with reading(office.store) as connection:
            cases.get_case(connection, viewer, case, on=office.today())
    except NotFound:
        return False
    return True
