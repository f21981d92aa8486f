"""Who looks or acts, and whether they may. Pure.

Who may *make* a transition is said once, by its ``by:``; here it is only asked whether
somebody may see and touch a case, and which of its child parts. Deny by default.

Siblings are separate child parts of one case; what names no child is its shared part. Somebody
who takes part for one child sees that child's part and the shared part, and of a sister or
brother nothing: not that something was recorded, agreed, decided or is due. Of several parts
each counts for its own child: the classes of fields that somebody reads about a child come from
the parts that open this child, those of the shared part from all of them. A part that names no
child opens every one. An exclusion, though it names one child, keeps somebody from the case.
A step moves the whole case: only a role that is held for every child of it may make one.

The same is said apart from this as a condition in SQL: ``engine.store.visibility``.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from engine.fields import CLASSES, FieldClass
from engine.text import Language


@dataclass(frozen=True, slots=True)
class Viewer:
    """Whoever looks or acts: a professional with an account.

    ``person`` is the key inside, ``id`` the public one that trails and snapshots show.
    ``through`` says by which way in they came, ``request`` with which request: the log keeps both.
    """

    person: int
    id: str
    organisation: int | None = None
    session: str = ""
    language: Language = "nl"
    through: str = "service"
    request: str = ""


CLOCK = Viewer(0, "clock")
"""Who acts when nobody does: the tick."""


@dataclass(frozen=True, slots=True)
class ChildPart:
    """A child of a case: ``person`` is the key inside, ``id`` the public one."""

    person: int
    id: str
    born: date | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Part:
    """One way in which the viewer takes part in a case now; without a child, for all of them.

    ``organisation`` is that for which it was given, ``until`` the first day on which no more;
    ``owes``: a deadline of the case is open that its role owns. Which parts count in a case as
    it stands, ``engine.lasting`` says: the functions here are asked with those.
    """

    role: str
    access: str  # the row of the access table that the role names
    child: ChildPart | None = None
    organisation: int | None = None
    until: date | None = None
    owes: bool = False


@dataclass(frozen=True, slots=True)
class Opened:
    """The child parts of a case that are open to somebody; by default none at all."""

    every: bool = False
    children: frozenset[ChildPart] = frozenset()

    def shows(self, child: int | str | None) -> bool:
        """Whether what is about this child, by key or public id, is open; None is shared.

        >>> Opened(children=frozenset({ChildPart(1, "daan")})).shows("noor")
        False
        """
        if self.every:
            return True
        if child is None:
            return bool(self.children)
        return any(child in (each.person, each.id) for each in self.children)

    def within(self, other: Opened) -> Opened:
        """What is open to both."""
        if self.every or other.every:
            return other if self.every else self
        return Opened(children=self.children & other.children)


EVERY = Opened(every=True)
"""Every child part and the shared one."""


@dataclass(frozen=True, slots=True)
class Granted:
    """The viewer may, on this ground."""

    ground: str


@dataclass(frozen=True, slots=True)
class Denied:
    """The viewer may not; to the outside this is the same as "there is no such case"."""

    why: Literal["no_part", "excluded"]


SEES: frozenset[str] = frozenset(
    {
        *("regisseur", "substitute", "chair", "secretary", "requester", "council_adviser"),
        *("gi_worker", "professional", "coordinator", "consultant", "informant"),
        *("youth", "parent_with_authority", "parent_without_authority", "confidential_advocate"),
        "former_regisseur",
    }
)
"""The rows of the access table that let somebody know of a case at all; deny by default."""

ROWS: frozenset[str] = SEES | {"none", "excluded"}
"""Every row that there is; ``workflows/access.csv`` says the same, to be reviewed by people."""

_READS: Mapping[FieldClass, frozenset[str]] = {
    "open": frozenset({"coordinator"}),
    "confidential": frozenset(
        {
            *("chair", "secretary", "council_adviser", "gi_worker", "professional", "requester"),
            "former_regisseur",
        }
    ),
    "shielded": frozenset({"regisseur", "substitute"}),
}
"""Up to which class each row of the access table reads; a row that is not here reads nothing.

