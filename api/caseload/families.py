"""Invented families: names from a fixed list, ages around what the workflows ask."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from engine.access import Viewer
from engine.consent import AuthoritySeen, asked_for
from engine.service.office import Office
from engine.service.registering import Member, NewFamily, register_family
from engine.snapshot import Child

BEGINNINGS = (
    "Aal", "Boven", "Brink", "Dijk", "Doorn", "Eek", "Elzen", "Geer", "Haag", "Heuvel", "Hooi",
    "Kamper", "Kolder", "Leem", "Linde", "Markt", "Meer", "Molen", "Nieuw", "Ooster", "Peppel",
    "Riet", "Rozen", "Slot", "Veen", "Vink", "Wester", "Wilde", "Zand", "Zonne",
)  # fmt: skip
ENDINGS = ("beek", "dam", "hof", "kamp", "laar", "loo", "sma", "veld")
OTHERS = (
    "Aydan", "Benhaddi", "Karadem", "Diallani", "El Hamouri", "Ostrowka", "Pinasar", "Saroedin",
    "Tesfalem", "Yildaran",
)  # fmt: skip
SURNAMES = (*(f"{begin}{end}" for begin in BEGINNINGS for end in ENDINGS), *OTHERS)
"""Invented; they sound like names of here and belong to nobody we know of."""

CHILDREN = (
    "Adam", "Amira", "Bo", "Daan", "Dewi", "Eva", "Femke", "Finn", "Hamza", "Ilse", "Indy",
    "Jade", "Jesse", "Kai", "Lieke", "Lotus", "Luuk", "Maud", "Mees", "Mila", "Nadia", "Nina",
    "Noor", "Olivier", "Pleun", "Quinn", "Rayan", "Roos", "Sven", "Tijn", "Tygo", "Yara", "Zoë",
)  # fmt: skip
PARENTS = (
    "Agnes", "Bas", "Chantal", "Dirk", "Esther", "Erol", "Gerda", "Henk", "Ingrid", "Jamila",
    "Johan", "Karin", "Leon", "Linda", "Marloes", "Mohamed", "Naima", "Patrick", "Petra", "Remco",
    "Saskia", "Sjoerd", "Sylvia", "Ton", "Wendy", "Wilma",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ChildOf:
    """A child of an invented family: the name, and the age in days on the first day."""

    name: str
    days_old: int


@dataclass(frozen=True, slots=True)
class ParentOf:
    """A parent, who has authority over all children or over none."""

    name: str
    has_authority: bool = True


@dataclass(slots=True)
class Household:
    """A family before and after it is registered; the cases of one family share it."""

    name: str
    region: str
    municipality: str
    children: tuple[ChildOf, ...]
    parents: tuple[ParentOf, ...]
    lead: str  # the key of whoever becomes regisseur
    has_regisseur: bool = False
    family: str = ""  # the public id, once registered
    ids: dict[str, str] = field(default_factory=dict)
    born: dict[str, date] = field(default_factory=dict)
    held: dict[str, list[str]] = field(default_factory=dict)
    """Who has the other roles of a family, by role."""

    answers: dict[tuple[str, str, str], str] = field(default_factory=dict)
    """What a person said, by child, purpose and person."""

    def register(self, office: Office, by: Viewer, first_day: date) -> None:
        """Register the family, the first time that one of its cases opens."""
        if self.family:
            return
        self.born = {
            child.name: first_day - timedelta(days=child.days_old) for child in self.children
        }
        names = tuple(self.born)
        members = (
            *(Member(name=name, born=self.born[name], is_child=True) for name in names),
            *(
                Member(name=parent.name, authority_over=names if parent.has_authority else ())
                for parent in self.parents
            ),
        )
        new = NewFamily(
            name=self.name, region=self.region, municipality=self.municipality, members=members
        )
        made = register_family(by, office, new)
        self.family, self.ids = made.family, made.members

    @property
    def spoken_to(self) -> tuple[str, ...]:
        """The public ids of whoever is invited and written to: the parents, else the children."""
        parents = tuple(self.ids[each.name] for each in self.parents)
        return parents or tuple(self.ids.values())

    def asked(self, child: str, on: date) -> Iterator[str]:
        """The names of those whose consent the law asks for this child, youth first."""
        holders = [
            AuthoritySeen(child, parent.name) for parent in self.parents if parent.has_authority
        ]
        wanted = asked_for(Child(child, self.born[child]), on, holders)
        return (name for name in self.ids if name in wanted)


class Invented:
    """Families one after another, no surname twice while the list lasts."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._names: list[str] = []

    def family(
        self, region: str, municipality: str, lead: str, *, ages: tuple[float, float]
    ) -> Household:
        """A family of one to three children, the eldest between these ages on the first day."""
        surname = self._surname()
        firsts = self._rng.sample(CHILDREN, k=self._rng.choice((1, 1, 2, 2, 3)))
        eldest = round(self._rng.uniform(*ages) * 365.25)
        gap = self._rng.randint(500, 1300)
        children = tuple(
            ChildOf(f"{first} {surname}", max(30, eldest - nth * gap))
            for nth, first in enumerate(firsts)
        )
        return Household(surname, region, municipality, children, self._parents(surname), lead=lead)

    def _parents(self, surname: str) -> tuple[ParentOf, ...]:
        """One parent, two together, or two apart: then the second has a name of their own."""
        one, other = self._rng.sample(PARENTS, k=2)
        first = ParentOf(f"{one} {surname}")
        kind = self._rng.choice(
            ("single", "together", "together", "apart", "apart", "no_authority")
        )
        if kind == "single":
            return (first,)
        if kind == "together":
            return first, ParentOf(f"{other} {surname}")
        return first, ParentOf(f"{other} {self._surname()}", has_authority=kind == "apart")

    def _surname(self) -> str:
        if not self._names:
            self._names = self._rng.sample(SURNAMES, k=len(SURNAMES))
        return self._names.pop()
