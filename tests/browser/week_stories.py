"""Families that come to a table, and what their professionals wrote: each word of it a canary."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from engine.fields import Field
from engine.service import orders
from engine.service.registering import Member, NewFamily
from tests.service.builders import CaseAtDesk


@dataclass(frozen=True)
class Home:
    """A family: its children with their birthdays, and which parent has authority over whom."""

    children: Mapping[str, date]
    parents: Mapping[str, tuple[str, ...]]

    def registered_in(self, region: str, name: str) -> NewFamily:
        """The family as it is registered."""
        children = (Member(name=each, born=on, is_child=True) for each, on in self.children.items())
        parents = (Member(name=each, authority_over=over) for each, over in self.parents.items())
        return NewFamily(name=name, region=region, members=(*children, *parents))


@dataclass
class Story:
    """A family with its case; each of its canaries begins with ``name``."""

    name: str
    home: Home
    case: CaseAtDesk
    plans: dict[str, str] = field(default_factory=dict)
    """How each person is asked to come: the record, by name."""

    def who(self, name: str) -> str:
        """The public id of somebody of the family, or of a professional."""
        desk = self.case.desk
        return desk.registered.members.get(name) or desk.who(name)

    def canary(self, *words: str) -> str:
        """Something that nobody reads by accident."""
        return "CANARY" + "".join((self.name, *words))

    def writes(self, kind: str, by: str, child: str | None = None, **said: Any) -> str:
        """Begin a record, each free text of it a canary unless it is said; its public id."""
        form = self.case.workflow.catalogue.records[kind].fields
        usual = {
            key: _usual(self.canary(child or "", kind, key), each)
            for key, each in form.items()
            if each.kind != "person"
        }
        about = {"child": self.who(child)} if child else {}
        made = self.case.done(
            by, orders.WriteRecord, type=kind, fields={**usual, **said}, **about
        ).made
        assert made
        return made

    def moves(self, record: str, to: str, by: str, **said: Any) -> None:
        """Bring a record to another status."""
        self.case.done(by, orders.MoveRecord, record=record, to=to, inputs=said)

    def settles(self, kind: str, to: str, by: str, child: str | None = None, **said: Any) -> None:
        """Write a record with that, and settle it."""
        self.moves(self.writes(kind, by, child), to, by, **said)

    def invites(self, person: str, way: str = "by_hand", **said: Any) -> None:
        """Choose how somebody is asked to come."""
        record = self.writes(
            "invitation_plan",
            "sita",
            person=self.who(person),
            safe_contact=way,
            **{name: self.canary(person, name) for name in ("how", "brings", "asked_youth")},
            **{"own_time": "9.00", **said},
        )
        self.moves(record, "invited", "sita")
        self.plans[person] = record

    def answers(self, child: str, *persons: str) -> None:
        """Record that these agree to the help for this child."""
        for person in persons:
            self.case.done(
                "vera", orders.Answer,
                child=self.who(child), to="table_help", answer="given", person=self.who(person),
            )  # fmt: skip


def _usual(canary: str, each: Field) -> object:
    answers = {"yes_no": True, "date": "2026-03-03"}
    return next(iter(each.values)) if each.kind == "choice" else answers.get(each.kind, canary)
