"""What has changed from one workbook of a centre's to a later one: findings, visits and their deadlines, cells, rows and claims.

Both are looked at on one and the same day. So what is told is what people did: that time alone has passed changes nothing. Where
the day of the earlier look is given, the older workbook is looked at on that day too, and what time did is told apart.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from ocr_sheets.diff.cells import CellChange, CellChanges, Contents, changed_cells
from ocr_sheets.diff.doubts import Doubtful, doubts
from ocr_sheets.diff.findings import ADDED_TO, Became, Change, changed_findings
from ocr_sheets.diff.rows import Rows, place_of
from ocr_sheets.diff.visits import DateChange, changed_dates
from ocr_sheets.model.records import RECORDS, ClaimStatus, Visit
from ocr_sheets.report import Report
from ocr_sheets.rules import Severity


class Counts(NamedTuple):
    """How many there were and are."""

    old: int
    new: int


class RowCounts(NamedTuple):
    """How many rows of a sheet there were and are, and how many came and went."""

    old: int
    new: int
    added: int
    gone: int


@dataclass(frozen=True)
class Changes:
    """All that has changed between two reports of one day."""

    old: Report
    new: Report
    findings: Sequence[Change]
    dates: Sequence[DateChange]
    content: CellChanges
    doubts: Sequence[Doubtful] = ()
    """What makes the two look like workbooks of two centres or two years."""
    looked_at: dt.date | None = None
    """The day of the earlier look, where it was given."""

    @cached_property
    def counts(self) -> Mapping[Became, int]:
        """How many findings became what."""
        found = Counter(change.became for change in self.findings)
        return {became: found[became] for became in Became}

    @cached_property
    def added(self) -> Mapping[Severity, int]:
        """How many findings there are more to see to than before, by severity."""
        found = Counter(change.finding.rule.severity for change in self.findings if change.became in ADDED_TO)
        return {severity: found[severity] for severity in Severity}

    @cached_property
    def claims(self) -> Mapping[str, Counts]:
        """The claims by status, where their number is not the same; those without a status too."""
        statuses: list[ClaimStatus | None] = [*ClaimStatus, None]
        old, new = (Counter(claim.claim_status for claim in report.book.claims) for report in (self.old, self.new))
        return {
            str(status or "no status"): Counts(old[status], new[status])
            for status in statuses
            if old[status] != new[status]
        }

    @cached_property
    def rows(self) -> Mapping[str, RowCounts]:
        """The rows of each kind that came or went: a run of rows may have been deleted by a slip."""
        found = Counter((type(change.record), change.is_gone) for change in self.content.rows)
        counts = {
            self.new.book.called(record): RowCounts(
                len(self.old.book.rows(kind)), len(self.new.book.rows(kind)), found[record, False], found[record, True]
            )
            for kind, record in RECORDS.items()
            if kind != "centre"
        }
        return {name: count for name, count in counts.items() if count.added or count.gone}

    @cached_property
    def cells(self) -> Sequence[CellChange]:
        """The cells that say something else than before. A visit's day and name are told as the visit's."""
        told = {place_of(change.visit) for change in self.dates if change.what is None}
        return [
            change
            for change in self.content.cells
            if not (
                isinstance(change.record, Visit)
                and change.field in _OF_A_VISIT
                and not change.is_unread
                and place_of(change.record) in told
            )
        ]

    @property
    def are_findings_same(self) -> bool:
        """Whether every finding of either workbook is in the other."""
        return self.counts[Became.STILL_THERE] == len(self.findings)

    @property
    def is_nothing(self) -> bool:
        """Whether nothing has changed."""
        return self.are_findings_same and not (
            self.dates or self.claims or self.rows or self.cells or self.content.columns
        )


_OF_A_VISIT = frozenset({"name", "type", "visit_date", "status"})


def changes_between(
    old: Report,
    new: Report,
    earlier: Report | None = None,
    contents: tuple[Contents, Contents] | None = None,
) -> Changes:
    """What has changed from ``old`` to ``new``, both of one day; another day is our mistake (``ValueError``).

    ``earlier`` is the older workbook as of the day it was looked at: what it tells otherwise than ``old`` is what time did.
    ``contents`` are what the cells of both hold, for the columns that are not read.
    """
    if old.as_of != new.as_of:
        raise ValueError("both workbooks are looked at on one day")
    rows = Rows(old.book, new.book)
    content = changed_cells(rows, list(new.unread), *(contents or ({}, {})))
    order = list(Became)
    found = sorted(changed_findings(old, new, rows, content, earlier), key=lambda change: order.index(change.became))
    return Changes(
        old,
        new,
        found,
        list(changed_dates(old, new, rows)),
        content,
        list(doubts(rows, new.rulebook)),
        earlier.as_of if earlier else None,
    )
