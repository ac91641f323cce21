"""What became of each finding.

A finding is the same where its rule and kind, its row and its column are: neither its words nor the place of its row count. And it was put
right only where its check was made again on values that are all still there: a finding that can no longer be seen is not fixed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple

from ocr_sheets.diff.cells import CellChanges, ColumnChange, cannot_be_read
from ocr_sheets.diff.rows import Place, Rows, place_of
from ocr_sheets.model.book import Book
from ocr_sheets.model.identity import identity, kind_of, plain
from ocr_sheets.model.records import (
    Assessor,
    Candidate,
    Claim,
    Entry,
    Qualification,
    Record,
    Visit,
    VisitStatus,
    columns_of,
)
from ocr_sheets.report import Finding, Report
from ocr_sheets.rules import Result
from ocr_sheets.rules.engine import all_needs, columns_needed
from ocr_sheets.text import key


class Became(StrEnum):
    """What became of a finding, in the order in which it is told."""

    NEW = "new"
    NO_LONGER_ACCEPTED = "no longer accepted"
    COME_WITH_TIME = "come with time"
    NOT_CHECKED = "no longer checked"
    ROW_GONE = "row taken out"
    NO_LONGER_APPLIES = "no longer applies"
    FIXED = "fixed"
    ACCEPTED = "accepted since"
    GONE_WITH_TIME = "gone with time"
    STILL_THERE = "still there"

    @property
    def in_words(self) -> str:
        """What people read for it; the value itself is the machine form's."""
        return _IN_WORDS.get(self, str(self))


_IN_WORDS = {
    Became.COME_WITH_TIME: "now overdue",
    Became.GONE_WITH_TIME: "over, so no longer to do",
    Became.ROW_GONE: "row removed",
}

ADDED_TO = frozenset({Became.NEW, Became.NO_LONGER_ACCEPTED, Became.COME_WITH_TIME})
"""What there is more to do than before; only findings that nobody has accepted are among these."""


class Why(StrEnum):
    """Why a finding is no longer seen, though nobody put it right."""

    NOT_MADE = "the check could not be made"
    VALUE_GONE = "a value that it looks at is gone"
    COLUMN_GONE = "a column that it looks at is gone"
    UNREADABLE = "a value that it looks at cannot be read any more"
    ROW_GONE = "a row that it looks at is gone"
    SHEET_GONE = "the sheet is gone or is no longer read"
    FAMILY_GONE = "nothing says any more which rules hold"
    WITHDRAWN = "it was withdrawn"
    CANCELLED = "the visit was cancelled"
    LEFT = "the candidate has left"


class Reason(NamedTuple):
    """Why a finding is no longer seen: what is not as it was, of which row, in which column; ``words`` are the rule's own."""

    why: Why
    record: Record | None = None
    heading: str = ""
    words: str = ""


class Change(NamedTuple):
    """One finding and what became of it. ``finding`` is the newer workbook's where it is there, else the older's.

    ``before`` is the older one where both workbooks have it; ``lost`` why it is no longer seen.
    """

    became: Became
    finding: Finding
    before: Finding | None = None
    lost: Reason | None = None

    @property
    def was(self) -> str:
        """The older message, where that says something else."""
        return self.before.message if self.before and self.before.message != self.finding.message else ""

    @property
    def is_of_the_older(self) -> bool:
        """Whether the finding, and so its cell, stands in the older workbook only."""
        return self.became in _OF_THE_OLDER


_OF_THE_OLDER = frozenset(
    {Became.FIXED, Became.ROW_GONE, Became.NO_LONGER_APPLIES, Became.NOT_CHECKED, Became.GONE_WITH_TIME}
)


