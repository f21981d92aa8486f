"""Who hears that somebody was let in on a child's file: fixed words, no name and no number."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from engine.service.listing import Listing
from engine.service.outgoing import put
from engine.store import account_roles
from engine.store import emergency as kept
from engine.store.account_roles import Officer
from engine.store.emergency import Child, ToTell
from engine.store.notices import NewNotice

TEMPLATE, OFTEN = "emergency", "emergency_often"
"""What the notices are called: somebody was let in, and that this happens often."""

_ROLES = ("regisseur", "coordinator")
"""Who hears of it beside the privacy officer. Source: SAFETY 5.4."""


@dataclass(frozen=True, slots=True)
class Told:
    """Who hears of it: the privacy officers of the region, and whoever leads and coordinates."""

    officers: tuple[Officer, ...]
    others: tuple[ToTell, ...]


class NotTold(Exception):
    """A notice could not be made; then nobody is let in."""


def who_hears(work: Listing, child: Child) -> Told:
    """Everybody who is to hear of it, but for whoever asks."""
    connection, on, now = work.connection, work.today, work.now
    officers = account_roles.officers_of(connection, child.region, on=on, now=now)
    others = kept.to_tell(connection, child, _ROLES, on=on, now=now)
    return Told(
        tuple(each for each in officers if each.id != work.viewer.person),
        tuple({each.id: each for each in others if each.id != work.viewer.person}.values()),
    )


def tell(work: Listing, child: Child, grant: str, told: Told, *, often: bool) -> None:
    """Put every notice in the outbox.

    Raises:
        NotTold: one of them cannot be made.
    """
    news = _new(work, child, grant, told, often=often)
    made = [put(work.office, work.connection, new, now=work.now) for new in news]
    found = [notice for notice in made if notice is not None]
    if len(found) < len(made):
        raise NotTold
    work.office.announce(work.connection, found)


def _new(
    work: Listing, child: Child, grant: str, told: Told, *, often: bool
) -> Iterator[NewNotice]:
    case = kept.newest_case(work.connection, child)
    for each in told.others:
        yield _notice(each, f"emergency-{grant}-{each.public_id}", TEMPLATE, case)
    for officer in told.officers:
        yield _notice(officer, f"emergency-{grant}-{officer.public_id}-review", TEMPLATE, None)
        if often:
            yield _notice(officer, f"emergency-{grant}-{officer.public_id}-often", OFTEN, None)


def _notice(to: Officer | ToTell, key: str, template: str, case: int | None) -> NewNotice:
    return NewNotice(
        key=key,
        person_id=to.id,
        channel="email",
        template=template,
        language=to.language,
        sort="urgent",
        case_id=case,
        address=to.email,
    )
