"""Packages and dispatches as JSON."""

from __future__ import annotations

from pydantic import Field

from api.models import Moment, Out, ReasonOut, Words
from api.shapes.common import Id, Late, Said, reasons
from api.shapes.letters import BlockOut
from engine.service.file.dispatches import PARTIES, DispatchRow, Party, Way, What
from engine.service.packages import Package, PackageRow
from engine.service.sharing import SharingGround


class PackageRowOut(Out):
    """A package that can be made."""

    party: Party = Field(description="partij")
    title: Words = Field(description="hoe de partij heet")
    client_id: str | None = Field(description="kenmerk van wie de advocaat is; null: geen advocaat")
    client: str | None = Field(description="naam van die persoon")
    last_left_at: Moment | None = Field(description="laatste verzending; null: nog niet verzonden")

    @classmethod
    def of(cls, row: PackageRow) -> PackageRowOut:
        """A package as the list has it."""
        return cls(
            party=row.party,
            title=Words.of(PARTIES[row.party]),
            client_id=row.client.id if row.client else None,
            client=row.client.name if row.client else None,
            last_left_at=row.last.left_at if row.last else None,
        )


class PackagesOut(Out):
    """The packages of a case."""

    items: list[PackageRowOut] = Field(description="pakketten")


class LackingOut(Out):
    """A paper that is not in the package yet."""

    title: Words = Field(description="hoe het stuk heet")
    record_id: str | None = Field(description="kenmerk van het stuk; null: nog niet begonnen")
    withdrawn: bool = Field(description="brief die niet had mogen gaan, en is ingetrokken")


class PackageOut(Out):
    """A package (pakket): what one party may read, in Dutch."""

    party: Party = Field(description="partij")
    title: Words = Field(description="titel")
    blocks: list[BlockOut] = Field(description="wat erin staat; leeg: er is nog niets")
    lacking: list[LackingOut] = Field(description="wat er nog niet in staat")
    refused: list[ReasonOut] = Field(description="waarom u het niet mag maken; leeg: het mag")

    @classmethod
    def of(cls, made: Package) -> PackageOut:
        """What would be printed."""
        return cls(
            party=made.party,
            title=Words.of(made.title),
            blocks=[] if made.is_empty else [BlockOut.of(block) for block in made.document],
            lacking=[
                LackingOut(
                    title=Words.of(each.title), record_id=each.record, withdrawn=each.withdrawn
                )
                for each in made.lacking
            ],
            refused=reasons([made.refused] if made.refused else []),
        )


class DispatchIn(Late):
    """What recording a dispatch takes; ``occurred_at`` is when it left."""

    party: Party = Field(description="aan welke partij")
    to_whom: Said = Field(description="aan wie: naam en organisatie")
    what: What = Field(description="wat er weg is gegaan")
    way: Way = Field(description="langs welke weg")
    ground: SharingGround = Field(description="op welke grond het mocht gaan")
    client_id: Id | None = Field(None, description="kenmerk van wie de advocaat is")
    corrects: int | None = Field(
        None, ge=1, le=10**9, description="versie van de verzending die niet klopte"
    )
    words: str = Field("", description="toelichting; nodig als een verzending niet klopte")


class DispatchOut(Out):
    """A dispatch (verzending)."""

    version: int = Field(description="versie van de zaak hierna")
    party: Party = Field(description="partij")
    to_whom: str | None = Field(description="aan wie; null: vernietigd")
    client_id: str | None = Field(description="kenmerk van wie de advocaat is")
    what: What = Field(description="wat er weg is gegaan")
    way: Way = Field(description="langs welke weg")
    ground: str | None = Field(description="op welke grond; null: van vóór dit werd vastgelegd")
    left_at: Moment = Field(description="wanneer het weg is gegaan")
    recorded_by: str | None = Field(description="wie het vastlegde")
    words: str | None = Field(description="toelichting")
    corrects: int | None = Field(description="versie van de verzending die niet klopte")
    corrected_by: int | None = Field(description="versie van de verzending die dit verbetert")

    @classmethod
    def of(cls, row: DispatchRow) -> DispatchOut:
        """A dispatch as the viewer may read it."""
        return cls(
            version=row.version,
            party=row.party,
            to_whom=row.to_whom,
            client_id=row.client_id,
            what=row.what,
            way=row.way,
            ground=row.ground,
            left_at=row.left_at,
            recorded_by=row.recorded_by,
            words=row.words,
            corrects=row.corrects,
            corrected_by=row.corrected_by,
        )


class DispatchesOut(Out):
    """What left the case, the newest first."""

    items: list[DispatchOut] = Field(description="verzendingen")
