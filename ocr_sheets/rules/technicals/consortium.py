"""Centres that work together (S22 to S27)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from ocr_sheets.model.book import Book
from ocr_sheets.rulebook.values import year_label
from ocr_sheets.rules.engine import CHECK, MUST_FIX, RawFinding, S, Values, finding, rule
from ocr_sheets.rules.technicals.shared import TECHNICALS, is_to_come

# -- consortia (S23 to S27)


@rule(
    "consortium-form-missing",
    "A consortium has no arrangements form",
    severity=MUST_FIX,
    source=S(25),
    message="No form is recorded for the consortium[ {consortium}].",
    fix="Complete the centre consortium arrangements form in the JCQ Centre Admin Portal (CAP), reached from Interchange, "
    "and fill in the day.",
    family=TECHNICALS,
    needs=("centre.consortium", "centre.consortium_form"),
    example="Consortium is filled in and Consortium form submitted is empty or no.",
)
def consortium_form_missing(book: Book, values: Values) -> Iterable[RawFinding]:
    """Centres that work together in a consortium must complete the centre consortium arrangements form in the Centre Admin Portal."""
    centre = book.centre
    if centre.is_consortium and not centre.consortium_form and not book.is_unread(centre, "consortium_form"):
        yield finding(centre, "consortium_form", consortium=centre.consortium_name)


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
