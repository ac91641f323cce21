"""What holds of every rule: what it says of itself, what it asks for, and that nothing in a workbook makes it break down."""

from __future__ import annotations

import ast
import datetime as dt
import io
import re
import string
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.table import Table
from workbooks import AS_OF, BASE, book_of, parse, report_of, told_to_fill_in, xlsx

import ocr_sheets
from ocr_sheets import rules
from ocr_sheets.model.book import Book
from ocr_sheets.model.records import (
    SHEETS,
    Candidate,
    Centre,
    Claim,
    Column,
    Entry,
    Kind,
    Qualification,
    Record,
    Unit,
    Visit,
    columns_of,
)
from ocr_sheets.patching import Workbook
from ocr_sheets.reading import book as reading, cells, read_book
from ocr_sheets.reading.cells import Grid
from ocr_sheets.reading.raw import Raw
from ocr_sheets.report import Report, make_report
from ocr_sheets.rulebook import load_rulebook
from ocr_sheets.rulebook.sources import load_sources
from ocr_sheets.rules import RULES, Result, Rule, Severity, engine
from ocr_sheets.rules.engine import columns_needed

RULEBOOK = load_rulebook()
PACKAGE = Path(ocr_sheets.__file__).parent
HERE = Path(__file__).parent
MESSAGES = HERE / "messages.txt"


def file_of(rule: Rule) -> str:
    """The file that declares a rule, such as technicals."""
    return str(rule.check.__module__).split(".")[2]


# A file of rules that is not yet among those that are run may be imported by its own tests: it counts from the day it is.
RUN = {code: rule for code, rule in RULES.items() if file_of(rule) in rules.__all__}

every_rule = pytest.mark.parametrize("rule", RUN.values(), ids=list(RUN))


# -- what a rule says of itself


@every_rule
def test_a_rule_has_a_title_a_reason_a_fix_and_an_example(rule: Rule) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", rule.code)
    for text in (rule.title, rule.why, rule.fix, rule.example):
        assert text == text.strip()
        assert text[0].isupper() or not text[0].isalpha() or text.split()[0] == "ULN"
    assert not rule.title.endswith(".")
    assert rule.why.endswith((".", ")"))
    assert rule.fix.endswith(".")
    assert rule.example.endswith(".")


@every_rule
def test_the_function_of_a_rule_is_named_by_its_code(rule: Rule) -> None:
    assert rule.check.__name__ == rule.code.replace("-", "_")


@every_rule
def test_a_rule_of_ocrs_names_its_sentences_and_they_are_there(rule: Rule) -> None:
    if file_of(rule) in ("technicals", "verified"):
        assert rule.source
    assert len(set(rule.source)) == len(rule.source)
    assert set(rule.source) <= set(load_sources().sentences)


OWN_SUGGESTIONS = (
    "same-person-standardises",
    "moderator-as-assessor",
    "staff-unavailable-at-moderation-visit",
    "claim-at-visit-of-another-subject",
    "bank-holidays-not-known",
    "visits-taken-for-technicals",
)


@pytest.mark.parametrize("code", OWN_SUGGESTIONS)
def test_what_is_our_own_suggestion_cites_nothing_and_begins_so(code: str) -> None:
    rule = RULES[code]
    assert rule.source == ()
    assert all(fix.startswith("We suggest") for fix in rule.fixes.values())


@every_rule
def test_a_rule_says_must_only_where_ocr_does(rule: Rule) -> None:
    verbs = {load_sources().sentences[number].verb for number in rule.source}
    for words in (rule.title, rule.why, rule.example, *rule.messages.values(), *rule.fixes.values()):
        assert not re.search(r"\bmust\b", words) or verbs & {"must", "cannot", "only"} or not rule.source, words


@every_rule
def test_a_rule_uses_values_that_the_rulebook_has(rule: Rule) -> None:
    assert set(rule.uses) <= {value.name for value in RULEBOOK}


def test_every_value_of_the_rulebook_is_used_by_a_rule_or_named_in_the_code() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py"))
    used = {name for rule in RULES.values() for name in rule.uses}
    assert [value.name for value in RULEBOOK if value.name not in used and f'"{value.name}"' not in code] == []


@every_rule
def test_a_rule_needs_columns_that_exist(rule: Rule) -> None:
    for need in rule.needs:
        for record, name in columns_needed(need):
            assert name in columns_of(record)


@every_rule
def test_a_rule_has_a_test_in_which_it_fires_and_one_in_which_it_is_quiet(rule: Rule) -> None:
    for call in ("fires", "quiet"):
        assert re.search(rf'\b{call}\(\s*"{rule.code}"', _tests()), f"no test calls {call}({rule.code!r}, …)"


@cache
def _tests() -> str:
    return "".join(path.read_text(encoding="utf-8") for path in sorted(HERE.rglob("test_*.py")))


RULE_FILES = sorted(path for path in (PACKAGE / "rules").rglob("*.py") if path.name != "engine.py")


