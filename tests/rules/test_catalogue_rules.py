"""The rules that query a workbook with the catalogue. No code or title is at fault for not being in it."""

from __future__ import annotations

import pytest
from workbooks import findings, fires, quiet

from ocr_sheets.rules import RULES, catalogue as rules

QUALIFICATIONS = """
Qualifications
| Entry code | QAN | Title | Family | Suite | Level | Subject area | Size unit |
"""
UNITS = """
Units
| Entry code | Unit number | Unit title | Unit reference | Size | Assessment |
"""
TECHNICALS = "Cambridge Technicals"


def qualification(
    code: str = "",
    title: str = "",
    *,
    qan: str = "",
    family: str = TECHNICALS,
    suite: str = "",
    level: str = "",
    subject: str = "",
    size: str = "",
) -> str:
    return f"| {code} | {qan} | {title} | {family} | {suite} | {level} | {subject} | {size} |\n"


def qualifications(*rows: str) -> str:
    return QUALIFICATIONS + "".join(rows)


BUSINESS = qualification("05835", "Business", suite="2016", level="3", subject="Business")
IT_2016 = qualification("05839", "IT", suite="2016", level="3", subject="IT")
IT_2012 = qualification("05355", "IT", suite="2012", level="3", subject="IT")


def units(*rows: str, of: str = BUSINESS + IT_2016 + IT_2012) -> str:
    return qualifications(of) + UNITS + "".join(rows)


def message(code: str, text: str) -> str:
    (one,) = findings(code, text)
    return one.message


# ------------------------------------------------------------------------------------------------------- entry codes


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (qualification("05835", "Business", suite="2016", level="2"), "level 2"),
        (qualification("05835", "Cambridge Technical L2 in Business"), "level 2"),
        (qualification("05835", "Business", suite="2012", level="3"), "2012 suite"),
        (qualification("05835", "Business (2012)"), "2012 suite"),
        (qualification("05835", "Engineering", suite="2016", level="3"), "Engineering"),
        (qualification("05835", "", subject="Art & Design"), "Art and Design"),
        (qualification("05835", "Diploma in Business"), "diploma"),
        (qualification("05835", "Foundation Dip in Business"), "foundation diploma"),
        (qualification("04663", "Careers", family=TECHNICALS, level="4"), "Cambridge Technicals"),
        (qualification("05835", "Business", family="Verified"), "Verified"),
    ],
)
def test_an_entry_code_that_the_rest_of_its_row_contradicts_is_queried(row: str, says: str) -> None:
    fires("entry-code-of-another-title", qualifications(row), "Qualifications!A2")
    assert message("entry-code-of-another-title", qualifications(row)).endswith(f"this row says {says}.")


@pytest.mark.parametrize(
    "row",
    [
        qualification("05835", "Business"),
        qualification("05835"),
        qualification("05835", "Ext Cert in Business", suite="2016", level="3"),
        qualification("05835", "Level 3 Certificate/Extended Certificate in Business"),
        qualification("05835", "OCR  Level 3 CAMBRIDGE TECHNICAL Extended Certificate in Business"),
        qualification("05835", "Business Levels 2 and 3"),
        qualification("05835", "BTEC replacement", subject="Enterprise"),
        qualification("05885", "Sport", subject="Sports", level="2"),
        qualification("05839", "ICT single award", subject="Computing"),
        qualification("05839", "Information Technology", subject="Business"),
        qualification("04663", "Careers L4", family="Verified", level="4", subject="Careers"),
        qualification("05999", "Engineering", suite="2012", level="2"),
        qualification("", "Business", suite="2016", level="3"),
    ],
)
def test_an_entry_code_that_fits_its_row_or_is_not_listed_is_left_alone(row: str) -> None:
    quiet("entry-code-of-another-title", qualifications(row))


def test_an_entry_codes_message_names_both_qualifications() -> None:
    assert message(
        "entry-code-of-another-title", qualifications(qualification("05835", "Engineering", suite="2012", level="2"))
    ) == (
        "05835 is listed as OCR Level 3 Cambridge Technical Extended Certificate in Business, 2016 suite; "
        "this row says level 2, 2012 suite and Engineering."
    )


