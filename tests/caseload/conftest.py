"""A small caseload of a hundred days, and that of the demo: each made once for this process."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

import pytest

from api.caseload.making import Caseload, make_caseload
from api.demo import BEGINS
from engine.calendar import AMSTERDAM
from engine.clock import ManualClock
from engine.service.office import Office
from engine.store.store import open_store
from notifications.mailbox import Letter, Mailbox, MailboxChannel
from tests.conftest import OWN
from tests.service.desks import shipped
from tests.store.databases import sqlite_template

UNTIL = datetime(2026, 11, 23, 9, tzinfo=AMSTERDAM)
CASES, DAYS = 20, 100


@dataclass(frozen=True)
class Made:
    """A caseload, the office that it was made in, and what was seen on the way."""

    caseload: Caseload
    office: Office
    letters: tuple[Letter, ...]
    progress: list[tuple[int, int]]


@cache
def made(turn: int = 0, cases: int = CASES, days: int = DAYS) -> Made:
    """Make a caseload in a database of its own; another ``turn`` makes another one."""
    folder = Path(tempfile.mkdtemp(prefix=f"caseload-{turn}-", dir=OWN))
    database = folder / "cases.sqlite"
    database.write_bytes(sqlite_template().read_bytes())
    clock = ManualClock(UNTIL - timedelta(days=days))
    office = Office(open_store(f"sqlite:///{database}"), clock, shipped())
    box = Mailbox(folder / "mail")
    sender, page = "regietafel@voorbeeldstad.test", "http://127.0.0.1:8000"
    mail = MailboxChannel(box, sender=sender, base_url=page, site="Regietafel", clock=clock)
    progress: list[tuple[int, int]] = []
    caseload = make_caseload(
        office,
        clock,
        cases=cases,
        until=UNTIL,
        progress=lambda done, total: progress.append((done, total)),
        channels={mail.name: mail},
    )
    return Made(caseload, office, box.letters(limit=10_000), progress)


def of_the_demo() -> Made:
    """Make the caseload that the demo begins with."""
    return made(0, 120, (UNTIL - BEGINS).days)


@pytest.fixture
def office() -> Iterator[Office]:
    """Lend the office of the first caseload; nothing may be changed in it."""
    office = made().office
    yield office
    office.store.close()  # nothing else holds the file once a test is over
