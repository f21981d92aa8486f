"""Which deadlines a request asks for: the same keys in the address of the page and of the API."""

from __future__ import annotations

from typing import Annotated, TypeAlias, get_args

from fastapi import Depends, Query
from pydantic import JsonValue
from starlette.requests import Request

from api.errors import Malformed, Wrong
from api.site import site_of
from engine.fields import InvalidInput
from engine.looks import Look
from engine.service.date_filter import DeadlineFilter, Special, When, read_filter


def _enum(kind: object) -> dict[str, JsonValue]:
    # Read by us: so all that is wrong is told at once, and with what is possible.
    return {"enum": list(get_args(kind))}


_Given: TypeAlias = dict[str, str | None]


def _of_dates(
    when: Annotated[
        str | None,
        Query(max_length=64, description="te laat, over de norm, …", json_schema_extra=_enum(When)),
    ] = None,
    special: Annotated[
        str | None,
        Query(max_length=64, description="bijzonderheid", json_schema_extra=_enum(Special)),
    ] = None,
    look: Annotated[
        str | None,
        Query(max_length=64, description="wet, afspraak of norm", json_schema_extra=_enum(Look)),
    ] = None,
) -> _Given:
    return {"when": when, "special": special, "look": look}


def _of_cases(
    region: Annotated[str | None, Query(max_length=64, description="regio")] = None,
    workflow: Annotated[str | None, Query(max_length=64, description="soort zaak")] = None,
    phase: Annotated[str | None, Query(max_length=64, description="fase")] = None,
    owner: Annotated[
        str | None, Query(max_length=64, description="kenmerk van de behandelaar")
    ] = None,
) -> _Given:
    return {"region": region, "workflow": workflow, "phase": phase, "owner": owner}


def asked_dates(
    request: Request,
    dates: Annotated[_Given, Depends(_of_dates)],
    cases: Annotated[_Given, Depends(_of_cases)],
) -> DeadlineFilter:
    """The filter that the query asks for.

    Raises:
        Malformed: a value is unknown; each is named, with what is possible.
    """
    try:
        return read_filter({**dates, **cases}, site_of(request).office.library)
    except InvalidInput as error:
        wrongs = (Wrong(each.field, each.code, each.says) for each in error.problems)
        raise Malformed(*wrongs) from None


Asked: TypeAlias = Annotated[DeadlineFilter, Depends(asked_dates)]
