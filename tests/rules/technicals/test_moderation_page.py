"""What holds of all rules of OCR's moderation page. The small centre of `workbooks` has one visit for IT, face-to-face on Thu 11 March 2027."""

from __future__ import annotations

from moderation_tables import candidates, claims, day, entries
from workbooks import AS_OF, report_of

from ocr_sheets.model.records import Family
from ocr_sheets.rules import RULES

TECHNICALS_CODES = {code for code, rule in RULES.items() if ".technicals." in rule.check.__module__}


# -- the two families


def test_no_rule_of_this_page_touches_a_verified_row_and_an_entry_the_day_before_an_eqa_visit_is_right() -> None:
    # S79: there are no entry deadlines; S91: candidates are there; S84: there is no time limit.
    text = (
        """
    Visits
    | Visit | Entry code | Visit date | Type | Type told on | Status | Booked on  |
    | L4 1  | 04663      | 2027-03-12 |      |              |        |            |
    | L4 2  | 04663      | 2027-06-11 |      |              |        | 2027-05-20 |
    | L4 3  | 04663      | 2027-07-09 |      |              |        |            |
    """
        + entries("Entered on", "0102 | 04663 | full award | 2027-03-11")
        + candidates("Results needed by", "0102 | Clarke | Cy | UCAS")
        + claims(
            "Standardised by | Assessed on | Standardised on | Grade | Claimed on | Visit | Sample requested on",
            "0102 | 04663 | 1 | JS | PT | 2027-03-11 | 2027-03-11 | | 2027-03-12 | L4 1 | 2027-03-11",
            "0102 | 04663 | 2 | JS | PT | 2027-03-11 | 2027-03-11 | | 2027-03-11 | L4 3 | 2027-03-11",
        )
    )
    report = report_of(text, as_of=day("2027-03-12"))
    assert [finding.message for finding in report.findings if finding.rule.code in TECHNICALS_CODES] == []
    assert [finding.message for finding in report.findings if finding.sheet == "Entries"] == []


def test_no_rule_of_the_other_page_touches_a_moderated_row() -> None:
    # S74, S83, S85, S89 and S97 are about verified qualifications: no approval visit, no IQA, no certificate in five days.
    text = claims(
        "Standardised by | Assessed on | Claimed on | Visit | Claim status | Results published on",
        " | 2027-01-10 | 2027-01-11 | IT 1 | submitted | 2027-01-12",
    )
    report = report_of(text, as_of=AS_OF)
    verified = [f.message for f in report.findings if f.rule.family is Family.VERIFIED]
    assert verified == []


def test_the_small_centre_has_nothing_wrong() -> None:
    codes = [finding.rule.code for finding in report_of().findings]
    assert [code for code in codes if code in TECHNICALS_CODES] == []


def test_every_rule_of_this_page_is_for_technicals_only() -> None:
    assert {RULES[code].family for code in TECHNICALS_CODES} == {Family.TECHNICALS}
