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
    counted = _counted(shown, book, ocr_closed_days, from_sheet)
    return f'IF(ISNUMBER({counted[0]}),{counted[1]},"")' if counted else None


def _counted(shown: Follows, book: Book, ocr_closed_days: str, from_sheet: str) -> tuple[str, str] | None:
    """The cell that a date follows from, and how it is counted from it."""
    if not book.is_true_date(shown.record, shown.field):
        return None
    cell = book.cell(shown.record, shown.field)
    ref = cell.ref if cell.sheet == from_sheet else f"{quoted_sheet(cell.sheet)}!{cell.ref}"
    if shown.working:
        return ref, f"WORKDAY({ref},{shown.days},{ocr_closed_days})"
    return ref, f"{ref}{'+' if shown.days >= 0 else '-'}{abs(shown.days)}"


def due_words(shown: Follows, book: Book, ocr_closed_days: str, from_sheet: str) -> str | None:
    """The formula of the words for how far ahead a day is that follows from a cell; ``None`` where no formula can count from it."""
    counted = _counted(shown, book, ocr_closed_days, from_sheet)
    if counted is None:
        return None
    left = f"{counted[1]}-TODAY()"
    words = f'IF({left}<0,"Late",IF({left}=0,"Due today",IF({left}=1,"Due tomorrow","Due in "&{left}&" days")))'
    return f'IF(ISNUMBER({counted[0]}),{words},"")'


def due_in_words(left: int) -> str:
    """The same words for a number of days."""
    if left < 0:
        return "Late"
    return {0: "Due today", 1: "Due tomorrow"}.get(left, f"Due in {left} days")


def link(sheet: str, ref: str, words: str) -> str:
    """The formula of a link to a cell; ``words`` is what it shows, as a formula writes it."""
    return f'HYPERLINK("#{quoted_sheet(sheet)}!{ref}",{words})'


def text_literal(text: str) -> str:
    """A text as formulas write it."""
    return '"' + text.replace('"', '""') + '"'


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
