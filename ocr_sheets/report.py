"""Everything the tool has to say of a workbook, in one object. Writers use this and nothing before it."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from ocr_sheets.catalogue import Catalogue
from ocr_sheets.dates import say, say_weekday
from ocr_sheets.model.book import Book
from ocr_sheets.model.identity import named_in_full
from ocr_sheets.model.judgement_words import worded
from ocr_sheets.model.judgements import JudgementKind
from ocr_sheets.model.reading_words import issue_words, reached_words, remark_words
from ocr_sheets.model.records import (
    RECORDS,
    SHEETS,
    Candidate,
    Claim,
    Family,
    Record,
    Visit,
    VisitStatus,
    VisitType,
    columns_of,
)
from ocr_sheets.model.tables import Cell, Table, column_letters
from ocr_sheets.rulebook import Calendar, Rulebook
from ocr_sheets.rules import RULES, RawFinding, Result, Rule, RuleOutcome, Severity, Who, run
from ocr_sheets.rules.history import is_on_record
from ocr_sheets.schedule.allowance import Counted, visits_counted
from ocr_sheets.schedule.alternatives import Differs, differences
from ocr_sheets.schedule.deadlines import DeadlineLine, What, calendar_of, deadline_lines, due_before
from ocr_sheets.schedule.progress import OVERDUE, State, is_entered
from ocr_sheets.schedule.readiness import Readiness, Verdict, not_shown, readiness_of, turning_late, verdict_of
from ocr_sheets.schedule.samples import Sample, sample_lists
from ocr_sheets.schedule.work import with_work
from ocr_sheets.text import agreeing, fill, plural
from ocr_sheets.to_fill_in import ToFillIn, to_fill_in

SEVERITIES = tuple(Severity)


class Finding(NamedTuple):
    """One finding, at its cell, as people are told it.

    ``cell`` is ``None`` where a sheet is missing. ``by`` is the day to act by, ``None`` where only "soon" can be said. ``ref``
    stays the same while the row keeps its candidate, code, unit or name, wherever the row moves to.
    """

    rule: Rule
    sheet: str
    cell: Cell | None
    kind: str
    """Which of the rule's sentences it is, where it has several."""
    values: Mapping[str, object]
    """What the sentences speak of, by name: days, counts, codes."""
    message: str
    fix: str
    by: dt.date | None
    who: str
    record: Record | None
    """What it is about: the row or, of a grid, whose rows hold several, the one claim."""
    candidate: Candidate | None
    candidate_number: str
    unit: str
    ref: str
    accepted: str
    is_over: bool
    """Whether it is about a visit that is over, so that only the record can still be put right."""
    group: str = ""
    """The same for all findings of one cause: one rule, visit and reason."""
    visit: Visit | None = None
    """The visit it is about, where it is about one."""


OVER = "The visit is past: correct the date if it is mistyped, or write under Accepted because what OCR agreed."
"""What to do about what nobody can change any more, whatever the rule says of one to come."""


class ReadAs(NamedTuple):
    """What one table was read as: its sheet, what its rows are, how that was known, and its columns by our headings for them."""

    sheet: str
    kind: str
    reached_by: str
    heading_row: int
    rows: int
    columns: Mapping[str, str]
    units: Sequence[str]
    """Of a grid: its units."""
    remarks: Sequence[str]

    @property
    def said(self) -> str:
        """What it was read as."""
        units = "unit" if len(self.units) == 1 else "units"
        return f"{self.kind}, a grid of {len(self.units)} {units}" if self.units else self.kind


class Accepted(NamedTuple):
    """A reason the centre gave in an earlier run for leaving a finding as it is, and the message it was given for."""

    reason: str
    message: str


