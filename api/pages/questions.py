"""What a page asks beside the forms of a definition, answered and checked by the same rules."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date, datetime

from api.auth.posted import Posted
from api.forms import answers, occurred_at
from engine.fields import LONGEST, Field, InputProblem, InvalidInput, Value, read_answers
from engine.service.moments import happened_at
from engine.service.office import Office
from engine.text import Text

_SHORTER = Text(
    nl=f"Maak dit korter: hooguit {LONGEST['text']} tekens.",
    en=f"Make this shorter: {LONGEST['text']} characters at most.",
)


def said(form: Posted, fields: Mapping[str, Field], *problems: InputProblem) -> Mapping[str, Value]:
    """What was filled in, in its own types.

    Args:
        problems: what is wrong with the rest of the form, to be named in the same go.

    Raises:
        InvalidInput: something is; everything is named.
    """
    found, wrong = read_answers(fields, answers(form, fields))
    if wrong or problems:
        raise InvalidInput(*problems, *wrong)
    return found


def text_in(found: Mapping[str, Value], name: str) -> str:
    """An answer of text or a choice; empty where there is none."""
    return str(found.get(name, "")).strip()


def day_in(found: Mapping[str, Value], name: str) -> date | None:
    """An answer that is a day."""
    value = found.get(name)
    return value if isinstance(value, date) else None


def unchosen(form: Posted, name: str, among: Collection[str], says: Text) -> list[InputProblem]:
    """The problem with a choice from a list that was not made from it."""
    return [] if form.text(name) in among else [InputProblem(name, "missing", says)]


def happened(form: Posted, office: Office) -> tuple[datetime | None, list[InputProblem]]:
    """When it happened, and what is wrong with that."""
    reason = form.text("late_reason")
    long = [InputProblem("late_reason", "malformed", _SHORTER)]
    problems = long if len(reason) > LONGEST["text"] else []
    try:
        at = occurred_at(form)
        happened_at(at, reason, office.clock.now())
    except InvalidInput as error:
        return None, [*error.problems, *problems]
    return at, problems


def in_words(error: InvalidInput, words: Mapping[str, Text]) -> InvalidInput:
    """The same problems; where the engine lists names, in the words of the page."""
    return InvalidInput(
        *(
            replace(problem, says=words[problem.field])
            if problem.code != "missing" and problem.field in words
            else problem
            for problem in error.problems
        )
    )
