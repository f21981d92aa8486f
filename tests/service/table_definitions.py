"""A small table: a case is accepted, planned for a meeting, discussed, and followed."""

from __future__ import annotations

from collections.abc import Mapping

TABLE: Mapping[str, str] = {
    "calendar.yaml": 'version: "2026"\n',
    "regions/default.yaml": """\
region: default
municipalities: [Epe, Heerde]
table:
  weekday: tuesday
  starts: "09:00"
  ends: "12:30"
  quorum: [chair, secretary, council_adviser, requester]
""",
    "common.yaml": "{}\n",
    "acts.yaml": "{}\n",
    "rules.yaml": "{}\n",
    "records.yaml": "{}\n",
    "roles.yaml": """\
youth: {title: {nl: Jeugdige, en: Youth}, access: youth, family: true}
parent_with_authority:
  {title: {nl: Ouder, en: Parent}, access: parent_with_authority, family: true}
regisseur: {title: {nl: Regisseur, en: Regisseur}, scope: family, one: true, access: regisseur}
requester: {title: {nl: Verzoeker, en: Requester}, access: requester}
worker: {title: {nl: Werker, en: Worker}, access: professional}
chair: {title: {nl: Voorzitter, en: Chair}, access: chair}
secretary: {title: {nl: Secretaris, en: Secretary}, access: secretary}
council_adviser: {title: {nl: Raadsadviseur, en: Council adviser}, access: council_adviser}
coordinator: {title: {nl: Coördinator, en: Coordinator}, scope: region, access: coordinator}
""",
    "talk/workflow.yaml": """\
workflow: talk
version: "1"
title: {nl: Tafelzaak, en: Table case}
about: youth
source: test
phases:
  prepare: {title: {nl: Voorbereiden, en: Prepare}}
opens: {by: [requester, regisseur]}
states:
  submitted: {title: {nl: Ingediend, en: Submitted}, phase: prepare, initial: true}
  accepted: {title: {nl: Aangenomen, en: Accepted}, phase: prepare}
  scheduled: {title: {nl: Gepland, en: Scheduled}, phase: prepare}
  in_meeting: {title: {nl: Aan tafel, en: In meeting}, phase: prepare}
  adjourned: {title: {nl: Aangehouden, en: Adjourned}, phase: prepare}
  following: {title: {nl: Afspraken volgen, en: Following}, phase: prepare}
  closed: {title: {nl: Gesloten, en: Closed}, phase: prepare, final: true}
transitions:
  accept:
    title: {nl: Aannemen, en: Accept}
    from: [submitted]
    to: accepted
    by: [requester, regisseur]
    then: [{seat: [chair, secretary, council_adviser]}]
  schedule:
    title: {nl: Inplannen, en: Schedule}
    from: [accepted, adjourned]
    to: scheduled
    by: [secretary, chair]
    main: true
    input: {meeting: {type: meeting, title: {nl: Bijeenkomst, en: Meeting}}}
  invite_council:
    title: {nl: Raad erbij vragen, en: Ask the council in}
    from: [scheduled]
    to: same
    by: [secretary]
    then: [{seat: [council_adviser]}]
  start_meeting:
    title: {nl: Gesprek beginnen, en: Start the meeting}
    from: [scheduled]
    to: in_meeting
    by: [chair]
    main: true
    requires: [{present: quorum}]
  adjourn:
    title: {nl: Aanhouden, en: Adjourn}
    from: [scheduled, in_meeting]
    to: adjourned
    by: [chair]
  decide:
    title: {nl: Besluiten, en: Decide}
    from: [in_meeting]
    to: following
    by: [chair]
    main: true
    requires: [{agreements: {some: true}}]
  return_to_table:
    title: {nl: Terug naar de tafel, en: Back to the table}
    from: [following]
    to: scheduled
    by: [regisseur, secretary]
    input: {meeting: {type: meeting, title: {nl: Bijeenkomst, en: Meeting}}}
  withdraw:
    title: {nl: Intrekken, en: Withdraw}
    from: [accepted, scheduled]
    to: closed
    by: [requester]
  close:
    title: {nl: Sluiten, en: Close}
    from: [following]
    to: closed
    by: [chair]
    main: true
    requires: [{agreements: {in: [met, ended, handed_over]}}]
deadlines:
  look:
    title: {nl: Blik, en: Look}
    kind: hard
    starts: {entering: [submitted]}
    within: {weeks: 8}
    during: open
    met_by: {entering: [closed]}
    owner: requester
    source: test
  papers:
    title: {nl: Stukken, en: Papers}
    kind: countback
    starts: {meeting: true}
    before: {working_days: 3}
    during: [scheduled]
    met_by: {entering: [in_meeting]}
    owner: secretary
    source: test
""",
}
