"""What a definition says of a term, in words: when it starts, how long, what meets it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from engine.catalogue import Catalogue
from engine.definition import Workflow
from engine.duties import Birthday, DeadlineRule, MetBy, RecordReached, Starts
from engine.text import Text, joined

KINDS = {
    "statutory": Text(nl="wettelijk", en="statutory"),
    "hard": Text(nl="vast", en="fixed"),
    "countback": Text(nl="terugrekenen", en="counted back"),
    "working_days": Text(nl="werkdagen", en="working days"),
    "hours": Text(nl="uren", en="hours"),
}
"""What each kind of term is called."""

_IDLE = Text(nl="zodra er niets anders openstaat", en="as soon as nothing else is open")
_MEETING = Text(nl="de dag van de zitting", en="the day of the meeting")
_OPEN = Text(nl="zolang de zaak loopt", en="as long as the case is open")


def kind_words(rule: DeadlineRule) -> Text:
    """What kind of term it is."""
    return KINDS[rule.kind]


def length_words(rule: DeadlineRule) -> Text:
    """How long it is: "binnen 6 weken", "8 weken vooraf", "na 1, 3 en 7 dagen"."""
    spans = rule.spans
    nl, en = (", ".join(span.words(language) for span in spans) for language in ("nl", "en"))
    if rule.before:
        return Text(nl=f"{nl} vooraf", en=f"{en} ahead")
    return Text(nl=f"binnen {nl}", en=f"within {en}") if rule.within else Text(nl=nl, en=en)


def repeats_words(rule: DeadlineRule) -> Text | None:
    """How often it comes back, if it does."""
    if rule.repeats is None:
        return None
    every = rule.repeats.every
    return Text(nl=f"daarna elke {every.words('nl')}", en=f"then every {every.words('en')}")


def starts_words(starts: Starts, workflow: Workflow) -> Text:
    """What sets it going."""
    catalogue = workflow.catalogue
    if starts.entering:
        return _after((workflow.states[key].title for key in starts.entering), "bij", "on")
    if starts.act:
        return _after((catalogue.acts[key].title for key in starts.act), "na", "after")
    if starts.record:
        return _reached(starts.record, catalogue)
    if starts.record_date:
        record = catalogue.records[starts.record_date.type]
        asked = record.fields[starts.record_date.field].title
        return _both(record.title, asked)
    if starts.input_date:
        step = workflow.transitions[starts.input_date.transition]
        return _both(step.title, step.input[starts.input_date.field].title)
    return _birthday(starts.age) if starts.age else (_MEETING if starts.meeting else _IDLE)


def met_words(met_by: MetBy, workflow: Workflow) -> Text:
    """What meets it."""
    found = list(_met(met_by, workflow))
    nl = " of ".join(dict.fromkeys(text.nl for text in found))
    return Text(nl=nl, en=" or ".join(dict.fromkeys(text.en for text in found)))


def during_words(rule: DeadlineRule, workflow: Workflow) -> Text:
    """Where it holds; outside that it is void."""
    during = rule.during or rule.starts.entering or "open"
    if during == "open":
        return _OPEN
    return joined(workflow.states[key].title for key in during)


def _met(met_by: MetBy, workflow: Workflow) -> Iterator[Text]:
    for part in met_by.any_of:
        yield from _met(part, workflow)
    yield from (workflow.states[key].title for key in met_by.entering)
    yield from (workflow.catalogue.acts[key].title for key in met_by.act)
    if met_by.record:
        yield _reached(met_by.record, workflow.catalogue)


def _reached(reached: RecordReached, catalogue: Catalogue) -> Text:
    record = catalogue.records[reached.type]
    statuses = (record.statuses[key].title or Text(nl=key, en=key) for key in reached.status)
    said = joined(statuses)
    return Text(nl=f"{record.title.nl}: {said.nl}", en=f"{record.title.en}: {said.en}")


def _birthday(age: Birthday) -> Text:
    years = age.birthday or age.before_birthday or 0
    if age.by is None:
        return Text(nl=f"{years}e verjaardag", en=f"birthday {years}")
    nl, en = age.by.words("nl"), age.by.words("en")
    return Text(nl=f"{nl} vóór de {years}e verjaardag", en=f"{en} before birthday {years}")


def _both(title: Text, asked: Text) -> Text:
    return Text(nl=f"{title.nl}: {asked.nl}", en=f"{title.en}: {asked.en}")


def _after(texts: Iterable[Text], nl: str, en: str) -> Text:
    listed = joined(texts)
    return Text(nl=f"{nl}: {listed.nl}", en=f"{en}: {listed.en}")
