"""A folder of definition files, read and fitted to their models, all mistakes at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Generic, TypeVar

from engine.calendar import CalendarFile
from engine.catalogue import Act, Catalogue, Purpose, RecordType, Role
from engine.definition import Group, WorkflowFile
from engine.merge import DEFAULT_REGION, Shared
from engine.misfits import fitted
from engine.names import Name
from engine.problems import DefinitionError, Place, Problem
from engine.region import RegionFile
from engine.retention import RetentionTable
from engine.rules import Rule
from engine.strict_yaml import Document, read_yaml

Model = TypeVar("Model")

_NAMED_BY = {"workflow": "folder", "region": "file"}
_SHARED = ("acts", "purposes", "roles", "records", "rules")


@dataclass(frozen=True)
class Read(Generic[Model]):
    """One file: what it says, and where it says that."""

    model: Model
    document: Document

    def at(self, problem: Problem, path: Place | None = None) -> Problem:
        """The problem with this file and the line of its place, or of another path in it."""
        path = problem.at if path is None else path
        return Problem(
            says=problem.says,
            where=problem.where,
            file=self.document.file,
            line=self.document.line(path),
            at=problem.at,
        )


@dataclass(frozen=True)
class Shelf(Generic[Model]):
    """Parts of one kind that lie in several files: the shared one, and beside each workflow."""

    reads: tuple[Read[dict[Name, Model]], ...]

    @property
    def model(self) -> dict[Name, Model]:
        """All of them by name; of a name that stands twice the first."""
        return {key: part for read in reversed(self.reads) for key, part in read.model.items()}

    def at(self, problem: Problem, path: Place) -> Problem:
        """The problem with the file and line in which the part of this path stands."""
        holding = (read for read in self.reads if path[:1] and path[0] in read.model)
        found = next(holding, next(iter(self.reads), None))
        return found.at(problem, path) if found else problem

    def repeated(self) -> Iterator[Problem]:
        """Each name that stands in two of the files."""
        first: dict[str, str] = {}
        for read in self.reads:
            for key in read.model:
                if key in first:
                    says = f"'{key}' stands in {first[key]} already"
                    yield read.at(Problem(where=key, says=says), (key,))
                first.setdefault(key, read.document.file)


@dataclass(frozen=True, kw_only=True)
class Files:
    """Every file of a folder by its name, apart from each other and unmerged."""

    acts: Shelf[Act]
    roles: Read[dict[Name, Role]]
    records: Shelf[RecordType]
    rules: Shelf[Rule]
    purposes: Shelf[Purpose]
    common: Read[dict[Name, Group]]
    calendar: Read[CalendarFile]
    retention: Read[RetentionTable]
    workflows: Mapping[str, Read[WorkflowFile]]
    regions: Mapping[str, Read[RegionFile]]

    @property
    def shared(self) -> Shared:
        """What all workflows share."""
        catalogue = Catalogue(
            acts=self.acts.model,
            purposes=self.purposes.model,
            roles=self.roles.model,
            records=self.records.model,
        )
        return Shared(catalogue, self.rules.model)

    def in_shared(self, problem: Problem) -> Problem | None:
        """The problem with its line, if what it is about stands in a shared file."""
        if problem.at[:1] and problem.at[0] in _SHARED:
            read: Read[object] | Shelf[object] = getattr(self, str(problem.at[0]))
            return read.at(problem, problem.at[1:])
        return None

    def in_workflow(self, name: str, problem: Problem) -> Problem:
        """The problem with its line: in the workflow's file, a group's or a shared one."""
        workflow = self.workflows[name]
        for group in workflow.model.include:
            if problem.at[1:] and (group, *problem.at[:2]) in self.common.document.lines:
                return self.common.at(problem, (group, *problem.at))
        return self.in_shared(problem) or workflow.at(problem)


def read_files(folder: Traversable | Path) -> Files:
    """Read every definition file of the folder.

    Raises:
        DefinitionError: some file is absent, unreadable or does not fit; all are listed.
    """
    reading = _Reading(folder)
    files = Files(
        acts=reading.shelf(dict[Name, Act], "acts.yaml"),
        roles=reading.read(dict[Name, Role], "roles.yaml", otherwise={}),
        records=reading.shelf(dict[Name, RecordType], "records.yaml"),
        rules=reading.shelf(dict[Name, Rule], "rules.yaml"),
        purposes=reading.shelf(dict[Name, Purpose], "purposes.yaml", optional=True),
        common=reading.read(dict[Name, Group], "common.yaml", otherwise={}),
        calendar=reading.read(CalendarFile, "calendar.yaml", otherwise=CalendarFile(version="0")),
        retention=reading.read_if_there(
            RetentionTable, "retention.yaml", otherwise=RetentionTable()
        ),
        workflows=reading.workflows(),
        regions=reading.regions(),
    )
    if reading.problems:
        raise DefinitionError(reading.problems)
    return files


# Parsing is most of the work of loading, and a process often loads the same texts again.
_document = lru_cache(maxsize=256)(read_yaml)


class _Reading:
    """Reads file after file, and keeps what is wrong for the end."""

    def __init__(self, folder: Traversable | Path) -> None:
        self._folder = folder
        self.problems: list[Problem] = []

    def read(self, shape: type[Model], *name: str, otherwise: Model) -> Read[Model]:
        """One file; in the place of one that is not right, an empty one."""
        return self._one(shape, *name) or Read(otherwise, Document("", {}, {(): 1}))

    def read_if_there(self, shape: type[Model], name: str, *, otherwise: Model) -> Read[Model]:
        """The same of a file that a folder may do without."""
        if not self._folder.joinpath(name).is_file():
            return Read(otherwise, Document("", {}, {(): 1}))
        return self.read(shape, name, otherwise=otherwise)

    def shelf(
        self, shape: type[dict[Name, Model]], name: str, *, optional: bool = False
    ) -> Shelf[Model]:
        """The shared file, and those of the same name that stand beside a workflow."""
        folders = [folder for folder in self._folders() if folder.joinpath(name).is_file()]
        beside = [(folder.name, name) for folder in folders]
        top = [] if optional and not self._folder.joinpath(name).is_file() else [(name,)]
        shelf = Shelf(tuple(self.read(shape, *file, otherwise={}) for file in (*top, *beside)))
        self.problems += shelf.repeated()
        return shelf

    def workflows(self) -> dict[str, Read[WorkflowFile]]:
        """Each ``<name>/workflow.yaml``."""
        found = {
            folder.name: self._one(WorkflowFile, folder.name, "workflow.yaml")
            for folder in self._folders()
        }
        right = {name: read for name, read in found.items() if read}
        for name, read in right.items():
            self._name_fits("workflow", read.model.workflow, name, read)
        return right

    def regions(self) -> dict[str, Read[RegionFile]]:
        """Each ``regions/<region>.yaml``; there is always one of the name ``default``."""
        names = [
            file.name.removesuffix(".yaml")
            for file in self._inside(self._folder.joinpath("regions"))
            if file.name.endswith(".yaml")
        ]
        found = {
            name: self._one(RegionFile, "regions", f"{name}.yaml")
            for name in dict.fromkeys([DEFAULT_REGION, *names])
        }
        right = {name: read for name, read in found.items() if read}
        for name, read in right.items():
            self._name_fits("region", read.model.region, name, read)
        return right

    def _one(self, shape: type[Model], *name: str) -> Read[Model] | None:
        try:
            document = _document(self._text(*name), "/".join(name))
            return Read(fitted(shape, document), document)
        except DefinitionError as error:
            self.problems += error.problems
            return None

    def _name_fits(self, key: str, name: str, wanted: str, read: Read[Model]) -> None:
        if name != wanted:
            says = f"should be '{wanted}', as its {_NAMED_BY[key]} is called"
            self.problems.append(read.at(Problem(where=key, says=says, at=(key,))))

    def _text(self, *name: str) -> str:
        file, place = "/".join(name), self._folder
        for part in name:  # a package spread over several folders takes one part at a time
            place = place.joinpath(part)
        try:
            return place.read_text(encoding="utf-8")
        except (FileNotFoundError, NotADirectoryError):
            raise DefinitionError([Problem(file=file, says="there is no such file")]) from None
        except UnicodeDecodeError:
            raise DefinitionError([Problem(file=file, says="is not in UTF-8")]) from None

    def _folders(self) -> list[Traversable | Path]:
        """The folders that hold a workflow."""
        return [
            folder
            for folder in self._inside(self._folder)
            if folder.is_dir() and folder.joinpath("workflow.yaml").is_file()
        ]

    def _inside(self, folder: Traversable | Path) -> list[Traversable | Path]:
        return sorted(folder.iterdir(), key=lambda each: each.name) if folder.is_dir() else []
