"""What the table settled for each child, what it may settle, and what that would set going."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from engine.access import Viewer
from engine.catalogue import RecordType, Status
from engine.duty_plan import NewDuty
from engine.effects import after, consequences
from engine.fields import Field, Value, read_answers
from engine.happened import Happened, RecordChange
from engine.reason import Reason
from engine.service.at_item import ItemInHand, looking_at_item
from engine.service.command import CaseInHand
from engine.service.file.children import children_by_id
from engine.service.listing import bare
from engine.service.my_cases import ChildRow
from engine.service.office import Office
from engine.service.reasons_shown import shown
from engine.service.record_reasons import status_title
from engine.service.records import SUPERSEDED
from engine.service.settle import Change, duty_plan
from engine.service.sheet_records import SaidRecord, outcome_type
from engine.service.sheet_steps import talk_steps
from engine.snapshot import Snapshot
from engine.text import Text


@dataclass(frozen=True, slots=True)
class OutcomeOption:
    """One outcome to choose; ``reasons`` stand in its way whatever its form says."""

    status: str
    title: Text
    form: Mapping[str, Field]
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class OutcomeOfChild:
    """A child with its outcome: a ``draft``, what is ``settled`` at this meeting, and earlier."""

    child: ChildRow
    draft: SaidRecord | None
    settled: SaidRecord | None
    earlier: tuple[SaidRecord, ...]
    options: tuple[OutcomeOption, ...]


@dataclass(frozen=True, slots=True)
class OutcomesPreview:
    """What outcomes would set going if they were settled now; nothing was saved.

    ``opens`` are linked cases with the children they are for, once the talk is decided.
    """

    reasons: tuple[tuple[ChildRow, Reason], ...]
    begins: tuple[NewDuty, ...]
    opens: tuple[tuple[Text, tuple[ChildRow, ...]], ...]


def outcomes_of(
    work: CaseInHand, case: Snapshot, records: Sequence[SaidRecord], *, since: date
) -> tuple[OutcomeOfChild, ...]:
    """Each child with its outcomes; what was settled before ``since`` is of an earlier talk."""
    key = outcome_type(work.workflow)
    if key is None:
        return ()
    kind = work.workflow.catalogue.records[key]
    return tuple(
        _of_child(work, case, kind, row, [each for each in records if each.type == key], since)
        for row in children_by_id(work, work.parts).values()
    )


def preview_outcomes(
    viewer: Viewer,
    office: Office,
    meeting: str,
    item: str,
    chosen: Mapping[str, tuple[str, Mapping[str, object]]],
) -> OutcomesPreview:
    """What these outcomes, by child a status and its form, would set going; one log row.

    Raises:
        NotFound: there is no such item, or it is not for this viewer.
    """
    with looking_at_item(viewer, office, meeting, item, "dry_run") as found:
        return _previewed(found, chosen)


def _previewed(
    found: ItemInHand, chosen: Mapping[str, tuple[str, Mapping[str, object]]]
) -> OutcomesPreview:
    work = found.work
    key, rows = outcome_type(work.workflow), children_by_id(work, work.parts)
    if key is None:
        return OutcomesPreview((), (), ())
    kind, case = work.workflow.catalogue.records[key], work.snapshot()
    reasons: list[tuple[ChildRow, Reason]] = []
    begins: list[NewDuty] = []
    for child, (to, given) in chosen.items():
        if child not in rows or to not in kind.statuses:
            continue
        said, _ = read_answers(kind.statuses[to].input, given)
        against = _against(work, case, kind.statuses[to], child, said)
        reasons += [(rows[child], each) for each in against]
        change = _settled(work, case, key, child, to)
        begins += duty_plan(work, change).begins
        case = after(case, change.happened)
    return OutcomesPreview(tuple(reasons), tuple(begins), tuple(_opened(work, case, rows)))


def _of_child(
    work: CaseInHand,
    case: Snapshot,
    kind: RecordType,
    row: ChildRow,
    records: Sequence[SaidRecord],
    since: date,
) -> OutcomeOfChild:
    mine = [each for each in records if each.child and each.child.id == row.id]
    drafts = [each for each in mine if each.stands and each.status == kind.initial]
    settled = [each for each in mine if each.stands and each.settled and each.dated_on >= since]
    now = {each.id for each in (*drafts, *settled)}
    return OutcomeOfChild(
        child=row,
        draft=drafts[-1] if drafts else None,
        settled=settled[-1] if settled else None,
        earlier=tuple(each for each in mine if each.id not in now and each.status != kind.initial),
        options=tuple(_options(work, case, kind, row.id)),
    )


def _options(
    work: CaseInHand, case: Snapshot, kind: RecordType, child: str
) -> Iterator[OutcomeOption]:
    """Where an outcome that begins can go."""
    for key in kind.moves.get(kind.initial, ()):
        status = kind.statuses[key]
        if key != SUPERSEDED:
            against = tuple(_against(work, case, status, child, None))
            yield OutcomeOption(key, status_title(kind, key), status.input, against)


def _against(
    work: CaseInHand,
    case: Snapshot,
    status: Status,
    child: str,
    said: Mapping[str, Value] | None,
) -> tuple[Reason, ...]:
    """What stands in the way of this outcome for this child."""
    about = replace(
        case, children=tuple(each for each in case.children if each.id == child), inputs=said
    )
    checked = [guard.check(about, work.workflow.catalogue) for guard in status.requires]
    told = shown(checked, work.parts, work.workflow.catalogue)
    return tuple(each for each in told if each.met is False)


def _settled(work: CaseInHand, case: Snapshot, key: str, child: str, to: str) -> Change:
    reached = RecordChange(key, to, child, {})
    return Change(
        kind="record_moved", happened=Happened(on=work.on, at=work.at, record=reached), before=case
    )


def _opened(
    work: CaseInHand, case: Snapshot, rows: Mapping[str, ChildRow]
) -> Iterator[tuple[Text, tuple[ChildRow, ...]]]:
    """The cases that deciding would open, as the outcomes would stand then."""
    for step in talk_steps(work, case):
        if step.kind == "decide":
            for part, children in consequences(work.workflow, case, step.name).opens:
                found = work.office.library.workflows.get((part.open, work.case.region))
                title = found.title if found else bare(part.open)
                yield title, tuple(rows[child] for child in children if child in rows)
