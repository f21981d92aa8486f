"""The family of the story asks for its data: a parent got a copy, the youth waits for one.

The copy was judged by the regisseur and confirmed by a colleague, who looked at what was left
out because it is about others too. The youth said something in own words as well.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from api.caseload.cast import Cast
from api.caseload.story import LEAD
from engine.access import Viewer
from engine.service.data_requests import ask_data, confirm_copy, give_copy, judge_copy
from engine.service.file.rights import data_request, data_requests
from engine.service.office import Office
from engine.service.repeats import Done
from engine.service.rights_orders import (
    AskData,
    ConfirmCopy,
    GiveCopy,
    ItemJudged,
    JudgeCopy,
    MakeStatement,
)
from engine.service.statements import make_statement

COLLEAGUE = "vera"
"""Who confirms what is left out: the coach of the story."""

ASKED, GIVEN, ASKED_AGAIN = timedelta(days=30), timedelta(days=16), timedelta(days=9)
"""So long before the demo begins: the month of the last one then runs."""

_IDENTITY = "Bekend bij de regisseur; paspoort gezien."
_WORDS = (
    "Ik wil dat erbij staat dat ik zelf om hulp heb gevraagd, en dat de eerste weken niemand belde."
)


@dataclass(slots=True)
class Asking:
    """What the family of the story asks, each in its turn."""

    office: Office
    cast: Cast
    until: date
    _asked: str = ""
    _is_given: bool = False
    _asked_again: bool = False

    def goes_on(self, case: str) -> None:
        """What is asked and answered in this case today, if it is time."""
        left = self.until - self.office.today()
        if not self._asked and left <= ASKED:
            self._asked = self._asks(case, "parent")
        if self._asked and not self._is_given and left <= GIVEN:
            self._is_given = True
            self._gives(case)
        if not self._asked_again and left <= ASKED_AGAIN:
            self._asked_again = bool(self._asks(case, "child"))
            self._says(case)

    @property
    def _lead(self) -> Viewer:
        return self.cast.people[LEAD]

    def _asks(self, case: str, who: str) -> str:
        person = next(self._members(case, who), "")
        order = AskData(case=case, person=person, asker=person, identity=_IDENTITY)
        done = ask_data(self._lead, self.office, order) if person else None
        return str(done.made) if isinstance(done, Done) else ""

    def _gives(self, case: str) -> None:
        """What is about others too stays out; a colleague confirms that first."""
        things = data_request(self._lead, self.office, case, self._asked).things
        items = tuple(
            ItemJudged(key=each.thing.key, ground="rights_of_others" if each.thing.shared else None)
            for each in things
        )
        asked, second = self._asked, self.cast.people[COLLEAGUE]
        judged = JudgeCopy(case=case, request=asked, items=items)
        judge_copy(self._lead, self.office, judged)
        digest = data_request(self._lead, self.office, case, asked).digest
        confirm_copy(second, self.office, ConfirmCopy(case=case, request=asked, digest=digest))
        give_copy(self._lead, self.office, GiveCopy(case=case, request=asked, digest=digest))

    def _says(self, case: str) -> None:
        for person in self._members(case, "child"):
            order = MakeStatement(case=case, person=person, words=_WORDS)
            make_statement(self._lead, self.office, order)

    def _members(self, case: str, who: str) -> Iterator[str]:
        for each in data_requests(self._lead, self.office, case).members:
            if each.is_child is (who == "child"):
                yield each.id
