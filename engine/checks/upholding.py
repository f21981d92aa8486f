"""Whether a rule alone makes sure of what an invariant promises. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, product

from engine.catalogue import Catalogue
from engine.guards import AllOf, AnyOf, Composed, Guard
from engine.guards.composed import kind_of
from engine.guards.file import FactGuard, InputGuard, RecordGuard


def upholds(asked: Guard, kept: Guard, catalogue: Catalogue) -> bool:
    """Whether some part of what is kept follows from what is asked, by its content.

    That both name the same record or field is not enough: each way to meet what is asked has to
    meet that part. A rule that only helps along with others does not count here; the proof of
    the merged definition finds that.
    """
    parts = kept.members if isinstance(kept, AllOf) else (kept,)
    ways = tuple(_ways(asked))
    return any(all(_meets(way, part, catalogue) for way in ways) for part in parts)


def _ways(guard: Guard) -> Iterator[tuple[Guard, ...]]:
    """The ways to meet a guard, each as the guards that are met together."""
    if isinstance(guard, AllOf):
        for chosen in product(*map(_ways, guard.members)):
            yield tuple(chain(*chosen))
    elif isinstance(guard, AnyOf):
        for member in guard.members:
            yield from _ways(member)
    else:
        yield (guard,)


def _meets(way: tuple[Guard, ...], kept: Guard, catalogue: Catalogue) -> bool:
    if isinstance(kept, AllOf):
        return all(_meets(way, member, catalogue) for member in kept.members)
    if isinstance(kept, AnyOf):
        return any(_meets(way, member, catalogue) for member in kept.members)
    return any(_as_strong(met, kept, catalogue) for met in way)


def _as_strong(met: Guard, kept: Guard, catalogue: Catalogue) -> bool:
    """Whether one guard asks what the other does, or more of the same."""
    match met, kept:
        case RecordGuard(), RecordGuard():
            return _is_found(met, kept, catalogue)
        case InputGuard(), InputGuard():
            return met.field == kept.field and _within(met.input[met.field], kept.input[met.field])
        case FactGuard(), FactGuard():
            return met.name == kept.name and _within(met.fact[met.name], kept.fact[met.name])
    return _content(met) == _content(kept)


def _is_found(met: RecordGuard, kept: RecordGuard, catalogue: Catalogue) -> bool:
    """Whether the record that the one finds is a record that the other wants."""
    asked, wanted = met.record, kept.record
    kind = catalogue.records.get(wanted.type)
    settled = kind.settled if kind else ()
    return (
        (asked.type, asked.for_) == (wanted.type, wanted.for_)
        and _within(asked.status or settled, wanted.status or settled)
        and wanted.no_older_than in (None, asked.no_older_than)
        and wanted.newer_than in (None, asked.newer_than)
    )


def _within(values: tuple[str, ...], others: tuple[str, ...]) -> bool:
    return set(values) <= set(others)


def _content(guard: Guard) -> object:
    """What a guard asks, without its words."""
    if isinstance(guard, Composed):
        return guard.kind, [_content(member) for member in guard.members]
    kind = kind_of(guard) or ""
    return kind, getattr(guard, kind)
