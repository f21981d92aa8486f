"""Letters as JSON: whose there are, how far each is, and what one says."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from api.models import Day, Out, ReasonOut, Words
from api.shapes.common import ChildOut, reasons, words
from engine.letter import Block, Kind
from engine.service.letter_page import Paper, PaperKind, Statement
from engine.service.letter_reach import SafeContact
from engine.service.letter_withdrawn import Withdrawn
from engine.service.letters import LetterRow, State
from engine.text import Language


class SafeContactOut(Out):
    """How something may reach a person safely."""

    way: str = Field(description="veilig contact: address, phone, by_hand of none")
    title: Words = Field(description="hoe dat heet")
    how: str | None = Field(description="het adres; null: er is geen veilig adres")

    @classmethod
    def or_none(cls, contact: SafeContact | None) -> SafeContactOut | None:
        """The contact, where one was chosen."""
        if contact is None:
            return None
        return cls(way=contact.way, title=Words.of(contact.title), how=contact.how)


class LetterRowOut(Out):
    """One receiver's letter about one child, made or not."""

    child: ChildOut = Field(description="kind over wie de brief gaat")
    receiver_id: str = Field(description="kenmerk van voor wie de brief is")
    receiver: str = Field(description="naam van voor wie de brief is")
    voice: Literal["parent", "youth"] = Field(description="u of je")
    expected: bool = Field(description="moet er zijn; anders mag het")
    state: State = Field(description="er is geen brief, een concept, of hij is gegeven")
    status_title: Words | None = Field(description="status van het stuk; null: geen brief")
    record_id: str | None = Field(description="kenmerk van het stuk; null: geen brief")
    behind: bool = Field(description="er is iets veranderd sinds hij is gemaakt")
    lacking: list[ReasonOut] = Field(description="waarom hij nog niet gemaakt kan worden")
    left_out: int = Field(description="afspraken die deze persoon niet mag lezen")
    safe_contact: SafeContactOut | None = Field(description="veilig contact; null: niet gekozen")

    @classmethod
    def of(cls, row: LetterRow) -> LetterRowOut:
        """A letter as the list has it."""
        return cls(
            child=ChildOut.of(row.child),
            receiver_id=row.receiver,
            receiver=row.name,
            voice=row.voice,
            expected=row.expected,
            state=row.state,
            status_title=words(row.status_title),
            record_id=row.record,
            behind=row.behind,
            lacking=reasons(row.lacking),
            left_out=row.unread,
            safe_contact=SafeContactOut.or_none(row.contact),
        )


class WithdrawnOut(Out):
    """A letter that went out and should not have (had niet mogen gaan)."""

    record_id: str = Field(description="kenmerk van het stuk")
    child: str = Field(description="naam van het kind over wie hij ging")
    receiver: str | None = Field(description="wie hem kreeg; null: niet van het gezin")
    on: Day = Field(description="dag waarop hij is ingetrokken")
    reason: str | None = Field(description="wat er mis was; null: niet te lezen")
    repaired: str | None = Field(description="wat er is gedaan; null: niet te lezen")

    @classmethod
    def of(cls, gone: Withdrawn) -> WithdrawnOut:
        """A withdrawn letter."""
        return cls(
            record_id=gone.record,
            child=gone.child,
            receiver=gone.name,
            on=gone.on,
            reason=gone.reason,
            repaired=gone.repaired,
        )


class LettersOut(Out):
    """The letters of a case, child by child."""

    items: list[LetterRowOut] = Field(description="brieven")
    withdrawn: list[WithdrawnOut] = Field(description="brieven die niet hadden mogen gaan")


class BlockOut(Out):
    """A heading, a paragraph or a list of a letter."""

    kind: Kind = Field(description="kop, tekst of opsomming")
    lines: list[str] = Field(description="regels")

    @classmethod
    def of(cls, block: Block) -> BlockOut:
        """A part of a letter."""
        return cls(kind=block.kind, lines=list(block.lines))


class StatementOut(Out):
    """What somebody of the family said of a report."""

    text: str = Field(description="eigen woorden")
    on: Day = Field(description="dag")

    @classmethod
    def of(cls, said: Statement) -> StatementOut:
        """An own statement."""
        return cls(text=said.text, on=said.on)


class LetterOut(Out):
    """A letter (brief) or report (verslag) as it is printed."""

    id: str = Field(description="kenmerk van het stuk")
    kind: PaperKind = Field(description="brief of verslag")
    title: Words = Field(description="hoe het stuk heet")
    language: Language = Field(description="taal van de brief")
    draft: bool = Field(description="nog een concept")
    blocks: list[BlockOut] = Field(description="wat erin staat")
    statements: list[StatementOut] = Field(description="eigen verklaringen bij een verslag")
    barred: list[ReasonOut] = Field(description="waarom hij niet naar deze persoon mag; leeg: mag")

    @classmethod
    def of(cls, paper: Paper) -> LetterOut:
        """What is printed."""
        return cls(
            id=paper.record,
            kind=paper.kind,
            title=Words.of(paper.title),
            language=paper.language,
            draft=paper.is_draft,
            blocks=[BlockOut.of(block) for block in paper.blocks],
            statements=[StatementOut.of(said) for said in paper.statements],
            barred=reasons([paper.barred] if paper.barred else []),
        )