@pytest.mark.parametrize("path", RULE_FILES, ids=lambda path: path.name)
def test_no_number_but_0_and_1_stands_in_the_code_of_a_rule(path: Path) -> None:
    """Figures are OCR's and belong in the rulebook. The numbers of its sentences, S(30) and B(31), are no figures."""
    found = []
    waiting: list[ast.AST] = [ast.parse(path.read_text(encoding="utf-8"))]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("S", "B"):
            continue
        if isinstance(node, ast.Constant) and type(node.value) in (int, float) and node.value not in (0, 1):
            found.append((node.lineno, node.value))
        waiting.extend(ast.iter_child_nodes(node))
    assert found == []


# -- a small workbook with every sheet and every column filled, and one thing after another wrong with it

OF_KIND: Mapping[Kind, Raw] = {
    Kind.TEXT: "Something",
    Kind.CENTRE_NUMBER: "10101",
    Kind.CANDIDATE_NUMBER: "0045",
    Kind.ENTRY_CODE: "05839",
    Kind.UNIT_NUMBER: 8.0,
    Kind.UNIT_REFERENCE: "L/507/6467",
    Kind.QAN: "601/2977/3",
    Kind.ULN: 9276308686.0,
    Kind.UCI: "681990012058G",
    Kind.EMAIL: "somebody@example.org",
    Kind.DATE: dt.date(2027, 1, 12),
    Kind.YES_NO: "no",
    Kind.YES_OR_DATE: dt.date(2026, 9, 2),
    Kind.NEED: "summer 2027",
    Kind.NUMBER: 60.0,
    Kind.ACADEMIC_YEAR: "2026/27",
    Kind.LIST: "IT, Careers",
    Kind.UNITS: "8, 9",
}

SURNAME, FORENAMES = "Quillfeather", "Zebedee"

VERIFIED_ROW: Mapping[str, Raw] = {
    "candidate_number": "0102",
    "entry_code": "04663",
    "unit_number": 1.0,
    "family": "Verified",
    "assessment": "verified",
    "subject_area": "Careers",
    "suite": "",
    "visit": "L4 1",
    "name": "L4 1",
    "visit_date": dt.date(2027, 3, 12),
}

OTHERWISE: Mapping[type[Record], Mapping[str, Raw]] = {
    Centre: {"consortium": "North", "consortium_centres": "10101, 10102", "nation": "England"},
    Qualification: {"family": "Cambridge Technicals", "subject_area": "IT", "suite": "2016", "size_unit": "GLH"},
    Unit: {"assessment": "moderated", "assessor": "JS", "visit": "IT 1"},
    Candidate: {"surname": SURNAME, "forenames": FORENAMES, "date_of_birth": dt.date(2009, 5, 4)},
    Entry: {"entry_type": "full award", "entered_on": dt.date(2026, 10, 1), "withdrawn_on": "", "unit_number": ""},
    Claim: {
        "assessor": "JS",
        "standardised_by": "JS",
        "grade": "M",
        "visit": "IT 1",
        "claim_status": "submitted",
        "confirmed_grade": "M",
        "sample_requested_on": dt.date(2027, 2, 20),
    },
    Visit: {
        "name": "IT 1",
        "subject_area": "IT",
        "entry_code": "",
        "visit_date": dt.date(2027, 3, 11),
        "type": "virtual",
        "type_changed_from": "face-to-face",
        "status": "planned",
    },
}

Cells = list[list[Raw]]


def value_of(record: type[Record], name: str, column: Column) -> Raw:
    if name in OTHERWISE.get(record, {}):
        return OTHERWISE[record][name]
    if (record.__name__, name) == ("Assessor", "code"):
        return "JS"
    return OF_KIND[column.kind]


def full_workbook() -> dict[str, Cells]:
    sheets: dict[str, Cells] = {}
    for record, sheet in SHEETS.items():
        columns = columns_of(record)
        row = [value_of(record, name, column) for name, column in columns.items()]
        if record is Centre:
            sheets[sheet.name] = [[column.heading, value] for column, value in zip(columns.values(), row, strict=True)]
            continue
        second = [VERIFIED_ROW.get(name, value) for name, value in zip(columns, row, strict=True)]
        sheets[sheet.name] = [[column.heading for column in columns.values()], row, second]
    return sheets


@dataclass
class FakeSheet:
    """What the reader asks of a sheet, without a file."""

    name: str
    state: str = "visible"
    error_cells: dict[tuple[int, int], str] = field(default_factory=dict)
    unvalued_formulas: set[tuple[int, int]] = field(default_factory=set)
    merged_areas: tuple[()] = ()
    tables: tuple[()] = ()
    hidden_rows: frozenset[int] = frozenset()

    def rows_with_formula(self, *functions: str) -> set[int]:
        return set()

    def struck_rows(self, columns: set[int]) -> set[int]:
        return set()


@dataclass
class FakeWorkbook:
    """What the reader asks of a workbook, without a file."""

    sheets: Mapping[str, Cells]
    error_at: tuple[str, int, int] | None = None
    date1904: bool = False

    def grids(self) -> Iterator[Grid]:
        for name, lines in self.sheets.items():
            sheet: Any = FakeSheet(name)
            if self.error_at and self.error_at[0] == name:
                sheet.error_cells[self.error_at[1:]] = "#N/A"
            yield Grid(sheet, lines)


