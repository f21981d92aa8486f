"""The papers of a case for a party outside: what the row of its role in the access table reads.

Everything is stripped as if somebody of that role looked, and never shows more than whoever makes
it may read. A field that names a person is left out: whom it names has no place here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from engine.access import ChildPart, Opened, Part, classes_shown
from engine.catalogue import RecordType
from engine.explanation import day_words
from engine.fields import Field, FieldClass
from engine.letter import Block
from engine.service.child_parts import children_of_adults
from engine.service.command import CaseInHand, in_same_family
from engine.service.file.agreements import AgreementRow, agreements_of
from engine.service.file.children import children_by_key
from engine.service.file.details import Detail, details_of
from engine.service.file.dispatches import Party
from engine.service.file.participants import roles_known
from engine.service.file.records import records_known
from engine.service.letter_file import OUTCOME
from engine.service.my_cases import ChildRow
from engine.service.record_reasons import status_title
from engine.service.records import SUPERSEDED
from engine.service.sheet_records import INTAKE, QUESTION, VIEW
from engine.service.statements import statements_about
from engine.service.stripping import shown_fields
from engine.store import access_log, case_lists, events, participation
from engine.store import records as kept
from engine.store.access_log import LogEntry
from engine.store.events import EventSeen
from engine.store.records import RecordListed
from engine.text import Text

ROLES: Mapping[Party, str] = {
    "council": "council_adviser",
    "gi": "gi_worker",
    "veilig_thuis": "veilig_thuis_worker",
}
"""As somebody of which role each party reads; a lawyer reads what the client may."""

RECORDS: Mapping[Party, tuple[str, ...]] = {
    "council": (QUESTION, INTAKE, VIEW, OUTCOME),
    "gi": (QUESTION, INTAKE, VIEW, OUTCOME),
    "veilig_thuis": (QUESTION, INTAKE, OUTCOME),
}
"""The papers of the table for each party. Source: DOMAIN 4.2 (papers of table; own part)."""

READS_AGREEMENTS: frozenset[Party] = frozenset({"council", "gi"})
INVESTIGATION, SENT_TO_COUNCIL, SENT_BY = "council_investigation", "send_vto", "sent_by"
"""The case in which it is recorded what was sent to the council, by which act, and who did."""

_YES, _NO = "Ja", "Nee"
_AGREEMENTS, _REQUEST = "Afspraken", "Verzoek tot onderzoek"


@dataclass(frozen=True, slots=True)
class Lacking:
    """A paper that is not in the package because it is not settled, or not there at all.

    ``withdrawn``: a letter that went out and should not have; an earlier package may have it.
    """

    title: Text
    record: str | None = None
    type: str | None = None
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Papers:
    """What a party gets, and what it does not get yet."""

    blocks: tuple[Block, ...]
    lacking: tuple[Lacking, ...]


@dataclass(frozen=True, slots=True)
class _Reading:
    """A case in hand, as the party may read it."""

    work: CaseInHand
    party: Party
    shown: Collection[FieldClass]
    opened: Opened


def may_have(work: CaseInHand, party: Party) -> frozenset[FieldClass]:
    """The classes of fields that the party and the viewer may both read."""
    role = roles_known(work).get(ROLES.get(party, ""))
    theirs = classes_shown([Part("", role.access)] if role else [])
    return theirs & classes_shown(work.parts)


def parts_for(work: CaseInHand, party: Party) -> Opened:
    """The child parts of which the party gets papers, as far as they are open to the viewer.

    Where whoever takes part for the party does so for one child, it gets that child's papers and
    the shared ones.
    """
    held = participation.takings_of(work.connection, work.case, now=work.now, on=work.today)
    theirs = [each for each in held if each.role == ROLES.get(party) and each.access != "excluded"]
    mine = work.opened
    if not theirs or any(each.child_id is None for each in theirs):
        return mine
    named = {each.child_id for each in theirs}
    about = [ChildPart(each.id, each.public_id) for each in work.children if each.id in named]
    return Opened(children=frozenset(about)).within(mine)


def papers_for(work: CaseInHand, party: Party) -> Papers:
    """The papers for a party that reads as a professional."""
    reading = _Reading(work, party, may_have(work, party), parts_for(work, party))
    listed = [*_listed(reading)]
    settled = [each for each in listed if _is_settled(work, each)]
    blocks, lacking = _papers(reading, settled), [*_lacking(reading, listed, settled)]
    request = (*_request(reading),)
    decided = {each.head.status for each in settled if each.head.type == OUTCOME}
    if party in READS_AGREEMENTS and INVESTIGATION in decided and not request:
        lacking.append(Lacking(Text(nl=_REQUEST, en="Request for an investigation")))
    return Papers((*blocks, *_agreed(reading), *request), tuple(lacking))


def _papers(reading: _Reading, settled: Collection[RecordListed]) -> tuple[Block, ...]:
    moved = events.events_of_kinds(reading.work.connection, reading.work.case, ["record_moved"])
    moves = {(each.payload["record"], each.payload["status"]): each for each in moved}
    return tuple(
        block
        for each in settled
        for block in _paper(reading, each, moves.get((each.head.public_id, each.head.status)))
    )


def _listed(reading: _Reading) -> Iterator[RecordListed]:
    """The papers that stand, in the order of the party's list and then of the children."""
    work, wanted = reading.work, RECORDS[reading.party]
    known = work.workflow.catalogue.records
    newest = {
        (each.head.type, each.head.child_id): each
        for each in records_known(work, work.parts)
        if each.head.type in wanted
        and reading.opened.shows(each.head.child_id)
        and each.head.status != SUPERSEDED
        and known[each.head.type].class_ in reading.shown
    }
    order = [None, *(child.id for child in work.children)]
    yield from (
        newest[kind, child] for kind in wanted for child in order if (kind, child) in newest
    )


