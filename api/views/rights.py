"""What the pages about the rights of a family show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from api.views.at_case import AtCase
from engine.data_copy import CopyGiven, Shown
from engine.data_rights import WITHHOLD_GROUNDS
from engine.fields import Field
from engine.service.file.rights import KINDS, STATES, RequestPage, RequestRow, RightsPage
from engine.service.my_cases import ChildRow
from engine.text import Text

GIVE = "give"
ASKING: Mapping[str, Field] = {
    "kind": Field(
        type="choice",
        title=Text(nl="Wat is er gevraagd?", en="What was asked?"),
        values={str(key): text for key, text in KINDS.items()},
    ),
    "identity": Field(
        type="text",
        title=Text(nl="Hoe is vastgesteld wie dit is?", en="How is it known who this is?"),
    ),
    "words": Field(
        type="long_text",
        title=Text(nl="Wat er is gevraagd, in eigen woorden", en="What was asked, in own words"),
        optional=True,
    ),
}
SAYING: Mapping[str, Field] = {
    "own_words": Field(type="long_text", title=Text(nl="In eigen woorden", en="In own words")),
}
OUTCOMES: Mapping[str, Mapping[str, Text]] = {
    "access": {
        "withdrawn": Text(nl="Ingetrokken door wie het vroeg", en="Withdrawn by who asked"),
        "refused": Text(
            nl="Helemaal weigeren: kennelijk ongegrond of te vaak gevraagd (AVG 12, lid 5)",
            en="Refuse the whole: manifestly unfounded or repeated (GDPR 12(5))",
        ),
    },
    "correction": {
        "corrected": Text(
            nl="Verbeterd: de nieuwe versie staat vast", en="Corrected: it is settled"
        ),
        "refused": Text(
            nl="Geweigerd: hun woorden komen bij het stuk",
            en="Refused: their words are added to the document",
        ),
        "withdrawn": Text(nl="Ingetrokken door wie het vroeg", en="Withdrawn by who asked"),
    },
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RightsView(AtCase):
    """The requests of a family about its data, and its own words; ``block`` came back."""

    page: RightsPage
    saying: Mapping[str, Field] = field(default_factory=lambda: SAYING)
    block: str = "ask"

    @property
    def members(self) -> list[tuple[str, str]]:
        """Whom it may be about."""
        return [(each.id, each.name) for each in self.page.members]

    @property
    def records(self) -> list[tuple[str, str]]:
        """Which document it may be about, with whom that is about and when it was settled."""
        return [
            (each.id, f"{each.title.nl}{_of(each.child)}, {each.dated_on.isoformat()}")
            for each in self.page.records
        ]

    def what(self, row: RequestRow) -> Text:
        """What was asked."""
        return KINDS[row.kind]

    def state(self, row: RequestRow) -> Text:
        """How far it is."""
        return STATES[row.state]

    def about(self, record: str | None) -> Text | None:
        """What a document is called, if the viewer may know of it."""
        return self.page.titles.get(record or "")


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestView(AtCase):
    """One request with what its copy would hold."""

    page: RequestPage
    kept: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @property
    def what(self) -> Text:
        """What was asked."""
        return KINDS[self.page.row.kind]

    @property
    def state(self) -> Text:
        """How far it is."""
        return STATES[self.page.row.state]

    @property
    def outcomes(self) -> Mapping[str, Text]:
        """How it may end without a copy."""
        return OUTCOMES[self.page.row.kind]

    @property
    def decisions(self) -> list[tuple[str, Text]]:
        """What may be decided of one thing."""
        give = (GIVE, Text(nl="Geven", en="Give"))
        return [give, *((str(key), text) for key, text in WITHHOLD_GROUNDS.items())]

    def decided(self, number: int, each: Shown) -> str:
        """What was chosen for a thing: typed just now, decided before, or safe to give."""
        typed = str(self.values.get(f"do.{number}", ""))
        if typed or self.again:
            return typed
        if each.judged is not None:
            return each.judged.ground or GIVE
        return GIVE if each.plain else ""

    def stays(self, number: int, each: Shown, person: str) -> bool:
        """Whether a name is ticked to stay."""
        typed = self.kept.get(f"keep.{number}")
        if typed is not None:
            return person in typed
        return each.judged is not None and person in each.judged.kept


@dataclass(frozen=True, slots=True)
class CopyPaper:
    """The copy as it was given, on paper; ``back`` is the page of its request."""

    copy: CopyGiven
    made_on: date
    number: str
    back: str


def _of(child: ChildRow | None) -> str:
    return f" ({child.name})" if child else ""
