"""What was understood of a workbook: its records as tidy tables, each with its cells, and every judgement. As JSON, CSV files and lines of text."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from ocr_sheets.model.book import Book
from ocr_sheets.model.column_readings import Left
from ocr_sheets.model.judgement_words import left_words, reading_words, worded
from ocr_sheets.model.judgements import JudgementKind
from ocr_sheets.model.reading_words import why_words
from ocr_sheets.model.records import RECORDS, SHEETS, Candidate, Centre, Claim, Visit, VisitStatus, columns_of
from ocr_sheets.model.tables import column_letters
from ocr_sheets.reading.questions import MOST, questions_on
from ocr_sheets.report import Report
from ocr_sheets.text import listed, plural
from ocr_sheets.writing.question_words import question_in_words
from ocr_sheets.writing.report_json import COUNTS, json_value
from ocr_sheets.writing.shown_headings import shown_headings, without_names, without_tabs

_DEMANDS = frozenset({"sheet-missing", "column-missing"})


def as_object(report: Report) -> dict[str, Any]:
    """All that was understood, as one plain object. Names of candidates are in it: it is the workbook's own content."""
    book = report.book
    return {
        "refused": None,
        "as_of": report.as_of.isoformat(),
        "claims": [_claim(book, one) for one in book.claims],
        "candidates": [_candidate(book, one) for one in book.candidates],
        "visits": [_visit(book, one) for one in book.visits if one.status is not VisitStatus.CANCELLED],
        "entries": [_record(book, one) for one in book.entries],
        "units": [_record(book, one) for one in book.units],
        "qualifications": [_record(book, one) for one in book.qualifications],
        "closures": [_record(book, one) for one in book.closures],
        "assessors": [_record(book, one) for one in book.assessors],
        "centre": _record(book, book.centre) if any(table.record is type(book.centre) for table in book.tables) else {},
        "said": list(_said(report)),
        "not_read": [*report.unread, *(one.sheet for one in book.set_aside)],
        "judgements": [
            {
                "kind": one.kind.name.casefold().replace("_", "-"),
                "sheet": one.sheet,
                "column": one.column,
                "cell": one.cell,
                "values": json_value(one.values),
                "question": one.is_question,
                "words": worded(one),
            }
            for one in book.judgements
        ],
        "columns": [
            {**one._asdict(), "looks": dict(one.looks), "words": reading_words(one)} for one in book.column_readings
        ],
    }


def to_json(report: Report) -> str:
    """The object as JSON text, only ASCII."""
    return json.dumps(as_object(report), indent=1, ensure_ascii=True)


def _record(book: Book, one: Any) -> dict[str, Any]:
    names = list(columns_of(type(one)))
    return {**{name: json_value(getattr(one, name)) for name in names}, "cells": _cells(book, one, names)}


def _cells(book: Book, one: Any, names: Sequence[str]) -> dict[str, str]:
    own = book.cells.get((type(one), one.sheet, one.row, getattr(one, "column", 0)))
    table = book.table_of(one)
    there = own if own is not None else table.columns if table else {}
    found = {}
    for name in names:
        if name in there and getattr(one, name) is not None:
            cell = book.cell(one, name)
            found[name] = f"{cell.sheet}!{cell.ref}"
    return found or {"row": f"{one.sheet}!A{one.row}"}


def _claim(book: Book, one: Claim) -> dict[str, Any]:
    people = book.candidates_numbered.get(one.candidate_number or "", ())
    name = one.candidate_name or (people[0].name if len(people) == 1 else None)
    return {**_record(book, one), "name": name}


def _candidate(book: Book, one: Candidate) -> dict[str, Any]:
    return {**_record(book, one), "name": one.name}


def _visit(book: Book, one: Visit) -> dict[str, Any]:
    return {**_record(book, one), "date": json_value(one.visit_date), "subject": one.subject_area}


