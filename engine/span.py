"""How long a term is: an amount of one unit, written in files as ``{weeks: 6}``."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Mapping
from datetime import date
from difflib import get_close_matches
from typing import Annotated, Literal, TypeAlias, get_args

from pydantic import Field, GetJsonSchemaHandler, model_serializer, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from engine.text import Language, Part, Text

Unit: TypeAlias = Literal["hours", "days", "working_days", "weeks", "months", "years"]
Kind: TypeAlias = Literal["statutory", "hard", "countback", "working_days", "hours"]
Amount: TypeAlias = Annotated[int, Field(ge=0, le=10_000, strict=True)]

UNITS: tuple[Unit, ...] = get_args(Unit)
KINDS: tuple[Kind, ...] = get_args(Kind)

_ONE_UNIT = f"a span has exactly one unit: {', '.join(UNITS)}; for example {{weeks: 6}}"
_ONE: Mapping[Unit, Text] = {
    "hours": Text(nl="uur", en="hour"),
    "days": Text(nl="dag", en="day"),
    "working_days": Text(nl="werkdag", en="working day"),
    "weeks": Text(nl="week", en="week"),
    "months": Text(nl="maand", en="month"),
    "years": Text(nl="jaar", en="year"),
}
_MORE: Mapping[Unit, Text] = {
    "hours": Text(nl="uur", en="hours"),
    "days": Text(nl="dagen", en="days"),
    "working_days": Text(nl="werkdagen", en="working days"),
    "weeks": Text(nl="weken", en="weeks"),
    "months": Text(nl="maanden", en="months"),
    "years": Text(nl="jaar", en="years"),
}


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """``"; did you mean 'weeks'?"`` when a known word is near, otherwise nothing."""
    near = get_close_matches(word, list(known), n=1)
    return f"; did you mean '{near[0]}'?" if near else ""


def add_months(day: date, months: int) -> date:
    """The same day number ``months`` later (earlier when negative), or else the month's last day.

    Source: DEFAULT. For terms only; ages go by ``engine.terms.birthday``.

    >>> add_months(date(2027, 4, 30), -2)  # there is no 30 February
    datetime.date(2027, 2, 28)
    """
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    if not 1 <= year <= 9999:
        raise OverflowError(f"{months} months from {day} is outside the years 1 to 9999")
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


class Span(Part):
    """An amount of exactly one unit; hours are real hours, days are calendar days.

    >>> Span(weeks=6).model_dump()
    {'weeks': 6}
    """

    hours: Amount | None = None
    days: Amount | None = None
    working_days: Amount | None = None
    weeks: Amount | None = None
    months: Amount | None = None
    years: Amount | None = None

    @model_validator(mode="before")
    @classmethod
    def _is_a_map(cls, data: object) -> object:
        if not isinstance(data, Mapping | Span):
            raise ValueError(_ONE_UNIT)  # noqa: TRY004 - pydantic reports ValueError with its place
        return data

    @model_validator(mode="after")
    def _has_one_unit(self) -> Span:
        if sum(getattr(self, unit) is not None for unit in UNITS) != 1:
            raise ValueError(_ONE_UNIT)
        return self

    @model_serializer
    def _as_map(self) -> dict[str, int]:
        return {self.unit: self.amount}

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """A map with one of the six keys, for editors that complete definition files."""
        amount = {"type": "integer", "minimum": 0, "maximum": 10_000}
        return {
            "type": "object",
            "title": "Span",
            "description": _ONE_UNIT,
            "properties": dict.fromkeys(UNITS, amount),
            "additionalProperties": False,
            "minProperties": 1,
            "maxProperties": 1,
        }

    @classmethod
    def of(cls, amount: int, unit: Unit) -> Span:
        """The span of ``amount`` times ``unit``."""
        return cls.model_validate({unit: amount})

    @classmethod
    def parse(cls, written: str) -> Span:
        """Read what a person types: an amount and a unit, in the singular or plural.

        Raises:
            ValueError: no amount, or a unit that does not exist (with the one that was meant).

        >>> Span.parse("5 working_days") == Span.parse("5 working days")
        True
        """
        amount, _, word = written.strip().partition(" ")
        name = word.strip().replace(" ", "_")
        if not (amount.isascii() and amount.isdigit() and name):
            raise ValueError(
                f"'{written}' is no span; write an amount and a unit: '5 working_days'"
            )
        unit = next((unit for unit in UNITS if name in {unit, unit[:-1]}), None)
        if unit is None:
            known = [*UNITS, *(unit[:-1] for unit in UNITS)]
            raise ValueError(f"unknown unit '{name}'{did_you_mean(name, known)} ({_ONE_UNIT})")
        return cls.of(int(amount), unit)

    @property
    def unit(self) -> Unit:
        """The one unit that is set."""
        return next(unit for unit in UNITS if getattr(self, unit) is not None)

    @property
    def amount(self) -> int:
        """How many of ``unit``; 0 is allowed."""
        return int(getattr(self, self.unit))

    def words(self, language: Language) -> str:
        """As people say it.

        >>> Span(years=2).words("nl"), Span(working_days=1).words("en")
        ('2 jaar', '1 working day')
        """
        names = _ONE if self.amount == 1 else _MORE
        return f"{self.amount} {names[self.unit].in_(language)}"


class Window(Part):
    """Held within it is on time; only after it is a norm of our own exceeded (DEFAULT).

    A side that is left out is no days wide.
    """

    before: Span | None = None
    after: Span | None = None

    @model_validator(mode="after")
    def _is_in_days_or_longer(self) -> Window:
        if any(side and side.unit == "hours" for side in (self.before, self.after)):
            raise ValueError("a window is counted in days or longer, never in hours")
        return self
