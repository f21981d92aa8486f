"""What break-glass opens: the core of a child's file and its safety plan, and nothing else.

Each read asks the grant anew and is a row of the log; what is shielded asks once more.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from engine.access import ChildPart, Viewer
from engine.emergency import LET_IN
from engine.errors import NotFound, StepUpNeeded
from engine.fields import FieldClass, InputProblem, InvalidInput
from engine.region import PhoneLine
from engine.service import step_up
from engine.service.emergency import GROUND
from engine.service.emergency_forms import (
    OF_CRISIS,
    SHIELDED,
    SHOWN,
    Forms,
    OpenCase,
    Told,
)
from engine.service.emergency_orders import CATEGORIES
from engine.service.emergency_papers import TYPES, Measure, measures, plans
from engine.service.listing import Listing
from engine.service.office import Office
from engine.store import access_log
from engine.store import emergency as kept
from engine.store import emergency_core as file
from engine.store.access_log import LogEntry
from engine.store.cases import CaseHead
from engine.store.emergency import GrantSeen
from engine.store.emergency_core import MemberSeen
from engine.store.tables.people import PersonKind
from engine.store.tables.trail import Outcome
from engine.store.unit_of_work import unit_of_work
from engine.text import Text

CRISIS = "crisis"
WORKS_ON = (
    *("regisseur", "substitute", "fixed_contact", "gi_worker", "protection_worker", "provider"),
    *("crisis_worker", "crisis_supervisor", "duty_worker", "cjg_worker", "verder_thuis_coach"),
)
"""Whom somebody who was let in can call, in this order (DEFAULT)."""

_SURE = Text(
    nl="Zet een vinkje als u deze plaats nu nodig hebt.",
    en="Tick the box if you need this place now.",
)


class EmergencyOver(NotFound):
    """The grant of the viewer does not open any more; to everybody else there is none."""

    def __init__(self, ended_at: datetime) -> None:
        super().__init__("grant")
        self.ended_at = ended_at


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of the family; ``is_child``: whom the grant is about."""

    name: str
    born: date | None
    kind: PersonKind
    is_child: bool


@dataclass(frozen=True, slots=True)
class Worker:
    """A professional who works on it, and how to reach them."""

    role: str
    role_title: Text
    name: str
    organisation: str | None
    email: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Core:
    """The core of the file; ``places`` is None until what is shielded was asked for too."""

    id: str
    granted_at: datetime
    ends_at: datetime
    category: Text
    members: tuple[Member, ...]
    workers: tuple[Worker, ...]
    line: PhoneLine | None
    open_cases: tuple[OpenCase, ...]
    measures: tuple[Measure, ...]
    crisis: OpenCase | None
    of_crisis: tuple[Told, ...]
    plans: tuple[Told, ...]
    has_places: bool
    places: tuple[Told, ...] | None


@dataclass(frozen=True, slots=True)
class _Read:
    """One read inside its transaction, of a grant that opens."""

    look: Listing
    grant: GrantSeen
    opened: dict[str, Any]


def emergency_core(viewer: Viewer, office: Office, grant: str) -> Core:
    """The core, for whoever was let in, while that lasts; each read is a row of the log.

    Raises:
        NotFound: there is no such grant, or it is another's. EmergencyOver: it opens no more.
    """
    with _reading(viewer, office, grant, "read_emergency") as read:
        return _core(read)


def open_shielded(viewer: Viewer, office: Office, grant: str, *, sure: bool) -> None:
    """Let the viewer see the shielded places too: asked for apart, and logged apart.

    The second factor is asked for anew, the one that let them in counted once. Source: SAFETY 3,
    control 6.

    Raises:
        InvalidInput: they did not say that they are sure. NotFound, EmergencyOver: as above.
        StepUpNeeded: no second factor was shown within the last minutes.
    """
    if not sure:
        raise InvalidInput(InputProblem("sure", "missing", _SURE))
    with _reading(viewer, office, grant, "open_shielded") as read:
        if read.grant.shielded_at is None:
            step_up.use_up(read.look.connection, viewer, read.look.now)
        kept.open_shielded(read.look.connection, read.grant.id, now=read.look.now)


