"""Take out what somebody may not read: the one place where the classes of fields count. Pure.

Of an answer that was asked for each child those of a child whose part is not open are taken out
too, and nothing tells that they were there.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from engine.access import EVERY, Opened
from engine.catalogue import RecordType
from engine.fields import CLASSES, Field, FieldClass


@dataclass(frozen=True, slots=True)
class Stripped:
    """What may be read, and the names of the fields that were taken out."""

    fields: Mapping[str, object]
    withheld: tuple[str, ...]


def shown_fields(
    kind: RecordType,
    text: Mapping[str, object],
    shown: Collection[FieldClass],
    opened: Opened,
) -> Stripped:
    """What a record of this type says, for somebody who reads these classes of these children."""
    told = _of_children(kind.fields, text, opened)
    return _stripped(told, lambda name: _class_in(kind.fields, name, kind.class_), shown)


def shown_inputs(
    kind: RecordType,
    status: str,
    said: Mapping[str, object],
    shown: Collection[FieldClass],
    opened: Opened,
) -> Stripped:
    """What was filled in when a record of this type reached a status; never laxer than it."""
    form = kind.statuses[status].input
    told = _of_children(form, said, opened)
    return _stripped(told, lambda name: _class_in(form, name, kind.class_), shown)


def shown_answers(
    form: Mapping[str, Field],
    answers: Mapping[str, object],
    shown: Collection[FieldClass],
    opened: Opened,
) -> Stripped:
    """What was filled in on any other form; confidential unless the field says its class."""
    told = _of_children(form, answers, opened)
    return _stripped(told, lambda name: form_class(form, name), shown)


def form_class(form: Mapping[str, Field], name: str) -> FieldClass:
    """The class of an answer; one that the form does not know is shown to as few as can be."""
    return (form[name].class_ or "confidential") if name in form else CLASSES[-1]


def _of_children(
    form: Mapping[str, Field], said: Mapping[str, object], opened: Opened
) -> Mapping[str, object]:
    """What was said, of the children whose parts are open."""
    if opened == EVERY:
        return said
    told = {name: _of_child(form.get(name), value, opened) for name, value in said.items()}
    return {name: value for name, value in told.items() if value != {}}


def _of_child(field: Field | None, value: object, opened: Opened) -> object:
    """One answer; one for each child only of those that are open."""
    if not isinstance(value, Mapping) or (field is not None and not field.per_child):
        return value
    return {child: one for child, one in value.items() if opened.shows(str(child))}


def _class_in(form: Mapping[str, Field], name: str, lowest: FieldClass) -> FieldClass:
    """The class of a field of a record: its own, or that of the record if that is stricter."""
    if name not in form:
        return CLASSES[-1]
    return max(form[name].class_ or lowest, lowest, key=CLASSES.index)


def _stripped(
    values: Mapping[str, object],
    class_of: Callable[[str], FieldClass],
    shown: Collection[FieldClass],
) -> Stripped:
    withheld = tuple(name for name in values if class_of(name) not in shown)
    return Stripped({name: each for name, each in values.items() if name not in withheld}, withheld)
