"""How a row stands, in one word: what asks for something first, over its findings and over what is due of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ocr_sheets.annotations.columns import Follows, Stage, Status
from ocr_sheets.annotations.view import View
from ocr_sheets.model.records import Claim, Entry, Record, Visit, VisitStatus, VisitType
from ocr_sheets.report import Finding
from ocr_sheets.rules import Severity
from ocr_sheets.schedule.deadlines import What
from ocr_sheets.schedule.progress import OVERDUE, State, is_claimed

_ORDER = list(Stage)
_SEVERITIES = {Severity.MUST_FIX: Stage.FIX, Severity.CHECK: Stage.CHECK, Severity.ADVICE: Stage.ADVICE}


def status_of(record: Record, view: View) -> Status | None:
    """How a record stands by itself, whatever is found of it; ``None`` where nothing of it is due or done."""
    match record:
        case Visit():
            return _of_visit(record, view)
        case Claim():
            return _of_claim(record, view)
        case Entry() if view.book.has_come(record.entered_on) and not record.withdrawn_on:
            return Status(Stage.DONE)
        case _:
            return None


def row_status(
    own: Iterable[Status | None], findings: Sequence[Finding], view: View, to_fill_in: bool
) -> Status | None:
    """How a row stands: the most pressing of what its records are by themselves and what was found of it."""
    stages = [status for status in own if status]
    stages += [Status(_stage(finding, view), ref=finding.ref) for finding in findings if not finding.accepted]
    stages += [Status(Stage.FILL_IN)] * to_fill_in
    return _first(stages)


def _first(stages: Sequence[Status]) -> Status | None:
    """The most pressing; with a line on To do where any of the same stage has one."""
    if not stages:
        return None
    return min(
        stages, key=lambda one: (_ORDER.index(one.stage), not one.ref, one.due.date.toordinal() if one.due else 0)
    )


def _stage(finding: Finding, view: View) -> Stage:
    is_must = finding.rule.severity is Severity.MUST_FIX
    if is_must and finding.by and finding.by < view.as_of and not finding.is_over:
        return Stage.LATE
    return _SEVERITIES[finding.rule.severity]


def _of_visit(visit: Visit, view: View) -> Status | None:
    if not visit.stands or visit.visit_date is None:
        return None
    lines = list(view.lines_of(visit).values())
    if any(line.state in OVERDUE for line in lines):
        return Status(Stage.LATE)
    waiting = [line for line in lines if line.days is not None and line.state is State.DUE and line.date >= view.as_of]
    if waiting:
        line = min(waiting, key=lambda one: one.date)
        assert line.days is not None
        return Status(Stage.DUE, Follows(visit, "visit_date", line.days, line.date, line.working))
    return Status(Stage.DONE) if visit.status is VisitStatus.DONE else None


def _of_claim(claim: Claim, view: View) -> Status | None:
    used = view.book.visit_of(claim)
    visit = used.visit if used else None
    dues = view.dues_before(visit) if visit else None
    if claim.is_withdrawn or view.book.is_examined(claim):
        return None
    is_made = is_claimed(view.book, claim)
    what = None if is_made else What.CLAIM_BY
    is_asked = view.book.has_come(claim.sample_requested_on) and not claim.is_achieved
    if (
        is_made
        and is_asked
        and not view.book.has_come(claim.sample_uploaded_on)
        and visit
        and visit.type is VisitType.VIRTUAL
    ):
        what = What.UPLOAD_BY
    if what is None:
        return Status(Stage.DONE)
    due = dues.get(what) if dues else None
    if visit is None or due is None:
        return None
    if due.date < view.as_of:
        return Status(Stage.LATE if view.shows(visit, what) else Stage.FILL_IN)
    return Status(Stage.DUE, Follows(visit, "visit_date", -due.days, due.date, due.working))
