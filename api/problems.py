"""One shape for everything that is not done: RFC 9457, with what is wrong, missing or new."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pydantic import Field as Member
from pydantic import JsonValue, TypeAdapter

from api.errors import Malformed, StaleSeen, StepRefused, Wrong, WrongCode
from api.models import Out, ReasonOut
from api.problem_texts import KINDS
from api.reasons import reason_data
from engine.errors import Busy, RegietafelError, StaleCase, StaleMeeting, TooMany
from engine.fields import InvalidInput
from engine.reason import Reason
from engine.text import Language, Text

PROBLEM_JSON = "application/problem+json"

BUSY_S = 5
"""When to try again after no turn came: the patience of a writer."""

_NAMED: Mapping[str, str] = {
    "unknown_transition": "transition",
    "unknown_workflow": "workflow",
    "unknown_region": "region",
}
"""What a request calls the thing that is unknown."""


_EVENTS = TypeAdapter(list[Mapping[str, object]])


class WrongOut(Out):
    """One thing that is wrong; ``name`` is a JSON pointer into the body, a key or a header."""

    name: str = Member(description="plaats van de fout")
    reason: str = Member(description="wat er fout is")
    code: WrongCode = Member(description="soort fout")


class Problem(Out):
    """What is answered in the place of what was asked for."""

    type: str = Member(description="soort probleem")
    title: str = Member(description="korte omschrijving")
    status: int = Member(description="HTTP-statuscode")
    detail: str = Member(description="uitleg")
    instance: str = Member(description="kenmerk van het verzoek")
    errors: list[WrongOut] | None = Member(None, description="alle fouten in het verzoek")
    reasons: list[ReasonOut] | None = Member(
        None, description="voorwaarden, ook die waaraan is voldaan"
    )
    current_version: int | None = Member(None, description="versie van de zaak nu")
    events: list[dict[str, JsonValue]] | None = Member(None, description="wat er intussen gebeurde")


@dataclass(frozen=True, slots=True)
class Trouble:
    """What went wrong, before it is put in a language or on a page."""

    code: str
    says: Text
    wrongs: tuple[Wrong, ...] = ()
    reasons: tuple[Reason, ...] | None = None
    current_version: int | None = None
    events: tuple[Mapping[str, object], ...] | None = None
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def status(self) -> int:
        """The HTTP status."""
        return KINDS[self.code].status

    @property
    def title(self) -> Text:
        """What kind of trouble it is."""
        return KINDS[self.code].title


def trouble_with(error: RegietafelError) -> Trouble:
    """What went wrong, with all that the error knows."""
    says = KINDS[error.code].says
    known = {name: value for name, value in vars(error).items() if isinstance(value, int | str)}
    return Trouble(
        code=error.code,
        says=Text(nl=says.nl.format(**known), en=says.en.format(**known)),
        wrongs=_wrongs(error),
        reasons=error.refused.reasons if isinstance(error, StepRefused) else None,
        current_version=error.current if isinstance(error, StaleCase | StaleMeeting) else None,
        events=error.events if isinstance(error, StaleSeen) else None,
        headers=_headers(error),
    )


def trouble_of(code: str, headers: Mapping[str, str] | None = None) -> Trouble:
    """What went wrong when no error of ours tells it."""
    return Trouble(code=code, says=KINDS[code].says, headers=headers or {})


def as_problem(trouble: Trouble, language: Language, request_id: str) -> Problem:
    """The trouble for a program."""
    reasons = trouble.reasons
    return Problem(
        type=f"/problems/{trouble.code.replace('_', '-')}",
        title=trouble.title.in_(language),
        status=trouble.status,
        detail=trouble.says.in_(language),
        instance=f"urn:uuid:{request_id}",
        errors=[_wrong_out(wrong, language) for wrong in trouble.wrongs] or None,
        reasons=None
        if reasons is None
        else [ReasonOut.model_validate(reason_data(reason)) for reason in reasons],
        current_version=trouble.current_version,
        events=_plain(trouble.events),
    )


def as_json(problem: Problem) -> dict[str, JsonValue]:
    """The members that it has; a null inside a reason means something and stays."""
    data: dict[str, JsonValue] = problem.model_dump(mode="json")
    return {name: value for name, value in data.items() if value is not None}


def stale(error: StaleCase, events: Sequence[Mapping[str, object]]) -> StaleSeen:
    """To be raised in the place of ``error``: the same, with what came in since."""
    return StaleSeen(error, events)


def _wrong_out(wrong: Wrong, language: Language) -> WrongOut:
    return WrongOut(name=wrong.name, reason=wrong.says.in_(language), code=wrong.code)


def _plain(events: tuple[Mapping[str, object], ...] | None) -> list[dict[str, JsonValue]] | None:
    """The events as JSON, with their days and moments as text."""
    return None if events is None else _EVENTS.dump_python(list(events), mode="json")


def _wrongs(error: RegietafelError) -> tuple[Wrong, ...]:
    """What is wrong with each value, where the error knows."""
    if isinstance(error, Malformed):
        return error.wrongs
    if isinstance(error, InvalidInput):
        return tuple(Wrong(each.field, each.code, each.says) for each in error.problems)
    if error.code in _NAMED:
        sentence = Text(nl=str(error), en=str(error))  # the nearest name is the same in both
        return (Wrong(_NAMED[error.code], "unknown", sentence),)
    return ()


def _headers(error: RegietafelError) -> dict[str, str]:
    """When to come back, or how to sign in."""
    if isinstance(error, TooMany):
        return {"Retry-After": str(error.retry_after_s)}
    if isinstance(error, Busy):
        return {"Retry-After": str(BUSY_S)}
    return {"WWW-Authenticate": "Bearer"} if error.code == "sign_in_needed" else {}
