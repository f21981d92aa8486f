"""A case at the table: it is planned, people come, agree, and see later what came of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from api.caseload import agreeing, mending
from api.caseload import intents as i
from api.caseload.at_work import AtWork
from api.caseload.with_family import TWELVE
from engine.at_the_table import meeting_field
from engine.definition import Transition
from engine.service import orders
from engine.service.invitation_plans import INVITATION

REQUESTER, SECRETARY = "requester", "secretary"
_WAYS = (
    ("address", "Het adres van het gezin; de brief op naam."),
    ("phone", "Bellen op het eigen nummer, na vier uur."),
    ("by_hand", "De verzoeker geeft de brief bij het gesprek."),
)
"""By which way somebody is reached, and how."""


def planned(work: AtWork, step: Transition) -> Mapping[str, object]:
    """The meeting that is chosen, when the form of a step asks for one."""
    field = meeting_field(step)
    if field is None:
        return {}
    work.sitting = work.company.sittings.choose(work.home.region, work.case)
    return {field: work.sitting.id} if work.sitting else {}


def take_part(work: AtWork, intent: i.AtTable) -> bool:
    """Do what belongs to a meeting; whether the life of the case can go on."""
    match intent:
        case i.Invite():
            _invite(work, intent.to)
        case i.Attend():
            return _attend(work, intent.family)
        case i.AgreeOn():
            agreeing.agree(work, intent.count)
        case i.Conclude():
            agreeing.conclude(work, intent.last)
    return True


def _invite(work: AtWork, to: str) -> None:
    """Bring the invitation of each of the family to this status: everybody has one of their own."""
    for person in [work.home.ids[name] for name in _family(work)]:
        paper = work.invitations.get(person)
        if paper is None:
            work.papers.pop((INVITATION, None), None)
        else:
            work.papers[INVITATION, None] = paper
        way, how = work.rng.choice(_WAYS)
        says = {"person": person, "safe_contact": way, "how": how}
        if mending.bring(work, INVITATION, (to,), says=says):
            work.invitations[person] = work.papers[INVITATION, None]


def _attend(work: AtWork, how: str) -> bool:
    """Open the meeting and mark who is there for this case; whether there is a meeting."""
    sitting, sittings = work.sitting, work.company.sittings
    if sitting is None or sitting.on != work.today or not sittings.open(sitting):
        return False
    for who in work.company.holders(REQUESTER):
        _mark(work, work.cast.people[who].id, "in_room")
    for name in _family(work):
        _mark(work, work.home.ids[name], how)
    return True


def _family(work: AtWork) -> Iterator[str]:
    """The parents, and the youths who are old enough to come."""
    yield from (parent.name for parent in work.home.parents)
    for name in work.about:
        if (work.today - work.home.born[name]).days > TWELVE:
            yield name


def _mark(work: AtWork, person: str, how: str) -> None:
    for who in work.company.holders(SECRETARY)[:1]:
        work.give(who, orders.MarkAtItem, person=person, how=how)
