"""What a scenario file may say: who there is, what they do, and what must come of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field as Setting

from api.scenarios.any_step import Step, kind_of, no_such_step
from api.scenarios.meeting_kinds import Table
from api.scenarios.moments import Day, Moment
from engine.misfits import fitted
from engine.names import Name
from engine.problems import DefinitionError, Place, Problem, dotted
from engine.strict_yaml import Document, read_yaml
from engine.text import Language, Part


class Child(Part):
    """A child; one without a birth date counts as the strictest age."""

    born: Day | None = None


class Parent(Part):
    """A parent, with the children that they have authority over from the start."""

    authority: tuple[Name, ...] = ()


class Family(Part):
    """A family by the local names of its members."""

    municipality: str | None = None
    children: Annotated[dict[Name, Child], Setting(min_length=1)]
    parents: dict[Name, Parent] = Setting(default_factory=dict)


class Professional(Part):
    """Somebody with a login, who takes part in every case of the file unless ``joins: later``."""

    role: Name
    joins: Literal["later"] | None = None
    language: Language = "nl"


class Scenario(Part):
    """One scenario file."""

    scenario: str
    region: Name
    starts: Moment
    families: Annotated[dict[Name, Family], Setting(min_length=1)]
    people: Annotated[dict[Name, Professional], Setting(min_length=1)]
    tables: dict[Name, Table] = Setting(default_factory=dict)
    steps: Annotated[tuple[Step, ...], Setting(min_length=1)]


@dataclass(frozen=True, slots=True)
class ReadScenario:
    """A scenario, and where in its file everything stands."""

    scenario: Scenario
    document: Document

    def problem(self, path: Place, says: str) -> Problem:
        """What went otherwise than the file expects, with the line of that place."""
        line = self.document.line(path)
        return Problem(file=self.document.file, line=line, where=dotted(path), says=says)


def read_scenario(text: str, file: str) -> ReadScenario:
    """Read one scenario file strictly.

    Raises:
        DefinitionError: it is not written right; every place is listed with its line.
    """
    document = read_yaml(text, file)
    _know_every_step(document)
    return ReadScenario(fitted(Scenario, document), document)


def _know_every_step(document: Document) -> None:
    """Say which kind was meant, rather than what the nearest kind would have wanted.

    Raises:
        DefinitionError: some step is of no known kind.
    """
    data = document.data if isinstance(document.data, dict) else {}
    steps = data.get("steps")
    unknown = [
        Problem(
            file=document.file,
            line=document.line(("steps", index)),
            where=f"steps.{index}",
            says=no_such_step(step),
        )
        for index, step in enumerate(steps if isinstance(steps, list) else [])
        if kind_of(step) is None
    ]
    if unknown:
        raise DefinitionError(unknown)
