"""Cells mended in the page: what was typed stands in the centre's own sheet, and nothing else in it has changed."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from openpyxl import load_workbook
from page_browser import LATE
from test_api import asked, check, refused, view
from workbooks import centre

from ocr_sheets.page.protocol import File, Parcel

SHEET = "Changes made in the page"


def mended(edits: Sequence[Sequence[str]], data: bytes | None = None, **head: Any) -> Parcel:
    return check(centre(LATE) if data is None else data, edits=edits, **head)


def copy(parcel: Parcel) -> Any:
    file = parcel.file("annotated")
    assert file, parcel.head
    return load_workbook(io.BytesIO(file.data))


def own(book: Any, sheet: str = "Claims") -> Mapping[str, object]:
    """The cells of a sheet of the centre's, without what we added beside them."""
    return {cell.coordinate: cell.value for row in book[sheet].iter_rows(max_col=8) for cell in row}


def rules(parcel: Parcel) -> set[str]:
    return {one["rule"] for one in view(parcel)["report"]["findings"]}


def test_a_day_that_is_mended_stands_as_a_day_in_the_centres_own_cell_and_the_finding_goes() -> None:
    before = mended([])
    after = mended([["Claims", "F2", "25/02/2027"]])
    assert "claim-under-two-weeks" in rules(before) - rules(after)
    was, now = own(copy(before)), own(copy(after))
    assert {place for place in was if was[place] != now[place]} == {"F2"}
    assert str(now["F2"]).startswith("2027-02-25")
    assert copy(after)["Claims"]["F2"].is_date


def test_what_was_changed_is_listed_with_before_and_after() -> None:
    parcel = mended([["Claims", "F2", "25/02/2027"], ["Claims", "E2", "P"]])
    assert [(one["sheet"], one["ref"], one["before"], one["after"]) for one in parcel.head["changes"]] == [
        ("Claims", "F2", "26 Feb 2027", "25 Feb 2027"),
        ("Claims", "E2", "M", "P"),
    ]
    rows = [[cell.value for cell in row] for row in copy(parcel)[SHEET].iter_rows(min_row=4)]
    assert rows == [
        ["Cell", "Heading", "Before", "After"],
        ["Claims!F2", "Claimed on", "26 Feb 2027", "25 Feb 2027"],
        ["Claims!E2", "Grade", "M", "P"],
    ]


def test_without_a_change_there_is_no_such_sheet_and_the_bytes_are_those_of_a_plain_check() -> None:
    plain, same = mended([]), mended([["Claims", "E2", "M"]])
    assert SHEET not in copy(plain).sheetnames
    assert SHEET not in copy(same).sheetnames
    assert same.head["changes"] == []


@pytest.mark.parametrize(
    "text", ["=1+1", '+HYPERLINK("http://x")', "-2", "@SUM(A1)", "<img src=x>", "=cmd|'/c calc'!A1"]
)
def test_what_is_typed_is_never_a_formula(text: str) -> None:
    book = copy(mended([["Claims", "D2", text]]))
    assert book["Claims"]["D2"].value == text
    assert book["Claims"]["D2"].data_type == "s"
    assert [row[3].value for row in book[SHEET].iter_rows(min_row=5)] == [text]
    assert book[SHEET]["D5"].data_type == "s"


def test_the_last_of_several_changes_of_a_cell_counts_and_an_emptied_cell_is_empty() -> None:
    parcel = mended([["Claims", "E2", "D"], ["Claims", "E2", ""]])
    assert [(one["before"], one["after"]) for one in parcel.head["changes"]] == [("M", "")]
    assert copy(parcel)["Claims"]["E2"].value is None


def test_a_formula_is_not_typed_over() -> None:
    book = load_workbook(io.BytesIO(centre(LATE)))
    book["Claims"]["E2"] = '="M"'
    made = io.BytesIO()
    book.save(made)
    assert "Claims!E2 works its value out by a formula" in refused(mended([["Claims", "E2", "P"]], made.getvalue()))