def test_an_old_entry_code_is_named_with_the_one_that_replaced_it() -> None:
    old = qualification("04512", "Careers", family="Verified", level="4")
    new = qualification("04663", "Careers", family="Verified", level="4")
    (one,) = fires("old-entry-code", qualifications(old), "Qualifications!A2")
    assert one.message == "04512 is the code of an earlier version than 04663."
    (one,) = fires("old-entry-code", qualifications(new, old), "Qualifications!A3")
    assert one.message == "04512 is the code of an earlier version than 04663, which is listed here too."


def test_an_entry_code_that_nothing_replaced_is_left_alone() -> None:
    quiet("old-entry-code", qualifications(BUSINESS, qualification("04663", family="Verified"), qualification("05999")))


# --------------------------------------------------------------------------------------------- qualification numbers


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (qualification("05999", "Health and Social Care", qan="600/4227/8", suite="2016", level="3"), "2016 suite."),
        (qualification("05999", "Health and Social Care", qan="60042278", level="2"), "level 2."),
        (qualification("05999", "Business", qan="600-4227-8"), "says Business."),
        (qualification("", "Diploma in HSC", qan="600/4227/8"), "says diploma."),
        (
            qualification("05838", qan="601/7098/0"),
            "05838 as OCR Level 3 Cambridge Technical Certificate in IT, 2016 suite.",
        ),
    ],
)
def test_a_qualification_number_that_the_rest_of_its_row_contradicts_is_queried(row: str, says: str) -> None:
    (one,) = fires("qan-of-another-qualification", qualifications(row), "Qualifications!B2")
    assert one.message.endswith(says)


@pytest.mark.parametrize(
    "row",
    [
        qualification("05999", "HSC", qan="600/4227/8", suite="2012", level="3"),
        qualification("05838", "IT", qan="601/7097/9"),
        qualification("05838", qan="60170979"),
        qualification("05999", "Engineering", qan="603/9999/1", level="2"),
        qualification("04512", "Careers", qan="603/7560/7", family="Verified", level="4"),
        qualification("05999", "City & Guilds Engineering", qan="600/4227/8", level="2"),
        qualification("05838", "IT", level="3"),
    ],
)
def test_a_qualification_number_that_fits_its_row_or_is_not_listed_is_left_alone(row: str) -> None:
    quiet("qan-of-another-qualification", qualifications(row))


def test_words_that_contradict_code_and_number_alike_are_reported_at_the_code_only() -> None:
    row = qualifications(qualification("05838", "IT", qan="601/7097/9", level="2"))
    fires("entry-code-of-another-title", row, "Qualifications!A2")
    quiet("qan-of-another-qualification", row)


# ------------------------------------------------------------------------------------------------------------ titles


@pytest.mark.parametrize(
    "title",
    [
        "OCR Level 2 Cambridge Technical Certificate in IT",
        "OCR  Level 2 Cambridge Technical Certificate in  IT ",
        "cambridge technicals level 2 certificate in it",
        "OCR Level 2 Cambridge Technical Diploma in Health and Social Care",
    ],
)
def test_a_title_of_both_suites_alone_is_queried(title: str) -> None:
    fires("title-in-two-suites", qualifications(qualification("05999", title)), "Qualifications!C2")


def test_a_title_of_both_suites_is_told_with_both_numbers() -> None:
    row = qualification("05999", "OCR Level 2 Cambridge Technical Certificate in IT")
    assert message("title-in-two-suites", qualifications(row)) == (
        "“OCR Level 2 Cambridge Technical Certificate in IT” is the title of 600/4219/9 (2012) and 603/0371/2 (2016)."
    )


@pytest.mark.parametrize(
    "row",
    [
        qualification("05999", "OCR Level 2 Cambridge Technical Certificate in IT", suite="2012"),
        qualification("05999", "OCR Level 2 Cambridge Technical Certificate in IT", suite="12?"),
        qualification("05999", "OCR Level 2 Cambridge Technical Certificate in IT", qan="603/0371/2"),
        qualification("05838", "OCR Level 3 Cambridge Technical Certificate in IT"),
        qualification("05999", "OCR Level 2 Cambridge Technical Certificate in Media"),
        qualification("05999", "IT"),
    ],
)
def test_a_title_of_one_suite_or_with_more_to_go_by_is_left_alone(row: str) -> None:
    quiet("title-in-two-suites", qualifications(row))


# ------------------------------------------------------------------------------------------------------- not covered


