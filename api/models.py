"""What JSON comes in and goes out as: the bases of every model of the way in."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Annotated, TypeAlias

from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict
from pydantic import Field as Member
from pydantic_core import PydanticCustomError

from engine.fields import LONGEST, Field
from engine.reason import Severity
from engine.text import Text

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?([Zz]|[+-]\d{2}:\d{2})")


class In(BaseModel):
    """What comes in: no unknown key, no type but the one that is asked, no endless text.

    Lists are ``list``, never ``tuple``; days are ``Day``, moments ``Moment``. A NUL character
    or a number that JSON does not know never comes this far (``api.strict``).
    """

    model_config = ConfigDict(
        extra="forbid",
        strict=True,
        frozen=True,
        str_max_length=LONGEST["long_text"],
        hide_input_in_errors=True,
    )


class Out(BaseModel):
    """What goes out: it lists its fields, so nothing else can slip along."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def _day(value: object) -> object:
    if isinstance(value, date):
        return value
    try:
        if isinstance(value, str) and _DAY.fullmatch(value):
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise PydanticCustomError("day", "Give a date (yyyy-mm-dd).")


def _moment(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC)
    try:
        if isinstance(value, str) and _MOMENT.fullmatch(value):
            return datetime.fromisoformat(value.upper()).astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise PydanticCustomError("moment", "Give a moment with its time zone.")


Day: TypeAlias = Annotated[date, BeforeValidator(_day)]
"""A date, written as ``2026-03-02`` and in no other way."""

Moment: TypeAlias = Annotated[AwareDatetime, BeforeValidator(_moment)]
"""A moment; any offset comes in, UTC with ``Z`` goes out."""


class Words(Out):
    """The same words in Dutch and in English."""

    nl: str = Member(description="in het Nederlands")
    en: str = Member(description="in het Engels")

    @classmethod
    def of(cls, text: Text) -> Words:
        """The words of a definition or a reason."""
        return cls(nl=text.nl, en=text.en)


class ReasonOut(Out):
    """One check's answer: met, not met, or (null) not known until the inputs are filled in."""

    key: str = Member(description="sleutel van de voorwaarde")
    met: bool | None = Member(description="voldaan; null: hangt af van het formulier")
    asks: Words = Member(description="wat er gevraagd wordt")
    says: Words = Member(description="wat er ontbreekt")
    severity: Severity = Member(description="hoe zwaar het weegt")
    source: str = Member(description="bron")
    fix: dict[str, str] | None = Member(description="waarmee het goed komt; null: niets in de zaak")
    set_aside: str | None = Member(description="kenmerk van de afwijking; null: geen")
    shadow: bool = Member(description="deze regel bindt hier nog niet; de stap kan door")
    shadow_until: date | None = Member(description="vanaf wanneer zij bindt; null: niet bepaald")
    child: str | None = Member(description="kenmerk van het kind; null: de hele zaak")
    needs: list[str] = Member(description="velden waarvan het afhangt")
    parts: list[ReasonOut] = Member(description="onderdelen")


class FieldOut(Out):
    """One question of a form; asked once, or once for each child."""

    name: str = Member(description="veld")
    type: str = Member(description="soort antwoord")
    per_child: bool = Member(description="per kind gevraagd")
    title: Words = Member(description="vraag")
    values: dict[str, Words] = Member(description="keuzes, met hun woorden")
    optional: bool = Member(description="mag leeg blijven")

    @classmethod
    def of(cls, name: str, field: Field) -> FieldOut:
        """A question as a definition asks it."""
        return cls(
            name=name,
            type=field.kind,
            per_child=field.per_child is not None,
            title=Words.of(field.title),
            values={key: Words.of(words) for key, words in field.values.items()},
            optional=field.optional,
        )
