"""Tables of a region and who sits at them."""

from __future__ import annotations

from fastapi import APIRouter

from api.calls import EVERYWHERE, LISTED, MADE, SHOWN, Calling
from api.openapi import ROOT
from api.paging import Paged
from api.policy import policy
from api.requests import IdempotencyKey, MeetingMatch, PublicId
from api.shapes.tables import (
    ChangedOut,
    DayOut,
    DaysOut,
    MemberIn,
    MembershipEndingIn,
    TableChangeIn,
    TableIn,
    TableOut,
    TablesOut,
)
from api.table_calls import change
from engine.service.at_table import Changed
from engine.service.meeting_lists import my_tables, table
from engine.service.rhythm import days_ahead
from engine.service.table_orders import AddMember, ChangeTable, EndMember, MakeTable
from engine.service.tables import add_member, change_table, end_member, make_table

router = APIRouter(prefix=ROOT, tags=["tables"])

_CALLED = {**EVERYWHERE, "person": "person_id"}


@router.get("/tables", responses=LISTED)
@policy("list_tables", finds="viewer")
def list_tables(call: Calling, asked: Paged) -> TablesOut:
    """The tables (tafels) that the caller sits at, and those of their region."""
    rows = call.part(my_tables(call.viewer, call.office), asked, "tables")
    return TablesOut(items=[TableOut.of(row) for row in rows])


@router.post("/tables", status_code=201, responses=MADE)
@policy("make_table", finds="viewer")
def add_table(call: Calling, key: IdempotencyKey, body: TableIn) -> ChangedOut:
    """Make a table (tafel) of a region."""
    order = MakeTable(
        key=key,
        region=body.region,
        title=body.title,
        municipalities=tuple(body.municipalities),
        weekday=body.weekday,
        starts=body.starts,
        slot_minutes=body.slot_minutes,
    )
    return change(call, make_table, order, at=_place)


@router.get("/tables/{table_id}", responses=SHOWN)
@policy("read_table", finds="table")
def read_table(call: Calling, table_id: PublicId) -> TableOut:
    """One table (tafel) with its members."""
    row = table(call.viewer, call.office, table_id)
    call.seen(row.id, row.version)
    return TableOut.of(row)


@router.get("/tables/{table_id}/days", responses=LISTED)
@policy("read_table", finds="table")
def list_days(call: Calling, table_id: PublicId, asked: Paged) -> DaysOut:
    """The days of the table's rhythm in the coming weeks: free, taken, or a day off (vrije dag)."""
    found = days_ahead(call.viewer, call.office, table_id)
    rows = call.part(found, asked, f"days {table_id}")
    return DaysOut(items=[DayOut.of(row) for row in rows])


@router.put("/tables/{table_id}", responses=SHOWN)
@policy("change_table", finds="table")
def write_table_anew(
    call: Calling,
    table_id: PublicId,
    seen: MeetingMatch,
    key: IdempotencyKey,
    body: TableChangeIn,
) -> ChangedOut:
    """Give a table (tafel) another name, or other municipalities."""
    order = ChangeTable(
        key=key,
        table=table_id,
        title=body.title,
        municipalities=tuple(body.municipalities),
        seen_version=seen,
    )
    return change(call, change_table, order)


@router.post("/tables/{table_id}/members", status_code=201, responses=MADE)
@policy("add_member", finds="table")
def seat_member(
    call: Calling, table_id: PublicId, key: IdempotencyKey, body: MemberIn
) -> ChangedOut:
    """Let a professional sit at the table (lid van de tafel)."""
    order = AddMember(
        key=key, table=table_id, person=body.person_id, role=body.role, from_on=body.from_on
    )
    return change(call, add_member, order, at=_place, called=_CALLED)


@router.post("/tables/{table_id}/members/{member_id}/endings", status_code=201, responses=MADE)
@policy("end_member", finds="table")
def end_membership(
    call: Calling,
    table_id: PublicId,
    member_id: PublicId,
    key: IdempotencyKey,
    body: MembershipEndingIn,
) -> ChangedOut:
    """Let a member (lid) sit at the table no longer.

    What the seat gave a chair or a secretary ends four weeks after their last seat in that role.
    """
    order = EndMember(key=key, table=table_id, member=member_id, until_on=body.until_on)
    return change(call, end_member, order, at=_place)


def _place(changed: Changed) -> str:
    return f"/tables/{changed.id}"
