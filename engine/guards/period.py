"""A guard about the time between two dates, of which the form gives the last."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Self

from pydantic import Field as Setting
from pydantic import model_validator

from engine.guards.file import CalendarSpan, earlier
from engine.guards.shared import GuardPart
from engine.reason import Reason
from engine.snapshot import Snapshot
from engine.text import Part, Text

if TYPE_CHECKING:
    from engine.catalogue import Catalogue

_INPUT, _ACT = "input.", "act."


class PeriodWanted(Part):
    """From a date of the form, or the day of an act, until a date of the form."""

    from_: Annotated[str, Setting(alias="from", pattern=r"^(input|act)\.[a-z][a-z0-9_]*$")]
    until: Annotated[str, Setting(pattern=r"^input\.[a-z][a-z0-9_]*$")]
    at_most: CalendarSpan | None = None
    more_than: CalendarSpan | None = None

    @model_validator(mode="after")
    def _one_bound(self) -> Self:
        if (self.at_most is None) == (self.more_than is None):
            raise ValueError("give either 'at_most' or 'more_than'")
        return self

    @property
    def key(self) -> str:
        """The field with the last day."""
        return self.until.removeprefix(_INPUT)

    @property
    def act(self) -> str | None:
        """The act from whose day it counts, if it does."""
        return self.from_.removeprefix(_ACT) if self.from_.startswith(_ACT) else None

    @property
    def fields(self) -> tuple[str, ...]:
        """The date fields of the form that it reads."""
        sources = (self.from_, self.until)
        return tuple(name.removeprefix(_INPUT) for name in sources if name.startswith(_INPUT))

    def holds(self, begins: date, ends: date) -> bool:
        """Whether the time between is as long as wanted.

        Both days count, so six months from 1 March end on 31 August. Source: DEFAULT.
        """
        bound = self.at_most or self.more_than
        assert bound is not None  # noqa: S101 - the validator above refuses neither
        fits = begins > earlier(ends, bound)
        return fits if self.at_most else not fits


class PeriodGuard(GuardPart):
    """The time between two dates is at most so long, or longer; unknown before the form."""

    period: PeriodWanted

    def check(self, case: Snapshot, catalogue: Catalogue) -> Reason:
        wanted = self.period
        open_ = case.inputs is None
        return self._worded(
            Reason(
                key=f"period.{wanted.key}",
                met=None if open_ else self._met(case),
                asks=Text(nl="Let op de duur", en="Mind the length"),
                says=Text(nl="De duur klopt niet.", en="The length does not fit."),
                needs=wanted.fields if open_ else (),
            )
        )

    def _met(self, case: Snapshot) -> bool:
        given, wanted = case.inputs or {}, self.period
        begins = case.acted.get(wanted.act) if wanted.act else given.get(wanted.fields[0])
        ends = given.get(wanted.key)
        if not isinstance(begins, date) or not isinstance(ends, date):
            return False
        return wanted.holds(begins, ends)
