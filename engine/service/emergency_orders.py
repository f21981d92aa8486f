"""What is asked of break-glass: to be let in, and to judge afterwards that somebody was."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from engine.service.log_review_orders import Verdict
from engine.service.table_orders import TableOrder
from engine.store.tables.emergency import Category
from engine.text import Text

CATEGORIES: Mapping[Category, Text] = {
    "acute_danger": Text(nl="Acuut gevaar voor een kind", en="Acute danger to a child"),
    "missing_child": Text(nl="Een kind is vermist", en="A child is missing"),
    "medical_emergency": Text(nl="Medische noodsituatie", en="Medical emergency"),
    "other": Text(nl="Iets anders", en="Something else"),
}
"""Why somebody asks (DEFAULT); the words beside it say more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskEmergency:
    """Be let in on the child of this whole name and birth date; ``key`` tells a repeat."""

    name: str
    born: date
    category: Category
    reason: str
    key: str | None = None

    @property
    def body_hash(self) -> str:
        """What tells this request from another one under the same key."""
        return hashlib.sha256(repr(self).encode()).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgeEmergency(TableOrder):
    """Say what came of the review of one grant: explained, or to be followed up by somebody."""

    grant: str
    judgement: Verdict
    word: str
    owner: str = ""
    follow_up_on: date | None = None

    @property
    def about(self) -> str:
        """The grant."""
        return self.grant
