"""The crisis desk: what runs, one night entered afterwards, and who is involved already."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from api.auth.posted import Form, Posted
from api.auth.who import Reader
from api.pages.again import Again, tried
from api.pages.crisis_form import night_in
from api.pages.outcomes import Stale, attempted, go, show, typed
from api.pages.pager import around
from api.paging import Paged, window
from api.policy import policy
from api.requests import PublicId
from api.routes.reminders import moment_and_id, position
from api.site import site_of
from api.templating import render
from api.views.crisis import DeskPage, InvolvedPage, NightPage
from engine.fields import InputProblem, InvalidInput, day_in
from engine.service.crisis_desk import running_crises
from engine.service.crisis_night import Entered, Night, enter_night, night_of, propose
from engine.service.file.people import Colleague, colleagues
from engine.service.involvement import Involvement, check_involvement
from engine.service.office import Office, local_day
from engine.service.sessions import SignedIn
from engine.text import Text

router = APIRouter(include_in_schema=False)

AT = "/crisis"
_ONE = f"{AT}/{{case_id}}"
_INVOLVED = f"{AT}/involved"
_NIGHT = "crisis/night.html"
_FLAGS: Mapping[str, bool] = {"yes": True, "no": False}
_DAY = Text(nl="Vul de geboortedatum in.", en="Fill in the birth date.")


@router.get(AT)
@policy("list_crises", finds="viewer")
def show_desk(request: Request, me: Reader, asked: Paged) -> Response:
    """The running crises, whatever is late first."""
    page = window(request, me, asked, "crises")
    found = running_crises(
        me.viewer, site_of(request).office, after=moment_and_id(page.after), limit=page.limit
    )
    view = DeskPage(found.rows, *around(request, me, page, position(found.next), of="crises"))
    return render(request, "crisis/desk.html", view, me=me)


@router.get(_INVOLVED)
@policy("check_involvement_form", finds="viewer")
def ask_who_is_involved(request: Request, me: Reader) -> Response:
    """The question, and who is answered."""
    return render(request, "crisis/involved.html", InvolvedPage(values={}), me=me)


@router.post(_INVOLVED)
@policy("check_involvement", finds="viewer")
def tell_who_is_involved(request: Request, form: Form, me: Reader) -> Response:
    """The answer: the same page for nothing found and for not allowed."""
    office = site_of(request).office
    found = tried(partial(_involved, form, me, office))
    view = InvolvedPage(values=typed(form))
    if isinstance(found, Again):
        return show(request, "crisis/involved.html", replace(view, again=found), found, me=me)
    return render(request, "crisis/involved.html", replace(view, found=found), me=me)


@router.get(_ONE)
@policy("read_crisis", finds="case")
def show_night(request: Request, case_id: PublicId, me: Reader) -> Response:
    """One crisis: what happened when, and the form for what is left of its night."""
    return show(request, _NIGHT, _page(me, site_of(request).office, case_id), None, me=me)


@router.post(_ONE)
@policy("enter_night", finds="case")
def enter(request: Request, case_id: PublicId, form: Form, me: Reader) -> Response:
    """Make every step that was filled in, in order; or propose a route, when that was asked."""
    office = site_of(request).office
    night = night_of(me.viewer, office, case_id)
    if form.text("intent") == "propose":
        return show(request, _NIGHT, _as_typed(me, office, form, night, None), None, me=me)
    came = attempted(
        me.viewer,
        office,
        lambda: enter_night(form.seen_version, night_in(form, night, me.viewer, office)),
    )
    if isinstance(came, Entered) and came.stopped_at is None:
        return go(request, f"{AT}/{case_id}", "night_entered")
    after = night_of(me.viewer, office, case_id)
    view = _as_typed(me, office, form, after, came)
    return show(request, _NIGHT, view, view.again, me=me)


def _page(me: SignedIn, office: Office, case_id: str) -> NightPage:
    night = night_of(me.viewer, office, case_id)
    return NightPage(
        night=night,
        people=_people(me, office, night),
        values={},
        present=(),
        counts_for=(),
        version=night.case.version,
        day=local_day(night.reported.occurred_at).isoformat(),
        proposal=night.proposal,
    )


def _as_typed(
    me: SignedIn, office: Office, form: Posted, night: Night, came: Again | Entered | None
) -> NightPage:
    """The page with what was typed; of what passed meanwhile, as it was recorded."""
    entered = came if isinstance(came, Entered) else None
    passed = entered.passed if entered else ()
    again = _again(came)
    values = {key: text for key, text in typed(form).items() if key.partition("-")[0] not in passed}
    talked = "contact" in passed
    return NightPage(
        night=night,
        people=_people(me, office, night),
        values=values,
        present=() if talked else form.all("with"),
        counts_for=() if talked else form.all("counts_for"),
        version=_version(form, again, entered),
        day=local_day(night.reported.occurred_at).isoformat(),
        proposal=night.proposal or propose(_flags(form)),
        again=again,
        entered=entered if passed else None,
    )


def _again(came: Again | Entered | None) -> Again | None:
    """Why the form comes back; a night that stopped half-way comes back like a single step."""
    if not isinstance(came, Entered):
        return came
    status = 400 if came.problems else 409
    problems = tuple(_of_step(each, came.stopped_at or "") for each in came.problems)
    return Again(status, problems=problems, reasons=came.reasons, says=came.says)


def _of_step(problem: InputProblem, name: str) -> InputProblem:
    return replace(problem, field=f"{name}-{problem.field}")


def _version(form: Posted, again: Again | None, entered: Entered | None) -> int:
    if isinstance(again, Stale):
        return again.version
    return entered.version if entered else form.seen_version


def _flags(form: Posted) -> Mapping[str, object]:
    """The answers of the triage as they stand on the form."""
    mine = "f.start_triage-"
    return {
        name.removeprefix(mine): _FLAGS.get(value)
        for name, value in form.values.items()
        if name.startswith(mine)
    }


def _people(me: SignedIn, office: Office, night: Night) -> tuple[Colleague, ...]:
    """Who may be named regisseur, while there is none."""
    asked = not night.regisseurs and not night.case.titles_only
    return colleagues(me.viewer, office, role="regisseur") if asked else ()


def _involved(form: Posted, me: SignedIn, office: Office) -> Involvement:
    born = day_in(form.text("born"))
    if born is None:
        raise InvalidInput(InputProblem("born", "missing", _DAY))
    return check_involvement(me.viewer, office, name=form.text("name"), born=born)
