"""The rules of a region: which of them bind, from when, and who decided that."""

from __future__ import annotations

from fastapi import APIRouter

from api.calls import LISTED, MADE, Calling
from api.openapi import ROOT
from api.paging import Paged
from api.policy import policy
from api.requests import IdempotencyKey, PublicId
from api.shapes.rules import (
    EnforcementIn,
    OneSettingOut,
    RegionRuleOut,
    RegionRulesOut,
    SettingDecisionIn,
    SettingDoneOut,
)
from api.shapes.tables import ChangedOut
from api.table_calls import change
from engine.errors import NotFound
from engine.library import UnknownRegion
from engine.service.at_table import Changed
from engine.service.enforcement import ask_enforcement, decide_enforcement
from engine.service.enforcement_orders import AskEnforcement, DecideEnforcement
from engine.service.enforcement_shown import rules_here, setting_here

router = APIRouter(prefix=ROOT, tags=["definitions"])


@router.get("/regions/{region}/rules", responses=LISTED)
@policy("read_definitions", finds="viewer")
def list_region_rules(call: Calling, region: PublicId, asked: Paged) -> RegionRulesOut:
    """Every rule (regel) of the region, and whether it binds there today."""
    try:
        here = rules_here(call.viewer, call.office, region)
    except UnknownRegion:
        raise NotFound("region") from None
    rows = call.part(here.rules, asked, f"rules {region}")
    catalogue = call.office.library.catalogue
    return RegionRulesOut(items=[RegionRuleOut.of(row, catalogue) for row in rows])


@router.post("/regions/{region}/rules/{rule}/settings", status_code=201, responses=MADE)
@policy("ask_enforcement", finds="viewer")
def ask_for_setting(
    call: Calling, region: PublicId, rule: PublicId, key: IdempotencyKey, body: EnforcementIn
) -> SettingDoneOut:
    """Ask that a rule binds from a day on (geldt), or is only shown (in de schaduw)."""
    order = AskEnforcement(
        key=key,
        region=region,
        rule=rule,
        enforcement=body.enforcement,
        from_on=body.from_on,
        reason=body.reason,
    )
    try:
        return _done(change(call, ask_enforcement, order, at=_place))
    except UnknownRegion:
        raise NotFound("region") from None


@router.get("/rule-settings/{rule_setting_id}")
@policy("read_rule_setting", finds="viewer")
def read_rule_setting(call: Calling, rule_setting_id: PublicId) -> OneSettingOut:
    """One setting (instelling), for whoever has a part in its region."""
    return OneSettingOut.of_one(setting_here(call.viewer, call.office, rule_setting_id))


@router.post("/rule-settings/{rule_setting_id}/decisions", status_code=201, responses=MADE)
@policy("decide_enforcement", finds="viewer")
def decide_on_setting(
    call: Calling, rule_setting_id: PublicId, key: IdempotencyKey, body: SettingDecisionIn
) -> SettingDoneOut:
    """Confirm what another person asked, or refuse it (bevestigen, afwijzen)."""
    order = DecideEnforcement(
        key=key, setting=rule_setting_id, confirmed=body.confirmed, why=body.why
    )
    return _done(change(call, decide_enforcement, order, at=_place))


def _done(changed: ChangedOut) -> SettingDoneOut:
    return SettingDoneOut(id=changed.id, state=changed.state or "")


def _place(changed: Changed) -> str:
    return f"/rule-settings/{changed.id}"
