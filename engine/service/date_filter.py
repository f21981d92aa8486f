"""Which deadlines a list shows: one filter for the page, the API, saved views and exports. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from typing import Literal, TypeAlias, cast, get_args
from urllib.parse import urlencode

from engine.fields import InputProblem, InvalidInput
from engine.library import Library
from engine.looks import Look
from engine.service.date_marks import phases_of, workflows_of
from engine.text import Text, joined

When: TypeAlias = Literal["all", "late", "past_norm", "today", "week", "next_week", "suspended"]
Special: TypeAlias = Literal[
    "no_owner",
    "failed",
    "found_without_gate",
    "deviation",
    "under_twelve_residential",
    "crisis_without_outcome",
    "near_18_without_decision",
]

WHENS: Mapping[When, Text] = {
    "late": Text(nl="Te laat", en="Late"),
    "past_norm": Text(nl="Over de norm", en="Past the norm"),
    "today": Text(nl="Vandaag", en="Today"),
    "week": Text(nl="Later deze week", en="Later this week"),
    "next_week": Text(nl="Volgende week", en="Next week"),
    "suspended": Text(nl="Opgeschort", en="Suspended"),
    "all": Text(nl="Alle", en="All"),
}
SPECIALS: Mapping[Special, Text] = {
    "no_owner": Text(nl="Niemand heeft de rol", en="Nobody holds the role"),
    "failed": Text(nl="Bericht niet aangekomen", en="Message did not arrive"),
    "found_without_gate": Text(nl="Gebeurd zonder toets vooraf", en="Happened without its check"),
    "deviation": Text(
        nl="Zaak met een afwijking die wacht op bevestiging",
        en="Case with a deviation that waits for confirmation",
    ),
    "under_twelve_residential": Text(
        nl="Jonger dan 12 en residentieel", en="Under 12 in residential care"
    ),
    "crisis_without_outcome": Text(nl="Crisis zonder uitkomst", en="Crisis without an outcome"),
    "near_18_without_decision": Text(nl="17½ zonder besluit", en="17½ without a decision"),
}
LOOKS: Mapping[Look, Text] = {
    "law": Text(nl="wet", en="law"),
    "agreement": Text(nl="afspraak", en="agreed"),
    "norm": Text(nl="norm", en="norm"),
}
"""The words of each; the page, the export and the saved views say the same."""

_ID = re.compile(r"[0-9a-z-]{1,64}")
_ONE_OF = Text(nl="Kies uit: {known}.", en="Choose one of: {known}.")
_NO_ID = Text(
    nl="Geef het kenmerk van een persoon, zoals een lijst dat gaf.",
    en="Give the id of a person, as a list gave it.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineFilter:
    """One choice of deadlines; without any it is all that run."""

    when: When = "all"
    special: Special | None = None
    region: str | None = None
    workflow: str | None = None
    phase: str | None = None
    owner: str | None = None
    look: Look | None = None

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """What is chosen, as keys and values of an address."""
        found = ((each.name, getattr(self, each.name)) for each in fields(self))
        return tuple((name, value) for name, value in found if value not in (None, "all"))

    @property
    def query(self) -> str:
        """The same as the query of an address; empty where nothing is chosen."""
        return urlencode(self.pairs)

    @property
    def narrows(self) -> bool:
        """Whether it leaves out more than a heading does."""
        return any(name not in ("when", "special") for name, _ in self.pairs)

    def under(self, *, when: When = "all", special: Special | None = None) -> DeadlineFilter:
        """The same under another heading."""
        return replace(self, when=when, special=special)


EVERYTHING = DeadlineFilter()
"""All that runs."""


def read_filter(given: Mapping[str, str | None], library: Library) -> DeadlineFilter:
    """The filter that an address or a form asks for; what is left empty is not asked.

    Raises:
        InvalidInput: a value is unknown; each is named, with what is possible.
    """
    asked = {key: value for key, value in given.items() if value}
    problems = tuple(_problems(asked, library))
    if problems:
        raise InvalidInput(*problems)
    return DeadlineFilter(
        when=cast(When, asked.get("when", "all")),
        special=cast("Special | None", asked.get("special")),
        region=asked.get("region"),
        workflow=asked.get("workflow"),
        phase=asked.get("phase"),
        owner=asked.get("owner"),
        look=cast("Look | None", asked.get("look")),
    )


def filter_words(asked: DeadlineFilter, library: Library, owner: str | None = None) -> Text:
    """The filter in words; ``owner`` is the name of whoever it asks for, if the reader knows it."""
    return joined(_words(asked, library, owner), "; ")


def _problems(asked: Mapping[str, str], library: Library) -> Iterator[InputProblem]:
    known: Mapping[str, Collection[str]] = {
        "when": get_args(When),
        "special": get_args(Special),
        "look": get_args(Look),
        "region": library.regions,
        "workflow": workflows_of(library),
        "phase": phases_of(library),
    }
    for name, value in asked.items():
        if name in known and value not in known[name]:
            said = ", ".join(known[name])
            says = Text(nl=_ONE_OF.nl.format(known=said), en=_ONE_OF.en.format(known=said))
            yield InputProblem(name, "unknown", says)
        elif name == "owner" and not _ID.fullmatch(value):
            yield InputProblem(name, "malformed", _NO_ID)


def _words(asked: DeadlineFilter, library: Library, owner: str | None) -> Iterator[Text]:
    yield WHENS[asked.when]
    if asked.special:
        yield SPECIALS[asked.special]
    if asked.look:
        yield LOOKS[asked.look]
    if asked.region:
        yield library.region_title(asked.region)
    if asked.workflow:
        yield workflows_of(library)[asked.workflow]
    if asked.phase:
        yield phases_of(library, asked.workflow).get(
            asked.phase, Text(nl=asked.phase, en=asked.phase)
        )
    if asked.owner:
        yield Text(nl=owner, en=owner) if owner else Text(nl="één persoon", en="one person")
