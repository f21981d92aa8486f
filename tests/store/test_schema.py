"""The migrations make the tables that are declared; other tables are refused."""

import re
from collections.abc import Iterator

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.schema import CreateTable

from engine.errors import ConfigurationError
from engine.store.schema import alembic_config, require_current, schema_problem, upgrade
from engine.store.store import Store
from engine.store.tables import METADATA
from engine.store.unit_of_work import reading, unit_of_work
from tests.store.databases import KINDS, fresh_store


def lines(ddl: str) -> set[str]:
    """Take a CREATE TABLE apart: in which order it names things does not matter."""
    return {re.sub(r"\s+", " ", line).strip(" ,") for line in ddl.strip().splitlines()}


def put_back(store: Store, to: str) -> None:
    """Take tables away again, as no one does in production."""
    config = alembic_config()
    with unit_of_work(store) as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, to)


def checks(connection: Connection) -> dict[str, set[str | None]]:
    """List the names of the CHECK constraints of each table."""
    found = inspect(connection)
    return {
        table: {check["name"] for check in found.get_check_constraints(table)}
        for table in METADATA.tables
    }


@pytest.fixture(params=KINDS)
def store(request: pytest.FixtureRequest) -> Iterator[Store]:
    """Lend a store of its own: these tests change the tables themselves."""
    with fresh_store(request.param) as store:
        yield store


def test_the_migrations_make_the_declared_tables(store: Store) -> None:
    with unit_of_work(store) as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": True}
        )
        differences = compare_metadata(context, METADATA)

    assert differences == [], "declare it in engine/store/tables and add a migration for it"


def test_the_migrations_make_the_declared_checks(store: Store) -> None:
    declared = {
        name: {each.name for each in table.constraints if type(each).__name__ == "CheckConstraint"}
        for name, table in METADATA.tables.items()
    }

    with reading(store) as connection:
        assert checks(connection) == declared


def test_on_sqlite_they_make_them_to_the_letter(store: Store) -> None:
    if not store.is_sqlite:
        pytest.skip("only SQLite keeps the words of CREATE TABLE")
    with reading(store) as connection:
        rows = connection.execute(text("select name, sql from sqlite_master where type = 'table'"))
        made: dict[str, str] = {row.name: row.sql for row in rows}

    for name, table in METADATA.tables.items():
        declared = CreateTable(table).compile(dialect=store.engine.dialect)
        assert lines(made[name]) == lines(str(declared))


def test_a_migrated_store_is_current(store: Store) -> None:
    require_current(store)


def test_an_upgrade_may_come_twice(store: Store) -> None:
    upgrade(store)

    assert schema_problem(store) is None


def test_a_database_without_tables_is_refused(empty_store: Store) -> None:
    with pytest.raises(
        ConfigurationError, match="no tables yet; run `regietafel schema --upgrade`"
    ):
        require_current(empty_store)


def test_an_older_schema_is_refused(empty_store: Store) -> None:
    upgrade(empty_store, to="2026_11_22_3_clock")

    with pytest.raises(ConfigurationError, match="older than this program"):
        require_current(empty_store)


def test_a_schema_that_the_program_does_not_know_is_refused(store: Store) -> None:
    with unit_of_work(store) as connection:
        connection.execute(text("update alembic_version set version_num = '2031_01_01_later'"))

    with pytest.raises(ConfigurationError, match="2031_01_01_later, which this program does not"):
        require_current(store)


def test_down_and_up_again_makes_the_same_tables(store: Store) -> None:
    with reading(store) as connection:
        before = checks(connection)

    put_back(store, "base")
    upgrade(store)

    with reading(store) as connection:
        assert checks(connection) == before
    require_current(store)


def test_a_failed_upgrade_leaves_nothing(
    empty_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.store.migrations.append_only._ON_SQLITE", "nonsense")
    monkeypatch.setattr("engine.store.migrations.append_only._ON_POSTGRES", "nonsense")

    with pytest.raises(Exception, match="nonsense"):
        upgrade(empty_store)

    with reading(empty_store) as connection:
        assert inspect(connection).get_table_names() == []


@pytest.mark.parametrize(
    "row",
    [
        pytest.param("(1, 'x', 'Sam', 'cat', 'nl', '2026-03-09 08:00:00')", id="kind"),
        pytest.param("(1, 'x', 'Sam', 'youth', 'fr', '2026-03-09 08:00:00')", id="language"),
    ],
)
def test_a_value_outside_a_closed_set_is_refused(store: Store, row: str) -> None:
    columns = "(id, public_id, name, kind, language, created_at)"
    with pytest.raises(IntegrityError, match="ck_person"), unit_of_work(store) as connection:
        connection.execute(text(f"insert into person {columns} values {row}"))
