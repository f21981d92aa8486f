"""What is not moved, and what is not taken for moved; and the way back."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing

import pytest
from sqlalchemy import text

from engine.errors import ConfigurationError
from engine.gap import Gap
from engine.service.mail_hold import is_held
from engine.service.relocation import take_back
from engine.service.sessions import sign_in, signed_in
from engine.store import copies, relocations
from engine.store.store import open_store
from engine.store.tables.trail import APPEND_ONLY
from engine.store.unit_of_work import reading, unit_of_work
from tests.service.audits import KEY, does
from tests.service.relocating import Removal, durable, removal, rows_in
from tests.store.databases import fresh_store

__all__ = ["durable", "removal"]

PLANTED = """
create function planted_{table}() returns trigger language plpgsql as $$ begin {does}; end $$;
create trigger planted before insert on {table} for each row execute function planted_{table}()
"""

ON_ITS_WAY = {
    "person": "if new.id = 2 then new.name = 'Jan'; end if; return new",
    "seal": "if new.id > 1 then return null; end if; return new",
    "sent_before": "new.key = 'A' || new.key; return new",
}


def refusal(removal: Removal) -> list[str]:
    """Let it be refused; what was said, line by line, when nothing had happened."""
    before = rows_in(removal.new)
    with pytest.raises(ConfigurationError) as caught:
        removal.moves()
    assert rows_in(removal.new) == before
    relocations.require_here(removal.old)
    return str(caught.value).splitlines()


def spoil(removal: Removal, *statements: str) -> None:
    """Change the old database behind everybody's back, whatever it forbids."""
    with closing(sqlite3.connect(copies.database_file(removal.old))) as connection:
        for trail in APPEND_ONLY:
            connection.execute(f"drop trigger if exists {trail}_no_update")
        connection.execute("pragma ignore_check_constraints = on")
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def test_a_row_that_changes_on_its_way_is_named_and_nothing_arrives(removal: Removal) -> None:
    with fresh_store("postgresql") as new:
        with unit_of_work(new) as connection:
            for table, deed in ON_ITS_WAY.items():
                connection.execute(text(PLANTED.format(table=table, does=deed)))

        first, *found = refusal(Removal(removal.old, new, removal.hours))

    assert "difference(s), so nothing was moved" in first
    assert {"- person 2 differs", "- seal 2 is missing"} <= {*found}
    assert any(re.fullmatch("- sent_before Aé[0-9]+ was added", each) for each in found)
    assert any(each.startswith("- anchors: ") for each in found)


def test_everything_that_stands_in_the_way_is_told_at_once(removal: Removal) -> None:
    does(removal.new, "insert into sent_before values ('k', 'm', now())")
    spoil(
        removal,
        "update case_event set kind = 'opened ' where id = 1",
        "delete from person where id = 1",
    )

    first, *found = refusal(removal)

    assert first == f"move: {len(found)} problem(s)"
    assert [each for each in found if "refers to person, which is not there" in each]
    assert (
        "- The old database: events: the first that does not fit is case_event 1: changed." in found
    )
    assert "rows in sent_before." in found[-1]