@dataclass(frozen=True)
class Report:
    """What was read, what was found, what is due, and what was not checked."""

    workbook: str
    book: Book
    rulebook: Rulebook
    findings: Sequence[Finding]
    outcomes: Sequence[RuleOutcome]
    lines: Sequence[DeadlineLine]
    visits: Sequence[Counted]
    samples: Sequence[Sample]
    lapsed: Sequence[Accepted]
    unread: Sequence[str]
    readings: Sequence[Differs]
    settings: str = ""
    """Where the centre's own settings were read from; empty where there are none."""
    history: Sequence[Finding] = ()
    """What was found of work that can no longer be changed: a record, and nothing to fix."""
    to_fill_in: Sequence[ToFillIn] = ()
    """What is not filled in yet, the most useful first."""

    @property
    def as_of(self) -> dt.date:
        """The day the workbook is looked at."""
        return self.book.as_of

    @cached_property
    def open_findings(self) -> Sequence[Finding]:
        """The findings that nobody has accepted."""
        return [finding for finding in self.findings if not finding.accepted]

    @cached_property
    def counts(self) -> Mapping[Severity, int]:
        """How many open findings there are of each severity."""
        found = Counter(finding.rule.severity for finding in self.open_findings)
        return {severity: found[severity] for severity in SEVERITIES} | {Severity.FILL_IN: len(self.to_fill_in)}

    @cached_property
    def causes(self) -> Sequence[Cause]:
        """All findings, those of one cause together, in the order of the first of each; accepted ones apart."""
        groups: defaultdict[tuple[str, str], list[Finding]] = defaultdict(list)
        for finding in self.findings:
            groups[finding.group, finding.accepted].append(finding)
        return [Cause(tuple(findings)) for findings in groups.values()]

    @cached_property
    def state(self) -> Verdict:
        """The verdict, from the states of the deadlines and what must be fixed."""
        lines = [line for line in self.lines if not self._is_accepted(line)]
        return verdict_of(self.book, lines, self.counts[Severity.MUST_FIX])

    def _is_accepted(self, line: DeadlineLine) -> bool:
        """Whether the centre has accepted all that was found of a deadline that was not kept."""
        about = [
            finding.accepted
            for finding in self.findings
            if finding.visit is not None and finding.visit is line.visit and line.source in finding.rule.source
        ]
        return bool(about) and all(about)

    @cached_property
    def readiness(self) -> Sequence[Readiness]:
        """How ready each visit is, in order of date."""
        return readiness_of(self.book, self.lines)

    @cached_property
    def overdue(self) -> Sequence[DeadlineLine]:
        """The deadlines that were not kept: late or missed, the oldest first."""
        return [line for line in self.lines if line.state in OVERDUE]

    @cached_property
    def next_dates(self) -> Sequence[DeadlineLine]:
        """The deadlines to look at: those that were not kept, those that nobody can tell of, then those still to come."""
        return [*self.overdue, *self.not_shown, *self.coming]

    @cached_property
    def not_shown(self) -> Sequence[DeadlineLine]:
        """The deadlines that have passed and of which nothing shows whether they were kept."""
        return not_shown(self.book, self.lines)

    @cached_property
    def turning_late(self) -> Sequence[DeadlineLine]:
        """What turns late next, if nothing is typed from today."""
        return turning_late(self.book, self.lines)

    @property
    def accepted(self) -> int:
        """How many findings were accepted with a reason."""
        return len(self.findings) - len(self.open_findings)

    @property
    def our_mistakes(self) -> Sequence[RuleOutcome]:
        """The rules that broke down."""
        return [ended for ended in self.outcomes if ended.result is Result.OUR_MISTAKE]

    @property
    def not_checked(self) -> Sequence[RuleOutcome]:
        """The rules that could not be checked."""
        return [ended for ended in self.outcomes if ended.result is Result.NOT_CHECKED]

    @cached_property
    def verdict(self) -> str:
        """The whole in one line: the state, then counts, then the next day that matters."""
        check = f" {self.counts[Severity.CHECK]} to check." if self.counts[Severity.CHECK] else ""
        left_out = f" {plural(len(self.not_checked), 'check')} could not run." if self.not_checked else ""
        broken = (
            " Some checks failed because of a fault in ocr-sheets: see What was checked." if self.our_mistakes else ""
        )
        return f"{self._state_in_words}{check}{left_out}{self._not_understood}{broken}"

    @property
    def _not_understood(self) -> str:
        """What of grades, dates and candidates could not be read, so that nobody takes silence for a check."""
        asked = Counter(one.kind for one in self.book.judgements if one.is_question)
        columns = sum(asked[kind] for kind in _UNREAD_COLUMNS)
        missed = {
            one.values.get("seen", "grades") for one in self.book.judgements if one.kind is JudgementKind.SHEET_NOT_READ
        }
        seen = "grades" if missed <= {"grades"} else "grades or candidates"
        parts = [
            (asked[JudgementKind.SHEET_NOT_READ], "sheet", f"with {seen} {{}} not read"),
            (columns, "column", "of grades or dates {} not used"),
            (asked[JudgementKind.LEARNER_UNCLEAR], "name", "{} matched to no candidate"),
        ]
        return "".join(
            f" {plural(count, noun)} {rest.format(agreeing(count, 'was/were'))}."
            for count, noun, rest in parts
            if count
        )

    @property
    def _state_in_words(self) -> str:
        match self.state:
            case Verdict.NOT_READY:
                return f"Not ready.{self._to_fix}{self._not_kept}"
            case Verdict.READY:
                return f"Ready so far: everything due by today is done.{self._next_day}"
            case Verdict.CANNOT_TELL:
                return f"Cannot tell: nothing here shows whether {self._unknown} kept."
            case _:
                return f"Too early to say{self._filled_in}.{self._next_day}"

    @property
    def _to_fix(self) -> str:
        must = [finding for finding in self.open_findings if finding.rule.severity is Severity.MUST_FIX]
        if not must:
            return ""
        dates = [finding.by for finding in must if finding.by and not finding.is_over]
        late = sum(day < self.as_of for day in dates)
        coming = min((day for day in dates if day >= self.as_of), default=None)
        parts = [*([f"{late} overdue"] if late else []), *([f"next due {say(coming)}"] if coming else [])]
        return f" {len(must)} to fix{': ' + ', '.join(parts) if parts else ''}."

    @property
    def _not_kept(self) -> str:
        counts = Counter(line.state for line in self.overdue)
        parts = [f"{counts[state]} {state}" for state in (State.LATE, State.MISSED) if counts[state]]
        return f" {'Deadline' if len(self.overdue) == 1 else 'Deadlines'}: {', '.join(parts)}." if parts else ""

    @property
    def _next_day(self) -> str:
        line = self.turning_late[0] if self.turning_late else next(iter(self.coming), None)
        if line is None:
            return ""
        about = f" ({line.visit.label})" if line.visit else ""
        return f" Next: {line.what.in_words} {say_weekday(line.date)}{about}."

    @property
    def _unknown(self) -> str:
        number = len(self.not_shown)
        return f"{plural(number, 'deadline')} that {'has' if number == 1 else 'have'} passed {'was' if number == 1 else 'were'}"

    @property
    def _filled_in(self) -> str:
        """How many candidates are entered of those known to be going to, and the last day for the others."""
        entered: dict[tuple[str | None, ...], bool] = {}
        for work in self.book.portfolios:
            who = (work.centre_number, work.candidate_number, work.entry_code)
            entered[who] = entered.get(who, True) and is_entered(self.book, work)
        done, of = sum(entered.values()), len(entered)
        days = [line.date for line in self.coming if line.what is What.ENTER_BY]
        last = f"; last day {say_weekday(min(days))}" if days and done < of else ""
        return f": {done} of {of} entered{last}" if of else ""

    @cached_property
    def unread_headings(self) -> Mapping[str, Sequence[str]]:
        """The headings that were taken for nothing, by sheet."""
        taken = {(table.sheet, heading) for table in self.book.tables for heading in table.headings.values()}
        unread: dict[str, dict[str, None]] = defaultdict(dict)  # of all tables of a sheet, each heading once
        for table in self.book.tables:
            for heading in table.unread:
                if (table.sheet, heading) not in taken:
                    unread[table.sheet][heading] = None
        return {sheet: list(headings) for sheet, headings in unread.items()}

    @cached_property
    def read_as(self) -> Sequence[ReadAs]:
        """What was read as what, a grid's units together."""
        found: dict[tuple[object, ...], list[Table]] = defaultdict(list)
        for table in self.book.tables:
            found[table.record, *table.place, bool(table.block)].append(table)
        out = [_read_as(tables) for tables in found.values()]
        told: set[str] = set()
        for place, one in sorted(enumerate(out), key=lambda item: item[1].kind != SHEETS[Claim].name):
            if one.sheet not in told:
                told.add(one.sheet)
                out[place] = one._replace(remarks=[*one.remarks, *self._judged(one.sheet)])
        return out

    def _judged(self, sheet: str) -> list[str]:
        """What the reader decided about a sheet. Its questions are findings, and columns that were not used are listed elsewhere."""
        return [
            worded(one)
            for one in self.book.judgements
            if one.sheet == sheet and not one.is_question and one.kind is not JudgementKind.COLUMN_NOT_READ
        ]

    @cached_property
    def coming(self) -> Sequence[DeadlineLine]:
        """The dated lines still to be done, from today on, in order of date."""
        return [line for line in self.lines if not line.done and line.date >= self.as_of]

    @cached_property
    def samples_ahead(self) -> Sequence[Sample]:
        """The sample lists of visits still to come, in order of date."""
        ahead = [
            sample
            for sample in self.samples
            if sample.visit.visit_date
            and sample.visit.visit_date >= self.as_of
            and sample.visit.status is not VisitStatus.DONE
        ]
        return sorted(ahead, key=lambda sample: (sample.visit.visit_date or dt.date.max, sample.visit.row))

    def needed_by(self, sample: Sample) -> dt.date | None:
        """The day by which the portfolios of a list must be there: uploaded for a virtual visit, else on the day itself."""
        upload = next((line for line in self.lines if line.of is sample.visit and line.what is What.UPLOAD_BY), None)
        return upload.date if upload and sample.visit.type is VisitType.VIRTUAL else sample.visit.visit_date

    @cached_property
    def findings_at(self) -> Mapping[tuple[str, int], Sequence[Finding]]:
        """The findings of each row, most serious first."""
        rows: defaultdict[tuple[str, int], list[Finding]] = defaultdict(list)
        for finding in self.findings:
            if finding.cell:
                rows[finding.sheet, finding.cell.row].append(finding)
        return dict(rows)

    @cached_property
    def calendar(self) -> Calendar:
        """The centre's working days."""
        return calendar_of(self.book)


