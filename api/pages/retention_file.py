"""A proposal or a certificate as a file: one row for each table of each file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from api.sheets import Cell, Sheet, as_csv
from api.speech import Speech
from engine.service.destruction_shown import DestructionShown, ItemRow
from engine.text import Text

_TITLE = Text(nl="Vernietiging", en="Destruction")
_FAMILY = Text(nl="wat het gezin deelt", en="what the family shares")
_ABOUT = Text(
    nl="{name}: {state}. Gemaakt door {who} op {when} met Regietafel.",
    en="{name}: {state}. Made by {who} on {when} with Regietafel.",
)
_HEADS = (
    Text(nl="Zaak", en="Case"),
    Text(nl="Soort zaak", en="Kind of case"),
    Text(nl="Stand", en="Standing"),
    Text(nl="Mag weg vanaf", en="May go from"),
    Text(nl="Grond", en="Basis"),
    Text(nl="Tabel", en="Table"),
    Text(nl="Wat", en="What"),
    Text(nl="Aantal", en="Rows"),
)


def export_of(one: DestructionShown, speech: Speech, *, who: str, now: datetime) -> bytes:
    """The whole of it as CSV."""
    rows = [row for item in one.items for row in _rows(item, speech)]
    about = speech.say(_ABOUT).format(
        name=one.row.name,
        state=speech.say(one.row.state_words),
        who=who,
        when=speech.moment(now),
    )
    heads = tuple(map(speech.say, _HEADS))
    return as_csv(Sheet(speech.say(_TITLE), heads, rows, about, now))


def _rows(item: ItemRow, speech: Speech) -> Iterator[tuple[Cell, ...]]:
    basis = item.bases[0] if item.bases else None
    said: tuple[Cell, ...] = (
        item.number or speech.say(_FAMILY),
        speech.say(item.workflow) if item.workflow else None,
        speech.say(item.state_words),
        item.from_on,
        f"{speech.say(basis.title)} ({basis.years}, {basis.source})" if basis else None,
    )
    for each in item.counts:
        yield (*said, each.table, speech.say(each.title), each.rows)
