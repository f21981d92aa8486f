"""Destroying files with four eyes: one archivist proposes, another confirms, the clock does it.

The proposal is a dry run: everything is destroyed as it will be, counted, and taken back. It is
confirmed only while a new dry run says the same to the letter.

Source: SAFETY control 20.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from engine.access import Viewer
from engine.definition import canonical
from engine.errors import NotFound
from engine.fields import InputProblem, InvalidInput
from engine.retention import Verdict
from engine.service.at_table import Changed, TableOutcome, TableWork, at_table
from engine.service.command import refuse
from engine.service.destruction_reasons import (
    another,
    may_go,
    not_proposed,
    still_proposed,
    stranger,
    unchanged,
)
from engine.service.office import Office
from engine.service.retention import verdicts
from engine.service.retention_orders import (
    MOST,
    ConfirmDestruction,
    OfDestruction,
    ProposeDestruction,
    WithdrawDestruction,
)
from engine.service.step_up import use_up
from engine.store import Connection, destructions, families, leftovers, wiping, work
from engine.store import retention as kept
from engine.store.destructions import DestructionSeen, ItemSeen, NewDestruction, NewItem
from engine.store.leftovers import FamilyLeft
from engine.store.retention import FileSeen
from engine.store.work import NewWork
from engine.text import Text

ROLE = "archivist"
_NONE = Text(nl="Kies ten minste één dossier.", en="Choose at least one file.")
_TOO_MANY = Text(nl=f"Kies ten hoogste {MOST} dossiers.", en=f"Choose {MOST} files at most.")
_MIXED = Text(nl="Kies dossiers van één regio.", en="Choose files of one region.")


@dataclass(frozen=True, slots=True)
class DryRun:
    """What would be destroyed, item by item, and the hash of all that."""

    items: tuple[NewItem, ...]
    digest: str


def propose_destruction(viewer: Viewer, office: Office, order: ProposeDestruction) -> TableOutcome:
    """Propose to destroy files, with the dry run; another archivist is asked to confirm.

    Raises:
        NotFound: one of the files is not there, or not of a region of this archivist.
        InvalidInput: nothing is chosen, too much, or files of two regions.
        StepUpNeeded: no second factor was shown within the last minutes.
    """
    return at_table(viewer, office, order, _propose)


def confirm_destruction(viewer: Viewer, office: Office, order: ConfirmDestruction) -> TableOutcome:
    """Confirm what another archivist proposed, if nothing changed since.

    Raises:
        NotFound: there is no such proposal in a region of this archivist.
        StepUpNeeded: no second factor was shown within the last minutes.
    """
    return at_table(viewer, office, order, _confirm)


def withdraw_destruction(
    viewer: Viewer, office: Office, order: WithdrawDestruction
) -> TableOutcome:
    """Leave a proposal undone; raises as ``confirm_destruction``."""
    return at_table(viewer, office, order, _withdraw)


def dry_run(
    connection: Connection,
    office: Office,
    files: Sequence[FileSeen],
    *,
    on: date,
    also: Collection[int] = (),
) -> DryRun:
    """Destroy these files and whatever families have none left, count, and take it all back.

    Args:
        also: families of which every file went before, but not what they share.
    """
    judged = dict(verdicts(connection, office, files, on=on))
    families = list(_without_files(connection, files, also))
    ids = [file.id for file in judged]
    of_each_file, of_each_family = wiping.would_wipe(connection, ids, families)
    of_files = [
        NewItem(
            case_id=file.id,
            from_on=verdict.from_on,
            bases=_bases(verdict),
            counts=counts,
        )
        for (file, verdict), counts in zip(judged.items(), of_each_file, strict=True)
    ]
    of_families = [
        NewItem(family_id=family, counts=counts)
        for family, counts in zip(families, of_each_family, strict=True)
    ]
    versions = {file.id: file.version for file in files}
    items = (*of_files, *of_families)
    return DryRun(items, _digest(office.library.retention.hash, items, versions))


def _propose(look: TableWork, order: ProposeDestruction) -> Changed:
    files, left = _chosen(look, order)
    ids = [file.id for file in files]
    already = kept.proposed_already(look.connection, ids)
    known = stranger(look, [*ids, *leftovers.files_of(look.connection, _keys(left))])
    refuse("propose_destruction", may_go(look, files), known, not_proposed(already))
    use_up(look.connection, look.viewer, look.now)
    run = dry_run(look.connection, look.office, files, on=look.today, also=_keys(left))
    made = _made(look, run, _regions(files, left).pop())
    return Changed(made, 1, "proposed", made)


def _made(look: TableWork, run: DryRun, region: str) -> str:
    """Keep the proposal; it is work of the second archivist, and no more of whoever missed it."""
    table = look.office.library.retention
    new = NewDestruction(
        region=region,
        by=look.viewer.person,
        digest=run.digest,
        table_version=table.version,
        table_hash=table.hash,
        backups_kept=table.backups_kept,
        items=run.items,
    )
    made = destructions.add_destruction(look.connection, new, now=look.now)
    for item in run.items:
        key = skipped_key(item.case_id, item.family_id)
        work.work_gone(look.connection, key, now=look.now)
    asked = NewWork(
        kind="destruction",
        key=work_key(made),
        why="second",
        region=region,
        about=made,
        role=ROLE,
    )
    work.add_work(look.connection, asked, now=look.now)
    return made


def _confirm(look: TableWork, order: ConfirmDestruction) -> Changed:
    seen = _proposal(look, order)
    items = destructions.items_of(look.connection, seen.id)
    left = [item.family_id for item in items if item.family_id is not None]
    ids = _cases(items)
    files = kept.files_by_key(look.connection, ids)
    refuse(
        "confirm_destruction",
        still_proposed(met=seen.state == "proposed"),
        another(met=seen.proposed_by != look.viewer.person),
        stranger(look, [*ids, *leftovers.files_of(look.connection, left)]),
        may_go(look, files),
    )
    use_up(look.connection, look.viewer, look.now)
    run = dry_run(look.connection, look.office, files, on=look.today, also=left)
    refuse("confirm_destruction", unchanged(met=run.digest == seen.digest == order.digest))
    return _decided(look, seen, to="confirmed")


def _cases(items: Sequence[ItemSeen]) -> list[int]:
    return [item.case_id for item in items if item.case_id is not None]


def _keys(left: Sequence[FamilyLeft]) -> list[int]:
    return [family.id for family in left]


def _withdraw(look: TableWork, order: WithdrawDestruction) -> Changed:
    seen = _proposal(look, order)
    refuse("withdraw_destruction", still_proposed(met=seen.state == "proposed"))
    return _decided(look, seen, to="withdrawn")


def _proposal(look: TableWork, order: OfDestruction) -> DestructionSeen:
    return destructions.get_destruction(
        look.connection, look.viewer, order.destruction, on=look.today, lock=True
    )


def _decided(look: TableWork, seen: DestructionSeen, *, to: Any) -> Changed:
    by = look.viewer.person
    destructions.decide(look.connection, seen.id, to=to, by=by, now=look.now)
    work.work_gone(look.connection, work_key(seen.public_id), now=look.now)
    return Changed(seen.public_id, 2, to)


def work_key(destruction: str) -> str:
    """The identity of the work that waits for the second archivist."""
    return f"destruction-{destruction}"


def skipped_key(case_id: int | None, family_id: int | None) -> str:
    """The identity of the work that somebody looks why this was not destroyed."""
    return f"skipped-case-{case_id}" if case_id is not None else f"skipped-family-{family_id}"


def _chosen(
    look: TableWork, order: ProposeDestruction
) -> tuple[tuple[FileSeen, ...], tuple[FamilyLeft, ...]]:
    """What was chosen, and until this ends nobody else proposes the same."""
    wanted, left = (tuple(dict.fromkeys(each)) for each in (order.files, order.families))
    if not wanted and not left:
        raise InvalidInput(InputProblem("files", "missing", _NONE))
    if len(wanted) + len(left) > MOST:
        raise InvalidInput(InputProblem("files", "malformed", _TOO_MANY))
    _, _, locked = _found(look, wanted, left)
    families.lock_families(look.connection, locked)
    files, rest, _ = _found(look, wanted, left)  # another may have been first
    if len(_regions(files, rest)) > 1:
        raise InvalidInput(InputProblem("files", "malformed", _MIXED))
    return files, rest


def _regions(files: Sequence[FileSeen], left: Sequence[FamilyLeft]) -> set[str]:
    return {file.region for file in files} | {family.region for family in left}


def _found(
    look: TableWork, wanted: tuple[str, ...], left: tuple[str, ...]
) -> tuple[tuple[FileSeen, ...], tuple[FamilyLeft, ...], list[int]]:
    """All of them, and of which families they are."""
    files = kept.files_chosen(look.connection, look.viewer, wanted, on=look.today)
    rest = leftovers.families_chosen(look.connection, look.viewer, left, on=look.today)
    if len(files) != len(wanted) or len(rest) != len(left):
        raise NotFound("case")
    return files, rest, [*_keys(rest), *(file.family_id for file in files)]


def _without_files(
    connection: Connection, files: Sequence[FileSeen], also: Collection[int]
) -> Iterator[int]:
    """The families that have no file left but these."""
    numbers = {file.number for file in files}
    for family in sorted({*also, *(file.family_id for file in files)}):
        if set(destructions.files_left(connection, family)) <= numbers:
            yield family


def _bases(verdict: Verdict) -> tuple[Mapping[str, Any], ...]:
    return tuple(
        {
            "key": each.key,
            "years": each.years,
            "source": each.source,
            "last_day": each.last_day.isoformat(),
        }
        for each in verdict.bases
    )


def _digest(table: str, items: Sequence[NewItem], versions: Mapping[int, int]) -> str:
    """The hash of a dry run; any change to what it is about gives another."""
    said = [
        {
            "case": item.case_id,
            "family": item.family_id,
            "version": versions.get(item.case_id) if item.case_id else None,
            "from_on": item.from_on.isoformat() if item.from_on else None,
            "bases": [dict(basis) for basis in item.bases],
            "counts": compared(item.counts),
        }
        for item in items
    ]
    data: Any = {"table": table, "items": said}
    return hashlib.sha256(canonical(data).encode()).hexdigest()


def compared(counts: Mapping[str, int]) -> dict[str, int]:
    """The counts that must be the same later; what goes by itself every day is left out."""
    return {table: rows for table, rows in counts.items() if table not in _BY_ITSELF}


_BY_ITSELF = frozenset({"stored_answer", "session", "meeting_mode", "step_up", "hook_call"})
