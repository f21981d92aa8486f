"""The long runs of who may see what: worlds by the hundred thousand, and the matrix by lot."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from random import Random
from typing import Any, TypeAlias

import pytest

from engine.settings import rows
from engine.store.unit_of_work import reading
from tests.access.asking import Ask
from tests.access.belonging import Choice
from tests.access.conftest import OUT, a_trial, as_written, every_ask
from tests.access.loading import fill
from tests.access.matrix import EVERYBODY, judged, planned
from tests.access.test_worlds import PROMISES, may_see, told
from tests.access.worlds import PERSONS, world_of
from tests.store.databases import fresh_store

Found: TypeAlias = Mapping[str, Any]

EACH = 6
"""How many choices of ids are drawn for each form of request, before it is drawn itself."""

_AT_ONCE = 200
"""So many worlds are loaded in one database, which is thrown away before the next."""


def worlds(kind: str, first: int, amount: int, *, read: bool) -> Found:
    """Draw so many worlds: every promise holds, or what is read is what may be seen."""
    if read:
        begun = range(first, first + amount, _AT_ONCE)
        sizes = {each: min(_AT_ONCE, first + amount - each) for each in begun}
        broken = [index for each, many in sizes.items() for index in _differ(kind, each, many)]
    else:
        broken = [index for each in range(first, first + amount) for index in _broken(each)]
    assert broken == []
    return {"pure": amount * (not read), "read": amount * read}


def _broken(index: int) -> list[int]:
    world = world_of(index)
    case, person = index % len(world.cases), index % PERSONS
    return [index for holds in PROMISES.values() if not holds(world, case, person)]


def _differ(kind: str, first: int, many: int) -> list[int]:
    every = [world_of(index) for index in range(first, first + many)]
    with fresh_store(kind) as store:
        fill(store, every)
        with reading(store) as connection:
            return [world.index for world in every if may_see(world) != told(connection, world)]


def matrix(kind: str, seed: int, amount: int) -> Found:
    """Ask as everybody, with ids of every file in every place, by lot; nothing may come of it."""
    with _as_in_the_tests(), a_trial(kind) as trial:
        plan = _by_lot(every_ask(trial), seed)
        began, found, met = trial.asked, list[str](), set[tuple[str, str]]()
        for who, ask, choice in plan:
            if trial.asked - began < amount:
                found += [str(fault) for fault in judged(trial, ask, choice, who)]
                met.add((who, ask.name))
        assert found == []
        assert trial.now() == trial.before
        return {"requests": trial.asked - began, "met": len(met), "heard": trial.ear.judged}


def _by_lot(asks: Sequence[Ask], seed: int) -> list[tuple[str, Ask, Choice]]:
    """What everybody asks, in any order; but nobody ends their session."""
    plan = [
        (who, ask, choice)
        for who in EVERYBODY
        for ask, choice in planned(asks, who, each=EACH, seed=seed)
        if not ask.name.endswith(OUT)
    ]
    Random(seed).shuffle(plan)
    return plan


@contextmanager
def _as_in_the_tests() -> Iterator[None]:
    """No setting of this machine, and no PDF: as in ``tests/access/conftest.py``."""
    with pytest.MonkeyPatch.context() as patch, as_written():
        for name, _, _ in rows():
            patch.delenv(name, raising=False)
        yield
