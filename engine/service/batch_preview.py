"""What a batch would do, deadline by deadline, before anybody asks it; nothing changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from engine.access import Viewer
from engine.deviation_duties import duty_rule
from engine.errors import TermOutOfScope
from engine.reason import Reason
from engine.service.at_table import TableWork, looking_at
from engine.service.batch_orders import AskBatch
from engine.service.batches import chosen_of
from engine.service.command import CaseInHand
from engine.service.deadlines import extension_reasons
from engine.service.listing import bare
from engine.service.my_cases import title_of
from engine.service.office import Office
from engine.service.participants import roles_known
from engine.service.recipients import Ladders, ladders_of
from engine.service.remind_now import remind_reasons
from engine.service.reminder_words import why_words
from engine.service.roles_asked import changes_parts
from engine.store.batches import Chosen
from engine.store.cases import CaseHead
from engine.terms import due
from engine.text import Text

_OTHERWISE = Text(nl="Zo wordt deze termijn niet geteld.", en="This term is not counted like that.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """What one item would do: who hears or owns it, and the day that it would get.

    ``why`` says that somebody stands in; ``hindrances`` are all reasons why it would be refused.
    """

    deadline: str
    title: Text
    due_on: date
    case: str
    number: str
    role: str
    owner: Text
    people: tuple[str, ...]
    why: Text | None
    would_be: date | None
    hindrances: tuple[Text, ...]


def preview_batch(viewer: Viewer, office: Office, order: AskBatch) -> tuple[Planned, ...]:
    """Every deadline of the order with what would become of it, the first due in front.

    Raises:
        NotFound: one of them is not there, or not for this viewer.
    """
    with looking_at(viewer, office, order.about, "preview_batch") as work:
        found = chosen_of(work, tuple(dict.fromkeys(order.deadlines)))
        heads = {each.head.id: each.head for each in found}
        known = {key: _in_hand(work, head) for key, head in heads.items()}
        ladders = {key: ladders_of(work.connection, head, work.now) for key, head in heads.items()}
        return tuple(
            _planned(known[each.head.id], order, each, ladders[each.head.id]) for each in found
        )


def _in_hand(work: TableWork, head: CaseHead) -> CaseInHand:
    workflow = work.office.version(work.connection, head.workflow_hash)
    return CaseInHand(work.office, work.connection, work.viewer, head, workflow, work.now, work.now)


def _planned(work: CaseInHand, order: AskBatch, each: Chosen, ladders: Ladders) -> Planned:
    row, roles = each.deadline, roles_known(work)
    ladders = ladders.about(row.child_id)
    told = ladders.told(row.owner_role, work.today)
    new, misfit = _dated(work, order, each)
    reasons = _reasons(work, order, each, new)
    return Planned(
        deadline=row.public_id,
        title=title_of(work.workflow, row.key),
        due_on=row.due_on,
        case=each.head.public_id,
        number=each.head.number,
        role=row.owner_role,
        owner=roles[row.owner_role].title if row.owner_role in roles else bare(row.owner_role),
        people=tuple(
            ladders.people[key].name for key in told.people if key not in ladders.of_family
        ),
        why=why_words(told.why, roles) if told.why else None,
        would_be=new,
        hindrances=(*misfit, *(reason.says for reason in reasons if reason.stops)),
    )


def _reasons(
    work: CaseInHand, order: AskBatch, each: Chosen, new: date | None
) -> tuple[Reason, ...]:
    """What the command itself would look at, as far as it is known yet."""
    if order.act == "remind":
        return remind_reasons(work, each.deadline)
    if order.act == "extend":
        return extension_reasons(work, each.deadline, new)
    role = roles_known(work).get(each.deadline.owner_role)
    return (changes_parts(work, role, work.parts_over(None)),)


def _dated(work: CaseInHand, order: AskBatch, each: Chosen) -> tuple[date | None, tuple[Text, ...]]:
    """The day that an extension would give it; or why it gives none."""
    if order.act != "extend" or order.by is None:
        return None, ()
    row, rule = each.deadline, duty_rule(work.workflow, each.deadline.key)
    calendar = work.reckoner.calendar
    try:
        moved = due(row.due_on, order.by, rule.kind, calendar, on_day_off=rule.day_off)
    except TermOutOfScope:
        return None, (_OTHERWISE,)
    return moved.on, ()
