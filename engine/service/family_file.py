"""What of one case a family may read: every item, for every reader, by the one rule.

What is read at once and what on request is said once: ``engine.reader.Norm`` and ``_norm`` here;
the page says it in ``macros/family_view.html``.

Made of the connection alone, not of what a professional sees: what a professional may know of it
is asked by the page that shows it to them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import cast

from engine.catalogue import RecordType
from engine.definition import Workflow
from engine.fields import Field
from engine.letter import Block, blocks_in
from engine.reader import (
    Decided,
    Item,
    Norm,
    Reading,
    Shown,
    Word,
    YouthWord,
    reading_of,
    shown,
)
from engine.service.letter_naming import others_in
from engine.service.letter_reach import LETTER
from engine.store import Connection, agreements, families, people, publications, readings
from engine.store import records as kept
from engine.store.agreements import AgreementListed
from engine.store.cases import CaseHead
from engine.store.people import PersonSeen
from engine.store.publications import PublicationSeen
from engine.store.records import RecordHead
from engine.store.tables.publication import ItemKind
from engine.text import Text

AGREEMENT = Text(nl="Afspraak", en="Agreement")
_TEXT, _BY = Text(nl="Wat is afgesproken", en="What was agreed"), Text(nl="Uiterlijk", en="By")
_YES, _NO = Text(nl="ja", en="yes"), Text(nl="nee", en="no")
_CONTENT = "content"


@dataclass(frozen=True, slots=True)
class SaidLine:
    """One answer, with what was asked."""

    asked: Text
    said: Text | str | date


@dataclass(frozen=True, slots=True, kw_only=True)
class FileItem:
    """A record or an agreement; without a child it is about all of the case."""

    kind: ItemKind
    id: str
    title: Text
    child: PersonSeen | None
    on: date
    rule: Item
    record: RecordHead | None = None
    agreement: AgreementListed | None = None


@dataclass(frozen=True)
class FamilyFile:
    """One case with all that decides who of its family reads what."""

    case: CaseHead
    workflow: Workflow
    on: date
    children: tuple[PersonSeen, ...]
    family: tuple[PersonSeen, ...]
    bonds: readings.Bonds
    spoken: Mapping[tuple[str, int], tuple[PublicationSeen, ...]]
    decided: Mapping[tuple[str, int], tuple[PublicationSeen, ...]]
    items: tuple[FileItem, ...]
    texts: Mapping[int, Mapping[str, object]]

    def reading(self, reader: PersonSeen, child: PersonSeen) -> Reading:
        """What somebody may read about a child."""
        spoken = self.spoken.get((child.public_id, reader.id), ())
        # Of a child nothing but such words is ever written.
        word = YouthWord(cast(Word, spoken[-1].state), spoken[-1].on_date) if spoken else None
        return reading_of(self.bonds.of(reader.id, child.id), child.born, self.on, word)

    def shown(self, item: FileItem, reader: PersonSeen) -> Shown:
        """Whether somebody reads an item, and why or why not."""
        about = [item.child] if item.child else self.children
        rule = replace(
            item.rule,
            norm=self._norm(item, reader),
            names_others=bool(self.others_in(item, reader)),
        )
        told = [self.reading(reader, child) for child in about]
        return shown(rule, told, self._decided(item, reader), reader.public_id)

    def _norm(self, item: FileItem, reader: PersonSeen) -> Norm:
        """The norm of its type; a professional looks first at what could tell too much.

        Where a child lives or goes to school anybody but that child learns on request; what could
        tell of one parent everybody, where more than one reads; and so what is newer than a record
        of its type that is withheld from this person.
        """
        tells = self.tells(item, reader)
        of_parents = "parents" in tells and self._parents_who_read(item) > 1
        of_a_place = "where" in tells and not _is_own(item, reader)
        looks_first = of_parents or of_a_place or self._withheld_before(item, reader)
        return "on_request" if item.rule.norm == "published" and looks_first else item.rule.norm

    def _parents_who_read(self, item: FileItem) -> int:
        """How many of the family but the children themselves read anything about them."""
        about = [item.child] if item.child else self.children
        adults = [each for each in self.family if each.kind != "youth"]
        return sum(
            any(self.reading(each, child).scope != "nothing" for child in about) for each in adults
        )

    def _withheld_before(self, item: FileItem, reader: PersonSeen) -> bool:
        """Whether an older record of its type about the same is withheld from somebody now."""
        return item.record is not None and any(
            each.record is not None
            and each.record.id < item.record.id
            and (each.record.type, each.record.child_id) == (item.record.type, item.record.child_id)
            and self._decided(each, reader) == "withheld"
            for each in self.items
            if (each.id, reader.id) in self.decided
        )

    def decision(self, item: FileItem, reader: PersonSeen) -> PublicationSeen | None:
        """What was decided last about an item for somebody, and counts on this day."""
        every = self.decided.get((item.id, reader.id), ())
        return next((each for each in reversed(every) if each.counts(self.on)), None)

    def newest(self, item: FileItem, reader: PersonSeen) -> PublicationSeen | None:
        """What was decided last, whether it counts or not."""
        return next(reversed(self.decided.get((item.id, reader.id), ())), None)

    def history(self, item: FileItem, reader: PersonSeen) -> tuple[PublicationSeen, ...]:
        """All that was decided about an item for somebody, oldest first."""
        return self.decided.get((item.id, reader.id), ())

    def tells(self, item: FileItem, reader: PersonSeen) -> frozenset[str]:
        """What the answers that this person would read can give away, by its definition."""
        if item.record is None:
            return frozenset()
        kind, said = self.workflow.catalogue.records[item.record.type], self.texts[item.record.id]
        own = _is_own(item, reader)
        asked = [name for name in kind.fields if name in said and _is_for(kind, name, own=own)]
        return frozenset(filter(None, (kind.fields[name].tells for name in asked)))

    def others_in(self, item: FileItem, reader: PersonSeen) -> tuple[str, ...]:
        """Who else of the family has a name in what this person would read."""
        blocks = [Block("text", (str(line.said),)) for line in self.lines(item, reader)]
        return others_in(blocks, self.family, [each.name for each in self._theirs(item, reader)])

    def lines(self, item: FileItem, reader: PersonSeen) -> tuple[SaidLine, ...]:
        """What an item says to this person: nothing shielded, nothing that others said."""
        if item.agreement is not None:
            said = str(item.agreement.said.get("text", ""))
            return SaidLine(_TEXT, said), SaidLine(_BY, item.agreement.head.due_on)
        return tuple(self._of_record(item, reader))

    def blocks(self, item: FileItem) -> tuple[Block, ...]:
        """The parts of a letter; none of anything else."""
        if item.record is None or item.record.type != LETTER:
            return ()
        return blocks_in(str(self.texts[item.record.id].get(_CONTENT, "")))

    def _theirs(self, item: FileItem, reader: PersonSeen) -> Iterator[PersonSeen]:
        """Whose names somebody may read in an item: their own, and the child's and its parents'.

        The parents' only the child itself: of one parent another reads nothing.
        """
        yield reader
        about = [item.child] if item.child else self.children
        for child in about:
            if self.reading(reader, child).scope != "nothing":
                yield child
            if child.id == reader.id:
                parents = {parent for parent, of in self.bonds.authority if of == child.id}
                yield from (each for each in self.family if each.id in parents)

    def _of_record(self, item: FileItem, reader: PersonSeen) -> Iterator[SaidLine]:
        assert item.record is not None  # noqa: S101 - it is that or an agreement
        kind = self.workflow.catalogue.records[item.record.type]
        said = self.texts[item.record.id]
        own = _is_own(item, reader)
        for name, each in kind.fields.items():
            if name in said and _is_for(kind, name, own=own):
                yield from self._answer(each, said[name], reader)

    def _answer(self, asked: Field, value: object, reader: PersonSeen) -> Iterator[SaidLine]:
        if isinstance(value, Mapping):
            for child in self.children:
                if self.reading(reader, child).scope == "everything" and child.public_id in value:
                    yield SaidLine(_of(asked.title, child), _said(asked, value[child.public_id]))
        else:
            yield SaidLine(asked.title, _said(asked, value))

    def _decided(self, item: FileItem, reader: PersonSeen) -> Decided:
        found = self.decision(item, reader)
        if found is None:
            return None
        return "published" if found.state == "published" else "withheld"


def family_file(
    connection: Connection, case: CaseHead, workflow: Workflow, *, on: date
) -> FamilyFile:
    """Read it; two statements for each table, whatever there is."""
    children = people.children_of(connection, [case.id])[case.id]
    family = families.members_of(connection, [case.family_id])[case.family_id]
    heads = kept.records_of(connection, case)
    texts = kept.texts_of(connection, heads)
    agreed = agreements.agreements_of(connection, [case.id])[case.id]
    by_key = {each.id: each for each in children}
    keys = [each.id for each in family]
    items = [
        *_records(workflow, heads, texts, by_key, family),
        *_agreements(agreed, by_key, {each.id: each for each in family}),
    ]
    return FamilyFile(
        case=case,
        workflow=workflow,
        on=on,
        children=children,
        family=tuple(family),
        bonds=readings.bonds_of(connection, keys, by_key, on=on),
        spoken=_grouped(publications.words_about(connection, case)),
        decided=_grouped(publications.publications_of(connection, case)),
        items=tuple(sorted(items, key=lambda each: each.on, reverse=True)),
        texts=texts,
    )


def _records(
    workflow: Workflow,
    heads: Collection[RecordHead],
    texts: Mapping[int, Mapping[str, object]],
    children: Mapping[int, PersonSeen],
    family: Collection[PersonSeen],
) -> Iterator[FileItem]:
    for head in heads:
        kind = workflow.catalogue.records[head.type]
        said = texts[head.id].get(kind.one_for or "")
        whose = frozenset(each.public_id for each in family if said in (each.public_id, each.name))
        yield FileItem(
            kind="record",
            id=head.public_id,
            title=kind.title,
            child=children.get(head.child_id or 0),
            on=head.dated_on,
            rule=Item(
                norm=kind.for_family,
                settled=kind.statuses[head.status].settled,
                own_authority=kind.own_authority,
                meant_for=whose if kind.one_for else None,
            ),
            record=head,
        )


def _agreements(
    agreed: Collection[AgreementListed],
    children: Mapping[int, PersonSeen],
    family: Mapping[int, PersonSeen],
) -> Iterator[FileItem]:
    """For whom it was made visible and whose it is; of nobody in particular: for all who read."""
    for each in agreed:
        head = each.head
        owner = family.get(head.owner_id or 0)
        readers = {family[key].public_id for key in each.readers if key in family}
        whose = {owner.public_id} if owner and owner.id != head.child_id else set()
        yield FileItem(
            kind="agreement",
            id=head.public_id,
            title=AGREEMENT,
            child=children.get(head.child_id or 0),
            on=head.made_on,
            rule=Item(
                norm="published",
                settled=True,
                own_authority=True,
                meant_for=_for_whom(readers, whose, owner),
                given_to=frozenset(readers),
            ),
            agreement=each,
        )


def _for_whom(
    readers: set[str], whose: set[str], owner: PersonSeen | None
) -> frozenset[str] | None:
    """Those who are named, and its owner; None where nobody was."""
    if not readers and not whose:
        return None
    return frozenset(readers | whose | ({owner.public_id} if owner else set()))


def _grouped(
    found: Collection[PublicationSeen],
) -> Mapping[tuple[str, int], tuple[PublicationSeen, ...]]:
    grouped: dict[tuple[str, int], tuple[PublicationSeen, ...]] = {}
    for each in found:
        place = (each.item, each.reader_id)
        grouped[place] = (*grouped.get(place, ()), each)
    return grouped


def _is_own(item: FileItem, reader: PersonSeen) -> bool:
    """Whether it is about the reader alone."""
    return item.child is not None and item.child.id == reader.id


def _is_for(kind: RecordType, name: str, *, own: bool) -> bool:
    """Whether a field is for the family at all, and for this one of it."""
    asked = kind.fields[name]
    if kind.class_of(name) == "shielded" or asked.kind in {"person", "meeting"}:
        return False
    return asked.said_by is None or (asked.said_by == "youth" and own)


def _of(title: Text, child: PersonSeen) -> Text:
    return Text(nl=f"{title.nl} ({child.name})", en=f"{title.en} ({child.name})")


def _said(asked: Field, value: object) -> Text | str | date:
    if isinstance(value, bool):
        return _YES if value else _NO
    text = str(value)
    if asked.kind == "choice":
        return asked.values.get(text, text)
    if asked.kind == "date":
        return date.fromisoformat(text)
    return text
