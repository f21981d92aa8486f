"""What the pages of archivists show, and the page of how long one file is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from api.pages.again import Again
from api.views.rules import Formed
from engine.fields import Field, InputProblem
from engine.service.destruction_shown import DestructionShown, RetentionOverview
from engine.service.retention import FamilyRow, FileRow, RetainedFile
from engine.service.retention_words import STAYS
from engine.text import Text

HOLDING: Mapping[str, Field] = {
    "reason": Field(
        type="long_text",
        title=Text(nl="Waarom moet dit dossier blijven?", en="Why must this file be kept?"),
    )
}
LIFTING = Text(nl="Waarom mag de bewaarplicht eraf?", en="Why may the legal hold end?")
"""What the forms of a legal hold ask; the latter once for each hold."""


@dataclass(frozen=True, slots=True)
class SecondFactor:
    """Whether there is one, and until when it counts that it was shown."""

    is_set_up: bool
    fresh_until: datetime | None


@dataclass(frozen=True, slots=True)
class RetentionPage:
    """Where an archivist begins; ``chosen`` are the files and families that were ticked.

    ``after`` is where this page of the files begins.
    """

    overview: RetentionOverview
    factor: SecondFactor
    after: str = ""
    chosen: frozenset[str] = frozenset()
    again: Again | None = None

    @property
    def problems(self) -> tuple[InputProblem, ...]:
        """What is wrong with what was chosen."""
        return self.again.problems if self.again else ()

    @property
    def by_region(self) -> tuple[tuple[Text, tuple[FileRow, ...], tuple[FamilyRow, ...]], ...]:
        """What may go, region by region: a proposal is of one."""
        files, families = self.overview.files.ready, self.overview.files.families
        titles = {row.region: row.region_title for row in files}
        titles |= {row.region: row.region_title for row in families}
        return tuple(
            (
                titles[region],
                tuple(row for row in files if row.region == region),
                tuple(row for row in families if row.region == region),
            )
            for region in sorted(titles)
        )


@dataclass(frozen=True, slots=True)
class DestructionPageView:
    """One proposal or certificate, and why a form of it came back."""

    one: DestructionShown
    factor: SecondFactor | None = None
    again: Again | None = None
    stays: tuple[Text, ...] = STAYS


@dataclass(frozen=True, slots=True, kw_only=True)
class RetainedPage(Formed):
    """How long one file is kept, its holds, and the forms of these."""

    file: RetainedFile
    lifting: Text = LIFTING
