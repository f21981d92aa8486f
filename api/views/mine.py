"""What a youth or a parent sees of their own file."""

from __future__ import annotations

from dataclasses import dataclass

from engine.service.mine import Mine


@dataclass(frozen=True, slots=True)
class MinePage:
    """All that is for them; ``oldest``: the oldest first."""

    mine: Mine
    oldest: bool
