"""What was filled in when something happened, as one viewer may read it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from engine.access import Opened
from engine.catalogue import RecordType
from engine.definition import Workflow
from engine.fields import Field, FieldClass
from engine.service.file.consents import ANSWERS, GROUNDS
from engine.service.stripping import Stripped, shown_answers, shown_fields, shown_inputs
from engine.store.events import EventSeen
from engine.text import Text

YES, NO = Text(nl="Ja", en="Yes"), Text(nl="Nee", en="No")

APART = frozenset({"on_behalf_of", "because_of", "by", "told"})
"""What an event tells in another place, or not at all: another case's id, what a letter said."""

NESTED: Mapping[str, str] = {
    "opened": "inputs",
    "advanced": "inputs",
    "record_written": "fields",
    "record_edited": "fields",
    "record_moved": "input",
}
"""Under which key lie the answers to a form of the definition."""


def _asked(nl: str, en: str) -> Field:
    return Field(type="long_text", title=Text(nl=nl, en=en))


SAID: Mapping[str, Field] = {
    "late_reason": _asked("Waarom nu pas vastgelegd", "Why it was recorded late"),
    "ground": _asked("Grond", "Ground"),
    "source": _asked("Bron", "Source"),
    "why": _asked("Waarom", "Why"),
    "words": _asked("Wat er besproken is", "What was discussed"),
    "reason": _asked("Reden", "Reason"),
    "agreed": _asked("Wat er is afgesproken", "What was agreed"),
    "owner": _asked("Wie dat doet", "Who does it"),
    "result": _asked("Hoe het is gegaan", "What came of it"),
    "family": _asked("Wat het gezin zegt", "What the family says"),
    "to_whom": _asked("Aan wie", "To whom"),
    "note": _asked("Toelichting", "Note"),
    "who": _asked("Wie", "Who"),
    "own_words": _asked("In eigen woorden", "In own words"),
    "asked": _asked("Wat er is gevraagd", "What was asked"),
    "identity": _asked("Hoe is vastgesteld wie vroeg", "How it is known who asked"),
    "second": _asked("Tweede persoon", "Second person"),
}
"""What commands ask beside any form of a definition; confidential, every one of them."""

CONSENT: Mapping[str, Field] = {
    **SAID,
    "answer": Field(
        type="choice",
        title=Text(nl="Antwoord", en="Answer"),
        values={str(key): text for key, text in ANSWERS.items()},
    ),
    "ground": Field(
        type="choice", title=Text(nl="Grond", en="Ground"), values={**GROUNDS}, optional=True
    ),
}


@dataclass(frozen=True, slots=True)
class Detail:
    """One answer; ``words`` say what a choice, a yes or a person is called."""

    name: str
    title: Text
    value: str | bool | date
    words: Text | None
    child: str | None  # public id, of an answer that was asked for each child


def details_of(
    event: EventSeen,
    workflow: Workflow,
    shown: Collection[FieldClass],
    opened: Opened,
    names: Mapping[str, str],
) -> tuple[tuple[Detail, ...], tuple[str, ...]]:
    """The answers that may be read, in the order of the form, and the names of the others.

    ``names`` are those of the persons whom an answer names, and the days of meetings.
    """
    said = {key: value for key, value in (event.details or {}).items() if key not in APART}
    nested: Mapping[str, object] = said.pop(NESTED.get(event.kind, ""), {})
    beside = CONSENT if event.kind == "consent_answered" else SAID
    form = form_of(event, workflow)
    told = (
        (form, _answers(event, workflow, form, nested, shown, opened)),
        (beside, shown_answers(beside, {k: v for k, v in said.items() if v != ""}, shown, opened)),
    )
    details = (each for form, stripped in told for each in _details(form, stripped, names))
    return tuple(details), tuple(name for _, stripped in told for name in stripped.withheld)


def record_details(
    kind: RecordType,
    text: Mapping[str, object],
    shown: Collection[FieldClass],
    opened: Opened,
) -> tuple[Detail, ...]:
    """What a record of this type says now, as far as it may be read."""
    return tuple(_details(kind.fields, shown_fields(kind, text, shown, opened), {}))


def persons_named(event: EventSeen, workflow: Workflow) -> Iterator[str]:
    """The public ids of the persons whom an answer names."""
    answers: Mapping[str, object] = (event.details or {}).get(NESTED.get(event.kind, ""), {})
    for name, field in form_of(event, workflow).items():
        if field.kind == "person" and name in answers:
            value = answers[name]
            yield from map(str, value.values() if isinstance(value, Mapping) else [value])


def meetings_named(event: EventSeen, workflow: Workflow) -> Iterator[str]:
    """The public ids of the meetings for which an answer planned the case."""
    answers: Mapping[str, object] = (event.details or {}).get(NESTED.get(event.kind, ""), {})
    for name, field in form_of(event, workflow).items():
        if field.kind == "meeting" and name in answers:
            yield str(answers[name])


def form_of(event: EventSeen, workflow: Workflow) -> Mapping[str, Field]:
    """The form of the definition that was filled in; empty when there was none."""
    if event.kind == "opened":
        return workflow.opens.input
    if event.kind == "advanced":
        return workflow.transitions[str(event.transition)].input
    if event.kind not in NESTED:
        return {}
    kind = workflow.catalogue.records[event.payload["type"]]
    if event.kind == "record_moved":
        return kind.statuses[event.payload["status"]].input
    return kind.fields


def _answers(
    event: EventSeen,
    workflow: Workflow,
    form: Mapping[str, Field],
    answers: Mapping[str, object],
    shown: Collection[FieldClass],
    opened: Opened,
) -> Stripped:
    if "type" not in event.payload:
        return shown_answers(form, answers, shown, opened)
    kind = workflow.catalogue.records[event.payload["type"]]
    if event.kind == "record_moved":
        return shown_inputs(kind, event.payload["status"], answers, shown, opened)
    return shown_fields(kind, answers, shown, opened)


def _details(
    form: Mapping[str, Field], stripped: Stripped, names: Mapping[str, str]
) -> Iterator[Detail]:
    for name, field in form.items():
        if name not in stripped.fields:
            continue
        value = stripped.fields[name]
        by_child = value if isinstance(value, Mapping) else {None: value}
        for child, one in by_child.items():
            told = _value(field, one, names)
            yield Detail(name, field.title, told, _words(field, one, names), child)


def _value(field: Field, value: object, names: Mapping[str, str]) -> str | bool | date:
    if isinstance(value, bool):
        return value
    if field.kind == "meeting":
        return date.fromisoformat(names[str(value)])
    return date.fromisoformat(str(value)) if field.kind == "date" else str(value)


def _words(field: Field, value: object, names: Mapping[str, str]) -> Text | None:
    if isinstance(value, bool):
        return YES if value else NO
    if field.kind == "person" and value in names:
        name = names[str(value)]
        return Text(nl=name, en=name)
    return field.values.get(str(value))
