"""Keeping and destroying files, as JSON."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from pydantic import Field

from api.models import Day, In, Moment, Out, Words
from api.requests import PublicId
from engine.fields import LONGEST
from engine.service.destruction_shown import (
    DestructionRow,
    DestructionShown,
    ItemRow,
    Rows,
)
from engine.service.retention import BasisShown, FamilyRow, FileRow, HoldRow, RetainedFile
from engine.service.retention_orders import MOST
from engine.store.tables.retention import DestroyedState, DestructionState

_Words: TypeAlias = Annotated[str, Field(min_length=1, max_length=LONGEST["long_text"])]
_Hash: TypeAlias = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class HoldIn(In):
    """Setting a legal hold, or asking that one ends."""

    reason: _Words = Field(description="waarom")


class ProposalIn(In):
    """Files to be destroyed and what families left, all of one region; together one at least."""

    files: list[PublicId] = Field([], description="dossiers", max_length=MOST)
    families: list[PublicId] = Field(
        [], description="gezinnen waarvan alle dossiers al zijn vernietigd", max_length=MOST
    )


class ConfirmationIn(In):
    """Confirming a proposal as it was read."""

    digest: _Hash = Field(description="hash van de proefronde, zoals gelezen")


class BasisOut(Out):
    """A class of record that keeps a file (bewaargrond)."""

    title: Words = Field(description="bewaargrond")
    years: int = Field(description="aantal jaren")
    last_day: Day = Field(description="laatste dag dat het dossier blijft")
    source: str = Field(description="bron")

    @classmethod
    def of(cls, each: BasisShown) -> BasisOut:
        """One class."""
        title = Words.of(each.title)
        return cls(title=title, years=each.years, last_day=each.last_day, source=each.source)


class FileOut(Out):
    """A file with how long it is kept; of its content nothing."""

    id: str = Field(description="kenmerk van de zaak")
    number: str = Field(description="nummer van de zaak")
    workflow: Words = Field(description="soort zaak")
    region: Words = Field(description="regio")
    opened_on: Day = Field(description="geopend op")
    changed_on: Day = Field(description="laatste wijziging")
    from_on: Day | None = Field(description="mag weg vanaf; null: blijft, zoals het nu is")
    may_go: bool = Field(description="of het dossier vandaag weg mag")
    bases: list[BasisOut] = Field(description="bewaargronden, de langste eerst")
    stops: list[Words] = Field(description="waarom het blijft")
    certificate: str | None = Field(description="verklaring van vernietiging")
    destroyed_at: Moment | None = Field(description="wanneer vernietigd")

    @classmethod
    def of(cls, row: FileRow) -> FileOut:
        """One file."""
        return cls(
            id=row.id,
            number=row.number,
            workflow=Words.of(row.workflow),
            region=Words.of(row.region_title),
            opened_on=row.opened_on,
            changed_on=row.changed_on,
            from_on=row.from_on,
            may_go=row.may_go,
            bases=[BasisOut.of(each) for each in row.bases],
            stops=[Words.of(each) for each in row.stops],
            certificate=row.certificate,
            destroyed_at=row.destroyed_at,
        )


class FamilyLeftOut(Out):
    """What a family shares (wat een gezin deelt), once all its files were destroyed."""

    id: str = Field(description="kenmerk van het gezin")
    region: Words = Field(description="regio")
    numbers: list[str] = Field(description="nummers van de vernietigde zaken")

    @classmethod
    def of(cls, row: FamilyRow) -> FamilyLeftOut:
        """One family; nobody of it is named."""
        return cls(id=row.id, region=Words.of(row.region_title), numbers=list(row.numbers))


class FilesOut(Out):
    """What may go this quarter, and what is held."""

    until: Day = Field(description="eerste dag van het volgende kwartaal")
    ready: list[FileOut] = Field(description="mag weg voor die dag")
    families: list[FamilyLeftOut] = Field(description="gezinnen zonder dossier: mag weg")
    held: list[FileOut] = Field(description="onder bewaarplicht")
    next: str | None = Field(description="geef dit als after: dan volgen de andere dossiers")


class HoldOut(Out):
    """A legal hold (bewaarplicht)."""

    id: str = Field(description="kenmerk")
    reason: str = Field(description="waarom het dossier blijft")
    set_by: str = Field(description="naam van wie de bewaarplicht instelde")
    set_at: Moment = Field(description="wanneer")
    lift_asked_by: str | None = Field(description="naam van wie om opheffen vroeg")
    lift_reason: str = Field(description="waarom zij eraf mag")
    lifted_by: str | None = Field(description="naam van wie haar ophief")
    lifted_at: Moment | None = Field(description="wanneer opgeheven")

    @classmethod
    def of(cls, row: HoldRow) -> HoldOut:
        """One hold."""
        return cls(
            id=row.id,
            reason=row.reason,
            set_by=row.setter,
            set_at=row.set_at,
            lift_asked_by=row.asker,
            lift_reason=row.lift_reason,
            lifted_by=row.lifter,
            lifted_at=row.lifted_at,
        )


class RetainedOut(FileOut):
    """One file with its legal holds, for whoever decides on these."""

    may_hold: bool = Field(description="of u over de bewaarplicht gaat")
    holds: list[HoldOut] = Field(description="bewaarplichten, de nieuwste eerst")

    @classmethod
    def with_holds(cls, file: RetainedFile) -> RetainedOut:
        """The file and its holds."""
        holds = [HoldOut.of(each) for each in file.holds]
        return cls(**dict(FileOut.of(file.row)), may_hold=file.may_hold, holds=holds)


class DestructionOut(Out):
    """A proposal to destroy files, or the certificate that it became (verklaring)."""

    id: str = Field(description="kenmerk")
    name: str = Field(description="nummer")
    region: Words = Field(description="regio")
    state: DestructionState = Field(description="stand")
    files: int = Field(description="hoeveel dossiers")
    proposed_by: str = Field(description="naam van wie het voorstelde")
    proposed_at: Moment = Field(description="wanneer voorgesteld")
    decided_by: str | None = Field(description="naam van wie bevestigde of introk")
    decided_at: Moment | None = Field(description="wanneer besloten")
    done_at: Moment | None = Field(description="wanneer vernietigd")

    @classmethod
    def of(cls, row: DestructionRow) -> DestructionOut:
        """One of a list."""
        return cls(
            id=row.id,
            name=row.name,
            region=Words.of(row.region),
            state=row.state,
            files=row.files,
            proposed_by=row.proposer,
            proposed_at=row.proposed_at,
            decided_by=row.decider,
            decided_at=row.decided_at,
            done_at=row.done_at,
        )


class DestructionsOut(Out):
    """A page of them, newest first."""

    items: list[DestructionOut] = Field(description="voorstellen en verklaringen")


class RowsOut(Out):
    """So many rows of a table."""

    table: str = Field(description="tabel")
    title: Words = Field(description="wat erin staat")
    rows: int = Field(description="aantal rijen")

    @classmethod
    def of(cls, each: Rows) -> RowsOut:
        """One table."""
        return cls(table=each.table, title=Words.of(each.title), rows=each.rows)


class DestroyedOut(Out):
    """One file of it, or what a family shares: then without a number."""

    number: str | None = Field(description="nummer van de zaak; null: wat het gezin deelt")
    state: DestroyedState = Field(description="stand")
    why: Words | None = Field(description="waarom overgeslagen")
    from_on: Day | None = Field(description="mag weg vanaf")
    bases: list[BasisOut] = Field(description="bewaargronden")
    counts: list[RowsOut] = Field(description="rijen per tabel")
    ended_at: Moment | None = Field(description="wanneer vernietigd")

    @classmethod
    def of(cls, item: ItemRow) -> DestroyedOut:
        """One item."""
        return cls(
            number=item.number,
            state=item.state,
            why=Words.of(item.why) if item.why else None,
            from_on=item.from_on,
            bases=[BasisOut.of(each) for each in item.bases],
            counts=[RowsOut.of(each) for each in item.counts],
            ended_at=item.ended_at,
        )


class DestructionWithItemsOut(DestructionOut):
    """One proposal with its dry run, or one certificate; nobody of a family is named."""

    digest: str = Field(description="hash van de proefronde")
    list_hash: str = Field(description="hash van wat is vernietigd; leeg: nog niet")
    table_version: str = Field(description="versie van de bewaartabel")
    table_hash: str = Field(description="hash van de bewaartabel")
    backups_kept: int = Field(description="zoveel dagen staat het nog in reservekopieën")
    backups_until: Day | None = Field(description="tot en met die dag")
    items: list[DestroyedOut] = Field(description="dossiers")
    totals: list[RowsOut] = Field(description="rijen per tabel, samen")

    @classmethod
    def with_items(cls, one: DestructionShown) -> DestructionWithItemsOut:
        """The whole of it."""
        return cls(
            **dict(DestructionOut.of(one.row)),
            digest=one.digest,
            list_hash=one.list_hash,
            table_version=one.table_version,
            table_hash=one.table_hash,
            backups_kept=one.backups_kept,
            backups_until=one.gone_after,
            items=[DestroyedOut.of(each) for each in one.items],
            totals=[RowsOut.of(each) for each in one.totals],
        )


class RetentionChangedOut(Out):
    """What a command changed."""

    id: str = Field(description="kenmerk")
    state: str = Field(description="stand")
