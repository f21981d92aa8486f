"""Which looks somebody of a family is told of, and of whom the name; deny by default.

Source: SAFETY 3 (the identity of the reporter), 5.3 (nothing of the other parent, of a brother or
a sister); DOMAIN part 4.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from engine.catalogue import Role
from engine.service.command import CaseInHand
from engine.service.file.participants import roles_known
from engine.service.grounds import roles_in_ground
from engine.service.listing import bare
from engine.service.office import local_day
from engine.store import families, parts_ever, people
from engine.store.looked import LookSeen
from engine.store.parts_ever import PartEver
from engine.text import Text

_REPORTS = frozenset({"requester", "informant", "veilig_thuis_worker"})
"""Roles that could tell who reported."""

_BESIDE = frozenset({"confidential_advocate", "supporter", "lawyer", "interpreter"})
"""Roles beside one person of the family, about whom another is told nothing."""

_HIDDEN_ROLES = _REPORTS | _BESIDE
_HIDDEN_ROWS = frozenset({"requester", "informant", "confidential_advocate", "none"})
"""Rows of the access table of such roles, whatever a region calls the role."""


@dataclass(frozen=True, slots=True)
class TellsOf:
    """What is told of one look: whether there is a name with it, and in which function."""

    named: bool
    function: Text | None = None


_NAMELESS = TellsOf(named=False)


def is_told_of(role: str, access: str) -> bool:
    """Whether a family is told that somebody works with it in this role."""
    return not (role in _HIDDEN_ROLES or access in _HIDDEN_ROWS or access == "excluded")


@dataclass(frozen=True, slots=True)
class Told:
    """What one receiver is told; ``own`` are the keys of the children it is about for them."""

    own: frozenset[int]
    children: Mapping[int, frozenset[int]]  # of every case in which somebody took part
    parts: Mapping[str, tuple[PartEver, ...]]
    hidden: frozenset[str]
    known: Mapping[str, Role]
    relatives: frozenset[str] = frozenset()
    """Of whose looks nobody else of the family is told: they read what was published to them."""

    def of(self, seen: LookSeen) -> TellsOf | None:
        """What is told of this look; None: it is left out, it is not about a child of theirs."""
        if seen.person in self.relatives:
            return None
        theirs = self.parts.get(seen.person or "", ())
        reaching = [part for part in _counted(theirs, seen) if self._reaches(part)]
        if theirs and not reaching:
            return None
        if seen.person in self.hidden:
            return _NAMELESS
        grounds = roles_in_ground(seen.ground)
        if not grounds:
            # A look at the family says not in which role: only who works for it is known there.
            return TellsOf(named=any(part.region is None for part in reaching))
        roles = {part.role for part in reaching}
        held = [role for role in grounds if role in roles]
        if not held:
            return _NAMELESS
        role = self.known.get(held[0])
        return TellsOf(named=True, function=role.title if role else bare(held[0]))

    def is_hidden(self, person: str) -> bool:
        """Whether no name of this professional is told: their role, or whom they work for."""
        theirs = self.parts.get(person, ())
        return person in self.hidden or not any(self._reaches(part) for part in theirs)

    def _reaches(self, part: PartEver) -> bool:
        if part.child_id is not None:
            return part.child_id in self.own
        return part.case_id is None or bool(self.own & self.children[part.case_id])


def told_to(work: CaseInHand, own: Collection[int]) -> Told:
    """What is told to whoever this case is about for the sake of these children."""
    known, parts = roles_known(work), parts_ever.parts_ever(work.connection, work.case)
    by_person: dict[str, list[PartEver]] = defaultdict(list)
    for part in parts:
        if part.access != "excluded":
            by_person[part.person].append(part)
    cases = {part.case_id for part in parts if part.case_id is not None}
    found = people.children_of(work.connection, cases)
    return Told(
        own=frozenset(own),
        children={case: frozenset(each.id for each in found.get(case, ())) for case in cases},
        parts={person: tuple(theirs) for person, theirs in by_person.items()},
        hidden=frozenset(_hidden(work, parts, known)),
        known=known,
        relatives=frozenset(
            each.public_id
            for each in families.members_of(work.connection, [work.case.family_id])[
                work.case.family_id
            ]
        ),
    )


def _counted(theirs: tuple[PartEver, ...], seen: LookSeen) -> Collection[PartEver]:
    """The parts of that moment; of who had none yet, or no more, all that they ever had."""
    day = local_day(seen.at)
    return [part for part in theirs if part.held(seen.at, day)] or theirs


def _hidden(
    work: CaseInHand, parts: Collection[PartEver], known: Mapping[str, Role]
) -> Iterator[str]:
    """Who ever had a hidden role, by a row of participation or by what the log says of then."""
    for part in parts:
        if part.role in _HIDDEN_ROLES or part.access in _HIDDEN_ROWS:
            yield part.person
    rows = {role for role, each in known.items() if each.access in _HIDDEN_ROWS}
    for person, ground in parts_ever.grounds_ever(work.connection, work.case):
        if (_HIDDEN_ROLES | rows).intersection(roles_in_ground(ground)):
            yield person
