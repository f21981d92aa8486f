"""The answers of ``diff``, ``regions diff``, ``cases move`` and ``diagram``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from api.impact_words import counts, data_of, lines_of, reminder_lines, together
from api.speech import speech_in
from api.templating import environment
from api.wiring import library_from, office_to_publish
from engine.definition import Workflow
from engine.diagram import diagram_of
from engine.difference import Difference, differences
from engine.difference_words import NOUNS
from engine.errors import ConfigurationError
from engine.impact import Impact
from engine.library import Library
from engine.ports import Clock
from engine.region_difference import RegionDifference, region_differences
from engine.service.move_plan import prepared, read_plan
from engine.service.moving import CaseMove, move_one, touched, weigh_one
from engine.service.office import Office
from engine.service.which_version import Meant, version_meant
from engine.settings import Settings
from engine.store.unit_of_work import reading
from engine.text import Language, Text

_SQLITE = "sqlite:///"
_SAME = Text(nl="Er is niets anders.", en="Nothing differs.")
_TOUCHED = Text(
    nl="Lopende zaken die dit raakt: {count}", en="Running cases that it touches: {count}"
)
_NO_DATABASE = Text(
    nl="Er is geen database die bij dit programma past; lopende zaken zijn niet bekeken.",
    en="There is no database that fits this program; running cases were not looked at.",
)
_TOTALS = Text(
    nl="{moved} verplaatst, {shown} te verplaatsen, {skipped} overgeslagen, {refused} geweigerd",
    en="{moved} moved, {shown} to be moved, {skipped} skipped, {refused} refused",
)
_TOGETHER = Text(nl="Alle zaken samen:", en="All cases together:")
_GO = ("moved", "would_move")


@dataclass(frozen=True, slots=True)
class Diff:
    """Two versions side by side; ``cases`` is None when there was no database to look in."""

    old: Meant
    new: Meant
    found: tuple[Difference, ...]
    cases: tuple[Impact, ...] | None


@dataclass(frozen=True, slots=True)
class RegionsDiff:
    """Two regions side by side: their own leaves, and every workflow that differs."""

    titles: tuple[Text, Text]
    leaves: tuple[RegionDifference, ...]
    workflows: tuple[tuple[Workflow, tuple[Difference, ...]], ...]


def diff_of(settings: Settings, clock: Clock, old: str, new: str) -> Diff:
    """What differs between the versions of these names, and the running cases that it touches.

    Raises:
        ValueError: no such version, or versions of two workflows; the sentence says which.
    """
    office = _office_if_there(settings, clock)
    library = office.library if office else library_from(settings)
    before, after = (_meant(office, library, name) for name in (old, new))
    if before.workflow.workflow != after.workflow.workflow:
        raise ValueError(f"{before.name} and {after.name} are versions of two workflows.")
    found = differences(before.workflow, after.workflow)
    if office is None:
        return Diff(before, after, found, None)
    return Diff(before, after, found, touched(office, before.workflow, after.workflow))


def diff_lines(found: Diff, language: Language) -> Iterator[str]:
    """The same for a person."""
    yield f"{found.old.name} → {found.new.name}"
    yield from _sections(found.found, language)
    if found.cases is None:
        yield _NO_DATABASE.in_(language)
        return
    yield _TOUCHED.in_(language).format(count=len(found.cases))
    for impact in found.cases:
        yield from lines_of(impact, language)


def diff_data(found: Diff) -> dict[str, object]:
    """The same for a program."""
    return {
        "old": found.old.workflow.hash,
        "new": found.new.workflow.hash,
        "differences": [_difference_data(each) for each in found.found],
        "cases": None if found.cases is None else [data_of(each) for each in found.cases],
    }


def regions_diff(library: Library, a: str, b: str) -> RegionsDiff:
    """What two regions have differently.

    Raises:
        UnknownRegion: there is no such region.
    """
    names = dict.fromkeys(name for name, _ in library.workflows)
    pairs = [(library.of(name, a), library.of(name, b)) for name in names]
    compared = [(after, _but_words(differences(before, after))) for before, after in pairs]
    return RegionsDiff(
        (library.region_title(a), library.region_title(b)),
        region_differences(library.regions[a], library.regions[b], library.catalogue),
        tuple((workflow, found) for workflow, found in compared if found),
    )


def regions_lines(found: RegionsDiff, language: Language) -> Iterator[str]:
    """The same for a person."""
    here, there = found.titles
    yield f"{here.in_(language)} → {there.in_(language)}"
    if not (found.leaves or found.workflows):
        yield _SAME.in_(language)
    for leaf in found.leaves:
        yield f"  {leaf.says(here, there).in_(language)}"
    for workflow, different in found.workflows:
        yield ""
        yield workflow.title.in_(language)
        yield from _sections(different, language)


def regions_data(found: RegionsDiff) -> dict[str, object]:
    """The same for a program."""
    return {
        "leaves": [
            {
                "leaf": each.leaf,
                "key": each.key,
                "says": each.says(*found.titles).model_dump(),
            }
            for each in found.leaves
        ],
        "workflows": {
            workflow.workflow: [_difference_data(each) for each in different]
            for workflow, different in found.workflows
        },
    }


def move(office: Office, text: str, file: str, *, apply: bool) -> Iterator[CaseMove]:
    """Move the cases of a plan one by one, or say what would become of each.

    Raises:
        DefinitionError: with everything that is wrong with the plan; nothing was moved.
    """
    ready = prepared(office, *read_plan(text, file))
    for number in ready.numbers:
        yield move_one(office, ready, number) if apply else weigh_one(office, ready, number)


def move_lines(made: CaseMove, language: Language) -> Iterator[str]:
    """What came of one case, for a person."""
    yield from counts(made, language)


def move_data(made: CaseMove) -> dict[str, object]:
    """The same for a program."""
    impact = data_of(made.impact) if made.impact else None
    why = [text.model_dump() for text in made.why]
    return {"case": made.number, "outcome": made.outcome, "why": why, "impact": impact}


def totals(made: Sequence[CaseMove], language: Language) -> str:
    """How many were moved, skipped and refused, and the reminders of those that move."""
    outcomes = [each.outcome for each in made]
    counted = _TOTALS.in_(language).format(
        moved=outcomes.count("moved"),
        shown=outcomes.count("would_move"),
        skipped=sum(each.skipped for each in made),
        refused=outcomes.count("refused"),
    )
    goes = [each.impact for each in made if each.impact and each.outcome in _GO]
    if not goes:
        return counted
    all_of_them = [f"  {line}" for line in reminder_lines(together(goes), language)]
    return "\n".join([_TOGETHER.in_(language), *all_of_them, counted])


def svg_of(workflow: Workflow, language: Language) -> str:
    """The drawing of the workflow's page, as a file that stands alone."""
    template = environment(speech_in(language)).get_template("macros/workflows.html")
    drawing = template.module.drawing  # type: ignore[attr-defined] # a macro of the template
    return str(drawing(diagram_of(workflow), workflow.title.in_(language), language)).lstrip()


