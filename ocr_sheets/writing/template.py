"""The blank workbook that a centre fills in, made from the description of the sheets in `ocr_sheets.model.records`.

The same code writes the example, which is the blank workbook with rows in it, so that the two never differ in a heading.
"""

from __future__ import annotations

import datetime as dt
import textwrap
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any, BinaryIO, Final, NamedTuple

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from ocr_sheets.dates import WRITTEN
from ocr_sheets.glossary import STATUS_NOTE
from ocr_sheets.model.records import (
    GUIDE_SHEET,
    SHEETS,
    STATUS_HEADING,
    Assessor,
    Candidate,
    Centre,
    Claim,
    Column,
    Entry,
    Kind,
    Need,
    Record,
    SheetOf,
    Visit,
    columns_of,
)  # fmt: skip
from ocr_sheets.model.tables import Cell
from ocr_sheets.rulebook.sources import guidance_for, load_sources
from ocr_sheets.text import begun

NOTE_AUTHOR: Final = "ocr-sheets template"
"""Who wrote the notes on headings. They are the centre's from then on: only notes by “ocr-sheets” are taken away by a later check."""

ROWS_READY: Final = 2000
"""How far down lists and date checks go."""

_FIRST_DAY: Final = dt.date(1900, 1, 1)
_LAST_DAY: Final = dt.date(2100, 12, 31)

_TEXT_KINDS: Final = frozenset(Kind) - {Kind.DATE, Kind.NUMBER, Kind.YES_OR_DATE, Kind.NEED}
"""Kept as text, so that 0045 stays 0045 and 3-4 does not become a day in April."""

_STRETCH: Final = 16
"""How many characters a column of words grows for its longest value before that goes on a second line."""

_MARKS_WIDE: Final = 34
_STATUS_WIDE: Final = 15
_WITH_STATUS: Final = frozenset({Assessor, Candidate, Entry, Claim, Visit})
"""The kinds of rows whose sheets have a column for the status beside the names."""
_LAST_ROW: Final = 1_048_575

_INK, _RULE = "#1F2933", "#CBD5E0"
_DARK, _PALE = "#1F4E79", "#DDE8F3"


class Formula(NamedTuple):
    """A formula and the value stored with it. Only the example has any; text is never taken for a formula."""

    text: str
    value: str


Rows = Mapping[type[Record], Sequence[Mapping[str, object]]]
"""Rows to write: for each kind of record, what stands in each field."""


def cell_of(record: type[Record], index: int, name: str) -> Cell:
    """Where a field of the row with that index, counted from 0, stands in the workbook that `write_template` makes."""
    columns = columns_of(record)
    place = list(columns).index(name)
    if record is Centre:
        return Cell(SHEETS[record].name, place + 2, 2, columns[name].heading)
    return Cell(SHEETS[record].name, index + 2, 1 + _column_at(record, place), columns[name].heading)


def _column_at(record: type[Record], place: int) -> int:
    """The column of a field by its place among the fields, both counted from 0: the one for the status stands beside the names."""
    return place + (record in _WITH_STATUS and place >= _naming_columns(record))


class AddedSheet(NamedTuple):
    """One sheet of the template by itself: its kind, its name, its rows and, where they are drafts, the mark of each."""

    record: type[Record]
    name: str
    rows: Sequence[Mapping[str, object]] = ()
    marks: Sequence[str] = ()


class MarkColumn(NamedTuple):
    """The column in which drafted rows are marked: its heading, the note on it, and the fill of the cells that are drafts."""

    heading: str
    note: str
    colour: str


def write_template(target: BinaryIO, rows: Rows | None = None) -> None:
    """Write the workbook: every sheet of the book in order, empty or with the rows given. The same rows give the same bytes."""
    workbook = _new_workbook(target)
    styles = _Styles(workbook)
    _write_guide(workbook, styles)
    for record, sheet_of in SHEETS.items():
        _write_sheet(workbook, styles, AddedSheet(record, sheet_of.name, (rows or {}).get(record, ())))
    workbook.close()


