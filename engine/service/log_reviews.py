"""The review of the log by the privacy officer: what stood out, what it was, and closing it.

Nothing of a case is told but its number: who looked, from which organisation, what, and when.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeAlias

from engine.access import Viewer
from engine.errors import NotFound
from engine.explanation import moment_words
from engine.fields import LONGEST, InputProblem, InvalidInput
from engine.reason import Reason
from engine.service.at_table import Changed, TableOutcome, TableWork, at_table, looking_at
from engine.service.command import refuse
from engine.service.date_asking import begins
from engine.service.file.looked import OUTCOMES
from engine.service.listing import cut, listing, page_size
from engine.service.log_review_orders import CloseLogReview, JudgeSignal
from engine.service.log_review_words import JUDGEMENTS, KINDS, numbers_of
from engine.service.look_words import act_of
from engine.service.office import Office
from engine.store import log_reviews as kept
from engine.store import looked, work
from engine.store.log_reviews import Judged, ReviewSeen, SignalSeen
from engine.store.looked import PersonLook, PersonLookSeen
from engine.store.tables.review import Judgement, SignalKind
from engine.store.tables.trail import Outcome
from engine.store.unit_of_work import reading
from engine.text import Text

_WORD = Text(nl="Schrijf op wat u vond.", en="Write down what you found.")
_TOO_LONG = Text(nl="Deze tekst is te lang.", en="This text is too long.")
_OWNER = Text(nl="Zeg wie dit opvolgt.", en="Say who follows this up.")
_DAY = Text(nl="Kies een dag vanaf vandaag.", en="Choose a day from today on.")

_Rows: TypeAlias = tuple["SignalRow", ...]


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """The review of a month in a region."""

    id: str
    region: Text
    from_on: date
    last_on: date
    due_on: date
    is_open: bool
    is_late: bool
    signals: int
    unjudged: int
    closed_at: datetime | None
    closer: str | None
    word: str


@dataclass(frozen=True, slots=True)
class SignalRow:
    """Something that stood out, with why; ``mine``: it is about whoever reads.

    ``taken``: another judged it, so that judgement stands.
    """

    id: str
    kind: SignalKind
    what: Text
    numbers: Text
    name: str
    organisation: str | None
    number: str | None
    on_date: date | None
    first_at: datetime
    last_at: datetime
    judgement: Judgement
    judged: Text
    word: str
    owner: str
    follow_up_on: date | None
    judge: str | None
    mine: bool
    taken: bool


@dataclass(frozen=True, slots=True)
class LogRow:
    """One row of the log behind a signal."""

    at: datetime
    number: str | None
    did: Text
    outcome: Outcome
    outcome_words: Text


@dataclass(frozen=True, slots=True)
class LogRows:
    """The newest rows behind a signal; ``more``: there are older ones that are not shown."""

    rows: tuple[LogRow, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """A page of the reviews; ``next`` is where the page after it begins, or None."""

    rows: tuple[ReviewRow, ...]
    next: int | None


def log_reviews(
    viewer: Viewer, office: Office, *, before: int | None = None, limit: int = 20
) -> ReviewPage:
    """The reviews of the viewer's regions, the newest first; the look is logged."""
    with listing(viewer, office, "list_log_reviews") as look:
        size = page_size(limit)
        found = kept.list_reviews(
            look.connection, viewer, on=look.today, limit=size + 1, before=before
        )
        page, last = cut(found, size)
        rows = tuple(_row(look.office, each, look.today) for each in page)
    return ReviewPage(rows, last.id if last else None)


def my_open_reviews(viewer: Viewer, office: Office) -> tuple[ReviewRow, ...]:
    """What the viewer has to review; it names nobody, so it is no row of the log."""
    with reading(office.store) as connection:
        found = kept.open_reviews(connection, viewer, on=office.today())
    return tuple(_row(office, each, office.today()) for each in found)


def log_review(viewer: Viewer, office: Office, review: str) -> tuple[ReviewRow, _Rows]:
    """One review with its signals, the gravest first; the look is logged.

    Raises:
        NotFound: there is none, or the viewer does not watch that region.
    """
    with looking_at(viewer, office, review, "read_log_review") as look:
        seen = kept.get_review(look.connection, viewer, review, on=look.today)
        signals = kept.signals_of(look.connection, seen)
        rows = tuple(_signal_row(each, viewer) for each in signals)
        return _row(office, seen, look.today), rows


