"""The form that registers a family: read, row by row, as it was filled in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from api.auth.posted import Posted
from api.views.families import RegionChoice
from engine.fields import InputProblem, InvalidInput, day_in
from engine.library import Library
from engine.service.registering import Member, NewFamily, problems_with
from engine.text import Text

CHILDREN, ADULTS = 3, 2
"""So many rows stand on the form to begin with."""

MOST = 12

_REGION = Text(nl="Kies de regio.", en="Choose the region.")
_ELSEWHERE = Text(
    nl="Deze gemeente hoort niet bij de gekozen regio.",
    en="This municipality does not belong to the region that you chose.",
)
_DATE = Text(nl="Geef een datum.", en="Give a date.")
_CHILD = Text(nl="Vul ten minste één kind in.", en="Fill in at least one child.")
_NOT_NAMED = Text(
    nl="U kiest gezag over een kind dat geen naam heeft.",
    en="You choose authority over a child without a name.",
)


@dataclass(frozen=True, slots=True)
class Row:
    """A row that was used: where it stands on the form, and who it is."""

    key: str
    member: Member


def regions_of(library: Library) -> tuple[RegionChoice, ...]:
    """The regions to choose from; the one for all other places comes last."""
    found = [
        RegionChoice(key, library.region_title(key), region.municipalities)
        for key, region in sorted(library.regions.items())
    ]
    return tuple(sorted(found, key=lambda each: not each.municipalities))


def rows_asked(form: Posted) -> tuple[int, int]:
    """How many rows the form had for children and for adults, with one more if that was asked."""
    more = form.text("intent")
    return (
        _count(form, "children", CHILDREN) + (more == "child"),
        _count(form, "adults", ADULTS) + (more == "adult"),
    )


def authority_in(form: Posted) -> Mapping[str, tuple[str, ...]]:
    """Over which children's rows each adult has authority, as it was ticked."""
    return {name: form.all(name) for name in form.values if name.endswith(".over")}


def family_in(form: Posted, library: Library, today: date) -> tuple[NewFamily, tuple[Row, ...]]:
    """The family as it was filled in, and its rows in the order of its members.

    Raises:
        InvalidInput: it cannot be registered like this; every problem is named by its row.
    """
    children, adults = rows_asked(form)
    problems: list[InputProblem] = []
    rows = tuple(_rows(form, children, adults, problems))
    new = NewFamily(
        name=form.text("name"),
        region=form.text("region"),
        municipality=form.text("municipality") or None,
        members=tuple(row.member for row in rows),
        key=form.key,
    )
    if not any(row.member.is_child for row in rows):
        problems.append(InputProblem("child.1.name", "missing", _CHILD))
    problems = [*_place_problems(new, library), *problems, *_engine_problems(new, rows, today)]
    if problems:
        raise InvalidInput(*sorted(problems, key=_order))
    return new, rows


def _order(problem: InputProblem) -> tuple[int, str]:
    """As the form has its fields."""
    kind = problem.field.partition(".")[0]
    return ("name", "region", "municipality", "child", "adult").index(kind), problem.field


def _place_problems(new: NewFamily, library: Library) -> Iterator[InputProblem]:
    region = library.regions.get(new.region)
    if region is None:
        yield InputProblem("region", "missing", _REGION)
    elif new.municipality and region.municipalities:
        known = {name.casefold() for name in region.municipalities}
        if new.municipality.casefold() not in known:
            yield InputProblem("municipality", "malformed", _ELSEWHERE)


def _rows(form: Posted, children: int, adults: int, problems: list[InputProblem]) -> Iterator[Row]:
    """The rows with anything in them; a child that an adult has authority over needs a name."""
    names = {f"child.{n}": form.text(f"child.{n}.name") for n in range(1, children + 1)}
    for key, name in names.items():
        born = _born(form, key, problems)
        if name or born:
            yield Row(key, Member(name=name, born=born, is_child=True))
    for key in (f"adult.{n}" for n in range(1, adults + 1)):
        name, born, over = (
            form.text(f"{key}.name"),
            _born(form, key, problems),
            form.all(f"{key}.over"),
        )
        if name or born or over:
            if not all(names.get(child) for child in over):
                problems.append(InputProblem(f"{key}.over", "malformed", _NOT_NAMED))
            named = tuple(names[child] for child in over if names.get(child))
            yield Row(key, Member(name=name, born=born, authority_over=named))


def _engine_problems(new: NewFamily, rows: tuple[Row, ...], today: date) -> Iterator[InputProblem]:
    """What the engine would say of it, each problem at the row that it is about."""
    for problem in problems_with(new, today):
        yield replace(problem, field=_place(problem.field, rows))


def _place(field: str, rows: tuple[Row, ...]) -> str:
    """``members.2.name`` as the name of its input."""
    kind, _, rest = field.partition(".")
    if kind != "members":
        return field
    index, _, what = rest.partition(".")
    return f"{rows[int(index)].key}.{what}"


def _born(form: Posted, key: str, problems: list[InputProblem]) -> date | None:
    text = form.text(f"{key}.born")
    day = day_in(text)
    if text and day is None:
        problems.append(InputProblem(f"{key}.born", "malformed", _DATE))
    return day


def _count(form: Posted, name: str, usual: int) -> int:
    """How many rows the form says that it had; within reason, whatever it says."""
    text = form.text(name)
    return min(int(text), MOST) if text.isascii() and text.isdigit() and len(text) < 4 else usual
