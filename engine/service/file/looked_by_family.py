"""Who looked at a case, for one person of its family, on paper: what the regisseur hands over.

A family has no way in of its own yet. The paper tells who of which organisation looked on which
day and what they did in broad words: nothing of what was read, so nothing of another parent, a
brother or a sister, and no name where it could tell who asked for help or who was turned away.

Source: SAFETY 3 (the identity of the reporter, the worker's own), 5.5; NEN 7513.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from engine.access import Viewer
from engine.errors import NotFound
from engine.service.command import CaseInHand, looking
from engine.service.file.heading import CaseHeading, heading_of
from engine.service.file.looked import (
    MOST_AT_ONCE,
    LookRow,
    ids_in,
    leads,
    row_of,
    who_leads,
)
from engine.service.file.participants import roles_known
from engine.service.file.relatives import Relative, relatives_in
from engine.service.grounds import roles_in_ground
from engine.service.look_words import LookKind
from engine.service.office import Office, local_day
from engine.store import consents, people
from engine.store import looked as kept
from engine.store.looked import WantedLooks
from engine.store.people import PersonSeen
from engine.text import Text

_HIDDEN = frozenset({"requester", "informant", "veilig_thuis_worker"})
"""Roles that could tell who reported: only that a professional looked is told."""

_DID: Mapping[LookKind, Text] = {
    "read": Text(nl="las in het dossier", en="read in the file"),
    "changed": Text(nl="schreef iets in het dossier", en="wrote something in the file"),
    "taken_out": Text(
        nl="maakte een brief, een afdruk of een bestand", en="made a letter, a print or a file"
    ),
    "other": Text(nl="werkte met het dossier", en="worked with the file"),
}
_TRIED = Text(
    nl="wilde kijken, maar kreeg niets te zien", en="wanted to look, but was shown nothing"
)
_STOPPED = Text(
    nl="wilde iets doen, maar dat mocht niet", en="wanted to do something, but that was refused"
)
_OUTSIDER = Text(nl="Iemand zonder rol in dit dossier", en="Somebody without a part in this file")
_WORKER = Text(nl="Een beroepskracht", en="A professional")


@dataclass(frozen=True, slots=True)
class FamilyLook:
    """On one day somebody did this, so many times; ``name`` is None where it is not told."""

    day: date
    name: str | None
    function: Text
    organisation: str | None
    did: Text
    times: int
    emergency: bool


@dataclass(frozen=True, slots=True)
class FamilyPaper:
    """What is handed over to one person; not ``told``: ``ask`` names who may hand it over."""

    told: bool
    ask: tuple[str, ...]
    relatives: tuple[Relative, ...] = ()
    to: Relative | None = None
    looks: tuple[FamilyLook, ...] = ()
    made_on: date | None = None


def paper_for(
    viewer: Viewer, office: Office, case: str, person: str
) -> tuple[CaseHeading, FamilyPaper]:
    """The paper for this person; that it was printed, and for whom, is a row of the log.

    Raises:
        NotFound: there is no such case, or it is not for this viewer; there is no paper for them.
    """
    with looking(viewer, office, case, "print_looked", record=person) as work:
        if not leads(work.parts):
            return heading_of(work), FamilyPaper(told=False, ask=who_leads(work))
        relatives = relatives_in(work)
        to = next((each for each in relatives if each.id == person), None)
        if to is None:
            raise NotFound("person")
        looks = tuple(_grouped(work, to))
        return heading_of(work), FamilyPaper(
            told=True, ask=(), relatives=relatives, to=to, looks=looks, made_on=work.today
        )


def _grouped(work: CaseInHand, to: Relative) -> Iterator[FamilyLook]:
    """Per day and person, the newest first."""
    theirs = {each.public_id for each in work.children} - {to.id}
    ids = [each for each in ids_in(work) if each not in _siblings(work, to, theirs)]
    rows = kept.looks_at(work.connection, work.case, ids, WantedLooks(), limit=MOST_AT_ONCE)
    known, counted = roles_known(work), dict[FamilyLook, int]()
    for seen in rows:
        if seen.person is not None:
            hidden = bool(_HIDDEN.intersection(roles_in_ground(seen.ground)))
            look = _look(row_of(seen, known), hidden=hidden)
            counted[look] = counted.get(look, 0) + 1
    for look, times in counted.items():
        yield replace(look, times=times)


def _siblings(work: CaseInHand, to: Relative, children: set[str]) -> set[str]:
    """The children about whom this person is told nothing."""
    born = {child.id: child.public_id for child in work.children}
    person: PersonSeen = people.person_by_public_id(work.connection, to.id)
    over = {
        born[each.child_id]
        for each in consents.authorities_of(work.connection, list(born))
        if each.parent_id == person.id and each.until_on is None
    }
    return children - over


def _look(row: LookRow, *, hidden: bool) -> FamilyLook:
    did = _DID[row.kind]
    if row.outcome == "denied":
        return FamilyLook(local_day(row.at), None, _OUTSIDER, None, _TRIED, 1, row.emergency)
    if row.outcome == "refused":
        did = _STOPPED
    day = local_day(row.at)
    if hidden:
        return FamilyLook(day, None, _WORKER, None, did, 1, row.emergency)
    function = row.roles[0] if row.roles else _WORKER
    return FamilyLook(day, row.name, function, row.organisation, did, 1, row.emergency)