def write_sheets(target: BinaryIO, sheets: Sequence[AddedSheet], marks: MarkColumn | None = None) -> None:
    """Write some sheets of the workbook and no others. The same sheets give the same bytes."""
    workbook = _new_workbook(target)
    styles = _Styles(workbook)
    for sheet in sheets:
        _write_sheet(workbook, styles, sheet, marks)
    workbook.close()


def _new_workbook(target: BinaryIO) -> Any:
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "strings_to_urls": False,
        "default_date_format": "dd/mm/yyyy",
    }
    workbook = xlsxwriter.Workbook(target, options)
    workbook.set_properties(
        {
            "title": "Centre workbook for OCR Cambridge Technicals and verified qualifications",
            "author": "ocr-sheets",
            "created": WRITTEN,
        }
    )
    workbook.set_size(2400, 1400)
    return workbook


def _write_sheet(workbook: Any, styles: _Styles, sheet: AddedSheet, marks: MarkColumn | None = None) -> None:
    worksheet = workbook.add_worksheet(sheet.name)
    worksheet.set_comments_author(NOTE_AUTHOR)
    _set_up_page(worksheet, sheet.name, landscape=sheet.record is not Centre)
    if sheet.record is Centre:
        _write_labels(worksheet, styles, sheet.record, sheet.rows[0] if sheet.rows else {})
    else:
        _write_table(worksheet, styles, sheet, marks if sheet.marks else None)
    worksheet.set_tab_color(_DARK if SHEETS[sheet.record].required else _RULE)


class _Styles:
    """Every format of the workbook, made once."""

    def __init__(self, workbook: Any) -> None:
        self._workbook = workbook

        def style(**properties: object) -> Any:
            return workbook.add_format({"font_name": "Calibri", "font_size": 11, "font_color": _INK} | properties)

        box = {"border": 1, "border_color": _RULE}
        heading = {"bold": True, "text_wrap": True, "valign": "top", "align": "left", "indent": 1} | box
        self.required = style(**heading | {"underline": 1, "bg_color": _DARK, "font_color": "#FFFFFF"})
        self.optional = style(**heading | {"bold": False, "bg_color": _PALE})
        plain = {"valign": "vcenter", "align": "left", "indent": 1}
        forms: dict[str, dict[str, object]] = {
            "words": {"num_format": "@", "text_wrap": True},
            "text": {"num_format": "@"},
            "date": {"num_format": "dd/mm/yyyy"},
            "number": {"num_format": "General"},
        }
        self.column = {form: style(**plain | properties) for form, properties in forms.items()}
        self.cell = {form: style(**plain | properties | box) for form, properties in forms.items()}
        self.title = style(bold=True, font_size=20, font_color=_DARK, valign="vcenter")
        self.section = style(bold=True, font_size=13, font_color=_DARK, valign="vcenter", bottom=1, bottom_color=_RULE)
        self.words = style(valign="top")
        self.strong = style(bold=True, text_wrap=True, valign="top")
        self.command = style(
            font_name="Consolas", bg_color="#F0F4F8", border=1, border_color=_RULE, valign="vcenter", indent=1
        )
        cell = {"text_wrap": True, "valign": "top", "border": 1, "border_color": _RULE}
        self.grid_head = style(**cell | {"bold": True, "bg_color": _PALE})
        self.grid = style(**cell)
        self.grid_strong = style(**cell | {"bold": True})

    def fill(self, colour: str) -> Any:
        """What gives cells a fill and nothing else."""
        return self._workbook.add_format({"bg_color": f"#{colour}"})


def _form_of(column: Column) -> str:
    """Which of the ways a column's cells are kept."""
    if column.kind is Kind.DATE:
        return "date"
    if column.kind in {Kind.TEXT, Kind.LIST}:
        return "words"
    return "text" if column.kind in _TEXT_KINDS else "number"


