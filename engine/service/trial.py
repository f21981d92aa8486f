"""Whether people can work with a copy of the database: somebody signs in and opens a case.

It is tried on a copy that is thrown away: nobody really signed in, so no trail may say so.
"""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from engine.access import Viewer
from engine.errors import RegietafelError
from engine.service.case_file import case_file
from engine.service.copy_checks import url_of
from engine.service.office import Office
from engine.service.sessions import people_to_sign_in_as, sign_in, signed_in
from engine.store import Connection, case_lists, copies, sessions
from engine.store.store import open_store
from engine.store.unit_of_work import reading


@dataclass(frozen=True, slots=True)
class Trial:
    """What was tried: whether somebody signed in, and opened a case; ``fault`` if that broke.

    Neither is a fault where nobody has an account yet, or takes part in an open case.
    """

    signed_in: bool = False
    opened: bool = False
    fault: str | None = None


def tried(office: Office, scratch: Path) -> Trial:
    """Sign in and open a case as the pages do, on this copy; each is to leave a row of the log."""
    with closing(open_store(url_of(scratch))) as store:
        there = replace(office, store=store, known={}, known_calendars={})
        person, case = _who_and_what(there)
        if person is None:
            return Trial()
        try:
            return _try(there, scratch, person, case)
        except Exception as error:  # whatever it is, people would meet it too
            # Our own sentences name nobody; of others only the type is told.
            said = str(error) if isinstance(error, RegietafelError) else type(error).__name__
            return Trial(fault=f"signing in and opening a case: {said}")


def _try(office: Office, scratch: Path, person: str, case: str | None) -> Trial:
    before = _rows(scratch)
    token, _ = sign_in(office, person, through="page")
    found = signed_in(office, token, through="page")
    if found is None:
        return Trial(fault="whoever signs in is not known at the next page")
    if case is not None:
        case_file(found.viewer, office, case)
    if _rows(scratch) < before + (1 if case is None else 2):
        return Trial(fault="signing in or opening a case left no row in the log")
    return Trial(signed_in=True, opened=case is not None)


def _who_and_what(office: Office) -> tuple[str | None, str | None]:
    """The first with an account who sees an open case, and that case; else the first of all."""
    people = people_to_sign_in_as(office)
    with reading(office.store) as connection:
        for person in people:
            case = _case_of(office, connection, person.id)
            if case is not None:
                return person.id, case
    return (people[0].id if people else None), None


def _case_of(office: Office, connection: Connection, person: str) -> str | None:
    inside = sessions.person_with_account(connection, person)
    if inside is None:
        return None
    viewer = Viewer(inside, person)
    found = case_lists.list_cases(connection, viewer, on=office.today(), limit=1)
    return found[0].head.public_id if found else None


def _rows(scratch: Path) -> int:
    return copies.counts_in(scratch)["access_log"]
