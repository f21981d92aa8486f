"""Who takes part: join, and hand a role over; leaving is ``engine.service.leaving``."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from engine.access import Viewer
from engine.catalogue import Role
from engine.errors import NotFound
from engine.explanation import day_words
from engine.fields import InputProblem, InvalidInput
from engine.happened import Happened
from engine.reason import Reason
from engine.service.account_roles import looks_after_nothing
from engine.service.child_parts import must_be_near
from engine.service.command import CaseInHand, Outcome, carry_out, refuse
from engine.service.event_kinds import EventKind
from engine.service.office import Office
from engine.service.orders import Assign, Join
from engine.service.reading_on import let_read_on
from engine.service.repeats import Done
from engine.service.roles_asked import changes_parts, not_oneself
from engine.service.settle import Change, settle
from engine.store import participation, people
from engine.store.participation import NewTaking, Taking
from engine.store.people import PersonSeen
from engine.text import Text


def join(viewer: Viewer, office: Office, order: Join) -> Outcome:
    """Let somebody take part, in the case or the family as the role says.

    Refused when another person holds a role that only one may hold: ``assign`` hands it over;
    when the viewer may give nobody a part, or would give themselves one that shows more.

    Raises:
        NotFound: no such person, or a family member of another family.
        InvalidInput: no such role, a family role without the child that it is about, or an
            end that is past.
    """
    return carry_out(viewer, office, order, join_now)


def assign(viewer: Viewer, office: Office, order: Assign) -> Outcome:
    """Hand a role that one person holds to somebody; whoever held it stops today."""
    return carry_out(viewer, office, order, assign_now)


def join_now(work: CaseInHand, order: Join) -> Done:
    """Let them take part inside a command that has begun; refuses and raises as ``join``."""
    role = role_named(work, order.role)
    refuse("join", changes_parts(work, role, work.parts))
    ends_ahead(work, order.until_on)
    person = person_for(work, order.person, role)
    must_be_near(work, order.person)
    child = _child_part(work, role, order.child)
    refuse("join", changes_parts(work, role, work.parts_over(child)))
    held = takings(work)
    others = any(each.role == order.role and each.person_id != person.id for each in held)
    refuse(
        "join",
        not_oneself(work, role, person.id, held, child=child),
        looks_after_nothing(work.connection, person.id, today=work.today),
        works_as(work, person, order.role, held),
        _one_holder(role, others),
    )
    taking = take_part(work, person, order.role, ground=order.ground, child_id=child)
    return settled(work, "joined", order.role, person, {"ground": order.ground}, taking)


def assign_now(work: CaseInHand, order: Assign) -> Done:
    """Hand the role over inside a command that has begun; refuses and raises as ``assign``."""
    role = role_named(work, order.role)
    if not role.one:
        says = Text(nl="Deze rol kan door meer mensen.", en="More people may hold this role.")
        raise InvalidInput(InputProblem("role", "malformed", says))
    refuse("assign", changes_parts(work, role, work.parts_over(None)))
    person, held = person_for(work, order.person, role), takings(work)
    refuse(
        "assign",
        not_oneself(work, role, person.id, held),
        looks_after_nothing(work.connection, person.id, today=work.today),
        works_as(work, person, order.role, held),
    )
    taking = hand_over(work, person, order.role, ground=order.ground)
    return settled(work, "assigned", order.role, person, {"ground": order.ground}, taking)


def hand_over(work: CaseInHand, person: PersonSeen, role: str, *, ground: str) -> Taking:
    """Let the person take part; of a role that one person holds, whoever held it stops today.

    Until this moment they keep every right; whoever gave the regie away reads on for some weeks.
    """
    if role_named(work, role).one:
        for given in end_role(work, role, keep=person.id):
            let_read_on(work, given)
    return take_part(work, person, role, ground=ground)


def end_role(work: CaseInHand, role: str, *, keep: int | None = None) -> tuple[Taking, ...]:
    """End the part of whoever holds the role, but for the person to keep; the parts ended.

    Also of somebody whose end was to come later: another takes over now. Not of whoever is kept
    out in it: they stay out.
    """
    ended = tuple(
        taking
        for taking in takings(work)
        if taking.role == role and taking.person_id != keep and taking.access != "excluded"
    )
    for taking in ended:
        participation.end_by(work.connection, taking.id, until_on=work.today, now=work.now)
    return ended


def end_part(work: CaseInHand, taking: Taking, until_on: date) -> None:
    ended = participation.end_participation(
        work.connection, taking.id, until_on=until_on, now=work.now
    )
    refuse("leave", _has_no_end(taking, met=ended))


def takings(work: CaseInHand) -> tuple[Taking, ...]:
    """Everybody's parts in the case today, through the case, the family or the region."""
    return participation.takings_of(work.connection, work.case, now=work.now, on=work.today)


def role_named(work: CaseInHand, key: str) -> Role:
    """The role of this name, as the case's version has it; or one that no workflow names.

    A lawyer or a parent takes part in cases whose workflow asks nothing of them.

    Raises:
        InvalidInput: there is no such role.
    """
    known = roles_known(work)
    if key not in known:
        listed = ", ".join(sorted(known))
        says = Text(
            nl=f"Onbekende rol; kies uit {listed}.", en=f"No such role; choose one of {listed}."
        )
        raise InvalidInput(InputProblem("role", "unknown", says))
    return known[key]


