"""Guards about people: who takes part, how old, who consents, who looks a second time."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Annotated, Self

from pydantic import Field as Setting
from pydantic import model_validator

from engine.guards.shared import ForWhom, GuardPart, of_children
from engine.names import Name
from engine.reason import Fix, Reason
from engine.snapshot import Child, Snapshot
from engine.terms import birthday
from engine.text import Part, Text

if TYPE_CHECKING:
    from engine.catalogue import Catalogue


class ParticipantWanted(Part):
    """Which role somebody must hold."""

    role: Name
    qualified: bool = False


class ParticipantGuard(GuardPart):
    """Somebody takes part in this role."""

    participant: ParticipantWanted

    def check(self, case: Snapshot, catalogue: Catalogue) -> Reason:
        wanted = self.participant
        role = catalogue.roles[wanted.role].title
        holders = case.holders.get(wanted.role, ())
        return self._worded(
            Reason(
                key=f"participant.{wanted.role}",
                met=any(holder.qualified or not wanted.qualified for holder in holders),
                asks=Text(nl=f"Betrek: {role.nl}", en=f"Involve: {role.en}"),
                says=Text(nl=f"Er is geen {role.nl} betrokken.", en=f"No {role.en} takes part."),
                fix=Fix(participant=wanted.role),
            )
        )


class AssignedGuard(GuardPart):
    """The role that one person holds is held by somebody."""

    assigned: Name

    def check(self, case: Snapshot, catalogue: Catalogue) -> Reason:
        role = catalogue.roles[self.assigned].title
        return self._worded(
            Reason(
                key=f"assigned.{self.assigned}",
                met=bool(case.holders.get(self.assigned)),
                asks=Text(nl=f"Wijs aan: {role.nl}", en=f"Appoint: {role.en}"),
                says=Text(nl=f"Er is geen {role.nl} aangewezen.", en=f"No {role.en} is appointed."),
                fix=Fix(assign=self.assigned),
            )
        )


class Years(Part):
    """An age in whole years."""

    years: Annotated[int, Setting(ge=0, le=130)]


class AgeWanted(Part):
    """An age in whole years, as of the day on which it happens."""

    under: Years | None = None
    at_least: Years | None = None
    for_: ForWhom = Setting(default="each_child", alias="for")

    @model_validator(mode="after")
    def _some_bound(self) -> Self:
        if self.under is None and self.at_least is None:
            raise ValueError("give 'under', 'at_least' or both")
        return self

    def holds(self, born: date | None, on: date) -> bool | None:
        """Whether this age lies within the bounds; None where the birth date is unknown."""
        if born is None:
            return None
        young_enough = self.under is None or on < birthday(born, self.under.years)
        old_enough = self.at_least is None or on >= birthday(born, self.at_least.years)
        return young_enough and old_enough

    def words(self) -> Text:
        """The bounds as words: "jonger dan 12"."""
        nl, en = [], []
        if self.under:
            nl.append(f"jonger dan {self.under.years}")
            en.append(f"younger than {self.under.years}")
        if self.at_least:
            nl.append(f"{self.at_least.years} jaar of ouder")
            en.append(f"{self.at_least.years} or older")
        return Text(nl=" en ".join(nl), en=" and ".join(en))


class AgeGuard(GuardPart):
    """The child is of this age; an unknown birth date leaves the answer open."""

    age: AgeWanted

    def check(self, case: Snapshot, catalogue: Catalogue) -> Reason:
        age = self.age.words()
        reason = Reason(
            key="age",
            met=False,
            asks=Text(nl=f"Controleer de leeftijd: {age.nl}", en=f"Check the age: {age.en}"),
            says=Text(nl=f"De jeugdige is niet {age.nl}.", en=f"The youth is not {age.en}."),
            needs=("birth_date",),
        )
        return self._worded(
            of_children(
                reason, case, self.age.for_, lambda child: self.age.holds(child.born, case.on)
            )
        )


class EyesOf(Part):
    """Whose work the second person looks at: a record's author, or who made a step."""

    record: Name | None = None
    step: Name | None = None

    @model_validator(mode="after")
    def _exactly_one(self) -> Self:
        if len(self.model_fields_set) != 1:
            raise ValueError("a second person looks at one thing: record or step")
        return self


class FourEyesWanted(Part):
    """A second professional for a record or an earlier step."""

    of: EyesOf
    by: tuple[Name, ...]


class FourEyesGuard(GuardPart):
    """Whoever acts is another person than the author, in one of these roles."""

    four_eyes: FourEyesWanted

    def check(self, case: Snapshot, catalogue: Catalogue) -> Reason:
        wanted = self.four_eyes
        made = case.stepped.get(wanted.of.step or "")
        first = {made} if made else set()
        kind = wanted.of.record
        if kind:  # of one child's or another's: having written any of them is enough
            first = {seen.author for (name, _), seen in case.records.items() if name == kind}
        reason = second_pair_of_eyes(case, first, wanted.by, catalogue)
        return self._worded(replace(reason, records=(kind,) if kind else ()))


class ConsentWanted(Part):
    """Consent to what, and of which child parts."""

    to: Name
    for_: ForWhom = Setting(default="each_child", alias="for")


class ConsentGuard(GuardPart):
    """Everybody whose consent the law asks at this age has given it.

    Source: Jeugdwet 7.3.4; who that is by age: ``engine.consent``.
    """

    consent: ConsentWanted

    def check(self, case: Snapshot, catalogue: Catalogue) -> Reason:
        to = self.consent.to

        def complete(child: Child) -> bool:
            seen = case.consents.get((to, child.id))
            return seen is not None and seen.complete

        reason = Reason(
            key=f"consent.{to}",
            met=False,
            asks=Text(nl="Leg de toestemming vast", en="Record the consent"),
            says=Text(
                nl="Niet iedereen die moet instemmen heeft toestemming gegeven.",
                en="Not everybody who must consent has done so.",
            ),
            fix=Fix(consent=to),
            source="LAW Jeugdwet 7.3.4",
        )
        return self._worded(of_children(reason, case, self.consent.for_, complete))


def second_pair_of_eyes(
    case: Snapshot, first: Collection[str], by: tuple[str, ...], catalogue: Catalogue
) -> Reason:
    """Whether whoever acts may be the second professional to the work of those in ``first``."""
    roles = catalogue.role_titles(by)
    return Reason(
        key="four_eyes",
        met=case.actor not in first and bool(case.roles & set(by)),
        asks=Text(
            nl=f"Laat een tweede professional dit doen ({roles.nl})",
            en=f"Have a second professional do this ({roles.en})",
        ),
        says=Text(
            nl=f"Dit vraagt een tweede professional, een ander dan de opsteller: {roles.nl}.",
            en=f"This takes a second professional, another than the author: {roles.en}.",
        ),
        source="DEFAULT; SEED 000 (req 164)",
    )
