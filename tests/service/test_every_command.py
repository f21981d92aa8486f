"""What holds for each command alike: once, whole or not at all, and no words in the chain."""

import gc
import json
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event, text

from engine.errors import KeyReused, StaleCase
from engine.service import orders
from engine.service.command import Outcome
from engine.service.opening import open_case
from engine.service.repeats import Done
from engine.store.store import Store
from engine.store.tables import METADATA
from engine.store.unit_of_work import reading
from tests.service.builders import COMMANDS, Desk
from tests.service.every_command import (
    CANARY,
    Script,
    Try,
    on_a_placement,
    on_a_table,
    on_a_trial,
    on_linked_cases,
    play,
)
from tests.service.roads import a_placement
from tests.service.stages import everything

SCRIPTS = [on_a_placement, on_linked_cases, on_a_trial, on_a_table]
ON_POSTGRES = {orders.Advance, orders.DecideDeviation, orders.HoldContact}
AT_A_TABLE = {
    orders.Schedule,
    orders.CarryOver,
    orders.MarkAtItem,
    orders.Agree,
    orders.NameOwner,
    orders.SettleAgreement,
    orders.HearAgreement,
    orders.RecordDispatch,
}
BESIDE = {"authority", "case_event_detail", "participation", "record_text"} | {
    "agreement_text",
    "attendance",
    "publication",
}
"""Where words may lie."""


class Cut(Exception):
    """The program stopped here."""


@dataclass
class Failpoint:
    """Stops the program at a statement, counted from one, or at the end just before it is saved."""

    engine: Engine
    at: int | None = None
    at_commit: bool = False
    count: int = 0

    @contextmanager
    def armed(self) -> Iterator[None]:
        """Count the statements of what is done now, and stop at the one asked."""
        self.count = 0
        event.listen(self.engine, "before_cursor_execute", self._statement)
        event.listen(self.engine, "commit", self._commit)
        try:
            yield
        finally:
            event.remove(self.engine, "before_cursor_execute", self._statement)
            event.remove(self.engine, "commit", self._commit)

    def _statement(self, *_: Any) -> None:
        self.count += 1
        if self.count == self.at:
            raise Cut(self.at)

    def _commit(self, *_: Any) -> None:
        if self.at_commit:
            raise Cut("commit")


def let_go() -> None:
    """Let go of what the tracebacks of cuts hold, and never look at what is left again.

    Since Python 3.11 a rollback leaves cursors open; one that a traceback still holds is a reader
    to SQLite, and would lock the next commit out. To look at everything that a run of all tests
    has made takes longer than a hundred cuts, so it is done once.
    """
    gc.collect()
    gc.freeze()


def image(store: Store) -> object:
    """The whole database: on SQLite every byte of its file, on PostgreSQL every row."""
    if store.is_sqlite:
        return Path(str(store.engine.url.database)).read_bytes()
    each = " union all ".join(
        f"select '{name}', md5(string_agg(t::text, '|' order by t::text)) from {name} t"
        for name in METADATA.tables
    )
    with reading(store) as connection:
        return {tuple(row) for row in connection.execute(text(each))}  # in whatever order


def test_the_scripts_give_every_command_there_is(store: Store) -> None:
    given = {name.split()[0] for name in play(on_a_placement(store), Try.give)}

    assert given == {kind.__name__ for kind in COMMANDS.keys() - AT_A_TABLE} | {"OpenCase"}


def test_so_do_those_at_a_table(store: Store) -> None:
    given = {name.split()[0] for name in play(on_a_table(store), Try.give)}

    assert given == {kind.__name__ for kind in AT_A_TABLE} | {"Advance"}


