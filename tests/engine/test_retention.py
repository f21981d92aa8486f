"""A file is kept to the day: never a day early, by the longest term, and for ever when unsure."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from engine.misfits import fitted
from engine.retention import (
    FileFacts,
    RetentionClass,
    RetentionTable,
    RetentionTerm,
    judge_file,
    latest_change,
)
from engine.strict_yaml import read_yaml
from engine.text import Text
from tests.engine.definitions import loaded, problems, written

WORKFLOWS = Path(__file__).parents[2] / "workflows"
SAID = Text(nl="x", en="x")
WALKED_YEARS = 35
FIRST = date(2026, 3, 2)


def kept(starts: str, *terms: tuple[int, int]) -> RetentionClass:
    """A class, each term by the year from which it is in force and its length."""
    made = [
        RetentionTerm(valid_from=date(year, 1, 1), years=years, source="LAW")
        for year, years in terms
    ]
    return RetentionClass.model_validate({"title": SAID, "starts": starts, "terms": made})


TABLE = RetentionTable(
    classes={
        "youth": kept("last_change", (2015, 20)),
        "measure": kept("majority", (2015, 30)),
        "looks": kept("last_look", (2015, 5)),
        "later": kept("last_change", (2040, 10)),
        "court": kept("majority", (2015, 1)),
    },
    every_case=("looks",),
    workflows={"regie": ("youth",), "order": ("youth", "measure"), "later": ("later",)},
    records={"ruling": ("court",)},
)


def a_file(**said: object) -> FileFacts:
    """A closed file that lacks nothing."""
    given = {"workflow": "regie", "is_final": True, "last_change": FIRST, "births": ()} | said
    return FileFacts(**given)  # type: ignore[arg-type]  # a builder with defaults


@pytest.mark.parametrize(
    ("file", "goes"),
    [
        pytest.param(a_file(), date(2046, 3, 3), id="the day after the last day"),
        pytest.param(a_file(last_change=date(2028, 2, 29)), date(2048, 3, 1), id="29 February"),
        pytest.param(
            a_file(last_change=date(2028, 2, 29), last_look=date(2044, 2, 29)),
            date(2049, 3, 2),
            id="29 February, ended in a common year",
        ),
        pytest.param(
            a_file(last_look=date(2045, 6, 1)), date(2050, 6, 2), id="somebody looked late"
        ),
        pytest.param(
            a_file(workflow="order", births=(date(2010, 5, 1), date(2012, 2, 29))),
            date(2060, 3, 2),
            id="the youngest child, born on 29 February",
        ),
        pytest.param(
            a_file(records=frozenset({"ruling", "note"}), births=(date(2030, 1, 1),)),
            date(2049, 1, 2),
            id="a record with a term of its own",
        ),
    ],
)
def test_over_35_years_a_file_goes_on_its_day_and_never_a_day_early(
    file: FileFacts, goes: date
) -> None:
    walked = {FIRST + timedelta(days=nth) for nth in range(0, WALKED_YEARS * 366, 10)}
    near = {goes + timedelta(days=nth) for nth in range(-40, 40)}

    may = {day for day in walked | near if judge_file(TABLE, file, on=day).may_go(day)}

    assert may == {day for day in walked | near if day >= goes}


@pytest.mark.parametrize(
    ("file", "stops"),
    [
        pytest.param(a_file(held=True), ("hold",), id="a hold beats every term"),
        pytest.param(a_file(is_final=False), ("open",), id="it is open"),
        pytest.param(a_file(workflow="new"), ("no_class",), id="no class"),
        pytest.param(a_file(workflow="later"), ("no_term",), id="no term in force"),
        pytest.param(a_file(workflow="order"), ("birth_unknown",), id="no child"),
        pytest.param(
            a_file(workflow="order", births=(date(2010, 5, 1), None), held=True),
            ("hold", "birth_unknown"),
            id="of one child the birth is unknown, and everything is said",
        ),
    ],
)
def test_what_is_held_or_not_known_is_kept_for_ever(
    file: FileFacts, stops: tuple[str, ...]
) -> None:
    found = judge_file(TABLE, file, on=date(2039, 12, 31))

    assert (found.stops, found.from_on) == (stops, None)
    assert not found.may_go(date(2200, 1, 1))


def test_the_longest_term_stands_first() -> None:
    file = a_file(workflow="order", births=(date(2010, 5, 1),))

    bases = judge_file(TABLE, file, on=FIRST).bases

    assert [each.key for each in bases] == ["measure", "youth", "looks"]
    assert bases[0].last_day == date(2058, 5, 1)


def test_the_term_in_force_on_the_day_of_judging_counts() -> None:
    table = RetentionTable(
        classes={"youth": kept("last_change", (2015, 15), (2043, 20))},
        workflows={"regie": ("youth",)},
    )

    before, after = (judge_file(table, a_file(), on=date(year, 1, 1)) for year in (2042, 2043))

    assert (before.from_on, after.from_on) == (date(2041, 3, 3), date(2046, 3, 3))


def test_no_file_that_may_go_is_left_out_of_the_list() -> None:
    until = date(2046, 4, 1)
    cut = latest_change(TABLE, before=until, on=FIRST)

    assert cut is not None
    for nth in range(800):
        file = a_file(last_change=cut + timedelta(days=nth - 400))
        goes = judge_file(TABLE, file, on=FIRST).from_on
        assert goes is not None
        assert goes >= until or file.last_change <= cut
    assert latest_change(RetentionTable(), before=until, on=FIRST) is None


def test_another_table_has_another_hash() -> None:
    longer = TABLE.model_copy(update={"majority": 21})

    assert TABLE.hash != longer.hash
    assert TABLE.hash == TABLE.model_copy().hash
    file = a_file(workflow="order", births=(date(2010, 5, 1),))
    assert judge_file(longer, file, on=FIRST).from_on == date(2061, 5, 2)
    assert judge_file(TABLE, replace(file, held=True), on=FIRST).from_on is None


SOUND = """\
version: "1"
classes:
  youth:
    title: {nl: x, en: x}
    starts: last_change
    terms: [{valid_from: "2015-01-01", years: 20, source: LAW}]
  measure:
    title: {nl: x, en: x}
    starts: majority
    terms: [{valid_from: "2015-01-01", years: 30, source: DEFAULT}]
