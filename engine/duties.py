"""What a definition says of deadlines: when one starts, how long, what meets it, who hears."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar, Literal, Self, TypeAlias

from pydantic import Field as Setting
from pydantic import model_validator

from engine.guards import Guard
from engine.guards.file import CalendarSpan, earlier
from engine.names import Name
from engine.span import Span, Window
from engine.terms import Kind, birthday
from engine.text import Part, Text


class RecordReached(Part):
    """A record of this type reached one of these statuses."""

    type: Name
    status: tuple[Name, ...]


class RecordDate(Part):
    """A date field of a record that was settled."""

    type: Name
    field: Name


class InputDate(Part):
    """A date that a transition's form asked for."""

    transition: Name
    field: Name


class Birthday(Part):
    """The child's birthday, or so long before it."""

    birthday: Annotated[int, Setting(ge=0, le=130)] | None = None
    before_birthday: Annotated[int, Setting(ge=0, le=130)] | None = None
    by: CalendarSpan | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.birthday is None) == (self.before_birthday is None):
            raise ValueError("give either 'birthday' or 'before_birthday'")
        if (self.before_birthday is None) != (self.by is None):
            raise ValueError("'before_birthday' and 'by' go together")
        return self

    def day(self, born: date) -> date:
        """The day of a child born on ``born``."""
        if self.by is None:
            return birthday(born, self.birthday or 0)
        return earlier(birthday(born, self.before_birthday or 0), self.by)


class Starts(Part):
    """What sets a deadline going; exactly one of these.

    ``nothing_open`` starts it when the case is open and owes nothing else: no case is
    without a next date. ``meeting`` counts from the meeting that the step chose; ``age``
    starts when the case comes to a state in which the deadline lives.
    """

    entering: tuple[Name, ...] = ()
    act: tuple[Name, ...] = ()
    record: RecordReached | None = None
    record_date: RecordDate | None = None
    input_date: InputDate | None = None
    age: Birthday | None = None
    meeting: Literal[True] | None = None
    nothing_open: Literal[True] | None = None

    @model_validator(mode="after")
    def _exactly_one(self) -> Self:
        if len(self.model_fields_set) != 1:
            raise ValueError(
                "a deadline starts with one thing: entering, act, record, record_date, "
                "input_date, age, meeting or nothing_open"
            )
        return self


class MetBy(Part):
    """What meets a deadline; exactly one of these."""

    entering: tuple[Name, ...] = ()
    act: tuple[Name, ...] = ()
    record: RecordReached | None = None
    any_of: tuple[MetBy, ...] = ()

    @model_validator(mode="after")
    def _exactly_one(self) -> Self:
        if len(self.model_fields_set) != 1:
            raise ValueError("one thing meets a deadline: entering, act, record or any_of")
        return self


class ReminderStep(Part):
    """One reminder: so long before or after the due date, to these audiences."""

    before: Span | None = None
    after: Span | None = None
    to: Annotated[tuple[Name, ...], Setting(min_length=1)]

    @model_validator(mode="after")
    def _before_or_after(self) -> Self:
        if (self.before is None) == (self.after is None):
            raise ValueError("give either 'before' or 'after'")
        return self

    @property
    def offset(self) -> Span:
        """How far from the due date."""
        return self.before or self.after or Span.parse("0 days")

    @property
    def direction(self) -> Literal["before", "after"]:
        """On which side of the due date."""
        return "after" if self.before is None else "before"

    @property
    def key(self) -> str:
        """The step's own name in the ledger: ``before_5_working_days``."""
        return f"{self.direction}_{self.offset.amount}_{self.offset.unit}"


class Repeats(Part):
    """The next one starts when this one is met."""

    every: Span


class Allowance(Part):
    """Who may extend or suspend a deadline, and by how much in all."""

    by: Annotated[tuple[Name, ...], Setting(min_length=1)]
    at_most: Span


During: TypeAlias = Literal["open"] | tuple[Name, ...]

LATE = ReminderStep(after=Span.parse("1 working_days"), to=("owner", "coordinator"))
EARLY = ReminderStep(before=Span.parse("1 weeks"), to=("owner",))


class DeadlineRule(Part):
    """A deadline as a definition declares it.

    ``during`` names the states outside which it is void; ``open`` keeps it until the case
    is final. ``when`` is asked at the start: a repair that is not needed does not start.
    ``reminders`` default to a week before, to the owner, and the working day after, to the
    owner and the coordinator (DEFAULT).
    """

    title: Text
    kind: Kind
    starts: Starts
    within: Span | None = None
    before: Span | None = None
    moments: tuple[Span, ...] = ()
    repeats: Repeats | None = None
    review: bool = False
    next_date: bool = True
    """Whether an open case that owes only this has its next date; not a birthday years away."""

    during: During | None = None
    outlasts: ClassVar[bool] = False
    """Whether it is owed after the case is final, too; no definition can say so."""

    when: Guard | None = None
    met_by: MetBy
    owner: Name
    reminders: tuple[ReminderStep, ...] = (EARLY, LATE)
    window: Window | None = None
    on_day_off: Literal["earlier", "stays"] | None = None
    extend: Allowance | None = None
    suspend: Allowance | None = None
    source: Annotated[str, Setting(min_length=1)]

    @model_validator(mode="after")
    def _length_fits_kind(self) -> Self:
        lengths = [bool(self.within), bool(self.before), bool(self.moments)]
        if sum(lengths) != 1:
            raise ValueError("give one of 'within', 'before' and 'moments'")
        if (self.kind == "countback") != (self.before is not None):
            raise ValueError("a countback, and nothing else, counts 'before' its event")
        if self.is_law and (self.window or self.on_day_off == "earlier"):
            raise ValueError("a term of the law has no window and does not move for days off")
        return self

    @model_validator(mode="after")
    def _hours_fit_a_moment(self) -> Self:
        starts = self.starts
        if self.kind != "hours":
            if any(step.offset.unit == "hours" for step in self.reminders):
                raise ValueError("a reminder in hours goes with a term in hours")
        elif self.repeats or not (starts.entering or starts.act or starts.record):
            raise ValueError(
                "a term in hours starts with a moment (entering, act or record) and never repeats"
            )
        return self

    @property
    def is_law(self) -> bool:
        """A term set by law: nobody here may move it."""
        return self.source.startswith("LAW")

    @property
    def spans(self) -> tuple[Span, ...]:
        """Its length, or the lengths of a series."""
        return self.moments or tuple(span for span in (self.within or self.before,) if span)

    @property
    def day_off(self) -> Literal["earlier", "stays"]:
        """What a day off does to the due date; our own hard norms move to before it."""
        if self.on_day_off:
            return self.on_day_off
        return "earlier" if self.kind == "hard" and not self.is_law else "stays"


class LastingRule(DeadlineRule):
    """A deadline that is owed to a person, whatever becomes of the case.

    Closing the case does not end it, and in a closed case it begins all the same.
    """

    outlasts: ClassVar[bool] = True
