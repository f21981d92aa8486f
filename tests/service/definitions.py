"""A small set of definitions for what the shipped ones do not have."""

from __future__ import annotations

from collections.abc import Mapping

SMALL: Mapping[str, str] = {
    "calendar.yaml": 'version: "2026"\n',
    "regions/default.yaml": "region: default\n",
    "common.yaml": "{}\n",
    "acts.yaml": """\
decide: {kind: decision, title: {nl: Besluiten, en: Decide}, source: test}
decide_end: {kind: decision, title: {nl: Einde besluiten, en: Decide the end}, source: test}
""",
    "roles.yaml": """\
regisseur: {title: {nl: Regisseur, en: Regisseur}, scope: family, one: true, access: regisseur}
coach: {title: {nl: Begeleider, en: Coach}, one: true, access: professional}
worker: {title: {nl: Werker, en: Worker}, access: professional}
scientist: {title: {nl: Gedragswetenschapper, en: Scientist}, access: professional}
coordinator: {title: {nl: Coördinator, en: Coordinator}, scope: region, access: coordinator}
team_lead: {title: {nl: Teamleider, en: Team lead}, scope: region, access: coordinator}
parent: {title: {nl: Ouder, en: Parent}, access: parent_with_authority, family: true}
""",
    "records.yaml": """\
note:
  title: {nl: Notitie, en: Note}
  about: case
  statuses: {made: {initial: true, settled: true}, superseded: {}}
  moves: {made: [superseded]}
  written_by: [regisseur, worker]
  fields:
    words: {type: text, title: {nl: Woorden, en: Words}}
  source: test
order:
  title: {nl: Beschikking, en: Court order}
  about: youth
  statuses: {asked: {initial: true}, valid: {settled: true}, doubted: {}, superseded: {}}
  moves: {asked: [valid], valid: [doubted, superseded], doubted: [valid]}
  written_by: [regisseur]
  dated_by: began_on
  fields:
    began_on: {type: date, title: {nl: Begin, en: Began on}}
    ends_on: {type: date, title: {nl: Einde, en: Ends on}}
  source: test
""",
    "rules.yaml": """\
look_later:
  on: [decide]
  severity: block_unless_deviation
  requires: {participant: {role: scientist}}
  asks: {nl: Vraag een gedragswetenschapper, en: Ask a scientist}
  says: {nl: Er is geen gedragswetenschapper., en: There is no scientist.}
  deviation:
    confirm: {within: {working_days: 1}}
    confirmed_by: [coach]
    lapses_after: {days: 14}
    repair: {within: {weeks: 2}, met_by: {record: {type: note, status: [made]}}, owner: regisseur}
  source: test
ask_later:
  on: [decide]
  severity: block_unless_deviation
  requires: {record: {type: order, status: [valid]}}
  asks: {nl: Vraag een beschikking, en: Ask for an order}
  says: {nl: Er is geen beschikking., en: There is no order.}
  deviation:
    confirm: {within: {working_days: 1}}
    confirmed_by: [coach]
    lapses_after: {days: 14}
    repair: {within: {weeks: 3}, met_by: {record: {type: order, status: [valid]}}, owner: regisseur}
  source: test
order_first:
  on: [decide_end]
  severity: block_unless_deviation
  requires: {record: {type: order, status: [valid]}}
  asks: {nl: Vraag een beschikking, en: Ask for an order}
  says: {nl: Er is geen beschikking., en: There is no order.}
  deviation:
    confirmed_by: [coach]
    lapses_after: {days: 14}
    repair: {within: {weeks: 2}, met_by: {record: {type: order, status: [valid]}}, owner: regisseur}
  source: test
""",
    "trial/workflow.yaml": """\
workflow: trial
version: "1"
title: {nl: Proef, en: Trial}
about: youth
source: test
phases:
  prepare: {title: {nl: Voorbereiden, en: Prepare}}
opens: {by: [regisseur]}
states:
  waiting: {title: {nl: Wacht, en: Waiting}, phase: prepare, initial: true}
  going: {title: {nl: Gaat, en: Going}, phase: prepare}
  done: {title: {nl: Klaar, en: Done}, phase: prepare, final: true}
transitions:
  go:
    title: {nl: Gaan, en: Go}
    from: [waiting]
    to: going
    by: [regisseur, worker]
    main: true
    act: decide
  back:
    {title: {nl: Terug, en: Back}, from: [going], to: waiting, by: [regisseur], main: true}
  hand_over:
    title: {nl: Overdragen, en: Hand over}
    from: [waiting]
    to: waiting
    by: [regisseur]
    input: {coach: {type: person, title: {nl: Begeleider, en: Coach}}}
    then: [{assign: coach, person: input.coach}, {tell: worker}, {tell: scientist}]
  dismiss:
    title: {nl: Ontheffen, en: Dismiss}
    from: [waiting]
    to: waiting
    by: [regisseur]
    then: [{end: coach}]
  split:
    title: {nl: Splitsen, en: Split}
    from: [waiting]
    to: waiting
    by: [regisseur]
    then: [{open: trial, link: twin}]
  leave_other:
    title: {nl: Sluiten zolang de ander open is, en: Close while the other is open}
    from: [waiting]
    to: done
    by: [regisseur]
    requires: [{linked_case: {workflow: trial, link: twin, state: open}}]
  finish:
    title: {nl: Afronden, en: Finish}
    from: [waiting]
    to: done
    by: [regisseur]
    act: decide_end
  ponder:
    title: {nl: Overwegen, en: Ponder}
    from: [waiting]
    to: waiting
    by: [regisseur]
    act: decide_end
deadlines:
  talk:
    title: {nl: Gesprek, en: Talk}
    review: true
    kind: hard
    starts: {entering: [waiting]}
    within: {weeks: 6}
    repeats: {every: {weeks: 4}}
    window: {before: {weeks: 2}, after: {weeks: 1}}
    during: open
    met_by: {entering: [done]}
    owner: regisseur
    extend: {by: [coordinator], at_most: {weeks: 2}}
    suspend: {by: [regisseur, coordinator], at_most: {weeks: 8}}
    source: test
  answer:
    title: {nl: Antwoord, en: Answer}
    kind: statutory
    starts: {entering: [waiting]}
    within: {weeks: 8}
    during: open
    met_by: {entering: [done]}
    owner: regisseur
    source: LAW test
  order_ends:
    title: {nl: Beschikking loopt af, en: Order ends}
    kind: countback
    starts: {record_date: {type: order, field: ends_on}}
    before: {weeks: 8}
    during: open
    met_by: {entering: [done]}
    owner: regisseur
    source: test
""",
}
