"""Who looked at a case, acted on it or was turned away: for whoever leads it, and the family.

Who takes part besides sees that this is kept, and whom to ask. Source: SAFETY 6; NEN 7513.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from engine.access import Part, Viewer
from engine.catalogue import Role
from engine.service.command import CaseInHand, looking
from engine.service.date_asking import begins
from engine.service.file.heading import CaseHeading, heading_of
from engine.service.file.participants import roles_known
from engine.service.file.relatives import Relative, relatives_in
from engine.service.grounds import BY_CLOCK, roles_in_ground
from engine.service.listing import bare, cut, page_size
from engine.service.look_words import LookKind, act_of
from engine.service.office import Office
from engine.store import access_log, participation
from engine.store import looked as kept
from engine.store.access_log import LogEntry
from engine.store.looked import LookedBy, LookSeen, WantedLooks
from engine.store.tables.trail import Outcome
from engine.store.unit_of_work import unit_of_work
from engine.text import Text

MOST_AT_ONCE = 10_000
"""So many rows at most leave as one file, the newest."""

DOES_NOT_LEAD = "does_not_lead"
"""The reason that the log keeps of a refusal to take out who looked."""

_LEADS = "regisseur"
_HELD = Text(nl="Neemt deel aan de zaak", en="Takes part in the case")
_CLOCK = Text(nl="Het programma zelf", en="The program itself")
_EMERGENCY = Text(nl="Noodtoegang", en="Emergency access")
_NONE = Text(nl="Geen: zag niets", en="None: saw nothing")
_UNKNOWN = Text(nl="Niet vastgelegd", en="Not recorded")

OUTCOMES: Mapping[Outcome, Text] = {
    "done": Text(nl="Gelukt", en="Done"),
    "refused": Text(nl="Geweigerd door een regel", en="Refused by a rule"),
    "denied": Text(nl="Geen toegang", en="No access"),
    "failed": Text(nl="Mislukt", en="Failed"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedLooks:
    """Which rows somebody asks for; ``until`` is the last day that counts."""

    person: str | None = None
    since: date | None = None
    until: date | None = None
    tries: bool = False

    @property
    def is_narrowed(self) -> bool:
        """Whether it leaves any row out."""
        return self.tries or any((self.person, self.since, self.until))

    def wanted(self) -> WantedLooks:
        """The same in moments."""
        return WantedLooks(
            person=self.person,
            since=begins(self.since) if self.since else None,
            until=begins(self.until + timedelta(days=1)) if self.until else None,
            tries=self.tries,
        )


EVERYTHING = AskedLooks()


@dataclass(frozen=True, slots=True)
class LookRow:
    """Somebody looked, acted or was turned away; without a name it was the program."""

    at: datetime
    person: str | None
    name: str | None
    organisation: str | None
    roles: tuple[Text, ...]
    kind: LookKind
    did: Text
    ground: Text
    outcome: Outcome
    outcome_words: Text
    emergency: bool


@dataclass(frozen=True, slots=True)
class LookedPage:
    """A page of the rows; not ``told``: the viewer does not lead the case, ``ask`` names who does.

    ``next`` is where the page after it begins, or None.
    """

    told: bool
    ask: tuple[str, ...]
    people: tuple[LookedBy, ...] = ()
    rows: tuple[LookRow, ...] = ()
    next: int | None = None


def looked(
    viewer: Viewer,
    office: Office,
    case: str,
    asked: AskedLooks = EVERYTHING,
    *,
    before: int | None = None,
    limit: int = 20,
) -> tuple[CaseHeading, LookedPage, tuple[Relative, ...]]:
    """Who looked, newest first, and for whom of the family there is a paper.

    That somebody asked is a row of the log as well.

    Raises:
        NotFound: there is no such case, or it is not for this viewer.
    """
    with looking(viewer, office, case, "read_looked") as work:
        page = _page(work, asked, before, page_size(limit))
        return heading_of(work), page, relatives_in(work) if page.told else ()


def looked_as_file(
    viewer: Viewer, office: Office, case: str, asked: AskedLooks = EVERYTHING
) -> tuple[CaseHeading, LookedPage]:
    """The same as one page, for a file; raises as ``looked``.

    Whoever does not lead the case is refused: a row of the log says so.
    """
    try:
        with taking_out(viewer, office, case, "export_looked") as work:
            must_lead(work)
            return heading_of(work), _page(work, asked, None, MOST_AT_ONCE)
    except NotLed as turned:
        return turned.case, LookedPage(told=False, ask=turned.ask)


class NotLed(Exception):
    """Whoever would take out who looked does not lead the case; ``ask`` are those who do."""

    def __init__(self, work: CaseInHand) -> None:
        super().__init__(DOES_NOT_LEAD)
        self.case, self.ask, self.about = heading_of(work), who_leads(work), work.logged


@contextmanager
def taking_out(
    viewer: Viewer, office: Office, case: str, action: str, *, record: str | None = None
) -> Iterator[CaseInHand]:
    """A case of which who looked is taken out of the system; that it was is a row of the log.

    So is a refusal, with its reason: nothing left the system then.

    Raises:
        NotFound: there is no such case, or it is not for this viewer.
        NotLed: ``must_lead`` said so.
    """
    now = office.clock.now()
    try:
        with looking(viewer, office, case, action, record=record) as work:
            yield work
    except NotLed as turned:
        keys = (DOES_NOT_LEAD,)
        entry = LogEntry(at=now, action=action, outcome="refused", record=record, reason_keys=keys)
        with unit_of_work(office.store) as connection:
            access_log.log(connection, viewer, turned.about(entry))
        raise


def must_lead(work: CaseInHand) -> None:
    """Turn down whoever does not lead the case.

    Raises:
        NotLed: they do not.
    """
    if not leads(work.parts):
        raise NotLed(work)


def leads(parts: Collection[Part]) -> bool:
    """Whether somebody with these parts is told who looked.

    Source: SAFETY 5.3 and issue 7; that a substitute is not is a DEFAULT.
    """
    return any(part.access == _LEADS and part.child is None for part in parts)


def who_leads(work: CaseInHand) -> tuple[str, ...]:
    """The names of whoever leads the case now, for who must ask them."""
    held = participation.holders(work.connection, work.case, now=work.now, on=work.today)
    return tuple(each.name for each in held.get(_LEADS, ()))


def ids_in(work: CaseInHand) -> tuple[str, ...]:
    """Under which ids the log names the case, its family or its children."""
    children = [each.public_id for each in work.children]
    return kept.ids_of(work.connection, work.case, children)


def _page(work: CaseInHand, asked: AskedLooks, before: int | None, size: int) -> LookedPage:
    if not leads(work.parts):
        return LookedPage(told=False, ask=who_leads(work))
    ids = ids_in(work)
    found = kept.looks_at(
        work.connection, work.case, ids, asked.wanted(), limit=size + 1, before=before
    )
    page, last = cut(found, size)
    known = roles_known(work)
    return LookedPage(
        told=True,
        ask=(),
        people=kept.people_who_looked(work.connection, work.case, ids),
        rows=tuple(row_of(each, known) for each in page),
        next=last.id if last else None,
    )


def row_of(seen: LookSeen, known: Mapping[str, Role]) -> LookRow:
    """A row of the log in words."""
    kind, did = act_of(seen.action)
    return LookRow(
        at=seen.at,
        person=seen.person,
        name=seen.name,
        organisation=seen.organisation,
        roles=tuple(
            known[key].title if key in known else bare(key) for key in roles_in_ground(seen.ground)
        ),
        kind=kind,
        did=did,
        ground=_ground(seen),
        outcome=seen.outcome,
        outcome_words=OUTCOMES[seen.outcome],
        emergency=seen.emergency,
    )


def _ground(seen: LookSeen) -> Text:
    if seen.outcome == "denied":
        return _NONE
    if seen.person is None or seen.ground == BY_CLOCK:
        return _CLOCK
    if seen.emergency:
        return _EMERGENCY if seen.outcome == "done" else _NONE
    return _HELD if seen.ground else _UNKNOWN
