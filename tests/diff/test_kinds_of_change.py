"""Kinds of change by kind: what is only sorted or called otherwise is the same, and what can no longer be seen is not fixed."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from workbooks import AS_OF, BASE, parse, xlsx

from ocr_sheets.diff.changes import Changes, changes_between
from ocr_sheets.diff.doubts import Doubt
from ocr_sheets.diff.findings import Became, Why
from ocr_sheets.diff.visits import Turn
from ocr_sheets.diff.wording import before_and_after, verdict, warning
from ocr_sheets.patching import Workbook
from ocr_sheets.reading import read_book
from ocr_sheets.reading.cells import read_grids
from ocr_sheets.report import Report, make_report
from ocr_sheets.rulebook import load_rulebook

CENTRE = """
Centre
| Label         | Value    |
| Centre number | 12345    |
| Centre name   | Old Mill |
| Academic year | 2026/27  |
| Nation        | England  |

Candidates
| Candidate number | Surname | Forenames | Date of birth | ULN        | Remarks  |
| 0045             | Adams   | Ali       | 2009-01-02    | 9000000113 |          |
| 0046             | Brown   | Bea       | 2009-02-03    | 9000000121 | left-handed |
| 0047             | Clarke  | Cy        | 2009-03-04    | 9000000148 |          |
| 0048             | Dunn    | Dee       | 2009-04-05    | 9000000156 |          |
| 0049             | Evans   | Ed        | 2009-05-06    | 9000000164 |          |

Entries
| Candidate number | Entry code | Unit number | Entry type | Entered on | Withdrawn on |
| 0045             | 05839      |             | full award | 2026-10-01 |              |
| 0046             | 05839      |             | full award | 2026-10-01 |              |
| 0047             | 05839      |             | full award | 2026-10-01 |              |

Visits
| Visit | Subject area | Entry code | Visit date | Type         | Type told on | Status    | Booked on |
| IT 1  | IT           |            | 2027-03-11 | face-to-face | 2027-01-15   | confirmed |           |
| L4 1  |              | 04663      | 2027-03-12 |              |              | confirmed |           |

