"""How somebody wants to hear of things, and a mail to see whether it arrives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from engine.access import Viewer
from engine.fields import InputProblem, InvalidInput
from engine.notice_times import CHOICES, DEFAULTS, SORTS, Choice, QuietHours, Sort
from engine.service.delivery import CHANNEL
from engine.service.listing import listing
from engine.service.office import Office
from engine.store import my_notices, notice_settings
from engine.store.my_notices import MyNotice
from engine.store.tables.clock import NoticeState
from engine.text import Text


@dataclass(frozen=True, slots=True)
class LastTest:
    """What became of the newest mail that somebody asked for as a test."""

    asked_at: datetime
    state: NoticeState
    why: str | None
    sent_at: datetime | None
    next_try_at: datetime | None

    @property
    def is_on_its_way(self) -> bool:
        """Whether it has not been tried yet."""
        return self.state in ("open", "sending")


@dataclass(frozen=True, slots=True)
class NoticeSettings:
    """A choice for every sort, the quiet hours, and the newest test."""

    choices: Mapping[Sort, Choice]
    quiet: QuietHours
    test: LastTest | None = None


_ONE_OF = Text(
    nl="Kies: meteen, in de mail van de dag, of alleen hier.",
    en="Choose: at once, in the mail of the day, or here only.",
)
_BOTH = Text(
    nl="Geef een begin en een eind, of laat beide leeg.",
    en="Give a beginning and an end, or leave both empty.",
)
_SAME = Text(nl="Geef een ander eind dan het begin.", en="Give another end than the beginning.")


def my_settings(viewer: Viewer, office: Office) -> NoticeSettings:
    """How the viewer hears of things now."""
    with listing(viewer, office, "read_notice_settings") as work:
        chosen = notice_settings.choices_of(work.connection, viewer)
        quiet = notice_settings.quiet_hours_of(work.connection, viewer)
        test = my_notices.last_test(work.connection, viewer, on=work.today)
    return NoticeSettings(
        choices={sort: chosen.get(sort, DEFAULTS[sort]) for sort in SORTS},
        quiet=quiet,
        test=None if test is None else _tried(test),
    )


def choose(
    viewer: Viewer, office: Office, *, choices: Mapping[str, str], quiet: QuietHours
) -> None:
    """From now on the viewer hears of things like this; what waits leaves as it was made.

    Raises:
        InvalidInput: a sort has no choice of ours, or the quiet hours have no two ends.
    """
    if problems := (*wrong_choices(choices), *_wrong_hours(quiet)):
        raise InvalidInput(*problems)
    wanted = {sort: each for sort in SORTS for each in CHOICES if choices[sort] == each}
    with listing(viewer, office, "choose_notices") as work:
        notice_settings.choose(work.connection, viewer, choices=wanted, quiet=quiet, now=work.now)


def send_test(viewer: Viewer, office: Office) -> None:
    """Send the viewer a mail that says nothing but that it arrived; one at a time."""
    with listing(viewer, office, "send_test_mail") as work:
        notice_settings.lock(work.connection, viewer)
        last = my_notices.last_test(work.connection, viewer, on=work.today)
        if last is not None and last.state in ("open", "sending"):
            return
        key = f"test-{viewer.id}-{work.now:%Y%m%dT%H%M%S%f}"
        made = my_notices.add_test(work.connection, viewer, key=key, channel=CHANNEL, now=work.now)
        office.announce(work.connection, [] if made is None else [made])


def _tried(test: MyNotice) -> LastTest:
    return LastTest(test.made_at, test.state, test.why, test.sent_at, test.next_try_at)


def wrong_choices(choices: Mapping[str, str]) -> Iterator[InputProblem]:
    """Each sort of which nothing of ours was chosen."""
    for sort in SORTS:
        if choices.get(sort) not in CHOICES:
            yield InputProblem(sort, "unknown" if choices.get(sort) else "missing", _ONE_OF)


def _wrong_hours(quiet: QuietHours) -> Iterator[InputProblem]:
    if (quiet.from_time is None) != (quiet.until_time is None):
        missing = "from_time" if quiet.from_time is None else "until_time"
        yield InputProblem(missing, "missing", _BOTH)
    elif quiet.from_time is not None and quiet.from_time == quiet.until_time:
        yield InputProblem("until_time", "malformed", _SAME)
