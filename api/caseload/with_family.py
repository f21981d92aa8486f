"""What people do with a family beside the steps: seat them, ask them, hand over, let it rest."""

from __future__ import annotations

from api.caseload import chores, mending
from api.caseload import intents as i
from api.caseload.at_work import AtWork
from api.caseload.company import REGISSEUR
from engine.service import orders
from engine.service.repeats import Done

TWELVE = 12 * 366
"""In days: from this age on a youth takes part."""


def do(work: AtWork, intent: i.WithFamily) -> None:
    """Do one of these things."""
    match intent:
        case i.Seat():
            _seat(work, intent.percent)
        case i.Say():
            _say(work, intent)
        case i.AskAll():
            mending.consent(work, intent.purpose)
        case i.Talk():
            chores.talk(work)
        case i.HandOver():
            _hand_over(work, intent.role)
        case i.Leave():
            _leave(work, intent.role)
        case i.Pause():
            chores.pause(work, work.inviter, intent.days)


def _seat(work: AtWork, percent: int) -> None:
    """The youth of 12 or older and the parents take part."""
    if work.rng.randrange(100) >= percent:
        return
    child = work.children[0]
    parts = {
        parent.name: f"parent_with{'' if parent.has_authority else 'out'}_authority"
        for parent in work.home.parents
    }
    if (work.today - work.home.born[work.about[0]]).days > TWELVE:
        parts[work.about[0]] = "youth"
    for name, role in parts.items():
        person = work.home.ids[name]
        work.give(work.inviter, orders.Join, person=person, role=role, ground="gezin", child=child)


def _say(work: AtWork, intent: i.Say) -> None:
    home, child = work.home, work.about[0]
    parents = [parent.name for parent in home.parents if parent.has_authority]
    nth = -1 if intent.whom == "last_parent" else 0
    name = child if intent.whom == "youth" else parents[nth]
    mending.say(work, intent.purpose, child, name, intent.answer)


def _hand_over(work: AtWork, role: str) -> None:
    """A colleague takes over; for the regisseur that counts in the whole family."""
    held = work.company.holders(role)
    others = work.cast.working_as(role, but=held)
    if not held or not others:
        return
    who = work.rng.choice(others)
    done = work.give(
        held[0],
        orders.Assign,
        person=work.cast.people[who].id,
        role=role,
        ground="neemt het over van een collega",
    )
    if isinstance(done, Done):
        work.company.takes_part(role, who)


def _leave(work: AtWork, role: str) -> None:
    """Whoever holds the role goes; for a regisseur the team lead steps in at once."""
    for who in work.company.holders(role)[:1]:
        done = work.give(who, orders.Leave, person=work.cast.people[who].id, role=role)
        if isinstance(done, Done):
            work.company.stops(role)
            work.look_again()
            if role == REGISSEUR and work.state == "interim":
                work.company.takes_part(role, work.cast.working_as("team_lead")[0])
