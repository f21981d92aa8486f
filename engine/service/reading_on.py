"""Whoever gave the regie of a family to another reads on for some weeks, and no longer.

Until the other accepts, they keep every right: the part of a regisseur ends at that moment.
"""

from __future__ import annotations

from datetime import timedelta

from engine.service.command import CaseInHand
from engine.store import participation
from engine.store.participation import NewTaking, Taking

READS_ON = "former_regisseur"
"""The role that a handover leaves, and nothing else gives."""

READ_WINDOW = timedelta(days=28)
"""So long they read on (DEFAULT). Source: SAFETY 5.3."""


def let_read_on(work: CaseInHand, given: Taking) -> None:
    """A dated window on the family for whoever gave its regie away, where the role is known.

    For the organisation for which they had it: no part begins that they could not have had.
    """
    defined = work.office.library.catalogue.roles.get(READS_ON)
    if given.access != "regisseur" or defined is None:
        return
    window = NewTaking(
        role=READS_ON,
        access=defined.access,
        ground="handed the regie over",
        from_on=work.today,
        until_on=work.today + READ_WINDOW,
        region=given.region,
        family_id=given.family_id,
        case_id=given.case_id,
        organisation_id=given.organisation_id,
    )
    participation.join(work.connection, given.person_id, window, now=work.now)
