"""What the pages of consent and authority show."""

from __future__ import annotations

from dataclasses import dataclass

from api.views.at_case import AtCase
from engine.service.file.consents import AuthorityRow, ConsentRow, Consents, ConsentWanted
from engine.service.file.dispatches import PARTIES, WHATS, DispatchRow
from engine.service.file.members import FamilyMember
from engine.service.sharing import SHARING, SHARING_GROUNDS, party_of
from engine.text import Text


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody whose answer the law asks, and the answer that stands now."""

    id: str
    name: str
    answer: ConsentRow | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentPage(AtCase):
    """The form for one answer, about one purpose and, once chosen, one child.

    ``shared`` is what left the case before, the newest first.
    """

    purposes: tuple[tuple[str, Text], ...]
    members: tuple[FamilyMember, ...]
    consents: Consents
    shared: tuple[DispatchRow, ...] = ()
    to: str = ""
    about: str = ""

    @property
    def to_title(self) -> Text | None:
        """What the consent is to, once that is chosen."""
        return dict(self.purposes).get(self.to)

    @property
    def is_sharing(self) -> bool:
        """Whether it is consent to share with a party outside."""
        return self.to in SHARING

    @property
    def gone(self) -> tuple[DispatchRow, ...]:
        """What was shared already: with this party, or with any while none is chosen."""
        party = party_of(self.to)
        return tuple(
            row for row in self.shared if party in (None, row.party) and row.corrected_by is None
        )

    def told(self, row: DispatchRow) -> tuple[Text, Text, Text | None]:
        """What left, to which party, and on which ground where that was recorded."""
        grounds = (text for key, text in SHARING_GROUNDS.items() if key == row.ground)
        return WHATS[row.what], PARTIES[row.party], next(grounds, None)

    @property
    def wanted(self) -> ConsentWanted | None:
        """Whom the law asks for this child."""
        return next(
            (
                each
                for each in self.consents.wanted
                if (each.purpose, each.child.id) == (self.to, self.about)
            ),
            None,
        )

    @property
    def asked(self) -> tuple[Asked, ...]:
        """Whom the law asks, each with the answer that stands."""
        found = {
            row.person: row
            for row in self.consents.rows
            if row.stands and (row.purpose, row.child.id) == (self.to, self.about)
        }
        return tuple(
            Asked(person, name, found.get(person))
            for person, name in (self.wanted.asked if self.wanted else ())
        )

    @property
    def for_all(self) -> ConsentRow | None:
        """The ground on which nobody need be asked, if one stands."""
        return next(
            (
                row
                for row in self.consents.rows
                if row.stands
                and row.person is None
                and (row.purpose, row.child.id) == (self.to, self.about)
            ),
            None,
        )

    @property
    def persons(self) -> tuple[tuple[str, str], ...]:
        """Whose answer it may be: whom the law asks in front."""
        asked = [each.id for each in self.asked]
        return tuple(
            (each.id, each.name)
            for each in sorted(self.members, key=lambda one: one.id not in asked)
            if not each.is_child or each.id == self.about
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorityPage(AtCase):
    """The form that says who has authority over which child, and what is known of that."""

    members: tuple[FamilyMember, ...]
    rows: tuple[AuthorityRow, ...]

    @property
    def parents(self) -> tuple[tuple[str, str], ...]:
        """The adults of the family."""
        return tuple((each.id, each.name) for each in self.members if not each.is_child)
