"""What was sent to the caller."""

from __future__ import annotations

from typing import cast

from fastapi import APIRouter
from pydantic import Field

from api.calls import LISTED, Calling
from api.models import Moment, Out
from api.openapi import ROOT
from api.paging import Paged
from api.policy import policy
from engine.service.my_notices import NoticeRow, my_notices
from engine.store.tables.clock import NoticeState

router = APIRouter(prefix=ROOT, tags=["notices"])


class NoticeOut(Out):
    """A notice (bericht): its words are fixed, so they are not repeated."""

    id: str = Field(description="kenmerk")
    template: str = Field(description="welke vaste tekst")
    channel: str = Field(description="kanaal")
    state: NoticeState = Field(description="open, onderweg, verstuurd, mislukt of onzeker")
    made_at: Moment = Field(description="gemaakt op")
    sent_at: Moment | None = Field(description="verstuurd op")

    @classmethod
    def of(cls, row: NoticeRow) -> NoticeOut:
        """A notice to the viewer."""
        return cls(
            id=row.id,
            template=row.template,
            channel=row.channel,
            state=row.state,
            made_at=row.made_at,
            sent_at=row.sent_at,
        )


class NoticesOut(Out):
    """What was sent to the caller, the newest first."""

    items: list[NoticeOut] = Field(description="berichten")


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
    return NoticesOut(items=[NoticeOut.of(row) for row in found.rows])
