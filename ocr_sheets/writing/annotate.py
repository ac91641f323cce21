"""The centre's own workbook with what we have to say added to it, and nothing of theirs lost."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from ocr_sheets.annotations import (
    ANNOTATED,
    OF_THE_ROW,
    AddedColumn,
    AddedColumns,
    CellValue,
    DaysLeft,
    Follows,
    Issues,
    NextDate,
    Shape,
    Shown,
    Stage,
    Status,
    added_to,
)
from ocr_sheets.dates import say
from ocr_sheets.model.records import RECORDS, SHEETS, Claim, Record
from ocr_sheets.model.tables import Table, column_letters
from ocr_sheets.patching import Cells, Formula, NoRoom, Sheet, Value, Workbook
from ocr_sheets.report import Finding, Report
from ocr_sheets.rulebook import load_sources
from ocr_sheets.rules import Severity
from ocr_sheets.schedule.deadlines import What
from ocr_sheets.writing.formulas import (
    days_left,
    due_in_words,
    due_words,
    following,
    link,
    next_date,
    text_literal,
)
from ocr_sheets.writing.report import ReportSheets
from ocr_sheets.writing.report.kit import CHECKED, SHEETS as REPORT_SHEETS, TAGS, TO_DO
from ocr_sheets.writing.report.todo import FIRST_LINE, in_order
from ocr_sheets.writing.styles import (
    ADDED_COUNT,
    ADDED_DATE,
    ADDED_DAYS_LEFT,
    ADDED_HEADING,
    ADDED_LINK,
    ADDED_STATUS,
    ADDED_TEXT,
    MARKS,
)

MOST_NOTES = 500
"""Cells that get a note: thousands of notes make a workbook slow to open. The Issues columns and To do say all."""

MOST_FORMATS = 500
"""Cell formats that the added columns and sheets may need, with plenty to spare."""

LOOKS = {
    Shape.TEXT: ADDED_TEXT,
    Shape.DATE: ADDED_DATE,
    Shape.COUNT: ADDED_COUNT,
    Shape.DAYS_LEFT: ADDED_DAYS_LEFT,
    Shape.STATUS: ADDED_TEXT,
    Shape.ISSUES: ADDED_LINK,
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
        writer = _Columns(workbook, report, sheets.places.ocr_closed_days, names[TO_DO])
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
    def has_status(self) -> bool:
        """Whether its columns begin with those of the row as a whole."""
        return bool(self.headings) and self.headings[0].shape is Shape.STATUS

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
    are the candidates'. Candidates and a grid with the same headings row share one status and one Issues.
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
    """The same, each place with one status and one Issues, which the first of its parts has."""
    places = [part.table.place for part in parts]
    is_alone = len(set(places)) == 1
    named = []
    for at, part in enumerate(parts):
        kind = SHEETS[part.table.record].name
        of_the_row = [one if is_alone else one._replace(heading=f"{one.heading}: {kind}") for one in OF_THE_ROW]
        is_first = part.table.place not in places[:at]
        others = part.headings[len(OF_THE_ROW) :]
        named.append(part._replace(headings=[*(of_the_row if is_first else []), *others]))
    return named


class _Looks:
    """The formats of the added columns in a workbook."""

    def __init__(self, workbook: Workbook) -> None:
        self.of_shape = {shape: workbook.style(look) for shape, look in LOOKS.items()}
        self._of_stage = {stage: workbook.style(look) for stage, look in ADDED_STATUS.items()}

    def of_status(self, status: Status | None) -> int:
        """How the cell of a status looks."""
        plain = self.of_shape[Shape.STATUS]
        return self._of_stage.get(status.stage, plain) if status else plain


class _Columns:
    """Puts the added columns beside the centre's."""

    def __init__(self, workbook: Workbook, report: Report, ocr_closed_days: str, to_do: str) -> None:
        self._workbook = workbook
        self._report = report
        self._columns = AddedColumns(report)
        self._values = _Values(report, ocr_closed_days, to_do)
        self._looks = _Looks(workbook)
        self._heading = workbook.style(ADDED_HEADING)

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
        for part in parts:
            if part.table.heading_row != row:  # a table that begins further down has its headings there once more
                texts = [added.heading for added in part.headings]
                sheet.put_row(part.table.heading_row, first, texts, [self._heading] * len(texts))
            within = part.table if is_shared else None
            beside = [other for other in parts if other is not part and other.table.place == part.table.place]
            self._fill(sheet, part, first, within, beside)
            aside = len(OF_THE_ROW) if part.has_status else 0
            if len(part.headings) > aside:
                sheet.group_columns(first + aside, first + len(part.headings) - 1)
            first += len(part.headings)

    def _records(self, part: _Part) -> list[Record]:
        return part.of(self._report.book.rows(_kind(part.table.record)))

    def _fill(self, sheet: Sheet, part: _Part, first: int, within: Table | None, beside: Sequence[_Part]) -> None:
        records = self._records(part)
        others: Mapping[int, Sequence[Status]] = {}
        if part.has_status:
            others = self._columns.statuses([record for other in beside for record in self._records(other)])
        if part.is_grid:
            rows = self._columns.grid_rows([record for record in records if isinstance(record, Claim)], within)
        else:
            rows = self._columns.rows(records, within, others)
        made = _RowsMade(self._values, self._looks, sheet, first, part)
        left = {**others}
        for row, shown in rows:
            left.pop(row, None)
            sheet.put(row, made.cells(row, shown))
        # Rows that only another part of the same place has, such as candidates without a claim in the grid beside them.
        for row in sorted(left):
            of_the_row = self._columns.of_the_row(sheet.name, row, left[row], within, of_units=True)
            sheet.put(row, made.of_the_row(of_the_row))


