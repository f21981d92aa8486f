"""What happened to a case, in words, as one viewer may read it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import cast

from engine.access import Opened, Part, Viewer, classes_shown, parts_about
from engine.definition import Workflow
from engine.deviation_duties import duty_rule
from engine.explanation import day_words
from engine.fields import FieldClass
from engine.service.command import CaseInHand, looking
from engine.service.event_kinds import TITLES, EventKind
from engine.service.file.agreements import HEARD
from engine.service.file.children import children_by_id
from engine.service.file.consents import purpose_title
from engine.service.file.details import Detail, details_of, meetings_named, persons_named
from engine.service.file.dispatches import dispatch_title
from engine.service.file.of_parts import deadlines_shown, events_shown, which_shown
from engine.service.file.participants import roles_known
from engine.service.my_cases import ChildRow
from engine.service.office import Office
from engine.service.record_reasons import status_title
from engine.store import events as trail
from engine.store import meetings, people
from engine.store.events import EventSeen
from engine.store.people import PersonSeen
from engine.text import Text, joined


@dataclass(frozen=True, slots=True)
class EventShown:
    """One thing that happened; without an actor the clock did it.

    ``to`` is the state or status that was reached, ``until`` the day until which a deadline was
    moved or stands still. ``withheld`` names what was taken out of the details; ``destroyed``
    says that nobody can read them any more.
    """

    seq: int
    kind: EventKind
    title: Text
    recorded_at: datetime
    occurred_on: date
    occurred_at: datetime
    actor: str | None
    on_behalf_of: str | None
    transition: str | None
    transition_title: Text | None
    to: Text | None
    until: date | None
    child: ChildRow | None
    person: str | None
    begun: tuple[tuple[Text, date], ...]
    met: tuple[Text, ...]
    details: tuple[Detail, ...]
    withheld: tuple[str, ...]
    destroyed: bool


@dataclass(frozen=True, slots=True)
class _Reader:
    """Who reads, and whom the events name."""

    work: CaseInHand
    parts: Collection[Part]
    shown: Collection[FieldClass]
    opened: Opened
    persons: Mapping[str, PersonSeen]
    children: Mapping[str, ChildRow]
    days: Mapping[str, str]
    """The day of each meeting that is named, as in a calendar."""

    def about(self, event: EventSeen) -> _Reader:
        """Whoever reads what is about one child: by the parts that count for it."""
        child = event.payload.get("child")
        return replace(self, shown=classes_shown(parts_about(self.parts, child)))

    @property
    def names(self) -> Mapping[str, str]:
        """The names that may be told: of a family only to whoever reads more than titles."""
        return {
            public_id: person.name
            for public_id, person in self.persons.items()
            if person.kind == "professional" or "confidential" in self.shown
        }


def timeline(
    viewer: Viewer, office: Office, case: str, *, since: int = 0
) -> tuple[EventShown, ...]:
    """What happened after version ``since``, oldest first; one look, one row of the log.

    Raises:
        NotFound: there is no such case, or it is not for this viewer.
    """
    with looking(viewer, office, case, "read_timeline") as work:
        return timeline_of(work, since=since)


def what_came_in(viewer: Viewer, office: Office, case: str, seen: int) -> tuple[EventShown, ...]:
    """What others did since the viewer saw version ``seen``; raises as ``timeline``."""
    with looking(viewer, office, case, "what_came_in") as work:
        return timeline_of(work, since=seen)


def timeline_of(work: CaseInHand, *, since: int = 0) -> tuple[EventShown, ...]:
    """What happened to a case in hand after version ``since``, oldest first."""
    found = events_shown(work, trail.timeline(work.connection, work.case, seq=since))
    workflows = work.office.versions_of(work.connection, {event.workflow_hash for event in found})
    parts = work.parts
    named = {
        person for event in found for person in _persons(event, workflows[event.workflow_hash])
    }
    planned = {
        meeting
        for event in found
        for meeting in meetings_named(event, workflows[event.workflow_hash])
    }
    reader = _Reader(
        work,
        parts,
        classes_shown(parts),
        work.opened,
        people.persons_by_public_id(work.connection, named),
        children_by_id(work, parts),
        meetings.days_of(work.connection, planned),
    )
    return tuple(
        _shown(event, workflows[event.workflow_hash], reader.about(event)) for event in found
    )


def _persons(event: EventSeen, workflow: Workflow) -> set[str]:
    """Everybody whom the event names, by public id."""
    told = (event.actor, event.payload.get("person"), event.payload.get("parent"))
    return {*filter(None, told), *persons_named(event, workflow)}


def _shown(event: EventSeen, workflow: Workflow, reader: _Reader) -> EventShown:
    names, payload = reader.names, event.payload
    kind = cast(EventKind, event.kind)  # the engine writes no others
    named = {**names, **reader.days}
    details, withheld = details_of(event, workflow, reader.shown, reader.opened, named)
    on_behalf_of = (event.details or {}).get("on_behalf_of")
    step = event.transition or payload.get("transition")
    about = _ABOUT.get(kind)
    changed = deadlines_shown(payload["deadlines"], reader.opened)
    return EventShown(
        seq=event.seq,
        kind=kind,
        title=_title(kind, about(event, workflow, reader) if about else None),
        recorded_at=event.recorded_at,
        occurred_on=event.occurred_on,
        occurred_at=event.occurred_at,
        actor=names.get(event.actor or ""),
        on_behalf_of=str(on_behalf_of) if on_behalf_of else None,
        transition=step,
        transition_title=workflow.transitions[step].title if step else None,
        to=_to(event, workflow, reader.shown),
        until=_until(event),
        child=reader.children.get(payload.get("child") or ""),
        person=names.get(payload.get("person") or payload.get("parent") or ""),
        begun=tuple(
            (duty_rule(workflow, each["key"]).title, date.fromisoformat(each["due"]))
            for each in changed["begun"]
        ),
        met=tuple(duty_rule(workflow, key).title for key in changed["met"]),
        details=details,
        withheld=withheld,
        destroyed=event.details is None,
    )


def _title(kind: EventKind, about: Text | None) -> Text:
    words = TITLES[kind]
    if about is None:
        return words
    return Text(nl=f"{words.nl}: {about.nl}", en=f"{words.en}: {about.en}")


def _record(event: EventSeen, workflow: Workflow, reader: _Reader) -> Text | None:
    kind = workflow.catalogue.records[event.payload["type"]]
    return kind.title if kind.class_ in reader.shown else None


def _duties(event: EventSeen, workflow: Workflow, reader: _Reader) -> Text | None:
    titles = [duty_rule(workflow, key).title for key in which_shown(event.payload, reader.opened)]
    nl, en = (", ".join(title.in_(language) for title in titles) for language in ("nl", "en"))
    return Text(nl=nl, en=en)


def _role(event: EventSeen, workflow: Workflow, reader: _Reader) -> Text | None:
    return roles_known(reader.work)[event.payload["role"]].title


def _rule(event: EventSeen, workflow: Workflow, reader: _Reader) -> Text | None:
    return workflow.rules[event.payload["rule"]].asks


def _version(event: EventSeen, workflow: Workflow, reader: _Reader) -> Text | None:
    """The label of the version, and the deadlines that it moved to another day."""
    label = event.payload["label"]
    moved = _dates(event.payload["deadlines"]["moved"], workflow, reader)
    return joined([Text(nl=f"versie {label}", en=f"version {label}"), *moved], "; ")


def _moved(event: EventSeen, workflow: Workflow, reader: _Reader) -> Text | None:
    """The deadlines that came to lie on another day, or only their reminders."""
    return joined(_dates(event.payload["moved"], workflow, reader), "; ")


def _dates(
    moved: Iterable[Mapping[str, str]], workflow: Workflow, reader: _Reader
) -> Iterator[Text]:
    for each in (one for one in moved if reader.opened.shows(one.get("child"))):
        title, day = duty_rule(workflow, each["key"]).title, date.fromisoformat(each["to"])
        yield Text(
            nl=f"{title.nl} uiterlijk {day_words(day, 'nl')}",
            en=f"{title.en} by {day_words(day, 'en')}",
        )


def _heard(event: EventSeen, workflow: Workflow, reader: _Reader) -> Text | None:
    return HEARD[event.payload["how"]] if "confidential" in reader.shown else None


def _dispatch(event: EventSeen, workflow: Workflow, reader: _Reader) -> Text | None:
    return dispatch_title(event.payload) if "confidential" in reader.shown else None


_ABOUT: Mapping[EventKind, Callable[[EventSeen, Workflow, _Reader], Text | None]] = {
    "opened": lambda event, workflow, reader: workflow.title,
    "advanced": lambda event, workflow, reader: workflow.transitions[str(event.transition)].title,
    "record_written": _record,
    "record_edited": _record,
    "record_moved": _record,
    "record_corrected": _record,
    "joined": _role,
    "left": _role,
    "assigned": _role,
    "consent_answered": lambda event, workflow, reader: purpose_title(
        reader.work, event.payload["to"]
    ),
    "deviation_asked": _rule,
    "deviation_confirmed": _rule,
    "deviation_refused": _rule,
    "deviation_rejected": _rule,
    "deviation_lapsed": _rule,
    "deadline_extended": lambda event, workflow, reader: (
        duty_rule(workflow, event.payload["deadline"]).title
    ),
    "suspended": _duties,
    "resumed": _duties,
    "moved_version": _version,
    "agreement_heard": _heard,
    "dispatched": _dispatch,
    "calendar_changed": _moved,
}
"""What an event is about, as far as the viewer may know; the others are about the case."""


def _to(event: EventSeen, workflow: Workflow, shown: Collection[FieldClass]) -> Text | None:
    if event.entered:
        return workflow.states[event.entered].title
    if event.kind != "record_moved":
        return None
    kind = workflow.catalogue.records[event.payload["type"]]
    return status_title(kind, event.payload["status"]) if kind.class_ in shown else None


def _until(event: EventSeen) -> date | None:
    told = {"deadline_extended": "to", "suspended": "until"}.get(event.kind)
    return date.fromisoformat(event.payload[told]) if told else None
