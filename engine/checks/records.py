"""Shared acts and record types: one beginning each, and facts where facts are meant."""

from __future__ import annotations

from collections.abc import Iterator

from engine.catalogue import Catalogue, RecordType
from engine.guards import Composed
from engine.problems import Problem, unknown


def catalogue_problems(catalogue: Catalogue) -> Iterator[Problem]:
    """What is wrong with the shared acts and record types, their names apart."""
    for key, record in catalogue.records.items():
        yield from _of_record(key, record)
    for key, act in catalogue.acts.items():
        at = ("acts", key, "found_as")
        if act.kind == "fact" and act.found_as:
            yield Problem(where=key, says="a fact is not found as another act", at=at)
        for name in act.found_as:
            if name in catalogue.acts and catalogue.acts[name].kind == "decision":
                says = f"'{name}' is a decision; 'found_as' names facts"
                yield Problem(where=key, says=says, at=at)


def _of_record(key: str, record: RecordType) -> Iterator[Problem]:
    initial = [name for name, status in record.statuses.items() if status.initial]
    if len(initial) != 1:
        names = f": {', '.join(initial)}" if initial else ""
        says = f"exactly one status is initial, not {len(initial)}{names}"
        yield Problem(where=key, says=says, at=("records", key, "statuses"))
    for name in initial:
        if record.statuses[name].requires or record.statuses[name].four_eyes:
            says = f"'{name}' is where a record begins; ask this of a later status"
            yield Problem(where=key, says=says, at=("records", key, "statuses", name))
    if record.one_for is not None:
        yield from _one_for(key, record, record.one_for)
    yield from _for_family(key, record)
    yield from _without_words(key, record)


def _for_family(key: str, record: RecordType) -> Iterator[Problem]:
    """What the family reads has a status in which it stands, and is not shielded."""
    at = ("records", key, "for_family")
    if record.for_family == "never":
        if record.own_authority:
            says = "'own_authority' is about what the family reads; say 'for_family' as well"
            yield Problem(where=key, says=says, at=("records", key, "own_authority"))
        return
    if record.class_ == "shielded":
        yield Problem(where=key, says="a shielded record is never for the family", at=at)
    if not record.settled:
        yield Problem(where=key, says="it has no settled status; the family reads no draft", at=at)


def _one_for(key: str, record: RecordType, name: str) -> Iterator[Problem]:
    """A record of which each person has one says whose it is."""
    at = ("records", key, "one_for")
    persons = [each for each, field in record.fields.items() if field.kind == "person"]
    if name not in persons:
        yield Problem(where=key, says=f"it asks {unknown('person', name, persons)}", at=at)
    elif record.fields[name].optional:
        yield Problem(where=key, says=f"'{name}' says whose it is; it cannot be optional", at=at)


def _without_words(key: str, record: RecordType) -> Iterator[Problem]:
    """A composed guard stands for several: only its author knows what to call that."""
    for name, status in record.statuses.items():
        for guard in status.requires:
            absent = [word for word in ("key", "asks", "says") if getattr(guard, word, "") is None]
            if isinstance(guard, Composed) and absent:
                says = f"a composed guard in 'requires' lacks {', '.join(absent)}"
                yield Problem(where=key, says=says, at=("records", key, "statuses", name))
