"""A family at the desk of its professionals: every step of theirs is a real command.

Each builder has defaults and lacks nothing, so that a test shows only what it is about.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field, fields
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from engine.access import Viewer
from engine.clock import ManualClock
from engine.definition import Workflow
from engine.fields import Field
from engine.service import (
    agenda,
    agreement_words,
    agreements,
    attendance,
    consents,
    contacts,
    deadlines,
    deviations,
    dispatches,
    leaving,
    opening,
    orders,
    participants,
    publication_orders,
    publications,
    records,
    withholdings,
    youth_words,
)
from engine.service import cases as steps
from engine.service.command import Outcome
from engine.service.office import Office
from engine.service.orders import Order
from engine.service.registering import (
    Registered,
)
from engine.service.repeats import Done
from engine.store import cases, events, people, reminders
from engine.store import deadlines as duties
from engine.store import deviations as asked
from engine.store import records as files
from engine.store.cases import CaseHead
from engine.store.deadlines import DeadlineSeen
from engine.store.events import EventSeen
from engine.store.reminders import ReminderSeen
from engine.store.tables import METADATA
from engine.store.tables.cases import DeviationState
from engine.store.unit_of_work import reading, unit_of_work

MORNING = datetime(2026, 3, 2, 8, tzinfo=UTC)
"""Monday, nine o'clock in Amsterdam."""

TODAY = date(2026, 3, 2)
REGION = "oldebroek"

ROLES = {
    "anna": "cjg_worker",
    "bram": "regisseur",
    "cora": "coordinator",
    "dora": "qualified_behavioural_scientist",
    "gijs": "protection_worker",
    "vera": "verder_thuis_coach",
}
"""Who works as what; only Cora takes part everywhere in the region."""

SMALL_ROLES = {
    "anna": "worker",
    "bram": "regisseur",
    "cora": "coordinator",
    "dora": "scientist",
    "vera": "coach",
}

COMMANDS: Mapping[type[Order], Callable[[Viewer, Office, Any], Outcome]] = {
    orders.Advance: steps.advance,
    orders.WriteRecord: records.write_record,
    orders.EditRecord: records.edit_record,
    orders.MoveRecord: records.move_record,
    orders.Join: participants.join,
    orders.Leave: leaving.leave,
    orders.Assign: participants.assign,
    orders.SetAuthority: consents.set_authority,
    orders.Answer: consents.answer_consent,
    orders.AskDeviation: deviations.ask_deviation,
    orders.DecideDeviation: deviations.decide_deviation,
    orders.HoldContact: contacts.hold_contact,
    orders.Extend: deadlines.extend,
    orders.Suspend: deadlines.suspend,
    orders.Resume: deadlines.resume,
    orders.Schedule: steps.schedule,
    orders.CarryOver: agenda.carry_over,
    orders.MarkAtItem: attendance.mark_at_item,
    orders.Agree: agreements.agree,
    orders.NameOwner: agreements.name_owner,
    orders.SettleAgreement: agreements.settle_agreement,
    orders.HearAgreement: agreement_words.hear_agreement,
    orders.RecordDispatch: dispatches.record_dispatch,
    publication_orders.Publish: publications.publish,
    publication_orders.Withhold: withholdings.withhold,
    publication_orders.DecideWithholding: withholdings.decide_withholding,
    publication_orders.SpeakAsYouth: youth_words.speak_as_youth,
    publication_orders.DecideObjection: youth_words.decide_objection,
}
"""Every command on a case, by its order."""


