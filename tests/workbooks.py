"""Workbooks for tests, written as small text tables and read by the real reader."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import xlsxwriter

from ocr_sheets.model.book import Book
from ocr_sheets.model.reading_words import issue_words
from ocr_sheets.patching import Workbook
from ocr_sheets.reading import read_book
from ocr_sheets.report import Finding, Report, make_report
from ocr_sheets.rulebook import load_rulebook
from ocr_sheets.rules import RULES, RawFinding, Rule, Severity
from ocr_sheets.text import fill

AS_OF = dt.date(2027, 2, 1)

BASE = """
Centre
| Label         | Value    |
| Academic year | 2026/27  |
| Nation        | England  |

Qualifications
| Entry code | Title      | Family              | Suite | Level | Subject area | Quality assurer | Approved on | Approval visit on |
| 05839      | IT 2016    | Cambridge Technicals | 2016 | 3     | IT           | M. Moderator    |             |                   |
| 05355      | IT 2012    | Cambridge Technicals | 2012 | 3     | IT           | M. Moderator    |             |                   |
| 05835      | Business   | Cambridge Technicals | 2016 | 3     | Business     |                 |             |                   |
| 04663      | Careers L4 | Verified            |       | 4     | Careers      | E. Assurer      | 2026-01-10  | 2026-01-05        |

Units
| Entry code | Unit number | Unit title | Assessment |
| 05839      | 1           | Exam       | examined   |
| 05839      | 8           | Projects   | moderated  |
| 05839      | 9           | Products   | moderated  |
| 05355      | 2           | Systems    | moderated  |
| 05835      | 4           | Customers  | moderated  |
| 04663      | 1           | Preparing  | verified   |
| 04663      | 2           | Reflecting | verified   |

Assessors
| Assessor | Name       |
| JS       | Jo Smith   |
| PT       | Pat Taylor |

Candidates
| Candidate number | Surname | Forenames |
| 0045             | Adams   | Ali       |
| 0046             | Brown   | Bea       |
| 0102             | Clarke  | Cy        |

Visits
| Visit | Subject area | Entry code | Visit date | Type         | Type told on | Status    | Booked on |
| IT 1  | IT           |            | 2027-03-11 | face-to-face | 2027-01-15   | confirmed |           |
| L4 1  |              | 04663      | 2027-03-12 |              |              | confirmed |           |
| L4 2  |              | 04663      | 2027-06-11 |              |              | planned   |           |

Entries
| Candidate number | Entry code | Unit number | Entry type | Entered on | Withdrawn on |
| 0045             | 05839      |             | full award | 2026-10-01 |              |
| 0046             | 05839      |             | full award | 2026-10-01 |              |
| 0102             | 04663      |             | full award | 2026-10-01 |              |
"""
"""A small centre in which nothing is wrong. A test names the sheets it wants otherwise, whole."""

NO_ENTRIES = """
Entries
| Candidate number | Entry code | Entry type | Entered on |
"""
"""Nobody is entered: then there is no other work than the claims that rows record."""

ONLY_UNIT_8 = """
Entries
| Candidate number | Entry code | Entry type | Unit number | Entered on |
| 0045             | 05839      | unit       | 8           | 2026-10-01 |
"""
"""One candidate is entered, and for one unit: there is one piece of work."""

Rows = list[list[str]]


def parse(text: str) -> dict[str, Rows]:
    """Sheets by name from text: a line with the name, then rows between bars. An empty row is a lone bar."""
    sheets: dict[str, Rows] = {}
    rows: Rows = []
    for line in text.strip().splitlines():
        line = line.strip()
        if line.startswith("|"):
            rows.append([cell.strip() for cell in line.strip("|").split("|")])
        elif line:
            rows = sheets.setdefault(line, [])
    return sheets


def xlsx(sheets: Mapping[str, Rows]) -> bytes:
    """A workbook whose dates (2027-03-11) are dates, numbers written as #45 numbers, and everything else text."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                if re.fullmatch(r"\d{4}-\d\d-\d\d", cell):
                    sheet.write_datetime(row, column, dt.datetime.fromisoformat(cell), day)
                elif re.fullmatch(r"#-?\d+(\.\d+)?", cell):
                    sheet.write_number(row, column, float(cell[1:]))
                elif cell == "#N/A":
                    sheet.write_formula(row, column, "=NA()", None, "#N/A")
                elif cell:
                    sheet.write_string(row, column, cell)
    book.close()
    return file.getvalue()