@pytest.fixture(autouse=True)
def _no_files(monkeypatch: pytest.MonkeyPatch) -> None:
    from_a_file = cells.read_grids

    def read_grids(workbook: Any) -> Iterator[Grid]:
        return workbook.grids() if isinstance(workbook, FakeWorkbook) else from_a_file(workbook)

    monkeypatch.setattr(reading, "read_grids", read_grids)


def check(workbook: Any, as_of: dt.date = dt.date(2027, 3, 7)) -> Report:
    return make_report("centre.xlsx", read_book(workbook, as_of), RULEBOOK)


ODD: Sequence[Raw] = (
    "",
    "#N/A",
    "TBC",
    "05/06/2027",
    "0",
    "😀",
    "x" * 40000,
    -1.0,
    0.0,
    46157.0,
    1e300,
    True,
    dt.date(1900, 2, 14),
    dt.time(0, 0),
    "\u202e\x07'=1+1",
)


def with_cell(sheets: Mapping[str, Cells], name: str, row: int, column: int, value: Raw) -> dict[str, Cells]:
    changed = [list(cells) for cells in sheets[name]]
    changed[row][column] = value
    return {**sheets, name: changed}


@pytest.mark.parametrize("name", [sheet.name for sheet in SHEETS.values()])
def test_no_rule_breaks_down_whatever_any_one_cell_holds(name: str) -> None:
    sheets = full_workbook()
    first = 0 if name == "Centre" else 1
    turn = 0
    for row in range(first, len(sheets[name])):
        for column in range(first, len(sheets[name][row])) if first else (1,):
            turn += 1
            # Emptied and an error each time; of the other odd things three, each in its turn, so that all meet every kind of column.
            for value in ("", "#N/A", *(ODD[2 + (turn * 3 + place) % (len(ODD) - 2)] for place in range(3))):
                error = (name, row + 1, column + 1) if value == "#N/A" else None
                changed = with_cell(sheets, name, row, column, "" if error else value)
                report = check(FakeWorkbook(changed, error))
                assert [(one.rule.code, one.reason) for one in report.our_mistakes] == [], (row, column, value)
                assert_no_names(report)


@pytest.mark.parametrize("value", ODD, ids=lambda value: repr(value)[:12])
def test_no_rule_breaks_down_where_every_cell_of_a_row_is_odd(value: Raw) -> None:
    sheets = full_workbook()
    for name, rows in sheets.items():
        if name != "Centre":
            report = check(FakeWorkbook({**sheets, name: [*rows, [value] * len(rows[0])]}))
            assert [(one.rule.code, one.reason) for one in report.our_mistakes] == [], name


@pytest.mark.parametrize("name", [sheet.name for sheet in SHEETS.values()])
def test_no_rule_breaks_down_without_any_one_sheet_or_column(name: str) -> None:
    sheets = full_workbook()
    without = [{other: rows for other, rows in sheets.items() if other != name}]
    if name == "Centre":
        without += [
            {**sheets, name: [*rows[:place], *rows[place + 1 :]]}
            for rows in (sheets[name],)
            for place in range(len(rows))
        ]
    else:
        for place in range(len(sheets[name][0])):
            without.append({**sheets, name: [[*row[:place], *row[place + 1 :]] for row in sheets[name]]})
    for changed in without:
        report = check(FakeWorkbook(changed))
        assert [(one.rule.code, one.reason) for one in report.our_mistakes] == []
        for one in report.not_checked:
            assert re.match(
                r"there is no sheet |[A-Z][a-z]+ has no column |the workbook has no rows |nothing to look at: |no figure is |\d+ rows? of ",
                one.reason,
            )


def test_the_full_workbook_is_read_whole() -> None:
    report = check(FakeWorkbook(full_workbook()))
    assert report.book.problems == ()
    for record in SHEETS:
        assert set(columns_of(record)) == {
            name for table in report.book.tables if table.record is record for name in table.columns
        }
    assert [one.rule.code for one in report.not_checked if one.rule.family] == []


def assert_no_names(report: Report) -> None:
    for finding in report.findings:
        told = (finding.message + finding.fix).casefold()
        assert SURNAME.casefold() not in told
        assert FORENAMES.casefold() not in told


# -- how rules end


def test_a_rule_that_breaks_down_is_our_mistake_and_the_others_stand() -> None:
    def boom(book: Book, values: engine.Values) -> list[engine.RawFinding]:
        raise ValueError(f"{book.candidates[0].surname} is odd")

    wrong = "Visits\n| Visit | Subject area | Visit date |\n| IT 1 | ICT | TBC |\n"
    broken = replace(RULES["cell-missing"], check=boom)
    with_broken = [broken if rule.code == "cell-missing" else rule for rule in RULES.values()]
    report = make_report("centre.xlsx", book_of(wrong, AS_OF), RULEBOOK, rules=with_broken)
    (mistake,) = report.our_mistakes
    assert mistake.result is Result.OUR_MISTAKE
    assert mistake.reason.startswith("ValueError in boom, line ")
    assert "Adams" not in mistake.reason
    others = [rule for rule in RULES.values() if rule.code != "cell-missing"]
    assert report.findings == make_report("centre.xlsx", book_of(wrong, AS_OF), RULEBOOK, rules=others).findings
    assert report.findings


