"""The ledger of all my cases: what went out, what did not and why, and what is still to come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from engine.access import Viewer
from engine.definition import Workflow
from engine.service.file.reminders import (
    At,
    LedgerRow,
    ToldRow,
    audience_words,
    ledger_row,
    told_rows,
)
from engine.service.listing import Listing, cut, listing, page_size
from engine.service.my_cases import title_of
from engine.service.office import Office
from engine.store import ledger_lists
from engine.store.ledger_lists import LedgerSeen, Wanted

EVERYTHING = Wanted()
"""All of which the moment is past."""


@dataclass(frozen=True, slots=True)
class LedgerPage:
    """A page of the list; ``next`` is where the page after it begins, or None."""

    rows: tuple[LedgerRow, ...]
    next: tuple[datetime, int] | None


def my_reminders(
    viewer: Viewer,
    office: Office,
    wanted: Wanted = EVERYTHING,
    *,
    after: tuple[datetime, int] | None = None,
    limit: int = 20,
) -> LedgerPage:
    """The reminders of every case that the viewer may see today; names of professionals only.

    ``after`` is the ``next`` of the page before. A page takes as many statements as a row.
    """
    with listing(viewer, office, "list_reminders") as work:
        size = page_size(limit)
        found = ledger_lists.list_ledger(
            work.connection,
            viewer,
            wanted,
            now=work.now,
            on=work.today,
            limit=size + 1,
            after=after,
        )
        page, last = cut(found, size)
        workflows = work.workflows(each.head for each in page)
        ids = [each.reminder.id for each in page]
        told = ledger_lists.notices_by_reminder(work.connection, ids)
        rows = tuple(
            _row(
                work,
                each,
                workflows.get(each.head.workflow_hash),
                told_rows(told[each.reminder.id], named=False),
            )
            for each in page
        )
    return LedgerPage(rows, (last.reminder.fire_at, last.reminder.id) if last else None)


def _row(
    work: Listing, listed: LedgerSeen, workflow: Workflow | None, told: tuple[ToldRow, ...]
) -> LedgerRow:
    known = workflow.catalogue.roles if workflow else {}
    roles = {**work.office.library.catalogue.roles, **known}
    seen = listed.reminder
    return ledger_row(
        seen,
        At(listed.head.public_id, listed.head.number, listed.deadline),
        title=title_of(workflow, seen.key),
        to=audience_words(seen.audience, listed.owner_role, roles),
        told=told,
        roles=roles,
    )
