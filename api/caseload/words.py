"""How people fill in a form: what they choose, on which day, in which words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from api.caseload.intents import Somebody
from api.caseload.sentences import SENTENCES, USUAL
from engine.fields import Field

CHOICES: Mapping[str, tuple[str, ...]] = {
    "measure": ("none", "none", "none", "supervision_order", "probation"),
    "place_still_right": ("no_longer", "no_longer", "disputed", "right_now"),
    "place_kind": ("foster_family", "foster_family", "own_network", "family_home", "residential"),
    "why": ("declined", "not_reached", "moved"),
    "opens": ("nothing",),
    "outcome": ("home", "home", "social_network", "foster_family", "independent_with_support"),
    "regie_with": ("parents", "regisseur"),
    "title": ("supervision_order", "provisional_supervision_order"),
    "placed_by": ("placed_by_gi", "placed_by_medical_referrer"),
    "problems": ("growing_up", "psychological", "both"),
    "sent_by": ("college", "designated_cjg"),
    "programme": ("families_first", "other_programme"),
    "fallback": ("still_there",),
    "cjg_exception": ("psychiatric", "complex_divorce", "lvb_family"),
    "safe_contact": ("address", "phone", "by_hand"),
    "decider": ("family_and_team", "table"),
    "to_whom": ("veilig_thuis", "regional_expert_team"),
    "measure_asked": ("supervision_order",),
}
"""What people usually choose; any other choice is made at random."""

NO = frozenset({"within_two_weeks", "year_in_family", "longer", "families_first"})
"""Yes-or-no questions that are usually answered with no."""

DAYS: Mapping[str, tuple[int, int]] = {
    "since": (-600, -90),
    "ends_on": (180, 360),
    "talk_on": (75, 90),
    "return_on": (35, 60),
    "until": (14, 26),
    "next_evaluation": (60, 90),
    "last_day": (10, 20),
    "first_attempt": (-28, -21),
    "second_attempt": (-20, -14),
    "third_attempt": (-13, -2),
    "help_since": (0, 0),
    "handover_on": (5, 12),
    "last_day_in_force": (110, 128),
    "evaluate_on": (60, 90),
    "first_appointment": (7, 20),
    "next_date": (65, 70),
    "by_when": (20, 28),
    "decide_by": (20, 30),
}
"""How far from today a date usually lies; any other is today."""


@dataclass(frozen=True, slots=True)
class Writer:
    """Somebody filling in forms: the same seed, the same words."""

    rng: Random
    today: date
    person: str  # who is named where a form asks for a person
    colleague: str  # who is named where it must be another one
    children: tuple[str, ...]
    family: tuple[str, ...]  # who is named where it must be one of the family

    def filled(
        self, form: Mapping[str, Field], says: Mapping[str, object] | None = None
    ) -> dict[str, object]:
        """What is meant to be said, and a fitting answer to every other question asked."""
        said = {
            name: self._each(form[name], self._said(value))
            for name, value in (says or {}).items()
            if name in form
        }
        return {
            name: said[name] if name in said else self._answer(name, field)
            for name, field in form.items()
            if name in said or not field.optional or self._also(field)
        }

    def _each(self, field: Field, value: object) -> object:
        """The same answer for every child, where the form asks for each."""
        return dict.fromkeys(self.children, value) if field.per_child else value

    def _said(self, value: object) -> object:
        if value is Somebody.COLLEAGUE:
            return self.colleague
        return (self.today + value).isoformat() if isinstance(value, timedelta) else value

    def _also(self, field: Field) -> bool:
        """Whether something that need not be filled in is."""
        return field.kind == "long_text" and self.rng.random() < 0.3

    def _answer(self, name: str, field: Field) -> object:
        if field.per_child:
            return {child: self._one(name, field) for child in self.children}
        return self._one(name, field)

    def _one(self, name: str, field: Field) -> object:
        match field.kind:
            case "choice":
                usual = [value for value in CHOICES.get(name, ()) if value in field.values]
                return self.rng.choice(usual or list(field.values))
            case "yes_no":
                return name not in NO
            case "date":
                low, high = DAYS.get(name, (0, 0))
                return (self.today + timedelta(days=self.rng.randint(low, high))).isoformat()
            case "person":
                return self.rng.choice(self.family) if field.among else self.person
            case _:
                return self.rng.choice(SENTENCES.get(name, USUAL))