class _Values:
    """What stands in the cells of the added columns, with its formulas. What thousands of cells share is made once."""

    def __init__(self, report: Report, ocr_closed_days: str, to_do: str) -> None:
        self._report = report
        self._ocr_closed_days = ocr_closed_days
        self._to_do = to_do
        causes = enumerate(in_order(report.causes, report.as_of), start=FIRST_LINE)
        self._lines = {finding.ref: row for row, cause in causes for finding in cause.findings}
        self._followed: dict[tuple[str, int, str, int, bool, str], Value] = {}
        self._due: dict[tuple[str, int, int, bool, str], Value] = {}
        self._links: dict[tuple[int, str], Value] = {}

    def of_status(self, status: Status | None, sheet: str) -> Value:
        """How a row stands, as a cell of a sheet says it."""
        if status is None:
            return None
        if status.stage is not Stage.DUE or status.due is None:
            return self._linked(status.ref, status.stage)
        due = status.due
        place = (due.record.sheet, due.record.row, due.days, due.working, sheet)
        if place not in self._due:
            shown = due_in_words((due.date - self._report.as_of).days)
            words = due_words(due, self._report.book, self._ocr_closed_days, sheet)
            self._due[place] = Formula(words, shown) if words else shown
        return self._due[place]

    def of_issues(self, issues: Issues | None) -> Value:
        """What is wrong with a row, as a cell says it."""
        return self._linked(issues.ref, issues.text) if issues else None

    def _linked(self, ref: str, shown: str) -> Value:
        """What a cell shows, as a link to the line of a finding on To do."""
        line = self._lines.get(ref)
        if not line:
            return shown
        known = self._links.get((line, shown))
        if known is None:
            known = self._links[line, shown] = Formula(link(self._to_do, f"A{line}", text_literal(shown)), shown)
        return known

    def of_others(
        self, sheet: str, row: int, first: int, headings: Sequence[AddedColumn], values: Sequence[CellValue]
    ) -> list[Value]:
        """What stands in the other columns of a row, which begin at a column."""
        cells: list[Value] = []
        for value in values:
            if isinstance(value, Follows):
                cells.append(self._following(value, sheet))
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


class _RowsMade:
    """The cells of the added columns of one part of a sheet, row by row: those of rows that are alike are made once."""

    def __init__(self, values: _Values, looks: _Looks, sheet: Sheet, first: int, part: _Part) -> None:
        self._values, self._looks, self._sheet = values, looks, sheet
        self._has_status = part.has_status
        aside = len(OF_THE_ROW) if part.has_status else 0
        self._first, self._first_other = first, first + aside
        self._headings = part.headings[aside:]
        self._other_looks = [looks.of_shape[added.shape] for added in self._headings]
        # Claims that are alike come as one and the same object, which is kept here so that no other takes its place.
        self._is_alike = part.table.record is Claim and not part.is_grid
        self._whole: dict[int, tuple[Shown, Cells]] = {}
        self._others: dict[int, tuple[Sequence[CellValue], Cells]] = {}
        self._of_rows: dict[tuple[Value, Value, int], Cells] = {}

    def cells(self, row: int, shown: Shown) -> Cells:
        """The cells of a row."""
        if not self._is_alike:
            return self._beside(shown, self._made(row, shown.others))
        known = self._whole.get(id(shown))
        if known is not None:
            return known[1]
        others = self._others.get(id(shown.others))
        if others is None:
            others = self._others[id(shown.others)] = (shown.others, self._made(row, shown.others))
        cells = self._beside(shown, others[1])
        if shown.of_the_row[1] is None:
            self._whole[id(shown)] = (shown, cells)
        return cells

    def _beside(self, shown: Shown, others: Cells) -> Cells:
        return self.of_the_row(shown.of_the_row).beside(others) if self._has_status else others

    def of_the_row(self, of_the_row: tuple[Status | None, Issues | None]) -> Cells:
        """The cells of how a row stands and what is wrong with it."""
        status, issues = of_the_row
        look = self._looks.of_status(status)
        words = self._values.of_status(status, self._sheet.name), self._values.of_issues(issues)
        known = self._of_rows.get((*words, look))
        if known is None:
            styles = [look, self._looks.of_shape[Shape.ISSUES]]
            known = self._of_rows[*words, look] = self._sheet.cells(self._first, words, styles)
        return known

    def _made(self, row: int, others: Sequence[CellValue]) -> Cells:
        values = self._values.of_others(self._sheet.name, row, self._first_other, self._headings, others)
        return self._sheet.cells(self._first_other, values, self._other_looks)


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
    # A colour of the centre's own says something to them: it stays, and the note's corner marks the cell.
    own = {
        name: workbook.sheet(name).coloured([at[1:] for at in cells if at[0] == name])
        for name in known & {at[0] for at in cells}
    }
    notes = 0
    for (name, row, column), findings in cells.items():
        if name not in known:
            continue
        sheet = workbook.sheet(name)
        is_coloured = (row, column) in own[name]
        is_understood = findings[0].rule.severity is Severity.ADVICE and (name, row) in headings
        if len(cells) <= room and not is_understood and not is_coloured:
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
