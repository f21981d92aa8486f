"""Read a record: the one place where fields that somebody may not read are taken out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.access import Viewer, classes_shown
from engine.service.command import looking
from engine.service.office import Office
from engine.store import participation, people, records
from engine.text import Text


@dataclass(frozen=True, slots=True)
class RecordShown:
    """A record as one viewer may read it; ``withheld`` names the fields that were taken out."""

    id: str
    type: str
    title: Text
    status: str
    author: str
    fields: Mapping[str, object]
    withheld: tuple[str, ...]


def read_record(viewer: Viewer, office: Office, case: str, record: str) -> RecordShown:
    """The record with the fields whose class this viewer may read; the look is logged.

    Raises:
        NotFound: no such case for this viewer, or no such record in it.
    """
    with looking(viewer, office, case, "read_record", record=record) as work:
        head = records.get_record(work.connection, work.case, record)
        kind = work.workflow.catalogue.records[head.type]
        parts = participation.parts_of(
            work.connection, viewer, work.case, now=work.now, on=work.today
        )
        shown = classes_shown(parts)
        text = records.read_text(work.connection, head)
        withheld = tuple(name for name in text if kind.class_of(name) not in shown)
        return RecordShown(
            id=head.public_id,
            type=head.type,
            title=kind.title,
            status=head.status,
            author=people.public_id_of(work.connection, head.author_id),
            fields={name: value for name, value in text.items() if name not in withheld},
            withheld=withheld,
        )
