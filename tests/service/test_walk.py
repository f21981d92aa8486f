"""Whatever people do, in whatever order: each case keeps its promises."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from engine.clock import ManualClock
from engine.deviation_duties import duty_rule
from engine.duties import DeadlineRule
from engine.errors import NotFound
from engine.fields import Field, InvalidInput
from engine.service import orders
from engine.service.cases import possible
from engine.service.command import Outcome
from engine.service.ledger import FOUND_LATE
from engine.service.repeats import Done
from engine.span import Span
from engine.store import deadlines, deviations, events, records, reminders
from engine.store.deadlines import DeadlineSeen
from engine.store.reminders import ReminderSeen
from engine.store.store import Store
from engine.store.unit_of_work import reading
from tests.service.builders import ROLES, CaseAtDesk, Desk
from tests.service.desks import a_desk
from tests.service.roads import a_placement, a_verder_thuis

SEED = 20260302
STEPS = {"sqlite": 300, "postgresql": 80}
STAFF = {**ROLES, "tess": "team_lead"}


@dataclass
class Walker:
    """Somebody who does anything at all, by a fixed seed."""

    desk: Desk
    random: Random
    cases: list[CaseAtDesk]
    tally: Counter[str] = field(default_factory=Counter)

    def walk(self, steps: int) -> None:
        """Do so many things, and look at the promises after each."""
        acts = [self.step] * 4 + [self.record] * 4 + [self.time] + [self.deviate, self.confirm]
        acts += [self.suspend, self.resume, self.extend, self.talk, self.deviate, self.confirm]
        acts += [self.answer, self.authority, self.role]
        for number in range(steps):
            act = self.random.choice(acts)
            case = self.random.choice(self.cases)
            try:
                outcome = act(case)
            except (InvalidInput, NotFound) as error:
                self.tally[f"{act.__name__} {error.code}"] += 1
                continue
            word = "done" if isinstance(outcome, Done) else "refused" if outcome else "idle"
            self.tally[f"{act.__name__} {word}"] += 1
            for each in self.touched(outcome, case):
                keeps_its_promises(each, f"seed {SEED}, step {number}: {act.__name__}")
            self.renew()

    def touched(self, outcome: Outcome | None, case: CaseAtDesk) -> list[CaseAtDesk]:
        """The case, and those that came with it."""
        opened = outcome.opened if isinstance(outcome, Done) else ()
        linked = [CaseAtDesk(self.desk, name) for name in opened]
        self.cases += linked
        return [case, *linked]

    def renew(self) -> None:
        """Let a case that ended or grew long make room; two closed ones stay to be tried."""
        closed = [case for case in self.cases if case.head.is_final]
        long = [case for case in self.cases if case.head.version > 60]
        for case in [*closed[:-2], *long]:
            if case in self.cases:
                self.cases.remove(case)
        if sum(not case.head.is_final for case in self.cases) < 2:
            self.cases.append(self.desk.opens())
            self.cases.append(
                self.desk.opens(by="cora", workflow="verder_thuis", role="coordinator")
            )
            for case in self.cases[-2:]:
                case.joins("anna", "dora", "gijs", "vera")
                case.consents("placement" if case is self.cases[-2] else "verder_thuis", "sam")

    def somebody(self) -> str:
        """Anybody who works here, most often the regisseur."""
        return self.random.choice(["bram", "bram", *self.desk.viewers])

    def step(self, case: CaseAtDesk) -> Outcome:
        """Make a step: more often than not one that is allowed."""
        found = possible(self.desk.viewers["cora"], self.desk.office, case.id)
        who = self.somebody()
        stops = {
            name: {reason.key for reason in found[name].reasons if reason.stops} for name in found
        }
        names = [name for name in found if stops[name] <= {"role"}]
        if not names or self.random.random() < 0.2:
            names = [*case.workflow.transitions]
        name = self.random.choice(names)
        if self.random.random() < 0.9:
            by = case.workflow.transitions[name].by
            who = next((one for one, role in STAFF.items() if role in by), who)
        back = timedelta(days=self.random.choice([0, 0, 0, 3, 12]))
        return case.tries(
            name,
            by=who,
            occurred_at=self.desk.clock.now() - back,
            **self.form(case.workflow.transitions[name].input),
        )

    def form(self, form: Mapping[str, Field]) -> dict[str, Any]:
        """Answers of all sorts."""
        said: dict[str, Any] = {}
        for name, each in form.items():
            if each.kind == "choice":
                said[name] = self.random.choice([*each.values])
            elif each.kind == "yes_no":
                said[name] = self.random.random() < 0.5
            elif each.kind == "date":
                said[name] = self.day(-30, 120).isoformat()
        return said

    def day(self, first: int, last: int) -> date:
        """A day around today."""
        return self.desk.office.today() + timedelta(days=self.random.randint(first, last))

    def record(self, case: CaseAtDesk) -> Outcome | None:
        """Write a record, or bring one further."""
        types = case.workflow.catalogue.records
        with reading(self.desk.office.store) as connection:
            there = records.records_of(connection, case.head)
        onward = [head for head in there if types[head.type].moves.get(head.status)]
        if not onward or self.random.random() < 0.4:
            name = self.random.choice([*types])
            said = {**dict.fromkeys(types[name].fields, "tekst"), **self.form(types[name].fields)}
            who = next(one for one, role in STAFF.items() if role in types[name].written_by)
            return case.does(who, orders.WriteRecord, type=name, fields=said)
        head = self.random.choice(onward)
        to = self.random.choice(types[head.type].moves[head.status])
        status = types[head.type].statuses[to]
        roles = status.four_eyes.by if status.four_eyes else types[head.type].written_by
        who = self.random.choice([one for one, role in STAFF.items() if role in roles])
        said = {**dict.fromkeys(status.input, "tekst"), **self.form(status.input)}
        return case.does(who, orders.MoveRecord, record=head.public_id, to=to, inputs=said)

    def time(self, case: CaseAtDesk) -> None:
        """Let days go by."""
        self.desk.after(days=self.random.choice([1, 2, 7, 20]), hours=self.random.randint(0, 5))

    def duty(self, case: CaseAtDesk) -> DeadlineSeen | None:
        """Any deadline of the case."""
        rows = case.duties
        return self.random.choice(rows) if rows else None

    def suspend(self, case: CaseAtDesk) -> Outcome:
        """Let what may stand still do so."""
        return case.does("bram", orders.Suspend, until=self.day(0, 40), reason="pauze")

    def resume(self, case: CaseAtDesk) -> Outcome:
        """Let it run on."""
        return case.does("bram", orders.Resume)

    def extend(self, case: CaseAtDesk) -> Outcome | None:
        """Extend any deadline."""
        row = self.duty(case)
        if row is None:
            return None
        span = Span(weeks=self.random.randint(0, 5))
        return case.does("cora", orders.Extend, deadline=row.public_id, by=span, reason="meer tijd")

    def talk(self, case: CaseAtDesk) -> Outcome:
        """Hold a talk that counts for something, or not."""
        rows = [row for row in case.owed.values() if row.review]
        counts = tuple((case.id, row.public_id) for row in rows if self.random.random() < 0.7)
        return case.does(
            "bram", orders.HoldContact, held_on=self.day(-10, 0), words="gesproken",
            counts_for=counts,
        )  # fmt: skip

    def deviate(self, case: CaseAtDesk) -> Outcome | None:
        """Ask to set a rule aside."""
        steps = case.workflow.transitions
        bound = [
            (name, rule)
            for name, step in steps.items()
            if case.head.state in step.from_ and case.workflow.binds(step.act)
            for rule, found in case.workflow.rules_on(step.act).items()
            if found.deviation or self.random.random() < 0.1
        ]
        if not bound:
            return None
        name, rule = self.random.choice(bound)
        who = next((one for one, role in STAFF.items() if role in steps[name].by), "bram")
        return case.does(who, orders.AskDeviation, rule=rule, transition=name, why="spoed")

    def confirm(self, case: CaseAtDesk) -> Outcome | None:
        """Decide on what was asked."""
        with reading(self.desk.office.store) as connection:
            found = deviations.deviations_of(connection, [case.head.id])
        if not found:
            return None
        return case.decides(found[-1].public_id, yes=self.random.random() < 0.8)

    def answer(self, case: CaseAtDesk) -> Outcome:
        """Hear somebody of the family."""
        to = "placement" if case.head.workflow == "placement" else "verder_thuis"
        person = self.random.choice([self.desk.sam, self.desk.els, self.desk.tom])
        said = self.random.choice(["given", "given", "refused", "withdrawn"])
        return case.does(
            "bram", orders.Answer, child=self.desk.sam, to=to, answer=said, person=person
        )

    def authority(self, case: CaseAtDesk) -> Outcome:
        """Learn of a parent's authority."""
        return case.does(
            "bram", orders.SetAuthority, child=self.desk.sam, parent=self.desk.els, source="x"
        )

    def role(self, case: CaseAtDesk) -> Outcome:
        """Let a coach come or go."""
        vera = {"person": self.desk.who("vera"), "role": "verder_thuis_coach"}
        if self.random.random() < 0.7:
            return case.does("bram", orders.Join, ground="gevraagd", **vera)
        case.done("bram", orders.Join, ground="gevraagd", **vera)
        return case.does("bram", orders.Leave, **vera)


