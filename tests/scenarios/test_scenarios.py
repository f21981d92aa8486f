"""Every scenario that we ship goes as its file says, on both databases."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from api.scenarios.grammar import read_scenario
from api.scenarios.play import play
from api.scenarios.run import Result, shipped
from api.wiring import SHIPPED
from engine.library import Library
from engine.loader import load
from engine.store.store import Store
from tests.kept import a_store
from tests.store.databases import KINDS

FILES = shipped(SHIPPED)


@cache
def the_library() -> Library:
    """Load the definitions that we ship, once per worker."""
    return load(SHIPPED)


@pytest.fixture(params=KINDS)
def store(request: pytest.FixtureRequest) -> Iterator[Store]:
    """Lend a store with tables and without rows, first on SQLite and then on PostgreSQL."""
    with a_store(request.param) as store:
        yield store


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parts[-3]}-{file.stem}")
def test_a_shipped_scenario_goes_as_its_file_says(file: Path, store: Store) -> None:
    read = read_scenario(file.read_text(encoding="utf-8"), str(file))
    found = play(read, the_library(), store)

    assert not found, "\n".join(Result(str(file), read.scenario.scenario, (found,)).lines())


@pytest.mark.parametrize("workflow", ["placement", "verder_thuis"])
def test_each_workflow_has_at_least_three_scenarios(workflow: str) -> None:
    own = [file for file in FILES if file.parts[-3] == workflow]

    assert len(own) >= 3, "a workflow without scenarios is promised by nobody"
