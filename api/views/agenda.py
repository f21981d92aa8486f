"""What the pages of meetings show: one agenda, what waits for a place, and what can be done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from api.pages.again import Again
from engine.explanation import day_words
from engine.fields import Field, InputProblem
from engine.service.agenda_plan import Proposal, SinceLast
from engine.service.meeting_lists import MeetingRow, MemberRow, TableRow
from engine.service.meeting_page import ItemRow, MeetingShown
from engine.service.meetings import LEADS, WHYS, Why
from engine.store.agenda import LIVE
from engine.store.tables.meetings import MeetingState
from engine.text import Text

SEATS = ("chair", "secretary", "council_adviser")
"""Whose names stand over an agenda."""

BUTTONS: Mapping[MeetingState, Text] = {
    "fixed": Text(nl="Agenda vaststellen", en="Fix the agenda"),
    "in_session": Text(nl="Openen", en="Open"),
    "to_complete": Text(nl="Beëindigen", en="End"),
    "held": Text(nl="Afronden", en="Complete"),
    "cancelled": Text(nl="Gaat niet door", en="Cancel the meeting"),
}
"""What a chair does with a meeting."""


@dataclass(frozen=True, slots=True)
class MeetingList:
    """My meetings: those that are to be completed first, then those ahead."""

    rows: tuple[MeetingRow, ...]
    tables: tuple[TableRow, ...]
    next: str | None
    first: str | None

    @property
    def to_complete(self) -> tuple[MeetingRow, ...]:
        """Those that ended, and whose file is not whole yet."""
        return tuple(row for row in self.rows if row.state == "to_complete")

    @property
    def ahead(self) -> tuple[MeetingRow, ...]:
        """All others, the first in front."""
        return tuple(row for row in self.rows if row.state != "to_complete")

    @property
    def plans_at(self) -> TableRow | None:
        """A table for which the viewer may plan a meeting."""
        return next((row for row in self.tables if row.may_set_up), None)


@dataclass(frozen=True, slots=True)
class Move:
    """A button that brings the meeting on; ``note`` is why it will be refused for now."""

    to: MeetingState
    words: Text
    note: Text | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingPage:
    """The agenda of one meeting as whoever looks may see it.

    ``proposal`` and ``since`` are None for whoever does not see the table, only a case of it.
    On paper: ``only`` one item, ``own`` a copy that is not handed round.
    """

    shown: MeetingShown
    today: date
    members: tuple[MemberRow, ...] = ()
    proposal: Proposal | None = None
    since: SinceLast | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    again: Again | None = None
    only: bool = False
    own: bool = False

    @property
    def whys(self) -> Mapping[Why, Text]:
        """Why a fixed agenda may change."""
        return WHYS

    @property
    def row(self) -> MeetingRow:
        """The meeting itself."""
        return self.shown.row

    @property
    def week(self) -> int:
        """The week in which it is (ISO)."""
        return self.row.on_date.isocalendar().week

    @property
    def items(self) -> tuple[ItemRow, ...]:
        """What is to be talked about, or was."""
        return tuple(each for each in self.shown.items if each.state in LIVE)

    @property
    def gone(self) -> tuple[ItemRow, ...]:
        """What stood on the agenda and does no more."""
        return tuple(each for each in self.shown.items if each.state not in LIVE)

    @property
    def ready(self) -> int:
        """How many of them lack nothing that is known beforehand."""
        return sum(bool(each.readiness and each.readiness.is_ready) for each in self.items)

    @property
    def lacking(self) -> int:
        """How many of them lack something."""
        return sum(bool(each.readiness and each.readiness.missing) for each in self.items)

    @property
    def may_order(self) -> bool:
        """Whether the viewer may put the items in another order now."""
        return self.shown.may_run and bool(LEADS[self.row.state])

    @property
    def is_ahead(self) -> bool:
        """Whether cases can still be put on this agenda."""
        return self.row.state in {"concept", "fixed"}

    @property
    def problems(self) -> tuple[InputProblem, ...]:
        """What is wrong with what was typed."""
        return self.again.problems if self.again else ()

    @property
    def moves(self) -> tuple[Move, ...]:
        """How the meeting may go on, each with why not yet."""
        return tuple(Move(to, BUTTONS[to], self._note(to)) for to in LEADS[self.row.state])

    def of_role(self, role: str) -> Sequence[str]:
        """Who sits there in this role, by name."""
        return [each.name for each in self.members if each.role == role]

    @property
    def seats(self) -> Sequence[tuple[Text, Sequence[str]]]:
        """Who leads the meeting and who advises: the role, and the names."""
        titles = {each.role: each.role_title for each in self.members}
        return [(titles[role], self.of_role(role)) for role in SEATS if role in titles]

    @property
    def waiting(self) -> int:
        """How many cases wait for a place, as far as the viewer may see them."""
        found = self.proposal
        return len(found.rows) + len(found.left_out) if found else 0

    @property
    def weighed(self) -> bool:
        """Whether it was weighed of any item what it lacks."""
        return any(each.readiness for each in self.items)

    @property
    def times_cross(self) -> bool:
        """Whether an item begins before the one above it."""
        times = [each.starts for each in self.items if each.starts]
        return times != sorted(times)

    @property
    def proposes_times(self) -> bool:
        """Whether there are items without a time, that could be given one."""
        return any(each.proposed_starts and not each.starts for each in self.items)

    def missed(self, item: ItemRow) -> int:
        """How many agreements of last time were not kept, or run still."""
        return sum(each.state in {"open", "not_met"} for each in item.last_time)

    def weeks_since(self, item: ItemRow) -> int | None:
        """After how many weeks the case returns; None: it comes for the first time."""
        talked = item.talked_on
        return (self.row.on_date - talked).days // 7 if talked else None

    def _note(self, to: MeetingState) -> Text | None:
        day = self.row.on_date
        if to == "in_session" and self.today < day:
            nl, en = day_words(day, "nl"), day_words(day, "en")
            return Text(nl=f"Openen kan vanaf {nl}.", en=f"It opens from {en} on.")
        waits = sum(each.state == "planned" for each in self.items)
        if to == "cancelled" and waits:
            return Text(
                nl=f"Niet door laten gaan kan als geen zaak er meer op staat: zet elke zaak op een "
                f"andere agenda, of houd die aan (nog {waits}).",
                en=f"It can be cancelled once no case is left on it: put each on another agenda, "
                f"or adjourn it ({waits} left).",
            )
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Postponing:
    """A case that goes to another meeting: which, and why."""

    row: MeetingRow
    item: ItemRow
    meetings: tuple[MeetingRow, ...]
    form: Mapping[str, Field]
    version: int
    values: Mapping[str, str] = field(default_factory=dict)
    again: Again | None = None

    @property
    def problems(self) -> tuple[InputProblem, ...]:
        """What is wrong with what was typed."""
        return self.again.problems if self.again else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangingMeeting:
    """When a meeting begins on its day, and where it is."""

    row: MeetingRow
    may_run: bool
    form: Mapping[str, Field]
    version: int
    values: Mapping[str, str] = field(default_factory=dict)
    again: Again | None = None

    @property
    def whys(self) -> Mapping[Why, Text]:
        """Why a fixed agenda may change."""
        return WHYS

    @property
    def problems(self) -> tuple[InputProblem, ...]:
        """What is wrong with what was typed."""
        return self.again.problems if self.again else ()
