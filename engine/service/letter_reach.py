"""Who gets a letter about which child today, how one may reach them, and so which may be given."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from engine.catalogue import RecordType, Status
from engine.consent import AuthoritySeen
from engine.fields import Value
from engine.letter import Receiver, receivers
from engine.reason import Reason
from engine.service.command import CaseInHand
from engine.service.letter_naming import NAMES_SEEN, names_looked_at
from engine.snapshot import Child, Snapshot
from engine.store import consents, events, people
from engine.store import records as kept
from engine.store.consents import AuthorityRecorded
from engine.store.people import PersonSeen
from engine.store.records import RecordHead
from engine.text import Text

LETTER, PLAN, SENT, REPLACED = "table_letter", "invitation_plan", "sent", "superseded"
WITHDRAWN = "withdrawn"
"""It went out and should not have."""

GONE = frozenset({REPLACED, WITHDRAWN})
"""In which statuses a letter does not stand any more."""

RETURN = "table_return"
"""The act with which a case comes back to the table: what went home before it is of before."""

WAITS = "waits"
Texts = Mapping[int, Mapping[str, object]]


@dataclass(frozen=True, slots=True)
class SafeContact:
    """How something may reach a person; ``how`` only where it is an address.

    ``waits`` as a way: a newer choice is not made yet, so nothing is sent.
    """

    way: str
    title: Text
    how: str | None
    record: str


def receivers_on(
    work: CaseInHand,
    children: Sequence[PersonSeen],
    held: Sequence[AuthorityRecorded],
    persons: Mapping[int, PersonSeen],
) -> Mapping[str, tuple[Receiver, ...]]:
    """Who gets a letter about which child today."""
    on = work.today
    ids = {child.id: child.public_id for child in children}
    authority = [
        AuthoritySeen(ids[row.child_id], persons[row.parent_id].public_id)
        for row in held
        if row.from_on <= on and (row.until_on is None or row.until_on > on)
    ]
    return {
        child.public_id: receivers(Child(child.public_id, child.born), on, authority)
        for child in children
    }


def returned_at(work: CaseInHand) -> int:
    """The version of the case with which it came back to the table last; 0: it never did."""
    steps = events.events_of_kinds(work.connection, work.case, ("advanced",))
    return max((step.seq for step in steps if step.act == RETURN), default=0)


def contacts_in(
    kind: RecordType | None, plans: Iterable[RecordHead], texts: Texts
) -> Mapping[str, SafeContact]:
    """How something may reach each person, by the plans of one round, oldest first.

    A choice that is not made yet suspends the one before it: somebody saw a reason to choose anew.
    """
    found: dict[str, SafeContact] = {}
    chosen: dict[str, RecordHead] = {}
    live = [each for each in plans if each.status != REPLACED] if kind else []
    for head in sorted(live, key=lambda each: not (kind and kind.statuses[each.status].settled)):
        person = str(texts[head.id].get("person", ""))
        if kind and kind.statuses[head.status].settled:
            chosen[person], found[person] = head, _chosen(kind, head, texts[head.id])
        elif person not in chosen or _is_newer(head, chosen[person]):
            found[person] = SafeContact(WAITS, _WAITS_TITLE, None, head.public_id)
    return found


def is_theirs(
    work: CaseInHand, type_: str, child: int | None, receiver: object
) -> Iterator[Reason]:
    """Whether a letter about this child goes to this person; nothing where none is named yet.

    In a version of before letters named persons, ``receiver`` is a name.
    """
    if type_ != LETTER or not receiver:
        return
    held = consents.authorities_of(work.connection, [each.id for each in work.children])
    persons = people.persons_by_key(work.connection, {row.parent_id for row in held})
    named = {each.public_id: each.name for each in (*persons.values(), *work.children)}
    about = next((each.public_id for each in work.children if each.id == child), "")
    found = receivers_on(work, work.children, held, persons).get(about, ())
    known = {who for each in found for who in (each.person, named[each.person])}
    yield replace(NOT_THEIRS, met=receiver in known)


def may_be_given(
    work: CaseInHand,
    case: Snapshot,
    head: RecordHead,
    status: Status,
    said: Mapping[str, Value] | None,
) -> Iterator[Reason]:
    """Whether a letter goes to its receiver in this way; it may always be put away."""
    kind = work.workflow.catalogue.records[head.type]
    if head.type != LETTER or not status.settled:
        return
    text = kept.read_text(work.connection, head)
    receiver = text.get("receiver")
    if not receiver:  # asked for as what is missing
        return
    yield from is_theirs(work, LETTER, head.child_id, receiver)
    if status is kind.statuses.get(SENT):
        contacts = _contacts(work, is_back=RETURN in case.acted)
        yield safely_sent(contacts.get(_person(work, str(receiver))))
    if NAMES_SEEN in status.input:
        person = _person(work, str(receiver))
        yield from names_looked_at(work, head, person, str(text.get("content", "")), said)


def safely_sent(contact: SafeContact | None) -> Reason:
    """Whether something may be sent to somebody who is reached like this."""
    if contact and contact.way == WAITS:
        return CHAIR_DECIDES
    return replace(_NO_ADDRESS, met=contact is not None and contact.way == "address")


def _contacts(work: CaseInHand, *, is_back: bool) -> Mapping[str, SafeContact]:
    """Those of the case for the talk of which the letters are."""
    since = returned_at(work) if is_back else 0
    heads = kept.records_of(work.connection, work.case)
    plans = [each for each in heads if each.type == PLAN and each.seq > since]
    kind = work.workflow.catalogue.records.get(PLAN)
    return contacts_in(kind, plans, kept.texts_of(work.connection, plans))


def _person(work: CaseInHand, receiver: str) -> str:
    """Whose letter it is, where it says that by name."""
    kind = work.workflow.catalogue.records[LETTER].fields["receiver"].kind
    if kind == "person":
        return receiver
    held = consents.authorities_of(work.connection, [each.id for each in work.children])
    persons = people.persons_by_key(work.connection, {row.parent_id for row in held})
    here = (*persons.values(), *work.children)
    return next((each.public_id for each in here if each.name == receiver), "")


def _chosen(kind: RecordType, head: RecordHead, said: Mapping[str, object]) -> SafeContact:
    way = str(said.get("safe_contact", "none"))
    title = kind.fields["safe_contact"].values.get(way, Text(nl=way, en=way))
    how = str(said.get("how", "")) if way == "address" else None
    return SafeContact(way, title, how, head.public_id)


def _is_newer(draft: RecordHead, chosen: RecordHead) -> bool:
    """Whether it was begun or written after the choice; that may have been sent since."""
    return draft.id > chosen.id or draft.seq > chosen.seq


_WAITS_TITLE = Text(nl="Wacht op de voorzitter", en="Waits for the chair")
NOT_THEIRS = Reason(
    key="letter_receiver",
    met=False,
    asks=Text(nl="Geef geen brief over dit kind", en="Give no letter about this child"),
    says=Text(
        nl="Deze persoon heeft nu geen gezag over dit kind, of is het kind niet. "
        "De brief gaat niet mee en wordt niet afgedrukt.",
        en="This person has no authority over this child now, and is not the child. "
        "The letter is not given and not printed.",
    ),
    source="SEED 001 (req 13); DEFAULT",
)
_NO_ADDRESS = Reason(
    key="safe_contact",
    met=False,
    asks=Text(nl="Geef de brief in de hand", en="Give the letter by hand"),
    says=Text(
        nl="Voor deze persoon is geen veilig adres vastgelegd. Verstuur niets; "
        "geef de brief in de hand.",
        en="No safe address is recorded for this person. Send nothing; give the letter by hand.",
    ),
    source="DEFAULT",
)
CHAIR_DECIDES = replace(
    _NO_ADDRESS,
    says=Text(
        nl="Voor deze persoon wacht een nieuwe keuze op de voorzitter; het oude adres geldt niet. "
        "Verstuur niets; geef de brief in de hand.",
        en="A new choice for this person waits for the chair; the old address does not hold. "
        "Send nothing; give the letter by hand.",
    ),
)
