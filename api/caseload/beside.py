"""Cases that open beside others: a step opened them, or the clock; somebody looks after them."""

from __future__ import annotations

from collections import Counter, deque
from datetime import timedelta
from random import Random

from api.caseload.at_work import AtWork
from api.caseload.chores import Temper
from api.caseload.company import Company
from api.caseload.deck import BESIDE
from api.caseload.families import Household
from api.caseload.life import Life
from api.caseload.roads import Leg
from engine.store import Connection, cases, people
from engine.store.cases import CaseHead
from engine.store.unit_of_work import reading

BY_THE_CLOCK = "transition_18"
"""The workflow of which the clock opens cases."""


class Beside:
    """Makes a life for each case that nobody meant to open."""

    def __init__(self, regions: tuple[str, ...]) -> None:
        self._regions = tuple(dict.fromkeys(regions))
        self._turns: Counter[str] = Counter()

    def opened_by(self, life: Life) -> list[Life]:
        """The lives of the cases that the steps of this one opened."""
        work = life.work
        if not work.opened:
            return []
        with reading(work.office.store) as connection:
            made = [
                self._life(connection, work, cases.case_for_operator(connection, one), life.temper)
                for one in work.opened
            ]
        work.opened.clear()
        return made

    def opened_by_the_clock(self, lives: list[Life]) -> list[Life]:
        """The lives of the cases that the clock opened and nobody looks after yet."""
        known = {life.work.case for life in lives}
        work = lives[0].work
        with reading(work.office.store) as connection:
            new = [
                head
                for region in self._regions
                for head in cases.open_cases_of(connection, BY_THE_CLOCK, region=region)
                if head.public_id not in known
            ]
            return [
                self._life(connection, self._of_family(connection, lives, head), head)
                for head in new
            ]

    def _of_family(self, connection: Connection, lives: list[Life], head: CaseHead) -> AtWork:
        """The work on another case about the same youth."""
        child = people.children_of(connection, [head.id])[head.id][0].public_id
        return next(life.work for life in lives if child in life.work.home.ids.values())

    def _life(
        self, connection: Connection, work: AtWork, head: CaseHead, temper: Temper | None = None
    ) -> Life:
        about = people.children_of(connection, [head.id])[head.id]
        names = {public_id: name for name, public_id in work.home.ids.items()}
        rng = Random(work.rng.random())  # noqa: S311 - not for secrets
        made = _at_work(work, work.home, head, tuple(names[one.public_id] for one in about), rng)
        made.company.take_seats(("chair", "secretary"))
        plan = self._plan(head.workflow)
        begins = work.today + timedelta(days=1)
        return Life(made, begins, deque(plan), temper or Temper(rng.choice((9, 7, 5, 2))))

    def _plan(self, workflow: str) -> Leg:
        plans = BESIDE.get(workflow)
        if not plans:
            return ()
        self._turns[workflow] += 1
        return plans[(self._turns[workflow] - 1) % len(plans)]


def _at_work(
    work: AtWork, home: Household, head: CaseHead, about: tuple[str, ...], rng: Random
) -> AtWork:
    workflow = work.office.library.of(head.workflow, head.region)
    company = Company(work.cast, work.company.sittings, home, workflow, rng, work.company.roles)
    made = AtWork(work.office, work.clock, company, about)
    made.take_up(head.public_id, head.version, head.state)
    return made