def test_a_rule_that_asks_for_a_value_it_does_not_declare_is_our_mistake() -> None:
    rule = replace(RULES["claim-under-two-weeks"], uses=())
    claims = "Claims\n| Candidate number | Entry code | Unit number | Assessor | Claimed on | Visit |\n| 0045 | 05839 | 8 | JS | 2027-03-10 | IT 1 |\n"
    report = make_report("centre.xlsx", book_of(claims), RULEBOOK, rules=[rule])
    assert [one.reason.split()[0] for one in report.our_mistakes] == ["Undeclared"]


def test_a_rule_whose_column_is_not_there_is_not_checked_and_says_why() -> None:
    reasons = {one.rule.code: one.reason for one in report_of().not_checked}
    assert reasons["claim-under-two-weeks"] == "there is no sheet Claims"
    assert (
        reasons["dcs-early"] == "Qualifications has no column DCS from; Qualifications has no column First delivered on"
    )
    assert reasons["uln-check-digit"] == "Candidates has no column ULN"


def test_a_rule_for_whose_day_no_figure_is_published_is_not_checked_and_says_why() -> None:
    old = "Visits\n| Visit | Subject area | Visit date | Type told on |\n| IT 1 | IT | 2022-08-03 | 2022-08-01 |\n"
    reasons = {one.rule.code: one.reason for one in report_of(old).not_checked}
    assert reasons["visit-type-told-late"] == "no figure is published for 3 Aug 2022"


# -- what each rule says when it finds something