def _set_up_page(worksheet: Any, name: str, *, landscape: bool) -> None:
    """A4, one page wide, with the sheet's name above and the page number below."""
    if landscape:
        worksheet.set_landscape()
        worksheet.repeat_rows(0)
    worksheet.set_paper(9)
    worksheet.fit_to_pages(1, 0)
    worksheet.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.6)
    worksheet.set_header(f'&L&"Calibri,Bold"{name}')
    worksheet.set_footer("&L&F&RPage &P of &N")


# ------------------------------------------------------------------------------------------------------------ the sheets


def _write_table(worksheet: Any, styles: _Styles, sheet: AddedSheet, marks: MarkColumn | None) -> None:
    """One sheet as an Excel table. An empty one keeps a blank row, for a table can't be without."""
    columns = columns_of(sheet.record)
    last_row = max(len(sheet.rows), 1)
    headings = [
        {"header": column.heading, "header_format": styles.required if column.required else styles.optional}
        for column in columns.values()
    ]
    if sheet.record in _WITH_STATUS:
        kept = {"header": STATUS_HEADING, "header_format": styles.optional}
        headings.insert(_naming_columns(sheet.record), kept)
    if marks:
        headings.append({"header": marks.heading, "header_format": styles.optional})
    worksheet.add_table(
        0,
        0,
        last_row,
        len(headings) - 1,
        {"name": f"tbl{SHEETS[sheet.record].name}", "style": "Table Style Light 1", "columns": headings},
    )
    worksheet.ignore_errors({"number_stored_as_text": f"A1:XFD{ROWS_READY + 1}"})
    worksheet.set_row(0, 38)
    names = _naming_columns(sheet.record)
    worksheet.freeze_panes(1, names + (sheet.record in _WITH_STATUS))
    if sheet.record in _WITH_STATUS:
        _write_status(worksheet, styles, names, last_row)
    for number, (name, column) in enumerate(columns.items()):
        place = _column_at(sheet.record, number)
        written = [values.get(name) for values in sheet.rows] or [None]
        width = _width(column, written)
        worksheet.set_column(place, place, width, styles.column[_form_of(column)])
        _write_note(worksheet, 0, place, note_of(column))
        _add_check(worksheet, column, (1, place, ROWS_READY, place))
        for row, value in enumerate(written, start=1):
            _write_value(worksheet, row, place, column, value, styles)
            if _form_of(column) == "words" and _length(column, value) > width - 4:
                worksheet.set_row(row, 31)
    if marks:
        _write_marks(worksheet, styles, len(headings) - 1, sheet.marks, marks)


def _write_status(worksheet: Any, styles: _Styles, place: int, last_row: int) -> None:
    """The column that is kept free for how each row stands."""
    worksheet.set_column(place, place, _STATUS_WIDE, styles.column["text"])
    _write_note(worksheet, 0, place, STATUS_NOTE)
    for row in range(1, last_row + 1):
        worksheet.write_blank(row, place, None, styles.cell["text"])


def _write_marks(worksheet: Any, styles: _Styles, place: int, marks: Sequence[str], column: MarkColumn) -> None:
    """The column of marks, and a colour for the cells that a mark names as long as it is there."""
    worksheet.set_column(place, place, _MARKS_WIDE, styles.column["words"])
    _write_note(worksheet, 0, place, column.note)
    for row, mark in enumerate(marks, start=1):
        worksheet.write_string(row, place, mark, styles.cell["text"])
    area = (1, 0, _LAST_ROW, place - 1)
    fill = styles.fill(column.colour)
    worksheet.conditional_format(*area, {"type": "formula", "criteria": drafted(0, 0, place), "format": fill})


def drafted(row: int, first: int, mark: int) -> str:
    """The formula that is true of a cell below a heading which its row's mark names; all counted from 0."""
    heading, named = xl_rowcol_to_cell(row, first, row_abs=True), xl_rowcol_to_cell(row + 1, mark, col_abs=True)
    return f'=ISNUMBER(FIND("“"&{heading}&"”",{named}))'


