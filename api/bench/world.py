"""The world to measure in: families, each with one case that waits for the same step."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from api.wiring import publish_all
from engine.access import Viewer
from engine.clock import ManualClock
from engine.library import Library
from engine.service.office import Office
from engine.service.opening import open_case
from engine.service.orders import Advance, OpenCase
from engine.service.registering import (
    Member,
    NewFamily,
    NewProfessional,
    register_family,
    register_professional,
)
from engine.service.repeats import Done
from engine.store import schema
from engine.store.store import Store

REGION = "default"
WORKFLOW = "placement"
STEP = "place_in_emergency"
"""Needs nothing beforehand, has a form, sets a fact, ends one deadline and begins several."""

FORM = {
    "place_kind": "foster_family",
    "decided_by": "de crisisdienst",
    "danger": "Thuis was het die avond niet veilig.",
    "place": "een pleeggezin in de buurt",
}
CASELOAD = 20
"""Cases for each regisseur: what somebody may see depends on what they take part in."""

_MORNING = datetime(2026, 3, 2, 8, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A case before its step: who makes it, the order, and the moment at which all stand still."""

    viewer: Viewer
    order: Advance
    now: datetime


@dataclass(frozen=True, slots=True)
class World:
    """An office whose clock stands still, and the cases that wait in it."""

    office: Office
    waiting: tuple[Waiting, ...]


def lay_out(store: Store, library: Library, cases: int) -> World:
    """Make the tables, publish the definitions and open ``cases`` cases, one for each family."""
    schema.upgrade(store)
    office = Office(store, ManualClock(_MORNING), library)
    publish_all(office)
    _professional(office, "coordinator", 0)
    waiting: list[Waiting] = []
    while len(waiting) < cases:
        viewer = _professional(office, "regisseur", len(waiting))
        here = range(len(waiting), min(len(waiting) + CASELOAD, cases))
        waiting += [Waiting(viewer, _opened(office, viewer, n), _MORNING) for n in here]
    return World(office, tuple(waiting))


def _professional(office: Office, role: str, number: int) -> Viewer:
    name = f"{role} {number}"
    new = NewProfessional(
        name=name,
        subject=name,
        works_as=(role,),
        email=f"{role}-{number}@voorbeeldstad.test",
        issuer="bench",
        regions=tuple(office.library.regions),
    )
    return register_professional(office, new)


def _opened(office: Office, viewer: Viewer, number: int) -> Advance:
    """The step on a case that was opened for it."""
    members = (
        Member(name="child", born=date(2012, 5, 1), is_child=True),
        Member(name="one parent", authority_over=("child",)),
        Member(name="other parent", authority_over=("child",)),
    )
    family = register_family(
        viewer, office, NewFamily(name=f"Voorbeeld {number}", region=REGION, members=members)
    )
    form = office.library.of(WORKFLOW, REGION).opens.input
    done = open_case(
        viewer,
        office,
        OpenCase(
            workflow=WORKFLOW,
            family=family.family,
            children=(family.members["child"],),
            role="regisseur",
            inputs={name: "tekst" for name, field in form.items() if not field.optional},
        ),
    )
    if not isinstance(done, Done):
        raise TypeError(f"The case to measure with was refused: {done}")
    return Advance(
        case=done.case,
        key=f"bench-{number}",
        transition=STEP,
        seen_version=done.version,
        inputs=FORM,
    )