Claims
| Candidate number | Entry code | Unit number | Assessor | Standardised by | Grade | Claimed on | Visit | Claim status | Sample requested on |
| 0045             | 05839      | 8           | JS       | PT              | M     | 2027-02-26 | IT 1  | submitted    |                     |
| 0045             | 05839      | 9           | JS       | PT              | M     | 2027-01-10 | IT 1  | submitted    | 2027-01-25          |
| 0046             | 05839      | 8           | PT       | JS              | P     | 2027-01-10 | IT 1  | submitted    |                     |
| 0047             | 05839      | 8           | XY       | JS              | P     | 2027-01-10 | IT 1  | submitted    |                     |
"""

Sheets = Mapping[str, list[list[str]]]


def side(sheets: Sheets) -> tuple[Report, Mapping[str, object]]:
    workbook = Workbook.from_bytes(xlsx(sheets))
    report = make_report("centre.xlsx", read_book(workbook, AS_OF), load_rulebook())
    return report, {grid.name: grid.rows for grid in read_grids(workbook)}


def sheets_of(text: str) -> dict[str, list[list[str]]]:
    return {**parse(BASE), **parse(text)}


def changes(new: str | Sheets, old: str | Sheets = CENTRE) -> Changes:
    (was, before), (now, after) = (side(sheets_of(one) if isinstance(one, str) else one) for one in (old, new))
    return changes_between(was, now, contents=(before, after))  # type: ignore[arg-type]


def became(found: Changes, code: str) -> list[Became]:
    return [change.became for change in found.findings if change.finding.rule.code == code]


def cells(found: Changes) -> list[tuple[str, str, str]]:
    return [(change.cell.ref, *before_and_after(change)) for change in found.cells]


LATE = "claim-under-two-weeks"


def test_the_centre_of_these_tests_has_findings() -> None:
    assert LATE in {finding.rule.code for finding in changes(CENTRE).new.findings}


# -- sorted and renamed


def test_sheets_headings_visits_people_and_candidates_may_be_called_otherwise() -> None:
    new = {("Claim tracker" if name == "Claims" else name): rows for name, rows in sheets_of(CENTRE).items()}
    new["Claim tracker"][0][6] = "Date claimed"
    renamed = {"JS": "JSM", "0045": "0145", "IT 1": "Spring", "IT": "Computing"}
    new = {name: [[renamed.get(cell, cell) for cell in row] for row in rows] for name, rows in new.items()}
    found = changes(new)
    assert {change.became for change in found.findings} == {Became.STILL_THERE}
    assert [(change.turn, change.note) for change in found.dates] == [(Turn.RENAMED, "name Spring, was IT 1")]
    # What is called otherwise is told once, where it stands itself, and not in the rows that name it.
    assert sorted(cells(found)) == [
        ("A2", "0045", "0145"),
        ("A2", "JS", "JSM"),
        ("F2", "IT", "Computing"),
        ("F3", "IT", "Computing"),
    ]
    assert not found.rows


def test_a_finding_at_the_last_of_several_rows_is_the_same_where_they_are_sorted() -> None:
    head = "Claims\n| Candidate number | Entry code | Unit number | Assessor | Grade | Claimed on | Visit | Claim status | Sample requested on |"
    rows = [
        f"| 00{number} | 05839 | 8 | JS | P | 2027-01-10 | IT 1 | submitted | 2027-01-26 |" for number in range(50, 57)
    ]
    others = CENTRE.partition("\nClaims\n")[0]
    old, new = (f"{others}\n" + "\n".join([head, *order]) for order in (rows, rows[::-1]))
    found = changes(new, old)
    assert became(found, "sample-over-six") == [Became.STILL_THERE]
    assert found.is_nothing


def test_two_claims_of_one_unit_keep_apart_where_they_are_sorted() -> None:
    again = CENTRE + "| 0046 | 05839 | 8 | PT | JS | D | 2027-02-26 | IT 1 | submitted | |\n"
    lines = again.strip().splitlines()
    turned = "\n".join([*lines[:-5], *reversed(lines[-5:])])
    assert changes(turned, again).is_nothing


# -- fixed, or no longer seen


@pytest.mark.parametrize(
    ("old", "new", "became_what", "why"),
    [
        ("2027-02-26", "2027-02-25", Became.FIXED, None),
        ("2027-02-26", "          ", Became.NOT_CHECKED, Why.VALUE_GONE),
        ("2027-02-26", "TBC", Became.NOT_CHECKED, Why.VALUE_GONE),
        ("2027-02-26", "31/02/2027", Became.NOT_CHECKED, Why.UNREADABLE),
        ("2027-03-11", "TBC", Became.NOT_CHECKED, Why.UNREADABLE),
        ("2027-03-11", "          ", Became.NOT_CHECKED, Why.VALUE_GONE),
        ("Claimed on", "Sundries", Became.NOT_CHECKED, Why.NOT_MADE),
        ("2027-01-15   | confirmed", "2027-01-15   | cancelled", Became.NO_LONGER_APPLIES, Why.CANCELLED),
        ("2027-02-26 | IT 1  | submitted", "2027-02-26 | IT 1  | withdrawn", Became.NO_LONGER_APPLIES, Why.WITHDRAWN),
        ("2027-03-11", "2027-03-12", Became.FIXED, None),
        ("| 0045             | 05839      | 8 ", "| 0049             | 05839      | 8 ", Became.ROW_GONE, Why.ROW_GONE),
    ],
)
def test_a_finding_is_fixed_only_where_its_check_was_made_again(
    old: str, new: str, became_what: Became, why: Why | None
) -> None:
    found = changes(CENTRE.replace(old, new, 1))
    (change,) = [one for one in found.findings if one.finding.rule.code == LATE and one.is_of_the_older]
    assert (change.became, change.lost.why if change.lost else None) == (became_what, why)


def test_a_finding_about_a_person_does_not_go_with_a_column_of_others() -> None:
    old = (
        CENTRE
        + "\nAssessors\n| Assessor | Name | Unavailable from | Unavailable to |\n| JS | Jo Smith | | |\n| PT | Pat Taylor | 2027-03-11 | 2027-03-11 |\n"
    )
    found = changes(old.replace("Standardised by", "Sundries").replace("| PT       | JS ", "| JS       | JS "), old)
    assert not {change.finding.rule.code for change in found.findings if change.became is Became.FIXED}


def test_a_family_that_is_no_longer_named_is_no_fix() -> None:
    sheets = sheets_of(CENTRE)
    for row in sheets["Qualifications"][1:]:
        row[2] = ""
    sheets["Units"] = sheets["Units"][:1]
    assert Became.FIXED not in became(changes(sheets), LATE)


# -- cells


def test_cells_that_no_finding_date_or_count_shows_are_listed() -> None:
    found = changes(CENTRE.replace("| PT       | JS              | P ", "| PT       | JS              | D "))
    assert cells(found) == [("F4", "P", "D")]
    assert verdict(found).startswith("No finding, date or count has changed; 1 cell has.")


def test_a_column_that_is_not_read_is_compared_and_not_shown() -> None:
    found = changes(CENTRE.replace("left-handed", "right-handed"))
    assert cells(found) == [("F3", "not shown here", "not shown here")]


def test_of_a_candidate_only_the_number_is_told() -> None:
    found = changes(CENTRE.replace("Brown   | Bea", "Brownlow | Bea"))
    assert cells(found) == [("B3", "not shown here", "not shown here")]


def test_a_row_for_another_is_no_same_number_of_rows() -> None:
    found = changes(CENTRE.replace("| 0047             | 05839      | 8 ", "| 0047             | 05839      | 9 "))
    assert (found.rows["Claims"].added, found.rows["Claims"].gone) == (1, 1)
    assert not found.is_nothing


def test_a_column_of_the_centres_own_that_went_is_told() -> None:
    sheets = sheets_of(CENTRE)
    sheets["Candidates"] = [row[:5] for row in sheets["Candidates"]]
    assert [(one.heading, one.is_gone, one.filled) for one in changes(sheets).content.columns] == [("Remarks", True, 1)]


# -- two centres, two years


@pytest.mark.parametrize(
    ("old", "new", "doubt"),
    [
        ("12345 ", "54321 ", Doubt.CENTRE_NUMBER),
        ("2026/27", "2027/28", Doubt.YEAR),
    ],
)
def test_two_centres_or_two_years_are_told(old: str, new: str, doubt: Doubt) -> None:
    found = changes(CENTRE.replace(old, new))
    assert [one.doubt for one in found.doubts] == [doubt]
    assert warning(found)


def test_other_people_under_the_same_numbers_are_told() -> None:
    sheets = sheets_of(CENTRE)
    for number, row in enumerate(sheets["Candidates"][1:]):
        row[1:5] = [f"Other{number}", f"Person{number}", f"2008-07-0{number + 1}", f"900000{number}200"]
    assert Doubt.PEOPLE in {one.doubt for one in changes(sheets).doubts}


def test_the_same_centre_a_month_later_is_not_doubted() -> None:
    assert changes(CENTRE.replace("Brown ", "Browne ").replace("Old Mill", "The Old Mill")).doubts == []
