"""What each of a family sees of a case, for who works on it: item by item, and why not.

Nothing is told here that the professional may not read themselves.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from engine.access import Viewer, classes_shown
from engine.errors import NotFound
from engine.reader import CAN_BE_PUBLISHED, Scope, Why
from engine.reason import Reason
from engine.service.child_parts import members_seen
from engine.service.command import CaseInHand, in_same_family, looking
from engine.service.family_file import FamilyFile, FileItem, SaidLine
from engine.service.file.heading import CaseHeading, heading_of
from engine.service.file.records import records_known
from engine.service.my_cases import reads_names
from engine.service.office import Office, local_day
from engine.service.publication_steps import file_of, item_in, member_in
from engine.service.publication_words import WHYS, of_another, title_of
from engine.service.roles_asked import publishes_here, records_here
from engine.service.withholdings import was_asked_before
from engine.store import cases, people
from engine.store.people import PersonSeen
from engine.store.publications import PublicationSeen
from engine.store.tables.people import PersonKind
from engine.store.tables.publication import ItemKind, PublicationState
from engine.text import Text


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided, by whom and why; ``why`` is None for who may not read that.

    ``stops``: the viewer cannot decide about it as the second. ``elsewhere``: a youth said it in
    another case, where it is decided; nobody is named to whoever does not see that case.
    """

    id: str
    state: PublicationState
    title: Text
    by: str | None
    on: date
    why: str | None
    second: str | None
    second_on: date | None
    second_why: str | None
    lapses_on: date | None
    waits: bool
    stops: Reason | None
    elsewhere: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemRow:
    """One item for one reader: whether they read it, and why or why not."""

    kind: ItemKind
    id: str
    title: Text
    child: str | None
    on: date
    reads: bool
    why: Why
    words: Text
    decision: Decision | None
    can_be_published: bool


@dataclass(frozen=True, slots=True)
class AboutChild:
    """What one reader reads about one child, and the youth's word on that."""

    child: str
    name: str
    scope: Scope
    words: Text
    word: Decision | None


@dataclass(frozen=True, slots=True)
class ReaderRow:
    """One member of the family with all that they read, or do not."""

    id: str
    name: str
    kind: PersonKind
    about: tuple[AboutChild, ...]
    items: tuple[ItemRow, ...]

    @property
    def reads(self) -> int:
        """How many items they read."""
        return sum(each.reads for each in self.items)


@dataclass(frozen=True, slots=True)
class FamilyView:
    """Everybody of the family whom the viewer meets; ``refused``: the viewer only looks."""

    readers: tuple[ReaderRow, ...]
    refused: Reason | None


@dataclass(frozen=True, slots=True)
class ItemView:
    """One item for one reader, with what they would read and all that was decided.

    ``tells``: what the answers can give away. ``asked_before``: withholding it counts only once it
    is confirmed.
    """

    reader: ReaderRow
    row: ItemRow
    lines: tuple[SaidLine, ...]
    names: tuple[str, ...]
    tells: frozenset[str]
    asked_before: bool
    history: tuple[Decision, ...]
    refused: Reason | None


@dataclass(frozen=True, slots=True)
class ChildView:
    """One youth and one parent who reads along, and all that was said of that."""

    reader: ReaderRow
    about: AboutChild
    history: tuple[Decision, ...]
    refused: Reason | None


def family_view(viewer: Viewer, office: Office, case: str) -> tuple[CaseHeading, FamilyView]:
    """What each of the family sees; one look, one row of the log.

    Raises:
        NotFound: there is no such case, or it is not for this viewer.
    """
    with looking(viewer, office, case, "read_family_view") as work:
        return heading_of(work), _view(work)


def item_view(
    viewer: Viewer, office: Office, case: str, person: str, item: str
) -> tuple[CaseHeading, ItemView]:
    """One item for one person; raises as ``family_view``, and when there is no such item."""
    with looking(viewer, office, case, "read_family_view", record=item) as work:
        look = _look(work)
        seen, reader = item_in(work, look.file, item), member_in(work, person)
        found = look.file.history(seen, reader)
        view = ItemView(
            reader=look.reader(reader),
            row=look.item(seen, reader),
            lines=look.file.lines(seen, reader),
            names=look.file.others_in(seen, reader),
            tells=look.file.tells(seen, reader),
            asked_before=was_asked_before(found),
            history=tuple(map(look.decision, reversed(found))),
            refused=_refused(work, seen.child),
        )
        return heading_of(work), view


def child_view(
    viewer: Viewer, office: Office, case: str, person: str, child: str
) -> tuple[CaseHeading, ChildView]:
    """One youth and one parent; raises as ``family_view``, and when there is no such child."""
    with looking(viewer, office, case, "read_family_view", record=child) as work:
        look, reader = _look(work), member_in(work, person)
        youth = next((each for each in work.open_children if each.public_id == child), None)
        if youth is None or reader.kind == "youth":
            raise NotFound("child")
        said = look.file.spoken.get((child, reader.id), ())
        about = look.about(youth, reader)
        waits = about.word is not None and about.word.waits
        asks = publishes_here if waits else records_here
        view = ChildView(
            reader=look.reader(reader),
            about=about,
            history=tuple(map(look.decision, reversed(said))),
            refused=_unmet(asks(work, youth.id)),
        )
        return heading_of(work), view


