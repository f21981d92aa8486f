"""A seeded walk of real decisions goes nowhere that the proof did not know."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest

from engine.decision import Allowed, decide
from engine.definition import NeverWithout, Workflow
from engine.effects import after, consequences
from engine.fields import Value
from engine.guards.people import ConsentGuard
from engine.happened import Happened
from engine.proof.budget import Budget
from engine.proof.chart import chart
from engine.proof.records import RecordDimension
from engine.proof.space import Space
from engine.proof.steps import conditions_of
from engine.snapshot import Child, ConsentSeen, DeviationSeen, Holder, RecordSeen, Snapshot
from tests.engine.builders import NOW
from tests.shipped import the_library

STEPS = 1_500


class Walker:
    """Walks through cases of one definition: people and time do anything, steps are decided."""

    def __init__(self, workflow: Workflow, seed: int) -> None:
        self.workflow, self.luck = workflow, Random(seed)
        self.space = Space.of(workflow)
        self.records = [
            each for each in self.space.dimensions.values() if isinstance(each, RecordDimension)
        ]
        leaves = [leaf for key in self.space.readers.values() for leaf in key]
        self.consents = {leaf.consent.to for leaf in leaves if isinstance(leaf, ConsentGuard)}
        self.case = self.begun()

    def begun(self) -> Snapshot:
        """Open a case."""
        on = date(2026, 1, 1)
        born = self.luck.choice([None, date(2005, 5, 1), date(2012, 5, 1), date(2018, 5, 1)])
        return Snapshot(
            case="case",
            state=self.workflow.initial,
            now=NOW,
            on=on,
            actor="anna",
            roles=frozenset(),
            children=(Child("sam", born),),
            entered={self.workflow.initial: on},
        )

    def live(self) -> None:
        """Let people and time do something."""
        luck, case = self.luck, self.case
        case = replace(case, on=case.on + timedelta(days=luck.choice([0, 0, 1, 1, 20])))
        seen = dict(case.records)
        for record in luck.sample(self.records, k=min(len(self.records), 9)):
            child = "sam" if record.kind.about == "youth" else None
            now = seen.get((record.name, child))
            known = record.kind.moves.get(now.status, ()) if now else record.statuses
            if known:
                status = luck.choice(known)
                seen[record.name, child] = RecordSeen(record.name, status, case.on, "bram", child)
        consents = {
            (to, "sam"): ConsentSeen(to, "sam", complete=luck.random() < 0.8)
            for to in self.consents
        }
        self.case = replace(case, records=seen, consents=consents)

    def chosen(self) -> str:
        """Choose a step that leaves the state; mostly the one that the state waits for."""
        steps = self.workflow.transitions.items()
        leaving = [key for key, step in steps if self.case.state in step.from_]
        main = self.workflow.main_of(self.case.state)
        return main if main and self.luck.random() < 0.7 else self.luck.choice(leaving)

    def asked(self, name: str) -> Snapshot:
        """Let somebody fill in the form of a step."""
        luck, step = self.luck, self.workflow.transitions[name]
        inputs: dict[str, Value] = {}
        for key, field in step.input.items():
            if field.kind == "yes_no":
                inputs[key] = luck.random() < 0.5
            elif field.kind == "choice":
                inputs[key] = luck.choice(list(field.values))
            else:
                inputs[key] = self.case.on if field.kind == "date" else "Tekst."
        role = luck.choice(step.by)
        others = luck.sample(list(self.workflow.catalogue.roles), k=9)
        holders = {each: (Holder(each, qualified=luck.random() < 0.8),) for each in (role, *others)}
        aside = {
            (key, name): DeviationSeen(key, key, name, confirmed=luck.random() < 0.9)
            for key in self.workflow.rules_on(step.act)
            if luck.random() < 0.7
        }
        return replace(
            self.case,
            inputs=inputs,
            roles=frozenset({role}),
            holders=holders,
            deviations=aside,
        )

    def make(self, name: str, case: Snapshot, made: Allowed) -> None:
        """Go on as the step leaves the case; from an end begin anew."""
        step = self.workflow.transitions[name]
        happened = Happened(on=case.on, at=NOW, entered=made.target, transition=name, act=step.act)
        facts = consequences(self.workflow, case, name).facts
        self.case = replace(after(case, happened, facts), inputs=None)
        if self.workflow.states[made.target].final:
            self.case = self.begun()


@pytest.mark.parametrize("name", ["placement", "verder_thuis"])
def test_every_decision_was_foreseen(name: str) -> None:
    workflow = the_library().of(name, "default")
    walker = Walker(workflow, seed=1)
    conditions = {step: conditions_of(workflow, step) for step in workflow.transitions}
    known = chart(walker.space, conditions, Budget()).steps
    promised = [one for one in workflow.invariants if isinstance(one, NeverWithout)]
    made = set[tuple[str, str]]()

    for _ in range(STEPS):
        walker.live()
        state = walker.case.state
        step = walker.chosen()
        case = walker.asked(step)
        decision = decide(workflow, case, step)
        if isinstance(decision, Allowed):
            made.add((state, step))
            act = workflow.transitions[step].act
            for invariant in promised:
                if invariant.never["act"] == act:
                    assert _is_kept(workflow, invariant, case), (step, invariant.source)
            walker.make(step, case, decision)

    assert made <= known.keys()
    acts = {workflow.transitions[step].act for _, step in made}
    missed = {one.never["act"] for one in promised} - acts
    assert missed <= {"extend_placement"}, "a walk that avoids what is promised shows nothing"


def _is_kept(workflow: Workflow, invariant: NeverWithout, case: Snapshot) -> bool:
    if isinstance(invariant.without, dict):
        return bool(case.roles & set(invariant.without["role"]))
    return invariant.without.check(case, workflow.catalogue).met is True
