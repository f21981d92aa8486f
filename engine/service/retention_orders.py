"""What is asked about keeping and destroying files: holds, and proposals to destroy."""

from __future__ import annotations

from dataclasses import dataclass

from engine.service.table_orders import TableOrder

MOST = 50
"""How many files one proposal holds at most (DEFAULT)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfFile(TableOrder):
    """A command on the file of a case."""

    case: str

    @property
    def about(self) -> str:
        """The case."""
        return self.case


@dataclass(frozen=True, slots=True, kw_only=True)
class SetHold(OfFile):
    """Keep a file whatever its term says, with why."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AskLift(OfFile):
    """Ask that a hold ends, with why; somebody else lifts it."""

    hold: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LiftHold(OfFile):
    """End a hold of which somebody else asked that."""

    hold: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposeDestruction(TableOrder):
    """Propose to destroy these files and what these families left, all of one region."""

    files: tuple[str, ...]
    families: tuple[str, ...] = ()

    @property
    def about(self) -> str:
        """How much it is for; which they are the proposal keeps."""
        return f"files {len(self.files)}, families {len(self.families)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class OfDestruction(TableOrder):
    """A command on a proposal that is there."""

    destruction: str

    @property
    def about(self) -> str:
        """The proposal."""
        return self.destruction


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmDestruction(OfDestruction):
    """Confirm what another proposed; ``digest`` is that of the dry run that was read."""

    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawDestruction(OfDestruction):
    """Leave a proposal undone."""
