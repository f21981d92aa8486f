"""Agreements of a case: made with an owner and a day, settled with what came of them."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

from pydantic import JsonValue

from engine.access import Viewer
from engine.agreement_duties import OWNER, agreement_duty, agreement_key
from engine.errors import NotFound
from engine.fields import LONGEST, InputProblem, InvalidInput
from engine.happened import Happened
from engine.reason import Reason
from engine.service.child_parts import must_be_near
from engine.service.command import CaseInHand, Outcome, carry_out, refuse
from engine.service.event_kinds import EventKind
from engine.service.involved import is_involved
from engine.service.office import Office
from engine.service.orders import Agree, NameOwner, SettleAgreement
from engine.service.repeats import Done
from engine.service.roles_asked import records_here
from engine.service.settle import Change, settle
from engine.snapshot import AgreementState
from engine.store import agreements, deadlines, participation, people
from engine.store.agreements import AgreementHead, NewAgreement
from engine.store.people import PersonSeen
from engine.text import Text

_RESULTS: tuple[AgreementState, ...] = tuple(
    each for each in get_args(AgreementState) if each != "open"
)
_LONG = LONGEST["long_text"]
_NOTHING = Text(nl="Vul in wat er is afgesproken.", en="Fill in what was agreed.")
_LENGTH = Text(nl=f"Geef ten hoogste {_LONG} tekens.", en=f"Give at most {_LONG} characters.")
_PAST = Text(nl="Deze dag is al voorbij.", en="This day is past already.")
_ONE_OWNER = Text(
    nl="Noem een persoon of iemand in woorden, niet allebei.",
    en="Name a person or say who it is, not both.",
)
_AN_OWNER = Text(nl="Noem wie dat doet.", en="Say who does it.")


def agree(viewer: Viewer, office: Office, order: Agree) -> Outcome:
    """Record an agreement; its day is a deadline of whoever owns it.

    An owner without a login here is reminded by the regisseur. Who owns it may follow, but a
    meeting is not held before.

    Raises:
        NotFound: no such child, owner or family member. InvalidInput: the form has problems.
    """
    return carry_out(viewer, office, order, _agree)


def name_owner(viewer: Viewer, office: Office, order: NameOwner) -> Outcome:
    """Record whose agreement it is; its deadline goes to the new owner.

    Refused with ``settled`` when it is settled already.
    """
    return carry_out(viewer, office, order, _name_owner)


def settle_agreement(viewer: Viewer, office: Office, order: SettleAgreement) -> Outcome:
    """Record what came of an agreement; its deadline is met.

    Refused with ``settled`` when that was recorded before.

    Raises:
        NotFound: no such agreement in this case. InvalidInput: no such result.
    """
    return carry_out(viewer, office, order, _settle)


def _agree(work: CaseInHand, order: Agree) -> Done:
    refuse("agree", records_here(work))
    _check(work, order)
    child = _child(work, order.child)
    refuse("agree", records_here(work, child))
    owner = _owner(work, order.owner)
    new = NewAgreement(
        said={"text": order.text.strip(), "owner": order.owner_words.strip()},
        due_on=order.due_on,
        made_on=work.on,
        child_id=child,
        owner_id=owner.id if owner else None,
        readers=[_member(work, person).id for person in dict.fromkeys(order.visible_to)],
    )
    made = agreements.add_agreement(
        work.connection, work.case, new, by=work.viewer, now=work.now, seq=work.next_seq
    )
    change = _change(work, "agreed", made, {"agreed": order.text, "owner": order.owner_words})
    said = {"child": order.child, "person": order.owner, "due": order.due_on.isoformat()}
    duty = agreement_duty(
        work.reckoner,
        made.public_id,
        made_on=work.today,
        due_on=order.due_on,
        owner=_owner_role(work, owner),
        child=order.child,
    )
    return settle(work, replace(change, payload={**change.payload, **said}, extra=(duty,)))


def _name_owner(work: CaseInHand, order: NameOwner) -> Done:
    found = agreements.get_agreement(work.connection, work.case, order.agreement)
    work.must_be_open(found.child_id, "agreement")
    refuse("name_owner", records_here(work, found.child_id), still_open(found))
    if bool(order.owner) == bool(order.owner_words.strip()):
        says = _ONE_OWNER if order.owner else _AN_OWNER
        raise InvalidInput(InputProblem("owner", "missing", says))
    owner = _owner(work, order.owner)
    changed = replace(found, owner_id=owner.id if owner else None, seq=work.next_seq)
    words = order.owner_words.strip()
    agreements.change_agreement(
        work.connection, changed, {"owner": words}, by=work.viewer, now=work.now
    )
    key, role = agreement_key(found.public_id), _owner_role(work, owner)
    deadlines.hand_deadline_over(work.connection, work.case, key, to_role=role)
    change = _change(work, "agreement_owned", changed, {"owner": order.owner_words})
    return settle(work, replace(change, payload={**change.payload, "person": order.owner}))


def _settle(work: CaseInHand, order: SettleAgreement) -> Done:
    found = agreements.get_agreement(work.connection, work.case, order.agreement)
    work.must_be_open(found.child_id, "agreement")
    refuse("settle_agreement", records_here(work, found.child_id), still_open(found))
    result = _result(order.result)
    if len(order.words) > _LONG:
        raise InvalidInput(InputProblem("words", "malformed", _LENGTH))
    settled = replace(found, state=result, settled_on=work.on, seq=work.next_seq)
    said = {"result": order.words.strip()} if order.words.strip() else {}
    agreements.change_agreement(work.connection, settled, said, by=work.viewer, now=work.now)
    change = _change(work, "agreement_settled", settled, {"result": order.words})
    rows = deadlines.open_deadlines(work.connection, [work.case.id])[work.case.id]
    key = agreement_key(found.public_id)
    return settle(
        work,
        replace(
            change,
            payload={**change.payload, "result": result},
            ticked=tuple(row.id for row in rows if row.key == key),
        ),
    )


def _change(
    work: CaseInHand, kind: EventKind, agreement: AgreementHead, said: dict[str, JsonValue]
) -> Change:
    return Change(
        kind=kind,
        happened=Happened(on=work.on, at=work.at),
        before=work.snapshot(),
        payload={"agreement": agreement.public_id},
        details=said,
        made=agreement.public_id,
    )


def _check(work: CaseInHand, order: Agree) -> None:
    problems = []
    if not order.text.strip():
        problems.append(InputProblem("text", "missing", _NOTHING))
    if len(order.text) > _LONG:
        problems.append(InputProblem("text", "malformed", _LENGTH))
    if order.due_on < work.today:
        problems.append(InputProblem("due_on", "malformed", _PAST))
    if order.owner and order.owner_words.strip():
        problems.append(InputProblem("owner", "malformed", _ONE_OWNER))
    if problems:
        raise InvalidInput(*problems)


def _result(key: str) -> AgreementState:
    found = next((each for each in _RESULTS if each == key), None)
    if found is None:
        listed = ", ".join(_RESULTS)
        says = Text(nl=f"Kies uit {listed}.", en=f"Choose one of {listed}.")
        raise InvalidInput(InputProblem("result", "unknown", says))
    return found


def _child(work: CaseInHand, named: str | None) -> int | None:
    """The child part that it is about; none: it is shared."""
    if named is None:
        return None
    for child in work.open_children:
        if child.public_id == named:
            return child.id
    raise NotFound("child")


def _owner(work: CaseInHand, named: str | None) -> PersonSeen | None:
    """Whose it is: of the family, or somebody who takes part."""
    if named is None:
        return None
    if not is_involved(work, named):
        raise NotFound("person")
    return people.person_by_public_id(work.connection, named)


def _member(work: CaseInHand, named: str) -> PersonSeen:
    person = people.person_by_public_id(work.connection, named)
    if person.family_id != work.case.family_id:
        raise NotFound("person")
    must_be_near(work, named)
    return person


def _owner_role(work: CaseInHand, owner: PersonSeen | None) -> str:
    """The role that is reminded: one in which the owner has a login here, or the regisseur's."""
    roles = _roles_of(work, owner) if owner and owner.kind == "professional" else []
    return next(iter(roles), OWNER)


def _roles_of(work: CaseInHand, person: PersonSeen) -> list[str]:
    takings = participation.takings_of(work.connection, work.case, now=work.now, on=work.today)
    return [
        each.role
        for each in takings
        if each.person_id == person.id and each.access not in {"none", "excluded"}
    ]


def still_open(found: AgreementHead) -> Reason:
    """Whether an agreement still runs: a settled one stays as it is."""
    return Reason(
        key="settled",
        met=found.state == "open",
        asks=Text(nl="Maak een nieuwe afspraak", en="Make a new agreement"),
        says=Text(
            nl="Deze afspraak is al afgerond. Maak een nieuwe.",
            en="This agreement is settled already. Make a new one.",
        ),
        source="DEFAULT",
    )