def roles_known(work: CaseInHand) -> Mapping[str, Role]:
    """Every role that there is, as the case's version has it."""
    return {**work.office.library.catalogue.roles, **work.workflow.catalogue.roles}


def take_part(
    work: CaseInHand, person: PersonSeen, role: str, *, ground: str, child_id: int | None = None
) -> Taking:
    """Let the person take part from today, at the role's scope; one part of each sort.

    Who takes part for every child takes part for this one.
    """
    held = [
        t
        for t in takings(work)
        if (t.person_id, t.role) == (person.id, role) and t.child_id in (None, child_id)
    ]
    if held:
        return held[0]
    order = work.order
    defined = role_named(work, role)
    in_family = defined.scope == "family"
    return participation.join(
        work.connection,
        person.id,
        NewTaking(
            role=role,
            access=defined.access,
            ground=ground,
            from_on=work.today,
            until_on=order.until_on if isinstance(order, Join) else None,
            region=work.case.region if defined.scope == "region" else None,
            family_id=work.case.family_id if in_family else None,
            case_id=work.case.id if defined.scope == "case" else None,
            child_id=child_id,
        ),
        now=work.now,
    )


def person_for(work: CaseInHand, public_id: str, role: Role) -> PersonSeen:
    """The person, who must be of this family for a family role, a professional for another.

    Raises:
        NotFound: there is no such person, or not for this role.
    """
    person = people.person_by_public_id(work.connection, public_id)
    is_professional = person.kind == "professional"
    is_ours = not is_professional and person.family_id == work.case.family_id
    if not (is_ours if role.family else is_professional):
        raise NotFound("person")
    return person


def _child_part(work: CaseInHand, role: Role, named: str | None) -> int | None:
    """Family roles name the child part; professionals may take part in all."""
    children = work.open_children
    if named is not None:
        found = [child.id for child in children if child.public_id == named]
        if not found:
            raise NotFound("child")
        return found[0]
    if role.family and len(children) > 1:
        says = Text(nl="Kies om welk kind het gaat.", en="Choose which child it is about.")
        raise InvalidInput(InputProblem("child", "missing", says))
    return children[0].id if role.family else None


def ends_ahead(work: CaseInHand, until_on: date | None) -> None:
    if until_on is not None and until_on < work.today:
        says = Text(nl="Deze dag is al voorbij.", en="This day is past already.")
        raise InvalidInput(InputProblem("until_on", "malformed", says))


def works_as(
    work: CaseInHand,
    person: PersonSeen,
    key: str,
    held: Collection[Taking],
    *,
    or_as: Collection[str] = (),
) -> Reason:
    """Whether the person may be given this role here: a professional only one they work in.

    Working in one of ``or_as`` does, too. A role of a whole region is not given in one case, and
    none to whoever is kept out of it. One that sees nothing of a case (a lawyer's, an
    interpreter's) asks nothing.
    """
    role = role_named(work, key)
    roles = people.qualifications_of(work.connection, person.id, on=work.today, now=work.now)
    is_fit = role.scope != "region" and not roles.isdisjoint({key, *or_as})
    kept_out = any(each.person_id == person.id and each.access == "excluded" for each in held)
    return Reason(
        key="works_as",
        met=role.family or role.access == "none" or (is_fit and not kept_out),
        asks=Text(
            nl=f"Kies iemand die werkt als {role.title.nl}",
            en=f"Choose somebody who works as {role.title.en}",
        ),
        says=Text(
            nl=f"Deze persoon kan in deze zaak niet de rol {role.title.nl} krijgen.",
            en=f"This person cannot be given the role {role.title.en} in this case.",
        ),
        source="DEFAULT",
    )


def _one_holder(role: Role, held: bool) -> Reason:  # noqa: FBT001 - a fact, not a mode
    return Reason(
        key="one_holder",
        met=not (role.one and held),
        asks=Text(nl="Draag de rol over", en="Hand the role over"),
        says=Text(
            nl="Een ander heeft deze rol; draag haar over in plaats van erbij te komen.",
            en="Another person holds this role; hand it over instead of joining.",
        ),
        source="SEED 004 (req 130)",
    )


def _has_no_end(taking: Taking, *, met: bool) -> Reason:
    day = taking.until_on
    nl, en = (day_words(day, "nl"), day_words(day, "en")) if day else ("", "")
    return Reason(
        key="ended",
        met=met,
        asks=Text(nl="Wacht tot dat einde", en="Wait for that end"),
        says=Text(
            nl=f"Het einde van deze rol is al vastgelegd: {nl}. Dat blijft staan.",
            en=f"The end of this role was recorded before: {en}. It stays.",
        ),
        source="DEFAULT",
    )


def settled(
    work: CaseInHand,
    kind: EventKind,
    role: str,
    person: PersonSeen,
    details: dict[str, str],
    taking: Taking | None = None,
    *,
    child_id: int | None = None,
) -> Done:
    about = taking.child_id if taking else child_id
    child = next((each.public_id for each in work.children if each.id == about), None)
    return settle(
        work,
        Change(
            kind=kind,
            happened=Happened(on=work.on, at=work.at),
            before=work.snapshot(),
            payload={"role": role, "person": person.public_id, "child": child},
            details=dict(details),
            made=taking.public_id if taking else None,
        ),
    )