def log_signal(
    viewer: Viewer, office: Office, review: str, signal: str
) -> tuple[ReviewRow, SignalRow, LogRows]:
    """One signal with the rows of the log behind it, the newest 50; raises as ``log_review``.

    Of a signal about one day these are the rows of that day, as it ran in Amsterdam.
    """
    with looking_at(viewer, office, review, "read_log_review") as look:
        seen, found = _in_hand(look, review, signal)
        rows = looked.looks_of(
            look.connection,
            PersonLook(
                found.person_id,
                found.case_id,
                seen.region,
                begins(found.on_date or seen.from_on),
                begins(found.on_date + timedelta(days=1) if found.on_date else seen.until_on),
                turned_away=found.kind == "tries",
            ),
        )
        shown = tuple(
            LogRow(
                each.at, each.number, act_of(each.action)[1], each.outcome, OUTCOMES[each.outcome]
            )
            for each in rows[: looked.MOST_OF_A_PERSON]
        )
        behind = LogRows(shown, more=len(rows) > len(shown))
        return _row(office, seen, look.today), _signal_row(found, viewer), behind


def judge_signal(viewer: Viewer, office: Office, order: JudgeSignal) -> TableOutcome:
    """Say what a signal is; refused when the review is closed, or the signal is about oneself.

    Refused as well when another said what it is: only they may say it anew.

    Raises:
        NotFound: there is none, or the viewer does not watch that region.
        InvalidInput: no words; to be followed up by nobody, or on no day from today on.
    """
    return at_table(viewer, office, order, _judge)


def close_log_review(viewer: Viewer, office: Office, order: CloseLogReview) -> TableOutcome:
    """Close a review; refused while a signal is not judged, and when it is closed.

    Raises:
        NotFound: there is none, or the viewer does not watch that region.
        InvalidInput: no words, or too many.
    """
    return at_table(viewer, office, order, _close)


def _judge(look: TableWork, order: JudgeSignal) -> Changed:
    kept.lock_review(look.connection, look.viewer, order.review, on=look.today)
    seen, found = _in_hand(look, order.review, order.signal)
    _must_be_right(order, look.today)
    refuse(
        "judge_signal",
        _still_open(met=seen.state == "open"),
        _of_another(met=found.person_id != look.viewer.person),
        _judged_by_another(found, look.viewer),
    )
    follows = order.judgement == "follow_up"
    judged = Judged(
        judgement=order.judgement,
        word=order.word.strip(),
        owner=order.owner.strip() if follows else "",
        follow_up_on=order.follow_up_on if follows else None,
    )
    done = kept.judge(look.connection, found.id, judged, by=look.viewer.person, now=look.now)
    refuse("judge_signal", _still_open(met=done))
    return Changed(seen.public_id, 1, state=order.judgement, made=found.public_id)


def _close(look: TableWork, order: CloseLogReview) -> Changed:
    kept.lock_review(look.connection, look.viewer, order.review, on=look.today)
    seen = kept.get_review(look.connection, look.viewer, order.review, on=look.today)
    _must_say(order.word)
    refuse("close_log_review", _still_open(met=seen.state == "open"), _all_judged(seen.unjudged))
    done = kept.close_review(
        look.connection, seen.id, word=order.word.strip(), by=look.viewer.person, now=look.now
    )
    refuse("close_log_review", _still_open(met=done))
    for key in (f"log-review-{seen.public_id}", f"log-review-late-{seen.public_id}"):
        work.work_gone(look.connection, key, now=look.now)
    return Changed(seen.public_id, 2, state="closed")


def _in_hand(look: TableWork, review: str, signal: str) -> tuple[ReviewSeen, SignalSeen]:
    seen = kept.get_review(look.connection, look.viewer, review, on=look.today)
    for each in kept.signals_of(look.connection, seen):
        if each.public_id == signal:
            return seen, each
    raise NotFound("signal")


