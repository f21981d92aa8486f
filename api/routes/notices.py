"""What was sent to the caller, and how they want to hear of things."""

from __future__ import annotations

from typing import cast

from fastapi import APIRouter

from api.calls import LISTED, Calling, in_the_body
from api.openapi import ROOT
from api.paging import Paged
from api.policy import policy
from api.requests import IdempotencyKey
from api.shapes.notices import NoticeOut, NoticeSettingsBody, NoticesOut, ReadIn
from engine.fields import InvalidInput
from engine.service.my_notices import mark_read, my_notices
from engine.service.notice_settings import choose, my_settings

router = APIRouter(prefix=ROOT, tags=["notices"])


@router.get("/notices", responses=LISTED)
@policy("list_notices", finds="viewer")
def list_notices(call: Calling, asked: Paged) -> NoticesOut:
    """The notices (berichten) to the caller, the newest first."""
    page = call.window(asked, "notices")
    after = cast("tuple[int] | None", page.after)  # sealed by us
    found = my_notices(
        call.viewer, call.office, after=after[0] if after else None, limit=page.limit
    )
    call.leads_to((found.next,) if found.next is not None else None, page, "notices")
    return NoticesOut(items=[NoticeOut.of(row) for row in found.rows], unread=found.unread)


@router.post("/notices/marks", status_code=204)
@policy("read_notices", finds="viewer")
def mark_notices(call: Calling, body: ReadIn, key: IdempotencyKey) -> None:
    """Mark notices (berichten) as read; sent again it changes nothing more."""
    mark_read(call.viewer, call.office, body.notices)


@router.get("/me/notice-settings")
@policy("read_notice_settings", finds="viewer")
def read_notice_settings(call: Calling) -> NoticeSettingsBody:
    """How the caller hears of things (hoe u berichten krijgt)."""
    return NoticeSettingsBody.of(my_settings(call.viewer, call.office))


@router.put("/me/notice-settings")
@policy("choose_notices", finds="viewer")
def choose_notices(
    call: Calling, body: NoticeSettingsBody, key: IdempotencyKey
) -> NoticeSettingsBody:
    """Hear of things like this from now on (hoe u berichten krijgt)."""
    try:
        choose(
            call.viewer,
            call.office,
            choices=body.choices.model_dump(),
            quiet=body.quiet_hours.hours(),
        )
    except InvalidInput as error:
        raise in_the_body(error, "quiet_hours") from None
    return NoticeSettingsBody.of(my_settings(call.viewer, call.office))
