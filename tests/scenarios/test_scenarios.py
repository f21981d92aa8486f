"""Every scenario that we ship goes as its file says, on both databases."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from api.scenarios.run import run, shipped
from api.wiring import SHIPPED
from engine.library import Library
from engine.loader import load
from tests.store.databases import KINDS, migrated_url

FILES = shipped(SHIPPED)


@cache
def the_library() -> Library:
    """Load the definitions that we ship, once per worker."""
    return load(SHIPPED)


@pytest.fixture(params=KINDS)
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """Lend a database with tables, first on SQLite and then on PostgreSQL."""
    with migrated_url(request.param) as url:
        yield url


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parts[-3]}-{file.stem}")
def test_a_shipped_scenario_goes_as_its_file_says(file: Path, database_url: str) -> None:
    result = run(file, the_library(), store_url=database_url)

    assert not result.problems, "\n".join(result.lines())


@pytest.mark.parametrize("workflow", ["placement", "verder_thuis"])
def test_each_workflow_has_at_least_three_scenarios(workflow: str) -> None:
    own = [file for file in FILES if file.parts[-3] == workflow]

    assert len(own) >= 3, "a workflow without scenarios is promised by nobody"
