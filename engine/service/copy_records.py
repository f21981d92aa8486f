"""The records of a case that are about one person, for the copy of their data."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import date

from engine.access import Opened, classes_shown
from engine.catalogue import RecordType
from engine.data_copy import Line, Thing
from engine.explanation import day_words
from engine.fields import Field, FieldClass
from engine.service.child_parts import hidden_records
from engine.service.command import CaseInHand
from engine.service.copy_person import WORKER, Whose
from engine.service.file.details import NO, YES, details_of
from engine.service.letter_reach import LETTER
from engine.service.record_reasons import status_title
from engine.service.stripping import shown_fields
from engine.store import events, statements
from engine.store import records as kept
from engine.store.events import EventSeen
from engine.store.records import RecordHead

OF_OTHERS: frozenset[str] = frozenset({"requester", "sent_to", "brings", "not_together_with"})
"""Fields that by what they ask tell of somebody else: who asked for help, with whom one comes."""

MIXED: frozenset[str] = frozenset(
    {"parents_view", "parents_reaction", "parents_words", "family_wish", "family_wishes"}
    | {"family_judgement", "statement", "dissent", "with_whom", "network_view", "authority"}
    | {"other_children", "children_spoken"}
)
"""Fields that by what they ask hold the words of several people: each is judged by itself."""

_CLASSES: frozenset[FieldClass] = frozenset({"open", "confidential"})
_FREE = frozenset({"text", "long_text"})


def records_things(work: CaseInHand, whom: Whose, section: str) -> Iterator[Thing]:
    """The records about them, their children, or the whole case; nothing of another's own."""
    heads = kept.records_of(work.connection, work.case)
    hidden = hidden_records(work, heads)
    mine = [head for head in heads if head.id not in hidden and _is_about(work, whom, head)]
    texts = kept.texts_of(work.connection, mine)
    moves = _moves(work, mine)
    for head in mine:
        if not _is_anothers(work, whom, head, texts[head.id]):
            yield from _record(
                work, whom, head, texts[head.id], moves.get(head.public_id, ()), section
            )


def _is_about(work: CaseInHand, whom: Whose, head: RecordHead) -> bool:
    kind = work.workflow.catalogue.records[head.type]
    shown = _CLASSES & classes_shown(work.parts_about(head.child_id))
    return kind.class_ in shown and (head.child_id is None or head.child_id in whom.keys)


def _is_anothers(
    work: CaseInHand, whom: Whose, head: RecordHead, text: Mapping[str, object]
) -> bool:
    """Whether it is one person's own, and of somebody else."""
    kind = work.workflow.catalogue.records[head.type]
    named = "receiver" if head.type == LETTER else kind.one_for
    if named is None:
        return False
    return text.get(named) not in {whom.person.public_id, whom.person.name}


def _record(
    work: CaseInHand,
    whom: Whose,
    head: RecordHead,
    text: Mapping[str, object],
    moved: Collection[EventSeen],
    section: str,
) -> Iterator[Thing]:
    kind = work.workflow.catalogue.records[head.type]
    shown = _CLASSES & classes_shown(work.parts_about(head.child_id))
    opened = whom.opened.within(work.opened)
    status = status_title(kind, head.status).nl
    corrected = any(
        each.corrects == head.public_id
        for each in statements.corrections_of(work.connection, work.case, head)
    )
    about = next((child.name for child in whom.own if child.id == head.child_id), None)
    lines: list[Line] = [("Status", f"{status}, later verbeterd" if corrected else status)]
    lines += [("Over", about)] if about else []
    said = shown_fields(kind, text, shown, opened).fields
    lines += _fields(kind, said, whom)
    filled = [*_moved(work, kind, moved, shown, opened)]
    lines += [line for _, line in filled]
    thing = Thing(
        key=f"record.{head.public_id}.{head.seq}",
        section=section,
        title=kind.title.nl,
        on=head.dated_on,
        lines=tuple(lines),
        free=any(field.kind in _FREE for name, field in kind.fields.items() if name in said)
        or any(asked.kind in _FREE for asked, _ in filled),
        shared=head.child_id is None,
    )
    yield thing
    for name in (each for each in kind.fields if each in MIXED and each in said):
        lines = [*_asked(kind.fields[name], said[name], whom)]
        key = f"{thing.key}.{name}"
        yield replace(thing, key=key, lines=tuple(lines), free=True, shared=True)


def _moved(
    work: CaseInHand,
    kind: RecordType,
    moved: Collection[EventSeen],
    shown: Collection[FieldClass],
    opened: Opened,
) -> Iterator[tuple[Field, Line]]:
    """What was filled in when it was brought to another status, with what was asked."""
    for event in moved:
        details, _ = details_of(event, work.workflow, shown, opened, {})
        form = kind.statuses[event.payload["status"]].input
        for each in details:
            told = each.name not in OF_OTHERS | {"dissent"}
            if told and each.name in form and form[each.name].kind != "person":
                said = _plain(each.value, each.words.nl if each.words else None)
                yield form[each.name], (each.title.nl, said)


def _fields(kind: RecordType, said: Mapping[str, object], whom: Whose) -> Iterator[Line]:
    for name, field in kind.fields.items():
        if name in said and name not in OF_OTHERS | MIXED:
            yield from _asked(field, said[name], whom)


def _asked(field: Field, value: object, whom: Whose) -> Iterator[Line]:
    """A question with its answer, or with that of each child that it was asked for."""
    if not isinstance(value, Mapping):
        yield field.title.nl, _value(field, value, whom)
        return
    for child, one in value.items():
        yield f"{field.title.nl} ({whom.names.get(str(child), '')})", _value(field, one, whom)


def _value(field: Field, value: object, whom: Whose) -> str:
    if field.kind == "person":
        return whom.names.get(str(value), WORKER)
    if field.kind == "meeting":
        return "een bijeenkomst"
    if field.kind == "date":
        return day_words(date.fromisoformat(str(value)), "nl")
    chosen = field.values.get(str(value))
    return _plain(value, chosen.nl if chosen else None)


def _plain(value: object, words: str | None) -> str:
    if words is not None:
        return words
    if isinstance(value, bool):
        return (YES if value else NO).nl
    return day_words(value, "nl") if isinstance(value, date) else str(value)


def _moves(work: CaseInHand, heads: Collection[RecordHead]) -> Mapping[str, tuple[EventSeen, ...]]:
    """What was filled in when each of them was brought to another status."""
    found: dict[str, list[EventSeen]] = {head.public_id: [] for head in heads}
    for event in events.events_of_kinds(work.connection, work.case, ["record_moved"]):
        if event.payload["record"] in found:
            found[event.payload["record"]].append(event)
    return {record: tuple(each) for record, each in found.items()}
