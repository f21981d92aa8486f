"""What the form of a talk shows."""

from __future__ import annotations

from dataclasses import dataclass

from api.views.at_case import AtCase
from engine.service.file.best_days import BestDayShown
from engine.service.file.members import FamilyMember
from engine.service.file.reviews import ReviewOpen


def key_of(review: ReviewOpen) -> str:
    """What the form sends for a talk that is owed."""
    return f"{review.case}:{review.deadline}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactPage(AtCase):
    """The form of a held talk; ``present`` and ``chosen`` are what is ticked."""

    members: tuple[FamilyMember, ...]
    reviews: tuple[ReviewOpen, ...]
    best: tuple[BestDayShown, ...] = ()
    present: tuple[str, ...] = ()
    chosen: tuple[str, ...] = ()

    @property
    def persons(self) -> list[tuple[str, str]]:
        """The family, to tick who was there."""
        return [(each.id, each.name) for each in self.members]

    @property
    def owed(self) -> tuple[tuple[str, ReviewOpen], ...]:
        """What it may count for, as the form sends it."""
        return tuple((key_of(each), each) for each in self.reviews)
