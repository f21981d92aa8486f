"""What the pages of letters show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from api.views.at_case import AtCase
from engine.fields import Field
from engine.reason import Reason
from engine.service.file.records import MoveSeen
from engine.service.letter_page import LetterPage, Paper
from engine.service.letter_reach import WITHDRAWN
from engine.service.letters import LetterRow, LettersPage, Preview
from engine.service.records import SUPERSEDED
from engine.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class LettersView(AtCase):
    """Every letter of a case: whose, about which child, and how far it is."""

    page: LettersPage


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewView(AtCase):
    """What one letter would say now; ``rows`` are the letters to choose from."""

    rows: tuple[LetterRow, ...]
    preview: Preview | None
    refused: Reason | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterView(AtCase):
    """One letter or report, and what may be done with it."""

    page: LetterPage

    @property
    def paper(self) -> Paper:
        """What is printed of it."""
        return self.page.paper

    @property
    def moves(self) -> tuple[MoveSeen, ...]:
        """The ways in which it can be given; a newer one takes its place by itself."""
        moves = self.page.page.record.moves
        return tuple(each for each in moves if each.status not in {SUPERSEDED, WITHDRAWN})

    @property
    def ways(self) -> tuple[MoveSeen, ...]:
        """Those that nothing stops."""
        return tuple(move for move in self.moves if not self.stopped(move))

    def asked(self, status: str) -> Mapping[str, Field]:
        """What giving it in this way asks."""
        return self.page.page.targets[status].form

    def stopped(self, move: MoveSeen) -> tuple[Reason, ...]:
        """Why it cannot be given in this way."""
        return () if move.reason.met else (move.reason,)

    @property
    def back(self) -> MoveSeen | None:
        """How a letter that went out and should not have is withdrawn."""
        moves = self.page.page.record.moves
        return next((each for each in moves if each.status == WITHDRAWN), None)

    @property
    def away(self) -> MoveSeen | None:
        """How a letter is put away: a draft, or one that is not its receiver's any more."""
        paper, moves = self.paper, self.page.page.record.moves
        if paper.kind != "letter" or not (paper.is_draft or paper.barred):
            return None
        return next((each for each in moves if each.status == SUPERSEDED), None)


@dataclass(frozen=True, slots=True)
class PaperView:
    """A letter or report as it stands on paper; ``for_pdf``: without what only a screen needs."""

    paper: Paper
    for_pdf: bool = False
    title: Text | None = None
