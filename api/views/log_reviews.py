"""What the pages of the privacy officer show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from api.views.rules import Formed
from engine.fields import Field
from engine.service.emergency_reviews import EmergencyRow
from engine.service.log_reviews import LogRow, ReviewRow, SignalRow
from engine.text import Text

JUDGING: Mapping[str, Field] = {
    "judgement": Field(
        type="choice",
        title=Text(nl="Wat is het?", en="What is it?"),
        values={
            "explained": Text(
                nl="Verklaard: er is niets mis", en="Explained: nothing is wrong with it"
            ),
            "follow_up": Text(
                nl="Opvolgen: iemand gaat ermee aan de slag", en="To be followed up by somebody"
            ),
        },
    ),
    "word": Field(type="long_text", title=Text(nl="Wat vond u?", en="What did you find?")),
    "owner": Field(
        type="text",
        title=Text(nl="Wie volgt het op?", en="Who follows it up?"),
        optional=True,
    ),
    "follow_up_on": Field(
        type="date",
        title=Text(nl="Wanneer moet dat klaar zijn?", en="By which day?"),
        optional=True,
    ),
}
CLOSING: Mapping[str, Field] = {
    "word": Field(type="long_text", title=Text(nl="Wat kwam eruit?", en="What came of the review?"))
}
"""What the form of a signal asks, and that of closing a review."""


@dataclass(frozen=True, slots=True)
class LogReviewsPage:
    """The reviews, a page of them; ``next`` and ``first`` are links, if any."""

    rows: tuple[ReviewRow, ...]
    next: str | None
    first: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LogReviewPage(Formed):
    """One review with its signals, and the form that closes it."""

    row: ReviewRow
    signals: tuple[SignalRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LogSignalPage(Formed):
    """One signal with the rows behind it, ``more`` of them than shown or not, and its form."""

    row: ReviewRow
    signal: SignalRow
    looks: tuple[LogRow, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class ReviewsHome:
    """The first page of a privacy officer: what is to be reviewed, the first due in front."""

    rows: tuple[ReviewRow, ...]
    emergencies: tuple[EmergencyRow, ...]
