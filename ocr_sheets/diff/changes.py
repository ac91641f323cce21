"""What has changed from one workbook of a centre's to a later one: findings, visits and their deadlines, claims and rows.

Both are looked at on one and the same day. So what is told is what people did: that time alone has passed changes nothing. Where
the day of the earlier look is given, the older workbook is looked at on that day too, and what time did is told apart.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any, NamedTuple

from ocr_sheets.model.book import Book
from ocr_sheets.model.identity import identity, occasion
from ocr_sheets.model.records import RECORDS, Candidate, ClaimStatus, Record, Visit, VisitStatus
from ocr_sheets.report import Finding, Report
from ocr_sheets.rules import Result, Severity
from ocr_sheets.schedule.deadlines import DeadlineLine, What
from ocr_sheets.text import key


class Became(StrEnum):
    """What became of a finding, in the order in which it is told."""

    NEW = "new"
    NO_LONGER_ACCEPTED = "no longer accepted"
    COME_WITH_TIME = "come with time"
    NOT_CHECKED = "no longer checked"
    ROW_GONE = "row taken out"
    FIXED = "fixed"
    ACCEPTED = "accepted since"
    GONE_WITH_TIME = "gone with time"
    STILL_THERE = "still there"


ADDED_TO = frozenset({Became.NEW, Became.NO_LONGER_ACCEPTED, Became.COME_WITH_TIME})
"""What there is more to do than before; only findings that nobody has accepted are among these."""


class Change(NamedTuple):
    """One finding and what became of it. ``finding`` is the newer workbook's where it is there, else the older's.

    ``was`` is the older message where the words have changed; ``reason`` why it is no longer checked.
    """

    became: Became
    finding: Finding
    was: str = ""
    reason: str = ""

    @property
    def is_of_the_older(self) -> bool:
        """Whether the finding, and so its cell, stands in the older workbook only."""
        return self.became in (Became.FIXED, Became.ROW_GONE, Became.NOT_CHECKED, Became.GONE_WITH_TIME)


class Turn(StrEnum):
    """What became of a visit, or of a deadline that follows from one."""

    MOVED = "moved"
    CANCELLED = "cancelled"
    TAKEN_OUT = "taken out"
    ADDED = "added"
    STANDS_AGAIN = "stands again"
    ALTERED = "altered"
    DONE = "done"
    NOT_DONE = "no longer done"


class DateChange(NamedTuple):
    """One date that is not as it was: a visit's (``what`` is ``None``) or a deadline's. ``note`` tells what else has changed."""

    turn: Turn
    visit: Visit
    what: What | None
    old: dt.date | None
    new: dt.date | None
    note: str = ""


class Counts(NamedTuple):
    """How many there were and are."""

    old: int
    new: int


@dataclass(frozen=True)
class Changes:
    """All that has changed between two reports of one day."""

    old: Report
    new: Report
    findings: Sequence[Change]
    dates: Sequence[DateChange]
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
    def rows(self) -> Mapping[str, Counts]:
        """The rows of each kind, where their number is not the same: a run of rows may have been deleted by a slip."""
        counts = {
            self.new.book.called(RECORDS[kind]): Counts(len(self.old.book.rows(kind)), len(self.new.book.rows(kind)))
            for kind in RECORDS
            if kind != "centre"
        }
        return {name: count for name, count in counts.items() if count.old != count.new}

    @property
    def is_nothing(self) -> bool:
        """Whether nothing has changed."""
        same = self.counts[Became.STILL_THERE] == len(self.findings) and not any(change.was for change in self.findings)
        return same and not (self.dates or self.claims or self.rows)

    @cached_property
    def verdict(self) -> str:
        """The whole in one line."""
        still = self.counts[Became.STILL_THERE]
        if self.is_nothing:
            return f"Nothing has changed: {_findings(still)} still there." if still else "Nothing has changed."
        more = [f"{count} {_TO[severity]}" for severity, count in self.added.items() if count]
        gone = [f"{count} {became}" for became, count in self.counts.items() if count and became not in _LAST]
        moved = sum(change.turn is Turn.MOVED and change.what is None for change in self.dates)
        cancelled = sum(change.turn is Turn.CANCELLED and change.what is None for change in self.dates)
        parts = [
            f"New: {', '.join(more)}" if more else "Nothing new to see to",
            *([", ".join(gone)] if gone else []),
            f"{still} still there",
            *([f"{moved} visit{'' if moved == 1 else 's'} moved"] if moved else []),
            *([f"{cancelled} visit{'' if cancelled == 1 else 's'} cancelled"] if cancelled else []),
        ]
        return "; ".join(parts) + "."


_TO = {Severity.MUST_FIX: "to fix", Severity.CHECK: "to check", Severity.ADVICE: "as advice"}
_LAST = ADDED_TO | {Became.STILL_THERE}


def _findings(count: int) -> str:
    return f"{count} finding is" if count == 1 else f"{count} findings are"


def changes_between(old: Report, new: Report, earlier: Report | None = None) -> Changes:
    """What has changed from ``old`` to ``new``, both of one day; another day is our mistake (``ValueError``).

    ``earlier`` is the older workbook as of the day it was looked at: what it tells otherwise than ``old`` is what time did.
    """
    if old.as_of != new.as_of:
        raise ValueError("both workbooks are looked at on one day")
    order = list(Became)
    found = sorted(_of_findings(old, new, earlier), key=lambda change: order.index(change.became))
    return Changes(old, new, found, list(_of_dates(old, new)), earlier.as_of if earlier else None)


# -- findings


def _of_findings(old: Report, new: Report, earlier: Report | None) -> Iterator[Change]:
    pairs = _paired(old.findings, new.findings)
    before = {new_ref: old_finding for old_finding, new_ref in pairs}
    known = {finding.ref for finding in (earlier or old).findings}
    for finding in new.findings:
        was = before.get(finding.ref)
        yield Change(
            _became(finding, was, known), finding, was.message if was and was.message != finding.message else ""
        )
    still = {finding.ref for finding in before.values()}
    not_checked = {
        ended.rule.code: ended.reason
        for ended in new.outcomes
        if ended.result in (Result.NOT_CHECKED, Result.OUR_MISTAKE)
    }
    there = {_about(record) for kind in RECORDS for record in new.book.rows(kind)}
    for finding in old.findings:
        if finding.ref in still or finding.ref not in known:
            continue  # where it came only with time, nobody has seen it
        code = finding.rule.code
        record = old.book.record_of(finding.cell) if finding.cell else None
        if code in not_checked:
            yield Change(Became.NOT_CHECKED, finding, reason=not_checked[code])
        elif record is not None and _about(record) not in there:
            yield Change(Became.ROW_GONE, finding)
        else:
            yield Change(Became.FIXED, finding)
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


def _paired(old: Sequence[Finding], new: Sequence[Finding]) -> Iterator[tuple[Finding, str]]:
    """The findings that are in both, by what their rows are about: sorting and inserting rows does not matter.

    Where a sheet or a heading has been given another name, a finding of the same rule for the same candidate and unit, in the same
    words, is the same.
    """
    by_ref = {finding.ref: finding for finding in old}
    left: list[Finding] = []
    for finding in new:
        same = by_ref.pop(finding.ref, None)
        if same:
            yield same, finding.ref
        else:
            left.append(finding)
    alike: defaultdict[tuple[str, ...], list[Finding]] = defaultdict(list)
    for finding in by_ref.values():
        alike[_says(finding)].append(finding)
    for finding in left:
        if alike[_says(finding)]:
            yield alike[_says(finding)].pop(0), finding.ref


def _says(finding: Finding) -> tuple[str, ...]:
    return finding.rule.code, finding.candidate_number, finding.unit, finding.message


def _about(record: Record) -> tuple[Any, ...]:
    """What a row is about, whatever its sheet is called. A candidate is known by the surname too."""
    return (*identity(record), *(occasion(record) if isinstance(record, Candidate) else ()))


# -- dates


def _of_dates(old: Report, new: Report) -> Iterator[DateChange]:
    lines_of_old, lines_of_new = _lines_by_visit(old), _lines_by_visit(new)
    for was, now in _visits_paired(old.book, new.book):
        yield from _of_visit(was, now)
        before = lines_of_old.get((was.sheet, was.row), {}) if was else {}
        after = lines_of_new.get((now.sheet, now.row), {}) if now else {}
        visit = now or was
        # The deadlines of a visit that came or went came or went with it: that need not be told of each.
        if visit and was and now and was.stands and now.stands:
            yield from _of_lines(visit, before, after)


def _lines_by_visit(report: Report) -> Mapping[tuple[str, int], Mapping[What, DeadlineLine]]:
    """The deadlines of each visit. Those of single claims are left out: they move with results, which nobody plans."""
    found: defaultdict[tuple[str, int], dict[What, DeadlineLine]] = defaultdict(dict)
    for line in report.lines:
        if isinstance(line.of, Visit):
            found[line.of.sheet, line.of.row][line.what] = line
    return found


def _visits_paired(old: Book, new: Book) -> list[tuple[Visit | None, Visit | None]]:
    """Each visit in both: by its name and subject; failing that, one of the same subject that was moved from the old one's day, or is
    on that day under another name. The newer's in the order of its sheet, then those that are only in the older.
    """
    left = list(old.visits)
    pairs: list[tuple[Visit | None, Visit | None]] = []
    alone: list[Visit] = []

    def take(now: Visit, candidates: Iterable[Visit]) -> bool:
        # Of a cancelled visit and its replacement, which may share a name, the one that stands as this does goes first.
        ranked = sorted(candidates, key=lambda was: (was.stands != now.stands, was.visit_date != now.visit_date))
        if ranked:
            left.remove(ranked[0])
            pairs.append((ranked[0], now))
        return bool(ranked)

    for now in new.visits:
        if not take(now, [was for was in left if was.known_by == now.known_by]):
            alone.append(now)
    for now in alone:
        same = [was for was in left if was.known_by[1:] == now.known_by[1:] and was.visit_date]
        if not take(now, [was for was in same if was.visit_date in (now.moved_from, now.visit_date)]):
            pairs.append((None, now))
    order = {(visit.sheet, visit.row): place for place, visit in enumerate(new.visits)}
    pairs.sort(key=lambda pair: order[pair[1].sheet, pair[1].row] if pair[1] else 0)
    return [*pairs, *((was, None) for was in left)]


def _of_visit(was: Visit | None, now: Visit | None) -> Iterator[DateChange]:
    if was is None or now is None:
        if now and now.status is not VisitStatus.CANCELLED:
            yield DateChange(Turn.ADDED, now, None, None, now.visit_date)
        if was and was.status is not VisitStatus.CANCELLED:
            yield DateChange(Turn.TAKEN_OUT, was, None, was.visit_date, None)
        return
    turn = _turn(was, now)
    note = "; ".join(
        f"{what} {after or 'blank'}, was {before or 'blank'}"
        for what, before, after in (("name", was.name, now.name), ("type", was.type, now.type))
        if (before != after if what == "type" else key(before or "") != key(after or ""))
    )
    if turn or note:
        yield DateChange(turn or Turn.ALTERED, now, None, was.visit_date, now.visit_date, note)


def _turn(was: Visit, now: Visit) -> Turn | None:
    if (was.status is VisitStatus.CANCELLED) != (now.status is VisitStatus.CANCELLED):
        return Turn.CANCELLED if now.status is VisitStatus.CANCELLED else Turn.STANDS_AGAIN
    if was.visit_date != now.visit_date:
        return Turn.MOVED
    if (was.status is VisitStatus.DONE) != (now.status is VisitStatus.DONE):
        return Turn.DONE if now.status is VisitStatus.DONE else Turn.NOT_DONE
    return None


def _of_lines(
    visit: Visit, before: Mapping[What, DeadlineLine], after: Mapping[What, DeadlineLine]
) -> Iterator[DateChange]:
    for what in What:
        was, now = before.get(what), after.get(what)
        if was and now:
            done = "done" if now.done else "not done"
            if was.date != now.date:
                yield DateChange(Turn.MOVED, visit, what, was.date, now.date, done if was.done != now.done else "")
            elif was.done != now.done:
                yield DateChange(Turn.DONE if now.done else Turn.NOT_DONE, visit, what, was.date, now.date)
        elif now:
            yield DateChange(Turn.ADDED, visit, what, None, now.date)
        elif was:
            yield DateChange(Turn.TAKEN_OUT, visit, what, was.date, None)
