"""Which ids of a request are of what somebody sees, and fit the others; told by hand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from tests.access.asking import Ask
from tests.access.shelf import ASKED, AWAY, SECOND, SEES, SETS, SITS, WATCHES, family_of

NONE, BAD = "none", "bad"

Choice: TypeAlias = tuple[str, ...]
"""For each place of a request the file that its id is taken from, or ``none`` or ``bad``."""

OF_ANOTHER = frozenset(
    {"record_id", "deadline_id", "deviation_id", "agreement_id", "item_id", "member_id"}
    | {"letter_id", "plan_id"}
)
"""What is found through another thing, which was named before it."""


def without_foreign(ask: Ask, choice: Choice, who: str) -> Choice:
    """The choice with every id that is not theirs, or not of the case that was asked, made none."""
    made: list[str] = []
    absent: dict[tuple[str, str], str] = {}  # what is the same stays the same
    asked = _Asked()
    for kind, name in zip(ask.slots, choice, strict=True):
        none = absent.setdefault((kind, family_of(name)), f"{NONE}{len(absent) + 1}")
        is_theirs = name in (NONE, BAD) or _fits(who, kind, name, asked)
        made.append(name if is_theirs else none)
        asked = asked.then(kind, made[-1])
    return tuple(made)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What was named so far: the last case, family or table, and the first of both sorts.

    What is found without a case is held for a table: whoever is named with it is to belong to it.
    """

    last: str = ""
    family: str = ""
    table: str = ""

    def then(self, kind: str, name: str) -> _Asked:
        """The same with one more id."""
        if kind in {"case_id", "family_id"}:
            return _Asked(name, self.family or name, self.table)
        if kind in {"meeting_id", "table_id"}:
            return _Asked(name, self.family, self.table or name)
        if not self.last and kind in {"absence_id", "deadline_id"}:
            return _Asked("", "", self.table or name)
        return self


_OWNED = {
    "log_review_id": WATCHES,
    "signal_id": WATCHES,
    "emergency_review_id": WATCHES,
    "destruction_id": {},
    "rule_setting_id": SETS,
    "work_id": SETS,
    "absence_id": AWAY,
    "batch_id": ASKED,
    "saved_view_id": ASKED,
    "notice_id": ASKED,
}
"""Who sees what of which file."""


def _fits(who: str, kind: str, name: str, asked: _Asked) -> bool:
    """Whether the id is of what they see, and of what was named before it."""
    if kind in {"case_id", "family_id"}:
        same = family_of(name) == family_of(asked.family or name)
        return same and _sees(who, kind, name)
    if kind in {"meeting_id", "table_id"}:
        return bool(asked.family) or _sees(who, kind, name)
    if kind in _OWNED:
        return name in _OWNED[kind].get(who, ())
    if kind == "deadline_id" and not asked.last:  # of a batch: each is found by itself
        return _sees(who, "case_id", name)
    if kind == "person_id" and asked == _Asked():  # whose dates are asked for
        return SECOND[name] in {SECOND[each] for each in SEES[who]}
    around = asked.family or asked.table
    return name == asked.last if kind in OF_ANOTHER else family_of(name) == family_of(around)


def _sees(who: str, kind: str, name: str) -> bool:
    if kind == "table_id":
        return name in SITS.get(who, ())
    if kind in {"case_id", "meeting_id"}:
        return name in SEES[who]
    return any(family_of(each) == family_of(name) for each in SEES[who])
