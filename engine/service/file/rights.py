"""What the family asked of its own data in a case, how far each request is, and its own words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from engine.access import Viewer
from engine.data_copy import CopyGiven, Shown, undecided, withheld
from engine.data_rights import request_key
from engine.errors import NotFound
from engine.reason import Reason
from engine.service.child_parts import members_seen
from engine.service.command import CaseInHand, looking
from engine.service.copy_reach import sees_all_of
from engine.service.data_copies import (
    cases_given,
    copy_in,
    may_still_ask,
    read_anew,
    request_in,
    whom_of,
)
from engine.service.file.heading import CaseHeading, heading_of
from engine.service.file.members import FamilyMember, members_of
from engine.service.file.records import RecordRow, records_of
from engine.service.my_cases import reads_names
from engine.service.office import Office
from engine.service.rights_reasons import ENDED, sees_all
from engine.service.roles_asked import records_here
from engine.service.statements import statements_in
from engine.store import data_requests as kept
from engine.store import deadlines, people
from engine.store.data_requests import RequestSeen
from engine.store.statements import StatementSeen
from engine.store.tables.rights import RequestKind, RequestState
from engine.text import Text

KINDS: Mapping[RequestKind, Text] = {
    "access": Text(nl="Inzage: een kopie van de eigen gegevens", en="Access: a copy of own data"),
    "correction": Text(nl="Verbetering van een stuk", en="Correction of a document"),
}
STATES: Mapping[RequestState, Text] = {
    "open": Text(nl="Nog niet bekeken", en="Not looked at yet"),
    "judged": Text(nl="Wordt beoordeeld", en="Being judged"),
    "confirmed": Text(nl="Bevestigd door een tweede", en="Confirmed by a second"),
    "to_refuse": Text(
        nl="Weigeren: wacht op een tweede professional", en="To refuse: waits for a second"
    ),
    "given": Text(nl="Gegeven", en="Given"),
    "corrected": Text(nl="Verbeterd", en="Corrected"),
    "refused": Text(nl="Geweigerd", en="Refused"),
    "withdrawn": Text(nl="Ingetrokken", en="Withdrawn"),
}


@dataclass(frozen=True, slots=True)
class RequestRow:
    """A request as the list has it; ``due_on`` while it runs."""

    id: str
    kind: RequestKind
    person_id: str
    person: str
    asker_id: str
    asker: str
    asked_on: date
    due_on: date | None
    deadline: str | None
    late: bool
    state: RequestState
    is_open: bool
    record: str | None


@dataclass(frozen=True, slots=True)
class RightsPage:
    """The requests and the own words of a case; nothing for whoever reads titles only.

    ``refused`` says who records them; ``records`` are those that may be wrong, or spoken of.
    """

    requests: tuple[RequestRow, ...]
    statements: tuple[StatementSeen, ...]
    titles: Mapping[str, Text]
    members: tuple[FamilyMember, ...]
    records: tuple[RecordRow, ...]
    refused: Reason | None


@dataclass(frozen=True, slots=True)
class RequestPage:
    """One request: what its copy would hold, and what was given once it was.

    ``mine``: whoever looks left something out, so another confirms that. ``stopped`` says why
    no copy can be judged or taken out now; ``digest`` stands for the copy as it is shown.
    """

    row: RequestRow
    said: Mapping[str, Any]
    things: tuple[Shown, ...]
    undecided: int
    withheld: int
    mine: bool
    given: Mapping[str, Any] | None
    refused: Reason | None
    stopped: Reason | None
    digest: str

    @property
    def sections(self) -> Mapping[str, tuple[tuple[int, Shown], ...]]:
        """The things under their headings, each with its number on the page."""
        found: dict[str, tuple[tuple[int, Shown], ...]] = {}
        for number, each in enumerate(self.things):
            found[each.thing.section] = (*found.get(each.thing.section, ()), (number, each))
        return found


def data_requests(viewer: Viewer, office: Office, case: str) -> RightsPage:
    """The requests and the own words of a case; one look, one row of the log.

    Raises:
        NotFound: there is no such case, or it is not for this viewer.
    """
    with looking(viewer, office, case, "read_rights") as work:
        return rights_of(work)


def data_request(viewer: Viewer, office: Office, case: str, request: str) -> RequestPage:
    """One request; one look, one row of the log.

    Raises:
        NotFound: no such case for this viewer, or no such request.
    """
    with looking(viewer, office, case, "read_data_request") as work:
        return request_of(work, request)


def given_copy(
    viewer: Viewer, office: Office, case: str, request: str
) -> tuple[CaseHeading, CopyGiven]:
    """The copy as it was given; that it was taken out once more is a row of the log.

    Raises:
        NotFound: no such case for this viewer, or no such request that was given.
    """
    with looking(viewer, office, case, "export_copy", record=request) as work:
        seen = request_in(work, request)
        _, given = kept.said_of(work.connection, seen)
        if given is None or _refused(work) or not may_still_ask(work, whom_of(work, seen)).met:
            raise NotFound("data_request")
        read_anew(work, seen)
        return heading_of(work), cast(CopyGiven, given)


def rights_of(work: CaseInHand) -> RightsPage:
    """The page of a case in hand."""
    if not reads_names(work.parts):
        return RightsPage((), (), {}, (), (), _refused(work))
    near = {each.public_id for each in members_seen(work)}
    records = records_of(work)
    return RightsPage(
        requests=tuple(
            _row(work, each)
            for each in kept.requests_of(work.connection, work.case)
            if {each.person, each.asker} <= near
        ),
        statements=statements_in(work),
        titles={each.id: each.title for each in records},
        members=members_of(work),
        records=tuple(each for each in records if each.settled),
        refused=_refused(work),
    )


def request_of(work: CaseInHand, public_id: str) -> RequestPage:
    """One request of a case in hand.

    Raises:
        NotFound: there is none, or it is not for the viewer.
    """
    seen, refused = request_in(work, public_id), _refused(work)
    if not reads_names(work.parts):
        raise NotFound("data_request")
    said, given = kept.said_of(work.connection, seen)
    stopped = None if refused else _stopped(work, seen, is_given=given is not None)
    shows = seen.kind == "access" and seen.state not in ENDED and not (refused or stopped)
    copy = copy_in(work, seen) if shows else None
    things = copy.things if copy else ()
    return RequestPage(
        row=_row(work, seen),
        said=said,
        things=things,
        undecided=undecided(things),
        withheld=withheld(things),
        mine=copy is not None and work.viewer.person in copy.left_out_by,
        given=None if refused or stopped else given,
        refused=refused,
        stopped=stopped,
        digest=copy.digest if copy else "",
    )


def _refused(work: CaseInHand) -> Reason | None:
    reason = records_here(work)
    return None if reason.met else reason


def _stopped(work: CaseInHand, seen: RequestSeen, *, is_given: bool) -> Reason | None:
    """Why whoever looks can do nothing with the copy: they see less, or it may not be had now."""
    if seen.kind != "access" or (seen.state in ENDED and not is_given):
        return None
    whom = whom_of(work, seen)
    met = bool(cases_given(work, seen)) if is_given else sees_all_of(work, whom)
    return next(
        (each for each in (sees_all(met=met), may_still_ask(work, whom)) if not each.met), None
    )


def _row(work: CaseInHand, seen: RequestSeen) -> RequestRow:
    names = people.persons_by_public_id(work.connection, [seen.person, seen.asker])
    rows = deadlines.open_deadlines(work.connection, [work.case.id])[work.case.id]
    due = next((row for row in rows if row.key == request_key(seen.public_id)), None)
    return RequestRow(
        id=seen.public_id,
        kind=seen.kind,
        person_id=seen.person,
        person=names[seen.person].name,
        asker_id=seen.asker,
        asker=names[seen.asker].name,
        asked_on=seen.asked_on,
        due_on=due.due_on if due else None,
        deadline=due.public_id if due else None,
        late=due is not None and due.due_on < work.today,
        state=seen.state,
        is_open=seen.state not in ENDED,
        record=seen.record,
    )
