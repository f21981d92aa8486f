"""Which rows of the log of a case are asked for: the same keys on the page and in the API."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from fastapi import Depends, Query
from pydantic import BeforeValidator

from api.models import Day
from engine.service.file.looked import AskedLooks


def _given(value: object) -> object:
    return value or None


_Day: TypeAlias = Annotated[Day | None, BeforeValidator(_given)]


def asked_looks(
    who: Annotated[
        str | None,
        Query(max_length=64, description="kenmerk van wie keek"),
    ] = None,
    since: Annotated[_Day, Query(description="vanaf deze dag")] = None,
    until: Annotated[_Day, Query(description="tot en met deze dag")] = None,
    tries: Annotated[bool, Query(description="alleen wie werd geweigerd")] = False,  # noqa: FBT002
) -> AskedLooks:
    """The rows that the query asks for; a field that was left empty asks nothing."""
    return AskedLooks(person=who or None, since=since, until=until, tries=tries)


AskedLook: TypeAlias = Annotated[AskedLooks, Depends(asked_looks)]
