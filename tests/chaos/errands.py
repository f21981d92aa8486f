"""What a client does to one case, in order, each errand under a key of its own.

What it asks depends only on what it was answered before: so whoever takes its notebook over
gives the very same order again, and gets the first answer if there was one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from engine.clock import ManualClock
from engine.ports import Channel
from engine.service import cases, contacts, deadlines, opening, orders, records
from engine.service.command import Outcome
from engine.service.delivery import rescue
from engine.service.repeats import Done
from engine.service.tick import tick
from engine.span import Span
from engine.store.store import Store
from tests.chaos.notebook import Notebook
from tests.service.builders import CaseAtDesk, Desk, filled
from tests.service.desks import a_desk

PEOPLE = {"anna": "cjg_worker", "bram": "regisseur", "cora": "coordinator"}


@dataclass
class Client:
    """Somebody who works through the errands, and notes each that was confirmed."""

    desk: Desk
    channels: Mapping[str, Channel]
    notes: Notebook
    done: list[dict[str, Any]] = field(default_factory=list)
    """What came of each errand."""

    def take_up(self) -> None:
        """Go on where the notebook ends, on a database that was left as it is."""
        self.done = [line for line in self.notes.read() if "step" in line]
        rescue(self.desk.office)

    def does(self, step: Step) -> None:
        """Do one errand at its moment."""
        self.desk.clock.move_to(step.when)
        self.done.append(step.act(self, f"errand-{len(self.done)}"))

    def knows(self) -> tuple[CaseAtDesk, int]:
        """Tell which case it is, and the version that was confirmed last."""
        known = [line for line in self.done if "case" in line][-1]
        return CaseAtDesk(self.desk, known["case"]), known["version"]

    def duty(self, key: str) -> str:
        """Name a deadline, whatever became of it."""
        return next(row.public_id for row in self.knows()[0].duties if row.key == key)


@dataclass(frozen=True)
class Step:
    """One errand, and when."""

    name: str
    when: datetime
    act: Callable[[Client, str], dict[str, Any]]


def _told(outcome: Outcome) -> dict[str, Any]:
    assert isinstance(outcome, Done), outcome
    return {"case": outcome.case, "version": outcome.version, "kind": outcome.kind}


def _opens(client: Client, key: str) -> dict[str, Any]:
    order = client.desk.order(key=key)
    return _told(opening.open_case(client.desk.viewers["bram"], client.desk.office, order))


def _extends(client: Client, key: str) -> dict[str, Any]:
    case, version = client.knows()
    order = orders.Extend(
        case=case.id,
        key=key,
        seen_version=version,
        deadline=client.duty("preparation"),
        by=Span(weeks=2),
        reason="meer tijd",
    )
    return _told(deadlines.extend(client.desk.viewers["cora"], client.desk.office, order))


def _records(client: Client, key: str) -> dict[str, Any]:
    case, _ = client.knows()
    form = case.workflow.catalogue.records["alternatives_weighed"].fields
    answers = filled(form, {}, client.desk)
    order = orders.WriteRecord(case=case.id, key=key, type="alternatives_weighed", fields=answers)
    return _told(records.write_record(client.desk.viewers["bram"], client.desk.office, order))


def _advances(client: Client, key: str) -> dict[str, Any]:
    case, version = client.knows()
    name = "place_in_emergency"
    form = case.workflow.transitions[name].input
    order = orders.Advance(
        case=case.id,
        key=key,
        seen_version=version,
        transition=name,
        inputs=filled(form, {"place_kind": "foster_family"}, client.desk),
    )
    return _told(cases.advance(client.desk.viewers["bram"], client.desk.office, order))


def _talks(client: Client, key: str) -> dict[str, Any]:
    case, _ = client.knows()
    order = orders.HoldContact(
        case=case.id,
        key=key,
        held_on=date(2026, 4, 7),
        words="gesproken",
        counts_for=((case.id, client.duty("first_evaluation")),),
    )
    return _told(contacts.hold_contact(client.desk.viewers["bram"], client.desk.office, order))


def _ticks(client: Client, _: str) -> dict[str, Any]:
    report = tick(client.desk.office, client.channels)
    assert report.broken == 0, report
    return {"report": {name: count for name, count in asdict(report).items() if count}}


STEPS = (
    Step("open", datetime(2026, 3, 2, 9, tzinfo=UTC), _opens),
    Step("extend", datetime(2026, 3, 2, 10, tzinfo=UTC), _extends),
    Step("record", datetime(2026, 3, 3, 9, tzinfo=UTC), _records),
    Step("advance", datetime(2026, 3, 3, 10, tzinfo=UTC), _advances),
    Step("tick", datetime(2026, 3, 6, 7, tzinfo=UTC), _ticks),
    Step("tick_late", datetime(2026, 4, 1, 7, tzinfo=UTC), _ticks),
    Step("contact", datetime(2026, 4, 7, 9, tzinfo=UTC), _talks),
    Step("tick_again", datetime(2026, 4, 14, 7, tzinfo=UTC), _ticks),
)
"""A placement in an emergency; the second tick makes up for four weeks in which none came."""


def a_desk_of_errands(store: Store, clock: ManualClock) -> Desk:
    """Register the Jansens, their regisseur and the coordinator."""
    return a_desk(store, clock, roles=PEOPLE)
