"""A table with a queue: cases of normal and of high priority, that wait, return and get ready."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from engine.clock import ManualClock
from engine.library import Library
from engine.loader import load
from engine.service import orders
from engine.service.agenda_plan import Proposal, Queue, SinceLast, proposal, queue, since_last
from engine.service.meeting_page import ItemRow
from engine.service.tables import FirstTable, set_up_table
from engine.store.meeting_tables import NewTable
from engine.store.store import Store
from tests.service.builders import CaseAtDesk
from tests.service.desks import a_desk
from tests.service.rooms import SIT, TABLE_ROLES, Room
from tests.service.table_definitions import TABLE

_PLAIN = TABLE["talk/workflow.yaml"]

_STEPS = """\
  schedule:
    title: {nl: Inplannen, en: Schedule}
    from: [accepted, adjourned]
    to: scheduled
    by: [secretary, chair]
    main: true
    act: plan
    input:
      meeting: {type: meeting, title: {nl: Bijeenkomst, en: Meeting}}
      gi_estimated: {type: yes_no, optional: true, title: {nl: GI geschat, en: GI estimated}}
  start_meeting:
    title: {nl: Gesprek beginnen, en: Start the meeting}
    from: [scheduled]
    to: in_meeting
    by: [chair]
    main: true
    act: begin
    input: {rights_told: {type: yes_no, optional: true, title: {nl: Rechten, en: Rights}}}
    requires: [{present: quorum}]
  set_aside_item:
    title: {nl: Toch bespreken, en: Discuss all the same}
    from: [scheduled, in_meeting]
    to: same
    by: [chair]
    act: set_item_aside
    input:
      item: {type: text, title: {nl: Welk punt, en: Which item}}
      reason: {type: long_text, title: {nl: Waarom, en: Why}}
  decide:
    title: {nl: Besluiten, en: Decide}
    from: [in_meeting]
    to: following
    by: [chair]
    main: true
    act: settle
    input: {next_date: {type: date, title: {nl: Terug op, en: Back on}}}
  refuse_help:
    title: {nl: Geen hulp, en: No help}
    from: [following]
    to: same
    by: [regisseur]
    act: refuse
    sets: {priority: high}
"""

_DEADLINES = """\
deadlines:
  soon:
    title: {nl: Binnen tien werkdagen aan tafel, en: At the table within ten working days}
    kind: working_days
    starts: {entering: [accepted]}
    within: {working_days: 10}
    during: [accepted, scheduled, adjourned]
    when: {fact: {priority: [normal]}}
    met_by: {entering: [in_meeting]}
    owner: secretary
    source: LAW test
  soon_high:
    title: {nl: Binnen drie werkdagen aan tafel, en: At the table within three working days}
    kind: working_days
    starts: {entering: [accepted]}
    within: {working_days: 3}
    during: [accepted, scheduled, adjourned]
    when: {fact: {priority: [high]}}
    met_by: {any_of: [{entering: [in_meeting]}, {act: [refuse]}]}
    owner: secretary
    source: test
  return_date:
    title: {nl: Terug aan tafel, en: Back at the table}
    kind: hard
    starts: {input_date: {transition: decide, field: next_date}}
    within: {days: 0}
    during: [following, scheduled]
    met_by: {entering: [in_meeting]}
    owner: regisseur
    source: test
  back:
    title: {nl: Terug na weigering, en: Back after a refusal}
    kind: working_days
    starts: {act: [refuse]}
    within: {working_days: 5}
    during: [following, scheduled, in_meeting]
    met_by: {act: [settle]}
    owner: secretary
    source: test
"""


def _without(text: str, *steps: str) -> str:
    """Take these steps out of a definition."""
    for step in steps:
        before, _, after = text.partition(f"\n  {step}:\n")
        lines = after.splitlines(keepends=True)
        rest = next(n for n, line in enumerate(lines) if not line.startswith("    "))
        text = before + "\n" + "".join(lines[rest:])
    return text


def _extended() -> str:
    """Write the small table out with priority, terms, rules, and steps that have acts."""
    text = _without(_PLAIN, "schedule", "start_meeting", "decide")
    text = text.replace("states:\n", "facts: {priority: {values: [normal, high]}}\nstates:\n", 1)
    text = text.replace("transitions:\n", f"transitions:\n{_STEPS}", 1)
    text = text.replace("deadlines:\n", _DEADLINES, 1)
    return text.replace(
        "    by: [requester, regisseur]\n",
        "    by: [requester, regisseur]\n"
        "    input: {priority: {type: choice, title: {nl: Voorrang, en: Priority}, values:\n"
        "      {normal: {nl: Gewoon, en: Normal}, high: {nl: Hoog, en: High}}}}\n"
        "    sets: {priority: input.priority}\n",
        1,
    )


WAITING: Mapping[str, str] = {
    **TABLE,
    "acts.yaml": "".join(
        f"{act}: {{kind: decision, title: {{nl: {act}, en: {act}}}, source: test}}\n"
        for act in ("plan", "begin", "set_item_aside", "settle", "refuse")
    ),
    "records.yaml": """\