WRONG: Sequence[tuple[dt.date, str]] = (
    # Cambridge Technicals, a few days before a visit.
    (
        dt.date(2027, 3, 8),
        """
        Centre
        | Centre number | 3124001 |
        | Academic year | 2026/27 |
        | Consortium | North |
        | Consortium centres | 10101, 10102 |
        | Consortium form submitted | 2026-07-03 |

        Qualifications
        | Entry code | QAN | Family | Suite | Subject area | Quality assurer | Contacted us on |
        | 05839 | 601/2977/4 | Cambridge Technicals | 2016 | IT | | |
        | 05355 | 601/2977 | Cambridge Technicals | 2012 | IT | M. Moderator | |
        | 05835 | | Cambridge Technicals | 2016 | Business | B. Moderator | |
        | 0583B | | Cambridge Technicals | | Media | | |
        | 05357 | | Cambridge Technicals | 2012 | Media | | |

        Units
        | Entry code | Unit number | Unit reference | Assessment |
        | 05839 | 1 | 507/6467 | examined |
        | 05839 | 8 | | moderated |
        | 05839 | 9 | | moderated |
        | 05355 | 2 | | moderated |
        | 05835 | 4 | | moderated |
        | 05357 | 3 | | moderated |

        Candidates
        | Centre number | Candidate number | Surname | Forenames | ULN | UCI | Results needed by |
        | | 0001 | Adams | Ali | 1234567890 | 681990012058H | UCAS |
        | | 0002 | Brown | Bea | 12345 | 68199 | |
        | | 0002 | Clarke | Cy | | | |
        | 10120 | 0003 | Dunn | Di | | | |
        | 10102 | 0003 | Evans | Ed | | | summer 2027 |
        | | 12345 | Fry | Flo | | | |
        | | | Gray | Gus | | | |
        | | 0004 | Hall | Hal | | | |
        | | 0005 | Ives | Ida | | | |

        Visits
        | Visit | Subject area | Entry code | Visit date | Type | Type told on | Booked on | Status | Named contact |
        | IT 0 | IT | | 2026-11-12 | virtual | 2026-10-01 | | done | |
        | IT 1 | IT | | 2027-03-11 | virtual | 2027-02-12 | | confirmed | |
        | IT 2 | IT | | 2027-03-15 | face-to-face | | | | |
        | IT 3 | IT | | 2027-06-24 | | | 2027-05-16 | | |
        | IT 4 | IT | | 2027-08-20 | virtual | | 2027-05-16 | | |
        | B 1 | Business | | 2027-03-19 | Hybrid | | | | |
        | B 2 | Business | | 2027-03-18 | | | | cancelled | |
        | B 1 | Biznis | | 05/06/2027 | | | | | |
        | X 1 | | | #N/A | | | | | |

        Entries
        | Candidate number | Entry code | Unit number | Entry type | Entered on |
        | 0001 | 05839 | | full award | 2027-02-12 |
        | 0002 | 05355 | | full award | 2026-10-01 |
        | 0002 | 05355 | 2 | unit | 2026-10-01 |
        | 0005 | 05839 | | full award | 2026-10-01 |
        | 0001 | 05357 | | full award | 2026-10-01 |
        | 0009 | 05893 | | full award | 2026-10-01 |

        Assessors
        | Assessor |
        | JS |
        | PT |

        Claims
        | Candidate number | Entry code | Unit number | Assessor | Standardised by | Assessed on | Standardised on | Grade | Claimed on | Visit | Claim status | Confirmed grade | Sample requested on | Sample uploaded on | Available at visit | Results published on | Certificate issued on | Work disposed of on |
        | 0001 | 05839 | 8 | JS | PT | 2027-03-02 | 2027-03-03 | D* | 2027-03-01 | IT 1 | submitted | | 2027-03-02 | 2027-03-07 | | | | 2027-03-07 |
        | 0001 | 05839 | 8 | JS | PT | | | M | 2026-02-01 | IT 0 | confirmed | M | | | | | | |
        | 0001 | 05839 | 8 | JS | PT | | | P | 2027-02-20 | IT 1 | unsubmitted | | 2027-03-05 | | | | | |
        | 0001 | 05839 | 1 | JX | PX | | | P | | IT 1 | unsubmitted | | | | | | | |
        | 0001 | 05839 | 9 | JS | PT | | | P | | IT 1 | planned | | | | | | | |
        | 0003 | 05839 | 8 | JS | PT | | | P | 2027-01-04 | IT 2 | submitted | | 2027-01-05 | | no | | | |
        | 0005 | 05839 | 8 | JS | PT | | | P | 2027-01-04 | IT 2 | submitted | | 2027-03-01 | | | | | |
        | 0005 | 05839 | 9 | JS | PT | | | P | 2027-03-08 | | submitted | | | | | | | |
        | 0002 | 05355 | 2 | JS | PT | | | P | | IT 2 | withdrawn | P | | | | | | |
        | 0002 | 05355 | 2 | JS | PT | | | P | | IT 3 | submitted | | | | | | | |
        | 0001 | 05839 | 8 | JS | PT | | | D | 2027-02-20 | IT 4 | submitted | | | | | | | |
        | 0077 | 05839 | 77 | JS | PT | | | P | 2027-02-20 | B 2 | submitted | | | | | | | |
        | 0004 | 05839 | 8 | JS | PT | | | P | | B 1 | planned | | | | | | | |
        | 0004 | 05839 | 8 | JS | PT | | | P | | IT spring | planned | | | | | | | |
        | 0001 | 05357 | 3 | JS | PT | | | P | | | planned | | | | | | | |
        | 0005 | 05839 | 8 | JS | PT | | | M | 2026-09-30 | IT 3 | submitted | | 2026-09-29 | | | | | |
        | 0005 | 05355 | 2 | JS | PT | | | M | 2026-10-29 | IT 0 | submitted | | | | | | | |
        | 0011 | 05839 | 9 | JS | PT | | | P | 2027-01-04 | IT 2 | submitted | | 2027-03-01 | | | | | |
        | 0012 | 05839 | 9 | JS | PT | | | P | 2027-01-04 | IT 2 | submitted | | 2027-03-01 | | | | | |
        | 0013 | 05839 | 9 | JS | PT | | | P | 2027-01-04 | IT 2 | submitted | | 2027-03-01 | | | | | |
        | 0014 | 05839 | 9 | JS | PT | | | P | 2027-01-04 | IT 2 | submitted | | 2027-03-01 | | | | | |
        | 0015 | 05839 | 9 | JS | PT | | | P | 2027-01-04 | IT 2 | submitted | | 2027-03-01 | | | | | |
        | 0016 | 05839 | 9 | JS | PT | | | P | 2027-01-04 | IT 2 | submitted | | 2027-03-01 | | | | | |
        | 0017 | 05839 | 9 | JS | PT | | | P | 2027-01-04 | IT 2 | submitted | | 2027-03-01 | | | | | |
        """,
    ),
    # Without a sheet, a form, a moderator's request or, in June, a booking.
    (
        dt.date(2027, 6, 16),
        """
        Centre
        | Academic year | 2026/27 |
        | Consortium | North |
        | Consortium form submitted | |

        Persons
        | Nobody |

        Candidates
        | Candidate number | Surname | Forenames | Results needed by |
        | 0045 | Adams | Ali | UCAS |
        | 0046 | Brown | Bea | UCAS |
        | 0102 | Clarke | Cy | |

        Visits
        | Visit | Subject area | Visit date | Type | Booked on | Status |
        | IT 1 | IT | 2027-06-24 | virtual | 2027-05-16 | |
        | B 1 | Business | 2027-07-01 | virtual | 2027-05-01 | |

        Claims
        | Candidate number | Entry code | Unit number | Assessor | Claimed on | Visit | Sample requested on | Claim status |
        | 0045 | 05839 | 8 | JS | 2027-06-01 | IT 1 | | |
        | 0046 | 05835 | 4 | JS | 2027-06-01 | B 1 | | |
        """,
    ),
    # Verified qualifications.
    (
        dt.date(2027, 3, 8),
        """
        Qualifications
        | Entry code | Family | Subject area | Quality assurer | Approved on | Approval visit on | First delivered on | DCS from |
        | 04663 | Verified | Careers | | 2026-12-01 | | 2026-09-01 | 2027-02-01 |
        | 04664 | Verified | Careers 6 | E. Assurer | | 2026-01-05 | | |
        | 04665 | Verified | Careers 5 | E. Assurer | 2026-01-05 | 2026-01-06 | | |

        Assessors
        | Assessor | Name | Unavailable from | Unavailable to |
        | JS | Jo Smith | 2027-03-08 | 2027-03-12 |

        Candidates
        | Candidate number | Surname | Forenames | Left on | ULN |
        | 0102 | Clarke | Cy | 2027-03-10 | 9999999999 |
        | 0103 | Dunn | Di | | |

        Visits
        | Visit | Entry code | Visit date | Status |
        | L4 1 | 04663 | 2027-03-12 | |
        | L4 0 | 04663 | 2026-12-23 | done |
        | L6 1 | 04664 | 2027-08-31 | |

        Entries
        | Candidate number | Entry code | Unit number | Entry type | Entered on |
        | 0102 | 04663 | | full award | 2026-10-01 |
        | 0102 | 04663 | 2 | unit | 2026-10-01 |
        | 0102 | 04664 | | full award | 2026-10-01 |

        Claims
        | Candidate number | Entry code | Unit number | Assessor | Standardised by | Assessed on | Claimed on | Visit | Claim status | Results published on | Certificate issued on | Standardised on | Sample requested on | Available at visit |
        | 0102 | 04663 | 1 | JS | | 2027-02-12 | 2027-02-11 | L4 1 | submitted | | | 2027-02-13 | 2027-02-20 | no |
        | 0102 | 04663 | 2 | JS | JS | 2026-12-01 | 2026-12-02 | L4 0 | submitted | | |
        | 0102 | 04664 | 2 | JS | JS | 2026-09-01 | 2026-09-02 | L6 1 | submitted | | |
        | 0103 | 04663 | 2 | JS | JS | 2026-12-01 | 2026-12-02 | L4 0 | confirmed | 2027-02-12 | |
        """,
    ),
    # People, and what stands twice.
    (
        dt.date(2027, 2, 1),
        """
        Qualifications
        | Entry code | Family | Subject area | Quality assurer |
        | 05839 | Cambridge Technicals | IT | M. Moderator |
        | 04663 | Verified | Careers | E. Assurer |
        | 05839 | Cambridge Technicals | IT | |

        Units
        | Entry code | Unit number | Assessment |
        | 05839 | 8 | moderated |
        | 05839 | 8 | moderated |
        | 04663 | 1 | verified |

        Assessors
        | Assessor | Name | Email | Unavailable from | Unavailable to |
        | JS | Jo Smith | jo@school,sch.uk | 2027-03-11 | 2027-03-15 |
        | PT | Pat Taylor | | 2027-03-12 | 2027-03-10 |
        | PT | Paul Turner | | | |
        | AB | Ann Bell | ann@x.uk; office@x.uk | | |
        | CD | Cy Dee | ann@x.uk | | |
        | EF | Eve Fox | zoë@x.uk | | |
        | EF | Eve Fox | eve@x.uk | | |

        Candidates
        | Candidate number | Surname | Forenames | Date of birth | ULN | UCI |
        | 0045 | Adams | Ali | 2009-05-04 | | |
        | 0145 | Adams | Ali | 2009-05-04 | 9276308686 | 681990012058G |
        | 0102 | Clarke | Cy | | 9276308686 | 681990012058G |
        | 0103 | Dunn | Di | 2019-05-04 | | |

        Entries
        | Candidate number | Entry code | Entry type | Entered on |
        | 0045 | 05839 | full award | 2026-10-01 |
        | 0045 | 05839 | full award | 2026-10-02 |

        Claims
        | Candidate number | Entry code | Unit number | Assessor | Standardised by | Grade | Claimed on | Visit | Name |
        | 0045 | 05839 | 8 | JS | JS | M | 2027-01-12 | IT 1 | |
        | 0045 | 05839 | 8 | M Moderator | Smith, Jo | Mrit | 2027-01-12 | IT 1 | |
        | 0102 | 04663 | 1 | JS | JS | P | 2027-01-12 | L4 1 | Zoe Zimmer |

        Closures
        | From | To |
        | 2027-02-19 | 2027-02-15 |
        """,
    ),
    # What the catalogue says otherwise.
    (
        dt.date(2027, 2, 1),
        """
        Qualifications
        | Entry code | QAN | Title | Family | Suite | Level | Subject area | Size unit |
        | 05835 | | Business | Cambridge Technicals | 2016 | 3 | Business | |
        | 05838 | | IT | Cambridge Technicals | 2012 | 3 | IT | |
        | 05999 | 600/4227/8 | Health and Social Care | Cambridge Technicals | 2016 | 3 | Health | |
        | 05998 | | OCR Level 2 Cambridge Technical Certificate in IT | Cambridge Technicals | | | IT | |
        | 05839 | | IT | Cambridge Technicals | 2016 | 3 | IT | GLH |
        | 04512 | | Careers | Verified | | 4 | Careers | |
        | J817 | | Digital Information Technologies | Cambridge Technicals | | 2 | IT | |

        Units
        | Entry code | Unit number | Unit title | Unit reference | Size | Assessment |
        | 05835 | 1 | The business environment | | 60 | moderated |
        | 05839 | 8 | Project management | K/507/5004 | | moderated |

        Visits
        | Visit | Subject area | Visit date |
        | IT 1 | IT | 2027-03-11 |
        | IT 1 | IT | 2027-06-10 |
        """,
    ),
    # What OCR says on its other pages: entries that are moved, withdrawn or too many, and what lapses.
    (
        dt.date(2027, 2, 1),
        """
        Qualifications
        | Entry code | Family | Level | Subject area | Quality assurer | Approved on | One-year programme | DCS from |
        | 05838 | Cambridge Technicals | 3 | IT | M. Moderator | 2016-05-20 | | |
        | 05839 | Cambridge Technicals | 3 | IT | M. Moderator | 2016-05-20 | | |
        | 05355 | Cambridge Technicals | 3 | IT | M. Moderator | 2013-06-14 | | |
        | 05835 | Cambridge Technicals | 3 | Business | B. Moderator | 2026-09-04 | yes | |
        | 04663 | Verified | 4 | Careers | E. Assurer | 2026-01-10 | | |

        Units
        | Entry code | Unit number | Assessment |
        | 05838 | 8 | moderated |
        | 05839 | 1 | examined |
        | 05839 | 8 | moderated |
        | 04663 | 1 | verified |

        Candidates
        | Candidate number | Surname | Forenames | Results needed by |
        | 0045 | Adams | Ali | summer 2027 |
        | 0046 | Brown | Bea | |
        | 0047 | Dunn | Di | |
        | 0102 | Clarke | Cy | |

        Visits
        | Visit | Subject area | Entry code | Visit date | Type | Type told on | Moved from | Type changed from |
        | IT 0 | IT | | 2026-11-12 | virtual | 2026-10-01 | | |
        | IT 1 | IT | | 2027-03-11 | virtual | 2027-01-15 | 2027-03-18 | face-to-face |
        | L4 1 | | 04663 | 2026-11-11 | | | | |

        Entries
        | Candidate number | Entry code | Unit number | Entry type | Entered on | Withdrawn on | Estimated completion |
        | 0045 | 05839 | | full award | 2025-01-10 | | Summer 2028 |
        | 0045 | 05839 | 1 | examined unit | 2025-02-10 | | |
        | 0045 | 05839 | 1 | examined unit | 2025-10-10 | | |
        | 0045 | 05839 | 1 | examined unit | 2026-02-10 | | |
        | 0045 | 05839 | 1 | examined unit | 2026-10-10 | | |
        | 0046 | 05839 | | full award | 2026-10-01 | 2027-01-20 | |
        | 0047 | 05838 | | full award | 2025-10-01 | | |
        | 0047 | 05839 | | top-up | 2026-10-05 | | |
        | 0047 | 05835 | | full award | 2026-10-05 | | |
        | 0047 | 05355 | | full award | 2024-10-05 | | |
        | 0102 | 04663 | | full award | 2026-10-01 | | |

        Claims
        | Candidate number | Entry code | Unit number | Assessor | Standardised by | Grade | Claimed on | Visit | Claim status | Confirmed grade | Certificate issued on | Work disposed of on |
        | 0046 | 05839 | 8 | JS | PT | M | 2027-01-12 | IT 1 | submitted | | | |
        | 0047 | 05838 | 8 | JS | PT | M | 2027-01-12 | IT 1 | submitted | | | |
        | 0045 | 05839 | 8 | JS | PT | M | 2026-10-20 | IT 0 | confirmed | P | 2026-12-12 | 2027-01-20 |
        | 0102 | 04663 | 1 | JS | PT | P | 2026-11-12 | | submitted | | | |
        """,
    ),
    # A centre whose bank holidays we do not know, with visits alone.
    (
        dt.date(2027, 2, 1),
        """
        Centre
        | Nation | Jersey |

        Qualifications
        | Entry code | Family | Subject area |
        """,
    ),
    # What cannot have happened as the rows say.
    (
        dt.date(2027, 3, 1),
        """
        Visits
        | Visit | Subject area | Entry code | Visit date | Status |
        | IT 1 | IT | | 2027-03-11 | done |
        | L4 1 | | 04663 | 2027-03-12 | planned |

        Entries
        | Candidate number | Entry code | Entry type | Entered on |
        | 0045 | 05839 | full award | 2026-10-01 |
        | 0102 | 04663 | full award | 2027-01-20 |

        Claims
        | Candidate number | Entry code | Unit number | Assessor | Claimed on | Visit | Sample requested on | Results published on |
        | 0045 | 05839 | 8 | JS | 2027-02-10 | IT 1 | 2027-02-09 | 2027-02-20 |
        | 0102 | 04663 | 1 | JS | 2027-01-12 | L4 1 | | |
        """,
    ),
    # Sheets and headings that are not as they should be.
    (
        dt.date(2027, 2, 1),
        """
        Closures
        | From | Too | Raison |
        | 2027-02-15 | 2027-02-19 | Half-term |

        Sheet3
        | Candidate number | Entry code | Unit number | Entry type | Entered on | Assessor | Grade |
        | 0045 | 05839 | 8 | unit | | JS | M |

        Entries
        | Candidate number | Entry code | Entry type | Entered on |

        Tracker
        | Candidate number | Unit 1 |
        | 0045 | M |
        """,
    ),
)
"""Workbooks in which, between them, everything is wrong that a rule knows of."""


