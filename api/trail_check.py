"""At the start: do the seals fit the newest anchor? If not, somebody put another database here."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import structlog

from api.key import keys_in
from engine.service.audit_anchors import Kept, look_at_newest
from engine.service.audit_rows import Fault
from engine.settings import Settings
from engine.store.store import Store
from engine.store.unit_of_work import reading
from engine.text import Text
from notifications.anchor_folder import newest_in

_log = structlog.get_logger(__name__)

SAYS = Text(
    nl="LET OP: de database past niet bij het laatste anker. Misschien is zij teruggezet of "
    "veranderd. Draai `regietafel audit verify`; dat noemt wat niet klopt.",
    en="MIND: the database does not fit the last anchor. Perhaps it was put back or changed. Run "
    "`regietafel audit verify`; that names what does not fit.",
)


def trail_fault(settings: Settings, store: Store) -> Fault | None:
    """What does not fit the newest anchor, inside or in the folder; None where nobody anchors."""
    if settings.anchor_key_file is None:
        return None
    keys = keys_in(settings.anchor_key_file, "ANCHOR_KEY_FILE")
    try:
        fault = look_at_newest(partial(reading, store), _newest(settings.anchor_folder), keys)
    except (ValueError, TypeError):  # a seal or an anchor holds what the program never wrote
        fault = Fault("anchors", "anchor", "", "unreadable")
    if fault:
        _log.error("trail_does_not_fit", part=fault.part, table=fault.table, row=fault.row)
    return fault


def _newest(folder: Path | None) -> Kept | None:
    try:
        file = None if folder is None else newest_in(folder)
    except OSError:  # that nothing is kept there is an alarm of its own
        return None
    return None if file is None else Kept(str(file.anchor.number), file)
