"""Who looks where they have no part, also in an emergency, and the officer who reviews that."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta

from api.caseload.asking import Asking
from api.caseload.cast import CURIOUS, OFFICER, REGISSEURS, Cast
from api.caseload.publishing import Publishing
from api.caseload.story import LOOK_BACK, household
from engine.access import Viewer
from engine.errors import NotFound
from engine.service import step_up
from engine.service.case_file import case_file
from engine.service.emergency import LetIn, ask_emergency
from engine.service.emergency_core import emergency_core
from engine.service.emergency_orders import AskEmergency
from engine.service.file.families import MemberRow, families
from engine.service.log_review_orders import CloseLogReview, JudgeSignal
from engine.service.log_reviews import (
    ReviewRow,
    close_log_review,
    judge_signal,
    log_review,
    my_open_reviews,
)
from engine.service.office import Office
from engine.service.sessions import sign_in, sign_out
from engine.span import add_months
from engine.store.emergency import regions_of
from engine.store.unit_of_work import reading

REVIEWS_FROM = 12
"""The day of the month from which on the officer does the review of the month before."""

PRIES_FROM = 14
TRIES = 3

AT_NIGHT = "nienke"
STORY_FAMILY = household(LOOK_BACK, "", "").name
EMERGENCY_FROM = timedelta(days=4)
"""So long before the demo begins somebody is let in: its review then still waits."""


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
    _was_let_in: bool = False
    _asking: Asking = field(init=False)
    _publishing: Publishing = field(init=False)

    def __post_init__(self) -> None:
        """Have the families of the story ask and read, too."""
        self._asking = Asking(self.office, self.cast, self.until)
        self._publishing = Publishing(self.office, self.cast, self.until)

    def goes_on(self, case: str, *, placement: str) -> None:
        """What both do today, if it is time; ``case`` is the one that is pried into."""
        today = self.office.today()
        last = add_months(self.until.replace(day=1), -1)
        month = today.replace(day=1)
        if not self._pried and case and month == last and today.day >= PRIES_FROM:
            self._pried = True
            self._pries(case)
        if not self._was_let_in and case and today >= self.until - EMERGENCY_FROM:
            self._was_let_in = self._in_an_emergency()
        if case:
            self._asking.goes_on(case)
        if placement:
            self._publishing.goes_on(placement)
        if month not in self._reviewed and today.day >= REVIEWS_FROM:
            self._reviewed.add(month)
            for row in my_open_reviews(self.cast.people[OFFICER], self.office):
                if row.from_on < last:
                    self._reviews(row)

    def _in_an_emergency(self) -> bool:
        """The crisis service reads the core of the file; False where it does not work there."""
        nienke = self.cast.people[AT_NIGHT]
        child = self._child_in(self._works_in(nienke))
        if child is None or child.born is None:
            return False
        token, me = sign_in(self.office, nienke.id, through="page")
        renewed = step_up.confirm(me.viewer, self.office, proves=lambda: True)
        order = AskEmergency(
            name=child.name,
            born=child.born,
            category="missing_child",
            reason="De school belt: het kind is vanmorgen niet gekomen en niemand neemt op.",
        )
        came = ask_emergency(me.viewer, self.office, order)
        if isinstance(came, LetIn):
            for grant in came.grants:
                emergency_core(me.viewer, self.office, grant)
        sign_out(self.office, renewed or token)
        return True

    def _child_in(self, regions: Collection[str]) -> MemberRow | None:
        """A child of the first family in these regions that a regisseur has."""
        for lead in dict.fromkeys(REGISSEURS):
            for home in families(self.cast.people[lead], self.office):
                young = [each for each in home.members if each.kind == "youth" and each.born]
                if home.region in regions and young:
                    return young[0]
        return None

    def _works_in(self, viewer: Viewer) -> frozenset[str]:
        with reading(self.office.store) as connection:
            now, today = self.office.clock.now(), self.office.today()
            return regions_of(connection, viewer.organisation, on=today, now=now)

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