@pytest.mark.parametrize(
    ("edit", "told"),
    [
        (["Claims", "F2", "soon"], "“soon” is not a day for Claims!F2"),
        (["Claims", "F2", "25/02/0027"], "is not a day for Claims!F2"),
        (["Nowhere", "A1", "x"], "Nowhere!A1 is no cell of your own sheets"),
        (["Claims", "A1:B2", "x"], "is no cell of your own sheets"),
        (["Claims", "", "x"], "is no cell of your own sheets"),
        (["Claims", "D2", "x" * 2001], "is longer than 2,000 characters"),
        (["Claims"], "did not arrive whole"),
    ],
)
def test_what_cannot_stand_there_is_one_sentence(edit: Sequence[str], told: str) -> None:
    assert told in refused(mended([edit]))


def test_a_copy_that_was_saved_is_mended_further_and_keeps_both_lists() -> None:
    first = mended([["Claims", "F2", "25/02/2027"]]).file("annotated")
    assert first
    again = mended([["Claims", "E2", "P"]], first.data)
    assert own(copy(again))["E2"] == "P"
    assert str(own(copy(again))["F2"]).startswith("2027-02-25")
    assert [name for name in copy(again).sheetnames if name.startswith(SHEET[:20])] == [SHEET, f"{SHEET} (2)"]
    assert (
        view(again)["report"]["verdict"]
        == view(mended([["Claims", "E2", "P"], ["Claims", "F2", "25/02/2027"]]))["report"]["verdict"]
    )


def test_what_fits_a_cell_is_told_before_anything_is_typed() -> None:
    book = File("workbook", "centre.xlsx", centre(LATE))
    fit = asked(book, do="cell", sheet="Claims", ref="F2").head["fit"]
    assert (fit["heading"], fit["now"], fit["is_day"]) == ("Claimed on", "2027-02-26", True)
    assert "M" in asked(book, do="cell", sheet="Claims", ref="E2").head["fit"]["now"]
    assert "IT 1" in asked(book, do="cell", sheet="Claims", ref="G2").head["fit"]["choices"]
    assert "submitted" in asked(book, do="cell", sheet="Claims", ref="H2").head["fit"]["choices"]
    assert (
        asked(book, do="cell", sheet="Claims", ref="F2", typed="25.2.2027").head["changes"][0]["after"] == "25 Feb 2027"
    )
    assert "is not a day" in asked(book, do="cell", sheet="Claims", ref="F2", typed="soon").head["refused"]


def test_every_job_works_on_the_mended_workbook() -> None:
    book = File("workbook", "centre.xlsx", centre(LATE))
    shown = asked(book, do="read", edits=[["Claims", "D2", "Somebody new"]]).head["tables"]
    assert "Somebody new" in str(shown)


def late(parcel: Parcel) -> Mapping[str, Any]:
    """The finding that a claim is late, with its ref."""
    (place,) = (
        at for at, one in enumerate(view(parcel)["report"]["findings"]) if one["rule"] == "claim-under-two-weeks"
    )
    return {**view(parcel)["report"]["findings"][place], **view(parcel)["findings"][place]}


def test_an_accepted_finding_is_accepted_in_the_copy_and_by_the_next_check_of_it() -> None:
    finding = late(mended([]))
    parcel = mended([], accepted=[[finding["ref"], "The moderator agreed on 1 March.", finding["message"]]])
    assert late(parcel)["accepted"] == "The moderator agreed on 1 March."
    file = parcel.file("annotated")
    assert file
    assert late(mended([], file.data))["accepted"] == "The moderator agreed on 1 March."
    assert view(parcel)["report"]["counts"]["accepted"] == 1


def test_a_reason_given_here_is_kept_beside_those_given_before() -> None:
    data = centre(LATE + "| 0045 | 05839 | 9 | JS | M | 2027-02-27 | IT 1 | submitted |\n")
    refs = [one["ref"] for one in view(mended([], data))["findings"]]
    first = mended([], data, accepted=[[refs[0], "One.", "x"]]).file("annotated")
    assert first
    parcel = mended([], first.data, accepted=[[refs[1], "Two.", "x"]])
    assert {"One.", "Two."} <= {one["accepted"] for one in view(parcel)["report"]["findings"]}


@pytest.mark.parametrize(
    ("accepted", "told"),
    [([["r", " ", "m"]], "Type why it is accepted"), ([["r"]], "did not arrive whole"), (7, "did not arrive whole")],
)
def test_a_reason_that_is_none_is_told(accepted: object, told: str) -> None:
    assert told in refused(mended([], accepted=accepted))