every_case: [youth]
workflows:
  placement: [youth, measure]
"""


def told(folder: Path, text: str) -> list[tuple[int, str]]:
    """What the loader finds wrong with a table of retention, each with its line."""
    return [
        (each.line, f"{each.where}: {each.says}")
        for each in problems(written(folder, **{"retention.yaml": text}))
        if each.file == "retention.yaml"
    ]


def test_a_table_of_retention_that_fits_loads(tmp_path: Path) -> None:
    assert told(tmp_path, SOUND) == []
    assert loaded(tmp_path / "without").retention == RetentionTable()


def test_what_does_not_fit_its_format_is_named_with_its_line(tmp_path: Path) -> None:
    wrong = SOUND.replace("years: 20", "years: twenty").replace("starts: majority", "starts: birth")
    wrong = wrong.replace("years: 30, source: DEFAULT}", "years: 30, sorce: DEFAULT}")

    lines = [line for line, _ in told(tmp_path, wrong)]

    assert {6, 9, 10} <= set(lines)


def test_terms_stand_in_the_order_of_their_days(tmp_path: Path) -> None:
    twice = '{valid_from: "2015-01-01", years: 15, source: LAW}'
    wrong = SOUND.replace("source: LAW}]", f"source: LAW}}, {twice}]")

    (found,) = told(tmp_path, wrong)

    assert "each term is in force from a later day than the one before it" in found[1]


def test_what_does_not_fit_together_is_named_all_at_once(tmp_path: Path) -> None:
    wrong = SOUND.replace("every_case: [youth]", "every_case: [yuth]")
    wrong = wrong.replace("  placement: [youth, measure]", "  placment: [measure]")
    wrong += "records:\n  no_such: [court]\n"

    assert told(tmp_path, wrong) == [
        (11, "every_case: no class 'yuth'; did you mean 'youth'?"),
        (13, "workflows.placment: no workflow 'placment'; did you mean 'placement'?"),
        (13, "workflows.placment: name a class that starts at last_change"),
        (15, "records.no_such: no record 'no_such'"),
        (15, "records.no_such: no class 'court'; did you mean 'youth'?"),
    ]


def test_the_table_of_the_product_names_every_workflow_and_says_who_fills_it() -> None:
    text = (WORKFLOWS / "retention.yaml").read_text(encoding="utf-8")
    table = fitted(RetentionTable, read_yaml(text, "retention.yaml"))

    assert table.workflows.keys() == {
        each.parent.name for each in WORKFLOWS.glob("*/workflow.yaml")
    }
    sources = [term.source for kind in table.classes.values() for term in kind.terms]
    assert all("DEFAULT" in each for each in sources)  # until a lawyer filled them in
    assert table.backups_kept
