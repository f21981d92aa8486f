"""What the matrix needs of keeping files: a hold on each file, and a proposal of its region."""

from __future__ import annotations

from engine.access import Viewer
from engine.service.account_roles import appoint
from engine.service.at_table import Changed
from engine.service.destructions import dry_run
from engine.service.legal_holds import ask_lift, set_hold
from engine.service.office import Office
from engine.service.registering import NewProfessional, register_professional
from engine.service.retention_orders import AskLift, SetHold
from engine.store import destructions
from engine.store import retention as kept
from engine.store.destructions import NewDestruction
from engine.store.unit_of_work import unit_of_work
from tests.access.asking import Ask, slot
from tests.access.files import File

PROPOSAL = Ask(
    "POST /retention/destructions",
    "POST",
    "/retention/destructions",
    f"csrf=&nonce=&files={slot('case_id')}",
    "page",
)
"""The form of an archivist with files that may go, which no file of the matrix may yet."""


def an_archivist(office: Office, name: str, region: str) -> Viewer:
    """Register an archivist of a region, who works on no case."""
    new = NewProfessional(name=name.title(), subject=name, works_as=())
    archivist = register_professional(office, new)
    appoint(office, archivist, "archivist", region)
    return archivist


def _held(file: File) -> str:
    order = SetHold(case=file.ids["case_id"], reason=file.canary("held"))
    held = set_hold(file.staff[file.keeper], file.office, order)
    assert isinstance(held, Changed), held
    return str(held.made)


def add_retention(file: File) -> None:
    """Let the keeper hold the file twice and ask that one ends; propose it, though it is young."""
    office, keeper = file.office, file.staff[file.keeper]
    asked, held = _held(file), _held(file)
    case, reason = file.ids["case_id"], file.canary("lifted")
    ask_lift(keeper, office, AskLift(case=case, hold=asked, reason=reason))
    file.ids |= {"hold_id": held, "asked_hold_id": asked}
    with unit_of_work(office.store) as connection:
        (seen,) = kept.files_by_key(connection, [file.head.id])
        run = dry_run(connection, office, [seen], on=office.today())
        new = NewDestruction(
            region=seen.region,
            by=keeper.person,
            digest=run.digest,
            table_version="1",
            table_hash=office.library.retention.hash,
            backups_kept=1,
            items=run.items,
        )
        made = destructions.add_destruction(connection, new, now=office.clock.now())
    file.ids |= {"destruction_id": made}