def _must_be_right(order: JudgeSignal, today: date) -> None:
    wrong = list(_wrong_word(order.word))
    if order.judgement == "follow_up":
        if not order.owner.strip():
            wrong.append(InputProblem("owner", "missing", _OWNER))
        elif len(order.owner) > LONGEST["text"]:
            wrong.append(InputProblem("owner", "malformed", _TOO_LONG))
        if order.follow_up_on is None or order.follow_up_on < today:
            wrong.append(InputProblem("follow_up_on", "malformed", _DAY))
    if wrong:
        raise InvalidInput(*wrong)


def _must_say(word: str) -> None:
    if wrong := _wrong_word(word):
        raise InvalidInput(*wrong)


def _wrong_word(word: str) -> tuple[InputProblem, ...]:
    if not word.strip():
        return (InputProblem("word", "missing", _WORD),)
    if len(word) > LONGEST["long_text"]:
        return (InputProblem("word", "malformed", _TOO_LONG),)
    return ()


def _still_open(*, met: bool) -> Reason:
    return Reason(
        key="open",
        met=met,
        asks=Text(nl="Kijk welke controle nog open is", en="Look which review is still open"),
        says=Text(nl="Deze controle is al gesloten.", en="This review was closed already."),
        source="DEFAULT",
    )


def _of_another(*, met: bool) -> Reason:
    return Reason(
        key="not_oneself",
        met=met,
        asks=Text(nl="Laat een ander dit beoordelen", en="Let somebody else judge this"),
        says=Text(
            nl="Dit signaal gaat over uzelf. Een andere privacyfunctionaris beoordeelt het.",
            en="This signal is about yourself. Another privacy officer judges it.",
        ),
        source="SAFETY 5.4",
    )


def _judged_by_another(found: SignalSeen, viewer: Viewer) -> Reason:
    at = found.judged_at
    nl, en = (moment_words(at, "nl"), moment_words(at, "en")) if at else ("", "")
    return Reason(
        key="judged_already",
        met=found.judgement == "open" or found.judged_by == viewer.person,
        asks=Text(nl="Overleg met wie het beoordeelde", en="Talk to whoever judged it"),
        says=Text(
            nl=f"Dit signaal is al beoordeeld: door {found.judge}, {nl}.",
            en=f"This signal was already judged: by {found.judge}, {en}.",
        ),
        source="DEFAULT",
    )


def _all_judged(unjudged: int) -> Reason:
    return Reason(
        key="judged",
        met=not unjudged,
        asks=Text(nl="Beoordeel elk signaal", en="Judge every signal"),
        says=Text(
            nl=f"Nog te beoordelen signalen: {unjudged}.",
            en=f"Signals still to be judged: {unjudged}.",
        ),
        source="issue 7",
    )


def _row(office: Office, seen: ReviewSeen, today: date) -> ReviewRow:
    is_open = seen.state == "open"
    return ReviewRow(
        id=seen.public_id,
        region=office.library.region_title(seen.region),
        from_on=seen.from_on,
        last_on=date.fromordinal(seen.until_on.toordinal() - 1),
        due_on=seen.due_on,
        is_open=is_open,
        is_late=is_open and seen.due_on < today,
        signals=seen.signals,
        unjudged=seen.unjudged,
        closed_at=seen.closed_at,
        closer=seen.closer,
        word=seen.word,
    )


def _signal_row(seen: SignalSeen, viewer: Viewer) -> SignalRow:
    return SignalRow(
        id=seen.public_id,
        kind=seen.kind,
        what=KINDS[seen.kind],
        numbers=numbers_of(seen),
        name=seen.name,
        organisation=seen.organisation,
        number=seen.number,
        on_date=seen.on_date,
        first_at=seen.first_at,
        last_at=seen.last_at,
        judgement=seen.judgement,
        judged=JUDGEMENTS[seen.judgement],
        word=seen.word,
        owner=seen.owner,
        follow_up_on=seen.follow_up_on,
        judge=seen.judge,
        mine=seen.person_id == viewer.person,
        taken=not _judged_by_another(seen, viewer).met,
    )


def _log_row(seen: PersonLookSeen) -> LogRow:
    _, did = act_of(seen.action)
    return LogRow(seen.at, seen.number, did, seen.outcome, OUTCOMES[seen.outcome])
