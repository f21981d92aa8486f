"""What the pages about messages show: the list, and how somebody wants to hear of things."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from api.pages.again import Again
from engine.fields import InputProblem
from engine.notice_times import CHOICES, SORTS, Choice, Sort
from engine.service.emergency_told import OFTEN
from engine.service.emergency_told import TEMPLATE as EMERGENCY
from engine.service.involvement import TEMPLATE as INVOLVEMENT
from engine.service.meeting_notices import CALLED_OFF, MOVED
from engine.service.my_notices import NoticeRow
from engine.service.notice_settings import LastTest
from engine.service.reminder_words import notice_state, notice_why
from engine.store.my_notices import TEST
from engine.text import Text

SORT_WORDS: Mapping[Sort, Text] = {
    "reminder": Text(nl="Herinnering vóór een datum", en="Reminder before a date"),
    "late": Text(nl="Een termijn is te laat", en="A deadline is late"),
    "told": Text(nl="Er is iets gebeurd in een zaak", en="Something happened in a case"),
    "urgent": Text(nl="Dit kan niet wachten", en="This cannot wait"),
    "invited": Text(nl="Uitnodiging voor een tafel", en="Invitation to a table"),
}
_TEST = Text(nl="Proefmail", en="Test mail")
_OF_MEETINGS: Mapping[str, Text] = {
    MOVED: Text(
        nl="Uw uitnodiging voor een tafel is veranderd", en="Your invitation to a table has changed"
    ),
    CALLED_OFF: Text(
        nl="Uw uitnodiging voor een tafel vervalt", en="Your invitation to a table is withdrawn"
    ),
}
_INVOLVEMENT = Text(
    nl="De crisisdienst vroeg wie bij een kind betrokken is, en kreeg uw naam",
    en="The crisis service asked who is involved with a child, and was given your name",
)
_OF_EMERGENCIES: Mapping[str, Text] = {
    EMERGENCY: Text(
        nl="De crisisdienst kreeg noodtoegang tot een dossier",
        en="The crisis service got emergency access to a file",
    ),
    OFTEN: Text(
        nl="Iemand kreeg vaker dan gewoonlijk noodtoegang",
        en="Somebody got emergency access more often than usual",
    ),
}
ASKS: Mapping[Sort, Text] = {
    "reminder": Text(nl="Herinneringen vóór een datum", en="Reminders before a date"),
    "late": Text(nl="Termijnen die te laat zijn", en="Deadlines that are late"),
    "told": Text(nl="Als er iets gebeurt in een zaak", en="When something happens in a case"),
    "urgent": Text(
        nl="Wat niet kan wachten: crisis, en termijnen in uren",
        en="What cannot wait: a crisis, and deadlines in hours",
    ),
    "invited": Text(
        nl="Uitnodigingen voor de tafel (met een bestand voor uw kalender als u 'meteen' kiest)",
        en="Invitations to the table (with a file for your calendar if you choose 'at once')",
    ),
}
CHOICE_WORDS: Mapping[Choice, Text] = {
    "at_once": Text(nl="Meteen, een mail per bericht", en="At once, a mail for each message"),
    "digest": Text(nl="Eén mail per dag", en="One mail a day"),
    "none": Text(nl="Geen mail, alleen hier", en="No mail, here only"),
}


@dataclass(frozen=True, slots=True)
class MessageRow:
    """One message in words."""

    row: NoticeRow

    @property
    def about(self) -> Text:
        """What kind of message it is."""
        named = {TEST: _TEST, INVOLVEMENT: _INVOLVEMENT, **_OF_MEETINGS, **_OF_EMERGENCIES}
        return named.get(self.row.template, SORT_WORDS[self.row.sort])

    @property
    def state(self) -> Text:
        """What became of its mail."""
        return notice_state(self.row.state)


@dataclass(frozen=True, slots=True)
class MessagesPage:
    """My messages, the newest first; ``next`` and ``first`` are links."""

    rows: tuple[MessageRow, ...]
    unread: int
    next: str | None
    first: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeSettingsPage:
    """How I hear of things, as it stands or as it was filled in."""

    values: Mapping[str, str]
    test: LastTest | None
    again: Again | None = None
    sorts: tuple[Sort, ...] = SORTS
    choices: tuple[Choice, ...] = CHOICES
    asks: Mapping[Sort, Text] = field(default_factory=lambda: ASKS)
    words: Mapping[Choice, Text] = field(default_factory=lambda: CHOICE_WORDS)

    @property
    def problems(self) -> tuple[InputProblem, ...]:
        """What is wrong, beside each field."""
        return self.again.problems if self.again else ()

    @property
    def test_state(self) -> Text | None:
        """What became of the newest test."""
        return notice_state(self.test.state) if self.test else None

    @property
    def test_why(self) -> Text | None:
        """Why it did not arrive."""
        return notice_why(self.test.why) if self.test and self.test.why else None
