"""The centre's own workbook with what we have to say added to it, and nothing of theirs lost."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from ocr_sheets.annotations import (
    ANNOTATED,
    ISSUES,
    AddedColumn,
    AddedColumns,
    CellValue,
    DaysLeft,
    Follows,
    NextDate,
    Shape,
    added_to,
)
from ocr_sheets.annotations.issues import issues_at
from ocr_sheets.dates import say
from ocr_sheets.model.records import RECORDS, SHEETS, Claim, Record
from ocr_sheets.model.tables import Table, column_letters
from ocr_sheets.patching import Cells, Formula, NoRoom, Sheet, Value, Workbook
from ocr_sheets.report import Finding, Report
from ocr_sheets.rulebook import load_sources
from ocr_sheets.rules import Severity
from ocr_sheets.schedule.deadlines import What
from ocr_sheets.writing.formulas import days_left, following, next_date
from ocr_sheets.writing.report import ReportSheets
from ocr_sheets.writing.report.kit import CHECKED, SHEETS as REPORT_SHEETS, TAGS
from ocr_sheets.writing.styles import ADDED_COUNT, ADDED_DATE, ADDED_DAYS_LEFT, ADDED_HEADING, ADDED_TEXT, MARKS

MOST_NOTES = 500
"""Cells that get a note: thousands of notes make a workbook slow to open. The Issues columns and To do say all."""

MOST_FORMATS = 500
"""Cell formats that the added columns and sheets may need, with plenty to spare."""

LOOKS = {
    Shape.TEXT: ADDED_TEXT,
    Shape.DATE: ADDED_DATE,
    Shape.COUNT: ADDED_COUNT,
    Shape.DAYS_LEFT: ADDED_DAYS_LEFT,
    Shape.ISSUES: ADDED_TEXT,
}
_FIRST_DATE, _LAST_DATE = What.ENTER_BY, What.EQA_DECISION_BY


def annotate(workbook: Workbook, report: Report) -> None:
    """Add the deadline columns, marks, notes and report sheets. What an earlier run added is taken away first."""
    left = workbook.strip()
    names = dict(zip(REPORT_SHEETS, workbook.free_names(list(REPORT_SHEETS)), strict=True))
    not_placed: list[str] = []
    sheets = ReportSheets(report, names, workbook.date1904, not_placed)
    room = workbook.formats_left - MOST_FORMATS
    if room >= 0:
        writer = _Columns(workbook, report, sheets.places.ocr_closed_days)
        for name, parts in _sheets_of(report.book.tables).items():
            not_placed.extend(writer.add(name, parts))
    else:
        not_placed.append(
            "This workbook has nearly as many cell formats as Excel allows, so there was no room for the added columns and "
            "these sheets are plain: To do and Deadlines have all of it."
        )
    not_placed.extend(_mark(workbook, report, room))
    if left:
        not_placed.append(
            f"{', '.join(left).capitalize()}: changed since an earlier check added them, so they were left as they are."
        )
    if workbook.is_structure_protected:
        not_placed.append(
            "The workbook’s structure is protected: these sheets were added and its protection is as it was."
        )
    workbook.join(sheets.write(), [TAGS[name] for name in REPORT_SHEETS])
    workbook.keep_formats_at(names[CHECKED], sheets.places.formats_row, sheets.places.formats_column)


def _kind(record: type[Record]) -> str:
    return next(name for name, kind in RECORDS.items() if kind is record)


class _Part(NamedTuple):
    """Tables of one kind that share their rows: one table, or the units of a grid. ``number`` is the first one's among all tables."""

    number: int
    tables: list[Table]
    headings: Sequence[AddedColumn]

    @property
    def table(self) -> Table:
        """The first."""
        return self.tables[0]

    @property
    def is_grid(self) -> bool:
        """Whether its rows hold several claims."""
        return bool(self.table.block)

    @property
    def has_issues(self) -> bool:
        """Whether its last column is Issues."""
        return bool(self.headings) and self.headings[-1].shape is Shape.ISSUES

    def of(self, records: Iterable[Record]) -> list[Record]:
        """Its own of all records of the kind."""
        blocks = {table.block for table in self.tables}
        return [
            record
            for record in records
            if record.sheet == self.table.sheet
            and self.table.holds(record.row, self.table.first_column)
            and (record.column if isinstance(record, Claim) else 0) in blocks
        ]


