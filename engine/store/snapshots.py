"""Snapshots for the guards: a constant number of statements, however many cases."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeAlias

from sqlalchemy import Connection

from engine.access import Viewer
from engine.calendar import AMSTERDAM
from engine.catalogue import Catalogue
from engine.consent import AnswerSeen, AuthoritySeen, consent_seen
from engine.fields import Value
from engine.reason import Shadow
from engine.snapshot import (
    Child,
    ConsentSeen,
    DeviationSeen,
    DutyState,
    Holder,
    LinkedCase,
    RecordSeen,
    Snapshot,
)
from engine.store import snapshot_rows as rows
from engine.store.attendance import PRESENT
from engine.store.cases import CaseHead, linked_cases
from engine.store.deviations import deviations_of
from engine.store.facts import facts_of
from engine.store.people import children_of
from engine.store.rule_settings import shadows_of

Row: TypeAlias = Any
"""One row of a statement in ``snapshot_rows``."""

CLOCK = "system"
"""Who acts, and in which role, when nobody does: the clock."""

_STRONGEST: Sequence[DutyState] = ("void", "met", "suspended", "open")


@dataclass(frozen=True, slots=True)
class Asks:
    """What the definitions ask of the file.

    ``qualifications`` says per role what its holder must be qualified as; ``consents`` to
    what consent is asked, also where nobody answered yet.
    """

    qualifications: Mapping[str, str] = field(default_factory=dict)
    consents: frozenset[str] = frozenset()

    @classmethod
    def of(cls, *catalogues: Catalogue, consents: Collection[str] = ()) -> Asks:
        """What the roles of these catalogues ask, for cases of several workflows at once."""
        roles = [item for each in catalogues for item in each.roles.items()]
        return cls(
            {key: role.qualification for key, role in roles if role.qualification},
            frozenset(consents),
        )


@dataclass(frozen=True, slots=True)
class _File:
    """The rows of all cases, each kind by case or by person."""

    children: Mapping[int, tuple[Child, ...]]
    takings: Mapping[int, Sequence[Row]]
    qualified: Collection[tuple[int, str]]
    records: Mapping[int, Sequence[Row]]
    facts: Mapping[int, Mapping[str, str]]
    authority: Mapping[str, Sequence[AuthoritySeen]]
    answers: Mapping[str, Sequence[Row]]
    events: Mapping[int, Sequence[Row]]
    duties: Mapping[int, Sequence[Row]]
    linked: Mapping[int, tuple[LinkedCase, ...]]
    deviations: Mapping[int, Mapping[tuple[str, str], DeviationSeen]]
    marks: Mapping[int, Sequence[Row]]
    agreements: Mapping[int, Sequence[Row]]
    shadows: Mapping[str, Mapping[str, Shadow]]


def take(
    connection: Connection,
    heads: Sequence[CaseHead],
    *,
    viewer: Viewer | None,
    on: date,
    now: datetime,
    inputs: Mapping[str, Value] | None = None,
    asks: Asks | None = None,
) -> dict[int, Snapshot]:
    """A snapshot of each case, by its key; without a viewer the clock acts.

    Args:
        on: the day for ages, records, facts, authority and consent.
        now: the moment of recording; its local date decides who holds which role.
    """
    file = _read(connection, heads, on=on, now=now)
    wanted = asks or Asks()
    return {
        head.id: _snapshot(file, head, viewer=viewer, on=on, now=now, inputs=inputs, asks=wanted)
        for head in heads
    }


def _read(connection: Connection, heads: Sequence[CaseHead], *, on: date, now: datetime) -> _File:
    """Every row that a guard may look at, one statement per table."""
    ids = [head.id for head in heads]
    regions = {head.region for head in heads}
    today = now.astimezone(AMSTERDAM).date()
    people = children_of(connection, ids)
    kids = sorted({person.id for part in people.values() for person in part})
    takings = rows.TAKINGS(connection, ids, on=today, now=now).all()
    persons = {row.person_id for row in takings}
    qualified = rows.QUALIFIED(connection, sorted(persons), on=today, now=now)
    authority = [AuthoritySeen(*row) for row in rows.AUTHORITIES(connection, kids, on=on, now=now)]
    return _File(
        children={
            case_id: tuple(Child(person.public_id, person.born) for person in part)
            for case_id, part in people.items()
        },
        takings=_by(takings, lambda row: row.case_id),
        qualified={(person, name) for person, name in qualified},
        records=_by(rows.RECORDS(connection, ids, on=on, now=now), lambda row: row.case_id),
        facts=facts_of(connection, ids, on=on, now=now),
        authority=_by(authority, lambda row: row.child),
        answers=_by(rows.ANSWERS(connection, kids, on=on, now=now), lambda row: row.child),
        events=_by(rows.EVENTS(connection, ids, on=on, now=now), lambda row: row.case_id),
        duties=_by(rows.DUTIES(connection, ids), lambda row: row.case_id),
        linked={
            case_id: tuple(LinkedCase(each.workflow, each.link, each.is_final) for each in linked)
            for case_id, linked in linked_cases(connection, ids).items()
        },
        deviations=_deviations(connection, ids, today),
        marks=_by(rows.PRESENT(connection, ids), lambda row: row.case_id),
        agreements=_by(rows.AGREEMENTS(connection, ids), lambda row: row.case_id),
        shadows=shadows_of(connection, regions, on=today, now=now),
    )


def _snapshot(
    file: _File,
    head: CaseHead,
    *,
    viewer: Viewer | None,
    on: date,
    now: datetime,
    inputs: Mapping[str, Value] | None,
    asks: Asks,
) -> Snapshot:
    takings, events = file.takings[head.id], file.events[head.id]
    mine = {row.role for row in takings if viewer and row.person_id == viewer.person}
    children = file.children[head.id]
    return Snapshot(
        case=head.public_id,
        state=head.state,
        now=now,
        on=on,
        actor=viewer.id if viewer else CLOCK,
        roles=frozenset(mine) if viewer else frozenset({CLOCK}),
        children=children,
        holders=_holders(takings, file.qualified, asks.qualifications),
        records=_records(file.records[head.id]),
        facts=file.facts[head.id],
        consents=_consents(file, head.id, children, on, asks.consents),
        entered={row.entered: row.occurred_on for row in events if row.entered},
        acted={row.act: row.occurred_on for row in events if row.act},
        stepped={row.transition: row.actor or CLOCK for row in events if row.transition},
        duties=_duties(file.duties[head.id]),
        clocks_met=frozenset(
            (row.key, row.child) for row in file.duties[head.id] if row.state == "met"
        ),
        linked=file.linked[head.id],
        deviations=file.deviations.get(head.id, {}),
        present=_present(file.marks[head.id]),
        agreements=tuple(row.state for row in file.agreements[head.id]),
        shadows=file.shadows[head.region],
        inputs=inputs,
    )


def _holders(
    takings: Sequence[Row],
    qualified: Collection[tuple[int, str]],
    qualifications: Mapping[str, str],
) -> Mapping[str, tuple[Holder, ...]]:
    """Who holds which role; everybody once, however they take part."""
    found: dict[str, dict[int, Holder]] = defaultdict(dict)
    for row in takings:
        as_what = qualifications.get(row.role)
        is_qualified = as_what is not None and (row.person_id, as_what) in qualified
        found[row.role][row.person_id] = Holder(row.person, is_qualified)
    return {role: tuple(people.values()) for role, people in found.items()}


def _records(statuses: Sequence[Row]) -> Mapping[tuple[str, str | None], RecordSeen]:
    """The current document of each type and child part.

    A document has the status that it reached last. Of several the newest settled one
    counts, or the newest when none is settled: a draft does not hide what was confirmed.
    """
    last = {row.record_id: row for row in statuses}
    found: dict[tuple[str, str | None], RecordSeen] = {}
    for row in sorted(last.values(), key=lambda row: (row.settled, row.dated_on, row.record_id)):
        seen = RecordSeen(row.type, row.status, row.dated_on, row.author, row.child)
        found[(row.type, row.child)] = seen
    return found


def _consents(
    file: _File, case_id: int, children: Sequence[Child], on: date, asked: Collection[str]
) -> Mapping[tuple[str, str], ConsentSeen]:
    """Per purpose and child, of every purpose that is asked or was answered."""
    found: dict[tuple[str, str], ConsentSeen] = {}
    for child in children:
        answers = _standing(file.answers.get(child.id, ()), case_id, on)
        authority = file.authority.get(child.id, ())
        for purpose in sorted({*asked, *(answer.to for answer in answers)}):
            found[(purpose, child.id)] = consent_seen(purpose, child, on, authority, answers)
    return found


def _standing(answers: Sequence[Row], case_id: int, on: date) -> Sequence[AnswerSeen]:
    """The last answer of each person to each purpose; one that ran out is none."""
    last = {(row.purpose, row.person): row for row in answers if row.case_id in {None, case_id}}
    return [
        AnswerSeen(row.child, row.person, row.purpose, row.answer, row.ground)
        for row in last.values()
        if row.until_on is None or row.until_on > on
    ]


def _duties(duties: Sequence[Row]) -> Mapping[str, DutyState]:
    """The state of each deadline; of several with one key, open beats suspended, met and void."""
    ordered = sorted(duties, key=lambda row: _STRONGEST.index(row.state))
    return {row.key: row.state for row in ordered}


def _present(marks: Sequence[Row]) -> frozenset[str]:
    """The roles in which somebody is there now; what was marked last of each counts."""
    last = {(row.person_id, row.words, row.role): row for row in marks}
    return frozenset(row.role for row in last.values() if row.how in PRESENT)


def _deviations(
    connection: Connection, ids: Sequence[int], today: date
) -> Mapping[int, Mapping[tuple[str, str], DeviationSeen]]:
    """Per rule and transition what may set it aside; a confirmed one beats one only asked."""
    found: dict[int, dict[tuple[str, str], DeviationSeen]] = defaultdict(dict)
    alive = [row for row in deviations_of(connection, ids) if row.lapses_on > today]
    for row in sorted(alive, key=lambda row: row.state == "confirmed"):
        seen = DeviationSeen(
            row.public_id, row.rule, row.transition, confirmed=row.state == "confirmed"
        )
        found[row.case_id][row.rule, row.transition] = seen
    return found


def _by(found: Any, of: Callable[[Row], Any]) -> Any:
    """The rows of each case, or of each child, in the order in which they came."""
    groups: dict[Any, list[Row]] = defaultdict(list)
    for row in found:
        groups[of(row)].append(row)
    return groups
