"""What came back is taken cell by cell, and what nobody can decide is asked with both sides."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner, Result
from workbooks import AS_OF, centre, report_of

from ocr_sheets.cli import main
from ocr_sheets.collect.collect import Collected, Opened, collect
from ocr_sheets.collect.decide import Outcome
from ocr_sheets.errors import UserError
from ocr_sheets.packs import By, make_packs
from ocr_sheets.packs.files import pack_files
from ocr_sheets.patching import Workbook
from ocr_sheets.reading import read_book
from ocr_sheets.report import make_report
from ocr_sheets.rulebook import load_rulebook
from ocr_sheets.validate import check
from ocr_sheets.writing.report.kit import ACCEPTED_HEADING

CLAIMS = """
Claims
| Candidate number | Entry code | Unit number | Assessor | Standardised by | Assessed on | Standardised on | Grade | Claimed on | Visit | Claim status | Comments |
| 0045             | 05839      | 8           | JS       | PT              | 2027-01-10  |                 | M     | 2027-01-20 | IT 1  | submitted    | fine     |
| 0045             | 05839      | 9           | JS       |                 |             |                 |       |            | IT 1  | planned      |          |
| 0046             | 05839      | 8           | PT       | JS              | 2027-01-11  |                 | P     | 2027-01-21 | IT 1  | submitted    |          |
"""
DAY = dt.datetime(2027, 1, 30)
Edit = Callable[[openpyxl.Workbook], None]


def packs(text: str = CLAIMS, by: By = By.ASSESSOR) -> dict[str, bytes]:
    return pack_files(make_packs(report_of(text), by))


def edited(data: bytes, *edits: Edit) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(data))
    for edit in edits:
        edit(book)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def fill(row: int, heading: str, value: Any, sheet: str = "Units", heading_row: int = 4) -> Edit:
    def edit(book: openpyxl.Workbook) -> None:
        headings = [cell.value for cell in book[sheet][heading_row]]
        book[sheet].cell(row, headings.index(heading) + 1).value = value

    return edit


def collected(ours: bytes, *returned: bytes, sent: bytes | None = None) -> Collected:
    files = [Opened(Workbook.from_bytes(data), f"back{number}.xlsx") for number, data in enumerate(returned, start=1)]
    before = Opened(Workbook.from_bytes(sent), "sent.xlsx") if sent else None
    return collect(Opened(Workbook.from_bytes(ours), "centre.xlsx"), files, AS_OF, before)


def outcomes(found: Collected) -> list[tuple[Outcome, str, str]]:
    return [(line.outcome, line.here.ref if line.here else "", line.came) for line in found.decision.lines]


def cell(found: Collected, ref: str, sheet: str = "Claims") -> object:
    return openpyxl.load_workbook(io.BytesIO(found.workbook.to_bytes()))[sheet][ref].value


# -- packs


def test_what_was_filled_in_in_a_pack_is_taken_and_nothing_else_is_touched() -> None:
    ours = centre(CLAIMS)
    back = edited(packs()["pack-JS.xlsx"], fill(6, "Grade", "Distinction"), fill(6, "Assessed on", DAY))
    found = collected(ours, back)
    assert outcomes(found) == [(Outcome.TAKEN, "H3", "Distinction"), (Outcome.TAKEN, "F3", "30/01/2027")]
    was, now = (openpyxl.load_workbook(io.BytesIO(data)) for data in (ours, found.workbook.to_bytes()))
    assert now.sheetnames == ["Collected", *was.sheetnames]
    differing = [
        (sheet.title, one.coordinate, now[sheet.title][one.coordinate].value)
        for sheet in was
        for row in sheet.iter_rows()
        for one in row
        if one.value != now[sheet.title][one.coordinate].value
    ]
    assert differing == [("Claims", "F3", DAY), ("Claims", "H3", "D")]
    assert now["Claims"]["F3"].is_date
    assert [line.source.owner for line in found.decision.lines] == ["Jo Smith (JS)"] * 2


def test_a_pack_in_which_nothing_was_changed_changes_nothing() -> None:
    for data in packs().values():
        if "As sent" in openpyxl.load_workbook(io.BytesIO(data)).sheetnames:
            assert collected(centre(CLAIMS), data).decision.lines == []


def test_rows_may_be_sorted_and_columns_moved_in_a_pack_and_in_the_workbook() -> None:
    def turned(book: openpyxl.Workbook) -> None:
        sheet = book["Units"]
        rows = [[one.value for one in row] for row in sheet.iter_rows(min_row=5, max_row=6)]
        for number, values in enumerate(reversed(rows), start=5):
            for column, value in enumerate(values, start=1):
                sheet.cell(number, column).value = value

    head, first, *rest = CLAIMS.strip().splitlines()[1:]
    ours = centre("\n".join(["Claims", head, *reversed(rest), first]))
    found = collected(ours, edited(packs()["pack-JS.xlsx"], fill(6, "Grade", "P"), turned))
    assert outcomes(found) == [(Outcome.TAKEN, "H3", "P")]


def test_what_changed_here_meanwhile_is_not_overwritten() -> None:
    back = edited(packs()["pack-JS.xlsx"], fill(5, "Grade", "D"), fill(5, "Standardised on", DAY))
    found = collected(centre(CLAIMS.replace("| M     |", "| P     |")), back)
    assert outcomes(found) == [(Outcome.CHANGED_HERE, "H2", "D"), (Outcome.TAKEN, "G2", "30/01/2027")]
    assert cell(found, "H2") == "P"
    (asked, _) = found.decision.lines
    assert (asked.says_here, asked.came) == ("P", "D")


def test_the_same_change_on_both_sides_is_no_question() -> None:
    back = edited(packs()["pack-JS.xlsx"], fill(5, "Grade", "D"))
    assert outcomes(collected(centre(CLAIMS.replace("| M     |", "| D     |")), back)) == [(Outcome.TAKEN, "H2", "D")]


def test_two_answers_to_one_cell_are_asked_with_both() -> None:
    of_assessor = edited(packs()["pack-JS.xlsx"], fill(5, "Grade", "D"))
    of_standardiser = edited(packs(by=By.STANDARDISER)["pack-PT.xlsx"], fill(5, "Grade", "P"))
    found = collected(centre(CLAIMS), of_assessor, of_standardiser)
    assert outcomes(found) == [(Outcome.TWO_ANSWERS, "H2", "D"), (Outcome.TWO_ANSWERS, "H2", "P")]
    assert cell(found, "H2") == "M"
    same = edited(packs(by=By.STANDARDISER)["pack-PT.xlsx"], fill(5, "Grade", "Distinction"))
    assert cell(collected(centre(CLAIMS), of_assessor, same), "H2") == "D"


@pytest.mark.parametrize(
    ("value", "outcome"),
    [
        ("TBC", Outcome.UNREADABLE),
        ("31/02/2027", Outcome.UNREADABLE),
        ("=1+", Outcome.EMPTIED),
        (None, Outcome.EMPTIED),
    ],
)
def test_what_cannot_be_read_and_what_was_emptied_is_asked(value: object, outcome: Outcome) -> None:
    found = collected(centre(CLAIMS), edited(packs()["pack-JS.xlsx"], fill(5, "Assessed on", value)))
    assert [line.outcome for line in found.decision.lines] == [outcome]
    assert cell(found, "F2") == dt.datetime(2027, 1, 10)


def test_a_row_that_is_gone_is_asked_with_what_was_filled_in() -> None:
    without = "\n".join(line for line in CLAIMS.splitlines() if "| 9 " not in line)
    found = collected(centre(without), edited(packs()["pack-JS.xlsx"], fill(6, "Grade", "P")))
    (line,) = found.decision.lines
    assert (line.outcome, line.candidate_number, line.came) == (Outcome.ROW_GONE, "0045", "Grade: P")
    assert collected(centre(without), packs()["pack-JS.xlsx"]).decision.lines == []


def test_rows_that_were_added_or_taken_out_in_a_pack_are_asked() -> None:
    def added(book: openpyxl.Workbook) -> None:
        for column, value in enumerate(("0099", "New Person", "05839", "8", "", "P"), start=1):
            book["Units"].cell(7, column).value = value

    def shorter(book: openpyxl.Workbook) -> None:
        book["Units"].delete_rows(6)

    found = collected(centre(CLAIMS), edited(packs()["pack-JS.xlsx"], added))
    assert [(line.outcome, line.candidate_number, line.came) for line in found.decision.lines] == [
        (Outcome.ROW_NEW, "0099", "Grade: P")
    ]
    gone = collected(centre(CLAIMS), edited(packs()["pack-JS.xlsx"], shorter))
    assert [(line.outcome, line.unit) for line in gone.decision.lines] == [(Outcome.ROW_TAKEN_OUT, "05839 unit 9")]


def test_of_two_claims_of_one_unit_the_one_that_was_sent_is_meant_or_it_is_asked() -> None:
    again = CLAIMS + "| 0045 | 05839 | 8 | JS | PT | 2027-01-25 | | D | 2027-01-28 | IT 1 | submitted | |\n"
    back = edited(packs(again)["pack-JS.xlsx"], fill(5, "Standardised on", DAY))
    assert [line.here.row for line in collected(centre(again), back).decision.lines if line.here] == [2]
    twins = CLAIMS + "| 0045 | 05839 | 8 | JS | PT | 2027-01-10 | | M | 2027-01-20 | IT 1 | submitted | |\n"
    back = edited(packs(twins)["pack-JS.xlsx"], fill(5, "Standardised on", DAY))
    assert [line.outcome for line in collected(centre(twins), back).decision.lines] == [Outcome.WHICH_ROW]


def test_a_cell_with_a_formula_keeps_it() -> None:
    def formula(book: openpyxl.Workbook) -> None:
        book["Claims"]["E3"] = '=IF(A3="","","PT")'

    ours = edited(centre(CLAIMS), formula)
    book = read_book(Workbook.from_bytes(ours), AS_OF)
    sent = pack_files(make_packs(make_report("centre.xlsx", book, load_rulebook())))["pack-JS.xlsx"]
    found = collected(ours, edited(sent, fill(6, "Standardised by", "PT")))
    assert [line.outcome for line in found.decision.lines] == [Outcome.FORMULA]
    assert cell(found, "E3") == '=IF(A3="","","PT")'


def test_what_is_only_for_reading_is_not_taken_and_not_passed_over_in_silence() -> None:
    back = edited(packs()["pack-JS.xlsx"], fill(5, "Unit", "7"), fill(5, "Surname", "Adamson", "Candidates"))
    found = collected(centre(CLAIMS), back)
    assert [(line.outcome, line.there.sheet) for line in found.decision.lines] == [
        (Outcome.NOT_TO_FILL_IN, "Units"),
        (Outcome.NOT_TO_FILL_IN, "Candidates"),
    ]


def test_a_pack_without_its_memory_or_of_another_centre_is_refused() -> None:
    def forgetful(book: openpyxl.Workbook) -> None:
        del book["As sent"]

    with pytest.raises(UserError, match="As sent"):
        collected(centre(CLAIMS), edited(packs()["pack-JS.xlsx"], forgetful))
    numbered = "Centre\n| Label | Value |\n| Centre number | {} |\n"
    with pytest.raises(UserError, match="pack of centre 12345"):
        collected(centre(numbered.format("54321") + CLAIMS), packs(numbered.format("12345") + CLAIMS)["pack-JS.xlsx"])


def test_a_pack_holds_no_more_in_its_memory_than_its_other_sheets_show() -> None:
    for name, data in packs().items():
        book = openpyxl.load_workbook(io.BytesIO(data))
        if "As sent" in book.sheetnames:
            assert book["As sent"].sheet_state == "visible"
            numbers = {one.value for one in book["As sent"]["D"][8:] if one.value}
            assert numbers <= {one.value for one in book["Units"]["A"][4:]}, name


# -- copies


def test_of_a_copy_what_was_empty_is_filled_in_and_what_differs_is_asked() -> None:
    back = edited(
        centre(CLAIMS),
        fill(3, "Grade", "P", "Claims", 1),
        fill(2, "Grade", "D", "Claims", 1),
        fill(3, "Comments", "new", "Claims", 1),
    )
    found = collected(centre(CLAIMS), back)
    assert outcomes(found) == [(Outcome.NOT_KNOWN, "H2", "D"), (Outcome.TAKEN, "H3", "P"), (Outcome.TAKEN, "L3", "new")]
    assert (cell(found, "H2"), cell(found, "H3"), cell(found, "L3")) == ("M", "P", "new")


def test_what_was_filled_in_here_meanwhile_is_no_answer_of_a_copy() -> None:
    ours = CLAIMS.replace(
        "|             |                 |       |            | IT 1  | planned",
        "| 2027-01-15  |                 | P     |            | IT 1  | planned",
    )
    assert collected(centre(ours), centre(CLAIMS)).decision.lines == []


def test_with_the_workbook_as_it_was_sent_out_it_is_known_who_changed_what() -> None:
    back = edited(centre(CLAIMS), fill(2, "Grade", "D", "Claims", 1), fill(2, "Comments", "odd", "Claims", 1))
    ours = CLAIMS.replace("2027-01-21 | IT 1", "2027-01-22 | IT 1")
    found = collected(centre(ours), back, sent=centre(CLAIMS))
    assert outcomes(found) == [(Outcome.TAKEN, "H2", "D"), (Outcome.TAKEN, "L2", "odd")]
    assert cell(found, "I4") == dt.datetime(2027, 1, 22)
    both = collected(centre(CLAIMS.replace("| M     |", "| P     |")), back, sent=centre(CLAIMS))
    assert outcomes(both)[0] == (Outcome.CHANGED_HERE, "H2", "D")


def test_a_copy_with_another_name_for_a_visit_is_asked_once() -> None:
    visits = "\nVisits\n| Visit | Subject area | Visit date | Type | Status |\n| {} | IT | 2027-03-11 | virtual | confirmed |\n"
    back = centre(CLAIMS.replace("| IT 1  |", "| Spring |") + visits.format("Spring"))
    found = collected(centre(CLAIMS + visits.format("IT 1")), back)
    assert [(line.outcome, line.here.sheet) for line in found.decision.lines if line.here] == [
        (Outcome.NAMES_ROW, "Visits")
    ]


# -- again, and the sheet


def test_run_twice_it_changes_nothing() -> None:
    files = [
        edited(packs()["pack-JS.xlsx"], fill(5, "Grade", "D"), fill(6, "Assessed on", DAY), fill(6, "Grade", "?")),
        edited(packs()["pack-PT.xlsx"], fill(5, "Grade", None)),
    ]
    first = collected(centre(CLAIMS), *files)
    data = first.workbook.to_bytes()
    second = collected(data, *files)
    assert outcomes(second) == outcomes(first)
    assert second.decision.writes == []
    assert second.workbook.to_bytes() == data


def test_an_annotated_copy_is_annotated_anew_and_keeps_what_was_accepted() -> None:
    late = CLAIMS.replace("2027-01-21", "2027-02-27")
    annotated = check(Workbook.from_bytes(centre(late)), "centre.xlsx", AS_OF).workbook.to_bytes()

    def accept(book: openpyxl.Workbook) -> None:
        sheet = book["To do"]
        (head,) = [row for row in sheet.iter_rows() if any(one.value == ACCEPTED_HEADING for one in row)]
        column = [one.value for one in head].index(ACCEPTED_HEADING)
        list(sheet.iter_rows())[-1][column].value = "agreed with OCR"

    accepted = edited(annotated, accept)
    files = [edited(packs(late)["pack-JS.xlsx"], fill(5, "Grade", "D"))]
    found = collected(accepted, *files)
    book = openpyxl.load_workbook(io.BytesIO(found.workbook.to_bytes()))
    assert book.sheetnames[:3] == ["Collected", "Summary", "To do"]
    assert book["Claims"]["H2"].value == "D"
    assert any(one.value == "agreed with OCR" for row in book["To do"].iter_rows() for one in row)
    data = found.workbook.to_bytes()
    assert said(collected(data, *files).workbook.to_bytes()) == said(data)


def said(data: bytes) -> list[tuple[str, str, object]]:
    """What every cell of a workbook says."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    return [(sheet.title, one.coordinate, one.value) for sheet in book for row in sheet.iter_rows() for one in row]


