"""One case of the walk, and how its people see to whatever a step misses."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random

from engine.access import Viewer
from engine.catalogue import RecordType
from engine.definition import SYSTEM, Workflow
from engine.fields import Value, read_answers
from engine.guards import Guard
from engine.guards.composed import AllOf, AnyOf, Composed
from engine.guards.file import DeadlineGuard, ElapsedGuard, RecordGuard
from engine.guards.meeting import AgreementsGuard, PresentGuard
from engine.guards.people import AgeGuard, AssignedGuard, ConsentGuard, ParticipantGuard
from engine.service import orders
from engine.service.command import CaseInHand, Outcome
from engine.service.deviation_use import with_usable
from engine.service.repeats import Done
from engine.snapshot import Snapshot
from engine.store import agenda, agreements, records
from engine.store.cases import CaseHead
from engine.store.participation import Taking
from engine.store.records import RecordHead
from engine.store.unit_of_work import reading
from tests.chaos.forms import Hints, filled
from tests.chaos.world import Planned, World, order_of


@dataclass
class AtHand:
    """A case, and everything that somebody may do to it."""

    world: World
    id: int
    aim: str = ""
    """The step that its people work towards."""

    says: dict[str, object] = field(default_factory=dict)
    tries: int = 0
    meeting: Planned | None = None

    @property
    def luck(self) -> Random:
        """The chances of the walk."""
        return self.world.luck

    @property
    def head(self) -> CaseHead:
        """Where it stands."""
        return self.world.heads[self.id]

    @property
    def workflow(self) -> Workflow:
        """The definition that it follows."""
        head = self.head
        return self.world.office.library.of(head.workflow, head.region)

    @property
    def members(self) -> Mapping[str, str]:
        """The public ids of the family."""
        return self.world.members_of(self.head.family_id)

    def gives(self, by: Viewer, kind: type[orders.Order], /, **said: object) -> Outcome | None:
        """Give a command as somebody, at the version of now."""
        head = self.head
        return self.world.gives(by, order_of(kind, head.public_id, head.version, said))

    def seen_by(
        self, viewer: Viewer, step: str = "", inputs: Mapping[str, Value] | None = None
    ) -> Snapshot:
        """The case as the engine sees it when this person acts now."""
        office, now, head = self.world.office, self.world.clock.now(), self.head
        with reading(office.store) as connection:
            work = CaseInHand(office, connection, viewer, head, self.workflow, now, now)
            case = work.snapshot(inputs=inputs)
            return with_usable(work, case, step) if step else case

    def form(self, step: str, by: Viewer) -> dict[str, object]:
        """The form of a step, filled in with what its guards want to hear."""
        workflow = self.workflow
        asked = workflow.transitions[step]
        guards = [*asked.requires]
        guards += [rule.requires for rule in workflow.rules_on(asked.act).values()]
        says = dict(self.says)
        if self.luck.random() < 0.8:
            hints = Hints(asked.input, self.luck, self.world.today)
            for guard in guards:
                hints.take(guard)
            says = {**hints.says, **says}
        says |= self._meeting_for(step)
        known = {name: said for name, said in says.items() if name in asked.input}
        people = [
            one.id for one in self.world.staff[self.luck.choice(("regisseur", "protection_worker"))]
        ]
        child = self.members["sam"]
        return filled(asked.input, self.luck, self.world.today, child, people, known)

    def answers(self, step: str, form: Mapping[str, object]) -> dict[str, Value]:
        """What the engine will read from the form."""
        asked = self.workflow.transitions[step].input
        return read_answers(asked, form, (self.members["sam"],))[0]

    def tries_step(self, by: Viewer, name: str) -> tuple[Outcome | None, Snapshot]:
        """Try a step with its form filled in; what came of it, and the case just before."""
        form = self.form(name, by)
        before = self.seen_by(by, name, self.answers(name, form))
        self.world.in_hand = (self.id, before)
        return self.gives(by, orders.Advance, transition=name, inputs=form), before

    def actor(self, roles: Iterable[str], but: str = "") -> Viewer | None:
        """Somebody who holds one of these roles here, asked to take part if need be."""
        wanted_roles = [role for role in roles if role != SYSTEM]
        held = self.world.takings(self.head)
        for taking in sorted(held, key=lambda each: each.id):
            viewer = self.world.viewer(taking.person_id)
            if taking.role in wanted_roles and viewer and viewer.id != but:
                return viewer
        for role in sorted(wanted_roles, key=lambda _: self.luck.random()):
            if self.join(role, held, but):
                return self._holder(role, but)
        return None

    def _holder(self, role: str, but: str) -> Viewer | None:
        for taking in self.world.takings(self.head):
            viewer = self.world.viewer(taking.person_id)
            if taking.role == role and viewer and viewer.id != but:
                return viewer
        return None

    def join(self, role: str, held: Iterable[Taking] = (), but: str = "") -> bool:
        """Ask somebody to take part in a role."""
        able = [one for one in self.world.staff.get(role, []) if one.id != but]
        if not able:
            return False
        who = self.luck.choice(able)
        for inviter in self._inviters():
            kind = orders.Assign if self.world.roles[role].one else orders.Join
            done = self.gives(inviter, kind, person=who.id, role=role, ground="gevraagd")
            if isinstance(done, Done):
                return True
        return False

    def _inviters(self) -> list[Viewer]:
        """Who may ask somebody along: two of those who are there."""
        order = ("regisseur", "secretary", "chair", "cjg_worker", "crisis_worker", "coordinator")
        there = {taking.role: taking.person_id for taking in self.world.takings(self.head)}
        named = [there[role] for role in order if role in there]
        named += [person for role, person in there.items() if role not in order]
        found = (self.world.viewer(person) for person in dict.fromkeys(named))
        return [viewer for viewer in found if viewer][:3]

    def leaves(self, role: str) -> None:
        """Let whoever holds a role give it up."""
        who = self.actor([role])
        if who:
            self.gives(who, orders.Leave, person=who.id, role=role)

    def records_of(self, kind: str) -> list[RecordHead]:
        """Its documents of this type, newest first."""
        with reading(self.world.office.store) as connection:
            found = records.records_of(connection, self.head)
        return [each for each in reversed(found) if each.type == kind]

    def mends(self, guard: Guard, case: Snapshot) -> None:
        """See to what a guard misses, once."""
        if guard.check(case, self.workflow.catalogue).met is True:
            return
        if isinstance(guard, AllOf):
            for member in guard.members:
                self.mends(member, case)
        elif isinstance(guard, AnyOf):
            self.mends(self.luck.choice(guard.members), case)
        elif isinstance(guard, Composed):
            for member in guard.members:
                self._undoes(member)
        else:
            self._mends_leaf(guard)

    def _mends_leaf(self, guard: Guard) -> None:
        """See to what one simple guard asks; what cannot be brought about stays as it is."""
        match guard:
            case RecordGuard():
                self._mends_record(guard)
            case ParticipantGuard() | AssignedGuard() | PresentGuard():
                self._mends_part(guard)
            case ConsentGuard(consent=to):
                self.consents(to.to, "given")
            case AgreementsGuard(agreements=agreed):
                self.agrees() if agreed.some else self.settles(agreed.in_)
            case ElapsedGuard() | AgeGuard():
                self._waits_for(guard)

    def _mends_record(self, guard: RecordGuard) -> None:
        asked = guard.record
        kind = self.workflow.catalogue.records[asked.type]
        anew = asked.newer_than is not None or asked.no_older_than is not None
        if anew:
            self.world.waits(days=1)
        self.brings(asked.type, kind, asked.status or kind.settled, anew=anew)

    def _mends_part(self, guard: ParticipantGuard | AssignedGuard | PresentGuard) -> None:
        match guard:
            case ParticipantGuard(participant=asked):
                self.actor([asked.role])
            case AssignedGuard(assigned=role):
                self.actor([role])
            case PresentGuard(present=role):
                self.is_present(role)

    def _waits_for(self, guard: ElapsedGuard | AgeGuard) -> None:
        if isinstance(guard, AgeGuard):
            self.world.waits(days=60 if guard.age.at_least else 0)
        elif guard.elapsed.at_least:
            span = guard.elapsed.at_least
            self.world.waits(days=_days(span.unit, span.amount) // 2 + 1)

    def _undoes(self, guard: Guard) -> None:
        """See to it that something is not so: mostly that a duty is met."""
        if isinstance(guard, DeadlineGuard):
            rule = self.workflow.deadlines[guard.deadline.key]
            for part in rule.met_by.any_of or (rule.met_by,):
                for name in [part.record.type] if part.record else []:
                    kind = self.workflow.catalogue.records[name]
                    self.brings(name, kind, kind.settled)
                    return

    def brings(
        self, name: str, kind: RecordType, ends: Iterable[str], *, anew: bool = False
    ) -> None:
        """Write a document of this type if need be, and move it to one of these statuses."""
        of_kind = [] if anew and self.luck.random() < 0.7 else self.records_of(name)
        goals = tuple(ends)
        for each in of_kind:
            if each.status not in goals and _way(kind, each.status, goals):
                self._moves(kind, each, _way(kind, each.status, goals) or ())
                return
        writer = self.actor(kind.written_by)
        if writer is None:
            return
        child = self.members["sam"]
        whose = {kind.one_for: self.members[self.luck.choice(("sam", "els", "tom"))]}
        known = {name: said for name, said in whose.items() if name in kind.fields}
        said = filled(kind.fields, self.luck, self.world.today, child, [writer.id], known)
        about = child if kind.about == "youth" else None
        done = self.gives(writer, orders.WriteRecord, type=name, child=about, fields=said)
        if isinstance(done, Done):
            made = next(each for each in self.records_of(name) if each.public_id == done.made)
            self._moves(kind, made, _way(kind, made.status, goals) or ())

    def _moves(self, kind: RecordType, document: RecordHead, way: Iterable[str]) -> None:
        """Move it along these statuses, as far as it goes."""
        for to in way:
            status = kind.statuses[to]
            author = next(
                (
                    v.id
                    for h in self.world.staff.values()
                    for v in h
                    if v.person == document.author_id
                ),
                "",
            )
            who = (
                self.actor(status.four_eyes.by, but=author)
                if status.four_eyes
                else self.actor(kind.written_by)
            )
            if who is None:
                return
            said = filled(
                status.input, self.luck, self.world.today, self.members["sam"], [who.id], {}
            )
            order = {"record": document.public_id, "to": to, "inputs": said}
            done = self.gives(who, orders.MoveRecord, **order)
            if not isinstance(done, Done):
                case = self.seen_by(who)
                for guard in status.requires:
                    self.mends(guard, case)
                if not status.requires or not isinstance(
                    self.gives(who, orders.MoveRecord, **order), Done
                ):
                    return

    def sets_aside(self, rule: str, *, yes: bool = True) -> bool:
        """Ask to set a rule aside for the step aimed for, and let a second person decide."""
        terms = self.workflow.rules[rule].deviation
        step = self.aim or self.luck.choice(sorted(self.workflow.transitions))
        asker = self.actor(self.workflow.transitions[step].by)
        if terms is None or asker is None:
            return False
        asked = self.gives(asker, orders.AskDeviation, rule=rule, transition=step, why="spoed")
        second = self.actor(terms.confirmed_by, but=asker.id)
        if not isinstance(asked, Done) or second is None:
            return False
        said = {"deviation": asked.made, "confirmed": yes, "why": "gewogen"}
        return yes and isinstance(self.gives(second, orders.DecideDeviation, **said), Done)

    def consents(self, to: str, answer: str) -> None:
        """Ask the family."""
        names = ["sam", "els", "tom"] if answer == "given" else [self.luck.choice(["sam", "els"])]
        writer = self.actor(["regisseur"]) or self.actor(["cjg_worker"])
        for name in names if writer else []:
            assert writer
            self.gives(
                writer,
                orders.Answer,
                child=self.members["sam"],
                to=to,
                answer=answer,
                person=self.members[name],
            )

    def _meeting_for(self, step: str) -> dict[str, object]:
        """A meeting, where the form asks for one."""
        asked = self.workflow.transitions[step].input
        name = next((name for name, each in asked.items() if each.kind == "meeting"), None)
        if name is None:
            return {}
        self.meeting = self.world.meeting(self.head.region)
        return {name: self.meeting.id} if self.meeting else {}

    def is_present(self, role: str) -> None:
        """Let somebody in this role be in the room while the case is discussed."""
        meeting = self._on_agenda()
        if meeting is None:
            return
        if meeting.state in ("concept", "fixed"):
            self.world.opens(meeting)
        here = self.actor([role])
        secretary = self.world.staff["secretary"][0]
        if here and meeting.state == "in_session":
            self.gives(secretary, orders.MarkAtItem, person=here.id, how="in_room")

    def _on_agenda(self) -> Planned | None:
        with reading(self.world.office.store) as connection:
            live = agenda.live_items(connection, self.head)
        known = self.world.meetings.get(self.head.region, [])
        found = {each.id: each for each in known}
        return next((found[item.meeting.public_id] for item in live), None)

    def agrees(self) -> None:
        """Make an agreement."""
        secretary = self.actor(["secretary", "regisseur", "chair"])
        owner = self.actor(["regisseur", "cjg_worker"])
        if secretary and owner:
            due = self.world.today + timedelta(days=self.luck.randint(5, 40))
            self.gives(secretary, orders.Agree, text="Tekst.", due_on=due, owner=owner.id)

    def settles(self, results: Iterable[str]) -> None:
        """Settle every agreement that is open."""
        who = self.actor(["regisseur", "secretary"])
        with reading(self.world.office.store) as connection:
            head = self.head
            found = agreements.agreements_of(connection, [head.id])[head.id]
        for each in (one.head for one in found):
            if who and each.state == "open":
                result = self.luck.choice([one for one in results if one != "open"])
                self.gives(who, orders.SettleAgreement, agreement=each.public_id, result=result)


def _days(unit: str, amount: int) -> int:
    return amount * {"days": 1, "working_days": 2, "weeks": 7, "months": 31, "years": 366}.get(
        unit, 1
    )


def _way(kind: RecordType, begins: str, goals: Iterable[str]) -> tuple[str, ...] | None:
    """The shortest way from one status to any of these; None: there is none."""
    ends = set(goals)
    ways, seen = deque[tuple[str, ...]]([(begins,)]), {begins}
    while ways:
        way = ways.popleft()
        if way[-1] in ends:
            return tuple(way[1:])
        for to in kind.moves.get(way[-1], ()):
            if to not in seen:
                seen.add(to)
                ways.append((*way, to))
    return None
