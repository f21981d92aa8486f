"""Saved views as JSON: a filter of deadlines under a name."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from api.models import In, Out
from engine.looks import Look
from engine.service.date_filter import DeadlineFilter, Special, When
from engine.service.saved_views import LONGEST_NAME, MOST_VIEWS
from engine.store.saved_views import ViewSeen

_Key = Annotated[str | None, Field(max_length=64)]


class FilterIn(In):
    """Which deadlines; without any member all that run."""

    when: When = Field("all", description="te laat, over de norm, …")
    special: Special | None = Field(None, description="bijzonderheid")
    region: _Key = Field(None, description="regio")
    workflow: _Key = Field(None, description="soort zaak")
    phase: _Key = Field(None, description="fase")
    owner: _Key = Field(None, description="kenmerk van de behandelaar")
    look: Look | None = Field(None, description="wet, afspraak of norm")


class FilterOut(Out):
    """Which deadlines; null: not chosen."""

    when: When = Field(description="te laat, over de norm, …")
    special: Special | None = Field(description="bijzonderheid")
    region: str | None = Field(description="regio")
    workflow: str | None = Field(description="soort zaak")
    phase: str | None = Field(description="fase")
    owner: str | None = Field(description="kenmerk van de behandelaar")
    look: Look | None = Field(description="wet, afspraak of norm")

    @classmethod
    def of(cls, asked: DeadlineFilter) -> FilterOut:
        """The filter, member by member."""
        return cls(
            when=asked.when,
            special=asked.special,
            region=asked.region,
            workflow=asked.workflow,
            phase=asked.phase,
            owner=asked.owner,
            look=asked.look,
        )


class SavedViewIn(In):
    """A filter and what it is to be called."""

    name: str = Field(max_length=LONGEST_NAME, description="naam; geen naam van een gezin")
    filter: FilterIn = Field(description="welke termijnen")


class SavedViewOut(Out):
    """A saved view (bewaarde weergave), of the caller only."""

    id: str = Field(description="kenmerk")
    name: str = Field(description="naam")
    query: str = Field(description="hetzelfde als zoekdeel van een adres")
    filter: FilterOut | None = Field(
        description="welke termijnen; null: de definities kennen iets daarvan niet meer"
    )

    @classmethod
    def of(cls, view: ViewSeen, asked: DeadlineFilter | None) -> SavedViewOut:
        """A view of the caller's."""
        return cls(
            id=view.public_id,
            name=view.name,
            query=view.query,
            filter=None if asked is None else FilterOut.of(asked),
        )


class SavedViewsOut(Out):
    """The saved views of the caller, by name."""

    items: list[SavedViewOut] = Field(max_length=MOST_VIEWS, description="bewaarde weergaven")
