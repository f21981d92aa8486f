"""What left a case to outside parties: to whom, by which way, what and when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, TypeAlias, cast

from engine.access import Viewer
from engine.service.command import CaseInHand, looking
from engine.service.file.of_parts import events_shown
from engine.service.my_cases import reads_names
from engine.service.office import Office
from engine.store import events, people
from engine.store.events import EventSeen
from engine.text import Text, joined

Party: TypeAlias = Literal["council", "gi", "veilig_thuis", "lawyer"]
Way: TypeAlias = Literal["secure_mail", "by_hand", "post", "portal"]
What: TypeAlias = Literal["package", "letter", "report", "request"]

PARTIES: Mapping[Party, Text] = {
    "council": Text(nl="Raad voor de Kinderbescherming", en="Child Protection Council"),
    "gi": Text(nl="Jeugdbescherming (GI)", en="Child protection (GI)"),
    "veilig_thuis": Text(nl="Veilig Thuis", en="Veilig Thuis"),
    "lawyer": Text(nl="Advocaat", en="Lawyer"),
}
WAYS: Mapping[Way, Text] = {
    "secure_mail": Text(nl="Eigen beveiligde mail", en="Own secure mail"),
    "by_hand": Text(nl="In de hand", en="By hand"),
    "post": Text(nl="Post", en="Post"),
    "portal": Text(nl="Portaal", en="Portal"),
}
WHATS: Mapping[What, Text] = {
    "package": Text(nl="Pakket", en="Package"),
    "letter": Text(nl="Brief", en="Letter"),
    "report": Text(nl="Verslag", en="Report"),
    "request": Text(nl="Verzoek", en="Request"),
}


@dataclass(frozen=True, slots=True)
class DispatchRow:
    """One dispatch; ``version`` is that of the case after it.

    ``to_whom`` and ``words`` are None once they were destroyed; ``ground`` is where it was recorded
    before grounds were. ``corrected_by`` is the version of
    the dispatch that says that this one was wrong.
    """

    version: int
    party: Party
    what: What
    way: Way
    ground: str | None
    to_whom: str | None
    client: str | None
    client_id: str | None
    left_at: datetime
    recorded_by: str | None
    words: str | None
    corrects: int | None
    corrected_by: int | None


def dispatches(viewer: Viewer, office: Office, case: str) -> tuple[DispatchRow, ...]:
    """What left, the newest first; nothing for whoever reads titles only. The look is logged.

    Raises:
        NotFound: there is no such case, or it is not for this viewer.
    """
    with looking(viewer, office, case, "read_dispatches") as work:
        return dispatches_of(work)


def dispatches_of(work: CaseInHand) -> tuple[DispatchRow, ...]:
    """The same of a case in hand."""
    if not reads_names(work.parts):
        return ()
    found = events_shown(work, events.events_of_kinds(work.connection, work.case, ["dispatched"]))
    ids = {key for event in found for key in (event.actor, event.payload.get("person")) if key}
    persons = people.persons_by_public_id(work.connection, ids)
    names = {key: person.name for key, person in persons.items()}
    return tuple(reversed([*_rows(found, names)]))


def dispatch_title(payload: Mapping[str, Any]) -> Text:
    """What left, to which party and by which way, in one line."""
    named = (WHATS[payload["what"]], PARTIES[payload["party"]], WAYS[payload["way"]])
    return joined(named)


def _rows(found: tuple[EventSeen, ...], names: Mapping[str, str]) -> Iterator[DispatchRow]:
    corrected = {event.payload.get("corrects"): event.seq for event in found}
    for event in found:
        payload, said = event.payload, event.details or {}
        yield DispatchRow(
            version=event.seq,
            party=cast(Party, payload["party"]),  # the engine writes no others
            what=cast(What, payload["what"]),
            way=cast(Way, payload["way"]),
            ground=payload.get("ground"),
            to_whom=said.get("to_whom"),
            client=names.get(payload.get("person") or ""),
            client_id=payload.get("person"),
            left_at=event.occurred_at,
            recorded_by=names.get(event.actor or ""),
            words=said.get("note"),
            corrects=payload.get("corrects"),
            corrected_by=corrected.get(event.seq),
        )
