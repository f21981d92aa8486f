"""A small world: one family, its professionals, one case; and rows with defaults."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from engine.access import Viewer
from engine.definition import Workflow
from engine.snapshot import Snapshot
from engine.store.cases import CaseHead, NewCase, bump_version, insert_case
from engine.store.deadlines import NewDeadline
from engine.store.events import NewEvent, append_event
from engine.store.families import FamilySeen, add_family
from engine.store.participation import NewTaking, Taking, join
from engine.store.people import NewPerson, PersonSeen, add_person, children_of
from engine.store.records import NewRecord
from engine.store.snapshots import Asks, take
from engine.store.store import Store
from engine.store.unit_of_work import unit_of_work
from engine.store.versions import publish

NOW = datetime(2026, 3, 9, 8, 30, 15, 123456, tzinfo=UTC)
TODAY = date(2026, 3, 9)
DAY = timedelta(days=1)


def a_workflow(**changes: Any) -> Workflow:
    """Define the smallest workflow that is one."""
    title = {"nl": "Uithuisplaatsing", "en": "Placement"}
    return Workflow.model_validate(
        {
            "workflow": "placement",
            "version": "1",
            "title": title,
            "about": "youth",
            "source": "TEST",
            "region": "oldebroek",
            "vocabulary": 1,
            "phases": {"prepare": {"title": title}},
            "opens": {"by": ["regisseur"]},
            "states": {
                "considered": {"title": title, "phase": "prepare", "initial": True},
                "placed": {"title": title, "phase": "prepare", "final": True},
            },
            "transitions": {
                "place": {
                    "title": title,
                    "from": ["considered"],
                    "to": "placed",
                    "by": ["regisseur"],
                }
            },
            **changes,
        }
    )


@dataclass(frozen=True)
class World:
    """Bram is regisseur of the Jansen family; Anna works on nothing yet; Sam has a case."""

    store: Store
    family: FamilySeen
    sam: PersonSeen
    els: PersonSeen
    anna: PersonSeen
    bram: PersonSeen
    case: CaseHead


def a_world(store: Store) -> World:
    """Fill the store with it."""
    with unit_of_work(store) as connection:
        family = add_family(connection, "Jansen", region="oldebroek", now=NOW)
        people = {
            name: a_person(
                connection, name, family_id=family.id if kind != "professional" else None, kind=kind
            )
            for name, kind in {
                "sam": "youth",
                "els": "parent",
                "anna": "professional",
                "bram": "professional",
            }.items()
        }
        case = a_case(connection, family, children=[people["sam"]])
        takes_part(connection, people["bram"], role="regisseur", family_id=family.id)
    return World(store, family, people["sam"], people["els"], people["anna"], people["bram"], case)


def a_person(connection: Connection, name: str, **changes: Any) -> PersonSeen:
    """Add somebody, by default a professional."""
    born = date(2012, 5, 1) if changes.get("kind") == "youth" else None
    person = NewPerson(**{"name": name, "kind": "professional", "born": born, **changes})
    return add_person(connection, person, now=NOW)


def a_case(
    connection: Connection,
    family: FamilySeen,
    *,
    children: list[PersonSeen],
    workflow: Workflow | None = None,
) -> CaseHead:
    """Open a case in its initial state, without any event."""
    version = publish(connection, workflow or a_workflow(), now=NOW)
    new = NewCase(
        family_id=family.id,
        workflow_hash=version.hash,
        state="considered",
        opened_on=TODAY,
        children=[child.id for child in children],
    )
    return insert_case(connection, new, now=NOW)


def takes_part(connection: Connection, person: PersonSeen, **changes: Any) -> Taking:
    """Let somebody take part from today on, as a regisseur unless said otherwise."""
    role = {"role": "regisseur", "access": "regisseur", "ground": "test", "from_on": TODAY}
    return join(connection, person.id, NewTaking(**{**role, **changes}), now=NOW)


def viewer(person: PersonSeen) -> Viewer:
    """Let somebody look."""
    return Viewer(person.id, person.public_id)


def an_event(**changes: Any) -> NewEvent:
    """Make an event of today."""
    return NewEvent(
        **{
            "kind": "moved",
            "recorded_at": NOW,
            "occurred_on": TODAY,
            "occurred_at": NOW,
            "workflow_hash": "0" * 64,
            "payload": {"to": "placed"},
            "details": {"why": "Het gaat niet meer thuis."},
            **changes,
        }
    )


def happens(connection: Connection, case: CaseHead, **changes: Any) -> CaseHead:
    """Let something happen to the case: one version, one event."""
    case = bump_version(connection, case)
    append_event(connection, case, an_event(**changes))
    return case


def a_deadline(**changes: Any) -> NewDeadline:
    """Make a deadline that is due in six weeks."""
    return NewDeadline(
        **{
            "key": "first_evaluation",
            "kind": "hard",
            "starts_on": TODAY,
            "due_on": date(2026, 4, 20),
            "due_at": datetime(2026, 4, 20, 22, tzinfo=UTC),
            "late_after": date(2026, 4, 20),
            "window_opens": None,
            "explanation": {"skipped": []},
            "terms": {"span": "6 weeks"},
            "owner_role": "regisseur",
            "started_seq": 1,
            **changes,
        }
    )


def a_record(author: PersonSeen, **changes: Any) -> NewRecord:
    """Make a confirmed analysis of today."""
    return NewRecord(
        **{
            "type": "explanatory_analysis",
            "child_id": None,
            "author_id": author.id,
            "fields": {"question": "Waarom?"},
            "on": TODAY,
            "status": "confirmed",
            "settled": True,
            **changes,
        }
    )


def children(connection: Connection, case: CaseHead) -> list[str]:
    """Name the child parts of a case."""
    return [child.name for child in children_of(connection, [case.id])[case.id]]


def seen(
    world: World,
    connection: Connection,
    *,
    on: date = TODAY,
    now: datetime = NOW,
    asks: Asks | None = None,
) -> Snapshot:
    """Take a snapshot of the case, Bram looking."""
    bram = viewer(world.bram)
    return take(connection, [world.case], viewer=bram, on=on, now=now, asks=asks)[world.case.id]