def changed_findings(
    old: Report, new: Report, rows: Rows, content: CellChanges, earlier: Report | None = None
) -> Iterator[Change]:
    """What became of each finding. ``content`` is what has changed in the rows themselves.

    ``earlier`` is the older workbook as of the day it was looked at: what it tells otherwise than ``old`` is what time did.
    """
    changed = frozenset(place_of(change.record) for change in content.cells)
    before = {id(finding): was for was, finding in _paired(old, new, rows, changed)}
    known = {finding.ref for finding in (earlier or old).findings}
    for finding in new.findings:
        was = before.get(id(finding))
        yield Change(_became(finding, was, known), finding, was)
    lost = _Lost(old.book, new, rows, changed, [column for column in content.columns if column.is_gone])
    still = {id(was) for was in before.values()}
    for finding in old.findings:
        if id(finding) not in still and finding.ref in known:  # what came only with time nobody has seen
            yield lost.change(finding)
    if earlier:
        now = {finding.ref for finding in (*old.findings, *new.findings)}
        yield from (
            Change(Became.GONE_WITH_TIME, finding) for finding in earlier.open_findings if finding.ref not in now
        )


def _became(finding: Finding, was: Finding | None, known: set[str]) -> Became:
    if was is None:
        return Became.ACCEPTED if finding.accepted else Became.NEW
    if bool(was.accepted) != bool(finding.accepted):
        return Became.ACCEPTED if finding.accepted else Became.NO_LONGER_ACCEPTED
    return Became.STILL_THERE if was.ref in known or finding.accepted else Became.COME_WITH_TIME


# -- which finding is which


Key = tuple[object, ...]


def _paired(old: Report, new: Report, rows: Rows, changed: frozenset[Place]) -> Iterator[tuple[Finding, Finding]]:
    """The findings that are in both: by rule, row and column.

    Some rules point at the last of several rows, such as the portfolio that is one too many. Where rows were sorted that is another
    row; so of the findings left over, those of a rule about alike rows, none of which has changed, are the same.
    """
    left: list[Finding] = []
    held, wanted = _by_key(old, rows, is_old=True), _by_key(new, rows, is_old=False)
    for name, findings in wanted.items():
        yield from _alike_first(held.pop(name, []), findings, left)
    lost = [finding for findings in held.values() for finding in findings]
    moved: defaultdict[Key, list[Finding]] = defaultdict(list)
    for finding in lost:
        now = rows.new_of(finding.record) if finding.record else None
        if now is not None and place_of(now) not in changed:
            moved[_circumstance(finding, now, new.book)].append(finding)
    for finding in left:
        if finding.record and rows.old_of(finding.record) and place_of(finding.record) not in changed:
            same = moved[_circumstance(finding, finding.record, new.book)]
            if same:
                yield same.pop(0), finding


def _by_key(report: Report, rows: Rows, *, is_old: bool) -> dict[Key, list[Finding]]:
    """The findings by rule, kind, row and column."""
    found: defaultdict[Key, list[Finding]] = defaultdict(list)
    for finding in report.findings:
        about = _row_of(finding.record, rows, is_old) if finding.record else _of_no_row(finding, report.book)
        found[(finding.rule.code, finding.kind, _column(finding, report.book), *about)].append(finding)
    return found


def _row_of(record: Record, rows: Rows, is_old: bool) -> Key:
    """What names a row in both workbooks: its place in the newer one or, of work that has a row in one of them only, what it is."""
    in_both = rows.new_of(record) if is_old else rows.old_of(record) and record
    if in_both is not None:
        return (place_of(in_both),)
    if isinstance(record, Claim):
        return ("work", rows.identity_now(record) if is_old else identity(record))
    return (is_old, place_of(record))


def _of_no_row(finding: Finding, book: Book) -> Key:
    """What a finding is about that is about no row: the kinds of records that its sheet holds and the heading, if it has one."""
    kinds = sorted({kind_of(table.record) for table in book.tables if table.sheet == finding.sheet})
    return (*(kinds or [finding.sheet]), key(finding.cell.heading) if finding.cell and not kinds else "")


def _column(finding: Finding, book: Book) -> str:
    """The field of the column that a finding is at, whatever its heading; the heading of a column that is not read."""
    cell = finding.cell
    if cell is None:
        return ""
    table = book.table_of(finding.record) if finding.record else None
    if table is None:
        return next(
            (
                name
                for one in book.tables
                if one.sheet == cell.sheet
                for name, at in one.columns.items()
                if at == cell.column
            ),
            "",
        )
    fields = [name for name, column in table.columns.items() if column == cell.column]
    fields = [name for name in fields if table.field_rows.get(name, cell.row) == cell.row]
    return fields[0] if fields else key(cell.heading)


