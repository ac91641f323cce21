"""Letters to the moderator and to OCR: each by what makes it due, none with a candidate's name."""

from __future__ import annotations

import datetime as dt
from email import message_from_bytes

import pytest
from workbooks import report_of

from ocr_sheets.emails.to_ocr import PANEL, WORDS, About, letters_to_ocr

HEADS = "Visits\n| Visit | Subject area | Visit date | Type | Type told on | Moved from | Status |\n"


def about(text: str, as_of: str = "2027-02-01") -> list[About]:
    return [one.about for one in letters_to_ocr(report_of(text, dt.date.fromisoformat(as_of)))]


@pytest.mark.parametrize(("told", "due"), [("", [About.TYPE]), ("2027-01-15", [])])
def test_the_type_is_written_to_the_moderator_until_it_is_told(told: str, due: list[About]) -> None:
    assert about(HEADS + f"| IT 1 | IT | 2027-03-11 | virtual | {told} | | |\n") == due


@pytest.mark.parametrize(("as_of", "due"), [("2027-03-10", 1), ("2027-03-11", 1), ("2027-03-12", 0)])
def test_nothing_is_written_about_a_visit_that_is_over(as_of: str, due: int) -> None:
    assert len(about(HEADS + "| IT 1 | IT | 2027-03-11 | virtual | | | |\n", as_of)) == due


@pytest.mark.parametrize(("status", "due"), [("planned", [About.CHANGE]), ("confirmed", []), ("cancelled", [])])
def test_a_change_of_day_is_written_until_it_is_confirmed(status: str, due: list[About]) -> None:
    assert about(HEADS + f"| IT 1 | IT | 2027-03-11 | virtual | 2027-01-10 | 2027-03-18 | {status} |\n") == due


def test_a_third_visit_is_asked_of_the_panel_management_team() -> None:
    rows = "".join(f"| IT {n} | IT | 2027-0{n + 2}-11 | virtual | 2027-01-10 | | |\n" for n in (1, 2, 3))
    (letter,) = letters_to_ocr(report_of(HEADS + rows))
    assert (letter.about, letter.to, letter.values["number"]) == (About.EXTRA, PANEL, 3)
    message = message_from_bytes(letter.draft())
    assert message["To"] == PANEL
    assert message["X-Unsent"] == "1"


def test_entries_without_contact_are_written_to_ocr_and_no_candidate_is_named() -> None:
    text = (
        "Qualifications\n| Entry code | Family | Subject area | Quality assurer |\n"
        "| 05839 | Cambridge Technicals | IT | |\n"
    )
    letters = letters_to_ocr(report_of(text))
    assert [one.about for one in letters] == [About.SUPERVISION, About.NO_CONTACT]
    assert "2 entries for 05839 (IT)" in letters[1].text
    assert all("Adams" not in one.text for one in letters)


CHANGED = HEADS.replace("| Moved from", "| Moved from | Type changed from")


@pytest.mark.parametrize(
    ("row", "due"),
    [
        ("virtual | 2027-01-10 | | face-to-face | planned", [About.CHANGE_OF_TYPE]),
        ("virtual | | | face-to-face | planned", [About.CHANGE_OF_TYPE]),
        ("virtual | 2027-01-10 | | face-to-face | confirmed", []),
        ("virtual | 2027-01-10 | | virtual | planned", []),
        ("virtual | 2027-01-10 | 2027-03-18 | face-to-face | planned", [About.CHANGE_OF_TYPE, About.CHANGE]),
    ],
)
def test_a_change_of_type_is_written_until_it_is_confirmed(row: str, due: list[About]) -> None:
    letters = letters_to_ocr(report_of(CHANGED + f"| IT 1 | IT | 2027-03-11 | {row} |\n"))
    assert [one.about for one in letters] == due
    assert not due or "change from a face-to-face to a virtual visit" in letters[0].text


@pytest.mark.parametrize(
    ("type_", "as_of", "due"),
    [("face-to-face", "2027-03-11", True), ("face-to-face", "2027-03-12", False), ("virtual", "2027-03-11", False)],
)
def test_supervision_is_written_about_before_a_visit_on_site_and_the_draft_says_if(
    type_: str, as_of: str, due: bool
) -> None:
    text = HEADS + f"| IT 1 | IT | 2027-03-11 | {type_} | 2027-01-10 | | |\n"
    letters = letters_to_ocr(report_of(text, dt.date.fromisoformat(as_of)))
    assert [one.about for one in letters] == ([About.SUPERVISION] if due else [])
    assert all("-if-visitors-are-supervised-" in one.stem for one in letters)


@pytest.mark.parametrize(
    ("consortium", "named"), [("Fenland", True), ("yes", False), ("No consortium", False), ("", False)]
)
def test_a_further_visit_of_a_consortium_names_it(consortium: str, named: bool) -> None:
    rows = "".join(f"| IT {n} | IT | 2027-0{n + 2}-11 | virtual | 2027-01-10 | | |\n" for n in (1, 2, 3))
    text = f"Centre\n| Academic year | 2026/27 |\n| Consortium | {consortium} |\n" + HEADS + rows
    (letter,) = letters_to_ocr(report_of(text))
    assert ("for the centres of the consortium Fenland in 2026/27" in letter.text) == named
    assert ("for IT in 2026/27" in letter.text) == (not named)


@pytest.mark.parametrize("about", About)
def test_every_letter_begins_with_a_capital_after_its_salutation(about: About) -> None:
    salutation, first, *_ = WORDS[about].text.split("\n\n")
    assert salutation.startswith("Dear ")
    assert first[0].isupper()


def test_a_centre_without_a_name_is_our_centre_with_a_capital() -> None:
    text = (
        HEADS + "| IT 1 | IT | 2027-03-11 | virtual | | | |\n\nCentre\n| Label | Value |\n| Academic year | 2026/27 |\n"
    )
    (letter, *_) = letters_to_ocr(report_of(text, dt.date(2027, 2, 1)))
    assert letter.subject.startswith("Our centre: type of")
    assert letter.text.endswith("\nOur centre")
