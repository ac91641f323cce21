"""A folder of CSV files is a workbook: its sheets, rows, zeros and days are those of the files."""

from __future__ import annotations

import csv
import datetime as dt
import io
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings, strategies as st
from openpyxl import load_workbook
from workbooks import AS_OF, BASE, centre, folder, parse

from ocr_sheets.cli import main
from ocr_sheets.model.reading_words import issue_words
from ocr_sheets.patching import Refused, Workbook
from ocr_sheets.reading import read_book
from ocr_sheets.reading.csv_folder import is_day_first, open_workbook, read_csv, workbook_of
from ocr_sheets.validate import default_output, read_choices, report_on, validate


def cells(path: Path, sheet: str) -> list[list[object]]:
    return [list(row) for row in load_workbook(io.BytesIO(workbook_of(path)))[sheet].iter_rows(values_only=True)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_folder_says_what_the_same_workbook_says(tmp_path: Path, encoding: str, separator: str) -> None:
    text = BASE.replace("Adams ", "Ó Sé – Ä").replace("| Title      |", "| Title, etc |")
    read = read_book(open_workbook(folder(tmp_path / "Our centre", text, separator, encoding)), AS_OF)
    same = read_book(Workbook.from_bytes(centre(text)), AS_OF)
    assert (read.candidates, read.claims, read.entries) == (same.candidates, same.claims, same.entries)
    assert (read.visits, read.units, read.qualifications) == (same.visits, same.units, same.qualifications)
    assert (read.centre, read.problems, read.text_dates) == (same.centre, (), frozenset())


def test_excels_unicode_text_is_a_sheet_and_a_note_is_none(tmp_path: Path) -> None:
    path = folder(tmp_path / "centre", BASE, "\t", "utf-16", ".txt")
    (path / "read me.txt").write_text("nothing, to see", encoding="utf-8")
    (path / "~$Visits.csv").write_text("x", encoding="utf-8")
    assert [sheet.name for sheet in open_workbook(path).sheets] == [
        *("Centre", "Qualifications", "Units", "Assessors", "Candidates", "Entries", "Visits"),
    ]


def test_zeros_in_front_stay_and_numbers_and_days_are_those_that_look_the_same(tmp_path: Path) -> None:
    (tmp_path / "Units.csv").write_text(
        "Entry code,Unit number,Size,ULN,First day,Second day,Third day,Fourth day,Formula\n"
        "05838,8,60,9276308686,15/05/2027,05/06/2027,2027-05-15,5/6/2027,=1+1\n"
        "10363,9,7.50,9276308686,31/02/2027,05/06/27,2027-02-31,15/06/2027,@x\n",
        encoding="utf-8",
    )
    first, second = cells(tmp_path, "Units")[1:]
    assert first == [
        *("05838", "8", 60, "9276308686"),
        *(dt.datetime(2027, 5, 15), dt.datetime(2027, 6, 5), dt.datetime(2027, 5, 15), dt.datetime(2027, 6, 5), "=1+1"),
    ]
    assert second == [
        *("10363", "9", "7.50", "9276308686", "31/02/2027", "05/06/27", "2027-02-31", dt.datetime(2027, 6, 15), "@x")
    ]


def test_days_that_nothing_shows_the_order_of_stay_text_and_are_named(tmp_path: Path) -> None:
    text = BASE.replace("2027-03-11", "05/03/2027").replace("2027-03-12", "06/03/2027")
    path = folder(tmp_path / "centre", text)
    book = read_book(open_workbook(path), AS_OF)
    assert [issue_words(problem)[0] for problem in book.problems][:1] == [
        "Visit date: “05/03/2027” is text and was read day first, as 5 March 2027."
    ]
    folder(path, "Closures\n| From | To |\n| 27/12/2026 | 28/12/2026 |\n")
    assert not read_book(open_workbook(path), AS_OF).problems


@pytest.mark.parametrize(
    ("days", "first"),
    [
        (("05/06/2027",), None),
        (("05/06/2027", "15/06/2027"), True),
        (("06/15/2027",), False),
        (("15/06/2027", "06/15/2027"), None),
        (("15/06/27",), None),
    ],
)
def test_days_come_first_where_only_that_is_possible(days: tuple[str, ...], first: bool | None) -> None:
    assert is_day_first([[[day] for day in days]]) is first


def test_row_numbers_are_those_that_excel_shows(tmp_path: Path) -> None:
    (tmp_path / "Visits.csv").write_bytes(
        b'sep=;\r\n"Our visits\r\nthis year"\r\n\r\nVisit;Subject area;Visit date\r\n\r\nIT 1;IT;2 of May?\r\n'
    )
    report = report_on(tmp_path, AS_OF)
    (found,) = [one for one in report.findings if one.rule.code == "cell-unreadable"]
    assert (found.cell.ref if found.cell else "") == "C5"


def test_a_folder_is_validated_into_a_workbook_beside_it_and_never_changed(tmp_path: Path) -> None:
    path = folder(tmp_path / "Our centre 1.2")
    before = {file.name: file.read_bytes() for file in path.iterdir()}
    out = default_output(path)
    assert out == tmp_path / "Our centre 1.2.annotated.xlsx"
    report = validate(path, out, AS_OF)
    first = out.read_bytes()
    validate(path, out, AS_OF)
    assert out.read_bytes() == first
    assert report.workbook == "Our centre 1.2"
    assert {file.name: file.read_bytes() for file in path.iterdir()} == before
    names = load_workbook(out).sheetnames
    assert names[0] == "Summary"
    assert set(parse(BASE)) <= set(names)


def test_the_folder_one_stands_in_is_a_folder_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = folder(tmp_path / "centre")
    (path / "ocr-sheets.toml").write_text('[readings]\ndays = "working days"\n', encoding="utf-8")
    monkeypatch.chdir(path)
    assert default_output(Path()) == tmp_path / "centre.annotated.xlsx"
    assert read_choices(Path()).settings.turned
    done = CliRunner().invoke(main, ["validate", ".", "--as-of", "2027-02-01"])
    assert done.exit_code in (0, 1), done.output
    assert (tmp_path / "centre.annotated.xlsx").exists()


def refusal(path: Path) -> str:
    with pytest.raises(Refused) as caught:
        open_workbook(path)
    return str(caught.value)


def test_what_is_wrong_with_a_file_is_said_with_its_name_and_line(tmp_path: Path) -> None:
    file = tmp_path / "Visits.csv"
    for data, said in (
        (b'Visit,Date\r\nIT 1,"11/03\r\n', "Visits.csv, line 2: a quotation mark is out of place"),
        (b'a,b\n"c"d,e\n', "Visits.csv, line 2: a quotation mark is out of place"),
        (b"Visit\nIT\x81 1\n", "Visits.csv, line 2: there is a letter in no encoding that is known"),
        (b"Visit\nB\xc3\xa9b\xe9\n", "Visits.csv, line 2: it mixes two encodings"),
        (b"V\x00i\x00s\x00i\x00t\x00", "Visits.csv, line 1: this is no text"),
        (b"a\n" + b"x" * 32_768, "Visits.csv, line 2: this is more than Excel holds"),
    ):
        file.write_bytes(data)
        assert refusal(tmp_path).startswith(said)
        assert refusal(tmp_path).endswith(".")


def test_what_is_no_folder_of_csv_files_is_refused_with_what_to_do(tmp_path: Path) -> None:
    assert refusal(tmp_path).startswith(f"{tmp_path.name} is a folder without CSV files: name the workbook inside it")
    file = folder(tmp_path / "centre") / "Visits.csv"
    assert refusal(file).startswith("Visits.csv is one sheet alone: put the CSV files of all sheets into a folder")
    assert "not there" in refusal(tmp_path / "nothing")
    done = CliRunner().invoke(main, ["validate", str(file)])
    assert done.exit_code == 2
    assert len(done.output.strip().splitlines()) == 1


def test_two_files_of_one_name_are_refused_and_long_or_odd_names_are_cut(tmp_path: Path) -> None:
    folder(tmp_path)
    (tmp_path / "visits.tsv").write_text("Visit\tVisit date\n", encoding="utf-8")
    assert "are one sheet by their names" in refusal(tmp_path)
    (tmp_path / "visits.tsv").unlink()
    (tmp_path / ("Notes [old] " + "x" * 40 + ".csv")).write_text("a,b\n", encoding="utf-8")
    assert [sheet.name for sheet in open_workbook(tmp_path).sheets][-1] == "Notes _old_ xxxxxxxxxxxxxxxxxxx"


TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), max_size=12)


