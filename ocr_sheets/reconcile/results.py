"""What became of comparing two lists, as rows, as JSON and as lines for the terminal. No candidate is named in them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from ocr_sheets.model.book import Book
from ocr_sheets.model.tables import Cell, column_letters
from ocr_sheets.reconcile.compare import KNOWN_BY, NAME, PERSON, Comparison, Key, Line, columns_for, said
from ocr_sheets.reconcile.pasted_list import Pasted
from ocr_sheets.text import plural, rows_said

ONLY_OURS, ONLY_THEIRS, DIFFERENT = "Not on the list", "Not in your workbook", "Different"
OURS_TWICE, THEIRS_TWICE = "Twice in your workbook", "Twice on the list"
OPEN = "Cannot be told apart"
FIX: Mapping[str, str] = {
    ONLY_OURS: "Check Interchange whether it is there. If not, it still has to be made; if it is, see whose number or code is mistyped.",
    ONLY_THEIRS: "Add it to your workbook, or find out why it is on the list.",
    DIFFERENT: "Find out which is right, and correct the other.",
    OURS_TWICE: "Right for a claim made again, or for another attempt; otherwise take one row out.",
    OPEN: "Several people share this name or number, so we cannot tell whose it is: look at both lists.",
    THEIRS_TWICE: "Right for a claim made again, or for another attempt; otherwise ask what the second one is.",
}
_MOST_SHOWN = 6


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
            plural(different, "difference") if different else "",
            f"{plural(len(list(self._twice())), 'row')} too many" if found.is_surplus else "",
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
                f"{plural(rows, 'row')} of it {'is' if rows == 1 else 'are'} of centre {' and '.join(found.of_other_centres)}"
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

    def use_of(self, field: str) -> str:
        """What a column of the list was used for."""
        found = self.comparison
        return "known by" if field in found.known_by else "compared" if field in found.fields else "not in both"

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
            yield f"Columns not used on the list: {', '.join(f'“{text}”' for text in self.pasted.unread)}."
        for why, count in found.not_expected.items():
            yield f"{_count(count, word)} in your workbook left out of the comparison: {why}."
        for name, texts in found.not_compared.items():
            shown = sorted({*texts})[:_MOST_SHOWN] if name not in PERSON else []
            what = f": {', '.join(f'“{text}”' for text in shown)}" if shown else ""
            yield f"{self.heading(name)} was not compared in {plural(len(texts), 'row')} of the list, where it cannot be read{what}."
        if found.without_key:
            yield f"Left out, because they do not say whose they are: {rows_said(found.without_key)} of the list."
        passed = self.pasted.passed_over
        if passed:
            yield f"Passed over on the list: {', '.join(f'{what} ({count})' for what, count in passed.items())}."
        if found.has_unknown_centre:
            yield "The list names its centre, and Centre in your workbook has no number, so whether it is yours cannot be told."
        if found.of_other_centres:
            rows = sorted(row for rows in found.of_other_centres.values() for row in rows)
            yield f"Not compared, because they are of another centre: {rows_said(rows)} of the list."
        if self.pasted.named:
            yield (
                f"{plural(self.pasted.named, 'cell')} of the list could be read in more than one way, such as a date, and "
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
                    "use": self.use_of(field),
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
        for what in FIX:
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


def _count(count: int, word: str) -> str:
    """A count of entries or claims: 1 entry, 2 entries."""
    return plural(count, f"{_one(word)}/{word}")


def _one(word: str) -> str:
    return {"entries": "entry", "claims": "claim"}[str(word)]


def _number_alone(value: object) -> str | None:
    """A number or code; words in its place may be a name, and are not shown."""
    return value if isinstance(value, str) and any(map(str.isdecimal, value)) else None
