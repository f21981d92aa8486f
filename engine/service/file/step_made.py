"""What one step of a case set going, told once after it was made."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from engine.access import classes_shown
from engine.definition import Workflow
from engine.deviation_duties import duty_rule
from engine.fields import FieldClass
from engine.mentions import in_guard
from engine.service.command import CaseInHand
from engine.service.file.of_parts import deadlines_shown
from engine.service.reasons_shown import WITHHELD
from engine.store import events as trail
from engine.text import Text


@dataclass(frozen=True, slots=True)
class StepMade:
    """A step, the deadlines that began and were met with it, and what should have come first.

    ``owed`` holds what a decision would have waited for: the step was a fact and was recorded
    without.
    """

    title: Text
    begun: tuple[tuple[Text, date], ...]
    met: tuple[Text, ...]
    owed: tuple[Text, ...]


def step_made_of(work: CaseInHand, seq: int) -> StepMade | None:
    """The step of a case in hand that made version ``seq``; None if that was no step."""
    found = next(iter(trail.events_since(work.connection, work.case, seq=seq - 1)), None)
    if found is None or found.seq != seq or found.transition is None:
        return None
    workflow = work.office.version(work.connection, found.workflow_hash)
    changed = deadlines_shown(found.payload["deadlines"], work.opened)
    return StepMade(
        title=workflow.transitions[found.transition].title,
        begun=tuple(
            (duty_rule(workflow, each["key"]).title, date.fromisoformat(each["due"]))
            for each in changed["begun"]
        ),
        met=tuple(duty_rule(workflow, key).title for key in changed["met"]),
        owed=tuple(_owed(workflow, found.payload["found_without_gate"], work)),
    )


def _owed(workflow: Workflow, keys: Collection[str], work: CaseInHand) -> Iterator[Text]:
    """What the rules ask; one sentence for all that the viewer may not read."""
    shown = classes_shown(work.parts)
    told = [key for key in keys if _may_be_read(workflow, key, shown)]
    yield from (workflow.rules[key].asks for key in told)
    if len(told) < len(keys):
        yield WITHHELD


def _may_be_read(workflow: Workflow, key: str, shown: Collection[FieldClass]) -> bool:
    """Whether every record that the rule reads is of a class that the viewer may read."""
    kinds = workflow.catalogue.records
    return key in workflow.rules and all(
        kinds[each.name].class_ in shown
        for each in in_guard(workflow.rules[key].requires)
        if each.kind == "record type"
    )
