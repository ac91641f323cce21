"""Every dated line, worked out by hand. 11 March 2027 is a Thursday."""

from __future__ import annotations

import datetime as dt

import pytest
from workbooks import AS_OF, NO_ENTRIES, ONLY_UNIT_8, book_of

from ocr_sheets.dates import say_weekday
from ocr_sheets.model.records import Visit
from ocr_sheets.rulebook import load_rulebook
from ocr_sheets.schedule.deadlines import DeadlineLine, What, calendar_of, deadline_lines


def lines(text: str = "", as_of: dt.date = AS_OF) -> list[DeadlineLine]:
    return deadline_lines(book_of(text, as_of), load_rulebook())


def dates(name: str, text: str = "") -> dict[str, str]:
    """The dated lines of one visit, as people say them."""
    return {line.what: say_weekday(line.date) for line in lines(text) if line.visit and line.visit.name == name}


def visit(date: str, kind: str = "virtual", rest: str = "| ") -> str:
    return (
        "Visits\n| Visit | Subject area | Visit date | Type | Status | Booked on | Type told on |\n"
        f"| IT 1 | IT | {date} | {kind} {rest} |\n"
    )


def done(text: str) -> dict[str, bool]:
    return {line.what: line.done for line in lines(text) if isinstance(line.of, Visit) and line.of.name == "IT 1"}


def test_the_days_of_a_virtual_visit() -> None:
    assert dates("IT 1", visit("2027-03-11", "virtual")) == {
        "Make entries by": "Thu 11 Feb 2027",
        "Tell moderator visit type by": "Thu 11 Feb 2027",
        "Submit claims by": "Thu 25 Feb 2027",
        "Sample request due from OCR by": "Mon 1 Mar 2027",
        "Upload sample by": "Sat 6 Mar 2027",
    }


def test_the_days_of_a_face_to_face_visit() -> None:
    assert dates("IT 1", visit("2027-03-11", "face-to-face")) == {
        "Make entries by": "Thu 11 Feb 2027",
        "Tell moderator visit type by": "Thu 11 Feb 2027",
        "Submit claims by": "Thu 25 Feb 2027",
        "Earliest sample request": "Thu 18 Feb 2027",
        "Sample request due from OCR by": "Mon 1 Mar 2027",
    }


def test_without_a_type_the_days_that_hang_on_it_are_not_named() -> None:
    assert set(dates("IT 1", visit("2027-03-11", ""))) == {
        "Make entries by",
        "Tell moderator visit type by",
        "Submit claims by",
        "Sample request due from OCR by",
    }


def test_a_visit_on_30_june_2024_has_its_deadlines_on_sundays_and_all_the_same() -> None:
    # B98: no source moves a day to a working day.
    assert dates("IT 1", visit("2024-06-30")) == {
        "Make entries by": "Sun 2 Jun 2024",
        "Tell moderator visit type by": "Sun 2 Jun 2024",
        "Submit claims by": "Sun 16 Jun 2024",
        "Sample request due from OCR by": "Thu 20 Jun 2024",
        "Upload sample by": "Tue 25 Jun 2024",
    }


@pytest.mark.parametrize("rest", ["| cancelled", "| "])
def test_a_cancelled_visit_and_one_before_the_present_rules_have_none(rest: str) -> None:
    assert dates("IT 1", visit("2027-03-11" if "cancelled" in rest else "2022-03-10", "virtual", rest)) == {}


# -- working days


@pytest.mark.parametrize(
    ("date", "decision"),
    [
        ("2026-12-23", "Mon 4 Jan 2027"),  # over 25 and 28 December and 1 January
        ("2027-03-12", "Fri 19 Mar 2027"),
        ("2027-03-24", "Fri 2 Apr 2027"),  # over Good Friday and Easter Monday, 26 and 29 March
        ("2027-05-27", "Fri 4 Jun 2027"),  # over 31 May
    ],
)
def test_the_eqa_decides_within_five_working_days(date: str, decision: str) -> None:
    text = f"Visits\n| Visit | Entry code | Visit date |\n| L4 1 | 04663 | {date} |\n"
    assert dates("L4 1", text) == {"EQA confirms claims by": decision}


def test_ocrs_working_days_are_englands_wherever_the_centre_is_and_whenever_it_is_shut() -> None:
    text = """
    Centre
    | Label  | Value            |
    | Nation | Northern Ireland |

    Closures
    | From       | To         |
    | 2027-03-15 | 2027-03-19 |

    Visits
    | Visit | Entry code | Visit date |
    | L4 1  | 04663      | 2027-03-12 |
    """
    # St Patrick's Day, 17 March, is a bank holiday in Northern Ireland only.
    assert dates("L4 1", text) == {"EQA confirms claims by": "Fri 19 Mar 2027"}
    (line,) = [line for line in lines(text) if line.what is What.EQA_DECISION_BY]
    assert line.last_working_day == dt.date(2027, 3, 12)
    assert line.working
    assert line.days == 5


