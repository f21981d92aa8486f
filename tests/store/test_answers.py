"""A request that comes twice has one effect and one answer (P3)."""

from typing import Any

import pytest

from engine.errors import KeyReused
from engine.store.answers import (
    KEPT,
    AnsweredMeanwhile,
    find_answer,
    keep_answer,
    purge_answers,
)
from engine.store.unit_of_work import unit_of_work
from tests.store.builders import NOW, World, viewer

ANSWER = {"case": "abc", "version": 2, "opened": []}


def test_a_repeat_gets_the_first_answer(world: World) -> None:
    with unit_of_work(world.store) as connection:
        bram, anna = viewer(world.bram), viewer(world.anna)
        assert find_answer(connection, bram, "k", body_hash="b", now=NOW) is None
        keep_answer(connection, bram, "k", body_hash="b", answer=ANSWER, now=NOW)

        assert find_answer(connection, bram, "k", body_hash="b", now=NOW) == ANSWER
        assert find_answer(connection, anna, "k", body_hash="b", now=NOW) is None


def test_a_key_is_not_for_another_request(world: World) -> None:
    with unit_of_work(world.store) as connection:
        bram = viewer(world.bram)
        keep_answer(connection, bram, "k", body_hash="b", answer=ANSWER, now=NOW)

        with pytest.raises(KeyReused, match="nothing was saved"):
            find_answer(connection, bram, "k", body_hash="other", now=NOW)


def test_two_at_once_do_not_both_keep_an_answer(world: World) -> None:
    bram, kept = viewer(world.bram), dict[str, Any](body_hash="b", answer=ANSWER, now=NOW)
    with unit_of_work(world.store) as connection:
        keep_answer(connection, bram, "k", **kept)

    with pytest.raises(AnsweredMeanwhile), unit_of_work(world.store) as connection:
        keep_answer(connection, bram, "k", **{**kept, "answer": {}})

    with unit_of_work(world.store) as connection:
        assert find_answer(connection, bram, "k", body_hash="b", now=NOW) == ANSWER


def test_an_answer_is_kept_for_a_day(world: World) -> None:
    with unit_of_work(world.store) as connection:
        bram, a_day_later = viewer(world.bram), NOW + KEPT
        keep_answer(connection, bram, "k", body_hash="b", answer=ANSWER, now=NOW)

        assert find_answer(connection, bram, "k", body_hash="other", now=a_day_later) is None
        keep_answer(connection, bram, "k", body_hash="other", answer={}, now=a_day_later)
        assert find_answer(connection, bram, "k", body_hash="other", now=a_day_later) == {}
        assert purge_answers(connection, now=a_day_later) == 0
        assert purge_answers(connection, now=a_day_later + KEPT) == 1
