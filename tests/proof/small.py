"""A small definition with one of everything that a guard can read, to be changed by a test."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from engine.definition import Workflow
from engine.proof.budget import Budget
from engine.proof.never import breaking, question
from engine.proof.prove import How, Proof
from engine.proof.report import Verdict
from engine.proof.search import Changed, Path
from engine.proof.space import Space
from engine.proof.steps import conditions_of
from tests.engine.builders import from_yaml

_WORKFLOW = """\
workflow: help
version: "1"
title: {nl: Hulp, en: Help}
about: youth
source: test
region: default
vocabulary: 2
phases: {all: {title: {nl: Alles, en: All}}}
opens: {by: [worker]}
facts: {safety: {values: [safe, unsafe]}}
states:
  begun: {title: {nl: Begonnen, en: Begun}, phase: all, initial: true}
  weighed: {title: {nl: Gewogen, en: Weighed}, phase: all}
  decided: {title: {nl: Besloten, en: Decided}, phase: all}
  done: {title: {nl: Klaar, en: Done}, phase: all, final: true}
transitions:
  weigh:
    title: {nl: Wegen, en: Weigh}
    from: [begun]
    to: weighed
    by: [worker]
    input:
      safety:
        type: choice
        title: {nl: Veiligheid, en: Safety}
        values: {safe: {nl: Veilig, en: Safe}, unsafe: {nl: Onveilig, en: Unsafe}}
    sets: {safety: input.safety}
  decide:
    title: {nl: Besluiten, en: Decide}
    from: [weighed]
    to: decided
    by: [worker, leader]
    act: decision
    input:
      place:
        type: choice
        title: {nl: Plek, en: Place}
        values: {home: {nl: Thuis, en: Home}, away: {nl: Elders, en: Away}}
      urgent: {type: yes_no, optional: true, title: {nl: Spoed, en: Urgent}}
      note: {type: text, title: {nl: Notitie, en: Note}}
      begins: {type: date, title: {nl: Begin, en: Begins}}
      ends: {type: date, title: {nl: Einde, en: Ends}}
  record_event:
    title: {nl: Gebeurtenis vastleggen, en: Record an event}
    from: [begun, weighed]
    to: decided
    by: [worker]
    act: event
  finish:
    title: {nl: Afronden, en: Finish}
    from: [decided]
    to: done
    by: [worker]
    act: finish
rules: {}
deadlines:
  next_look:
    title: {nl: Volgende blik, en: Next look}
    kind: hard
    starts: {nothing_open: true}
    within: {weeks: 4}
    during: open
    met_by: {record: {type: report, status: [agreed]}}
    owner: leader
    source: DEFAULT
catalogue:
  acts:
    decision: {kind: decision, title: {nl: Besluit, en: Decision}, found_as: [event], source: law}
    event: {kind: fact, title: {nl: Gebeurtenis, en: Event}, source: law}
    finish: {kind: decision, title: {nl: Einde, en: End}, source: law}
  roles:
    worker: {title: {nl: werker, en: worker}, access: professional}
    leader: {title: {nl: leider, en: leader}, scope: family, one: true, access: regisseur}
    expert: {title: {nl: deskundige, en: expert}, access: professional, qualification: expert}
    coordinator: {title: {nl: coördinator, en: coordinator}, scope: region, access: coordinator}
  records:
    report:
      title: {nl: Verslag, en: Report}
      about: youth
      statuses:
        draft: {initial: true}
        shown: {title: {nl: Getoond, en: Shown}}
        agreed: {settled: true, title: {nl: Afgesproken, en: Agreed}}
        refused: {settled: true}
        lost: {}
      moves: {draft: [shown], shown: [agreed, refused], agreed: [agreed]}
      written_by: [worker]
      source: practice
    order:
      title: {nl: Beschikking, en: Order}
      about: case
      statuses: {asked: {initial: true}, given: {settled: true}, gone: {}}
      moves: {asked: [given], given: [gone]}
      dated_by: given_on
      fields: {given_on: {type: date, title: {nl: Gegeven op, en: Given on}}}
      written_by: [worker]
      source: law
"""

BIRTHDAY = date(2014, 6, 15)


def a_definition(changes: str = "", *, drop: tuple[str, ...] = ()) -> Workflow:
    """The small definition; maps of ``changes`` are laid over its own, however deep."""
    data = _laid_over(from_yaml(_WORKFLOW), from_yaml(changes) if changes else {})
    for path in drop:
        *above, last = path.split(".")
        part: Any = data
        for key in above:
            part = part[key]
        del part[last]
    return Workflow.model_validate_json(json.dumps(data), strict=True)


def asking(*guards: str, step: str = "decide", more: str = "") -> Workflow:
    """The small definition in which one step requires these guards."""
    listed = "\n".join(f"      - {guard}" for guard in guards)
    return a_definition(f"transitions:\n  {step}:\n    requires:\n{listed}\n{more}")


def never(guard: str, act: str = "decision") -> str:
    """An invariant, as a section of a definition."""
    return f"invariants: [{{never: {{act: {act}}}, without: {guard}, source: test}}]"


def verdict(workflow: Workflow, how: How | None = None, index: int = 0) -> Verdict:
    """What is known of one of the invariants of a definition."""
    return Proof(workflow, how or How()).verdict(workflow.invariants[index])


def broken_by(workflow: Workflow) -> list[str] | None:
    """The shortest path over the cone of the first invariant: steps, and what changes."""
    space = Space.of(workflow)
    conditions = {name: conditions_of(workflow, name) for name in workflow.transitions}
    invariant: Any = workflow.invariants[0]
    asked = question(space, conditions, invariant)
    path = breaking(asked, asked.cone(), Budget())
    return None if path is None else moves(path)


def moves(path: Path) -> list[str]:
    """A path as words: the name of each step, the key of what changes otherwise."""
    return [move.key if isinstance(move, Changed) else move.step for move in path.moves]


def _laid_over(old: Any, new: Any) -> Any:
    if isinstance(old, dict) and isinstance(new, dict):
        return {**old, **{key: _laid_over(old.get(key), part) for key, part in new.items()}}
    return new