def make_report(
    workbook: str,
    book: Book,
    rulebook: Rulebook,
    accepted: Mapping[str, Accepted] | None = None,
    unread: Sequence[str] = (),
    rules: Iterable[Rule] | None = None,
    catalogue: Catalogue | None = None,
    turned: frozenset[str] = frozenset(),
    settings: str = "",
) -> Report:
    """Check a book and put together all there is to say of it.

    ``accepted`` are the reasons of an earlier run by the findings' ``ref``; ``unread`` the sheets nothing was read from;
    ``turned`` and ``settings`` name the readings that the centre turned, and where it said so; ``catalogue`` what is known of qualifications and units, if not only what comes with the tool.
    """
    accepted = accepted or {}
    book = with_work(book, rulebook, catalogue)
    ended = list(run(book, rulebook, RULES.values() if rules is None else rules, catalogue))
    samples = sample_lists(book, rulebook)
    lines = deadline_lines(book, rulebook)
    telling = _Telling(book, rulebook, accepted)
    told = telling.all(ended)
    history = [finding for finding in told if is_on_record(finding.rule, finding.record, book)]
    on_record = {finding.ref for finding in history}
    findings = [finding for finding in told if finding.ref not in on_record]
    used = {finding.ref for finding in findings} | (telling.taken - on_record)
    return Report(
        workbook=workbook,
        book=book,
        rulebook=rulebook,
        findings=findings,
        outcomes=ended,
        lines=lines,
        visits=visits_counted(book, rulebook),
        samples=samples,
        lapsed=[one for ref, one in accepted.items() if ref not in used],
        unread=unread,
        readings=differences(book, turned),
        settings=settings,
        history=history,
        to_fill_in=to_fill_in(book, ended, not_shown(book, lines)),
    )