def _below_totals() -> Workbook:
    """The small centre with an Excel table whose row of totals stands above the last row."""
    rows = {**parse(BASE)}
    rows["Entries"] = [*rows["Entries"][:3], ["Total"], *rows["Entries"][3:]]
    book = openpyxl.load_workbook(io.BytesIO(xlsx(rows)))
    book["Entries"].add_table(Table(displayName="tblEntries", ref="A1:F4", totalsRowCount=1))
    out = io.BytesIO()
    book.save(out)
    return Workbook.from_bytes(out.getvalue())


def messages() -> str:
    """One finding of each rule, as people are told it."""
    told: dict[str, str] = {}
    for as_of, text in WRONG:
        without = ["Assessors"] if "Persons" in parse(text) else []
        report = report_of(text, as_of, without)
        for finding in (*report.findings, *report.history):
            told.setdefault(finding.rule.code, f"{finding.message} | {finding.fix}")
        for outcome in report.outcomes:
            if outcome.rule.severity is Severity.FILL_IN and outcome.findings:
                first = told_to_fill_in(outcome.findings[0], outcome.rule, report.book)
                told.setdefault(outcome.rule.code, f"{first.message} | {first.fix}")
    for finding in make_report("centre.xlsx", read_book(_below_totals(), AS_OF), load_rulebook()).findings:
        told.setdefault(finding.rule.code, f"{finding.message} | {finding.fix}")
    return "".join(f"{code}: {told.get(code, 'NOTHING FOUND: put it wrong in WRONG')}\n" for code in RUN)


