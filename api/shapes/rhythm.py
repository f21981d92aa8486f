"""The rhythm of a table and what another one changes, as JSON."""

from __future__ import annotations

from pydantic import Field

from api.models import Day, In, Out, Words
from api.shapes.clock_times import LocalTime
from api.shapes.common import Said
from api.shapes.tables import Weekday
from engine.rhythm import Fate, Replanned
from engine.service.rhythm_change import FATES, WHYS, RhythmPreview
from engine.service.table_orders import ChangeRhythm


class RhythmIn(In):
    """What another rhythm (ritme) takes."""

    weekday: Weekday | None = Field(description="vaste dag; null: die van de regio")
    starts: LocalTime | None = Field(description="begintijd; null: die van de regio")
    slot_minutes: int | None = Field(ge=5, le=480, description="minuten per zaak; null: 60")

    def order(self, table: str, key: str | None, seen: int, seal: str | None) -> ChangeRhythm:
        """The order that the engine takes."""
        return ChangeRhythm(
            key=key,
            table=table,
            weekday=self.weekday,
            starts=self.starts,
            slot_minutes=self.slot_minutes,
            seen_version=seen,
            seal=seal,
        )


class RhythmChangeIn(RhythmIn):
    """The same, and what was seen of its consequences."""

    seal: Said | None = Field(
        None, description="zegel van de vooruitblik; klopt die niet meer, dan verandert er niets"
    )


class ReplannedOut(Out):
    """What becomes of a planned meeting (bijeenkomst)."""

    meeting_id: str = Field(description="kenmerk van de bijeenkomst")
    on_date: Day = Field(description="dag waarop zij staat")
    fate: Fate = Field(description="wat ermee gebeurt: blijft, verschuift, vervalt, andere tijd")
    fate_title: Words = Field(description="hetzelfde in woorden")
    why: Words | None = Field(description="waarom zij blijft of vervalt")
    to_date: Day | None = Field(description="nieuwe dag")
    starts: LocalTime | None = Field(description="nieuwe begintijd")

    @classmethod
    def of(cls, found: Replanned) -> ReplannedOut:
        """A meeting, and what becomes of it."""
        return cls(
            meeting_id=found.meeting.id,
            on_date=found.meeting.on,
            fate=found.fate,
            fate_title=Words.of(FATES[found.fate]),
            why=Words.of(WHYS[found.why]) if found.why else None,
            to_date=found.to,
            starts=found.starts,
        )


class RhythmPreviewOut(Out):
    """What another rhythm would change of the meetings ahead (vooruitblik); nothing is done."""

    items: list[ReplannedOut] = Field(description="bijeenkomsten vanaf morgen")
    seal: str = Field(description="zegel: staat voor deze vooruitblik")

    @classmethod
    def of(cls, found: RhythmPreview) -> RhythmPreviewOut:
        """The preview."""
        return cls(items=[ReplannedOut.of(each) for each in found.meetings], seal=found.seal)
