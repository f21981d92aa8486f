"""The parts of a soak: how each is cut in pieces, what a piece does, and what is said of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from tests.chaos.audited import audited
from tests.chaos.long_runs import killed, killed_at_each, raced, undelivered
from tests.chaos.walk import walked
from tests.store.databases import fresh_store

Found: TypeAlias = Mapping[str, Any]

WALKED, KILLED = 2_500, 200
"""Commands on one database: more makes it slow, and reaches nothing new. Moments in one piece."""

RIVALS = (2, 4, 8)


@dataclass(frozen=True)
class Piece:
    """One run of a soak; of the ticks the seed is how many processes race."""

    kind: str
    seed: int
    amount: int

    @property
    def key(self) -> str:
        """Under which it is noted."""
        return f"{self.kind} {self.seed} {self.amount}"


@dataclass(frozen=True)
class Part:
    """One of the long runs."""

    name: str
    title: str
    steps: int
    pieces: Callable[[Sequence[str], int, int], list[Piece]]
    do: Callable[[Piece], Found]
    says: Callable[[Sequence[Found]], list[str]]
    table: Callable[[Sequence[Found]], list[str]] = lambda _: []


def in_pieces(size: int) -> Callable[[Sequence[str], int, int], list[Piece]]:
    """Cut the steps of each database in pieces of at most this size, one seed after another."""

    def pieces(kinds: Sequence[str], first: int, steps: int) -> list[Piece]:
        return [
            Piece(kind, first + nth, min(size, steps - nth * size))
            for kind in kinds
            for nth in range(-(-steps // size))
        ]

    return pieces


def _races(kinds: Sequence[str], _: int, steps: int) -> list[Piece]:
    return [Piece(kind, rivals, steps) for kind in kinds for rivals in RIVALS]


def _at_once(kinds: Sequence[str], first: int, steps: int) -> list[Piece]:
    return [Piece(kind, first, steps) for kind in kinds]


def _walked(piece: Piece) -> Found:
    with fresh_store(piece.kind) as store:
        walk = walked(store, piece.seed, piece.amount)
        return {
            "commands": walk.world.given,
            "cases": len(walk.promises.seen),
            "steps": walk.promises.made.total(),
            "kept": walk.promises.kept.total(),
            "made": sorted({f"{name} {step}" for name, _, step in walk.promises.made}),
            "of": {name: len(walk.steps_of(name)) for name in sorted(walk.workflows)},
        }


def _sums(found: Sequence[Found]) -> Counter[str]:
    sums: Counter[str] = Counter()
    for piece in found:
        sums.update({key: value for key, value in piece.items() if isinstance(value, int)})
    return sums


def _walk_says(found: Sequence[Found]) -> list[str]:
    sums = _sums(found)
    return [
        f"- {sums['commands']:,} commands in {sums['cases']:,} cases",
        f"- {sums['steps']:,} steps, all on the chart of the proof",
        f"- {sums['kept']:,} times an act met its invariant",
    ]


def _walk_table(found: Sequence[Found]) -> list[str]:
    made = {step for piece in found for step in piece["made"]}
    lines = ["", "| Workflow | steps made at least once | of |", "|---|--:|--:|"]
    for name, count in found[0]["of"].items():
        own = sum(step.split()[0] == name for step in made)
        lines.append(f"| {name} | {own} | {count} |")
    return lines


def _moments_say(found: Sequence[Found]) -> list[str]:
    sums = _sums(found)
    return [
        f"- {sums['moments']:,} moments: before each statement, around each commit and letter",
        *_after_a_kill(sums),
    ]


def _kills_say(found: Sequence[Found]) -> list[str]:
    sums = _sums(found)
    return [
        f"- {sums['moments']:,} moments by chance, {sums['killed']:,} before the client had done",
        *_after_a_kill(sums),
    ]


def _after_a_kill(sums: Counter[str]) -> list[str]:
    return [
        "- 0 confirmed acts lost; every version a number of events, every chain whole",
        "- after another took over: 0 rows double or missing against a run without a kill",
        f"- {sums['letters']:,} letters, each at least once",
        f"- {sums['twice']:,} letters twice, under one Message-ID: nobody had noted the answer",
    ]


def _ticks_say(found: Sequence[Found]) -> list[str]:
    races = sorted({(piece["rivals"], piece["deadlines"]) for piece in found})
    told = ", ".join(f"{rivals} × {count:,}" for rivals, count in races)
    return [
        f"- processes × deadlines: {told}",
        "- each process was held between the claim and the mark of a letter until all were",
        "- 0 rows double, 0 missing; the same tick a hundred times after that: no change",
    ]


def _mail_says(found: Sequence[Found]) -> list[str]:
    sums, most = _sums(found), max(piece["ticks"] for piece in found)
    return [
        f"- the mail server away for 200 ticks with {sums['mails']:,} mails waiting, then back",
        f"- all accepted within {most} ticks more, each Message-ID once",
    ]


def _audit_says(found: Sequence[Found]) -> list[str]:
    sums, most = _sums(found), max(piece["more_mb"] for piece in found)
    return [
        f"- {sums['rows']:,} rows of the access log sealed, anchored and verified",
        f"- verified in {sums['verify_s']:,} s, with at most {most} MB more than before",
        f"- {sums['attacks']:,} rows changed: each found, and named",
    ]


PARTS: Mapping[str, Part] = {
    part.name: part
    for part in (
        Part(
            name="walk",
            title="Walk of the engine",
            steps=100_000,
            pieces=in_pieces(WALKED),
            do=_walked,
            says=_walk_says,
            table=_walk_table,
        ),
        Part(
            name="moments",
            title="Kills at every moment",
            steps=1,
            pieces=_at_once,
            do=lambda piece: killed_at_each(piece.kind),
            says=_moments_say,
        ),
        Part(
            name="kills",
            title="Kills at any moment",
            steps=5_200,
            pieces=in_pieces(KILLED),
            do=lambda piece: killed(piece.kind, piece.seed, piece.amount),
            says=_kills_say,
        ),
        Part(
            name="ticks",
            title="Ticks against each other",
            steps=10_000,
            pieces=_races,
            do=lambda piece: raced(piece.kind, piece.seed, piece.amount),
            says=_ticks_say,
        ),
        Part(
            name="mail",
            title="Mail server away",
            steps=1_000,
            pieces=_at_once,
            do=lambda piece: undelivered(piece.kind, piece.amount),
            says=_mail_says,
        ),
        Part(
            name="audit",
            title="Trails that were tampered with",
            steps=1_000_000,
            pieces=in_pieces(100_000),
            do=lambda piece: audited(piece.kind, piece.seed, piece.amount),
            says=_audit_says,
        ),
    )
}
