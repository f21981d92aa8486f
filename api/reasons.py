"""A reason as lines of text, and as data: what it says, its source, what mends it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

from engine.catalogue import Catalogue
from engine.explanation import day_words
from engine.fields import Field
from engine.reason import Fix, Reason, Shadow
from engine.text import Language, Text

_SOURCE = Text(nl="bron", en="source")
_FIX = Text(nl="herstel", en="fix")
_ASIDE = Text(nl="van afgeweken", en="set aside by deviation")
_NEEDS = Text(nl="hangt af van", en="depends on")
_FROM = Text(nl="vanaf {day} is dit verplicht", en="from {day} this is required")
_NOT_YET = Text(nl="dit is hier nog niet verplicht", en="this is not required here yet")
_MARKS = {True: "✓", False: "✗", None: "?"}
_FIXES = {
    "record": Text(nl="leg vast: {what}", en="record: {what}"),
    "participant": Text(nl="betrek: {what}", en="involve: {what}"),
    "assign": Text(nl="wijs aan: {what}", en="appoint: {what}"),
    "consent": Text(nl="leg de toestemming vast", en="record the consent"),
    "transition": Text(nl="doe eerst: {what}", en="first do: {what}"),
}


def reason_lines(
    reason: Reason,
    catalogue: Catalogue,
    language: Language,
    form: Mapping[str, Field] = MappingProxyType({}),
) -> Iterator[str]:
    """What the reason says, or asks where it is met; its source; and what mends it.

    ``form`` puts a title to the fields on which an open answer hangs.
    """
    text = reason.says if reason.met is False else reason.asks
    yield f"{_MARKS[reason.met]} {text.in_(language)}"
    if reason.set_aside:
        yield f"    {_ASIDE.in_(language)}: {reason.set_aside}"
    if reason.shadow and reason.met is False:
        yield f"    {shadow_words(reason.shadow, language)}"
    if reason.met is None and reason.needs:
        titles = (form[name].title.in_(language) if name in form else name for name in reason.needs)
        yield f"    {_NEEDS.in_(language)}: {', '.join(titles)}"
    if reason.source:
        yield f"    {_SOURCE.in_(language)}: {reason.source}"
    if reason.fix and reason.met is False:
        yield f"    {_FIX.in_(language)}: {fix_words(reason.fix, catalogue, language)}"


def shadow_words(shadow: Shadow, language: Language) -> str:
    """From when the rule binds: "vanaf 1 maart 2026 is dit verplicht"."""
    if shadow.until is None:
        return _NOT_YET.in_(language)
    return _FROM.in_(language).format(day=day_words(shadow.until, language))


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def fix_words(fix: Fix, catalogue: Catalogue, language: Language) -> str:
    """What to do about it, in words."""
    kind, key = fix.target
    titled = catalogue.records if kind == "record" else catalogue.roles
    what = titled[key].title.in_(language) if key in titled else key
    return _FIXES[kind].in_(language).format(what=what)


def reason_data(reason: Reason) -> dict[str, object]:
    """The reason for a program: every field, in both languages."""
    return {
        "key": reason.key,
        "met": reason.met,
        "asks": reason.asks.model_dump(),
        "says": reason.says.model_dump(),
        "severity": reason.severity,
        "source": reason.source,
        "fix": dict([reason.fix.target]) if reason.fix else None,
        "set_aside": reason.set_aside,
        "shadow": reason.shadow is not None,
        "shadow_until": _day(reason.shadow.until) if reason.shadow else None,
        "child": reason.child,
        "needs": list(reason.needs),
        "parts": [reason_data(part) for part in reason.parts],
    }


class Told(NamedTuple):
    """What of a reason people read beside its words: what exactly is not met, what mends it."""

    parts: tuple[Reason, ...]
    mend: Reason | None


def told(reason: Reason) -> Told:
    """The unmet parts of a composed reason, each once; none where its own words say it all.

    Of several parts those that can be mended are told. ``mend`` has the fix of the whole, with
    the child that it is about.
    """
    unmet = tuple(
        {(leaf.says, leaf.child): leaf for leaf in _leaves(reason) if leaf.unmet}.values()
    )
    parts = tuple(leaf for leaf in unmet if leaf.fix)
    children = {leaf.child for leaf in parts}
    if reason.fix and len(children) <= 1 and all(leaf.fix == reason.fix for leaf in parts):
        about = next(iter(children), reason.child)
        return Told((), replace(reason, child=about) if reason.unmet else None)
    if parts and reason.parts:
        return Told(parts, None)
    return Told(unmet if reason.parts else (), reason if reason.unmet else None)


def _leaves(reason: Reason) -> Iterator[Reason]:
    """The parts whose being unmet is what is wrong; of what must not hold none is."""
    for part in () if reason.excludes else reason.parts:
        yield from _leaves(part)
    if not reason.parts:
        yield reason