def test_certificates_follow_results_by_five_working_days_for_verified_claims_only() -> None:
    text = """
    Claims
    | Candidate number | Entry code | Unit number | Assessor | Results published on | Certificate issued on | Claim status |
    | 0102             | 04663      | 1           | JS       | 2026-12-23           |                       | confirmed    |
    | 0102             | 04663      | 2           | JS       | 2027-01-15           | 2027-01-21            | confirmed    |
    | 0102             | 04663      | 2           | JS       | 2027-01-15           |                       | withdrawn    |
    | 0045             | 05839      | 8           | JS       | 2027-01-15           |                       | confirmed    |
    """
    found = [(line.of.row, line.date, line.done) for line in lines(text) if line.what is What.CERTIFICATE_BY]
    assert found == [(2, dt.date(2027, 1, 4), False), (3, dt.date(2027, 1, 22), True)]


@pytest.mark.parametrize(
    ("day", "last"),
    [
        ("2027-03-11", "2027-03-11"),
        ("2027-03-06", "2027-03-05"),  # a Saturday
        ("2027-03-29", "2027-03-25"),  # Easter Monday, and Good Friday before it
        ("2027-02-19", "2027-02-12"),  # half-term
        ("2027-03-12", "2027-03-11"),  # one day shut, with no last day given
        ("2027-04-01", "2027-04-01"),  # a closure that ends before it begins shuts nothing
    ],
)
def test_the_last_working_day_before_a_holiday_or_a_closure(day: str, last: str) -> None:
    text = """
    Closures
    | From       | To         |
    | 2027-02-15 | 2027-02-19 |
    | 2027-03-12 |            |
    | 2027-04-01 | 2027-03-31 |
    """
    assert calendar_of(book_of(text)).last_on_or_before(dt.date.fromisoformat(day)) == dt.date.fromisoformat(last)


def test_st_patricks_day_is_no_working_day_in_northern_ireland() -> None:
    text = "Centre\n| Label | Value |\n| Nation | Northern Ireland |\n"
    day = dt.date(2027, 3, 17)
    assert not calendar_of(book_of(text)).is_worked(day)
    assert calendar_of(book_of()).is_worked(day)


# -- summer


def summer(date: str, rest: str = "| ", need: str = "UCAS", claim: str = "") -> str:
    return (
        visit(date, "virtual", rest)
        + NO_ENTRIES
        + f"Candidates\n| Candidate number | Surname | Forenames | Results needed by |\n| 0045 | Adams | Ali | {need} |\n"
        + "Claims\n| Candidate number | Entry code | Unit number | Assessor | Visit | Claim status |\n"
        + f"| 0045 | 05839 | 8 | JS | IT 1 | {claim} |\n"
    )


@pytest.mark.parametrize(
    ("date", "book_by", "advised"),
    [
        ("2027-05-15", False, False),
        ("2027-05-16", True, False),
        ("2027-06-29", True, False),  # claims by 15 June anyway
        ("2027-06-30", True, True),  # claims by 16 June are in time; OCR's results page says the 15th (B52)
    ],
)
def test_a_visit_that_summer_results_wait_for_is_booked_by_15_may(date: str, book_by: bool, advised: bool) -> None:
    found = dates("IT 1", summer(date))
    assert found.get("Book final visit by") == ("Sat 15 May 2027" if book_by else None)
    assert found.get("Submit claims as OCR advises by") == ("Tue 15 Jun 2027" if advised else None)


@pytest.mark.parametrize(
    ("need", "claim"), [("", ""), ("summer 2028", ""), ("2027-03-01", ""), ("UCAS", "withdrawn"), ("UCAS", "confirmed")]
)
def test_a_visit_that_nobody_waits_for_in_summer_need_not_be_booked_by_then(need: str, claim: str) -> None:
    assert "Book final visit by" not in dates("IT 1", summer("2027-06-30", need=need, claim=claim))


def test_an_examined_unit_does_not_wait_for_a_visit() -> None:
    assert "Book final visit by" not in dates("IT 1", summer("2027-06-30").replace("05839 | 8", "05839 | 1"))


@pytest.mark.parametrize(
    ("rest", "is_booked"),
    [("| ", False), ("| planned", False), ("| confirmed", True), ("| | 2027-01-20", True), ("| | 2027-05-20", False)],
)
def test_a_visit_is_booked_when_it_is_confirmed_or_has_a_day(rest: str, is_booked: bool) -> None:
    text = summer("2027-06-24").replace("virtual |  |", f"virtual {rest} |")
    assert done(text)["Book final visit by"] is is_booked


