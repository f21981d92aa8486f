"""A published version is never edited; its hash says which it is."""

import pytest

from engine.errors import NotFound, PublishedDifferently
from engine.store.store import Store
from engine.store.unit_of_work import unit_of_work
from engine.store.versions import Ground, definition_of, find_version, latest, publish
from tests.store.builders import DAY, NOW, a_workflow

CHANGED = {"source": "TEST, changed"}


def test_a_version_is_published_once(store: Store) -> None:
    with unit_of_work(store) as connection:
        first = publish(connection, a_workflow(), now=NOW)
        again = publish(connection, a_workflow(), now=NOW + DAY)

    assert first == again
    assert (first.workflow, first.region, first.label) == ("placement", "oldebroek", "1")


def test_a_definition_comes_back_with_its_hash(store: Store) -> None:
    with unit_of_work(store) as connection:
        found = definition_of(connection, publish(connection, a_workflow(), now=NOW).hash)

    assert found == a_workflow()
    assert found.hash == a_workflow().hash


def test_what_is_not_published_is_not_found(store: Store) -> None:
    with unit_of_work(store) as connection:
        assert find_version(connection, "f" * 64) is None
        assert latest(connection, "placement", region="oldebroek") is None
        with pytest.raises(NotFound, match="workflow version"):
            definition_of(connection, "f" * 64)


def test_a_label_stands_for_one_definition(store: Store) -> None:
    with unit_of_work(store) as connection:
        publish(connection, a_workflow(), now=NOW)
        publish(connection, a_workflow(region="elburg", **CHANGED), now=NOW)

        with pytest.raises(PublishedDifferently, match="Version 1 of placement in oldebroek"):
            publish(connection, a_workflow(**CHANGED), now=NOW)


def test_a_label_may_be_used_again_for_a_reason(store: Store) -> None:
    ground = Ground(reason="a wrong source", second="dora")
    with unit_of_work(store) as connection:
        publish(connection, a_workflow(), now=NOW)
        corrected = publish(connection, a_workflow(**CHANGED), now=NOW, ground=ground)

        assert (corrected.reason, corrected.second) == ("a wrong source", "dora")
        assert latest(connection, "placement", region="oldebroek") == corrected
