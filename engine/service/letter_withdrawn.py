"""Letters that went out and should not have: which, why, and what was done about it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from engine.access import classes_shown, parts_about
from engine.service.command import CaseInHand
from engine.service.letter_file import LetterFile
from engine.service.letter_reach import LETTER, WITHDRAWN
from engine.service.stripping import shown_inputs
from engine.store import events
from engine.store.events import EventSeen
from engine.store.records import RecordHead

_REASON, _REPAIRED = "reason", "repaired"


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawn:
    """One of them, whom it went to and about which child; no name of a stranger to the family.

    ``reason`` and ``repaired`` are None for who may not read them.
    """

    record: str
    child: str
    receiver: str | None
    name: str | None
    on: date
    reason: str | None
    repaired: str | None


def withdrawn_in(file: LetterFile) -> tuple[Withdrawn, ...]:
    """Those of the case, oldest first; what was said of them is read only where there are any."""
    heads = [each for each in file.records if each.id in file.texts and _is_withdrawn(each)]
    said = _said(file.work, heads) if heads else {}
    return tuple(_withdrawn(file, head, said[head.public_id]) for head in heads)


def _withdrawn(file: LetterFile, head: RecordHead, said: _Said) -> Withdrawn:
    children = {each.id: each.name for each in file.children.values()}
    whose = file.said(head).get("receiver")
    person = next((each for each in file.family if whose in {each.public_id, each.name}), None)
    return Withdrawn(
        record=head.public_id,
        child=children.get(head.child_id or 0, ""),
        receiver=person.public_id if person else None,
        name=person.name if person else None,
        on=said.on,
        reason=_words(said, _REASON),
        repaired=_words(said, _REPAIRED),
    )


@dataclass(frozen=True, slots=True)
class _Said:
    on: date
    answers: Mapping[str, object]


def _is_withdrawn(head: RecordHead) -> bool:
    return head.type == LETTER and head.status == WITHDRAWN


def _said(work: CaseInHand, heads: Collection[RecordHead]) -> Mapping[str, _Said]:
    moved = events.events_of_kinds(work.connection, work.case, ["record_moved"])
    about = {head.public_id: head for head in heads}
    return {
        each.payload["record"]: _Said(each.occurred_on, _told(work, about, each))
        for each in moved
        if each.payload["record"] in about and each.payload["status"] == WITHDRAWN
    }


def _told(
    work: CaseInHand, about: Mapping[str, RecordHead], event: EventSeen
) -> Mapping[str, object]:
    """What was filled in when it was withdrawn, as far as the viewer reads it of this child."""
    head, kind = about[event.payload["record"]], work.workflow.catalogue.records[LETTER]
    shown = classes_shown(parts_about(work.parts, head.child_id))
    said = (event.details or {}).get("input", {})
    return shown_inputs(kind, WITHDRAWN, said, shown, work.opened).fields


def _words(said: _Said, name: str) -> str | None:
    found = said.answers.get(name)
    return None if found is None else str(found)
