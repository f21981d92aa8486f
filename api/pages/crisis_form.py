"""The form of a night: a day and a time for each step, and a row of commands that follows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from api.auth.posted import Posted
from api.forms import PREFIX, answers, occurred_at
from engine.access import Viewer
from engine.explanation import moment_words
from engine.fields import LONGEST, InputProblem, InvalidInput, day_in, read_answers
from engine.service.cases import advance
from engine.service.command import Outcome
from engine.service.contacts import hold_contact
from engine.service.crisis_night import (
    FROM_THE_MOMENT,
    STABILISES,
    Entry,
    Night,
    NightStep,
    owed_talk,
)
from engine.service.moments import LATE, LOOKS_BACK, happened_at
from engine.service.office import Office, local_day
from engine.service.orders import Advance, Assign, HoldContact
from engine.service.participants import assign
from engine.text import Text

_TIME = Text(
    nl="Vul ook de tijd in: dit was niet vandaag.", en="Fill in the time too: this was not today."
)
_DAY = Text(nl="Vul de dag in: vandaag of eerder.", en="Fill in the day: today or before.")
_WORDS = Text(nl="Vul in wat er besproken is.", en="Fill in what was discussed.")
_TOO_LONG = Text(
    nl=f"Geef ten hoogste {LONGEST['long_text']} tekens.",
    en=f"Give at most {LONGEST['long_text']} characters.",
)
_SHORTER = Text(
    nl=f"Maak dit korter: hooguit {LONGEST['text']} tekens.",
    en=f"Make this shorter: {LONGEST['text']} characters at most.",
)
_NOT_YET = Text(
    nl="Dit telt pas als het acute gevaar geweken is: vul ook die stap in.",
    en="This counts only once the acute danger is averted: fill in that step too.",
)
_NOTHING = Text(nl="Vul ten minste één onderdeel in.", en="Fill in at least one part.")
_GROUND = "Genoemd na de crisis"


@dataclass(frozen=True, slots=True)
class Filled:
    """A step that was filled in, and when it happened; without a moment it happens now."""

    name: str
    inputs: Mapping[str, object]
    at: datetime | None


def moment_in(form: Posted, at: str, office: Office) -> tuple[datetime | None, list[InputProblem]]:
    """The moment of ``<at>-day`` and ``<at>-time``, and what is wrong with it.

    Without a time it is now, if the day is today: a night is never entered as this morning.
    """
    today = office.today().isoformat()
    day, time = form.text(f"{at}-day") or today, form.text(f"{at}-time")
    if not time:
        return None, [] if day == today else [InputProblem(f"{at}-time", "missing", _TIME)]
    try:
        moment = occurred_at(Posted(((at, f"{day}T{time}"),)), at)
        happened_at(moment, form.text("late_reason"), office.clock.now())
    except InvalidInput as error:
        return None, [_at(problem, at) for problem in error.problems]
    return moment, []


def _at(problem: InputProblem, at: str) -> InputProblem:
    beside = problem.field == "late_reason"
    return problem if beside else replace(problem, field=f"{at}-time")


def night_in(form: Posted, night: Night, viewer: Viewer, office: Office) -> list[Entry]:
    """The commands of everything that was filled in, in the order of the night.

    Also of steps that were made since: a form that is sent twice gets its first answers.

    Raises:
        InvalidInput: something is wrong; all of it is named, and nothing was saved.
    """
    problems: list[InputProblem] = []
    steps = [_filled(form, step, office, problems) for step in night.steps if _used(form, step)]
    untimed = {each.field for each in problems}
    timed = [each for each in steps if f"{each.name}-time" not in untimed]
    problems += _out_of_order(timed, night, office)
    entries = [_advancing(form, night, each, viewer, office) for each in steps]
    if _talked(form):
        stable = night.is_stable or any(each.name == STABILISES for each in steps)
        problems += _contact_problems(form, office, is_stable=stable)
        entries.append(_talking(form, night, viewer, office))
    if person := form.text("regisseur"):
        entries.append(_naming(form, night, person, viewer, office))
    if len(form.text("late_reason")) > LONGEST["text"]:
        problems.append(InputProblem("late_reason", "malformed", _SHORTER))
    if not entries:
        problems.append(InputProblem("night", "unknown", _NOTHING))
    if problems:
        raise InvalidInput(*dict.fromkeys(problems))
    return entries


def _part(form: Posted, step: NightStep) -> Posted:
    """What was filled in of one step, under the names of its own form."""
    mine = f"{PREFIX}{step.name}-"
    return Posted(
        tuple(
            (PREFIX + name.removeprefix(mine), value)
            for name, value in form.fields
            if name.startswith(mine)
        )
    )


def _used(form: Posted, step: NightStep) -> bool:
    return bool(form.text(f"{step.name}-time") or answers(_part(form, step), step.form))


def _filled(form: Posted, step: NightStep, office: Office, problems: list[InputProblem]) -> Filled:
    inputs = answers(_part(form, step), step.form)
    at, wrong = moment_in(form, step.name, office)
    found = read_answers(step.form, inputs)[1]
    problems += [replace(each, field=f"{step.name}-{each.field}") for each in found]
    problems += wrong
    return Filled(step.name, inputs, at)


def _out_of_order(steps: list[Filled], night: Night, office: Office) -> Iterator[InputProblem]:
    """A step that would come before the one in front of it, or before the report."""
    last = night.reported.occurred_at
    for each in steps:
        at = each.at or office.clock.now()
        if at < last:
            nl, en = moment_words(last, "nl"), moment_words(last, "en")
            says = Text(
                nl=f"Dit ligt vóór wat eraan voorafging ({nl}). Vul bij elke stap in wanneer die "
                "gebeurde.",
                en=f"This lies before what came first ({en}). Fill in of each step when it "
                "happened.",
            )
            yield InputProblem(f"{each.name}-time", "malformed", says)
        last = max(last, at)


def _advancing(form: Posted, night: Night, step: Filled, viewer: Viewer, office: Office) -> Entry:
    inputs = {**step.inputs, **_from_the_moment(step, office)}

    def do(version: int) -> Outcome:
        order = Advance(
            case=night.case.id,
            transition=step.name,
            seen_version=version,
            inputs=inputs,
            key=f"{form.key}:{step.name}",
            occurred_at=step.at,
            late_reason=form.text("late_reason"),
        )
        return advance(viewer, office, order)

    return step.name, do


def _from_the_moment(step: Filled, office: Office) -> Mapping[str, str]:
    """What the step asks and its moment says: a day, or a time in words."""
    field, at = FROM_THE_MOMENT.get(step.name), step.at or office.clock.now()
    if field is None:
        return {}
    if step.name == STABILISES:
        return {field: local_day(at).isoformat()}
    return {field: moment_words(at, "nl")}


def _talked(form: Posted) -> bool:
    return bool(form.text(f"{PREFIX}contact-words") or form.all("with") or form.all("counts_for"))


def _contact_problems(form: Posted, office: Office, *, is_stable: bool) -> Iterator[InputProblem]:
    words, day = form.text(f"{PREFIX}contact-words"), day_in(form.text("contact-day"))
    if not words:
        yield InputProblem("contact-words", "missing", _WORDS)
    if len(words) > LONGEST["long_text"]:
        yield InputProblem("contact-words", "malformed", _TOO_LONG)
    if day is None or day > office.today():
        yield InputProblem("contact-day", "missing", _DAY)
    elif office.today() - day > LOOKS_BACK and not form.text("late_reason"):
        yield LATE
    if form.all("counts_for") and not is_stable:
        yield InputProblem("counts_for", "malformed", _NOT_YET)


def _talking(form: Posted, night: Night, viewer: Viewer, office: Office) -> Entry:
    """The talk; what it counts for is looked up when the steps before it have been made."""
    case, held_on = night.case.id, day_in(form.text("contact-day"))
    known = {key for key, _ in night.talks}

    def do(version: int) -> Outcome:
        chosen = [key for key in form.all("counts_for") if key in known]
        order = HoldContact(
            case=case,
            key=f"{form.key}:contact",
            held_on=held_on or office.today(),
            words=form.text(f"{PREFIX}contact-words"),
            with_persons=form.all("with"),
            counts_for=tuple((case, owed_talk(viewer, office, case, key)) for key in chosen),
            late_reason=form.text("late_reason"),
        )
        return hold_contact(viewer, office, order)

    return "contact", do


def _naming(form: Posted, night: Night, person: str, viewer: Viewer, office: Office) -> Entry:
    def do(version: int) -> Outcome:
        order = Assign(
            case=night.case.id,
            key=f"{form.key}:regisseur",
            person=person,
            role="regisseur",
            ground=_GROUND,
            seen_version=version,
        )
        return assign(viewer, office, order)

    return "regisseur", do
