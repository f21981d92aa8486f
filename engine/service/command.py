"""One command, one transaction: the frame in which every use case on a case runs.

The order of the steps is the contract: turn, begin, stored answer, family lock, may, version,
decide, write, deadlines, event, log, effects, notices, answer, commit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import TypeAlias, TypeVar

from engine.access import (
    CLOCK,
    EVERY,
    Denied,
    Opened,
    Part,
    Viewer,
    children_shown,
    may,
    parts_about,
    parts_over,
    roles_for_all,
)
from engine.decision import Refused
from engine.definition import Workflow
from engine.duty_plan import Reckoner
from engine.errors import NotFound, StaleCase
from engine.fields import Value
from engine.reason import Reason
from engine.service.grounds import BY_CLOCK, class_shown, ground_of
from engine.service.moments import happened_at
from engine.service.office import Office, local_day
from engine.service.orders import Order
from engine.service.reasons_shown import refusal_shown
from engine.service.repeats import DONE, Done, Keyed, Repeated, seen_before, unless_answered
from engine.snapshot import Snapshot
from engine.store import Connection, access_log, cases, families, participation, people, snapshots
from engine.store.access_log import LogEntry
from engine.store.cases import CaseHead
from engine.store.people import PersonSeen
from engine.store.snapshots import Asks
from engine.store.tables.trail import Outcome as LogOutcome
from engine.store.unit_of_work import unit_of_work

Outcome: TypeAlias = Done | Refused


@dataclass(frozen=True, slots=True)
class CaseInHand:
    """One case inside its command's transaction, its family locked."""

    office: Office
    connection: Connection
    viewer: Viewer
    case: CaseHead
    workflow: Workflow
    now: datetime
    at: datetime  # when it happened
    order: Order | None = None
    known_children: dict[int, tuple[PersonSeen, ...]] = field(default_factory=dict, repr=False)
    """The child parts of the cases in hand, read once."""

    known_parts: dict[int, tuple[Part, ...]] = field(default_factory=dict, repr=False)
    known_reckoners: dict[str, Reckoner] = field(default_factory=dict, repr=False)

    @property
    def on(self) -> date:
        """The day on which it happened."""
        return local_day(self.at)

    @property
    def today(self) -> date:
        """The day of recording."""
        return local_day(self.now)

    @property
    def reckoner(self) -> Reckoner:
        """What computes the dates of the case; no calendar changes while the case is in hand."""
        region = self.case.region
        if region not in self.known_reckoners:
            self.known_reckoners[region] = self.office.reckoner(self.connection, region)
        return self.known_reckoners[region]

    @property
    def next_seq(self) -> int:
        """The number of the event that this command will add."""
        return self.case.version + 1

    @property
    def children(self) -> tuple[PersonSeen, ...]:
        """The child parts of the case."""
        if self.case.id not in self.known_children:
            self.known_children.update(people.children_of(self.connection, [self.case.id]))
        return self.known_children[self.case.id]

    @property
    def parts(self) -> tuple[Part, ...]:
        """Every way in which whoever looks or acts takes part in the case today.

        Of a look they are read once; a command may change them.
        """
        if self.order is not None or self.case.id not in self.known_parts:
            self.known_parts[self.case.id] = participation.parts_of(
                self.connection, self.viewer, self.case, now=self.now, on=self.today
            )
        return self.known_parts[self.case.id]

    def logged(self, entry: LogEntry) -> LogEntry:
        """The row of the access log about this case: on what ground, and how deep.

        The parts are those that were read last, for a command may end the one that it is given on.
        """
        if self.viewer is CLOCK:
            return replace(entry, case_id=self.case.id, ground=BY_CLOCK)
        parts = self.known_parts.get(self.case.id) or self.parts
        return replace(
            entry,
            case_id=self.case.id,
            ground=ground_of(parts) or None,
            field_class=class_shown(parts),
        )

    @property
    def opened(self) -> Opened:
        """The child parts of the case that are open to whoever looks or acts; to the clock all."""
        return EVERY if self.viewer is CLOCK else children_shown(self.parts)

    @property
    def open_children(self) -> tuple[PersonSeen, ...]:
        """Those of the child parts that are open to them."""
        opened = self.opened
        return tuple(child for child in self.children if opened.shows(child.id))

    def parts_about(self, child: int | str | None) -> tuple[Part, ...]:
        """The parts that count for this child, by key or public id; for None all do."""
        return parts_about(self.parts, child)

    def parts_over(self, child: int | str | None) -> tuple[Part, ...]:
        """The parts that reach over this child; for None those that reach over all of them."""
        return parts_over(self.parts, child)

    def must_be_open(self, child: int | str | None, what: str) -> None:
        """Answer for another child's part as for something that does not exist.

        Raises:
            NotFound: ``what`` is about a child whose part is not open to whoever acts.
        """
        if not self.opened.shows(child):
            raise NotFound(what)

    def as_actor(self, case: Snapshot, child: int | str | None) -> Snapshot:
        """The case as it stands for whoever does something about this child, or the shared part."""
        if self.viewer is CLOCK:
            return case
        return replace(case, roles=case.roles & {part.role for part in self.parts_about(child)})

    def as_owner(self, case: Snapshot, child: int | str | None) -> Snapshot:
        """The case for whoever does something that binds this child, or without one the whole."""
        return self.as_mover(case) if child is None else self.as_actor(case, child)

    def as_mover(self, case: Snapshot) -> Snapshot:
        """The case as it stands for whoever would move it: in roles held for every child."""
        if self.viewer is CLOCK:
            return case
        children = [child.public_id for child in self.children]
        return replace(case, roles=case.roles & roles_for_all(self.parts, children))

    def snapshot(
        self, on: date | None = None, inputs: Mapping[str, Value] | None = None
    ) -> Snapshot:
        """The case as it was on ``on`` (default: when it happened), known now."""
        taken = snapshots.take(
            self.connection,
            [self.case],
            viewer=None if self.viewer is CLOCK else self.viewer,
            on=on or self.on,
            now=self.now,
            inputs=inputs,
            asks=Asks.of(self.workflow.catalogue),
        )
        return taken[self.case.id]


