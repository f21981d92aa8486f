"""Go a counter-example on the real engine, in a database of its own."""

from __future__ import annotations

import json
import shutil
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path as File
from tempfile import TemporaryDirectory

from api.check_scenario import Played as Written
from api.check_scenario import scenario_of
from api.check_table import Unplayable
from api.scenarios import step_kinds as kinds
from api.scenarios.answers import fields_of_step, translated
from api.scenarios.grammar import read_scenario
from api.scenarios.mailbox import Mailbox
from api.scenarios.moments import later
from api.scenarios.names import NoSuchName
from api.scenarios.outcomes import came_of
from api.scenarios.world import build
from engine.clock import ManualClock
from engine.definition import Workflow
from engine.fields import read_answers
from engine.guards import Guard
from engine.library import Library
from engine.proof.people import ANYBODY, WHO
from engine.proof.prove import NOT_TRIED, Played
from engine.proof.search import Path
from engine.runner.manual import ManualRunner
from engine.service.command import looking
from engine.service.office import Office
from engine.span import Span
from engine.store.store import Store, open_store


@dataclass(frozen=True)
class Replayer:
    """Goes paths of definitions that may differ from those of the library.

    ``blank`` is a file that has the tables and nothing in them.
    """

    library: Library
    blank: File

    def __call__(self, workflow: Workflow, path: Path, without: Guard | None) -> Played:
        """How far the real engine goes; before the last step ``without`` must not be met."""
        if any(made.values.get(WHO) == ANYBODY for made in path.steps):
            return NOT_TRIED  # a case that another opens: one scenario tells of one case
        try:
            written = scenario_of(workflow, path)
        except Unplayable:
            return NOT_TRIED
        own = {**self.library.workflows, (workflow.workflow, workflow.region): workflow}
        library = replace(self.library, workflows=own)
        with TemporaryDirectory(prefix="regietafel-") as folder:
            file = File(folder) / "replay.sqlite"
            shutil.copyfile(self.blank, file)
            with closing(open_store(f"sqlite:///{file}")) as store:
                return _Stage(written, library, store).played(without)


class _Stage:
    """One scenario on its own store."""

    def __init__(self, written: Written, library: Library, store: Store) -> None:
        self._written = written
        text = json.dumps(written.data, ensure_ascii=False)
        self._scenario = read_scenario(text, "counter-example").scenario
        clock = ManualClock(self._scenario.starts)
        self._office = Office(store, clock, library)
        self._world = build(self._office, clock, self._scenario)
        self._runner = ManualRunner(self._office, {Mailbox.name: self._world.mailbox})

    def played(self, without: Guard | None) -> Played:
        """Take every step; the first that is refused ends it."""
        last = max(self._written.steps, default=-1)
        for index, step in enumerate(self._scenario.steps):
            if isinstance(step, kinds.Wait) and isinstance(step.wait, Span):
                calendar = self._office.library.calendars[self._scenario.region]
                self._runner.run_until(later(self._world.clock.now(), step.wait, calendar))
            elif isinstance(step, kinds.Act):
                if index == last and isinstance(step, kinds.Do) and self._is_met(without, step):
                    return Played(went=False)
                stopped = self._stopped(step)
                if stopped is not None:
                    return Played(
                        went=False, step=self._written.steps.get(index, ""), because=stopped
                    )
        return Played(went=True)

    def _stopped(self, step: kinds.Act) -> frozenset[str] | None:
        """What stops this step; None when nothing does."""
        try:
            came = came_of(self._world, step)
        except NoSuchName as error:
            return frozenset({str(error)})
        return None if came.outcome == "allowed" else came.because | {came.outcome}

    def _is_met(self, guard: Guard | None, step: kinds.Do) -> bool:
        """Whether the guard is met, on the real case and with the form of the step."""
        if guard is None:
            return False
        case = self._world.case(step.case)
        viewer = self._world.viewer(step.as_)
        with looking(viewer, self._office, case.public_id, "dry_run") as work:
            asked = fields_of_step(work.workflow, step.do)
            given = translated(self._world, asked, step.with_)
            children = tuple(child.public_id for child in work.children)
            inputs, _ = read_answers(asked, given, children)
            return guard.check(work.snapshot(inputs=inputs), work.workflow.catalogue).met is True
