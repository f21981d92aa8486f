"""Give a youth or a parent a login, and say who has one: for the demo, until sign-in comes."""

from __future__ import annotations

from engine.access import Viewer
from engine.errors import NotFound
from engine.service.mine import FAMILY
from engine.service.office import Office
from engine.service.sessions import LISTED
from engine.store import access_log, people
from engine.store import family_accounts as kept
from engine.store.access_log import LogEntry
from engine.store.family_accounts import FamilyAccount
from engine.store.unit_of_work import reading, unit_of_work


def open_family_account(office: Office, person: str, *, issuer: str = "demo") -> Viewer:
    """Give this youth or parent a login; it opens what is published to them, and nothing else.

    Whoever has one keeps it.

    Raises:
        NotFound: this is nobody of a family.
    """
    with unit_of_work(office.store) as connection:
        found = people.person_by_public_id(connection, person)
        if found.kind not in FAMILY:
            raise NotFound("person")
        if not kept.has_account(connection, found.id):
            people.add_account(connection, found.id, issuer=issuer, subject=found.public_id)
            entry = LogEntry(
                at=office.clock.now(), action="open_family_account", outcome="done", record=person
            )
            access_log.log(connection, None, entry)
    return Viewer(found.id, found.public_id, language=found.language)


def families_to_sign_in_as(office: Office) -> tuple[FamilyAccount, ...]:
    """For the demo: which youths and parents have a login, at most 200 of them."""
    with reading(office.store) as connection:
        return kept.family_accounts(connection, most=LISTED)
