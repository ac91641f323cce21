"""The centre's staff: addresses, roles, codes and absences; what is flagged and, as important, what is not."""

from __future__ import annotations

import datetime as dt

import pytest
from workbooks import fires, quiet

from ocr_sheets.rules import people  # noqa: F401  (its rules are there once it is imported)

STAFF = """
Assessors
| Assessor | Name       | Email | Unavailable from | Unavailable to |
| JS       | Jo Smith   | {}    | {}               | {}             |
| PT       | Pat Taylor |       |                  |                |
"""

CLAIMS = """
Claims
| Candidate number | Entry code | Unit number | Assessor | Standardised by | Claimed on | Visit | Claim status |
"""


def staff(email: str = "", first: str = "", last: str = "") -> str:
    return STAFF.format(email, first, last)


def claim(
    assessor: str = "JS",
    other: str = "PT",
    code: str = "05839",
    unit: str = "8",
    number: str = "0045",
    claimed: str = "2027-01-12",
    visit: str = "IT 1",
    status: str = "submitted",
) -> str:
    return f"| {number} | {code} | {unit} | {assessor} | {other} | {claimed} | {visit} | {status} |\n"


def verified(assessor: str = "JS", other: str = "JS", status: str = "submitted") -> str:
    return claim(assessor, other, "04663", "1", "0102", visit="L4 1", status=status)


# -- addresses


@pytest.mark.parametrize(
    "text",
    [
        "jo.smith",
        "jo.smith at school.sch.uk",
        "jo smith@school.sch.uk",
        "jo@smith@school.sch.uk",
        "jo@school",
        "jo@school.sch.uk.",
        "jo@school.sch.uk,",
        "jo@school,sch.uk",
        "jo@school..uk",
        "jo@.sch.uk",
        "@school.sch.uk",
        "jo@",
        "jo@school.sch. uk",
        "jo@school.sch.uk; pat",
        "Jo Smith <jo@school>",
        "TBC",
    ],
)
def test_what_no_address_can_be_is_found(text: str) -> None:
    (found,) = fires("email-unlikely", staff(text), "Assessors!C2")
    assert found.message == f"“{text}” is not a valid email address."


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-",
        "jo.smith@school.sch.uk",
        "j.o'brien+ocr@school.academy",
        "j.o’brien@school.org",
        "JO_SMITH@SCHOOL.COLLEGE",
        "jo@it-dept.school.photography",
        "siân@ysgol.cymru",
        "jo@schüle.example",
        "j@x.io",
        "mailto:jo@school.sch.uk",
        "Jo Smith <jo@school.sch.uk>",
        "Smith, Jo <jo@school.sch.uk>",
        "jo@school.sch.uk; pat@school.sch.uk",
        "jo@school.sch.uk, pat@school.sch.uk",
        '"jo smith"@school.sch.uk',
    ],
)
def test_what_may_be_an_address_is_left_alone(text: str) -> None:
    quiet("email-unlikely", staff(text))


def test_the_exams_officers_address_is_looked_at_too() -> None:
    fires("email-unlikely", "Centre\n| Label | Value |\n| Exams officer email | exams@school |", "Centre!B2")
    quiet("email-unlikely", "Centre\n| Label | Value |\n| Exams officer email | exams@school.sch.uk |")


TWO = """
Assessors
| Assessor | Name     | Email           |
| JS       | Jo Smith | {first}  |
| {code}   | {name}   | {second} |
"""


def two(first: str, second: str, code: str = "PT", name: str = "Pat Taylor") -> str:
    return TWO.format(first=first, second=second, code=code, name=name)


