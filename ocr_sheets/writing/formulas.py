"""Formulas that keep our dates tied to the centre's: a moved visit moves its deadlines."""

from __future__ import annotations

from ocr_sheets.annotations import Follows
from ocr_sheets.model.book import Book
from ocr_sheets.model.tables import column_letters


def quoted_sheet(name: str) -> str:
    """A sheet's name as formulas write it."""
    return "'" + name.replace("'", "''") + "'"


def area(sheet: str, first_row: int, first_column: int, last_row: int, last_column: int) -> str:
    """An area that stays put when a formula is copied. Rows and columns count from 1."""
    return (
        f"{quoted_sheet(sheet)}!${column_letters(first_column)}${first_row}:${column_letters(last_column)}${last_row}"
    )


def following(shown: Follows, book: Book, ocr_closed_days: str, from_sheet: str) -> str | None:
    """The formula of a date that follows from a cell; ``None`` where that cell holds text, which no formula can count from."""
    if not book.is_true_date(shown.record, shown.field):
        return None
    cell = book.cell(shown.record, shown.field)
    ref = cell.ref if cell.sheet == from_sheet else f"{quoted_sheet(cell.sheet)}!{cell.ref}"
    if shown.working:
        return f'IF(ISNUMBER({ref}),WORKDAY({ref},{shown.days},{ocr_closed_days}),"")'
    sign = "+" if shown.days >= 0 else "-"
    return f'IF(ISNUMBER({ref}),{ref}{sign}{abs(shown.days)},"")'


def last_working_day(ref: str, closed_days: str) -> str:
    """The formula of the last working day on or before the date in a cell."""
    return f'IF(ISNUMBER({ref}),WORKDAY({ref}+1,-1,{closed_days}),"")'


def days_left(ref: str) -> str:
    """The formula of the days from today to the date in a cell."""
    return f'IF(ISNUMBER({ref}),{ref}-TODAY(),"")'


def next_date(first: str, last: str, visit_date: str) -> str:
    """The formula of the first date in a run of cells, or of the visit itself, that is not past."""
    run = f"{first}:{last}"
    ahead = f'COUNTIF({run},">="&TODAY())'
    nearest = f'SMALL({run},COUNTIF({run},"<"&TODAY())+1)'
    to_come = f"IF({ahead}=0,{visit_date},MIN({visit_date},{nearest}))"
    return f'IF(AND(ISNUMBER({visit_date}),{visit_date}>=TODAY()),{to_come},IF({ahead}=0,"",{nearest}))'
