"""Who is involved already with a child: for the crisis service, on exact identification only.

Nothing found and not allowed give one and the same answer; every try is a row of the log, and
whoever leads the case is told. Nothing of the file is told: who works on it, how to reach them,
and whether there is a safety plan.

Source: DOMAIN 2.3; SAFETY 5.4.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from engine.access import Viewer
from engine.emergency import LET_IN
from engine.errors import TooMany
from engine.fields import FIRST_DAY, LONGEST, InputProblem, InvalidInput
from engine.service.emergency_papers import PLAN_RECORDS, PLAN_STEPS
from engine.service.listing import Listing
from engine.service.office import Office
from engine.service.outgoing import put
from engine.store import access_log, involvement, people
from engine.store.access_log import LogEntry
from engine.store.involvement import Named, Reachable
from engine.store.notices import NewNotice
from engine.store.tables.trail import Outcome
from engine.store.unit_of_work import unit_of_work
from engine.text import Text

ACTION = "check_involvement"
TEMPLATE = "involvement"
"""What the notice to the regisseur is called."""

ASKED_BY = LET_IN
"""In which of these roles somebody works who may ask."""

TOLD_OF = ("regisseur", "fixed_contact", "gi_worker", "protection_worker", "provider")
"""Who is told of, and in this order. Source: DOMAIN 2.3."""

MOST_AN_HOUR, _AN_HOUR = 30, timedelta(hours=1)
"""So often somebody may ask (DEFAULT): a night has fewer children than that."""

_NAME = Text(nl="Vul de hele naam in.", en="Fill in the whole name.")
_BORN = Text(nl="Vul de geboortedatum in.", en="Fill in the birth date.")


@dataclass(frozen=True, slots=True)
class InvolvedRow:
    """Somebody who is involved, in which role, and how to reach them."""

    role: str
    role_title: Text
    name: str
    organisation: str | None
    email: str | None


@dataclass(frozen=True, slots=True)
class Involvement:
    """What may be told; empty when nothing was found and when it is not for the viewer."""

    rows: tuple[InvolvedRow, ...] = ()
    safety_plan: bool = False

    @property
    def tells(self) -> bool:
        """Whether there is anything to tell."""
        return bool(self.rows) or self.safety_plan


@dataclass(frozen=True, slots=True)
class _Seen:
    """What the log keeps of a question, and what is told."""

    outcome: Outcome
    about: tuple[str, ...] = ()
    found: Involvement = Involvement()


def check_involvement(viewer: Viewer, office: Office, *, name: str, born: date) -> Involvement:
    """Who is involved with the child of this whole name and birth date.

    Raises:
        InvalidInput: the name or the day cannot be one.
        TooMany: the viewer asked too often within the hour.
    """
    _as_a_name(name, born)
    now = office.clock.now()
    with unit_of_work(office.store) as connection:
        work = Listing(office, connection, viewer, now)
        asked = involvement.times_asked(connection, viewer, ACTION, since=now - _AN_HOUR)
        seen = _Seen("denied") if asked >= MOST_AN_HOUR else _checked(work, name, born)
        for about in seen.about or (None,):
            entry = LogEntry(at=now, action=ACTION, outcome=seen.outcome, record=about)
            access_log.log(connection, viewer, entry)
    if asked >= MOST_AN_HOUR:
        raise TooMany(int(_AN_HOUR.total_seconds()))
    return seen.found


def _as_a_name(name: str, born: date) -> None:
    problems = []
    if not name.strip() or len(name) > LONGEST["text"]:
        problems.append(InputProblem("name", "missing", _NAME))
    if born < FIRST_DAY:
        problems.append(InputProblem("born", "malformed", _BORN))
    if problems:
        raise InvalidInput(*problems)


def _works_there(work: Listing) -> bool:
    works_as = people.qualifications_of(
        work.connection, work.viewer.person, on=work.today, now=work.now
    )
    return bool(works_as & ASKED_BY)


def _checked(work: Listing, name: str, born: date) -> _Seen:
    """What is told, and about whom it was, whatever came of it."""
    if not _works_there(work):
        return _Seen("denied")
    wanted = name_key(name)
    born_then = involvement.born_on(work.connection, born)
    named = [each for each in born_then if name_key(each.name) == wanted]
    about = tuple(each.public_id for each in named)
    if _is_kept_out(work, named):
        return _Seen("denied", about)
    return _Seen("done", about, _involved(work, [each.id for each in named]))


def name_key(name: str) -> str:
    """A name however its capitals and its spaces were typed."""
    return " ".join(name.split()).casefold()


def _is_kept_out(work: Listing, named: Collection[Named]) -> bool:
    """Kept out of one file is kept out of all: a child may be registered twice."""
    families = {each.family_id for each in named}
    return bool(
        involvement.families_closed_to(
            work.connection, work.viewer, families, on=work.today, now=work.now
        )
    )


def _involved(work: Listing, children: Collection[int]) -> Involvement:
    found = involvement.involved_with(
        work.connection, children, TOLD_OF, on=work.today, now=work.now
    )
    _tell(work, found)
    roles = work.office.library.catalogue.roles
    rows = {
        (each.role, each.id): InvolvedRow(
            each.role, roles[each.role].title, each.name, each.organisation, each.email
        )
        for each in sorted(found, key=lambda each: TOLD_OF.index(each.role))
    }
    steps = [step for _, step in PLAN_STEPS]
    plan = involvement.has_plan(work.connection, children, steps=steps, papers=PLAN_RECORDS)
    return Involvement(tuple(rows.values()), plan)


def _tell(work: Listing, found: Collection[Reachable]) -> None:
    """A notice to the regisseur; of one asker once a day, and not of oneself."""
    leads = {each.id: each for each in found if each.role == "regisseur"}
    made = [
        put(
            work.office,
            work.connection,
            NewNotice(
                key=f"involvement-{each.case}-{work.viewer.id}-{each.public_id}-{work.today}",
                person_id=each.id,
                channel="email",
                template=TEMPLATE,
                language=each.language,
                case_id=each.case_id,
                address=each.email,
            ),
            now=work.now,
        )
        for each in leads.values()
        if each.id != work.viewer.person
    ]
    work.office.announce(work.connection, [notice for notice in made if notice is not None])
