"""The package as a library: what `import ocr_sheets` offers."""

from __future__ import annotations

import datetime as dt
import doctest
import inspect
import json
import subprocess
import sys
import typing
from pathlib import Path

import pytest
from click.testing import CliRunner
from workbooks import saved, signed

import ocr_sheets
from ocr_sheets import library
from ocr_sheets.cli import main
from ocr_sheets.files.templates import find_template

LATE = """
Claims
| Candidate number | Entry code | Unit number | Assessor | Grade | Claimed on | Visit |
| 0045             | 05839      | 8           | JS       | P     | 2027-02-26 | IT 1  |
"""
NAMES = ["DeadlineLine", "Finding", "Readiness", "Report", "Severity", "ToFillIn", "UserError", "Verdict", "annotate", "check"]  # fmt: skip
SHOWN_BY_AN_EXAMPLE = ["Report", "Report.deadlines", "Report.findings", "Report.readiness", "Report.state", "Report.to_dict", "annotate", "check"]  # fmt: skip


def test_the_public_names_are_those_that_were_agreed() -> None:
    assert ocr_sheets.__all__ == library.__all__ == NAMES
    assert all(getattr(ocr_sheets, name) is getattr(library, name) for name in NAMES)
    assert set(dir(ocr_sheets)) >= set(NAMES)
    with pytest.raises(AttributeError, match="has no attribute 'Nothing'"):
        _ = ocr_sheets.Nothing


def test_what_a_report_offers_is_what_was_agreed() -> None:
    offered = sorted(name for name in vars(library.Report) if not name.startswith("_"))
    assert offered == sorted(
        [
            "as_of",
            "counts",
            "deadlines",
            "findings",
            "readiness",
            "state",
            "to_dict",
            "to_fill_in",
            "verdict",
            "workbook",
        ]
    )


def test_all_of_it_is_typed_and_described() -> None:
    for name in ("annotate", "check"):
        function = getattr(library, name)
        assert inspect.getdoc(function)
        assert set(typing.get_type_hints(function)) == {*inspect.signature(function).parameters, "return"}
        assert (
            inspect.signature(function).parameters["as_of"].default is inspect.Parameter.empty
        )  # nothing reads the clock
    assert all(inspect.getdoc(getattr(ocr_sheets, name)) for name in NAMES)


