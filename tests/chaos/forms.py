"""Forms filled in by chance, each answer of the right kind."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from datetime import date, timedelta
from random import Random

from engine.fields import Field
from engine.guards import Guard
from engine.guards.composed import AnyOf, Composed, NoneOf
from engine.guards.file import InputGuard
from engine.guards.period import PeriodGuard, PeriodWanted

DAYS = {
    "since": (-200, -30),
    "help_since": (-90, -10),
    "until": (100, 170),
    "last_day": (10, 20),
    "last_day_in_force": (30, 300),
    "first_attempt": (-28, -21),
    "second_attempt": (-20, -14),
    "third_attempt": (-13, -2),
}
"""How far from today some dates lie; any other is today or soon."""


def filled(
    form: Mapping[str, Field],
    luck: Random,
    today: date,
    child: str,
    people: list[str],
    says: Mapping[str, object],
) -> dict[str, object]:
    """What is meant to be said, and any answer to every other question that must be answered."""
    answers: dict[str, object] = {}
    for name, asked in form.items():
        if name not in says and asked.optional and luck.random() < 0.7:
            continue
        answer = says[name] if name in says else _any(name, asked, luck, today, people)
        answers[name] = {child: answer} if asked.per_child else answer
    return answers


def _any(name: str, asked: Field, luck: Random, today: date, people: list[str]) -> object:
    match asked.kind:
        case "choice":
            return luck.choice(list(asked.values))
        case "yes_no":
            return luck.random() < 0.6
        case "date":
            low, high = DAYS.get(name, (0, 12))
            return (today + timedelta(days=luck.randint(low, high))).isoformat()
        case "person":
            return luck.choice(people)
        case _:
            return "Tekst."


@dataclass(frozen=True)
class Hints:
    """Answers that guards may be content with."""

    form: Mapping[str, Field]
    luck: Random
    today: date
    says: dict[str, object] = dataclass_field(default_factory=dict)

    def take(self, guard: Guard, *, met: bool = True) -> None:
        """Say what would meet a guard, or what would not; of several ways any one."""
        if isinstance(guard, AnyOf):
            self.take(self.luck.choice(guard.members), met=met)
        elif isinstance(guard, Composed):
            for member in guard.members:
                self.take(member, met=met != isinstance(guard, NoneOf))
        elif isinstance(guard, InputGuard):
            for name, fine in guard.input.items():
                self._answer(name, fine, met=met)
        elif isinstance(guard, PeriodGuard):
            self._dates(guard.period)

    def _answer(self, name: str, fine: Collection[str], *, met: bool) -> None:
        asked = self.form.get(name)
        if asked is None:
            return
        known = ["yes", "no"] if asked.kind == "yes_no" else [*asked.values]
        left = [each for each in known if (each in fine) == met]
        if left:
            said = self.luck.choice(left)
            self.says[name] = said == "yes" if asked.kind == "yes_no" else said

    def _dates(self, period: PeriodWanted) -> None:
        *first, last = period.fields
        days = 20 if period.at_most else 400
        if period.at_most and period.at_most.unit == "days":
            days = max(period.at_most.amount - 1, 0)
        self.says.update({name: self.today.isoformat() for name in first})
        self.says[last] = (self.today + timedelta(days=days)).isoformat()
