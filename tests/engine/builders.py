"""A small effective workflow and a case of it that lacks nothing; tests say what differs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from engine.calendar import Calendar
from engine.catalogue import Catalogue
from engine.definition import Workflow
from engine.duties import DeadlineRule
from engine.duty_plan import Duty, Reckoner
from engine.fields import Value
from engine.guards import Guard
from engine.happened import Happened
from engine.reason import Reason
from engine.snapshot import Child, DeviationSeen, Holder, RecordSeen, Snapshot
from engine.strict_yaml import Data, read_yaml

TODAY = date(2026, 3, 9)  # a Monday
NOW = datetime(2026, 3, 9, 8, 30, tzinfo=UTC)
KIM = Child("kim", date(2013, 5, 1))  # 12 years old
BO = Child("bo", date(2016, 2, 29))  # 10
MAX = Child("max", None)  # his birth date is unknown

_WORKFLOW = """\
workflow: placement
version: "1"
title: {nl: Uithuisplaatsing, en: Placement}
about: youth
source: "004"
region: default
vocabulary: 1
phases: {all: {title: {nl: Alles, en: All}}}
opens: {by: [cjg_worker]}
facts: {safety: {values: [safe, unsafe]}}
states:
  considered: {title: {nl: Overwogen, en: Considered}, phase: all, initial: true}
  checked: {title: {nl: Tegenspraak gehouden, en: Checked}, phase: all}
  placed: {title: {nl: Geplaatst, en: Placed}, phase: all}
  returned: {title: {nl: Terug thuis, en: Returned}, phase: all, final: true}
transitions:
  check:
    title: {nl: Toetsen, en: Check}
    from: [considered]
    to: checked
    by: [cjg_worker, regisseur]
  drop:
    title: {nl: Niet plaatsen, en: Do not place}
    from: [checked]
    to: returned
    by: [regisseur]
  place:
    title: {nl: Plaatsen, en: Place}
    from: [checked]
    to: placed
    by: [regisseur]
    act: placement
    main: true
    input:
      place_kind:
        type: choice
        title: {nl: Soort plek, en: Kind of place}
        values: {family: {nl: Gezin, en: Family}, residential: {nl: Instelling, en: Institution}}
    requires:
      - {participant: {role: scientist}}
      - {fact: {safety: [safe]}}
  record_court_placement:
    title: {nl: Rechterlijke plaatsing, en: Court placement}
    from: [considered, checked]
    to: placed
    by: [regisseur]
    act: court_placement
  return_home:
    title: {nl: Terug naar huis, en: Return home}
    from: [placed]
    to: returned
    by: [regisseur]
rules:
  network_asked:
    on: [placement]
    severity: warn
    requires: {record: {type: network_map}}
    asks: {nl: Vraag het netwerk, en: Ask the network}
    says: {nl: Het netwerk is niet gevraagd., en: The network was not asked.}
    source: "003"
  analysis:
    on: [placement]
    severity: block
    requires: {record: {type: analysis, status: [confirmed], no_older_than: {months: 6}}}
    asks: {nl: Stel de analyse vast, en: Confirm the analysis}
    says: {nl: Er is geen analyse., en: There is no analysis.}
    source: "004"
  conference:
    on: [placement]
    severity: block_unless_deviation
    requires: {record: {type: conference, status: [held, declined]}}
    asks: {nl: Bied een conferentie aan, en: Offer a conference}
    says: {nl: Er is geen conferentie., en: There was no conference.}
    fix: {participant: cjg_worker}
    deviation:
      confirmed_by: [scientist]
      lapses_after: {days: 14}
      repair:
        within: {weeks: 6}
        met_by: {record: {type: conference, status: [held]}}
        owner: regisseur
    source: "004"
  not_residential:
    on: [placement]
    severity: block_unless_deviation
    requires:
      none_of: [{all_of: [{age: {under: {years: 12}}}, {input: {place_kind: [residential]}}]}]
    asks: {nl: Zoek een gezin, en: Find a family}
    says: {nl: Het kind is jonger dan 12., en: The child is under 12.}
    deviation:
      confirm: {within: {working_days: 1}}
      confirmed_by: [scientist]
      lapses_after: {days: 14}
      repair:
        within: {weeks: 6}
        met_by: {record: {type: analysis, status: [confirmed]}}
        owner: regisseur
    source: "003"
catalogue:
  acts:
    placement:
      kind: decision
      title: {nl: Plaatsing, en: Placement}
      found_as: [court_placement]
      source: law
    court_placement: {kind: fact, title: {nl: Rechterlijk, en: By court}, source: law}
  roles:
    regisseur: {title: {nl: regisseur, en: regisseur}, scope: family, one: true, access: regisseur}
    cjg_worker: {title: {nl: CJG-werker, en: CJG worker}, access: professional}
    scientist: {title: {nl: gedragswetenschapper, en: scientist}, access: professional}
  records:
    analysis:
      title: {nl: Analyse, en: Analysis}
      about: youth
      statuses: {started: {initial: true}, confirmed: {settled: true}, superseded: {}}
      written_by: [cjg_worker]
      source: practice
    conference:
      title: {nl: Conferentie, en: Conference}
      about: youth
      statuses: {offered: {initial: true}, held: {settled: true}, declined: {settled: true}}
      written_by: [cjg_worker]
      source: practice
    network_map:
      title: {nl: Netwerkkaart, en: Network map}
      about: family
      statuses: {begun: {initial: true}, drawn: {settled: true}}
      written_by: [cjg_worker]
      source: practice
