"""Why files may not be proposed for destruction, or why a proposal may not be decided on."""

from __future__ import annotations

from collections.abc import Sequence

from engine.reason import Reason
from engine.service.at_table import TableWork
from engine.service.retention import verdicts
from engine.store import retention as kept
from engine.store.retention import FileSeen
from engine.text import Text


def may_go(look: TableWork, files: Sequence[FileSeen]) -> Reason:
    """Whether each of them may go today."""
    stopped = [
        file.number
        for file, verdict in verdicts(look.connection, look.office, files, on=look.today)
        if not verdict.may_go(look.today)
    ]
    listed = ", ".join(stopped)
    return Reason(
        key="may_go",
        met=not stopped,
        asks=Text(nl="Haal deze dossiers uit het voorstel", en="Leave these files out"),
        says=Text(
            nl=f"Deze dossiers mogen nu niet weg: {listed}.",
            en=f"These files may not go now: {listed}.",
        ),
        source="SAFETY control 20",
    )


def stranger(look: TableWork, ids: Sequence[int]) -> Reason:
    """Whether the viewer never worked on them."""
    known = kept.worked_on(look.connection, look.viewer.person, ids)
    listed = ", ".join(known)
    return Reason(
        key="not_worked_on",
        met=not known,
        asks=Text(
            nl="Laat een archivaris die hier niet aan werkte dit doen",
            en="Let an archivist who did not work on them do this",
        ),
        says=Text(
            nl=f"U werkte zelf aan deze dossiers: {listed}.",
            en=f"You worked on these files yourself: {listed}.",
        ),
        source="SAFETY 5.2",
    )


def not_proposed(already: Sequence[str]) -> Reason:
    """Whether none of them is in a proposal that waits."""
    listed = ", ".join(already)
    return Reason(
        key="not_proposed",
        met=not already,
        asks=Text(nl="Kijk bij de voorstellen", en="Look among the proposals"),
        says=Text(
            nl=f"Deze dossiers staan al in een voorstel: {listed}.",
            en=f"These files are in a proposal already: {listed}.",
        ),
        source="DEFAULT",
    )


def still_proposed(*, met: bool) -> Reason:
    """Whether nobody decided on it yet."""
    return Reason(
        key="proposed",
        met=met,
        asks=Text(nl="Kijk wat er met het voorstel gebeurde", en="Look what became of it"),
        says=Text(
            nl="Over dit voorstel is al beslist.", en="This proposal was decided on already."
        ),
        source="DEFAULT",
    )


def another(*, met: bool) -> Reason:
    """Whether it is not who proposed it."""
    return Reason(
        key="four_eyes",
        met=met,
        asks=Text(nl="Laat een andere archivaris bevestigen", en="Let another archivist confirm"),
        says=Text(
            nl="U deed dit voorstel zelf. Een andere archivaris bevestigt het.",
            en="You proposed this yourself. Another archivist confirms it.",
        ),
        source="SAFETY control 20",
    )


def unchanged(*, met: bool) -> Reason:
    """Whether a new dry run says what the first one said."""
    return Reason(
        key="unchanged",
        met=met,
        asks=Text(
            nl="Trek dit voorstel in en doe een nieuw voorstel",
            en="Withdraw this proposal and make a new one",
        ),
        says=Text(
            nl="Er is iets veranderd sinds het voorstel. Er is niets vernietigd.",
            en="Something changed since the proposal. Nothing was destroyed.",
        ),
        source="SAFETY control 20",
    )
