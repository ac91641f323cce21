"""What packs are made of: whose each is, and what it holds. Nothing of anybody else's candidates is in any of these."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from ocr_sheets.dates import say_weekday
from ocr_sheets.model.families import Named
from ocr_sheets.model.records import Candidate, Claim, Grade, Visit
from ocr_sheets.report import Finding, Report
from ocr_sheets.rules import Severity


class By(StrEnum):
    """What packs are made for: each assessor, each subject area, or each standardiser (IQA)."""

    ASSESSOR = "assessor"
    SUBJECT = "subject"
    STANDARDISER = "standardiser"


class Owner(NamedTuple):
    """Whose a pack is: a member of staff, by code, name and address, or a subject area, by its name."""

    code: str
    name: str
    email: str | None = None

    @property
    def label(self) -> str:
        """The name, with the code where there is one besides."""
        return f"{self.name} ({self.code})" if self.code and self.code != self.name else self.name


class PackFinding(NamedTuple):
    """A finding as the owner of a pack is told it: nothing in it is about anybody else's candidates."""

    finding: Finding
    message: str
    fix: str
    who: str


YOU = "you"
"""Who is to act, where that is the owner of the pack."""


class Dated(NamedTuple):
    """One dated line of a pack: what is due for which visit, and how the owner's own work stands."""

    date: dt.date
    what: str
    about: str
    visit: Visit
    stands: str
    done: bool
    is_late: bool = False

    @property
    def due(self) -> str:
        """What is due and when, as in Submit claims by Thu 18 Feb 2027."""
        return f"{self.what}{' on' if self.what == VISIT else ''} {say_weekday(self.date)}"


VISIT = "Visit"
"""What a `Dated` is that is the visit itself."""


class Piece(NamedTuple):
    """One candidate's unit, with how far it is."""

    claim: Claim
    title: str
    assessor: str
    standardised_by: str
    visit: str
    visit_date: dt.date | None
    claim_by: dt.date | None
    stages: Sequence[str | None]


STAGES = {
    "Assess": "Assessment",
    "Claim": "Claim",
    "Sample": "Sample request",
    "Upload": "Upload",
    "Sample list": "Sample list",
}
"""The stages of a `Piece`, each with the added column that it comes from."""


class Sampled(NamedTuple):
    """A portfolio to have ready, or one that OCR has asked for, in the order of its list."""

    about: str
    visit: Visit
    needed_by: dt.date | None
    entry_code: str
    unit: str
    title: str
    assessor: str
    order: int
    who: Named
    grade: Grade | None
    is_requested: bool


class Own(NamedTuple):
    """A candidate of a pack. ``person`` is ``None`` where Candidates has none, or more than one, who is so named."""

    who: Named
    person: Candidate | None
    entry_codes: Sequence[str]
    pieces: int


@dataclass(frozen=True)
class Pack:
    """All that one owner gets. ``stem`` is the name of its file, without an ending and without personal data."""

    owner: Owner
    stem: str
    dates: Sequence[Dated]
    findings: Sequence[PackFinding]
    pieces: Sequence[Piece]
    samples: Sequence[Sampled]
    candidates: Sequence[Own]
    clear: Callable[[str], str]
    """Gives a text back as it may stand in this pack; whoever writes one puts all texts through it."""

    @cached_property
    def counts(self) -> Mapping[Severity, int]:
        """How many findings there are of each severity."""
        return {
            severity: sum(told.finding.rule.severity is severity for told in self.findings) for severity in Severity
        }

    @cached_property
    def visits(self) -> Collection[Visit]:
        """The visits that concern the owner."""
        return list(dict.fromkeys(dated.visit for dated in self.dates))

    def next(self, as_of: dt.date) -> Dated | None:
        """The first date, from a day on, of something still to be done."""
        return next((dated for dated in self.dates if not dated.done and dated.date >= as_of), None)

    @property
    def yours(self) -> int:
        """How many findings are the owner's own to put right, be they serious or not."""
        return sum(told.who == YOU for told in self.findings)

    @property
    def late(self) -> int:
        """How many dated lines are past and not done."""
        return sum(dated.is_late for dated in self.dates)


class Unowned(NamedTuple):
    """A row that is in nobody's pack, and why."""

    who: Named
    person: Candidate | None
    work: str
    why: str


@dataclass(frozen=True)
class Packs:
    """The packs of a workbook, and what is in none of them and so stays with the exams officer."""

    by: By
    report: Report
    packs: Sequence[Pack]
    findings: Sequence[PackFinding]
    """Open findings that are nobody's: they stay with the exams officer."""
    unowned: Sequence[Unowned]
    is_shared: bool
    """Whether names, dates of birth, ULNs and UCIs are left out."""
    clear: Callable[[str], str]
    """Gives a text back as it may stand in the index."""


class NobodyToPackFor(ValueError):
    """The workbook names nobody who could get a pack. The text says what to do."""
