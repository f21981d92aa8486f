"""Files for a spreadsheet: text stays text, days are days, and it says who took it when."""

import csv
import re
import zipfile
from datetime import UTC, date, datetime
from io import BytesIO, StringIO

import pytest

from api.sheets import Cell, Sheet, as_csv, as_xlsx

ODD = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", '=HYPERLINK("https://elders.test")')
HEADS = ("Termijn", "Wat", "Over")
MADE = datetime(2026, 3, 2, 8, tzinfo=UTC)


def a_sheet(*rows: tuple[Cell, ...]) -> Sheet:
    """A table of three columns."""
    return Sheet("Termijnen", HEADS, rows, "2 termijnen (Alle). Gemaakt door Carla.", MADE)


def part(book: bytes, name: str) -> str:
    """One part of a workbook, as it stands."""
    with zipfile.ZipFile(BytesIO(book)) as file:
        return file.read(name).decode()


def test_a_csv_is_what_a_dutch_spreadsheet_reads() -> None:
    found = as_csv(a_sheet((date(2026, 3, 2), 'zegt "ja"; nee', -3), (None, "Bellen", 0)))

    assert found.startswith(b"\xef\xbb\xbfTermijn;Wat;Over\r\n")
    rows = list(csv.reader(StringIO(found.decode("utf-8-sig")), delimiter=";"))
    assert rows[1:3] == [["2026-03-02", 'zegt "ja"; nee', "-3"], ["", "Bellen", "0"]]
    assert rows[-1] == ["2 termijnen (Alle). Gemaakt door Carla."]


@pytest.mark.parametrize("odd", ODD)
def test_no_text_of_a_csv_is_a_formula(odd: str) -> None:
    found = as_csv(a_sheet((None, odd, 1))).decode("utf-8-sig")

    cell = list(csv.reader(StringIO(found, newline=""), delimiter=";"))[1][1]
    assert cell == f"'{odd}"


def test_a_workbook_has_real_days_a_frozen_head_and_filters() -> None:
    book = as_xlsx(a_sheet((date(2026, 3, 2), "Bellen", -3), (None, "Praten", None)))
    page = part(book, "xl/worksheets/sheet1.xml")

    assert re.search(r'<c r="A2" s="\d+"><v>46083</v></c>', page)  # days since 1899
    assert 'formatCode="yyyy-mm-dd"' in part(book, "xl/styles.xml")
    assert '<c r="C2"><v>-3</v></c>' in page
    assert 'state="frozen"' in page
    assert '<autoFilter ref="A1:C3"/>' in page
    assert "Gemaakt door Carla" in part(book, "xl/sharedStrings.xml")
    assert "2026-03-02T08:00:00Z" in part(book, "docProps/core.xml")


def test_nothing_in_a_workbook_is_a_formula_or_a_link() -> None:
    book = as_xlsx(a_sheet(*((None, odd, 1) for odd in (*ODD, "https://elders.test"))))

    with zipfile.ZipFile(BytesIO(book)) as file:
        whole = "".join(file.read(name).decode() for name in file.namelist())
    assert "<f>" not in whole
    assert "<hyperlink" not in whole
    assert "=1+1" in whole


def test_a_table_without_rows_can_be_taken_too() -> None:
    assert part(as_xlsx(a_sheet()), "xl/worksheets/sheet1.xml")
    assert as_csv(a_sheet()).count(b"\r\n") == 3
