"""Keeping and destroying files, as JSON."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from api.auth.step_up import factor_of
from api.calls import LISTED, MADE, Call, Calling
from api.errors import StepRefused
from api.openapi import ROOT
from api.paging import Paged
from api.policy import policy
from api.requests import IdempotencyKey, PublicId
from api.routes.step_ups import NO_FACTOR_HERE
from api.shapes.retention import (
    ConfirmationIn,
    DestructionOut,
    DestructionsOut,
    DestructionWithItemsOut,
    FamilyLeftOut,
    FileOut,
    FilesOut,
    HoldIn,
    ProposalIn,
    RetainedOut,
    RetentionChangedOut,
)
from api.shapes.tables import ChangedOut
from api.site import site_of
from api.table_calls import change
from engine.decision import Refused
from engine.service.at_table import Changed
from engine.service.destruction_shown import destruction, list_destructions
from engine.service.destructions import (
    confirm_destruction,
    propose_destruction,
    withdraw_destruction,
)
from engine.service.legal_holds import ask_lift, lift_hold, set_hold
from engine.service.retention import files_kept, retained_file
from engine.service.retention_orders import (
    AskLift,
    ConfirmDestruction,
    LiftHold,
    ProposeDestruction,
    SetHold,
    WithdrawDestruction,
)

router = APIRouter(prefix=f"{ROOT}/retention", tags=["retention"])

_FILE = "/files/{case_id}"
_HOLD = f"{_FILE}/holds/{{hold_id}}"
_ONE = "/destructions/{destruction_id}"
_MADE_WITH_FACTOR: Any = {**MADE, 403: {}}


@router.get("/files")
@policy("read_retention", finds="viewer")
def list_files(call: Calling, after: PublicId | None = None) -> FilesOut:
    """The files (dossiers) of the caller's regions that may go this quarter, and what is held.

    A page may be empty and have a next one: files are looked at in the order of their last change.
    """
    found = files_kept(call.viewer, call.office, after=after)
    return FilesOut(
        until=found.until,
        ready=[FileOut.of(row) for row in found.ready],
        families=[FamilyLeftOut.of(row) for row in found.families],
        held=[FileOut.of(row) for row in found.held],
        next=found.next,
    )


@router.get(_FILE)
@policy("read_retained", finds="case")
def read_file(call: Calling, case_id: PublicId) -> RetainedOut:
    """How long a file is kept (bewaartermijn), and its legal holds."""
    return RetainedOut.with_holds(retained_file(call.viewer, call.office, case_id))


@router.post(f"{_FILE}/holds", status_code=201, responses=MADE)
@policy("set_hold", finds="case")
def hold_file(
    call: Calling, case_id: PublicId, key: IdempotencyKey, body: HoldIn
) -> RetentionChangedOut:
    """Set a legal hold (bewaarplicht) on a file."""
    order = SetHold(key=key, case=case_id, reason=body.reason)
    return _done(change(call, set_hold, order, at=_file))


@router.post(f"{_HOLD}/lift-requests", status_code=201, responses=MADE)
@policy("ask_lift", finds="case")
def ask_for_lift(
    call: Calling, case_id: PublicId, hold_id: PublicId, key: IdempotencyKey, body: HoldIn
) -> RetentionChangedOut:
    """Ask that a legal hold ends (opheffen); somebody else lifts it."""
    order = AskLift(key=key, case=case_id, hold=hold_id, reason=body.reason)
    return _done(change(call, ask_lift, order, at=_file))


@router.post(f"{_HOLD}/lifts", status_code=201, responses=MADE)
@policy("lift_hold", finds="case")
def lift_one_hold(
    call: Calling, case_id: PublicId, hold_id: PublicId, key: IdempotencyKey
) -> RetentionChangedOut:
    """Lift a legal hold of which somebody else asked that."""
    order = LiftHold(key=key, case=case_id, hold=hold_id)
    return _done(change(call, lift_hold, order, at=_file))


@router.get("/destructions", responses=LISTED)
@policy("list_destructions", finds="viewer")
def read_destructions(call: Calling, asked: Paged) -> DestructionsOut:
    """The proposals and certificates (verklaringen) of the caller's regions, newest first."""
    page = call.window(asked, "destructions")
    before = int(str(page.after[0])) if page.after else None
    found = list_destructions(call.viewer, call.office, before=before, limit=page.limit)
    call.leads_to((found.next,) if found.next is not None else None, page, "destructions")
    return DestructionsOut(items=[DestructionOut.of(row) for row in found.rows])


@router.post("/destructions", status_code=201, responses=_MADE_WITH_FACTOR)
@policy("propose_destruction", finds="viewer")
def propose_one_destruction(
    call: Calling, key: IdempotencyKey, body: ProposalIn
) -> RetentionChangedOut:
    """Propose to destroy files (vernietigen): a dry run, which another archivist confirms.

    Asks for the second factor, shown within 5 minutes.
    """
    _has_factor(call, "propose_destruction")
    files, families = tuple(body.files), tuple(body.families)
    order = ProposeDestruction(key=key, files=files, families=families)
    return _done(change(call, propose_destruction, order, at=_place))


@router.get(_ONE)
@policy("read_destruction", finds="viewer")
def read_destruction(call: Calling, destruction_id: PublicId) -> DestructionWithItemsOut:
    """One proposal with its dry run, or one certificate (verklaring)."""
    one = destruction(call.viewer, call.office, destruction_id)
    return DestructionWithItemsOut.with_items(one)


@router.post(f"{_ONE}/confirmations", status_code=201, responses=_MADE_WITH_FACTOR)
@policy("confirm_destruction", finds="viewer")
def confirm_one_destruction(
    call: Calling, destruction_id: PublicId, key: IdempotencyKey, body: ConfirmationIn
) -> RetentionChangedOut:
    """Confirm (bevestigen) what another archivist proposed, if nothing changed since.

    Asks for the second factor, shown within 5 minutes.
    """
    _has_factor(call, "confirm_destruction")
    order = ConfirmDestruction(key=key, destruction=destruction_id, digest=body.digest)
    return _done(change(call, confirm_destruction, order, at=_place))


@router.post(f"{_ONE}/withdrawals", status_code=201, responses=MADE)
@policy("withdraw_destruction", finds="viewer")
def withdraw_one_destruction(
    call: Calling, destruction_id: PublicId, key: IdempotencyKey
) -> RetentionChangedOut:
    """Withdraw (intrekken) a proposal."""
    order = WithdrawDestruction(key=key, destruction=destruction_id)
    return _done(change(call, withdraw_destruction, order, at=_place))


def _has_factor(call: Call, action: str) -> None:
    if not factor_of(site_of(call.request)).is_set_up:
        raise StepRefused(Refused(action, (NO_FACTOR_HERE,)))


def _done(changed: ChangedOut) -> RetentionChangedOut:
    return RetentionChangedOut(id=changed.id, state=changed.state or "")


def _file(changed: Changed) -> str:
    return f"/retention/files/{changed.id}"


def _place(changed: Changed) -> str:
    return f"/retention/destructions/{changed.id}"
