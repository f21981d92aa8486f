"""How long files are kept: what may go, what is held, and one file.

Of a file its number, kind and dates are told, and nothing of who is in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from engine.access import Viewer
from engine.errors import NotFound
from engine.retention import Verdict, judge_file, latest_change
from engine.service.at_table import TableWork, looking_at
from engine.service.date_asking import begins
from engine.service.listing import Listing, listing
from engine.service.office import Office, local_day
from engine.service.retention_words import STOPS
from engine.span import add_months
from engine.store import Connection, cases, leftovers, legal_holds, participation
from engine.store import retention as kept
from engine.store.leftovers import FamilyLeft
from engine.store.legal_holds import HoldSeen
from engine.store.retention import FileSeen
from engine.text import Text

SHOWN = 100
"""How many files a list shows at most."""

_CHUNK, _CHUNKS = 200, 20
_ACCESS = "regisseur"


@dataclass(frozen=True, slots=True)
class BasisShown:
    """A class that applies to a file."""

    title: Text
    years: int
    last_day: date
    source: str


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file with how long it is kept; ``may_go`` today, or destroyed with that certificate."""

    id: str
    number: str
    workflow: Text
    region: str
    region_title: Text
    opened_on: date
    changed_on: date
    from_on: date | None
    may_go: bool
    bases: tuple[BasisShown, ...]
    stops: tuple[Text, ...]
    certificate: str | None
    destroyed_at: datetime | None


@dataclass(frozen=True, slots=True)
class HoldRow:
    """A legal hold; ``asked_by_me``: somebody else must lift it."""

    id: str
    reason: str
    setter: str
    set_at: datetime
    asker: str | None
    asked_at: datetime | None
    asked_by_me: bool
    lift_reason: str
    lifter: str | None
    lifted_at: datetime | None


@dataclass(frozen=True, slots=True)
class RetainedFile:
    """One file with its holds; only who ``may_hold`` reads these and changes them."""

    row: FileRow
    holds: tuple[HoldRow, ...]
    may_hold: bool
    archivist: bool


@dataclass(frozen=True, slots=True)
class FamilyRow:
    """A family without files: what it shares is still there, of these numbers."""

    id: str
    region: str
    region_title: Text
    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FilesKept:
    """What may go before ``until``, the first day of the next quarter, and what is held.

    ``next`` is the last file that was looked at, where the next page begins; None: there is none.
    """

    until: date
    ready: tuple[FileRow, ...]
    families: tuple[FamilyRow, ...]
    held: tuple[FileRow, ...]
    next: str | None


def files_kept(viewer: Viewer, office: Office, *, after: str | None = None) -> FilesKept:
    """What an archivist may propose this quarter, and what is held; the look is logged."""
    with listing(viewer, office, "read_retention") as look:
        return files_in(look, after=after)


def files_in(look: Listing, *, after: str | None = None) -> FilesKept:
    """The same inside a look."""
    until = next_quarter(look.today)
    ready, last = _ready(look, until, _place(look, after))
    left = leftovers.families_left(look.connection, look.viewer, on=look.today, limit=SHOWN)
    held = kept.held_files(look.connection, look.viewer, on=look.today, limit=SHOWN)
    rows = rows_of(look.connection, look.office, held, on=look.today)
    families = tuple(_family_row(look.office, each) for each in left)
    return FilesKept(until, ready, families, tuple(rows), last)


def retained_file(viewer: Viewer, office: Office, case: str) -> RetainedFile:
    """How long one file is kept, to its archivist and whoever works on it; the look is logged.

    Raises:
        NotFound: there is none, or the viewer is neither.
    """
    with looking_at(viewer, office, case, "read_retained") as work:
        file, archivist = kept.file_of(work.connection, viewer, case, on=work.today)
        (row,) = rows_of(work.connection, office, [file], on=work.today)
        may = archivist or leads(work, case)
        holds = legal_holds.holds_on(work.connection, file.id) if may else ()
        shown = tuple(_hold_row(each, viewer) for each in holds)
        return RetainedFile(row, shown, may_hold=may, archivist=archivist)


def next_quarter(day: date) -> date:
    """The first day of the quarter after this one.

    >>> next_quarter(date(2026, 11, 22))
    datetime.date(2027, 1, 1)
    """
    first = day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
    return add_months(first, 3)