def _naming_columns(record: type[Record]) -> int:
    """How many columns tell rows apart. They stay on screen when a wide sheet is scrolled, with the status beside them."""
    names = list(columns_of(record))
    for last in ("forenames", "unit_number", "name"):
        if last in names:
            return names.index(last) + 1
    return 1


def _write_labels(worksheet: Any, styles: _Styles, record: type[Record], values: Mapping[str, object]) -> None:
    """The sheet about the centre: a label and its value in each row."""
    worksheet.set_column(0, 0, 30)
    worksheet.set_column(1, 1, 44)
    worksheet.set_row(0, 20)
    worksheet.freeze_panes(1, 0)
    worksheet.write_string(0, 0, "Label", styles.grid_head)
    worksheet.write_string(0, 1, "Value", styles.grid_head)
    for row, (name, column) in enumerate(columns_of(record).items(), start=1):
        worksheet.set_row(row, 20)
        worksheet.write_string(row, 0, column.heading, styles.required if column.required else styles.optional)
        _write_note(worksheet, row, 0, note_of(column))
        _add_check(worksheet, column, (row, 1, row, 1))
        _write_value(worksheet, row, 1, column, values.get(name), styles)


def _width(column: Column, written: Sequence[object]) -> int:
    """The column's own width, or more where its heading would not fit over two lines beside the filter button, or its values
    would not fit: on one line or, where they are words, on two.
    """
    words = column.heading.split()
    longest = max(len(word) for word in words)
    half = min(max(len(" ".join(words[:cut])), len(" ".join(words[cut:]))) for cut in range(1, len(words) + 1))
    if column.kind is Kind.DATE:
        return max(13, longest + 5, half + 5)
    in_cells = max(_length(column, value) for value in written) + 4
    if _form_of(column) == "words" and in_cells > column.width + _STRETCH:
        in_cells = in_cells // 2 + 6
    return max(column.width, longest + 5, half + 5, in_cells)


def _length(column: Column, value: object) -> int:
    """How many characters a value shows."""
    shown = as_written(column, value)
    return len(shown.value if isinstance(shown, Formula) else str(shown or ""))


def _write_value(worksheet: Any, row: int, place: int, column: Column, value: object, styles: _Styles) -> None:
    """One cell, by what its value is: text stays text, whatever it looks like."""
    shown = as_written(column, value)
    style = styles.cell["date" if isinstance(shown, dt.date) else _form_of(column)]
    if shown is None:
        worksheet.write_blank(row, place, None, style)
    elif isinstance(shown, Formula):
        worksheet.write_formula(row, place, shown.text, style, shown.value)
    elif isinstance(shown, dt.date):
        worksheet.write_datetime(row, place, shown, style)
    elif isinstance(shown, str):
        worksheet.write_string(row, place, shown, style)
    else:
        worksheet.write_number(row, place, shown, style)


def as_written(column: Column, value: object) -> Formula | dt.date | str | float | None:
    """What a person would type for a value of the book."""
    match value:
        case None | "":
            return None
        case Formula() | dt.date():
            return value
        case StrEnum() as choice:
            return choice.value
        case Need(summer=summer, day=day):
            return day or (f"summer {summer}" if summer else "yes")
        case bool():
            return "yes" if value else "no"
        case int() if column.kind is Kind.ACADEMIC_YEAR:
            return f"{value}/{(value + 1) % 100:02d}"
        case int() | float() if column.kind not in _TEXT_KINDS:
            return value
        case tuple() | list():
            return ", ".join(str(part) for part in value)
        case _:
            return str(value)


