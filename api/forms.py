"""A posted form as the answers that the engine reads."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from api.auth.posted import Posted
from engine.calendar import AMSTERDAM
from engine.fields import FIRST_DAY, Field, InputProblem, InvalidInput
from engine.text import Text

PREFIX = "f."
_YES_NO: Mapping[str, bool] = {"yes": True, "no": False}
_MOMENT = Text(
    nl="Geef een dag en een tijd die er is geweest.", en="Give a day and a time that there was."
)


def answers(form: Posted, fields: Mapping[str, Field]) -> dict[str, object]:
    """What was filled in, by field, for ``read_answers``; what was left empty is not there.

    The inputs are called ``f.<field>``, or ``f.<field>.<child>`` where each child is asked about.

    Args:
        fields: the questions of the form; any other input comes along, to be refused.
    """
    found: dict[str, object] = {}
    for name, text in form.values.items():
        if name.startswith(PREFIX) and text.strip():
            key, _, child = name.removeprefix(PREFIX).partition(".")
            value = _typed(fields.get(key), text)
            if child:
                _below(found, key)[child] = value
            else:
                found[key] = value
    return found


def occurred_at(form: Posted, name: str = "occurred_at") -> datetime | None:
    """When it happened, as it was filled in by the clocks of Amsterdam; None if it was not.

    Raises:
        InvalidInput: it is no moment, one that the clocks skipped, or centuries off.
    """
    text = form.text(name)
    if not text:
        return None
    try:
        local = datetime.fromisoformat(text)
        moment = local.replace(tzinfo=AMSTERDAM).astimezone(UTC)
    except (ValueError, OverflowError):
        raise _no_moment(name) from None
    known = local.date() >= FIRST_DAY
    if not known or moment.astimezone(AMSTERDAM).replace(tzinfo=None) != local:
        raise _no_moment(name)
    return moment


def _typed(field: Field | None, text: str) -> object:
    """As the engine wants it; what does not fit stays text, to be refused by name."""
    if field is not None and field.kind == "yes_no":
        return _YES_NO.get(text, text)
    return text


def _below(found: dict[str, object], key: str) -> dict[str, object]:
    """What was filled in for each child so far."""
    below = found.get(key)
    if not isinstance(below, dict):
        below = found[key] = {}
    return below


def _no_moment(name: str) -> InvalidInput:
    return InvalidInput(InputProblem(name, "malformed", _MOMENT))
