"""What is said of a part of a definition, in words: who, where, how long, what is asked. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeAlias, cast

from engine.definition import SAME, SYSTEM, Workflow
from engine.duties import Allowance, MetBy, ReminderStep, Repeats, Starts
from engine.duty_words import KINDS, met_words, starts_words
from engine.fields import Field
from engine.guards import Guard
from engine.guards.asked import asked_by
from engine.span import Span, Window
from engine.text import Part, Text, joined

NOTHING = Text(nl="niets", en="nothing")
"""What stands where there is nothing."""

_SEVERITIES = {
    "block": Text(nl="houdt tegen", en="blocks"),
    "block_unless_deviation": Text(
        nl="houdt tegen, tenzij ervan wordt afgeweken", en="blocks unless set aside"
    ),
    "warn": Text(nl="waarschuwt", en="warns"),
}
_ROLES = {
    "owner": Text(nl="eigenaar", en="owner"),
    SYSTEM: Text(nl="het programma", en="the program"),
}
_WHERE = {
    "open": Text(nl="alle open statussen", en="every open state"),
    SAME: Text(nl="dezelfde status", en="the same state"),
}
_DAYS_OFF = {
    "earlier": Text(nl="de werkdag ervoor", en="the working day before"),
    "stays": Text(nl="blijft staan", en="stays"),
}
_ABOUT = {
    "youth": Text(nl="één jeugdige", en="one youth"),
    "family": Text(nl="een gezin", en="a family"),
    "case": Text(nl="de zaak", en="the case"),
}
_YES, _NO = Text(nl="ja", en="yes"), Text(nl="nee", en="no")


def worded(attribute: str, value: object, workflow: Workflow) -> Text | None:
    """The value of an attribute in words, None where only that it changed can be said."""
    if value is None or value in ((), {}, ""):
        return NOTHING
    if isinstance(value, bool):
        return _YES if value else _NO
    if attribute in _BY_NAME:
        return _BY_NAME[attribute](value, workflow)
    if isinstance(value, str):
        return _same(value)
    return value if isinstance(value, Text) else _by_type(value, workflow)


def _by_type(value: object, workflow: Workflow) -> Text | None:
    if isinstance(value, Span):
        return Text(nl=value.words("nl"), en=value.words("en"))
    if isinstance(value, Window):
        return _joined(" / ", (_span(side) for side in (value.before, value.after) if side))
    if isinstance(value, Repeats):
        return Text(nl=f"elke {value.every.words('nl')}", en=f"every {value.every.words('en')}")
    if isinstance(value, Allowance):
        return _allowance(value, workflow)
    if isinstance(value, Starts):
        return starts_words(value, workflow)
    return met_words(value, workflow) if isinstance(value, MetBy) else None


def _allowance(value: Allowance, workflow: Workflow) -> Text:
    by, most = _roles(value.by, workflow), _span(value.at_most)
    return Text(nl=f"hoogstens {most.nl}, door {by.nl}", en=f"at most {most.en}, by {by.en}")


def _span(span: Span) -> Text:
    return Text(nl=span.words("nl"), en=span.words("en"))


def _same(words: str) -> Text:
    return Text(nl=words, en=words)


def _joined(sign: str, texts: Iterable[Text]) -> Text:
    """Each of them once."""
    return joined(dict.fromkeys(texts), sign)


def _names(value: object) -> tuple[str, ...]:
    """One name, or several: the models hold nothing else there."""
    return (value,) if isinstance(value, str) else cast(tuple[str, ...], value)


def _titled(parts: Mapping[str, Part], others: Mapping[str, Text], value: object) -> Text:
    """The titles of the parts that are named; else what is said instead, or the bare name."""

    def titles() -> Iterator[Text]:
        for name in _names(value):
            part = parts.get(name)
            yield getattr(part, "title") if part else others.get(name, _same(name))  # noqa: B009

    return _joined(", ", titles())


def _states(value: object, workflow: Workflow) -> Text:
    return _titled(workflow.states, _WHERE, value)


def _roles(value: object, workflow: Workflow) -> Text:
    return _titled(workflow.catalogue.roles, _ROLES, value)


def _acts(value: object, workflow: Workflow) -> Text:
    return _titled(workflow.catalogue.acts, {}, value)


def _phase(value: object, workflow: Workflow) -> Text:
    return _titled(workflow.phases, {}, value)


def _guards(value: object, workflow: Workflow) -> Text:
    guards = cast("tuple[Guard, ...]", value if isinstance(value, tuple) else (value,))
    return _joined(", ", (asked_by(guard, workflow.catalogue) for guard in guards))


def _reminders(value: object, workflow: Workflow) -> Text:
    steps = cast("tuple[ReminderStep, ...]", value)
    return _joined(", ", (_reminder(step, workflow) for step in steps))


def _reminder(step: ReminderStep, workflow: Workflow) -> Text:
    to, offset = _roles(step.to, workflow), _span(step.offset)
    nl, en = ("vooraf", "before") if step.direction == "before" else ("erna", "after")
    return Text(nl=f"{offset.nl} {nl} aan {to.nl}", en=f"{offset.en} {en} to {to.en}")


def _fields(value: object, workflow: Workflow) -> Text:
    fields = cast("Mapping[str, Field]", value)
    return _joined(", ", (field.title for field in fields.values()))


def _moments(value: object, workflow: Workflow) -> Text:
    return _joined(", ", map(_span, cast("tuple[Span, ...]", value)))


def _values(value: object, workflow: Workflow) -> Text:
    return _joined(", ", map(_same, cast("tuple[str, ...]", value)))


_Worder: TypeAlias = Callable[[object, Workflow], Text | None]


def _one_of(known: Mapping[str, Text]) -> _Worder:
    return lambda value, workflow: known.get(str(value), _same(str(value)))


_BY_NAME: Mapping[str, _Worder] = {
    "from_": _states,
    "to": _states,
    "during": _states,
    "by": _roles,
    "owner": _roles,
    "written_by": _roles,
    "when_vacant": _roles,
    "act": _acts,
    "on": _acts,
    "found_as": _acts,
    "phase": _phase,
    "requires": _guards,
    "reminders": _reminders,
    "severity": _one_of(_SEVERITIES),
    "kind": _one_of(KINDS),
    "about": _one_of(_ABOUT),
    "on_day_off": _one_of(_DAYS_OFF),
    "input": _fields,
    "fields": _fields,
    "moments": _moments,
    "values": _values,
}