@pytest.mark.parametrize("script", SCRIPTS)
def test_whatever_is_cut_short_leaves_nothing_behind(
    store: Store, script: Callable[[Store], Script]
) -> None:
    """P4: stopped before the commit and at each statement N…1, the database is as it was."""
    failpoint, cuts = Failpoint(store.engine), Counter[str]()
    every = 1 if store.is_sqlite else 2  # PostgreSQL: a part, for it takes much longer

    def cut_everywhere(attempt: Try) -> Outcome:
        if not store.is_sqlite and type(attempt.order) not in ON_POSTGRES:
            return attempt.give()
        before = image(store)
        with failpoint.armed():
            failpoint.at, failpoint.at_commit = None, True
            with pytest.raises(Cut):
                attempt.give()
            last, failpoint.at_commit = failpoint.count, False
            assert image(store) == before, (attempt.name, "commit")
            for number in range(last, 0, -every):
                failpoint.at, failpoint.count = number, 0
                with pytest.raises(Cut):
                    attempt.give()
                assert image(store) == before, (attempt.name, number)
                cuts[attempt.name] += 1
            let_go()
            failpoint.at, failpoint.count = None, 0
            done = attempt.give()
        assert failpoint.count == last
        assert image(store) != before
        return done

    given = set(play(script(store), cut_everywhere))

    assert set(cuts) <= given
    assert all(number > 10 for number in cuts.values())


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_repeat_has_one_effect_and_the_first_answer(
    store: Store, script: Callable[[Store], Script]
) -> None:
    """P3: whoever lost the answer sends the same again."""
    repeats = 0

    def three_times(attempt: Try) -> Outcome:
        nonlocal repeats
        key = f"form-{repeats}"
        first = attempt.give(key=key)
        before = everything(store)
        for _ in range(3):
            assert attempt.give(key=key) == first, attempt.name
        with pytest.raises(KeyReused):
            attempt.give(key=key, late_reason="anders")
        assert everything(store) == before, attempt.name
        repeats += 3
        return first

    given = list(play(script(store), three_times))

    assert repeats == 3 * len(given)
    if script is on_a_placement:
        assert repeats >= 50


@pytest.mark.parametrize("script", SCRIPTS)
def test_no_words_are_in_the_chain_nor_in_any_log(
    store: Store, script: Callable[[Store], Script]
) -> None:
    given = list(play(script(store), Try.give))

    rows = everything(store)
    found = {name for name, each in rows.items() if CANARY in repr(each)}
    assert found <= BESIDE
    assert "case_event_detail" in found
    for name in ("Jansen", "'sam'", "'els'"):
        assert {table for table, each in rows.items() if name in repr(each)} <= {
            "family",
            "person",
        }
    assert given


@pytest.mark.parametrize("script", SCRIPTS)
def test_every_command_is_one_event_one_version_and_one_row_of_the_log(
    store: Store, script: Callable[[Store], Script]
) -> None:
    def one_of_each(attempt: Try) -> Outcome:
        before = {head.public_id: head.version for head in attempt.desk.heads()}
        rows = len(attempt.desk.log())

        done = attempt.give()

        assert isinstance(done, Done)
        after = {head.public_id: head.version for head in attempt.desk.heads()}
        touched = {name for name in after if after[name] != before.get(name)}
        others = {*done.opened, *(name for name, _ in getattr(attempt.order, "counts_for", ()))}
        assert touched == {done.case, *others}
        assert {after[name] - before.get(name, 0) for name in touched} == {1}
        assert after[done.case] == done.version
        assert len(attempt.desk.log()) == rows + len(touched)
        return done

    for _ in play(script(store), one_of_each):
        pass


def test_a_refusal_is_not_kept_under_its_key(desk: Desk) -> None:
    case = a_placement(desk)
    order = {"type": "explanatory_analysis", "key": "form-1"}
    case.done("bram", orders.Leave, person=desk.who("anna"), role="cjg_worker")
    case.joins("anna", roles={"anna": "informant"})
    assert case.refused("anna", orders.WriteRecord, **order) == ["role"]

    case.joins("anna")

    assert isinstance(case.does("anna", orders.WriteRecord, **order), Done)


def test_a_key_is_of_one_person(desk: Desk) -> None:
    case = a_placement(desk)

    first = case.done("anna", orders.WriteRecord, type="look", key="form-1")
    second = case.done("bram", orders.WriteRecord, type="look", key="form-1")

    assert first.made != second.made


def test_a_key_is_forgotten_after_a_day(desk: Desk) -> None:
    case = a_placement(desk)
    order = case.advance("substantiate", key="form-1")
    command = COMMANDS[orders.Advance]
    done = command(desk.viewers["bram"], desk.office, order)
    desk.after(hours=23)
    assert command(desk.viewers["bram"], desk.office, order) == done

    desk.after(hours=1)

    with pytest.raises(StaleCase):
        command(desk.viewers["bram"], desk.office, order)


def test_a_kept_answer_is_plain_json_and_comes_back_whole(desk: Desk) -> None:
    first = open_case(desk.viewers["bram"], desk.office, desk.order(key="form-1"))
    assert isinstance(first, Done)

    (row,) = everything(desk.office.store)["stored_answer"]
    (answer,) = [value for value in row if isinstance(value, dict)]

    assert json.loads(json.dumps(answer)) == answer
    assert set(answer) == {each.name for each in fields(Done)}
    assert open_case(desk.viewers["bram"], desk.office, desk.order(key="form-1")) == first