class Turned(Exception):
    """The decision was no; whatever was begun is rolled back.

    ``told`` is the refusal as the viewer may read it; the log keeps the reasons themselves, and
    ``about`` completes its row with the case and the ground.
    """

    def __init__(
        self,
        refused: Refused,
        told: Refused | None = None,
        about: Callable[[LogEntry], LogEntry] | None = None,
    ) -> None:
        super().__init__(refused.transition)
        self.refused, self.told, self.about = refused, told or refused, about


OrderT = TypeVar("OrderT", bound=Order)


def carry_out(
    viewer: Viewer, office: Office, order: OrderT, do: Callable[[CaseInHand, OrderT], Done]
) -> Outcome:
    """Run a command on a case in one transaction, and log what came of it.

    Raises:
        NotFound: there is no such case, or it is not for this viewer.
        StaleCase: the case changed after the version that the order has seen.
        InvalidInput: something on the form is missing or malformed.
    """

    def on_the_case(connection: Connection) -> Done:
        work = take_in_hand(viewer, office, connection, order)
        try:
            return do(work, order)
        except Turned as turned:
            told = refusal_shown(turned.refused, work.parts, work.workflow.catalogue)
            work.known_parts.setdefault(work.case.id, work.parts)  # the row is written after this
            raise Turned(turned.refused, told, work.logged) from turned

    action = type(order).__name__
    return once(viewer, office, order, on_the_case, case=order.case, action=action)


def once(
    viewer: Viewer,
    office: Office,
    order: Keyed,
    do: Callable[[Connection], Done],
    *,
    case: str | None,
    action: str,
) -> Outcome:
    """Run ``do`` in one transaction; a repeat under the same key gets the first answer.

    Only what changed something is kept: a refusal that was repaired is decided anew. The
    refusal and the denied try are rows of the access log, each in its own transaction.
    """
    now = office.clock.now()

    def attempt() -> Done:
        with unit_of_work(office.store) as connection:
            kept = DONE.find(connection, viewer, order, now)
            if kept is not None:
                return kept
            done = do(connection)
            DONE.keep(connection, viewer, order, done, now)
            return done

    try:
        return unless_answered(attempt)
    except Repeated as repeated:
        return repeated.done
    except Turned as turned:
        reasons = tuple(reason.key for reason in turned.refused.missing)
        entry = replace(_entry(now, action, "refused", case), reason_keys=reasons)
        _log_apart(viewer, office, turned.about(entry) if turned.about else entry)
        return turned.told
    except NotFound:
        _log_apart(viewer, office, _entry(now, action, "denied", case))
        raise


