"""The matrix finds what it is for: each hole that is planted is found, by the right oracle."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.access.asking import Ask, of_the_api
from tests.access.matrix import EVERYBODY, faults
from tests.access.planted import holed
from tests.access.trial import Trial, trial_of

GO = Ask(
    "POST /planted/cases/{case_id}/go",
    "POST",
    "/planted/cases/«case_id»/go",
    "csrf=&nonce=&child=«child_id»",
    "page",
)


@pytest.fixture(scope="module")
def holes(trial: Trial, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trial]:
    """Lend the same shelf behind a door with holes."""
    letters = Path(tmp_path_factory.mktemp("letters"), "mail")
    with trial_of(trial.shelf, letters, holed) as made:
        yield made
    trial.put_back()


@pytest.mark.parametrize(
    ("hole", "oracles"),
    [
        pytest.param("unseen", {"leak", "differs", "unlogged"}, id="a case without visibility"),
        pytest.param("bare", {"leak", "differs"}, id="a record by its bare id"),
        pytest.param("unstripped", {"leak"}, id="fields of a class above theirs"),
        pytest.param("forbidden", {"differs"}, id="403 says that it exists"),
        pytest.param("headed", {"leak", "differs", "unlogged"}, id="a name in a header"),
        pytest.param("silent", {"unlogged"}, id="a look without a row"),
        pytest.param("DELETE", {"changed"}, id="a change to a record of another case"),
        pytest.param("falling", {"5xx"}, id="an error of ours"),
    ],
)
def test_every_planted_hole_is_found(hole: str, oracles: set[str], holes: Trial) -> None:
    planted = [ask for ask in _planted(holes) if hole in ask.name]

    found = [fault for who in EVERYBODY for fault in faults(holes, planted, who, each=6, seed=1)]
    holes.put_back()

    assert planted
    assert {fault.oracle for fault in found} >= oracles


def test_a_name_in_a_redirect_is_found(holes: Trial) -> None:
    found = [fault for who in EVERYBODY for fault in faults(holes, [GO], who, each=6, seed=1)]

    assert any(fault.oracle == "leak" for fault in found)


def test_what_has_no_hole_is_not_accused(holes: Trial) -> None:
    sound = [ask for ask in of_the_api(holes.app.state.describe()) if ask.name.endswith("/records")]

    assert len(sound) == 3
    assert [each for who in EVERYBODY for each in faults(holes, sound, who, each=6, seed=1)] == []


def _planted(holes: Trial) -> list[Ask]:
    """The requests of the planted routes."""
    return [ask for ask in of_the_api(holes.app.state.describe()) if "/planted/" in ask.name]
