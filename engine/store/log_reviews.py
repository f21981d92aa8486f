"""Reviews of the log: one for each region and month, with what stood out and how it was judged.

Every read asks that the viewer is privacy officer there; nothing of a case but its number is read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    Connection,
    Integer,
    bindparam,
    exists,
    func,
    insert,
    or_,
    select,
    update,
)

from engine.access import Viewer
from engine.errors import NotFound
from engine.store.account_roles import WATCHES
from engine.store.log_signals import SignalFound
from engine.store.rows import insert_or_nothing, new_id
from engine.store.tables.cases import CASES
from engine.store.tables.people import ACCOUNT, ORGANISATION, PERSON
from engine.store.tables.review import (
    ACCOUNT_ROLE,
    LOG_REVIEW,
    LOG_SIGNAL,
    Judgement,
    ReviewState,
    SignalKind,
)
from engine.store.tables.trail import ACCESS_LOG
from engine.store.tables.work import WORK


@dataclass(frozen=True, slots=True, kw_only=True)
class NewReview:
    """The log of a region from one day up to another is to be reviewed by a third."""

    region: str
    from_on: date
    until_on: date
    due_on: date


@dataclass(frozen=True, slots=True)
class ReviewSeen:
    """A review; ``signals`` stood out, of which ``unjudged`` still wait."""

    id: int
    public_id: str
    region: str
    from_on: date
    until_on: date
    due_on: date
    state: ReviewState
    made_at: datetime
    closed_at: datetime | None
    closer: str | None
    word: str
    signals: int
    unjudged: int


@dataclass(frozen=True, slots=True)
class SignalSeen:
    """Something that stood out: who, from which organisation, about which case, if any."""

    id: int
    public_id: str
    review_id: int
    kind: SignalKind
    person_id: int
    person: str
    name: str
    organisation: str | None
    case_id: int | None
    number: str | None
    on_date: date | None
    numbers: dict[str, int]
    first_at: datetime
    last_at: datetime
    judgement: Judgement
    word: str
    owner: str
    follow_up_on: date | None
    judged_at: datetime | None
    judged_by: int | None
    judge: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What somebody finds of a signal."""

    judgement: Judgement
    word: str
    owner: str
    follow_up_on: date | None


@dataclass(frozen=True, slots=True)
class RegionSince:
    """A region with cases, and the moment from which on there is something to review."""

    region: str
    since: datetime