@pytest.mark.parametrize(
    ("row", "column", "whose"),
    [
        (qualification("J817", "IT"), "A", "“J817” is for Cambridge Nationals, and not covered here."),
        (qualification("05999", "BTEC Business"), "C", "for Pearson BTEC"),
        (qualification("05999", "Pearson Level 3 in Business"), "C", "for Pearson BTEC"),
        (qualification("03072", "City and Guilds Career Advice", family="Verified"), "C", "for City & Guilds"),
        (qualification("03072", "C&G Career Advice", family="Verified"), "C", "for City & Guilds"),
        (qualification("05999", "OCR Level 3 Cambridge Advanced National in Computing"), "C", "Advanced Nationals"),
        (qualification("05999", "Cambridge Nationals in Sport"), "C", "for Cambridge Nationals"),
    ],
)
def test_a_qualification_that_is_not_covered_is_reported_once(row: str, column: str, whose: str) -> None:
    (one,) = fires("not-an-ocr-qualification-covered-here", qualifications(BUSINESS, row), f"Qualifications!{column}3")
    assert whose in one.message


def test_units_that_are_not_covered_are_reported_unless_their_qualification_was() -> None:
    rows = units(
        "| 05999 | R081 | Sport | | | moderated |\n",
        "| J828  | R184 | Sport | | | moderated |\n",
        "| J817  | 1    | Pages | | | moderated |\n",
        "| 05835 | 4    | Customers | | | moderated |\n",
        of=BUSINESS + qualification("J817", "IT"),
    )
    fires("not-an-ocr-qualification-covered-here", rows, "Qualifications!A3", "Units!B2", "Units!A3")


@pytest.mark.parametrize(
    "row",
    [
        BUSINESS,
        qualification("05999", "Something new"),
        qualification("", ""),
        qualification("05835", "Business (was BTEC)"),
        qualification("04663", "Diploma in Career Information and Advice", family="Verified"),
    ],
)
def test_a_qualification_that_is_covered_or_unknown_is_not_said_to_be_another_boards(row: str) -> None:
    quiet("not-an-ocr-qualification-covered-here", qualifications(row))


# ------------------------------------------------------------------------------------------------------------- units


@pytest.mark.parametrize(
    "row",
    [
        "| 05839 | 8 | Project management | K/507/5004 | | moderated |\n",
        "| 05839 | 8 | | K/507/5004 | | moderated |\n",
        "| 05355 | 5 | Virtual and augmented reality | K/507/5004 | | moderated |\n",
        "| 05835 | 5 | Marketing | K/507/5004 | | moderated |\n",
        "| 05999 | 8 | Project management | K/507/5004 | | moderated |\n",
    ],
)
def test_a_reference_of_another_unit_is_queried(row: str) -> None:
    fires("unit-reference-of-another-unit", units(row), "Units!D2")


@pytest.mark.parametrize(
    "row",
    [
        "| 05839 | 5 | Virtual and augmented reality | K/507/5004 | | moderated |\n",
        "| 05839 | 5 | VR/AR | k5075004 | | moderated |\n",
        "| 05835 | 30 | Virtual reality | K/507/5004 | | moderated |\n",
        "| 05999 | 5 | Something | K/507/5004 | | moderated |\n",
        "| 05999 | 8 | | K/507/5004 | | moderated |\n",
        "| 05839 | 8 | Project management | A/111/2222 | | moderated |\n",
        "| 05839 | 8 | Project management | | | moderated |\n",
    ],
)
def test_a_reference_that_fits_or_is_not_listed_is_left_alone(row: str) -> None:
    quiet("unit-reference-of-another-unit", units(row))


def test_a_units_reference_is_told_with_both_units() -> None:
    row = units("| 05839 | 8 | Project management | K/507/5004 | | moderated |\n")
    assert message("unit-reference-of-another-unit", row) == (
        "K/507/5004 is listed as unit 5 (Virtual and augmented reality) of Level 3 IT, 2016 suite; "
        "this row has unit 8 (Project management) of 05839."
    )


@pytest.mark.parametrize(
    "row",
    [
        "| 05835 | 1 | The business environment | | | moderated |\n",
        "| 05835 | 9 | HR | | | moderated |\n",
        "| 05835 | 4 | Customers | | | examined |\n",
        "| 05355 | 2 | Systems | | | examined |\n",
        "| 05355 | 99 | Of our own | | | examined |\n",
    ],
)
def test_a_unit_said_to_be_examined_or_moderated_and_listed_as_the_other_is_queried(row: str) -> None:
    fires("unit-assessment-differs", units(row), "Units!F2")