@given(st.lists(st.lists(TEXT, min_size=2, max_size=4), min_size=1, max_size=6), st.sampled_from(",;\t"))
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_what_a_file_holds_is_read_as_it_was_written(rows: list[list[str]], separator: str) -> None:
    made = io.StringIO(newline="")
    csv.writer(made, delimiter=separator, quoting=csv.QUOTE_ALL).writerows([["x"] * 4, *rows])
    assert read_csv(made.getvalue().encode("utf-8-sig"), "a.csv")[1:] == rows


@given(st.binary(max_size=60))
def test_any_file_is_read_or_refused_with_its_name(data: bytes) -> None:
    said = "a.csv"
    try:
        read_csv(data, "a.csv")
    except Refused as refused:
        said = str(refused)
    assert said.startswith("a.csv")


@pytest.mark.parametrize(
    ("command", "made"),
    [
        (["validate", "--fail-on", "never"], "Our centre 1.2.annotated.xlsx"),
        (["calendar"], "Our centre 1.2.ics"),
        (["packs"], "Our centre 1.2-packs"),
        (["email"], "Our centre 1.2-emails"),
    ],
)
@pytest.mark.parametrize("named", [True, False])
def test_every_command_takes_a_folder_and_writes_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: list[str], made: str, named: bool
) -> None:
    claims = (
        "Claims\n| Candidate number | Entry code | Unit number | Assessor | Visit |\n| 0045 | 05839 | 8 | JS | IT 1 |\n"
    )
    path = folder(tmp_path / "Our centre 1.2", BASE + claims)
    if not named:
        monkeypatch.chdir(path)
    done = CliRunner().invoke(main, [*command, str(path) if named else ".", "--as-of", "2027-02-01"])
    assert done.exit_code == 0, done.output
    assert sorted(one.name for one in tmp_path.iterdir()) == sorted([made, path.name])