_CLOSER, _JUDGE = PERSON.alias("closer"), PERSON.alias("judge")
_OF_REVIEW = LOG_SIGNAL.c.review_id == LOG_REVIEW.c.id
_COUNTED = select(func.count()).select_from(LOG_SIGNAL).where(_OF_REVIEW).correlate(LOG_REVIEW)
_REVIEW: dict[str, Any] = {
    "closer": _CLOSER.c.name.label("closer_name"),
    "signals": _COUNTED.scalar_subquery().label("signals"),
    "unjudged": _COUNTED.where(LOG_SIGNAL.c.judgement == "open")
    .scalar_subquery()
    .label("unjudged"),
}
_MAY = exists().where(ACCOUNT_ROLE.c.region == LOG_REVIEW.c.region, WATCHES).correlate(LOG_REVIEW)
_REVIEWS = (
    select(
        *(
            _REVIEW[field.name] if field.name in _REVIEW else LOG_REVIEW.c[field.name]
            for field in fields(ReviewSeen)
        )
    )
    .select_from(LOG_REVIEW)
    .outerjoin(_CLOSER, _CLOSER.c.id == LOG_REVIEW.c.closed_by)
    .where(_MAY)
)
_LIST = (
    _REVIEWS.where(LOG_REVIEW.c.id < bindparam("before", type_=Integer))
    .order_by(LOG_REVIEW.c.id.desc())
    .limit(bindparam("most"))
)
_OPEN = (
    _REVIEWS.where(LOG_REVIEW.c.state == "open")
    .order_by(LOG_REVIEW.c.due_on, LOG_REVIEW.c.id)
    .limit(bindparam("most"))
)
_ONE = _REVIEWS.where(LOG_REVIEW.c.public_id == bindparam("wanted"))
_SIGNAL: dict[str, Any] = {
    "person": PERSON.c.public_id.label("person_public_id"),
    "name": PERSON.c.name.label("person_name"),
    "organisation": ORGANISATION.c.name.label("organisation_name"),
    "number": CASES.c.number,
    "judge": _JUDGE.c.name.label("judge_name"),
}
_SIGNALS = (
    select(
        *(
            _SIGNAL[field.name] if field.name in _SIGNAL else LOG_SIGNAL.c[field.name]
            for field in fields(SignalSeen)
        )
    )
    .select_from(LOG_SIGNAL)
    .join(PERSON, PERSON.c.id == LOG_SIGNAL.c.person_id)
    .outerjoin(ACCOUNT, ACCOUNT.c.person_id == PERSON.c.id)
    .outerjoin(ORGANISATION, ORGANISATION.c.id == ACCOUNT.c.organisation_id)
    .outerjoin(CASES, CASES.c.id == LOG_SIGNAL.c.case_id)
    .outerjoin(_JUDGE, _JUDGE.c.id == LOG_SIGNAL.c.judged_by)
    .where(LOG_SIGNAL.c.review_id == bindparam("review_id"))
    .order_by(LOG_SIGNAL.c.place)
)
_ADD = insert_or_nothing(LOG_REVIEW, "region", "from_on")
_BEGINS = (
    select(CASES.c.region, func.min(ACCESS_LOG.c.at))
    .join(ACCESS_LOG, ACCESS_LOG.c.case_id == CASES.c.id)
    .group_by(CASES.c.region)
    .order_by(CASES.c.region)
)
_MADE = select(LOG_REVIEW.c.region, func.max(LOG_REVIEW.c.until_on).label("until_on")).group_by(
    LOG_REVIEW.c.region
)
_LATE = (
    select(LOG_REVIEW.c.id, LOG_REVIEW.c.public_id, LOG_REVIEW.c.region)
    .where(
        LOG_REVIEW.c.state == "open",
        LOG_REVIEW.c.due_on < bindparam("on"),
        ~exists().where(WORK.c.key == "log-review-late-" + LOG_REVIEW.c.public_id),
    )
    .order_by(LOG_REVIEW.c.due_on, LOG_REVIEW.c.id)
    .limit(bindparam("most"))
)
_COUNT_LATE = (
    select(func.count())
    .select_from(LOG_REVIEW)
    .where(LOG_REVIEW.c.state == "open", LOG_REVIEW.c.due_on < bindparam("on"))
)
_LOCK = (
    select(LOG_REVIEW.c.id)
    .where(LOG_REVIEW.c.public_id == bindparam("wanted"), _MAY)
    .with_for_update(of=LOG_REVIEW)
)
_JUDGE_IT = (
    update(LOG_SIGNAL)
    .where(
        LOG_SIGNAL.c.id == bindparam("signal_id"),
        or_(LOG_SIGNAL.c.judgement == "open", LOG_SIGNAL.c.judged_by == bindparam("by")),
        exists().where(_OF_REVIEW, LOG_REVIEW.c.state == "open"),
    )
    .values(
        judgement=bindparam("said"),
        word=bindparam("words"),
        owner=bindparam("by_whom"),
        follow_up_on=bindparam("by_day"),
        judged_at=bindparam("now"),
        judged_by=bindparam("by"),
    )
)
_CLOSE = (
    update(LOG_REVIEW)
    .where(LOG_REVIEW.c.id == bindparam("review_id"), LOG_REVIEW.c.state == "open")
    .values(
        state="closed",
        closed_at=bindparam("now"),
        closed_by=bindparam("by"),
        word=bindparam("words"),
    )
)
_LAST = 2**31 - 1
_SHOWN_OPEN = 50


def add_review(
    connection: Connection, new: NewReview, found: Sequence[SignalFound], *, now: datetime
) -> str | None:
    """Make the review with what stood out; None when it was made before."""
    public_id = new_id()
    row = {
        "public_id": public_id,
        "region": new.region,
        "from_on": new.from_on,
        "until_on": new.until_on,
        "due_on": new.due_on,
        "state": "open",
        "made_at": now,
        "word": "",
    }
    review = _ADD(connection, row)
    if review is None:
        return None
    if found:
        rows = [_row(review, place, each) for place, each in enumerate(found, 1)]
        connection.execute(insert(LOG_SIGNAL), rows)
    return public_id


