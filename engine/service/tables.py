"""The tables of a region: make one, say what it serves, and who sits at it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from engine.access import Viewer
from engine.catalogue import Role
from engine.errors import NotFound, StaleMeeting
from engine.fields import LONGEST, InputProblem, InvalidInput
from engine.library import UnknownRegion
from engine.reason import Reason
from engine.service.account_roles import looks_after_nothing
from engine.service.at_table import Changed, TableOutcome, TableWork, at_table
from engine.service.command import refuse
from engine.service.office import Office, local_day
from engine.service.table_orders import AddMember, ChangeTable, EndMember, MakeTable
from engine.service.table_roles import coordinates, roles_at, sets_it_up
from engine.store import access_log, meeting_tables, people, seats
from engine.store.access_log import LogEntry
from engine.store.meeting_tables import NewTable, TableSeen
from engine.store.people import PersonSeen
from engine.store.unit_of_work import unit_of_work
from engine.text import Text

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")
"""On which days a table may have its rhythm."""

_NAMELESS = Text(nl="Vul een naam in.", en="Fill in a name.")
_PAST = Text(nl="Deze dag is al voorbij.", en="This day is past already.")
WHICH_WEEKDAY = Text(
    nl=f"Kies uit {', '.join(WEEKDAYS)}.", en=f"Choose one of {', '.join(WEEKDAYS)}."
)
_TOO_LONG = Text(
    nl=f"Geef ten hoogste {LONGEST['text']} tekens.",
    en=f"Give at most {LONGEST['text']} characters.",
)


def make_table(viewer: Viewer, office: Office, order: MakeTable) -> TableOutcome:
    """Make a table of a region, by whoever coordinates that region.

    Raises:
        UnknownRegion: there is no such region. InvalidInput: no title, no such municipality.
    """
    return at_table(viewer, office, order, _make)


def change_table(viewer: Viewer, office: Office, order: ChangeTable) -> TableOutcome:
    """Give a table another title, or let it serve other municipalities.

    Which municipalities is for whoever coordinates the region: their cases come to its members.
    """
    return at_table(viewer, office, order, _change)


def add_member(viewer: Viewer, office: Office, order: AddMember) -> TableOutcome:
    """Let a professional sit at the table; never oneself, for it shows the cases of the table.

    Raises:
        NotFound: no such professional. InvalidInput: no such role, or a day that is past.
    """
    return at_table(viewer, office, order, _add_member)


def end_member(viewer: Viewer, office: Office, order: EndMember) -> TableOutcome:
    """Let a member sit there no longer.

    A chair or a secretary who sits at no table any more reads the cases that the seat gave them
    for four weeks; the cases of others stay theirs.
    """
    return at_table(viewer, office, order, _end_member)


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstTable:
    """A table as whoever runs the program sets it up, with its members: (person, role)."""

    table: NewTable
    members: tuple[tuple[Viewer, str], ...]


def set_up_table(office: Office, first: FirstTable) -> TableSeen:
    """Make a table with its members, by whoever runs the program; the log names nobody."""
    now = office.clock.now()
    with unit_of_work(office.store) as connection:
        made = meeting_tables.add_table(connection, first.table, now=now)
        for viewer, role in first.members:
            meeting_tables.add_member(
                connection,
                made,
                person_id=viewer.person,
                role=role,
                from_on=local_day(now),
                now=now,
            )
        entry = LogEntry(at=now, action="set_up_table", outcome="done", record=made.public_id)
        access_log.log(connection, None, entry)
    return made


def table_to_set_up(work: TableWork, public_id: str, name: str) -> TableSeen:
    """The table, if the viewer may set it up; ``name`` is the command that is refused else."""
    table = meeting_tables.get_table(work.connection, work.viewer, public_id, on=work.today)
    held = roles_at(work.connection, work.viewer, table.id, now=work.now, on=work.today)
    refuse(name, sets_it_up(held, _in_region(work, table.region)))
    return table


def _make(work: TableWork, order: MakeTable) -> Changed:
    if order.region not in work.office.library.regions:
        raise UnknownRegion(order.region, work.office.library.regions)
    refuse("make_table", coordinates(_in_region(work, order.region)))
    if problems := tuple(_problems(work, order)):
        raise InvalidInput(*problems)
    table = NewTable(
        region=order.region,
        title=order.title.strip(),
        municipalities=order.municipalities,
        weekday=order.weekday,
        starts=order.starts,
        slot_minutes=order.slot_minutes,
    )
    made = meeting_tables.add_table(work.connection, table, now=work.now)
    return Changed(made.public_id, made.version, made=made.public_id)


def _change(work: TableWork, order: ChangeTable) -> Changed:
    table = table_to_set_up(work, order.table, "change_table")
    if order.seen_version != table.version:
        raise StaleMeeting(table.title, order.seen_version, table.version)
    if set(order.municipalities) != set(table.municipalities):
        refuse("change_table", coordinates(_in_region(work, table.region)))
    wanted = MakeTable(region=table.region, title=order.title, municipalities=order.municipalities)
    if problems := tuple(_problems(work, wanted)):
        raise InvalidInput(*problems)
    changed = meeting_tables.change_table(
        work.connection, table, title=order.title.strip(), municipalities=order.municipalities
    )
    if changed is None:  # somebody was first since it was read
        raise StaleMeeting(table.title, order.seen_version, table.version)
    return Changed(changed.public_id, changed.version)


def _add_member(work: TableWork, order: AddMember) -> Changed:
    table = table_to_set_up(work, order.table, "add_member")
    role = _role(work, order.role)
    _ahead(work, "from_on", order.from_on)
    person = people.person_by_public_id(work.connection, order.person)
    if person.kind != "professional":
        raise NotFound("person")
    refuse(
        "add_member",
        _not_oneself(work, person),
        looks_after_nothing(work.connection, person.id, today=work.today),
        _works_as(work, person, order.role, role),
    )
    made = meeting_tables.add_member(
        work.connection,
        table,
        person_id=person.id,
        role=order.role,
        from_on=order.from_on or work.today,
        now=work.now,
    )
    seats.let_go_on(work.connection, made, today=work.today)
    return Changed(table.public_id, table.version, made=made.public_id)


def _end_member(work: TableWork, order: EndMember) -> Changed:
    table = table_to_set_up(work, order.table, "end_member")
    _ahead(work, "until_on", order.until_on)
    members = meeting_tables.members_of(work.connection, [table.id], now=work.now, on=work.today)[
        table.id
    ]
    found = next((each for each in members if each.public_id == order.member), None)
    if found is None:
        raise NotFound("member")
    until = order.until_on or work.today
    ended = meeting_tables.end_member(work.connection, found, until_on=until, now=work.now)
    refuse("end_member", _has_no_end(met=ended))
    seats.end_what_they_gave(work.connection, found)
    return Changed(table.public_id, table.version)


def _in_region(work: TableWork, region: str) -> frozenset[str]:
    return meeting_tables.region_roles(
        work.connection, work.viewer, region, now=work.now, on=work.today
    )


def _problems(work: TableWork, order: MakeTable) -> Iterator[InputProblem]:
    """What is wrong with the form of a table."""
    if not order.title.strip():
        yield InputProblem("title", "missing", _NAMELESS)
    if len(order.title) > LONGEST["text"]:
        yield InputProblem("title", "malformed", _TOO_LONG)
    if order.weekday is not None and order.weekday not in WEEKDAYS:
        yield InputProblem("weekday", "malformed", WHICH_WEEKDAY)
    known = work.office.library.regions[order.region].municipalities
    for name in order.municipalities:
        if name not in known:
            listed = ", ".join(known) or "–"
            says = Text(nl=f"Kies uit {listed}.", en=f"Choose one of {listed}.")
            yield InputProblem("municipalities", "unknown", says)


def _ahead(work: TableWork, field: str, day: date | None) -> None:
    if day is not None and day < work.today:
        raise InvalidInput(InputProblem(field, "malformed", _PAST))


def _role(work: TableWork, key: str) -> Role:
    """A role of a case that a professional may have.

    Raises:
        InvalidInput: there is no such role.
    """
    roles = work.office.library.catalogue.roles
    known = {name: role for name, role in roles.items() if role.scope == "case" and not role.family}
    if key not in known:
        listed = ", ".join(sorted(known))
        says = Text(
            nl=f"Onbekende rol; kies uit {listed}.", en=f"No such role; choose one of {listed}."
        )
        raise InvalidInput(InputProblem("role", "unknown", says))
    return known[key]


def _not_oneself(work: TableWork, person: PersonSeen) -> Reason:
    return Reason(
        key="own_role",
        met=person.id != work.viewer.person,
        asks=Text(nl="Laat een ander u deze rol geven", en="Let somebody else give you this role"),
        says=Text(
            nl="U kunt uzelf niet aan een tafel zetten.",
            en="You cannot seat yourself at a table.",
        ),
        source="DEFAULT",
    )


def _works_as(work: TableWork, person: PersonSeen, key: str, role: Role) -> Reason:
    works_as = people.qualifications_of(work.connection, person.id, on=work.today, now=work.now)
    return Reason(
        key="works_as",
        met=key in works_as,
        asks=Text(
            nl=f"Kies iemand die werkt als {role.title.nl}",
            en=f"Choose somebody who works as {role.title.en}",
        ),
        says=Text(
            nl=f"Deze persoon werkt niet als {role.title.nl}.",
            en=f"This person does not work as {role.title.en}.",
        ),
        source="DEFAULT",
    )


def _has_no_end(*, met: bool) -> Reason:
    return Reason(
        key="ended",
        met=met,
        asks=Text(nl="Wacht tot dat einde", en="Wait for that end"),
        says=Text(
            nl="Het einde is al vastgelegd. Dat blijft staan.",
            en="The end was recorded before. It stays.",
        ),
        source="DEFAULT",
    )
