"""A reason as lines of text: what it says, where it comes from, what mends it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from engine.catalogue import Catalogue
from engine.fields import Field
from engine.reason import Fix, Reason
from engine.text import Language, Text

_SOURCE = Text(nl="bron", en="source")
_FIX = Text(nl="herstel", en="fix")
_ASIDE = Text(nl="van afgeweken", en="set aside by deviation")
_NEEDS = Text(nl="hangt af van", en="depends on")
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
    if reason.met is None and reason.needs:
        titles = (form[name].title.in_(language) if name in form else name for name in reason.needs)
        yield f"    {_NEEDS.in_(language)}: {', '.join(titles)}"
    if reason.source:
        yield f"    {_SOURCE.in_(language)}: {reason.source}"
    if reason.fix and reason.met is False:
        yield f"    {_FIX.in_(language)}: {fix_words(reason.fix, catalogue, language)}"


def fix_words(fix: Fix, catalogue: Catalogue, language: Language) -> str:
    """What to do about it, in words."""
    kind, key = fix.target
    titled = catalogue.records if kind == "record" else catalogue.roles
    what = titled[key].title.in_(language) if key in titled else key
    return _FIXES[kind].in_(language).format(what=what)