def test_more_that_comes_back_later_keeps_what_was_taken_before_on_the_sheet() -> None:
    data = collected(centre(CLAIMS), edited(packs()["pack-JS.xlsx"], fill(5, "Grade", "D"))).workbook.to_bytes()
    more = collected(data, edited(packs()["pack-PT.xlsx"], fill(5, "Grade", "M")))
    sheet = openpyxl.load_workbook(io.BytesIO(more.workbook.to_bytes()))["Collected"]
    assert [(row[0].value, row[7].value) for row in sheet.iter_rows(min_row=5)] == [
        ("Taken", "Claims!H4"),
        ("Taken", "Claims!H2"),
    ]


def test_the_sheet_shows_both_sides_and_links_to_the_cell() -> None:
    back = edited(packs()["pack-JS.xlsx"], fill(5, "Grade", "D"))
    found = collected(centre(CLAIMS.replace("| M     |", "| P     |")), back)
    sheet = openpyxl.load_workbook(io.BytesIO(found.workbook.to_bytes()))["Collected"]
    row = [one.value for one in sheet[5]]
    assert row[:8] == [
        *(
            "Changed here meanwhile",
            "0045",
            "05839 unit 8",
            "Grade",
            "P",
            "D",
            "back1.xlsx (Jo Smith (JS))",
            "Claims!H2",
        ),
    ]
    assert sheet["H5"].hyperlink.location == "'Claims'!H2"


