"""One held talk that counts for many duties of a family."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from engine.access import Viewer
from engine.deviation_duties import duty_rule
from engine.errors import NotFound
from engine.explanation import day_words
from engine.fields import InputProblem, InvalidInput
from engine.happened import Happened
from engine.reason import Reason
from engine.service.child_parts import children_of_adults, must_be_near
from engine.service.command import CaseInHand, Outcome, carry_out, in_same_family, refuse
from engine.service.moments import LATE, LOOKS_BACK
from engine.service.office import Office
from engine.service.orders import HoldContact
from engine.service.repeats import Done
from engine.service.roles_asked import records_here
from engine.service.settle import Change, settle
from engine.store import contacts, deadlines, people
from engine.store.contacts import NewContact
from engine.store.deadlines import DeadlineSeen
from engine.text import Text


def hold_contact(viewer: Viewer, office: Office, order: HoldContact) -> Outcome:
    """Record a talk that was held; it meets every review it counts for whose window is open.

    Each case that it touches gets one event, all in one transaction.

    Raises:
        NotFound: a case, deadline or person that is not there or not the viewer's.
        InvalidInput: the day lies in the future or far back without a reason, or nothing was
            written down.
    """
    return carry_out(viewer, office, order, _hold)


def _hold(work: CaseInHand, order: HoldContact) -> Done:
    _check(work, order)
    by_case: dict[str, list[str]] = defaultdict(list)
    for case, deadline in dict.fromkeys(order.counts_for):
        by_case[case].append(deadline)
    touched = {case: in_same_family(work, case) for case in by_case}
    touched[work.case.public_id] = work
    refuse("hold_contact", *map(records_here, touched.values()))
    ticked = {
        case: [deadlines.get_deadline(one.connection, one.case, name) for name in by_case[case]]
        for case, one in touched.items()
    }
    for case, rows in ticked.items():
        for row in rows:
            touched[case].must_be_open(row.child_id, "deadline")
    refuse(
        "hold_contact",
        *(_counts(touched[case], row, order.held_on) for case in ticked for row in ticked[case]),
    )
    contact = contacts.add_contact(
        work.connection,
        work.case.family_id,
        NewContact(
            held_on=order.held_on,
            persons=[_member(work, person) for person in order.with_persons],
            deadlines=[found.id for rows in ticked.values() for found in rows],
        ),
        by=work.viewer.person,
        now=work.now,
    )
    done = {
        case: _settled(one, order, contact.public_id, ticked[case]) for case, one in touched.items()
    }
    return replace(done[work.case.public_id], made=contact.public_id)


def _settled(
    work: CaseInHand, order: HoldContact, contact: str, ticked: list[DeadlineSeen]
) -> Done:
    named = _children_named(work, order, ticked)
    return settle(
        work,
        Change(
            kind="contact_held",
            happened=Happened(on=order.held_on, at=work.at),
            before=work.snapshot(),
            payload={
                "contact": contact,
                "counts_for": [row.key for row in ticked],
                "child": named[0] if len(named) == 1 else None,
                "about": list(named or _children_of_those_present(work, order)),
            },
            details={"words": order.words},
            ticked=tuple(row.id for row in ticked),
        ),
    )


def _children_named(
    work: CaseInHand, order: HoldContact, ticked: list[DeadlineSeen]
) -> Sequence[str]:
    """The children whom the talk was with, or for whose deadlines it counts."""
    of_terms = {row.child_id for row in ticked if row.child_id}
    return [
        child.public_id
        for child in work.children
        if child.id in of_terms or child.public_id in order.with_persons
    ]


def _children_of_those_present(work: CaseInHand, order: HoldContact) -> Sequence[str]:
    """The children for whom the adults came: those of all of them, else those of any.

    A talk with the father of one child and the mother of two is about the one; with the fathers
    of two children it is about both.
    """
    theirs = children_of_adults(work)
    came = [theirs[person] for person in order.with_persons if person in theirs]
    if not came:
        return ()
    about = frozenset.intersection(*came) or frozenset.union(*came)
    return [child.public_id for child in work.children if child.public_id in about]


def _check(work: CaseInHand, order: HoldContact) -> None:
    problems = []
    if order.held_on > work.today:
        says = Text(nl="Deze dag ligt in de toekomst.", en="This day lies in the future.")
        problems.append(InputProblem("held_on", "malformed", says))
    if work.today - order.held_on > LOOKS_BACK and not order.late_reason.strip():
        problems.append(LATE)
    if not order.words.strip():
        says = Text(nl="Vul in wat er besproken is.", en="Fill in what was discussed.")
        problems.append(InputProblem("words", "missing", says))
    if problems:
        raise InvalidInput(*problems)


def _member(work: CaseInHand, public_id: str) -> int:
    person = people.person_by_public_id(work.connection, public_id)
    if person.family_id != work.case.family_id:
        raise NotFound("person")
    must_be_near(work, public_id)
    return person.id


def _counts(work: CaseInHand, found: DeadlineSeen, held_on: date) -> Reason:
    """Whether a talk on this day may count for the deadline."""
    opens, title = found.window_opens or found.starts_on, duty_rule(work.workflow, found.key).title
    return Reason(
        key=f"counts_for.{found.key}",
        met=found.review and found.state in ("open", "suspended") and held_on >= opens,
        asks=Text(nl="Kies een open evaluatie", en="Choose an open review"),
        says=Text(
            nl=f"Dit gesprek telt niet voor '{title.nl}': die is niet open, is geen gesprek, "
            f"of begint pas op {day_words(opens, 'nl')}.",
            en=f"This talk does not count for '{title.en}': it is not open, is no talk, "
            f"or begins only on {day_words(opens, 'en')}.",
        ),
        source="DEFAULT",
    )
