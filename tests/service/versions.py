"""Another version of the small definitions, and the plan by which running cases move to it."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from engine.definition import Workflow
from engine.library import Library
from engine.loader import load
from engine.service.move_plan import MovePlan, Prepared, prepared, read_plan
from engine.service.moving import CaseMove, move_one, weigh_one
from engine.store import versions
from engine.store.unit_of_work import unit_of_work
from engine.store.versions import Ground
from tests.service.builders import CaseAtDesk, Desk
from tests.service.definitions import SMALL

WORKFLOW = "trial/workflow.yaml"

SHORTER = ("    within: {weeks: 6}\n    repeats", "    within: {weeks: 4}\n    repeats")
"""The talk after four weeks."""

FEWER_REMINDERS = (
    "    owner: regisseur\n    extend:",
    "    owner: regisseur\n    reminders: [{before: {days: 0}, to: [owner]}]\n    extend:",
)
"""Only on the day itself."""

NO_ANSWER = (SMALL[WORKFLOW][SMALL[WORKFLOW].index("  answer:") :], "")
"""Neither the answer nor the end of the order is owed any more."""

CHECK_IN = (
    "deadlines:\n",
    """deadlines:
  check_in:
    title: {nl: Even bellen, en: Check in}
    kind: hard
    starts: {entering: [waiting]}
    within: {weeks: 2}
    during: open
    met_by: {record: {type: note, status: [made]}}
    owner: regisseur
    source: test
""",
)
"""A term that the old version does not have."""

ASKS_MORE = (
    "    to: done\n    by: [regisseur]\n    act: decide_end\n",
    """\
    to: done
    by: [regisseur]
    act: decide_end
    requires: [{participant: {role: scientist}}]
""",
)
"""Finishing asks for a scientist."""

RENAMED = ("going", "under_way")
"""The second state has another name."""

PROMISE = (
    "deadlines:\n",
    """invariants:
  - never: {act: decide}
    without: {record: {type: order, status: [valid]}}
    source: test
deadlines:
""",
)
"""No decision without an order."""


@cache
def changed(*edits: tuple[str, str], label: str = "2", file: str = WORKFLOW) -> Library:
    """Load the small definitions as they are after these edits."""
    text = SMALL[file]
    for old, new in edits:
        assert old in text, old
        text = text.replace(old, new)
    texts = {**SMALL, file: text}
    texts[WORKFLOW] = texts[WORKFLOW].replace('version: "1"', f'version: "{label}"')
    return library_of(texts)


def library_of(texts: Mapping[str, str]) -> Library:
    """Load definitions from their texts."""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in texts.items():
            path = Path(folder, name)
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return load(Path(folder))


def follow(desk: Desk, library: Library) -> Workflow:
    """Publish another version; new cases follow it."""
    desk.office = replace(desk.office, library=library)
    publish(desk, *library.workflows.values())
    return library.of("trial", desk.region)


def publish(desk: Desk, *workflows: Workflow) -> None:
    """Publish versions, under whatever label."""
    ground = Ground(reason="test", second="dora")
    with unit_of_work(desk.office.store) as connection:
        for workflow in workflows:
            versions.publish(connection, workflow, now=desk.clock.now(), ground=ground)


@dataclass
class Move:
    """A plan on paper, with usual answers."""

    desk: Desk
    said: dict[str, Any]

    @property
    def text(self) -> str:
        """What stands in the file."""
        usual = {
            "workflow": "trial",
            "region": "default",
            "to": "current",
            "reason": "nieuwe afspraken",
            "by": "cora",
            "second": "bram",
            "issuer": "demo",
            "cases": "all",
        }
        lines = {**usual, **self.said}
        return "".join(f"{key}: {value}\n" for key, value in lines.items() if value is not None)

    @property
    def read(self) -> MovePlan:
        """What it says."""
        return read_plan(self.text, "plan.yaml")[0]

    @property
    def prepared(self) -> Prepared:
        """The plan, weighed."""
        return prepared(self.desk.office, *read_plan(self.text, "plan.yaml"))

    def weighed(self) -> dict[str, CaseMove]:
        """What it would do, by case number."""
        ready = self.prepared
        return {each: weigh_one(self.desk.office, ready, each) for each in ready.numbers}

    def applied(self) -> dict[str, CaseMove]:
        """Do it."""
        ready = self.prepared
        return {each: move_one(self.desk.office, ready, each) for each in ready.numbers}


def a_move(desk: Desk, **said: Any) -> Move:
    """Write a plan down."""
    return Move(desk, said)


def only(moves: Mapping[str, CaseMove]) -> CaseMove:
    """Take the move of the one case there is."""
    (found,) = moves.values()
    return found


def dates(case: CaseAtDesk) -> dict[str, str]:
    """List what the case owes, by when."""
    return {key: row.due_on.isoformat() for key, row in case.owed.items()}
