"""Which of somebody's parts in a case count today, and until when they do. Pure.

Access ends by itself. What a part gives hangs on the class of the state in which the case stands:
a *draft* is for whoever makes it; of a *closed* case some keep reading, some for so many days, and
others see it until the end of the day on which it was recorded that it is closed (so whoever
closes it is told so on its own page). Beside that a part of a parent ends on a birthday of the
child, and no part counts for somebody who works for another organisation than the one for which
they were given it.

The parts of a chair and a secretary end four weeks after the *closing* of the case, not after the
meeting (DEFAULT). DOMAIN 4.2 and SAFETY 5.3 both count from the closing, issue 7 names the meeting:
an open case comes back to its table, and whoever prepares that reads what came before. What the
meeting would end, ends with the seat instead: who sits at no table any more in that role keeps for
four weeks what the seat gave. A person's end date is stored with each part then, so no clock has
to run for it, and whoever gets a seat again within those weeks keeps the part.

Whoever must still do something keeps the way to it: a part whose role owns an open deadline of
the case outlasts the closing, for as long as that deadline is open. An exclusion always counts.

The same is said apart from this in SQL: ``engine.store.visibility``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, TypeAlias

from engine.access import SEES, Part, Viewer
from engine.ages import earliest_birthday

StateClass: TypeAlias = Literal["draft", "open", "closed"]
"""What rights hang on; a new workflow needs no new ones."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Of which class the state of a case is; closed: on which day that was recorded."""

    state_class: StateClass = "open"
    closed_on: date | None = None


_FOUR_WEEKS = timedelta(days=28)

IN_DRAFT: frozenset[str] = frozenset({"regisseur", "substitute", "requester", "coordinator"})
"""The rows of the access table that see a case before it is handed in.

Source: SAFETY 5.3.
"""

AFTER_CLOSING: Mapping[str, int | None] = {
    **dict.fromkeys(("regisseur", "substitute", "coordinator", "professional")),
    **dict.fromkeys(("former_regisseur", "youth")),
    **dict.fromkeys(("parent_with_authority", "parent_without_authority")),
    **dict.fromkeys(("chair", "secretary"), _FOUR_WEEKS.days),
    **dict.fromkeys(("requester", "council_adviser", "gi_worker"), 0),
    **dict.fromkeys(("consultant", "informant", "confidential_advocate"), 0),
}
"""For how many days after its closing each row sees a case; None: no end by that.

Source: SAFETY 5.3; DOMAIN 4.2; that the day of closing itself counts is a DEFAULT, and so are the
28 days.
"""

BY_SEAT: frozenset[str] = frozenset({"chair", "secretary"})
"""The rows of the access table whose parts end after the seat at a table that gave them.

Source: SAFETY 5.3; that only these run a table, and the others keep their cases, is a DEFAULT.
"""

UNTIL_AGE: Mapping[str, int] = {"parent_with_authority": 18, "parent_without_authority": 16}
"""The birthday of the child at whose start the part of a parent ends.

From 16 on whoever has authority is shown only what concerns that authority, and more with the
youth's consent: what is published to them says which. Without authority it takes that consent.

Source: SAFETY 5.5; DOMAIN 4.2; the birthday of 29 February in its strict reading.
"""


def after_seat(until_on: date) -> date:
    """The first day without what a seat gave, when it ended at the start of ``until_on``."""
    return until_on + _FOUR_WEEKS


def class_of(*, final: bool, draft: bool = False) -> StateClass:
    """The class of a state."""
    if final:
        return "closed"
    return "draft" if draft else "open"


def counting(viewer: Viewer, parts: Collection[Part], case: Standing, on: date) -> tuple[Part, ...]:
    """Those of the parts, held on this day, that count in a case that stands like this.

    Source: SAFETY 5.1, 5.3, 5.5.

    >>> closed = Standing("closed", date(2026, 11, 22))
    >>> chair = Part("chair", "chair")
    >>> [len(counting(Viewer(1, "p"), [chair], closed, date(2026, 12, day))) for day in (20, 21)]
    [1, 0]
    """
    return tuple(
        part for part in parts if part.access == "excluded" or _counts(viewer, part, case, on)
    )


def _counts(viewer: Viewer, part: Part, case: Standing, on: date) -> bool:
    if _of_another(viewer, part) or not _admits(part, case):
        return False
    return all(on <= day for day in _last_days(part, case))


def _of_another(viewer: Viewer, part: Part) -> bool:
    """Whether it was given to somebody of another organisation than they work for now."""
    return None not in (known := (viewer.organisation, part.organisation)) and len({*known}) > 1


def _admits(part: Part, case: Standing) -> bool:
    """Whether it lets anybody see a case of this class at all."""
    if part.owes or case.state_class == "open":
        return True
    if case.state_class == "draft":
        return part.access in IN_DRAFT
    return part.access in AFTER_CLOSING


def _last_days(part: Part, case: Standing) -> Iterator[date]:
    """The last day of the part itself, by each of the ways in which one ends."""
    if part.until is not None:
        yield part.until - timedelta(days=1)
    after = AFTER_CLOSING.get(part.access)
    if case.state_class == "closed" and after is not None and not part.owes:
        yield (case.closed_on or date.min) + timedelta(days=after)
    years = UNTIL_AGE.get(part.access)
    if years is not None:
        yield _eve(part.child.born if part.child else None, years)


def _eve(born: date | None, years: int) -> date:
    """The last day before that birthday; long past where child or age is not known."""
    return date.min if born is None else earliest_birthday(born, years) - timedelta(days=1)


def ends_on(parts: Collection[Part], case: Standing) -> date | None:
    """The last day on which somebody with these parts sees the case, if they end by themselves.

    Of several the longest counts. None: one of them has no end, or none shows it.

    >>> closed = Standing("closed", date(2026, 11, 22))
    >>> ends_on([Part("chair", "chair"), Part("requester", "requester")], closed)
    datetime.date(2026, 12, 20)
    """
    ends = [min(_last_days(part, case), default=None) for part in parts if part.access in SEES]
    known = [day for day in ends if day is not None]
    return max(known) if known and len(known) == len(ends) else None