def test_what_each_rule_says_is_what_was_last_agreed() -> None:
    """After a change that is meant: ``PYTHONPATH=tests python tests/rules/test_all_rules.py``, and read the difference."""
    assert messages() == MESSAGES.read_text(encoding="utf-8")


def test_what_each_rule_says_is_short_and_whole() -> None:
    for line in MESSAGES.read_text(encoding="utf-8").splitlines():
        code, _, told = line.partition(": ")
        message, _, fix = told.partition(" | ")
        assert code in RUN
        assert message.endswith((".", "?")), line
        assert fix.endswith((".", ")")), line
        assert len(message) <= 140, line
        assert message[0] not in string.ascii_lowercase, line
        assert "{" not in line
        assert "None" not in line


if __name__ == "__main__":
    MESSAGES.write_text(messages(), encoding="utf-8", newline="\n")


SURE_WITHOUT = {"cells", "duplicates"}
"""Files whose rules speak of the cells of a column, or of whole rows: without the column there is nothing to speak of."""


@pytest.mark.parametrize("number", range(len(WRONG)))
def test_no_column_under_another_heading_turns_what_was_found_into_nothing_found(number: int) -> None:
    as_of, text = WRONG[number]
    without = ["Assessors"] if "Persons" in parse(text) else []
    sheets = {name: rows for name, rows in {**parse(BASE), **parse(text)}.items() if name not in without}

    def codes(changed: Mapping[str, list[list[str]]], result: Result) -> set[str]:
        book = read_book(Workbook.from_bytes(xlsx(changed)), as_of)
        ended = make_report("centre.xlsx", book, RULEBOOK).outcomes
        return {
            one.rule.code
            for one in ended
            if one.result is result
            and (result is Result.FOUND or not one.reason)
            and one.rule.check.__module__.split(".")[2] not in SURE_WITHOUT
        }

    found = codes(sheets, Result.FOUND)
    for name, rows in sheets.items():
        for place in range(len(rows[0]) if name not in ("Centre", "Closures") else 0):
            renamed = [[*rows[0][:place], "Zzz", *rows[0][place + 1 :]], *rows[1:]]
            passed = codes({**sheets, name: renamed}, Result.NOTHING_FOUND) & found
            assert passed <= EVIDENCE.get(rows[0][place], set()), (name, rows[0][place])