def test_an_address_that_two_people_have_is_found_at_both() -> None:
    fires("email-shared", two("jo@x.uk", "JO@x.uk"), "Assessors!C2", "Assessors!C3")
    fires("email-shared", two("jo@x.uk", "pat@x.uk; jo@x.uk"), "Assessors!C2", "Assessors!C3")
    fires("email-shared", two("jo@x.uk", "jo@x.uk", code="", name="Pat Taylor"), "Assessors!C2", "Assessors!C3")
    quiet("email-shared", two("jo@x.uk", "pat@x.uk"))
    quiet("email-shared", two("jo@x.uk", "jo@x.uk", code="JS", name="J Smith"))
    quiet("email-shared", two("jo@x.uk", "jo@x.uk", code="", name="Smith, Jo"))


def test_an_address_of_the_exams_officer_that_an_assessor_has_is_found_unless_they_are_one() -> None:
    officer = "Centre\n| Label | Value |\n| Exams officer | {} |\n| Exams officer email | jo@x.uk |\n"
    fires("email-shared", two("jo@x.uk", "") + officer.format("Eve Long"), "Centre!B3", "Assessors!C2")
    quiet("email-shared", two("jo@x.uk", "") + officer.format("Jo Smith"))


def test_more_than_one_address_in_a_cell_is_found() -> None:
    (found,) = fires("email-several", two("jo@x.uk; office@x.uk", ""), "Assessors!C2")
    assert found.message == "This cell holds jo@x.uk and office@x.uk: only one can be used."
    quiet("email-several", two("Jo Smith <jo@x.uk>", "jo@x.uk, jo@x.uk"))


def test_a_person_with_two_addresses_is_found_at_both() -> None:
    fires("email-differs", two("jo@x.uk", "jo@y.uk", code="JS", name="Jo Smith"), "Assessors!C2", "Assessors!C3")
    quiet("email-differs", two("jo@x.uk", "JO@x.uk", code="JS", name="Jo Smith"))
    quiet("email-differs", two("jo@x.uk", "", code="JS", name="Jo Smith"))


def test_an_address_with_other_letters_before_the_at_is_told() -> None:
    fires("email-letters", two("zoë.p@x.uk", ""), "Assessors!C2")
    quiet("email-letters", two("zoe.p@ysgol-ŷ.cymru", ""))


# -- who did what


@pytest.mark.parametrize(("assessor", "other"), [("JS", "JS"), ("js", "Jo Smith"), ("Jo Smith", "J.S.")])
def test_one_person_in_both_roles_is_found_by_code_or_name(assessor: str, other: str) -> None:
    (found,) = fires("same-person-assesses-and-assures", CLAIMS + verified(assessor, other), "Claims!E2")
    assert found.message == "JS both assessed and quality assured unit 1 of 04663."


@pytest.mark.parametrize(
    "row",
    [
        verified("JS", "PT"),
        verified("JS", ""),
        verified("JS", "JS/PT"),
        verified("JX", "JX"),
        verified(status="withdrawn"),
        verified(status="confirmed"),
        claim("JS", "JS"),
    ],
)
def test_two_people_people_who_are_not_known_and_work_that_is_decided_are_left_alone(row: str) -> None:
    quiet("same-person-assesses-and-assures", CLAIMS + verified("JS", "PT") + row)


def test_one_code_or_one_name_of_two_people_proves_nothing() -> None:
    two = "Assessors\n| Assessor | Name |\n| JS | Jo Smith |\n| JS | Jan Short |\n| PT | Pat Lee |\n| PL | Pat Lee |\n"
    quiet("same-person-assesses-and-assures", two + CLAIMS + verified("JS", "JS") + verified("PT", "Pat Lee"))


def test_someone_who_is_away_twice_is_still_one_person() -> None:
    fires(
        "same-person-assesses-and-assures",
        staff() + "| JS | Jo Smith | | 2027-05-01 | |\n" + CLAIMS + verified(),
        "Claims!E2",
    )


def test_an_assessor_who_standardises_is_told_once_for_each_unit() -> None:
    text = CLAIMS + claim("JS", "JS", number="0046") + claim("JS", "Jo Smith") + claim("JS", "JS", unit="9") + claim()
    (first, second) = fires("same-person-standardises", text, "Claims!E3", "Claims!E4")
    assert first.message == "JS assessed and standardised 2 claims of unit 8 of 05839."
    assert second.message == "JS assessed and standardised 1 claim of unit 9 of 05839."


