"""What another version does to a running case, in lines of text and as data; no names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from engine.explanation import day_words
from engine.impact import Blocked, Impact, RemindersToCome
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
_REMINDERS = Text(
    nl="herinneringen: {planned} gepland ({new} nieuw), de eerste op {first}",
    en="reminders: {planned} planned ({new} new), the first on {first}",
)
_NO_REMINDERS = Text(
    nl="herinneringen: er gaat er geen meer uit", en="reminders: none goes out any more"
)
_AT_ONCE = Text(
    nl="waarvan {count} meteen: de termijn is dan al te laat",
    en="of which {count} at once: the term is late by then",
)
_PAST = Text(
    nl="{count} gaat niet uit: het moment was al voorbij",
    en="{count} does not go out: its moment was past",
)
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
        "reminders": reminders_data(impact.reminders),
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
    if impact.redating.changed or impact.redating.begins:
        yield from reminder_lines(impact.reminders, language)
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


def reminder_lines(found: RemindersToCome, language: Language) -> Iterator[str]:
    """How many would go out, from which day on, and how many do not because it is too late."""
    if found.first is None:
        yield _NO_REMINDERS.in_(language)
    else:
        yield _REMINDERS.in_(language).format(
            planned=found.planned, new=found.new, first=day_words(found.first, language)
        )
    if found.at_once:
        yield f"  {_AT_ONCE.in_(language).format(count=found.at_once)}"
    if found.past:
        yield f"  {_PAST.in_(language).format(count=found.past)}"


def together(impacts: Iterable[Impact]) -> RemindersToCome:
    """The reminders of all these cases."""
    found = [each.reminders for each in impacts]
    return RemindersToCome(
        planned=sum(each.planned for each in found),
        new=sum(each.new for each in found),
        at_once=sum(each.at_once for each in found),
        past=sum(each.past for each in found),
        first=min((each.first for each in found if each.first), default=None),
    )


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


def reminders_data(found: RemindersToCome) -> dict[str, object]:
    """The same numbers for a program."""
    return {
        "planned": found.planned,
        "new": found.new,
        "at_once": found.at_once,
        "past": found.past,
        "first": found.first.isoformat() if found.first else None,
    }
