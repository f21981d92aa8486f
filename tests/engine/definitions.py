"""A small sound set of definition files, and ways to break it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from engine.library import Library
from engine.loader import load
from engine.problems import DefinitionError, Problem

ACTS = """\
out_of_home_placement:
  kind: decision
  title: {nl: Uithuisplaatsing, en: Placement}
  found_as: [court_placement]
  source: law
court_placement: {kind: fact, title: {nl: Plaatsing, en: Court placement}, source: law}
return_home: {kind: decision, title: {nl: Terug, en: Return home}, source: law}
unused_act: {kind: decision, title: {nl: Anders, en: Other}, source: law}
"""

ROLES = """\
regisseur: {title: {nl: Regisseur, en: Regisseur}, scope: family, one: true, access: regisseur}
cjg_worker: {title: {nl: CJG-werker, en: CJG worker}, access: professional}
scientist: {title: {nl: Gedragswetenschapper, en: Behavioural scientist}, access: professional}
coordinator: {title: {nl: Coördinator, en: Coordinator}, scope: region, access: coordinator}
unused_role: {title: {nl: Anders, en: Other}, access: professional}
"""

RECORDS = """\
analysis:
  title: {nl: Analyse, en: Analysis}
  about: youth
  class: confidential
  statuses:
    started: {initial: true}
    confirmed:
      settled: true
      four_eyes: {by: [scientist]}
      input:
        outcome:
          type: choice
          title: {nl: Uitkomst, en: Outcome}
          values: {safe: {nl: Veilig, en: Safe}, unsafe: {nl: Onveilig, en: Unsafe}}
    superseded: {}
  moves: {started: [confirmed], confirmed: [superseded]}
  written_by: [cjg_worker]
  sets: {safety: input.outcome}
  source: practice
order:
  title: {nl: Beschikking, en: Court order}
  about: youth
  statuses: {asked: {initial: true}, valid: {settled: true}, never: {}}
  moves: {asked: [valid]}
  written_by: [regisseur]
  dated_by: began_on
  fields:
    began_on: {type: date, title: {nl: Begin, en: Began on}}
    ends_on: {type: date, title: {nl: Einde, en: Ends on}}
    note: {type: text, title: {nl: Notitie, en: Note}}
  source: law
unused_record:
  title: {nl: Anders, en: Other}
  about: case
  statuses: {made: {initial: true, settled: true}}
  written_by: [unused_role]
  source: practice
"""

RULES = """\
analysis_first:
  on: [out_of_home_placement]
  severity: block
  requires: {record: {type: analysis, status: [confirmed], no_older_than: {months: 6}}}
  asks: {nl: Stel de analyse vast, en: Confirm the analysis}
  says: {nl: Er is geen analyse., en: There is no analysis.}
  fix: {record: analysis}
  source: "004"
family_first:
  on: [out_of_home_placement]
  severity: block_unless_deviation
  requires:
    none_of:
      - all_of:
          - {age: {under: {years: 12}}}
          - {input: {place_kind: [residential]}}
  asks: {nl: Zoek een gezin, en: Find a family}
  says: {nl: Het kind is jonger dan 12., en: The child is under 12.}
  deviation:
    confirmed_by: [scientist]
    lapses_after: {days: 14}
    repair:
      within: {weeks: 6}
      met_by: {record: {type: analysis, status: [confirmed]}}
      owner: regisseur
  source: "003"
board_advice:
  on: [out_of_home_placement]
  severity: warn
  requires: {fact: {safety: [safe]}}
  asks: {nl: Vraag de raad, en: Ask the board}
  says: {nl: De raad is niet gevraagd., en: The board was not asked.}
  asks_for_body: advice_board
  source: "003"
rule_on_unused_act:
  on: [unused_act]
  severity: warn
  requires: {assigned: regisseur}
  asks: {nl: Wijs aan, en: Appoint}
  says: {nl: Niemand., en: Nobody.}
  source: "003"
"""

COMMON = """\
every_case:
  deadlines:
    next_look:
      title: {nl: Volgende blik, en: Next look}
      review: true
      kind: hard
      starts: {nothing_open: true}
      within: {weeks: 4}
      during: open
      met_by: {record: {type: analysis, status: [confirmed]}}
      owner: regisseur
      source: DEFAULT
ending:
  states:
    ended: {title: {nl: Beëindigd, en: Ended}, phase: close, final: true}
  transitions:
    end:
      title: {nl: Beëindigen, en: End}
      from: [any_open]
      to: ended
      by: [regisseur]
"""

CALENDAR = """\
version: "2026"
equated_days:
  - {date: "2026-05-15", source: decree}
"""

WORKFLOW = """\
workflow: placement
version: "1"
title: {nl: Uithuisplaatsing, en: Placement}
about: youth
source: "004"
phases:
  prepare: {title: {nl: Voorbereiden, en: Prepare}}
  carry_out: {title: {nl: Uitvoeren, en: Carry out}}
  close: {title: {nl: Afronden, en: Close}}
include: [every_case, ending]
opens: {by: [cjg_worker]}
facts:
  safety: {values: [safe, unsafe]}
states:
  considered: {title: {nl: Overwogen, en: Considered}, phase: prepare, initial: true}
  placed: {title: {nl: Geplaatst, en: Placed}, phase: carry_out}
  returned: {title: {nl: Terug thuis, en: Returned}, phase: close, final: true}
