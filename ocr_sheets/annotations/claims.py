"""The columns added to Claims, and to the rows of a grid: the visit of each claim, its deadlines and how far it is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable

from ocr_sheets.annotations.columns import CellValue, Follows, Shape, column
from ocr_sheets.annotations.view import View, named
from ocr_sheets.dates import days, months_after, say
from ocr_sheets.model.records import Claim, Family, Visit, VisitType
from ocr_sheets.schedule.deadlines import What
from ocr_sheets.schedule.progress import State, is_claimed

Fill = Callable[[Claim, View], CellValue]


def alike(claim: Claim, view: View) -> Hashable:
    """All that the columns below look at. Thousands of claims are alike in it, and are worked out once."""
    used, has_come = view.book.visit_of(claim), view.book.has_come
    return (
        (used.visit.sheet, used.visit.row, used.chosen) if used else None,
        view.is_listed(claim, used.visit if used else None),
        claim.entry_code,
        claim.unit_number,
        claim.claim_status,
        claim.grade,
        claim.confirmed_grade,
        has_come(claim.assessed_on),
        has_come(claim.claimed_on),
        has_come(claim.sample_requested_on),
        has_come(claim.sample_uploaded_on),
        has_come(claim.results_published_on),
        claim.certificate_issued_on,
        claim.review_closed_on,
        claim.disposed_on,
    )


def _visit(claim: Claim, view: View) -> Visit | None:
    used = view.book.visit_of(claim)
    return used.visit if used else None


def _of_portfolios(fill: Fill) -> Fill:
    """The same for portfolios: nothing of a claim that was withdrawn, nor of an examined unit."""

    def of_portfolios(claim: Claim, view: View) -> CellValue:
        return None if claim.is_withdrawn or view.book.is_examined(claim) else fill(claim, view)

    return of_portfolios


@column(Claim, "Visit these dates follow", Shape.TEXT, 22)
def visit_used(claim: Claim, view: View) -> CellValue:
    """The visit that the claim names, or the one that was chosen for it."""
    used = view.book.visit_of(claim)
    if used is None or (view.book.is_examined(claim) and not claim.is_withdrawn):
        return None
    return named(used.visit, used.chosen)


def _due(claim: Claim, view: View, what: What) -> CellValue:
    visit = _visit(claim, view)
    dues = view.dues_before(visit) if visit else None
    due = dues.get(what) if dues else None
    return Follows(visit, "visit_date", -due.days, due.date, due.working) if visit and due else None


@column(Claim, What.ENTER_BY, Shape.DATE, 16)
@_of_portfolios
def enter_by(claim: Claim, view: View) -> CellValue:
    """The last day for the entry behind it."""
    return _due(claim, view, What.ENTER_BY)


@column(Claim, What.CLAIM_BY, Shape.DATE, 16)
@_of_portfolios
def claim_by(claim: Claim, view: View) -> CellValue:
    """The last day for the claim itself."""
    return _due(claim, view, What.CLAIM_BY)


@column(Claim, "Assessment", Shape.TEXT, 14)
def stage_assess(claim: Claim, view: View) -> CellValue:
    """How far assessing is, which is due by the day of the claim; or that there is nothing to be done."""
    if claim.is_withdrawn:
        return "withdrawn"
    if view.book.is_examined(claim):
        return "examined unit"
    is_assessed = view.book.has_come(claim.assessed_on)
    if is_assessed or is_claimed(view.book, claim):
        return "done" if is_assessed or _has_dues(claim, view) else None
    return _stage(claim, view, What.CLAIM_BY)


@column(Claim, "Claim", Shape.TEXT, 14)
@_of_portfolios
def stage_claim(claim: Claim, view: View) -> CellValue:
    """How far claiming is."""
    return "done" if is_claimed(view.book, claim) else _stage(claim, view, What.CLAIM_BY)


@column(Claim, "Sample request", Shape.TEXT, 22)
@_of_portfolios
def stage_sample(claim: Claim, view: View) -> CellValue:
    """Whether OCR has asked for it. A request can be expected, and is not the centre's to be late with."""
    visit = _visit(claim, view)
    dues = view.dues_before(visit) if visit else None
    if visit is None or visit.visit_date is None or dues is None:
        return None
    if view.book.has_come(claim.sample_requested_on):
        return "requested"
    if What.SAMPLE_BY not in dues:
        return None
    if view.is_asked_at(visit) or visit.visit_date < view.as_of:
        return "not requested"
    start = dues.get(What.SAMPLE_FROM, dues.get(What.CLAIM_BY, dues[What.SAMPLE_BY]))
    if view.as_of < start.date:
        return "not due"
    left = (dues[What.SAMPLE_BY].date - view.as_of).days
    return f"OCR's request due in {days(left)}" if left > 0 else "OCR's request due now"


