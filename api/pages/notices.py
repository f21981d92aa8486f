"""My messages, and how I want to hear of things."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import time
from functools import partial
from typing import cast

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from api.auth.posted import Form, Posted
from api.auth.who import Reader
from api.page import redirect
from api.pages.again import Again, tried
from api.pages.outcomes import go, show
from api.pages.pager import around
from api.paging import Paged, window
from api.policy import policy
from api.requests import PublicId
from api.site import site_of
from api.templating import render
from api.views.notices import MessageRow, MessagesPage, NoticeSettingsPage
from engine.fields import InputProblem, InvalidInput
from engine.notice_times import SORTS, QuietHours
from engine.service.my_notices import mark_read, my_notices
from engine.service.notice_settings import (
    NoticeSettings,
    choose,
    my_settings,
    send_test,
    wrong_choices,
)
from engine.service.resending import SendAgain, send_again
from engine.service.sessions import SignedIn
from engine.text import Text

router = APIRouter(include_in_schema=False)

AT, SETTINGS = "/notices", "/me/notices"
_ENDS = ("from_time", "until_time")
_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d", re.ASCII)
_NO_TIME = Text(nl="Geef een tijd, zoals 18:00.", en="Give a time, such as 18:00.")


@router.get(AT)
@policy("list_notices", finds="viewer")
def list_messages(request: Request, me: Reader, asked: Paged) -> Response:
    """What was told to whoever looks, the newest first."""
    page = window(request, me, asked, "notices")
    after = cast("tuple[int] | None", page.after)
    found = my_notices(
        me.viewer, site_of(request).office, after=after[0] if after else None, limit=page.limit
    )
    following = (found.next,) if found.next is not None else None
    rows = tuple(map(MessageRow, found.rows))
    links = around(request, me, page, following, of="notices")
    return render(request, "notices/list.html", MessagesPage(rows, found.unread, *links), me=me)


@router.post(f"{AT}/read")
@policy("read_notices", finds="viewer")
def mark(request: Request, form: Form, me: Reader) -> Response:
    """Mark one message as read, or all of them."""
    named = form.all("notice") or None
    mark_read(me.viewer, site_of(request).office, named)
    return redirect(request, AT, None if named else "all_read")


@router.get(SETTINGS)
@policy("read_notice_settings", finds="viewer")
def show_settings(request: Request, me: Reader) -> Response:
    """How whoever looks hears of things, and what became of their test mail."""
    found = my_settings(me.viewer, site_of(request).office)
    view = NoticeSettingsPage(values=_as_filled_in(found), test=found.test)
    return show(request, "me/notices.html", view, None, me=me)


@router.post(SETTINGS)
@policy("choose_notices", finds="viewer")
def choose_settings(request: Request, form: Form, me: Reader) -> Response:
    """Hear of things like this from now on."""
    done = tried(partial(_choose, request, me, form))
    if not isinstance(done, Again):
        return go(request, SETTINGS, "saved")
    found = my_settings(me.viewer, site_of(request).office)
    view = NoticeSettingsPage(values=form.values, test=found.test, again=done)
    return show(request, "me/notices.html", view, done, me=me)


@router.post(f"{SETTINGS}/test")
@policy("send_test_mail", finds="viewer")
def test_mail(request: Request, form: Form, me: Reader) -> Response:
    """Send a mail to whoever asks, to see whether it arrives."""
    send_test(me.viewer, site_of(request).office)
    return redirect(request, f"{SETTINGS}#test", "test_asked")


@router.post("/work-endings/{work_id}/again")
@policy("send_again", finds="viewer")
def send_once_more(request: Request, work_id: PublicId, form: Form, me: Reader) -> Response:
    """Send a mail again of which nobody knows whether it arrived."""
    order = SendAgain(key=form.key, work=work_id)
    done = tried(lambda: send_again(me.viewer, site_of(request).office, order))
    if isinstance(done, Again):
        return redirect(request, f"/work-endings/{work_id}")
    return go(request, "/work", "sent_again")


def _choose(request: Request, me: SignedIn, form: Posted) -> None:
    choices: dict[str, str] = {sort: form.text(sort) for sort in SORTS}
    wrong = [InputProblem(end, "malformed", _NO_TIME) for end in _ENDS if _is_wrong(form.text(end))]
    if wrong:
        raise InvalidInput(*wrong_choices(choices), *wrong)
    begins, ends = (_time(form.text(end)) for end in _ENDS)
    quiet = QuietHours(begins, ends, weekends="yes" in form.all("weekends"))
    choose(me.viewer, site_of(request).office, choices=choices, quiet=quiet)


def _is_wrong(text: str) -> bool:
    return bool(text) and not _CLOCK.fullmatch(text)


def _time(text: str) -> time | None:
    return time.fromisoformat(text) if text else None


def _as_filled_in(found: NoticeSettings) -> Mapping[str, str]:
    quiet = found.quiet
    return {
        **{str(sort): str(choice) for sort, choice in found.choices.items()},
        "from_time": f"{quiet.from_time:%H:%M}" if quiet.from_time else "",
        "until_time": f"{quiet.until_time:%H:%M}" if quiet.until_time else "",
        "weekends": "yes" if quiet.weekends else "",
    }
