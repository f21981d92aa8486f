"""Who runs a table and its meetings: the reasons with which others are refused."""

from __future__ import annotations

from datetime import date, datetime

from engine.access import Viewer
from engine.reason import Reason
from engine.service.command import CaseInHand
from engine.store import Connection, meeting_tables
from engine.text import Text

RUNS = frozenset({"chair", "secretary"})
"""Who runs the meetings of the table that they sit at (SEED 001)."""

COORDINATES = frozenset({"coordinator"})
"""Who makes the tables of a region (DEFAULT)."""


def roles_at(
    connection: Connection, viewer: Viewer, table_id: int, *, now: datetime, on: date
) -> frozenset[str]:
    """The roles in which the viewer sits at this table today."""
    members = meeting_tables.members_of(connection, [table_id], now=now, on=on)[table_id]
    return frozenset(each.role for each in members if each.person_id == viewer.person)


def runs_it(held: frozenset[str]) -> Reason:
    """Whether these roles at the table run its meetings."""
    who = Text(
        nl="de voorzitter of de secretaris van deze tafel",
        en="the chair or the secretary of this table",
    )
    return _role(who, met=bool(held & RUNS))


def sets_it_up(held: frozenset[str], in_region: frozenset[str]) -> Reason:
    """Whether these roles, at the table and in its region, let plan meetings and name members."""
    who = Text(
        nl="de coördinator van de regio, of de voorzitter of de secretaris van deze tafel",
        en="the coordinator of the region, or the chair or the secretary of this table",
    )
    return _role(who, met=bool(held & RUNS or in_region & COORDINATES))


def coordinates(in_region: frozenset[str]) -> Reason:
    """Whether these roles in a region let make a table there."""
    who = Text(nl="de coördinator van de regio", en="the coordinator of the region")
    return _role(who, met=bool(in_region & COORDINATES))


def sits_here(work: CaseInHand, table_id: int) -> Reason:
    """Whether whoever acts on a case runs the meetings of the table that it comes to."""
    held = roles_at(work.connection, work.viewer, table_id, now=work.now, on=work.today)
    return runs_it(held)


def _role(who: Text, *, met: bool) -> Reason:
    return Reason(
        key="role",
        met=met,
        asks=Text(nl=f"Dit doet: {who.nl}", en=f"This is done by: {who.en}"),
        says=Text(nl=f"Dit doet: {who.nl}.", en=f"This is done by: {who.en}."),
        source="SEED 001; DEFAULT",
    )
