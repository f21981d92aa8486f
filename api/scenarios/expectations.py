"""The ``expect`` step: what a case looks like now, against what the file says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from api.scenarios.differing import Row, otherwise, rows_otherwise, same_keys, words
from api.scenarios.expected import Expected, ExpectedPart
from api.scenarios.expected_meetings import at_the_table
from api.scenarios.names import World, named
from api.scenarios.reading import CaseNow, case_now
from engine.problems import Place
from engine.service.cases import explain
from engine.text import Part

ALIVE = {"deadlines": ("open", "suspended"), "reminders": ("planned",)}
"""What lists of these are about; what has ended counts when its state is named."""

Found: TypeAlias = tuple[Place, str]


def difference(world: World, expected: Expected) -> Found | None:
    """Where and how the case differs first from what is expected, if it does."""
    return next(_differences(world, expected), None)


def _differences(world: World, expected: Expected) -> Iterator[Found]:
    known = world.case(expected.case)
    now = case_now(world, known.public_id)
    given = expected.model_fields_set
    for key, (wanted, found) in _values(expected, now).items():
        if key in given and wanted != found:
            yield (key,), otherwise(wanted, found)
    yield from _lists(expected, now)
    yield from _of_part(world, expected, expected, now)
    if expected.open_cases is not None:
        yield from _open_cases(expected.open_cases, now)
    yield from at_the_table(world, expected, now.head)
    for child, part in expected.part.items():
        named("child of this case", child, dict.fromkeys(known.children))
        of_child = case_now(world, known.public_id, child=child)
        for place, says in _of_part(world, expected, part, of_child, child):
            yield ("part", child, *place), says


def _values(expected: Expected, now: CaseNow) -> Mapping[str, tuple[object, object]]:
    """What is one value: expected, and found."""
    return {
        "state": (expected.state, now.head.state),
        "next_date": (expected.next_date, now.next_date or "none"),
        "events": (expected.events, now.events),
    }


def _lists(expected: Expected, now: CaseNow) -> Iterator[Found]:
    if expected.reminders is not None:
        yield from _rows("reminders", expected.reminders, now.reminders)
    if expected.sent is not None:
        wanted = [row for row in _said(expected.sent) if row["times"]]
        if says := rows_otherwise(wanted, now.sent):
            yield ("sent",), says


def _of_part(
    world: World, whole: Expected, expected: ExpectedPart, now: CaseNow, child: str | None = None
) -> Iterator[Found]:
    """What may be asked of a case, and of one of its child parts."""
    if expected.deadlines is not None:
        yield from _rows("deadlines", expected.deadlines, now.deadlines)
    if expected.late is not None and not same_keys(expected.late, now.late):
        yield ("late",), otherwise(expected.late, now.late)
    for kind, status in (expected.records or {}).items():
        if now.records.get(kind) != status:
            yield ("records", kind), otherwise(status, now.records.get(kind))
    if expected.missing is not None:
        found = _missing(world, whole, now, child)
        if not same_keys(expected.missing, found):
            yield ("missing",), otherwise(sorted(expected.missing), found)


def _rows(key: str, expected: Sequence[Part], found: Sequence[Row]) -> Iterator[Found]:
    """Compare whole: all that is alive, and of what has ended that which is named."""
    wanted = _said(expected)
    ended = {(row["about"], row["state"]) for row in wanted if "state" in row}
    mine = [
        row for row in found if row["state"] in ALIVE[key] or (row["about"], row["state"]) in ended
    ]
    if says := rows_otherwise(wanted, mine):
        yield (key,), says


def _said(rows: Sequence[Part]) -> list[dict[str, object]]:
    """The rows of a file, with the keys that were given."""
    return [row.model_dump(exclude_unset=True) for row in rows]


def _open_cases(expected: int | tuple[str, ...], now: CaseNow) -> Iterator[Found]:
    """The open cases of the family: how many, or of which workflows."""
    if isinstance(expected, int):
        if expected != len(now.open_cases):
            says = f"{otherwise(expected, len(now.open_cases))} ({words(now.open_cases)})"
            yield ("open_cases",), says
    elif not same_keys(expected, now.open_cases):
        yield ("open_cases",), otherwise(expected, now.open_cases)


def _missing(world: World, expected: Expected, now: CaseNow, child: str | None) -> list[str]:
    """What stops the main step of the state; the role only when it is said who looks."""
    known = world.case(expected.case)
    workflow = world.office.library.of(now.head.workflow, now.head.region)
    main = workflow.main_of(now.head.state)
    if main is None:
        return []
    viewer = world.viewer(expected.as_ or known.opener)
    decision = explain(viewer, world.office, known.public_id, main)
    part = world.person(child) if child else None
    return sorted(
        {
            reason.key
            for reason in decision.reasons
            if reason.stops
            and (expected.as_ or reason.key != "role")
            and (part is None or reason.child in (None, part))
        }
    )
