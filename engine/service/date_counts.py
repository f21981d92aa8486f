"""How many of my deadlines stand under each heading, and from what one can choose to see fewer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from engine.access import Viewer
from engine.service.date_asking import narrowing, parameters
from engine.service.date_filter import EVERYTHING, SPECIALS, WHENS, DeadlineFilter, Special, When
from engine.service.date_marks import marks_of, phases_of, states_in, workflows_of
from engine.service.listing import Listing, bare, listing
from engine.service.office import Office
from engine.store import date_counts as counts
from engine.store import date_lists
from engine.store.date_lists import OwnerSeen
from engine.store.visibility import seen_by
from engine.text import Text

Options: TypeAlias = Mapping[str, Text]


@dataclass(frozen=True, slots=True)
class DateCounts:
    """Deadlines under each heading; ``week`` is the rest of this week, from tomorrow to Sunday.

    ``special`` has no number for what the definitions do not know.
    """

    when: Mapping[When, int]
    special: Mapping[Special, int]

    @property
    def total(self) -> int:
        """All that run."""
        return self.when["all"]


@dataclass(frozen=True, slots=True)
class DateChoices:
    """From what one can choose: only what is there, in the cases that the viewer may see."""

    regions: Options
    workflows: Options
    phases: Options
    owners: tuple[OwnerSeen, ...]

    def owner(self, public_id: str | None) -> str | None:
        """The name of somebody who can be chosen."""
        return next((each.name for each in self.owners if each.id == public_id), None)


@dataclass(frozen=True, slots=True)
class DateOverview:
    """What stands above a list of deadlines."""

    counts: DateCounts
    choices: DateChoices


def date_counts(viewer: Viewer, office: Office, asked: DeadlineFilter = EVERYTHING) -> DateCounts:
    """The deadlines of every case in which the viewer takes part today, counted."""
    with listing(viewer, office, "count_dates") as work:
        return _counts(work, asked)


def date_overview(viewer: Viewer, office: Office, asked: DeadlineFilter) -> DateOverview:
    """The same, with what one can choose from."""
    with listing(viewer, office, "count_dates") as work:
        return DateOverview(_counts(work, asked), _choices(work, asked))


def _counts(work: Listing, asked: DeadlineFilter) -> DateCounts:
    specials = _known(work.office)
    found = counts.count_dates(
        work.connection, (*WHENS, *specials), narrowing(asked), parameters(work, asked)
    )
    return DateCounts(
        {when: found[when] for when in WHENS}, {each: found[each] for each in specials}
    )


def _known(office: Office) -> tuple[Special, ...]:
    """The headings that mean something with these definitions."""
    marks = marks_of(office.library)
    unknown: dict[Special, bool] = {
        "under_twelve_residential": not marks.under_twelve,
        "near_18_without_decision": not marks.near_18,
        "crisis_without_outcome": not marks.no_outcome,
    }
    return tuple(each for each in SPECIALS if not unknown.get(each))


def _choices(work: Listing, asked: DeadlineFilter) -> DateChoices:
    seen = seen_by(work.viewer, work.today)
    found, library = date_lists.places(work.connection, seen), work.office.library
    regions = {region for region, _, _ in found} | _one(asked.region)
    workflows = {workflow for _, workflow, _ in found} | _one(asked.workflow)
    stands = {f"{workflow}.{state}" for _, workflow, state in found}
    titles, phases = workflows_of(library), phases_of(library, asked.workflow)
    return DateChoices(
        regions={key: library.region_title(key) for key in sorted(regions)},
        workflows={key: titles.get(key, bare(key)) for key in sorted(workflows)},
        phases={
            key: title
            for key, title in phases.items()
            if key == asked.phase or stands & set(states_in(library, key, asked.workflow))
        },
        owners=date_lists.owners(work.connection, parameters(work, asked)),
    )


def _one(value: str | None) -> set[str]:
    return set() if value is None else {value}
