"""Play one scenario on the real engine: its world, its steps, its clock and its mail server."""

from __future__ import annotations

from datetime import datetime
from typing import TypeAlias

from api.scenarios import expectations, outcomes
from api.scenarios import step_kinds as kinds
from api.scenarios.grammar import ReadScenario
from api.scenarios.mailbox import Mailbox
from api.scenarios.moments import later
from api.scenarios.names import NoSuchName, World, address, named
from api.scenarios.reading import head_of
from api.scenarios.world import build
from engine.calendar import AMSTERDAM
from engine.clock import ManualClock
from engine.library import Library
from engine.problems import Place, Problem
from engine.runner.manual import ManualRunner
from engine.service.office import Office
from engine.span import Span
from engine.store.store import Store
from engine.text import Part

Found: TypeAlias = tuple[Place, str]


def play(read: ReadScenario, library: Library, store: Store) -> Problem | None:
    """Build the world of a scenario and take its steps; the first difference, if any."""
    clock = ManualClock(read.scenario.starts)
    office = Office(store, clock, library)
    try:
        world = build(office, clock, read.scenario)
    except NoSuchName as error:
        return read.problem(error.at, str(error))
    player = _Player(world, ManualRunner(office, {Mailbox.name: world.mailbox}))
    for index, step in enumerate(read.scenario.steps):
        found = player.take(step)
        if found:
            return read.problem(("steps", index, *found[0]), found[1])
    return None


class _Player:
    """Takes one step after the other."""

    def __init__(self, world: World, runner: ManualRunner) -> None:
        self._world, self._runner = world, runner

    def take(self, step: Part) -> Found | None:
        """Take the step; where in it, and how, something went otherwise than expected."""
        try:
            return self._taken(step)
        except NoSuchName as error:
            return error.at, str(error)

    def _taken(self, step: Part) -> Found | None:
        match step:
            case kinds.Act():
                return outcomes.difference(self._world, step)
            case kinds.Expect():
                found = expectations.difference(self._world, step.expect)
                return (("expect", *found[0]), found[1]) if found else None
            case kinds.Wait() | kinds.Down():
                return self._let_pass(step)
            case kinds.Mail():
                self._tell_mail_server(step.mail)
            case kinds.Remember():
                self._remember(step)
        return None

    def _let_pass(self, step: kinds.Wait | kinds.Down) -> Found | None:
        """Wait with every tick at its moment; or be down, and make up for it at the end."""
        moment = self._moment(step.wait if isinstance(step, kinds.Wait) else step.down)
        now = self._world.clock.now()
        if moment < now:
            return (), f"it is {now.astimezone(AMSTERDAM):%Y-%m-%d %H:%M} already"
        if isinstance(step, kinds.Down):
            self._runner.skip_to(moment)
        report = self._runner.run_until(moment)
        return (
            ((), f"{report.broken} thing(s) broke in a tick; see the log")
            if report.broken
            else None
        )

    def _moment(self, wanted: Span | kinds.Until) -> datetime:
        if isinstance(wanted, kinds.Until):
            return wanted.until
        calendar = self._world.office.library.calendars[self._world.scenario.region]
        return later(self._world.clock.now(), wanted, calendar)

    def _tell_mail_server(self, said: str) -> None:
        mailbox, (word, *names) = self._world.mailbox, said.split()
        if word == "refuses":
            named("professional", names[0], self._world.scenario.people)
            mailbox.refuse(address(names[0]))
        else:
            mailbox.turn(up=word == "up")

    def _remember(self, step: kinds.Remember) -> None:
        names = [step.case] if step.case else list(self._world.cases)
        self._world.remembered[step.remember] = {
            name: head_of(self._world, self._world.case(name).public_id).version for name in names
        }
