"""The review of break-glass by the privacy officer: who was let in, why, and what was found.

Of a case nothing is told but its number; of the child nothing. The reason is in the holder's own
words. Source: SAFETY 5.4.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from engine.access import Viewer
from engine.explanation import moment_words
from engine.fields import LONGEST, InputProblem, InvalidInput
from engine.reason import Reason
from engine.service.at_table import Changed, TableOutcome, TableWork, at_table, looking_at
from engine.service.command import refuse
from engine.service.emergency import USUAL
from engine.service.emergency_orders import CATEGORIES, JudgeEmergency
from engine.service.file.looked import OUTCOMES
from engine.service.listing import cut, listing, page_size
from engine.service.log_review_words import JUDGEMENTS
from engine.service.look_words import act_of
from engine.service.office import Office
from engine.store import emergency_reviews as kept
from engine.store import work
from engine.store.emergency_reviews import EmergencySeen
from engine.store.log_reviews import Judged
from engine.store.tables.review import Judgement
from engine.store.tables.trail import Outcome
from engine.store.unit_of_work import reading
from engine.text import Text

_WORD = Text(nl="Schrijf op wat u vond.", en="Write down what you found.")
_LONG = Text(nl="Deze tekst is te lang.", en="This text is too long.")
_OWNER = Text(nl="Zeg wie dit opvolgt.", en="Say who follows this up.")
_DAY = Text(nl="Kies een dag vanaf vandaag.", en="Choose a day from today on.")


@dataclass(frozen=True, slots=True)
class EmergencyRow:
    """Somebody was let in; ``often``: more than usual within 30 days, ``mine``: it was I."""

    id: str
    region: Text
    name: str
    organisation: str
    category: Text
    reason: str
    granted_at: datetime
    ends_at: datetime
    shielded_at: datetime | None
    nth: int
    often: bool
    due_on: date
    is_open: bool
    is_late: bool
    judgement: Judgement
    judged: Text
    word: str
    owner: str
    follow_up_on: date | None
    judged_at: datetime | None
    judge: str | None
    mine: bool


@dataclass(frozen=True, slots=True)
class EmergencyLookRow:
    """What the holder did by it."""

    at: datetime
    did: Text
    outcome: Outcome
    outcome_words: Text


@dataclass(frozen=True, slots=True)
class EmergencyReview:
    """One grant, the numbers of the cases that it opened, and what was looked at."""

    row: EmergencyRow
    numbers: tuple[str, ...]
    looks: tuple[EmergencyLookRow, ...]


@dataclass(frozen=True, slots=True)
class EmergencyPage:
    """A page of the grants; ``next`` is where the page after it begins, or None."""

    rows: tuple[EmergencyRow, ...]
    next: int | None


def emergency_reviews(
    viewer: Viewer, office: Office, *, before: int | None = None, limit: int = 20
) -> EmergencyPage:
    """The grants of the viewer's regions, the newest first; the look is logged."""
    with listing(viewer, office, "list_emergency_reviews") as look:
        size = page_size(limit)
        found = kept.list_grants(
            look.connection, viewer, on=look.today, limit=size + 1, before=before
        )
        page, last = cut(found, size)
        rows = tuple(_row(office, each, viewer, look.today) for each in page)
    return EmergencyPage(rows, last.id if last else None)


def my_open_emergencies(viewer: Viewer, office: Office) -> tuple[EmergencyRow, ...]:
    """What the viewer has to review, for their first page, which tells only when and by when."""
    today = office.today()
    with reading(office.store) as connection:
        found = kept.open_grants(connection, viewer, on=today)
    return tuple(_row(office, each, viewer, today) for each in found)


def emergency_review(viewer: Viewer, office: Office, grant: str) -> EmergencyReview:
    """One grant with what was looked at; the look is logged.

    Raises:
        NotFound: there is none, or the viewer does not watch that region.
    """
    with looking_at(viewer, office, grant, "read_emergency_review") as look:
        seen = kept.get_grant(look.connection, viewer, grant, on=look.today)
        looks = tuple(
            EmergencyLookRow(each.at, act_of(each.action)[1], each.outcome, OUTCOMES[each.outcome])
            for each in kept.looks_by(look.connection, seen)
        )
        row = _row(office, seen, viewer, look.today)
        return EmergencyReview(row, kept.numbers_of(look.connection, seen), looks)