# -- done


CLAIMS = """
Claims
| Candidate number | Entry code | Unit number | Assessor | Visit | Claimed on | Sample requested on | Sample uploaded on |
| 0045             | 05839      | 8           | JS       | IT 1  | 2027-01-10 | {asked}             | {uploaded}         |
| 0046             | 05839      | 8           | JS       | IT 1  | {second}   |                     |                    |
| 0046             | 05839      | 1           | JS       |       |            |                     |                    |
"""


ENTERED = """
Entries
| Candidate number | Entry code | Entry type | Unit number | Entered on |
| 0045             | 05839      | unit       | 8           | 2026-10-01 |
| 0046             | 05839      | unit       | 8           | 2026-10-01 |
"""


def test_a_line_is_done_when_all_the_work_it_is_about_is() -> None:
    virtual = visit("2027-03-11") + ENTERED
    begun = done(virtual + CLAIMS.format(asked="", uploaded="", second=""))
    # The examined unit in the last row is never claimed, and holds nothing up.
    assert begun == {
        "Make entries by": True,
        "Tell moderator visit type by": False,
        "Submit claims by": False,
        "Sample request due from OCR by": False,
        "Upload sample by": False,
    }
    claimed = done(virtual + CLAIMS.format(asked="2027-01-26", uploaded="", second="2027-01-11"))
    assert claimed["Submit claims by"]
    assert claimed["Sample request due from OCR by"]
    assert not claimed["Upload sample by"]
    assert done(virtual + CLAIMS.format(asked="2027-01-26", uploaded="2027-01-30", second=""))["Upload sample by"]


def test_a_confirmed_unit_holds_up_neither_entries_nor_claims() -> None:
    text = """
    Claims
    | Candidate number | Entry code | Unit number | Assessor | Visit | Claim status |
    | 0102             | 05839      | 8           | JS       | IT 1  | {}           |
    """
    found = done(visit("2027-03-11") + NO_ENTRIES + text.format("confirmed"))
    assert (found["Make entries by"], found["Submit claims by"]) == (True, True)
    found = done(visit("2027-03-11") + NO_ENTRIES + text.format("planned"))
    assert (found["Make entries by"], found["Submit claims by"]) == (False, False)


def test_without_work_nothing_is_done_and_after_a_visit_that_was_held_all_is() -> None:
    assert not any(done(visit("2027-03-11") + NO_ENTRIES).values())
    assert all(done(visit("2027-01-14", "virtual", "| done") + NO_ENTRIES).values())
    ahead = done(visit("2027-03-11", "virtual", "| done") + NO_ENTRIES)
    assert not any(ahead.values())  # a visit to come is not over, whatever its status says


def test_work_that_only_an_entry_implies_is_entered_and_not_claimed() -> None:
    found = done(visit("2027-03-11") + ONLY_UNIT_8)
    assert (found["Make entries by"], found["Submit claims by"]) == (True, False)


@pytest.mark.parametrize(
    ("status", "claimed", "is_done"),
    [
        ("submitted", "2026-11-02", False),
        ("sent to OCR", "2026-11-02", False),
        ("submitted", "2027-01-14", False),
        ("confirmed", "2026-11-02", True),
        ("withdrawn", "2026-11-02", True),
        ("submitted", "2027-01-20", True),  # claimed after the visit: for the next one
    ],
)
def test_an_eqa_visit_is_decided_once_no_claim_made_before_it_waits(status: str, claimed: str, is_done: bool) -> None:
    text = (
        "Visits\n| Visit | Entry code | Visit date |\n| L4 1 | 04663 | 2027-01-14 |\n"
        "Claims\n| Candidate number | Entry code | Unit number | Assessor | Visit | Claimed on | Claim status |\n"
        f"| 0102 | 04663 | 1 | JS | L4 1 | {claimed} | {status} |\n"
    )
    (line,) = lines(text)
    assert line.done is is_done


@pytest.mark.parametrize(("as_of", "is_done"), [("2027-03-11", False), ("2027-03-12", True), ("2027-03-13", True)])
def test_an_eqa_visit_to_come_is_not_decided(as_of: str, is_done: bool) -> None:
    found = lines(as_of=dt.date.fromisoformat(as_of))
    assert [line.done for line in found if line.what is What.EQA_DECISION_BY] == [is_done, False]


def test_lines_come_in_order_of_date() -> None:
    found = [line.date for line in lines()]
    assert found == sorted(found)