def _said(report: Report) -> Iterator[dict[str, Any]]:
    """Everything that is said of how it was read, with the cell it is about."""
    for finding in report.findings:
        yield {
            "sheet": finding.sheet,
            "cell": finding.cell.ref if finding.cell else None,
            "text": finding.message,
            "severity": COUNTS[finding.rule.severity],
            "rule": finding.rule.code,
            "demand": finding.rule.code in _DEMANDS,
        }
    for item in report.to_fill_in:
        yield {
            "sheet": item.sheet,
            "cell": item.cell.ref if item.cell else None,
            "text": item.what,
            "severity": "to_fill_in",
        }
    for read in report.read_as:
        for text in read.remarks:
            yield {"sheet": read.sheet, "cell": None, "text": text, "severity": "remark"}
    for sheet, headings in report.unread_headings.items():
        for heading in headings:
            yield {"sheet": sheet, "cell": None, "text": f"Column not used: “{heading}”", "severity": "remark"}


class Tidy(NamedTuple):
    """One table: the name of its sheet or file, its headings, and its rows."""

    name: str
    headings: Sequence[str]
    rows: Sequence[Sequence[Any]]


FROM, CELLS = "Read from", "Cells"
_NAME = "Name"
DECIDED, COLUMNS, SAID = "What was decided", "How columns were read", "What was said"


def tables(report: Report) -> Sequence[Tidy]:
    """The records under the headings of the blank workbook, so that the tables can be checked as a workbook of their own, each row with
    where it was read; then what was decided, and what is to be said of it.
    """
    book = report.book
    found = [
        _tidy(book, name, book.rows(name))
        for name, record in RECORDS.items()
        if record is not Centre and book.rows(name)
    ]
    decided = [(one.sheet, one.cell or "", "yes" if one.is_question else "", worded(one)) for one in book.judgements]
    columns = [(one.sheet, one.cell, one.heading, one.unit, reading_words(one)) for one in book.column_readings]
    said = [(one["sheet"], one["cell"] or "", _HOW[one["severity"]], one["text"]) for one in _said(report)]
    return [
        *([_centre(book)] if any(table.record is Centre for table in book.tables) else []),
        *found,
        Tidy(DECIDED, ("Sheet", "Cell", "Is asked", "What was decided"), decided),
        *([Tidy(COLUMNS, ("Sheet", "Cell", "Heading", "Unit", "How it was read"), columns)] if columns else []),
        Tidy(SAID, ("Sheet", "Cell", "How serious", "What is said"), said),
    ]


_HOW = {
    "must_fix": "must fix",
    "check": "check",
    "advice": "advice",
    "to_fill_in": "to fill in",
    "remark": "for information",
}


def _centre(book: Book) -> Tidy:
    names = columns_of(Centre)
    rows = [(names[name].heading, value) for name in names if (value := getattr(book.centre, name)) is not None]
    return Tidy(SHEETS[Centre].name, ("What", "Value"), [(heading, _cell_value(value)) for heading, value in rows])


def _tidy(book: Book, name: str, records: Sequence[Any]) -> Tidy:
    """The records of one kind, in the columns that hold something and those that its rows cannot do without."""
    record = RECORDS[name]
    columns = {
        each: column
        for each, column in columns_of(record).items()
        if column.required or any(getattr(one, each) not in (None, ()) for one in records)
    }
    names = [_claim(book, one)["name"] for one in records] if record is Claim else []
    has_names = any(names)
    rows = []
    for at, one in enumerate(records):
        cells = _cells(book, one, list(columns))
        row = [_cell_value(getattr(one, each)) for each in columns]
        if has_names:
            row.insert(1, names[at])
        said = "; ".join(f"{columns[each].heading} {place}" for each, place in cells.items() if each in columns)
        first = f"{one.sheet}!{column_letters(one.column)}{one.row}" if getattr(one, "column", 0) else None
        rows.append([*row, first or next(iter(cells.values())), said])
    headings = [column.heading for column in columns.values()]
    if has_names:
        headings.insert(1, _NAME)
    return Tidy(SHEETS[record].name, [*headings, FROM, CELLS], rows)