# -- the command


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["collect", *map(str, arguments), "--as-of", "2027-02-01"])


def test_the_command_writes_a_copy_and_touches_no_file_that_it_reads(tmp_path: Path) -> None:
    ours, back = tmp_path / "centre.xlsx", tmp_path / "pack-JS.xlsx"
    ours.write_bytes(centre(CLAIMS))
    back.write_bytes(edited(packs()["pack-JS.xlsx"], fill(5, "Grade", "D"), fill(6, "Claimed on", "soon")))
    before = [ours.read_bytes(), back.read_bytes()]
    done = run(ours, back)
    assert done.exit_code == 1, done.output
    assert done.output.startswith("1 cell taken; 1 thing to look at.\n  Cannot be read: Claims!I3\n")
    assert [ours.read_bytes(), back.read_bytes()] == before
    assert (tmp_path / "centre.collected.xlsx").exists()
    assert not any(name in done.output for name in ("Adams", "Ali"))
    folder = tmp_path / "back"
    folder.mkdir()
    (folder / "pack-JS.xlsx").write_bytes(packs()["pack-JS.xlsx"])
    assert run(ours, folder, "-o", tmp_path / "out.xlsx").exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("centre.xlsx", "centre.xlsx"), "centre.xlsx is the workbook itself"),
        (("centre.xlsx", "pack.xlsx", "pack.xlsx"), "pack.xlsx is named twice"),
        (("centre.xlsx", "pack.xlsx", "-o", "pack.xlsx"), "pack.xlsx is a file that was read"),
        (("centre.xlsx", "pack.xlsx", "-o", "out.csv"), "out.csv must end in .xlsx"),
        (("centre.xlsx", "nothing.xlsx"), "nothing.xlsx is not there"),
        (("centre.xlsx", "empty"), "empty has no workbook in it"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("centre.xlsx").write_bytes(centre(CLAIMS))
    Path("pack.xlsx").write_bytes(packs()["pack-JS.xlsx"])
    Path("empty").mkdir()
    done = run(*arguments)
    assert (done.exit_code, done.output.count("\n")) == (2, 1), done.output
    assert done.output.startswith(said)


def regraded(data: bytes, row: int, grade: str) -> bytes:
    return edited(data, fill(row, "Grade", grade, "Claims", 1))


def test_an_annotated_copy_says_itself_what_it_was_sent_out_as(tmp_path: Path) -> None:
    ours, copy, back = tmp_path / "centre.xlsx", tmp_path / "centre.annotated.xlsx", tmp_path / "from Jo.xlsx"
    ours.write_bytes(centre(CLAIMS))
    CliRunner().invoke(main, ["validate", str(ours), "--as-of", "2027-02-01"])
    back.write_bytes(regraded(copy.read_bytes(), 2, "D"))
    done = run(ours, back)
    assert done.exit_code == 0, done.output
    assert done.output.startswith("1 cell taken")
    assert openpyxl.load_workbook(tmp_path / "centre.collected.xlsx")["Claims"]["H2"].value == "D"
    # What changed here since it was sent out is not overwritten.
    ours.write_bytes(regraded(ours.read_bytes(), 2, "P"))
    assert "Changed here meanwhile: Claims!H2" in run(ours, back, "-o", tmp_path / "second.xlsx").output


def test_an_annotated_copy_of_another_day_is_not_taken_for_the_one_that_was_sent(tmp_path: Path) -> None:
    ours, copy, back = tmp_path / "centre.xlsx", tmp_path / "centre.annotated.xlsx", tmp_path / "from Jo.xlsx"
    ours.write_bytes(centre(CLAIMS))
    CliRunner().invoke(main, ["validate", str(ours), "--as-of", "2027-02-01"])
    back.write_bytes(regraded(copy.read_bytes(), 2, "D"))
    CliRunner().invoke(main, ["validate", str(ours), "--as-of", "2027-02-02"])
    done = run(ours, back)
    assert done.exit_code == 1
    assert "what it said when it was sent out is not known: name your workbook of that day with --sent" in done.output


def as_csv(folder: Path, data: bytes) -> Path:
    folder.mkdir()
    for sheet in openpyxl.load_workbook(io.BytesIO(data)):
        rows = [
            [
                value.strftime("%d/%m/%Y") if isinstance(value, dt.datetime) else "" if value is None else str(value)
                for value in row
            ]
            for row in sheet.iter_rows(values_only=True)
        ]
        with (folder / f"{sheet.title}.csv").open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows(rows)
    return folder


def test_a_folder_of_csv_files_may_be_the_workbook_and_may_come_back(tmp_path: Path) -> None:
    ours = as_csv(tmp_path / "centre", centre(CLAIMS))
    pack = tmp_path / "pack-JS.xlsx"
    pack.write_bytes(edited(packs()["pack-JS.xlsx"], fill(5, "Grade", "D")))
    done = run(ours, pack)
    assert done.exit_code == 0, done.output
    made = tmp_path / "centre.collected.xlsx"
    assert openpyxl.load_workbook(made)["Claims"]["H2"].value == "D"
    back = as_csv(tmp_path / "back", edited(centre(CLAIMS), fill(3, "Grade", "P", "Claims", 1)))
    done = run(ours, back, "-o", tmp_path / "out.xlsx")
    assert done.exit_code == 0, done.output
    assert openpyxl.load_workbook(tmp_path / "out.xlsx")["Claims"]["H3"].value == "P"


def test_every_outcome_has_its_words() -> None:
    from ocr_sheets.collect.wording import WORDS

    assert set(WORDS) == set(Outcome)


SHARED = """
Candidates
| Centre number | Candidate number | Surname | Forenames |
| 10101         | 0045             | Adams   | Ali       |
| 10102         | 0045             | Brown   | Bea       |

Entries
| Centre number | Candidate number | Entry code | Entry type | Entered on |
| 10101         | 0045             | 05839      | full award | 2026-10-01 |
| 10102         | 0045             | 05839      | full award | 2026-10-01 |

Claims
| Centre number | Candidate number | Entry code | Unit number | Assessor | Standardised by | Assessed on | Grade | Claimed on | Visit | Claim status |
| 10101         | 0045             | 05839      | 8           | JS       | PT              | 2027-01-10  |       |            | IT 1  | planned      |
| 10102         | 0045             | 05839      | 8           | JS       | PT              | 2027-01-10  |       |            | IT 1  | planned      |
"""


def _row_of(pack: bytes, centre_number: str, unit: str) -> int:
    sheet = openpyxl.load_workbook(io.BytesIO(pack))["Units"]
    headings = [cell.value for cell in sheet[4]]
    at = headings.index("Centre"), headings.index("Unit")
    return next(
        row[0].row or 0
        for row in sheet.iter_rows(min_row=5)
        if (row[at[0]].value, row[at[1]].value) == (centre_number, unit)
    )


def test_what_came_back_for_one_of_two_candidates_with_one_number_goes_to_that_one() -> None:
    pack = packs(SHARED)["pack-JS.xlsx"]
    found = collected(centre(SHARED), edited(pack, fill(_row_of(pack, "10102", "8"), "Grade", "M")))
    assert (cell(found, "H2"), cell(found, "H3")) == (None, "M")


def test_work_without_a_row_is_not_taken_for_the_row_of_another_centre_s_candidate() -> None:
    ours = SHARED.replace(
        "| 10102         | 0045             | 05839      | 8   ",
        "| 10102         | 0045             | 05839      | 9   ",
    )
    pack = packs(ours, By.SUBJECT)["pack-IT.xlsx"]
    found = collected(centre(ours), edited(pack, fill(_row_of(pack, "10102", "8"), "Grade", "M")))
    assert (cell(found, "H2"), cell(found, "H3")) == (None, None)
    assert Outcome.NO_ROW_YET in [line.outcome for line in found.decision.lines]
