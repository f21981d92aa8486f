"""``make soak``, the part ``walk``: the walk of the engine, long, and written down.

It goes in pieces with a database and a seed of their own. What was walked is noted after each
piece, so that a soak that was broken off goes on where it was.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.clock import SystemClock
from tests.chaos.walk import walked
from tests.store.databases import KINDS, fresh_store

PIECE = 2_500
"""Commands on one database: more makes it slow, and reaches nothing new."""

ROOT = Path(__file__).parents[2]
NOTES = ROOT / "build" / "soak-walk.json"
PAGE = ROOT / "docs" / "soak.md"


@dataclass(frozen=True)
class Piece:
    """One walk of a soak."""

    kind: str
    seed: int
    commands: int

    @property
    def key(self) -> str:
        """Under which it is noted."""
        return f"{self.kind} {self.seed} {self.commands}"


def pieces(kinds: list[str], first: int, steps: int) -> list[Piece]:
    """The walks of a soak, one seed after another on each database."""
    return [
        Piece(kind, first + nth, min(PIECE, steps - nth * PIECE))
        for kind in kinds
        for nth in range(-(-steps // PIECE))
    ]


def walk_them(wanted: list[Piece], commit: str) -> dict[str, Any]:
    """Walk each piece that this commit has not walked yet."""
    notes: dict[str, Any] = json.loads(NOTES.read_text()) if NOTES.exists() else {}
    done: dict[str, Any] = notes.get(commit, {})
    for piece in wanted:
        if piece.key not in done:
            done[piece.key] = _walked(piece)
            NOTES.parent.mkdir(exist_ok=True)
            NOTES.write_text(json.dumps({commit: done}))
            sys.stdout.write(f"{piece.key}: {done[piece.key]['seconds']} s\n")
            sys.stdout.flush()
    return {piece.key: done[piece.key] for piece in wanted}


def _walked(piece: Piece) -> Mapping[str, Any]:
    begun = time.process_time()
    with fresh_store(piece.kind) as store:
        walk = walked(store, piece.seed, piece.commands)
        return {
            "commands": walk.world.given,
            "cases": len(walk.promises.seen),
            "steps": walk.promises.made.total(),
            "kept": walk.promises.kept.total(),
            "made": sorted({f"{name} {step}" for name, _, step in walk.promises.made}),
            "of": {name: len(walk.steps_of(name)) for name in sorted(walk.workflows)},
            "seconds": round(time.process_time() - begun),
        }


def page(found: Mapping[str, Any], seed: int, commit: str) -> str:
    """What came of it, for ``docs/soak.md``."""
    sums: Counter[str] = Counter()
    for piece in found.values():
        sums.update({key: piece[key] for key in ("commands", "cases", "steps", "kept", "seconds")})
    when = (
        f"- date: {SystemClock().now():%Y-%m-%d}; commit: {commit}; "
        f"seeds: {seed} and on, {len(found)} pieces"
    )
    what = (
        f"- {sums['commands']:,} commands in {sums['cases']:,} cases; {sums['steps']:,} steps, "
        f"all on the chart of the proof; {sums['kept']:,} times an act met its invariant"
    )
    lines = [
        "# Soak",
        "",
        "## Walk of the engine",
        "",
        when,
        what,
        f"- {sums['seconds']:,} seconds of one core; nothing was broken",
        "",
        "| Workflow | steps made at least once | of |",
        "|---|--:|--:|",
    ]
    made = {step for piece in found.values() for step in piece["made"]}
    for name, count in next(iter(found.values()))["of"].items():
        own = sum(step.split()[0] == name for step in made)
        lines.append(f"| {name} | {own} | {count} |")
    return "\n".join([*lines, ""])


def main() -> None:
    """Walk, and write the page; an assertion that fails names the seed by the piece begun."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--part", default="walk", choices=["walk"])
    asked.add_argument("--steps", type=int, default=100_000)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--kinds", default=",".join(KINDS))
    said = asked.parse_args()
    commit = subprocess.run(
        ["git", "-C", str(ROOT), "describe", "--always", "--dirty"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
    found = walk_them(pieces(said.kinds.split(","), said.seed, said.steps), commit)
    PAGE.write_text(page(found, said.seed, commit), encoding="utf-8")


if __name__ == "__main__":
    main()