Source: SAFETY 5.3; what a row reads "with a reason" or "once charged" comes with those.
"""

READS_NAMES: frozenset[str] = _READS["confidential"] | _READS["shielded"]
"""The rows that read who the people are; the others read titles only."""


def children_shown(parts: Collection[Part]) -> Opened:
    """Which child parts are open to somebody with these parts.

    Source: CONTRACTS 2.7; SAFETY 5.3.

    >>> daan = Part("protection_worker", "gi_worker", ChildPart(1, "daan"))
    >>> children_shown([daan]).shows("daan"), children_shown([daan]).shows("noor")
    (True, False)
    """
    if "excluded" in {part.access for part in parts}:
        return Opened()
    named = [part.child for part in parts if part.access in SEES]
    return EVERY if None in named else Opened(children=frozenset(filter(None, named)))


def parts_about(parts: Collection[Part], child: int | str | None) -> tuple[Part, ...]:
    """Those of the parts that count for this child, by key or public id; for None all do.

    Every part opens what is shared. An exclusion counts everywhere.
    """
    return tuple(
        part
        for part in parts
        if child is None
        or part.child is None
        or part.access == "excluded"
        or child in (part.child.person, part.child.id)
    )


def parts_over(parts: Collection[Part], child: int | str | None) -> tuple[Part, ...]:
    """Those of the parts that reach over this child; over the whole case (None) who names none.

    Nobody gives another, or themselves, more than they have.
    """
    if child is not None:
        return parts_about(parts, child)
    return tuple(part for part in parts if part.child is None or part.access == "excluded")


def roles_for_all(parts: Collection[Part], children: Collection[str]) -> frozenset[str]:
    """The roles that are held for every one of these children: those in which a case is moved.

    >>> daan = Part("protection_worker", "gi_worker", ChildPart(1, "daan"))
    >>> sorted(roles_for_all([daan], ["daan"])), sorted(roles_for_all([daan], ["daan", "noor"]))
    (['protection_worker'], [])
    """
    held: dict[str, set[str | None]] = {}
    for part in parts:
        held.setdefault(part.role, set()).add(part.child.id if part.child else None)
    return frozenset(
        role for role, named in held.items() if None in named or set(children) <= named
    )


def classes_shown(parts: Collection[Part]) -> frozenset[FieldClass]:
    """The classes of fields that somebody with these parts may read.

    About one child: ``classes_shown(parts_about(parts, child))``.

    >>> sorted(classes_shown([Part("cjg_worker", "professional")]))
    ['confidential', 'open']
    """
    rows = {part.access for part in parts}
    highest = max((CLASSES.index(kind) for kind, may in _READS.items() if may & rows), default=-1)
    return frozenset(CLASSES[: highest + 1]) if "excluded" not in rows else frozenset()


_ONLY_READS = frozenset({"former_regisseur"})


def may_record(parts: Collection[Part]) -> bool:
    """Whether somebody with these parts may record consent, authority and talks of the family.

    Whoever reads titles only, writes own contributions only, or gave the regie away, may not.

    Source: SAFETY 5.3; DEFAULT until the table of rights is reviewed.

    >>> may_record([Part("cjg_worker", "professional")]), may_record([Part("x", "informant")])
    (True, False)
    """
    return "confidential" in classes_shown(
        [part for part in parts if part.access not in _ONLY_READS]
    )


PUBLISHES = frozenset(
    {"regisseur", "substitute", "chair", "secretary", "gi_worker", "professional"}
)
"""The rows that decide what the family reads: they work with it or lead the table. Whoever asked
for the table, and the adviser of the council, read along and decide nothing about that."""


def may_publish(parts: Collection[Part]) -> bool:
    """Whether somebody with these parts may publish to the family, withhold, and confirm that.

    Source: LAW Jeugdwet 7.3.2(3); DEFAULT until the table of rights is reviewed.

    >>> may_publish([Part("chair", "chair")]), may_publish([Part("requester", "requester")])
    (True, False)
    """
    rows = {part.access for part in parts}
    return "excluded" not in rows and bool(rows & PUBLISHES)


_CHANGES_PARTS = frozenset(
    {"regisseur", "substitute", "professional", "secretary", "chair", "gi_worker"}
)


def may_change_parts(parts: Collection[Part], *, one: bool) -> bool:
    """Whether somebody with these parts may give or end the parts of others.

    ``one``: in a role that one person holds; those a coordinator may give too.

    Source: SAFETY 5.2, 5.3 (there only the regisseur and, for owners, the coordinator); that
    everybody who works on the case may is a DEFAULT until the table of rights is reviewed.

    >>> coordinator = [Part("coordinator", "coordinator")]
    >>> may_change_parts(coordinator, one=True), may_change_parts(coordinator, one=False)
    (True, False)
    """
    rows = {part.access for part in parts}
    allowed = _CHANGES_PARTS | {"coordinator"} if one else _CHANGES_PARTS
    return "excluded" not in rows and bool(rows & allowed)


def raises(parts: Collection[Part], access: str) -> bool:
    """Whether a part on this row of the access table would show more than these parts do.

    Source: SAFETY 5.2 (nobody edits their own roles).

    >>> raises([Part("cjg_worker", "professional")], "regisseur")
    True
    """
    return not classes_shown([Part("", access)]) <= classes_shown(parts)


def may(viewer: Viewer, parts: Collection[Part]) -> Granted | Denied:
    """Whether the viewer may see a case in which they have these parts now, and act on it.

    An exclusion beats every other part. Which step somebody may make is not asked here:
    ``by:`` says it, and a wrong role is a reason like any other.

    Source: SAFETY D6; DOMAIN 4.2, 4.3.

    >>> may(Viewer(1, "p"), [])
    Denied(why='no_part')
    """
    rows = {part.access for part in parts}
    if "excluded" in rows:
        return Denied("excluded")
    seeing = rows & SEES
    return Granted(min(seeing)) if seeing else Denied("no_part")
