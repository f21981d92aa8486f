"""All that the cases of a family say of one person, thing by thing, for the copy they asked for.

What is of another is never among it: their letters and invitations, their answers, what they said,
their agreements, and every field that is shielded or tells who asked for help.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from hashlib import sha256

from engine.data_copy import Line, Thing
from engine.explanation import day_words
from engine.service.command import CaseInHand
from engine.service.copy_person import Whose, cases_of
from engine.service.copy_records import records_things
from engine.service.file.agreements import FAMILY, HEARD, STATES
from engine.service.file.consents import ANSWERS, GROUNDS, purpose_title
from engine.service.file.dispatches import PARTIES, WAYS, WHATS, dispatches_of
from engine.service.file.looked_by_family import FamilyLook, looks_told
from engine.service.file.relatives import Relative
from engine.service.sharing import SHARING_GROUNDS
from engine.store import agreements, consents, contacts, events, statements
from engine.store.agreements import AgreementListed

FACTS, CASES, PAPERS = "Gegevens over u", "De zaken", "Stukken"
AGREED, ANSWERED, TALKS = "Afspraken", "Toestemming en gezag", "Gesprekken"
WORDS, LEFT, LOOKED = "Uw eigen woorden", "Wat er is gedeeld", "Wie er keek"


def things_of(work: CaseInHand, whom: Whose) -> tuple[Thing, ...]:
    """Everything about this person that the viewer may see, each once.

    A key says of which sort a thing is, and changes with what it says; it names nothing.
    """
    found: dict[str, Thing] = {"person": _person(whom)}
    for there in cases_of(work):
        for thing in (*_of_case(there, whom), *_beside(there, whom)):
            found.setdefault(thing.key, thing)
    return tuple(replace(thing, key=_unnamed(thing.key)) for thing in found.values())


def tells_of(work: CaseInHand, whom: Whose) -> bool:
    """Whether this case says anything of this person at all."""
    return whom.about(work) or any(True for _ in (*_answers(work, whom), *_beside(work, whom)))


def _unnamed(key: str) -> str:
    sort, _, rest = key.partition(".")
    return f"{sort}.{sha256(rest.encode()).hexdigest()[:20]}"


def _of_case(work: CaseInHand, whom: Whose) -> Iterator[Thing]:
    """What is about them because the case is about them or their child."""
    yield from _answers(work, whom)
    if whom.about(work):
        yield _case(work)
        yield _steps(work, whom)
        yield from records_things(work, whom, PAPERS)
        yield from _dispatched(work, whom)
        yield _looks(work, whom)


def _beside(work: CaseInHand, whom: Whose) -> Iterator[Thing]:
    """What is theirs wherever it is recorded."""
    yield from _agreed(work, whom)
    yield from _talks(work, whom)
    for each in statements.statements_of(work.connection, work.case):
        if each.person == whom.person.public_id:
            lines = (("In uw eigen woorden", each.words),)
            key = f"statement.{each.public_id}"
            yield _thing(
                key, WORDS, "Eigen woorden", each.said_on, lines, free=True, shared=whom.for_another
            )


def _person(whom: Whose) -> Thing:
    person = whom.person
    born = day_words(person.born, "nl") if person.born else "niet bekend"
    lines = [("Naam", person.name), ("Geboren op", born)]
    lines += [("Taal", "Nederlands" if person.language == "nl" else "Engels")]
    if person.email:
        lines.append(("E-mail", person.email))
    return _thing("person", FACTS, "Wie u bent", None, tuple(lines))


def _case(work: CaseInHand) -> Thing:
    case = work.case
    state = work.workflow.states[case.state].title.nl
    lines = (("Nummer", case.number), ("Waar de zaak staat", state))
    key = f"case.{case.public_id}.{case.state}"
    return _thing(key, CASES, work.workflow.title.nl, case.opened_on, lines)


def _steps(work: CaseInHand, whom: Whose) -> Thing:
    """The steps by name and day; nothing that was filled in with them."""
    made = [
        (day_words(each.occurred_on, "nl"), work.workflow.transitions[each.transition].title.nl)
        for each in events.events_of_kinds(work.connection, work.case, ["advanced"])
        if each.transition in work.workflow.transitions
        and whom.opened.shows(each.payload.get("child"))
    ]
    key = f"steps.{work.case.public_id}.{len(made)}"
    return _thing(key, CASES, f"Stappen in zaak {work.case.number}", None, tuple(made))


def _answers(work: CaseInHand, whom: Whose) -> Iterator[Thing]:
    """What they answered themselves, and since when they have authority over whom."""
    children = {child.id: child.name for child in whom.own}
    keys = [child.id for child in work.children]
    for row in consents.answers_of(work.connection, work.case, keys):
        if row.person_id == whom.person.id:
            lines = [("Antwoord", ANSWERS[row.answer].nl)]
            lines += [("Over", children[row.child_id])] if row.child_id in children else []
            ground = GROUNDS.get(row.ground or "")
            lines += [("Grond", ground.nl)] if ground else []
            title = purpose_title(work, row.purpose).nl
            yield _thing(
                f"answer.{row.public_id}", ANSWERED, title, row.from_on, tuple(lines),
                shared=whom.for_another,
            )  # fmt: skip
    for held in consents.authorities_of(work.connection, keys):
        if held.parent_id == whom.person.id and held.child_id in children:
            lines = [("Over", children[held.child_id]), ("Bron", held.source)]
            key = f"authority.{held.child_id}.{held.from_on.isoformat()}.{held.until_on}"
            yield _thing(key, ANSWERED, "Gezag", held.from_on, tuple(lines), free=True)


def _agreed(work: CaseInHand, whom: Whose) -> Iterator[Thing]:
    """The agreements that they own or may read, and of a child those about it alone."""
    person = whom.person
    for each in agreements.agreements_of(work.connection, [work.case.id])[work.case.id]:
        head = each.head
        theirs = person.id in each.readers or head.owner_id == person.id
        if not (theirs or head.child_id == person.id) or not work.opened.shows(head.child_id):
            continue
        if head.child_id is None or head.child_id in {*whom.keys, person.id}:
            key = f"agreement.{head.public_id}.{head.seq}"
            lines = tuple(_agreement(each, whom))
            shared = head.child_id is None and whom.shared(work)
            yield _thing(key, AGREED, "Afspraak", head.made_on, lines, free=True, shared=shared)


def _agreement(each: AgreementListed, whom: Whose) -> Iterator[Line]:
    head, said = each.head, each.said
    yield "Wat er is afgesproken", str(said.get("text", ""))
    if head.owner_id == whom.person.id:
        yield "Wie dat doet", "u"
    yield "Uiterlijk", day_words(head.due_on, "nl")
    yield "Hoe het staat", STATES[head.state].nl
    if said.get("result"):
        yield "Hoe het ging", str(said["result"])
    own: Mapping[str, str] = said.get(FAMILY, {}).get(str(whom.person.id), {})
    if own:
        how = next((text.nl for key, text in HEARD.items() if key == own.get("how")), "")
        yield "Wat u ervan zei", f"{how} {own.get('words', '')}".strip()


def _talks(work: CaseInHand, whom: Whose) -> Iterator[Thing]:
    """The talks at which they were; who else was there is not told."""
    heads = contacts.contacts_of(work.connection, work.case.family_id)
    there = contacts.persons_of(work.connection, [head.id for head in heads])
    theirs = {head.public_id: head for head in heads if whom.person.id in there[head.id]}
    for event in events.events_of_kinds(work.connection, work.case, ["contact_held"]):
        head = theirs.get(str(event.payload["contact"]))
        about = event.payload.get("about") or [event.payload.get("child")]
        if head is not None and any(whom.opened.shows(child) for child in about):
            words = str((event.details or {}).get("words", ""))
            lines = (("Wat er is besproken", words),) if words else ()
            of_others = not all(whom.opened.shows(child) for child in about)
            shared = len(there[head.id]) > 1 or of_others or whom.for_another
            key = f"talk.{head.public_id}"
            yield _thing(key, TALKS, "Gesprek", head.held_on, lines, free=True, shared=shared)


def _dispatched(work: CaseInHand, whom: Whose) -> Iterator[Thing]:
    """What was shared about them, with which party and on which ground."""
    grounds = {str(key): text.nl for key, text in SHARING_GROUNDS.items()}
    for row in dispatches_of(work):
        if row.client_id not in (None, whom.person.public_id):
            continue
        lines = [("Met wie", PARTIES[row.party].nl), ("Hoe", WAYS[row.way].nl)]
        lines += [("Grond", grounds[row.ground])] if row.ground in grounds else []
        key = f"dispatch.{work.case.public_id}.{row.version}"
        yield _thing(key, LEFT, WHATS[row.what].nl, row.left_at.date(), tuple(lines))


def _looks(work: CaseInHand, whom: Whose) -> Thing:
    """Who looked, as it is told to them on paper."""
    to = Relative(whom.person.public_id, whom.person.name)
    lines = tuple(_look(each) for each in looks_told(work, to, whom.own))
    key = f"looked.{work.case.public_id}"
    return _thing(key, LOOKED, f"Zaak {work.case.number}", None, lines)


def _look(each: FamilyLook) -> Line:
    who = ", ".join(filter(None, (each.name, each.function.nl, each.organisation)))
    times = f" ({each.times} keer)" if each.times > 1 else ""
    return day_words(each.day, "nl"), f"{who}: {each.did.nl}{times}"


def _thing(
    key: str,
    section: str,
    title: str,
    on: date | None,
    lines: tuple[Line, ...],
    *,
    free: bool = False,
    shared: bool = False,
) -> Thing:
    return Thing(
        key=key, section=section, title=title, on=on, lines=lines, free=free, shared=shared
    )
