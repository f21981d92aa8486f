"""What the pages about the product show."""

from __future__ import annotations

from dataclasses import dataclass

from api.changelog import Block
from api.glossary import Term


@dataclass(frozen=True, slots=True)
class ContactPage:
    """A page that says whom to ask; ``contact`` is None where nobody was named yet."""

    contact: str | None


@dataclass(frozen=True, slots=True)
class ChangesPage:
    """What is new, the newest first."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class HelpPage:
    """The keys and the words of the work."""

    terms: tuple[Term, ...]
