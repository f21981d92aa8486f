"""Account roles: who looks after the program. They open no case, no family and no table.

Whoever works on cases holds none, and whoever holds one works on none: the review of who looked
is not for those who look. Source: SAFETY 5.2.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from engine.access import Viewer
from engine.errors import RegietafelError
from engine.library import UnknownRegion
from engine.reason import Reason
from engine.service.office import Office, local_day
from engine.store import Connection, access_log, account_roles, people
from engine.store.access_log import LogEntry
from engine.store.account_roles import NewAccountRole
from engine.store.tables.review import AccountRoleName
from engine.store.unit_of_work import reading, unit_of_work
from engine.text import Text

ACCOUNT_ROLES: Mapping[AccountRoleName, Text] = {
    "privacy_officer": Text(nl="Privacyfunctionaris", en="Privacy officer"),
    "archivist": Text(nl="Archivaris", en="Archivist"),
}

ACCOUNT_TITLES: Mapping[str, Text] = {str(key): title for key, title in ACCOUNT_ROLES.items()}
"""The same for whoever knows a role by its key only."""


class WorksOnCases(RegietafelError):
    """Somebody is to get an account role, but works on cases or sits at a table."""

    code = "works_on_cases"

    def __init__(self) -> None:
        super().__init__(
            "Whoever works on cases or sits at a table gets no account role; end that first, or "
            "appoint somebody else. Nothing was changed."
        )


def appoint(office: Office, person: Viewer, role: AccountRoleName, *regions: str) -> None:
    """Let somebody look after these regions from today; whoever runs the program does this.

    Of a region that they look after already nothing is added.

    Raises:
        UnknownRegion: there is no such region. WorksOnCases: they take part somewhere.
    """
    now = office.clock.now()
    for region in regions:
        if region not in office.library.regions:
            raise UnknownRegion(region, office.library.regions)
    with unit_of_work(office.store) as connection:
        people.lock_person(connection, person.person)
        if account_roles.takes_part(connection, person.person, on=local_day(now)):
            raise WorksOnCases
        for region in regions:
            new = NewAccountRole(
                person_id=person.person, role=role, region=region, from_on=local_day(now)
            )
            made = account_roles.add_account_role(connection, new, now=now)
            if made is None:
                continue
            entry = LogEntry(
                at=now, action="appoint", outcome="done", record=made, access_point="machine"
            )
            access_log.log(connection, None, entry)


def looks_after_nothing(connection: Connection, person: int, *, today: date) -> Reason:
    """Whether somebody may come to work on cases: not whoever looks after the program.

    It waits for whoever appoints them at the same moment.
    """
    people.lock_person(connection, person)
    return Reason(
        key="account_role",
        met=not account_roles.has_account_role(connection, person, on=today),
        asks=Text(
            nl="Kies iemand die geen privacyfunctionaris of archivaris is",
            en="Choose somebody who is no privacy officer or archivist",
        ),
        says=Text(
            nl="Deze persoon is privacyfunctionaris of archivaris. Wie controleert wie er keek of "
            "dossiers vernietigt, werkt zelf niet mee aan zaken.",
            en="This person is privacy officer or archivist. Whoever reviews who looked or "
            "destroys files does not work on cases.",
        ),
        source="SAFETY 5.2",
    )


def archives(viewer: Viewer, office: Office) -> tuple[str, ...]:
    """The regions whose files the viewer destroys; it names nobody, so it is no row of the log."""
    with reading(office.store) as connection:
        return account_roles.archived_by(connection, viewer, on=office.today())


def watches(viewer: Viewer, office: Office) -> tuple[str, ...]:
    """The regions whose log the viewer reviews; it names nobody, so it is no row of the log."""
    with reading(office.store) as connection:
        return account_roles.watched_by(connection, viewer, on=office.today())
