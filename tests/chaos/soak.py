"""``make soak``: the long parts, in pieces that are noted, and written down in ``docs/soak.md``.

A piece has a database and a seed of its own. What was done is noted after each, so that a soak
that was broken off goes on where it was; a part that is run anew replaces only its own words.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

from engine.clock import SystemClock
from tests.chaos.soak_parts import PARTS, Part, Piece
from tests.store.databases import KINDS

Notes: TypeAlias = Mapping[str, Mapping[str, Any]]

ROOT = Path(__file__).parents[2]
NOTES = ROOT / "build"
PAGE = ROOT / "docs" / "soak.md"
TITLE = "# Soak"


def do_them(part: Part, wanted: Sequence[Piece], commit: str) -> Notes:
    """Do each piece that this commit has not done yet."""
    notes = NOTES / f"soak-{part.name}.json"
    known: dict[str, Any] = json.loads(notes.read_text()) if notes.exists() else {}
    done: dict[str, Any] = known.get(commit, {})
    for piece in wanted:
        if piece.key not in done:
            begun = time.perf_counter()
            done[piece.key] = dict(part.do(piece))
            done[piece.key]["seconds"] = round(time.perf_counter() - begun)
            NOTES.mkdir(exist_ok=True)
            notes.write_text(json.dumps({commit: done}))
            sys.stdout.write(f"{part.name} {piece.key}: {done[piece.key]['seconds']} s\n")
            sys.stdout.flush()
    return done


def section(part: Part, found: Notes, commit: str) -> str:
    """What came of one part: of every piece that this commit has done, in however many runs."""
    seconds = sum(piece["seconds"] for piece in found.values())
    kinds = ", ".join(dict.fromkeys(key.partition(" ")[0] for key in found))
    seeds = sorted({int(key.split()[1]) for key in found})
    lines = [
        f"## {part.title}",
        "",
        (
            f"- date: {SystemClock().now():%Y-%m-%d}; commit: {commit}; {kinds}; "
            f"seeds: {seeds[0]} to {seeds[-1]}, {len(found)} pieces"
        ),
        *part.says(list(found.values())),
        f"- {seconds:,} seconds; nothing was broken",
        *part.table(list(found.values())),
    ]
    return "\n".join(lines)


def page(old: str, new: str) -> str:
    """The page with this section in place of the one with its title, the others as they were."""
    head, *rest = old.strip().split("\n## ") if old.strip() else [TITLE]
    title = new.partition("\n")[0]
    sections = {f"## {each}".partition("\n")[0]: f"## {each}".strip() for each in rest}
    sections[title] = new.strip()
    order = [f"## {part.title}" for part in PARTS.values()]
    kept = [sections[each] for each in order if each in sections]
    return "\n\n".join([head.strip(), *kept]) + "\n"


def main() -> None:
    """Do the parts, and write the page; an assertion that fails names the seed by its piece."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--part", choices=[*PARTS])
    asked.add_argument("--steps", type=int, help="how much of the part; else what it asks itself")
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--kinds", default=",".join(KINDS))
    said = asked.parse_args()
    commit = subprocess.run(
        ["git", "-C", str(ROOT), "describe", "--always", "--dirty"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
    for part in [PARTS[said.part]] if said.part else PARTS.values():
        wanted = part.pieces(said.kinds.split(","), said.seed, said.steps or part.steps)
        words = section(part, do_them(part, wanted, commit), commit)
        old = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
        PAGE.write_text(page(old, words), encoding="utf-8")


if __name__ == "__main__":
    main()