@contextmanager
def _reading(viewer: Viewer, office: Office, grant: str, action: str) -> Iterator[_Read]:
    """Read by a grant that opens; whatever came of it is a row of the log."""
    about = grant
    try:
        with unit_of_work(office.store) as connection:
            look = Listing(office, connection, viewer, office.clock.now())
            found = kept.get_grant(connection, viewer, grant)
            about = found.child
            opened = kept.opened_by(viewer, grant, LET_IN, on=look.today, now=look.now)
            if not kept.opens(connection, opened):
                raise EmergencyOver(found.ends_at)
            yield _Read(look, found, opened)
            shielded = action == "open_shielded" or found.shielded_at is not None
            _log(look, action, "done", about, "shielded" if shielded else "confidential")
    except (NotFound, StepUpNeeded) as error:
        keys = (step_up.SECOND_FACTOR,) if isinstance(error, StepUpNeeded) else ()
        with unit_of_work(office.store) as connection:
            look = Listing(office, connection, viewer, office.clock.now())
            _log(look, action, "denied", about, keys=keys)
        raise


def _log(
    look: Listing,
    action: str,
    outcome: Outcome,
    about: str,
    shown: FieldClass | None = None,
    keys: tuple[str, ...] = (),
) -> None:
    entry = LogEntry(
        at=look.now,
        action=action,
        outcome=outcome,
        record=about,
        field_class=shown,
        ground=GROUND if outcome == "done" else None,
        reason_keys=keys,
        emergency=True,
    )
    access_log.log(look.connection, look.viewer, entry)


def _core(read: _Read) -> Core:
    connection, opened, grant = read.look.connection, read.opened, read.grant
    members = file.members(connection, opened)
    heads = file.cases(connection, opened)
    crisis = next((head for head in heads if head.workflow == CRISIS), None)
    forms = _forms(read, heads)
    places = forms.told(SHIELDED)
    return Core(
        id=grant.public_id,
        granted_at=grant.granted_at,
        ends_at=grant.ends_at,
        category=CATEGORIES[grant.category],
        members=tuple(_member(each, grant) for each in members),
        workers=_workers(read),
        line=_line(read),
        open_cases=tuple(forms.case(head) for head in heads if not head.is_final),
        measures=measures(forms, read.look.today),
        crisis=forms.case(crisis) if crisis else None,
        of_crisis=forms.told(SHOWN, OF_CRISIS, of=crisis) if crisis else (),
        plans=plans(forms),
        has_places=bool(places),
        places=places if grant.shielded_at is not None else None,
    )


def _forms(read: _Read, heads: Collection[CaseHead]) -> Forms:
    events = file.events(read.look.connection, read.opened)
    records = file.records(read.look.connection, read.opened, TYPES)
    hashes = {event.workflow_hash for _, event in events} | {head.workflow_hash for head in heads}
    versions = read.look.office.versions_of(read.look.connection, hashes)
    child = ChildPart(read.grant.child_id, read.grant.child)
    return Forms(events, records, {head.id: head for head in heads}, versions, child)


def _member(seen: MemberSeen, grant: GrantSeen) -> Member:
    return Member(seen.name, seen.born, seen.kind, is_child=seen.id == grant.child_id)


def _workers(read: _Read) -> tuple[Worker, ...]:
    roles = read.look.office.library.catalogue.roles
    found = file.workers(read.look.connection, read.opened, WORKS_ON)
    return tuple(
        Worker(each.role, roles[each.role].title, each.name, each.organisation, each.email)
        for each in sorted(found, key=lambda each: WORKS_ON.index(each.role))
    )


def _line(read: _Read) -> PhoneLine | None:
    region = read.look.office.library.regions.get(read.grant.region)
    return region.crisis_line if region else None