@dataclass(frozen=True, slots=True)
class _Look:
    """One look at a case: what the viewer may know of, and whoever decided anything."""

    work: CaseInHand
    file: FamilyFile
    items: tuple[FileItem, ...]
    persons: Mapping[int, PersonSeen]

    def reader(self, reader: PersonSeen) -> ReaderRow:
        """Everything for one member of the family."""
        children = self.work.open_children
        about = [each for each in children if reader.kind != "youth" or each.id == reader.id]
        return ReaderRow(
            id=reader.public_id,
            name=reader.name,
            kind=reader.kind,
            about=tuple(self.about(each, reader) for each in about),
            items=tuple(self.item(each, reader) for each in self.items),
        )

    def about(self, child: PersonSeen, reader: PersonSeen) -> AboutChild:
        """How far somebody reads about a child."""
        reading = self.file.reading(reader, child)
        said = self.file.spoken.get((child.public_id, reader.id), ())
        newest = self.decision(said[-1]) if said else None
        return AboutChild(child.public_id, child.name, reading.scope, WHYS[reading.why], newest)

    def item(self, item: FileItem, reader: PersonSeen) -> ItemRow:
        """One item for somebody."""
        shown, newest = self.file.shown(item, reader), self.file.newest(item, reader)
        return ItemRow(
            kind=item.kind,
            id=item.id,
            title=item.title,
            child=item.child.name if item.child else None,
            on=item.on,
            reads=shown.reads,
            why=shown.why,
            words=WHYS[shown.why],
            decision=self.decision(newest) if newest else None,
            can_be_published=shown.reads or shown.why in CAN_BE_PUBLISHED,
        )

    def decision(self, found: PublicationSeen) -> Decision:
        """What was decided, as far as the viewer may read it."""
        here = found.case_id == self.work.case.id
        told = here or self._sees_case_of(found)
        reads = told and "confidential" in classes_shown(self.work.parts_about(found.child_id))
        second = self.persons.get(found.second_id or 0) if told else None
        waits = here and found.waits and self._is_newest(found)
        return Decision(
            id=found.public_id,
            state=found.state,
            title=title_of(found, self.work.today),
            by=self.persons[found.by_id].name if told else None,
            on=found.on_date,
            why=found.reason if reads else None,
            second=second.name if second else None,
            second_on=local_day(found.second_at) if found.second_at and told else None,
            second_why=found.second_reason if reads else None,
            lapses_on=found.lapses_on,
            waits=waits,
            stops=_stops(self.work, found) if waits else None,
            elsewhere=not here,
        )

    def _sees_case_of(self, found: PublicationSeen) -> bool:
        """Whether the viewer reads about the child in the other case, where it was said."""
        head = cases.case_for_clock(self.work.connection, found.case_id)
        try:
            there = in_same_family(self.work, head.public_id)
        except NotFound:
            return False
        parts = there.parts_about(found.child_id)
        return there.opened.shows(found.child_id) and "confidential" in classes_shown(parts)

    def _is_newest(self, found: PublicationSeen) -> bool:
        every = self.file.spoken if found.item_kind == "child" else self.file.decided
        return every[found.item, found.reader_id][-1].id == found.id


def _view(work: CaseInHand) -> FamilyView:
    if not reads_names(work.parts):
        return FamilyView(readers=(), refused=None)
    look, children = _look(work), {each.id for each in work.open_children}
    readers = [each for each in members_seen(work) if each.kind != "youth" or each.id in children]
    return FamilyView(
        readers=tuple(map(look.reader, readers)),
        refused=_refused(work, None),
    )


def _look(work: CaseInHand) -> _Look:
    """Read it once; raises NotFound for whoever reads titles only."""
    if not reads_names(work.parts):
        raise NotFound("item")
    file = file_of(work)
    return _Look(work, file, tuple(_items(work, file)), _persons(work, file))


def _items(work: CaseInHand, file: FamilyFile) -> Iterator[FileItem]:
    """What stands and is for the family at all, of what the viewer may know of, newest first."""
    known, opened = {each.head.public_id for each in records_known(work, work.parts)}, work.opened
    for each in file.items:
        is_open = opened.shows(each.child.id if each.child else None)
        is_for_them = each.rule.settled and each.rule.norm != "never"
        if is_open and is_for_them and (each.kind == "agreement" or each.id in known):
            yield each


def _stops(work: CaseInHand, found: PublicationSeen) -> Reason | None:
    asked = [publishes_here(work, found.child_id)]
    if found.state == "asked":
        asked.append(of_another(met=found.by_id != work.viewer.person))
    return next((each for each in asked if not each.met), None)


def _refused(work: CaseInHand, child: PersonSeen | None) -> Reason | None:
    return _unmet(publishes_here(work, child.id if child else None))


def _unmet(reason: Reason) -> Reason | None:
    return None if reason.met else reason


def _persons(work: CaseInHand, file: FamilyFile) -> Mapping[int, PersonSeen]:
    """Whoever decided anything, by key."""
    every = [*file.decided.values(), *file.spoken.values()]
    found = [each for some in every for each in some]
    keys = {each.by_id for each in found} | {each.second_id for each in found if each.second_id}
    return people.persons_by_key(work.connection, keys)
