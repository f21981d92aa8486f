"""What the family itself says of an agreement: it worked out, or it is hard, and why.

It settles nothing: what came of an agreement is for the regisseur, who hears when it is hard.
"""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

from engine.access import Viewer
from engine.errors import NotFound
from engine.fields import LONGEST, InputProblem, InvalidInput
from engine.happened import Happened
from engine.service.agreements import still_open
from engine.service.child_parts import hidden_members
from engine.service.command import CaseInHand, Outcome, carry_out, refuse
from engine.service.file.agreements import FAMILY, HEARD, Heard
from engine.service.office import Office
from engine.service.orders import HearAgreement
from engine.service.repeats import Done
from engine.service.roles_asked import records_here
from engine.service.settle import Change, settle
from engine.service.spread import tell
from engine.store import agreements, people
from engine.store.agreements import AgreementHead
from engine.store.people import PersonSeen
from engine.store.rows import Values
from engine.text import Text

TOLD = ("regisseur",)
"""Who hears that an agreement is hard."""

_LONG = LONGEST["long_text"]
WHO = Text(nl="Kies wie van het gezin dit zegt.", en="Choose who of the family says this.")
HOW = Text(
    nl=f"Kies ‘{HEARD['done'].nl}’ of ‘{HEARD['hard'].nl}’.",
    en=f"Choose ‘{HEARD['done'].en}’ or ‘{HEARD['hard'].en}’.",
)
_WHY = Text(
    nl="Schrijf op wat in de weg zit. Weet u het niet? Schrijf dat dan op.",
    en="Write down what is in the way. If you do not know, write that.",
)
_LENGTH = Text(nl=f"Geef ten hoogste {_LONG} tekens.", en=f"Give at most {_LONG} characters.")


def hear_agreement(viewer: Viewer, office: Office, order: HearAgreement) -> Outcome:
    """Record what one of the family says of an agreement; what they said before makes way for it.

    When it is hard the regisseur is told so. Refused with ``settled`` when it is settled.

    Raises:
        NotFound: no such agreement in this case. InvalidInput: the form has problems.
    """
    return carry_out(viewer, office, order, _hear)


def _hear(work: CaseInHand, order: HearAgreement) -> Done:
    found = agreements.get_agreement(work.connection, work.case, order.agreement)
    work.must_be_open(found.child_id, "agreement")
    refuse("hear_agreement", records_here(work, found.child_id), still_open(found))
    how, person = _checked(work, order)
    words = order.words.strip()
    heard = replace(found, seq=work.next_seq)
    said = _with(work, heard, person, {"how": how, "words": words, "on": work.on.isoformat()})
    agreements.change_agreement(work.connection, heard, said, by=work.viewer, now=work.now)
    done = settle(
        work,
        Change(
            kind="agreement_heard",
            happened=Happened(on=work.on, at=work.at),
            before=work.snapshot(),
            payload={"agreement": found.public_id, "person": person.public_id, "how": how},
            details={FAMILY: words},
            made=found.public_id,
        ),
    )
    if how == "hard":
        tell(work, TOLD, done.version)
    return done


def _with(work: CaseInHand, agreement: AgreementHead, person: PersonSeen, word: Values) -> Values:
    """What the family said so far, and this."""
    listed = agreements.agreements_of(work.connection, [work.case.id])[work.case.id]
    said = next(each.said for each in listed if each.head.id == agreement.id)
    return {FAMILY: {**said.get(FAMILY, {}), str(person.id): dict(word)}}


def _checked(work: CaseInHand, order: HearAgreement) -> tuple[Heard, PersonSeen]:
    """What was said and by whom.

    Raises:
        InvalidInput: something is missing or malformed; everything is named.
    """
    how = next((each for each in get_args(Heard) if each == order.how), None)
    person, problems = _of_family(work, order.person), []
    if person is None:
        problems.append(InputProblem("person", "missing", WHO))
    if how is None:
        problems.append(InputProblem("how", "missing", HOW))
    if how == "hard" and not order.words.strip():
        problems.append(InputProblem("words", "missing", _WHY))
    if len(order.words) > _LONG:
        problems.append(InputProblem("words", "malformed", _LENGTH))
    if how is None or person is None or problems:
        raise InvalidInput(*problems)
    return how, person


def _of_family(work: CaseInHand, named: str) -> PersonSeen | None:
    try:
        person = people.person_by_public_id(work.connection, named)
    except NotFound:
        return None
    if person.family_id != work.case.family_id or named in hidden_members(work):
        return None
    return person
