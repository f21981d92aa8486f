"""Every look is in the log, whole, before it is answered; if it cannot be, nobody gets anything.

Source: SAFETY D4, 6; NEN 7513.
"""

from collections.abc import Iterator

import pytest
from sqlalchemy import select

from engine.store.tables.trail import ACCESS_LOG
from engine.store.unit_of_work import reading
from tests.access.asking import Ask
from tests.access.rows import rows_of
from tests.access.trial import BESIDE, Trial, leaks
from tests.access.unlogged import log_takes_no_row

BY_CASE = ("access_point", "action", "session", "request_id", "ground", "field_class")
TURNED_AWAY = ("access_point", "action", "session", "request_id", "record")
OTHER = ("access_point", "action", "session", "request_id")
"""What is never empty: of a look at a case, of a try that was denied, of anything else."""

NAMES_NOTHING = {("read_mine", "record")}
"""The own file of a family has one address for everybody, so whoever has none tried no id."""

WAYS = ("/cases", "/deadlines/export.csv", "/api/v1/cases", "/api/v1/deadlines")


@pytest.fixture
def unlogged(trial: Trial) -> Iterator[Trial]:
    """Lend the door of a shelf whose log takes no row."""
    with log_takes_no_row(trial.shelf.office.store):
        yield trial
    trial.put_back()


def test_without_a_log_no_look_tells_anything_of_a_file(unlogged: Trial, asks: list[Ask]) -> None:
    told, statuses = [], dict[str, int]()
    looks = [ask for ask in asks if ask.is_safe]
    for ask in looks:
        answer = unlogged.send("bram", ask, ("own",) * len(ask.slots))
        if found := leaks(answer, "nobody"):
            told.append((ask.name, sorted(found)))
        statuses[ask.url.partition("?")[0]] = answer.status

    assert told == []
    by_case = {url: status for url, status in statuses.items() if "«case_id»" in url}
    assert {url: status for url, status in by_case.items() if status != 503} == {}
    assert {url: statuses[url] for url in WAYS} == dict.fromkeys(WAYS, 503)


def test_without_a_log_nothing_is_done(unlogged: Trial, asks: list[Ask]) -> None:
    before = rows_of(unlogged.shelf.office.store)
    acts = [ask for ask in asks if not ask.is_safe and "case_id" in ask.slots][:40]

    statuses = {unlogged.send("bram", ask, ("own",) * len(ask.slots)).status for ask in acts}

    assert not {200, 201} & statuses
    after = rows_of(unlogged.shelf.office.store)
    assert {name for name in before if before[name] != after[name]} <= {*BESIDE}


def test_every_look_is_in_the_log_with_all_that_is_asked_of_it(
    trial: Trial, asks: list[Ask]
) -> None:
    begun = trial.logged()[0]
    for nth, ask in enumerate(each for each in asks if each.is_safe):
        trial.send("bram", ask, ("own",) * len(ask.slots))
        if nth % 10 == 0:
            trial.send("nora", ask, ("own",) * len(ask.slots))

    with reading(trial.shelf.office.store) as connection:
        new = select(ACCESS_LOG).where(ACCESS_LOG.c.id > begun).order_by(ACCESS_LOG.c.id)
        rows = [*connection.execute(new).mappings()]
    trial.put_back()
    people = {trial.shelf.staff[who].person for who in ("bram", "nora")}
    assert {row["person_id"] for row in rows} == people
    assert {row["access_point"] for row in rows} == {"page", "api"}
    bare = {
        (row["action"], row["outcome"], field)
        for row in rows
        for field in _asked_of(row["case_id"], row["outcome"])
        if (row["action"], field) not in NAMES_NOTHING
        if not row[field]
    }
    assert bare == set()


def _asked_of(case: int | None, outcome: str) -> tuple[str, ...]:
    if outcome == "denied":
        return TURNED_AWAY
    return OTHER if case is None else BY_CASE
