"""Named values of a case, from a day on; never overwritten."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date, datetime

from sqlalchemy import Connection, insert, select

from engine.store.cases import CaseHead
from engine.store.for_many import ForMany
from engine.store.rows import NOW, ON
from engine.store.tables.cases import FACT

_AS_OF = ForMany(
    lambda those: (
        select(FACT.c.case_id, FACT.c.name, FACT.c.value)
        .where(those(FACT.c.case_id), FACT.c.from_on <= ON, FACT.c.recorded_at <= NOW)
        .order_by(FACT.c.from_on, FACT.c.id)
    )
)


def set_facts(
    connection: Connection,
    case: CaseHead,
    values: Mapping[str, str],
    *,
    from_on: date,
    now: datetime,
    seq: int,
) -> None:
    """Give facts their values from a day on; ``seq`` is the event's."""
    row = {"case_id": case.id, "from_on": from_on, "recorded_at": now, "seq": seq}
    rows = [{**row, "name": name, "value": value} for name, value in values.items()]
    if rows:
        connection.execute(insert(FACT), rows)


def facts_of(
    connection: Connection, case_ids: Collection[int], *, on: date, now: datetime
) -> Mapping[int, Mapping[str, str]]:
    """The facts of each case as they were on the day ``on``, as recorded at ``now``."""
    found: dict[int, dict[str, str]] = defaultdict(dict)
    for case_id, name, value in _AS_OF(connection, case_ids, on=on, now=now):
        found[case_id][name] = value
    return {case_id: found[case_id] for case_id in case_ids}
