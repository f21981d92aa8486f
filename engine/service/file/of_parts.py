"""What of an event is about the child parts that are open to whoever reads it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from engine.access import Opened
from engine.service.child_parts import hidden_members, hidden_records
from engine.service.command import CaseInHand
from engine.store import agreements, contacts, records
from engine.store.events import EventSeen

_NAMED = ("person", "parent", "agreement", "record")


def events_shown(work: CaseInHand, found: Collection[EventSeen]) -> tuple[EventSeen, ...]:
    """These events without those that are about another child, or about somebody of theirs.

    What happened to the whole case stays; what of it is about another child is taken out where
    it is told.
    """
    opened = work.opened
    if opened.every:
        return tuple(found)
    out = hidden_members(work)
    hidden = out | _agreements_hidden(work) | _records_hidden(work)
    shown = [each for each in found if _is_shown(each, opened, hidden)]
    talks = _talks_hidden(work, shown, out)
    return tuple(each for each in shown if each.id not in talks)


def deadlines_shown(changed: Mapping[str, Any], opened: Opened) -> Mapping[str, Any]:
    """The deadlines that an event began and met, of the parts that are open."""
    about = changed.get("met_about") or [None] * len(changed["met"])
    met = [key for key, child in zip(changed["met"], about, strict=True) if opened.shows(child)]
    begun = [each for each in changed["begun"] if opened.shows(each.get("child"))]
    return {**changed, "met": met, "begun": begun}


def which_shown(payload: Mapping[str, Any], opened: Opened) -> tuple[str, ...]:
    """The deadlines that stood still or ran on, of the parts that are open."""
    return tuple(key for key, child in _which(payload) if opened.shows(child))


def _agreements_hidden(work: CaseInHand) -> frozenset[str]:
    listed = agreements.agreements_of(work.connection, [work.case.id])[work.case.id]
    heads = [each.head for each in listed]
    return frozenset(head.public_id for head in heads if not work.opened.shows(head.child_id))


def _records_hidden(work: CaseInHand) -> frozenset[str]:
    heads = records.records_of(work.connection, work.case)
    hidden = hidden_records(work, heads)
    return frozenset(head.public_id for head in heads if head.id in hidden)


def _talks_hidden(
    work: CaseInHand, found: Collection[EventSeen], out: Collection[str]
) -> frozenset[int]:
    """The keys of the events of talks that were about other children.

    Of a talk that was about no child in particular it counts who was there: somebody whom the
    viewer does not meet makes it one that is not theirs. So it is of what was written before the
    children were kept with a talk.
    """
    talks = [each for each in found if each.kind == "contact_held"]
    named = contacts.named_in(work.connection, [each.payload["contact"] for each in talks])
    return frozenset(
        each.id
        for each in talks
        if not _talk_shown(each.payload, work.opened, out, named[each.payload["contact"]])
    )


def _talk_shown(
    payload: Mapping[str, Any], opened: Opened, out: Collection[str], named: Collection[str]
) -> bool:
    about = payload.get("about") or [payload.get("child")]
    if about != [None]:
        return any(opened.shows(child) for child in about)
    met = [
        child for child in payload.get("deadlines", {}).get("met_about", ()) if child is not None
    ]
    return not any(person in out for person in named) and (
        not met or any(opened.shows(child) for child in met)
    )


def _is_shown(event: EventSeen, opened: Opened, hidden: Collection[str]) -> bool:
    payload = event.payload
    if not opened.shows(payload.get("child")):
        return False
    if any(payload.get(name) in hidden for name in _NAMED):
        return False
    return "which" not in payload or bool(which_shown(payload, opened))


def _which(payload: Mapping[str, Any]) -> Iterator[tuple[str, str | None]]:
    keys = payload["which"]
    yield from zip(keys, payload.get("about") or [None] * len(keys), strict=True)
