"""Where the demo's story begins: left beside its database by whoever made the caseload."""

from __future__ import annotations

import json
from dataclasses import dataclass

from api.caseload.cast import PROFESSIONALS
from api.caseload.story import LEAD
from api.wiring import beside_database
from engine.settings import Settings

ABOUT = "caseload.json"


@dataclass(frozen=True, slots=True)
class Hint:
    """As whom to come in first, and the number of the case to open."""

    name: str
    case: str


def hint_of(settings: Settings) -> Hint | None:
    """The hint; None where no caseload was made."""
    try:
        about = json.loads((beside_database(settings) / ABOUT).read_text(encoding="utf-8"))
        return Hint(PROFESSIONALS[LEAD][0], str(about["story"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
