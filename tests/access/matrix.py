"""The matrix: everybody, every request, every foreign id in every place; and what is wrong."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import product

from tests.access.asking import Ask
from tests.access.shelf import SEES
from tests.access.trial import BAD, NONE, Answer, Choice, Trial, leaks, without_foreign

FROM = ("own", "other", "closed", "elsewhere", NONE, BAD)
"""Where an id of the matrix comes from."""

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
        for ask in asks
        if ask.slots
        for choice in sample(ask, drawn, each)
        if ask.is_safe or not is_theirs(ask, choice, who)
    ]


def sample(ask: Ask, drawn: random.Random, size: int) -> list[Choice]:
    """Own, another and a closed file in every place alike, and ``size`` more by lot."""
    alike = [(name,) * len(ask.slots) for name in FROM]
    if len(ask.slots) == 1:
        return alike[:3] + drawn.sample(alike[3:], min(size, len(alike) - 3))
    return alike[: size + 2] + _mixed(ask, drawn, size)


def _mixed(ask: Ask, drawn: random.Random, size: int) -> list[Choice]:
    """Ids of two files or more; in a long form only one is another, else none would fit."""
    places = len(ask.slots)
    if places <= _SHORT:
        every = [each for each in product(FROM, repeat=places) if len({*each}) > 1]
        mixed = [each for each in every if all(each[at] == each[0] for at in ask.in_names)]
        return drawn.sample(mixed, min(size, len(mixed)))
    told = [at for at in range(places) if at not in ask.in_names]
    return [_all_but_one(places, drawn, told) for _ in range(size)]


def _all_but_one(places: int, drawn: random.Random, among: list[int]) -> Choice:
    whole = drawn.choice(FROM[:2])
    at, odd = drawn.choice(among), drawn.choice([each for each in FROM if each != whole])
    return (whole,) * at + (odd,) + (whole,) * (places - at - 1)


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


EVERYBODY = tuple(SEES)
