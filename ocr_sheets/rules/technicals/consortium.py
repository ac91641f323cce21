"""Centres that work together (S22 to S27)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable

from ocr_sheets.model.book import Book
from ocr_sheets.model.records import Visit
from ocr_sheets.rulebook.values import year_label
from ocr_sheets.rules.engine import CHECK, MUST_FIX, RawFinding, S, Values, finding, rule
from ocr_sheets.rules.technicals.shared import TECHNICALS, is_to_come

# -- consortia (S23 to S27)


_COMPLETE = "Complete the centre consortium arrangements form in the JCQ Centre Admin Portal (CAP), reached from Interchange, and fill in the day"


@rule(
    "consortium-form-missing",
    "A consortium has had a visit without an arrangements form",
    severity=MUST_FIX,
    source=S(25),
    message="No form is recorded for the consortium[ {consortium}], and {visit} was on {held:day}.",
    fix=f"{_COMPLETE}; if it was completed, fill in its day.",
    family=TECHNICALS,
    needs=("centre.consortium", "centre.consortium_form", "visits.visit_date"),
    example="Consortium is filled in, Consortium form submitted is empty or no, and a visit was on 11 March 2027: from 12 March.",
)
def consortium_form_missing(book: Book, values: Values) -> Iterable[RawFinding]:
    """Centres that work together in a consortium must complete the centre consortium arrangements form in the Centre Admin Portal. OCR
    names no day for it: that it is to be in before the first visit is our reading, so that in autumn it is only a query.
    """
    past = _first_visit(book, lambda visit: not is_to_come(visit, book))
    if _has_no_form(book) and past:
        centre = book.centre
        yield finding(
            centre, "consortium_form", consortium=centre.consortium_name, visit=past.label, held=past.visit_date
        )


@rule(
    "consortium-form-due",
    "A consortium's arrangements form is still to be completed",
    severity=CHECK,
    source=(S(25), S(27)),
    message="No form is recorded yet for the consortium[ {consortium}].",
    fix=f"{_COMPLETE}. OCR names no day: we suggest before the first visit[, {{visit}} on {{ahead:day}}].",
    family=TECHNICALS,
    needs=("centre.consortium", "centre.consortium_form"),
    example="In autumn, Consortium is filled in and Consortium form submitted is empty or no.",
)
def consortium_form_due(book: Book, values: Values) -> Iterable[RawFinding]:
    """The form must be completed every academic year. As long as no visit has been, a blank cell shows no more than that it is not done
    or not filled in yet.
    """
    if _has_no_form(book) and not _first_visit(book, lambda visit: not is_to_come(visit, book)):
        ahead = _first_visit(book, lambda visit: is_to_come(visit, book))
        centre = book.centre
        yield finding(
            centre,
            "consortium_form",
            by=ahead.visit_date if ahead else None,
            consortium=centre.consortium_name,
            visit=ahead.label if ahead else None,
            ahead=ahead.visit_date if ahead else None,
        )


def _has_no_form(book: Book) -> bool:
    centre = book.centre
    return centre.is_consortium and not centre.consortium_form and not book.is_unread(centre, "consortium_form")


def _first_visit(book: Book, is_meant: Callable[[Visit], bool]) -> Visit | None:
    """The first of the visits that stand and are meant."""
    found = [visit for visit in book.visits if visit.stands and visit.visit_date and is_meant(visit)]
    return min(found, key=lambda visit: visit.visit_date or dt.date.max, default=None)


@rule(
    "consortium-form-of-another-year",
    "The consortium form is dated in another academic year",
    severity=CHECK,
    source=(S(25), S(27)),
    message="The form of {form_on} was completed in {form_year}; there are visits in {year}.",
    fix="Complete the form for {year} in the JCQ Centre Admin Portal (CAP) and fill in the day; if it was completed for {year} "
    "ahead of time, say so under Accepted because.",
    family=TECHNICALS,
    needs=("centre.consortium", "centre.consortium_form", "visits.visit_date"),
    example="Visits in 2026/27 with a form of 3 July 2026: that day is in 2025/26. One of 1 September 2026 is right.",
)
def consortium_form_of_another_year(book: Book, values: Values) -> Iterable[RawFinding]:
    """Arrangements for a consortium are to be completed every academic year: that of each visit. OCR does not say how early the
    next year's may go in, so this is only a query.
    """
    form = book.centre.consortium_form
    if not book.centre.is_consortium or not isinstance(form, dt.date):
        return
    form_year = values.academic_year(form)
    coming = {
        values.academic_year(visit.visit_date)
        for visit in book.visits
        if visit.stands
        and visit.visit_date
        and (is_to_come(visit, book) or values.academic_year(visit.visit_date) >= form_year)
    }
    if not any(visit.stands and visit.visit_date for visit in book.visits) and book.centre.academic_year:
        coming = {book.centre.academic_year}
    for year in sorted(coming - {form_year}):
        yield finding(
            book.centre,
            "consortium_form",
            form_on=form,
            form_year=year_label(form_year),
            year=year_label(year),
        )


@rule(
    "candidate-outside-consortium",
    "A candidate's centre is not in the consortium",
    severity=CHECK,
    source=S(23),
    message="Centre {centre_number} is not among the consortium's centres.",
    fix="Correct the centre number, or add the centre to Consortium centres.",
    family=TECHNICALS,
    needs=("centre.consortium", "centre.consortium_centres", "candidates.centre_number"),
    example="Consortium centres are 10101 and 10102; a candidate has centre number 10120.",
)
def candidate_outside_consortium(book: Book, values: Values) -> Iterable[RawFinding]:
    """In a consortium each candidate is entered through the centre he or she is on roll at, and that is one of its centres."""
    listed = {_digits(text) for text in book.centre.consortium_centres or ()}
    own = _digits(book.centre.centre_number or "")
    # The list may leave out the centre itself, or give a centre by name: then who is outside cannot be told.
    if not book.centre.is_consortium or not own or not listed or "" in listed:
        return
    for candidate in book.candidates:
        if candidate.centre_number and _digits(candidate.centre_number) not in {own, *listed}:
            yield finding(candidate, "centre_number", centre_number=candidate.centre_number)


def _digits(text: str) -> str:
    """The digits of a centre number, whatever stands beside them and however Excel held its leading zeros."""
    return "".join(character for character in text if character.isdecimal()).lstrip("0")
