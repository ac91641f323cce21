"""From what rules found to what people are told: here, and nowhere else, findings become words."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from functools import cached_property

from ocr_sheets.model.book import Book
from ocr_sheets.model.identity import named_in_full
from ocr_sheets.model.reading_words import issue_words
from ocr_sheets.model.records import (
    RECORDS,
    SHEETS,
    Candidate,
    Claim,
    Family,
    Place,
    Record,
    Visit,
)
from ocr_sheets.model.tables import Cell
from ocr_sheets.report.findings import SEVERITIES, Accepted, Finding
from ocr_sheets.rulebook import Rulebook
from ocr_sheets.rules import RawFinding, Rule, RuleOutcome, Severity, Who
from ocr_sheets.schedule.deadlines import What, due_before
from ocr_sheets.text import fill

OVER = "The visit is past: correct the date if it is mistyped, or write under Accepted because what OCR agreed."
"""What to do about what nobody can change any more, whatever the rule says of one to come."""
_PLACED = ("row", "column", "implied_by")
"""What a record says of where it stands."""


class Telling:
    """From what rules found to what people are told."""

    def __init__(
        self, book: Book, rulebook: Rulebook, accepted: Mapping[str, Accepted], words: Mapping[str, str] | None = None
    ) -> None:
        self._book = book
        self._rulebook = rulebook
        self._accepted = accepted
        self._people = words or {}
        self.taken: set[str] = set()
        """The references of earlier runs of which the reason was taken, or could have been."""
        self._seen: Counter[tuple[str, ...]] = Counter()
        # Thousands of findings are alike in what is asked for them: each is answered once.
        self._told: dict[Hashable, tuple[str, str]] = {}
        self._groups: dict[tuple[str, ...], str] = {}
        self._next_days: dict[tuple[Place, What], dt.date | None] = {}
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
        cause = (rule.code, kind, *about, str(is_over))
        if cause not in self._groups:
            self._groups[cause] = _short_name(cause)
        return self._groups[cause]

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
        person = self._book.person(candidate_number, getattr(record, "centre_number", None))
        code, unit = getattr(record, "entry_code", None), getattr(record, "unit_number", None)
        is_implied = isinstance(record, Claim) and record.is_implied
        of_work = ""
        if isinstance(record, Claim) and (is_implied or self._accepted):
            of_work = self._work_ref(rule, found.field, record)
        ref = of_work if is_implied else self._ref(rule, cell, record)
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
            candidate=record if isinstance(record, Candidate) else person,
            candidate_number=candidate_number,
            unit=" ".join(part for part in (code, f"unit {unit}" if unit else None) if part),
            ref=ref,
            accepted=accepted.reason if accepted else "",
            is_over=is_over,
            group=self._group(rule, found.kind, cell, visit if rule.family else None, is_over),
            visit=visit,
            is_of_reader=found.issue is not None,
        )

    def _words(self, rule: Rule, found: RawFinding) -> tuple[str, str]:
        """What is wrong and what to do about it, in words: they are made here, and looked at nowhere."""
        if found.issue:
            return issue_words(found.issue)
        alike = (rule.code, found.kind, found.is_over, *found.values.items())
        try:
            known = self._told.get(alike)
        except TypeError:  # a list among the values: it is said anew
            return self._worded(rule, found)
        if known is None:
            known = self._told[alike] = self._worded(rule, found)
        return known

    def _worded(self, rule: Rule, found: RawFinding) -> tuple[str, str]:
        values = {**self._called, **found.values}
        message = fill(rule.message_of(found.kind), values)
        return message, OVER if found.is_over else fill(rule.fix_of(found.kind), values)

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
        asked = ((visit.sheet, visit.row), what)
        if asked not in self._next_days:
            self._next_days[asked] = self._find_next(visit, what)
        return self._next_days[asked]

    def _find_next(self, visit: Visit, what: What) -> dt.date | None:
        if visit.visit_date is None or visit.visit_date < self._book.as_of:
            return None
        is_technicals = self._book.family_of_visit(visit) is Family.TECHNICALS
        due = due_before(self._rulebook, what, visit) if is_technicals else None
        return due.date if due and due.date >= self._book.as_of else visit.visit_date

    def _who(self, who: Who, record: Record | None) -> str:
        if isinstance(record, Claim):
            if who is Who.ASSESSOR and record.assessor:
                return record.assessor
            if who is Who.STANDARDISER and record.standardised_by:
                return record.standardised_by
        return self._people.get(who, who.value)

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
            named = named_in_full(record)
            about += named
            if self._sharing[named] > 1:
                about += tuple(
                    str(value) for name, value in zip(record._fields, record, strict=True) if name not in _PLACED
                )
        self._seen[about] += 1
        return _short_name((*about, str(self._seen[about])))


def _short_name(parts: Iterable[str]) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:10]
