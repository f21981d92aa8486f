"""The words in which a story is told, in Dutch and in English."""

from __future__ import annotations

from collections.abc import Iterator

from api.reasons import reason_lines
from api.scenarios import step_kinds as kinds
from api.scenarios.names import World
from api.scenarios.reading import record_type_of
from engine.catalogue import Catalogue
from engine.explanation import day_words
from engine.reason import Reason
from engine.service.dates import DateSeen
from engine.text import Language, Text

TITLE = Text(
    nl="Twee verhalen op de echte motor. Sams plaatsing wordt geweigerd, aangevuld, besloten en "
    "gedateerd;\nMilans Verder Thuis eindigt, en het terugkijkgesprek staat vanzelf in de agenda.",
    en="Two stories on the real engine. Sam's placement is refused, put right, decided and dated;\n"
    "Milan's Verder Thuis ends, and the look-back talk stands in the calendar by itself.",
)
OPENS = Text(nl="opent een zaak: {what}", en="opens a case: {what}")
BEGINS = Text(nl="begint een stuk: {what}", en="begins a record: {what}")
CONSENTS = Text(nl="legt de toestemming vast van {what}", en="records the consent of {what}")
DEVIATES = Text(nl="wijkt af van een regel, want: {what}", en="sets a rule aside, because: {what}")
CONFIRMS = Text(nl="bevestigt de afwijking", en="confirms the deviation")
STEPS = Text(nl="{what}", en="{what}")
REFUSED = Text(nl="GEWEIGERD. Wat er nog moet gebeuren:", en="REFUSED. What still has to happen:")
NOW_AT = Text(nl="de zaak staat nu op: {what}", en="the case is now at: {what}")
DUE = Text(nl="{what}: {day}, voor {who}", en="{what}: {day}, for {who}")
HOW = Text(nl="zo berekend", en="computed so")
REMINDS = Text(nl="herinneringen: {days}", en="reminders: {days}")
WAITS = Text(nl="… de tijd gaat verder tot {moment}", en="… time passes until {moment}")
MAIL = Text(nl="een mail aan {to}", en="a mail to {to}")
LEFT = Text(
    nl="De database staat in {database}. Vraag zelf waarom een stap kan of niet kan:",
    en="The database is in {database}. Ask for yourself why a step is possible or not:",
)


def who_does(world: World, name: str, language: Language) -> str:
    """Somebody with their role: "Bram (Regisseur)"."""
    role = world.office.library.catalogue.roles[world.role(name)].title.in_(language)
    return f"{name.capitalize()} ({role})"


def case_of(world: World, step: kinds.Act) -> str:
    """The local name of the case that a step is about."""
    if isinstance(step, kinds.Move):
        return world.records[step.move].case
    if isinstance(step, kinds.Confirm):
        return world.deviations[step.confirm].case
    return str(getattr(step, "case", ""))


def heading(world: World, step: kinds.Act, language: Language) -> str:
    """What somebody does, in one line."""
    pattern, what = _said(world, step, language)
    return f"{who_does(world, step.as_, language)} · {pattern.in_(language).format(what=what)}"


def _said(world: World, step: kinds.Act, language: Language) -> tuple[Text, str]:
    """The pattern and what it is about; a talk, a term or a role has no words here yet."""
    match step:
        case kinds.Open():
            title = world.office.library.of(step.open, world.scenario.region).title
            about = step.about if isinstance(step.about, str) else ", ".join(step.about)
            found = OPENS, f"{title.in_(language)}, {about.capitalize()}"
        case kinds.Do():
            found = STEPS, _step_title(world, step, language)
        case kinds.Write():
            title = world.office.library.catalogue.records[step.record].title
            found = BEGINS, title.in_(language)
        case kinds.Move():
            found = STEPS, _status_title(world, step, language)
        case kinds.Consent():
            found = CONSENTS, ", ".join(name.capitalize() for name in step.from_)
        case kinds.Deviate():
            found = DEVIATES, step.why
        case kinds.Confirm():
            found = CONFIRMS, ""
        case _:
            raise ValueError(f"the story has no words for a step {type(step).__name__}")
    return found


def _status_title(world: World, step: kinds.Move, language: Language) -> str:
    made = world.records[step.move]
    key = record_type_of(world, world.case(made.case).public_id, made.public_id)
    kind = world.office.library.catalogue.records[key]
    status = kind.statuses[step.to].title
    return f"{kind.title.in_(language)} → {status.in_(language) if status else step.to}"


def _step_title(world: World, step: kinds.Do, language: Language) -> str:
    region = world.scenario.region
    for (_, where), workflow in world.office.library.workflows.items():
        if where == region and step.do in workflow.transitions:
            return workflow.transitions[step.do].title.in_(language)
    return step.do


def refusal(reasons: tuple[Reason, ...], catalogue: Catalogue, language: Language) -> Iterator[str]:
    """Every reason of a refusal, with its source and what mends it."""
    yield REFUSED.in_(language)
    for reason in reasons:
        yield from (f"  {line}" for line in reason_lines(reason, catalogue, language))


def due_date(seen: DateSeen, language: Language) -> Iterator[str]:
    """A deadline: when, for whom, how computed, and when it will be reminded of."""
    who = ", ".join(seen.owners) or seen.owner.in_(language)
    yield "→ " + DUE.in_(language).format(
        what=seen.title.in_(language), day=day_words(seen.due_on, language), who=who.capitalize()
    )
    yield f"  {HOW.in_(language)}: {seen.explanation.words(language)}"
    days = dict.fromkeys(each.on_date for each in seen.reminders if each.state == "planned")
    if days:
        listed = "; ".join(day_words(day, language) for day in days)
        yield f"  {REMINDS.in_(language).format(days=listed)}"
