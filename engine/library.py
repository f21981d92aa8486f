"""All definitions of a folder, ready for use: one version per workflow and region."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from engine.calendar import Calendar
from engine.catalogue import Catalogue
from engine.definition import Workflow
from engine.errors import RegietafelError
from engine.problems import unknown
from engine.region import RegionFile
from engine.retention import RetentionTable
from engine.text import Text


class UnknownWorkflow(RegietafelError):
    """No definition file describes such a workflow."""

    code = "unknown_workflow"

    def __init__(self, name: str, known: Iterable[str]) -> None:
        self.name = name
        super().__init__(_there_is_no("workflow", name, known))


class UnknownRegion(RegietafelError):
    """No definition file describes such a region, or one with such a municipality."""

    code = "unknown_region"

    def __init__(self, name: str, known: Iterable[str], kind: str = "region") -> None:
        self.name = name
        super().__init__(_there_is_no(kind, name, known))


@dataclass(frozen=True, kw_only=True)
class Library:
    """The effective definitions, and what each region has of its own.

    ``workflows`` is keyed by workflow and region; ``catalogue`` is whole, also with the roles
    and records that no workflow names. ``retention`` says how long a file is kept.
    """

    workflows: Mapping[tuple[str, str], Workflow]
    regions: Mapping[str, RegionFile]
    calendars: Mapping[str, Calendar]
    catalogue: Catalogue
    retention: RetentionTable = field(default_factory=RetentionTable)

    def of(self, workflow: str, region: str) -> Workflow:
        """The version that a new case of this workflow gets in this region.

        Raises:
            UnknownRegion: there is no such region.
            UnknownWorkflow: there is no such workflow.
        """
        if region not in self.regions:
            raise UnknownRegion(region, self.regions)
        if (workflow, region) not in self.workflows:
            raise UnknownWorkflow(workflow, {name for name, _ in self.workflows})
        return self.workflows[workflow, region]

    def region_title(self, region: str) -> Text:
        """What the region is called; where no file says it, its key in words."""
        found = self.regions.get(region)
        words = region.replace("_", " ").capitalize()
        return (found and found.title) or Text(nl=words, en=words)

    def region_of(self, municipality: str) -> str:
        """The region that this municipality belongs to.

        Raises:
            UnknownRegion: no region names it.
        """
        found = {
            name: key for key, region in self.regions.items() for name in region.municipalities
        }
        if municipality not in found:
            raise UnknownRegion(municipality, found, kind="municipality")
        return found[municipality]


def _there_is_no(kind: str, name: str, known: Iterable[str]) -> str:
    says = f"There is {unknown(kind, name, known)}"
    return says if says.endswith("?") else f"{says}."
