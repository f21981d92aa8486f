"""Remind of a deadline now: a row of the ledger like any other, only that somebody asked for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from engine.access import Viewer
from engine.reason import Reason
from engine.service.command import CaseInHand, Outcome, carry_out, refuse
from engine.service.delivery import fire_in
from engine.service.office import Office
from engine.service.orders import Order
from engine.service.recipients import ladders_of
from engine.service.repeats import Done
from engine.service.roles_asked import reads_here
from engine.store import access_log, deadlines, reminders
from engine.store.access_log import LogEntry
from engine.store.deadlines import DeadlineSeen
from engine.store.participation import HolderSeen
from engine.store.reminders import NewReminder
from engine.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class RemindNow(Order):
    """Remind whoever must act on this deadline, today once."""

    deadline: str


@dataclass(frozen=True, slots=True)
class WouldHear:
    """Who would get it, and why it is somebody else than whoever owns the deadline."""

    people: tuple[HolderSeen, ...]
    why: str | None


def remind_now(viewer: Viewer, office: Office, order: RemindNow) -> Outcome:
    """Let a reminder go out at once to whoever owns the deadline, or stands in for them.

    It changes nothing of the case, so there is no event; the ledger and the log keep it. Refused
    with ``open``, ``role``, ``somebody`` (nobody can be reached) and ``once`` (today it was done).

    Raises:
        NotFound: no such case for this viewer, or no such deadline in it.
    """
    return carry_out(viewer, office, order, remind_in)


def remind_in(work: CaseInHand, order: RemindNow) -> Done:
    """Remind inside a command that has begun; refuses and raises as ``remind_now``."""
    row = deadlines.get_deadline(work.connection, work.case, order.deadline)
    work.must_be_open(row.child_id, "deadline")
    refuse("remind", *remind_reasons(work, row))
    reminders.plan_reminders(work.connection, [_new(work, row)], now=work.now)
    planned = reminders.find_reminder(work.connection, _new(work, row))
    assert planned  # noqa: S101 - it was put there a moment ago
    fire_in(work.office, work.connection, planned.id, choice="at_once")
    entry = LogEntry(at=work.now, action="remind_now", outcome="done", record=planned.public_id)
    access_log.log(work.connection, work.viewer, work.logged(entry))
    return Done(
        work.case.public_id, work.case.version, work.case.state, "reminded", planned.public_id
    )


def remind_reasons(work: CaseInHand, row: DeadlineSeen) -> tuple[Reason, ...]:
    """Whether the viewer may remind of this deadline now, and anybody would hear it."""
    told = hearers(work, row).people
    sent = reminders.find_reminder(work.connection, _new(work, row))
    return (
        _is_open(row),
        reads_here(work),
        _somebody(met=bool(told)),
        _once(met=sent is None),
    )


def hearers(work: CaseInHand, row: DeadlineSeen) -> WouldHear:
    """Who hears today of what the owner of this deadline must do."""
    found = ladders_of(work.connection, work.case, work.now).about(row.child_id)
    told = found.told(row.owner_role, work.today)
    return WouldHear(tuple(found.people[each] for each in told.people), told.why)


def step_of(day: date) -> str:
    """The step of the ledger under which somebody asked for a reminder on this day.

    >>> step_of(date(2026, 11, 23))
    'now.2026-11-23'
    """
    return f"now.{day.isoformat()}"


def _new(work: CaseInHand, row: DeadlineSeen) -> NewReminder:
    """Its row of the ledger: one a day for each due date."""
    return NewReminder(
        deadline_id=row.id,
        due_on=row.due_on,
        step=step_of(work.today),
        audience="owner",
        on_date=work.today,
        fire_at=work.now,
    )


def _somebody(*, met: bool) -> Reason:
    return Reason(
        key="somebody",
        met=met,
        asks=Text(nl="Wijs de rol toe", en="Assign the role"),
        says=Text(
            nl="Er is niemand die bericht kan krijgen: niet in deze rol, en niet in de plaats "
            "daarvan.",
            en="Nobody can be told: not in this role, and not in its place.",
        ),
        source="DEFAULT",
    )


def _once(*, met: bool) -> Reason:
    return Reason(
        key="once",
        met=met,
        asks=Text(nl="Herinner morgen opnieuw", en="Remind again tomorrow"),
        says=Text(nl="Vandaag is hier al aan herinnerd.", en="There was a reminder of this today."),
        source="DEFAULT",
    )


def _is_open(row: DeadlineSeen) -> Reason:
    return Reason(
        key="open",
        met=row.state == "open",
        asks=Text(nl="Kies een termijn die loopt", en="Choose a deadline that runs"),
        says=Text(
            nl="Deze termijn loopt niet: zij staat stil, is gehaald of geldt niet meer.",
            en="This deadline does not run: it stands still, was met or holds no more.",
        ),
        source="DEFAULT",
    )
