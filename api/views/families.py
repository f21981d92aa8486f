"""What the pages of families show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from api.pages.again import Again
from engine.service.file.families import FamilyRow, FamilyShown, MemberRow
from engine.service.file.openable import Openable
from engine.service.file.people import Colleague
from engine.text import Text


@dataclass(frozen=True, slots=True)
class FamilyList:
    """The families that somebody may see."""

    rows: tuple[FamilyRow, ...]


@dataclass(frozen=True, slots=True)
class RegionChoice:
    """A region to choose; one without municipalities is for all others."""

    key: str
    title: Text
    municipalities: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FamilyForm:
    """The form that registers a family: as many rows as there are, and what was typed."""

    regions: tuple[RegionChoice, ...]
    children: int
    adults: int
    values: Mapping[str, str]
    authority: Mapping[str, tuple[str, ...]]
    again: Again | None = None


@dataclass(frozen=True, slots=True)
class FamilyPage:
    """One family, and the cases that may be opened for it."""

    shown: FamilyShown
    region: Text
    openable: tuple[Openable, ...]

    @property
    def children(self) -> tuple[MemberRow, ...]:
        """The youth of the family."""
        return tuple(each for each in self.shown.row.members if each.kind == "youth")

    def names_of(self, ids: tuple[str, ...]) -> str:
        """The children with these ids."""
        return ", ".join(each.name for each in self.shown.row.members if each.id in ids)


@dataclass(frozen=True, slots=True)
class OpenCasePage:
    """The form that opens a case of one workflow for one family."""

    family: FamilyRow
    workflow: Openable
    people: tuple[Colleague, ...]
    values: Mapping[str, str]
    chosen: tuple[str, ...]
    again: Again | None = None

    @property
    def children(self) -> tuple[MemberRow, ...]:
        """The youth of the family."""
        return tuple(each for each in self.family.members if each.kind == "youth")

    @property
    def options(self) -> tuple[tuple[str, str], ...]:
        """The children to choose from, with their ages."""
        return tuple(
            (each.id, each.name if each.age is None else f"{each.name} ({each.age})")
            for each in self.children
        )
