"""The sheet of one item: all that the table needs to know about a case, in one look.

What stands on it is stripped as everywhere: who reads titles only gets no content, and of the
family's other cases only those that the viewer may see are there. Its blocks are saved apart; the
``seal`` of a block says what it showed, so that two people never overwrite each other unseen and
never wait for each other where they need not.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from functools import partial

from engine.access import Viewer
from engine.at_the_table import undecided
from engine.fields import Field
from engine.service.at_item import ItemInHand, looking_at_item
from engine.service.command import CaseInHand
from engine.service.file.agreements import AgreementRow, agreements_of
from engine.service.file.consents import AuthorityRow, authorities_of
from engine.service.file.heading import CaseHeading, heading_of
from engine.service.file.participants import roles_known
from engine.service.involved import Involved, involved_in
from engine.service.listing import bare
from engine.service.meeting_lists import MeetingRow, meeting_row
from engine.service.meeting_mode import stays_at_table
from engine.service.office import Office
from engine.service.readiness import Readiness, readiness_of
from engine.service.sheet_outcomes import OutcomeOfChild, outcomes_of
from engine.service.sheet_people import Expected, expected_at
from engine.service.sheet_records import ADVICE, SaidRecord, each_of, outcome_type, said_records
from engine.service.sheet_steps import TalkStep, talk_steps
from engine.service.table_roles import RUNS, roles_at
from engine.store import families
from engine.store.agenda import ItemListed
from engine.store.tables.meetings import ItemState
from engine.text import Text

SEAL = 32  # characters of a seal
SYSTEM = "system"  # the role of the program itself: nobody sits there in it


@dataclass(frozen=True, slots=True)
class OtherCase:
    """Another running case of the family that the viewer may see."""

    id: str
    number: str
    workflow_title: Text
    state_title: Text


@dataclass(frozen=True, slots=True)
class SheetForms:
    """What the blocks ask: empty where the case knows no such document.

    ``roles`` are those in which somebody may be there; ``steps`` every step of the workflow.
    """

    outcome_type: str | None
    outcome: Mapping[str, Field]
    advice: Mapping[str, Field]
    roles: Mapping[str, Text]
    steps: frozenset[str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One item as one viewer may see it; ``stays`` says that their session is in meeting mode.

    ``readiness`` is None once the item was discussed, and for who reads titles only.
    """

    meeting: MeetingRow
    may_run: bool
    stays: bool
    id: str
    item_state: ItemState
    starts: time | None
    minutes: int | None
    case: CaseHeading
    state: str
    state_title: Text
    is_decided: bool
    records: tuple[SaidRecord, ...]
    authorities: tuple[AuthorityRow, ...]
    agreements: tuple[AgreementRow, ...]
    outcomes: tuple[OutcomeOfChild, ...]
    expected: tuple[Expected, ...]
    others: tuple[OtherCase, ...]
    steps: tuple[TalkStep, ...]
    people: tuple[Involved, ...]
    forms: SheetForms
    readiness: Readiness | None

    @property
    def earlier(self) -> tuple[AgreementRow, ...]:
        """What was agreed before this meeting."""
        return tuple(each for each in self.agreements if each.made_on < self.meeting.on_date)

    @property
    def agreed(self) -> tuple[AgreementRow, ...]:
        """What was agreed at this meeting or after it."""
        return tuple(each for each in self.agreements if each.made_on >= self.meeting.on_date)

    def seal(self, block: str) -> str:
        """What stands for all that a block shows now: another one once any of that changed.

        The blocks are ``who``, ``agreements``, ``advice``, ``outcomes`` of all children,
        ``outcome-<child>`` and ``step-<name>``.
        """
        return hashlib.sha256(repr(self._shown(block)).encode()).hexdigest()[:SEAL]

    def is_done(self, block: str) -> bool:
        """Whether a block holds what belongs in it."""
        if block == "who":
            return bool(self.expected) and all(each.how for each in self.expected)
        if block == "agreements":
            return bool(self.agreed)
        if block == "advice":
            return bool(each_of(self.records, ADVICE))
        if block == "outcomes":
            return bool(self.outcomes) and all(each.settled for each in self.outcomes)
        return self.is_decided

    def _shown(self, block: str) -> object:
        name, _, which = block.partition("-")
        if name == "who":
            return [(each.person, each.name, each.how, each.reason) for each in self.expected]
        if name == "agreements":
            return self.agreements
        if name == "advice":
            return each_of(self.records, ADVICE)
        of = [each for each in self.outcomes if name == "outcomes" or each.child.id == which]
        if name in {"outcomes", "outcome"}:
            return [(each.draft, each.settled) for each in of]
        return self.state, [(each.child.id, each.settled) for each in self.outcomes]


