"""Letters are made, written anew from what is recorded now, and given."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from engine.access import Viewer
from engine.decision import Refused
from engine.errors import NotFound
from engine.letter_words import LetterWords
from engine.service.child_parts import must_be_known
from engine.service.command import CaseInHand, Outcome, looking
from engine.service.letter_file import LetterFile, letter_file
from engine.service.letter_reach import LETTER, NOT_THEIRS
from engine.service.letters import LetterForm, LetterRow, letter_rows, row_for, words_of
from engine.service.office import Office
from engine.service.orders import EditRecord, MoveRecord, WriteRecord
from engine.service.records import edit_record, move_record, write_record
from engine.store import records as kept
from engine.store.records import RecordHead

_USUAL = LetterForm()
_FORMS: Mapping[LetterForm, str] = {
    LetterForm("nl", plain=False): "",
    LetterForm("nl", plain=True): "Korte zinnen",
    LetterForm("en", plain=False): "English",
    LetterForm("en", plain=True): "English, short sentences",
}
"""What the record says about its form; so a letter that is read again knows its language."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MakeLetter:
    """Make the letter to this person about this child, as a draft in which one may write."""

    case: str
    child: str
    receiver: str
    form: LetterForm = _USUAL
    key: str | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """The records of the letters that were made just now."""

    letters: tuple[str, ...]


def make_letter(viewer: Viewer, office: Office, words: LetterWords, order: MakeLetter) -> Outcome:
    """Begin a letter with the words composed from what is recorded now.

    Refused with ``letter_outcome`` when nothing is recorded to tell, and with ``role``.

    Raises:
        NotFound: no such case or child, or somebody who gets no letter about this child.
    """
    with looking(viewer, office, order.case, "read_letters") as work:
        file = letter_file(work)
        row, whose = row_for(file, order.child, order.receiver)
        if row.lacking:
            return Refused(f"write_{LETTER}", row.lacking)
        said = words_of(file, words, order.child, whose, order.form)
        begin = _begin(file, order, said)
    return write_record(viewer, office, begin)


def make_owed(
    viewer: Viewer, office: Office, words: LetterWords, case: str, *, key: str
) -> Made | Refused:
    """Make every letter that is to be made still; those that cannot be made stay as they are.

    Each is a document of its own with a key of its own, so a repeat makes none twice.
    """
    with looking(viewer, office, case, "read_letters") as work:
        file = letter_file(work)
        owed = [row for row in letter_rows(file) if row.is_owed]
        forms = {row.receiver: LetterForm(file.persons[row.receiver].language) for row in owed}
    made = []
    for row in owed:
        order = MakeLetter(
            case=case,
            child=row.child.id,
            receiver=row.receiver,
            form=forms[row.receiver],
            key=f"{key}-{_short(row)}",
        )
        outcome = make_letter(viewer, office, words, order)
        if isinstance(outcome, Refused):
            return outcome
        made.append(str(outcome.made))
    return Made(tuple(made))


def write_anew(viewer: Viewer, office: Office, words: LetterWords, order: EditRecord) -> Outcome:
    """Write a draft anew from what is recorded now; ``order.fields`` is not looked at.

    Refused with ``letter_receiver`` when its receiver gets no letter about this child any more.

    Raises:
        NotFound: no such letter.
        StaleCase: the case changed after the version that was seen.
    """
    with looking(viewer, office, order.case, "read_letters") as work:
        file = letter_file(work)
        head = letter_head(work, order.record)
        found = file.whose(head)
        if found is None:
            return Refused(f"edit_{LETTER}", (NOT_THEIRS,))
        row, whose = row_for(file, found[0], found[1].person)
        if row.lacking:
            return Refused(f"edit_{LETTER}", row.lacking)
        form = form_of(file.said(head))
        said = words_of(file, words, row.child.id, whose, form)
        fields = {**file.said(head), "content": said}
    edited = EditRecord(
        case=order.case,
        key=order.key,
        record=order.record,
        seen_version=order.seen_version,
        fields=fields,
    )
    return edit_record(viewer, office, edited)


def give_letter(viewer: Viewer, office: Office, order: MoveRecord) -> Outcome:
    """Bring a letter to another status: given by hand, or sent.

    Refused with ``letter_receiver`` when its receiver gets no letter about this child any more,
    and with ``safe_contact`` when it is to be sent to somebody without a safe address; both are
    asked of every move of a letter. It may always be put away.

    Raises:
        NotFound: no such letter. StaleCase, InvalidInput: as of any record.
    """
    with looking(viewer, office, order.case, "read_letters") as work:
        letter_head(work, order.record)
    return move_record(viewer, office, order)


def letter_head(work: CaseInHand, record: str) -> RecordHead:
    """A letter of the case.

    Raises:
        NotFound: there is none with this id, or it is another kind of record.
    """
    head = kept.get_record(work.connection, work.case, record)
    must_be_known(work, head)
    if head.type != LETTER:
        raise NotFound("letter")
    return head


def form_of(said: Mapping[str, object]) -> LetterForm:
    """In which form a letter was made, by what its record says of it."""
    words = str(said.get("accessible", ""))
    return next((form for form, known in _FORMS.items() if known == words), _USUAL)


def _begin(file: LetterFile, order: MakeLetter, said: str) -> WriteRecord:
    fields = file.work.workflow.catalogue.records[LETTER].fields
    person = file.persons[order.receiver]
    filled = {
        "receiver": person.public_id if fields["receiver"].kind == "person" else person.name,
        "content": said,
        "accessible": _FORMS[order.form],
    }
    return WriteRecord(
        case=order.case, key=order.key, type=LETTER, child=order.child, fields=filled
    )


def _short(row: LetterRow) -> str:
    return hashlib.sha256(f"{row.child.id} {row.receiver}".encode()).hexdigest()[:16]
