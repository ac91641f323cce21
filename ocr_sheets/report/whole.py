"""The report of a workbook: what was read, found, due and not checked; and its verdict in one line."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from ocr_sheets.catalogue import Catalogue
from ocr_sheets.dates import say, say_weekday
from ocr_sheets.model.book import Book
from ocr_sheets.model.grouping import grouped
from ocr_sheets.model.judgements import JudgementKind
from ocr_sheets.model.records import (
    Claim,
    Place,
    Visit,
    VisitStatus,
    VisitType,
)
from ocr_sheets.report.findings import SEVERITIES, Accepted, Cause, Finding
from ocr_sheets.report.read_as import ReadAs, tables_read
from ocr_sheets.report.telling import Telling
from ocr_sheets.rulebook import Calendar, Rulebook
from ocr_sheets.rules import RULES, Result, Rule, RuleOutcome, Severity, run
from ocr_sheets.rules.history import is_on_record
from ocr_sheets.schedule.allowance import Counted, visits_counted
from ocr_sheets.schedule.alternatives import Differs, differences
from ocr_sheets.schedule.deadlines import DeadlineLine, What, calendar_of, deadline_lines
from ocr_sheets.schedule.progress import OVERDUE, State, is_entered
from ocr_sheets.schedule.readiness import (
    Readiness,
    Verdict,
    last_day_for_summer,
    missed_by_some,
    moved,
    not_shown,
    of_some_work,
    readiness_of,
    turning_late,
    verdict_of,
    without_a_day,
)
from ocr_sheets.schedule.samples import Sample, sample_lists
from ocr_sheets.schedule.work import with_work
from ocr_sheets.text import agreeing, begun, plural
from ocr_sheets.to_fill_in import ToFillIn, passed_and_kept, to_fill_in

_UNREAD_COLUMNS = (JudgementKind.COLUMN_UNCLEAR, JudgementKind.COLUMN_TWICE, JudgementKind.DATE_OF_WHAT)


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
        return verdict_of(self.book, lines, self.counts[Severity.MUST_FIX], bool(self._without_a_day))

    def _is_accepted(self, line: DeadlineLine) -> bool:
        """Whether the centre has accepted all that was found of a deadline that was not kept."""
        of_visit = self._findings_of_visits.get(id(line.visit), ())
        about = [finding.accepted for finding in of_visit if line.source in finding.rule.source]
        return bool(about) and all(about)

    @cached_property
    def _findings_of_visits(self) -> Mapping[int, Sequence[Finding]]:
        """The findings that are about a visit, by the object that its row is."""
        return grouped((id(finding.visit) if finding.visit else None, finding) for finding in self.findings)

    @cached_property
    def _lines_of_rows(self) -> Mapping[Place, Mapping[What, DeadlineLine]]:
        found: defaultdict[Place, dict[What, DeadlineLine]] = defaultdict(dict)
        for line in self.lines:
            if isinstance(line.of, Visit):
                found[line.of.sheet, line.of.row][line.what] = line
        return found

    def lines_of(self, visit: Visit) -> Mapping[What, DeadlineLine]:
        """The deadlines of a visit itself, by what is due: those of single claims move with results. A visit on several rows has them at its first."""
        return self._lines_of_rows.get((visit.sheet, visit.row), {})

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
        """The deadlines to look at: those that have passed, then those still to come."""
        return [*self.passed, *self.coming]

    @cached_property
    def passed(self) -> Sequence[DeadlineLine]:
        """The deadlines that have passed and are not all right: not kept, too late for some, or nobody can tell of them."""
        some = missed_by_some(self.book, self.lines)
        return [*self.overdue, *some, *(line for line in self.not_shown if line not in some)]

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
        broken = (
            " Some checks failed because of a fault in ocr-sheets: see What was checked." if self.our_mistakes else ""
        )
        return f"{self._state_in_words}{check}{self._left_out}{self._not_understood}{broken}"

    @property
    def _left_out(self) -> str:
        """The checks that did not run: most of them, early in a year, because there is nothing of the kind yet. None of them is a pass."""
        idle = sum(ended.had_nothing_to_look_at for ended in self.not_checked)
        stuck = len(self.not_checked) - idle
        return (f" {idle} of {plural(len(self.outcomes), 'check')} had nothing to look at." if idle else "") + (
            f" {plural(stuck, 'check')} could not run." if stuck else ""
        )

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
        moved, but = (f" {begun(self._moved)}.", f", but {self._moved}") if self._moved else ("", "")
        match self.state:
            case Verdict.NOT_READY:
                return f"Not ready.{self._to_fix}{self._not_kept}"
            case Verdict.READY:
                return f"Ready so far: everything due by today is done{but}.{self._next_day}"
            case Verdict.CANNOT_TELL:
                return f"Cannot tell: {' and '.join(self._unknown)}.{moved}"
            case _:
                return f"Too early to say{but}{self._filled_in}.{self._due_today}{self._next_day}"

    @cached_property
    def _moved(self) -> str:
        """How many candidates have work that was too late for a visit and goes to a later one: no visit is passed over in silence."""
        slipped = [one for work in self.book.slipped.values() for one in work]
        late, unseen = moved(self.book, slipped)
        without = "" if any(used.visit.visit_date for _, used in slipped) else " that has no day yet"
        told = []
        if late:
            told.append(
                f"{plural(late, 'candidate')} missed a visit and {agreeing(late, 'goes/go')} to a later one{without}"
            )
        if unseen:
            told.append(
                f"nothing shows whether {plural(unseen, 'candidate')} {agreeing(unseen, 'was/were')} in time for a visit: "
                f"we take their work to go to a later one{without}"
            )
        return "; ".join(told)

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
        return f" {agreeing(len(self.overdue), 'Deadline')}: {', '.join(parts)}." if parts else ""

    @property
    def _due_today(self) -> str:
        number = sum(line.date == self.as_of and line.state is State.DUE for line in self.coming)
        return f" Due today: {plural(number, 'deadline')} not done yet." if number else ""

    @property
    def _next_day(self) -> str:
        line = self.turning_late[0] if self.turning_late else next(iter(self.coming), None)
        if line is None:
            return ""
        about = f" ({line.visit.label})" if line.visit else ""
        return f" Next: {line.what.in_words} {say_weekday(line.date)}{about}."

    @cached_property
    def _without_a_day(self) -> Sequence[Claim]:
        return without_a_day(self.book, self.rulebook)

    @property
    def _unknown(self) -> Iterator[str]:
        """What nobody can tell: whether deadlines were kept, and when work will be seen whose visit has no day."""
        if number := len(self.not_shown):
            yield f"nothing here shows whether {passed_and_kept(number)}"
        last = last_day_for_summer(self.book, self.rulebook)
        if last and self._without_a_day:
            candidates = self.book.count_people(self._without_a_day)
            yield (
                f"{plural(candidates, 'candidate')} {agreeing(candidates, 'has/have')} no visit with a date, "
                f"and {say(last)}, OCR's last day for results in summer, is past"
            )

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
        return tables_read(self.book)

    @cached_property
    def coming(self) -> Sequence[DeadlineLine]:
        """The dated lines still to be done, from today on, in order of date; not those of work that has all gone to a later visit."""
        ahead = (line for line in self.lines if not line.done and line.date >= self.as_of)
        return of_some_work(ahead, self.readiness)

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
    words: Mapping[str, str] | None = None,
) -> Report:
    """Check a book and put together all there is to say of it.

    ``accepted`` are the reasons of an earlier run by the findings' ``ref``; ``unread`` the sheets nothing was read from;
    ``turned`` and ``settings`` name the readings that the centre turned, and where it said so; ``catalogue`` what is known of qualifications and units, if not only what comes with the tool;
    ``words`` what the centre calls people, by our own word.
    """
    accepted = accepted or {}
    book = with_work(book, rulebook, catalogue)
    ended = list(run(book, rulebook, RULES.values() if rules is None else rules, catalogue))
    samples = sample_lists(book, rulebook)
    lines = deadline_lines(book, rulebook)
    telling = Telling(book, rulebook, accepted, words)
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
