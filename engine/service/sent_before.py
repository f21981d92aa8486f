"""Whether something was carried out under a key, whatever it was."""

from __future__ import annotations

from engine.access import Viewer
from engine.errors import KeyReused
from engine.service.office import Office
from engine.store import answers
from engine.store.unit_of_work import reading


def came_before(viewer: Viewer, office: Office, key: str) -> bool:
    """Whether this viewer sent a request under ``key`` that changed something, in 24 hours."""
    with reading(office.store) as connection:
        try:
            answers.find_answer(connection, viewer, key, body_hash="", now=office.clock.now())
        except KeyReused:  # no request has an empty hash
            return True
    return False
