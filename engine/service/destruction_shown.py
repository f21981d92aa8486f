"""Proposals to destroy files and the certificates that they became, as archivists read them.

A certificate names who proposed and who confirmed, the grounds and terms, the case numbers and
how many rows of which table; never anybody of a family.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal, TypeAlias

from engine.access import Viewer
from engine.service.at_table import TableWork, looking_at
from engine.service.listing import Listing, cut, listing, page_size
from engine.service.office import Office, local_day
from engine.service.retention import BasisShown, FilesKept, files_in, workflow_title
from engine.service.retention_words import WHYS, table_title
from engine.store import account_roles, destructions
from engine.store import retention as kept
from engine.store.destructions import DestructionSeen, ItemSeen
from engine.store.tables.retention import DestroyedState, DestructionState
from engine.text import Text

Look: TypeAlias = Literal["read_destruction", "export_destruction", "print_certificate"]
OPEN: tuple[DestructionState, ...] = ("proposed", "confirmed")
CERTIFIED: tuple[DestructionState, ...] = ("done",)
ALL: tuple[DestructionState, ...] = (*OPEN, *CERTIFIED, "withdrawn")

STATES: Mapping[DestructionState, Text] = {
    "proposed": Text(nl="Wacht op een tweede archivaris", en="Waits for a second archivist"),
    "confirmed": Text(nl="Wordt nu vernietigd", en="Is being destroyed now"),
    "done": Text(nl="Uitgevoerd", en="Carried out"),  # each file says what became of it
    "withdrawn": Text(nl="Ingetrokken", en="Withdrawn"),
}
ITEM_STATES: Mapping[DestroyedState, Text] = {
    "waiting": Text(nl="Nog niet vernietigd", en="Not destroyed yet"),
    "done": Text(nl="Vernietigd", en="Destroyed"),
    "skipped": Text(nl="Overgeslagen", en="Skipped"),
}


@dataclass(frozen=True, slots=True)
class DestructionRow:
    """One of a list."""

    id: str
    name: str
    region: Text
    state: DestructionState
    state_words: Text
    files: int
    proposer: str
    proposed_at: datetime
    decider: str | None
    decided_at: datetime | None
    done_at: datetime | None


@dataclass(frozen=True, slots=True)
class Rows:
    """So many rows of a table."""

    table: str
    title: Text
    rows: int


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One file, or what a family shares: then without a number."""

    case: str | None
    number: str | None
    workflow: Text | None
    state: DestroyedState
    state_words: Text
    why: Text | None
    from_on: date | None
    bases: tuple[BasisShown, ...]
    counts: tuple[Rows, ...]
    ended_at: datetime | None

    @property
    def rows(self) -> int:
        """How many rows that is."""
        return sum(each.rows for each in self.counts)


@dataclass(frozen=True, slots=True)
class DestructionShown:
    """One proposal with its dry run, or one certificate.

    ``mine``: the viewer proposed it. ``others`` may confirm it, ``worked_on`` are the numbers of
    the files that the viewer worked on. ``gone_after``: no backup holds it any more from that day.
    """

    row: DestructionRow
    digest: str
    list_hash: str
    table_version: str
    table_hash: str
    backups_kept: int
    gone_after: date | None
    items: tuple[ItemRow, ...]
    totals: tuple[Rows, ...]
    mine: bool
    others: tuple[str, ...]
    worked_on: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DestructionPage:
    """A page of them; ``next`` is where the page after it begins, or None."""

    rows: tuple[DestructionRow, ...]
    next: int | None


@dataclass(frozen=True, slots=True)
class RetentionOverview:
    """What an archivist finds: what may go, what is held, what waits, what was destroyed."""

    regions: tuple[str, ...]
    files: FilesKept
    open: tuple[DestructionRow, ...]
    certificates: tuple[DestructionRow, ...]
    more: bool


def retention_overview(
    viewer: Viewer, office: Office, *, after: str | None = None
) -> RetentionOverview:
    """Everything an archivist starts from; the look is logged."""
    with listing(viewer, office, "read_retention") as look:
        regions = account_roles.archived_by(look.connection, viewer, on=look.today)
        files = files_in(look, after=after)
        waiting = _page(look, OPEN, limit=20)
        certified = _page(look, CERTIFIED, limit=20)
        return RetentionOverview(
            regions, files, waiting.rows, certified.rows, certified.next is not None
        )


