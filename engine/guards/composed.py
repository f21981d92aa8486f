"""Guards composed of guards, in three-valued logic, and the guard as a file may write it."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING, Annotated, ClassVar, TypeAlias

from pydantic import Discriminator, Tag

from engine.guards.file import (
    DeadlineGuard,
    ElapsedGuard,
    FactGuard,
    InputGuard,
    LinkedCaseGuard,
    RecordGuard,
)
from engine.guards.meeting import AgreementsGuard, PresentGuard
from engine.guards.people import (
    AgeGuard,
    AssignedGuard,
    ConsentGuard,
    FourEyesGuard,
    ParticipantGuard,
)
from engine.guards.period import PeriodGuard
from engine.guards.shared import ForWhom, GuardPart, all_met, any_met
from engine.names import Name
from engine.reason import Reason
from engine.snapshot import Snapshot
from engine.text import Text, joined

if TYPE_CHECKING:
    from engine.catalogue import Catalogue

SIMPLE = {
    "record": RecordGuard,
    "participant": ParticipantGuard,
    "assigned": AssignedGuard,
    "age": AgeGuard,
    "elapsed": ElapsedGuard,
    "input": InputGuard,
    "fact": FactGuard,
    "four_eyes": FourEyesGuard,
    "consent": ConsentGuard,
    "linked_case": LinkedCaseGuard,
    "deadline": DeadlineGuard,
    "present": PresentGuard,
    "agreements": AgreementsGuard,
    "period": PeriodGuard,
}
KINDS = (*SIMPLE, "all_of", "any_of", "none_of")


def kind_of(guard: object) -> str | None:
    """Which kind of guard this is: the one key of it that names a kind."""
    if isinstance(guard, dict):
        return next((key for key in guard if key in KINDS), None)
    return next((kind for kind in KINDS if hasattr(guard, kind)), None)


class Composed(GuardPart):
    """Guards taken together; where it stands alone it carries its own key and words."""

    kind: ClassVar[str]

    key: Name | None = None

    @property
    @abstractmethod
    def members(self) -> tuple[Guard, ...]:
        """The guards that it is composed of."""

    @abstractmethod
    def answer(self, answers: list[bool | None]) -> bool | None:
        """How the members' answers add up."""

    def check(self, case: Snapshot, catalogue: Catalogue) -> Reason:
        """The members' answers together; what is still open names the fields that it needs.

        Of a guard about a child every child part is asked the whole of it.
        """
        if len(case.children) > 1 and _is_asked_per_child(self, catalogue):
            each = (replace(case, children=(child,)) for child in case.children)
            parts = tuple(self._of(child, catalogue) for child in each)
            return self._together(parts, all_met([part.met for part in parts]))
        return self._of(case, catalogue)

    def _of(self, case: Snapshot, catalogue: Catalogue) -> Reason:
        parts = tuple(member.check(case, catalogue) for member in self.members)
        found = self._together(parts, self.answer([part.met for part in parts]))
        if len(case.children) != 1 or not _is_asked_per_child(self, catalogue):
            return found
        return replace(found, child=case.children[0].id)

    def _together(self, parts: tuple[Reason, ...], met: bool | None) -> Reason:  # noqa: FBT001
        return self._worded(
            Reason(
                key=self.key or self.kind,
                met=met,
                asks=_joined("asks", parts),
                says=_joined("says", parts),
                needs=_all(part.needs for part in parts) if met is None else (),
                parts=parts,
                excludes=isinstance(self, NoneOf),
                records=_all(part.records for part in parts),
            )
        )


class AllOf(Composed):
    """Every one of these guards is met."""

    kind: ClassVar[str] = "all_of"

    all_of: tuple[Guard, ...]

    @property
    def members(self) -> tuple[Guard, ...]:
        return self.all_of

    def answer(self, answers: list[bool | None]) -> bool | None:
        return all_met(answers)


class AnyOf(Composed):
    """At least one of these guards is met."""

    kind: ClassVar[str] = "any_of"

    any_of: tuple[Guard, ...]

    @property
    def members(self) -> tuple[Guard, ...]:
        return self.any_of

    def answer(self, answers: list[bool | None]) -> bool | None:
        return any_met(answers)


class NoneOf(Composed):
    """Not one of these guards is met."""

    kind: ClassVar[str] = "none_of"

    none_of: tuple[Guard, ...]

    @property
    def members(self) -> tuple[Guard, ...]:
        return self.none_of

    def answer(self, answers: list[bool | None]) -> bool | None:
        some = any_met(answers)
        return None if some is None else not some


Guard: TypeAlias = Annotated[
    Annotated[RecordGuard, Tag("record")]
    | Annotated[ParticipantGuard, Tag("participant")]
    | Annotated[AssignedGuard, Tag("assigned")]
    | Annotated[AgeGuard, Tag("age")]
    | Annotated[ElapsedGuard, Tag("elapsed")]
    | Annotated[InputGuard, Tag("input")]
    | Annotated[FactGuard, Tag("fact")]
    | Annotated[FourEyesGuard, Tag("four_eyes")]
    | Annotated[ConsentGuard, Tag("consent")]
    | Annotated[LinkedCaseGuard, Tag("linked_case")]
    | Annotated[DeadlineGuard, Tag("deadline")]
    | Annotated[PresentGuard, Tag("present")]
    | Annotated[AgreementsGuard, Tag("agreements")]
    | Annotated[PeriodGuard, Tag("period")]
    | Annotated[AllOf, Tag("all_of")]
    | Annotated[AnyOf, Tag("any_of")]
    | Annotated[NoneOf, Tag("none_of")],
    Discriminator(kind_of, custom_error_type="unknown_guard", custom_error_message="no such guard"),
]

for _composed in (AllOf, AnyOf, NoneOf):
    _composed.model_rebuild()


def leaves(guard: Guard) -> Iterator[Guard]:
    """The guard itself, or the simple guards that a composed one is made of."""
    if isinstance(guard, Composed):
        for member in guard.members:
            yield from leaves(member)
    else:
        yield guard


def _is_asked_per_child(guard: Composed, catalogue: Catalogue) -> bool:
    """Whether some part is about each child, and none about any of them or a named one."""
    simple = chain.from_iterable(leaves(member) for member in guard.members)
    about = [asked for asked in (_about(leaf, catalogue) for leaf in simple) if asked]
    return bool(about) and all(asked == "each_child" for asked in about)


def _about(leaf: Guard, catalogue: Catalogue) -> ForWhom | None:
    """Of which child parts a simple guard speaks, if it does of any."""
    match leaf:
        case RecordGuard(record=wanted):
            return wanted.for_ if catalogue.records[wanted.type].about == "youth" else None
        case AgeGuard(age=asked):
            return asked.for_
        case ConsentGuard(consent=to):
            return to.for_
    return None


def _joined(part: str, reasons: tuple[Reason, ...]) -> Text:
    texts: list[Text] = list(dict.fromkeys(getattr(reason, part) for reason in reasons))
    return joined(texts, " / ")


def _all(names: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    """Every name once, in order."""
    return tuple(dict.fromkeys(chain.from_iterable(names)))
