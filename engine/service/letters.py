"""The letters of a case: whose there are about which child, how far each is, and what one says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, TypeAlias

from engine.access import Viewer
from engine.errors import NotFound
from engine.letter import Block, Receiver, blocks_in, compose, written
from engine.letter_words import LetterWords, Voice
from engine.reason import Fix, Reason
from engine.service.command import CaseInHand, looking
from engine.service.file.children import children_by_id
from engine.service.file.records import RecordRow, records_of
from engine.service.letter_file import OUTCOME, LetterFile, letter_file
from engine.service.letter_reach import LETTER, SafeContact
from engine.service.letter_withdrawn import Withdrawn, withdrawn_in
from engine.service.my_cases import ChildRow
from engine.service.office import Office
from engine.service.record_reasons import status_title, written_by
from engine.store.records import RecordHead
from engine.text import Language, Text

REPORT = "table_report"
State: TypeAlias = Literal["missing", "draft", "given"]


@dataclass(frozen=True, slots=True)
class LetterForm:
    """In which words a letter is made: of which language, and whether for who reads little."""

    language: Language = "nl"
    plain: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterRow:
    """One receiver's letter about one child, made or not.

    ``behind``: the outcome, or an agreement of a draft, changed since it was written.
    ``lacking`` stops it from being made; ``unread`` counts the agreements that are left out.
    """

    child: ChildRow
    receiver: str
    name: str
    voice: Voice
    expected: bool
    state: State
    status_title: Text | None = None
    record: str | None = None
    on: date | None = None
    behind: bool = False
    lacking: tuple[Reason, ...] = ()
    unread: int = 0
    contact: SafeContact | None = None

    @property
    def is_owed(self) -> bool:
        """Whether it has to be made, and can be."""
        undone = self.state == "missing" or (self.state == "given" and self.behind)
        return self.expected and undone and not self.lacking


@dataclass(frozen=True, slots=True)
class Astray:
    """A letter that is not for whom it was made any more; no name of a stranger to the family."""

    record: str
    child: str
    name: str | None
    status_title: Text
    is_draft: bool
    on: date


@dataclass(frozen=True, slots=True)
class LettersPage:
    """Every letter of a case; no rows for whoever reads titles only.

    ``astray`` are those that are to be put away, or asked back where they were given;
    ``withdrawn`` those that went out and should not have.
    ``makes``: this kind of case sends letters home. ``refused`` says who writes them.
    """

    rows: tuple[LetterRow, ...]
    astray: tuple[Astray, ...]
    withdrawn: tuple[Withdrawn, ...]
    makes: bool
    refused: Reason | None
    reports: tuple[RecordRow, ...]
    version: int

    @property
    def owed(self) -> tuple[LetterRow, ...]:
        """The letters that are to be made still, and can be."""
        return tuple(row for row in self.rows if row.is_owed)


@dataclass(frozen=True, slots=True)
class Preview:
    """What a letter would say, made from what is recorded now; no blocks without an outcome.

    ``names`` are those of others of the family, where somebody wrote them in reasons or agreements.
    """

    row: LetterRow
    form: LetterForm
    blocks: tuple[Block, ...]
    names: tuple[str, ...]


def letters(viewer: Viewer, office: Office, case: str) -> LettersPage:
    """The letters of the case; one look, one row of the log.

    Raises:
        NotFound: there is no such case, or it is not for this viewer.
    """
    with looking(viewer, office, case, "read_letters") as work:
        return letters_of(work)


def letters_of(work: CaseInHand) -> LettersPage:
    """The same of a case in hand."""
    kind = work.workflow.catalogue.records.get(LETTER)
    reason = written_by(work, {part.role for part in work.parts}, kind) if kind else None
    file = letter_file(work)
    return LettersPage(
        rows=letter_rows(file),
        astray=tuple(_astray(file)),
        withdrawn=withdrawn_in(file),
        makes=kind is not None,
        refused=reason if reason and not reason.met else None,
        reports=tuple(row for row in records_of(work) if row.type == REPORT and not _gone(row)),
        version=work.case.version,
    )


def letter_rows(file: LetterFile) -> tuple[LetterRow, ...]:
    """Every receiver of every child, in the order of the children."""
    known = children_by_id(file.work, file.work.parts)
    return tuple(
        _row(file, known[child], receiver)
        for child, found in file.receivers.items()
        for receiver in found
    )


def row_for(file: LetterFile, child: str, receiver: str) -> tuple[LetterRow, Receiver]:
    """One of them.

    Raises:
        NotFound: no such child in the case, or somebody who gets no letter about this child:
            who has no authority over it today, or nobody at all.
    """
    for each in file.receivers.get(child, ()):
        if each.person == receiver:
            known = children_by_id(file.work, file.work.parts)
            return _row(file, known[child], each), each
    raise NotFound("letter")


def preview_of(
    work: CaseInHand, words: LetterWords, child: str, receiver: str, form: LetterForm
) -> Preview:
    """What this letter would say now; raises as ``row_for``."""
    file = letter_file(work)
    row, whose = row_for(file, child, receiver)
    blocks = blocks_in(words_of(file, words, child, whose, form))
    return Preview(row, form, blocks, file.others_named(child, whose, blocks))


def words_of(
    file: LetterFile, words: LetterWords, child: str, receiver: Receiver, form: LetterForm
) -> str:
    """The words of the letter as they are written in its record; none without an outcome."""
    facts = file.facts(child, receiver)
    if facts is None:
        return ""
    return written(compose(words, facts, plain=form.plain), form.language)


def letters_to(file: LetterFile, child: str, person: str) -> Iterator[RecordHead]:
    """The letters about this child to this person that stand, oldest first.

    In a version of before letters named persons it says whose it is in words: their name.
    """
    whose = {person, file.persons[person].name}
    for head in file.of_type(LETTER):
        about = head.child_id == file.children[child].id
        if about and file.is_newer(head) and file.said(head).get("receiver") in whose:
            yield head


def _astray(file: LetterFile) -> Iterator[Astray]:
    """The letters of this talk, and drafts of any, whose receiver gets none about this child."""
    kind = file.work.workflow.catalogue.records.get(LETTER)
    children = {each.id: each.name for each in file.children.values()}
    named = {each.public_id: each.name for each in file.family}
    for head in file.of_type(LETTER) if kind and children else ():
        is_draft = head.status == kind.initial if kind else False
        if kind and file.whose(head) is None and (is_draft or file.is_newer(head)):
            yield Astray(
                record=head.public_id,
                child=children.get(head.child_id or 0, ""),
                name=named.get(str(file.said(head).get("receiver"))),
                status_title=status_title(kind, head.status),
                is_draft=is_draft,
                on=head.dated_on,
            )


def _row(file: LetterFile, child: ChildRow, receiver: Receiver) -> LetterRow:
    person = file.persons[receiver.person]
    row = LetterRow(
        child=child,
        receiver=receiver.person,
        name=person.name,
        voice=receiver.voice,
        expected=receiver.expected,
        state="missing",
        lacking=_lacking(file, child),
        unread=file.unread(child.id, receiver),
        contact=file.safe_contact(receiver.person),
    )
    found = list(letters_to(file, child.id, receiver.person))
    return _with_letter(file, row, found[-1]) if found else row


def _with_letter(file: LetterFile, row: LetterRow, head: RecordHead) -> LetterRow:
    kind = file.work.workflow.catalogue.records[LETTER]
    settled = kind.statuses[head.status].settled
    return replace(
        row,
        state="given" if settled else "draft",
        status_title=status_title(kind, head.status),
        record=head.public_id,
        on=head.dated_on,
        behind=_behind(file, row.child.id, head, settled=settled),
    )


def _behind(file: LetterFile, child: str, head: RecordHead, *, settled: bool) -> bool:
    """Whether what it says changed since; what becomes of an agreement later changes no letter."""
    outcome = file.outcome(child)
    changed = [outcome.seq] if outcome else []
    if not settled:
        about = {None, file.children[child].id}
        changed += [each.head.seq for each in file.agreed if each.head.child_id in about]
    return any(seq > head.seq for seq in changed)


def _lacking(file: LetterFile, child: ChildRow) -> tuple[Reason, ...]:
    if file.outcome(child.id):
        return ()
    reason = Reason(
        key="letter_outcome",
        met=False,
        asks=Text(nl="Leg eerst de uitkomst voor dit kind vast", en="First record the outcome"),
        says=Text(
            nl="Voor dit kind is nog geen uitkomst vastgelegd. Zonder uitkomst is er geen brief.",
            en="No outcome is recorded for this child yet. Without one there is no letter.",
        ),
        fix=Fix(record=OUTCOME),
        child=child.id,
        source="SEED 001 (req 13)",
    )
    return (reason,)


def _gone(row: RecordRow) -> bool:
    return row.status == "superseded"