transitions:
  place:
    title: {nl: Plaatsen, en: Place}
    from: [considered]
    to: placed
    by: [regisseur]
    main: true
    act: out_of_home_placement
    input:
      place_kind:
        type: choice
        title: {nl: Soort plek, en: Kind of place}
        values: {family: {nl: Gezin, en: Family}, residential: {nl: Residentieel, en: Residential}}
      coach: {type: person, title: {nl: Coach, en: Coach}}
      placed_on: {type: date, title: {nl: Datum, en: Date}}
    requires:
      - {participant: {role: scientist}}
      - any_of:
          - {consent: {to: placement}}
          - {record: {type: order, status: [valid]}}
        key: legal_title
        asks: {nl: Leg de titel vast, en: Record the title}
        says: {nl: Er is geen titel., en: There is no title.}
    then:
      - {assign: cjg_worker, person: input.coach}
  record_court_placement:
    title: {nl: Rechterlijke plaatsing, en: Court placement}
    from: [considered]
    to: placed
    by: [regisseur]
    act: court_placement
  return_home:
    title: {nl: Terug naar huis, en: Return home}
    from: [placed]
    to: returned
    by: [regisseur]
    main: true
    act: return_home
    then:
      - {open: placement, link: again, when: {none_of: [{assigned: regisseur}]}}
  reopen:
    title: {nl: Heropenen, en: Reopen}
    from: [returned]
    to: considered
    by: [regisseur]
    reopens: true
deadlines:
  preparation:
    title: {nl: Voorbereiding, en: Preparation}
    kind: hard
    starts: {entering: [considered]}
    within: {weeks: 6}
    met_by: {entering: [placed]}
    owner: regisseur
    source: DEFAULT
  evaluation:
    title: {nl: Evaluatie, en: Evaluation}
    review: true
    kind: hard
    starts: {act: [out_of_home_placement, court_placement]}
    within: {weeks: 6}
    repeats: {every: {months: 3}}
    during: [placed]
    met_by: {any_of: [{entering: [returned]}, {record: {type: analysis, status: [confirmed]}}]}
    owner: regisseur
    source: DEFAULT
  order_ends:
    title: {nl: Beschikking loopt af, en: Order ends}
    kind: countback
    starts: {record_date: {type: order, field: ends_on}}
    before: {weeks: 8}
    during: open
    met_by: {entering: [returned]}
    owner: regisseur
    source: LAW
invariants:
  - never: {act: out_of_home_placement}
    without: {record: {type: analysis, status: [confirmed]}}
    source: "004"
  - {never: {act: out_of_home_placement}, without: {role: [regisseur]}, source: "132"}
  - after: {act: court_placement}
    always: {record: {type: analysis}}
    within: {weeks: 6}
    or: escalation
    source: DEFAULT
  - {always: {open_state_has: deadline_with_owner}, source: DESIGN}
"""

DEFAULT_REGION = """\
region: default
words: {cjg: {nl: CJG, en: CJG}}
bodies: {advice_board: {nl: Raad, en: Board}}
table: {weekday: tuesday, starts: "09:00", ends: "12:30"}
"""

VELUWE = """\
region: veluwe
municipalities: [Elburg]
terms: {placement.preparation: {within: {weeks: 4}}}
calendar: {closing_days: ["2026-05-15"]}
"""

OLDEBROEK = """\
region: oldebroek
inherits: veluwe
municipalities: [Oldebroek]
words: {cjg: {nl: CJG Oldebroek, en: CJG Oldebroek}}
severities: {family_first: block}
terms: {placement.preparation: {reminders: [{after: {days: 1}, to: [coordinator]}]}}
opens_by: {placement: [regisseur]}
calendar: {skips: [good_friday]}
reviews: {placement.evaluation: on}
"""

SOUND: Mapping[str, str] = {
    "acts.yaml": ACTS,
    "roles.yaml": ROLES,
    "records.yaml": RECORDS,
    "rules.yaml": RULES,
    "common.yaml": COMMON,
    "calendar.yaml": CALENDAR,
    "placement/workflow.yaml": WORKFLOW,
    "regions/default.yaml": DEFAULT_REGION,
    "regions/veluwe.yaml": VELUWE,
    "regions/oldebroek.yaml": OLDEBROEK,
}


def written(folder: Path, *changes: tuple[str, str, str], **more: str) -> Path:
    """The sound set in this folder, with in each named file one text replaced by another."""
    files = dict(SOUND) | more
    for file, old, new in changes:
        assert files[file].count(old) == 1, f"{file}: {files[file].count(old)} times {old!r}"
        files[file] = files[file].replace(old, new)
    for file, text in files.items():
        path = folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def loaded(folder: Path, *changes: tuple[str, str, str]) -> Library:
    """The library of the sound set with these changes."""
    return load(written(folder, *changes))


def problems(folder: Path) -> tuple[Problem, ...]:
    """What the loader finds wrong; nothing when it is content."""
    try:
        load(folder)
    except DefinitionError as error:
        return error.problems
    return ()


def sentences(folder: Path) -> list[str]:
    """What the loader finds wrong, without files and lines."""
    return [f"{problem.where}: {problem.says}" for problem in problems(folder)]


def instead(guard: str) -> tuple[str, str, str]:
    """A change: another first guard on the step ``place``."""
    return "placement/workflow.yaml", "- {participant: {role: scientist}}", f"- {guard}"


def added(file: str, line: str) -> tuple[str, str, str]:
    """A change: one more line under the first of a region file."""
    first = f"region: {file.removeprefix('regions/').removesuffix('.yaml')}\n"
    return file, first, f"{first}{line}\n"
