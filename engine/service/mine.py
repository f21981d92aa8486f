"""The own view of a youth or a parent: what was published to them, and nothing else.

They are found through the statement of ``engine.store.readings``, item by item by the rule of
``engine.reader``; where the two do not say the same of a child, nothing of its case is shown.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from engine.access import Viewer
from engine.errors import NotFound
from engine.invitees import time_of
from engine.letter import Block
from engine.reader import Scope
from engine.service.command import CaseInHand
from engine.service.family_file import FamilyFile, FileItem, SaidLine, family_file
from engine.service.file.agreements import STATES
from engine.service.file.looked_by_family import FamilyLook, looks_told
from engine.service.file.participants import roles_known
from engine.service.file.relatives import own_children, relatives_in
from engine.service.file.told_to_family import is_told_of
from engine.service.invitation_plans import SENT, plans_of
from engine.service.office import Office, local_day
from engine.store import Connection, access_log, agenda, participation, people, readings
from engine.store.access_log import LogEntry
from engine.store.cases import CaseHead
from engine.store.people import PersonSeen
from engine.store.readings import ChildRead
from engine.store.tables.publication import ItemKind
from engine.store.unit_of_work import unit_of_work
from engine.text import Text

FAMILY = frozenset({"youth", "parent"})
"""The kinds of person for whom there is an own view."""

_GROUND = "own_file"


@dataclass(frozen=True, slots=True, kw_only=True)
class MyItem:
    """One thing that was published; a letter has ``blocks``, anything else ``lines``."""

    kind: ItemKind
    id: str
    title: Text
    on: date
    about: str | None
    lines: tuple[SaidLine, ...]
    blocks: tuple[Block, ...]
    state: Text | None


@dataclass(frozen=True, slots=True)
class MyTalk:
    """A talk to which this person is asked, at their own time if they have one."""

    on: date
    at: time | None
    place: str | None


@dataclass(frozen=True, slots=True)
class WorksWithUs:
    """A professional who works with the family, and as what."""

    name: str
    role: Text
    organisation: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MyCase:
    """One case, as far as it is for this person."""

    number: str
    title: Text
    children: tuple[str, ...]
    items: tuple[MyItem, ...]
    talk: MyTalk | None
    workers: tuple[WorksWithUs, ...]
    looks: tuple[FamilyLook, ...]


@dataclass(frozen=True, slots=True)
class AboutMe:
    """A child about whom this person reads, and how far."""

    name: str
    itself: bool
    scope: Scope


@dataclass(frozen=True, slots=True)
class Mine:
    """Everything for one person; no cases where nothing may be read."""

    name: str
    about: tuple[AboutMe, ...]
    cases: tuple[MyCase, ...]
    made_on: date


def mine(viewer: Viewer, office: Office) -> Mine:
    """What was published to whoever asks; each case that is shown is a row of the log.

    Raises:
        NotFound: this is nobody of a family.
    """
    now = office.clock.now()
    with unit_of_work(office.store) as connection:
        if readings.kind_of(connection, viewer.person) not in FAMILY:
            raise NotFound("page")
        me = people.persons_by_key(connection, {viewer.person})[viewer.person]
        reads = readings.children_read(connection, me.id, on=local_day(now))
        look = _Look(office, connection, viewer, me, now, {each.id: each for each in reads})
        found = tuple(filter(None, map(look.case, readings.cases_about(connection, reads))))
        names = people.persons_by_key(connection, look.reads)
        about = tuple(AboutMe(names[each.id].name, each.id == me.id, each.scope) for each in reads)
        if not found:
            _log(connection, viewer, now, None)
    return Mine(me.name, about, found, local_day(now))


@dataclass(frozen=True)
class _Look:
    """One look of one person at everything that is theirs to read."""

    office: Office
    connection: Connection
    viewer: Viewer
    me: PersonSeen
    now: datetime
    reads: Mapping[int, ChildRead]

    def case(self, head: CaseHead) -> MyCase | None:
        """One case; None where rule and statement do not agree about a child of it."""
        workflow = self.office.version(self.connection, head.workflow_hash)
        file = family_file(self.connection, head, workflow, on=local_day(self.now))
        children = [each for each in file.children if each.id in self.reads]
        if not children or not self._agreed(file):
            return None
        work = CaseInHand(
            self.office, self.connection, self.viewer, head, workflow, self.now, self.now
        )
        items, talk = tuple(self._items(file)), self._talk(work)
        whole = {each.id for each in children if self.reads[each.id].scope == "everything"}
        if not (items or talk or whole):
            return None
        _log(self.connection, self.viewer, self.now, head.id)
        return MyCase(
            number=head.number,
            title=workflow.title,
            children=tuple(each.name for each in children),
            items=items,
            talk=talk,
            workers=tuple(_workers(work, whole)) if whole else (),
            looks=self._looks(work, whole),
        )

    def _looks(self, work: CaseInHand, whole: Collection[int]) -> tuple[FamilyLook, ...]:
        """Who looked at what is about these children."""
        to = next((each for each in relatives_in(work) if each.id == self.me.public_id), None)
        own = [each for each in own_children(work, self.me.public_id) if each.id in whole]
        return tuple(looks_told(work, to, own)) if to and own else ()

    def _agreed(self, file: FamilyFile) -> bool:
        """Whether rule and statement say the same of every child, read about or not.

        What is shared is shown by all of them: one of whom the two say otherwise is enough.
        """
        return all(self._scope(each) == file.reading(self.me, each).scope for each in file.children)

    def _scope(self, child: PersonSeen) -> Scope:
        """How far the statement lets them read about a child."""
        seen = self.reads.get(child.id)
        return seen.scope if seen else "nothing"

    def _items(self, file: FamilyFile) -> Iterator[MyItem]:
        for item in file.items:
            if file.shown(item, self.me).reads:
                yield self._item(file, item)

    def _item(self, file: FamilyFile, item: FileItem) -> MyItem:
        blocks = file.blocks(item)
        return MyItem(
            kind=item.kind,
            id=item.id,
            title=item.title,
            on=item.on,
            about=item.child.name if item.child else None,
            lines=() if blocks else file.lines(item, self.me),
            blocks=blocks,
            state=STATES[item.agreement.head.state] if item.agreement else None,
        )

    def _talk(self, work: CaseInHand) -> MyTalk | None:
        """The talk that comes, if they are asked to it; of nobody else's time a word.

        With a time of their own only that is told: at which hour the case itself is planned could
        be that of somebody whom they must not meet.
        """
        plan = plans_of(work.connection, work.case, work.workflow).get(self.me.public_id)
        talk = agenda.talks_ahead(work.connection, [work.case.id]).get(work.case.id)
        if plan is None or talk is None or plan.status != SENT or plan.is_apart:
            return None  # what has not been given yet is not learnt here first
        own = plan.said.get("own_time", "")
        at = time_of(own) if own.strip() else talk.item.starts
        return MyTalk(talk.meeting.on_date, at, talk.meeting.place)


def _workers(work: CaseInHand, children: Collection[int]) -> Iterator[WorksWithUs]:
    """Who works with the family for these children or for all, but for whom nobody is told of."""
    found = participation.participants_of(work.connection, work.case, now=work.now, on=work.today)
    kept_out = participation.kept_out_of(work.connection, work.case, now=work.now, on=work.today)
    known = roles_known(work)
    for each in found:
        theirs = each.child_id is None or each.child_id in children
        told = is_told_of(each.role, known[each.role].access) and each.region is None
        if each.kind == "professional" and theirs and told and each.person not in kept_out:
            yield WorksWithUs(each.name, known[each.role].title, each.organisation)


def _log(connection: Connection, viewer: Viewer, now: datetime, case: int | None) -> None:
    entry = LogEntry(at=now, action="read_mine", outcome="done", case_id=case, ground=_GROUND)
    access_log.log(connection, viewer, entry)
