"""What a meeting lacks before it is held, or cancelled: an outcome, a regisseur, owners."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from engine.reason import Reason
from engine.service.at_table import TableWork
from engine.store import agenda, agreements, case_lists
from engine.store.cases import CaseHead
from engine.store.meetings import MeetingHead
from engine.text import Text

REGISSEUR = "regisseur"


def complete_reasons(work: TableWork, meeting: MeetingHead) -> Iterator[Reason]:
    """Each reason once, with the numbers of the cases that the viewer may see.

    An item that was carried over, or that was settled before the meeting, asks nothing.
    """
    listed = agenda.items_of(work.connection, meeting)
    known = _known(work, meeting)
    waiting = [each.case for each in listed if each.item.state == "planned"]
    talked = [each.case for each in listed if each.item.state == "discussed"]
    yield _about(waiting, known, "outcome", *_OUTCOME)
    yield _about(_without_regisseur(work, talked), known, "regisseur", *_REGISSEUR)
    lacking = agreements.without_owner(work.connection, [case.id for case in talked])
    yield _about([case for case in talked if case.id in lacking], known, "owner", *_OWNER)


def cancel_reasons(work: TableWork, meeting: MeetingHead) -> Iterator[Reason]:
    """That no case waits for a meeting that will not be; the numbers as with ``complete_reasons``.

    Putting off is a step of the case with a form of its own, so the meeting cannot do it.
    """
    listed = agenda.items_of(work.connection, meeting)
    waiting = [each.case for each in listed if each.item.state == "planned"]
    yield _about(waiting, _known(work, meeting), "items", *_ITEMS)


_ITEMS = (
    Text(
        nl="Houd elke zaak aan, of zet die op een andere agenda",
        en="Adjourn each case, or put it on another agenda",
    ),
    Text(nl="Nog op de agenda", en="Still on the agenda"),
)
_OUTCOME = (
    Text(nl="Leg een uitkomst vast, of houd de zaak aan", en="Record an outcome, or adjourn"),
    Text(nl="Nog zonder uitkomst", en="Without an outcome yet"),
)
_REGISSEUR = (
    Text(nl="Wijs een regisseur aan", en="Name a regisseur"),
    Text(nl="Nog zonder regisseur", en="Without a regisseur yet"),
)
_OWNER = (
    Text(nl="Noem bij elke afspraak wie dat doet", en="Say for each agreement who does it"),
    Text(nl="Een afspraak is nog van niemand", en="An agreement is nobody's yet"),
)


def _known(work: TableWork, meeting: MeetingHead) -> frozenset[int]:
    """The cases of the meeting that the viewer may see."""
    seen = agenda.items_seen(work.connection, work.viewer, meeting, on=work.today)
    return frozenset(each.case.id for each in seen)


def _without_regisseur(work: TableWork, cases: Sequence[CaseHead]) -> list[CaseHead]:
    ids = [case.id for case in cases]
    held = case_lists.holders_by_case(work.connection, ids, now=work.now, on=work.today)
    return [case for case in cases if not held[case.id].get(REGISSEUR)]


def _about(
    cases: Collection[CaseHead], known: Collection[int], key: str, asks: Text, says: Text
) -> Reason:
    """One reason for all these cases; one that is not for the viewer is not named."""
    numbers = [case.number for case in cases if case.id in known]
    hidden = len(cases) - len(numbers)
    nl = [*numbers, *["een zaak die u niet mag inzien"] * hidden]
    en = [*numbers, *["a case that is not yours to see"] * hidden]
    return Reason(
        key=key,
        met=not cases,
        asks=asks,
        says=Text(nl=f"{says.nl}: {', '.join(nl)}.", en=f"{says.en}: {', '.join(en)}."),
        source="DEFAULT",
    )
