"""Mail that somebody must look after: it was given up on, or nobody knows whether it arrived."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Literal, TypeAlias

from engine.store import Connection, cases, work
from engine.store.notices import NoticeSeen, Reader
from engine.store.work import NO_ADDRESS, NewWork

Undelivered: TypeAlias = Literal["unreachable", "given_up", "uncertain"]
"""There is no such address; all tries are used up; it was accepted, or not."""

WHYS: dict[Undelivered, str] = {
    "unreachable": "refused",
    "given_up": "tries_used_up",
    "uncertain": "not_known",
}


def key_of(kind: Undelivered, about: str) -> str:
    """What makes it one thing to do: whose address it is, or which mail."""
    return f"{kind}-{about}"


def ask_somebody(
    connection: Connection,
    mail: Sequence[NoticeSeen],
    kind: Undelivered,
    *,
    to: Reader,
    now: datetime,
) -> None:
    """Make it Work, in the region of the first case that the mail is about, if it is about any.

    What is wrong with somebody's address is one thing to do, however many mails go wrong.
    """
    notice = next((each for each in mail if each.case_id is not None), None)
    if notice is None or notice.case_id is None:
        return
    about = notice.public_id if kind == "uncertain" else to.public_id
    new = NewWork(
        kind=kind,
        key=key_of(kind, about),
        why=WHYS[kind] if to.address else NO_ADDRESS,
        region=cases.case_for_clock(connection, notice.case_id).region,
        case_id=notice.case_id,
        person_id=notice.person_id,
        about=notice.public_id if kind == "uncertain" else None,
    )
    work.add_work(connection, new, now=now)
