"""Be let in on a child's file in an emergency (noodtoegang): for an hour, and never unseen.

In one transaction somebody gets the grant, the log its row, whoever leads, coordinates and
watches a notice, and the privacy officer a review with a day. Where one of these cannot be, there
is no grant. Nothing found and not allowed give one and the same answer.

Source: SAFETY 5.4.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from pydantic import TypeAdapter

from engine.access import Viewer
from engine.decision import Refused
from engine.emergency import Asker, let_in
from engine.errors import StepUpNeeded, TooMany
from engine.fields import FIRST_DAY, LONGEST, InputProblem, InvalidInput
from engine.reason import Reason
from engine.service import step_up
from engine.service.emergency_orders import AskEmergency
from engine.service.emergency_told import Told, tell, who_hears
from engine.service.involvement import name_key
from engine.service.listing import Listing
from engine.service.office import Office
from engine.service.repeats import Answers, unless_answered
from engine.span import Span
from engine.store import access_log, account_roles, involvement, people, work
from engine.store import emergency as kept
from engine.store.access_log import LogEntry
from engine.store.emergency import Child, GrantSeen, NewGrant
from engine.store.tables.trail import Outcome
from engine.store.unit_of_work import reading, unit_of_work
from engine.store.work import NewWork
from engine.terms import due
from engine.text import Text

ACTION, GROUND = "ask_emergency", "emergency"
LASTS = timedelta(minutes=60)
"""So long a grant opens; it is never made longer. Source: SAFETY 5.4."""

REVIEWED_WITHIN = Span(working_days=2)
COUNTED_OVER, USUAL = timedelta(days=30), 2
"""More often than this in so many days stands out at once. Source: SAFETY 5.4."""

MOST_AN_HOUR, _AN_HOUR = 10, timedelta(hours=1)
"""So often somebody may ask, whatever the answer (DEFAULT)."""

SHORTEST = 30
"""So many characters a reason has at least. Source: SAFETY 5.4."""

REVIEWER = "privacy_officer"

_NAME = Text(nl="Vul de hele naam in.", en="Fill in the whole name.")
_BORN = Text(nl="Vul de geboortedatum in.", en="Fill in the birth date.")
_REASON = Text(
    nl=f"Schrijf op waarom dit nu moet, in ten minste {SHORTEST} tekens.",
    en=f"Write down why this cannot wait, in {SHORTEST} characters at least.",
)
_LONG = Text(nl="Deze tekst is te lang.", en="This text is too long.")


@dataclass(frozen=True, slots=True)
class LetIn:
    """The grants, by public id, and until when they open; none when there is nothing to show."""

    grants: tuple[str, ...] = ()
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class MyGrant:
    """A grant of the viewer that has not ended."""

    id: str
    until: datetime


_ANSWERS = Answers(TypeAdapter(LetIn))


def ask_emergency(viewer: Viewer, office: Office, order: AskEmergency) -> LetIn | Refused:
    """Let the viewer in on the child of this whole name and birth date.

    Refused where nobody would hear of it, or nobody reviews it: then there is no access.

    Raises:
        InvalidInput: the name, the day or the reason cannot be one.
        StepUpNeeded: no second factor was shown within the last minutes.
        TooMany: the viewer asked too often within the hour.
        KeyReused: the key came with another request.
    """
    if problems := problems_with(order):
        raise InvalidInput(*problems)
    now = office.clock.now()

    def attempt() -> LetIn | Refused | StepUpNeeded | TooMany:
        with unit_of_work(office.store) as connection:
            people.lock_person(connection, viewer.person)
            before = _ANSWERS.find(connection, viewer, order, now)
            if before is not None:
                return before
            look = Listing(office, connection, viewer, now)
            if stopped := _stopped(look):
                return stopped
            came = _asked(look, order)
            if isinstance(came, LetIn) and came.grants:
                _ANSWERS.keep(connection, viewer, order, came, now)
            return came

    came = unless_answered(attempt)
    if isinstance(came, StepUpNeeded | TooMany):
        raise came
    return came


def my_emergencies(viewer: Viewer, office: Office) -> tuple[MyGrant, ...]:
    """What the viewer was let in on and has not ended; it names nobody, so it is not logged."""
    with reading(office.store) as connection:
        found = kept.my_grants(connection, viewer, now=office.clock.now())
    return tuple(_mine(each) for each in found)


def _mine(found: GrantSeen) -> MyGrant:
    return MyGrant(found.public_id, found.ends_at)


def problems_with(order: AskEmergency) -> tuple[InputProblem, ...]:
    """What is wrong with the question, whatever comes of it."""
    problems = []
    if not order.name.strip() or len(order.name) > LONGEST["text"]:
        problems.append(InputProblem("name", "missing", _NAME))
    if order.born < FIRST_DAY:
        problems.append(InputProblem("born", "malformed", _BORN))
    if len(" ".join(order.reason.split())) < SHORTEST:
        problems.append(InputProblem("reason", "missing", _REASON))
    elif len(order.reason) > LONGEST["long_text"]:
        problems.append(InputProblem("reason", "malformed", _LONG))
    return tuple(problems)


def _stopped(look: Listing) -> StepUpNeeded | TooMany | None:
    """Why nothing is looked up; given back, not raised, so that the row of the log stays.

    A try without a fresh second factor counts among the tries of the hour like any other.
    """
    since = look.now - _AN_HOUR
    if involvement.times_asked(look.connection, look.viewer, ACTION, since=since) >= MOST_AN_HOUR:
        _log(look, "denied", None)
        return TooMany(int(_AN_HOUR.total_seconds()))
    try:
        step_up.must_be_fresh(look.connection, look.viewer, look.now)
    except StepUpNeeded as needed:
        _log(look, "denied", None, (step_up.SECOND_FACTOR,))
        return needed
    return None


def _asked(look: Listing, order: AskEmergency) -> LetIn | Refused:
    """What comes of it; whatever that is, the log has a row of each child that it was about."""
    wanted = name_key(order.name)
    born_then = kept.born_on(look.connection, order.born)
    named = [each for each in born_then if name_key(each.name) == wanted]
    regions = let_in(_asker(look, named), {each.region for each in named})
    for each in named:
        if each.region not in regions:
            _log(look, "denied", each)
    if not named:
        _log(look, "failed", None)
    here = [each for each in named if each.region in regions]
    if not here:
        return LetIn()
    told = {each.id: who_hears(look, each) for each in here}
    if refused := _nobody_hears(told.values()):
        for each in here:
            _log(look, "refused", each, tuple(reason.key for reason in refused.missing))
        return refused
    return _let_in(look, order, here, told)


def _asker(look: Listing, named: Collection[Child]) -> Asker:
    connection, viewer, on, now = look.connection, look.viewer, look.today, look.now
    families = {each.family_id for each in named}
    return Asker(
        works_as=people.qualifications_of(connection, viewer.person, on=on, now=now),
        regions=kept.regions_of(connection, viewer.organisation, on=on, now=now),
        has_account_role=account_roles.has_account_role(connection, viewer.person, on=on),
        kept_out=bool(involvement.families_closed_to(connection, viewer, families, on=on, now=now)),
    )


def _let_in(
    look: Listing, order: AskEmergency, here: Collection[Child], told: dict[int, Told]
) -> LetIn:
    """Everything or nothing: the grant, the log, the notices and the review with its day."""
    since = look.now - COUNTED_OVER
    nth = kept.times_let_in(look.connection, look.viewer, since=since) + 1
    step_up.use_up(look.connection, look.viewer, look.now)
    made = []
    for child in here:
        grant = kept.add_grant(look.connection, _new_grant(look, order, child, nth))
        _log(look, "done", child)
        tell(look, child, grant, told[child.id], often=nth > USUAL)
        _review(look, child, grant)
        made.append(grant)
    return LetIn(tuple(made), look.now + LASTS)


def _new_grant(look: Listing, order: AskEmergency, child: Child, nth: int) -> NewGrant:
    organisation = look.viewer.organisation
    assert organisation is not None  # noqa: S101 - it works in a region, so there is one
    return NewGrant(
        person_id=look.viewer.person,
        organisation_id=organisation,
        child_id=child.id,
        family_id=child.family_id,
        region=child.region,
        category=order.category,
        reason=order.reason.strip(),
        nth=nth,
        granted_at=look.now,
        ends_at=look.now + LASTS,
        due_on=_reviewed_by(look, child.region),
    )


def _reviewed_by(look: Listing, region: str) -> date:
    calendar = look.office.calendar(look.connection, region)
    return due(look.today, REVIEWED_WITHIN, "working_days", calendar, source="DEFAULT").on


def _review(look: Listing, child: Child, grant: str) -> None:
    """Make it work of the privacy officer; only judging the grant closes it."""
    made = NewWork(
        kind="log_review",
        key=f"emergency-{grant}",
        why="emergency",
        region=child.region,
        about=grant,
        role=REVIEWER,
    )
    work.add_work(look.connection, made, now=look.now)


def _nobody_hears(told: Collection[Told]) -> Refused | None:
    reasons = (
        Reason(
            key="reviewed",
            met=all(each.officers for each in told),
            asks=Text(nl="Benoem een privacyfunctionaris", en="Appoint a privacy officer"),
            says=Text(
                nl="Niemand kan deze noodtoegang achteraf controleren: de regio heeft geen "
                "privacyfunctionaris. Bel de achterwacht of de bereikbaarheidsdienst, en vraag de "
                "beheerder om een privacyfunctionaris.",
                en="Nobody can review this emergency access: the region has no privacy officer. "
                "Call the supervisor or the duty worker, and ask the administrator for a privacy "
                "officer.",
            ),
            source="SAFETY 5.4",
        ),
        Reason(
            key="told",
            met=all(each.others for each in told),
            asks=Text(
                nl="Wijs een regisseur of een coördinator aan",
                en="Appoint a regisseur or a coordinator",
            ),
            says=Text(
                nl="Niemand krijgt bericht van deze noodtoegang: er is geen regisseur en geen "
                "coördinator. Bel de achterwacht of de bereikbaarheidsdienst.",
                en="Nobody would hear of this emergency access: there is no regisseur and no "
                "coordinator. Call the supervisor or the duty worker.",
            ),
            source="SAFETY 5.4",
        ),
    )
    return None if all(each.met for each in reasons) else Refused(ACTION, reasons)


def _log(look: Listing, outcome: Outcome, child: Child | None, keys: tuple[str, ...] = ()) -> None:
    entry = LogEntry(
        at=look.now,
        action=ACTION,
        outcome=outcome,
        record=child.public_id if child else None,
        ground=GROUND if outcome == "done" else None,
        reason_keys=keys,
        emergency=True,
    )
    access_log.log(look.connection, look.viewer, entry)