def keeps_its_promises(case: CaseAtDesk, after: str) -> None:
    """Events are versions, the chain is whole, no open case is without a next date."""
    head, workflow = case.head, case.workflow
    with reading(case.desk.office.store) as connection:
        happened = events.events_since(connection, head, seq=0)
        broken = events.verify_chain(connection, head.id)
        duties = deadlines.deadlines_of(connection, head)
        ledger = reminders.reminders_of(connection, head)
    assert len(happened) == head.version, after
    assert broken is None, after
    owed = [row.key for row in duties if row.state in ("open", "suspended")]
    planned = [row for row in ledger if row.state == "planned"]
    if head.is_final:
        assert owed == [], after
        assert planned == [], after
    else:
        assert owed, after
    for duty in duties:
        rows = [row for row in ledger if row.deadline_id == duty.id]
        if duty.state == "open":
            has_its_reminders(duty, duty_rule(workflow, duty.key), rows, case.desk.clock.now())
        else:
            assert not [row for row in rows if row in planned], (after, duty.key, duty.state)


def has_its_reminders(
    duty: DeadlineSeen, rule: DeadlineRule, rows: list[ReminderSeen], now: datetime
) -> None:
    """One for each step and audience at its present date, and none planned at another."""
    mine = {(row.step, row.audience): row for row in rows if row.due_on == duty.due_on}
    planned = {(step.key, who) for step in rule.reminders for who in step.to}
    assert {pair for pair in mine if pair[0] != FOUND_LATE} == planned, duty.key
    assert {row.due_on for row in rows if row.state == "planned"} <= {duty.due_on}, duty.key
    for row in mine.values():
        assert row.state == "planned" or row.fire_at <= now, (duty.key, row.state)


def walked(desk: Desk, seed: int, steps: int) -> Walker:
    """Let somebody walk about at the desk, with a placement and a Verder Thuis case."""
    cases = [a_placement(desk, "counter_checked"), a_verder_thuis(desk, "phase1_talks")]
    cases[0].joins("gijs", "vera")
    cases[1].joins("gijs")
    walker = Walker(desk, Random(seed), cases)
    walker.walk(steps)
    return walker


def test_no_case_is_ever_without_a_next_date(store: Store, clock: ManualClock) -> None:
    desk = a_desk(store, clock, roles=STAFF)

    walker = walked(desk, SEED, STEPS["sqlite" if store.is_sqlite else "postgresql"])

    done = {name.split()[0] for name in walker.tally if name.endswith(" done")}
    wanted = {"step", "record", "suspend", "resume", "talk", "answer", "role"}
    assert wanted <= done or not store.is_sqlite, walker.tally
