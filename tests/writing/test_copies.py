"""What people did in an annotated copy outlives the next check: reasons are carried over, and a changed copy is kept."""

from __future__ import annotations

import os
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result
from test_accepted import CLAIMS, HEADINGS_AT, LATE
from workbooks import AS_OF, centre

from ocr_sheets.cli import main
from ocr_sheets.errors import UserError
from ocr_sheets.validate import report_on, validate
from ocr_sheets.writing.report.kit import ACCEPTED_HEADING, TO_DO

REASON = "agreed with the moderator"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "centre.xlsx"
    path.write_bytes(centre(CLAIMS))
    return path


def accept_all(path: Path, reason: str = REASON) -> None:
    """Write a reason beside each line of To do, as a person does."""
    opened = openpyxl.load_workbook(path)
    sheet = opened[TO_DO]
    column = [cell.value for cell in sheet[HEADINGS_AT]].index(ACCEPTED_HEADING) + 1
    for row in range(HEADINGS_AT + 1, sheet.max_row + 1):
        sheet.cell(row, column, reason)
    opened.save(path)


def reasons(path: Path) -> set[str]:
    return {finding.accepted for finding in report_on(path, AS_OF).findings if finding.rule.code == LATE}


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def dated(path: Path, seconds: int) -> None:
    os.utime(path, (1_800_000_000 + seconds,) * 2)


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [*map(str, arguments), "--as-of", AS_OF.isoformat()])


def test_a_reason_in_the_copy_is_there_when_the_workbook_itself_is_checked_again(book: Path) -> None:
    copy = book.with_name("centre.annotated.xlsx")
    validate(book, copy, AS_OF)
    accept_all(copy)
    changed = copy.read_bytes()
    said: list[str] = []
    report = validate(book, copy, AS_OF, tell=said.append)
    assert {finding.accepted for finding in report.findings if finding.rule.code == LATE} == {REASON}
    assert book.with_name("centre.annotated (changed).xlsx").read_bytes() == changed
    assert "kept as centre.annotated (changed).xlsx" in said[0]
    again: list[str] = []
    validate(book, copy, AS_OF, tell=again.append)
    assert again == []
    assert reasons(book) == {REASON}


def test_a_second_changed_copy_does_not_replace_the_first(book: Path) -> None:
    copy = book.with_name("centre.annotated.xlsx")
    for reason in ("one", "two"):
        validate(book, copy, AS_OF)
        accept_all(copy, reason)
        dated(copy, 100 if reason == "one" else 200)
        validate(book, copy, AS_OF)
        dated(copy, 150 if reason == "one" else 250)
    assert names(book.parent) == [
        "centre.annotated (changed 2).xlsx", "centre.annotated (changed).xlsx", "centre.annotated.xlsx", "centre.xlsx",
    ]  # fmt: skip
    assert reasons(copy) == {"two"}


def test_reasons_come_from_the_newest_copy_whichever_file_is_checked(book: Path) -> None:
    first, second = (book.with_name(name) for name in ("centre.annotated.xlsx", "centre.annotated-2.xlsx"))
    for seconds, (copy, reason) in enumerate(((first, "older"), (second, "newer"))):
        validate(book, copy, AS_OF)
        accept_all(copy, reason)
        dated(copy, seconds)
    dated(book, 5)
    assert reasons(book) == reasons(first) == reasons(second) == {"newer"}
    dated(first, 9)
    assert reasons(book) == {"older"}


def test_a_file_of_somebody_elses_is_never_replaced_by_any_command(book: Path) -> None:
    for command in (
        ["validate", book, "-o"],
        ["diff", book, book, "-o"],
        ["reconcile", book, book, "-o"],
        ["plan", book, "-o"],
    ):
        target = book.with_name("theirs.xlsx")
        target.write_bytes(centre())
        before = target.read_bytes()
        result = run(*command, target)
        assert result.exit_code == 2, (command, result.output)
        assert "was not written by ocr-sheets, or has been changed since" in result.stderr
        assert target.read_bytes() == before
    calendar = book.with_name("theirs.ics")
    calendar.write_bytes(b"BEGIN:VCALENDAR\r\nPRODID:-//theirs\r\nEND:VCALENDAR\r\n")
    assert run("calendar", book, "-o", calendar).exit_code == 2
    page = book.with_name("theirs.html")
    page.write_text("theirs", encoding="utf-8")
    assert CliRunner().invoke(main, ["page", "-o", str(page)]).exit_code == 2
    assert page.read_text(encoding="utf-8") == "theirs"


def test_a_copy_that_cannot_be_read_is_no_reason_to_stop(book: Path) -> None:
    book.with_name("centre.annotated-2.xlsx").write_bytes(b"PK\x03\x04 cut off")
    validate(book, book.with_name("centre.annotated.xlsx"), AS_OF)
    with pytest.raises(UserError, match="was not written by ocr-sheets"):
        validate(book, book.with_name("centre.annotated-2.xlsx"), AS_OF)
