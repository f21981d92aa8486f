"""The deviations of a case: which rule is to be set aside for which step, and who decides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import get_args

from engine.access import Viewer
from engine.errors import NotFound
from engine.guards import second_pair_of_eyes
from engine.service.command import CaseInHand, looking
from engine.service.deviations import still_to_decide
from engine.service.my_cases import reads_names
from engine.service.office import Office, local_day
from engine.snapshot import Snapshot
from engine.store import deviations as asked
from engine.store import events, people
from engine.store.deviations import DeviationHead
from engine.store.people import PersonSeen
from engine.store.tables.cases import DeviationState
from engine.text import Text

STATES: Mapping[DeviationState, Text] = {
    "asked": Text(nl="Gevraagd", en="Asked"),
    "confirmed": Text(nl="Bevestigd", en="Confirmed"),
    "refused": Text(nl="Geweigerd", en="Refused"),
    "used": Text(nl="Gebruikt", en="Used"),
    "used_unconfirmed": Text(nl="Gebruikt, nog te bekijken", en="Used, to be looked at"),
    "rejected": Text(nl="Achteraf afgekeurd", en="Rejected afterwards"),
    "lapsed": Text(nl="Vervallen", en="Lapsed"),
}
_OPEN: tuple[DeviationState, ...] = ("asked", "used_unconfirmed")


@dataclass(frozen=True, slots=True)
class DeviationRow:
    """A deviation; ``why`` and ``decided_why`` are not for whoever reads titles only."""

    id: str
    rule: str
    rule_title: Text
    transition: str
    transition_title: Text
    state: DeviationState
    state_title: Text
    asked_by: str
    asked_on: date
    why: str | None
    decided_by: str | None
    decided_on: date | None
    decided_why: str | None
    lapses_on: date
    i_may_decide: bool


def deviations(viewer: Viewer, office: Office, case: str) -> tuple[DeviationRow, ...]:
    """Every deviation that was ever asked, oldest first; one look, one row of the log.

    Raises:
        NotFound: there is no such case, or it is not for this viewer.
    """
    with looking(viewer, office, case, "read_deviations") as work:
        return deviations_of(work)


def deviation(viewer: Viewer, office: Office, case: str, public_id: str) -> DeviationRow:
    """One of them.

    Raises:
        NotFound: no such case for this viewer, or no such deviation in it.
    """
    with looking(viewer, office, case, "read_deviation", record=public_id) as work:
        for row in deviations_of(work):
            if row.id == public_id:
                return row
        raise NotFound("deviation")


def deviations_of(work: CaseInHand) -> tuple[DeviationRow, ...]:
    """Every deviation of a case in hand, oldest first."""
    states: tuple[DeviationState, ...] = get_args(DeviationState)
    found = asked.deviations_of(work.connection, [work.case.id], states=states)
    if not found:
        return ()
    ids = {row.asked_by for row in found} | {row.decided_by for row in found if row.decided_by}
    persons = people.persons_by_key(work.connection, ids)
    words = _words(work) if reads_names(work.parts) else {}
    waits = any(row.state in _OPEN for row in found)
    case = work.as_mover(work.snapshot()) if waits else None
    return tuple(_row(work, row, persons, words, case) for row in found)


def _row(
    work: CaseInHand,
    found: DeviationHead,
    persons: Mapping[int, PersonSeen],
    words: Mapping[tuple[str, bool], str],
    case: Snapshot | None,
) -> DeviationRow:
    asker = persons[found.asked_by]
    return DeviationRow(
        id=found.public_id,
        rule=found.rule,
        rule_title=work.workflow.rules[found.rule].asks,
        transition=found.transition,
        transition_title=work.workflow.transitions[found.transition].title,
        state=found.state,
        state_title=STATES[found.state],
        asked_by=asker.name,
        asked_on=local_day(found.asked_at),
        why=words.get((found.public_id, False)),
        decided_by=persons[found.decided_by].name if found.decided_by else None,
        decided_on=local_day(found.decided_at) if found.decided_at else None,
        decided_why=words.get((found.public_id, True)),
        lapses_on=found.lapses_on,
        i_may_decide=case is not None and _may_decide(work, found, asker, case),
    )


def _may_decide(work: CaseInHand, found: DeviationHead, asker: PersonSeen, case: Snapshot) -> bool:
    """Whether a second person is waited for, and the viewer may be that."""
    terms = work.workflow.rules[found.rule].deviation
    assert terms is not None  # noqa: S101 - only such rules are ever asked
    second = second_pair_of_eyes(
        case, {asker.public_id}, terms.confirmed_by, work.workflow.catalogue
    )
    return bool(second.met and still_to_decide(work, found).met)


def _words(work: CaseInHand) -> Mapping[tuple[str, bool], str]:
    """Why each was asked, and why it was decided as it was."""
    kinds = ("deviation_asked", "deviation_confirmed", "deviation_refused", "deviation_rejected")
    return {
        (str(event.payload["deviation"]), event.kind != "deviation_asked"): str(why)
        for event in events.events_of_kinds(work.connection, work.case, kinds)
        if (why := (event.details or {}).get("why"))
    }
