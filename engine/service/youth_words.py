"""What a youth says of a parent who reads along, and what is decided about an objection.

Source: LAW Jeugdwet 7.3.10, 7.3.11; SAFETY 5.5; DOMAIN part 6, no. 19.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import get_args

from engine.access import Viewer
from engine.ages import birthday, earliest_birthday
from engine.duty_plan import NewDuty
from engine.errors import NotFound
from engine.fields import LONGEST, InputProblem, InvalidInput
from engine.publication_duties import OWNER
from engine.reader import ALONE_FROM, OF_AGE, READS_FROM
from engine.service import publication_words as words
from engine.service.command import CaseInHand, Outcome, carry_out, refuse
from engine.service.office import Office
from engine.service.publication_orders import DecideObjection, SpeakAsYouth, Spoken
from engine.service.publication_steps import (
    TOO_LONG,
    add,
    decided_by_second,
    duty_of,
    is_newest,
    member_in,
    must_say,
    of_child,
    publication_in,
    settled,
)
from engine.service.repeats import Done
from engine.service.roles_asked import publishes_here, records_here
from engine.store.people import PersonSeen
from engine.text import Text

_NO_WORD = Text(nl="Dit zegt een jeugdige niet.", en="This is nothing that a youth says.")


@dataclass(frozen=True, slots=True)
class SaidWord:
    """What a youth said of a parent who reads along, with the words that were added."""

    word: Spoken
    words: str = ""


def speak_as_youth(viewer: Viewer, office: Office, order: SpeakAsYouth) -> Outcome:
    """Record what a youth says of a parent who reads along; an objection counts at once.

    Raises:
        NotFound: no such child or person of the family, for this viewer.
    """
    return carry_out(viewer, office, order, _speak)


def decide_objection(viewer: Viewer, office: Office, order: DecideObjection) -> Outcome:
    """Decide about an objection; until then the parent does not read.

    Raises:
        NotFound: it is not of this case. InvalidInput: no reason.
    """
    return carry_out(viewer, office, order, _decide_objection)


def record_word(work: CaseInHand, child: PersonSeen, person: PersonSeen, said: SaidWord) -> Done:
    """Write down what a youth said of a parent; whoever calls found that they may.

    Raises:
        InvalidInput: it is no word of a youth, but of who decides about it, or it is too long.
    """
    if said.word not in get_args(Spoken):
        raise InvalidInput(InputProblem("word", "malformed", _NO_WORD))
    refuse("speak_as_youth", words.at_that_age(met=_at_that_age(work, child, said.word)))
    if len(said.words) > LONGEST["long_text"]:
        raise InvalidInput(InputProblem("words", "malformed", TOO_LONG))
    made = add(work, of_child(child), person, said.word, said.words)
    duties: tuple[NewDuty, ...] = ()
    if said.word == "objected":
        duties = (duty_of(work, "objection", made, child, OWNER),)
    payload = {"child": child.public_id, "person": person.public_id, "word": said.word}
    return settled(work, "youth_spoke", made, payload, extra=duties)


def _decide_objection(work: CaseInHand, order: DecideObjection) -> Done:
    if not order.publication:
        refuse("decide_objection", words.still_waits(met=False))
    found = publication_in(work, order.publication, "objected", "upheld", "set_aside")
    refuse(
        "decide_objection",
        publishes_here(work, found.child_id),
        words.still_waits(met=is_newest(work, found) and found.state == "objected"),
    )
    must_say("why", order.why)
    return decided_by_second(work, found, "upheld" if order.upheld else "set_aside", order.why)


def _speak(work: CaseInHand, order: SpeakAsYouth) -> Done:
    child = next((each for each in work.open_children if each.public_id == order.child), None)
    if child is None:
        raise NotFound("child")
    person = member_in(work, order.person)
    if person.kind == "youth":
        raise NotFound("person")
    refuse("speak_as_youth", records_here(work, child.id))
    return record_word(work, child, person, SaidWord(order.word, order.words.strip()))


def _at_that_age(work: CaseInHand, child: PersonSeen, word: Spoken) -> bool:
    if child.born is None:
        return False
    alone = earliest_birthday(child.born, ALONE_FROM)
    if word == "objected":
        return birthday(child.born, READS_FROM) <= work.today < alone
    return alone <= work.today < earliest_birthday(child.born, OF_AGE)