def test_a_unit_of_the_2012_suite_is_never_examined_whether_or_not_its_code_is_listed() -> None:
    unlisted = qualification("05999", "Dance", suite="2012", level="3", subject="Dance")
    assert message("unit-assessment-differs", units("| 05999 | 1 | Steps | | | examined |\n", of=unlisted)) == (
        "05999 is of the 2012 suite, which has no examined units."
    )


@pytest.mark.parametrize(
    "row",
    [
        "| 05835 | 1 | The business environment | | | examined |\n",
        "| 05835 | 4 | Customers | | | moderated |\n",
        "| 05835 | 2 | Working in business | | | moderated |\n",
        "| 05355 | 2 | Systems | | | moderated |\n",
        "| 05835 | 1 | The business environment | | | |\n",
        "| 05999 | 1 | Of an unlisted code | | | examined |\n",
    ],
)
def test_a_units_assessment_that_fits_or_is_not_listed_is_left_alone(row: str) -> None:
    quiet("unit-assessment-differs", units(row))


def test_a_code_that_contradicts_its_row_proves_nothing_of_its_units() -> None:
    wrong = qualification("05835", "Engineering", suite="2016", level="3", subject="Engineering")
    quiet("unit-assessment-differs", units("| 05835 | 1 | Maths | | | moderated |\n", of=wrong))
    two = qualification("05838", "", qan="600/4219/9")
    quiet("unit-assessment-differs", units("| 05838 | 5 | VR | | | examined |\n", of=two))


def test_units_are_known_by_the_number_or_title_of_their_qualification_where_its_code_is_not() -> None:
    row = "| 05999 | 1 | The business environment | | | moderated |\n"
    by_number = qualification("05999", "", qan="601/7700/7")
    by_title = qualification("05999", "Cambridge Technical Level 3 Foundation Diploma in Business")
    for of in (by_number, by_title):
        fires("unit-assessment-differs", units(row, of=of), "Units!F2")
    quiet("unit-assessment-differs", units(row, of=qualification("05999", "Foundation Diploma", subject="Business")))


def test_a_size_that_is_not_the_one_listed_is_queried() -> None:
    row = units("| 05835 | 1 | The business environment | | 60 | examined |\n")
    fires("unit-size-differs", row, "Units!E2")
    assert message("unit-size-differs", row) == (
        "Unit 1 (The business environment) of Level 3 Business, 2016 suite is listed with 120 GLH, not 60."
    )


@pytest.mark.parametrize(("size", "unit"), [("60", "GLH"), ("10", "credits"), ("60", ""), ("10", "")])
def test_a_size_may_be_in_hours_or_credits_where_nothing_says_which(size: str, unit: str) -> None:
    media = qualification("05999", "", qan="600/6175/3", size=unit)
    quiet("unit-size-differs", units(f"| 05999 | 1 | Analysing media | | {size} | moderated |\n", of=media))


@pytest.mark.parametrize(("size", "unit"), [("10", "GLH"), ("60", "credits"), ("30", "")])
def test_a_size_in_what_the_qualification_does_not_count_is_queried(size: str, unit: str) -> None:
    media = qualification("05999", "", qan="600/6175/3", size=unit)
    row = units(f"| 05999 | 1 | Analysing media | | {size} | moderated |\n", of=media)
    fires("unit-size-differs", row, "Units!E2")


@pytest.mark.parametrize(
    "row",
    [
        "| 05835 | 1 | The business environment | | 120 | examined |\n",
        "| 05835 | 1 | The business environment | | | examined |\n",
        "| 05835 | 4 | Customers | | 17 | moderated |\n",
        "| 05999 | 1 | Of an unlisted code | | 17 | moderated |\n",
    ],
)
def test_a_size_that_fits_or_is_not_listed_is_left_alone(row: str) -> None:
    quiet("unit-size-differs", units(row))


# --------------------------------------------------------------------------------------------------------- all of them


def test_the_small_centre_has_nothing_to_query() -> None:
    quiet("entry-code-of-another-title")
    quiet("old-entry-code")
    quiet("not-an-ocr-qualification-covered-here")
    quiet("title-in-two-suites")
    quiet("unit-assessment-differs")


def test_no_query_says_must_fix() -> None:
    declared = [rule for rule in RULES.values() if rule.check.__module__ == rules.__name__]
    assert len(declared) == 8
    assert {str(rule.severity) for rule in declared} == {"check", "advice"}