def _alike_first(old: list[Finding], new: Sequence[Finding], left: list[Finding]) -> Iterator[tuple[Finding, Finding]]:
    """The findings of one rule at one cell brought together; where there are several, those that say the same go first."""
    rest = []
    for finding in new:
        same = next((was for was in old if was.values == finding.values), None)
        if same is None:
            rest.append(finding)
        else:
            old.remove(same)
            yield same, finding
    for finding in rest:
        if old:
            yield old.pop(0), finding
        else:
            left.append(finding)


def _circumstance(finding: Finding, record: Record, book: Book) -> Key:
    """What findings of one rule share that only point at different rows: the unit, the visit and the assessor, not the candidate."""
    used = book.visit_of(record) if isinstance(record, Claim) else None
    return (
        finding.rule.code,
        finding.kind,
        type(record),
        *(plain(getattr(record, name, None)) for name in ("entry_code", "unit_number", "assessor")),
        place_of(used.visit) if used else None,
    )


# -- what is no longer seen


class _Lost:
    """Why findings of the older workbook are not in the newer one."""

    def __init__(
        self,
        old: Book,
        new: Report,
        rows: Rows,
        changed: frozenset[Place],
        columns_gone: Sequence[ColumnChange],
    ) -> None:
        self._old, self._new, self._rows = old, new.book, rows
        self._changed = changed
        self._columns_gone = [column for column in columns_gone if column.filled and column.field]
        self._not_made = {
            ended.rule.code: ended.reason
            for ended in new.outcomes
            if ended.result in (Result.NOT_CHECKED, Result.OUR_MISTAKE)
        }

    def change(self, finding: Finding) -> Change:
        """What became of a finding that the newer workbook has not got."""
        became, reason = self._what(finding)
        return Change(became, finding, lost=reason)

    def _what(self, finding: Finding) -> tuple[Became, Reason | None]:
        record = finding.record
        if record is not None and self._rows.new_of(record) is None and not getattr(record, "implied_by", None):
            return Became.ROW_GONE, Reason(Why.ROW_GONE, record)
        if finding.rule.code in self._not_made:
            return Became.NOT_CHECKED, Reason(Why.NOT_MADE, words=self._not_made[finding.rule.code])
        if record is None:
            gone = self._sheet_gone(finding)
            return (Became.NOT_CHECKED, gone) if gone else (Became.FIXED, None)
        ended = self._no_longer_stands(record)
        if ended:
            return Became.NO_LONGER_APPLIES, ended
        gone = self._value_gone(finding, record)
        return (Became.NOT_CHECKED, gone) if gone else (Became.FIXED, None)

    def _sheet_gone(self, finding: Finding) -> Reason | None:
        kinds = {table.record for table in self._old.tables if table.sheet == finding.sheet}
        there = {table.record for table in self._new.tables}
        return Reason(Why.SHEET_GONE, heading=finding.sheet) if kinds and not kinds & there else None

    def _no_longer_stands(self, record: Record) -> Reason | None:
        """Whether the row, its visit or its candidate was withdrawn, cancelled or has left since, so that no rule looks at it."""
        for was in _linked(record, self._old):
            now = self._rows.new_of(was)
            match was, now:
                case (Claim(), Claim()) if now.is_withdrawn and not was.is_withdrawn:
                    return Reason(Why.WITHDRAWN, now)
                case (Entry(), Entry()) if now.withdrawn_on and not was.withdrawn_on:
                    return Reason(Why.WITHDRAWN, now)
                case (Visit(), Visit()) if _is_cancelled(now) and not _is_cancelled(was):
                    return Reason(Why.CANCELLED, now)
                case (Candidate(), Candidate()) if now.left_on and not was.left_on:
                    return Reason(Why.LEFT, now)
        return None

    def _value_gone(self, finding: Finding, record: Record) -> Reason | None:
        """A value that the check looked at and that is not there any more: in the cell itself, or in what the rule needs."""
        code = getattr(record, "entry_code", None)
        if (
            finding.rule.family
            and code
            and self._new.family_of(self._code_now(record, code)) is not finding.rule.family
        ):
            return Reason(Why.FAMILY_GONE, self._rows.new_of(record))
        linked = list(_linked(record, self._old))
        column = _column(finding, self._old)
        if column in columns_of(type(record)):
            gone = self._lost_value(record, column)
            if gone:
                return gone
        for need in all_needs(finding.rule):
            losses = [
                self._lost_value(was, field)
                for kind, field in columns_needed(need)
                for was in linked
                if type(was) is kind and _says(was, field, self._old)
            ]
            if losses and all(losses):
                return losses[0]
        return self._value_gone_elsewhere(finding, record) or self._column_gone(finding, linked)

    def _value_gone_elsewhere(self, finding: Finding, record: Record) -> Reason | None:
        """A value that is gone from a row that names this one, such as the day of a visit from one of a person's claims, where nothing
        in the row itself has changed.
        """
        now = self._rows.new_of(record)
        if now is None or place_of(now) in self._changed:
            return None
        needed = [column for need in all_needs(finding.rule) for column in columns_needed(need)]
        for was in _naming(record, self._old):
            for kind, field in needed:
                gone = self._lost_value(was, field) if type(was) is kind else None
                if gone:
                    return gone
        return None

    def _column_gone(self, finding: Finding, linked: Sequence[Record]) -> Reason | None:
        """A column that is gone, where no row that the check is known to look at has changed: what else should have put it right?"""
        now = [self._rows.new_of(was) for was in linked]
        if not self._columns_gone or any(row is not None and place_of(row) in self._changed for row in now):
            return None
        kinds = {kind for need in all_needs(finding.rule) for kind, _ in columns_needed(need)}
        likely = [column for column in self._columns_gone if column.record in kinds] or self._columns_gone
        return Reason(Why.COLUMN_GONE, heading=" or ".join(f"{column.heading} on {column.sheet}" for column in likely))

    def _code_now(self, record: Record, code: str) -> str:
        return self._rows.name_now(record, "entry_code", code)

    def _lost_value(self, was: Record, field: str) -> Reason | None:
        """Whether a field that held something holds nothing now that could be looked at."""
        if not _says(was, field, self._old):
            return None
        now = self._rows.new_of(was)
        if now is None:
            return Reason(Why.ROW_GONE, was)
        table = self._new.table_of(now)
        heading = columns_of(type(now))[field].heading
        if table is None or field not in table.columns:
            return Reason(Why.COLUMN_GONE, now, heading)
        if getattr(now, field) is not None:
            return None
        return Reason(Why.UNREADABLE if cannot_be_read(self._new, now, field) else Why.VALUE_GONE, now, heading)


