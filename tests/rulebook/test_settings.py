"""Readings turned and values laid over ours: from ocr-sheets.toml beside the workbook, or a file that is named."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook
from workbooks import AS_OF, book_of, saved

from ocr_sheets.cli import main
from ocr_sheets.rulebook import load_readings, load_rulebook, load_sources
from ocr_sheets.schedule.alternatives import differences

VIRTUAL = """
Visits
| Visit | Subject area | Entry code | Visit date | Type    | Type told on | Status    |
| IT 1  | IT           |            | 2027-03-11 | virtual | 2027-01-15   | confirmed |
| L4 1  |              | 04663      | 2026-11-20 |         |              | done      |
| L4 2  |              | 04663      | 2027-06-11 |         |              | planned   |

Claims
| Candidate number | Entry code | Unit number | Assessor | Grade | Claimed on | Visit | Claim status |
| 0045             | 05839      | 8           | JS       | M     | 2027-02-25 | IT 1  | submitted    |
"""


def validate(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["validate", *map(str, arguments), "--as-of", "2027-02-01", "--format", "json"])


def upload_by(result: Result) -> str:
    return str(
        next(line["date"] for line in json.loads(result.stdout)["deadlines"] if line["what"] == "Upload sample by")
    )


def test_the_file_beside_the_workbook_is_used_by_itself_and_its_values_are_named(tmp_path: Path) -> None:
    book = saved(tmp_path / "centre.xlsx", VIRTUAL)
    plain = validate(book)
    (tmp_path / "ocr-sheets.toml").write_text('[readings]\ndays = "working days"\n', encoding="utf-8")
    turned = validate(book)
    assert upload_by(plain) == "2027-03-06"
    assert upload_by(turned) == "2027-03-04"
    assert "overlaid" not in json.loads(plain.stdout)
    assert json.loads(turned.stdout)["overlaid"] == [
        "sample.requests_days_before_visit",
        "sample.upload_days_before_visit",
    ]
    text = CliRunner().invoke(main, ["validate", str(book), "--as-of", "2027-02-01"]).stdout
    assert "sample.upload_days_before_visit" in text
    sheet = load_workbook(tmp_path / "centre.annotated.xlsx")["Visits"]
    formulas = [str(cell.value) for cell in sheet[2]]
    assert any("WORKDAY(D2,-5," in formula for formula in formulas)


def test_weeks_can_be_read_so_that_the_last_day_is_too_late(tmp_path: Path) -> None:
    book = saved(tmp_path / "centre.xlsx", VIRTUAL)
    settings = tmp_path / "strict.toml"
    settings.write_text('[readings]\nweeks = "too late"\n', encoding="utf-8")

    def late(result: Result) -> bool:
        return any(finding["rule"] == "claim-under-two-weeks" for finding in json.loads(result.stdout)["findings"])

    assert not late(validate(book))
    assert late(validate(book, "--settings", settings))


def test_a_newer_value_holds_from_its_day_and_not_before(tmp_path: Path) -> None:
    book = saved(tmp_path / "centre.xlsx", VIRTUAL)
    settings = tmp_path / "ocr-sheets.toml"
    newer = '[values."sample.upload_days_before_visit"]\nvalues = [{ from = 2022-09-01, until = %s, value = 5 }, { from = %s, value = 7 }]\n'
    settings.write_text(newer % ("2027-03-10", "2027-03-11"), encoding="utf-8")
    assert upload_by(validate(book)) == "2027-03-04"
    settings.write_text(newer % ("2027-03-11", "2027-03-12"), encoding="utf-8")
    assert upload_by(validate(book)) == "2027-03-06"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[readings", "not TOML"),
        ("[reading]\n", "reading"),
        ('[readings]\ndaze = "working days"\n', "daze"),
        ('[readings]\ndays = "sometimes"\n', "working days"),
        ('readings = "all"\n', "[readings]"),
        ('[values."entry.days"]\nvalues = [{ value = 3 }]\n', "entry.days"),
        ('[values."entry.days_before_visit"]\nvalues = [{ value = "soon" }]\n', "soon"),
        ('[values."entry.days_before_visit"]\nvalues = [{ value = ["28"] }]\n', "another kind"),
        ('[values."entry.days_before_visit"]\nvalue = 3\n', "value"),
    ],
)
def test_a_slip_in_the_settings_is_one_sentence_that_names_the_file(tmp_path: Path, text: str, told: str) -> None:
    book = saved(tmp_path / "centre.xlsx")
    (tmp_path / "ocr-sheets.toml").write_text(text, encoding="utf-8")
    result = validate(book)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "ocr-sheets.toml" in result.stderr
    assert told in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1
    assert not (tmp_path / "centre.annotated.xlsx").exists()


def test_a_settings_file_that_is_named_must_be_there(tmp_path: Path) -> None:
    result = validate(saved(tmp_path / "centre.xlsx"), "--settings", tmp_path / "none.toml")
    assert result.exit_code == 2
    assert "none.toml" in result.stderr


def test_every_reading_names_sentences_that_are_listed_and_values_that_are_there() -> None:
    for reading in load_readings().values():
        assert set(reading.source) <= set(load_sources().sentences)
        assert set(reading.over(load_rulebook()).laid_over) == set(reading.values)
        assert reading.ours != reading.other


def places(name: str, text: str) -> tuple[str, ...]:
    return next(one.places for one in differences(book_of(text, AS_OF)) if one.reading.name == name)


def visits(*rows: str) -> str:
    return "\nVisits\n| Visit | Subject area | Entry code | Visit date | Type |\n" + "\n".join(rows) + "\n"


def test_both_dates_are_shown_where_the_readings_differ_for_this_workbook() -> None:
    virtual = visits("| IT 1 | IT | | 2027-03-11 | virtual |")
    assert "IT 1, upload sample by: 6 Mar 2027 or 4 Mar 2027" in places("days", virtual)
    assert "IT 1, submit claims by: 25 Feb 2027 or 24 Feb 2027" in places("weeks", virtual)
    assert places("days", visits("| L4 1 | | 04663 | 2027-03-11 | |")) == ()


@pytest.mark.parametrize(
    ("day", "shown"),
    [
        ("2027-08-17", ()),
        ("2027-08-18", ("IT 1 on 18 Aug 2027: not possible, or possible",)),
        ("2027-08-22", ("IT 1 on 22 Aug 2027: not possible, or possible",)),
        ("2027-08-23", ()),
        ("2027-09-01", ("IT 1 on 1 Sep 2027: possible, or not possible",)),
        ("2027-09-05", ("IT 1 on 5 Sep 2027: possible, or not possible",)),
        ("2027-09-06", ()),
    ],
)
def test_the_last_two_weeks_of_august_in_both_readings(day: str, shown: tuple[str, ...]) -> None:
    assert places("august", visits(f"| IT 1 | IT | | {day} | virtual |")) == shown


def test_an_august_visit_may_belong_to_either_academic_year() -> None:
    assert places("academic-year", visits("| IT 1 | IT | | 2027-08-02 | virtual |")) == (
        "IT 1: visit 1 of 2026/27 or visit 1 of 2027/28",
    )


def test_subjects_named_differently_in_the_two_suites_may_be_one() -> None:
    both = visits("| A | Media | | 2026-11-02 | virtual |", "| B | Digital Media | | 2027-03-02 | virtual |")
    assert places("subject-areas", both) == ("B: visit 1 of 2026/27 or visit 2 of 2026/27",)


def test_eqa_visits_may_be_counted_by_calendar_year() -> None:
    two = visits("| L4 1 | | 04663 | 2026-11-02 | |", "| L4 2 | | 04663 | 2027-03-02 | |")
    assert places("eqa-year", two) == (
        "L4 1: visit 1 of 2026/27 or visit 1 of 2026",
        "L4 2: visit 2 of 2026/27 or visit 1 of 2027",
    )


def test_a_value_of_the_centres_own_is_shown_with_the_source_it_gives(tmp_path: Path) -> None:
    book = saved(tmp_path / "centre.xlsx", VIRTUAL)
    settings = """
[values."entry.days_before_visit"]
source = ["OCR's moderation page of 1 May 2027"]
values = [{ from = 2027-01-01, value = 35 }]
"""
    (tmp_path / "ocr-sheets.toml").write_text(settings, encoding="utf-8")
    assert validate(book).exit_code in (0, 1)
    rows = load_workbook(tmp_path / "centre.annotated.xlsx")["What was checked"].iter_rows(values_only=True)
    (row,) = [row for row in rows if "entry.days_before_visit" in row]
    assert "35 (your setting)" in row
    assert "OCR's moderation page of 1 May 2027" in row