def _sheets_of(tables: Sequence[Table]) -> Mapping[str, list[_Part]]:
    """The parts of each sheet that columns are added for. Entries on Candidates are no part of their own: the columns beside them
    are the candidates'. Candidates and a grid with the same headings row share one Issues, the last.
    """
    found: defaultdict[str, dict[tuple[object, ...], _Part]] = defaultdict(dict)
    for number, table in enumerate(tables):
        if table.record not in ANNOTATED or table.is_aside:
            continue
        parts = found[table.sheet]
        part = parts.setdefault((table.place, table.record), _Part(number, [], added_to(table.record)))
        part.tables.append(table)
    return {name: _with_issues(list(parts.values())) for name, parts in found.items()}


def _with_issues(parts: list[_Part]) -> list[_Part]:
    """The same, each part with an Issues of its own; parts of one place with one, the last's."""
    places = [part.table.place for part in parts]
    if len(set(places)) == 1:
        return [*(part._replace(headings=part.headings[:-1]) for part in parts[:-1]), parts[-1]]
    named = []
    for at, part in enumerate(parts):
        is_last = part.table.place not in places[at + 1 :]
        issues = AddedColumn(f"Issues: {SHEETS[part.table.record].name}", ISSUES.shape, ISSUES.width)
        named.append(part._replace(headings=[*part.headings[:-1], *([issues] if is_last else [])]))
    return named


class _Columns:
    """Puts the added columns beside the centre's."""

    def __init__(self, workbook: Workbook, report: Report, ocr_closed_days: str) -> None:
        self._workbook = workbook
        self._report = report
        self._columns = AddedColumns(report)
        self._ocr_closed_days = ocr_closed_days
        self._styles = {shape: workbook.style(look) for shape, look in LOOKS.items()}
        self._heading = workbook.style(ADDED_HEADING)
        self._followed: dict[tuple[str, int, str, int, bool, str], Value] = {}

    def add(self, name: str, parts: Sequence[_Part]) -> Iterator[str]:
        """Add the columns of one sheet; yields a sentence for what could not be placed."""
        sheet = self._workbook.sheet(name)
        row = min(part.table.heading_row for part in parts)
        headings = [(added.heading, added.width) for part in parts for added in part.headings]
        tag = f"{_kind(parts[0].table.record)}.{parts[0].number}"
        try:
            first = sheet.add_columns(row, headings, self._heading, tag)
        except NoRoom:
            yield f"There is no room on {name} for the added columns; To do and Deadlines have all of it."
            return
        if sheet.is_protected:
            yield f"{name} is protected: the columns were added to it and its protection is as it was."
        is_shared = len({part.table.place for part in parts}) > 1
        told: dict[tuple[str, int, int], set[int]] = {}
        for part in parts:
            if part.table.heading_row != row:  # a table that begins further down has its headings there once more
                texts = [added.heading for added in part.headings]
                sheet.put_row(part.table.heading_row, first, texts, [self._heading] * len(texts))
            within = part.table if is_shared else None
            rows = self._fill(sheet, part, first, within)
            first += len(part.headings)
            if part.has_issues:
                self._other_issues(sheet, told.pop(part.table.place, set()) - rows, first - 1, within)
            else:
                told.setdefault(part.table.place, set()).update(rows)

    def _other_issues(self, sheet: Sheet, rows: Iterable[int], column: int, within: Table | None) -> None:
        """The issues of rows that another part of the same place has, such as candidates without a claim in the grid beside them."""
        for row in sorted(rows):
            issues = issues_at(self._report, sheet.name, row, within, of_units=True)
            if issues:
                sheet.put_row(row, column, [issues], [self._styles[Shape.ISSUES]])

    def _fill(self, sheet: Sheet, part: _Part, first: int, within: Table | None) -> set[int]:
        records = part.of(self._report.book.rows(_kind(part.table.record)))
        headings = part.headings
        styles = [self._styles[added.shape] for added in headings]
        alike: dict[int, tuple[Sequence[CellValue], Cells]] = {}
        if part.is_grid:
            rows = self._columns.grid_rows([record for record in records if isinstance(record, Claim)], within)
        else:
            rows = self._columns.rows(part.table.record, records, within)
        filled: set[int] = set()
        for row, values in rows:
            filled.add(row)
            # Claims that are alike come as one and the same object, which is kept here so that no other takes its place.
            known = alike.get(id(values)) if part.table.record is Claim else None
            if known is None:
                shown = values[: len(headings)]
                cells = sheet.cells(first, self._values(sheet, row, first, headings, shown), styles)
                known = alike[id(values)] = (values, cells)
            sheet.put(row, known[1])
        return filled

    def _values(
        self, sheet: Sheet, row: int, first: int, headings: Sequence[AddedColumn], values: Sequence[CellValue]
    ) -> list[Value]:
        cells: list[Value] = []
        for value in values:
            if isinstance(value, Follows):
                cells.append(self._following(value, sheet.name))
            elif isinstance(value, NextDate):
                cells.append(self._next_date(value, row, first, headings))
            elif isinstance(value, DaysLeft):
                at_next = next(at for at, other in enumerate(values) if isinstance(other, NextDate))
                ref = f"{column_letters(first + at_next)}{row}"
                cells.append(Formula(days_left(ref), "" if value.left is None else value.left))
            else:
                cells.append(value)
        return cells

    def _following(self, value: Follows, sheet: str) -> Value:
        # Thousands of claims follow from a handful of visits.
        place = (value.record.sheet, value.record.row, value.field, value.days, value.working, sheet)
        if place not in self._followed:
            formula = following(value, self._report.book, self._ocr_closed_days, sheet)
            self._followed[place] = Formula(formula, value.date) if formula else value.date
        return self._followed[place]

    def _next_date(self, value: NextDate, row: int, first: int, headings: Sequence[AddedColumn]) -> Value:
        if not self._report.book.is_true_date(value.visit, "visit_date"):
            return value.date
        words = [added.heading for added in headings]
        start = column_letters(first + words.index(_FIRST_DATE))
        end = column_letters(first + words.index(_LAST_DATE))
        visit_date = self._report.book.cell(value.visit, "visit_date").ref
        return Formula(next_date(f"{start}{row}", f"{end}{row}", visit_date), value.date or "")


