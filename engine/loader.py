"""Read a folder of definitions into a library of effective versions, or say all that is wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib.resources.abc import Traversable
from pathlib import Path

from engine.calendar import CalendarRules, calendar_from
from engine.checks import Surroundings, shared_problems, structural_problems
from engine.checks.regions import Base, body_problems, region_problems
from engine.checks.retention import retention_problems
from engine.definition import OpenCase, WorkflowFile
from engine.files import Files, read_files
from engine.library import Library, UnknownRegion, UnknownWorkflow
from engine.merge import effective, line_of_regions, merged_region, with_groups
from engine.problems import DefinitionError, Problem
from engine.region import RegionFile

__all__ = ["Library", "UnknownRegion", "UnknownWorkflow", "load"]


def load(folder: Traversable | Path) -> Library:
    """Read, merge and check all definitions of the folder.

    Mistakes are reported in two rounds, all of a round at once: first what does not fit the
    formats, then what does not fit together.

    Raises:
        DefinitionError: with every problem, its file and its line.
    """
    files = read_files(folder)
    problems = [found for found in map(files.in_shared, shared_problems(files.shared)) if found]
    whole = dict(_with_groups(files, problems))
    regions = dict(_merged_regions(files, whole, problems))
    workflows = {
        (name, key): effective(file, region, files.shared)
        for name, file in whole.items()
        for key, region in regions.items()
    }
    around = _surroundings(files, whole)
    for (name, _), workflow in workflows.items():
        found = structural_problems(workflow, around)
        problems += [files.in_workflow(name, problem) for problem in found]
    problems += _retention_problems(files)
    if problems:
        raise DefinitionError(dict.fromkeys(problems))
    calendars = {
        key: calendar_from(files.calendar.model, region.calendar or CalendarRules(), region=key)
        for key, region in regions.items()
    }
    return Library(
        workflows=workflows,
        regions=regions,
        calendars=calendars,
        catalogue=files.shared.catalogue,
        retention=files.retention.model,
    )


def _with_groups(files: Files, problems: list[Problem]) -> Iterator[tuple[str, WorkflowFile]]:
    groups = files.common.model
    for name, read in files.workflows.items():
        file, found = with_groups(read.model, groups)
        problems += map(read.at, found)
        yield name, file


def _merged_regions(
    files: Files, whole: Mapping[str, WorkflowFile], problems: list[Problem]
) -> Iterator[tuple[str, RegionFile]]:
    """Each region; in the place of one that is not right, or leans on one, a blank one."""
    written = {name: read.model for name, read in files.regions.items()}
    base = Base(workflows=whole, shared=files.shared, regions=written)
    broken = set[str]()
    for name, read in files.regions.items():
        if found := list(region_problems(name, base)):
            broken.add(name)
        problems += map(read.at, found)
    for name, read in files.regions.items():
        line = line_of_regions(name, written)
        if broken.isdisjoint(region.region for region in line):
            merged = merged_region(line)
            problems += map(read.at, body_problems(merged, files.shared.rules))
            yield name, merged
        else:
            yield name, RegionFile(region=name)


def _retention_problems(files: Files) -> Iterator[Problem]:
    """What is wrong with the table of retention, if the folder has one."""
    read = files.retention
    if not read.document.file:
        return
    found = retention_problems(
        read.model, workflows=files.workflows, records=files.shared.catalogue.records
    )
    yield from map(read.at, found)


def _surroundings(files: Files, whole: Mapping[str, WorkflowFile]) -> Surroundings:
    steps = (step for file in whole.values() for step in file.transitions.values())
    links = {part.link for step in steps for part in step.then if isinstance(part, OpenCase)}
    catalogue = files.shared.catalogue
    return Surroundings(catalogue=catalogue, workflows=whole, links=links, files=whole)