def _is_settled(work: CaseInHand, each: RecordListed) -> bool:
    kind = work.workflow.catalogue.records[each.head.type]
    return kind.statuses[each.head.status].settled


def _lacking(
    reading: _Reading, listed: Collection[RecordListed], settled: Collection[RecordListed]
) -> Iterator[Lacking]:
    """What is a draft still, and what nobody began: the shared papers, and those of each child."""
    known = reading.work.workflow.catalogue.records
    every = children_by_key(reading.work, reading.work.parts)
    children = {key: row for key, row in every.items() if reading.opened.shows(key)}
    for each in listed:
        if each not in settled:
            kind = known[each.head.type]
            yield Lacking(_titled(kind, children.get(each.head.child_id or 0)), each.head.public_id)
    begun = {(each.head.type, each.head.child_id) for each in listed}
    for key in RECORDS[reading.party]:
        if key in known and known[key].class_ in reading.shown:
            about = [*children] if known[key].about == "youth" else [None]
            missing = [child for child in about if (key, child) not in begun]
            for child in missing:
                yield Lacking(_titled(known[key], children.get(child or 0)), type=key)


def _titled(kind: RecordType, child: ChildRow | None) -> Text:
    """What a paper is called, with the child that it is about."""
    if child is None:
        return kind.title
    return Text(nl=f"{kind.title.nl}: {child.name}", en=f"{kind.title.en}: {child.name}")


def _paper(reading: _Reading, listed: RecordListed, moved: EventSeen | None) -> Iterator[Block]:
    work, head = reading.work, listed.head
    kind = work.workflow.catalogue.records[head.type]
    child = children_by_key(work, work.parts).get(head.child_id or 0)
    yield Block("heading", (_titled(kind, child).nl,))
    when, status = day_words(head.dated_on, "nl"), status_title(kind, head.status).nl
    yield Block("text", (f"{status}, {when}, vastgelegd door {listed.author_name}",))
    if moved is not None:
        details, _ = details_of(moved, work.workflow, reading.shown, reading.opened, {})
        form = kind.statuses[head.status].input
        yield from (_detail(each) for each in details if form[each.name].kind != "person")
    text = shown_fields(kind, _text(work, listed), reading.shown, reading.opened)
    yield from _fields(kind, text.fields)
    yield from _own_words(reading, listed)


