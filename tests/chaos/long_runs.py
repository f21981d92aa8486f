"""The long runs beside the walk: kills at any moment, many ticks at once, mail that is down."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping
from datetime import timedelta
from random import Random
from typing import Any, TypeAlias

from sqlalchemy import select

from engine.clock import ManualClock
from engine.service.office import Office
from engine.service.tick import tick
from engine.store import notices
from engine.store.notices import NewNotice
from engine.store.tables import METADATA
from engine.store.unit_of_work import reading, unit_of_work
from notifications.email import EmailChannel
from tests.chaos.kills import KILLED, killing
from tests.chaos.races import racing
from tests.chaos.rivals import TICK, tick_once
from tests.chaos.victim import Moment
from tests.mail import mail_server
from tests.notifications.letters import an_email_channel
from tests.service.builders import MORNING, SMALL_ROLES
from tests.service.desks import a_desk, small
from tests.service.stages import everything
from tests.store.databases import fresh_store

Found: TypeAlias = Mapping[str, Any]

DOWN = 200
"""So many ticks the mail server is away."""

HALF_A_MINUTE = timedelta(seconds=30)
AGAIN = 100


def killed(kind: str, seed: int, moments: int) -> Found:
    """Kill a client at so many moments of any kind, inside a statement or a commit too."""
    luck, tally = Random(seed), Counter[str]()
    with killing(kind) as scene:
        scene.begins()
        begun = time.perf_counter()
        assert scene.runs() == 0
        whole = time.perf_counter() - begun
        for nth in range(moments):
            scene.begins()
            ended = scene.runs(kill_after_s=luck.uniform(0, whole))
            assert ended in (0, KILLED), (seed, nth)
            on_its_way = scene.unmarked("send")
            twice = scene.is_as_if_never_killed()
            assert twice <= on_its_way, (seed, nth, twice)
            tally.update(killed=int(ended == KILLED), letters=scene.letters, twice=len(twice))
    return {"moments": moments, **tally}


def killed_at_each(kind: str) -> Found:
    """Kill a client at every statement, commit and letter there is, one at a time."""
    tally = Counter[str]()
    with killing(kind) as scene:
        for step, came in scene.came.items():
            for moment in (Moment(step, at, nth + 1) for at in came for nth in range(came[at])):
                scene.begins()
                assert scene.runs(until=moment) == KILLED, moment
                between = scene.unmarked("sent")
                assert scene.is_as_if_never_killed() == between, moment
                tally.update(moments=1, letters=scene.letters, twice=len(between))
    return tally


def raced(kind: str, rivals: int, deadlines: int) -> Found:
    """Let processes tick at once over so many deadlines, and then tick on."""
    with racing(kind, deadlines) as track:
        track.made_each_once(track.race(rivals))
        made = everything(track.store)
        for _ in range(AGAIN):
            tick_once(track.store, TICK)
        assert everything(track.store) == made
    return {"rivals": rivals, "deadlines": deadlines}


def undelivered(kind: str, mails: int) -> Found:
    """Let the mail server be away for 200 ticks, and tick until all has gone."""
    with fresh_store(kind) as store, mail_server() as smtp:
        clock = ManualClock(MORNING)
        desk = a_desk(store, clock, library=small(), region="default", roles=SMALL_ROLES)
        with unit_of_work(store) as connection:
            for nth in range(mails):
                new = NewNotice(
                    key=f"told-{nth}",
                    person_id=desk.viewers["bram"].person,
                    channel="email",
                    template="told",
                    language="nl",
                )
                notices.add_notice(connection, new, now=MORNING)
        channel = an_email_channel(smtp.url, clock=clock)
        smtp.down()
        for _ in range(DOWN):
            _tick(desk.office, clock, channel)
        assert smtp.inbox == []
        smtp.up()
        ticks = 0
        while _waits(desk.office):
            _tick(desk.office, clock, channel)
            ticks += 1
            assert ticks <= 2 * DOWN, "something never leaves"
        arrived = Counter(str(letter.message["Message-ID"]) for letter in smtp.inbox)
        assert (len(arrived), max(arrived.values())) == (mails, 1)
    return {"mails": mails, "ticks": ticks}


def _tick(office: Office, clock: ManualClock, channel: EmailChannel) -> None:
    assert tick(office, {channel.name: channel}).broken == 0
    clock.move_to(clock.now() + HALF_A_MINUTE)


def _waits(office: Office) -> bool:
    notice = METADATA.tables["notice"]
    with reading(office.store) as connection:
        left = connection.execute(select(notice.c.state).where(notice.c.state != "sent"))
        return left.first() is not None
