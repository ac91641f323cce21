"""Half-filled workbooks of two dozen kinds, each on days before, on and after the one that matters: what an exams officer with OCR's page
in hand expects of each, written before the tool was asked. Verdict, exit code, the states of deadlines, must fixes, what is to fill in, and
what is found. The same workbooks then go through the calendar, the plan and the packs, which must say the same.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

import pytest
from workbooks import parse, xlsx

from ocr_sheets.calendar.events import events_of
from ocr_sheets.commands.validate import exit_code
from ocr_sheets.patching import Workbook
from ocr_sheets.planning.plan import make_plan
from ocr_sheets.planning.terms import Term, span_of
from ocr_sheets.reading import read_book
from ocr_sheets.report import Report, make_report
from ocr_sheets.rulebook import load_rulebook
from ocr_sheets.rules import Severity
from ocr_sheets.schedule.progress import OVERDUE

Expected = tuple[
    str,
    str | tuple[str, ...] | None,
    int | None,
    Mapping[tuple[str, str], str],
    Sequence[str] | None,
    Sequence[str],
    Sequence[str],
]
"""A day; the verdict and the exit code on it, or ``None``; states by visit and deadline; must fixes; parts of what is to fill in and of what is found."""


def sheet(name: str, headings: str, *rows: str) -> str:
    return f"\n{name}\n| {headings} |\n" + "".join(f"| {row} |\n" for row in rows)


def entered(rows: Sequence[str], headings: str = "Candidate number | Entry code | Entry type | Entered on") -> str:
    return sheet("Entries", headings, *rows)


FOUR_ENTERED = entered([f"310{n} | 05839 | full award | 2026-10-05" for n in range(1, 5)])
UNITS = sheet(
    "Units", "Entry code | Unit number | Assessment | Assessor", "05839 | 1 | examined | ", "05839 | 8 | moderated | JS"
)
KINDS: dict[str, tuple[str, Sequence[Expected]]] = {}
KINDS["two families"] = (
    entered(
        [
            "4101 | 05839 | full award | 2026-10-05",
            "4102 | 05839 | full award | 2026-10-05",
            "4201 | 04663 | full award | 2026-10-05",
        ]
    )
    + sheet(
        "Visits",
        "Visit | Subject area | Entry code | Visit date | Type",
        "IT 1 | IT | | 2027-03-11 | virtual",
        "EQA 1 | | 04663 | 2026-12-08 | ",
        "EQA 2 | | 04663 | 2027-05-18 | ",
    ),
    [
        (
            "2026-12-16",
            "too early",
            0,
            {("EQA 1", "eqa_decision_by"): "done", ("IT 1", "enter_by"): "done"},
            [],
            ["Units"],
            [],
        ),
        (
            "2027-02-12",
            "cannot tell",
            0,
            {("IT 1", "enter_by"): "done", ("IT 1", "say_type_by"): "cannot tell"},
            [],
            ["told the type"],
            [],
        ),
    ],
)
TWO_CENTRES = sheet(
    "Candidates",
    "Centre number | Candidate number | Surname | Forenames | Course",
    "51234 | 1 | A | A | 05835",
    "51234 | 2 | B | B | 05835",
    "51301 | 1 | C | C | 05835",
    "51301 | 2 | D | D | 05835",
)
KINDS["consortium"] = (
    sheet(
        "Centre",
        "Label | Value",
        "Centre number | 51234",
        "Consortium | Riverside",
        "Consortium form submitted | 2026-10-01",
    )
    + TWO_CENTRES
    + entered(
        ["51234 | 1 | 05835 | full award | 2026-11-01", "51234 | 2 | 05835 | full award | 2026-11-01"],
        "Centre number | Candidate number | Entry code | Entry type | Entered on",
    )
    + sheet(
        "Visits",
        "Visit | Centre number | Subject area | Visit date | Type | Type told on",
        "B 1 | 51234 | Business | 2027-03-04 | face-to-face | 2026-12-01",
        "B 1 | 51301 | Business | 2027-03-04 | face-to-face | 2026-12-01",
    ),
    [
        ("2027-02-03", "too early", 0, {("B 1", "enter_by"): "due"}, [], [], []),
        ("2027-02-04", "too early", 0, {("B 1", "enter_by"): "due"}, [], [], []),
        ("2027-02-05", "not ready", None, {("B 1", "enter_by"): "late"}, ["claim-without-entry"] * 2, [], []),
    ],
)
KINDS["only a grid"] = (
    sheet(
        "Y13 IT",
        "OCR Cambridge Technicals IT 05839 tracker",
        "",
        "Cand no | Name | Unit 8 | Unit 9",
        "3101 | Ann Ash | P | M",
        "3102 | Bob Bell | M | ",
        "3103 | Cy Cole | D | P",
    ),
    [("2026-12-01", "too early", 0, {}, [], ["Visits"], []), ("2027-07-01", "cannot tell", 0, {}, [], ["Visits"], [])],
)
KINDS["status words"] = (
    sheet(
        "Visits",
        "Visit | Subject area | Visit date | Type | Status",
        "IT 1 | IT | 2026-11-20 | virtual | done",
        "IT 2 | IT | 2026-12-10 | virtual | cancelled",
        "IT 3 | IT | 2027-01-14 | virtual | postponed",
        "IT 4 | IT | 2027-02-11 | virtual | TBC",
        "IT 5 | IT | 2027-03-11 | virtual | provisional",
        "IT 6 | IT | 2027-05-20 | face-to-face | confirmed",
    ),
    [
        (
            "2027-01-20",
            "cannot tell",
            0,
            {("IT 1", "claim_by"): "done", ("IT 3", "claim_by"): "cannot tell", ("IT 6", "enter_by"): "due"},
            [],
            ["IT 3 on 14 Jan 2027 is past"],
            [],
        )
    ],
)
TWO_CLAIMED = sheet(
    "Claims",
    "Candidate number | Entry code | Unit number | Assessor | Claimed on | Claim status | Visit",
    "3101 | 05839 | 8 | JS | 2027-01-20 | submitted | ",
    "3102 | 05839 | 8 | JS | 2027-01-20 | submitted | ",
    "3103 | 05839 | 8 | JS | | planned | ",
    "3104 | 05839 | 8 | JS | | planned | ",
)
ONE_VISIT = sheet(
    "Visits", "Visit | Subject area | Visit date | Type | Type told on", "IT 1 | IT | 2027-02-11 | virtual | 2026-12-01"
)
KINDS["claim day"] = (
    FOUR_ENTERED + UNITS + ONE_VISIT + TWO_CLAIMED,
    [
        ("2027-01-27", "ready so far", 0, {("IT 1", "claim_by"): "due"}, [], [], []),
        ("2027-01-28", "too early", 0, {("IT 1", "claim_by"): "due"}, [], [], []),
        ("2027-01-29", "not ready", 1, {("IT 1", "claim_by"): "late"}, ["claim-not-made"] * 2, [], []),
        ("2027-02-12", "not ready", 1, {("IT 1", "claim_by"): "missed"}, ["claim-not-made"] * 2, [], []),
    ],
)
KINDS["eqa"] = (
    sheet("Qualifications", "Entry code | Approved on", "04664 | 2026-09-01")
    + entered(["5101 | 04664 | full award | 2026-09-20", "5102 | 04664 | full award | 2026-09-20"])
    + sheet(
        "Claims",
        "Candidate number | Entry code | Unit number | Assessor | Standardised by | Assessed on | Claimed on | Claim status",
        "5101 | 04664 | 1 | PT | QA | 2026-10-20 | 2026-11-01 | submitted",
    )
    + sheet(
        "Visits",
        "Visit | Entry code | Visit date | Status",
        "EQA 1 | 04664 | 2026-11-12 | done",
        "EQA 2 | 04664 | 2027-05-11 | planned",
    ),
    [
        ("2026-11-19", ("too early", "ready so far"), 0, {("EQA 1", "eqa_decision_by"): "not due yet"}, [], [], []),
        ("2026-11-20", ("too early", "ready so far"), 0, {("EQA 1", "eqa_decision_by"): "late"}, [], [], []),
    ],
)
UNIVERSITY = sheet(
    "Candidates",
    "Candidate number | Surname | Forenames | Results needed by",
    *[f"310{n} | S{chr(64 + n)} | F | UCAS" for n in range(1, 5)],
)
KINDS["final after june"] = (
    UNIVERSITY
    + FOUR_ENTERED
    + UNITS
    + sheet(
        "Visits",
        "Visit | Subject area | Visit date | Type | Status | Final visit",
        "IT F | IT | 2027-07-06 | virtual | planned | yes",
    ),
    [
        ("2027-03-01", "too early", 0, {("IT F", "book_by"): "due"}, [], [], ["S15"]),
        ("2027-05-15", None, None, {("IT F", "book_by"): "due"}, [], [], ["S15"]),
        ("2027-05-16", "not ready", None, {("IT F", "book_by"): "late"}, None, [], ["S15"]),
    ],
)
ALL_CLAIMED = sheet(
    "Claims",
    "Candidate number | Entry code | Unit number | Assessor | Claimed on | Claim status | Visit",
    *[f"310{n} | 05839 | 8 | JS | 2027-05-01 | submitted | " for n in range(1, 5)],
)
KINDS["university"] = (
    UNIVERSITY
    + FOUR_ENTERED
    + UNITS
    + ALL_CLAIMED
    + sheet(
        "Visits",
        "Visit | Subject area | Visit date | Type | Type told on | Booked on",
        "IT 1 | IT | 2027-05-20 | face-to-face | 2026-12-01 | ",
    ),
    [
        ("2027-05-07", "ready so far", 0, {("IT 1", "claim_by"): "done", ("IT 1", "book_by"): "due"}, [], [], []),
        ("2027-05-15", ("too early", "cannot tell"), 0, {("IT 1", "book_by"): "due"}, [], [], []),
        ("2027-05-16", "not ready", None, {("IT 1", "book_by"): "late"}, None, [], []),
    ],
)
KINDS["all gone"] = (
    sheet(
        "Candidates",
        "Candidate number | Surname | Forenames | Left on",
        "3101 | A | A | 2026-12-01",
        "3102 | B | B | 2026-12-01",
    )
    + entered(
        ["3101 | 05839 | full award | 2026-10-05 | 2026-12-02", "3102 | 05839 | full award | 2026-10-05 | 2026-12-02"],
        "Candidate number | Entry code | Entry type | Entered on | Withdrawn on",
    )
    + UNITS
    + sheet("Visits", "Visit | Subject area | Visit date | Type", "IT 1 | IT | 2027-03-11 | face-to-face"),
    [(day, "too early", 0, {}, [], [], []) for day in ("2027-02-11", "2027-02-26", "2027-03-12")],
)
KINDS["examined"] = (
    entered(
        [
            "3101 | 05839 | | full award | 2026-10-05",
            "3101 | 05839 | 1 | examined unit | 2026-11-05",
            "3102 | 05839 | | full award | 2026-10-05",
        ],
        "Candidate number | Entry code | Unit number | Entry type | Entered on",
    )
    + UNITS
    + sheet(
        "Claims",
        "Candidate number | Entry code | Unit number | Assessor | Claimed on | Claim status",
        "3101 | 05839 | 8 | JS | 2027-02-20 | submitted",
    )
    + sheet(
        "Visits",
        "Visit | Subject area | Visit date | Type | Type told on",
        "IT 1 | IT | 2027-03-11 | face-to-face | 2026-11-01",
    ),
    [
        ("2027-02-25", ("too early",), 0, {("IT 1", "claim_by"): "due"}, [], [], []),
        ("2027-02-26", "not ready", 1, {("IT 1", "claim_by"): "late"}, ["claim-not-made"], [], []),
    ],
)
KINDS["claimed ahead"] = (
    FOUR_ENTERED
    + UNITS
    + sheet(
        "Claims",
        "Candidate number | Entry code | Unit number | Assessor | Claimed on | Claim status",
        *[f"310{n} | 05839 | 8 | JS | 2027-02-20 | planned" for n in range(1, 5)],
    )
    + sheet(
        "Visits",
        "Visit | Subject area | Visit date | Type | Type told on",
        "IT 1 | IT | 2027-03-11 | face-to-face | 2026-11-01",
    ),
    [
        ("2027-02-15", "ready so far", 0, {("IT 1", "claim_by"): "due"}, [], [], ["done-in-future"]),
        ("2027-02-20", "ready so far", 0, {("IT 1", "claim_by"): "done"}, [], [], []),
        ("2027-02-26", "ready so far", 0, {("IT 1", "claim_by"): "done"}, [], [], []),
    ],
)
KINDS["result before visit"] = (
    FOUR_ENTERED
    + UNITS
    + sheet(
        "Claims",
        "Candidate number | Entry code | Unit number | Assessor | Claimed on | Claim status | Results published on",
        "3101 | 05839 | 8 | JS | 2027-02-10 | confirmed | 2027-03-01",
        "3102 | 05839 | 8 | JS | 2027-02-10 | submitted | ",
        "3103 | 05839 | 8 | JS | 2027-02-10 | submitted | ",
        "3104 | 05839 | 8 | JS | 2027-02-10 | submitted | ",
    )
    + sheet(
        "Visits",
        "Visit | Subject area | Visit date | Type | Type told on",
        "IT 1 | IT | 2027-03-11 | face-to-face | 2026-11-01",
    ),
    [("2027-03-05", None, 0, {("IT 1", "claim_by"): "done"}, [], [], ["result-before-visit"])],
)
KINDS["course names"] = (
    sheet("Students", "Cand no | Surname | Forename | Course", "3101 | A | A | IT", "3102 | B | B | IT")
    + sheet(
        "Units",
        "Course | Unit | Title | Exam/coursework",
        "IT | 1 | Fundamentals of IT | exam",
        "IT | 8 | Project management | coursework",
    )
    + sheet("Visits", "Visit | Subject | Date | Type", "IT 1 | IT | 2027-02-11 | virtual"),
    [
        ("2026-09-14", "too early", 0, {("IT 1", "enter_by"): "due"}, [], [], []),
        ("2027-01-15", "cannot tell", 0, {("IT 1", "enter_by"): "cannot tell"}, [], [], []),
    ],
)
KINDS["code in title"] = (
    sheet(
        "Candidates",
        "Cambridge Technicals in IT 05838 – Year 12",
        "",
        "Candidate number | Surname | Forenames | Entered on",
        "3101 | A | A | 2026-10-01",
        "3102 | B | B | ",
    )
    + sheet("Visits", "Visit | Subject area | Visit date | Type", "IT 1 | IT | 2027-02-11 | virtual"),
    [
        ("2026-12-14", "too early", 0, {("IT 1", "enter_by"): "due"}, [], [], []),
        ("2027-01-14", "too early", 0, {("IT 1", "enter_by"): "due"}, [], [], []),
        ("2027-01-15", "cannot tell", 0, {("IT 1", "enter_by"): "cannot tell"}, [], [], []),
    ],
)
KINDS["text dates"] = (
    entered(["3101 | 05839 | full award | 5/10/26", "3102 | 05839 | full award | 5th Oct 2026"])
    + UNITS
    + sheet(
        "Visits",
        "Visit | Subject area | Visit date | Type | Type told on",
        "IT 1 | IT | 28th January 2027 | virtual | 1.12.26",
        "IT 2 | IT | Thurs 20 May 27 | f2f | ",
    ),
    [
        (
            "2026-12-31",
            "too early",
            0,
            {("IT 1", "enter_by"): "done", ("IT 1", "say_type_by"): "done", ("IT 2", "enter_by"): "due"},
            [],
            [],
            [],
        ),
        ("2027-01-14", ("ready so far", "too early"), 0, {("IT 1", "claim_by"): "due"}, [], [], []),
        (
            "2027-01-15",
            ("cannot tell",),
            0,
            {("IT 1", "enter_by"): "done", ("IT 1", "claim_by"): "cannot tell"},
            [],
            ["claims were submitted"],
            [],
        ),
    ],
)
KINDS["entries, no visits"] = (
    FOUR_ENTERED,
    [
        ("2027-02-01", "too early", 0, {}, [], ["Visits"], []),
        ("2027-06-30", "too early", 0, {}, [], ["Visits"], []),
        ("2027-07-01", "cannot tell", 0, {}, [], ["Visits"], []),
        ("2027-08-01", "cannot tell", 0, {}, [], ["Visits"], []),
    ],
)
KINDS["names and visits"] = (
    sheet("Candidates", "Candidate number | Surname | Forenames", "3101 | A | A", "3102 | B | B")
    + sheet("Visits", "Visit | Subject area | Visit date | Type", "IT 1 | IT | 2027-03-11 | virtual"),
    [
        ("2027-02-11", "too early", 0, {("IT 1", "enter_by"): "due"}, [], ["no entry and no course"], []),
        ("2027-02-12", "cannot tell", 0, {("IT 1", "enter_by"): "cannot tell"}, [], ["no entry and no course"], []),
    ],
)
KINDS["august, courses, no visit"] = (
    sheet("Centre", "Label | Value", "Academic year | 2026/27")
    + sheet(
        "Candidates",
        "Candidate number | Surname | Forenames | Entry code",
        "3101 | A | A | 05839",
        "3102 | B | B | 05839",
    ),
    [
        ("2027-05-01", "too early", 0, {}, [], ["Visits"], []),
        ("2027-06-30", "too early", 0, {}, [], ["Visits"], []),
        ("2027-07-01", "cannot tell", 0, {}, [], ["Visits"], []),
        ("2027-08-01", "cannot tell", 0, {}, [], ["Visits"], []),
    ],
)
KINDS["status only"] = (
    FOUR_ENTERED
    + UNITS
    + sheet(
        "Claims",
        "Candidate number | Entry code | Unit number | Assessor | Claim status",
        *[f"310{n} | 05839 | 8 | JS | {'submitted' if n < 4 else 'planned'}" for n in range(1, 5)],
    )
    + ONE_VISIT,
    [
        ("2027-01-28", "too early", 0, {("IT 1", "claim_by"): "due"}, [], [], []),
        ("2027-01-29", "not ready", 1, {("IT 1", "claim_by"): "late"}, ["claim-not-made"], [], []),
    ],
)
KINDS["one eqa visit"] = (
    sheet("Qualifications", "Entry code | Approved on", "04663 | 2025-01-10")
    + entered(["5101 | 04663 | full award | 2026-09-20"])
    + sheet("Visits", "Visit | Entry code | Visit date", "EQA 1 | 04663 | 2027-01-21"),
    [
        ("2026-12-01", "too early", 0, {("EQA 1", "eqa_decision_by"): "not due yet"}, [], [], ["S89"]),
        ("2027-02-15", None, 0, {("EQA 1", "eqa_decision_by"): "done"}, [], [], ["S89"]),
    ],
)
KINDS["half slips"] = (
    FOUR_ENTERED
    + UNITS
    + sheet(
        "Claims",
        "Candidate number | Entry code | Unit number | Assessor | Claimed on",
        "3101 | 05839 | 8 | JS | 2027-01-20",
        "3102 | 05839 | 8 | JS | 2027-01-20",
        "3103 | 05839 | 8 | JS | ",
        "3104 | 05839 | 8 | JS | ",
    )
    + sheet(
        "Visits",
        "Visit | Subject area | Visit date | Type | Type told on",
        "IT 1 | IT | 2027-02-11 | virtual | 2026-12-01",
        "IT 2 | IT | 2027-05-20 | virtual | 2026-12-01",
    ),
    [
        ("2027-01-28", ("too early",), 0, {("IT 1", "claim_by"): "due"}, [], [], []),
        (
            "2027-01-29",
            "ready so far",
            0,
            {("IT 1", "claim_by"): "done", ("IT 2", "claim_by"): "due"},
            [],
            [],
            ["work-slipped"],
        ),
    ],
)
KINDS["no entries sheet, claims"] = (
    sheet(
        "Candidates",
        "Candidate number | Surname | Forenames | Entry code",
        *[f"310{n} | S | F | 05839" for n in range(1, 5)],
    )
    + UNITS
    + sheet(
        "Claims",
        "Candidate number | Entry code | Unit number | Assessor | Claimed on",
        "3101 | 05839 | 8 | JS | 2027-01-20",
        "3102 | 05839 | 8 | JS | 2027-01-20",
        "3103 | 05839 | 8 | JS | ",
        "3104 | 05839 | 8 | JS | ",
    )
    + sheet(
        "Visits",
        "Visit | Subject area | Visit date | Type | Type told on",
        "IT 1 | IT | 2027-02-11 | virtual | 2026-12-01",
        "IT 2 | IT | 2027-05-20 | virtual | 2026-12-01",
    ),
    [("2027-01-29", ("ready so far", "cannot tell"), 0, {("IT 1", "claim_by"): "done"}, [], [], ["work-slipped"])],
)
KINDS["named for a visit past"] = (
    FOUR_ENTERED
    + UNITS
    + sheet(
        "Claims",
        "Candidate number | Entry code | Unit number | Assessor | Claimed on | Visit",
        *[f"310{n} | 05839 | 8 | JS | | IT 1" for n in range(1, 5)],
    )
    + sheet(
        "Visits",
        "Visit | Subject area | Visit date | Type | Status",
        "IT 1 | IT | 2027-01-14 | virtual | confirmed",
        "IT 2 | IT | 2027-05-20 | virtual | confirmed",
    ),
    [
        (
            "2027-01-15",
            "not ready",
            1,
            {("IT 1", "claim_by"): "missed"},
            ["claim-not-made"] * 4,
            ["IT 1 on 14 Jan 2027 is past"],
            [],
        )
    ],
)


def report_on(text: str, day: str) -> Report:
    book = read_book(Workbook.from_bytes(xlsx(parse(text))), dt.date.fromisoformat(day))
    return make_report("centre.xlsx", book, load_rulebook())


@pytest.mark.parametrize(("name", "at"), [(name, at) for name, (_, days) in KINDS.items() for at in range(len(days))])
def test_a_half_filled_workbook_is_told_what_it_is(name: str, at: int) -> None:
    text, days = KINDS[name]
    day, state, code, states, must, to_fill, found = days[at]
    report = report_on(text, day)
    assert (
        state is None or str(report.state) in state if isinstance(state, tuple) else state in (None, str(report.state))
    ), report.verdict
    assert code is None or exit_code(report, "must-fix") == code
    told = {(line.visit.name or "", line.what.name.lower()): str(line.state) for line in report.lines if line.visit}
    assert {about: told[about] for about in states} == states
    must_fix = [one.rule.code for one in report.findings if one.rule.severity is Severity.MUST_FIX]
    assert must is None or must_fix == must
    asked = [f"{item.sheet}: {item.what}" for item in report.to_fill_in]
    assert [part for part in to_fill if not any(part in one for one in asked)] == []
    named = [f"{one.rule.code} {one.rule.source}" for one in report.findings]
    assert [part for part in found if not any(part in one for one in named)] == []


@pytest.mark.parametrize(("name", "at"), [(name, len(days) - 1) for name, (_, days) in KINDS.items()])
def test_calendar_and_plan_say_the_same_of_each_deadline(name: str, at: int) -> None:
    text, days = KINDS[name]
    report = report_on(text, days[at][0])
    plan = make_plan(report, span_of(report, Term.YEAR))
    planned = {(one.about, one.what): one.state for one in plan.days if not one.is_proposed}
    titles = [event.title for event in events_of(report)]
    for line in report.lines:
        if line.visit is None or line.of is not line.visit:
            continue
        assert planned.get((line.visit.label, line.what), line.state) is line.state
        own = [title for title in titles if f"{line.what.action}" in title and f": {line.visit.label}" in title]
        assert own, line
        if line.state in OVERDUE:
            assert any(title.startswith(str(line.state).capitalize()) for title in own), own
        if line.missed:
            assert any(f"{line.missed} missed it" in title for title in own), own
