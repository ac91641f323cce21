"""A finding as people are told it, and findings of one cause together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import NamedTuple

from ocr_sheets.model.book import Book
from ocr_sheets.model.families import Named
from ocr_sheets.model.records import Candidate, Claim, Entry, Record, Visit
from ocr_sheets.model.tables import Cell
from ocr_sheets.rules import Rule, Severity

SEVERITIES = tuple(Severity)

MOST_TOLD = 3
"""Messages of one cause that are told one by one."""


class Finding(NamedTuple):
    """One finding, at its cell, as people are told it.

    ``cell`` is ``None`` where a sheet is missing. ``by`` is the day to act by, ``None`` where no day can be told. ``ref``
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
    is_of_reader: bool = False
    """Whether the reader could not take a cell, so that only the message says what stood there."""


class Accepted(NamedTuple):
    """A reason the centre gave in an earlier run for leaving a finding as it is, and the message it was given for."""

    reason: str
    message: str


class Cause(NamedTuple):
    """Findings of one cause: what is one line on To do."""

    findings: tuple[Finding, ...]

    @property
    def first(self) -> Finding:
        """The finding that stands for all."""
        return self.findings[0]

    @property
    def message(self) -> str:
        """What is wrong: the one message or, where they differ, the rule's own title. What the reader could not take is told cell by cell, as
        far as there is room: the title does not say what stood there.
        """
        messages = list(dict.fromkeys(finding.message for finding in self.findings))
        if len(messages) > 1 and not self.first.is_of_reader:
            return f"{self.first.rule.title}."
        more = len(messages) - MOST_TOLD
        return " ".join([*messages[:MOST_TOLD], *([f"And {more} more like it."] if more > 0 else [])])

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


def named_in(finding: Finding, book: Book) -> Named:
    """Whom a finding is about: by centre and number, as far as its row tells."""
    record = finding.record
    return (
        book.named(record) if isinstance(record, Candidate | Entry | Claim) else Named(None, finding.candidate_number)
    )