@pytest.mark.parametrize(
    "row",
    [
        claim("JS", "PT"),
        claim("JS", ""),
        claim("JS", "JS", unit="1"),
        claim("JS", "JS", status="confirmed"),
        claim("JS", "JS", status="withdrawn"),
        verified(),
    ],
)
def test_work_that_another_standardised_or_nobody_needs_to_is_left_alone(row: str) -> None:
    quiet("same-person-standardises", CLAIMS + row)


@pytest.mark.parametrize("name", ["M. Moderator", "m moderator", "Moderator, M"])
def test_the_moderator_as_assessor_is_found(name: str) -> None:
    (found,) = fires("moderator-as-assessor", CLAIMS + claim() + claim(name), "Claims!D3")
    assert found.message == f"“{name}” is the moderator of 05839."


def test_the_moderator_is_found_behind_a_staff_code_and_the_eqa_too() -> None:
    text = (
        "Assessors\n| Assessor | Name |\n| MM | M. Moderator |\n" + CLAIMS + claim("MM") + verified("E Assurer", "MM")
    )
    _, found = fires("moderator-as-assessor", text, "Claims!D2", "Claims!D3")
    assert found.message == "“E Assurer” is the external quality assurer of 04663."


@pytest.mark.parametrize(
    "row",
    [
        claim("B. Moderator"),
        claim("JS", "M. Moderator"),
        claim("M. Moderator", code="04663"),
        claim("M. Moderator", status="withdrawn"),
        claim("M. Moderator", status="confirmed"),
        claim("M. Moderator", code="05899"),
    ],
)
def test_another_subjects_moderator_and_other_names_are_left_alone(row: str) -> None:
    quiet("moderator-as-assessor", CLAIMS + row)


@pytest.mark.parametrize("name", ["JS", "Not yet allocated", "To be confirmed", "TBC - OCR", ""])
def test_initials_and_notes_that_nobody_is_known_are_no_names(name: str) -> None:
    text = "Qualifications\n| Entry code | Family | Subject area | Quality assurer |\n"
    text += f"| 05839 | Cambridge Technicals | IT | {name} |\n"
    quiet("moderator-as-assessor", text + CLAIMS + claim("JS") + claim(name))


def test_two_people_with_one_code_are_found() -> None:
    (found,) = fires("assessor-code-twice", staff() + "| p.t. | Paul Taylor | | | |\n", "Assessors!A4")
    assert found.message == "p.t. is also the code of the person in row 3."


@pytest.mark.parametrize(
    "row",
    [
        "| PT | Pat Taylor | | 2027-03-01 | |",
        "| pt | PAT TAYLOR | | | |",
        "| PT | Taylor, Pat | | | |",
        "| PT | P. Taylor | | | |",
        "| PT | Ms Pat Taylor-Young | | | |",
        "| PT | | | | |",
        "| PTA | Paul Taylor | | | |",
        "| | Paul Taylor | | | |",
    ],
)
def test_one_person_in_two_rows_is_left_alone(row: str) -> None:
    quiet("assessor-code-twice", staff() + row)


def test_a_new_name_with_the_same_address_is_one_person() -> None:
    text = staff("jo@school.sch.uk") + "| JS | Jo Walker | JO@school.sch.uk | | |\n"
    quiet("assessor-code-twice", text)
    fires("assessor-code-twice", text.replace("JO@", "walker@"), "Assessors!A4")


# -- days away


@pytest.mark.parametrize(
    ("first", "last"), [("2027-03-11", ""), ("2027-03-11", "2027-03-15"), ("2027-03-08", "2027-03-11")]
)
def test_an_assessor_away_on_the_day_of_a_visit_is_found(first: str, last: str) -> None:
    text = staff(first=first, last=last) + CLAIMS + claim()
    (found,) = fires("staff-unavailable-at-moderation-visit", text, "Assessors!D2")
    assert found.message == "JS is away on 11 Mar 2027, the day of IT 1."
    assert found.by == dt.date(2027, 3, 11)


