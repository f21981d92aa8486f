"""What invitations leave to be done: a safe way to be found, and a family to be told anew.

Work for the secretary, made in the transaction of what asks for it, gone with its cause.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from engine.invitees import MUST_CHOOSE
from engine.service.at_table import TableWork
from engine.service.command import CaseInHand
from engine.service.invitation_plans import (
    INVITATION,
    INVITED,
    Lack,
    Plan,
    guests_of,
    lack_of,
    plans_of,
    roles_in_case,
)
from engine.service.talk_told import outdated
from engine.store import agenda, people
from engine.store import work as kept
from engine.store.cases import CaseHead
from engine.store.meetings import MeetingHead
from engine.store.records import RecordHead
from engine.store.tables.work import WorkKind
from engine.store.work import NewWork


def ask_for_choices(work: TableWork, meeting: MeetingHead) -> None:
    """Make work of each person of a planned case who has no choice yet, or no safe way."""
    for case in _planned(work, meeting):
        _choices(work, case, _plans(work, case), asks=("no_choice", "no_way"))


def talk_changed(work: TableWork, meeting: MeetingHead) -> None:
    """Make work of each family whose invitation says another time or place than the meeting."""
    for case in _planned(work, meeting):
        case_changed(work, case)


def case_changed(work: TableWork, case: CaseHead) -> None:
    """The same of one case, that came to an agenda or left one."""
    _telling(work, case, _plans(work, case))


def choice_made(work: CaseInHand, head: RecordHead) -> None:
    """Let both be true to what was chosen for somebody now.

    A way that is not safe is asked for once the agenda stands; before that it may wait.
    """
    if head.type != INVITATION:
        return
    live = agenda.live_items(work.connection, work.case)
    here = TableWork(work.office, work.connection, work.viewer, work.now)
    plans = _plans(here, work.case)
    asks: list[Lack] = ["no_way" for each in live if each.meeting.state != "concept"]
    _choices(here, work.case, plans, asks=asks)
    _telling(here, work.case, plans)


def _planned(work: TableWork, meeting: MeetingHead) -> list[CaseHead]:
    items = agenda.items_of(work.connection, meeting)
    return [each.case for each in items if each.item.state == "planned"]


def _plans(work: TableWork, case: CaseHead) -> Mapping[str, Plan] | None:
    """What was chosen for each person; None where the definition knows no such choice."""
    workflow = work.office.version(work.connection, case.workflow_hash)
    if INVITATION not in workflow.catalogue.records:
        return None
    return plans_of(work.connection, case, workflow)


def _choices(
    work: TableWork,
    case: CaseHead,
    plans: Mapping[str, Plan] | None,
    *,
    asks: Collection[Lack],
) -> None:
    """Work for each who must be invited and is not safely; ``asks``: for what to make it."""
    if plans is None:
        return
    roles = roles_in_case(work.connection, case, now=work.now, on=work.today)
    here = guests_of(work.connection, case, roles, on=work.today)
    lacking = {
        guest.person: lack
        for guest in here
        if guest.why in MUST_CHOOSE and (lack := _lack(plans.get(guest.person)))
    }
    asked = {person: lack for person, lack in lacking.items() if lack in asks}
    _leave(work, case, "no_safe_contact", asked, list(lacking))


def _lack(plan: Plan | None) -> Lack | None:
    """What is missing; of a choice that waits for the chair too that no way is safe."""
    return "no_way" if plan and plan.is_draft and plan.has_no_way else lack_of(plan)


def _telling(work: TableWork, case: CaseHead, plans: Mapping[str, Plan] | None) -> None:
    """Work for each of the family to whom something went out that is not so any more.

    A new choice alone tells nobody: it stays until that went out too, or nobody is to come.
    """
    if plans is None:
        return
    late = {**outdated(work.connection, case, plans)}
    waits = [each.person for each in plans.values() if each.is_draft or each.status == INVITED]
    _leave(work, case, "tell_family", late, waits)


def _leave(
    work: TableWork,
    case: CaseHead,
    kind: WorkKind,
    wanted: Mapping[str, str],
    stays: Collection[str],
) -> None:
    """Make this work of these persons, by why; that of others is gone, unless it ``stays``."""
    persons = people.persons_by_public_id(work.connection, [*wanted, *stays])
    keep = [each.id for each in persons.values()]
    kept.work_gone_in_case(work.connection, case.id, kind, but=keep, now=work.now)
    for person, why in wanted.items():
        if persons[person].kind == "professional":  # they hear by mail
            continue
        new = NewWork(
            kind=kind,
            key=f"{kind}-{case.public_id}-{person}",
            why=why,
            region=case.region,
            case_id=case.id,
            person_id=persons[person].id,
            role="secretary",
        )
        kept.add_work(work.connection, new, now=work.now)
