"""No row of a file is read before visibility said yes, and none of another file after; SAFETY 5.6.

On SQLite nothing inside the database holds a forgotten condition back, so every statement that
runs is looked at: what was asked of it, and by which ids it was bound.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, select

from engine.store.tables import METADATA
from engine.store.unit_of_work import reading
from tests.access.asking import Ask, of_the_api
from tests.access.planted import holed
from tests.access.shelf import SEES
from tests.access.trial import Choice, Trial, trial_of

_TABLES = re.compile(r'(?:FROM|JOIN|INTO|UPDATE)\s+"?(\w+)', re.IGNORECASE)
_LOOKS = "FROM participation"
_TOLD = re.compile(r"WHERE notice\.person_id = \S+ AND (?!.* OR )")
_NOTHING = "1!=1"  # how an empty list of ids is written

DEADLINE = METADATA.tables["deadline"]
IN_A_FILE = frozenset(
    {"case_event", "case_event_detail", "contact", "contact_deadline", "contact_person", "reminder"}
    | {"record_status", "record_text", "agreement_text", "agreement_reader", "attendance"}
    | {name for name, table in METADATA.tables.items() if "case_id" in table.c}
) - {"access_log", "participation"}
"""Tables whose rows belong to a case."""

OF_A_CASE = frozenset({"wanted_case", "case_id"})
"""The parameters that hold the key of a case."""


@dataclass(frozen=True, slots=True)
class Said:
    """One statement, with its parameters by name."""

    sql: str
    values: Mapping[str, Any]

    @property
    def tables(self) -> set[str]:
        """What it reads or writes."""
        return {*_TABLES.findall(self.sql)} & METADATA.tables.keys()

    @property
    def looks(self) -> bool:
        """Whether it asks what the viewer may see, and whether they are excluded."""
        is_asked = _LOOKS in self.sql and "viewer" in self.values
        return is_asked and "excluded" in self.values.values()

    @property
    def is_of_the_reader(self) -> bool:
        """Whether it is bound to whoever was told, and so to nobody else's messages."""
        return self.tables == {"notice"} and bool(_TOLD.search(self.sql))


@contextmanager
def hearing(trial: Trial) -> Iterator[list[Said]]:
    """Note every statement of the requests that are made meanwhile."""
    heard: list[Said] = []

    def note(*arguments: Any) -> None:
        values = getattr(arguments[4], "compiled_parameters", None) or [{}]
        heard.append(Said(arguments[2], values[0]))

    engine = trial.shelf.office.store.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield heard
    finally:
        event.remove(engine, "before_cursor_execute", note)


@pytest.mark.parametrize("who", ["bram", "dora", "gijs", "anna", "nora"])
def test_nothing_of_a_foreign_file_is_read_before_visibility_says_no(
    who: str, trial: Trial, asks: list[Ask]
) -> None:
    assert [*_peeks(trial, asks, who, "other")] == []


@pytest.mark.parametrize("who", [name for name, sees in SEES.items() if "own" in sees])
def test_every_statement_is_bound_to_the_file_that_was_asked(
    who: str, trial: Trial, asks: list[Ask]
) -> None:
    assert [*_unbound(trial, asks, who)] == []


def test_both_find_what_is_planted(trial: Trial, tmp_path: Path) -> None:
    with trial_of(trial.shelf, tmp_path / "mail", holed) as holes:
        planted = [ask for ask in of_the_api(holes.app.state.describe()) if "/planted/" in ask.name]
        peeks = "\n".join(_peeks(holes, planted, "nora", "other"))
        unbound = "\n".join(_unbound(holes, planted, "bram"))
    trial.put_back()

    assert "/unseen: " in peeks
    assert "/headed: " in peeks
    assert "/bare/{record_id}: " in unbound


def _peeks(trial: Trial, asks: list[Ask], who: str, name: str) -> Iterator[str]:
    """What was read of a file that this person may not see."""
    for ask, said in _heard(trial, asks, who, name):
        file = said.tables & (IN_A_FILE | {"cases"})
        is_theirs = said.looks or said.is_of_the_reader
        if file and not (is_theirs and said.values["viewer"] == _person(trial, who)):
            yield f"{ask.name}: {sorted(file)}: {said.sql[:200]}"


def _unbound(trial: Trial, asks: list[Ask], who: str) -> Iterator[str]:
    """What was read without the key of a case that this person sees."""
    files = [trial.shelf.files[name] for name in SEES[who]]
    seen = {each.head.id for file in files for each in (file, *file.beside.values())}
    inside = _deadlines_of(trial, seen)
    reads = [ask for ask in asks if ask.is_safe]
    for ask, said in _heard(trial, reads, who, "own"):
        if said.looks or not said.tables & IN_A_FILE or _NOTHING in said.sql:
            continue
        cases = {value for key, value in said.values.items() if key in OF_A_CASE}
        by_list = [key for key in said.values if key.startswith("ids_")]
        if not (cases <= seen and (cases or by_list or _by_key(said, inside))):
            yield f"{ask.name}: {sorted(said.tables)} {dict(said.values)}: {said.sql[:200]}"


def _by_key(said: Said, inside: set[int]) -> bool:
    """Whether it is bound by a key inside, which only a row of the file can have given.

    A batch looks at the reminders of many deadlines, one by one: each is of what is seen.
    """
    return isinstance(said.values.get("wanted"), int) or said.values.get("of_deadline_id") in inside


def _deadlines_of(trial: Trial, cases: set[int]) -> set[int]:
    """The keys inside of what these cases owe."""
    wanted = select(DEADLINE.c.id).where(DEADLINE.c.case_id.in_(cases))
    with reading(trial.shelf.office.store) as connection:
        return {*connection.execute(wanted).scalars()}


def _heard(trial: Trial, asks: list[Ask], who: str, name: str) -> Iterator[tuple[Ask, Said]]:
    for ask in asks:
        choice: Choice = (name,) * len(ask.slots)
        if ask.finds:
            with hearing(trial) as heard:
                trial.send(who, ask, choice)
            yield from ((ask, said) for said in heard)


def _person(trial: Trial, who: str) -> int:
    return trial.shelf.staff[who].person