def sheet(viewer: Viewer, office: Office, meeting: str, item: str) -> Sheet:
    """The sheet of an item; one look, one row of the log.

    Raises:
        NotFound: there is no such item at this meeting, or its case is not for this viewer.
    """
    with looking_at_item(viewer, office, meeting, item, "read_sheet") as found:
        return sheet_of(found)


def sheet_of(found: ItemInHand) -> Sheet:
    """The sheet of the item in hand."""
    work, table, item = found.work, found.table, found.item
    held = roles_at(
        table.connection, table.viewer, found.meeting.head.table_id, now=work.now, on=work.today
    )
    case, heading = work.snapshot(), heading_of(work)
    named, records = not heading.titles_only, said_records(work)
    calendar = partial(work.office.calendar, work.connection)
    return Sheet(
        meeting=meeting_row(found.meeting, calendar, now=work.now),
        may_run=bool(held & RUNS),
        stays=stays_at_table(
            work.connection, work.viewer, found.meeting.head.public_id, on=work.today
        ),
        id=item.public_id,
        item_state=item.state,
        starts=item.starts,
        minutes=item.minutes,
        case=heading,
        state=work.case.state,
        state_title=work.workflow.states[work.case.state].title,
        is_decided=work.case.state not in undecided(work.workflow),
        records=records,
        authorities=authorities_of(work),
        agreements=agreements_of(work),
        outcomes=outcomes_of(work, case, records, since=found.meeting.head.on_date),
        expected=expected_at(found, records, named=named),
        others=_others(work),
        steps=talk_steps(work, case),
        people=involved_in(work) if named else (),
        forms=_forms(work),
        readiness=_readiness(found),
    )


def _readiness(found: ItemInHand) -> Readiness | None:
    """What the step that begins the talk will ask of this item."""
    listed = ItemListed(found.item, found.work.case)
    return readiness_of(found.table, found.meeting.head, [listed]).get(found.item.id)


def _forms(work: CaseInHand) -> SheetForms:
    workflow, key = work.workflow, outcome_type(work.workflow)
    known = workflow.catalogue.records
    everybody = roles_known(work).items()
    roles = {name: role for name, role in everybody if role.scope != "region" and name != SYSTEM}
    return SheetForms(
        outcome_type=key,
        outcome=known[key].fields if key else {},
        advice=known[ADVICE].fields if ADVICE in known else {},
        roles={name: role.title for name, role in roles.items()},
        steps=frozenset(workflow.transitions),
    )


def _others(work: CaseInHand) -> tuple[OtherCase, ...]:
    home = families.family_by_id(work.connection, work.case.family_id)
    seen = families.cases_seen(work.connection, work.viewer, home, on=work.today)
    running = [each for each in seen if not each.is_final and each.public_id != work.case.public_id]
    known = work.office.versions_of(work.connection, {each.workflow_hash for each in running})
    return tuple(
        OtherCase(
            each.public_id,
            each.number,
            known[each.workflow_hash].title if each.workflow_hash in known else bare("–"),
            known[each.workflow_hash].states[each.state].title
            if each.workflow_hash in known
            else bare(each.state),
        )
        for each in running
    )
