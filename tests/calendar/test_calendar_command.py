"""`ocr-sheets calendar`, as a person types it."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from icalendar import Calendar
from workbooks import saved

from ocr_sheets.cli import main

CLAIMS = """
Claims
| Candidate number | Entry code | Unit number | Assessor | Visit | Claim status |
| 0045             | 05839      | 8           | JS       | IT 1  | planned      |
"""
CENTRE = """
Centre
| Label | Value |
| Centre number | 99099 |
| Academic year | 2026/27 |
"""
MOVED = """
Visits
| Visit | Subject area | Entry code | Visit date | Type         | Status    |
| IT 1  | IT           |            | 2027-03-18 | face-to-face | confirmed |
| L4 1  |              | 04663      | 2027-03-12 |              | cancelled |
| L4 2  |              | 04663      |            |              | planned   |
"""


def calendar(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["calendar", *map(str, arguments), "--as-of", "2027-02-01"])


def refused(result: Result) -> str:
    assert result.exit_code == 2, result.output
    assert result.stdout == ""
    (sentence,) = result.stderr.strip().splitlines()
    assert sentence.endswith((".", "?"))
    return sentence


def test_the_calendar_is_written_beside_the_workbook_which_stays_as_it_was(tmp_path: Path) -> None:
    book = saved(tmp_path / "centre ŷ.xlsx", CLAIMS)
    before = book.read_bytes()
    result = calendar(book)
    assert result.exit_code == 0, result.output
    assert "no candidate named" in result.stdout
    assert "Adams" not in result.stdout
    assert (tmp_path / "centre ŷ.ics").read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")
    assert book.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["centre ŷ.ics", "centre ŷ.xlsx"]


def test_run_again_it_continues_the_calendar_that_is_there_and_tells_what_became_of_it(tmp_path: Path) -> None:
    book = saved(tmp_path / "centre.xlsx", CLAIMS)
    calendar(book)
    first = (tmp_path / "centre.ics").read_bytes()
    assert "nothing has changed" in calendar(book).stdout
    assert (tmp_path / "centre.ics").read_bytes() == first
    saved(book, CLAIMS + MOVED)
    told = calendar(book).stdout
    assert "moved" in told
    assert "cancelled" in told
    assert "Left out because they have no date: L4 2" in told


def test_an_annotated_copy_continues_the_calendar_of_the_workbook(tmp_path: Path) -> None:
    book = saved(tmp_path / "centre.xlsx", CLAIMS)
    calendar(book)
    saved(tmp_path / "centre.annotated-2.xlsx", CLAIMS)
    assert "nothing has changed" in calendar(tmp_path / "centre.annotated-2.xlsx").stdout


def test_an_earlier_calendar_elsewhere_is_named_with_since(tmp_path: Path) -> None:
    book = saved(tmp_path / "centre.xlsx", CLAIMS)
    calendar(book, "-o", tmp_path / "old.ics")
    saved(book, CLAIMS + MOVED)
    assert "moved" in calendar(book, "-o", tmp_path / "new.ics", "--since", tmp_path / "old.ics").stdout
    assert "none.ics" in refused(calendar(book, "--since", tmp_path / "none.ics"))


def test_for_one_person_it_has_their_initials_in_its_name(tmp_path: Path) -> None:
    book = saved(tmp_path / "centre.xlsx", CLAIMS)
    assert calendar(book, "--for", "jo smith").exit_code == 0
    text = (tmp_path / "centre.JS.ics").read_text(encoding="utf-8")
    assert "IT 1" in text
    assert "L4 1" not in text


def test_who_is_not_there_is_told_and_nothing_is_written(tmp_path: Path) -> None:
    book = saved(tmp_path / "centre.xlsx", CLAIMS)
    assert "Did you mean Jo Smith (JS)?" in refused(calendar(book, "--for", "Jo Smit"))
    assert "empty" in refused(calendar(book, "--for", "PT"))
    assert list(tmp_path.iterdir()) == [book]


def test_a_workbook_without_a_dated_visit_is_told_so(tmp_path: Path) -> None:
    none = "Visits\n| Visit | Subject area | Visit date |\n| IT 1 | IT | TBC |\n"
    book = saved(tmp_path / "centre.xlsx", none)
    assert "no visit with a day" in refused(calendar(book))
    assert list(tmp_path.iterdir()) == [book]


@pytest.mark.parametrize("name", ["out.xlsx", "out", "out.txt"])
def test_a_calendar_must_end_as_one(tmp_path: Path, name: str) -> None:
    assert ".ics" in refused(calendar(saved(tmp_path / "centre.xlsx"), "-o", tmp_path / name))
    assert not (tmp_path / name).exists()


def test_a_file_that_is_not_ours_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "centre.ics").write_bytes(b"the head's own calendar")
    assert "left as it is" in refused(calendar(saved(tmp_path / "centre.xlsx")))
    assert (tmp_path / "centre.ics").read_bytes() == b"the head's own calendar"


def test_a_folder_that_is_not_there_and_a_workbook_that_is_none_are_refused(tmp_path: Path) -> None:
    book = saved(tmp_path / "centre.xlsx")
    assert "no such" in refused(calendar(book, "-o", tmp_path / "no such folder" / "x.ics"))
    refused(calendar(tmp_path / "none.xlsx"))
    (tmp_path / "text.xlsx").write_bytes(b"Candidate number\n")
    refused(calendar(tmp_path / "text.xlsx"))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["centre.xlsx", "text.xlsx"]


def events_of(path: Path) -> dict[str, str]:
    """Each event's title by its identity."""
    calendar = Calendar.from_ical(path.read_bytes())
    return {str(event["UID"]): str(event["SUMMARY"]) for event in calendar.events}