def _write_note(worksheet: Any, row: int, place: int, text: str) -> None:
    """A note on a heading."""
    lines = sum(1 + len(line) // 34 for line in text.splitlines())
    worksheet.write_comment(
        row,
        place,
        text,
        {
            "font_name": "Calibri",
            "font_size": 10,
            "color": "#FFFDF2",
            "width": 230,
            "height": 20 + 16 * lines,
        },
    )


def note_of(column: Column) -> str:
    """The note on a heading: what to put there, what form it has, and whether it can be left blank."""
    lines = [column.note] if column.note else []
    if column.choices:
        lines.append("Pick one of the list: " + ", ".join(column.choices) + ".")
    elif column.kind is Kind.DATE:
        lines.append("A date, day first, such as 15/05/2027.")
    elif column.kind is not Kind.TEXT:
        lines.append(f"Put here {column.kind.value}.")
    lines.append("Must be filled in." if column.required else "Can be left blank.")
    return "\n".join(lines)


def _add_check(worksheet: Any, column: Column, area: tuple[int, int, int, int]) -> None:
    """A list to pick from, or a question when a date is not one. It warns and never blocks, so that pasting works."""
    if column.choices or column.kind is Kind.YES_NO:
        words = [choice.value for choice in column.choices] if column.choices else ["yes", "no"]
        worksheet.data_validation(
            *area,
            {
                "validate": "list",
                "source": words,
                "error_type": "warning",
                "error_title": "Not in the list",
                "error_message": "Pick one of the list: " + ", ".join(words) + ".",
            },
        )
    elif column.kind is Kind.DATE:
        worksheet.data_validation(
            *area,
            {
                "validate": "date",
                "criteria": "between",
                "minimum": _FIRST_DAY,
                "maximum": _LAST_DAY,
                "error_type": "warning",
                "error_title": "Not a date",
                "error_message": "Type a date, day first, such as 15/05/2027. Leave the cell blank if you do not know it yet.",
            },
        )


# ------------------------------------------------------------------------------------------------------------- the guide


_STEPS: Final = (
    "Save this workbook under a name of your own, such as centre.xlsx.",
    "Fill in Qualifications and Units first, then Assessors, Candidates and Visits. The other sheets refer to these.",
    "Add Entries and Claims as the year goes on. Put the visit’s name on a claim to say which visit it is for; if you leave "
    "it blank, the next visit of that subject is taken and you are told which one that was.",
    "Run the check as often as you like: drop the workbook on the page ocr-sheets.html, or as shown at the foot of this sheet. "
    "It tells you what is wrong, what to do and by when.",
)

_HABITS: Final = (
    (
        "Headings",
        "A dark heading with underlined bold letters stands over a column that must be filled in. A pale heading with "
        "plain letters stands over one that can be left blank: the more you fill in, the more can be checked. Rest the mouse "
        "pointer on any heading to read what belongs there.",
    ),
    (
        "Dates",
        "Type the day first: 15/05/2027 is 15 May 2027. If you do not know a date yet, leave the cell blank. Words such "
        "as “TBC” in a date column are reported, because no deadline can be worked out from them.",
    ),
    (
        "Leading zeros",
        "Candidate numbers, entry codes and centre numbers are kept as text, so 0045 stays 0045. When you paste "
        "them from another file, choose Paste Special, then Values, to keep it so.",
    ),
    (
        "Lists",
        "Where a cell has a drop-down arrow, pick from it. Other words bring up a question, but you can still paste "
        "them.",
    ),
    (
        "New rows",
        "Type straight below the last row and the table grows. Blank rows do no harm. You may sort, filter and hide "
        "rows, and add columns of your own; they are left as they are.",
    ),
    (
        "The two families",
        "Cambridge Technicals and verified qualifications have different rules. What you pick under Family on "
        "the Qualifications sheet decides which rules are used, so check that first.",
    ),
    (
        "Moved visits",
        "Change the date in the visit’s own row, and put the old one under Moved from. If a visit is off, keep "
        "its row and set Status to cancelled: it then no longer counts.",
    ),
)

_LINE: Final = 16
"""The height of a line of the guide."""

COMMAND: Final = "ocr-sheets validate centre.xlsx"


def _write_guide(workbook: Any, styles: _Styles) -> None:
    """The first sheet: what each sheet is for and how to fill it in, in plain words that print on a page."""
    worksheet = workbook.add_worksheet(GUIDE_SHEET)
    worksheet.hide_gridlines(2)
    worksheet.set_tab_color("#2F855A")
    _set_up_page(worksheet, GUIDE_SHEET, landscape=False)
    for place, width in enumerate((18, 34, 64, 16)):
        worksheet.set_column(place, place, width)
    last = 3
    row = 0

    def words(text: str, style: Any, *, first: int = 0, per_line: int = 140, least: int = 0) -> None:
        # A line a row, over the columns beside it: no cells are merged, which a screen reader could not follow.
        nonlocal row
        for at, line in enumerate(textwrap.wrap(text, per_line)):
            row += at > 0
            worksheet.set_row(row, max(_LINE, least))
            worksheet.write_string(row, first, line, style)
            for place in range(first + 1, last + 1):
                worksheet.write_blank(row, place, None, style)

    words(GUIDE_SHEET, styles.title, least=34)
    row += 1
    words(
        "This workbook is for planning and following OCR Cambridge Technicals and OCR’s verified careers diplomas: entries, "
        "claims, moderation visits and external quality assurance visits. You fill it in; the check reads it and tells you "
        "which dates are coming, which have been missed, and which cells need another look.",
        styles.words,
    )
    row += 2
    words("What to do", styles.section, least=22)
    for number, step in enumerate(_STEPS, start=1):
        row += 1
        worksheet.write_string(row, 0, f"Step {number}", styles.strong)
        words(step, styles.words, first=1, per_line=122)
    row += 2
    words("What each sheet is", styles.section, least=22)
    row += 1
    worksheet.set_row(row, 20)
    guide = ("Sheet", "One row is", "Columns that must be filled in", "Is it needed?")
    columns = [{"header": text, "header_format": styles.grid_head} for text in guide]
    options = {"name": "tblGuide", "style": None, "autofilter": False, "columns": columns}
    worksheet.add_table(row, 0, row + len(SHEETS), last, options)
    for record, sheet_of in SHEETS.items():
        row += 1
        needed = ", ".join(column.heading for column in columns_of(record).values() if column.required) or "None"
        longest = max(len(needed) / 72, len(_one_row_is(sheet_of)) / 40)
        worksheet.set_row(row, 15.5 * -(-longest // 1) + 4)
        worksheet.write_string(row, 0, sheet_of.name, styles.grid_strong)
        worksheet.write_string(row, 1, _one_row_is(sheet_of), styles.grid)
        worksheet.write_string(row, 2, needed, styles.grid)
        worksheet.write_string(row, 3, "Yes" if sheet_of.required else "It helps", styles.grid)
    row += 2
    words("How to fill it in", styles.section, least=22)
    row += 1
    worksheet.set_row(row, 22)
    worksheet.write_string(row, 1, "Must be filled in", styles.required)
    worksheet.write_string(row, 2, "Can be left blank", styles.optional)
    for name, text in _HABITS:
        row += 1
        worksheet.write_string(row, 0, name, styles.strong)
        words(text, styles.words, first=1, per_line=122)
    row += 2
    words("What OCR says of it", styles.section, least=22)
    for topic in load_sources().topics:
        told = [sentence for sentence in guidance_for(topic) if sentence.where == GUIDE_SHEET]
        for sentence in told:
            row += 1
            if sentence is told[0]:
                worksheet.write_string(row, 0, topic.capitalize(), styles.strong)
            words(f"{sentence.tell} ({sentence.number})", styles.words, first=1, per_line=122)
    row += 2
    words("What to run next", styles.section, least=22)
    row += 1
    words(
        "Save and close the workbook. Then open a command prompt in its folder and type the line below, with your own file’s "
        "name in place of centre.xlsx:",
        styles.words,
    )
    row += 1
    words(COMMAND, styles.command, least=24)
    row += 1
    words("Your own file is only read, never changed.", styles.words)
    worksheet.print_area(0, 0, row, last)


def _one_row_is(sheet_of: SheetOf) -> str:
    """What one row is, as the start of a sentence."""
    return begun(sheet_of.one_row_is)