def _but_words(found: Sequence[Difference]) -> tuple[Difference, ...]:
    """Without the words of the region: they are told once, not with every workflow."""
    return tuple(each for each in found if each.section != "words")


def _sections(found: Sequence[Difference], language: Language) -> Iterator[str]:
    if not found:
        yield _SAME.in_(language)
    for section, group in groupby(found, key=lambda each: each.section):
        yield f"{NOUNS[section].in_(language)}:"
        for each in group:
            yield f"  {each.says.in_(language)}"


def _difference_data(found: Difference) -> dict[str, object]:
    return {
        "section": found.section,
        "key": found.key,
        "kind": found.kind,
        "attribute": found.attribute,
        "says": found.says.model_dump(),
    }


def _meant(office: Office | None, library: Library, written: str) -> Meant:
    if office is None:
        return version_meant(library, None, written)
    with reading(office.store) as connection:
        return version_meant(library, connection, written)


def _office_if_there(settings: Settings, clock: Clock) -> Office | None:
    """The office on the database, if there is one that fits; none is made."""
    url = settings.database_url
    if url.startswith(_SQLITE) and not Path(url.removeprefix(_SQLITE)).is_file():
        return None
    try:
        return office_to_publish(_looking_only(settings), clock)
    except ConfigurationError:
        return None


def _looking_only(settings: Settings) -> Settings:
    """The same settings, but what only looks makes no tables."""
    return settings.model_copy(update={"demo": False})
