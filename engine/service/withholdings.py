"""Withhold an item with a reason and a second professional, and what becomes of that later.

It is the act that must be reasoned: for five working days (DEFAULT) it stands on the word of one
professional; then the item is published again, until a second one confirms. That happens once for
each item and reader: asked again, it counts only when it is confirmed. While somebody is waited
for, a deadline says so. The corrected version of what is withheld is withheld too.

Source: LAW Jeugdwet 7.3.2(3), 7.3.10; DOMAIN part 6, no. 19.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, timedelta

from engine.access import Viewer
from engine.duty_plan import NewDuty
from engine.publication_duties import WITHIN, reads_duty
from engine.reader import CAN_BE_PUBLISHED
from engine.service import publication_words as words
from engine.service.command import CaseInHand, Outcome, carry_out, refuse
from engine.service.office import Office
from engine.service.publication_orders import DecideWithholding, Withhold
from engine.service.publication_steps import (
    about,
    add,
    decided_by_second,
    duty_of,
    file_of,
    is_newest,
    item_in,
    member_in,
    must_say,
    publication_in,
    second_role,
    settled,
)
from engine.service.repeats import Done
from engine.service.roles_asked import publishes_here
from engine.store import publications
from engine.store.publications import PublicationSeen
from engine.store.records import RecordHead
from engine.terms import due


def withhold(viewer: Viewer, office: Office, order: Withhold) -> Outcome:
    """Keep an item from somebody at once; without a second professional for five working days.

    Raises:
        NotFound: no such item or person of the family, for this viewer.
        InvalidInput: no reason.
        StaleCase: somebody changed the case since.
    """
    return carry_out(viewer, office, order, _withhold)


def decide_withholding(viewer: Viewer, office: Office, order: DecideWithholding) -> Outcome:
    """Confirm or refuse it; never one's own.

    Raises:
        NotFound: it is not of this case. InvalidInput: refused without a reason.
    """
    return carry_out(viewer, office, order, _decide)


def was_asked_before(before: Collection[PublicationSeen]) -> bool:
    """Whether withholding was asked before, and nobody confirmed it: then it counts not at once."""
    return any(each.state in {"asked", "refused"} for each in before)


def carry_over(work: CaseInHand, old: RecordHead, new: RecordHead) -> tuple[NewDuty, ...]:
    """Withhold the corrected version as the record that it corrects; the deadlines of that.

    Whatever was asked, refused or confirmed last goes along as it stands, with the same last day.
    """
    every = publications.publications_of(work.connection, work.case)
    last = {each.reader_id: each for each in every if each.item == old.public_id}
    return tuple(_carried(work, last.values(), new))


def _carried(
    work: CaseInHand, last: Collection[PublicationSeen], new: RecordHead
) -> Iterator[NewDuty]:
    children = {each.id: each for each in work.children}
    for each in last:
        if each.state not in {"asked", "withheld", "refused"}:
            continue
        made = publications.carry_publication(
            work.connection, each, new.public_id, now=work.now, seq=work.next_seq
        )
        if each.state == "asked" and each.can_count(work.today):
            child = children.get(each.child_id or 0)
            owner = second_role(work, child, each.by_id)
            named = child.public_id if child else None
            yield reads_duty(
                work.reckoner, "withholding", made, on=each.on_date, owner=owner, child=named
            )


def _withhold(work: CaseInHand, order: Withhold) -> Done:
    file = file_of(work)
    item, reader = item_in(work, file, order.item), member_in(work, order.person)
    newest, shown = file.newest(item, reader), file.shown(item, reader)
    refuse(
        "withhold",
        publishes_here(work, item.child.id if item.child else None),
        words.not_waiting(met=newest is None or newest.state not in {"asked", "withheld"}),
        words.can_read(shown.why, met=shown.reads or shown.why in CAN_BE_PUBLISHED),
    )
    must_say("reason", order.reason)
    again = was_asked_before(file.history(item, reader))
    until = None if again else _first_day_read_again(work)
    made = add(work, item, reader, "asked", order.reason.strip(), lapses_on=until)
    owner = second_role(work, item.child, work.viewer.person)
    duty = duty_of(work, "withholding", made, item.child, owner)
    return settled(work, "withholding_asked", made, about(item, reader), extra=(duty,))


def _first_day_read_again(work: CaseInHand) -> date:
    asked = due(work.today, WITHIN, "working_days", work.reckoner.calendar)
    return asked.on + timedelta(days=1)


def _decide(work: CaseInHand, order: DecideWithholding) -> Done:
    if not order.publication:
        refuse("decide_withholding", words.still_waits(met=False))
    found = publication_in(work, order.publication, "asked", "withheld", "refused")
    refuse(
        "decide_withholding",
        publishes_here(work, found.child_id),
        words.still_waits(met=is_newest(work, found) and found.state == "asked"),
        words.of_another(met=found.by_id != work.viewer.person),
    )
    if not order.confirmed:
        must_say("why", order.why)
    return decided_by_second(work, found, "withheld" if order.confirmed else "refused", order.why)
