"""What differs between two definitions of a workflow, in words. Pure.

Two versions of one region, or one version in two regions: the same comparison.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from engine.definition import Workflow
from engine.difference_values import NOTHING, worded
from engine.difference_words import ATTRIBUTES, NOUNS, WHOLE, Section, promises, title_of
from engine.text import Part, Text

Kind: TypeAlias = Literal["added", "removed", "changed"]

_ADDED = Text(nl="{noun} ‘{title}’ is nieuw", en="{noun} “{title}” is new")
_REMOVED = Text(nl="{noun} ‘{title}’ vervalt", en="{noun} “{title}” goes")
_CHANGED = Text(
    nl="{noun} ‘{title}’, {what}: was {before}, wordt {after}",
    en="{noun} “{title}”, {what}: was {before}, becomes {after}",
)
_WORDS = Text(
    nl="{noun} ‘{title}’: was {before}, wordt {after}",
    en="{noun} “{title}”: was {before}, becomes {after}",
)
_OTHERWISE = Text(
    nl="{noun} ‘{title}’, {what}: is gewijzigd", en="{noun} “{title}”, {what}: was changed"
)


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that differs: where, and in words for people who decide on it."""

    section: Section
    key: str
    kind: Kind
    says: Text
    attribute: str = ""


def differences(old: Workflow, new: Workflow) -> tuple[Difference, ...]:
    """Everything in which ``new`` differs from ``old``, in the order of the file.

    Texts count too: a refusal that reads otherwise is another refusal. The region's name, the
    label and the number of the vocabulary do not.
    """
    return tuple(_found(old, new))


def _found(old: Workflow, new: Workflow) -> Iterator[Difference]:
    yield from _changed("workflow", new.workflow, (old, old), (new, new), WHOLE)
    for section in NOUNS:
        before, after = _parts(old, section), _parts(new, section)
        for key in [*before, *(key for key in after if key not in before)]:
            if key not in after:
                yield _of(section, key, "removed", _REMOVED, title_of(section, key, old))
            elif key not in before:
                yield _of(section, key, "added", _ADDED, title_of(section, key, new))
            else:
                yield from _changed(section, key, (old, before[key]), (new, after[key]))


def _parts(workflow: Workflow, section: Section) -> Mapping[str, Part]:
    """The parts of one section by key; the opening is one part."""
    if section == "workflow":
        return {}
    if section == "opens":
        return {"opens": workflow.opens}
    if section == "invariants":
        return promises(workflow)
    whole = workflow.catalogue if section in ("acts", "records", "roles") else workflow
    parts: Mapping[str, Part] = getattr(whole, section)
    return parts


def _changed(
    section: Section,
    key: str,
    old: tuple[Workflow, Part],
    new: tuple[Workflow, Part],
    names: Collection[str] = (),
) -> Iterator[Difference]:
    (was, before), (becomes, after) = old, new
    title = title_of(section, key, becomes)
    if isinstance(before, Text) and isinstance(after, Text):
        if before != after:
            yield _of(section, key, "changed", _WORDS, title, before=before, after=after)
        return
    for name in names or type(after).model_fields:
        then, now = getattr(before, name), getattr(after, name)
        if then != now:
            said = (worded(name, then, was), worded(name, now, becomes))
            yield _said(section, key, name, title, said)


def _said(
    section: Section, key: str, name: str, title: Text, said: tuple[Text | None, Text | None]
) -> Difference:
    before, after = said
    told = before is not None and after is not None and before != after
    form, what = _CHANGED if told else _OTHERWISE, ATTRIBUTES.get(name, Text(nl=name, en=name))
    texts = {"what": what, "before": before or NOTHING, "after": after or NOTHING}
    return _of(section, key, "changed", form, title, attribute=name, **texts)


def _of(
    section: Section,
    key: str,
    kind: Kind,
    form: Text,
    title: Text,
    *,
    attribute: str = "",
    **texts: Text,
) -> Difference:
    def say(language: Literal["nl", "en"]) -> str:
        words = {name: text.in_(language) for name, text in texts.items()}
        noun = NOUNS[section].in_(language)
        return form.in_(language).format(noun=noun, title=title.in_(language), **words)

    return Difference(section, key, kind, Text(nl=say("nl"), en=say("en")), attribute)
