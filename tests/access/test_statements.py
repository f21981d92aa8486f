"""No row of a file is read before visibility said yes, and none of another file after; SAFETY 5.6.

The matrix listens to every statement of every request that it makes, in ``trial.unseen``: here
is that what it listens for is found when it is there.
"""

from collections.abc import Mapping

import pytest
from sqlalchemy import select

from engine.store.tables import METADATA
from engine.store.tables.cases import CASES, RECORD, RECORD_TEXT
from engine.store.tables.people import PARTICIPATION
from tests.access.asking import Ask, of_the_api
from tests.access.planted import holed
from tests.access.shelf import OTHERWISE
from tests.access.statements import ALLOWED, IN_A_FILE, LOGS, shape_of
from tests.access.trial import Trial, trial_of


@pytest.fixture(scope="module")
def holes(trial: Trial, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, str]:
    """What is heard at each planted hole: Nora and Petra see no file, Bram asks for his own."""
    told = {}
    with trial_of(trial.shelf, tmp_path_factory.mktemp("holes") / "mail", holed) as holes:
        planted = [ask for ask in of_the_api(holes.app.state.describe()) if "/planted/" in ask.name]
        for who, name in (("nora", "other"), ("bram", "own"), ("petra", "own"), ("wim", "own")):
            for ask in planted:
                holes.send(who, ask, (name,) * len(ask.slots))
                hole = ask.name.rpartition("{case_id}/")[2].partition("/")[0]
                told[f"{who} {ask.method} {hole}"] = "\n".join(holes.unseen(who))
    trial.put_back()
    return told


@pytest.mark.parametrize("who", ["nora", "petra", "bram", "wim"])
def test_what_is_read_without_asking_is_heard_whoever_asks(
    who: str, holes: Mapping[str, str]
) -> None:
    assert all(holes[f"{who} GET {hole}"] for hole in ("unseen", "headed", "forbidden"))


def test_what_is_fetched_apart_from_its_case_is_heard(holes: Mapping[str, str]) -> None:
    assert "before anybody asked" in holes["bram GET bare"]
    assert "before anybody asked" in holes["bram DELETE records"]


def test_nothing_is_heard_of_who_asks_first(holes: Mapping[str, str]) -> None:
    assert holes["bram GET unstripped"] == ""  # what it takes too little of is told by its texts
    assert holes["nora GET bare"] == ""  # the case was not theirs, and so nothing was read


@pytest.mark.parametrize("who", OTHERWISE)
def test_whoever_comes_in_another_way_is_asked_for_before_a_row_is_read(
    who: str, trial: Trial, asks: list[Ask]
) -> None:
    asked, seen = trial.shelf.staff[who].person, set[str]()
    for ask in asks:
        if ask.is_safe and (ask.name == "GET /mine" or {*ask.slots} & _THEIRS):
            answer = trial.send(who, ask, ("own",) * len(ask.slots))
            assert trial.unseen(who) == [], ask.name
            if answer.status == 200:
                assert asked in {each.asks_for for each in trial.ear.heard}, ask.name
                seen.add(ask.through)

    assert seen == {"api", "page"}
    trial.put_back()


_THEIRS = {"emergency_grant_id", "destruction_id"}


def test_what_asks_nobodys_part_is_still_there(trial: Trial, asks: list[Ask]) -> None:
    heard: set[str] = set()
    ways = (("bram", "/queue"), ("petra", "_id}"), ("bram", "/stops"), ("cora", "/again"))
    for who, ends in ways:
        for ask in asks:
            if ask.name.endswith(ends) and {*ask.slots} & _OF_THESE:
                trial.send(who, ask, ("own",) * len(ask.slots))
                said = [each.sql for each in trial.ear.heard]
                heard |= {start for start in ALLOWED for sql in said if sql.startswith(start)}
    trial.put_back()

    assert heard == ALLOWED.keys()


_OF_THESE = {"meeting_id", "log_review_id", "batch_id", "work_id", "emergency_review_id"}


def test_every_table_that_names_a_case_is_of_a_file() -> None:
    naming = {name for name, table in METADATA.tables.items() if "case_id" in table.c}
    hanging = {"case_event_detail", "record_status", "record_text", "agreement_text", "attendance"}

    assert IN_A_FILE.keys() >= (naming | hanging | {"reminder", "agreement_reader"}) - LOGS


def test_what_binds_a_statement_is_found_in_it() -> None:
    text = select(RECORD_TEXT).join(RECORD).where(RECORD.c.case_id == 3)
    around = select(PARTICIPATION).where(PARTICIPATION.c.family_id.in_([1, 2]))

    assert shape_of(text.compile()).tables == {"record", "record_text"}
    assert shape_of(text.compile()).bound == (("case_id_1", "cases"),)
    assert shape_of(around.compile()).bound == (("family_id_1", "family"),)
    assert shape_of(select(CASES.c.id).compile()).bound == ()
