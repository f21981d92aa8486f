"""The matrix: everybody, every request, every foreign id in every place; and what is wrong."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import product

from tests.access.asking import Ask
from tests.access.belonging import BAD, NONE, Choice, without_foreign
from tests.access.shelf import SEES
from tests.access.trial import Answer, Trial, leaks

FROM = ("own", "other", "closed", "elsewhere", NONE, BAD)
"""Where an id of the matrix comes from."""

EVERYBODY = tuple(SEES)

RARE = (*FROM[3:], "")
"""Met by some only: each in its turn, and then whatever the lot says."""

_SHORT = 3
"""Of so many places each may be of another file."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that an answer must never do."""

    oracle: str
    ask: str
    who: str
    choice: Choice
    seen: str

    def __str__(self) -> str:
        return f"{self.oracle}: {self.who} {self.ask} {self.choice}: {self.seen}"


def faults(trial: Trial, asks: Iterable[Ask], who: str, *, each: int, seed: int) -> list[Fault]:
    """Ask everything as somebody with foreign ids, ``each`` of them by lot; what is wrong."""
    plan = planned(asks, who, each=each, seed=seed)
    return [fault for ask, choice in plan for fault in judged(trial, ask, choice, who)]


def planned(asks: Iterable[Ask], who: str, *, each: int, seed: int) -> list[tuple[Ask, Choice]]:
    """What somebody asks with which ids.

    A request that is all theirs and may change something is not asked: it is to succeed.
    """
    drawn = random.Random(f"{seed} {who}")
    return [
        (ask, choice)
        for at, ask in enumerate(asks, EVERYBODY.index(who))
        if ask.slots
        for choice in sample(ask, drawn, each, RARE[at % len(RARE)])
        if ask.is_safe or not is_theirs(ask, choice, who)
    ]


def sample(ask: Ask, drawn: random.Random, size: int, rare: str = "") -> list[Choice]:
    """Own, another and a closed file in every place alike, and ``size`` more by lot.

    One of these holds ``rare``, so that over everybody each request meets every sort of id.
    """
    alike = [(name,) * len(ask.slots) for name in FROM]
    if len(ask.slots) == 1:
        others = alike[3:]
        drawn.shuffle(others)
        return alike[:3] + sorted(others, key=lambda each: rare not in each)[:size]
    return alike[: size + 2] + _mixed(ask, drawn, size, rare)


def _mixed(ask: Ask, drawn: random.Random, size: int, rare: str) -> list[Choice]:
    """Ids of two files or more; in a long form only one is another, else none would fit."""
    places = len(ask.slots)
    if places <= _SHORT:
        every = [each for each in product(FROM, repeat=places) if len({*each}) > 1]
        mixed = [each for each in every if all(each[at] == each[0] for at in ask.in_names)]
        drawn.shuffle(mixed)
        return sorted(mixed, key=lambda each: bool(rare) and rare not in each)[:size]
    told = [at for at in range(places) if at not in ask.in_names]
    odd = [rare or None, *(None for _ in range(1, size))]
    return [_all_but_one(places, drawn, told, each) for each in odd[:size]]


def _all_but_one(places: int, drawn: random.Random, among: list[int], rare: str | None) -> Choice:
    whole = drawn.choice(FROM[:2])
    at, odd = drawn.choice(among), drawn.choice([each for each in FROM if each != whole])
    return (whole,) * at + (rare or odd,) + (whole,) * (places - at - 1)


def is_theirs(ask: Ask, choice: Choice, who: str) -> bool:
    """Whether every id is there, fits the others, and is of what this person sees."""
    return without_foreign(ask, choice, who) == choice and not {NONE, BAD} & {*choice}


def judged(trial: Trial, ask: Ask, choice: Choice, who: str) -> Iterator[Fault]:
    """Ask it, and look at the answer with every oracle."""

    def fault(oracle: str, seen: object) -> Fault:
        return Fault(oracle, ask.name, who, choice, str(seen)[:300])

    before = trial.row_before()
    ask_it = trial.look if ask.is_safe and choice[0] in SEES[who] else trial.send
    answer = ask_it(who, ask, choice)
    yield from map(partial(fault, "unseen"), trial.unseen(who))
    if trial.changed():
        yield fault("changed", trial.written)
        trial.before = trial.now()
    if found := leaks(answer, who):
        yield fault("leak", sorted(found))
    if answer.status >= 500:
        yield fault("5xx", answer.status)
    asked = without_foreign(ask, choice, who)
    is_foreign = asked != choice or NONE in choice
    if ask.finds and BAD not in choice:
        yield from map(
            partial(fault, "unlogged"), _unlogged(trial, before, answer, who, is_foreign)
        )
    if asked != choice and (twin := trial.twin(who, ask, asked, choice)) != answer:
        yield fault("differs", difference(answer, twin))


def _unlogged(
    trial: Trial, before: int, answer: Answer, who: str, is_foreign: bool
) -> Iterator[str]:
    """What the log lacks; a request that is wrong in itself is no try at anything."""
    if who not in trial.shelf.staff or answer.status == 400:
        return
    last, row = trial.logged()
    if last == before:
        yield f"{answer.status} leaves no row"
    elif row.person_id != trial.shelf.staff[who].person:
        yield "the row is somebody else's"
    elif is_foreign and answer.status == 404 and row.outcome != "denied":
        yield f"404 is logged as {row.outcome}"


def difference(answer: Answer, twin: Answer) -> str:
    """Where the answers to what is foreign and to what does not exist part."""
    if answer.status != twin.status:
        return f"{answer.status} where what does not exist gives {twin.status}"
    if answer.headers != twin.headers:
        return f"headers: {set(answer.headers.items()) ^ set(twin.headers.items())}"
    at = next(
        i for i, (a, b) in enumerate(zip(answer.body, twin.body + "\0", strict=False)) if a != b
    )
    return (
        f"…{answer.body[max(0, at - 80) : at + 80]}… for …{twin.body[max(0, at - 80) : at + 80]}…"
    )
