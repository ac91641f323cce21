"""The package as a library: what `import ocr_sheets` offers."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from pathlib import Path

import pytest
from workbooks import saved

import ocr_sheets

LATE = """
Claims
| Candidate number | Entry code | Unit number | Assessor | Grade | Claimed on | Visit |
| 0045             | 05839      | 8           | JS       | P     | 2027-02-26 | IT 1  |
"""


def test_the_public_names_are_those_that_were_agreed() -> None:
    assert ocr_sheets.__all__ == ["Finding", "Report", "Severity", "UserError", "annotate", "check"]
    assert all(getattr(ocr_sheets, name) for name in ocr_sheets.__all__)
    with pytest.raises(AttributeError, match="has no attribute 'Nothing'"):
        _ = ocr_sheets.Nothing


def test_importing_it_loads_nothing_else() -> None:
    script = "import sys, ocr_sheets; print(*(name for name in sys.modules if name.startswith('ocr_sheets.')))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


def test_a_path_text_or_bytes_are_checked_alike(tmp_path: Path) -> None:
    path = saved(tmp_path / "centre.xlsx", LATE)
    found = [
        [finding.rule.code for finding in ocr_sheets.check(given, as_of=day).findings]
        for given in (path, str(path), path.read_bytes())
        for day in ("2027-03-01", dt.date(2027, 3, 1))
    ]
    assert "claim-under-two-weeks" in found[0]
    assert all(one == found[0] for one in found)


def test_the_copy_is_written_and_the_workbook_left_alone(tmp_path: Path) -> None:
    path = saved(tmp_path / "centre.xlsx", LATE)
    before = path.read_bytes()
    report = ocr_sheets.annotate(str(path), tmp_path / "out.xlsx", as_of="2027-03-01")
    assert (tmp_path / "out.xlsx").is_file()
    assert path.read_bytes() == before
    assert report.counts[ocr_sheets.Severity.MUST_FIX] >= 1


@pytest.mark.parametrize(
    ("name", "day"), [("nothing.xlsx", "2027-03-01"), ("centre.xlsx", "soon"), ("broken.xlsx", "2027-03-01")]
)
def test_what_cannot_be_done_is_one_error_with_a_sentence(tmp_path: Path, name: str, day: str) -> None:
    saved(tmp_path / "centre.xlsx")
    (tmp_path / "broken.xlsx").write_bytes(b"PK nonsense")
    with pytest.raises(ocr_sheets.UserError) as told:
        ocr_sheets.check(tmp_path / name, as_of=day)
    assert str(told.value).endswith(".")