def test_a_database_that_would_lose_what_it_confirmed_is_refused(
    removal: Removal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()

    _, durable, strong = refusal(removal)

    assert "fsync, full_page_writes is off" in durable
    assert "SUPERUSER" in strong


def test_other_tables_older_ones_and_those_of_others_are_refused(removal: Removal) -> None:
    with fresh_store("postgresql") as new:
        with unit_of_work(new) as connection:
            connection.execute(text("create table invoice (id integer)"))
            connection.execute(
                text("update alembic_version set version_num = '2026_11_22_4_trail'")
            )
        does(removal.old, "update alembic_version set version_num = '2026_11_22_4_trail'")

        _, old, others, older = only_refusal(Removal(removal.old, new, removal.hours))

    assert "The old database: The tables are those of 2026_11_22_4_trail, older" in old
    assert "invoice" in others
    assert "older than this program" in older


def only_refusal(removal: Removal) -> list[str]:
    """Let it be refused where the log cannot be asked for a mark."""
    with pytest.raises(ConfigurationError) as caught:
        removal.moves()
    return str(caught.value).splitlines()


def test_where_nothing_answers_or_nothing_is_that_is_told(removal: Removal) -> None:
    away = open_store("postgresql+psycopg://nobody@127.0.0.1:1/none")
    none = open_store("sqlite:////nowhere/cases.sqlite")

    assert "cannot be opened" in only_refusal(Removal(removal.old, away, removal.hours))[1]
    assert only_refusal(Removal(none, removal.new, removal.hours)) == [
        "There is no database /nowhere/cases.sqlite to move."
    ]


def test_a_file_that_is_no_database_is_refused(removal: Removal) -> None:
    file = copies.database_file(removal.old)
    removal.old.close()
    file.write_bytes(b"SQLite format 3\x00" + b"x" * 5000)

    [_, said] = only_refusal(removal)

    assert "cannot be read as a database" in said


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        ("update person set public_id = public_id || '{long}' where id = 2", "person 2: the new "),
        ("update person set name = 'a' || char(0) where id = 2", "person 2: the new database"),
        ("update participation set recorded_at = 'x' where id = 1", "participation: a row after"),
    ],
)
def test_a_row_that_cannot_go_over_is_named_without_what_is_in_it(
    removal: Removal, statement: str, says: str
) -> None:
    spoil(removal, statement.format(long="x" * 40))

    [said] = refusal(removal)

    assert said.startswith(says)
    assert "xxx" not in said


def test_a_row_that_came_after_we_looked_is_not_written_over(removal: Removal) -> None:
    does(removal.new, "insert into sent_before values ('k', 'm', now())")

    with (
        pytest.raises(ConfigurationError, match="not empty: there are rows in sent_before"),
        relocations.arriving(removal.new) as connection,
    ):
        relocations.take_turn(connection)


def test_broken_off_at_the_very_end_the_same_command_says_where_the_cases_are(
    removal: Removal, monkeypatch: pytest.MonkeyPatch
) -> None:
    noted = relocations.note

    def breaks_off(connection: object, mark: relocations.Mark) -> None:
        if mark.action == relocations.MOVED_HERE:
            raise KeyboardInterrupt
        noted(connection, mark)  # type: ignore[arg-type]  # whatever it is handed

    with monkeypatch.context() as patch:
        patch.setattr(relocations, "note", breaks_off)
        with pytest.raises(KeyboardInterrupt):
            removal.moves()
    with pytest.raises(ConfigurationError, match="Was the move broken off"):
        relocations.require_here(removal.old)
    assert rows_in(removal.new) == 0

    first, second = removal.moves(), removal.moves()

    assert (first.had_arrived, second.had_arrived, second.mark) == (False, True, first.mark)
    relocations.require_here(removal.new)


def test_a_server_that_breaks_off_is_a_sentence(removal: Removal) -> None:
    def breaks_off(table: str, done: int, _: int) -> None:
        if done == 1:
            with reading(removal.new) as connection:
                connection.execute(_END_OTHERS)

    with pytest.raises(ConfigurationError, match="Run the same command again"):
        removal.moves(breaks_off)

    assert removal.moves().had_arrived is False


_END_OTHERS = text(
    "select pg_terminate_backend(pid) from pg_stat_activity "
    "where datname = current_database() and pid <> pg_backend_pid()"
)


def test_the_way_back_is_that_of_a_database_that_was_put_back_by_hand(removal: Removal) -> None:
    office = removal.world(removal.old).office
    token, _ = sign_in(office, removal.hours.world.bram.public_id, through="page")
    removal.moves()

    gap = _back(removal)

    relocations.require_here(removal.old)
    assert gap.signature
    assert is_held(office)
    assert signed_in(office, token, through="page") is None
    assert removal.at(removal.old).verified().faults == ()
    with pytest.raises(ConfigurationError, match="was not moved"):
        _back(removal)


def _back(removal: Removal) -> Gap:
    outside = removal.hours.shelf.files[-1].anchor
    return take_back(removal.old, removal.clock, by="Mila", why="a try", key=KEY, outside=outside)