def _says(record: Record, field: str, book: Book) -> bool:
    return getattr(record, field) is not None or cannot_be_read(book, record, field)


def _is_cancelled(visit: Visit) -> bool:
    return visit.status is VisitStatus.CANCELLED


def _naming(record: Record, book: Book) -> Iterator[Record]:
    """The claims that name a row, with their visits and entries."""
    for claim in book.claims:
        match record:
            case Assessor():
                named = any(book.assessor_for(text) is record for text in (claim.assessor, claim.standardised_by))
            case Visit():
                used = book.visit_of(claim)
                named = used is not None and used.visit is record
            case Candidate() | Entry():
                named = claim.candidate_number == record.candidate_number is not None
            case _:
                return
        if named:
            yield from (row for row in _linked(claim, book) if row is not record)


def _linked(record: Record, book: Book) -> Iterator[Record]:
    """A row, and the rows of other sheets that a check of it looks at too."""
    yield record
    yield book.centre
    code = getattr(record, "entry_code", None)
    number = getattr(record, "candidate_number", None)
    if isinstance(record, Claim):
        used = book.visit_of(record)
        if used:
            yield used.visit
        yield from book.entries_behind(record)
        unit = book.unit_of.get((code or "", record.unit_number or ""))
        if unit:
            yield unit
        for text in (record.assessor, record.standardised_by):
            person = book.assessor_for(text)
            if person:
                yield person
    if number and not isinstance(record, Candidate):
        yield from book.candidates_numbered.get(number, ())
    if code and not isinstance(record, Qualification) and code in book.qualification_of:
        yield book.qualification_of[code]
