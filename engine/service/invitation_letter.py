"""The letter to one person who is asked to come, made of what is theirs alone."""

from __future__ import annotations

from collections.abc import Iterator

from engine.access import Viewer
from engine.errors import NotFound
from engine.invitation import Asked, Sits, To, compose
from engine.invitees import time_of
from engine.letter import Line, blocks_in, written
from engine.reason import Reason
from engine.region import Reader
from engine.service.command import CaseInHand, looking
from engine.service.invitation_plans import INVITATION, Plan, way_is_safe
from engine.service.invitations import Talk, invitations_in
from engine.service.letter_page import Paper
from engine.service.office import Office
from engine.store import agenda, consents, meeting_tables, participation, people, records
from engine.store.people import PersonSeen
from engine.text import Text

TITLE = Text(nl="Uitnodiging", en="Invitation")
SITS = ("chair", "secretary", "council_adviser", "requester", "gi_worker", "protection_worker")
"""Who sits there by their role in the case, in this order; the regisseur comes after them."""

_HEARD_APART = Reason(
    key="heard_apart",
    met=False,
    asks=Text(nl="Zeg het deze persoon zelf", en="Tell this person yourself"),
    says=Text(
        nl="Deze persoon wordt apart gehoord, op een eigen tijd. Er is geen brief voor de tafel.",
        en="This person is heard apart, at a time of their own. There is no letter to the table.",
    ),
    source="SEED 001 (req 8, 9); DEFAULT",
)


def invitation_paper(viewer: Viewer, office: Office, case: str, record: str) -> Paper:
    """What is printed for one person; the look is logged.

    Raises:
        NotFound: no such case for this viewer, or no invitation in it under this record.
    """
    with looking(viewer, office, case, "read_invitation_letter", record=record) as work:
        return invitation_paper_of(work, record)


def invitation_paper_of(work: CaseInHand, record: str) -> Paper:
    """The same of a case in hand; nothing is on it where ``barred`` says why not."""
    found = invitations_in(work)
    row = found.row_of(record)
    plan = row.plan_of(record) if row else None
    if row is None or plan is None or not (plan.comes or plan.is_apart):
        raise NotFound("invitation")
    receiver = people.person_by_public_id(work.connection, row.person)
    barred = _HEARD_APART if plan.is_apart else _barred(work, record)
    asked = compose(_asked(work, plan, receiver, (found.talk, row.clashes)))
    language = receiver.language
    return Paper(
        kind="letter",
        record=record,
        case=work.case.public_id,
        number=work.case.number,
        title=TITLE,
        language=language,
        blocks=() if barred else blocks_in(written(asked, language)),
        is_draft=False,
        barred=barred,
    )


def _barred(work: CaseInHand, record: str) -> Reason | None:
    """Why nothing may be printed."""
    head = records.get_record(work.connection, work.case, record)
    sent = work.workflow.catalogue.records[INVITATION].statuses.get("sent")
    if sent is None:
        return None
    return next(
        (each for each in way_is_safe(work.connection, work.workflow, head, sent) if each.stops),
        None,
    )


def _asked(
    work: CaseInHand,
    plan: Plan,
    receiver: PersonSeen,
    when: tuple[Talk | None, tuple[str, ...]],
) -> Asked:
    """What the letter is made of; ``when``: the talk, and who may not be met comes at that time."""
    talk, clashes = when
    voice: To = "parent" if receiver.kind == "relative" else receiver.kind
    region = work.office.library.regions.get(work.case.region)
    is_ours = voice == "professional"  # the numbers are those that a family may call
    reader: Reader = "youth" if voice == "youth" else "parents"
    lines = region.lines_for(reader) if region and not is_ours else ()
    return Asked(
        voice=voice,
        receiver=receiver.name,
        children=tuple(_children(work, receiver)),
        on=talk.on if talk else None,
        at="" if clashes else _time(plan, talk),
        place=(talk.place or "") if talk else "",
        sits=tuple(_sits(work)),
        by_phone=plan.said.get("safe_contact") == "phone",
        lines=tuple(Line(line.title, line.number) for line in lines),
    )


def _time(plan: Plan, talk: Talk | None) -> str:
    """The own time, else that of the case; none where it was written as no time."""
    own = plan.said.get("own_time", "")
    at = time_of(own) if own else (talk.starts if talk else None)
    return f"{at:%H.%M}" if at else ""


def _children(work: CaseInHand, receiver: PersonSeen) -> Iterator[str]:
    """The children of the case over whom the receiver has authority today."""
    has = consents.authorities_of(work.connection, [child.id for child in work.children])
    today = {
        each.child_id
        for each in has
        if each.parent_id == receiver.id
        and each.from_on <= work.today
        and (each.until_on is None or each.until_on > work.today)
    }
    yield from (child.name for child in work.children if child.id in today)


def _sits(work: CaseInHand) -> Iterator[Sits]:
    """The professionals who will be there: of the table, and for the case; each once."""
    titles = work.workflow.catalogue.roles
    named = dict[str, Sits]()
    for name, role in (*_at_table(work), *_for_case(work)):
        if role in titles:
            named.setdefault(name, Sits(name, role, titles[role].title))
    yield from named.values()


def _at_table(work: CaseInHand) -> Iterator[tuple[str, str]]:
    live = agenda.live_items(work.connection, work.case)
    if live:
        table = live[0].meeting.table_id
        members = meeting_tables.members_of(work.connection, [table], now=work.now, on=work.today)
        out = _kept_out(work)
        yield from ((each.name, each.role) for each in members[table] if each.person not in out)


def _for_case(work: CaseInHand) -> Iterator[tuple[str, str]]:
    found = participation.participants_of(work.connection, work.case, now=work.now, on=work.today)
    out = _kept_out(work)
    here = [each for each in found if each.kind == "professional" and each.person not in out]
    for role in (*SITS, "regisseur"):  # a regisseur may be of the family: they are never named
        yield from ((each.name, role) for each in here if each.role == role)


def _kept_out(work: CaseInHand) -> frozenset[str]:
    """Who is kept out of the case: they are not there, so nobody is told that they are."""
    return participation.kept_out_of(work.connection, work.case, now=work.now, on=work.today)
