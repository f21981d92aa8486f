"""On what ground something of a family leaves to an outside party, and whether that ground stands.

Consent to share is asked anew at every sharing, under the lock of the family: what was withdrawn
a moment before counts, in whichever case of the child it was said. Only those stop it whose consent
the law asks at that age. What the law itself gives as a ground stands beside it.

Source: DOMAIN 4.3 (every sharing records its basis; consent is never the only one in the list);
SAFETY 5.5; LAW Jeugdwet 7.3.4, 7.3.11.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, TypeAlias

from engine.consent import AnswerSeen, AuthoritySeen, asked_for, consent_seen
from engine.reason import Fix, Reason
from engine.service.command import CaseInHand
from engine.service.file.dispatches import PARTIES, Party
from engine.snapshot import Child
from engine.store import consents, people
from engine.store.consents import AnswerRecorded, AuthorityRecorded
from engine.store.people import PersonSeen
from engine.text import Text

SharingGround: TypeAlias = Literal[
    "consent", "own_request", "statutory_duty", "right_to_report", "court_measure", "no_ground"
]

SHARING_GROUNDS: Mapping[SharingGround, Text] = {
    "consent": Text(nl="Toestemming van het gezin", en="Consent of the family"),
    "own_request": Text(nl="Het gezin vroeg er zelf om", en="The family asked for it"),
    "statutory_duty": Text(nl="Wettelijke plicht", en="Statutory duty"),
    "right_to_report": Text(nl="Meldrecht (Wmo 5.2.6)", en="Right to report (Wmo 5.2.6)"),
    "court_measure": Text(nl="Maatregel van de rechter", en="Measure of the court"),
    "no_ground": Text(
        nl="Geen grond: het had niet mogen gaan", en="No ground: it should not have gone"
    ),
}
"""What left without a ground happened all the same, so it can be recorded as that."""

_ASKED = ("council", "gi", "veilig_thuis")
SHARING: Mapping[str, Text] = {
    f"share_{party}": Text(
        nl=f"Gegevens delen met: {PARTIES[party].nl}", en=f"Sharing data with: {PARTIES[party].en}"
    )
    for party in PARTIES
    if party in _ASKED
}
"""What consent to share is asked to: one purpose for each party, in every kind of case."""

_STOPS = frozenset({"refused", "withdrawn"})


@dataclass(frozen=True, slots=True)
class SharedWith:
    """Whether one child's family agrees to sharing with a party, or somebody stopped it."""

    child: PersonSeen
    complete: bool
    stopped: bool


def party_of(purpose: str) -> Party | None:
    """With which party a purpose is to share; None for any other purpose."""
    return next((party for party in PARTIES if purpose == f"share_{party}"), None)


def sharing_with(
    work: CaseInHand, party: Party, children: Collection[PersonSeen]
) -> tuple[SharedWith, ...]:
    """What stands for each child when it happened; an answer of later that day does not count."""
    keys = [child.id for child in children]
    held = consents.authorities_of(work.connection, keys)
    said = [
        row
        for row in consents.answers_of(work.connection, work.case, keys)
        if row.purpose == f"share_{party}" and _counts(row, work.on, work.at)
    ]
    ids = {row.parent_id for row in held} | {row.person_id for row in said if row.person_id}
    found = people.persons_by_key(work.connection, {*ids, *keys})
    names = {key: person.public_id for key, person in found.items()}
    authority = list(_authority(held, names, work.on))
    return tuple(_shared(child, said, authority, names, work.on) for child in children)


def may_leave(work: CaseInHand, party: Party, ground: str) -> Iterator[Reason]:
    """Whether something may leave to this party on this ground; asked in the act of sharing."""
    if ground == "consent":
        found = sharing_with(work, party, work.open_children)
        yield _consent(party, met=bool(found) and all(each.complete for each in found))


def is_stopped(work: CaseInHand, party: Party, children: Collection[PersonSeen]) -> bool:
    """Whether somebody refused or withdrew it for one of these, and no ground of the law stands."""
    return any(each.stopped for each in sharing_with(work, party, children))


def not_stopped(work: CaseInHand, party: Party, children: Collection[PersonSeen]) -> Reason | None:
    """Why nothing more is made for this party; None where nobody stopped it."""
    if party not in _ASKED or not is_stopped(work, party, children):
        return None
    named = PARTIES[party]
    return Reason(
        key=f"consent.share_{party}",
        met=False,
        asks=Text(nl="Deel alleen op een grond van de wet", en="Share on a ground of the law only"),
        says=Text(
            nl=f"Er is geen toestemming om te delen met {named.nl}: geweigerd of ingetrokken. Is "
            "er een grond in de wet? Leg die eerst vast bij de toestemming.",
            en=f"There is no consent to share with {named.en}: refused or withdrawn. Is there a "
            "ground in the law? Record that first with the consent.",
        ),
        source="LAW Jeugdwet 7.3.4; SAFETY 5.5",
        fix=Fix(consent=f"share_{party}"),
    )


def _consent(party: Party, *, met: bool) -> Reason:
    named = PARTIES[party]
    return Reason(
        key=f"consent.share_{party}",
        met=met,
        asks=Text(nl="Leg eerst de toestemming vast", en="First record the consent"),
        says=Text(
            nl=f"Er is nu geen volledige toestemming om te delen met {named.nl}.",
            en=f"There is no complete consent to share with {named.en} now.",
        ),
        source="LAW Jeugdwet 7.3.4; DOMAIN 4.3",
        fix=Fix(consent=f"share_{party}"),
    )


def _shared(
    child: PersonSeen,
    said: Collection[AnswerRecorded],
    held: Collection[AuthoritySeen],
    names: Mapping[int, str],
    on: date,
) -> SharedWith:
    """Of each person the last answer counts; one that ran out is none.

    Where it is complete nobody stops it: the law asks no more than these, or nobody at all.
    """
    theirs = {row.person_id: row for row in said if row.child_id == child.id}
    standing = [row for row in theirs.values() if row.until_on is None or row.until_on > on]
    answers = [
        AnswerSeen(child.public_id, names.get(row.person_id or 0), "it", row.answer, row.ground)
        for row in standing
    ]
    about = Child(child.public_id, child.born)
    seen = consent_seen("it", about, on, held, answers)
    asked = asked_for(about, on, _with_a_say(about, held, answers))
    stopped = any(each.answer in _STOPS and each.person in asked for each in answers)
    return SharedWith(child, seen.complete, stopped and not seen.complete)


def _with_a_say(
    child: Child, held: Collection[AuthoritySeen], answers: Collection[AnswerSeen]
) -> Collection[AuthoritySeen]:
    """Who has authority over the child; whoever answered where nobody is known to (DEFAULT)."""
    known = [each for each in held if each.child == child.id]
    said = {each.person for each in answers if each.person} - {child.id}
    return known or [AuthoritySeen(child.id, person) for person in said]


def _authority(
    held: Collection[AuthorityRecorded], names: Mapping[int, str], on: date
) -> Iterator[AuthoritySeen]:
    for row in held:
        if row.from_on <= on and (row.until_on is None or row.until_on > on):
            yield AuthoritySeen(names[row.child_id], names[row.parent_id])


def _counts(row: AnswerRecorded, on: date, at: datetime) -> bool:
    """Whether it was said before: on an earlier day, or on that day not after that moment."""
    return row.from_on < on or (row.from_on == on and row.recorded_at <= at)
