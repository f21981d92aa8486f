"""Guards about the table: who is there while the case is discussed, and what was agreed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Self

from pydantic import Field as Setting
from pydantic import model_validator

from engine.guards.shared import GuardPart
from engine.names import Name
from engine.reason import Reason
from engine.snapshot import AgreementState, Snapshot
from engine.text import Part, Text

if TYPE_CHECKING:
    from engine.catalogue import Catalogue

QUORUM = "quorum"
"""Stands for every role of the region's quorum; written out when a region is merged."""


class PresentGuard(GuardPart):
    """Somebody in this role is in the room, on the phone or on the screen."""

    present: Name

    def check(self, case: Snapshot, catalogue: Catalogue) -> Reason:
        role = catalogue.roles[self.present].title
        return self._worded(
            Reason(
                key=f"present.{self.present}",
                met=self.present in case.present,
                asks=Text(nl=f"Zorg dat erbij is: {role.nl}", en=f"Have present: {role.en}"),
                says=Text(nl=f"Er is geen {role.nl} bij.", en=f"No {role.en} is present."),
            )
        )


class AgreementsWanted(Part):
    """There is an agreement, or every one of them is in one of these states."""

    some: Literal[True] | None = None
    in_: tuple[AgreementState, ...] = Setting(default=(), alias="in")

    @property
    def key(self) -> str:
        """What is asked: that there is one, or that they are settled."""
        return "" if self.some else "settled"

    @model_validator(mode="after")
    def _exactly_one(self) -> Self:
        if (self.some is None) == (not self.in_):
            raise ValueError("give either 'some: true' or 'in' with states")
        return self


class AgreementsGuard(GuardPart):
    """What was agreed at the table is there, or settled."""

    agreements: AgreementsWanted

    def check(self, case: Snapshot, catalogue: Catalogue) -> Reason:
        wanted = self.agreements
        if wanted.some:
            return self._worded(_reason("agreements", met=bool(case.agreements)))
        left = [each for each in case.agreements if each not in wanted.in_]
        return self._worded(_reason("agreements.settled", met=not left))


_SAYS = {
    "agreements": (
        Text(
            nl="Maak afspraken: wie doet wat, en wanneer", en="Make agreements: who does what, when"
        ),
        Text(nl="Er zijn nog geen afspraken gemaakt.", en="No agreements have been made yet."),
    ),
    "agreements.settled": (
        Text(nl="Rond de afspraken af", en="Settle the agreements"),
        Text(
            nl="Er staan nog afspraken open.",
            en="There are agreements that are not settled yet.",
        ),
    ),
}


def _reason(key: str, *, met: bool) -> Reason:
    asks, says = _SAYS[key]
    return Reason(key=key, met=met, asks=asks, says=says)
