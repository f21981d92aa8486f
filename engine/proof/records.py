"""The dimension of one type of record: where it stands, how old, newer than what. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from itertools import product
from typing import ClassVar

from engine.catalogue import RecordType
from engine.definition import Transition
from engine.guards.file import Since
from engine.proof.cuts import Cut, bands, day_in, fresh
from engine.proof.dimension import BLANK, CHILD, At, Dimension, Value, Values
from engine.proof.papers import happens
from engine.snapshot import RecordSeen, Snapshot

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class RecordDimension(Dimension):
    """The current record of one type.

    Several documents of a type may be under way at once; the newest settled one is current,
    or the newest. So a record that is not settled may be followed by any, and a settled one
    by any settled one: by another document.
    """

    lasting: ClassVar[bool] = True

    kind: RecordType
    cuts: tuple[Cut, ...] = ()
    compared: tuple[Since, ...] = ()

    @cached_property
    def values(self) -> tuple[Value, ...]:
        flags = product((True, False), repeat=len(self.compared))
        every = product(self.statuses, bands(self.cuts), flags)
        return (None, *(At(status, band, newer) for status, band, newer in every))

    @cached_property
    def statuses(self) -> tuple[str, ...]:
        """The statuses that a record can come to, as the file lists them."""
        seen, waiting = set[str](), [self.kind.initial]
        while waiting:
            status = waiting.pop()
            if status not in seen:
                seen.add(status)
                waiting += self.kind.moves.get(status, ())
        return tuple(status for status in self.kind.statuses if status in seen)

    def shown(self, value: Value) -> Snapshot:
        if not isinstance(value, At):
            return BLANK
        child = CHILD if self.kind.about == "youth" else None
        on = day_in(self.cuts, value.band)
        seen = {(self.name, child): RecordSeen(self.name, value.status, on, "author", child)}
        case = replace(BLANK, records=seen)
        for since, newer in zip(self.compared, value.newer, strict=True):
            case = _with_day(case, since, on - _DAY if newer else on)
        return case

    def changes(self, value: Value) -> Iterable[Value]:
        """A document is written or brought further, or the current one grows older.

        Older than what it is compared with it may turn out to be at any time: it was written
        on the same day, or another document takes its place.
        """
        yield from self._onward(value)
        if isinstance(value, At):
            if value.band < len(self.cuts):
                yield replace(value, band=value.band + 1)
            for index in range(len(self.compared)):
                flags = (*value.newer[:index], False, *value.newer[index + 1 :])
                yield replace(value, newer=flags)

    def after(self, value: Value, step: Transition, entered: str | None, given: Values) -> Value:
        if not isinstance(value, At) or self.has_own_date:
            return value
        flags = (
            newer and not happens(since, step, entered)
            for since, newer in zip(self.compared, value.newer, strict=True)
        )
        return replace(value, newer=tuple(flags))

    @property
    def has_own_date(self) -> bool:
        """Whether a date in the form says how old it is, rather than the day of its status."""
        return self.kind.dated_by != "settled"

    def _onward(self, value: Value) -> Iterator[Value]:
        """Whatever document may be current next, of today unless it says its own date."""
        today = (fresh(self.cuts),)
        reached = bands(self.cuts) if self.has_own_date else today
        for status in self._next(value):
            yield from (At(status, band, (True,) * len(self.compared)) for band in reached)
            if isinstance(value, At) and not self.kind.statuses[status].settled:
                yield replace(value, status=status)

    def _next(self, value: Value) -> tuple[str, ...]:
        if not isinstance(value, At) or self._may_unsettle:
            return self.statuses
        if not self.kind.statuses[value.status].settled:
            return self.statuses
        return tuple(status for status in self.statuses if self.kind.statuses[status].settled)

    @cached_property
    def _may_unsettle(self) -> bool:
        """Whether a settled document can be brought to a status that settles nothing."""
        statuses = self.kind.statuses
        return any(
            statuses[status].settled and not statuses[onward].settled
            for status in self.statuses
            for onward in self.kind.moves.get(status, ())
        )


def _with_day(case: Snapshot, since: Since, day: date) -> Snapshot:
    """The case in which that happened on this day."""
    if since.act:
        return replace(case, acted={**case.acted, since.name: day})
    if since.entering:
        return replace(case, entered={**case.entered, since.name: day})
    other = RecordSeen(since.name, "", day, "author")
    return replace(case, records={**case.records, (since.name, None): other})
