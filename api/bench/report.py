"""``docs/performance.md``: the figures, on which machine, and how they are measured."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from api.bench.measuring import WARM_UP, Figures, Side
from api.bench.places import Place
from api.bench.ticking import Ticked
from api.bench.world import STEP, WORKFLOW


@dataclass(frozen=True, slots=True)
class Measured:
    """One row of the table: a place, and its figures if there are any."""

    place: Place
    figures: Figures | None

    def __str__(self) -> str:
        """In one line, for the terminal."""
        if self.figures is None:
            return f"{self.place.name}: not measured, {self.place.why_not}"
        ours, by_hand = self.figures.ours, self.figures.by_hand
        return (
            f"{self.place.name}: ours {ours.median:.2f} ms, by hand {by_hand.median:.2f} ms, "
            f"by hand / ours {self.figures.ratio:.2f} (of the processor "
            f"{self.figures.processor_ratio:.2f}); statements {ours.sent}, by hand {by_hand.sent}"
        )


HEADER = (
    "| Database | Ours: median | p95 | By hand: median | p95 | By hand / ours | Processor: ours "
    "| by hand | by hand / ours | Statements: ours | by hand |"
)
PAGE = """\
# Performance

One command, from the order to the answer, against hand-written SQL that does the same writes.
`make bench` measures it on both databases in one run, and writes this page.

| | |
|---|---|
| Date | {today} |
| Commit | {commit} |
| Machine | {machine} |
| Versions | {versions} |
| Pairs | {pairs} for each database, after {warm_up} to warm up |

{table}

Times are in milliseconds. *By hand / ours* is the ratio of the medians: how much of our time the
SQL by hand takes. *Processor* is the median of what the process itself computes, waiting and a
server's work left out, with its ratio: what other work on the machine disturbs least. Statements
are those that read + those that write, without BEGIN, COMMIT and settings. Only ratios of one run
can be compared: times hang on the machine and on what else it does. No test looks at them.
{ticks}
## How it is measured

- **The command** is `advance` with `{step}` in `{workflow}`: a step with a form
  that sets a fact, ends a deadline and its reminders, and begins deadlines with reminders of their
  own. All of it counts: turn, family lock, permission, snapshot, every guard, due dates with their
  explanation, event and hash chain, access log, stored answer, commit.
- **By hand** is SQL on the bare driver (`sqlite3`, `psycopg`) in one transaction, over a
  connection that the store has set up, so with the same durability: the case by its public id
  and the hash before, the UPDATE that checks the version, and every row that the command writes,
  several to a statement. It is told what to write. It asks nobody's permission, weighs no guard
  and computes no date; ids, versions and the hash chain it makes itself. That both leave the same
  rows is a test (`tests/bench`).
- **In turn**: ours, by hand, ours, by hand, each on a case that was just opened, in families of
  one caseload. Both sides meet the same machine at the same moment, and a database that is as
  full.
- **The databases**: SQLite as shipped (rollback journal, `synchronous=EXTRA`), on disk and in a
  memory-backed folder, where what is left is work of the processor; PostgreSQL as its package
  comes, `fsync` on, over a socket.
"""

TICKS = """
## Ticks

A tick costs what is due, not what is open: {due} reminders that are due, out of few open deadlines
and out of many; the aim is a ratio of at most 2.5. And what people meet while one long tick runs in
the same process: they look at their list and write a record, one request after the other.

| Database | {due} due out of | ms | out of | ms | Ratio | A tick of | s | Requests meanwhile \
| errors | median ms | longest ms |
|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|
{lines}

Each is the median of {days} ticks, in turn in the one and in the other database. The deadlines are
copies of one that a command began, ten to a case, each case in a family of its own. Mail is taken
at once.
"""


def page(rows: Sequence[Measured], ticks: Sequence[Ticked], *, pairs: int, today: date) -> str:
    """The whole page."""
    return PAGE.format(
        today=today.isoformat(),
        commit=commit(),
        machine=f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}{_load()}",
        versions=", ".join(_versions(rows)),
        pairs=pairs,
        warm_up=WARM_UP,
        table=_table(rows),
        ticks=_ticks(ticks),
        step=STEP,
        workflow=WORKFLOW,
    )


def commit() -> str:
    """The commit that is checked out, and whether files differ from it."""
    head = _git("rev-parse", "--short=12", "HEAD")
    if head is None:
        return "unknown"
    return f"{head}, with changes that are not committed" if _git("status", "--porcelain") else head


def _load() -> str:
    """How busy the machine was in the last minutes, where it can be asked."""
    load = getattr(os, "getloadavg", None)
    return f"; {load()[1]:.1f} processes at work in the last 5 minutes" if load else ""


def _git(*words: str) -> str | None:
    git = shutil.which("git")
    if git is None:
        return None
    # The clone may belong to someone else, as in a container; reading it is harmless.
    command = [git, "-c", "safe.directory=*", *words]
    answer = subprocess.run(  # noqa: S603 - our own words
        command, cwd=Path(__file__).parent, check=False, capture_output=True, text=True
    )
    return answer.stdout.strip() if answer.returncode == 0 else None


def _versions(rows: Iterable[Measured]) -> list[str]:
    databases = {row.figures.version: None for row in rows if row.figures}
    return [f"Python {platform.python_version()}", *databases]


def _table(rows: Iterable[Measured]) -> str:
    lines = [
        HEADER,
        "|---" + "|--:" * (HEADER.count("|") - 2) + "|",
        *map(_line, rows),
    ]
    return "\n".join(lines)


def _line(row: Measured) -> str:
    figures = row.figures
    if figures is None:
        return f"| {row.place.name} | not measured: {row.place.why_not}" + " |" * 10
    sides: tuple[Side, Side] = (figures.ours, figures.by_hand)
    times = " | ".join(f"{side.median:.2f} | {side.p95:.2f}" for side in sides)
    sent = " | ".join(str(side.sent) for side in sides)
    processor = " | ".join(f"{side.processor:.2f}" for side in sides)
    return (
        f"| {row.place.name} | {times} | **{figures.ratio:.2f}** | {processor} "
        f"| {figures.processor_ratio:.2f} | {sent} |"
    )


def _ticks(rows: Sequence[Ticked]) -> str:
    lines = "\n".join(map(_tick_line, rows))
    if not rows:
        return ""
    sizes = rows[0].ticks.sizes
    return TICKS.format(due=sizes.due, days=sizes.days, lines=lines)


def _tick_line(row: Ticked) -> str:
    ticks, sizes, people = row.ticks, row.ticks.sizes, row.meanwhile
    return (
        f"| {row.place} | {sizes.few:,} | {ticks.of_few:.0f} | {sizes.many:,} "
        f"| {ticks.of_many:.0f} | **{ticks.ratio:.2f}** | {people.due:,} "
        f"| {people.tick_ms / 1000:.1f} | {people.requests:,} | {people.errors} "
        f"| {people.median:.1f} | {people.longest:.0f} |"
    )
