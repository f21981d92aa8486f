"""The access table: what people review in ``workflows/access.csv`` is what the code does.

Its rows are those of SAFETY 5.2 and who gave the regie away, its columns what is enforced today:
first whether a row sees a case of each class of states (closed: for how many days after the day of
closing), then what it reads and does there. What is still to come has no column until it is.
"""

import csv
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from importlib.resources import files
from itertools import product

import pytest

from engine.access import (
    READS_NAMES,
    ROWS,
    ChildPart,
    Denied,
    Part,
    Viewer,
    children_shown,
    classes_shown,
    may,
    may_change_parts,
    may_publish,
    may_record,
    parts_about,
    parts_over,
)
from engine.lasting import Standing, counting, ends_on
from tests.shipped import the_library

ANNA = Viewer(1, "anna")
YES, NO = "yes", "no"
CLOSED_ON = date(2026, 11, 22)
IN_CLASS = {
    "draft": Standing("draft"),
    "open": Standing("open"),
    "closed": Standing("closed", CLOSED_ON),
}
LATER = timedelta(days=36_500)
NOOR = ChildPart(1, "noor", CLOSED_ON + 2 * LATER)  # she has no birthday in all that time

DOES: Mapping[str, Callable[[list[Part]], bool]] = {
    "open_fields": lambda parts: "open" in classes_shown(parts),
    "confidential_fields": lambda parts: "confidential" in classes_shown(parts),
    "shielded_fields": lambda parts: "shielded" in classes_shown(parts),
    "names_of_family": lambda parts: parts[0].access in READS_NAMES,
    "records_of_family": may_record,
    "publishes_to_family": may_publish,
    "gives_parts": lambda parts: may_change_parts(parts, one=False),
    "gives_sole_roles": lambda parts: may_change_parts(parts, one=True),
}
"""What the code says to each column but those of the classes of states."""


def table() -> Iterator[tuple[str, Mapping[str, str]]]:
    """Each row with its cells."""
    text = files("workflows").joinpath("access.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(text.splitlines(), strict=True):
        yield row.pop("row"), row


ROW_BY_NAME = dict(table())


def test_the_table_is_complete() -> None:
    assert [name for name, _ in table()] == list(ROW_BY_NAME)  # none twice
    assert ROW_BY_NAME.keys() == ROWS
    assert len(ROWS) == 18
    for row in ROW_BY_NAME.values():
        assert list(row) == [*IN_CLASS, *DOES]
        assert {cell for cell in row.values() if not cell.isdigit()} <= {YES, NO}
        assert not any(row[column].isdigit() for column in row if column != "closed")


@pytest.mark.parametrize(("row", "name"), [*product(ROW_BY_NAME, IN_CLASS)])
def test_a_row_sees_a_case_of_each_class_as_long_as_the_table_says(row: str, name: str) -> None:
    cell, case = ROW_BY_NAME[row][name], IN_CLASS[name]
    days = int(cell) if cell.isdigit() else None
    last = CLOSED_ON if days is None else CLOSED_ON + timedelta(days=days)

    assert sees(row, case, last) == (cell != NO)
    assert sees(row, case, last + timedelta(days=1)) == (cell == YES)
    assert sees(row, case, last + LATER) == (cell == YES)
    if cell.isdigit():
        assert ends_on([Part("x", row)], case) == last
        assert not sees(row, Standing("closed"), last)  # of no known day: it is over


def sees(row: str, case: Standing, on: date) -> bool:
    """Whether a part on this row lets somebody see a case that stands like this."""
    return not isinstance(may(ANNA, counting(ANNA, [Part("x", row, NOOR)], case, on)), Denied)


@pytest.mark.parametrize(("row", "column"), [*product(ROW_BY_NAME, DOES)])
def test_the_code_does_what_the_table_says(row: str, column: str) -> None:
    assert DOES[column]([Part("x", row)]) == (ROW_BY_NAME[row][column] == YES)


@pytest.mark.parametrize(("row", "column"), [*product(ROW_BY_NAME, DOES)])
def test_with_the_part_of_one_child_a_row_is_the_same_for_that_child_alone(
    row: str, column: str
) -> None:
    daan = Part("x", row, ChildPart(1, "daan"))
    says = ROW_BY_NAME[row][column] == YES

    assert DOES[column]([*parts_about([daan], "daan")]) == says
    assert children_shown([daan]).shows("daan") == (ROW_BY_NAME[row]["open"] == YES)
    assert not children_shown([daan]).shows("noor")
    if column.startswith("gives"):
        assert not may_change_parts(parts_over([daan], None), one=True)


@pytest.mark.parametrize("row", [name for name in ROW_BY_NAME if name != "excluded"])
def test_every_row_beside_an_exclusion_gives_nothing(row: str) -> None:
    parts = [Part("x", row), Part("x", "excluded")]

    assert isinstance(may(ANNA, parts), Denied)
    assert not classes_shown(parts)
    assert not may_record(parts)
    assert not may_publish(parts)
    assert not may_change_parts(parts, one=True)


def test_a_row_that_is_not_in_the_table_gives_nothing() -> None:
    unheard_of = [Part("x", "unheard_of")]

    assert may(ANNA, unheard_of) == Denied("no_part")
    assert not children_shown(unheard_of).shows(None)
    assert not any(does(unheard_of) for does in DOES.values())


def test_every_shipped_role_names_a_row_of_the_table() -> None:
    library = the_library()
    catalogues = [library.catalogue, *(each.catalogue for each in library.workflows.values())]
    named = {role.access for each in catalogues for role in each.roles.values()}

    assert named <= ROWS - {"excluded"}