def test_the_whole_calendar_has_one_name_for_each_centre_and_year_whatever_the_workbook_is_called(
    tmp_path: Path,
) -> None:
    for name in ("centre.xlsx", "centre v2.xlsx"):
        result = calendar(saved(tmp_path / name, CENTRE + CLAIMS), "--replace")
        assert result.exit_code == 0, result.output
    assert [path.name for path in tmp_path.glob("*.ics")] == ["ocr-visits-99099-2026-27.ics"]
    text = (tmp_path / "ocr-visits-99099-2026-27.ics").read_text()
    assert "X-WR-CALNAME:OCR visits 2026/27\\, centre 99099" in text
    assert "METHOD" not in text


def test_the_identity_of_a_calendar_is_its_centre_and_year(tmp_path: Path) -> None:
    def identity(text: str) -> str:
        written = tmp_path / "out.ics"
        written.unlink(missing_ok=True)
        assert calendar(saved(tmp_path / "centre.xlsx", text + CLAIMS), "--replace", "-o", written).exit_code == 0
        return str(Calendar.from_ical(written.read_bytes())["X-WR-RELCALID"])

    mine = identity(CENTRE)
    assert identity(CENTRE + MOVED) == mine
    assert identity(CENTRE.replace("99099", "99098")) != mine
    assert identity(CENTRE.replace("2026/27", "2027/28")) != mine


def test_what_is_gone_is_cancelled_in_a_calendar_to_add_and_left_out_of_one_that_replaces(tmp_path: Path) -> None:
    book = saved(tmp_path / "centre.xlsx", CENTRE + CLAIMS)
    added, whole = tmp_path / "added.ics", tmp_path / "whole.ics"
    calendar(book, "-o", added)
    calendar(book, "-o", whole, "--replace")
    before = events_of(whole)
    assert events_of(added) == before
    saved(book, CENTRE + CLAIMS + MOVED)
    calendar(book, "-o", added)
    told = calendar(book, "-o", whole, "--replace").stdout
    after = events_of(whole)
    assert any(title.startswith("Cancelled: ") for title in events_of(added).values())
    assert not any(title.startswith("Cancelled: ") for title in after.values())
    assert "cancelled" in told.splitlines()[1]
    assert set(after) < set(before)
    assert all(program in told for program in ("Outlook", "Google", "Apple"))


def test_an_event_that_moves_keeps_its_identity_and_rises_in_version_in_the_whole_calendar_too(tmp_path: Path) -> None:
    book, whole = saved(tmp_path / "centre.xlsx", CENTRE + CLAIMS), tmp_path / "whole.ics"

    def versions() -> dict[str, int]:
        return {str(one["UID"]): int(str(one["SEQUENCE"])) for one in Calendar.from_ical(whole.read_bytes()).events}

    calendar(book, "-o", whole, "--replace")
    before = versions()
    saved(book, CENTRE + CLAIMS + MOVED)
    calendar(book, "-o", whole, "--replace")
    risen = [uid for uid, version in versions().items() if version > before[uid]]
    assert risen
