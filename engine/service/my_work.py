"""Work that waits for the roles one has: what, about whom, since when; and saying it is done."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from engine.access import Viewer
from engine.at_the_table import complete_by
from engine.fields import LONGEST, InputProblem, InvalidInput
from engine.ladder import STAND_IN
from engine.reason import Reason
from engine.service.absence_orders import CloseWork
from engine.service.account_roles import ACCOUNT_TITLES
from engine.service.at_table import Changed, TableOutcome, TableWork, at_table, looking_at
from engine.service.command import refuse
from engine.service.listing import Listing, bare, cut, listing, page_size
from engine.service.office import Office
from engine.store import work as kept
from engine.store.tables.work import WorkKind
from engine.store.unit_of_work import reading
from engine.store.work import WorkSeen
from engine.text import Text

_NEAR: frozenset[WorkKind] = frozenset({"no_safe_contact", "tell_family", "to_complete"})
"""What is for a role in one case, or at one table."""

_REVIEWS = frozenset({"due", "emergency"})
"""A review of the log, or of an emergency access, that only judging it closes."""

_WHAT = Text(nl="Schrijf op wat er is gedaan.", en="Write down what was done.")
_TOO_LONG = Text(nl="Deze tekst is te lang.", en="This text is too long.")


@dataclass(frozen=True, slots=True)
class WorkShown:
    """One thing to do; ``owners`` are the names of whoever is to do it."""

    id: str
    kind: WorkKind
    why: str
    role: Text
    owners: tuple[str, ...]
    case: str | None
    number: str | None
    person: str | None
    about: str | None
    about_title: Text | None
    one: bool  # whether one person holds the role that it is about
    is_open: bool
    made_at: datetime
    until: datetime | None  # when it must be done, if that is known
    meeting: str | None


@dataclass(frozen=True, slots=True)
class WorkPage:
    """A page of the list; ``next`` is where the page after it begins, or None."""

    rows: tuple[WorkShown, ...]
    next: int | None


def my_work(
    viewer: Viewer, office: Office, *, after: int | None = None, limit: int = 20
) -> WorkPage:
    """What is open for the viewer's roles, the oldest first."""
    with listing(viewer, office, "list_work") as look:
        size = page_size(limit)
        found = kept.list_work(look.connection, viewer, on=look.today, limit=size + 1, after=after)
        page, last = cut(found, size)
        owners = _owners(look, page)
        rows = tuple(_shown(look, each, owners[each.id]) for each in page)
    return WorkPage(rows, last.id if last else None)


def one_work(viewer: Viewer, office: Office, public_id: str) -> WorkShown:
    """One of them, open or closed; the look is logged.

    Raises:
        NotFound: there is none, or it is not for the viewer.
    """
    with looking_at(viewer, office, public_id, "read_work") as look:
        seen = kept.get_work(look.connection, viewer, public_id, on=look.today)
        return _shown(look, seen, _owners(look, [seen])[seen.id])


def count_my_work(viewer: Viewer, office: Office) -> int:
    """How much of it there is; it names nobody, so it is no row of the log."""
    with reading(office.store) as connection:
        return kept.count_work(connection, viewer, on=office.today())


def close_work(viewer: Viewer, office: Office, order: CloseWork) -> TableOutcome:
    """Say that it is done, in a word; refused when it was closed before.

    Raises:
        NotFound: there is none, or it is not for the viewer. InvalidInput: no word, or too many.
    """
    return at_table(viewer, office, order, _close)


def _close(work: TableWork, order: CloseWork) -> Changed:
    seen = kept.get_work(work.connection, work.viewer, order.work, on=work.today)
    word = order.word.strip()
    if not word:
        raise InvalidInput(InputProblem("word", "missing", _WHAT))
    if len(word) > LONGEST["long_text"]:
        raise InvalidInput(InputProblem("word", "malformed", _TOO_LONG))
    refuse("close_work", _decided_there(met=seen.kind != "destruction" or seen.why != "second"))
    refuse("close_work", _mended_there(met=seen.kind != "log_review" or seen.why not in _REVIEWS))
    done = kept.close_work(work.connection, seen.id, by=work.viewer.person, word=word, now=work.now)
    refuse("close_work", _still_open(met=done))
    return Changed(seen.public_id, 2, state="done")


def _mended_there(*, met: bool) -> Reason:
    return Reason(
        key="review_closed",
        met=met,
        asks=Text(nl="Sluit de controle zelf", en="Close the review itself"),
        says=Text(
            nl="Dit werk is klaar als de controle is gesloten. Open haar en beoordeel elk signaal.",
            en="This is done once the review is closed. Open it and judge every signal.",
        ),
        source="issue 7",
    )


def _decided_there(*, met: bool) -> Reason:
    return Reason(
        key="destruction_decided",
        met=met,
        asks=Text(nl="Open het voorstel zelf", en="Open the proposal itself"),
        says=Text(
            nl="Dit werk is klaar als het voorstel is bevestigd of ingetrokken.",
            en="This is done once the proposal is confirmed or withdrawn.",
        ),
        source="issue 7",
    )


def _still_open(*, met: bool) -> Reason:
    return Reason(
        key="open",
        met=met,
        asks=Text(nl="Kijk wat er nog te doen is", en="Look what is still to be done"),
        says=Text(nl="Dit werk is al afgerond.", en="This work was closed already."),
        source="DEFAULT",
    )


Look: TypeAlias = TableWork | Listing
Owner: TypeAlias = tuple[str, tuple[str, ...]]
"""The role that does it now, and the names of its holders."""


def _owners(look: Look, found: Collection[WorkSeen]) -> Mapping[int, Owner]:
    """Who does each of them: in its case or at its table, else in its region."""
    regions = {each.region for each in found}
    there = kept.owners_of(look.connection, regions, on=look.today, now=look.now)
    ids = [each.id for each in found if each.kind in _NEAR]
    near = kept.near_owners(look.connection, ids, on=look.today, now=look.now) if ids else {}
    return {
        each.id: (each.role, near[each.id]) if near.get(each.id) else owner_of_work(each, there)
        for each in found
    }


def _until(look: Look, seen: WorkSeen) -> datetime | None:
    """When it must be done: a meeting that ended is completed by noon of the next working day."""
    if seen.met_on is None or seen.region is None:
        return None
    return complete_by(seen.met_on, look.office.calendar(look.connection, seen.region))


def _shown(look: Look, seen: WorkSeen, owner: Owner) -> WorkShown:
    roles = look.office.library.catalogue.roles
    role, names = owner

    def title(key: str) -> Text:
        return roles[key].title if key in roles else ACCOUNT_TITLES.get(key, bare(key))

    named = seen.kind in ("left", "no_owner")
    return WorkShown(
        id=seen.public_id,
        kind=seen.kind,
        why=seen.why,
        role=title(role),
        owners=names,
        case=seen.case,
        number=seen.number,
        person=seen.name,
        about=seen.about,
        about_title=title(seen.about or "") if named else None,
        one=named and seen.about in roles and roles[seen.about].one,
        is_open=seen.state == "open",
        made_at=seen.made_at,
        until=_until(look, seen),
        meeting=seen.about if seen.kind == "to_complete" else None,
    )


def owner_of_work(seen: WorkSeen, owners: kept.Owners) -> tuple[str, tuple[str, ...]]:
    """The role that does it now and its holders: its own, or the first that somebody holds."""
    for role in dict.fromkeys((seen.role, *STAND_IN)):
        if names := owners.get((seen.region, role)):
            return role, names
    return seen.role, ()