def judge_emergency(viewer: Viewer, office: Office, order: JudgeEmergency) -> TableOutcome:
    """Say what came of the review; refused when it is one's own, or was judged before.

    Raises:
        NotFound: there is none, or the viewer does not watch that region.
        InvalidInput: no words; to be followed up by nobody, or on no day from today on.
    """
    return at_table(viewer, office, order, _judge)


def _judge(look: TableWork, order: JudgeEmergency) -> Changed:
    kept.lock_grant(look.connection, look.viewer, order.grant, on=look.today)
    seen = kept.get_grant(look.connection, look.viewer, order.grant, on=look.today)
    _must_be_right(order, look.today)
    refuse("judge_emergency", _of_another(seen, look.viewer), _not_judged(seen))
    follows = order.judgement == "follow_up"
    said = Judged(
        judgement=order.judgement,
        word=order.word.strip(),
        owner=order.owner.strip() if follows else "",
        follow_up_on=order.follow_up_on if follows else None,
    )
    kept.judge(look.connection, seen.id, said, by=look.viewer.person, now=look.now)
    for key in (f"emergency-{seen.public_id}", f"emergency-late-{seen.public_id}"):
        work.work_gone(look.connection, key, now=look.now)
    return Changed(seen.public_id, 2, state=order.judgement)


def _must_be_right(order: JudgeEmergency, today: date) -> None:
    wrong = []
    if not order.word.strip():
        wrong.append(InputProblem("word", "missing", _WORD))
    elif len(order.word) > LONGEST["long_text"]:
        wrong.append(InputProblem("word", "malformed", _LONG))
    if order.judgement == "follow_up":
        if not order.owner.strip():
            wrong.append(InputProblem("owner", "missing", _OWNER))
        elif len(order.owner) > LONGEST["text"]:
            wrong.append(InputProblem("owner", "malformed", _LONG))
        if order.follow_up_on is None or order.follow_up_on < today:
            wrong.append(InputProblem("follow_up_on", "malformed", _DAY))
    if wrong:
        raise InvalidInput(*wrong)


def _of_another(seen: EmergencySeen, viewer: Viewer) -> Reason:
    return Reason(
        key="not_oneself",
        met=seen.person_id != viewer.person,
        asks=Text(nl="Laat een ander dit beoordelen", en="Let somebody else judge this"),
        says=Text(
            nl="Dit was uw eigen noodtoegang. Een andere privacyfunctionaris beoordeelt die.",
            en="This was your own emergency access. Another privacy officer judges it.",
        ),
        source="SAFETY 5.4",
    )


def _not_judged(seen: EmergencySeen) -> Reason:
    at = seen.judged_at
    nl, en = (moment_words(at, "nl"), moment_words(at, "en")) if at else ("", "")
    return Reason(
        key="judged_already",
        met=seen.judgement == "open",
        asks=Text(nl="Overleg met wie het beoordeelde", en="Talk to whoever judged it"),
        says=Text(
            nl=f"Deze noodtoegang is al beoordeeld: door {seen.judge}, {nl}.",
            en=f"This emergency access was already judged: by {seen.judge}, {en}.",
        ),
        source="DEFAULT",
    )


def _row(office: Office, seen: EmergencySeen, viewer: Viewer, today: date) -> EmergencyRow:
    is_open = seen.judgement == "open"
    return EmergencyRow(
        id=seen.public_id,
        region=office.library.region_title(seen.region),
        name=seen.name,
        organisation=seen.organisation,
        category=CATEGORIES[seen.category],
        reason=seen.reason,
        granted_at=seen.granted_at,
        ends_at=seen.ends_at,
        shielded_at=seen.shielded_at,
        nth=seen.nth,
        often=seen.nth > USUAL,
        due_on=seen.due_on,
        is_open=is_open,
        is_late=is_open and seen.due_on < today,
        judgement=seen.judgement,
        judged=JUDGEMENTS[seen.judgement],
        word=seen.word,
        owner=seen.owner,
        follow_up_on=seen.follow_up_on,
        judged_at=seen.judged_at,
        judge=seen.judge,
        mine=seen.person_id == viewer.person,
    )
