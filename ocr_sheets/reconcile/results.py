"""What became of comparing two lists: as a small workbook, as JSON and as lines for the terminal. Only the workbook names candidates."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import xlsxwriter

from ocr_sheets.dates import WRITTEN
from ocr_sheets.files.seals import REPORT
from ocr_sheets.model.book import Book
from ocr_sheets.model.tables import Cell, column_letters
from ocr_sheets.reconcile.compare import KNOWN_BY, NAME, PERSON, Comparison, Key, Line, columns_for, said
from ocr_sheets.reconcile.pasted_list import Pasted
from ocr_sheets.rules import Severity
from ocr_sheets.writing.styles import FILLS, GREY, HEAD, INK, LINE, PALE

SUMMARY, DIFFERENCES = "Summary", "Differences"
HEADINGS = (
    *("What", "Candidate number", "Name", "Entry code", "Unit", "Column"),
    *("In your workbook", "On the list", "Your cell", "Row of the list", "What to do"),
)
_WIDTHS = (20, 11, 24, 11, 8, 20, 24, 24, 18, 11, 60)
ONLY_OURS, ONLY_THEIRS, DIFFERENT = "Not on the list", "Not in your workbook", "Different"
OURS_TWICE, THEIRS_TWICE = "Twice in your workbook", "Twice on the list"
OPEN = "Cannot be told apart"
_FIX: Mapping[str, str] = {
    ONLY_OURS: "Look in Interchange whether it is there. If not, it still has to be made; if it is, see whose number or code is mistyped.",
    ONLY_THEIRS: "Add it to your workbook, or find out why it is on the list.",
    DIFFERENT: "Find out which is right, and correct the other.",
    OURS_TWICE: "Right for a claim made again, or for another attempt; otherwise take one row out.",
    OPEN: "Several people share this name or number, so nobody can tell whose it is: look at both lists.",
    THEIRS_TWICE: "Right for a claim made again, or for another attempt; otherwise ask what the second one is.",
}
_FILL: Mapping[str, str] = {
    ONLY_OURS: FILLS[Severity.MUST_FIX],
    ONLY_THEIRS: FILLS[Severity.CHECK],
    DIFFERENT: FILLS[Severity.CHECK],
}
EMPTY = "(empty)"
_MOST_SHOWN = 6
_A_LINE = 66
"""Letters of a sentence that stand in one line of the last column."""


class Row(NamedTuple):
    """One line of what was found."""

    what: str
    key: Key
    line: Line
    field: str
    ours: Any
    theirs: Any
    our_cell: Cell | None
    their_row: int | None


class Results:
    """A comparison with the book and the list that it is of, and what is said of it."""

    def __init__(self, comparison: Comparison, book: Book, pasted: Pasted, workbook: str) -> None:
        self.comparison, self.book, self.pasted, self.workbook = comparison, book, pasted, workbook
        self._columns = columns_for(comparison.compared)

    @property
    def verdict(self) -> str:
        """What was found, in one line."""
        found = self.comparison
        if found.is_same:
            return f"The same: all {_count(found.same, found.compared)} agree in what both lists show."
        if not found.differs:
            return f"Nothing differs in {_count(found.same, found.compared)}, but {' and '.join(self._doubts())}."
        different = len(found.different)
        parts = [
            f"{len(found.only_ours):,} not on the list" if found.only_ours else "",
            f"{len(found.only_theirs):,} not in your workbook" if found.only_theirs else "",
            _times(different, "difference") if different else "",
            f"{_times(len(list(self._twice())), 'row')} too many" if found.is_surplus else "",
            f"{len(found.open_ours) + len(found.open_theirs):,} that cannot be told apart"
            if found.open_ours or found.open_theirs
            else "",
        ]
        doubts = self._doubts()
        also = f" But {' and '.join(doubts)}." if doubts else ""
        return f"{', '.join(part for part in parts if part)}; {_count(found.same, found.compared)} the same.{also}"

    def _twice(self) -> Iterator[tuple[str, Key, Line]]:
        """The rows that one list has more often than the other."""
        for what, repeated in ((OURS_TWICE, self.comparison.ours_twice), (THEIRS_TWICE, self.comparison.theirs_twice)):
            for twice in repeated:
                yield from ((what, twice.key, line) for line in twice.lines)

    def _doubts(self) -> list[str]:
        """Why it may not be this centre's list, of this year and these qualifications."""
        found = self.comparison
        told = []
        if found.of_other_centres:
            rows = sum(map(len, found.of_other_centres.values()))
            told.append(
                f"{_times(rows, 'row')} of it {'is' if rows == 1 else 'are'} of centre {' and '.join(found.of_other_centres)}"
            )
        if found.years:
            listed, mine = (f"{year}/{(year + 1) % 100:02}" for year in found.years)
            told.append(f"the list is headed {listed} and your workbook is for {mine}")
        if found.has_no_codes:
            told.append("the list shows no entry codes, so it may be of another qualification")
        return told

    def heading(self, field: str) -> str:
        """The heading of a column of ours."""
        return self._columns[field].heading

    def rows(self) -> Iterator[Row]:
        """All that was found, in the order of the lists."""
        found = self.comparison
        for alone in found.only_ours:
            yield Row(
                ONLY_OURS, alone.key, alone.line, "", None, None, self._cell(alone.line, "candidate_number"), None
            )
        for alone in found.only_theirs:
            yield Row(ONLY_THEIRS, alone.key, alone.line, "", None, None, None, alone.line.row)
        for one in found.different:
            place = self._cell(one.ours, one.field)
            yield Row(DIFFERENT, one.key, one.ours, one.field, one.our_value, one.their_value, place, one.theirs.row)
        for what, key, line in self._twice():
            mine = what == OURS_TWICE
            cell = self._cell(line, "candidate_number") if mine else None
            yield Row(what, key, line, "", None, None, cell, None if mine else line.row)
        for alone in found.open_ours:
            yield Row(OPEN, alone.key, alone.line, "", None, None, self._cell(alone.line, "candidate_number"), None)
        for line in found.open_theirs:
            yield Row(OPEN, (), line, "", None, None, None, line.row)

    def _cell(self, line: Line, field: str) -> Cell | None:
        """The cell of a column in our row: of the candidate's own columns, the cell on Candidates."""
        record = line.record
        if record is None:
            return None
        if field in PERSON:
            people = self.book.candidates_numbered.get(record.candidate_number or "", ())
            if people:
                return self.book.cell(people[0], "surname" if field == NAME else field)
            field = "candidate_number"
        return self.book.cell(record, field)

    def notes(self) -> Iterator[str]:
        """What else the user should know: what was left out, and why. No candidate is named."""
        found, word = self.comparison, self.comparison.compared
        by = ", ".join(self.heading(name) for name in found.known_by)
        yield f"Rows are the same {_one(word)} where these agree: {by}."
        if not found.fields:
            yield "Nothing else is in both lists, so only whether each row is there was compared."
        if self.pasted.unread:
            yield f"Taken for nothing on the list: {', '.join(f'“{text}”' for text in self.pasted.unread)}."
        for why, count in found.not_expected.items():
            yield f"{_count(count, word)} of yours not looked for on the list: {why}."
        for name, texts in found.not_compared.items():
            shown = sorted({*texts})[:_MOST_SHOWN] if name not in PERSON else []
            what = f": {', '.join(f'“{text}”' for text in shown)}" if shown else ""
            yield f"{self.heading(name)} was not compared in {_times(len(texts), 'row')} of the list, where it cannot be read{what}."
        if found.without_key:
            yield f"Left out, because they do not say whose they are: {_rows(found.without_key)} of the list."
        passed = self.pasted.passed_over
        if passed:
            yield f"Passed over on the list: {', '.join(f'{what} ({count})' for what, count in passed.items())}."
        if found.has_unknown_centre:
            yield "The list names its centre, and Centre in your workbook has no number, so whether it is yours cannot be told."
        if found.of_other_centres:
            rows = sorted(row for rows in found.of_other_centres.values() for row in rows)[:_MOST_SHOWN]
            yield f"Not compared, because they are of another centre: rows {', '.join(map(str, rows))} of the list, and such."
        if self.pasted.named:
            yield (
                f"{_times(self.pasted.named, 'cell')} of the list could be read in more than one way, such as a date, and "
                "were read as they most likely are: dates day first."
            )

    def to_json(self) -> str:
        """All of it as JSON text. Only ASCII, so that no console can spoil it; names of candidates are not in it."""
        found = self.comparison
        whole = {
            "compared": str(found.compared),
            "workbook": self.workbook,
            "list": {"name": self.pasted.name, "sheet": self.pasted.sheet, "heading_row": self.pasted.heading_row},
            "same": found.same,
            "verdict": self.verdict,
            "columns": [
                {
                    "column": self.heading(field),
                    "heading": taken.heading,
                    "cell": f"{column_letters(taken.column)}{self.pasted.heading_row}",
                    "recognised_by": taken.how,
                    "use": "known by"
                    if field in found.known_by
                    else "compared"
                    if field in found.fields
                    else "not in both",
                }
                for field, taken in self.pasted.taken.items()
            ],
            "not_recognised": list(self.pasted.unread),
            "found": [self._as_object(row) for row in self.rows()],
            "not_expected": dict(found.not_expected),
            "not_compared": {self.heading(name): len(texts) for name, texts in found.not_compared.items()},
            "rows_without_candidate": list(found.without_key),
            "of_other_centres": {centre: list(rows) for centre, rows in found.of_other_centres.items()},
            "academic_years": {"list": found.years[0], "workbook": found.years[1]} if found.years else None,
            "has_no_codes": found.has_no_codes,
            "passed_over": dict(self.pasted.passed_over),
        }
        return json.dumps(whole, indent=2, ensure_ascii=True)

    def _as_object(self, row: Row) -> Mapping[str, Any]:
        is_private = row.field in PERSON
        return {
            "what": row.what,
            **{name: _number_alone(row.line.values.get(name)) for name in KNOWN_BY},
            "column": self.heading(row.field) if row.field else None,
            "ours": None if is_private or not row.field else said(row.ours),
            "theirs": None if is_private or not row.field else said(row.theirs),
            "sheet": row.our_cell.sheet if row.our_cell else None,
            "cell": row.our_cell.ref if row.our_cell else None,
            "list_row": row.their_row,
        }

    def summary(self) -> Iterator[str]:
        """Lines for the terminal. They name rows and cells, no candidates."""
        yield self.verdict
        rows = list(self.rows())
        for what in _FIX:
            these = [row for row in rows if row.what == what]
            if these:
                places = [
                    f"{row.our_cell.sheet}!{row.our_cell.ref}" if row.our_cell else f"row {row.their_row} of the list"
                    for row in these
                ]
                more = f" and {len(places) - _MOST_SHOWN} more" if len(places) > _MOST_SHOWN else ""
                yield f"  {what}: {', '.join(places[:_MOST_SHOWN])}{more}"
        taken = ", ".join(
            f"{self.heading(field)} = “{one.heading}”" + ("" if one.how == "its own heading" else f" ({one.how})")
            for field, one in self.pasted.taken.items()
        )
        yield f"Compared as {self.comparison.compared}. Taken from the list: {taken}."
        yield from self.notes()

    # -- the workbook

    def to_workbook(self) -> bytes:
        """A small workbook: a summary, and one row for each thing found."""
        made = io.BytesIO()
        book = xlsxwriter.Workbook(
            made,
            {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
        )
        book.set_properties({"subject": REPORT, "created": WRITTEN})
        base = {"font_name": "Calibri", "font_size": 11, "font_color": f"#{INK}", "valign": "top"}
        self._looks = {
            "title": book.add_format({**base, "bold": True, "font_size": 16, "font_color": f"#{HEAD}"}),
            "verdict": book.add_format({**base, "bold": True, "font_size": 12}),
            "heading": book.add_format(
                {**base, "bold": True, "font_color": "#FFFFFF", "bg_color": f"#{HEAD}", "border": 1, "border_color": f"#{LINE}", "text_wrap": True, "valign": "vcenter"}
            ),
            "text": book.add_format({**base, "text_wrap": True}),
            "pale": book.add_format({**base, "bg_color": f"#{PALE}", "text_wrap": True}),
            "note": book.add_format({**base, "font_color": f"#{GREY}", "text_wrap": True}),
            "count": book.add_format({**base, "align": "left"}),
        }  # fmt: skip
        for what, colour in _FILL.items():
            self._looks[what] = book.add_format({**base, "bg_color": f"#{colour}", "text_wrap": True})
        summary, differences = book.add_worksheet(SUMMARY), book.add_worksheet(DIFFERENCES)
        rows = list(self.rows())
        self._write_summary(summary, rows)
        self._write_rows(differences, rows)
        book.close()
        return made.getvalue()

    def _write_summary(self, sheet: Any, rows: Sequence[Row]) -> None:
        looks, found = self._looks, self.comparison
        sheet.hide_gridlines(2)
        for column, width in enumerate((30, 34, 30, 16)):
            sheet.set_column(column, column, width)
        sheet.set_row(0, 26)
        sheet.write_string(0, 0, f"Your {found.compared} beside {self.pasted.name}", looks["title"])
        sheet.write_string(1, 0, self.verdict, looks["verdict"])
        line = 3
        counts = [(what, sum(row.what == what for row in rows)) for what in _FIX]
        for what, count in [*counts, ("The same", found.same)]:
            sheet.write_string(line, 0, what, looks.get(what, looks["pale"]))
            sheet.write_number(line, 1, count, looks["count"])
            line += 1
        line += 1
        for column, text in enumerate(("Column", "Heading on the list", "Recognised by", "Used")):
            sheet.write_string(line, column, text, looks["heading"])
        for field, taken in self.pasted.taken.items():
            line += 1
            used = "known by" if field in found.known_by else "compared" if field in found.fields else "not in both"
            for column, text in enumerate((self.heading(field), taken.heading, taken.how, used)):
                sheet.write_string(line, column, text, looks["text"])
        line += 2
        for note in self.notes():
            sheet.merge_range(line, 0, line, 3, note, looks["note"])
            sheet.set_row(line, 15 * (1 + len(note) // 105))
            line += 1
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_paper(9)

    def _write_rows(self, sheet: Any, rows: Sequence[Row]) -> None:
        looks = self._looks
        names = {row.candidate_number: row.name for row in reversed(self.book.candidates)}
        for column, width in enumerate(_WIDTHS):
            sheet.set_column(column, column, width)
        for line, row in enumerate(rows, start=1):
            number, values = row.line.values.get("candidate_number"), row.line.values
            place = f"{row.our_cell.sheet}!{row.our_cell.ref}" if row.our_cell else ""
            theirs = values.get(NAME) or " ".join(filter(None, (values.get("forenames"), values.get("surname"))))
            name = theirs or names.get(number)
            texts = (
                *(row.what, number, name, values.get("entry_code"), values.get("unit_number")),
                self.heading(row.field) if row.field else "",
                (said(row.ours) or EMPTY) if row.field else "",
                (said(row.theirs) or EMPTY) if row.field else "",
                place,
            )
            for column, text in enumerate(texts):
                sheet.write_string(
                    line, column, text or "", looks.get(text or "", looks["text"]) if column == 0 else looks["text"]
                )
            sheet.set_row(line, 15 * (1 + len(_FIX[row.what]) // _A_LINE))
            if row.their_row:
                sheet.write_number(line, len(texts), row.their_row, looks["count"])
            sheet.write_string(line, len(texts) + 1, _FIX[row.what], looks["text"])
        if not rows:
            sheet.write_string(1, 0, "Nothing differs.", looks["text"])
        sheet.add_table(
            0,
            0,
            max(len(rows), 1),
            len(HEADINGS) - 1,
            {
                "name": "Differences",
                "style": None,
                "columns": [{"header": heading, "header_format": looks["heading"]} for heading in HEADINGS],
            },
        )
        sheet.set_row(0, 32)
        sheet.freeze_panes(1, 2)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_paper(9)
        sheet.repeat_rows(0)


def _count(count: int, word: str) -> str:
    """A count of entries or claims: 1 entry, 2 entries."""
    return f"{count:,} {word if count != 1 else _one(word)}"


def _one(word: str) -> str:
    return {"entries": "entry", "claims": "claim"}[str(word)]


def _times(count: int, word: str) -> str:
    return f"{count:,} {word}{'' if count == 1 else 's'}"


def _rows(numbers: Sequence[int]) -> str:
    shown = ", ".join(str(number) for number in numbers[:_MOST_SHOWN])
    more = f" and {len(numbers) - _MOST_SHOWN} more" if len(numbers) > _MOST_SHOWN else ""
    return f"{'row' if len(numbers) == 1 else 'rows'} {shown}{more}"


def _number_alone(value: object) -> str | None:
    """A number or code; words in its place may be a name, and are not shown."""
    return value if isinstance(value, str) and any(map(str.isdecimal, value)) else None
