"""What a form asks: the fields of a transition's input and of a record."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, Self, TypeAlias, get_args

from pydantic import Field as Setting
from pydantic import model_validator

from engine.errors import RegietafelError
from engine.names import Name
from engine.text import Part, Text

FieldType: TypeAlias = Literal["text", "long_text", "date", "choice", "person", "yes_no", "meeting"]
FieldClass: TypeAlias = Literal["open", "confidential", "shielded"]
Value: TypeAlias = str | bool | date | Mapping[str, "Value"]

CLASSES: tuple[FieldClass, ...] = get_args(FieldClass)
"""From what any professional of the case may read to what hardly anybody may."""

FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)
"""Between these lies every date that somebody may fill in: terms reach no calendar's end."""

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)

LONGEST = {"text": 200, "long_text": 20_000, "person": 40, "meeting": 40}


class Field(Part):
    """One question on a form; required unless it is ``optional``.

    ``per_child`` asks the same question once for each child part.
    """

    type: FieldType | None = None
    per_child: FieldType | None = None
    title: Text
    values: dict[Name, Text] = Setting(default_factory=dict)
    optional: bool = False
    among: Literal["case"] | None = None
    """Of whom a person is one: of the family or of those who take part; else any professional."""

    class_: FieldClass | None = Setting(default=None, alias="class")
    said_by: Literal["youth", "others"] | None = None
    """Whose words these are: of the family only the youth reads what the youth said, and nobody
    what others said."""

    tells: Literal["where", "parents", "asker"] | None = None
    """What an answer can give away to one of the family: where a child lives or goes to school,
    what one parent said or did, or who asked for the table."""

    @property
    def kind(self) -> FieldType:
        """The type of one answer, asked once or once for each child."""
        kind = self.type or self.per_child
        assert kind is not None  # noqa: S101 - the validator below refuses a field without
        return kind

    def is_laxer_than(self, lowest: int) -> bool:
        """Whether its class, if it has one of its own, stands below ``lowest`` in CLASSES."""
        return self.class_ is not None and CLASSES.index(self.class_) < lowest

    @model_validator(mode="after")
    def _one_type_and_values_for_a_choice(self) -> Self:
        if (self.type is None) == (self.per_child is None):
            raise ValueError("give either 'type' or 'per_child'")
        if (self.kind == "choice") != bool(self.values):
            raise ValueError("'values' belong to a choice, and a choice needs them")
        if self.among and self.type != "person":
            raise ValueError("'among' belongs to a person who is asked once")
        return self


@dataclass(frozen=True, slots=True)
class InputProblem:
    """What is wrong with one answer on a form."""

    field: str
    code: Literal["missing", "unknown", "malformed"]
    says: Text


class InvalidInput(RegietafelError):
    """Something on a form is missing, malformed or unknown; every problem is named."""

    code = "invalid_input"

    def __init__(self, *problems: InputProblem) -> None:
        self.problems = problems
        says = " ".join(problem.says.en for problem in problems)
        super().__init__(f"{says} Nothing was saved.")


def read_answers(
    fields: Mapping[str, Field], given: Mapping[str, object], children: tuple[str, ...] = ()
) -> tuple[dict[str, Value], tuple[InputProblem, ...]]:
    """The answers in their own types, and every problem with them.

    Args:
        fields: the questions of the form.
        given: the answers as they came in: text, yes/no, or a map per child.
        children: public ids of the child parts, for the questions asked per child.

    >>> from engine.text import Text
    >>> day = Field(type="date", title=Text(nl="Datum", en="Date"))
    >>> read_answers({"day": day}, {"day": "2026-03-09"})
    ({'day': datetime.date(2026, 3, 9)}, ())
    """
    answers: dict[str, Value] = {}
    problems = [_unknown(name) for name in given if name not in fields]
    for name, field in fields.items():
        raw = given.get(name)
        value = _answer(name, field, raw, children if field.per_child else None, problems)
        if value not in (None, {}):
            answers[name] = value
    return answers, tuple(problems)


def _answer(
    name: str,
    field: Field,
    raw: object,
    children: tuple[str, ...] | None,
    problems: list[InputProblem],
) -> Value | None:
    """One answer, or one for each child, or None with its problem; optional may be blank."""
    if raw in (None, ""):
        problems += [] if field.optional else [_missing(name, field)]
        return None
    if children is None:
        value = _value(field, raw)
    else:
        value = _per_child(name, field, raw, children, problems)
    if value is None:
        problems.append(_malformed(name, field))
    return value


def _per_child(
    name: str,
    field: Field,
    raw: object,
    children: tuple[str, ...],
    problems: list[InputProblem],
) -> Value | None:
    """The answers of the children that have one, or None when it is no map per child."""
    if not isinstance(raw, Mapping):
        return None
    problems += [_unknown(f"{name}.{child}") for child in raw if child not in children]
    answers = {
        child: _answer(f"{name}.{child}", field, raw.get(child), None, problems)
        for child in children
    }
    return {child: value for child, value in answers.items() if value is not None}


def _value(field: Field, raw: object) -> Value | None:
    """The answer in its own type, or None when it has no such form."""
    if field.kind == "yes_no":
        return raw if isinstance(raw, bool) else None
    if field.kind == "date":
        return _date(raw)
    if not isinstance(raw, str) or not raw.strip():
        return None
    if field.kind == "choice":
        return raw if raw in field.values else None
    return raw if len(raw) <= LONGEST[field.kind] else None


def _date(raw: object) -> date | None:
    day = raw if isinstance(raw, date) else day_in(raw)
    return day if day and FIRST_DAY <= day <= LAST_DAY else None


def day_in(raw: object) -> date | None:
    """The day that is written yyyy-mm-dd, and in no other of the ways that ISO has."""
    if not isinstance(raw, str) or not _DAY.fullmatch(raw):
        return None
    try:
        return date.fromisoformat(raw)
    except ValueError:
        return None


def _missing(name: str, field: Field) -> InputProblem:
    return InputProblem(
        name,
        "missing",
        Text(nl=f"Vul in: {_ended(field.title.nl)}", en=f"Fill in: {_ended(field.title.en)}"),
    )


def _ended(title: str) -> str:
    """The title as the end of a sentence; a question ends by itself."""
    return title if title.endswith("?") else f"{title}."


def _malformed(name: str, field: Field) -> InputProblem:
    nl, en = field.title.nl, field.title.en
    if field.kind == "choice":
        choices = ", ".join(field.values)
        says = Text(nl=f"{nl}: kies uit {choices}.", en=f"{en}: choose one of {choices}.")
    elif field.kind == "date":
        says = Text(nl=f"{nl}: geef een datum (jjjj-mm-dd).", en=f"{en}: give a date (yyyy-mm-dd).")
    elif field.kind == "yes_no":
        says = Text(nl=f"{nl}: kies ja of nee.", en=f"{en}: choose yes or no.")
    else:
        most = LONGEST[field.kind]
        says = Text(
            nl=f"{nl}: geef tekst van 1 tot {most} tekens.",
            en=f"{en}: give text of 1 to {most} characters.",
        )
    return InputProblem(name, "malformed", says)


def _unknown(name: str) -> InputProblem:
    return InputProblem(
        name, "unknown", Text(nl=f"Onbekend veld: {name}.", en=f"Unknown field: {name}.")
    )
