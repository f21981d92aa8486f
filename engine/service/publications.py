"""Publish an item to somebody of the family: what was withheld before is read again.

Source: LAW Jeugdwet 7.3.2(3), 7.3.10; DOMAIN part 6, no. 19.
"""

from __future__ import annotations

from engine.access import Viewer
from engine.reader import CAN_BE_PUBLISHED
from engine.service import publication_words as words
from engine.service.command import CaseInHand, Outcome, carry_out, refuse
from engine.service.office import Office
from engine.service.publication_orders import Publish
from engine.service.publication_steps import (
    about,
    add,
    file_of,
    item_in,
    member_in,
    settled,
    ticked_by,
)
from engine.service.repeats import Done
from engine.service.roles_asked import publishes_here


def publish(viewer: Viewer, office: Office, order: Publish) -> Outcome:
    """Let somebody of the family read an item; what was withheld before is read again.

    Refused when the law or the item itself keeps it from them, or when it names others of the
    family and nobody looked at that.

    Raises:
        NotFound: no such item or person of the family, for this viewer.
        StaleCase: somebody changed the case since, and may have withheld it.
    """
    return carry_out(viewer, office, order, _publish)


def _publish(work: CaseInHand, order: Publish) -> Done:
    file = file_of(work)
    item, reader = item_in(work, file, order.item), member_in(work, order.person)
    shown = file.shown(item, reader)
    may = shown.reads or shown.why in CAN_BE_PUBLISHED
    named = may and bool(file.others_in(item, reader))
    refuse(
        "publish",
        publishes_here(work, item.child.id if item.child else None),
        words.can_read(shown.why, met=may),
        words.names_looked_at(met=not named or order.names_seen),
    )
    before = file.newest(item, reader)
    made = add(work, item, reader, "published")
    ticked = ticked_by(work, "withholding", before) if before else ()
    return settled(work, "item_published", made, about(item, reader), ticked=ticked)
