"""The answer to each requirement, and the page that shows them all: docs/traceability.md."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Annotated, Literal, NamedTuple, Self

from pydantic import Field, model_validator

from engine.text import Part

SECTIONS = {
    1: "1A. The table (jeugdbeschermingstafel)",
    30: "1B. Child protection around the table",
    52: "1C. Verder Thuis, InHuis, no residential care",
    95: "1D. Crisis",
    106: "1E. 18-/18+",
    130: "1F. Regie, one family one plan, access",
    192: "1G. Information, privacy, participation",
    204: "1H. Monitoring, learning, management",
    224: "1I. Further requirements",
}
"""The parts of the list of requirements, by the number with which each begins."""

_HEAD = """# Traceability

Which part of the product carries each of the {count} requirements, and what shows it: a scenario
that is played, or a test. Made from [requirements.csv](requirements.csv) and
[traceability.yaml](traceability.yaml): edit that one, then run
`python -m api.traceability --write`. A test holds it against the definitions: every name exists,
and no rule, term or record leans on a requirement that is said not to be carried.

A seed is one of the five policy documents that the requirements come from. What is *planned* names
the issue that will carry it: 5 terms and reminders, 6 the pages of the table, 7 access, rights of
the family, portal and logs, 8 many nodes and figures.
"""
_COLUMNS = "| No. | Kind | Seed | Requirement | Carried by | Shown by, or why not |\n|-|-|-|-|-|-|"


class Requirement(NamedTuple):
    """One line of docs/requirements.csv."""

    number: str
    kind: str
    text: str
    source: str


class Planned(Part):
    """What a later issue will carry."""

    issue: Literal[5, 6, 7, 8]
    what: Annotated[str, Field(min_length=1)]


class Entry(Part):
    """The answer to one requirement: what carries and shows it, or why nothing does."""

    carried_by: tuple[str, ...] = ()
    shown_by: tuple[str, ...] = ()
    note: str = ""
    """What of it is not carried, or how the items are to be read."""

    outside: str = ""
    planned: Planned | None = None

    @model_validator(mode="after")
    def _one_answer(self) -> Self:
        if [bool(self.carried_by), bool(self.outside), self.planned is not None].count(True) != 1:
            raise ValueError("say one of carried_by, outside and planned")
        if bool(self.carried_by) != bool(self.shown_by):
            raise ValueError("carried_by and shown_by go together")
        return self


def written(requirements: Sequence[Requirement], entries: Mapping[str, Entry]) -> str:
    """The page, the same for the same answers."""
    tables = (_section(title, part, entries) for title, part in _divided(requirements))
    return "\n".join([_HEAD.format(count=len(requirements)), _counted(entries), *tables])


def _counted(entries: Mapping[str, Entry]) -> str:
    carried = sum(bool(entry.carried_by) for entry in entries.values())
    planned = sum(entry.planned is not None for entry in entries.values())
    outside = len(entries) - carried - planned
    return f"Carried: {carried}. Planned: {planned}. Outside the product: {outside}.\n"


def _divided(requirements: Sequence[Requirement]) -> Iterator[tuple[str, list[Requirement]]]:
    begins = [*SECTIONS, len(requirements) + 1]
    for begin, end in pairwise(begins):
        yield SECTIONS[begin], [each for each in requirements if begin <= int(each.number) < end]


def _section(title: str, part: list[Requirement], entries: Mapping[str, Entry]) -> str:
    rows = [_row(each, entries[each.number]) for each in part if each.number in entries]
    return "\n".join([f"## {title}\n", _COLUMNS, *rows, ""])


def _row(requirement: Requirement, entry: Entry) -> str:
    carried = ", ".join(f"`{item}`" for item in entry.carried_by)
    cells = [*requirement[:2], requirement.source, requirement.text, carried, _why(entry)]
    return f"| {' | '.join(cell.replace('|', '&#124;') for cell in cells)} |"


def _why(entry: Entry) -> str:
    if entry.planned:
        return f"Planned, issue {entry.planned.issue}. {entry.planned.what}"
    if entry.outside:
        return f"Outside. {entry.outside}"
    shown = "; ".join(map(_link, entry.shown_by))
    return f"{shown}. {entry.note}".strip()


def _link(shown: str) -> str:
    """A scenario by its workflow and name, a test by its own name."""
    file, _, test = shown.partition("::")
    workflow, name = file.split("/")[1], file.rsplit("/", 1)[1].removesuffix(".yaml")
    words = f"`{test}`" if test else f"{workflow}: {name.replace('_', ' ')}"
    return f"[{words}](../{file})"