def test_the_examples_do_what_they_show(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    example = find_template("example.xlsx")
    assert example
    (tmp_path / "centre.xlsx").write_bytes(example.read_bytes())
    monkeypatch.chdir(tmp_path)
    found = [test for test in doctest.DocTestFinder().find(library) if test.examples]
    assert {test.name.removeprefix("ocr_sheets.library.") for test in found} >= set(SHOWN_BY_AN_EXAMPLE)
    runner = doctest.DocTestRunner(optionflags=doctest.IGNORE_EXCEPTION_DETAIL)
    for test in found:
        assert runner.run(test).failed == 0, test.name


def test_importing_it_loads_nothing_else() -> None:
    script = "import sys, ocr_sheets; print(*(name for name in sys.modules if name.startswith('ocr_sheets.')))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


def test_a_path_text_or_bytes_are_checked_alike(tmp_path: Path) -> None:
    path = saved(tmp_path / "centre.xlsx", LATE)
    found = [
        [finding.rule.code for finding in ocr_sheets.check(given, as_of=day).findings]
        for given in (path, str(path), path.read_bytes())
        for day in ("2027-03-01", dt.date(2027, 3, 1), dt.datetime(2027, 3, 1, 12, tzinfo=dt.UTC))
    ]
    assert "claim-under-two-weeks" in found[0]
    assert all(one == found[0] for one in found)


def test_the_dictionary_is_the_json_of_the_command_line(tmp_path: Path) -> None:
    path = saved(tmp_path / "centre.xlsx", LATE)
    told = CliRunner().invoke(main, ["validate", str(path), "--as-of", "2027-03-01", "--format", "json"])
    report = ocr_sheets.check(path, as_of="2027-03-01")
    assert report.to_dict() == json.loads(told.stdout)
    assert report.to_dict()["verdict"] == report.verdict
    assert len(report.to_dict()["deadlines"]) == len(report.deadlines)
    assert len(report.to_dict()["to_fill_in"]) == len(report.to_fill_in)


def test_a_report_cannot_be_changed(tmp_path: Path) -> None:
    report = ocr_sheets.check(saved(tmp_path / "centre.xlsx"), as_of="2027-03-01")
    with pytest.raises(AttributeError):
        report.state = "ready so far"  # type: ignore[misc, assignment]


def test_the_copy_is_that_of_the_command_line_and_the_workbook_left_alone(tmp_path: Path) -> None:
    path = saved(tmp_path / "centre.xlsx", LATE)
    before = path.read_bytes()
    report = ocr_sheets.annotate(str(path), tmp_path / "out.xlsx", as_of="2027-03-01")
    CliRunner().invoke(main, ["validate", str(path), "--as-of", "2027-03-01", "-o", str(tmp_path / "theirs.xlsx")])
    assert (tmp_path / "out.xlsx").read_bytes() == (tmp_path / "theirs.xlsx").read_bytes()
    assert path.read_bytes() == before
    assert report.counts[ocr_sheets.Severity.MUST_FIX] >= 1


def test_bytes_are_annotated_as_the_file_is(tmp_path: Path) -> None:
    path = saved(tmp_path / "centre.xlsx", LATE)
    of_bytes = ocr_sheets.annotate(path.read_bytes(), tmp_path / "bytes.xlsx", as_of="2027-03-01")
    of_path = ocr_sheets.annotate(path, tmp_path / "path.xlsx", as_of="2027-03-01")
    assert of_bytes.to_dict() == {**of_path.to_dict(), "workbook": "workbook.xlsx"}
    assert (tmp_path / "bytes.xlsx").is_file()


def test_settings_beside_a_path_are_used_and_for_bytes_they_are_named(tmp_path: Path) -> None:
    path = saved(tmp_path / "centre.xlsx", LATE)
    settings = tmp_path / "ocr-sheets.toml"
    settings.write_text('[readings]\ndays = "working days"\n', encoding="utf-8")
    beside = [line.date for line in ocr_sheets.check(path, as_of="2027-03-01").deadlines]
    named = ocr_sheets.check(path.read_bytes(), as_of="2027-03-01", settings=settings)
    assert [line.date for line in named.deadlines] == beside
    without = ocr_sheets.check(path.read_bytes(), as_of="2027-03-01")
    assert [line.date for line in without.deadlines] != beside


@pytest.mark.parametrize(
    ("name", "day"), [("nothing.xlsx", "2027-03-01"), ("centre.xlsx", "soon"), ("broken.xlsx", "2027-03-01")]
)
def test_what_cannot_be_done_is_one_error_with_a_sentence(tmp_path: Path, name: str, day: str) -> None:
    saved(tmp_path / "centre.xlsx")
    (tmp_path / "broken.xlsx").write_bytes(b"PK nonsense")
    with pytest.raises(ocr_sheets.UserError) as checking:
        ocr_sheets.check(tmp_path / name, as_of=day)
    with pytest.raises(ocr_sheets.UserError) as annotating:
        ocr_sheets.annotate(tmp_path / name, tmp_path / "out.xlsx", as_of=day)
    assert str(checking.value).endswith(".")
    assert str(annotating.value).endswith(".")
    assert not (tmp_path / "out.xlsx").exists()


def test_bytes_that_are_no_workbook_are_the_same_error(tmp_path: Path) -> None:
    for data in (b"", b"PK nonsense"):
        with pytest.raises(ocr_sheets.UserError):
            ocr_sheets.check(data, as_of="2027-03-01")
        with pytest.raises(ocr_sheets.UserError):
            ocr_sheets.annotate(data, tmp_path / "out.xlsx", as_of="2027-03-01")
    assert not (tmp_path / "out.xlsx").exists()


def test_a_signed_workbook_is_copied_only_where_its_signature_may_be_dropped(tmp_path: Path) -> None:
    path = tmp_path / "signed.xlsx"
    path.write_bytes(signed(saved(tmp_path / "centre.xlsx").read_bytes()))
    for given in (path, path.read_bytes()):
        with pytest.raises(ocr_sheets.UserError, match="signed"):
            ocr_sheets.annotate(given, tmp_path / "out.xlsx", as_of="2027-03-01")
    ocr_sheets.annotate(path.read_bytes(), tmp_path / "out.xlsx", as_of="2027-03-01", drop_signature=True)
    assert (tmp_path / "out.xlsx").is_file()


def test_a_copy_of_bytes_is_never_written_over_what_is_not_ours(tmp_path: Path) -> None:
    theirs = saved(tmp_path / "theirs.xlsx")
    before = theirs.read_bytes()
    with pytest.raises(ocr_sheets.UserError, match="it was left as it is"):
        ocr_sheets.annotate(saved(tmp_path / "centre.xlsx").read_bytes(), theirs, as_of="2027-03-01")
    assert theirs.read_bytes() == before