@contextmanager
def looking(
    viewer: Viewer, office: Office, case: str, action: str, *, record: str | None = None
) -> Iterator[CaseInHand]:
    """A case to look at; that somebody looked is a row of the log in the same transaction.

    So is a try that was denied, in a transaction of its own. ``record`` names the part of the
    file that is looked at.

    Raises:
        NotFound: there is no such case, or it is not for this viewer.
    """
    now = office.clock.now()
    try:
        with unit_of_work(office.store) as connection:
            head, parts = _seen(viewer, connection, case, now)
            workflow = office.version(connection, head.workflow_hash)
            known = {head.id: parts}
            work = CaseInHand(
                office, connection, viewer, head, workflow, now, now, known_parts=known
            )
            yield work
            access_log.log(connection, viewer, work.logged(_entry(now, action, "done", record)))
    except NotFound:
        _log_apart(viewer, office, _entry(now, action, "denied", case))
        raise


def take_in_hand(
    viewer: Viewer, office: Office, connection: Connection, order: Order
) -> CaseInHand:
    """The case of the order, its family locked, if the viewer may and has seen it last."""
    now = office.clock.now()
    head, _ = _seen(viewer, connection, order.case, now)
    families.lock_families(connection, [head.family_id])
    seen_before(connection, viewer, order, now)
    head, parts = _seen(viewer, connection, order.case, now)  # as it is under the lock
    seen = getattr(order, "seen_version", None)
    if seen is not None and seen != head.version:
        raise StaleCase(head.public_id, seen, head.version)
    at = happened_at(order.occurred_at, order.late_reason, now)
    workflow = office.version(connection, head.workflow_hash)
    known = {head.id: parts}
    return CaseInHand(office, connection, viewer, head, workflow, now, at, order, known_parts=known)


def in_same_family(work: CaseInHand, case: str) -> CaseInHand:
    """Another case of the family in hand, whose lock is held already.

    Raises:
        NotFound: no such case for this viewer, or one of another family.
    """
    if case == work.case.public_id:
        return work
    head, parts = _seen(work.viewer, work.connection, case, work.now)
    if head.family_id != work.case.family_id:
        raise NotFound("case")
    workflow = work.office.version(work.connection, head.workflow_hash)
    work.known_parts[head.id] = parts
    return replace(work, case=head, workflow=workflow)


def _seen(
    viewer: Viewer, connection: Connection, case: str, now: datetime
) -> tuple[CaseHead, tuple[Part, ...]]:
    today = local_day(now)
    head = cases.get_case(connection, viewer, case, on=today)
    parts = participation.parts_of(connection, viewer, head, now=now, on=today)
    if isinstance(may(viewer, parts), Denied):
        raise NotFound("case")
    return head, parts


def refuse(name: str, *reasons: Reason) -> None:
    """Turn the command down when one of these reasons stops it.

    A key occurs once: of several answers under one key the first that stops is told.

    Raises:
        Turned: at least one does; it carries them all.
    """
    told: dict[str, Reason] = {}
    for reason in reasons:
        if reason.key not in told or (reason.stops and not told[reason.key].stops):
            told[reason.key] = reason
    if any(reason.stops for reason in told.values()):
        raise Turned(Refused(name, tuple(told.values())))


def _entry(now: datetime, action: str, outcome: LogOutcome, case: str | None = None) -> LogEntry:
    """A row of the access log; ``case`` is the public id that was asked for."""
    return LogEntry(at=now, action=action, outcome=outcome, record=case)


def _log_apart(viewer: Viewer, office: Office, entry: LogEntry) -> None:
    """Log what was rolled back, in a transaction of its own."""
    with unit_of_work(office.store) as connection:
        access_log.log(connection, viewer, entry)
