"""The rules of a region: which bind, asking that one binds or is only shown, and deciding on it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Literal, cast

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from api.auth.posted import Form, Posted
from api.auth.who import Reader
from api.pages.again import Again, tried
from api.pages.outcomes import go, show, typed
from api.pages.questions import said, text_in
from api.pages.workflows import RegionChosen, region_here
from api.policy import policy
from api.requests import PublicId
from api.site import site_of
from api.templating import render
from api.views.rules import RulePage, RuleRow, RulesPage, SettingPage
from engine.errors import NotFound
from engine.fields import Field
from engine.service.at_table import TableOutcome
from engine.service.enforcement import ask_enforcement, decide_enforcement
from engine.service.enforcement_orders import AskEnforcement, DecideEnforcement
from engine.service.enforcement_shown import rules_here, setting_here
from engine.service.sessions import SignedIn
from engine.text import Text

router = APIRouter(include_in_schema=False)

_ONE = "/workflows/rules/{rule}"
_SETTING = "/workflows/rules/settings/{rule_setting_id}"

ASKING: Mapping[str, Field] = {
    "enforcement": Field(
        type="choice",
        title=Text(nl="Wat moet de regel doen?", en="What is the rule to do?"),
        values={
            "shadow": Text(
                nl="In de schaduw: wie een stap zet ziet de regel, en de stap kan door",
                en="In shadow: whoever makes a step sees the rule, and the step can go on",
            ),
            "on": Text(nl="Gelden", en="Apply"),
        },
    ),
    "from_on": Field(type="date", title=Text(nl="Vanaf welke dag?", en="From which day?")),
    "reason": Field(type="long_text", title=Text(nl="Waarom?", en="Why?")),
}
DECIDING: Mapping[str, Field] = {
    "judgement": Field(
        type="choice",
        title=Text(nl="Wat vindt u?", en="What do you think?"),
        values={
            "confirm": Text(nl="Ik bevestig het", en="I confirm it"),
            "refuse": Text(nl="Ik ben het er niet mee eens", en="I do not agree with it"),
        },
    ),
    "why": Field(
        type="long_text",
        title=Text(nl="Waarom vindt u dat?", en="Why do you think so?"),
        optional=True,
    ),
}
"""What is asked of whoever wants a change, and of the second person."""


@router.get("/workflows/rules")
@policy("read_definitions", finds="viewer")
def list_rules(request: Request, me: Reader, region: RegionChosen = None) -> Response:
    """Every rule of the region, and what waits for a second person."""
    office = site_of(request).office
    here = rules_here(me.viewer, office, region_here(request, region))
    return render(request, "rules/list.html", RulesPage.of(office.library, here), me=me)


@router.get(_SETTING)
@policy("read_rule_setting", finds="viewer")
def show_setting(request: Request, rule_setting_id: PublicId, me: Reader) -> Response:
    """What was asked and why; the form, or why whoever reads may not decide."""
    return _shown(request, rule_setting_id, me)


@router.post(_SETTING)
@policy("decide_enforcement", finds="viewer")
def decide(request: Request, rule_setting_id: PublicId, form: Form, me: Reader) -> Response:
    """Confirm it, or refuse it."""
    one = setting_here(me.viewer, site_of(request).office, rule_setting_id)
    done = tried(partial(_decided, request, me, form, rule_setting_id))
    if isinstance(done, Again):
        return _shown(request, rule_setting_id, me, form, done)
    return go(request, f"/workflows/rules?region={one.region}", "rule_decided")


@router.get(_ONE)
@policy("read_definitions", finds="viewer")
def show_rule(
    request: Request, rule: PublicId, me: Reader, region: RegionChosen = None
) -> Response:
    """One rule, its history in the region, and the form that asks a change."""
    view = _page(request, me, rule, region_here(request, region))
    return show(request, "rules/one.html", view, None, me=me)


@router.post(_ONE)
@policy("ask_enforcement", finds="viewer")
def ask(request: Request, rule: PublicId, form: Form, me: Reader) -> Response:
    """Ask the change; a second person decides on it."""
    region = form.text("region")
    if region not in site_of(request).office.library.regions:
        raise NotFound("region")
    done = tried(partial(_asked, request, me, form, (region, rule)))
    if isinstance(done, Again):
        view = _page(request, me, rule, region, form, done)
        return show(request, "rules/one.html", view, done, me=me)
    return go(request, f"/workflows/rules?region={region}#waiting", "rule_asked")


def _page(
    request: Request,
    me: SignedIn,
    rule: str,
    region: str,
    form: Posted | None = None,
    again: Again | None = None,
) -> RulePage:
    """The rule; raises NotFound when the region has none of that name."""
    office = site_of(request).office
    here = rules_here(me.viewer, office, region)
    found = here.of(rule)
    return RulePage(
        region=region,
        region_title=office.library.region_title(region),
        row=RuleRow.of(found, office.library),
        settings=found.settings,
        may_set=here.may_set,
        form=ASKING,
        values=typed(form, ASKING) if form else {},
        again=again,
    )


def _shown(
    request: Request,
    rule_setting_id: str,
    me: SignedIn,
    form: Posted | None = None,
    again: Again | None = None,
) -> Response:
    office = site_of(request).office
    one = setting_here(me.viewer, office, rule_setting_id)
    view = SettingPage(
        one=one,
        region_title=office.library.region_title(one.region),
        form=DECIDING,
        values=typed(form, DECIDING) if form else {},
        again=again,
    )
    return show(request, "rules/setting.html", view, again, me=me)


def _asked(request: Request, me: SignedIn, form: Posted, where: tuple[str, str]) -> TableOutcome:
    """Give what was filled in; raises InvalidInput when something is missing."""
    found = said(form, ASKING)
    enforcement: Literal["shadow", "on"] = "shadow" if found["enforcement"] == "shadow" else "on"
    order = AskEnforcement(
        key=form.key,
        region=where[0],
        rule=where[1],
        enforcement=enforcement,
        from_on=cast(date, found["from_on"]),  # it is required
        reason=text_in(found, "reason"),
    )
    return ask_enforcement(me.viewer, site_of(request).office, order)


def _decided(request: Request, me: SignedIn, form: Posted, setting: str) -> TableOutcome:
    """Give what was filled in; raises InvalidInput when something is missing."""
    found = said(form, DECIDING)
    order = DecideEnforcement(
        key=form.key,
        setting=setting,
        confirmed=found["judgement"] == "confirm",
        why=text_in(found, "why"),
    )
    return decide_enforcement(me.viewer, site_of(request).office, order)
