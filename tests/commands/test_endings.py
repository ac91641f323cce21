"""What is to be written under a name of another kind of file is refused in one sentence, before anything is done."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from mailing import TEXT
from workbooks import saved

from ocr_sheets.cli import main

ENDS = {
    "validate centre.xlsx -o": ".xlsx",
    "plan centre.xlsx -o": ".xlsx",
    "diff centre.xlsx later.xlsx -o": ".xlsx",
    "reconcile centre.xlsx later.xlsx --with entries -o": ".xlsx",
    "collect centre.xlsx later.xlsx -o": ".xlsx",
    "fill centre.xlsx -o": ".xlsx",
    "overview centre.xlsx -o": ".xlsx",
    "template": ".xlsx",
    "start --visit Business 2027-01-28 virtual": ".xlsx",
    "calendar centre.xlsx -o": ".ics",
    "claims centre.xlsx -o": ".csv",
    "map centre.xlsx -o": ".toml",
    "visit centre.xlsx IT-1 -o": ".html",
    "docs -o": ".html",
    "page -o": ".html",
}


CASES = [(command, ending) for command in ENDS for ending in (".ics", ".xlsx", ".pdf", "") if ending != ENDS[command]]


@pytest.mark.parametrize(("command", "ending"), CASES)
def test_an_output_of_another_kind_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str, ending: str
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("centre.xlsx", "later.xlsx"):
        saved(tmp_path / name, TEXT)
    arguments = [word.replace("IT-1", "IT 1") for word in command.split()]
    told = CliRunner().invoke(main, [*arguments, f"made{ending}"])
    assert told.exit_code == 2, told.output
    assert told.exception is None or isinstance(told.exception, SystemExit)
    assert f"made{ending} must end in {ENDS[command]}, or " in told.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["centre.xlsx", "later.xlsx"]


@pytest.mark.parametrize("ending", [".csv", ".json", ".xls"])
def test_a_folder_of_tables_is_not_named_as_a_file(tmp_path: Path, ending: str) -> None:
    workbook = saved(tmp_path / "centre.xlsx", TEXT)
    told = CliRunner().invoke(main, ["read", str(workbook), "-o", str(tmp_path / f"made{ending}")])
    assert told.exit_code == 2
    assert f"made{ending} would be a folder of CSV files" in told.stderr
