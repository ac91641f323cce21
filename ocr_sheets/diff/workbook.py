"""What has changed between two workbooks, as a workbook of its own: a page to read, and a table of all findings to filter.

Candidates stand in it by their numbers only.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ocr_sheets.dates import say_weekday
from ocr_sheets.diff.changes import Changes, Counts
from ocr_sheets.diff.findings import ADDED_TO, Became, Change
from ocr_sheets.diff.terminal import came_and_went
from ocr_sheets.diff.visits import DateChange, Turn
from ocr_sheets.diff.wording import before_and_after, column as column_words, reason, verdict, warning, whose
from ocr_sheets.glossary import NO_DAY
from ocr_sheets.report import Finding
from ocr_sheets.rules import Severity
from ocr_sheets.writing.styles import FILLS, GREY, LINE, PALE, TEXTS
from ocr_sheets.writing.workbook import Sheets, height

CHANGES, FINDINGS, CELLS = "Changes", "Findings", "Cells"
_GOOD_FILL, _GOOD_TEXT = "DCEFE1", "1D5B33"
_GOOD = frozenset({Became.FIXED, Became.ACCEPTED})
_COLUMNS = 6
MOST_ADDED = 8


def changes_workbook(changes: Changes) -> bytes:
    """The changes as an .xlsx file. The same changes give the same bytes."""
    return _ChangesWorkbook(changes).write()


class _ChangesWorkbook(Sheets):
    def __init__(self, changes: Changes) -> None:
        super().__init__()
        self._changes = changes
        self._properties("What has changed")

    def write(self) -> bytes:
        page, findings, cells = (self._workbook.add_worksheet(name) for name in (CHANGES, FINDINGS, CELLS))
        self._page(page)
        self._findings(findings)
        self._cells(cells)
        page.activate()
        return self._finished()

    # -- the page

    def _page(self, sheet: Any) -> None:
        changes = self._changes
        then = f", and the old one as at {say_weekday(changes.looked_at)} too" if changes.looked_at else ""
        self._head(
            sheet,
            "What has changed?",
            f"From {changes.old.workbook} to {changes.new.workbook}, both as at {say_weekday(changes.new.as_of)}{then}.",
        )
        for column, width in enumerate((46, 24, 20, 17, 44, 17)):
            sheet.set_column(column, column, width)
        worst = next((severity for severity, count in changes.added.items() if count), None)
        if worst is None and (changes.counts[Became.NOT_CHECKED] or changes.doubts):
            worst = Severity.CHECK  # what can no longer be seen is no good news
        look = {
            "bg_color": f"#{FILLS[worst] if worst else _GOOD_FILL}",
            "font_color": f"#{TEXTS[worst] if worst else _GOOD_TEXT}",
        }
        row = self._banner(sheet, 3, _COLUMNS, verdict(changes), 120, font_size=13, **look)
        if changes.doubts:
            look = {"bg_color": f"#{FILLS[Severity.MUST_FIX]}", "font_color": f"#{TEXTS[Severity.MUST_FIX]}"}
            row = self._banner(sheet, row, _COLUMNS, warning(changes), 135, **look)
        row += 1
        row = self._counts(sheet, row)
        row = self._added(sheet, row + 1)
        row = self._dates(sheet, row + 1)
        row = self._columns(sheet, row + 1)
        row = self._numbers(sheet, row + 1, changes.claims)
        self._rows(sheet, row + 1)
        self._print(sheet)

    def _counts(self, sheet: Any, row: int) -> int:
        shown = [(became, count) for became, count in self._changes.counts.items() if count]
        row = self._section(sheet, row, "Findings")
        row = self._list(sheet, row, "ocr_sheets_became", ("What became of them", "How many"), len(shown))
        for became, count in shown:
            self._put(sheet, row, 1, became.in_words.capitalize())
            self._put(sheet, row, 2, count, align="left", bold=became in ADDED_TO)
            row += 1
        if not shown:
            self._put(sheet, row, 1, "None, before or now.", font_color=f"#{GREY}")
            row += 1
        return row

    def _added(self, sheet: Any, row: int) -> int:
        """The first of what there is more to see to; all of it is on the other sheet."""
        added = [change.finding for change in self._changes.findings if change.became in ADDED_TO]
        if not added:
            return row - 1
        row = self._section(sheet, row, "See to these")
        headings = ("What is wrong", "Where", "By when", "Who", "What to do")
        row = self._list(sheet, row, "ocr_sheets_see_to", headings, min(len(added), MOST_ADDED))
        wrap = {"text_wrap": True, "bottom": 4, "bottom_color": f"#{LINE}"}
        for finding in added[:MOST_ADDED]:
            about = f"{finding.candidate_number}, {finding.unit}: " if finding.candidate_number and finding.unit else ""
            self._put(sheet, row, 1, about + finding.message, **wrap)
            self._put(sheet, row, 2, _place(finding), **wrap)
            self._put(sheet, row, 3, finding.by or NO_DAY, **wrap)
            self._put(sheet, row, 4, finding.who, **wrap)
            self._put(sheet, row, 5, finding.fix, **wrap)
            sheet.set_row(row - 1, height((about + finding.message, 46), (finding.fix, 44), (_place(finding), 24)))
            row += 1
        rest = len(added) - MOST_ADDED
        if rest > 0:
            self._link_to(sheet, row, 1, FINDINGS, "A1", f"{rest} more on {FINDINGS}")
            row += 1
        return row

    def _dates(self, sheet: Any, row: int) -> int:
        headings = ("Visit", "Subject area or entry code", "What", "Now", "Was", "What became of it")
        row = self._section(sheet, row, "Visits and deadlines")
        row = self._list(sheet, row, "ocr_sheets_dates", headings, len(self._changes.dates))
        for change in self._changes.dates:
            self._date(sheet, row, change)
            row += 1
        if not self._changes.dates:
            self._put(sheet, row, 1, "All as they were.", font_color=f"#{GREY}")
            row += 1
        return row

    def _date(self, sheet: Any, row: int, change: DateChange) -> None:
        is_visit = change.what is None
        look: dict[str, Any] = {"bold": is_visit, **({"bg_color": f"#{PALE}"} if is_visit else {})}
        is_gone = change.turn in (Turn.CANCELLED, Turn.TAKEN_OUT)
        self._put(sheet, row, 1, change.visit.label, **look)
        self._put(sheet, row, 2, change.visit.subject_area or change.visit.entry_code, **look)
        self._put(sheet, row, 3, "Visit" if is_visit else str(change.what), **look)
        self._put(sheet, row, 4, None if is_gone else change.new, **look)
        self._put(sheet, row, 5, change.old if is_gone or change.old != change.new else None, **look)
        words = "; ".join(part for part in (str(change.turn), change.note) if part)
        self._put(sheet, row, 6, words, text_wrap=True, **look)
        sheet.set_row(row - 1, height((words, 44), (change.visit.label, 30)))

    def _columns(self, sheet: Any, row: int) -> int:
        """How many cells say something else, and which columns came or went; the cells themselves are on their own sheet."""
        changes = self._changes
        if not (changes.cells or changes.content.columns or changes.content.compared.not_read):
            return row - 1
        row = self._section(sheet, row, "Cells")
        if changes.cells:
            self._link_to(sheet, row, 1, CELLS, "A1", f"{len(changes.cells)} changed: see {CELLS}")
            row += 1
        not_read = changes.content.compared.not_read
        told = [column_words(change) for change in changes.content.columns]
        told += [f"Not compared, because nothing is read from it: {name}" for name in not_read]
        for text in told:
            self._put(sheet, row, 1, text)
            row += 1
        return row

    def _numbers(self, sheet: Any, row: int, counts: Mapping[str, Counts]) -> int:
        if not counts:
            return row - 1
        row = self._section(sheet, row, "Claims by status")
        row = self._list(sheet, row, "ocr_sheets_statuses", ("Status", "Now", "Were"), len(counts))
        for name, count in counts.items():
            self._put(sheet, row, 1, name.capitalize() if name.islower() else name)
            self._put(sheet, row, 2, count.new, align="left")
            self._put(sheet, row, 3, count.old, align="left")
            row += 1
        return row

    def _rows(self, sheet: Any, row: int) -> None:
        counts = self._changes.rows
        if not counts:
            return
        row = self._section(sheet, row, "Rows of each sheet")
        headings = ("Sheet", "Now", "Were", "What became of them")
        row = self._list(sheet, row, "ocr_sheets_rows", headings, len(counts))
        for name, count in counts.items():
            self._put(sheet, row, 1, name)
            self._put(sheet, row, 2, count.new, align="left")
            self._put(sheet, row, 3, count.old, align="left")
            self._put(sheet, row, 4, came_and_went(count))
            row += 1

    # -- all cells

    def _cells(self, sheet: Any) -> None:
        cells = self._changes.cells
        self._head(
            sheet,
            "Cells",
            "Every cell that says something else. What may name a candidate is not shown here; that it has changed is.",
        )
        headings = (("Where", 26), ("Candidate", 11), ("Unit", 16), ("Column", 26), ("Before", 34), ("Now", 34))
        self._table(sheet, 4, "ocr_sheets_cells", headings, len(cells))
        wrap: dict[str, Any] = {"text_wrap": True}
        for row, change in enumerate(cells, start=5):
            before, after = before_and_after(change)
            place = f"{change.cell.sheet}!{change.cell.ref}"
            values = (place, *whose(change), change.cell.heading, before, after)
            for number, value in enumerate(values, start=1):
                self._put(sheet, row, number, value, **wrap)
            sheet.set_row(row - 1, height((before, 34), (after, 34), (change.cell.heading, 26), (place, 26)))
        if not cells:
            self._put(sheet, 5, 1, "No cell says something else.")
        self._print(sheet, 4)

    # -- all findings

    def _findings(self, sheet: Any) -> None:
        changes = self._changes
        self._head(
            sheet,
            "Findings",
            "What is new comes first. The cells of what is no longer there are those of the old workbook.",
        )
        headings = (
            ("What became of it", 17), ("Candidate", 11), ("Unit", 16), ("What is wrong", 52), ("What to do", 52), ("By when", 17),
            ("Who", 17), ("Severity", 10), ("Where", 30), ("Was, or why not", 34), ("Rule", 30),
        )  # fmt: skip
        self._table(sheet, 4, "ocr_sheets_changes", headings, len(changes.findings))
        for row, change in enumerate(changes.findings, start=5):
            self._finding(sheet, row, change)
        if not changes.findings:
            self._put(sheet, 5, 1, "Nothing was found, before or now.")
        self._print(sheet, 4)
        sheet.print_area(0, 0, 3 + max(len(changes.findings), 1), 7)

    def _finding(self, sheet: Any, row: int, change: Change) -> None:
        finding = change.finding
        where = f"{_place(finding)} in {self._changes.old.workbook}" if change.is_of_the_older else _place(finding)
        wrap: dict[str, Any] = {"text_wrap": True}
        quiet = wrap | {"font_color": f"#{GREY}"}
        severity = finding.rule.severity
        alarm = wrap | {"bg_color": f"#{FILLS[severity]}", "font_color": f"#{TEXTS[severity]}"}
        good = wrap | {"bg_color": f"#{_GOOD_FILL}", "font_color": f"#{_GOOD_TEXT}"}
        became = alarm if change.became in ADDED_TO else good if change.became in _GOOD else wrap
        is_open = not change.is_of_the_older and not finding.accepted
        text = wrap if is_open else quiet
        note = reason(change.lost) or change.was or (f"Accepted: {finding.accepted}" if finding.accepted else "")
        values = (
            (change.became.in_words, became),
            (finding.candidate_number, text),
            (finding.unit, text),
            (finding.message, text),
            (finding.fix if is_open else None, text),
            (finding.by if is_open else None, text),
            (finding.who, text),
            (str(severity), text),
            (where, text),
            (note, quiet),
            (finding.rule.title, quiet),
        )
        for column, (value, look) in enumerate(values, start=1):
            self._put(sheet, row, column, value, **look)
        shown = finding.fix if is_open else ""
        sheet.set_row(
            row - 1,
            height(
                (finding.message, 52),
                (shown, 52),
                (where, 30),
                (note, 34),
                (finding.rule.title, 30),
                (finding.unit, 16),
            ),
        )


def _place(finding: Finding) -> str:
    return f"{finding.sheet}!{finding.cell.ref}" if finding.cell else finding.sheet
