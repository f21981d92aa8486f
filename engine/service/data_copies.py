"""The copy of a request: all that it would hold, as it was judged so far, and as it is given."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from engine.data_copy import CopyGiven, Judged, Leaving, Shown, copy_of, digest_of, shown
from engine.data_rights import WITHHOLD_GROUNDS
from engine.errors import NotFound
from engine.fields import InputProblem
from engine.reason import Reason
from engine.service.child_parts import must_be_near
from engine.service.command import CaseInHand
from engine.service.copy_person import Whose, cases_of, whose
from engine.service.copy_reach import opened
from engine.service.copy_things import things_of
from engine.service.data_askers import may_ask_on
from engine.service.rights_orders import JudgeCopy
from engine.store import access_log, people
from engine.store import data_requests as kept
from engine.store.access_log import LogEntry
from engine.store.data_requests import ItemKept, RequestSeen
from engine.text import Text

_GROUND = Text(nl="Kies geven, of een grond om weg te laten.", en="Choose to give, or a ground.")
_GONE = Text(nl="Dit staat niet meer in het dossier.", en="This is not in the file any more.")


@dataclass(frozen=True, slots=True)
class Copy:
    """A request with all that its copy would hold, as it was judged so far.

    ``left_out_by`` are those who withheld any of it, or proposed to refuse the whole.
    """

    seen: RequestSeen
    whom: Whose
    things: tuple[Shown, ...]
    others: str
    digest: str
    left_out_by: frozenset[int]


def copy_in(work: CaseInHand, seen: RequestSeen) -> Copy:
    """What the copy of a request would hold now."""
    whom = whom_of(work, seen)
    said, _ = kept.said_of(work.connection, seen)
    others = str(said.get("others", ""))
    more = [line.strip() for line in others.splitlines() if line.strip()]
    leaving = Leaving(whom.others, more, whom.theirs)
    items = kept.items_of(work.connection, seen)
    judged = {each.key: Judged(each.ground, frozenset(each.kept)) for each in items}
    things = tuple(shown(each, leaving, judged.get(each.key)) for each in things_of(work, whom))
    digest = digest_of(things, others, str(said.get("refusal", "")))
    return Copy(seen, whom, things, others, digest, _left_out_by(seen, things, items))


def whom_of(work: CaseInHand, seen: RequestSeen) -> Whose:
    """Whose data a request is about."""
    person, asker = (people.person_by_public_id(work.connection, each) for each in
                     (seen.person, seen.asker))  # fmt: skip
    return whose(work, person, asker)


def may_still_ask(work: CaseInHand, whom: Whose) -> Reason:
    """Whether who asked may ask it today as well: age, authority, objections may have changed."""
    return may_ask_on(work, whom.person, whom.asker, work.today)


def request_in(work: CaseInHand, public_id: str) -> RequestSeen:
    """A request of the case, if whose it is may be known to whoever looks.

    Raises:
        NotFound: there is none.
    """
    seen = kept.get_request(work.connection, work.case, public_id)
    for each in (seen.person, seen.asker):
        must_be_near(work, each)
    return seen


def given_of(work: CaseInHand, copy: Copy) -> CopyGiven:
    """The copy as it is given; of every other case that it tells of, too, is known who looked."""
    numbers = []
    for there in cases_of(work):
        if copy.whom.about(there):
            numbers.append(there.case.number)
            entry = LogEntry(
                at=work.now, action="give_copy", outcome="done", record=copy.seen.public_id
            )
            access_log.log(there.connection, there.viewer, there.logged(entry))
    return copy_of(
        copy.things,
        person=copy.whom.person.name,
        asker=copy.whom.asker.name,
        cases=numbers,
        on=work.today,
    )


def cases_given(work: CaseInHand, seen: RequestSeen) -> tuple[CaseInHand, ...]:
    """The cases of which the copy tells that was given; none if not all of that is open to them."""
    about = kept.about_of(work.connection, seen)
    found = [opened(work, each.case, each.children) for each in about]
    there = tuple(each for each in found if each is not None)
    return there if len(there) == len(about) else ()


def read_anew(work: CaseInHand, seen: RequestSeen) -> None:
    """Keep of every other case of which a copy tells, too, that it was taken out once more.

    Raises:
        NotFound: not all of that is open to whoever looks, or nothing was given.
    """
    there = cases_given(work, seen)
    if not there:
        raise NotFound("data_request")
    for each in there:
        if each.case.id != work.case.id:
            entry = LogEntry(
                at=work.now, action="export_copy", outcome="done", record=seen.public_id
            )
            access_log.log(each.connection, each.viewer, each.logged(entry))


def _left_out_by(
    seen: RequestSeen, things: Collection[Shown], items: Collection[ItemKept]
) -> frozenset[int]:
    if seen.state == "to_refuse":
        return frozenset({seen.judged_by or 0})
    there = {each.thing.key for each in things}
    return frozenset(each.judged_by for each in items if each.ground and each.key in there)


def wrong_items(copy: Copy, order: JudgeCopy) -> Iterator[InputProblem]:
    there = {each.thing.key: {other.id for other in each.names} for each in copy.things}
    for each in order.items:
        if each.key not in there or not set(each.kept) <= there[each.key]:
            yield InputProblem(each.key, "unknown", _GONE)
        elif each.ground is not None and each.ground not in WITHHOLD_GROUNDS:
            yield InputProblem(each.key, "missing", _GROUND)
