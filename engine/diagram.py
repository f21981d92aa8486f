"""A workflow as a drawing: phases as columns, states as boxes, steps as numbered arrows. Pure.

Steps that leave every open state are drawn nowhere: they stand beside the drawing. So do
entries, which move nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from engine.definition import Transition, Workflow
from engine.text import Language, Text

BOX_WIDTH, BOX_HEIGHT = 168, 52
GAP_X, GAP_Y = 84, 36
TOP = 64
LINE = 22
"""How many letters fit on one line of a box."""


@dataclass(frozen=True, slots=True)
class Column:
    """One phase, and where it stands."""

    title: Text
    x: int
    width: int


@dataclass(frozen=True, slots=True)
class Box:
    """One state, and where it stands."""

    key: str
    title: Text
    x: int
    y: int
    initial: bool
    final: bool

    def lines(self, language: Language) -> tuple[str, ...]:
        """The title in lines that fit, at most two."""
        return tuple(folded(self.title.in_(language), LINE))


@dataclass(frozen=True, slots=True)
class Arrow:
    """The steps from one state to another, by number; ``main`` when one of them is."""

    numbers: tuple[int, ...]
    path: str
    x: float  # where the numbers stand
    y: float
    main: bool


@dataclass(frozen=True, slots=True)
class Numbered:
    """A step with its number in the drawing and in the table."""

    number: int
    key: str
    step: Transition


@dataclass(frozen=True, slots=True)
class Diagram:
    """A drawing of a workflow; ``steps`` are drawn, ``anywhere`` and ``entries`` are not."""

    width: int
    height: int
    columns: tuple[Column, ...]
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    steps: tuple[Numbered, ...]
    anywhere: tuple[Numbered, ...]
    entries: tuple[Numbered, ...]


def diagram_of(workflow: Workflow) -> Diagram:
    """The drawing of a workflow; the same definition always gives the same drawing."""
    boxes = tuple(_boxes(workflow))
    steps, anywhere, entries = _numbered(workflow)
    rows = max((box.y for box in boxes), default=0)
    return Diagram(
        width=len(workflow.phases) * (BOX_WIDTH + GAP_X) + GAP_X,
        height=rows + BOX_HEIGHT + GAP_Y * 2,
        columns=tuple(
            Column(phase.title, _x(number), BOX_WIDTH)
            for number, phase in enumerate(workflow.phases.values())
        ),
        boxes=boxes,
        arrows=tuple(_arrows(steps, {box.key: box for box in boxes})),
        steps=steps,
        anywhere=anywhere,
        entries=entries,
    )


def mermaid(workflow: Workflow, language: Language) -> str:
    """The states and steps as text that Mermaid draws.

    Only titles go into it, in quotes and without quotes of their own.
    """
    lines = ["stateDiagram-v2", "    direction LR"]
    for key, state in workflow.states.items():
        lines.append(f'    state "{_plain(state.title.in_(language))}" as {key}')
    lines.append(f"    [*] --> {workflow.initial}")
    for step in workflow.transitions.values():
        title = _plain(step.title.in_(language))
        lines += [f"    {start} --> {step.target(start)}: {title}" for start in step.from_]
    lines += [f"    {key} --> [*]" for key, state in workflow.states.items() if state.final]
    return "\n".join(lines) + "\n"


def folded(words: str, most: int) -> Iterator[str]:
    """The words in at most two lines of about ``most`` letters; the rest is cut off.

    >>> list(folded("Afgerond, terugkijkgesprek nog zonder datum", 22))
    ['Afgerond,', 'terugkijkgesprek nog …']
    """
    first: list[str] = []
    rest = words.split()
    while rest and len(" ".join([*first, rest[0]])) <= most:
        first.append(rest.pop(0))
    if not first and rest:
        first.append(rest.pop(0))
    yield " ".join(first)
    if rest:
        second = " ".join(rest)
        cut = second if len(second) <= most else second[: most - 1].rsplit(" ", 1)[0] + " …"
        yield cut


def _numbered(
    workflow: Workflow,
) -> tuple[tuple[Numbered, ...], tuple[Numbered, ...], tuple[Numbered, ...]]:
    """The steps in the order of the file, numbered through: drawn, from anywhere, entries."""
    everywhere = set(workflow.open_states)
    all_steps = [
        Numbered(number, key, step)
        for number, (key, step) in enumerate(workflow.transitions.items(), start=1)
    ]
    entries = tuple(each for each in all_steps if each.step.is_entry)
    anywhere = tuple(
        each
        for each in all_steps
        if not each.step.is_entry and everywhere <= set(each.step.from_) and len(everywhere) > 1
    )
    aside = {each.key for each in (*entries, *anywhere)}
    return tuple(each for each in all_steps if each.key not in aside), anywhere, entries


def _x(column: int) -> int:
    return GAP_X + column * (BOX_WIDTH + GAP_X)


def _boxes(workflow: Workflow) -> Iterator[Box]:
    rows: dict[str, int] = defaultdict(int)
    columns = {phase: number for number, phase in enumerate(workflow.phases)}
    for key, state in workflow.states.items():
        y = TOP + rows[state.phase] * (BOX_HEIGHT + GAP_Y)
        rows[state.phase] += 1
        yield Box(key, state.title, _x(columns[state.phase]), y, state.initial, state.final)


def _arrows(steps: Sequence[Numbered], boxes: Mapping[str, Box]) -> Iterator[Arrow]:
    """One arrow for each pair of states, whatever the number of steps between them."""
    between: dict[tuple[str, str], list[Numbered]] = defaultdict(list)
    for each in steps:
        for state in each.step.from_:
            between[state, each.step.to].append(each)
    for (start, end), found in between.items():
        numbers = tuple(each.number for each in found)
        main = any(each.step.main for each in found)
        yield _arrow(boxes[start], boxes[end], numbers, main=main)


def _arrow(start: Box, end: Box, numbers: tuple[int, ...], *, main: bool) -> Arrow:
    """A curve from box to box: forward from right to left, back and aside around the edge."""
    a_y, b_y = start.y + BOX_HEIGHT / 2, end.y + BOX_HEIGHT / 2
    if end.x > start.x:
        a_x, b_x = start.x + BOX_WIDTH, end.x
        bend = max(40.0, (b_x - a_x) / 2)
        return _curve((a_x, a_y), (a_x + bend, a_y), (b_x - bend, b_y), (b_x, b_y), numbers, main)
    if end.x == start.x and end.key != start.key:
        side = start.x + BOX_WIDTH
        out = side + min(GAP_X - 20, 24 + abs(b_y - a_y) / 8)
        return _curve(
            (side, a_y + 8), (out, a_y + 8), (out, b_y - 8), (side, b_y - 8), numbers, main
        )
    if end.key == start.key:
        top = start.y
        left, right = start.x + 40, start.x + BOX_WIDTH - 40
        return _curve((left, top), (left, top - 30), (right, top - 30), (right, top), numbers, main)
    a_x, b_x = start.x, end.x + BOX_WIDTH
    bend = max(40.0, (a_x - b_x) / 2)
    return _curve(
        (a_x, a_y + 10),
        (a_x - bend, a_y + 34),
        (b_x + bend, b_y + 34),
        (b_x, b_y + 10),
        numbers,
        main,
    )


Point = tuple[float, float]


def _curve(
    a: Point,
    b: Point,
    c: Point,
    d: Point,
    numbers: tuple[int, ...],
    main: bool,  # noqa: FBT001
) -> Arrow:
    """A cubic curve; the numbers stand halfway."""
    path = f"M{a[0]:g},{a[1]:g} C{b[0]:g},{b[1]:g} {c[0]:g},{c[1]:g} {d[0]:g},{d[1]:g}"
    x = (a[0] + 3 * b[0] + 3 * c[0] + d[0]) / 8
    y = (a[1] + 3 * b[1] + 3 * c[1] + d[1]) / 8
    return Arrow(numbers, path, x, y, main)


def _plain(words: str) -> str:
    return words.replace('"', "'").replace("\n", " ")
