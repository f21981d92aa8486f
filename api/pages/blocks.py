"""A block of a page: a form of its own that is stale only when that block changed.

Each form carries the seal of what its block showed. When it comes in, the seal is computed anew:
where it is the same, the command runs on the newest version of the case, whatever else changed
there; where it is not, the form comes back with what others did.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeVar

from api.auth.posted import Posted
from api.forms import PREFIX
from api.pages.again import Again, tried
from api.pages.outcomes import Stale
from api.problem_texts import KINDS as STATUSES
from engine.decision import Refused
from engine.errors import StaleCase
from engine.fields import InputProblem
from engine.service.event_kinds import EventKind
from engine.service.file.timeline import what_came_in
from engine.service.office import Office
from engine.service.sent_before import came_before
from engine.service.sessions import SignedIn
from engine.service.sheet import Sheet, sheet

AnswerT = TypeVar("AnswerT")

TRIES = 5
"""So often a command that met another one on the same case begins anew."""

KINDS: Mapping[str, tuple[EventKind, ...]] = {
    "who": ("attendance_marked",),
    "step": ("advanced",),
    "outcome": ("record_written", "record_edited", "record_moved"),
    "outcomes": ("record_written", "record_edited", "record_moved"),
    "agreements": ("agreed", "agreement_owned", "agreement_settled", "agreement_heard"),
    "advice": ("record_written", "record_moved"),
}
"""What others may have done in a block, by the first word of its name."""

_STALE = STATUSES["stale_case"].status


@dataclass(frozen=True, slots=True)
class Sent:
    """The same form came in before; what it changed then stands."""


@dataclass(frozen=True, slots=True)
class Block:
    """A block of the sheet of one item, and the form of it that came in."""

    me: SignedIn
    office: Office
    meeting: str
    item: str
    name: str
    form: Posted

    def now(self) -> Sheet:
        """The sheet as it is; raises NotFound when it is not for whoever sends."""
        return sheet(self.me.viewer, self.office, self.meeting, self.item)

    def run(
        self,
        do: Callable[[Sheet], AnswerT | Refused | Again],
        goes_on: Callable[[Sheet], bool] = lambda _: False,
    ) -> AnswerT | Again | Sent:
        """Carry it out, unless the block changed since it was shown.

        ``goes_on`` says that this very form changed it, and broke off before its end.
        """
        for _ in range(TRIES):
            found = self.now()
            if self.form.text("seal") != found.seal(self.name):
                again = self._again(found)
                if isinstance(again, Sent) or not goes_on(found):
                    return again
            try:
                return tried(partial(do, found))
            except StaleCase:
                continue  # another block was saved at this moment
        return self._stale(self.now())

    def _again(self, found: Sheet) -> Stale | Sent:
        """The block is another one now: by this very form, sent before, or by somebody else."""
        if came_before(self.me.viewer, self.office, self.form.key):
            return Sent()
        return self._stale(found)

    def _stale(self, found: Sheet) -> Stale:
        seen = self.form.version or found.case.version
        events = what_came_in(self.me.viewer, self.office, found.case.id, seen)
        of_others = tuple(
            each
            for each in events
            if each.kind in KINDS[self.name.partition("-")[0]]
            and each.actor not in {None, self.me.name}
        )
        return Stale(_STALE, events=of_others, version=found.case.version)


def newest(do: Callable[[int], AnswerT], version: int) -> AnswerT:
    """Run a later command of the same form, whatever came between."""
    for _ in range(TRIES):
        try:
            return do(version)
        except StaleCase as stale:
            version = stale.current
    return do(version)


def below(form: Posted, scope: str) -> Posted:
    """The answers of the questions whose names begin with ``scope``, without it.

    >>> below(Posted((("f.a-why", "x"), ("f.b-why", "y"))), "a").fields
    (('f.why', 'x'),)
    """
    prefix = f"{PREFIX}{scope}-"
    return Posted(
        tuple(
            (PREFIX + name.removeprefix(prefix), text)
            for name, text in form.fields
            if name.startswith(prefix)
        )
    )


def within(problems: Iterable[InputProblem], scope: str) -> tuple[InputProblem, ...]:
    """The problems, each at its question below ``scope``."""
    return tuple(replace(each, field=f"{scope}-{each.field}") for each in problems)
