"""A crisis is reported: about a child that is known, or of a family that is new, in one form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from api.auth.posted import Form, Posted
from api.auth.who import Reader
from api.forms import answers
from api.pages.again import Again, tried
from api.pages.crisis_form import moment_in
from api.pages.family_form import authority_in, family_in, regions_of
from api.pages.outcomes import go, show, typed
from api.policy import policy
from api.site import Site, site_of
from api.views.crisis import ChildChoice, ReportPage
from engine.explanation import moment_words
from engine.fields import Field, InputProblem, InvalidInput, read_answers
from engine.service.command import Outcome
from engine.service.crisis_desk import CRISIS, Reporting, reporting
from engine.service.file.families import families, family
from engine.service.opening import open_case
from engine.service.orders import OpenCase
from engine.service.registering import NewFamily, register_family
from engine.service.sessions import SignedIn
from engine.text import Text

router = APIRouter(include_in_schema=False)

_NEW = "/crisis/new"
_TEMPLATE = "crisis/new.html"
_TOLD = "reported_time"
"""What the form of the definition asks and the moment of the report says."""

_WHO = Text(
    nl="Kies een jeugdige, of vul hieronder het nieuwe gezin in.",
    en="Choose a youth, or fill in the new family below.",
)
_BOTH = Text(
    nl="Kies óf een jeugdige die er al is, óf vul een nieuw gezin in.",
    en="Choose a youth who is there already, or fill in a new family; not both.",
)
_ROLE = Text(nl="Kies in welke rol u meldt.", en="Choose in which role you report.")


@dataclass(frozen=True, slots=True)
class _Report:
    """What was filled in, all of it right; one of ``known`` and ``new``."""

    known: tuple[str, str] | None
    new: NewFamily | None
    inputs: Mapping[str, object]
    role: str
    at: datetime | None


@router.get(_NEW)
@policy("report_crisis_form", finds="viewer")
def new_report(request: Request, me: Reader) -> Response:
    """The form of a report."""
    return show(request, _TEMPLATE, _page(site_of(request), me), None, me=me)


@router.post(_NEW)
@policy("report_crisis", finds="viewer")
def report(request: Request, form: Form, me: Reader) -> Response:
    """Register the family if it is new, open the crisis and go there."""
    site = site_of(request)
    chosen = form.text("child")

    def do() -> Outcome:
        nonlocal chosen
        found = _read(form, site, me)
        known = found.known or _registered(form, site, me, found)
        chosen = ":".join(known)
        return open_case(me.viewer, site.office, _order(form, found, known))

    came = tried(do)
    if not isinstance(came, Again):
        return go(request, f"/crisis/{came.case}", "crisis_reported")
    return show(request, _TEMPLATE, _as_typed(site, me, form, chosen, came), came, me=me)


def _read(form: Posted, site: Site, me: SignedIn) -> _Report:
    """What was filled in.

    Raises:
        InvalidInput: something is wrong; everything is named and nothing was saved.
    """
    office, asked = site.office, reporting(me.viewer, site.office)
    known, new, problems = _about_whom(form, site, me)
    inputs = answers(form, asked.form)
    at, wrong = moment_in(form, "reported", office)
    role = _role(form, asked)
    problems += [*read_answers(asked.form, inputs)[1], *wrong]
    if not role:
        problems.append(InputProblem("role", "missing", _ROLE if asked.roles else _by(asked)))
    if problems:
        raise InvalidInput(*dict.fromkeys(problems))
    told = moment_words(at or office.clock.now(), "nl")
    return _Report(known, new, {**inputs, _TOLD: told}, role, at)


def _about_whom(
    form: Posted, site: Site, me: SignedIn
) -> tuple[tuple[str, str] | None, NewFamily | None, list[InputProblem]]:
    """The child that was chosen or the family that was filled in, and what is wrong with that.

    Raises:
        NotFound: the family of that child is not there, or not for the viewer.
    """
    child, is_new = form.text("child"), _is_new(form)
    if child:
        home, _, person = child.partition(":")
        members = {each.id for each in family(me.viewer, site.office, home).row.members}
        both = [InputProblem("child", "malformed", _BOTH)] if is_new and person in members else []
        return (home, person), None, both
    if not is_new:
        return None, None, [InputProblem("child", "missing", _WHO)]
    try:
        new, _ = family_in(form, site.office.library, site.office.today())
    except InvalidInput as error:
        return None, None, list(error.problems)
    return None, replace(new, key=f"{form.key}:family"), []


def _is_new(form: Posted) -> bool:
    """Whether anything was filled in of a new family; the region alone may be a left-over."""
    rows = (name for name in form.values if name.startswith(("child.", "adult.")))
    return any(map(form.text, (*rows, "name", "municipality")))


def _by(asked: Reporting) -> Text:
    return Text(
        nl=f"Een crisis wordt gemeld door: {asked.by.nl}.",
        en=f"A crisis is reported by: {asked.by.en}.",
    )


def _role(form: Posted, asked: Reporting) -> str:
    roles = [role for role, _ in asked.roles]
    if len(roles) == 1:
        return roles[0]
    return form.text("role") if form.text("role") in roles else ""


def _registered(form: Posted, site: Site, me: SignedIn, found: _Report) -> tuple[str, str]:
    """The new family and its first child; a form that is sent twice makes no second one."""
    new = found.new
    assert new is not None  # noqa: S101 - who is not known is new, or _read would have refused
    made = register_family(me.viewer, site.office, new)
    first = next(each.name for each in new.members if each.is_child)
    return made.family, made.members[first]


def _order(form: Posted, found: _Report, known: tuple[str, str]) -> OpenCase:
    home, child = known
    return OpenCase(
        workflow=CRISIS,
        family=home,
        children=(child,),
        role=found.role,
        inputs=found.inputs,
        key=f"{form.key}:case",
        occurred_at=found.at,
        late_reason=form.text("late_reason"),
    )


def _page(site: Site, me: SignedIn) -> ReportPage:
    asked = reporting(me.viewer, site.office)
    return ReportPage(
        roles=asked.roles,
        may_open=asked.by,
        children=_children(site, me),
        regions=regions_of(site.office.library),
        form=_shown(asked.form),
        values={},
        authority={},
    )


def _as_typed(site: Site, me: SignedIn, form: Posted, chosen: str, came: Again) -> ReportPage:
    """The form as it was; a family that was registered meanwhile is chosen now."""
    values = dict(typed(form))
    if chosen != form.text("child"):
        values = {key: text for key, text in values.items() if not _of_family(key)}
    return replace(
        _page(site, me),
        values={**values, "child": chosen},
        authority={} if chosen != form.text("child") else authority_in(form),
        again=came,
    )


def _of_family(key: str) -> bool:
    return key in {"name", "region", "municipality"} or key.startswith(("child.", "adult."))


def _shown(form: Mapping[str, Field]) -> Mapping[str, Field]:
    return {key: field for key, field in form.items() if key != _TOLD}


def _children(site: Site, me: SignedIn) -> tuple[ChildChoice, ...]:
    """The children of the families that the viewer knows, where a crisis may be opened."""
    library = site.office.library
    return tuple(
        ChildChoice(
            f"{home.id}:{each.id}",
            f"{each.name} ({home.name})"
            if each.age is None
            else f"{each.name}, {each.age} ({home.name})",
        )
        for home in families(me.viewer, site.office)
        if (CRISIS, home.region) in library.workflows
        for each in home.members
        if each.kind == "youth"
    )