class Cause(NamedTuple):
    """Findings of one cause: what is one line on To do."""

    findings: tuple[Finding, ...]

    @property
    def first(self) -> Finding:
        """The finding that stands for all."""
        return self.findings[0]

    @property
    def message(self) -> str:
        """What is wrong: the one message or, where they differ, the rule's own title."""
        messages = dict.fromkeys(finding.message for finding in self.findings)
        return self.first.message if len(messages) == 1 else f"{self.first.rule.title}."

    @property
    def fix(self) -> str:
        """What to do: the one remedy, or the first."""
        return self.first.fix

    @property
    def by(self) -> dt.date | None:
        """The first day by which to act on any of them."""
        return min((finding.by for finding in self.findings if finding.by), default=None)

    @property
    def refs(self) -> str:
        """The names by which the findings are found again."""
        return " ".join(finding.ref for finding in self.findings)


class _Telling:
    """From what rules found to what people are told."""

    def __init__(self, book: Book, rulebook: Rulebook, accepted: Mapping[str, Accepted]) -> None:
        self._book = book
        self._rulebook = rulebook
        self._accepted = accepted
        self.taken: set[str] = set()
        """The references of earlier runs of which the reason was taken, or could have been."""
        self._seen: Counter[tuple[str, ...]] = Counter()
        self._called = {sheet.name: book.called(record) for record, sheet in SHEETS.items()}
        self._sheets = {sheet.name: place for place, sheet in enumerate(SHEETS.values())}

    def all(self, ended: Iterable[RuleOutcome]) -> list[Finding]:
        """All findings, the most serious first, then by day, sheet and row."""
        findings = [
            self._tell(one.rule, found)
            for one in ended
            if one.rule.severity is not Severity.FILL_IN
            for found in one.findings
        ]
        return sorted(findings, key=self._order)

    def _order(self, finding: Finding) -> tuple[object, ...]:
        cell = finding.cell
        return (
            SEVERITIES.index(finding.rule.severity),
            # A sheet or column that is missing explains much of what follows; what is over can wait.
            finding.rule.code not in ("sheet-missing", "column-missing", "reading-unclear"),
            finding.is_over,
            finding.by or dt.date.max,
            self._sheets.get(finding.sheet, len(self._sheets)),
            finding.sheet,
            cell.row if cell else 0,
            cell.column if cell else 0,
            finding.rule.code,
        )

    def _group(self, rule: Rule, kind: str, cell: Cell, visit: Visit | None, is_over: bool) -> str:
        """A short name for the cause: the rule, the visit and how far that is; of what is about no visit, the column."""
        about = (visit.sheet, str(visit.row)) if visit else (cell.sheet, cell.heading)
        return _short_name((rule.code, kind, *about, str(is_over)))

    def _visit(self, record: Record | None) -> Visit | None:
        """The visit that a record is about, by its first row."""
        if isinstance(record, Visit):
            return self._book.occasion(record)
        used = self._book.visit_of(record) if isinstance(record, Claim) else None
        return self._book.occasion(used.visit) if used else None

    def _tell(self, rule: Rule, found: RawFinding) -> Finding:
        record = found.record
        cell = found.issue.cell if found.issue else self._book.cell(record, found.field) if record else None
        assert cell is not None
        message, fix = self._words(rule, found)
        if record is None and found.issue:
            record = self._book.record_of(cell)
        candidate_number = getattr(record, "candidate_number", None) or ""
        candidates = self._book.candidates_numbered.get(candidate_number, ())
        code, unit = getattr(record, "entry_code", None), getattr(record, "unit_number", None)
        of_work = self._work_ref(rule, found.field, record) if isinstance(record, Claim) else ""
        ref = of_work if isinstance(record, Claim) and record.is_implied else self._ref(rule, cell, record)
        # What was accepted of work before its row was typed stays accepted.
        taken = ref if ref in self._accepted else of_work
        accepted = self._accepted.get(taken)
        self.taken.add(taken)
        visit, is_over = self._visit(record), self._is_over(rule, found, record)
        return Finding(
            rule=rule,
            sheet=cell.sheet,
            cell=cell if cell.row else None,
            kind=str(found.issue.fault) if found.issue else found.kind,
            values=found.issue.values if found.issue else found.values,
            message=message,
            fix=fix,
            by=found.by or self._by(record),
            who=self._who(rule.who, record),
            record=record,
            candidate=record if isinstance(record, Candidate) else candidates[0] if len(candidates) == 1 else None,
            candidate_number=candidate_number,
            unit=" ".join(part for part in (code, f"unit {unit}" if unit else None) if part),
            ref=ref,
            accepted=accepted.reason if accepted else "",
            is_over=is_over,
            group=self._group(rule, found.kind, cell, visit if rule.family else None, is_over),
            visit=visit,
        )

    def _words(self, rule: Rule, found: RawFinding) -> tuple[str, str]:
        """What is wrong and what to do about it, in words: they are made here, and looked at nowhere."""
        if found.issue:
            return issue_words(found.issue)
        values = {**self._called, **found.values}
        return fill(rule.message_of(found.kind), values), OVER if found.is_over else fill(
            rule.fix_of(found.kind), values
        )

    def _is_over(self, rule: Rule, found: RawFinding, record: Record | None) -> bool:
        if found.is_over:
            return True
        match record:
            case Claim():
                used = self._book.visit_of(record)
                day = used.visit.visit_date if used else None
                return record.is_achieved and rule.family is not None and day is not None and day < self._book.as_of
            case _:
                return False

    def _by(self, record: Record | None) -> dt.date | None:
        """Where the rule names no day: the next day on which what the row says is needed, if one can be told."""
        match record:
            case Claim():
                used = self._book.visit_of(record)
                return self._next(used.visit, What.CLAIM_BY) if used else None
            case Visit():
                # A visit of an award not covered here has no day of ours.
                return None if self._book.award_of_visit(record) else self._next(record, What.ENTER_BY)
            case _:
                return None

    def _next(self, visit: Visit, what: What) -> dt.date | None:
        if visit.visit_date is None or visit.visit_date < self._book.as_of:
            return None
        is_technicals = self._book.family_of_visit(visit) is Family.TECHNICALS
        due = due_before(self._rulebook, what, visit) if is_technicals else None
        return due.date if due and due.date >= self._book.as_of else visit.visit_date

    @staticmethod
    def _who(who: Who, record: Record | None) -> str:
        if isinstance(record, Claim):
            if who is Who.ASSESSOR and record.assessor:
                return record.assessor
            if who is Who.STANDARDISER and record.standardised_by:
                return record.standardised_by
        return str(who)

    @cached_property
    def _sharing(self) -> Counter[tuple[str, ...]]:
        """How many rows of a sheet are about the same thing."""
        return Counter(named_in_full(record) for kind in RECORDS for record in self._book.rows(kind))

    @staticmethod
    def _work_ref(rule: Rule, field: str, work: Claim) -> str:
        """A short name for a finding about work, whether a row records it or not: by whose work it is and of which unit."""
        about = (work.centre_number, work.candidate_number, work.entry_code, work.unit_number)
        return _short_name(("work", rule.code, field, *(part or "" for part in about)))

    def _ref(self, rule: Rule, cell: Cell, record: Record | None) -> str:
        """A short name for the finding out of what the row is about, not out of where it stands.

        Of rows about the same thing, such as two claims of one unit at one visit, all that they say tells them apart.
        """
        about: tuple[str, ...] = (rule.code, cell.heading, cell.sheet)
        if record is not None:
            about += named_in_full(record)
            if self._sharing[named_in_full(record)] > 1:
                about += tuple(
                    str(value) for name, value in zip(record._fields, record, strict=True) if name not in _PLACED
                )
        self._seen[about] += 1
        return _short_name((*about, str(self._seen[about])))


def _short_name(parts: Iterable[str]) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:10]


def _read_as(tables: Sequence[Table]) -> ReadAs:
    first = tables[0]
    columns: dict[str, str] = {}
    for table in tables:
        for name, column in table.columns.items():
            heading = columns_of(first.record)[name].heading
            if table.block and column >= table.block:
                heading += f", {table.unit}"
            columns[heading] = f"{table.headings[name]} ({column_letters(column)}{table.field_rows.get(name, '')})"
    return ReadAs(
        first.sheet,
        SHEETS[first.record].name,
        reached_words(first.reached_by, first.record),
        first.heading_row,
        sum(table.rows for table in tables),
        columns,
        [table.unit for table in tables if table.block],
        [remark_words(remark) for table in tables for remark in table.remarks],
    )


_UNREAD_COLUMNS = (JudgementKind.COLUMN_UNCLEAR, JudgementKind.COLUMN_TWICE, JudgementKind.DATE_OF_WHAT)
_PLACED = ("row", "column", "implied_by")
"""What a record says of where it stands."""