@dataclass
class Desk:
    """The Jansens: Sam, 13, with Els and Tom, both with authority; and who works for them."""

    office: Office
    clock: ManualClock
    region: str
    registered: Registered
    viewers: Mapping[str, Viewer]
    key: Hashable  # under which it is kept

    @property
    def family(self) -> str:
        """The public id of the family."""
        return self.registered.family

    @property
    def sam(self) -> str:
        """The public id of the child."""
        return self.registered.members["sam"]

    @property
    def els(self) -> str:
        """The public id of one parent."""
        return self.registered.members["els"]

    @property
    def tom(self) -> str:
        """The public id of the other parent."""
        return self.registered.members["tom"]

    def who(self, name: str) -> str:
        """The public id of a professional."""
        return self.viewers[name].id

    def after(self, **how_long: float) -> None:
        """Let time pass."""
        self.clock.move_to(self.clock.now() + timedelta(**how_long))

    def order(self, workflow: str = "placement", role: str = "regisseur", **said: Any) -> Any:
        """Ask for a case for Sam; what the form asks is filled in."""
        own = {f.name for f in fields(orders.OpenCase)}
        more = {name: said.pop(name) for name in list(said) if name in own}
        form = self.office.library.of(workflow, self.region).opens.input
        return orders.OpenCase(
            **{
                "workflow": workflow,
                "family": self.family,
                "children": (self.sam,),
                "role": role,
                "inputs": filled(form, said, self),
                **more,
            }
        )

    def opens(self, by: str = "bram", **said: Any) -> CaseAtDesk:
        """Let somebody open a case for Sam."""
        done = opening.open_case(self.viewers[by], self.office, self.order(**said))
        assert isinstance(done, Done), done
        return CaseAtDesk(self, done.case)

    def heads(self) -> tuple[CaseHead, ...]:
        """Every case of the family, oldest first."""
        with reading(self.office.store) as connection:
            family = connection.execute(
                select(METADATA.tables["family"].c.id).where(
                    METADATA.tables["family"].c.public_id == self.family
                )
            ).scalar_one()
            return cases.cases_of_family(connection, family)

    def qualify(self, name: str, role: str) -> None:
        """Let a professional work in one more role, from today."""
        with unit_of_work(self.office.store) as connection:
            people.add_qualification(
                connection,
                self.viewers[name].person,
                name=role,
                from_on=self.office.today(),
                now=self.office.clock.now(),
            )

    def log(self) -> list[Any]:
        """The access log, oldest first."""
        table = METADATA.tables["access_log"]
        with reading(self.office.store) as connection:
            return list(connection.execute(select(table).order_by(table.c.id)))


