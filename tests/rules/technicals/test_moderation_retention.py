"""The moderation rules of retention. The small centre of `workbooks` has one visit for IT, face-to-face on Thu 11 March 2027."""

from __future__ import annotations

import pytest
from moderation_tables import claims, visits
from workbooks import fires, quiet

KEEP = "Claimed on | Certificate issued on | Review closed on | Work disposed of on | Confirmed grade"


@pytest.mark.parametrize(
    ("review", "disposed", "early"),
    [
        ("", "2026-12-11", True),
        ("", "2026-12-12", True),
        ("", "2026-12-13", False),
        ("2027-01-20", "2027-01-19", True),
        ("2027-01-20", "2027-01-20", True),
        ("2027-01-20", "2027-01-21", False),
        ("2026-12-01", "2026-12-13", False),
    ],
)
def test_work_is_kept_until_after_the_certificate_and_any_review(review: str, disposed: str, early: bool) -> None:
    text = claims(KEEP, f"2026-11-02 | 2026-12-12 | {review} | {disposed} | ")
    if early:
        fires("work-disposed-early", text, "Claims!H2")
    else:
        quiet("work-disposed-early", text)


def test_work_disposed_of_without_a_certificate_is_reported() -> None:
    fires("work-disposed-early", claims(KEEP, "2026-11-02 | | | 2027-02-01 | "), "Claims!H2")
    fires("work-disposed-early", claims(KEEP, "2026-11-02 | TBC | | 2027-02-01 | "), "Claims!H2")
    fires("work-disposed-early", claims(KEEP, "2026-11-02 | | 2027-01-20 | 2027-01-20 | F"), "Claims!H2")


@pytest.mark.parametrize(
    "row",
    [
        "2026-11-02 | | | | ",
        "2026-11-02 | soon | | 2027-01-20 | ",
        "2026-11-02 | | | 2027-02-02 | ",  # a plan: the certificate may well come before it
        " | | | 2027-01-20 | ",  # never claimed
        "2026-11-02 | | | 2027-01-20 | F",  # no certificate comes of it
        "2026-11-02 | | 2027-01-19 | 2027-01-20 | F",
    ],
)
def test_work_that_waits_for_no_certificate_may_go(row: str) -> None:
    quiet("work-disposed-early", claims(KEEP, row))


REVIEW = "Grade | Confirmed grade | Claimed on | Visit | Certificate issued on | Review closed on | Work disposed of on"
HELD = visits("Type", "IT 1 | IT | 2026-11-12 | virtual")


@pytest.mark.parametrize(
    ("disposed", "early"), [("2026-12-13", True), ("2027-02-11", True), ("2027-02-12", False), ("2027-02-13", False)]
)
def test_work_whose_grade_was_changed_is_kept_for_three_months(disposed: str, early: bool) -> None:
    text = HELD + claims(REVIEW, f"M | P | 2026-10-20 | IT 1 | 2026-12-12 | | {disposed}")
    if early:
        fires("work-disposed-before-review-time", text, "Claims!K2")
    else:
        quiet("work-disposed-before-review-time", text)


@pytest.mark.parametrize(
    "row",
    [
        "M | M | 2026-10-20 | IT 1 | 2026-12-12 | | 2026-12-20",  # accepted as claimed
        "M | | 2026-10-20 | IT 1 | 2026-12-12 | | 2026-12-20",
        "M | P | 2026-10-20 | IT 1 | 2026-12-12 | 2026-12-19 | 2026-12-20",  # the review is over
        "M | P | 2026-10-20 | IT 1 | 2026-12-12 | soon | 2026-12-20",
        "M | P | 2026-10-20 | IT 1 | 2026-12-12 | | ",
        "M | P | 2026-10-20 | IT 1 | 2026-12-12 | | 2026-12-12",  # work-disposed-early tells of it
        "M | P | 2026-10-20 | IT 1 | | | 2026-12-12",
    ],
)
def test_work_that_no_review_will_ask_for_may_go(row: str) -> None:
    quiet("work-disposed-before-review-time", HELD + claims(REVIEW, row))


@pytest.mark.parametrize(("disposed", "cells"), [("2026-11-11", []), ("2026-11-12", ["Claims!K2"])])
def test_time_for_a_review_begins_on_the_day_of_the_visit(disposed: str, cells: list[str]) -> None:
    text = HELD + claims(REVIEW, f"P | F | 2026-10-20 | IT 1 | | | {disposed}")
    fires("work-disposed-before-review-time", text, *cells)


def test_work_of_a_unit_that_was_claimed_again_may_go() -> None:
    first, again = "M | P | 2026-10-20 | IT 1 | 2026-12-12 | | 2026-12-20", "M | | 2027-01-20 | | | | "
    quiet("work-disposed-before-review-time", HELD + claims(REVIEW, first, again))