def list_destructions(
    viewer: Viewer, office: Office, *, before: int | None = None, limit: int = 20
) -> DestructionPage:
    """Every proposal and certificate of the viewer's regions, newest first; logged."""
    with listing(viewer, office, "list_destructions") as look:
        return _page(look, ALL, limit=limit, before=before)


def destruction(
    viewer: Viewer, office: Office, public_id: str, action: Look = "read_destruction"
) -> DestructionShown:
    """One of them; the look is logged.

    Raises:
        NotFound: there is none, or it is of a region that the viewer does not look after.
    """
    with looking_at(viewer, office, public_id, action) as work:
        seen = destructions.get_destruction(work.connection, viewer, public_id, on=work.today)
        items = destructions.items_of(work.connection, seen.id)
        return _shown(work, seen, items)


def _page(
    look: Listing,
    states: Sequence[DestructionState],
    *,
    limit: int,
    before: int | None = None,
) -> DestructionPage:
    size = page_size(limit)
    found = destructions.list_destructions(
        look.connection, look.viewer, states, on=look.today, limit=size + 1, before=before
    )
    page, last = cut(found, size)
    rows = tuple(_row(look.office, each) for each in page)
    return DestructionPage(rows, last.id if last else None)


def _row(office: Office, seen: DestructionSeen) -> DestructionRow:
    return DestructionRow(
        id=seen.public_id,
        name=f"V-{local_day(seen.proposed_at).year}-{seen.id:04}",
        region=office.library.region_title(seen.region),
        state=seen.state,
        state_words=STATES[seen.state],
        files=seen.files,
        proposer=seen.proposer,
        proposed_at=seen.proposed_at,
        decider=seen.decider,
        decided_at=seen.decided_at,
        done_at=seen.done_at,
    )


def _shown(work: TableWork, seen: DestructionSeen, items: Sequence[ItemSeen]) -> DestructionShown:
    counted = [each for each in items if seen.state != "done" or each.state == "done"]
    totals = sum((Counter(each.counts) for each in counted), Counter[str]())
    known = account_roles.archivists_of(work.connection, seen.region, on=work.today, now=work.now)
    ids = [each.case_id for each in items if each.case_id is not None]
    kept_until = (
        local_day(seen.done_at) + timedelta(days=seen.backups_kept) if seen.done_at else None
    )
    return DestructionShown(
        row=_row(work.office, seen),
        digest=seen.digest,
        list_hash=seen.list_hash,
        table_version=seen.table_version,
        table_hash=seen.table_hash,
        backups_kept=seen.backups_kept,
        gone_after=kept_until,
        items=tuple(_item(work.office, seen, each) for each in items),
        totals=tuple(_rows(totals)),
        mine=seen.proposed_by == work.viewer.person,
        others=tuple(name for key, name in known if key != seen.proposed_by),
        worked_on=kept.worked_on(work.connection, work.viewer.person, ids),
    )


def _item(office: Office, seen: DestructionSeen, item: ItemSeen) -> ItemRow:
    classes = office.library.retention.classes
    bases = (
        BasisShown(
            classes[key].title if key in classes else Text(nl=key, en=key),
            int(basis["years"]),
            date.fromisoformat(basis["last_day"]),
            str(basis["source"]),
        )
        for basis in item.bases
        for key in [str(basis["key"])]
    )
    return ItemRow(
        case=item.case,
        number=item.number,
        workflow=workflow_title(office, item.workflow, seen.region) if item.workflow else None,
        state=item.state,
        state_words=ITEM_STATES[item.state],
        why=WHYS.get(item.why or ""),
        from_on=item.from_on,
        bases=tuple(bases),
        counts=tuple(_rows(item.counts)),
        ended_at=item.ended_at if item.state == "done" else None,
    )


def _rows(counts: Mapping[str, int]) -> Iterator[Rows]:
    for table, rows in sorted(counts.items()):
        yield Rows(table, table_title(table), rows)
