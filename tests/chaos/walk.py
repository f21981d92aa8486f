"""A seeded walk of the real engine: people aim for steps that nobody made yet, and stray."""

from __future__ import annotations

from collections import Counter, deque
from dataclasses import dataclass, field
from random import Random

from engine.access import Viewer
from engine.definition import SYSTEM, Workflow
from engine.service import orders
from engine.service.repeats import Done
from engine.snapshot import Snapshot
from engine.store.store import Store
from tests.chaos.at_hand import AtHand
from tests.chaos.forms import filled
from tests.chaos.promises import Promises
from tests.chaos.straying import stray
from tests.chaos.world import REGIONS, World, a_world

AT_ONCE = 6
"""So many cases are under way."""

PATIENCE = 5
"""So often a step is tried before its people give up on it."""


WRONG_HANDS = 0.06
"""How often somebody else of the case tries the step that it is ready for."""


@dataclass
class Walk:
    """Everybody's work, by one seed."""

    world: World
    promises: Promises
    cases: list[AtHand] = field(default_factory=list)
    given_up: Counter[tuple[str, str]] = field(default_factory=Counter)
    """How often a step was tried in vain, by workflow."""

    @property
    def luck(self) -> Random:
        """The chances of the walk."""
        return self.world.luck

    def goes(self, commands: int) -> None:
        """Give so many commands, and look after each."""
        self.world.after_each = self.promises.look
        while self.world.given < commands:
            self._renew()
            case = self.luck.choice(self.cases)
            if self.luck.random() < 0.12:
                stray(case)
            else:
                self._works_on(case)
        self.promises.at_the_end()

    def _renew(self) -> None:
        """Cases that ended make room; those that came by themselves are taken up."""
        self.cases = [case for case in self.cases if not case.head.is_final]
        for id_ in self.promises.opened:
            if all(case.id != id_ for case in self.cases):
                case = AtHand(self.world, id_)
                if not case.head.is_final:
                    self.cases.append(case)
        self.promises.opened.clear()
        while len(self.cases) > AT_ONCE + 4:
            self.cases.remove(self.luck.choice(self.cases))
        for _ in range(9):
            if len(self.cases) >= AT_ONCE:
                break
            self._open()
            self._take_up()

    def _take_up(self) -> None:
        for id_ in self.promises.opened:
            if all(case.id != id_ for case in self.cases):
                self.cases.append(AtHand(self.world, id_))
        self.promises.opened.clear()

    def _open(self) -> None:
        """Open a case of the workflow that is known least, for a new family or a known one."""
        name = self._least_known()
        beside = self.luck.choice(self.cases) if self.cases else None
        if beside and self.luck.random() < 0.3 and self._opens_beside(name, beside):
            return
        region = self.luck.choice(REGIONS)
        role = self.luck.choice(self.world.office.library.of(name, region).opens.by_hand)
        who = self.world.staff[role][0]
        self._opens(name, who, role, self.world.family(region, who))

    def _opens_beside(self, name: str, beside: AtHand) -> bool:
        """Let somebody of another case of the family open it, if one of them may."""
        head, _ = beside.head, beside.members
        by_hand = self.world.office.library.of(name, head.region).opens.by_hand
        for taking in self.world.takings(head):
            who = self.world.viewer(taking.person_id)
            if who and taking.role in by_hand:
                self._opens(name, who, taking.role, self.world.known[head.family_id])
                return True
        return False

    def _opens(self, name: str, who: Viewer, role: str, family: str) -> None:
        region, made = self.world.families[family]
        sam = made.members["sam"]
        asked = self.world.office.library.of(name, region).opens.input
        form = filled(asked, self.luck, self.world.today, sam, [who.id], {})
        self.world.gives(
            who,
            orders.OpenCase(workflow=name, family=family, children=(sam,), role=role, inputs=form),
        )

    @property
    def workflows(self) -> set[str]:
        """The names of all definitions."""
        return {name for name, _ in self.world.office.library.workflows}

    def steps_of(self, name: str) -> set[str]:
        """The steps of a definition."""
        return {*self.world.office.library.of(name, REGIONS[0]).transitions}

    def told(self) -> str:
        """How much of each definition was walked."""
        shares = ", ".join(f"{name} {self.share(name):.0%}" for name in sorted(self.workflows))
        tested = self.promises.kept.total()
        return (
            f"{self.world.given} commands, {len(self.promises.seen)} cases, "
            f"{self.promises.made.total()} steps, {tested} times an invariant; {shares}"
        )

    def _least_known(self) -> str:
        names = sorted(self.workflows)
        running = Counter(case.head.workflow for case in self.cases)

        def known(name: str) -> tuple[float, float]:
            return (running[name], self.share(name) + self.luck.random() * 0.1)

        return min(names, key=known)

    def share(self, name: str) -> float:
        """The share of the steps of a workflow that was made at least once."""
        steps = self.steps_of(name)
        made = {step for workflow, _, step in self.promises.made if workflow == name}
        return len(made & steps) / len(steps)

    def _works_on(self, case: AtHand) -> None:
        """Try the step that the case's people aim for; see to what it misses."""
        workflow, state = case.workflow, case.head.state
        if not case.aim or state not in workflow.transitions[case.aim].from_:
            case.aim, case.says, case.tries = self._next_aim(workflow, state), {}, 0
        step = workflow.transitions[case.aim]
        case.tries += 1
        if step.when_vacant and case.tries <= PATIENCE:
            case.leaves(step.when_vacant)
            return
        by = case.actor(step.by)
        if by is None or case.tries > PATIENCE:
            self.given_up[workflow.workflow, case.aim] += 1
            case.aim = ""
            return
        if self.luck.random() < WRONG_HANDS:
            case.tries_step(self._somebody_else(case) or by, case.aim)
            return
        done, before = case.tries_step(by, case.aim)
        if isinstance(done, Done):
            self.given_up[workflow.workflow, case.aim] = 0
            case.aim = ""
            return
        self._mends(case, workflow, before)

    def _somebody_else(self, case: AtHand) -> Viewer | None:
        """Somebody of the case, whatever their role."""
        held = case.world.takings(case.head)
        return case.world.viewer(self.luck.choice(held).person_id) if held else None

    def _mends(self, case: AtHand, workflow: Workflow, seen: Snapshot) -> None:
        """See to what the step missed, or set it aside."""
        step = workflow.transitions[case.aim]
        for guard in step.requires:
            case.mends(guard, seen)
        if not workflow.binds(step.act):
            return
        for name, rule in workflow.rules_on(step.act).items():
            if rule.requires.check(seen, workflow.catalogue).met is True:
                continue
            aside = rule.severity == "block_unless_deviation" and self.luck.random() < 0.3
            if not (aside and case.sets_aside(name)):
                case.mends(rule.requires, seen)

    def _next_aim(self, workflow: Workflow, state: str) -> str:
        """The first step on the shortest way to one that nobody made; at times any step."""
        leaving = [
            name
            for name, step in workflow.transitions.items()
            if state in step.from_ and _by_hand(workflow, name)
        ]
        if self.luck.random() < 0.15:
            return self.luck.choice(leaving)
        return self._way_to_new(workflow, state) or self.luck.choice(leaving)

    def _way_to_new(self, workflow: Workflow, begins: str) -> str | None:
        made = {step for name, _, step in self.promises.made if name == workflow.workflow}
        waiting, seen = deque([(begins, "")]), {begins}
        while waiting:
            state, first = waiting.popleft()
            names = [name for name, step in workflow.transitions.items() if state in step.from_]
            self.luck.shuffle(names)
            names.sort(
                key=lambda name: workflow.states[workflow.transitions[name].target(state)].final
            )
            for name in names:
                vain = self.given_up[workflow.workflow, name]
                if not _by_hand(workflow, name) or (
                    vain and self.luck.random() < vain / (vain + 2)
                ):
                    continue
                if name not in made:
                    return first or name
                target = workflow.transitions[name].target(state)
                if target not in seen:
                    seen.add(target)
                    waiting.append((target, first or name))
        return None


def _by_hand(workflow: Workflow, name: str) -> bool:
    step = workflow.transitions[name]
    return step.by != (SYSTEM,) or bool(step.when_vacant)


def walked(store: Store, seed: int, commands: int) -> Walk:
    """Walk so far in a database with tables and without rows."""
    world = a_world(store, seed)
    walk = Walk(world, Promises(world))
    walk.goes(commands)
    return walk
