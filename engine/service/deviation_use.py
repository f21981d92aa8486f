"""Which deviations a step may lean on; one that it did is used up, and what it owes begins."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from engine.decision import Allowed
from engine.deviation_duties import eyes_duty, repair_duty
from engine.duty_plan import NewDuty
from engine.service.command import CaseInHand
from engine.snapshot import DeviationSeen, Snapshot
from engine.store import deviations, events, participation
from engine.store.deviations import DeviationHead


def with_usable(work: CaseInHand, case: Snapshot, transition: str | None = None) -> Snapshot:
    """The case as whoever acts may move it, with the deviations that still stand.

    Those of this step, if it is named.

    The clock writes down that one lapsed; from the moment itself it covers nothing any more.
    """
    case = work.as_mover(case)
    if not case.deviations:
        return case
    alive = [
        row
        for row in deviations.deviations_of(work.connection, [work.case.id])
        if transition in (None, row.transition) and stands(work, row)
    ]
    seen = {
        (row.rule, row.transition): DeviationSeen(
            row.public_id, row.rule, row.transition, confirmed=row.state == "confirmed"
        )
        for row in sorted(alive, key=lambda row: row.state == "confirmed")
    }
    return replace(case, deviations=seen)


def stands(work: CaseInHand, found: DeviationHead) -> bool:
    """Whether it did not lapse: its day, the case never left the state, the asker's role."""
    by = work.workflow.transitions[found.transition].by
    takings = participation.takings_of(work.connection, work.case, now=work.now, on=work.today)
    still_asks = any(row.person_id == found.asked_by and row.role in by for row in takings)
    return found.lapses_on > work.today and still_asks and not _left_since(work, found)


def _left_since(work: CaseInHand, found: DeviationHead) -> bool:
    """Whether the case left the state in which it was asked, even if it came back."""
    happened = events.events_since(work.connection, work.case, seq=0)
    asked = next(
        (event.seq for event in happened if event.payload.get("deviation") == found.public_id), 0
    )
    return work.case.state != found.asked_in or any(
        event.entered not in (None, found.asked_in) for event in happened if event.seq > asked
    )


def duties_of_deviations(work: CaseInHand, decision: Allowed) -> tuple[NewDuty, ...]:
    """The repair of each rule that was set aside, and the second pair of eyes still to come."""
    return tuple(_duties(work, decision))


def use_deviations(work: CaseInHand, decision: Allowed) -> None:
    """Mark the deviations that covered the step as used: each covers one step, once."""
    for found in _used(work, decision):
        deviations.mark_used(work.connection, found)


def _duties(work: CaseInHand, decision: Allowed) -> Iterator[NewDuty]:
    reckoner = work.reckoner
    for found in _used(work, decision):
        rule = work.workflow.rules[found.rule]
        made = {"repair": repair_duty(rule)}
        if found.state == "asked":
            made["eyes"] = eyes_duty(rule)
        for name, duty in made.items():
            for span in duty.spans:
                yield reckoner.begin(f"{name}.{found.rule}", duty, span, work.on, None)


def _used(work: CaseInHand, decision: Allowed) -> tuple[DeviationHead, ...]:
    names = [reason.set_aside for reason in decision.reasons if reason.set_aside]
    return tuple(deviations.get_deviation(work.connection, work.case, name) for name in names)
