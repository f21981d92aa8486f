"""``regietafel bench``: the whole command against hand-written SQL doing the same writes; ticks.

The ticks are those over few and over many open deadlines, and a long one while people work.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import nullcontext
from importlib.resources import files
from pathlib import Path

import typer

from api.bench.measuring import measure
from api.bench.places import Place, usual_places
from api.bench.report import Measured, page
from api.bench.ticking import Sizes, Ticked, beside, compared, met
from engine.clock import SystemClock
from engine.library import Library
from engine.loader import load
from engine.service.office import local_day
from engine.store.store import open_store

REPORT = Path("docs/performance.md")
PAIRS = 300


def main(
    pairs: int = PAIRS,
    report: Path = REPORT,
    *,
    places: Iterable[Place] | None = None,
    sizes: Sizes | None = None,
) -> None:
    """Measure in every place, say what was found, and write the report.

    Args:
        pairs: how often both sides run in each place; at least 2, for there are percentiles.
        places: empty databases; else those that this machine has.
        sizes: over how many deadlines ticks are measured; in ``places`` none unless it is given.
    """
    library = load(files("workflows"))
    with usual_places() if places is None else nullcontext(tuple(places)) as found:
        rows = [_measured(place, library, pairs) for place in found]
        wanted = sizes or (Sizes() if places is None else None)
        ticks = [_ticked(place, library, wanted) for place in found if place.url and wanted]
    report.parent.mkdir(parents=True, exist_ok=True)
    today = local_day(SystemClock().now())
    report.write_text(page(rows, ticks, pairs=pairs, today=today), encoding="utf-8")
    typer.echo(f"Written: {report}")


def _measured(place: Place, library: Library, pairs: int) -> Measured:
    if place.url is None:
        row = Measured(place, None)
    else:
        store = open_store(place.url)
        try:
            row = Measured(place, measure(store, library, pairs=pairs))
        finally:
            store.close()
    typer.echo(str(row))
    return row


def _ticked(place: Place, library: Library, sizes: Sizes) -> Ticked:
    few, many, busy = (beside(str(place.url), name) for name in ("few", "many", "busy"))
    ticks = compared((few, many), library, sizes)
    row = Ticked(place.name, ticks, met(busy, library, sizes.busy))
    typer.echo(str(row))
    return row