def verdicts(
    connection: Connection, office: Office, files: Sequence[FileSeen], *, on: date
) -> Iterator[tuple[FileSeen, Verdict]]:
    """Each file with how long it is kept, by the table of today."""
    known = kept.known_of(connection, [file.id for file in files])
    for file in files:
        of = known[file.id]
        facts = of.facts(
            file,
            changed_on=local_day(file.changed_at),
            looked_on=local_day(of.looked_at) if of.looked_at else None,
        )
        yield file, judge_file(office.library.retention, facts, on=on)


def rows_of(
    connection: Connection, office: Office, files: Sequence[FileSeen], *, on: date
) -> Iterator[FileRow]:
    """The same, as they are shown."""
    for file, verdict in verdicts(connection, office, files, on=on):
        yield _row(office, file, verdict, on)


def workflow_title(office: Office, workflow: str, region: str) -> Text:
    """What a kind of case is called in its region."""
    known = office.library.workflows.get((workflow, region))
    return known.title if known else Text(nl=workflow, en=workflow)


def _place(look: Listing, after: str | None) -> FileSeen | None:
    """The file after which a page begins; at the first one when it is none of the viewer's."""
    if after is None:
        return None
    try:
        file, archivist = kept.file_of(look.connection, look.viewer, after, on=look.today)
    except NotFound:
        return None
    return file if archivist else None


def _ready(
    look: Listing, until: date, last: FileSeen | None
) -> tuple[tuple[FileRow, ...], str | None]:
    """What may go before ``until``, and the last file that was looked at if there are more.

    Files are looked at in the order of their last change: a page may be empty and have a next.
    """
    cut = latest_change(look.office.library.retention, before=until, on=look.today)
    found: list[FileRow] = []
    for _ in range(_CHUNKS if cut else 0):
        chunk = kept.old_files(
            look.connection,
            look.viewer,
            on=look.today,
            before=begins((cut or until) + timedelta(days=1)),
            limit=_CHUNK,
            after=last,
        )
        rows = rows_of(look.connection, look.office, chunk, on=look.today)
        found += [row for row in rows if row.from_on is not None and row.from_on < until]
        if len(found) > SHOWN:
            return tuple(found[:SHOWN]), found[SHOWN - 1].id
        if len(chunk) < _CHUNK:
            return tuple(found), None
        last = chunk[-1]
    return tuple(found), last.public_id if cut and last else None


def leads(work: TableWork, case: str) -> bool:
    """Whether the viewer leads this case today."""
    try:
        head = cases.get_case(work.connection, work.viewer, case, on=work.today)
    except NotFound:
        return False
    parts = participation.parts_of(work.connection, work.viewer, head, now=work.now, on=work.today)
    return _ACCESS in {part.access for part in parts if part.child is None}


def _row(office: Office, file: FileSeen, verdict: Verdict, on: date) -> FileRow:
    classes = office.library.retention.classes
    gone = file.destruction is not None
    return FileRow(
        id=file.public_id,
        number=file.number,
        workflow=workflow_title(office, file.workflow, file.region),
        region=file.region,
        region_title=office.library.region_title(file.region),
        opened_on=file.opened_on,
        changed_on=local_day(file.changed_at),
        from_on=None if gone else verdict.from_on,
        may_go=not gone and verdict.may_go(on),
        bases=tuple(
            BasisShown(classes[each.key].title, each.years, each.last_day, each.source)
            for each in verdict.bases
            if not gone
        ),
        stops=() if gone else tuple(STOPS[each] for each in verdict.stops),
        certificate=file.destruction,
        destroyed_at=file.destroyed_at,
    )


def _family_row(office: Office, left: FamilyLeft) -> FamilyRow:
    title = office.library.region_title(left.region)
    return FamilyRow(left.public_id, left.region, title, left.numbers)


def _hold_row(seen: HoldSeen, viewer: Viewer) -> HoldRow:
    return HoldRow(
        id=seen.public_id,
        reason=seen.reason,
        setter=seen.setter,
        set_at=seen.set_at,
        asker=seen.asker,
        asked_at=seen.asked_at,
        asked_by_me=seen.asker_id == viewer.person,
        lift_reason=seen.lift_reason,
        lifter=seen.lifter,
        lifted_at=seen.lifted_at,
    )
