"""Somebody decides that mail of which nobody knows whether it arrived is sent again."""

from __future__ import annotations

from dataclasses import dataclass

from engine.access import Viewer
from engine.errors import NotFound
from engine.reason import Reason
from engine.service.at_table import Changed, TableOutcome, TableWork, at_table
from engine.service.command import refuse
from engine.service.office import Office
from engine.service.table_orders import TableOrder
from engine.service.undelivered import key_of
from engine.store import notices, work
from engine.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class SendAgain(TableOrder):
    """Send the mail that this work is about once more, under the same key."""

    work: str

    @property
    def about(self) -> str:
        """The work."""
        return self.work


def send_again(viewer: Viewer, office: Office, order: SendAgain) -> TableOutcome:
    """Let the mail wait to be sent again; with that the work is gone.

    Raises:
        NotFound: there is no such work about a mail, or it is not for the viewer.
    """
    return at_table(viewer, office, order, _send)


def _send(at: TableWork, order: SendAgain) -> Changed:
    seen = work.get_work(at.connection, at.viewer, order.work, on=at.today)
    if seen.kind != "uncertain" or seen.about is None:
        raise NotFound("work")
    notice = notices.key_inside(at.connection, seen.about)
    refuse("send_again", _still_uncertain(met=_reopened(at, notice)))
    work.work_gone(at.connection, key_of(seen.kind, seen.about), now=at.now)
    at.office.announce(at.connection, [notice])
    return Changed(seen.public_id, 2, state="gone")


def _reopened(at: TableWork, notice_id: int) -> bool:
    return notices.reopen_uncertain(at.connection, notice_id, now=at.now)


def _still_uncertain(*, met: bool) -> Reason:
    return Reason(
        key="uncertain",
        met=met,
        asks=Text(nl="Kijk wat er van de mail werd", en="Look what became of the mail"),
        says=Text(nl="Deze mail is niet meer onzeker.", en="This mail is no longer uncertain."),
        source="DEFAULT",
    )
