"""Register families and professionals: before there is any case."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from pydantic import TypeAdapter

from engine.access import Viewer
from engine.errors import NotFound
from engine.explanation import day_words
from engine.fields import FIRST_DAY, LONGEST, InputProblem, InvalidInput
from engine.library import UnknownRegion
from engine.service.office import Office, local_day
from engine.service.repeats import Answers, unless_answered
from engine.store import Connection, access_log, consents, families, participation, people
from engine.store.access_log import LogEntry
from engine.store.families import FamilySeen
from engine.store.participation import NewTaking
from engine.store.people import NewPerson, PersonSeen
from engine.store.unit_of_work import unit_of_work
from engine.text import Language, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A child, a parent or a relative of a family."""

    name: str
    born: date | None = None
    authority_over: tuple[str, ...] = ()  # names of children in the same registration
    source: str = "gezagsregister"

    is_child: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFamily:
    """A family with its members, in the region whose rules hold for it.

    ``key`` makes a repeat answer as the first time.
    """

    name: str
    region: str
    municipality: str | None = None
    members: tuple[Member, ...] = ()
    key: str | None = None

    @property
    def body_hash(self) -> str:
        """What tells this request from another one under the same key."""
        return hashlib.sha256(repr(self).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Registered:
    """The public ids of a family and, by name, of its members."""

    family: str
    members: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Kept:
    """What is kept of the answer: no name of anybody."""

    family: str


_ANSWERS = Answers(TypeAdapter(_Kept))

_NAMELESS = Text(nl="Vul een naam in.", en="Fill in a name.")
_TOO_LONG = Text(
    nl=f"Geef ten hoogste {LONGEST['text']} tekens.",
    en=f"Give at most {LONGEST['text']} characters.",
)
_TWICE = Text(
    nl="Deze naam staat er twee keer; voeg iets toe dat hen onderscheidt.",
    en="This name is there twice; add what tells them apart.",
)
_AHEAD = Text(nl="Deze dag ligt in de toekomst.", en="This day lies in the future.")
_LONG_AGO = Text(
    nl=f"Geef een dag vanaf {day_words(FIRST_DAY, 'nl')}.",
    en=f"Give a day from {day_words(FIRST_DAY, 'en')} on.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewProfessional:
    """Somebody who works with the product: a login, an address, the roles they work in."""

    name: str
    subject: str
    works_as: tuple[str, ...]
    email: str | None = None
    organisation: str | None = None
    language: Language = "nl"
    issuer: str = "demo"
    regions: tuple[str, ...] = ()  # where a role of a whole region is taken up


def register_family(viewer: Viewer, office: Office, new: NewFamily) -> Registered:
    """Register a family, with who has authority (gezag) over which child.

    Whoever registers it sees it from then on. A repeat under the same key makes no second one.

    Raises:
        UnknownRegion: no such region. NotFound: authority over a child that is not named.
        InvalidInput: somebody has no name, or two have the same.
        KeyReused: the key came with another request.
    """
    if new.region not in office.library.regions:
        raise UnknownRegion(new.region, office.library.regions)
    if problems := tuple(problems_with(new, office.today())):
        raise InvalidInput(*problems)
    return unless_answered(lambda: _register(viewer, office, new))


def register_professional(office: Office, new: NewProfessional) -> Viewer:
    """Give a professional a login and the roles they work in; they may open cases in these.

    A role of a whole region (a coordinator's) is taken up at once, in the regions named.
    """
    now = office.clock.now()
    today = local_day(now)
    with unit_of_work(office.store) as connection:
        person = people.add_person(
            connection,
            NewPerson(name=new.name, kind="professional", email=new.email, language=new.language),
            now=now,
        )
        organisation = (
            people.organisation_named(connection, new.organisation, kind="municipality")
            if new.organisation
            else None
        )
        people.add_account(
            connection,
            person.id,
            issuer=new.issuer,
            subject=new.subject,
            organisation_id=organisation,
        )
        for name in _qualified_as(office, new.works_as):
            people.add_qualification(connection, person.id, name=name, from_on=today, now=now)
        _take_up_regions(office, connection, person, new)
        viewer = people.viewer_of(connection, new.issuer, new.subject)
        _log(None, office, connection, "register_professional", person.public_id)
    if viewer is None:
        raise NotFound("account")
    return viewer


def _register(viewer: Viewer, office: Office, new: NewFamily) -> Registered:
    now = office.clock.now()
    with unit_of_work(office.store) as connection:
        people.lock_person(connection, viewer.person)  # both may come at one moment
        kept = _ANSWERS.find(connection, viewer, new, now)
        if kept is not None:
            return _registered_before(connection, kept.family)
        family = families.add_family(
            connection, new.name, region=new.region, municipality=new.municipality, now=now
        )
        families.add_registration(connection, family, by=viewer)
        made = {
            member.name: people.add_person(connection, _person(member, family), now=now)
            for member in new.members
        }
        for member in new.members:
            _give_authority(viewer, office, connection, member, made)
        _log(viewer, office, connection, "register_family", family.public_id)
        _ANSWERS.keep(connection, viewer, new, _Kept(family.public_id), now)
    return Registered(family.public_id, {name: seen.public_id for name, seen in made.items()})


def problems_with(new: NewFamily, today: date) -> Iterator[InputProblem]:
    """What is wrong with the form; each member is told from another by name."""
    yield from _name_problems("name", new.name)
    if new.municipality and len(new.municipality) > LONGEST["text"]:
        yield InputProblem("municipality", "malformed", _TOO_LONG)
    often = Counter(member.name.strip() for member in new.members)
    for index, member in enumerate(new.members):
        name, born = member.name.strip(), f"members.{index}.born"
        yield from _name_problems(f"members.{index}.name", member.name)
        if name and often[name] > 1:
            yield InputProblem(f"members.{index}.name", "malformed", _TWICE)
        if member.born and member.born > today:
            yield InputProblem(born, "malformed", _AHEAD)
        if member.born and member.born < FIRST_DAY:
            yield InputProblem(born, "malformed", _LONG_AGO)


def _name_problems(field: str, name: str) -> Iterator[InputProblem]:
    if not name.strip():
        yield InputProblem(field, "missing", _NAMELESS)
    elif len(name) > LONGEST["text"]:
        yield InputProblem(field, "malformed", _TOO_LONG)


def _person(member: Member, family: FamilySeen) -> NewPerson:
    return NewPerson(
        name=member.name,
        kind="youth" if member.is_child else "parent",
        born=member.born,
        family_id=family.id,
    )


def _registered_before(connection: Connection, public_id: str) -> Registered:
    family = families.family_by_public_id(connection, public_id)
    members = families.members_of(connection, [family.id])[family.id]
    return Registered(public_id, {member.name: member.public_id for member in members})


def _give_authority(
    viewer: Viewer,
    office: Office,
    connection: Connection,
    member: Member,
    made: dict[str, PersonSeen],
) -> None:
    for child in member.authority_over:
        if child not in made:
            raise NotFound(f"child '{child}' in this registration")
        consents.set_authority(
            connection,
            made[child].id,
            parent_id=made[member.name].id,
            from_on=made[child].born or office.today(),
            source=member.source,
            by=viewer.person,
            now=office.clock.now(),
        )


def _qualified_as(office: Office, works_as: tuple[str, ...]) -> set[str]:
    """The roles themselves, and what these roles ask a qualified professional to be."""
    roles = office.library.catalogue.roles
    asked = {roles[key].qualification for key in works_as}
    return set(works_as) | {name for name in asked if name}


def _take_up_regions(
    office: Office, connection: Connection, person: PersonSeen, new: NewProfessional
) -> None:
    roles = office.library.catalogue.roles
    for key in new.works_as:
        if roles[key].scope != "region":
            continue
        for region in new.regions:
            taking = NewTaking(
                role=key,
                access=roles[key].access,
                ground="works in this region",
                from_on=office.today(),
                region=region,
            )
            participation.join(connection, person.id, taking, now=office.clock.now())


def _log(
    viewer: Viewer | None, office: Office, connection: Connection, action: str, record: str
) -> None:
    entry = LogEntry(at=office.clock.now(), action=action, outcome="done", record=record)
    access_log.log(connection, viewer, entry)
