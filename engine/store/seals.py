"""Seals over the two trails: one for each organisation in each sealing, never changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    BindParameter,
    Connection,
    Row,
    bindparam,
    func,
    insert,
    select,
    text,
)

from engine.seal import (
    FORM,
    GENESIS,
    LOG_FORMS,
    UNREADABLE,
    Leaf,
    Seal,
    Window,
    event_leaf,
    hash_of,
    log_leaf,
    pack,
)
from engine.store.gaps import next_sealing as first_after_gap
from engine.store.horizon import Ends, complete_up_to
from engine.store.tables.people import ORGANISATION
from engine.store.tables.seal import SEAL
from engine.store.tables.trail import ACCESS_LOG, CASE_EVENT

OF_NOBODY = ""
"""The organisation of rows that have none: events, and what the program does by itself."""

_ONE_AT_A_TIME = text("select pg_try_advisory_xact_lock(7218027)")
_BOUND = sorted({name for names in LOG_FORMS.values() for name in names})
_AFTER: BindParameter[int] = bindparam("after", type_=BigInteger)
_UP_TO: BindParameter[int] = bindparam("up_to", type_=BigInteger)
_LOG = (
    select(*(ACCESS_LOG.c[name] for name in _BOUND), ORGANISATION.c.public_id.label("of"))
    .outerjoin(ORGANISATION, ORGANISATION.c.id == ACCESS_LOG.c.organisation_id)
    .where(ACCESS_LOG.c.id > _AFTER, ACCESS_LOG.c.id <= _UP_TO)
    .order_by(ACCESS_LOG.c.id)
    .limit(bindparam("at_most"))
)
_EVENTS = (
    select(CASE_EVENT.c.id, CASE_EVENT.c.hash)
    .where(CASE_EVENT.c.id > _AFTER, CASE_EVENT.c.id <= _UP_TO)
    .order_by(CASE_EVENT.c.id)
    .limit(bindparam("at_most"))
)
_LOG_IDS = (
    select(ACCESS_LOG.c.id)
    .where(ACCESS_LOG.c.id > _AFTER, ACCESS_LOG.c.id <= _UP_TO)
    .order_by(ACCESS_LOG.c.id)
    .limit(bindparam("at_most"))
)
_NEWEST = select(SEAL).order_by(SEAL.c.sealing.desc()).limit(1)
_HEAD = (  # the last entry of an index, however many seals there are
    select(SEAL.c.hash)
    .where(SEAL.c.organisation == bindparam("of"))
    .order_by(SEAL.c.sealing.desc())
    .limit(1)
)
_YOUNGER = select(
    select(func.count())
    .select_from(ACCESS_LOG)
    .where(ACCESS_LOG.c.id > bindparam("log", type_=BigInteger))
    .scalar_subquery()
    + select(func.count())
    .select_from(CASE_EVENT)
    .where(CASE_EVENT.c.id > bindparam("events", type_=BigInteger))
    .scalar_subquery()
)
_NEXT = (
    select(SEAL)
    .where(
        SEAL.c.sealing
        == select(func.min(SEAL.c.sealing))
        .where(SEAL.c.sealing > bindparam("after"))
        .scalar_subquery()
    )
    .order_by(SEAL.c.organisation)
)
_NUMBERS = (
    select(SEAL.c.sealing)
    .where(SEAL.c.sealing >= bindparam("first"))
    .distinct()
    .order_by(SEAL.c.sealing)
    .limit(bindparam("at_most"))
)
_BETWEEN = (
    select(SEAL)
    .where(SEAL.c.sealing >= bindparam("first"), SEAL.c.sealing <= bindparam("last"))
    .order_by(SEAL.c.sealing, SEAL.c.organisation)
)


@dataclass(frozen=True, slots=True)
class Sealed:
    """How far the seals go."""

    sealing: int = 0
    window: Window = Window()  # noqa: RUF009 - it is frozen
    at: datetime | None = None

    def reaches(self, ends: Ends) -> bool:
        """Whether no row is younger."""
        return self.window.log_up_to >= ends.log and self.window.events_up_to >= ends.events


@dataclass(frozen=True, slots=True)
class LogRow:
    """A row of the access log, and the public id of its organisation or nothing."""

    values: Mapping[str, Any]
    organisation: str


def sealed(connection: Connection) -> Sealed:
    """How far the seals go now."""
    row = connection.execute(_NEWEST).one_or_none()
    if row is None:
        return Sealed()
    seal = _seal(row)
    return Sealed(seal.sealing, seal.window, seal.sealed_at)


def seal_next(connection: Connection, *, now: datetime, at_most: int) -> int | None:
    """Seal the oldest rows that are not sealed yet; how many these were.

    None while another is sealing, or while a transaction may still bring an older row: then it
    is to be tried again soon. Nothing is lost if the program ends here: the seals of one sealing
    come in one transaction, and the rows are found again.

    Args:
        at_most: so many rows of each trail.
    """
    is_free = connection.dialect.name == "sqlite" or connection.execute(_ONE_AT_A_TIME).scalar_one()
    ends = complete_up_to(connection) if is_free else None
    if ends is None:
        return None
    before = sealed(connection)
    if before.reaches(ends):
        return 0
    log = _log_leaves(connection, before.window.log_up_to, ends.log, at_most=at_most)
    events = event_rows(connection, before.window.events_up_to, ends.events, at_most=at_most)
    leaves: defaultdict[str, list[Leaf]] = defaultdict(list)
    for organisation, leaf in log:
        leaves[organisation].append(leaf)
    leaves[OF_NOBODY] += events
    window = Window(
        log_after=before.window.log_up_to,
        log_up_to=log[-1][1].row if len(log) == at_most else ends.log,
        events_after=before.window.events_up_to,
        events_up_to=events[-1].row if len(events) == at_most else ends.events,
    )
    number = max(before.sealing + 1, first_after_gap(connection))
    _write(connection, leaves, number, window, now)
    return len(log) + len(events)


def count_unsealed(connection: Connection) -> int:
    """How many rows are younger than the last seal."""
    window = sealed(connection).window
    wanted = {"log": window.log_up_to, "events": window.events_up_to}
    count: int = connection.execute(_YOUNGER, wanted).scalar_one()
    return count


def next_sealing(connection: Connection, *, after: int) -> tuple[Seal, ...]:
    """The seals of the first sealing after this one; empty when it was the last."""
    return tuple(map(_seal, connection.execute(_NEXT, {"after": after})))


def seals_between(connection: Connection, first: int, last: int) -> tuple[Seal, ...]:
    """The seals of these sealings, in the order in which they were made."""
    return tuple(map(_seal, connection.execute(_BETWEEN, {"first": first, "last": last})))


def sealings_from(connection: Connection, first: int, *, at_most: int) -> Sequence[int]:
    """The numbers of the first sealings from this one on; after a restore numbers are left out."""
    wanted = {"first": first, "at_most": at_most}
    return connection.execute(_NUMBERS, wanted).scalars().all()


def log_rows(connection: Connection, after: int, up_to: int, *, at_most: int) -> Sequence[LogRow]:
    """The first rows of the access log in this stretch, by id.

    Raises:
        ValueError: a row holds what the program could never have written.
    """
    rows = connection.execute(_LOG, {"after": after, "up_to": up_to, "at_most": at_most})
    return [LogRow(dict(row), row["of"] or OF_NOBODY) for row in rows.mappings()]


def unreadable_log_row(
    connection: Connection, after: int, up_to: int, *, at_most: int
) -> int | None:
    """The first of these rows that holds what the program could never have written, by id."""
    wanted = {"after": after, "up_to": up_to, "at_most": at_most}
    for row in connection.execute(_LOG_IDS, wanted).scalars().all():
        try:
            log_rows(connection, row - 1, row, at_most=1)
        except (ValueError, TypeError):
            return int(row)
    return None


def event_rows(connection: Connection, after: int, up_to: int, *, at_most: int) -> list[Leaf]:
    """The leaves of the first events in this stretch, by id."""
    rows = connection.execute(_EVENTS, {"after": after, "up_to": up_to, "at_most": at_most})
    return [event_leaf(row.id, row.hash) for row in rows]


def _log_leaves(
    connection: Connection, after: int, up_to: int, *, at_most: int
) -> list[tuple[str, Leaf]]:
    """The leaves of rows of the log, each with its organisation, by id.

    One that cannot be read is noted as such and keeps nobody from sealing the others.
    """
    wanted = {"after": after, "up_to": up_to, "at_most": at_most}
    try:
        rows = log_rows(connection, after, up_to, at_most=at_most)
    except (ValueError, TypeError):
        ids = connection.execute(_LOG_IDS, wanted).scalars().all()
        return [_log_leaf(connection, each) for each in ids]
    return [(row.organisation, log_leaf(row.values)) for row in rows]


def _log_leaf(connection: Connection, row: int) -> tuple[str, Leaf]:
    try:
        (found,) = log_rows(connection, row - 1, row, at_most=1)
    except (ValueError, TypeError):
        return OF_NOBODY, Leaf("access_log", row, UNREADABLE)
    return found.organisation, log_leaf(found.values)


def _write(
    connection: Connection,
    leaves: Mapping[str, Iterable[Leaf]],
    sealing: int,
    window: Window,
    now: datetime,
) -> None:
    whose = {organisation: pack(those) for organisation, those in leaves.items()}
    prev = {of: connection.execute(_HEAD, {"of": of}).scalar() for of in whose}
    made = (
        Seal(
            organisation=organisation,
            sealing=sealing,
            form=FORM,
            sealed_at=now,
            window=window,
            leaves=packed,
            prev=prev[organisation] or GENESIS,
        )
        for organisation, packed in sorted(whose.items())
        if packed
    )
    connection.execute(insert(SEAL), [_values(seal) for seal in made])


def _values(seal: Seal) -> dict[str, Any]:
    window = seal.window
    return {
        "organisation": seal.organisation,
        "sealing": seal.sealing,
        "form": seal.form,
        "sealed_at": seal.sealed_at,
        "log_after": window.log_after,
        "log_up_to": window.log_up_to,
        "events_after": window.events_after,
        "events_up_to": window.events_up_to,
        "leaves": seal.leaves,
        "prev": seal.prev,
        "hash": hash_of(seal),
    }


def _seal(row: Row[Any]) -> Seal:
    return Seal(
        organisation=row.organisation,
        sealing=row.sealing,
        form=row.form,
        sealed_at=row.sealed_at,
        window=Window(row.log_after, row.log_up_to, row.events_after, row.events_up_to),
        leaves=bytes(row.leaves),
        prev=row.prev,
        hash=row.hash,
    )
