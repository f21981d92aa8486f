"""Which role a command asks that no workflow describes: the reasons it is refused with."""

from __future__ import annotations

from collections.abc import Collection

from engine.access import Part, classes_shown, may_change_parts, may_publish, may_record, raises
from engine.catalogue import Role
from engine.reason import Reason
from engine.service.command import CaseInHand
from engine.store.participation import Taking
from engine.text import Text

_RECORDS = Text(
    nl="de regisseur, de plaatsvervanger, of wie vanuit een andere rol de inhoud van deze zaak "
    "mag lezen",
    en="the regisseur, the substitute, or whoever may read the contents of this case in another "
    "role",
)
_PUBLISHES = Text(
    nl="de regisseur, de plaatsvervanger, de voorzitter, de secretaris, de GI of een professional "
    "die met het gezin werkt",
    en="the regisseur, the substitute, the chair, the secretary, the GI or a professional who "
    "works with the family",
)
_CHANGES = Text(
    nl="de regisseur, de plaatsvervanger, de voorzitter, de secretaris of een professional die "
    "aan deze zaak werkt; een rol die één persoon heeft mag ook de coördinator of de teamleider "
    "toewijzen",
    en="the regisseur, the substitute, the chair, the secretary or a professional who works on "
    "this case; a role that one person holds may be given by the coordinator or the team lead too",
)

_READS = Text(
    nl="wie in deze zaak titels en datums mag lezen",
    en="whoever may read titles and dates in this case",
)
_ENDS = Text(
    nl="wie deze rol heeft, de coördinator of de teamleider",
    en="whoever holds this role, the coordinator or the team lead",
)


def reads_here(work: CaseInHand) -> Reason:
    """Whether the viewer reads anything of the case at all, if only titles and dates."""
    return _role(_READS, met=bool(classes_shown(work.parts)))


def records_here(work: CaseInHand, child: int | None = None) -> Reason:
    """Whether the viewer may record what the family said: consent, authority, a talk.

    About this child, or without one in the shared part.
    """
    return _role(_RECORDS, met=may_record(work.parts_about(child)))


def publishes_here(work: CaseInHand, child: int | None = None) -> Reason:
    """Whether the viewer may decide what the family reads: about a child, or of what is shared."""
    return _role(_PUBLISHES, met=may_publish(work.parts_about(child)))


def changes_parts(work: CaseInHand, role: Role | None, parts: Collection[Part]) -> Reason:
    """Whether the viewer may give or end somebody else's part in this role, by these parts."""
    one = role is not None and role.one
    return _role(_CHANGES, met=may_change_parts(parts, one=one))


def ends_for_another(work: CaseInHand, role: Role | None, parts: Collection[Part]) -> Reason:
    """Whether the viewer may end somebody else's part in this role.

    The one holder of a role is not put aside by a colleague: only the coordinator or the team lead
    ends that part for them.
    """
    if role is None or not role.one:
        return changes_parts(work, role, parts)
    return _role(_ENDS, met=any(part.access == "coordinator" for part in parts))


def not_oneself(
    work: CaseInHand,
    role: Role,
    person: int,
    held: Collection[Taking],
    *,
    child: int | None = None,
) -> Reason:
    """Whether this is no role that the viewer gives themselves in order to see more.

    More is a higher class of fields, another child, or the other cases of the family too.
    """
    over = work.parts_over(child)
    in_family = any(taking.person_id == person and taking.family_id for taking in held)
    sees_more = raises(over, role.access) or (role.scope == "family" and not in_family)
    return Reason(
        key="own_role",
        met=person != work.viewer.person or role.access == "none" or not sees_more,
        asks=Text(nl="Laat een ander u deze rol geven", en="Let somebody else give you this role"),
        says=Text(
            nl=f"U kunt uzelf de rol {role.title.nl} niet geven. Dit doet een ander: "
            f"{_CHANGES.nl}.",
            en=f"You cannot give yourself the role {role.title.en}. Somebody else does: "
            f"{_CHANGES.en}.",
        ),
        source="DEFAULT",
    )


def _role(who: Text, *, met: bool) -> Reason:
    return Reason(
        key="role",
        met=met,
        asks=Text(nl=f"Dit doet: {who.nl}", en=f"This is done by: {who.en}"),
        says=Text(
            nl=f"U heeft in deze zaak geen rol die dit mag. Dit doet: {who.nl}.",
            en=f"You have no role in this case that may do this. It is done by: {who.en}.",
        ),
        source="DEFAULT",
    )
