"""The steps of a case: which there are, what one would do, and making it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, TypeAlias

from fastapi import APIRouter, Header
from starlette.responses import JSONResponse

from api.calls import MADE, SHOWN, Call, Calling, in_order, in_the_body
from api.errors import Malformed, Wrong
from api.openapi import ROOT
from api.policy import policy
from api.requests import LONGEST_ETAG, PublicId, if_match
from api.shapes.common import DoneOut
from api.shapes.transitions import (
    DryRunOut,
    PossibleTransitionOut,
    PossibleTransitionsOut,
    TransitionIn,
)
from api.wrong_texts import WORDS
from engine.fields import InvalidInput
from engine.service.case_file import case_file_with
from engine.service.cases import advance, preview
from engine.service.command import CaseInHand
from engine.service.orders import Advance

router = APIRouter(prefix=ROOT, tags=["transitions"])

_NOT_SEEN = 0
"""A dry run needs to have seen no version."""

SeenOrNot: TypeAlias = Annotated[
    str | None,
    Header(
        alias="If-Match",
        max_length=LONGEST_ETAG,
        description="The ETag of the case as you saw it; not for a dry run",
    ),
]
KeyOrNot: TypeAlias = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        pattern=r"^[!-~]{1,200}$",
        description="Your own name for this request; not for a dry run",
    ),
]


@router.get("/cases/{case_id}/transitions", responses=SHOWN)
@policy("read_transitions", finds="case")
def list_transitions(call: Calling, case_id: PublicId) -> PossibleTransitionsOut:
    """Every step (overgang) that leaves the state of the case, with all its reasons."""
    file, targets = case_file_with(call.viewer, call.office, case_id, _targets)
    call.seen(file.id, file.version)
    return PossibleTransitionsOut(
        items=[PossibleTransitionOut.of(step, targets[step.name]) for step in file.steps]
    )


@router.post(
    "/cases/{case_id}/transitions",
    status_code=201,
    response_model=DoneOut,
    responses={**MADE, 200: {"model": DryRunOut, "description": "What it would do (dry run)"}},
)
@policy("make_transition", finds="case")
def make_transition(
    call: Calling,
    case_id: PublicId,
    body: TransitionIn,
    seen: SeenOrNot = None,
    key: KeyOrNot = None,
) -> DoneOut | JSONResponse:
    """Make a step (overgang); with ``dry_run`` only show what it would do."""
    if body.dry_run:
        shown = _dry_run(call, _order(case_id, body, _NOT_SEEN, None))
        return JSONResponse(shown.model_dump(mode="json"))
    version = if_match(call.request, seen)
    if key is None:
        raise Malformed(Wrong("Idempotency-Key", "missing", WORDS["missing"]))
    return call.carry_out(advance, _order(case_id, body, version, key), form="inputs")


def _order(case: str, body: TransitionIn, version: int, key: str | None) -> Advance:
    return Advance(
        case=case,
        key=key,
        transition=body.transition,
        seen_version=version,
        inputs=in_order(body.inputs),
        occurred_at=body.occurred_at,
        late_reason=body.late_reason,
        on_behalf_of=body.on_behalf_of,
    )


def _dry_run(call: Call, order: Advance) -> DryRunOut:
    try:
        return DryRunOut.of(preview(call.viewer, call.office, order))
    except InvalidInput as error:
        raise in_the_body(error, "inputs") from None


def _targets(work: CaseInHand) -> Mapping[str, str]:
    """The state to which each step leads."""
    state = work.case.state
    return {name: step.target(state) for name, step in work.workflow.transitions.items()}