@dataclass
class CaseAtDesk:
    """One case, and what people do to it; each order carries the version of this moment."""

    desk: Desk
    id: str
    names: dict[str, str] = field(default_factory=dict)

    @property
    def head(self) -> CaseHead:
        """Where the case stands."""
        return next(head for head in self.desk.heads() if head.public_id == self.id)

    @property
    def workflow(self) -> Workflow:
        """The definition that it follows."""
        return self.desk.office.library.of(self.head.workflow, self.desk.region)

    @property
    def events(self) -> tuple[EventSeen, ...]:
        """All that happened, with names and texts."""
        with reading(self.desk.office.store) as connection:
            return events.timeline(connection, self.head)

    @property
    def is_chained(self) -> bool:
        """Whether every event fits on the one before it, and the version on the last."""
        with reading(self.desk.office.store) as connection:
            return events.verify_chain(connection, self.head.id) is None

    @property
    def duties(self) -> tuple[DeadlineSeen, ...]:
        """Every deadline that the case ever had."""
        with reading(self.desk.office.store) as connection:
            return duties.deadlines_of(connection, self.head)

    @property
    def owed(self) -> dict[str, DeadlineSeen]:
        """The deadlines that are open or suspended, by key."""
        return {row.key: row for row in self.duties if row.state in ("open", "suspended")}

    @property
    def ledger(self) -> tuple[ReminderSeen, ...]:
        """Every reminder that was ever planned."""
        with reading(self.desk.office.store) as connection:
            return reminders.reminders_of(connection, self.head)

    def deviation(self, name: str) -> DeviationState:
        """What became of a deviation."""
        with reading(self.desk.office.store) as connection:
            return asked.get_deviation(connection, self.head, name).state

    def status(self, record: str) -> str:
        """The status of a record."""
        with reading(self.desk.office.store) as connection:
            return files.get_record(connection, self.head, record).status

    def does(self, by: str, kind: type[Order], /, **said: Any) -> Outcome:
        """Give a command as somebody; the version seen is the one of now unless said."""
        if "seen_version" in {each.name for each in fields(kind)} - said.keys():
            said["seen_version"] = self.head.version
        order = kind(**{"case": self.id, **said})
        return COMMANDS[kind](self.desk.viewers[by], self.desk.office, order)

    def done(self, by: str, kind: type[Order], /, **said: Any) -> Done:
        """Give a command that changes something."""
        outcome = self.does(by, kind, **said)
        assert isinstance(outcome, Done), [reason.key for reason in outcome.missing]
        return outcome

    def refused(self, by: str, kind: type[Order], /, **said: Any) -> list[str]:
        """Give a command that is refused; the keys of the reasons that stop it."""
        outcome = self.does(by, kind, **said)
        assert not isinstance(outcome, Done), outcome
        return [reason.key for reason in outcome.missing]

    def advance(self, transition: str, **said: Any) -> orders.Advance:
        """The order for a step, its form filled in."""
        own = {each.name for each in fields(orders.Advance)}
        more = {name: said.pop(name) for name in list(said) if name in own}
        form = self.workflow.transitions[transition].input
        return orders.Advance(
            **{
                "case": self.id,
                "transition": transition,
                "seen_version": self.head.version,
                "inputs": filled(form, said, self.desk),
                **more,
            }
        )

    def tries(self, transition: str, by: str = "bram", **said: Any) -> Outcome:
        """Try a step."""
        order = self.advance(transition, **said)
        return steps.advance(self.desk.viewers[by], self.desk.office, order)

    def step(self, transition: str, by: str = "bram", **said: Any) -> Done:
        """Make a step."""
        outcome = self.tries(transition, by, **said)
        assert isinstance(outcome, Done), [reason.key for reason in outcome.missing]
        return outcome

    def missing(self, transition: str, by: str = "bram", **said: Any) -> list[str]:
        """Try a step that is refused; the keys of the reasons that stop it."""
        outcome = self.tries(transition, by, **said)
        assert not isinstance(outcome, Done), outcome
        return [reason.key for reason in outcome.missing]

    def write(self, kind: str, by: str = "bram", **said: Any) -> str:
        """Begin a record with all its fields; its public id."""
        form = self.workflow.catalogue.records[kind].fields
        answers = filled(form, said, self.desk)
        done = self.done(by, orders.WriteRecord, type=kind, fields=answers)
        assert done.made
        self.names[done.made] = kind
        return done.made

    def move(self, record: str, to: str, by: str = "bram", **said: Any) -> Outcome:
        """Bring a record to another status, its form filled in."""
        status = self.workflow.catalogue.records[self.names[record]].statuses[to]
        answers = filled(status.input, said, self.desk)
        return self.does(by, orders.MoveRecord, record=record, to=to, inputs=answers)

    def settled(self, kind: str, *to: str, by: str = "bram", then: str = "", **said: Any) -> str:
        """Write a record and bring it along these statuses, the last one by ``then``."""
        record = self.write(kind, by, **said)
        for status in to[:-1]:
            assert isinstance(self.move(record, status, by), Done)
        outcome = self.move(record, to[-1], then or by)
        assert isinstance(outcome, Done), [reason.key for reason in outcome.missing]
        return record

    def joins(self, *names: str, roles: Mapping[str, str] = ROLES) -> None:
        """Let Bram bring professionals in; each works in the role that they get."""
        for name in names:
            self.desk.qualify(name, roles[name])
            self.done(
                "bram",
                orders.Join,
                person=self.desk.who(name),
                role=roles[name],
                ground="asked by the family",
            )

    def consents(self, to: str, *persons: str, by: str = "bram", answer: str = "given") -> None:
        """Record what these persons of the family answered."""
        for person in persons:
            self.done(
                by,
                orders.Answer,
                child=self.desk.sam,
                to=to,
                answer=answer,
                person=self.desk.registered.members[person],
            )

    def asks(self, rule: str, transition: str, by: str = "bram") -> str:
        """Ask to set a rule aside; the public id of the deviation."""
        done = self.done(
            by, orders.AskDeviation, rule=rule, transition=transition, why="het moet snel"
        )
        assert done.made
        return done.made

    def decides(
        self, deviation: str, by: str = "dora", *, yes: bool = True, why: str = "gewogen"
    ) -> Outcome:
        """Confirm or refuse a deviation."""
        return self.does(by, orders.DecideDeviation, deviation=deviation, confirmed=yes, why=why)


def filled(form: Mapping[str, Field], said: Mapping[str, Any], desk: Desk) -> dict[str, Any]:
    """What was said, and a fitting answer to every other required question.

    An answer of ``None`` leaves the question open.
    """
    usual = {
        name: {desk.sam: _usual(each, desk)} if each.per_child else _usual(each, desk)
        for name, each in form.items()
        if not each.optional
    }
    return {name: value for name, value in {**usual, **said}.items() if value is not None}


def _usual(each: Field, desk: Desk) -> object:
    if each.kind == "choice":
        return next(iter(each.values))
    answers = {"yes_no": True, "date": desk.office.today().isoformat(), "person": desk.who("anna")}
    return answers.get(each.kind, f"tekst bij {each.title.en}")
