"""Requests about one's own data: asked, judged thing by thing, confirmed by a second, answered.

The term of the law is a deadline of the case, with its reminders. A copy is given once everything
was decided; what is withheld needs a second professional. What was given stays as it was.

Source: LAW AVG 12(3), 12(5), 15, 16; Jeugdwet 7.3.2(3), 7.3.8–7.3.10; SAFETY 3.
"""

from __future__ import annotations

from typing import cast, get_args

from engine.access import Viewer
from engine.data_copy import undecided, withheld
from engine.data_rights import request_duty
from engine.errors import NotFound
from engine.fields import LONGEST, InputProblem, InvalidInput
from engine.service.child_parts import children_of_adults, must_be_known, must_be_near
from engine.service.command import CaseInHand, Outcome, carry_out, refuse
from engine.service.copy_reach import reach_of, sees_all_of
from engine.service.data_askers import may_ask_on
from engine.service.data_closings import refused_whole
from engine.service.data_copies import (
    Copy,
    copy_in,
    given_of,
    may_still_ask,
    request_in,
    wrong_items,
)
from engine.service.office import Office
from engine.service.repeats import Done
from engine.service.request_steps import answered, end, not_refused, payload_of, settled
from engine.service.rights_orders import AskData, ConfirmCopy, GiveCopy, ItemJudged, JudgeCopy
from engine.service.rights_reasons import (
    all_decided,
    as_seen,
    by_another,
    is_confirmed,
    none_open,
    sees_all,
    still_open,
)
from engine.service.roles_asked import records_here
from engine.store import data_requests as kept
from engine.store import people, records
from engine.store.data_requests import ItemKept, NewRequest, RequestSeen
from engine.store.people import PersonSeen
from engine.store.tables.rights import RequestKind
from engine.text import Text

_LONG = LONGEST["long_text"]
_KIND = Text(nl="Kies wat er is gevraagd.", en="Choose what was asked.")
_IDENTITY = Text(
    nl="Schrijf op hoe is vastgesteld wie dit is.", en="Write down how it is known who this is."
)
_WORDS = Text(nl="Schrijf het op in eigen woorden.", en="Write it down in own words.")
_SHORTER = Text(nl=f"Geef ten hoogste {_LONG} tekens.", en=f"Give at most {_LONG} characters.")
_RECORD = Text(nl="Kies welk stuk niet klopt.", en="Choose which record is wrong.")


def ask_data(viewer: Viewer, office: Office, order: AskData) -> Outcome:
    """Record that somebody asked for their data, or for a correction; its term begins that day.

    Refused with ``may_ask`` where their age or authority says so, and while one is open already.

    Raises:
        NotFound: nobody of this family, or no such record. InvalidInput: the form has problems.
    """
    return carry_out(viewer, office, order, _ask)


def judge_copy(viewer: Viewer, office: Office, order: JudgeCopy) -> Outcome:
    """Decide of things in the file; what was confirmed before is to be confirmed anew.

    Raises:
        NotFound: no such request. InvalidInput: something has no ground, or is not there.
    """
    return carry_out(viewer, office, order, _judge)


def confirm_copy(viewer: Viewer, office: Office, order: ConfirmCopy) -> Outcome:
    """Confirm what is withheld; refused to who judged it, and while something is not judged.

    Where the whole was to be refused, it is refused from then on.
    """
    return carry_out(viewer, office, order, _confirm)


def give_copy(viewer: Viewer, office: Office, order: GiveCopy) -> Outcome:
    """Give the copy: it is kept as it was given, and the term is met."""
    return carry_out(viewer, office, order, _give)


def _ask(work: CaseInHand, order: AskData) -> Done:
    person, asker = _member(work, order.person), _member(work, order.asker)
    kind = next((each for each in get_args(RequestKind) if each == order.kind), None)
    before = [each for each in kept.requests_of(work.connection, work.case)
              if (each.person_id, each.kind) == (person.id, kind)]  # fmt: skip
    may = may_ask_on(work, person, asker, work.on)
    refuse("ask_data", records_here(work), may, none_open(before, kind))
    record = _checked(work, order, kind)
    public_id = kept.add_request(
        work.connection,
        work.case,
        NewRequest(
            kind=cast(RequestKind, kind),  # checked above
            person_id=person.id,
            asker_id=asker.id,
            asked_on=work.on,
            record_id=record,
        ),
        {"identity": order.identity.strip(), "words": order.words.strip(), "others": ""},
        by=work.viewer.person,
        now=work.now,
    )
    child = _child_of(work, person)
    duty = request_duty(work.reckoner, public_id, asked_on=work.on, child=child)
    payload = {"request": public_id, "what": order.kind, "person": person.public_id}
    details = {"identity": order.identity.strip(), "asked": order.words.strip()}
    return settled(work, "data_asked", payload, details, made=public_id, extra=(duty,))


