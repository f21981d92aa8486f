"""After a restore the clock makes anew what it made before, and nobody is mailed twice of it.

Source: SAFETY P7.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest

from engine.clock import ManualClock
from engine.library import Library
from engine.loader import load
from engine.service.deadlines import suspend
from engine.service.mail_hold import compare, release
from engine.service.office import Office
from engine.service.orders import Suspend
from engine.service.repeats import Done
from engine.service.tick import tick
from engine.store import cases, versions
from engine.store.mail_holds import SentLine
from engine.store.unit_of_work import reading, unit_of_work
from notifications.journal import Journal, JournalledChannel
from tests.office import DEFINITIONS, MORNING, World
from tests.runner.outbox import FakeChannel
from tests.service.copies import a_live_world, at, backed_up, put_back, tmp_path

__all__ = ["tmp_path"]

LATER = MORNING + timedelta(days=63)
"""Monday 4 May: Sam is 12 since Friday, and the suspension ended in March."""

SYSTEM = "system: {title: {nl: Systeem, en: System}, access: none}\n"
GROWING = """\
workflow: growing
version: "1"
title: {nl: Opgroeien, en: Growing}
about: youth
source: "004"
phases:
  prepare: {title: {nl: Voorbereiden, en: Prepare}}
  close: {title: {nl: Afronden, en: Close}}
include: [every_case]
opens: {by: [system, regisseur], one_open: true, when: {age: {birthday: 12}}}
states:
  looked_at: {title: {nl: Bekeken, en: Looked at}, phase: prepare, initial: true}
  done: {title: {nl: Klaar, en: Done}, phase: close, final: true}
transitions:
  finish:
    {title: {nl: Afronden, en: Finish}, from: [looked_at], to: done, by: [regisseur], main: true,
     act: return_home}
deadlines:
  plan:
    title: {nl: Plan, en: Plan}
    kind: hard
    starts: {age: {birthday: 11}}
    within: {weeks: 6}
    during: [looked_at]
    met_by: {act: [return_home]}
    owner: regisseur
    reminders: [{before: {days: 0}, to: [owner]}]
    source: DEFAULT
"""


@cache
def library(folder: Path) -> Library:
    """Load the small definition, and beside it a case that opens by itself."""
    roles = f"{DEFINITIONS['roles.yaml']}{SYSTEM}"
    more = {"roles.yaml": roles, "growing/workflow.yaml": GROWING}
    without = {name: text for name, text in DEFINITIONS.items() if name != "retention.yaml"}
    for name, words in {**without, **more}.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(words, encoding="utf-8")
    return load(folder)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """Lend a case of which a deadline stands still, and a youth who will be of age for another."""
    with a_live_world(ManualClock(MORNING)) as small:
        world = replace(small, office=replace(small.office, library=library(tmp_path / "d")))
        with unit_of_work(world.office.store) as connection:
            for workflow in world.office.library.workflows.values():
                versions.publish(connection, workflow, now=MORNING)
        [case] = cases_in(world.office, world)
        order = Suspend(
            case=case.public_id,
            until=date(2026, 3, 16),
            reason="vakantie",
            deadline=None,
            seen_version=case.version,
        )
        assert isinstance(suspend(world.as_(world.bram), world.office, order), Done)
        yield world


def cases_in(office: Office, world: World) -> tuple[cases.CaseHead, ...]:
    """Look which cases there are."""
    with reading(office.store) as connection:
        return cases.cases_of_family(connection, world.family.id)


def test_what_the_clock_makes_anew_after_a_restore_is_not_mailed_again(
    world: World, tmp_path: Path
) -> None:
    file = backed_up(world, tmp_path / "backup.sqlite").file
    journal, post = Journal(tmp_path / "other disk"), FakeChannel()
    channels = {"email": JournalledChannel(post, journal, world.clock)}
    world.clock.move_to(LATER)

    first = tick(world.office, channels)
    ids = {case.public_id for case in cases_in(world.office, world)}
    handed = list(post.keys)
    put_back(world, file, tmp_path / "new.sqlite")
    with at(world, tmp_path / "new.sqlite") as office:
        lines = [
            SentLine(key, each.mail, each.at) for each in journal.lines() for key in each.notices
        ]
        compare(office, lines)
        release(office, lines, by="beheer", why="vergeleken")
        again = tick(office, channels)
        made_anew = {case.public_id for case in cases_in(office, world)} - ids
        world.clock.move_to(LATER + timedelta(days=1))  # a day has one mail: the next brings more
        tick(office, channels)

    assert (first.opened, first.resumed, first.broken) == (1, 1, 0)
    assert first.fired >= 2
    assert len(made_anew) == 1
    assert again == replace(first, sent=0)
    assert post.keys == handed != []
