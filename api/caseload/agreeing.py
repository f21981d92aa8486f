"""Agreements: made at the table, and later kept or not."""

from __future__ import annotations

from datetime import timedelta

from api.caseload.at_work import AtWork
from engine.service import orders
from engine.service.repeats import Done

AGREED = (
    "Moeder brengt de kinderen elke dag naar school en belt als dat niet lukt.",
    "Het CJG komt twee keer per week thuis, met vader erbij.",
    "Oma past op woensdag en vrijdag op.",
    "Vader meldt zich bij de huisarts en vraagt om een verwijzing.",
    "School belt het CJG bij elke dag verzuim.",
    "Er wordt niet gedronken als de kinderen thuis zijn.",
)
IN_WORDS = ("Moeder", "Vader", "Oma", "De mentor van school")
KEPT, NOT_KEPT = "Gelukt.", "Het lukte niet elke dag."


def agree(work: AtWork, count: int) -> None:
    """Make agreements, in turn of the regisseur and of somebody in words."""
    for nth, text in enumerate(work.rng.sample(AGREED, k=count)):
        due = work.today + timedelta(days=work.rng.randint(20, 60))
        owner = work.cast.people[work.company.lead].id if nth % 2 == 0 else None
        words = "" if owner else work.rng.choice(IN_WORDS)
        for who in work.company.holders("secretary")[:1]:
            done = work.give(
                who, orders.Agree, text=text, due_on=due, owner=owner, owner_words=words
            )
            if isinstance(done, Done) and done.made:
                work.agreements.append(done.made)


def conclude(work: AtWork, last: str) -> None:
    """Settle every agreement that is open; the last of them as it turned out."""
    while work.agreements:
        made = work.agreements[0]
        if not settle(work, made, "met" if len(work.agreements) > 1 else last):
            return


def settle(work: AtWork, made: str, result: str) -> bool:
    """Record what came of one agreement; whether it was open."""
    words = NOT_KEPT if result == "not_met" else KEPT
    done = work.give(
        work.inviter, orders.SettleAgreement, agreement=made, result=result, words=words
    )
    if made in work.agreements:
        work.agreements.remove(made)
    return isinstance(done, Done)