def _judge(work: CaseInHand, order: JudgeCopy) -> Done:
    seen = request_in(work, order.request)
    copy = _in_full(work, "judge_copy", seen)
    wrong = [*wrong_items(copy, order)]
    if len(order.others) > _LONG:
        wrong.append(InputProblem("others", "malformed", _SHORTER))
    if wrong:
        raise InvalidInput(*wrong)
    before = {each.key: each for each in kept.items_of(work.connection, seen)}
    new = {each.key: _judged(work, each, before.get(each.key)) for each in order.items}
    said, _ = kept.said_of(work.connection, seen)
    said = {**not_refused(said), "others": order.others.strip()}
    kept.write_items(work.connection, seen, list({**before, **new}.values()), said)
    kept.move_request(
        work.connection, seen, "judged",
        judged_at=work.now, judged_by=work.viewer.person, confirmed_at=None, confirmed_by=None,
    )  # fmt: skip
    return settled(work, "data_judged", payload_of(seen), {})


def _confirm(work: CaseInHand, order: ConfirmCopy) -> Done:
    seen = request_in(work, order.request)
    copy = _in_full(work, "confirm_copy", seen)
    another = by_another(met=work.viewer.person not in copy.left_out_by)
    same = as_seen(met=order.digest == copy.digest)
    if seen.state == "to_refuse":
        refuse("confirm_copy", another, same)
        return refused_whole(work, seen)
    refuse("confirm_copy", all_decided(undecided(copy.things)), another, same)
    kept.move_request(
        work.connection, seen, "confirmed", confirmed_at=work.now, confirmed_by=work.viewer.person
    )
    return settled(work, "data_confirmed", payload_of(seen), {})


def _give(work: CaseInHand, order: GiveCopy) -> Done:
    seen = request_in(work, order.request)
    copy = _in_full(work, "give_copy", seen)
    refuse(
        "give_copy",
        may_still_ask(work, copy.whom),
        all_decided(undecided(copy.things)),
        is_confirmed(met=seen.state == "confirmed" or not withheld(copy.things)),
        as_seen(met=order.digest == copy.digest),
    )
    about = [(each.case.id, each.children) for each in reach_of(work, copy.whom)]
    kept.write_about(work.connection, seen, about)
    said, _ = kept.said_of(work.connection, seen)
    kept.write_said(work.connection, seen, not_refused(said), given_of(work, copy))
    end(work, seen, "given")
    payload = {**payload_of(seen), "outcome": "given"}
    return answered(work, seen, payload, {})


def _in_full(work: CaseInHand, name: str, seen: RequestSeen) -> Copy:
    """The copy of a request that is open, to whoever sees all that it is about."""
    refuse(name, records_here(work), still_open(seen, "access"))
    copy = copy_in(work, seen)
    refuse(name, sees_all(met=sees_all_of(work, copy.whom)))
    return copy


def _judged(work: CaseInHand, item: ItemJudged, before: ItemKept | None) -> ItemKept:
    """What is decided of a thing; by whom first, where it stays as it was."""
    new = ItemKept(item.key, item.ground, item.kept, work.viewer.person)
    return before if before is not None and new.says_as(before) else new


def _child_of(work: CaseInHand, person: PersonSeen) -> str | None:
    """Of which child the deadline is: who works for another one is not to know that they asked.

    None for an adult of every child.
    """
    theirs = children_of_adults(work).get(person.public_id, frozenset({person.public_id}))
    of_them = [child.public_id for child in work.children if child.public_id in theirs]
    if person.kind != "youth" and len(of_them) == len(work.children):
        return None
    return next((child for child in of_them if work.opened.shows(child)), None)


def _member(work: CaseInHand, public_id: str) -> PersonSeen:
    person = people.person_by_public_id(work.connection, public_id)
    if person.family_id != work.case.family_id:
        raise NotFound("person")
    must_be_near(work, public_id)
    return person


def _checked(work: CaseInHand, order: AskData, kind: str | None) -> int | None:
    """The key of the record that is to be corrected, if it is about one.

    Raises:
        NotFound: there is no such record for the viewer.
        InvalidInput: something is missing; everything is named.
    """
    problems = [] if kind else [InputProblem("kind", "missing", _KIND)]
    if not order.identity.strip():
        problems.append(InputProblem("identity", "missing", _IDENTITY))
    for name, text in (("identity", order.identity), ("words", order.words)):
        if len(text) > _LONG:
            problems.append(InputProblem(name, "malformed", _SHORTER))
    if kind == "correction":
        problems += [] if order.record else [InputProblem("record", "missing", _RECORD)]
        problems += [] if order.words.strip() else [InputProblem("words", "missing", _WORDS)]
    if problems:
        raise InvalidInput(*problems)
    if order.record is None:
        return None
    head = records.get_record(work.connection, work.case, order.record)
    must_be_known(work, head)
    return head.id if kind == "correction" else None
