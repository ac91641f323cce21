"""What an overview takes from one centre's workbook: plain values, so that they can go between processes and to and from a file.

No candidate's name or number is among them. Days are text as 2027-02-15.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from ocr_sheets.annotations import place_in_year
from ocr_sheets.model.book import Book
from ocr_sheets.model.records import Claim, Visit
from ocr_sheets.report import Report
from ocr_sheets.rules import Severity
from ocr_sheets.schedule.deadlines import DeadlineLine
from ocr_sheets.schedule.progress import State, is_history, progress_of
from ocr_sheets.to_fill_in import grouped
from ocr_sheets.writing.readiness import fill_in_line

MOST_TO_FILL_IN = 5
ASSURERS_APART = " / "
"""Between the moderators or EQAs of a visit, where its qualifications name several."""


class Dated(NamedTuple):
    """A deadline: what is due, at which visit, on which day, and how it stands."""

    day: str
    what: str
    visit: str
    state: str
    is_uncertain: bool


class Waiting(NamedTuple):
    """Candidates of a subject whose results hang on a visit that has a deadline overdue, or who have no visit yet."""

    subject: str
    visit: str
    day: str
    candidates: int
    portfolios: int
    state: str
    since: str
    what: str


class Visiting(NamedTuple):
    """A visit that is planned or was held."""

    visit: str
    subject: str
    family: str
    type: str
    day: str
    assurer: str
    portfolios: int
    state: str
    is_uncertain: bool
    consortium: str


class Allowed(NamedTuple):
    """The visits of a subject in a year: which place each takes, as the centre's own workbook says it."""

    year: str
    of: str
    visit: str
    day: str
    number: int
    place: str


class Staff(NamedTuple):
    """One person on the centre's staff."""

    name: str
    email: str
    role: str


class Broken(NamedTuple):
    """How often a rule was broken."""

    rule: str
    title: str
    severity: str
    times: int


class Unchecked(NamedTuple):
    """A reason for which checks could not run, with how many and which."""

    reason: str
    rules: Sequence[str]


@dataclasses.dataclass(frozen=True)
class Facts:
    """What one workbook says or, in ``problem``, why it could not be read."""

    file: str
    copy: str = ""
    """The annotated copy beside it; empty where there is none."""
    problem: str = ""
    number: str = ""
    name: str = ""
    officer: str = ""
    email: str = ""
    consortium: str = ""
    fee: float | None = None
    state: str = ""
    verdict: str = ""
    must_fix: int = 0
    check: int = 0
    advice: int = 0
    to_fill_in: Sequence[str] = ()
    overdue: Sequence[Dated] = ()
    coming: Sequence[Dated] = ()
    waiting: Sequence[Waiting] = ()
    visits: Sequence[Visiting] = ()
    allowance: Sequence[Allowed] = ()
    staff: Sequence[Staff] = ()
    broken: Sequence[Broken] = ()
    unchecked: Sequence[Unchecked] = ()

    @property
    def called(self) -> str:
        """What the centre is called: its name, else its number, else its file."""
        return self.name or self.number or self.file

    @property
    def is_read(self) -> bool:
        """Whether the workbook could be read."""
        return not self.problem


_ROWS: Mapping[str, Any] = {
    "overdue": Dated,
    "coming": Dated,
    "waiting": Waiting,
    "visits": Visiting,
    "allowance": Allowed,
    "staff": Staff,
    "broken": Broken,
    "unchecked": Unchecked,
}


def to_plain(facts: Facts) -> dict[str, Any]:
    """The facts as JSON holds them: every row by its names."""
    plain = {field.name: getattr(facts, field.name) for field in dataclasses.fields(facts)}
    return {name: [row._asdict() for row in value] if name in _ROWS else value for name, value in plain.items()}


def from_plain(plain: Mapping[str, Any]) -> Facts:
    """The facts that `to_plain` made plain. Raises `TypeError` or `KeyError` where it is something else."""
    values: dict[str, Any] = {
        name: [_ROWS[name](**row) for row in value] if name in _ROWS else value for name, value in plain.items()
    }
    return Facts(**values)


