"""What is wrong with the table of retention: names that do not exist, files without an end."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from engine.problems import Place, Problem, dotted, unknown
from engine.retention import RetentionTable


def retention_problems(
    table: RetentionTable, *, workflows: Collection[str], records: Collection[str]
) -> Iterator[Problem]:
    """Everything that is wrong with it, beside the workflows and records that there are.

    A workflow that it does not name is no mistake: its files are kept for ever, and say so.
    """
    yield from _misnamed("workflow", table.workflows, workflows, ("workflows",))
    yield from _misnamed("record", table.records, records, ("records",))
    yield from _classes(table, table.every_case, ("every_case",))
    for section in ("workflows", "records"):
        for key, named in getattr(table, section).items():
            yield from _classes(table, named, (section, key))
    for name, named in table.workflows.items():
        if not any(_counts_from_change(table, key) for key in named):
            says = "name a class that starts at last_change"
            at = ("workflows", name)
            yield Problem(where=dotted(at), says=says, at=at)


def _counts_from_change(table: RetentionTable, key: str) -> bool:
    return key not in table.classes or table.classes[key].starts == "last_change"


def _misnamed(
    kind: str, named: Mapping[str, object], known: Collection[str], at: Place
) -> Iterator[Problem]:
    for name in named:
        if name not in known:
            place = (*at, name)
            yield Problem(where=dotted(place), says=unknown(kind, name, known), at=place)


def _classes(table: RetentionTable, named: Collection[str], at: Place) -> Iterator[Problem]:
    for key in named:
        if key not in table.classes:
            yield Problem(where=dotted(at), says=unknown("class", key, table.classes), at=at)
