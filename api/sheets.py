"""A table as a file that a spreadsheet opens: CSV, and a workbook of Excel.

No cell becomes a formula or a link, whatever stands in it. The last row says what this is, who
took it and when.

Source: PAGES 5.5; OWASP, CSV injection.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO, StringIO
from typing import TypeAlias

import xlsxwriter

Cell: TypeAlias = date | int | str | None

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_WIDEST = 60


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of a table under their heads, and the line that says who took them when."""

    title: str
    heads: tuple[str, ...]
    rows: Sequence[tuple[Cell, ...]]
    about: str
    made_at: datetime


def as_csv(sheet: Sheet) -> bytes:
    """UTF-8 with its mark, semicolons, days as in 2026-03-02: as a Dutch spreadsheet reads it."""
    text = StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    for row in (sheet.heads, *sheet.rows, (), (sheet.about,)):
        writer.writerow([_plain(cell) for cell in row])
    return text.getvalue().encode("utf-8-sig")


def as_xlsx(sheet: Sheet) -> bytes:
    """A workbook: days are days, the heads stay in sight and every column can be filtered."""
    file = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        book.set_properties({"title": sheet.title, "created": sheet.made_at})
        bold = book.add_format({"bold": True})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        page = book.add_worksheet(sheet.title)
        page.write_row(0, 0, sheet.heads, bold)
        for number, row in enumerate(sheet.rows, 1):
            for column, cell in enumerate(row):
                if isinstance(cell, date):
                    page.write_datetime(number, column, cell, day)
                else:
                    page.write(number, column, cell)
        page.write(len(sheet.rows) + 2, 0, sheet.about)
        page.freeze_panes(1, 0)
        page.autofilter(0, 0, len(sheet.rows), len(sheet.heads) - 1)
        for column, width in enumerate(_widths(sheet)):
            page.set_column(column, column, width)
    return file.getvalue()


def _plain(cell: Cell) -> Cell:
    """The cell as text that no spreadsheet takes for a formula."""
    if isinstance(cell, str) and cell.startswith(_BEGINS_A_FORMULA):
        return f"'{cell}"
    return cell.isoformat() if isinstance(cell, date) else cell


def _widths(sheet: Sheet) -> list[int]:
    """Each column as wide as what stands in it, up to a point."""
    columns = zip(sheet.heads, *sheet.rows, strict=True)
    return [min(max(len(str(cell)) for cell in column) + 2, _WIDEST) for column in columns]
