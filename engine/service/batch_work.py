"""Do what a batch asks, one deadline after another: the part that the tick wakes.

Each item is the command that anybody could give for that one deadline, given as whoever asked the
batch, with the rights that they have now. What became of it is noted in the command's own
transaction: after a crash both are there or neither.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress

from engine.access import Viewer
from engine.decision import Refused
from engine.errors import NotFound, StaleCase
from engine.fields import InvalidInput
from engine.service.command import CaseInHand, Outcome, carry_out
from engine.service.deadlines import extend_now
from engine.service.office import Office
from engine.service.orders import Assign, Extend, Join
from engine.service.participants import assign_now, join_now, roles_known, takings
from engine.service.remind_now import RemindNow, remind_in
from engine.service.repeats import Done
from engine.span import Span
from engine.store import batches, people
from engine.store.batches import ItemDue
from engine.store.tables.batch import ItemState
from engine.store.unit_of_work import reading, unit_of_work
from engine.text import Text

_TRIES = 3
"""So often somebody else may move the case at this very moment; then it waits for the next tick."""

_LEFT = Text(
    nl="Wie dit vroeg werkt hier niet meer.", en="Whoever asked this does not work here any more."
)
_UNSEEN = Text(
    nl="U ziet deze zaak niet meer, of de termijn is er niet meer.",
    en="You do not see this case any more, or the deadline is gone.",
)


class NoLongerWaits(Exception):
    """Another tick did the item, or whoever asked stopped it; what was begun is rolled back."""


def do_item(office: Office, item: ItemDue) -> ItemState | None:
    """Do one item; None when another tick was first, it was stopped, or the case is moving now."""
    if not item.asker.is_active:
        return _note(office, item, "skipped", (_LEFT,))
    for _ in range(_TRIES):
        with suppress(StaleCase):
            return _done_once(office, item)
    return None


def _done_once(office: Office, item: ItemDue) -> ItemState | None:
    try:
        outcome = _do(office, item)
    except NoLongerWaits:
        return None
    except NotFound:
        return _note(office, item, "refused", (_UNSEEN,))
    except InvalidInput as invalid:
        return _note(office, item, "refused", (each.says for each in invalid.problems))
    if isinstance(outcome, Refused):
        return _note(office, item, "refused", (each.says for each in outcome.missing))
    return "done"


def _do(office: Office, item: ItemDue) -> Outcome:
    """Give the command for this one deadline, on the case as it stands now."""
    viewer = _asker(item)
    if item.act == "remind":
        order = RemindNow(case=item.case, deadline=item.deadline)
        return carry_out(
            viewer, office, order, lambda work, it: _noted(work, item, remind_in(work, it))
        )
    with reading(office.store) as connection:
        version = batches.version_of(connection, item)
    if item.act == "extend":
        longer = Extend(
            case=item.case,
            deadline=item.deadline,
            by=Span.model_validate(item.said["by"]),
            reason=str(item.said["reason"]),
            seen_version=version,
        )
        return carry_out(
            viewer, office, longer, lambda work, it: _noted(work, item, extend_now(work, it))
        )
    ground = str(item.said["reason"])
    given = Assign(
        case=item.case,
        person=str(item.said["person"]),
        role=item.owner_role,
        ground=ground,
        seen_version=version,
    )
    return carry_out(
        viewer, office, given, lambda work, it: _noted(work, item, _give_role(work, it))
    )


def _give_role(work: CaseInHand, order: Assign) -> Done:
    """Hand the role over where one person holds it, else let the person join in it.

    Whoever has it already has it: nothing changes.
    """
    person = people.person_by_public_id(work.connection, order.person)
    if any(each.role == order.role and each.person_id == person.id for each in takings(work)):
        return Done(work.case.public_id, work.case.version, work.case.state, "assigned")
    role = roles_known(work).get(order.role)
    if role is not None and role.one:
        return assign_now(work, order)
    joining = Join(case=order.case, person=order.person, role=order.role, ground=order.ground)
    return join_now(work, joining)


def _noted(work: CaseInHand, item: ItemDue, done: Done) -> Done:
    """What was done, noted with it.

    Raises:
        NoLongerWaits: the item was ended meanwhile.
    """
    if not batches.end_item(work.connection, item, state="done", why={}, now=work.now):
        raise NoLongerWaits
    return done


def _asker(item: ItemDue) -> Viewer:
    asker = item.asker
    return Viewer(
        asker.id,
        asker.public_id,
        organisation=asker.organisation_id,
        language=asker.language,
        through="batch",
    )


def _note(
    office: Office, item: ItemDue, state: ItemState, says: Iterable[Text] = ()
) -> ItemState | None:
    why = {"says": [each.model_dump() for each in says]}
    with unit_of_work(office.store) as connection:
        now = office.clock.now()
        return state if batches.end_item(connection, item, state=state, why=why, now=now) else None