def _cell_value(value: Any) -> Any:
    """A value as a cell holds it: days as days, lists with commas, all else as it is said."""
    match value:
        case tuple():
            return ", ".join(str(getattr(part, "value", part)) for part in value)
        case bool():
            return "yes" if value else "no"
        case None | dt.date() | int() | float():
            return value
    return str(getattr(value, "value", value))


def csv_files(report: Report) -> dict[str, bytes]:
    """The tables as CSV files by name, in UTF-8 with a mark so that Excel reads them as such, and days as every program reads them."""
    files = {}
    for table in tables(report):
        out = io.StringIO(newline="")
        writer = csv.writer(out)
        writer.writerow(table.headings)
        writer.writerows([_safe(value) for value in row] for row in table.rows)
        files[f"{table.name}.csv"] = out.getvalue().encode("utf-8-sig")
    return files


def _safe(value: Any) -> Any:
    """A text that a spreadsheet program would take for a formula, made plain."""
    if isinstance(value, dt.date):
        return value.isoformat()
    return f"'{value}" if isinstance(value, str) and value[:1] in "=+-@" and value != "-" else value


def counts(report: Report) -> str:
    """How many records of each kind were understood, in words."""
    book = report.book
    said = [plural(len(book.rows(name)), _NOUNS[name]) for name in RECORDS if name in _NOUNS and book.rows(name)]
    return f"Understood: {listed(said)}" if said else "Nothing was understood"


_NOUNS = {
    "candidates": "candidate",
    "claims": "claim",
    "entries": "entry/entries",
    "visits": "visit",
    "units": "unit",
    "assessors": "member/members of staff",
    "qualifications": "qualification",
    "closures": "closure",
}


def not_read(report: Report) -> Sequence[tuple[str, str]]:
    """The sheets that nothing was taken from, each with the reason."""
    missed = {
        one.sheet: str(one.values.get("seen", "grades"))
        for one in report.book.judgements
        if one.kind is JudgementKind.SHEET_NOT_READ
    }
    return [
        *((one.sheet, why_words(one.why)) for one in report.book.set_aside),
        *(
            (sheet, _why_missed(missed[sheet]) if sheet in missed else "no headings in it are known")
            for sheet in report.unread
        ),
    ]


def _why_missed(seen: str) -> str:
    return f"it has {seen}, and we could not tell which grade or day is of which candidate’s unit"


def lines(report: Report) -> Iterator[str]:
    """What is said on the terminal: how much was understood, what is asked, and what was not read. No candidate is named."""
    return without_tabs(_lines(report), report.book)


def _lines(report: Report) -> Iterator[str]:
    book = report.book
    yield f"{counts(report)}."
    for read in report.read_as:
        yield f"  {read.sheet}: {read.kind}, {plural(read.rows, 'row') if read.rows else 'no rows of its own'}"
    if book.mapping:
        yield f"Read as {book.mapping} says."
    questions = questions_on(book)
    if questions:
        yield f"{plural(len(questions), 'question')}, which `ocr-sheets map {report.workbook} --ask` asks:"
        yield from (f"  {text}" for text in without_names(map(question_in_words, questions[:MOST]), book))
    for sheet, because in not_read(report):
        yield f"Not read: {sheet}: {because}."
    for sheet, headings in shown_headings(report).items():
        yield f"Columns not used on {sheet}: {'; '.join(_with_why(book, sheet, headings))}."


def _with_why(book: Book, sheet: str, headings: Sequence[str]) -> Iterator[str]:
    """Headings that were not used, those with one reason together, and the reason where it is known."""
    known = {
        text: one.left
        for one in book.column_readings
        if one.sheet == sheet and one.left
        for text in (one.heading, one.whole_heading)
    }
    groups: dict[Left | None, list[str]] = {}
    for heading in headings:
        groups.setdefault(known.get(heading), []).append(heading)
    for why, same in groups.items():
        yield ", ".join(same) + (f" ({left_words(why)})" if why else "")
