"""The parts of a soak: how each is cut in pieces, what a piece does, and what is said of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from tests.access.guards import places
from tests.chaos.audited import audited
from tests.chaos.long_runs import killed, killed_at_each, raced, undelivered
from tests.chaos.unguarded import unguarded
from tests.chaos.walk import walked
from tests.store.databases import fresh_store

Found: TypeAlias = Mapping[str, Any]

WALKED, KILLED = 2_500, 200
"""Commands on one database: more makes it slow, and reaches nothing new. Moments in one piece."""

RIVALS = (2, 4, 8)

PURE = "pure"
"""A run without any database."""

WORLDS, READ, REQUESTS, PLACES = 50_000, 1_000, 2_500, 5
"""In one piece: worlds, worlds that are read from a database, requests, and guards taken out."""


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


def _worlds(kinds: Sequence[str], first: int, steps: int) -> list[Piece]:
    """The pure ones, and of each database a hundredth as many."""
    read = in_pieces(READ)(kinds, first, max(1, steps // 100))
    return [*in_pieces(WORLDS)([PURE], first, steps), *read]


def _worlds_do(piece: Piece) -> Found:
    from tests.chaos.access_runs import worlds  # noqa: PLC0415 - it takes the whole application

    read = piece.kind != PURE
    return worlds(piece.kind, piece.seed * (READ if read else WORLDS), piece.amount, read=read)


def _matrix_do(piece: Piece) -> Found:
    from tests.chaos.access_runs import matrix  # noqa: PLC0415 - the same

    return matrix(piece.kind, piece.seed, piece.amount)


def _guards(_: Sequence[str], first: int, steps: int) -> list[Piece]:
    """So many of all places, spread over them; the seed of a piece is where it begins."""
    every = sum(1 for _ in places())
    if steps >= every:
        begins = range(0, every, PLACES)
        return [Piece("sqlite", begun, min(PLACES, every - begun)) for begun in begins]
    return [Piece("sqlite", (first + nth * every // steps) % every, 1) for nth in range(steps)]


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


def _worlds_say(found: Sequence[Found]) -> list[str]:
    sums = _sums(found)
    return [
        f"- {sums['pure']:,} worlds: every promise holds in each",
        f"- {sums['read']:,} worlds read from a database: `may`, `visible` and the rows agree",
    ]


def _matrix_says(found: Sequence[Found]) -> list[str]:
    sums, most = _sums(found), max(piece["met"] for piece in found)
    return [
        f"- {sums['requests']:,} requests, in one piece up to {most:,} operations × persons",
        f"- {sums['heard']:,} statements about a file, each after somebody asked who may see it",
        "- 0 marked texts of another's file, 0 foreign rows changed, 0 tries without a row",
    ]


def _guards_say(found: Sequence[Found]) -> list[str]:
    sums = _sums(found)
    return [
        f"- {sums['places']:,} guards taken out one at a time",
        f"- {sums['caught']:,} times a test was red",
        f"- {sums['places'] - sums['caught']:,} times none was",
    ]


def _guards_table(found: Sequence[Found]) -> list[str]:
    survived = sorted(each for piece in found for each in piece["survived"])
    return ["", *(f"- {each}" for each in survived)] if survived else []


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
        Part(
            name="worlds",
            title="Worlds of who may see what",
            steps=1_000_000,
            pieces=_worlds,
            do=_worlds_do,
            says=_worlds_say,
        ),
        Part(
            name="matrix",
            title="Requests with foreign ids",
            steps=20_000,
            pieces=in_pieces(REQUESTS),
            do=_matrix_do,
            says=_matrix_says,
        ),
        Part(
            name="guards",
            title="Guards taken out",
            steps=100_000,
            pieces=_guards,
            do=lambda piece: unguarded(piece.seed, piece.amount),
            says=_guards_say,
            table=_guards_table,
        ),
    )
}
