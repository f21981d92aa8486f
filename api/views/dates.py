"""What the lists of deadlines show: headings with counts, a filter, the rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from api.pages.again import Again
from api.views.batches import TITLES
from engine.fields import InputProblem
from engine.looks import Look
from engine.service.date_counts import DateChoices, DateCounts
from engine.service.date_filter import EVERYTHING, LOOKS, SPECIALS, WHENS, DeadlineFilter
from engine.service.date_rows import BecameOf, DateRow
from engine.store.batches import BatchSeen
from engine.store.saved_views import ViewSeen
from engine.store.tables.batch import BatchAct
from engine.text import Text

AT = "/deadlines"

BECAME: Mapping[BecameOf, Text] = {
    "failed": Text(nl="niet afgeleverd", en="not delivered"),
    "uncertain": Text(nl="onzeker of het aankwam", en="not sure whether it arrived"),
    "waiting": Text(nl="wacht op verzenden", en="waits to be sent"),
    "seen": Text(nl="in de app gezien", en="seen in the app"),
    "delivered": Text(nl="afgeleverd", en="delivered"),
    "in_app": Text(nl="staat in de app", en="stands in the app"),
}
"""What became of the last reminder; whether a mail was read is not followed."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A choice of deadlines with how many there are, as a link."""

    href: str
    words: Text
    count: int
    here: bool


def headings(counts: DateCounts, asked: DeadlineFilter) -> tuple[Heading, ...]:
    """By when they are due; what narrows the list stays as it is."""
    return tuple(
        Heading(
            href(asked.under(when=when)),
            words,
            counts.when[when],
            asked.when == when and not asked.special,
        )
        for when, words in WHENS.items()
    )


def watched(counts: DateCounts, asked: DeadlineFilter) -> tuple[Heading, ...]:
    """By what is odd about them; only those of which there are any."""
    return tuple(
        Heading(
            href(asked.under(special=special)),
            SPECIALS[special],
            count,
            asked.special == special,
        )
        for special, count in counts.special.items()
        if count or asked.special == special
    )


def href(asked: DeadlineFilter, at: str = AT) -> str:
    """The address of the list that this filter asks for."""
    return f"{at}?{asked.query}" if asked.query else at


@dataclass(frozen=True, slots=True, kw_only=True)
class DateBoard:
    """One page of deadlines; ``following`` is the first that is due, where none is late."""

    rows: tuple[DateRow, ...]
    asked: DeadlineFilter
    words: Text
    counts: DateCounts
    choices: DateChoices
    views: tuple[ViewSeen, ...]
    as_of: datetime
    next: str | None
    first: str | None
    following: DateRow | None = None
    batches: tuple[BatchSeen, ...] = ()

    @property
    def acts(self) -> Mapping[BatchAct, Text]:
        """What each act on many deadlines is called."""
        return TITLES

    @property
    def headings(self) -> tuple[Heading, ...]:
        """By when they are due."""
        return headings(self.counts, self.asked)

    @property
    def watched(self) -> tuple[Heading, ...]:
        """By what is odd about them."""
        return watched(self.counts, self.asked)

    @property
    def looks(self) -> Mapping[Look, Text]:
        """The sorts of date to choose from."""
        return LOOKS

    @property
    def became(self) -> Mapping[BecameOf, Text]:
        """What may have become of a reminder."""
        return BECAME

    @property
    def people(self) -> list[tuple[str, str]]:
        """Who there is to choose from: their id, and their name."""
        return [(each.id, each.name) for each in self.choices.owners]

    @property
    def cleared(self) -> str:
        """The same heading over everything."""
        return href(EVERYTHING.under(when=self.asked.when, special=self.asked.special))

    def at(self, path: str) -> str:
        """An address below the list with the same filter."""
        return href(self.asked, path)


@dataclass(frozen=True, slots=True, kw_only=True)
class DatesHome:
    """What a coordinator keeps an eye on: what is late, past the norm, and what comes first."""

    counts: DateCounts
    late: tuple[DateRow, ...]
    past: tuple[DateRow, ...]
    coming: tuple[DateRow, ...]

    @property
    def headings(self) -> tuple[Heading, ...]:
        """By when they are due; nothing is chosen yet."""
        return tuple(
            Heading(each.href, each.words, each.count, here=False)
            for each in headings(self.counts, EVERYTHING)
        )

    @property
    def watched(self) -> tuple[Heading, ...]:
        """By what is odd about them."""
        return watched(self.counts, EVERYTHING)

    @property
    def became(self) -> Mapping[BecameOf, Text]:
        """What may have become of a reminder."""
        return BECAME


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewsPage:
    """The saved views; ``query`` is the filter that waits for a name, if one does.

    ``tried`` is the view whose form came back, or none: that of the new one.
    """

    views: tuple[ViewSeen, ...]
    most: int
    longest: int
    query: str | None = None
    words: Text | None = None
    tried: str | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    again: Again | None = None

    @property
    def problems(self) -> tuple[InputProblem, ...]:
        """What is wrong with the form that came back."""
        return self.again.problems if self.again else ()
