"""What the page shows where one comes in."""

from __future__ import annotations

from dataclasses import dataclass

from api.demo_hint import Hint
from engine.text import Text


@dataclass(frozen=True, slots=True)
class Card:
    """Somebody as whom one may come in; with ``begins`` the demo's story begins there."""

    id: str
    name: str
    roles: tuple[Text, ...]
    organisation: str | None
    begins: bool


@dataclass(frozen=True, slots=True)
class Group:
    """People who do the same kind of work."""

    title: Text
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class SignInPage:
    """Everybody as whom one may come in; ``next`` is where it leads to."""

    next: str
    hint: Hint | None
    groups: tuple[Group, ...]