def _mark(workbook: Workbook, report: Report, room: int) -> Iterator[str]:
    """Fill the cells at fault and say in a note what is wrong; yields a sentence where there are too many for notes, or more
    than there is room for formats.
    """
    cells: defaultdict[tuple[str, int, int], list[Finding]] = defaultdict(list)
    for finding in report.open_findings:
        if finding.cell:
            cells[finding.sheet, finding.cell.row, finding.cell.column].append(finding)
    known = {sheet.name for sheet in workbook.sheets}
    # A heading that was understood keeps its colours: white words on one of ours could not be read.
    headings = {(table.sheet, table.heading_row) for table in report.book.tables}
    notes = 0
    for (name, row, column), findings in cells.items():
        if name not in known:
            continue
        sheet = workbook.sheet(name)
        is_understood = findings[0].rule.severity is Severity.ADVICE and (name, row) in headings
        if len(cells) <= room and not is_understood:
            sheet.highlight(row, column, MARKS[findings[0].rule.severity])
        if notes < MOST_NOTES:
            notes += sheet.note(row, column, note_text(findings))
    if len(cells) > room:
        yield "The cells at fault are not coloured: Excel allows 64,000 cell formats, and this workbook has nearly all of them."
    if len(cells) > MOST_NOTES:
        yield f"Notes stand on the {MOST_NOTES} most serious cells; all {len(cells)} are {'marked, and are ' * (len(cells) <= room)}on To do."


def note_text(findings: Sequence[Finding]) -> str:
    """What the note on a cell says: what is wrong, what to do, by when, the rule, and where OCR says so."""
    return "\n\n".join(_one_note(finding) for finding in findings)


def _one_note(finding: Finding) -> str:
    sources = load_sources()
    lines = [f"{str(finding.rule.severity).capitalize()}: {finding.message}", finding.fix]
    if finding.by:
        lines.append(f"Due {say(finding.by)}. {finding.who}.")
    lines.append(f"Rule: {finding.rule.code}")
    if finding.rule.source:
        lines.append(f"OCR: {sources.cite(finding.rule.source)}")
    return "\n".join(lines)