def facts_of(report: Report, file: str, copy: str = "") -> Facts:
    """What an overview takes from a report."""
    book, centre = report.book, report.book.centre
    return Facts(
        file=file,
        copy=copy,
        number=centre.centre_number or "",
        name=centre.centre_name or "",
        officer=centre.exams_officer or "",
        email=centre.exams_officer_email or "",
        consortium=centre.consortium_name or "",
        fee=centre.visit_fee,
        state=str(report.state),
        verdict=report.verdict,
        must_fix=report.counts[Severity.MUST_FIX],
        check=report.counts[Severity.CHECK],
        advice=report.counts[Severity.ADVICE],
        to_fill_in=[fill_in_line(group) for group in grouped(report.to_fill_in)[:MOST_TO_FILL_IN]],
        overdue=[_dated(line) for line in report.overdue],
        coming=[_dated(line) for line in report.coming if line.state is State.DUE],
        waiting=[*_waiting_at_visits(report), *_waiting_without_visit(book)],
        visits=list(_visits(report)),
        allowance=[
            Allowed(
                one.label,
                one.of,
                one.visit.label,
                _iso(one.visit.visit_date),
                one.number,
                place_in_year(report, one),
            )
            for one in report.visits
        ],
        staff=[Staff(row.name or row.code or "", row.email or "", row.role or "") for row in book.assessors],
        broken=list(_broken(report)),
        unchecked=list(_unchecked(report)),
    )


def _iso(day: dt.date | None) -> str:
    return day.isoformat() if day else ""


def _dated(line: DeadlineLine) -> Dated:
    about = line.visit.label if line.visit else line.of.sheet
    return Dated(line.date.isoformat(), str(line.what), about, str(line.state), line.is_uncertain)


def _waiting_at_visits(report: Report) -> Iterator[Waiting]:
    """The visits with a deadline overdue, each with the work at it that has no result yet."""
    first: dict[tuple[str, int], DeadlineLine] = {}
    for line in report.overdue:
        if line.visit is not None:
            first.setdefault((line.visit.sheet, line.visit.row), line)
    for line in first.values():
        assert line.visit is not None
        work = [one for one in progress_of(report.book, line.visit).work if not is_history(one)]
        if work:
            yield Waiting(
                _subject(report.book, line.visit),
                line.visit.label,
                _iso(line.visit.visit_date),
                report.book.count_people(work),
                len(work),
                str(line.state),
                line.date.isoformat(),
                str(line.what),
            )


def _waiting_without_visit(book: Book) -> Iterator[Waiting]:
    """The work of each subject that is at no visit."""
    groups: defaultdict[str, list[Claim]] = defaultdict(list)
    for work in book.portfolios:
        if not is_history(work) and book.family_of(work.entry_code) and book.visit_of(work) is None:
            row = book.qualification_of.get(work.entry_code or "")
            groups[(row.subject_area if row else None) or work.entry_code or ""].append(work)
    for subject, group in groups.items():
        yield Waiting(subject, "", "", book.count_people(group), len(group), "no visit yet", "", "")


def _subject(book: Book, visit: Visit) -> str:
    return visit.subject_area or visit.entry_code or ""


def _visits(report: Report) -> Iterator[Visiting]:
    book = report.book
    for one in report.readiness:
        visit = one.visit
        yield Visiting(
            visit.label,
            _subject(book, visit),
            str(book.family_of_visit(visit) or ""),
            str(visit.type or ""),
            _iso(visit.visit_date),
            ASSURERS_APART.join(book.quality_assurers_of(visit)),
            one.portfolios,
            str(one.state),
            book.is_uncertain(visit),
            book.centre.consortium_name or "",
        )


def _broken(report: Report) -> Iterator[Broken]:
    found = Counter(finding.rule.code for finding in report.open_findings)
    rules = {finding.rule.code: finding.rule for finding in report.open_findings}
    for code, count in found.most_common():
        yield Broken(code, rules[code].title, str(rules[code].severity), count)


def _unchecked(report: Report) -> Iterator[Unchecked]:
    reasons: defaultdict[str, list[str]] = defaultdict(list)
    for ended in report.not_checked:
        reasons[ended.reason].append(ended.rule.title)
    for reason, rules in reasons.items():
        yield Unchecked(reason, rules)
