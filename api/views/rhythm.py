"""What the page shows on which a table gets another rhythm."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from api.views.tables import AtTable
from engine.rhythm import Fate, Why
from engine.service.rhythm_change import FATES, WHYS, RhythmPreview
from engine.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangingRhythm(AtTable):
    """Another day, time or length; ``preview`` says what becomes of the meetings ahead."""

    fates: ClassVar[Mapping[Fate, Text]] = FATES
    whys: ClassVar[Mapping[Why, Text]] = WHYS

    preview: RhythmPreview | None = None
