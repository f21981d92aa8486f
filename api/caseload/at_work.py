"""One case and the people around it: whatever they do is a command like anybody else's."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, fields
from datetime import date, timedelta
from random import Random
from typing import Any

from api.caseload.cast import Cast
from api.caseload.families import Household
from api.caseload.words import Writer
from engine.access import Viewer
from engine.clock import ManualClock
from engine.decision import Decision, UnknownTransition
from engine.definition import Workflow
from engine.errors import NotFound, StaleCase, TermOutOfScope
from engine.fields import InvalidInput
from engine.service import (
    cases,
    consents,
    contacts,
    deadlines,
    deviations,
    opening,
    orders,
    participants,
    records,
)
from engine.service.command import Outcome
from engine.service.office import Office
from engine.service.orders import Order
from engine.service.repeats import Done

REGISSEUR = "regisseur"
WRONG = (InvalidInput, NotFound, TermOutOfScope, UnknownTransition)
"""What a command raises that asks for something that is not there; nothing was saved."""

_COMMANDS: Mapping[type[Order], Callable[[Viewer, Office, Any], Outcome]] = {
    orders.Advance: cases.advance,
    orders.WriteRecord: records.write_record,
    orders.MoveRecord: records.move_record,
    orders.Join: participants.join,
    orders.Assign: participants.assign,
    orders.Answer: consents.answer_consent,
    orders.AskDeviation: deviations.ask_deviation,
    orders.DecideDeviation: deviations.decide_deviation,
    orders.HoldContact: contacts.hold_contact,
    orders.Extend: deadlines.extend,
    orders.Suspend: deadlines.suspend,
}


@dataclass(slots=True)
class Paper:
    """A record as its people know it: where it stands and who wrote it."""

    id: str
    status: str
    author: str  # the key of a person


@dataclass(slots=True)
class AtWork:
    """A case that is open, and who takes part in it by role."""

    office: Office
    clock: ManualClock
    cast: Cast
    rng: Random
    home: Household
    workflow: Workflow
    about: tuple[str, ...]  # the names of the children that it is about
    case: str = ""
    version: int = 0
    state: str = ""
    team: dict[str, list[str]] = field(default_factory=dict)
    papers: dict[tuple[str, str | None], Paper] = field(default_factory=dict)
    deviations: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Who asked to set a rule aside, and under which id; by rule."""

    opened: list[str] = field(default_factory=list)
    """The linked cases that steps opened and nobody looks after yet."""

    @property
    def is_open(self) -> bool:
        """Whether there is a case, in a state that is not final."""
        return bool(self.case) and not self.workflow.states[self.state].final

    @property
    def lead(self) -> str:
        """Who is regisseur of the family, or will be."""
        return self.home.lead

    @property
    def today(self) -> date:
        """The date in Amsterdam."""
        return self.office.today()

    @property
    def children(self) -> tuple[str, ...]:
        """The public ids of the children that it is about."""
        return tuple(self.home.ids[name] for name in self.about)

    @property
    def writer(self) -> Writer:
        """Whoever fills in the forms of this case."""
        return Writer(self.rng, self.today, self.cast.people[self.lead].id, self.children)

    def open(self, says: Mapping[str, object]) -> None:
        """Register the family if this is its first case, and open the case."""
        by = self.workflow.opens.by
        role = REGISSEUR if REGISSEUR in by else by[0]
        who = self.lead if role == REGISSEUR else self.cast.working_as(role)[0]
        viewer = self.cast.people[who]
        self.home.register(self.office, viewer, self.today)
        order = orders.OpenCase(
            workflow=self.workflow.workflow,
            family=self.home.family,
            children=self.children,
            role=role,
            inputs=self.writer.filled(self.workflow.opens.input, says),
        )
        self._minutes_pass()
        with suppress(*WRONG):
            done = opening.open_case(viewer, self.office, order)
            if isinstance(done, Done):
                self.take_up(done.case, done.version, done.state, {role: [who]})

    def take_up(self, case: str, version: int, state: str, team: dict[str, list[str]]) -> None:
        """Know the case, and who takes part through the region and the family."""
        self.case, self.version, self.state = case, version, state
        self.team = team
        self.home.has_regisseur |= REGISSEUR in team

    def holders(self, role: str) -> tuple[str, ...]:
        """Who has this role in the case, through the case, its family or its region."""
        if role == REGISSEUR:
            return (self.lead,) if self.home.has_regisseur else ()
        known = self.office.library.catalogue.roles.get(role)
        if known is not None and known.scope == "region":
            return self.cast.working_as(role)
        return tuple(self.team.get(role, ()))

    def give(self, by: str, kind: type[Order], /, **said: object) -> Outcome | None:
        """Give a command as somebody; None when its form is wrong or the case cannot be seen.

        When the clock changed the case meanwhile, the command is given once more on what it
        is now, as somebody does who reads what came in.
        """
        self._minutes_pass()
        try:
            return self._noted(by, self._order(kind, said))
        except StaleCase as stale:
            self.version = stale.current
            return self._noted(by, self._order(kind, said))
        except WRONG:
            return None

    def would_answer(self, by: str, step: str, inputs: Mapping[str, object]) -> Decision | None:
        """What a step would answer now; None when its form is wrong."""
        order = orders.Advance(
            case=self.case, transition=step, seen_version=self.version, inputs=inputs
        )
        self._minutes_pass()
        try:
            return cases.preview(self.cast.people[by], self.office, order).decision
        except WRONG:
            return None

    def _order(self, kind: type[Order], said: Mapping[str, Any]) -> Order:
        has_version = "seen_version" in {each.name for each in fields(kind)}
        version = {"seen_version": self.version} if has_version else {}
        return kind(case=self.case, **{**version, **said})

    def _noted(self, by: str, order: Order) -> Outcome:
        outcome = _COMMANDS[type(order)](self.cast.people[by], self.office, order)
        if isinstance(outcome, Done):
            self.version, self.state = outcome.version, outcome.state
            self.opened += outcome.opened
        return outcome

    def _minutes_pass(self) -> None:
        self.clock.move_to(self.clock.now() + timedelta(minutes=self.rng.randint(1, 3)))

    def actor(self, roles: Iterable[str], *, but: Collection[str] = ()) -> str | None:
        """Somebody who takes part in one of these roles, if need be asked to from now on."""
        wanted = tuple(roles)
        for role in wanted:
            for who in self.holders(role):
                if who not in but:
                    return who
        return next((met for role in wanted if (met := self.meet(role, but=but))), None)

    def meet(self, role: str, *, who: str = "", but: Collection[str] = ()) -> str | None:
        """Let somebody who works in this role take part, if nobody does; None when nobody can."""
        held = self.holders(role)
        there = [each for each in held if each not in but and each == (who or each)]
        if there:
            return there[0]
        known = self.office.library.catalogue.roles.get(role)
        if known is None or known.scope == "region" or (known.one and held):
            return None
        asked = who or self._asked_for(role, but)
        return asked if asked and self._joins(asked, role) else None

    def _joins(self, who: str, role: str) -> bool:
        person, ground = self.cast.people[who].id, "gevraagd om mee te doen"
        done = self.give(self.inviter, orders.Join, person=person, role=role, ground=ground)
        if isinstance(done, Done) and role == REGISSEUR:
            self.home.has_regisseur = True
        elif isinstance(done, Done):
            self.team.setdefault(role, []).append(who)
        return isinstance(done, Done)

    def _asked_for(self, role: str, but: Collection[str]) -> str:
        """Which colleague is asked for a role; the regisseur of the family is known beforehand."""
        if role == REGISSEUR:
            return self.lead
        able = self.cast.working_as(role, but={*but, self.lead})
        return self.rng.choice(able) if able else ""

    @property
    def inviter(self) -> str:
        """Who sees to the ordinary business of the case."""
        roles = (REGISSEUR, *self.workflow.opens.by, "coordinator")
        return next(who for role in roles for who in self.holders(role))
