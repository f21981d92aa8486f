"""The clock of the demo: it starts on a chosen morning, and never runs backwards.

The rows say how late it was last, so nothing need be written while it runs. A file beside the
database keeps how far it is from the machine's, for commands that only look, such as ``explain``.
"""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path

from api.wiring import beside_database
from engine.calendar import AMSTERDAM
from engine.clock import ShiftedClock, SystemClock
from engine.errors import ConfigurationError
from engine.ports import Clock
from engine.settings import Settings
from engine.store import heartbeat, schema
from engine.store.store import open_store, require_reachable
from engine.store.unit_of_work import reading

STARTS = datetime(2026, 11, 23, 9, tzinfo=AMSTERDAM)
"""A Monday morning: the table meets on Tuesday, and Saint Nicholas is still to come."""

_FILE = "clock.json"
_MOMENT = timedelta(seconds=1)


def clock_to_serve(settings: Settings) -> Clock:
    """The machine's clock; in the demo the one that goes on where its database ends.

    Raises:
        ConfigurationError: the database of the demo cannot be opened.
    """
    if not settings.demo:
        return SystemClock()
    last = _last_moment(settings)
    clock = ShiftedClock.standing_at(last + _MOMENT if last and last >= STARTS else STARTS)
    _file(settings).write_text(
        json.dumps({"offset_s": clock.offset.total_seconds()}), encoding="utf-8"
    )
    return clock


def clock_to_look(settings: Settings) -> Clock:
    """The clock by which the server runs, for whoever looks beside it; it changes nothing.

    Raises:
        ConfigurationError: the file of the demo's clock cannot be read.
    """
    file = _file(settings)
    if not settings.demo or not file.is_file():
        return SystemClock()
    try:
        offset_s = float(json.loads(file.read_text(encoding="utf-8"))["offset_s"])
    except (ValueError, KeyError, TypeError) as error:
        raise ConfigurationError(
            f"{file} does not say how far the demo's clock is ahead; start the demo once more."
        ) from error
    return ShiftedClock(timedelta(seconds=offset_s))


def _last_moment(settings: Settings) -> datetime | None:
    store = open_store(settings.database_url)
    try:
        require_reachable(store)
        schema.upgrade(store)
        with reading(store) as connection:
            return heartbeat.last_moment(connection)
    finally:
        store.close()


def _file(settings: Settings) -> Path:
    return beside_database(settings) / _FILE
