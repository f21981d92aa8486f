"""What the file of a case still lacks, and how far each part of it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from engine.catalogue import RecordType
from engine.reason import Reason
from engine.service.child_parts import hidden_records
from engine.service.command import CaseInHand
from engine.store import records
from engine.store.records import RecordHead

MissingStatus: TypeAlias = Literal["not_begun", "busy", "waiting", "done", "not_needed"]

_ABOUT_THE_STEP = frozenset({"state", "role"})
_FARTHEST: Sequence[MissingStatus] = ("not_begun", "busy", "waiting")


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that the main step asks; ``record`` is the id of the document to open, if any."""

    reason: Reason
    status: MissingStatus
    record: str | None


def missing_in(work: CaseInHand, reasons: Sequence[Reason]) -> tuple[Missing, ...]:
    """What these reasons of the main step ask of the file, met or not.

    Of several children the one counts that is least far. ``state`` and ``role`` are left out:
    they are about whoever asks, and the step itself says them.
    """
    asked = [reason for reason in reasons if reason.key not in _ABOUT_THE_STEP]
    files = records.records_of(work.connection, work.case) if asked else ()
    hidden = hidden_records(work, files)
    files = tuple(each for each in files if each.id not in hidden)
    return tuple(_missing(work, reason, files) for reason in asked)


def _missing(work: CaseInHand, reason: Reason, files: Sequence[RecordHead]) -> Missing:
    name = reason.fix.record if reason.fix else None
    kind = work.workflow.catalogue.records.get(name) if name else None
    if name is None or kind is None:
        return Missing(reason, _without_record(reason), None)
    of_kind = [each for each in files if each.type == name]
    if reason.met:
        return Missing(reason, "done", _settled_last(kind, of_kind))
    running = [_running(kind, of_kind, child) for child in _children(work, reason, name, kind)]
    status, record = min(running, key=lambda each: _FARTHEST.index(each[0]))
    return Missing(reason, "not_needed" if reason.set_aside else status, record)


def _without_record(reason: Reason) -> MissingStatus:
    if reason.met:
        return "done"
    return "not_needed" if reason.set_aside else "not_begun"


def _settled_last(kind: RecordType, of_kind: Sequence[RecordHead]) -> str | None:
    """The document that counts: the newest settled one, or the newest."""
    last = max(
        of_kind,
        key=lambda each: (each.status in kind.settled, each.dated_on, each.id),
        default=None,
    )
    return last.public_id if last else None


def _running(
    kind: RecordType, of_kind: Sequence[RecordHead], child: int | None
) -> tuple[MissingStatus, str | None]:
    """How far the newest document is that can still become what is asked.

    What is settled and did not satisfy, or was stopped, does not come back: a new one must begin.
    """
    for each in reversed(of_kind):
        ended = each.status in kind.settled or not kind.moves.get(each.status)
        if each.child_id == child and not ended:
            waits = kind.statuses[each.status].waiting
            return ("waiting" if waits else "busy"), each.public_id
    return "not_begun", None


def _children(
    work: CaseInHand, reason: Reason, name: str, kind: RecordType
) -> Sequence[int | None]:
    """The child parts that the reason is still about, or None for a document of the case."""
    if kind.about != "youth":
        return [None]
    still = set(_unmet(reason, name))
    open_to_them = work.open_children
    named = [child.id for child in open_to_them if child.public_id in still]
    return named or [child.id for child in open_to_them] or [None]


def _unmet(reason: Reason, name: str) -> Iterator[str]:
    if reason.child and not reason.met and name in reason.records:
        yield reason.child
    for part in reason.parts:
        yield from _unmet(part, name)
