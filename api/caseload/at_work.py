"""One case and the people around it: whatever they do is a command like anybody else's."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, fields
from datetime import date, timedelta
from random import Random
from typing import Any

from api.caseload.cast import Cast
from api.caseload.company import REGISSEUR, Company
from api.caseload.families import Household
from api.caseload.sittings import Sitting
from api.caseload.words import Writer
from engine.access import Viewer
from engine.clock import ManualClock
from engine.decision import Decision, UnknownTransition
from engine.definition import Workflow
from engine.errors import NotFound, StaleCase, TermOutOfScope
from engine.fields import InvalidInput
from engine.service import agreements as agreed
from engine.service import (
    attendance,
    cases,
    consents,
    contacts,
    deadlines,
    deviations,
    leaving,
    opening,
    orders,
    participants,
    records,
)
from engine.service.command import Outcome
from engine.service.office import Office
from engine.service.orders import Order
from engine.service.repeats import Done
from engine.store import cases as heads
from engine.store.unit_of_work import reading

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
    orders.Leave: leaving.leave,
    orders.MarkAtItem: attendance.mark_at_item,
    orders.Agree: agreed.agree,
    orders.SettleAgreement: agreed.settle_agreement,
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
    company: Company
    about: tuple[str, ...]  # the names of the children that it is about
    case: str = ""
    version: int = 0
    state: str = ""
    sitting: Sitting | None = None
    agreements: list[str] = field(default_factory=list)
    """The agreements that are open."""

    papers: dict[tuple[str, str | None], Paper] = field(default_factory=dict)
    invitations: dict[str, Paper] = field(default_factory=dict)  # by who is asked to come
    deviations: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Who asked to set a rule aside, and under which id; by rule."""

    opened: list[str] = field(default_factory=list)
    """The linked cases that steps opened and nobody looks after yet."""

    @property
    def cast(self) -> Cast:
        """Everybody who works in the demo."""
        return self.company.cast

    @property
    def rng(self) -> Random:
        """The chances of this life."""
        return self.company.rng

    @property
    def home(self) -> Household:
        """The family."""
        return self.company.home

    @property
    def workflow(self) -> Workflow:
        """The definition that the case follows."""
        return self.company.workflow

    @property
    def is_open(self) -> bool:
        """Whether there is a case, in a state that is not final."""
        return bool(self.case) and not self.workflow.states[self.state].final

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
        lead, other = self.company.lead, self.company.colleague()
        people = self.cast.people
        named = people[lead].id, people[other].id
        return Writer(self.rng, self.today, *named, self.children, self.home.spoken_to)

    def open(self, says: Mapping[str, object], role: str = "") -> None:
        """Register the family if this is its first case, and open the case."""
        by = self.workflow.opens.by
        role = role or (REGISSEUR if REGISSEUR in by else by[0])
        who = self.company.opener(role)
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
                self.take_up(done.case, done.version, done.state)
                self.company.takes_part(role, who)

    def take_up(self, case: str, version: int, state: str) -> None:
        """Know the case, and how it stands."""
        self.case, self.version, self.state = case, version, state

    def look_again(self) -> None:
        """See how the case stands now."""
        with reading(self.office.store) as connection:
            head = heads.case_for_operator(connection, self.case)
        self.version, self.state = head.version, head.state

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
            if isinstance(order, orders.Advance):
                self.company.follow(order.transition, by, dict(order.inputs))
        return outcome

    def _minutes_pass(self) -> None:
        self.clock.move_to(self.clock.now() + timedelta(minutes=self.rng.randint(1, 3)))

    def actor(self, roles: Iterable[str], *, but: Collection[str] = ()) -> str | None:
        """Somebody who takes part in one of these roles, if need be asked to from now on."""
        wanted = tuple(roles)
        for role in wanted:
            for who in self.company.holders(role):
                if who not in but:
                    return who
        return next((met for role in wanted if (met := self.meet(role, but=but))), None)

    def meet(self, role: str, *, who: str = "", but: Collection[str] = ()) -> str | None:
        """Let somebody who works in this role take part, if nobody does; None when nobody can."""
        held = self.company.holders(role)
        there = [each for each in held if each not in but and each == (who or each)]
        if there:
            return there[0]
        known = self.company.role(role)
        if known is None or known.scope == "region" or (known.one and held):
            return None
        asked = who or self.company.asked_for(role, (*but, self.inviter))
        return asked if asked and self._joins(asked, role) else None

    def _joins(self, who: str, role: str) -> bool:
        person, ground = self.cast.people[who].id, "gevraagd om mee te doen"
        done = self.give(self.inviter, orders.Join, person=person, role=role, ground=ground)
        if isinstance(done, Done):
            self.company.takes_part(role, who)
        return isinstance(done, Done)

    @property
    def inviter(self) -> str:
        """Who sees to the ordinary business of the case."""
        roles = (REGISSEUR, "secretary", *self.workflow.opens.by, "coordinator")
        return next(who for role in roles for who in self.company.holders(role))