def _own_words(reading: _Reading, listed: RecordListed) -> Iterator[Block]:
    """What the family says of it themselves: of a child's papers only those who belong to it."""
    adults = children_of_adults(reading.work)
    for each in statements_about(reading.work, listed.head.public_id):
        near = adults.get(each.person, {each.person})
        if any(reading.opened.shows(child) for child in near):
            said = f"In eigen woorden van {each.name}, {day_words(each.said_on, 'nl')}"
            yield _said(said, each.words)


def _text(work: CaseInHand, listed: RecordListed) -> Mapping[str, object]:
    return kept.read_text(work.connection, listed.head)


def _fields(kind: RecordType, said: Mapping[str, object]) -> Iterator[Block]:
    for name, field in kind.fields.items():
        if name in said and field.kind != "person":
            yield _said(field.title.nl, _value(field, said[name]))


def _value(field: Field, value: object) -> str:
    if isinstance(value, bool):
        return _YES if value else _NO
    if field.kind == "date":
        return day_words(date.fromisoformat(str(value)), "nl")
    chosen = field.values.get(str(value))
    return chosen.nl if chosen else str(value)


def _detail(detail: Detail) -> Block:
    value = detail.value
    told = day_words(value, "nl") if isinstance(value, date) else str(value)
    return _said(detail.title.nl, detail.words.nl if detail.words else told)


def _said(title: str, value: str) -> Block:
    """A question with its answer below it, line by line."""
    asked = title if title.endswith("?") else f"{title}:"
    return Block("text", (asked, *(line for line in value.splitlines() if line.strip())))


def _agreed(reading: _Reading) -> Iterator[Block]:
    opened = reading.opened
    listed = agreements_of(reading.work)
    rows = [each for each in listed if opened.shows(each.child.id if each.child else None)]
    if reading.party in READS_AGREEMENTS and "confidential" in reading.shown and rows:
        yield Block("heading", (_AGREEMENTS,))
        yield Block("item", tuple(map(_agreement, rows)))


def _agreement(row: AgreementRow) -> str:
    about = f"{row.child.name}: " if row.child else ""
    who = row.owner or "nog niemand"
    return (
        f"{about}{row.text} ({who}, uiterlijk {day_words(row.due_on, 'nl')}, {row.state_title.nl})"
    )


def _request(reading: _Reading) -> Iterator[Block]:
    """What was recorded of the request that went to the council; to Veilig Thuis only its own."""
    work = reading.work
    linked = case_lists.cases_linked_to(work.connection, work.viewer, work.case, on=work.today)
    for head, _ in linked:
        if head.workflow == INVESTIGATION:
            yield from _sent(reading, in_same_family(work, head.public_id))


def _sent(reading: _Reading, there: CaseInHand) -> Iterator[Block]:
    shown = set(reading.shown) & classes_shown(there.parts)
    opened = reading.opened.within(there.opened)
    for event in events.events_of_kinds(there.connection, there.case, ["advanced"]):
        if event.act != SENT_TO_COUNCIL:
            continue
        details, _ = details_of(event, there.workflow, shown, opened, {})
        said = {each.name: each.value for each in details}
        if said and (reading.party in READS_AGREEMENTS or said.get(SENT_BY) == reading.party):
            _log(there, reading.party)
            yield Block("heading", (_REQUEST,))
            yield from map(_detail, details)


def _log(there: CaseInHand, party: Party) -> None:
    """Of the linked case, too, is known who looked."""
    entry = LogEntry(at=there.now, action="make_package", outcome="done", record=party)
    access_log.log(there.connection, there.viewer, there.logged(entry))
