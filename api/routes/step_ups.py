"""The second factor of a program's session, before an act that asks for it."""

from __future__ import annotations

from fastapi import APIRouter

from api.auth.step_up import factor_of
from api.calls import Calling
from api.errors import Malformed, StepRefused, Wrong
from api.openapi import ROOT
from api.policy import policy
from api.shapes.step_ups import CodeIn, SteppedUpOut, StepUpOut
from api.site import site_of
from api.views.step_up import NO_FACTOR
from engine.decision import Refused
from engine.reason import Reason
from engine.service.step_up import FRESH, confirm, fresh_until
from engine.text import Text

router = APIRouter(prefix=f"{ROOT}/step-ups", tags=["sessions"])

_WRONG = Text(nl="Deze code klopt niet.", en="This code is not right.")
NO_FACTOR_HERE = Reason(
    key="second_factor",
    met=False,
    asks=Text(nl="Stel een tweede factor in", en="Set up a second factor"),
    says=NO_FACTOR,
    source="SAFETY 3",
)
"""Why an act that asks for a second factor cannot be done where there is none."""


@router.get("/current")
@policy("step_up_form", finds="viewer")
def read_step_up(call: Calling) -> StepUpOut:
    """Whether there is a second factor (tweede factor), and until when one counts that was shown.

    The code is told in the demo only.
    """
    factor = factor_of(site_of(call.request))
    return StepUpOut(
        is_set_up=factor.is_set_up,
        fresh_until=fresh_until(call.viewer, call.office),
        demo_code=factor.shows(call.me.session_id),
    )


@router.post("", status_code=201)
@policy("step_up", finds="viewer")
def confirm_with_code(call: Calling, body: CodeIn) -> SteppedUpOut:
    """Show the second factor; the session goes on under a new token, the old one is worth nothing.

    It counts for 5 minutes, and for one act.
    """
    factor = factor_of(site_of(call.request))
    if not factor.is_set_up:
        raise StepRefused(Refused("step_up", (NO_FACTOR_HERE,)))
    session = call.me.session_id
    token = confirm(call.viewer, call.office, proves=lambda: factor.proves(session, body.code))
    if token is None:
        raise Malformed(Wrong("/code", "malformed", _WRONG))
    call.made("/step-ups/current")
    return SteppedUpOut(token=token, fresh_until=call.office.clock.now() + FRESH)
