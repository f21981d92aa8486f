"""One letter, or the report of a table, as it is read and printed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from engine.access import Viewer
from engine.errors import NotFound
from engine.letter import Block, blocks_in
from engine.reason import Reason
from engine.service.command import CaseInHand, looking
from engine.service.file.record_page import RecordPage, record_page_of
from engine.service.file.records import record_of, records_of
from engine.service.letter_file import LetterFile, letter_file
from engine.service.letter_orders import form_of, letter_head
from engine.service.letter_reach import LETTER, NOT_THEIRS, REPLACED, WITHDRAWN
from engine.service.letter_withdrawn import Withdrawn, withdrawn_in
from engine.service.letters import REPORT, LetterRow, row_for
from engine.service.office import Office
from engine.text import Language, Text

PaperKind: TypeAlias = Literal["letter", "report"]
_REACTION, _ATTACHED = "report_reaction", "attached"


@dataclass(frozen=True, slots=True)
class Statement:
    """What somebody of the family said of a report, in own words."""

    text: str
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """What is printed. ``barred``: it is not to be given now, so nothing of it is."""

    kind: PaperKind
    record: str
    case: str
    number: str
    title: Text
    language: Language
    blocks: tuple[Block, ...]
    is_draft: bool
    is_replaced: bool = False
    is_withdrawn: bool = False
    statements: tuple[Statement, ...] = ()
    barred: Reason | None = None


@dataclass(frozen=True, slots=True)
class LetterPage:
    """A letter or report with what may be done with it.

    ``names`` are those of others of the family that stand in a letter, for a person to look at.
    ``withdrawn`` says why it should not have gone, where it went and was withdrawn.
    """

    paper: Paper
    page: RecordPage
    row: LetterRow | None
    names: tuple[str, ...] = ()
    withdrawn: Withdrawn | None = None


def paper(viewer: Viewer, office: Office, case: str, record: str) -> Paper:
    """What is printed of a letter or a report; the look is logged.

    Raises:
        NotFound: no such case for this viewer, no such letter or report in it, or none of theirs.
    """
    with looking(viewer, office, case, "read_letter", record=record) as work:
        return paper_of(work, record)


def paper_of(work: CaseInHand, record: str) -> Paper:
    """The same of a case in hand."""
    shown = record_of(work, record)
    kind = shown.row.type
    if kind not in {LETTER, REPORT}:
        raise NotFound("letter")
    told = _letter(work, letter_file(work), record) if kind == LETTER else None
    language, blocks, barred = told or ("nl", blocks_in(str(shown.fields.get("report", ""))), None)
    return Paper(
        kind="letter" if told else "report",
        record=record,
        case=work.case.public_id,
        number=work.case.number,
        title=shown.row.title,
        language=language,
        blocks=blocks,
        is_draft=shown.row.status == work.workflow.catalogue.records[kind].initial,
        is_replaced=shown.row.status == REPLACED,
        is_withdrawn=shown.row.status == WITHDRAWN,
        statements=() if told else tuple(_statements(work)),
        barred=barred,
    )


def letter_page_of(work: CaseInHand, record: str) -> LetterPage:
    """The page of one; raises as ``paper``."""
    shown = paper_of(work, record)
    page = record_page_of(work, record)
    if shown.kind == "report":
        return LetterPage(shown, page, None)
    file = letter_file(work)
    found = file.whose(letter_head(work, record))
    row = row_for(file, found[0], found[1].person)[0] if found else None
    names = file.others_named(*found, shown.blocks) if found else ()
    gone = next((each for each in withdrawn_in(file) if each.record == record), None)
    return LetterPage(shown, page, row, names, gone)


def _letter(
    work: CaseInHand, file: LetterFile, record: str
) -> tuple[Language, tuple[Block, ...], Reason | None]:
    """In which language a letter is and what it says; nothing where it is not for its receiver."""
    head = letter_head(work, record)
    said = file.said(head)
    barred = _BARRED.get(head.status) or (None if file.whose(head) else NOT_THEIRS)
    blocks = () if barred else blocks_in(str(said.get("content", "")))
    return form_of(said).language, blocks, barred


_GONE = Reason(
    key="letter_replaced",
    met=False,
    asks=Text(nl="Geef de nieuwste brief", en="Give the newest letter"),
    says=Text(
        nl="Deze brief is vervangen of weggelegd. Hij gaat niet mee en wordt niet afgedrukt.",
        en="This letter was replaced or put away. It is not given and not printed.",
    ),
    source="DEFAULT",
)
_TAKEN_BACK = Reason(
    key="letter_withdrawn",
    met=False,
    asks=Text(nl="Maak een nieuwe brief", en="Make a new letter"),
    says=Text(
        nl="Deze brief had niet mogen gaan en is ingetrokken. Hij gaat niet mee en wordt niet "
        "afgedrukt.",
        en="This letter should not have gone and was withdrawn. It is not given and not printed.",
    ),
    source="DEFAULT",
)
_BARRED = {REPLACED: _GONE, WITHDRAWN: _TAKEN_BACK}


def _statements(work: CaseInHand) -> Iterator[Statement]:
    for row in records_of(work):
        if row.type == _REACTION and row.status == _ATTACHED:
            said = record_of(work, row.id).fields.get("statement")
            if said:
                yield Statement(str(said), row.dated_on)
