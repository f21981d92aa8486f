"""Every scenario that we ship goes as its file says, on both databases."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from api.scenarios.grammar import read_scenario
from api.scenarios.play import play
from api.scenarios.run import Result, shipped
from api.scenarios.world import publish
from api.wiring import SHIPPED
from engine.store.store import Store
from tests.kept import a_store
from tests.service.stages import STAGES, keep, put_back
from tests.shipped import the_library
from tests.store.databases import KINDS

FILES = shipped(SHIPPED)
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parts[-3]}-{file.stem}")
def test_a_shipped_scenario_goes_as_its_file_says(file: Path, kind: str) -> None:
    read = read_scenario(file.read_text(encoding="utf-8"), str(file))
    with _published(kind, read.scenario.region) as store:
        found = play(read, the_library(), store)

    assert not found, "\n".join(Result(str(file), read.scenario.scenario, (found,)).lines())


@contextmanager
def _published(kind: str, region: str) -> Iterator[Store]:
    """Lend a store with what the region goes by, published once, and no other rows."""
    key = ("published", kind, region)
    with a_store(kind) as store:
        if key in STAGES:
            put_back(key, store)
        else:
            publish(store, the_library(), region, now=LONG_AGO)
            keep(key, store, None)
        yield store


@pytest.mark.parametrize("workflow", ["placement", "verder_thuis"])
def test_each_workflow_has_at_least_three_scenarios(workflow: str) -> None:
    own = [file for file in FILES if file.parts[-3] == workflow]

    assert len(own) >= 3, "a workflow without scenarios is promised by nobody"