@pytest.mark.parametrize(
    ("first", "last"),
    [("2027-03-12", "2027-03-15"), ("2027-03-08", "2027-03-10"), ("2027-03-10", ""), ("", "2027-03-11"), ("TBC", "")],
)
def test_the_day_before_and_the_day_after_are_no_matter(first: str, last: str) -> None:
    quiet("staff-unavailable-at-moderation-visit", staff(first=first, last=last) + CLAIMS + claim())


@pytest.mark.parametrize(
    "row",
    [
        claim("PT", "JS"),
        claim("JS", status="confirmed"),
        claim("JS", status="withdrawn"),
        claim("JS", unit="1"),
        claim("JS", claimed="", visit="", status="planned"),
        verified().replace("L4 1", "L4 2"),
    ],
)
def test_only_the_assessor_of_work_that_is_for_the_visit_counts(row: str) -> None:
    quiet("staff-unavailable-at-moderation-visit", staff(first="2027-03-11") + CLAIMS + row)


def test_work_that_is_in_or_names_its_visit_counts() -> None:
    away = staff(first="2027-03-11") + CLAIMS
    fires("staff-unavailable-at-moderation-visit", away + claim(visit=""), "Assessors!D2")
    fires("staff-unavailable-at-moderation-visit", away + claim(claimed="", status="planned"), "Assessors!D2")


def test_a_second_absence_is_found_in_its_own_row_and_a_visit_that_is_over_is_no_matter() -> None:
    text = staff(first="2027-05-03") + "| js | Jo Smith | | 2027-03-11 | |\n" + CLAIMS + claim()
    fires("staff-unavailable-at-moderation-visit", text, "Assessors!D4")
    fires("staff-unavailable-at-moderation-visit", text, "Assessors!D4", as_of=dt.date(2027, 3, 11))
    quiet("staff-unavailable-at-moderation-visit", text, as_of=dt.date(2027, 3, 12))


@pytest.mark.parametrize("status", ["done", "cancelled"])
def test_a_visit_that_is_done_or_cancelled_is_no_matter(status: str) -> None:
    visits = "Visits\n| Visit | Subject area | Visit date | Type | Status |\n"
    visits += f"| IT 1 | IT | 2027-03-11 | virtual | {status} |\n"
    quiet("staff-unavailable-at-moderation-visit", staff(first="2027-03-11") + CLAIMS + claim() + visits)


def test_an_absence_that_ends_before_it_begins_is_found() -> None:
    (found,) = fires("unavailable-dates-reversed", staff(first="2027-03-12", last="2027-03-11"), "Assessors!E2")
    assert found.message == "Away until 11 Mar 2027, but from 12 Mar 2027."


@pytest.mark.parametrize(
    ("first", "last"), [("2027-03-12", "2027-03-12"), ("2027-03-12", ""), ("", "2027-03-12"), ("TBC", "2027-03-12")]
)
def test_an_absence_of_one_day_and_one_with_an_open_end_are_right(first: str, last: str) -> None:
    quiet("unavailable-dates-reversed", staff(first=first, last=last))


def test_a_closure_that_ends_before_it_begins_is_found() -> None:
    text = "Closures\n| From | To | Reason |\n| 2027-02-15 | 2027-02-15 | Inset |\n| 2027-02-19 | 2027-02-18 | Half-term |\n"
    (found,) = fires("closure-dates-reversed", text, "Closures!B3")
    assert found.message == "Closed until 18 Feb 2027, but from 19 Feb 2027."


def test_a_closure_of_one_day_is_right() -> None:
    quiet(
        "closure-dates-reversed",
        "Closures\n| From | To | Reason |\n| 2027-02-15 | 2027-02-15 | |\n| 2027-02-22 | | |\n",
    )