@column(Claim, "Upload", Shape.TEXT, 14)
@_of_portfolios
def stage_upload(claim: Claim, view: View) -> CellValue:
    """How far uploading for a virtual visit is."""
    visit = _visit(claim, view)
    if visit is None or visit.visit_date is None or not _has_dues(claim, view) or visit.type is not VisitType.VIRTUAL:
        return None
    if view.book.has_come(claim.sample_uploaded_on):
        return "done"
    if view.book.has_come(claim.sample_requested_on):
        return _stage(claim, view, What.UPLOAD_BY)
    return "not requested" if view.is_asked_at(visit) or visit.visit_date < view.as_of else "not due"


@column(Claim, "Sample list", Shape.TEXT, 14)
@_of_portfolios
def in_sample_list(claim: Claim, view: View) -> CellValue:
    """Whether OCR asked for it, or it is one to have ready first."""
    visit = _visit(claim, view)
    if visit is None or visit.visit_date is None or not _has_dues(claim, view):
        return None
    if view.book.has_come(claim.sample_requested_on):
        return "requested by OCR"
    return "prepare first" if view.is_listed(claim, visit) and visit.visit_date >= view.as_of else None


@column(Claim, "Keep work until", Shape.TEXT, 24)
def keep_work_until(claim: Claim, view: View) -> CellValue:
    """Until when the work must be kept (S65); nothing is said of verified qualifications there."""
    is_technicals = view.book.family_of(claim.entry_code) is Family.TECHNICALS
    if not is_technicals or claim.is_withdrawn or not claim.made_by(view.as_of) or view.book.is_examined(claim):
        return None
    if claim.disposed_on:
        return "disposed of"
    if claim.certificate_issued_on is None:
        return "certificates are issued"
    last = max(claim.certificate_issued_on, claim.review_closed_on or dt.date.min, _review_until(claim, view))
    return f"after {say(last)}"


def _has_dues(claim: Claim, view: View) -> bool:
    visit = _visit(claim, view)
    return visit is not None and view.dues_before(visit) is not None


def _stage(claim: Claim, view: View, what: What) -> str | None:
    """Where a step of work stands that is not done: due in so many days, late, or missed once the visit is over."""
    visit = _visit(claim, view)
    dues = view.dues_before(visit) if visit else None
    if visit is None or visit.visit_date is None or dues is None or what not in dues:
        return None
    left = (dues[what].date - view.as_of).days
    if left >= 0:
        return f"due in {days(left)}" if left else "due today"
    if not view.shows(visit, what):
        return str(State.CANNOT_TELL)
    return "late" if visit.visit_date >= view.as_of else "missed"


def _review_until(claim: Claim, view: View) -> dt.date:
    """Where the grade was changed and no review is over: the last day before which a review can be asked for (B48)."""
    moderation = view.book.moderation_visit_of(claim)
    was_changed = claim.grade and claim.confirmed_grade and claim.grade is not claim.confirmed_grade
    if moderation is None or not was_changed or claim.review_closed_on:
        return dt.date.min
    months = view.rulebook.number("review.months_after_visit", moderation[1])
    return months_after(moderation[1], months) if months else dt.date.min
