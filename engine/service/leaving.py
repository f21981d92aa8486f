"""Who takes part no longer; a role that one person holds is not left empty."""

from __future__ import annotations

from dataclasses import dataclass

from engine.access import Viewer
from engine.catalogue import Role
from engine.errors import NotFound
from engine.reason import Reason
from engine.service.command import CaseInHand, Outcome, carry_out, refuse
from engine.service.file.participants import ParticipantRow, participants_of
from engine.service.office import Office
from engine.service.orders import Leave
from engine.service.participants import end_part, ends_ahead, roles_known, settled, takings
from engine.service.repeats import Done
from engine.service.roles_asked import ends_for_another
from engine.service.vacancies import fill_vacancy, has_stand_in
from engine.store import people
from engine.text import Text


@dataclass(frozen=True, slots=True)
class OnePart:
    """Somebody's part in a role; ``unmet`` says why the viewer may not end it, if so."""

    row: ParticipantRow
    unmet: tuple[Reason, ...]


def part_in(work: CaseInHand, person: str, role: str) -> OnePart:
    """This part, other than through the whole region, and whether the viewer may end it.

    Raises:
        NotFound: that person has no such part in this case.
    """
    for row in participants_of(work):
        if (row.person, row.role) == (person, role) and row.scope != "region":
            child = row.child.id if row.child else None
            asked = ends_for_another(work, roles_known(work).get(role), work.parts_over(child))
            mine = person == work.viewer.id
            return OnePart(row, () if mine or asked.met else (asked,))
    raise NotFound("participant")


def leave(viewer: Viewer, office: Office, order: Leave) -> Outcome:
    """End somebody's part, today or at a later day; the row stays, with its end.

    Refused with ``ended`` when an end was recorded before: that one stays; with ``one_holder``
    for a role that one person holds: ``assign`` hands it over, unless the family has a case in
    which somebody steps in at once. One's own part anybody may end. When it is this case in which
    somebody steps in, its one event is that step, which says who left.

    Raises:
        NotFound: that person has no such part in this case. InvalidInput: the end is past.
    """
    return carry_out(viewer, office, order, _leave)


def _leave(work: CaseInHand, order: Leave) -> Done:
    role = roles_known(work).get(order.role)
    others = order.person != work.viewer.id
    if others:
        refuse("leave", ends_for_another(work, role, work.parts))
    ends_ahead(work, order.until_on)
    person = people.person_by_public_id(work.connection, order.person)
    opened = work.opened
    mine = [
        taking
        for taking in takings(work)
        if opened.shows(taking.child_id)
        and (taking.person_id, taking.role, taking.region) == (person.id, order.role, None)
        and taking.access != "excluded"  # whoever is kept out is not let in by this road
    ]
    if not mine:
        raise NotFound("person")
    for taking in mine if others else ():
        refuse("leave", ends_for_another(work, role, work.parts_over(taking.child_id)))
    refuse("leave", _has_successor(role, stand_in=has_stand_in(work, order.role)))
    for taking in mine:
        end_part(work, taking, order.until_on or work.today)
    told = {"role": order.role, "person": person.public_id, "ended_by": work.viewer.id}
    done = fill_vacancy(work, order.role, told)
    return done or settled(work, "left", order.role, person, {}, child_id=mine[0].child_id)


def _has_successor(role: Role | None, *, stand_in: bool) -> Reason:
    """Whether the role may be left: one that one person holds only where somebody steps in."""
    return Reason(
        key="one_holder",
        met=role is None or not role.one or stand_in,
        asks=Text(nl="Draag de rol over", en="Hand the role over"),
        says=Text(
            nl="Een rol die één persoon heeft blijft niet leeg. Draag de rol over aan een ander.",
            en="A role that one person holds is not left empty. Hand it over to somebody else.",
        ),
        source="SEED 004 (req 130); DEFAULT",
    )
