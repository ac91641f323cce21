"""How a row stands, in one word: late before to be fixed, to be fixed before due, and nothing where nothing is to be said of it."""

from __future__ import annotations

import datetime as dt

import pytest
from added_columns import claims, shown, visits
from workbooks import AS_OF, report_of

from ocr_sheets.annotations import Follows, Stage, Status
from ocr_sheets.annotations.status import row_status, status_of
from ocr_sheets.annotations.view import View
from ocr_sheets.model.records import Claim, Entry, Visit

ONE_DAY = dt.timedelta(days=1)
DAY_OF_A_CLAIM = "Visit | Claimed on | Claim status | Confirmed grade | Sample requested on | Sample uploaded on"


def told(status: Status | None) -> tuple[str, dt.date | None] | None:
    """A status as its word and the day of what is due."""
    return (str(status.stage), status.due.date if status.due else None) if status else None


def of_claim(row: str, as_of: dt.date = AS_OF, text: str = "") -> tuple[str, dt.date | None] | None:
    """How the first claim stands by itself."""
    report = report_of(claims(DAY_OF_A_CLAIM, row) + text, as_of)
    return told(status_of(report.book.claims[0], View(report)))


# -- a claim


CLAIM_BY = dt.date(2027, 2, 25)
UPLOAD_BY = dt.date(2027, 3, 6)


@pytest.mark.parametrize(
    ("row", "status"),
    [
        ("IT 1 | | planned | | | ", ("Due", CLAIM_BY)),
        ("IT 1 | 2027-01-20 | submitted | | | ", ("Done", None)),
        ("IT 1 | | submitted | | | ", ("Done", None)),
        ("IT 1 | | | M | | ", ("Done", None)),  # OCR has confirmed it
        ("IT 1 | | planned | | 2027-01-30 | ", ("Done", None)),  # OCR asked for it, so it was claimed
        ("IT 1 | 2027-02-02 | planned | | | ", ("Due", CLAIM_BY)),  # a day of claim still to come is a plan
        ("IT 1 | | withdrawn | | | ", None),
        ("IT 9 | | planned | | | ", None),
        ("0045 | 05839 | 1 | JS | IT 1 | | planned | | | ", None),  # an examined unit
        ("0045 | 05839 | 1 | JS | IT 1 | 2027-01-20 | submitted | | | ", None),
    ],
)
def test_a_claim_is_due_until_it_is_made_and_then_done(row: str, status: tuple[str, dt.date | None] | None) -> None:
    assert of_claim(row) == status


@pytest.mark.parametrize(("ahead", "word"), [(1, "Due"), (0, "Due"), (-1, "Late")])
def test_a_claim_is_late_from_the_day_after_its_last_day(ahead: int, word: str) -> None:
    status = of_claim("IT 1 | | planned | | | ", CLAIM_BY - ahead * ONE_DAY)
    assert status
    assert status[0] == word


VIRTUAL = visits("Visit date | Type | Type told on", "2027-03-11 | virtual | 2027-01-15")
ASKED_FOR = "IT 1 | 2027-01-20 | submitted | | 2027-02-26 | "


@pytest.mark.parametrize(
    ("row", "as_of", "status"),
    [
        (ASKED_FOR, UPLOAD_BY - ONE_DAY, ("Due", UPLOAD_BY)),
        (ASKED_FOR, UPLOAD_BY, ("Due", UPLOAD_BY)),
        (ASKED_FOR, UPLOAD_BY + ONE_DAY, ("Late", None)),
        (ASKED_FOR, dt.date(2027, 2, 25), ("Done", None)),  # OCR has not asked yet
        (ASKED_FOR + "2027-03-01", UPLOAD_BY + ONE_DAY, ("Done", None)),
        (ASKED_FOR + "2027-03-05", dt.date(2027, 3, 4), ("Due", UPLOAD_BY)),  # the upload is only planned
        (ASKED_FOR.replace("| | 2027-02-26", "| M | 2027-02-26"), UPLOAD_BY, ("Done", None)),  # confirmed already
    ],
)
def test_what_ocr_asked_for_a_virtual_visit_is_due_until_it_is_uploaded(
    row: str, as_of: dt.date, status: tuple[str, dt.date | None]
) -> None:
    assert of_claim(row, as_of, VIRTUAL) == status


def test_nothing_is_uploaded_for_a_visit_in_person() -> None:
    assert of_claim(ASKED_FOR, UPLOAD_BY) == ("Done", None)


# -- a visit and an entry


def of_visit(row: str, as_of: dt.date = AS_OF) -> tuple[str, dt.date | None] | None:
    report = report_of(visits("Visit date | Type | Type told on | Status", row), as_of)
    return told(status_of(report.book.visits[0], View(report)))


@pytest.mark.parametrize(
    ("row", "status"),
    [
        ("2026-11-12 | face-to-face | 2026-10-01 | done", ("Done", None)),
        (" | face-to-face | 2026-10-01 | done", None),  # nobody can tell when it was
        (" | | | planned", None),
        ("2026-11-12 | face-to-face | 2026-10-01 | cancelled", None),
    ],
)
def test_a_visit_without_a_day_or_cancelled_has_no_status(row: str, status: tuple[str, dt.date | None] | None) -> None:
    assert of_visit(row) == status


