"""Definitions with entries, linked cases and records that ask something, and who to try them on."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

from engine.clock import ManualClock
from engine.library import Library
from engine.loader import load
from engine.service.registering import Member, NewFamily, register_family
from engine.store import people
from engine.store.store import Store
from engine.store.unit_of_work import reading
from tests.service.builders import SMALL_ROLES, CaseAtDesk, Desk
from tests.service.definitions import SMALL
from tests.service.desks import a_desk

_NEXT_LOOK = """\
  next_look:
    title: {nl: Volgende blik, en: Next look}
    kind: hard
    starts: {nothing_open: true}
    within: {weeks: 4}
    during: open
    met_by: {record: {type: note, status: [made]}}
    owner: regisseur
    source: test
"""

LINKED: Mapping[str, str] = {
    **SMALL,
    "regions/default.yaml": "region: default\n",
    "acts.yaml": SMALL["acts.yaml"]
    + """\
contact: {kind: fact, title: {nl: Contact, en: Contact}, source: test}
call: {kind: fact, title: {nl: Oproep, en: Call}, source: test}
""",
    "records.yaml": SMALL["records.yaml"]
    + """\
plan:
  title: {nl: Plan, en: Plan}
  about: youth
  statuses:
    drafted: {initial: true}
    shared: {}
    agreed:
      settled: true
      four_eyes: {by: [scientist]}
      requires:
        - {age: {at_least: {years: 12}}}
        - {record: {type: order, status: [valid]}}
        - {input: {heard: ["yes"]}}
      input:
        heard: {type: yes_no, title: {nl: Gehoord, en: Heard}, optional: true}
    superseded: {}
  moves: {drafted: [shared, agreed], shared: [agreed], agreed: [superseded]}
  written_by: [regisseur, worker]
  source: test
""",
    "visit/records.yaml": """\
house_plan:
  title: {nl: Plan voor het gezin, en: Plan for the family}
  about: family
  statuses:
    drafted: {initial: true}
    agreed: {settled: true, requires: [{record: {type: order, status: [valid]}}]}
  moves: {drafted: [agreed]}
  written_by: [regisseur]
  source: test
""",
    "visit/workflow.yaml": f"""\
workflow: visit
version: "1"
title: {{nl: Bezoek, en: Visit}}
about: youth
source: test
phases:
  all: {{title: {{nl: Alles, en: All}}}}
opens: {{by: [regisseur]}}
states:
  waiting: {{title: {{nl: Wacht, en: Waiting}}, phase: all, initial: true}}
  going: {{title: {{nl: Gaat, en: Going}}, phase: all}}
  done: {{title: {{nl: Klaar, en: Done}}, phase: all, final: true}}
transitions:
  go: {{title: {{nl: Gaan, en: Go}}, from: [waiting], to: going, by: [regisseur], main: true}}
  finish: {{title: {{nl: Einde, en: End}}, from: [waiting, going], to: done, by: [regisseur]}}
  agree:
    title: {{nl: Afspreken, en: Agree}}
    from: [waiting]
    to: going
    by: [regisseur]
    requires:
      - {{record: {{type: plan, status: [agreed]}}}}
      - any_of: [{{record: {{type: house_plan}}}}, {{participant: {{role: scientist}}}}]
        key: together
        asks: {{nl: Betrek iemand, en: Involve somebody}}
        says: {{nl: Niemand is betrokken., en: Nobody is involved.}}
  note_contact:
    title: {{nl: Contact noteren, en: Record contact}}
    from: [waiting, going]
    to: same
    by: [regisseur, worker]
    act: contact
    input: {{how: {{type: text, title: {{nl: Hoe, en: How}}, optional: true}}}}
    then: [{{tell: worker}}]
  call_table:
    title: {{nl: Tafel oproepen, en: Call the table}}
    from: [waiting, going]
    to: same
    by: [regisseur, worker]
    input:
      reason: {{type: text, title: {{nl: Reden, en: Reason}}}}
      day: {{type: date, title: {{nl: Dag, en: Day}}, optional: true}}
    then:
      - open: table
        link: called
        records: {{step: note_call, with: {{why: input.reason, way: phone, since: input.day}}}}
  call_help:
    title: {{nl: Hulp oproepen, en: Call for help}}
    from: [waiting, going]
    to: same
    by: [regisseur]
    then: [{{open: help, link: called, for: each_child}}]
  call_some:
    title: {{nl: Voor wie een beschikking heeft, en: For those with an order}}
    from: [waiting, going]
    to: same
    by: [regisseur]
    then:
      - open: table
        link: called
        for: {{child_where: {{record: {{type: order, status: [valid]}}}}}}
      - open: help
        link: called
        for: {{child_where: {{record: {{type: order, status: [valid]}}}}}}
