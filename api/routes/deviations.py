"""Deviations: asked by one person, decided by another."""

from __future__ import annotations

from fastapi import APIRouter

from api.calls import LISTED, MADE, Calling
from api.openapi import ROOT
from api.paging import Paged
from api.policy import policy
from api.requests import IdempotencyKey, IfMatch, PublicId
from api.shapes.common import DoneOut
from api.shapes.deviations import DecisionIn, DeviationIn, DeviationOut, DeviationsOut
from engine.service.deviations import ask_deviation, decide_deviation
from engine.service.file.deviations import deviation, deviations
from engine.service.orders import AskDeviation, DecideDeviation
from engine.service.repeats import Done

router = APIRouter(prefix=f"{ROOT}/cases/{{case_id}}", tags=["deviations"])


@router.get("/deviations", responses=LISTED)
@policy("read_deviations", finds="case")
def list_deviations(call: Calling, case_id: PublicId, asked: Paged) -> DeviationsOut:
    """Every deviation (afwijking) that was ever asked, oldest first."""
    found = deviations(call.viewer, call.office, case_id)
    rows = call.part(found, asked, f"deviations {case_id}")
    return DeviationsOut(items=[DeviationOut.of(row) for row in rows])


@router.post("/deviations", status_code=201, responses=MADE)
@policy("ask_deviation", finds="case")
def ask_for_deviation(
    call: Calling, case_id: PublicId, key: IdempotencyKey, body: DeviationIn
) -> DoneOut:
    """Ask to set a rule aside for one step, once (afwijking vragen)."""
    order = AskDeviation(
        case=case_id, key=key, rule=body.rule, transition=body.transition, why=body.why
    )
    return call.carry_out(ask_deviation, order, at=_place)


@router.get("/deviations/{deviation_id}")
@policy("read_deviation", finds="case")
def read_deviation(call: Calling, case_id: PublicId, deviation_id: PublicId) -> DeviationOut:
    """One deviation (afwijking)."""
    return DeviationOut.of(deviation(call.viewer, call.office, case_id, deviation_id))


@router.post("/deviations/{deviation_id}/decisions", status_code=201, responses=MADE)
@policy("decide_deviation", finds="case")
def decide_on_deviation(
    call: Calling,
    case_id: PublicId,
    deviation_id: PublicId,
    seen: IfMatch,
    key: IdempotencyKey,
    body: DecisionIn,
) -> DoneOut:
    """Confirm or refuse a deviation (afwijking) as the second person."""
    order = DecideDeviation(
        case=case_id,
        key=key,
        deviation=deviation_id,
        seen_version=seen,
        confirmed=body.confirmed,
        why=body.why,
    )
    return call.carry_out(decide_deviation, order)


def _place(changed: Done) -> str:
    return f"/cases/{changed.case}/deviations/{changed.made}"
