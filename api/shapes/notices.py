"""Notices, and how somebody wants to hear of things, as JSON."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from api.models import In, Moment, Out
from api.shapes.clock_times import LocalTime
from engine.notice_times import DEFAULTS, Choice, QuietHours, Sort
from engine.service.my_notices import NoticeRow
from engine.service.notice_settings import NoticeSettings
from engine.store.tables.clock import NoticeState


class NoticeOut(Out):
    """A notice (bericht): its words are fixed, so they are not repeated."""

    id: str = Field(description="kenmerk")
    template: str = Field(description="welke vaste tekst")
    sort: Sort = Field(description="soort bericht")
    channel: str = Field(description="kanaal")
    state: NoticeState = Field(
        description="open, onderweg, verstuurd, mislukt, onzeker, alleen in de app of vervallen"
    )
    made_at: Moment = Field(description="gemaakt op")
    sent_at: Moment | None = Field(description="verstuurd op")
    read_at: Moment | None = Field(description="als gelezen gemerkt op")
    case: str | None = Field(description="kenmerk van de zaak; null: geen, of niet te zien")
    case_number: str | None = Field(description="zaaknummer; null: geen, of niet te zien")
    meeting: str | None = Field(
        description="kenmerk van de bijeenkomst; null: geen, of niet te zien"
    )
    meets_on: date | None = Field(description="dag van de bijeenkomst; null: geen bijeenkomst")

    @classmethod
    def of(cls, row: NoticeRow) -> NoticeOut:
        """A notice to the viewer."""
        return cls(
            id=row.id,
            template=row.template,
            sort=row.sort,
            channel=row.channel,
            state=row.state,
            made_at=row.made_at,
            sent_at=row.sent_at,
            read_at=row.read_at,
            case=row.case,
            case_number=row.number,
            meeting=row.meeting,
            meets_on=row.meets_on,
        )


class NoticesOut(Out):
    """What was sent to the caller, the newest first."""

    items: list[NoticeOut] = Field(description="berichten")
    unread: int = Field(description="hoeveel berichten niet als gelezen zijn gemerkt")


class ReadIn(In):
    """Which notices were read; null means all of them."""

    notices: list[Annotated[str, Field(pattern=r"^[0-9a-z-]{1,64}$")]] | None = Field(
        None, max_length=200, description="kenmerken van berichten; null: alle"
    )


class QuietHoursBody(In):
    """Quiet hours (stille uren): no mail then, but for what is urgent and goes at once."""

    from_time: LocalTime | None = Field(None, description="begin; null: geen stille uren")
    until_time: LocalTime | None = Field(None, description="eind; null: geen stille uren")
    weekends: bool = Field(default=False, description="ook niet op zaterdag en zondag")

    def hours(self) -> QuietHours:
        """The same, for the engine."""
        return QuietHours(self.from_time, self.until_time, weekends=self.weekends)


class ChoicesBody(In):
    """How the caller hears of each sort of notice."""

    reminder: Choice = Field(description="vóór een datum")
    late: Choice = Field(description="na een datum")
    told: Choice = Field(description="wat een stap meldt")
    urgent: Choice = Field(description="wat niet kan wachten")
    invited: Choice = Field(DEFAULTS["invited"], description="uitnodigingen voor een tafel")


class NoticeSettingsBody(In):
    """How the caller hears of things (hoe u berichten krijgt)."""

    choices: ChoicesBody = Field(description="per soort bericht")
    quiet_hours: QuietHoursBody = Field(description="stille uren")

    @classmethod
    def of(cls, found: NoticeSettings) -> NoticeSettingsBody:
        """What holds now."""
        quiet = found.quiet
        return cls(
            choices=ChoicesBody.model_validate(found.choices),
            quiet_hours=QuietHoursBody(
                from_time=quiet.from_time, until_time=quiet.until_time, weekends=quiet.weekends
            ),
        )
