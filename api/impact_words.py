"""What another version does to a running case, in lines of text and as data; no names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.explanation import day_words
from engine.impact import Blocked, Impact
from engine.redating import Redating
from engine.service.moving import CaseMove, Outcome
from engine.text import Language, Text

_MOVES = Text(
    nl="termijn ‘{title}’: was {before}, wordt {after}",
    en="term “{title}”: was {before}, becomes {after}",
)
_RETOLD = Text(
    nl="termijn ‘{title}’: zelfde datum, andere eigenaar of herinneringen",
    en="term “{title}”: same date, another owner or other reminders",
)
_VOID = Text(nl="termijn ‘{title}’ vervalt", en="term “{title}” goes")
_BEGINS = Text(nl="termijn ‘{title}’ begint: {after}", en="term “{title}” begins: {after}")
_BLOCKED = Text(nl="stap ‘{title}’ kan dan niet meer", en="step “{title}” is no longer possible")
_GONE = Text(nl="stap ‘{title}’ is er niet meer", en="step “{title}” is no longer there")
_STANDS = Text(nl="status wordt: ‘{state}’", en="state becomes: “{state}”")
_NOTHING = Text(nl="er verandert niets", en="nothing changes")
_NOT_MOVED = Text(nl="kan niet mee: {why}", en="cannot come along: {why}")
_OUTCOMES: Mapping[Outcome, Text] = {
    "moved": Text(nl="verplaatst", en="moved"),
    "would_move": Text(nl="kan worden verplaatst", en="can be moved"),
    "already": Text(nl="volgt deze versie al", en="follows this version already"),
    "closed": Text(nl="is afgesloten", en="is closed"),
    "elsewhere": Text(nl="volgt een andere versie", en="follows another version"),
    "refused": Text(nl="NIET verplaatst", en="NOT moved"),
}


def lines_of(impact: Impact, language: Language) -> Iterator[str]:
    """One case with everything that becomes of it."""
    yield impact.number
    told = [*_told(impact, language)]
    told += [_NOT_MOVED.in_(language).format(why=why.in_(language)) for why in impact.obstacles]
    yield from (f"  {line}" for line in told or [_NOTHING.in_(language)])


def counts(made: CaseMove, language: Language) -> Iterator[str]:
    """What came of one case of a plan."""
    yield f"{made.number}: {_OUTCOMES[made.outcome].in_(language)}"
    if made.impact:
        yield from (f"  {line}" for line in _told(made.impact, language))
    yield from (f"  ✗ {why.in_(language)}" for why in made.why)


def data_of(impact: Impact) -> dict[str, object]:
    """One case for a program."""
    return {
        "case": impact.number,
        "state": impact.state,
        "stood": impact.stood,
        "deadlines": _dates_data(impact.redating),
        "blocked": [
            {
                "step": each.step,
                "title": each.title.model_dump(),
                "reasons": [reason.key for reason in each.reasons],
                "says": [reason.says.model_dump() for reason in each.reasons],
            }
            for each in impact.blocked
        ],
        "broken": [
            {"seq": each.seq, "on": each.on.isoformat(), "promise": each.promise.model_dump()}
            for each in impact.broken
        ],
        "obstacles": [each.model_dump() for each in impact.obstacles],
    }


def _told(impact: Impact, language: Language) -> Iterator[str]:
    if impact.state_title and impact.state != impact.stood:
        yield _STANDS.in_(language).format(state=impact.state_title.in_(language))
    yield from _dates(impact.redating, language)
    for each in impact.blocked:
        yield from _step(each, language)


def _dates(found: Redating, language: Language) -> Iterator[str]:
    for each in found.changed:
        form, before = _MOVES if each.moves else _RETOLD, each.running.due_on
        yield form.in_(language).format(
            title=each.rule.title.in_(language),
            before=day_words(before, language),
            after=day_words(each.due.on, language),
        )
    for gone in found.void:
        yield _VOID.in_(language).format(title=gone.rule.title.in_(language))
    for new in found.begins:
        title, day = new.rule.title.in_(language), day_words(new.due.on, language)
        yield _BEGINS.in_(language).format(title=title, after=day)


def _step(found: Blocked, language: Language) -> Iterator[str]:
    form = _BLOCKED if found.reasons else _GONE
    yield form.in_(language).format(title=found.title.in_(language))
    yield from (f"  ✗ {reason.says.in_(language)}" for reason in found.reasons)


def _dates_data(found: Redating) -> dict[str, object]:
    return {
        "moved": [
            {
                "key": each.running.key,
                "title": each.rule.title.model_dump(),
                "from": each.running.due_on.isoformat(),
                "to": each.due.on.isoformat(),
            }
            for each in found.changed
            if each.moves
        ],
        "void": [{"key": each.key, "title": each.rule.title.model_dump()} for each in found.void],
        "begun": [
            {"key": each.key, "title": each.rule.title.model_dump(), "due": each.due.on.isoformat()}
            for each in found.begins
        ],
    }
