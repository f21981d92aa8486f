"""What the pages of packages and dispatches show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from api.views.at_case import AtCase
from engine.fields import Field
from engine.service.file.dispatches import (
    PARTIES,
    WAYS,
    WHATS,
    DispatchRow,
    Party,
    What,
)
from engine.service.file.members import FamilyMember
from engine.service.letter_page import Paper
from engine.service.packages import Package, PackageRow, PackagesPage
from engine.service.sharing import SHARING_GROUNDS
from engine.text import Text

FILE = "pakket.pdf"
"""What the file is called: nothing of whom it is about, nor for whom it is."""

TITLE = Text(nl="Pakket", en="Package")

DISPATCH: Mapping[str, Field] = {
    "party": Field(
        type="choice",
        title=Text(nl="Aan welke partij", en="To which party"),
        values={str(key): text for key, text in PARTIES.items()},
    ),
    "to_whom": Field(
        type="text",
        title=Text(nl="Aan wie: naam en organisatie", en="To whom: name and organisation"),
    ),
    "what": Field(
        type="choice",
        title=Text(nl="Wat", en="What"),
        values={str(key): text for key, text in WHATS.items()},
    ),
    "way": Field(
        type="choice",
        title=Text(nl="Langs welke weg", en="By which way"),
        values={str(key): text for key, text in WAYS.items()},
    ),
    "ground": Field(
        type="choice",
        title=Text(nl="Op welke grond", en="On which ground"),
        values={str(key): text for key, text in SHARING_GROUNDS.items()},
    ),
    "words": Field(type="long_text", title=Text(nl="Toelichting", en="Note"), optional=True),
}
"""What the form of a dispatch asks, beside whose lawyer it is and when it left."""

WRONG = Field(type="long_text", title=Text(nl="Wat klopte er niet?", en="What was wrong?"))


def at(party: Party, client: FamilyMember | None) -> str:
    """Where a package is, below the packages of its case."""
    return f"/{party}{asked(client)}"


def ground_of(row: DispatchRow) -> Text | None:
    """On which ground something left, in words."""
    return next((text for key, text in SHARING_GROUNDS.items() if key == row.ground), None)


def asked(client: FamilyMember | None) -> str:
    """Whose lawyer it is for, as the end of an address."""
    return f"?{urlencode({'client': client.id})}" if client else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PackagesView(AtCase):
    """The packages of a case, what left before, and the form of a dispatch.

    ``corrects`` is the dispatch that the form corrects.
    """

    page: PackagesPage
    wrong: Field = WRONG
    corrects: DispatchRow | None = None

    @property
    def clients(self) -> list[tuple[str, str]]:
        """Whose lawyer it may be."""
        return [(each.id, each.name) for each in self.page.members]

    def party(self, row: PackageRow | DispatchRow) -> Text:
        """What a party is called."""
        return PARTIES[row.party]

    def what(self, row: DispatchRow) -> Text:
        """What left."""
        return WHATS[row.what]

    def way(self, row: DispatchRow) -> Text:
        """By which way."""
        return WAYS[row.way]

    def ground(self, row: DispatchRow) -> Text | None:
        """On which ground it left; None of before grounds were recorded."""
        return ground_of(row)

    def at(self, row: PackageRow) -> str:
        """Where this package is."""
        return f"/cases/{self.case.id}/packages{at(row.party, row.client)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageView(AtCase):
    """One package, to be read before it is made."""

    package: Package

    def below(self, rest: str) -> str:
        """An address below this package."""
        package = self.package
        return f"/cases/{self.case.id}/packages/{package.party}{rest}{asked(package.client)}"

    @property
    def dispatch(self) -> str:
        """The form in which its dispatch is recorded."""
        client = self.package.client
        said = {"party": self.package.party, **({"client": client.id} if client else {})}
        return f"/cases/{self.case.id}/packages?{urlencode(said)}#dispatch"


@dataclass(frozen=True, slots=True)
class PackagePaperView:
    """A package as it stands on paper; ``back`` is its page."""

    paper: Paper
    back: str


def on_paper(package: Package) -> Paper:
    """What is printed of it."""
    return Paper(
        kind="letter",
        record=package.party,
        case=package.case,
        number=package.number,
        title=package.title,
        language="nl",
        blocks=package.document,
        is_draft=False,
        barred=package.refused,
    )


def values_of(row: DispatchRow | None, party: str, client: str) -> Mapping[str, str]:
    """What the form begins with: what is corrected, or the package that was just looked at."""
    if row is None:
        what: What = "package"
        return {"party": party, "client": client, "what": what}
    return {
        "party": row.party,
        "client": row.client_id or "",
        "what": row.what,
        "way": row.way,
        "ground": row.ground or "",
        "to_whom": row.to_whom or "",
    }
