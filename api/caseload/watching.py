"""Who looks where they have no part, and the privacy officer who reviews that every month."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date

from api.caseload.cast import CURIOUS, OFFICER, Cast
from engine.errors import NotFound
from engine.service.case_file import case_file
from engine.service.log_review_orders import CloseLogReview, JudgeSignal
from engine.service.log_reviews import (
    ReviewRow,
    close_log_review,
    judge_signal,
    log_review,
    my_open_reviews,
)
from engine.service.office import Office
from engine.span import add_months

REVIEWS_FROM = 12
"""The day of the month from which on the officer does the review of the month before."""

PRIES_FROM = 14
TRIES = 3


@dataclass(slots=True)
class Watching:
    """The officer closes every review but the last, which is left for whoever tells the story.

    In that month the curious colleague wanted to see a case that is not theirs.
    """

    office: Office
    cast: Cast
    until: date
    _reviewed: set[date] = field(default_factory=set)
    _pried: bool = False

    def goes_on(self, case: str) -> None:
        """What both do today, if it is time; ``case`` is the one that is pried into."""
        today = self.office.today()
        last = add_months(self.until.replace(day=1), -1)
        month = today.replace(day=1)
        if not self._pried and case and month == last and today.day >= PRIES_FROM:
            self._pried = True
            self._pries(case)
        if month not in self._reviewed and today.day >= REVIEWS_FROM:
            self._reviewed.add(month)
            for row in my_open_reviews(self.cast.people[OFFICER], self.office):
                if row.from_on < last:
                    self._reviews(row)

    def _pries(self, case: str) -> None:
        for _ in range(TRIES):
            with suppress(NotFound):
                case_file(self.cast.people[CURIOUS], self.office, case)

    def _reviews(self, row: ReviewRow) -> None:
        officer = self.cast.people[OFFICER]
        for signal in log_review(officer, self.office, row.id)[1]:
            order = JudgeSignal(
                review=row.id,
                signal=signal.id,
                judgement="explained",
                word="Nagevraagd bij de teamleider: dit hoorde bij het werk.",
            )
            judge_signal(officer, self.office, order)
        word = "Alles nagelopen; niets gevonden dat niet klopt."
        close_log_review(officer, self.office, CloseLogReview(review=row.id, word=word))