chair_talk:
  title: {nl: Gesprek vooraf, en: Talk beforehand}
  about: case
  statuses: {planned: {initial: true}, held: {settled: true}}
  moves: {planned: [held]}
  written_by: [chair]
  fields: {words: {type: text, title: {nl: Woorden, en: Words}}}
  source: test
child_view:
  title: {nl: Mening van het kind, en: View of the child}
  about: youth
  statuses: {asked: {initial: true}, heard: {settled: true}}
  moves: {asked: [heard]}
  written_by: [chair]
  fields: {words: {type: text, title: {nl: Woorden, en: Words}}}
  source: test
safe_place:
  title: {nl: Veilige plek, en: Safe place}
  about: case
  class: shielded
  statuses: {asked: {initial: true}, known: {settled: true}}
  moves: {asked: [known]}
  written_by: [regisseur]
  fields: {words: {type: text, title: {nl: Woorden, en: Words}}}
  source: test
""",
    "rules.yaml": """\
gi_estimated:
  on: [plan]
  severity: warn
  requires: {input: {gi_estimated: ["yes"]}}
  asks: {nl: Schat de GI in, en: Estimate the GI}
  says: {nl: De GI is niet geschat., en: The GI was not estimated.}
  source: test
heard:
  on: [begin]
  severity: warn
  requires: {record: {type: child_view, status: [heard]}}
  asks: {nl: Hoor elk kind, en: Hear each child}
  says: {nl: Niet elk kind is gehoord., en: Not each child was heard.}
  fix: {record: child_view}
  source: test
phoned:
  on: [begin]
  severity: warn
  requires: {record: {type: chair_talk, status: [held]}}
  asks: {nl: Bel de ouders, en: Phone the parents}
  says: {nl: De ouders zijn niet gebeld., en: The parents were not phoned.}
  fix: {record: chair_talk}
  source: test
rights_told:
  on: [begin]
  severity: warn
  requires: {input: {rights_told: ["yes"]}}
  asks: {nl: Vertel de rechten, en: Tell the rights}
  says: {nl: De rechten zijn niet verteld., en: The rights were not told.}
  source: test
safe_place_known:
  on: [begin]
  severity: warn
  requires: {record: {type: safe_place, status: [known]}}
  asks: {nl: CANARY vraag de veilige plek, en: CANARY ask the safe place}
  says: {nl: CANARY de veilige plek is onbekend., en: CANARY the safe place is unknown.}
  source: test
""",
    "talk/workflow.yaml": _extended(),
}


@cache
def with_queue() -> Library:
    """Load these definitions, once."""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in WAITING.items():
            path = Path(folder, name)
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return load(Path(folder))


@dataclass
class QueueRoom(Room):
    """The same room, with what its queue asks."""

    def accepted(self, priority: str = "normal") -> CaseAtDesk:
        """Open a case that waits for a place."""
        case = self.desk.opens(workflow="talk")
        case.joins("rik", "anna", roles=TABLE_ROLES)
        case.step("accept", priority=priority)
        return case

    def planned(self, meeting: str, **said: object) -> CaseAtDesk:
        """Open a case that stands on the agenda of this meeting."""
        case = self.accepted()
        case.step("schedule", by="sita", meeting=meeting, **said)
        return case

    def decided(self, meeting: str, *, back_on: date) -> CaseAtDesk:
        """Let a case be discussed at a meeting that goes on, and decided."""
        case = self.planned(meeting)
        self.opens(meeting)
        return self.talks(case, back_on=back_on)

    def talks(self, case: CaseAtDesk, *, back_on: date) -> CaseAtDesk:
        """Let a planned case be discussed and decided."""
        case.done("vera", orders.MarkAtItem, person=self.desk.who("rik"), how="in_room")
        case.step("start_meeting", by="vera")
        case.done("vera", orders.Agree, text="bellen", due_on=date(2026, 4, 1))
        case.step("decide", by="vera", next_date=back_on)
        return case

    def queued(self, meeting: str, by: str = "vera") -> Queue:
        """Look at the queue of a meeting."""
        return queue(self.desk.viewers[by], self.desk.office, meeting)

    def proposed(self, meeting: str, by: str = "vera") -> Proposal:
        """Look at what comes on the agenda."""
        return proposal(self.desk.viewers[by], self.desk.office, meeting)

    def since(self, meeting: str, by: str = "vera") -> SinceLast:
        """Look at what happened since the last meeting."""
        return since_last(self.desk.viewers[by], self.desk.office, meeting)

    def item(self, meeting: str, by: str = "vera") -> ItemRow:
        """Look at the only item of a meeting."""
        (found,) = self.shown(meeting, by).items
        return found


def a_queue_room(store: Store, clock: ManualClock, *, slot: int | None = None) -> QueueRoom:
    """Set up a table with a chair, a secretary and an adviser of the council."""
    desk = a_desk(store, clock, library=with_queue(), region="default", roles=TABLE_ROLES)
    members = tuple((desk.viewers[name], TABLE_ROLES[name]) for name in SIT)
    table = NewTable(region="default", title="Tafel", slot_minutes=slot)
    made = set_up_table(desk.office, FirstTable(table=table, members=members))
    return QueueRoom(desk, made.public_id)
