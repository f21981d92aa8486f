"""One deadline of a case: how its date came to be, who hears of it, and moving it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from api.auth.posted import Form, Posted
from api.auth.who import Reader
from api.pages.outcomes import (
    Again,
    attempted,
    go,
    once_more,
    show,
    typed,
    version_after,
)
from api.pages.questions import day_in, said, text_in
from api.policy import policy
from api.requests import PublicId
from api.site import site_of
from api.views.deadlines import OneDeadline
from engine.fields import Field, InputProblem, InvalidInput
from engine.service.command import Outcome
from engine.service.deadlines import extend, resume, suspend
from engine.service.file.deadline_page import deadline_page_of, extended_to
from engine.service.file.heading import case_with
from engine.service.office import Office
from engine.service.orders import Extend, Resume, Suspend
from engine.service.sessions import SignedIn
from engine.span import UNITS, Span, Unit
from engine.text import Text

router = APIRouter(include_in_schema=False)

_AT = "/cases/{case_id}/deadlines/{deadline_id}"
_MOST = 999

UNIT_WORDS: Mapping[Unit, Text] = {
    "hours": Text(nl="uur", en="hours"),
    "days": Text(nl="dagen", en="days"),
    "working_days": Text(nl="werkdagen", en="working days"),
    "weeks": Text(nl="weken", en="weeks"),
    "months": Text(nl="maanden", en="months"),
    "years": Text(nl="jaar", en="years"),
}
_REASON = Field(type="long_text", title=Text(nl="Waarom is dit nodig?", en="Why is it needed?"))
EXTENDING: Mapping[str, Field] = {"reason": _REASON}
SUSPENDING: Mapping[str, Field] = {
    "until": Field(
        type="date", title=Text(nl="Tot welke dag staat zij stil?", en="Until which day?")
    ),
    "reason": _REASON,
}
"""What each form asks."""

_AMOUNT = Text(
    nl=f"Vul in hoeveel: een getal van 1 tot {_MOST}.",
    en=f"Fill in how many: a number from 1 to {_MOST}.",
)
_UNIT = Text(nl="Kies waarin u telt.", en="Choose what you count in.")


@router.get(_AT)
@policy("read_deadline", finds="case")
def show_deadline(
    request: Request, case_id: PublicId, deadline_id: PublicId, me: Reader
) -> Response:
    """Its date and how that was computed, its reminders, and what can be changed."""
    view = _page(me, site_of(request).office, (case_id, deadline_id))
    return show(request, "deadlines/one.html", view, None, me=me)


@router.get(f"{_AT}/extend")
@policy("read_deadline", finds="case")
def show_extending(
    request: Request, case_id: PublicId, deadline_id: PublicId, me: Reader
) -> Response:
    """By how much, and why; or why that is not possible."""
    view = _page(me, site_of(request).office, (case_id, deadline_id))
    return show(request, "deadlines/extend.html", replace(view, form=EXTENDING), None, me=me)


@router.post(f"{_AT}/extend")
@policy("extend", finds="case")
def extend_it(
    request: Request, case_id: PublicId, deadline_id: PublicId, form: Form, me: Reader
) -> Response:
    """Extend it; or tell the day that it would get, when that was asked."""
    office, where = site_of(request).office, (case_id, deadline_id)
    view, again = replace(_page(me, office, where), form=EXTENDING, values=typed(form)), None
    if form.text("intent") == "preview":
        found = attempted(
            me.viewer, office, lambda: extended_to(me.viewer, office, *where, _span(form))
        )
        if not isinstance(found, Again):
            view = replace(view, would_be=found, version=form.seen_version)
            return show(request, "deadlines/extend.html", view, None, me=me)
        again = found
    else:
        done = attempted(me.viewer, office, lambda: _extend(me, office, _extending(form, where)))
        if not isinstance(done, Again):
            return go(request, _back(where), "extended")
        again = done
    view = replace(view, again=again, version=version_after(again, form.seen_version))
    return show(request, "deadlines/extend.html", view, again, me=me)


@router.get(f"{_AT}/suspend")
@policy("read_deadline", finds="case")
def show_suspending(
    request: Request, case_id: PublicId, deadline_id: PublicId, me: Reader
) -> Response:
    """Until when, and why; or why that is not possible."""
    view = _page(me, site_of(request).office, (case_id, deadline_id))
    return show(request, "deadlines/suspend.html", replace(view, form=SUSPENDING), None, me=me)


@router.post(f"{_AT}/suspend")
@policy("suspend", finds="case")
def suspend_it(
    request: Request, case_id: PublicId, deadline_id: PublicId, form: Form, me: Reader
) -> Response:
    """Let it stand still."""
    office, where = site_of(request).office, (case_id, deadline_id)
    done = attempted(
        me.viewer, office, lambda: suspend(me.viewer, office, _suspending(form, where))
    )
    if not isinstance(done, Again):
        return go(request, _back(where), "suspended")
    view = replace(
        _page(me, office, where),
        form=SUSPENDING,
        values=typed(form),
        again=done,
        version=version_after(done, form.seen_version),
    )
    return show(request, "deadlines/suspend.html", view, done, me=me)


@router.post(f"{_AT}/resume")
@policy("resume", finds="case")
def resume_it(
    request: Request, case_id: PublicId, deadline_id: PublicId, form: Form, me: Reader
) -> Response:
    """Let it run on; the form is one button."""
    office, where = site_of(request).office, (case_id, deadline_id)
    order = Resume(case=case_id, key=form.key, deadline=deadline_id, seen_version=form.seen_version)
    done = attempted(me.viewer, office, lambda: resume(me.viewer, office, order))
    if not isinstance(done, Again):
        return go(request, _back(where), "resumed")
    number = _page(me, office, where).case.number
    return once_more(request, form, done, case=case_id, number=number, me=me)


def _page(me: SignedIn, office: Office, where: tuple[str, str]) -> OneDeadline:
    case_id, deadline = where
    case, page = case_with(
        me.viewer,
        office,
        case_id,
        "read_deadline",
        lambda work: deadline_page_of(work, deadline),
    )
    units = tuple((str(unit), UNIT_WORDS[unit]) for unit in page.units)
    return OneDeadline(case=case, page=page, units=units, version=case.version)


def _back(where: tuple[str, str]) -> str:
    case_id, deadline = where
    return f"/cases/{case_id}/deadlines/{deadline}"


def _span(form: Posted) -> Span:
    """How much longer.

    Raises:
        InvalidInput: no number, or no unit.
    """
    problems = _span_problems(form)
    if problems:
        raise InvalidInput(*problems)
    return Span.model_validate({form.text("unit"): int(form.text("amount"))})


def _span_problems(form: Posted) -> list[InputProblem]:
    amount, unit = form.text("amount"), form.text("unit")
    is_number = amount.isascii() and amount.isdigit() and len(amount) < 4 and int(amount) > 0
    return [
        *([] if is_number else [InputProblem("amount", "missing", _AMOUNT)]),
        *([] if unit in UNITS else [InputProblem("unit", "missing", _UNIT)]),
    ]


def _extend(me: SignedIn, office: Office, order: Extend) -> Outcome:
    """Give the command; what the engine calls ``by`` is two fields here."""
    try:
        return extend(me.viewer, office, order)
    except InvalidInput as error:
        raise InvalidInput(
            *(
                replace(each, field="amount") if each.field == "by" else each
                for each in error.problems
            )
        ) from None


def _extending(form: Posted, where: tuple[str, str]) -> Extend:
    """What was filled in.

    Raises:
        InvalidInput: something is missing or malformed; everything is named.
    """
    case_id, deadline = where
    found = said(form, EXTENDING, *_span_problems(form))
    return Extend(
        case=case_id,
        key=form.key,
        deadline=deadline,
        by=_span(form),
        reason=text_in(found, "reason"),
        seen_version=form.seen_version,
    )


def _suspending(form: Posted, where: tuple[str, str]) -> Suspend:
    """What was filled in; raises InvalidInput as ``_extending``."""
    case_id, deadline = where
    found = said(form, SUSPENDING)
    until = day_in(found, "until")
    assert until is not None  # noqa: S101 - it is required, so `said` would have refused
    return Suspend(
        case=case_id,
        key=form.key,
        deadline=deadline,
        until=until,
        reason=text_in(found, "reason"),
        seen_version=form.seen_version,
    )
