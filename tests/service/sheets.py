"""Definitions for what is shown: records of each class, two children, phases, and an hour term."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

from sqlalchemy import update

from engine.clock import ManualClock
from engine.library import Library
from engine.loader import load
from engine.service.registering import Member, NewFamily, register_family
from engine.store import participation
from engine.store.participation import NewTaking
from engine.store.store import Store
from engine.store.tables import METADATA
from engine.store.unit_of_work import unit_of_work
from tests.service.builders import CaseAtDesk, Desk
from tests.service.desks import a_desk

SHEET_ROLES = {
    "anna": "worker",
    "bram": "regisseur",
    "cora": "coordinator",
    "iris": "informant",
}
"""Bram reads all, Anna nothing that is shielded, Cora titles only, and Iris nothing."""

SHEETS: Mapping[str, str] = {
    "calendar.yaml": 'version: "2026"\n',
    "regions/default.yaml": "region: default\n",
    "common.yaml": "{}\n",
    "acts.yaml": """\
decide: {kind: decision, title: {nl: Besluiten, en: Decide}, found_as: [left], source: test}
left: {kind: fact, title: {nl: Weggegaan, en: Left}, source: test}
""",
    "roles.yaml": """\
regisseur: {title: {nl: Regisseur, en: Regisseur}, scope: family, one: true, access: regisseur}
worker: {title: {nl: Werker, en: Worker}, access: professional}
informant: {title: {nl: Informant, en: Informant}, access: informant}
coordinator: {title: {nl: Coördinator, en: Coordinator}, scope: region, access: coordinator}
""",
    "records.yaml": """\
note:
  title: {nl: Notitie, en: Note}
  about: case
  class: open
  statuses: {made: {initial: true}, signed: {settled: true}}
  moves: {made: [signed]}
  written_by: [regisseur, worker]
  source: test
report:
  title: {nl: Verslag, en: Report}
  about: youth
  class: confidential
  statuses:
    draft: {initial: true}
    shared: {waiting: true}
    agreed: {settled: true}
    stopped: {}
  moves: {draft: [shared, stopped], shared: [agreed]}
  written_by: [regisseur, worker]
  source: test
hideout:
  title: {nl: Schuiladres, en: Hideout}
  about: case
  class: shielded
  statuses: {draft: {initial: true}, kept: {settled: true}}
  moves: {draft: [kept]}
  written_by: [regisseur]
  source: test
""",
    "rules.yaml": """\
hideout_first:
  on: [decide]
  severity: block_unless_deviation
  requires: {record: {type: hideout, status: [kept]}}
  asks: {nl: Leg het schuiladres vast, en: Record the hideout}
  says: {nl: Er is geen schuiladres., en: There is no hideout.}
  deviation:
    confirmed_by: [worker]
    lapses_after: {days: 14}
    repair:
      {within: {weeks: 2}, met_by: {record: {type: hideout, status: [kept]}}, owner: regisseur}
  source: "SEED hideout"
""",
    "sheet/workflow.yaml": """\
workflow: sheet
version: "1"
title: {nl: Blad, en: Sheet}
about: family
source: test
phases:
  prepare: {title: {nl: Voorbereiden, en: Prepare}}
  carry_out: {title: {nl: Uitvoeren, en: Carry out}}
  close: {title: {nl: Afronden, en: Close}}
opens: {by: [regisseur]}
states:
  begun: {title: {nl: Begonnen, en: Begun}, phase: prepare, initial: true}
  weighed: {title: {nl: Gewogen, en: Weighed}, phase: prepare}
  going: {title: {nl: Gaat, en: Going}, phase: carry_out}
  done: {title: {nl: Klaar, en: Done}, phase: close, final: true}
transitions:
  weigh: {title: {nl: Wegen, en: Weigh}, from: [begun], to: weighed, by: [regisseur]}
  give_up:
    {title: {nl: Stoppen, en: Give up}, from: [begun, weighed, going], to: done, by: [regisseur]}
  go:
    title: {nl: Gaan, en: Go}
    from: [begun, weighed]
    to: going
    by: [regisseur, coordinator]
    main: true
    act: decide
    input: {why: {per_child: text, title: {nl: Waarom, en: Why}}}
    requires:
      - {record: {type: note, status: [signed]}}
      - {record: {type: report, status: [agreed]}}
  leave:
    title: {nl: Weg, en: Leave}
    from: [begun, going]
    to: done
    by: [regisseur, worker]
    act: left
  turn_back: {title: {nl: Terug, en: Back}, from: [going], to: weighed, by: [regisseur], main: true}
  reopen:
    {title: {nl: Heropenen, en: Reopen}, from: [done], to: begun, by: [regisseur], reopens: true}
deadlines:
  call:
    title: {nl: Bellen, en: Call}
    kind: hours
    starts: {entering: [begun]}
    within: {hours: 48}
    during: open
    met_by: {entering: [going]}
    owner: worker
    source: test
  talk:
    title: {nl: Gesprek, en: Talk}
    kind: hard
    starts: {entering: [begun]}
    within: {weeks: 6}
    window: {before: {weeks: 2}, after: {weeks: 1}}
    during: open
    met_by: {entering: [done]}
    owner: regisseur
    suspend: {by: [regisseur], at_most: {weeks: 8}}
    source: test
  answer:
    title: {nl: Antwoord, en: Answer}
    kind: statutory
    starts: {entering: [begun]}
    within: {weeks: 8}
    during: open
    met_by: {entering: [done]}
    owner: regisseur
    source: LAW test
""",
}


@cache
def sheets() -> Library:
    """Load these definitions, once."""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in SHEETS.items():
            path = Path(folder, name)
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return load(Path(folder))


def a_sheet_desk(store: Store, clock: ManualClock) -> Desk:
    """Lend a desk whose family has two children: Sam, 13, and Kim, whose birthday is unknown."""
    desk = a_desk(store, clock, library=sheets(), region="default", roles=SHEET_ROLES)
    members = (
        Member(name="sam", born=date(2012, 5, 1), is_child=True),
        Member(name="kim", is_child=True),
    )
    family = NewFamily(name="Pietersen", region="default", members=members)
    return replace(desk, registered=register_family(desk.viewers["bram"], desk.office, family))


def a_sheet(desk: Desk, *children: str) -> CaseAtDesk:
    """Open a case for these children, by default for both."""
    members = desk.registered.members
    named = tuple(members[child] for child in children or ("sam", "kim"))
    return desk.opens(workflow="sheet", children=named)


def without(case: CaseAtDesk, *keys: str) -> None:
    """Take these deadlines of the case away, so that a test shows the one that is left."""
    deadline = METADATA.tables["deadline"]
    mine = deadline.c.public_id.in_([case.owed[key].public_id for key in keys])
    with unit_of_work(case.desk.office.store) as connection:
        connection.execute(update(deadline).where(mine).values(state="void"))


def unreadable(desk: Desk) -> None:
    """Let the version that the cases follow be one that this program cannot read."""
    with unit_of_work(desk.office.store) as connection:
        version = METADATA.tables["workflow_version"]
        connection.execute(update(version).values(definition={"workflow": "of old"}))
    desk.office.known.clear()


def excluded(case: CaseAtDesk, name: str) -> None:
    """Shut somebody out of one case from today."""
    desk, head = case.desk, case.head
    taking = NewTaking(
        role="excluded",
        access="excluded",
        ground="test",
        from_on=desk.office.today(),
        case_id=head.id,
    )
    with unit_of_work(desk.office.store) as connection:
        participation.join(
            connection, desk.viewers[name].person, taking, now=desk.office.clock.now()
        )