"""


def from_yaml(text: str) -> dict[str, Any]:
    """A text as definition files are read: strictly."""
    data: Any = read_yaml(text, "test.yaml").data
    return dict(data)


def a_workflow(changes: str = "") -> Workflow:
    """The small workflow; sections of ``changes`` are laid over its own, key by key."""
    data = from_yaml(_WORKFLOW)
    for section, new in (from_yaml(changes) if changes else {}).items():
        old = data.get(section)
        data[section] = {**old, **new} if isinstance(old, dict) else new
    return Workflow.model_validate_json(json.dumps(data), strict=True)


@cache
def catalogue() -> Catalogue:
    """The acts, roles and records of the small workflow."""
    return a_workflow().catalogue


def a_guard(text: str) -> Guard:
    """A guard as a definition file writes it."""
    guard: Guard = TypeAdapter(Guard).validate_json(json.dumps(from_yaml(text)), strict=True)
    return guard


def answer(guard: str, case: Snapshot) -> Reason:
    """What a guard says of a case."""
    return a_guard(guard).check(case, catalogue())


def a_record(
    kind: str = "analysis",
    status: str = "confirmed",
    *,
    on: date = date(2026, 1, 15),
    author: str = "bram",
    child: str | None = "kim",
) -> dict[tuple[str, str | None], RecordSeen]:
    """One record as a snapshot holds it; join several with ``|``."""
    return {(kind, child): RecordSeen(kind, status, on, author, child)}


def a_deviation(
    rule: str = "conference", transition: str = "place", *, confirmed: bool = True
) -> dict[tuple[str, str], DeviationSeen]:
    """A rule set aside for one transition, as a snapshot holds it."""
    return {(rule, transition): DeviationSeen(f"dev-{rule}", rule, transition, confirmed=confirmed)}


def a_case(  # a keyword for each thing that the gate of the small workflow asks
    state: str = "checked",
    *,
    role: str = "regisseur",
    analysed: date | None = date(2026, 1, 15),
    conference: str | None = "held",
    network: str | None = "drawn",
    scientist: bool = True,
    children: tuple[Child, ...] = (KIM,),
    inputs: Mapping[str, Value] | None = None,
    **changes: Any,
) -> Snapshot:
    """A case of the small workflow in which ``place`` lacks nothing."""
    records: dict[tuple[str, str | None], RecordSeen] = {}
    for child in children:
        if analysed:
            records |= a_record("analysis", "confirmed", on=analysed, child=child.id)
        if conference:
            records |= a_record("conference", conference, child=child.id)
    if network:
        records |= a_record("network_map", network, child=None)
    own: dict[str, Any] = {
        "case": "case-1",
        "state": state,
        "now": NOW,
        "on": TODAY,
        "actor": "anna",
        "roles": frozenset({role}),
        "children": children,
        "holders": {"scientist": (Holder("dirk"),)} if scientist else {},
        "records": records,
        "facts": {"safety": "safe"},
        "inputs": inputs,
    }
    return Snapshot(**{**own, **changes})


def filled_in(place_kind: str = "family") -> dict[str, Value]:
    """The form of ``place`` as somebody who acts sends it."""
    return {"place_kind": place_kind}


def a_deadline(text: str = "") -> DeadlineRule:
    """A deadline of six weeks from entering ``placed``, with what ``text`` says instead."""
    own: dict[str, Data] = {
        "title": {"nl": "Evaluatie", "en": "Evaluation"},
        "kind": "hard",
        "starts": {"entering": ["placed"]},
        "within": {"weeks": 6},
        "met_by": {"record": {"type": "analysis", "status": ["confirmed"]}},
        "owner": "regisseur",
        "source": "DEFAULT",
    }
    changes = from_yaml(text) if text else {}
    if {"before", "moments"} & changes.keys():
        del own["within"]
    return DeadlineRule.model_validate_json(json.dumps({**own, **changes}), strict=True)


def with_deadlines(**rules: DeadlineRule) -> Workflow:
    """The small workflow with these deadlines."""
    return a_workflow().model_copy(update={"deadlines": rules})


def a_duty(rule: DeadlineRule, *, key: str = "evaluation", id: int = 1, **more: Any) -> Duty:  # noqa: A002
    """A deadline that is open."""
    return Duty(**{"id": id, "key": key, "child": None, "rule": rule, **more})


def a_happening(*, on: date = TODAY, **more: Any) -> Happened:
    """What one command did; by default nothing that a deadline hangs on."""
    return Happened(**{"on": on, "at": NOW, **more})


RECKONER = Reckoner(Calendar(), time(7))
