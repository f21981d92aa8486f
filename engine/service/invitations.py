"""Who is asked to come for a case, how each of them, and what is still to be chosen.

What stands here about one member of a family is never shown to another of them: only who reads
the names of a case sees any of it, and a letter is made of what is its receiver's alone.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, time

from engine.access import Viewer, classes_shown
from engine.definition import Transition
from engine.explanation import day_words
from engine.fields import Field
from engine.invitees import MUST_CHOOSE, Comer, Guest, Why, meetings_to_avoid
from engine.reason import Reason
from engine.service.command import CaseInHand, looking
from engine.service.invitation_plans import (
    INVITATION,
    Plan,
    guests_of,
    lack_of,
    plans_of,
    roles_in_case,
)
from engine.service.involved import Involved, involved_in
from engine.service.my_cases import reads_names
from engine.service.office import Office
from engine.service.orders import WriteRecord
from engine.service.record_reasons import status_title, written_by
from engine.service.talk_told import AGAIN, outdated
from engine.store import agenda
from engine.text import Language, Text

WHYS: Mapping[Why, Text] = {
    "authority": Text(nl="Heeft gezag", en="Has authority"),
    "youth": Text(nl="Jeugdige van 12 jaar of ouder", en="Youth of 12 or over"),
    "young_child": Text(
        nl="Kind onder de 12: de voorzitter hoort het vooraf, of het wordt verteld",
        en="Child under 12: heard by the chair beforehand, or told",
    ),
    "without_authority": Text(
        nl="Ouder zonder gezag: alleen als u daarvoor kiest",
        en="Parent without authority: only if you choose so",
    ),
    "requester": Text(nl="Verzoeker", en="Requester"),
    "gi": Text(nl="Jeugdbescherming (GI)", en="Child protection (GI)"),
    "council": Text(nl="Raad voor de Kinderbescherming", en="Child Protection Council"),
}
SENT_OUT, HOW = "table_invitations_sent", "how"
"""The act that says that the invitations went out, and where its form asks to whom and how."""

_OTHER = Text(nl="Ook gekozen", en="Chosen as well")


@dataclass(frozen=True, slots=True, kw_only=True)
class BeginChoice(WriteRecord):
    """Begin the choice about one person; stale when the case changed after ``seen_version``.

    Somebody may have written meanwhile that no way to this person is safe.
    """

    seen_version: int


@dataclass(frozen=True, slots=True)
class InvitationRow:
    """Somebody who should be asked, with what was chosen, if anything was.

    ``lacks`` is what the secretary still has to do; ``apart`` are the names of those whom this
    person must not meet, ``clashes`` of those among them who come too shortly before or after.
    ``stands_still`` is the status of an earlier choice that an open one suspends; ``again`` says
    why what was given or sent is not right any more.
    """

    person: str
    name: str
    why: Text
    must_choose: bool
    is_professional: bool
    lacks: Text | None
    plan: Plan | None
    status_title: Text | None
    way: Text | None
    apart: tuple[str, ...]
    clashes: tuple[str, ...]
    stands_still: Text | None = None
    again: Text | None = None

    @property
    def has_letter(self) -> bool:
        """Whether there is a letter for this person: asked to come, by a way that is safe."""
        return self.plan is not None and self.plan.comes and not self.plan.has_no_way

    def plan_of(self, record: str) -> Plan | None:
        """What this record chose: the plan, or the one that it suspends."""
        if self.plan is None or self.plan.record == record:
            return self.plan
        return self.plan.suspends

    def said(self, name: str) -> str:
        """One answer of the plan."""
        return self.plan.said.get(name, "") if self.plan else ""


@dataclass(frozen=True, slots=True)
class Talk:
    """The talk to which they are asked, as far as it is planned."""

    meeting: str
    on: date
    starts: time | None
    place: str | None


@dataclass(frozen=True, slots=True)
class Invitations:
    """Everybody who should be asked for a case; without rows for who reads titles only.

    ``form`` is what a choice asks, ``people`` whom it may name; ``refused`` says who chooses
    when the viewer does not.
    """

    rows: tuple[InvitationRow, ...]
    talk: Talk | None
    knows_plans: bool
    reads: bool
    form: Mapping[str, Field]
    people: tuple[Involved, ...]
    refused: Reason | None

    def row(self, person: str) -> InvitationRow | None:
        """The row of one person."""
        return next((each for each in self.rows if each.person == person), None)

    def row_of(self, record: str) -> InvitationRow | None:
        """The row whose choice stands in this record, or whose suspended choice does."""
        return next((each for each in self.rows if each.plan and record in each.plan.is_of), None)


def invitations(viewer: Viewer, office: Office, case: str) -> Invitations:
    """Who is asked to come for a case; the look is logged.

    Raises:
        NotFound: there is no such case, or it is not for this viewer.
    """
    with looking(viewer, office, case, "read_invitations") as work:
        return invitations_in(work)


def invitations_in(work: CaseInHand) -> Invitations:
    """The same of a case in hand."""
    kind = work.workflow.catalogue.records.get(INVITATION)
    if kind is None or not _reads(work):
        return Invitations((), None, kind is not None, _reads(work), {}, (), None)
    people = {each.id: each for each in involved_in(work)}
    plans = plans_of(work.connection, work.case, work.workflow)
    roles = roles_in_case(work.connection, work.case, now=work.now, on=work.today)
    guests = guests_of(work.connection, work.case, roles, on=work.today)
    refused = written_by(work, frozenset(part.role for part in work.parts), kind)
    talk = _talk(work)
    clashes = clashing(list(plans.values()), talk)
    return Invitations(
        rows=_told_again(work, plans, _rows(work, guests, plans, (people, clashes))),
        talk=talk,
        knows_plans=True,
        reads=True,
        form=kind.fields,
        people=tuple(people.values()),
        refused=None if refused.met else refused,
    )


def clashing(plans: Collection[Plan], talk: Talk | None) -> tuple[frozenset[str], ...]:
    """The pairs who must not meet and would come at one time: their own, or that of the talk."""
    return meetings_to_avoid(
        [each for plan in plans for each in _comers(plan)], talk.starts if talk else None
    )


def _comers(plan: Plan) -> Collection[Comer]:
    """When somebody comes; a choice that an open one suspends may have been told already."""
    stands = plan.suspends or plan
    at = stands.said.get("own_time", "")
    if not (stands.comes or (stands.is_apart and at)):
        return ()
    apart = {said.get("not_together_with") for said in (stands.said, plan.said)}
    return [Comer(plan.person, at, each) for each in apart]


def proposed_answers(work: CaseInHand, step: Transition) -> Mapping[str, str]:
    """What the step begins with that says that invitations went out: who got what, by itself."""
    if step.act != SENT_OUT or HOW not in step.input:
        return {}
    return {HOW: sent_words(invitations_in(work), work.viewer.language)}


def sent_words(found: Invitations, language: Language) -> str:
    """Who got what, one line each: what the step that says so begins with."""
    lines = list[str]()
    for row in found.rows:
        if row.plan is None or row.plan.is_draft:
            if row.must_choose or row.stands_still:
                waits = _WAITS if row.plan else _NOTHING
                lines.append(f"{row.name}: {waits.in_(language).lower()}")
            continue
        told = [title.in_(language) for title in (row.status_title, row.way) if title]
        if row.plan.status == "sent":
            told.append(day_words(row.plan.on, language))
        if row.plan.is_apart and row.plan.status == "sent":
            told.append(_HEARD_APART.in_(language))
        if row.plan.has_no_way:
            told.append(_NO_WAY.in_(language))
        lines.append(f"{row.name}: {', '.join(told)}")
    return "\n".join(lines)


def _reads(work: CaseInHand) -> bool:
    """Whether the viewer may read what was chosen for whom."""
    return reads_names(work.parts) and "confidential" in classes_shown(work.parts)


def _rows(
    work: CaseInHand,
    guests: Collection[Guest],
    plans: Mapping[str, Plan],
    beside: tuple[Mapping[str, Involved], Collection[frozenset[str]]],
) -> tuple[InvitationRow, ...]:
    people, _ = beside
    listed: dict[str, Why | None] = {guest.person: guest.why for guest in guests}
    for person in plans:
        listed.setdefault(person, None)
    return tuple(
        _row(work, people[person], why, plans, beside)
        for person, why in listed.items()
        if person in people
    )


def _told_again(
    work: CaseInHand, plans: Mapping[str, Plan], rows: Collection[InvitationRow]
) -> tuple[InvitationRow, ...]:
    """The same rows, with why what went out to somebody is not right any more."""
    late = outdated(work.connection, work.case, plans)
    return tuple(
        replace(row, again=AGAIN[late[row.person]]) if row.person in late else row for row in rows
    )


def _row(
    work: CaseInHand,
    who: Involved,
    why: Why | None,
    plans: Mapping[str, Plan],
    beside: tuple[Mapping[str, Involved], Collection[frozenset[str]]],
) -> InvitationRow:
    people, clashes = beside
    kind, plan = work.workflow.catalogue.records[INVITATION], plans.get(who.id)
    must = why in MUST_CHOOSE
    ways = kind.fields["safe_contact"].values
    earlier = plan.suspends if plan else None
    apart = {each for each in plans if _must_not_meet(plans, who.id, each)}
    near = {each for pair in clashes if who.id in pair for each in pair - {who.id}}
    return InvitationRow(
        person=who.id,
        name=who.name,
        why=WHYS[why] if why else _OTHER,
        must_choose=must,
        is_professional=who.kind == "professional",
        lacks=_lacks(plan, must=must),
        plan=plan,
        status_title=status_title(kind, plan.status) if plan else None,
        way=ways.get(plan.said.get("safe_contact", "")) if plan else None,
        apart=_names(people, apart | _named_apart(plan)),
        clashes=_names(people, near),
        stands_still=status_title(kind, earlier.status) if earlier else None,
    )


def _lacks(plan: Plan | None, *, must: bool) -> Text | None:
    """What is still to be done about this person; of who need not be asked only what was begun."""
    if plan is not None and plan.is_draft:
        return _WAITS if must or plan.suspends else None
    lack = lack_of(plan) if must or plan else None
    return _LACKS[lack] if lack else None


def _names(people: Mapping[str, Involved], ids: Collection[str]) -> tuple[str, ...]:
    return tuple(people[each].name for each in sorted(ids) if each in people)


def _named_apart(plan: Plan | None) -> set[str]:
    named = plan.said.get("not_together_with") if plan else None
    return {named} if named else set()


def _must_not_meet(plans: Mapping[str, Plan], one: str, other: str) -> bool:
    """Whether the plan of the other says so; that of the one names them itself."""
    return plans[other].said.get("not_together_with") == one


def _talk(work: CaseInHand) -> Talk | None:
    live = agenda.live_items(work.connection, work.case)
    if not live:
        return None
    item, meeting = live[0].item, live[0].meeting
    return Talk(meeting.public_id, meeting.on_date, item.starts, meeting.place)


_LACKS = {
    "no_choice": Text(nl="Nog niets gekozen", en="Nothing chosen yet"),
    "no_way": Text(nl="Geen veilige weg: er gaat niets uit", en="No safe way: nothing goes out"),
}
_WAITS = Text(nl="Wacht op de voorzitter", en="Waits for the chair")
_HEARD_APART = Text(nl="wordt apart gehoord", en="heard apart")
_NOTHING = Text(nl="nog niets gekozen", en="nothing chosen yet")
_NO_WAY = Text(nl="er is niets uitgegaan", en="nothing went out")
