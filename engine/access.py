"""Who looks or acts, and whether they may. Pure.

Who may *make* a transition is said once, by its ``by:``; here it is only asked whether
somebody may see and touch a case at all. Deny by default.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
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
class Part:
    """One way in which the viewer takes part in a case now."""

    role: str
    access: str  # the row of the access table that the role names


@dataclass(frozen=True, slots=True)
class Granted:
    """The viewer may, on this ground."""

    ground: str


@dataclass(frozen=True, slots=True)
class Denied:
    """The viewer may not; to the outside this is the same as "there is no such case"."""

    why: Literal["no_part", "excluded"]


_READS: Mapping[FieldClass, frozenset[str]] = {
    "open": frozenset({"coordinator"}),
    "confidential": frozenset(
        {"chair", "secretary", "council_adviser", "gi_worker", "professional", "requester"}
    ),
    "shielded": frozenset({"regisseur", "substitute"}),
}
"""Up to which class each row of the access table reads; a row that is not here reads nothing.

Source: SAFETY 5.3; what a row reads "with a reason" or "once charged" comes with those.
"""

READS_NAMES: frozenset[str] = _READS["confidential"] | _READS["shielded"]
"""The rows that read who the people are; the others read titles only."""


def classes_shown(parts: Collection[Part]) -> frozenset[FieldClass]:
    """The classes of fields that somebody with these parts may read.

    >>> sorted(classes_shown([Part("cjg_worker", "professional")]))
    ['confidential', 'open']
    """
    rows = {part.access for part in parts}
    highest = max((CLASSES.index(kind) for kind, may in _READS.items() if may & rows), default=-1)
    return frozenset(CLASSES[: highest + 1]) if "excluded" not in rows else frozenset()


def may_record(parts: Collection[Part]) -> bool:
    """Whether somebody with these parts may record consent, authority and talks of the family.

    Whoever reads titles only, or writes own contributions only, may not.

    Source: SAFETY 5.3; DEFAULT until the table of rights is reviewed.

    >>> may_record([Part("cjg_worker", "professional")]), may_record([Part("x", "informant")])
    (True, False)
    """
    return "confidential" in classes_shown(parts)


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
    rows.discard("none")
    return Granted(min(rows)) if rows else Denied("no_part")
