"""What carries each requirement: docs/traceability.yaml, held against the product.

``python -m api.traceability --write`` makes docs/traceability.md anew; without ``--write`` it
only says what does not fit.
"""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from fastapi.routing import APIRoute
from pydantic import JsonValue
from typer.main import get_command

from api.app import API_ROUTERS, PAGE_ROUTERS
from api.cli import app as command_line
from api.traceability_page import Entry, Requirement, written
from engine.definition import Workflow
from engine.library import Library
from engine.loader import load
from engine.misfits import fitted
from engine.problems import DefinitionError, Problem, dotted, unknown
from engine.strict_yaml import read_yaml

ROOT = Path(__file__).parents[1]
CURATED = "docs/traceability.yaml"
PAGE = "docs/traceability.md"

_NAMED = re.compile(r"\breq (\d+(?:[–-]\d+)?(?:, \d+(?:[–-]\d+)?)*)")


def page(root: Path = ROOT) -> str:
    """docs/traceability.md, when every answer fits the definitions, the tests and the scenarios.

    Raises:
        DefinitionError: with everything that does not fit.
    """
    with (root / "docs/requirements.csv").open(encoding="utf-8", newline="") as lines:
        requirements = tuple(Requirement(*row) for row in csv.reader(lines))[1:]
    document = read_yaml((root / CURATED).read_text(encoding="utf-8"), CURATED)
    entries = fitted(dict[str, Entry], document)
    library = load(root / "workflows")
    known = frozenset(requirement.number for requirement in requirements)
    says = [
        *_missing_numbers(known, entries),
        *_missing_items(entries, items_of(library)),
        *_missing_proofs(entries, root),
        *_contradicted(entries, library),
    ]
    problems = [
        *(
            Problem(says=text, where=number, file=CURATED, line=document.line((number,)))
            for number, text in says
        ),
        *_wrong_sources(known, library),
    ]
    if problems:
        raise DefinitionError(problems)
    return written(requirements, entries)


def items_of(library: Library) -> frozenset[str]:
    """Everything of the product that a requirement may name."""
    catalogue = library.catalogue
    fields = (f"{key}.{field}" for key, kind in catalogue.records.items() for field in kind.fields)
    return frozenset(
        [
            *(item for workflow in library.workflows.values() for item in _parts(workflow)),
            *(f"record:{key}" for key in (*catalogue.records, *fields)),
            *(f"act:{key}" for key in catalogue.acts),
            *(f"role:{key}" for key in catalogue.roles),
            *(f"region:{key}" for key in library.regions),
            *_ways_in(),
        ]
    )


def numbers_in(source: str) -> Iterator[str]:
    """The requirements that a source names.

    >>> list(numbers_in("SEED 001 (req 4, 10–12); LAW Awb 4:7; SEED 003 (req 98)"))
    ['4', '10', '11', '12', '98']
    """
    for listed in _NAMED.findall(source):
        for part in listed.split(", "):
            first, *last = re.split("[–-]", part)
            yield from map(str, range(int(first), int(last[0] if last else first) + 1))


def _parts(workflow: Workflow) -> Iterator[str]:
    name = workflow.workflow
    yield from (f"workflow:{name}", f"invariant:{name}", f"{name}.opens")
    yield from (f"{name}.opens.{field}" for field in workflow.opens.input)
    yield from (f"rule:{key}" for key in workflow.rules)
    yield from (f"{name}.state.{key}" for key in workflow.states)
    yield from (f"{name}.fact.{key}" for key in workflow.facts)
    yield from (f"{name}.deadline.{key}" for key in workflow.deadlines)
    for key, step in workflow.transitions.items():
        yield f"{name}.transition.{key}"
        yield from (f"{name}.transition.{key}.{field}" for field in step.input)


@cache
def _ways_in() -> tuple[str, ...]:
    rooms = (("api", API_ROUTERS), ("page", PAGE_ROUTERS))
    found = [(kind, route) for kind, routers in rooms for each in routers for route in each.routes]
    routes = [f"{kind}:{route.path}" for kind, route in found if isinstance(route, APIRoute)]
    names = getattr(get_command(command_line), "commands", {})
    return (*routes, *(f"command:regietafel {name}" for name in names))


def _missing_numbers(
    known: frozenset[str], entries: Mapping[str, Entry]
) -> Iterator[tuple[str, str]]:
    yield from ((number, "has no entry") for number in sorted(known - entries.keys(), key=int))
    yield from ((number, "is no requirement") for number in entries if number not in known)


def _missing_items(
    entries: Mapping[str, Entry], items: frozenset[str]
) -> Iterator[tuple[str, str]]:
    for number, entry in entries.items():
        strange = (item for item in entry.carried_by if item not in items)
        yield from ((number, unknown("item", item, sorted(items))) for item in strange)


def _missing_proofs(entries: Mapping[str, Entry], root: Path) -> Iterator[tuple[str, str]]:
    for number, entry in entries.items():
        for shown in entry.shown_by:
            file, _, test = shown.partition("::")
            if not (root / file).is_file():
                yield number, f"there is no file '{file}'"
            elif test and f"def {test}(" not in (root / file).read_text(encoding="utf-8"):
                yield number, f"{file} has no test '{test}'"


def _contradicted(entries: Mapping[str, Entry], library: Library) -> Iterator[tuple[str, str]]:
    named = {number: where for where, said in _sources(library) for number in numbers_in(said)}
    for number, where in named.items():
        if number in entries and not entries[number].carried_by:
            yield number, f"stands as not carried, and the source of {where} names it"


def _wrong_sources(known: frozenset[str], library: Library) -> Iterator[Problem]:
    found = dict.fromkeys(_sources(library))
    for where, source in found:
        for number in numbers_in(source):
            if number not in known:
                yield Problem(says=f"req {number} is no requirement", where=where, file="workflows")
    for where in dict.fromkeys(_without_source(library)):
        yield Problem(says="names no source", where=where, file="workflows")


def _without_source(library: Library) -> Iterator[str]:
    for workflow in library.workflows.values():
        for kind, parts in (("rule", workflow.rules), ("deadline", workflow.deadlines)):
            bare = (key for key, part in parts.items() if not part.source.strip())
            yield from (f"{workflow.workflow}.{kind}.{key}" for key in bare)


def _sources(library: Library) -> Iterator[tuple[str, str]]:
    """Every source that stands beside a part of a definition, with its place.

    Not the one of a whole workflow: that names the field in which it works, not what it carries.
    """
    for workflow in library.workflows.values():
        yield from _said(workflow.to_data(), (workflow.workflow,))
    yield from _said(library.catalogue.model_dump(mode="json", by_alias=True), ())


def _said(data: JsonValue, at: tuple[str | int, ...]) -> Iterator[tuple[str, str]]:
    if isinstance(data, dict):
        source = data.get("source")
        if isinstance(source, str) and len(at) > 1:
            yield dotted(at), source
        for key, value in data.items():
            yield from _said(value, (*at, key))
    elif isinstance(data, list):
        for place, value in enumerate(data, 1):
            yield from _said(value, (*at, place))


def main() -> None:
    """Write the page if asked to; when something does not fit, say all of it instead."""
    try:
        text = page()
    except DefinitionError as error:
        sys.exit(str(error))
    if "--write" in sys.argv[1:]:
        (ROOT / PAGE).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
