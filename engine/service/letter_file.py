"""What letters are made from: one case, read once, and what of it one receiver may read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from engine.access import classes_shown, parts_about
from engine.letter import Block, Facts, Line, Promise, Receiver, Whose
from engine.letter_words import Voice
from engine.region import Reader
from engine.service.child_parts import members_seen
from engine.service.command import CaseInHand
from engine.service.file.children import children_by_key
from engine.service.letter_naming import others_in
from engine.service.letter_reach import (
    GONE,
    LETTER,
    PLAN,
    REPLACED,
    RETURN,
    SafeContact,
    Texts,
    contacts_in,
    receivers_on,
    returned_at,
)
from engine.service.stripping import shown_fields
from engine.store import agreements, consents, deadlines, participation, people
from engine.store import records as kept
from engine.store.agreements import AgreementListed
from engine.store.participation import Taking
from engine.store.people import PersonSeen
from engine.store.records import RecordHead
from engine.text import Text

OUTCOME, _NEXT_TALK = "table_outcome", "return_date"
_NAMELESS = frozenset({"none", "excluded"})
"""Rows of the access table whose people a letter never names: supporter, lawyer, interpreter."""


@dataclass(frozen=True)
class LetterFile:
    """One case in hand with all that its letters may be made from."""

    work: CaseInHand
    children: Mapping[str, PersonSeen]
    persons: Mapping[str, PersonSeen]
    receivers: Mapping[str, tuple[Receiver, ...]]
    records: tuple[RecordHead, ...]
    texts: Texts
    contacts: Mapping[str, SafeContact]
    agreed: tuple[AgreementListed, ...]
    owners: Mapping[int, PersonSeen]
    takings: tuple[Taking, ...]
    returned: date | None
    regisseur: str | None
    next_talk: date | None
    family: tuple[PersonSeen, ...]

    def facts(self, child: str, receiver: Receiver) -> Facts | None:
        """What a letter to this receiver about this child is made of; None without an outcome."""
        outcome = self.outcome(child)
        if outcome is None:
            return None
        person = self.persons[receiver.person]
        status = self.work.workflow.catalogue.records[OUTCOME].statuses[outcome.status]
        return Facts(
            voice=receiver.voice,
            receiver=person.name,
            child=self.children[child].name,
            today=self.work.today,
            outcome=outcome.status,
            outcome_title=status.title or Text(nl=outcome.status, en=outcome.status),
            reasons=str(self.said(outcome).get("reasons", "")),
            promises=tuple(self._promises(child, person)),
            next_talk=self.next_talk,
            regisseur=self.regisseur,
            lines=tuple(lines_for(self.work, receiver.voice)),
        )

    def outcome(self, child: str) -> RecordHead | None:
        """What was decided for this child since the case came back to the table last."""
        initial = self.work.workflow.catalogue.records[OUTCOME].initial
        found = [
            head
            for head in self.of_type(OUTCOME)
            if head.child_id == self.children[child].id
            and head.status != initial
            and (head.status == "closed" or self.is_newer(head))
        ]
        return found[-1] if found else None

    def of_type(self, kind: str) -> Iterator[RecordHead]:
        """The records of a type that stand: nothing took their place, none was withdrawn."""
        gone = GONE if kind == LETTER else {REPLACED}
        return (each for each in self.records if each.type == kind and each.status not in gone)

    def is_newer(self, head: RecordHead) -> bool:
        """Whether it is of after the last return, as the step that hands letters over asks."""
        return self.returned is None or head.dated_on > self.returned

    def said(self, head: RecordHead) -> Mapping[str, object]:
        """What an outcome, a letter or a plan says, as far as the viewer reads it."""
        return self.texts.get(head.id, {})

    def whose(self, head: RecordHead) -> tuple[str, Receiver] | None:
        """About which child a letter is and whose; None when that person gets none today.

        In a version of before letters named persons it says whose it is in words: their name.
        """
        said = self.said(head).get("receiver")
        for child, found in self.receivers.items():
            for each in found:
                names = {each.person, self.persons[each.person].name}
                if self.children[child].id == head.child_id and said in names:
                    return child, each
        return None

    def unread(self, child: str, receiver: Receiver) -> int:
        """How many open agreements about this child, or shared, the receiver may not read."""
        person = self.persons[receiver.person]
        return sum(not _reads(each, person) for each in self._open_for(child))

    def others_named(
        self, child: str, receiver: Receiver, blocks: Iterable[Block]
    ) -> tuple[str, ...]:
        """Who else of the family has a name in this letter: somebody wrote it there."""
        theirs = {self.children[child].name, self.persons[receiver.person].name}
        return others_in(blocks, self.family, theirs)

    def safe_contact(self, person: str) -> SafeContact | None:
        """How something may reach this person for this talk; None: nothing was chosen."""
        return self.contacts.get(person)

    def _open_for(self, child: str) -> Iterator[AgreementListed]:
        about = {None, self.children[child].id}
        return (
            each
            for each in self.agreed
            if each.head.state == "open" and each.head.child_id in about
        )

    def _promises(self, child: str, person: PersonSeen) -> Iterator[Promise]:
        for each in self._open_for(child):
            if _reads(each, person):
                whose, who = self._whose(each, child, person)
                yield Promise(str(each.said.get("text", "")), each.head.due_on, whose, who)

    def _whose(self, each: AgreementListed, child: str, person: PersonSeen) -> tuple[Whose, str]:
        """Who does it. Of somebody in words nobody knows whom they mean, so they are not told."""
        owner = self.owners.get(each.head.owner_id or 0)
        if owner is None:
            return "unknown", ""
        if owner.id == person.id:
            return "receiver", ""
        if owner.id == self.children[child].id:
            return "child", ""
        if owner.kind != "professional":
            return "family", ""
        about = {None, self.children[child].id}
        here = [each for each in self.takings if each.person_id == owner.id]
        known = any(each.child_id in about and each.access not in _NAMELESS for each in here)
        return ("professional", owner.name) if known else ("unknown", "")


def letter_file(work: CaseInHand) -> LetterFile:
    """Read it; nobody and nothing for whoever reads titles only, or where no letters are made."""
    connection, case, on = work.connection, work.case, work.today
    opened = work.opened
    makes = {LETTER, OUTCOME} <= set(work.workflow.catalogue.records)
    named = children_by_key(work, work.parts) if makes else {}
    children = tuple(child for child in work.children if child.id in named)
    held = consents.authorities_of(connection, [child.id for child in children])
    agreed = agreements.agreements_of(connection, [case.id])[case.id] if children else ()
    wanted = {row.parent_id for row in held} | {each.head.owner_id or 0 for each in agreed}
    persons = {**people.persons_by_key(connection, wanted), **{each.id: each for each in children}}
    holders = participation.holders(connection, case, now=work.now, on=on)
    owed = deadlines.open_deadlines(connection, [case.id])[case.id]
    heads = tuple(head for head in kept.records_of(connection, case) if opened.shows(head.child_id))
    texts = _texts(work, heads) if children else {}
    returned = work.snapshot().acted.get(RETURN)
    family = members_seen(work)
    return LetterFile(
        work=work,
        children={child.public_id: child for child in children},
        persons={person.public_id: person for person in persons.values()},
        receivers=receivers_on(work, children, held, persons),
        records=heads,
        texts=texts,
        contacts=_contacts(work, heads, texts, is_back=returned is not None),
        agreed=agreed,
        owners=persons,
        takings=participation.takings_of(connection, case, now=work.now, on=on),
        returned=returned,
        regisseur=next((each.name for each in holders.get("regisseur", ())), None),
        next_talk=next((each.due_on for each in owed if each.key == _NEXT_TALK), None),
        family=tuple(family) if children else (),
    )


def _texts(work: CaseInHand, heads: Iterable[RecordHead]) -> Texts:
    """What they say of which letters are made, read at once, as far as the viewer reads it."""
    kinds, parts, opened = work.workflow.catalogue.records, work.parts, work.opened
    found = {each.id: each for each in heads if each.type in {LETTER, OUTCOME, PLAN}}
    return {
        key: shown_fields(
            kinds[found[key].type],
            text,
            classes_shown(parts_about(parts, found[key].child_id)),
            opened,
        ).fields
        for key, text in kept.texts_of(work.connection, found.values()).items()
    }


def _contacts(
    work: CaseInHand, heads: Iterable[RecordHead], texts: Texts, *, is_back: bool
) -> Mapping[str, SafeContact]:
    """How each person is reached for this talk; what was chosen for an earlier one is over."""
    since = returned_at(work) if is_back else 0
    plans = [head for head in heads if head.type == PLAN and head.id in texts and head.seq > since]
    return contacts_in(work.workflow.catalogue.records.get(PLAN), plans, texts)


def lines_for(work: CaseInHand, voice: Voice) -> Iterator[Line]:
    """The numbers of the case's region that stand in a letter to this voice."""
    region = work.office.library.regions[work.case.region]
    crisis = region.crisis_line
    reader: Reader = "youth" if voice == "youth" else "parents"
    if crisis and reader in crisis.for_:
        yield Line(crisis.title, crisis.number)
    for line in region.lines_for(reader):
        yield Line(line.title, line.number)


def _reads(each: AgreementListed, person: PersonSeen) -> bool:
    """Whether this person may read an agreement: it is theirs, or it was made visible to them."""
    return person.id in each.readers or each.head.owner_id == person.id
