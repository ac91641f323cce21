"""What a workbook says of itself: no name of this computer's user and no clock's time, and the same in every one that we write."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner
from workbooks import saved

from ocr_sheets.cli import main

CLAIMS = """
Claims
| Candidate number | Entry code | Unit number | Assessor | Visit | Claim status |
| 0045             | 05839      | 8           | JS       | IT 1  | planned      |
"""
NOT_THE_CLOCK = "2026-09-01T09:00:00Z"


@pytest.mark.parametrize(
    ("arguments", "written"),
    [
        (["plan", "c.xlsx", "--as-of", "2027-02-01"], "c.plan.xlsx"),
        (["packs", "c.xlsx", "--as-of", "2027-02-01"], "c-packs/pack-JS.xlsx"),
        (["packs", "c.xlsx", "--as-of", "2027-02-01"], "c-packs/index.xlsx"),
        (["diff", "c.xlsx", "c.xlsx", "--as-of", "2027-02-01", "-o", "changes.xlsx"], "changes.xlsx"),
        (["reconcile", "c.xlsx", "c.xlsx", "--with", "claims"], "c.reconciled.xlsx"),
        (["template", "blank.xlsx"], "blank.xlsx"),
    ],
)
def test_no_workbook_tells_the_time_or_the_user_of_the_computer(
    arguments: list[str], written: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    saved(Path("c.xlsx"), CLAIMS)
    done = CliRunner().invoke(main, arguments)
    assert done.exit_code in (0, 1), done.output
    with zipfile.ZipFile(io.BytesIO(Path(written).read_bytes())) as parts:
        core = parts.read("docProps/core.xml").decode()
    assert set(re.findall(r"<dcterms:\w+[^>]*>([^<]*)<", core)) == {NOT_THE_CLOCK}
    assert re.findall(r"<dc:creator>([^<]*)<", core) in (["ocr-sheets"], [""])
