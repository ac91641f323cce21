"""What was understood of a workbook: its records as tidy tables, each with its cells, and every judgement. JSON, CSV files, or a workbook."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import xlsxwriter

from ocr_sheets.dates import WRITTEN
from ocr_sheets.files.seals import REPORT
from ocr_sheets.model.book import Book
from ocr_sheets.model.judgement_words import worded
from ocr_sheets.model.judgements import JudgementKind
from ocr_sheets.model.reading_words import why_words
from ocr_sheets.model.records import RECORDS, Candidate, Claim, Visit, VisitStatus, columns_of
from ocr_sheets.report import Report
from ocr_sheets.writing.report_json import COUNTS, json_value

_DEMANDS = frozenset({"sheet-missing", "column-missing"})

Rows = Sequence[Mapping[str, Any]]


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
    }


def to_json(report: Report) -> str:
    """The object as JSON text, only ASCII."""
    return json.dumps(as_object(report), indent=1, ensure_ascii=True)


def _plain(value: Any) -> Any:
    match value:
        case dt.date():
            return value.isoformat()
        case tuple():
            return [_plain(part) for part in value]
        case None | bool() | int() | float():
            return value
    return str(getattr(value, "value", value))


def _record(book: Book, one: Any) -> dict[str, Any]:
    names = list(columns_of(type(one)))
    return {**{name: _plain(getattr(one, name)) for name in names}, "cells": _cells(book, one, names)}


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
    return {**_record(book, one), "date": _plain(one.visit_date), "subject": one.subject_area}


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


def tables(report: Report) -> dict[str, Rows]:
    """The records as tidy tables by the name of their sheet, and the judgements: what the CSV files and the workbook hold."""
    body = as_object(report)
    found: dict[str, Rows] = {}
    for name in RECORDS:
        rows = body.get(name) or ()
        rows = [rows] if isinstance(rows, dict) else rows
        if rows:
            found[name] = [_flat(row) for row in rows]
    found["judgements"] = [
        {"sheet": one["sheet"], "cell": one["cell"], "question": "yes" if one["question"] else "no", "kind": one["kind"], "words": one["words"]}
        for one in body["judgements"]
    ]  # fmt: skip
    found["said"] = [{name: one.get(name) for name in ("sheet", "cell", "severity", "text")} for one in body["said"]]
    return found


def _flat(row: Mapping[str, Any]) -> dict[str, Any]:
    flat = {
        name: "; ".join(map(str, value)) if isinstance(value, list) else value
        for name, value in row.items()
        if name != "cells"
    }
    return {**flat, "cells": "; ".join(f"{name}={place}" for name, place in row["cells"].items())}


def csv_files(report: Report) -> dict[str, bytes]:
    """The tables as CSV files by name, in UTF-8 with a mark so that Excel reads them as such."""
    files = {}
    for name, rows in tables(report).items():
        out = io.StringIO(newline="")
        writer = csv.DictWriter(out, list(rows[0]) if rows else ["nothing"])
        writer.writeheader()
        writer.writerows({key: _safe(value) for key, value in row.items()} for row in rows)
        files[f"{name}.csv"] = out.getvalue().encode("utf-8-sig")
    return files


def _safe(value: Any) -> Any:
    """A text that a spreadsheet program would take for a formula, made plain."""
    return f"'{value}" if isinstance(value, str) and value[:1] in "=+-@" and value != "-" else value


def workbook_bytes(report: Report) -> bytes:
    """The tables as a workbook, a sheet each."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(out, options)
    book.set_properties({"title": "What was understood", "author": "ocr-sheets", "subject": REPORT, "created": WRITTEN})
    bold = book.add_format({"bold": True})
    for name, rows in tables(report).items():
        sheet = book.add_worksheet(name.capitalize())
        heads = list(rows[0]) if rows else ["nothing"]
        for at, head in enumerate(heads):
            sheet.write_string(0, at, head.replace("_", " ").capitalize(), bold)
        for number, row in enumerate(rows, start=1):
            for at, head in enumerate(heads):
                if row[head] is not None:
                    sheet.write(number, at, row[head])
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(heads) - 1, 16)
    book.close()
    return out.getvalue()


def lines(report: Report) -> Iterator[str]:
    """What is said on the terminal: how much was understood, what is asked, and what was not read. No candidate is named."""
    book = report.book
    counts = [f"{len(book.rows(kind))} {kind}" for kind in RECORDS if kind != "centre" and book.rows(kind)]
    yield f"Understood: {', '.join(counts)}." if counts else "Nothing was understood."
    for read in report.read_as:
        yield f"  {read.sheet}: {read.kind}, {read.rows} {'row' if read.rows == 1 else 'rows'}"
    questions = [one for one in book.judgements if one.is_question]
    if questions:
        yield f"Questions ({len(questions)}):"
        for one in questions[:5]:
            yield f"  {one.sheet}{f'!{one.cell}' if one.cell else ''}: {worded(one)}"
        if len(questions) > 5:
            yield f"  and {len(questions) - 5} more; --format json lists all."
    for aside in book.set_aside:
        yield f"Not used: {aside.sheet}: {why_words(aside.why)}."
    missed = {one.sheet for one in book.judgements if one.kind is JudgementKind.SHEET_NOT_READ}
    for sheet in report.unread:
        yield f"Not read: {sheet}{' (it has grades)' if sheet in missed else ''}."