deadlines:
  look:
    title: {{nl: Kijken, en: Look}}
    kind: hard
    starts: {{entering: [waiting, going]}}
    within: {{weeks: 6}}
    met_by: {{act: [contact]}}
    owner: regisseur
    source: test
  write_up:
    title: {{nl: Verslag, en: Write up}}
    kind: hard
    starts: {{act: [contact]}}
    within: {{weeks: 1}}
    during: open
    met_by: {{entering: [done]}}
    owner: regisseur
    source: test
{_NEXT_LOOK}""",
    "table/workflow.yaml": f"""\
workflow: table
version: "1"
title: {{nl: Tafel, en: Table}}
about: family
source: test
phases:
  all: {{title: {{nl: Alles, en: All}}}}
opens: {{by: [regisseur, coordinator], one_open: true, source: "req 9"}}
facts:
  called: {{values: ["phone", "mail"]}}
states:
  begun: {{title: {{nl: Begonnen, en: Begun}}, phase: all, initial: true}}
  called: {{title: {{nl: Opgeroepen, en: Called}}, phase: all}}
  resting: {{title: {{nl: Rust, en: Resting}}, phase: all}}
  over: {{title: {{nl: Voorbij, en: Over}}, phase: all, final: true}}
transitions:
  rest:
    {{title: {{nl: Rusten, en: Rest}}, from: [called], to: resting, by: [regisseur]}}
  note_call:
    title: {{nl: Oproep noteren, en: Record the call}}
    from: [begun, called]
    to: called
    by: [coordinator]
    act: call
    input:
      why: {{type: text, title: {{nl: Waarom, en: Why}}}}
      since: {{type: date, title: {{nl: Sinds, en: Since}}, optional: true}}
      way:
        type: choice
        title: {{nl: Hoe, en: How}}
        values: {{phone: {{nl: Telefoon, en: Phone}}, mail: {{nl: Post, en: Mail}}}}
    sets: {{called: input.way}}
  close:
    title: {{nl: Sluiten, en: Close}}
    from: [begun, called, resting]
    to: over
    by: [regisseur, coordinator]
    main: true
    requires: [{{fact: {{called: [phone]}}}}]
deadlines:
  answer_call:
    title: {{nl: Antwoorden, en: Answer}}
    kind: hard
    starts: {{act: [call]}}
    within: {{weeks: 2}}
    during: open
    met_by: {{entering: [over]}}
    owner: coordinator
    source: test
{_NEXT_LOOK}""",
    "help/workflow.yaml": f"""\
workflow: help
version: "1"
title: {{nl: Hulp, en: Help}}
about: youth
source: test
phases:
  all: {{title: {{nl: Alles, en: All}}}}
opens: {{by: [regisseur], one_open: true}}
states:
  begun: {{title: {{nl: Begonnen, en: Begun}}, phase: all, initial: true}}
  over: {{title: {{nl: Voorbij, en: Over}}, phase: all, final: true}}
transitions:
  stop: {{title: {{nl: Stoppen, en: Stop}}, from: [begun], to: over, by: [regisseur]}}
deadlines:
{_NEXT_LOOK}""",
}


@cache
def linked() -> Library:
    """Load these definitions, once."""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in LINKED.items():
            path = Path(folder, name)
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return load(Path(folder))


def a_linked_desk(store: Store, clock: ManualClock) -> Desk:
    """Begin with these definitions and the Jansens."""
    return a_desk(store, clock, library=linked(), region="default", roles=SMALL_ROLES)


def with_siblings(desk: Desk, **born: date | None) -> Desk:
    """Register a family with Sam, 13, and these children, for the same professionals."""
    kids = {"sam": date(2012, 5, 1), **born}
    members = (
        *(Member(name=name, born=day, is_child=True) for name, day in kids.items()),
        Member(name="els", authority_over=tuple(kids)),
        Member(name="tom", authority_over=tuple(kids)),
    )
    new = NewFamily(name="Jansen", region=desk.region, members=members)
    registered = register_family(desk.viewers["bram"], desk.office, new)
    return replace(desk, registered=registered)


def children_of(case: CaseAtDesk) -> set[str]:
    """Name the children that a case is about."""
    names = {public: name for name, public in case.desk.registered.members.items()}
    with reading(case.desk.office.store) as connection:
        found = people.children_of(connection, [case.head.id])[case.head.id]
    return {names[child.public_id] for child in found}


def visit_with(desk: Desk, *children: str) -> CaseAtDesk:
    """Let Bram open a visit for these children, or for Sam."""
    members = desk.registered.members
    named = tuple(members[name] for name in children or ("sam",))
    return desk.opens(workflow="visit", children=named)
