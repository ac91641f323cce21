"""Which workbooks are meant by a folder: the centres' own, and nothing that we or an open program put there."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from workbooks import folder, saved

from ocr_sheets.cli import main
from ocr_sheets.errors import UserError
from ocr_sheets.many.workbooks import is_many, workbooks_of
from ocr_sheets.validate import TO_DO_SHEET


def names(place: Path, *others: Path) -> list[str]:
    found = workbooks_of([place, *others], TO_DO_SHEET.tag)
    return [path.relative_to(place).as_posix() for path in found.workbooks]


def made(place: Path, *command: str) -> None:
    done = CliRunner().invoke(main, [*command, "--as-of", "2027-02-01"])
    assert done.exit_code in (0, 1), done.output


def test_what_we_made_of_a_workbook_that_is_there_is_passed_over(tmp_path: Path) -> None:
    one = saved(tmp_path / "north.xlsx")
    for command in ("validate", "plan", "fill"):
        made(tmp_path, command, str(one))
    assert names(tmp_path) == ["north.xlsx"]
    told = {path.name for path, why in workbooks_of([tmp_path], TO_DO_SHEET.tag).passed_over if "by ocr-sheets" in why}
    assert told == {"north.annotated.xlsx", "north.plan.xlsx", "north.filled.xlsx"}


def test_a_copy_of_ours_that_a_centre_sent_alone_is_taken_and_only_the_newest_of_several(tmp_path: Path) -> None:
    made(tmp_path, "validate", str(saved(tmp_path / "north.xlsx")))
    made(tmp_path, "validate", str(tmp_path / "north.annotated.xlsx"))
    (tmp_path / "north.xlsx").unlink()
    assert names(tmp_path) == ["north.annotated-2.xlsx"]


def test_a_workbook_of_the_centres_own_with_a_dotted_name_is_taken(tmp_path: Path) -> None:
    saved(tmp_path / "north.xlsx")
    saved(tmp_path / "north.business.xlsx")
    assert names(tmp_path) == ["north.business.xlsx", "north.xlsx"]


def test_locks_hidden_files_and_other_kinds_of_file_are_no_workbooks_and_old_excel_is_told(tmp_path: Path) -> None:
    saved(tmp_path / "north.xlsx")
    for name in ("~$north.xlsx", ".north.xlsx", "notes.docx", "list.pdf", "south.xls"):
        (tmp_path / name).write_bytes(b"x")
    assert names(tmp_path) == ["north.xlsx", "south.xls"]


def test_folders_within_are_looked_into_and_one_of_csv_files_is_a_workbook(tmp_path: Path) -> None:
    (tmp_path / "east").mkdir()
    saved(tmp_path / "east" / "plan of visits.xlsx")
    folder(tmp_path / "west")
    assert names(tmp_path) == ["west", "east/plan of visits.xlsx"]
    assert is_many([tmp_path])
    assert not is_many([tmp_path / "west"])
    assert not is_many([tmp_path / "east" / "plan of visits.xlsx"])


def test_a_workbook_that_is_named_twice_is_taken_once(tmp_path: Path) -> None:
    one = saved(tmp_path / "north.xlsx")
    assert names(tmp_path, one) == ["north.xlsx"]


def test_a_folder_without_a_workbook_is_told(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="has no workbook in it"):
        workbooks_of([tmp_path], TO_DO_SHEET.tag)


def test_each_is_checked_and_has_its_copy_and_the_worst_exit_code_counts(tmp_path: Path) -> None:
    saved(tmp_path / "north.xlsx")
    shutil.copy(tmp_path / "north.xlsx", tmp_path / "south.xlsx")
    done = CliRunner().invoke(main, ["validate", str(tmp_path), "--as-of", "2026-10-02"])
    assert "2 workbooks: " in done.output
    assert {path.name for path in tmp_path.glob("*.annotated.xlsx")} == {"north.annotated.xlsx", "south.annotated.xlsx"}
    first = done.exit_code
    assert first in (0, 1)
    (tmp_path / "torn.xlsx").write_bytes(b"PK torn")
    again = CliRunner().invoke(main, ["validate", str(tmp_path), "--as-of", "2026-10-02"])
    assert again.exit_code == 2
    assert "torn.xlsx" in again.output
    assert "could not be checked" in again.output
    assert "south.annotated.xlsx was made from south by ocr-sheets" in again.output


def test_one_name_for_the_copies_of_several_is_refused(tmp_path: Path) -> None:
    one, two = saved(tmp_path / "a.xlsx"), saved(tmp_path / "b.xlsx")
    done = CliRunner().invoke(main, ["validate", str(one), str(two), "-o", str(tmp_path / "c.xlsx")])
    assert done.exit_code == 2
    assert "leave it out" in done.output
    assert not (tmp_path / "c.xlsx").exists()


def test_many_as_json_is_a_list_with_each_file(tmp_path: Path) -> None:
    import json

    one = saved(tmp_path / "a.xlsx")
    (tmp_path / "torn.xlsx").write_bytes(b"PK torn")
    done = CliRunner().invoke(
        main, ["validate", str(one), str(tmp_path / "torn.xlsx"), "--format", "json", "--as-of", "2027-02-01"]
    )
    first, second = json.loads(done.output)
    assert first["file"] == str(one)
    assert first["state"]
    assert set(second) == {"file", "problem"}