def test_a_visit_whose_type_is_told_and_entries_are_made_is_due_by_the_next_of_its_days() -> None:
    assert of_visit("2027-03-11 | face-to-face | 2027-01-15 | confirmed") == ("Due", CLAIM_BY)


def test_what_is_due_is_tied_to_the_cell_of_the_visits_day() -> None:
    report = report_of(claims(DAY_OF_A_CLAIM, "IT 1 | | planned | | | "))
    visit, view = report.book.visits[0], View(report)
    for record in (report.book.claims[0], visit):
        status = status_of(record, view)
        assert status
        assert status.due == Follows(visit, "visit_date", -14, CLAIM_BY)


def test_a_visit_is_due_by_the_first_of_its_days_that_are_still_to_be_kept_and_late_once_one_was_not() -> None:
    told_late = "2027-03-11 | face-to-face | | planned"
    tell_by = dt.date(2027, 2, 11)
    assert of_visit(told_late, tell_by - ONE_DAY) == ("Due", tell_by)
    assert of_visit(told_late, tell_by) == ("Due", tell_by)
    assert of_visit(told_late, tell_by + ONE_DAY) == ("Late", None)


@pytest.mark.parametrize(
    ("days", "status"), [("2027-02-01 | ", "Done"), ("2027-02-02 | ", None), ("2026-10-01 | 2027-01-10", None)]
)
def test_an_entry_is_done_once_its_day_has_come_and_it_was_not_withdrawn(days: str, status: str | None) -> None:
    heads = "| Candidate number | Entry code | Entry type | Entered on | Withdrawn on |"
    report = report_of(f"Entries\n{heads}\n| 0045 | 05839 | full award | {days} |\n")
    own = status_of(report.book.entries[0], View(report))
    assert (own and own.stage) == status


# -- the row: what is due of it and what was found of it


CLAIMED_LATE = claims("Visit | Claimed on | Grade | Claim status", "IT 1 | 2027-02-26 | M | submitted")
MUST_FIX = "claim-under-two-weeks"


@pytest.mark.parametrize(
    ("by", "is_over", "accepted", "stage"),
    [
        (AS_OF - ONE_DAY, False, "", Stage.LATE),
        (AS_OF, False, "", Stage.FIX),
        (None, False, "", Stage.FIX),
        (AS_OF - ONE_DAY, True, "", Stage.FIX),  # only the record can still be put right
        (AS_OF - ONE_DAY, False, "agreed", None),
    ],
)
def test_what_must_be_fixed_is_late_once_its_day_is_past(
    by: dt.date | None, is_over: bool, accepted: str, stage: Stage | None
) -> None:
    report = report_of(CLAIMED_LATE)
    (finding,) = [one for one in report.findings if one.rule.code == MUST_FIX]
    status = row_status([], [finding._replace(by=by, is_over=is_over, accepted=accepted)], View(report), False)
    assert status == (Status(stage, ref=finding.ref) if stage else None)


def test_what_asks_for_most_is_told_and_of_two_alike_the_one_with_a_line_on_to_do() -> None:
    report = report_of(CLAIMED_LATE)
    (finding,) = [one for one in report.findings if one.rule.code == MUST_FIX]
    view = View(report)
    late = finding._replace(by=AS_OF - ONE_DAY)
    done, own_late = Status(Stage.DONE), Status(Stage.LATE)
    assert row_status([done], [finding], view, True) == Status(Stage.FIX, ref=finding.ref)
    assert row_status([own_late], [finding], view, True) == own_late
    assert row_status([own_late], [late], view, False) == Status(Stage.LATE, ref=late.ref)
    assert row_status([own_late, None], [], view, False) == own_late
    assert row_status([done], [], view, True) == Status(Stage.FILL_IN)
    assert row_status([done, None], [], view, False) == done
    assert row_status([], [], view, False) is None


def test_of_two_days_that_are_due_the_first_is_told() -> None:
    report = report_of(claims(DAY_OF_A_CLAIM, "IT 1 | | planned | | | "))
    view = View(report)
    first = status_of(report.book.claims[0], view)
    assert first
    assert first.due
    later = first._replace(due=first.due._replace(date=first.due.date + ONE_DAY))
    assert row_status([later, first], [], view, False) == first


def test_on_the_sheet_a_row_has_its_own_status_unless_a_finding_or_an_empty_cell_asks_for_more() -> None:
    rows = ("IT 1 | planned | D*", "0046 | 05839 | 9 | JS | IT 1 | planned | M")
    for as_of, words in ((CLAIM_BY, ["Check", "Due"]), (CLAIM_BY + ONE_DAY, ["Late", "Late"])):
        assert [
            row["Row status"] for row in shown(Claim, claims("Visit | Claim status | Grade", *rows), as_of)
        ] == words
    undated = visits("Visit date | Type | Type told on | Status", " | | | planned")
    assert shown(Visit, undated)[0]["Row status"] == "To fill in"
    assert [row["Row status"] for row in shown(Entry)] == ["Done"] * 3