EVIDENCE: Mapping[str, set[str]] = {
    "Entry code": {
        "entry-code-unlisted",
        "entry-code-shape",
        "not-an-ocr-qualification-covered-here",
        "staff-unavailable-at-eqa-visit",  # entries and units say it too
        "claim-not-made",  # work that follows from other sheets is not known then; what rows record is still looked at
        "final-visit-after-june",  # the same
    },
    "Candidate number": {
        "claim-not-made",
        "candidate-number-ambiguous",
        "final-visit-after-june",  # of work that entries imply it is still known
    },  # the same: the other sheet is still looked at
    "Unit number": {"claim-not-made"},  # the same of work that Units implies; that the column is missing is to fill in
    "Visit": {"result-before-visit"},  # a claim that names a visit of no name is at none, and that is to fill in
    "Booked on": {"done-in-future"},  # any one column of days is enough to look at
    "Assessor": {
        "staff-unavailable-at-eqa-visit",
        "staff-unavailable-at-moderation-visit",
    },  # the name may be what Claims says
    "Subject area": {"claim-at-visit-of-another-subject"},
    "Suite": {"entry-code-of-another-title", "qan-of-another-qualification"},
    "Unavailable to": {"staff-unavailable-at-eqa-visit"},
    "Certificate issued on": {"work-disposed-before-review-time"},
    "Confirmed grade": {"withdrawn-claim-with-result"},
    "Entry type": {"completion-not-this-summer"},
}
"""Columns in which what a rule finds may stand, or not: without them there is less to be found, not less that is checked."""
