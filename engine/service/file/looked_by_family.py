"""Who looked at a case, for one person of its family, on paper: what the regisseur hands over.

A family has no way in of its own yet. The paper tells who of which organisation looked on which
day and what they did in broad words: nothing of what was read, nothing of who works for another
parent, a brother or a sister, and no name where it could tell who asked for help or who was turned
away. ``engine.service.file.told_to_family`` says which looks and which names those are.

Source: SAFETY 3 (the identity of the reporter, the worker's own), 5.5; NEN 7513.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from engine.access import Viewer
from engine.errors import NotFound
from engine.service.child_parts import members_seen
from engine.service.command import CaseInHand
from engine.service.file.heading import CaseHeading, heading_of
from engine.service.file.looked import MOST_AT_ONCE, NotLed, ids_in, must_lead, taking_out
from engine.service.file.relatives import Relative, own_children, relatives_in
from engine.service.file.told_to_family import TellsOf, told_to
from engine.service.look_words import LookKind, act_of
from engine.service.office import Office, local_day
from engine.store import looked as kept
from engine.store.looked import LookSeen, WantedLooks
from engine.store.people import PersonSeen
from engine.text import Text

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
_CRISIS_SERVICE = Text(nl="De crisisdienst", en="The crisis service")


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

    Whoever does not lead the case is refused: the row says so.

    Raises:
        NotFound: there is no such case, or it is not for this viewer; there is no paper for them.
    """
    try:
        with taking_out(viewer, office, case, "print_looked", record=person) as work:
            _must_be_of_family(work, person)
            must_lead(work)
            return heading_of(work), _paper(work, person)
    except NotLed as turned:
        return turned.case, FamilyPaper(told=False, ask=turned.ask)


def _paper(work: CaseInHand, person: str) -> FamilyPaper:
    relatives = relatives_in(work)
    to = next((each for each in relatives if each.id == person), None)
    if to is None:
        raise NotFound("person")
    looks = tuple(looks_told(work, to, own_children(work, to.id)))
    return FamilyPaper(
        told=True, ask=(), relatives=relatives, to=to, looks=looks, made_on=work.today
    )


def _must_be_of_family(work: CaseInHand, person: str) -> None:
    """Answer for anybody else, and for whom the viewer may not meet, as for an id of nobody."""
    if person not in {each.public_id for each in members_seen(work)}:
        raise NotFound("person")


def looks_told(work: CaseInHand, to: Relative, own: Collection[PersonSeen]) -> Iterator[FamilyLook]:
    """What one of the family is told of who looked, for the sake of these children.

    Per day and person, the newest first.
    """
    others = {each.public_id for each in work.children} - {each.public_id for each in own}
    ids = [each for each in ids_in(work) if each not in others]
    rows = kept.looks_at(work.connection, work.case, ids, WantedLooks(), limit=MOST_AT_ONCE)
    told, counted = told_to(work, [each.id for each in own]), dict[FamilyLook, int]()
    for seen in rows:
        tells = told.of(seen) if seen.person is not None else None
        look = None if tells is None else _look(seen, tells)
        if seen.emergency and seen.outcome == "done":
            look = _in_emergency(seen, hidden=seen.person in told.hidden)
        if look is not None:
            counted[look] = counted.get(look, 0) + 1
    for look, times in counted.items():
        yield replace(look, times=times)


def _in_emergency(seen: LookSeen, *, hidden: bool) -> FamilyLook:
    """Break-glass is always told, whatever else its holder works on; by whom, only as a service.

    Source: SAFETY 5.4; that no name is told is a DEFAULT.
    """
    did = _DID[act_of(seen.action)[0]]
    organisation = None if hidden else seen.organisation
    day = local_day(seen.at)
    return FamilyLook(day, None, _CRISIS_SERVICE, organisation, did, 1, emergency=True)


def _look(seen: LookSeen, tells: TellsOf) -> FamilyLook:
    day, did = local_day(seen.at), _DID[act_of(seen.action)[0]]
    if seen.outcome == "denied":
        return FamilyLook(day, None, _OUTSIDER, None, _TRIED, 1, seen.emergency)
    if seen.outcome == "refused":
        did = _STOPPED
    if not tells.named:
        return FamilyLook(day, None, _WORKER, None, did, 1, seen.emergency)
    function = tells.function or _WORKER
    return FamilyLook(day, seen.name, function, seen.organisation, did, 1, seen.emergency)
