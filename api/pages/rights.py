"""The rights of a family: a copy of their data, a correction of a document, their own words."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from api.auth.posted import Form, Posted
from api.auth.who import Reader
from api.pages.outcomes import Again, attempted, go, show, typed
from api.pages.questions import happened
from api.policy import policy
from api.requests import PublicId
from api.sheets import CSV, Sheet, as_csv
from api.site import site_of
from api.speech import speech_in
from api.templating import templates_in
from api.views.rights import ASKING, GIVE, CopyPaper, RequestView, RightsView
from engine.data_copy import rows_of
from engine.fields import InputProblem, InvalidInput
from engine.service.command import Outcome
from engine.service.corrections import correct_record
from engine.service.data_closings import close_request
from engine.service.data_requests import (
    ask_data,
    confirm_copy,
    give_copy,
    judge_copy,
)
from engine.service.file.heading import case_with
from engine.service.file.rights import given_copy, request_of, rights_of
from engine.service.office import Office
from engine.service.rights_orders import (
    AskData,
    CloseRequest,
    ConfirmCopy,
    CorrectRecord,
    GiveCopy,
    ItemJudged,
    JudgeCopy,
    MakeStatement,
)
from engine.service.sessions import SignedIn
from engine.service.statements import make_statement
from engine.text import Text

router = APIRouter(include_in_schema=False)

_AT = "/cases/{case_id}/rights"
_ONE = f"{_AT}/{{request_id}}"
JSON_FILE, CSV_FILE = "gegevens.json", "gegevens.csv"
"""What the files are called: nothing of whom they are about."""

_HEADS = ("Onderdeel", "Wat", "Datum", "Vraag", "Wat er staat")
_PERSON = Text(nl="Kies om wie het gaat.", en="Choose whom it is about.")
_ASKER = Text(nl="Kies wie het vroeg.", en="Choose who asked.")
_WHOSE = Text(nl="Kies wiens woorden dit zijn.", en="Choose whose words these are.")


@router.get(_AT)
@policy("read_rights", finds="case")
def show_rights(request: Request, case_id: PublicId, me: Reader, record: str = "") -> Response:
    """The requests and the own words, and the forms for more."""
    view = _rights(me, site_of(request).office, case_id)
    return show(request, "rights/list.html", replace(view, values={"record": record}), None, me=me)


@router.post(_AT)
@policy("ask_data", finds="case")
def ask(request: Request, case_id: PublicId, form: Form, me: Reader) -> Response:
    """Record that somebody asked."""
    office = site_of(request).office
    return _listed(
        request, me, case_id, form, "ask",
        lambda: ask_data(me.viewer, office, _asking(form, case_id, office)),
    )  # fmt: skip


@router.post("/cases/{case_id}/statements")
@policy("make_statement", finds="case")
def say(request: Request, case_id: PublicId, form: Form, me: Reader) -> Response:
    """Record what somebody of the family says themselves."""
    office = site_of(request).office
    return _listed(
        request, me, case_id, form, "say",
        lambda: make_statement(me.viewer, office, _saying(form, case_id, office)),
    )  # fmt: skip


@router.get(_ONE)
@policy("read_data_request", finds="case")
def show_request(request: Request, case_id: PublicId, request_id: PublicId, me: Reader) -> Response:
    """One request, with what its copy would hold."""
    view = _request(me, site_of(request).office, case_id, request_id)
    return show(request, "rights/one.html", view, None, me=me)


@router.post(f"{_ONE}/judgement")
@policy("judge_copy", finds="case")
def judge(
    request: Request, case_id: PublicId, request_id: PublicId, form: Form, me: Reader
) -> Response:
    """Save what was decided of each thing; what was not decided waits."""
    office = site_of(request).office
    return _one(
        request, me, (case_id, request_id), form, "saved",
        lambda: judge_copy(me.viewer, office, _judging(form, case_id, request_id)),
    )  # fmt: skip


@router.post(f"{_ONE}/confirmation")
@policy("confirm_copy", finds="case")
def confirm(
    request: Request, case_id: PublicId, request_id: PublicId, form: Form, me: Reader
) -> Response:
    """Confirm what is withheld."""
    office = site_of(request).office
    order = ConfirmCopy(case=case_id, key=form.key, request=request_id, digest=form.text("digest"))
    return _one(
        request, me, (case_id, request_id), form, "recorded",
        lambda: confirm_copy(me.viewer, office, order),
    )  # fmt: skip


@router.post(f"{_ONE}/giving")
@policy("give_copy", finds="case")
def give(
    request: Request, case_id: PublicId, request_id: PublicId, form: Form, me: Reader
) -> Response:
    """Give the copy; from then on it can be printed and taken out."""
    office = site_of(request).office
    order = GiveCopy(case=case_id, key=form.key, request=request_id, digest=form.text("digest"))
    return _one(
        request, me, (case_id, request_id), form, "recorded",
        lambda: give_copy(me.viewer, office, order),
    )  # fmt: skip


@router.post(f"{_ONE}/closing")
@policy("close_request", finds="case")
def close(
    request: Request, case_id: PublicId, request_id: PublicId, form: Form, me: Reader
) -> Response:
    """End the request without a copy."""
    office = site_of(request).office
    order = CloseRequest(
        case=case_id,
        key=form.key,
        request=request_id,
        outcome=form.text("outcome"),
        words=form.text("words"),
    )
    return _one(
        request, me, (case_id, request_id), form, "recorded",
        lambda: close_request(me.viewer, office, order),
    )  # fmt: skip


@router.post("/cases/{case_id}/records/{record_id}/correction")
@policy("correct_record", finds="case")
def correct(
    request: Request, case_id: PublicId, record_id: PublicId, form: Form, me: Reader
) -> Response:
    """Begin the corrected version of a document; then to that."""
    office = site_of(request).office
    order = CorrectRecord(
        case=case_id,
        key=form.key,
        record=record_id,
        why=form.text("why"),
        request=form.text("request") or None,
    )
    done = attempted(me.viewer, office, lambda: correct_record(me.viewer, office, order))
    if not isinstance(done, Again):
        return go(request, f"/cases/{case_id}/records/{done.made}", "saved")
    view = replace(_rights(me, office, case_id), values=typed(form), again=done, block="correct")
    return show(request, "rights/list.html", view, done, me=me)


@router.get(f"{_ONE}/print")
@policy("export_copy", finds="case")
def print_copy(request: Request, case_id: PublicId, request_id: PublicId, me: Reader) -> Response:
    """The copy on paper, in Dutch."""
    case, copy = given_copy(me.viewer, site_of(request).office, case_id, request_id)
    back = f"/cases/{case_id}/rights/{request_id}"
    view = CopyPaper(copy, date.fromisoformat(copy["made_on"]), case.number, back)
    template = templates_in(speech_in("nl")).get_template("rights/paper.html")
    return HTMLResponse(template.render(view=view))


@router.get(f"{_ONE}/{JSON_FILE}")
@policy("export_copy", finds="case")
def copy_as_json(request: Request, case_id: PublicId, request_id: PublicId, me: Reader) -> Response:
    """The copy for another program."""
    _, copy = given_copy(me.viewer, site_of(request).office, case_id, request_id)
    return _file(json.dumps(copy, ensure_ascii=False, indent=2), "application/json", JSON_FILE)


@router.get(f"{_ONE}/{CSV_FILE}")
@policy("export_copy", finds="case")
def copy_as_csv(request: Request, case_id: PublicId, request_id: PublicId, me: Reader) -> Response:
    """The copy for a spreadsheet."""
    office = site_of(request).office
    _, copy = given_copy(me.viewer, office, case_id, request_id)
    about = "; ".join(f"weggelaten: {each['words']} ({each['count']})" for each in copy["left_out"])
    sheet = Sheet("Gegevens", _HEADS, [*rows_of(copy)], about or "niets weggelaten",
                  office.clock.now())  # fmt: skip
    return _file(as_csv(sheet), CSV, CSV_FILE)


def _file(content: str | bytes, kind: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=kind, headers=headers)


def _rights(me: SignedIn, office: Office, case_id: str) -> RightsView:
    case, page = case_with(me.viewer, office, case_id, "read_rights", rights_of)
    return RightsView(case=case, page=page, form=ASKING, version=case.version)


def _request(me: SignedIn, office: Office, case_id: str, request_id: str) -> RequestView:
    case, page = case_with(
        me.viewer, office, case_id, "read_data_request", lambda work: request_of(work, request_id)
    )
    values = {"others": page.said.get("others", "")}
    return RequestView(case=case, page=page, version=case.version, values=values)


def _listed(
    request: Request,
    me: SignedIn,
    case_id: str,
    form: Posted,
    block: str,
    do: Callable[[], Outcome],
) -> Response:
    """Carry it out; else the list again, with what was typed and why not."""
    office = site_of(request).office
    done = attempted(me.viewer, office, do)
    if not isinstance(done, Again):
        return go(request, f"/cases/{case_id}/rights", "recorded")
    view = replace(_rights(me, office, case_id), values=typed(form), again=done, block=block)
    return show(request, "rights/list.html", view, done, me=me)


def _one(
    request: Request,
    me: SignedIn,
    at: tuple[str, str],
    form: Posted,
    flash: str,
    do: Callable[[], Outcome],
) -> Response:
    """Carry it out; else the request again, with what was typed and why not."""
    office, (case_id, request_id) = site_of(request).office, at
    done = attempted(me.viewer, office, do)
    if not isinstance(done, Again):
        return go(request, f"/cases/{case_id}/rights/{request_id}", flash)
    view = _request(me, office, case_id, request_id)
    kept = {f"keep.{n}": frozenset(form.all(f"keep.{n}")) for n, _ in enumerate(view.page.things)}
    view = replace(view, values={**view.values, **typed(form)}, kept=kept, again=done)
    return show(request, "rights/one.html", view, done, me=me)


def _asking(form: Posted, case_id: str, office: Office) -> AskData:
    """What was filled in.

    Raises:
        InvalidInput: whom it is about, or who asked, is missing; or it cannot have been then.
    """
    at, wrong = happened(form, office)
    chosen = (("person", _PERSON), ("asker", _ASKER))
    wrong = [*(InputProblem(name, "missing", says) for name, says in chosen
               if not form.text(name)), *wrong]  # fmt: skip
    if wrong:
        raise InvalidInput(*wrong)
    return AskData(
        case=case_id,
        key=form.key,
        person=form.text("person"),
        asker=form.text("asker"),
        kind=form.text("f.kind"),
        identity=form.text("f.identity"),
        words=form.text("f.words"),
        record=form.text("record") or None,
        occurred_at=at,
        late_reason=form.text("late_reason"),
    )


def _saying(form: Posted, case_id: str, office: Office) -> MakeStatement:
    """What was filled in; raises as ``_asking``."""
    at, wrong = happened(form, office)
    if not form.text("speaker"):
        wrong = [InputProblem("speaker", "missing", _WHOSE), *wrong]
    if wrong:
        raise InvalidInput(*wrong)
    return MakeStatement(
        case=case_id,
        key=form.key,
        person=form.text("speaker"),
        words=form.text("f.own_words"),
        record=form.text("about") or None,
        occurred_at=at,
        late_reason=form.text("late_reason"),
    )


def _judging(form: Posted, case_id: str, request_id: str) -> JudgeCopy:
    """What was decided; what was left open is no part of it."""
    numbers = [name.removeprefix("key.") for name in form.values if name.startswith("key.")]
    items = tuple(
        ItemJudged(
            key=form.text(f"key.{number}"),
            ground=None if form.text(f"do.{number}") == GIVE else form.text(f"do.{number}"),
            kept=form.all(f"keep.{number}"),
        )
        for number in numbers
        if form.text(f"do.{number}")
    )
    return JudgeCopy(
        case=case_id, key=form.key, request=request_id, items=items, others=form.text("others")
    )