def centre(text: str = "", without: Sequence[str] = ()) -> bytes:
    """The small centre with some sheets put in place of its own or added, and others left out."""
    sheets = {**parse(BASE), **parse(text)}
    return xlsx({name: rows for name, rows in sheets.items() if name not in without})


def book_of(text: str = "", as_of: dt.date = AS_OF, without: Sequence[str] = ()) -> Book:
    """The small centre, changed so, as the reader reads it."""
    return read_book(Workbook.from_bytes(centre(text, without)), as_of)


def report_of(text: str = "", as_of: dt.date = AS_OF, without: Sequence[str] = ()) -> Report:
    """The small centre, changed so, checked by all rules."""
    return make_report("centre.xlsx", book_of(text, as_of, without), load_rulebook())


def findings(code: str, text: str = "", as_of: dt.date = AS_OF) -> list[Finding]:
    """What one rule finds in the small centre, changed so. A rule that could not be checked fails the test."""
    report = make_report("centre.xlsx", book_of(text, as_of), load_rulebook(), rules=[RULES[code]])
    (ended,) = report.outcomes
    assert ended.result in ("found", "nothing found"), (ended.result, ended.reason)
    if ended.rule.severity is Severity.FILL_IN:
        return [told_to_fill_in(raw, ended.rule, report.book) for raw in ended.findings]
    return list(report.findings)


def told_to_fill_in(raw: RawFinding, rule: Rule, book: Book) -> Finding:
    """What is to fill in, as a finding is told: it stands apart from the findings of a report."""
    place = raw.issue.cell if raw.issue else raw.record and book.cell(raw.record, raw.field)
    assert place
    message, fix = (
        issue_words(raw.issue)
        if raw.issue
        else (fill(rule.message_of(raw.kind), raw.values), fill(rule.fix, raw.values))
    )
    cell = place if place.row else None
    return Finding(rule, place.sheet, cell, "", {}, message, fix, None, "", None, None, "", "", "", "", False)


def fires(code: str, text: str, *cells: str, as_of: dt.date = AS_OF) -> list[Finding]:
    """Assert that a rule finds something at just these cells, such as Claims!I2; the findings."""
    found = findings(code, text, as_of)
    assert [f"{one.sheet}!{one.cell.ref if one.cell else ''}" for one in found] == list(cells)
    return found


def quiet(code: str, text: str = "", as_of: dt.date = AS_OF) -> None:
    """Assert that a rule is checked and finds nothing."""
    assert [one.message for one in findings(code, text, as_of)] == []


def silent(code: str, text: str, as_of: dt.date = AS_OF) -> None:
    """Assert that a rule finds nothing, be it that it could not be checked."""
    report = make_report("centre.xlsx", book_of(text, as_of), load_rulebook(), rules=[RULES[code]])
    assert [ended.result for ended in report.outcomes if ended.result == "our mistake"] == []
    assert [one.message for one in report.findings] == []


def saved(path: Path, text: str = "") -> Path:
    """The small centre, changed so, in a file."""
    path.write_bytes(centre(text))
    return path


def folder(path: Path, text: str = BASE, separator: str = ",", encoding: str = "utf-8", ending: str = ".csv") -> Path:
    """The sheets of a text in a folder of CSV files, one a sheet."""
    path.mkdir(parents=True, exist_ok=True)
    for name, rows in parse(text).items():
        made = io.StringIO(newline="")
        csv.writer(made, delimiter=separator).writerows(rows)
        (path / f"{name}{ending}").write_bytes(made.getvalue().encode(encoding))
    return path


def unzipped(data: bytes) -> dict[str, bytes]:
    """The files of a zip."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def signed(data: bytes) -> bytes:
    """The same package with a signature's relationship and parts."""
    kind = "http://schemas.openxmlformats.org/package/2006/relationships/digital-signature/origin"
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            body = old.read(item)
            if item.filename == "_rels/.rels":
                relation = (
                    f'<Relationship Id="rIdSign" Type="{kind}" Target="_xmlsignatures/origin.sigs"/></Relationships>'
                )
                body = body.replace(b"</Relationships>", relation.encode())
            if item.filename == "[Content_Types].xml":
                default = '<Default Extension="sigs" ContentType="application/vnd.openxmlformats-package.digital-signature-origin"/>'
                body = body.replace(b"<Default", default.encode() + b"<Default", 1)
            new.writestr(item, body)
        new.writestr("_xmlsignatures/origin.sigs", "")
    return file.getvalue()
