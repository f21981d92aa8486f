"""How a date was computed: kept as data beside the date, worded when it is shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal, TypeAlias, cast

from pydantic import TypeAdapter

from engine.calendar import AMSTERDAM, DayOff
from engine.span import Kind, Span
from engine.text import Language, Text

Why: TypeAlias = Literal["rolled", "two_working_days", "earlier", "reminder"]

_WEEKDAYS: Mapping[Language, Sequence[str]] = {
    "nl": ("ma", "di", "wo", "do", "vr", "za", "zo"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}
_MONTHS: Mapping[Language, Sequence[str]] = {
    "nl": (
        *("januari", "februari", "maart", "april", "mei", "juni"),
        *("juli", "augustus", "september", "oktober", "november", "december"),
    ),
    "en": (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
}
_FROM = Text(nl="{span} vanaf {start}", en="{span} from {start}")
_BEFORE = Text(nl="ten minste {span} vóór {start}", en="at least {span} before {start}")
_SUSPENDED = Text(nl=" (plus {span} opschorting)", en=" (plus {span} of suspension)")
_ONE_SKIPPED = Text(nl="; {days} telt niet mee", en="; {days} does not count")
_MORE_SKIPPED = Text(nl="; {days} tellen niet mee", en="; {days} do not count")
_CLOCK_BACK = Text(nl="; de klok gaat een uur terug", en="; the clocks go back an hour")
_CLOCK_ON = Text(nl="; de klok gaat een uur vooruit", en="; the clocks go forward an hour")
_MOVED: Mapping[Why, Text] = {
    "rolled": Text(nl="; loopt door over {days}", en="; runs on over {days}"),
    "two_working_days": Text(
        nl="; {days} tellen niet mee, en er horen twee werkdagen in te zitten",
        en="; {days} do not count, and two working days belong in it",
    ),
    "earlier": Text(
        nl=", een vrije dag ({name}), dus de werkdag ervoor",
        en=", a day off ({name}), so the working day before",
    ),
    "reminder": Text(
        nl=" ({name}, schuift niet; herinnering op {to})",
        en=" ({name}, does not move; reminder on {to})",
    ),
}
_BY = Text(nl=": uiterlijk {due}", en=": by {due}")
_AIM = Text(nl=": streefdag {due}", en=": aim for {due}")
_IN_TIME = Text(
    nl=", op tijd van {opens} tot en met {closes}",
    en=", on time from {opens} up to and including {closes}",
)


def day_words(day: date, language: Language) -> str:
    """A date in full, with its weekday.

    >>> day_words(date(2026, 12, 1), "nl"), day_words(date(2026, 12, 1), "en")
    ('di 1 december 2026', 'Tue 1 December 2026')
    """
    weekday, month = _WEEKDAYS[language][day.weekday()], _MONTHS[language][day.month - 1]
    return f"{weekday} {day.day} {month} {day.year}"


def moment_words(moment: datetime, language: Language) -> str:
    """A moment in Dutch local time; ``moment`` has a zone of its own.

    >>> moment_words(datetime.fromisoformat("2026-10-24T18:00Z"), "nl")
    'za 24 oktober 2026, 20.00 uur'
    """
    local = moment.astimezone(AMSTERDAM)
    time = f"{local:%H.%M} uur" if language == "nl" else f"{local:%H:%M}"
    return f"{day_words(local.date(), language)}, {time}"


@dataclass(frozen=True, slots=True)
class Move:
    """A date that came to lie elsewhere, why, and the days off in between."""

    away_from: date
    to: date
    why: Why
    over: tuple[DayOff, ...]

    def words(self, language: Language) -> str:
        """The clause that goes into the sentence of the explanation."""
        off = next(off for off in reversed(self.over) if off.day <= self.away_from)
        return (
            _MOVED[self.why]
            .in_(language)
            .format(
                away_from=day_words(self.away_from, language),
                to=day_words(self.to, language),
                name=off.name.in_(language),
                days=_listed(self.over, language),
            )
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Everything that made a date what it is; moments (``_at``) only for terms in hours."""

    kind: Kind
    span: Span
    start: date
    due: date
    start_at: datetime | None = None
    due_at: datetime | None = None
    skipped: tuple[DayOff, ...] = ()
    moved: Move | None = None
    reminder: Move | None = None
    suspended_days: int = 0
    window_opens: date | None = None
    late_after: date | None = None
    source: str = ""
    calendar: str = ""

    def to_data(self) -> dict[str, object]:
        """Plain JSON types, to be kept beside the date; dates as ISO text."""
        return cast(dict[str, object], _ADAPTER.dump_python(self, mode="json"))

    @classmethod
    def from_data(cls, data: Mapping[str, object]) -> Explanation:
        """What ``to_data`` wrote.

        Raises:
            pydantic.ValidationError: ``data`` is not that (a ValueError).
        """
        return _ADAPTER.validate_python(data)

    def words(self, language: Language) -> str:
        """One sentence, without its full stop: the count, what did not count, the date."""
        return "".join(
            [
                self._count_words(language),
                self._suspension_words(language),
                self._way_words(language),
                self._due_words(language),
            ]
        )

    def _count_words(self, language: Language) -> str:
        text = _BEFORE if self.kind == "countback" else _FROM
        start = _when(self.start, self.start_at, language)
        return text.in_(language).format(span=self.span.words(language), start=start)

    def _suspension_words(self, language: Language) -> str:
        if not self.suspended_days:
            return ""
        return _SUSPENDED.in_(language).format(span=Span(days=self.suspended_days).words(language))

    def _way_words(self, language: Language) -> str:
        """What happened between the count and the date."""
        ended, moved = "", ""
        if self.moved:
            ended = f" is {day_words(self.moved.away_from, language)}"
            moved = self.moved.words(language)
        return ended + self._skipped_words(language) + moved + self._clock_words(language)

    def _skipped_words(self, language: Language) -> str:
        if not self.skipped:
            return ""
        text = _ONE_SKIPPED if len(self.skipped) == 1 else _MORE_SKIPPED
        return text.in_(language).format(days=_listed(self.skipped, language))

    def _clock_words(self, language: Language) -> str:
        if self.start_at is None or self.due_at is None:
            return ""
        before, after = _ahead_of_utc(self.start_at), _ahead_of_utc(self.due_at)
        if before == after:
            return ""
        return (_CLOCK_BACK if before > after else _CLOCK_ON).in_(language)

    def _due_words(self, language: Language) -> str:
        due = _when(self.due, self.due_at, language)
        if self.reminder:
            due += self.reminder.words(language)
        if self.window_opens is None or self.late_after is None:
            return _BY.in_(language).format(due=due)
        return _AIM.in_(language).format(due=due) + _IN_TIME.in_(language).format(
            opens=day_words(self.window_opens, language),
            closes=day_words(self.late_after, language),
        )


def _when(day: date, moment: datetime | None, language: Language) -> str:
    return moment_words(moment, language) if moment else day_words(day, language)


def _listed(days: Sequence[DayOff], language: Language) -> str:
    """``Goede Vrijdag (3 apr) en Tweede paasdag (6 apr)``."""
    named = [f"{off.name.in_(language)} ({_short(off.day, language)})" for off in days]
    last = Text(nl=" en ", en=" and ").in_(language)
    return last.join([", ".join(named[:-1]), named[-1]] if named[1:] else named)


def _short(day: date, language: Language) -> str:
    """``3 apr``; of all months only maart does not begin with its abbreviation."""
    month = _MONTHS[language][day.month - 1]
    return f"{day.day} {'mrt' if month == 'maart' else month[:3]}"


def _ahead_of_utc(moment: datetime) -> timedelta:
    return moment.astimezone(AMSTERDAM).utcoffset() or timedelta()


_ADAPTER = TypeAdapter(Explanation)