def _row(review: int, place: int, found: SignalFound) -> dict[str, Any]:
    return {
        "public_id": new_id(),
        "review_id": review,
        "place": place,
        "kind": found.kind,
        "person_id": found.person_id,
        "case_id": found.case_id,
        "on_date": found.on_date,
        "numbers": found.numbers,
        "first_at": found.first_at,
        "last_at": found.last_at,
        "judgement": "open",
        "word": "",
        "owner": "",
    }


def regions_with_a_log(connection: Connection) -> tuple[RegionSince, ...]:
    """Every region in whose cases somebody looked, and since when."""
    return tuple(RegionSince(*row) for row in connection.execute(_BEGINS))


def reviewed_until(connection: Connection) -> dict[str, date]:
    """Up to which day the reviews of each region reach that were made."""
    return {row.region: row.until_on for row in connection.execute(_MADE)}


def late_reviews(
    connection: Connection, *, on: date, limit: int
) -> tuple[tuple[int, str, str], ...]:
    """Open after their day, and nobody else was told: the key, the public id and the region."""
    rows = connection.execute(_LATE, {"on": on, "most": limit})
    return tuple((row.id, row.public_id, row.region) for row in rows)


def count_late(connection: Connection, *, on: date) -> int:
    """How many are open after their day, over all regions."""
    return connection.execute(_COUNT_LATE, {"on": on}).scalar_one()


def list_reviews(
    connection: Connection, viewer: Viewer, *, on: date, limit: int, before: int | None
) -> tuple[ReviewSeen, ...]:
    """The reviews of the viewer's regions, the newest first."""
    asked = {**_seen_by(viewer, on), "before": before or _LAST, "most": limit}
    return tuple(ReviewSeen(*row) for row in connection.execute(_LIST, asked))


def open_reviews(connection: Connection, viewer: Viewer, *, on: date) -> tuple[ReviewSeen, ...]:
    """What the viewer has to review, what is due first in front."""
    asked = {**_seen_by(viewer, on), "most": _SHOWN_OPEN}
    return tuple(ReviewSeen(*row) for row in connection.execute(_OPEN, asked))


def get_review(connection: Connection, viewer: Viewer, public_id: str, *, on: date) -> ReviewSeen:
    """One of them.

    Raises:
        NotFound: there is none, or the viewer does not watch that region.
    """
    asked = {**_seen_by(viewer, on), "wanted": public_id}
    row = connection.execute(_ONE, asked).one_or_none()
    if row is None:
        raise NotFound("review")
    return ReviewSeen(*row)


def lock_review(connection: Connection, viewer: Viewer, public_id: str, *, on: date) -> None:
    """Let one at a time judge or close it: until the transaction ends.

    What was read before this may have changed. On SQLite the writer's turn is enough.
    """
    if connection.dialect.name != "sqlite":
        connection.execute(_LOCK, {**_seen_by(viewer, on), "wanted": public_id}).all()


def signals_of(connection: Connection, review: ReviewSeen) -> tuple[SignalSeen, ...]:
    """What stood out in a review that the viewer was found to see."""
    rows = connection.execute(_SIGNALS, {"review_id": review.id})
    return tuple(SignalSeen(*row) for row in rows)


def judge(
    connection: Connection, signal_id: int, judged: Judged, *, by: int, now: datetime
) -> bool:
    """Keep what somebody finds of a signal; what they found themselves before is replaced.

    False when the review is closed, or another was first.
    """
    row = {
        "signal_id": signal_id,
        "said": judged.judgement,
        "words": judged.word,
        "by_whom": judged.owner,
        "by_day": judged.follow_up_on,
        "now": now,
        "by": by,
    }
    return connection.execute(_JUDGE_IT, row).rowcount == 1


def close_review(
    connection: Connection, review_id: int, *, word: str, by: int, now: datetime
) -> bool:
    """Close it with a word; False when it was closed before."""
    done = {"review_id": review_id, "words": word, "by": by, "now": now}
    return connection.execute(_CLOSE, done).rowcount == 1


def _seen_by(viewer: Viewer, on: date) -> dict[str, Any]:
    return {"viewer": viewer.person, "today": on}
